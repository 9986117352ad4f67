"""The lines above a story and right below its headline: menus, bylines, dates."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from typing import Final

from corpus.page.bylines import BARE_NAME, DATED, STANDALONE_DATE
from corpus.page.lines import HEADLINE_WORDS, is_between, is_few_words, touches
from corpus.page.story_kinds import CHAPTER
from corpus.page.words import NAME, NAMES

SOON: Final = 4  # lines after a first sentence that may still be byline and date
TOLD: Final = frozenset({"byline", "date"})
MENU_LINES: Final = 4  # between two long lines, of which the second then is the headline
DATED_WORDS: Final = 9  # of a line such as "Harbour Post | Oct 10, 2014 at 5:15 PM"
ABOUT_AUTHOR: Final = (
    r",? (?:is (?:an?|the)|covers|writes|reports|has (?:been|covered|written)|can be)\b"
)
ROLE: Final = re.compile(
    r"\b(?:editor|reporter|correspondent|writer|columnist|critic|staff|desk|bureau)\b",
    re.IGNORECASE,
)
SENT_FROM: Final = re.compile(rf"{NAME} (?:at|in) {NAMES}")
CLOCK: Final = re.compile(
    r"(?:updated )?\d{1,2}[:.]\d\d ?(?:[ap]\.?m\.?)?(?: [A-Z]{2,4}(?:[+-]\d+)?)?"
    r"|updated \d+ \w+ ago",
    re.IGNORECASE,
)
PARTED: Final = re.compile(r" [·|•/–—-] ")
HEADING_START: Final = re.compile(r"[\"'“‘«„¿¡]?[^\W\d_]")
MAYBE_HEADLINE: Final = 0.8  # how likely a line may be no story that is perhaps a headline
MOTTO: Final = 0.9  # how likely a line must be no story to be none of the headline's


def spread_in_head(
    paragraphs: Sequence[str],
    reasons: list[str | None],
    headline: int | None,
    prose: int,
    likely: Sequence[float] | None = None,
) -> None:
    """Remove the menu above the headline, and the byline and the counts below it."""
    end = _head_end(paragraphs, reasons, prose)
    free = [
        number
        for number in range(end)
        if number != headline and not may_be_headline(paragraphs, reasons, number, likely)
    ]
    for _ in range(3):  # a name above a role above a date goes once the date is known
        for number in free:
            if reasons[number] is None:
                reasons[number] = _head_reason(paragraphs, reasons, number, headline)


def may_be_headline(
    paragraphs: Sequence[str],
    reasons: Sequence[str | None],
    number: int,
    likely: Sequence[float] | None,
) -> bool:
    """Whether a line stands or reads as the story's own, so that it may be a headline after all."""
    line = paragraphs[number]
    if likely is None or len(line.split()) < HEADLINE_WORDS or not HEADING_START.match(line):
        return False
    return likely[number] < MAYBE_HEADLINE or is_above_byline(paragraphs, reasons, number)


def is_above_byline(paragraphs: Sequence[str], reasons: Sequence[str | None], number: int) -> bool:
    """Whether a line stands where a headline does: right above who wrote the story, or when."""
    below = number + 1
    if below >= len(paragraphs):
        return False
    return reasons[below] in TOLD or bool(STANDALONE_DATE.fullmatch(paragraphs[below]))


def headline_of(
    paragraphs: Sequence[str],
    reasons: list[str | None],
    end: int,
    title: str | None,
    likely: Sequence[float] | None = None,
) -> int | None:
    """Which line before the prose is the headline: the title, else the first of some length.

    Where a menu stands between two such lines, the first is the name of the site. If it is known
    how ``likely`` each line is no story, it is the one of which that is the least likely.
    """
    free = [n for n in range(end) if reasons[n] is None]
    long = [
        n
        for n in free
        if len(paragraphs[n].split()) >= HEADLINE_WORDS
        and not STANDALONE_DATE.fullmatch(paragraphs[n])
    ]
    for number in free:
        if title and paragraphs[number] == title:
            return number
    if likely:
        return _likeliest(paragraphs, long, likely)
    told = next((n for n in range(end) if reasons[n] in TOLD), end)
    below = [n for above, n in itertools.pairwise(long) if above + MENU_LINES < n < told]
    return next(iter(below[-1:] or long), None)


def _likeliest(
    paragraphs: Sequence[str], long: Sequence[int], likely: Sequence[float]
) -> int | None:
    """The headline among the longer lines: the most story-like, or what stands right above it."""
    named = [n for n in long if HEADING_START.match(paragraphs[n])]
    found = min(named, key=likely.__getitem__, default=None)
    while found and found - 1 in named and likely[found - 1] < MOTTO:
        found -= 1  # a headline stands above the line that tells more of it
    return found


def _head_end(paragraphs: Sequence[str], reasons: Sequence[str | None], prose: int) -> int:
    """Where the head ends: at the first prose, or below a byline or date soon after it."""
    soon = range(prose, min(prose + SOON, len(paragraphs) - 1))
    told = (n + 1 for n in soon if reasons[n] in TOLD or STANDALONE_DATE.fullmatch(paragraphs[n]))
    return max(told, default=prose)


def _head_reason(
    paragraphs: Sequence[str], reasons: list[str | None], number: int, headline: int | None
) -> str | None:
    """What a line before the prose is: above the headline a menu, below it a date or a name."""
    line = paragraphs[number]
    dated = DATED.search(line) or CLOCK.fullmatch(line)
    if DATED.search(line) and len(PARTED.findall(line)) > 1:
        return "date"
    if STANDALONE_DATE.fullmatch(line) or (is_few_words(line, DATED_WORDS) and dated):
        return "date"
    if not is_few_words(line):
        return None
    if headline is not None and number < headline:
        return "page controls"  # a title may stand lower than other lines as long
    named = "," in line and BARE_NAME.fullmatch(line)
    sent = SENT_FROM.fullmatch(line) and any(r in TOLD for r in reasons[number - 1 : number + 2])
    if len(line.split()) >= HEADLINE_WORDS and not (named or sent or ROLE.search(line)):
        return None  # perhaps the headline, below the motto of the paper
    if headline is not None and is_named(line, reasons, number):
        return "byline"
    if not (reasons[number - 1] if number else None) and not reasons[number + 1]:
        return None
    if ROLE.search(line) or SENT_FROM.fullmatch(line):
        return "byline"
    if line.isdecimal():
        return "page controls"
    return "page controls" if is_between(reasons, number) else None


def is_named(line: str, reasons: Sequence[str | None], number: int) -> bool:
    """Whether what looks like a name stands where one does, and heads no chapter."""
    named = BARE_NAME.fullmatch(line) and not CHAPTER.match(line)
    return bool(named) and touches(reasons, number)


def remove_about(author: str, paragraphs: Sequence[str], reasons: list[str | None]) -> None:
    """The lines at the end, or below the byline, that tell who the author is."""
    names = [name.split()[-1] for name in re.split(r", | and ", author.lower()) if " " in name]
    about = re.compile(rf"(?:[\w.]+ ){{0,3}}(?:{'|'.join(map(re.escape, names))}){ABOUT_AUTHOR}")
    for number in range(1, len(paragraphs)):
        beside = number >= len(paragraphs) // 2 or reasons[number - 1] in TOLD
        free = bool(names) and reasons[number] is None
        if free and beside and about.match(paragraphs[number].lower()):
            reasons[number] = "byline"
