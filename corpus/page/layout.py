"""Where on a page a line stands, and what goes because of the furniture beside it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from corpus.page.body import (
    spread_captions,
    spread_headings,
    spread_in_body,
    spread_repeats,
    spread_teasers,
)
from corpus.page.bylines import author_in
from corpus.page.end import end_release, spread_below, spread_comments, spread_to_end
from corpus.page.head import headline_of, remove_about, spread_in_head
from corpus.page.lines import COUNT, STORY, is_address, is_few_words, is_label, is_told
from corpus.page.own_words import spread_voice
from corpus.page.story_kinds import story_lines

PAGE_LINES: Final = 6  # of furniture that a page has at least, and a story copied alone has not
PAGE_SHARE: Final = 0.12  # of a page's lines that are furniture by themselves
LIKES: Final = re.compile(COUNT)  # or replies, below their button


def spread(paragraphs: Sequence[str], reasons: list[str | None], title: str | None) -> None:
    """Give their reason to the lines that go because of the furniture that they stand among."""
    story = story_lines(paragraphs, reasons)
    for number in story:
        reasons[number] = STORY
    _spread(paragraphs, reasons, title)
    for number in story:
        reasons[number] = None


def _spread(paragraphs: Sequence[str], reasons: list[str | None], title: str | None) -> None:
    for number, paragraph in enumerate(paragraphs):
        if reasons[number] is not None or paragraph == title:
            continue
        if is_label(paragraph) or (number and reasons[number - 1] and LIKES.fullmatch(paragraph)):
            reasons[number] = "page controls"
        elif is_address(paragraph):
            reasons[number] = "the page to its readers"
    is_page = _is_page(reasons)
    if is_page:
        spread_voice(paragraphs, reasons, title)
    start = next((n for n, p in enumerate(paragraphs) if _starts(p, reasons[n : n + 2])), None)
    if start is None:
        return
    headline = headline_of(paragraphs, reasons, start, title)
    spread_in_head(paragraphs, reasons, headline, start)
    told = [
        n
        for n, p in enumerate(paragraphs)
        if reasons[n] == STORY or (reasons[n] is None and not is_few_words(p))
    ]
    spread_in_body(paragraphs, reasons, [n for n in told if n >= start])
    spread_comments(paragraphs, reasons)
    spread_to_end(paragraphs, reasons)
    end_release(paragraphs, reasons)
    if author := author_in(paragraphs, reasons):
        remove_about(author, paragraphs, reasons)
    if is_page:
        for _ in range(2):  # what is found shows more of what stands beside it
            spread_captions(paragraphs, reasons, start, headline or 0)
            spread_repeats(paragraphs, reasons, start)
            spread_headings(paragraphs, reasons, start)
            spread_teasers(paragraphs, reasons, start)
            spread_voice(paragraphs, reasons, title)
        spread_below(paragraphs, reasons, start)


def _starts(paragraph: str, reasons: Sequence[str | None]) -> bool:
    """Whether the story may start with a line; one short line may be the menu's after all."""
    return reasons == [STORY, STORY] or (reasons[0] != STORY and is_told(paragraph, reasons[0]))


def _is_page(reasons: Sequence[str | None]) -> bool:
    """Whether so much is furniture that all this was copied from a page."""
    found = sum(map(bool, reasons))
    return found >= PAGE_LINES and found >= PAGE_SHARE * len(reasons)
