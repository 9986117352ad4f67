"""Where on a page a line stands, and what goes because of the furniture beside it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from corpus.page.body import (
    spread_captions,
    spread_headings,
    spread_in_body,
    spread_teasers,
)
from corpus.page.bylines import author_in
from corpus.page.end import end_release, spread_below, spread_comments, spread_to_end
from corpus.page.evidence import likelihoods
from corpus.page.head import headline_of, remove_about, spread_in_head
from corpus.page.lines import LIKES, STORY, is_address, is_few_words, is_label, is_sentence, is_told
from corpus.page.own_words import spread_voice
from corpus.page.story_kinds import story_lines
from corpus.page.weighing import STORY_BELOW, is_telling, likely_furniture, likely_story
from corpus.readers.draft import AROUND

TOPICS: Final = frozenset(  # words of menus that a story has as headings too
    """community culture education events faq finance health language life money people politics
    research science services sport style team technology travel weather""".split()
)
PAGE_LINES: Final = 6  # of furniture that a page has at least, and a story copied alone has not
PAGE_SHARE: Final = 0.12  # of a page's lines that are furniture by themselves


def spread(
    paragraphs: Sequence[str], reasons: list[str | None], title: str | None, around: int = 0
) -> None:
    """Give their reason to the lines that go because of the furniture that they stand among.

    ``around`` is how many lines of furniture stood above and below these.
    """
    known = [bool(r) or is_label(p) for p, r in zip(paragraphs, reasons, strict=True)]
    story = story_lines(paragraphs, reasons)
    for number in story:
        reasons[number] = STORY
    _spread(paragraphs, reasons, known, title, around)
    for number in story:
        reasons[number] = None


def _spread(
    paragraphs: Sequence[str],
    reasons: list[str | None],
    known: Sequence[bool],
    title: str | None,
    around: int,
) -> None:
    _spread_labels(paragraphs, reasons, title)
    likely = None
    if _is_page(reasons, around):
        kept = {number for number, reason in enumerate(reasons) if reason == STORY}
        likely = likelihoods(paragraphs, known, kept)
        spread_voice(paragraphs, reasons, title)
    start = _start(paragraphs, reasons, likely)
    if start is None:
        return
    headline = headline_of(paragraphs, reasons, start, title, likely)
    spread_in_head(paragraphs, reasons, headline, start, likely)
    if likely:
        for number in likely_furniture(paragraphs, reasons, likely, headline, start):
            reasons[number] = AROUND
    told = [n for n, p in enumerate(paragraphs) if n >= start and _stays(p, reasons[n])]
    spread_in_body(paragraphs, reasons, told)
    if likely:
        _restore(reasons, likely_story(known, reasons, likely))
    spread_comments(paragraphs, reasons)
    spread_to_end(paragraphs, reasons)
    end_release(paragraphs, reasons)
    if author := author_in(paragraphs, reasons):
        remove_about(author, paragraphs, reasons)
    if likely:
        for _ in range(2):  # what is found shows more of what stands beside it
            spread_captions(paragraphs, reasons, start, headline or 0)
            spread_headings(paragraphs, reasons, start)
            spread_teasers(paragraphs, reasons, start)
            spread_voice(paragraphs, reasons, title)
        _restore(reasons, likely_story(known, reasons, likely))
        spread_below(paragraphs, reasons, start)


def _spread_labels(paragraphs: Sequence[str], reasons: list[str | None], title: str | None) -> None:
    """Give a reason to the buttons, the counts below them and what the page says of itself."""
    for number, paragraph in enumerate(paragraphs):
        if reasons[number] is not None or paragraph == title:
            continue
        if _heads_story(paragraphs, reasons, number):
            continue
        if is_label(paragraph) or (number and reasons[number - 1] and LIKES.fullmatch(paragraph)):
            reasons[number] = "page controls"
        elif is_address(paragraph):
            reasons[number] = "the page to its readers"


def _heads_story(paragraphs: Sequence[str], reasons: Sequence[str | None], number: int) -> bool:
    """Whether a word of menus stands between two sentences, as the heading of the second."""
    if paragraphs[number].lower() not in TOPICS or not 0 < number < len(paragraphs) - 1:
        return False
    return all(not reasons[n] and is_sentence(paragraphs[n]) for n in (number - 1, number + 1))


def _restore(reasons: list[str | None], numbers: Sequence[int]) -> None:
    for number in numbers:
        reasons[number] = None


def _stays(paragraph: str, reason: str | None) -> bool:
    """Whether a line is so long, or of such a kind, that what is beside it takes it nowhere."""
    return reason == STORY or (reason is None and not is_few_words(paragraph))


def _start(
    paragraphs: Sequence[str], reasons: Sequence[str | None], likely: Sequence[float] | None
) -> int | None:
    """The first line of the story below its headline."""
    starts = [n for n, p in enumerate(paragraphs) if _starts(p, reasons[n : n + 2])]
    surely = {n for n in starts if likely and likely[n] < STORY_BELOW}
    first = next((n for n in sorted(surely) if is_telling(paragraphs[n])), None)
    if first is None:
        return min(surely or starts, default=None)
    while first - 1 in surely:
        first -= 1
    return first


def _starts(paragraph: str, reasons: Sequence[str | None]) -> bool:
    """Whether the story may start with a line; one short line may be the menu's after all."""
    return reasons == [STORY, STORY] or (reasons[0] != STORY and is_told(paragraph, reasons[0]))


def _is_page(reasons: Sequence[str | None], around: int) -> bool:
    """Whether so much is furniture that all this was copied from a page."""
    found = sum(map(bool, reasons)) + around
    return found >= PAGE_LINES and found >= PAGE_SHARE * (len(reasons) + around)
