"""What a page puts between the paragraphs of a story: captions, teasers, lists of links."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from typing import Final

from corpus.page.bylines import STANDALONE_DATE
from corpus.page.head import is_named
from corpus.page.lines import (
    COUNT,
    FEW_WORDS,
    HEADING,
    is_few_words,
    is_line,
    is_unended,
    opens_prose,
    touches,
    worded,
)
from corpus.page.own_words import makers
from corpus.page.story_kinds import CHAPTER
from corpus.page.voice import is_credit, is_list_heading
from corpus.page.words import NAME

LISTED_WORDS: Final = 14  # of a headline in a list of links
LISTS: Final = frozenset({"link to another story"})  # a heading of these has a list below it
CAPTION_WORDS: Final = range(5, 26)  # above a credit
HEADING_WORDS: Final = 5  # within a story; headlines of other stories have more
ITEM: Final = re.compile(r"[a-z\d½¼¾•*–-]|[A-Z][\w.' -]{0,24}: ")  # of a recipe, a list or a play
COUNTER: Final = re.compile(rf"{COUNT}|\d+ ?(?:/|of) ?\d+")
BYLINE_ROLE: Final = re.compile(
    r"(?:[\w-]+ ){0,3}(?:reporter|correspondent|editor|producer|presenter|columnist|critic)"
    r"(?:(?:, | in | at | on board )[\w’' ]{2,40})?",
    re.IGNORECASE,
)
WRITTEN: Final = re.compile(rf"(?:(?:An?|The) )?\w+ (?:by|with) {NAME}$")


def spread_in_body(
    paragraphs: Sequence[str], reasons: list[str | None], told: Sequence[int]
) -> None:
    """Runs of short lines go where one of them is furniture; a heading that ends a run stays."""
    for above, below in itertools.pairwise([*told, len(paragraphs)]):
        found = [n for n in range(above + 1, below) if reasons[n]]
        if not found:
            continue
        last = max(n for n in range(above, below) if any(map(str.isalnum, paragraphs[n])))
        for number in range(above + 1, below):
            line = paragraphs[number]
            listed = reasons[number - 1] in LISTS
            ends = number == last < len(paragraphs) - 1 or number < found[0]
            heading = ends and bool(CHAPTER.match(line) if listed else HEADING.match(line))
            few = is_few_words(line, LISTED_WORDS if listed else FEW_WORDS)
            if reasons[number] is None and few and not heading:
                reasons[number] = reasons[number - 1] or "page controls"


def spread_captions(
    paragraphs: Sequence[str], reasons: list[str | None], start: int, headline: int
) -> None:
    """Remove the captions above credits, who made a picture, and the counts beside them."""
    names = makers(paragraphs, reasons)
    for number in reversed(range(len(paragraphs))):
        line = paragraphs[number]
        if reasons[number] is not None or number <= headline:
            continue
        if BYLINE_ROLE.fullmatch(line) or (
            reasons[number + 1 : number + 2] == ["byline"] and is_named(line, reasons, number)
        ):
            reasons[number] = "byline"
        if opens_prose(paragraphs, reasons, number):
            continue
        captioned = reasons[number + 1 : number + 2] == ["credit"] and number > start
        if captioned and is_unended(line, CAPTION_WORDS):
            reasons[number] = "credit"
        elif COUNTER.fullmatch(line) and touches(reasons, number):
            reasons[number] = "page controls"
        elif STANDALONE_DATE.fullmatch(line) and touches(reasons, number):
            reasons[number] = "date"
        elif line.startswith("About ") and line[6:] in names:
            reasons[number] = "byline"
    for number in range(start, len(paragraphs)):
        if reasons[number] is None and is_credit(paragraphs[number], names):
            reasons[number] = "credit"


def spread_headings(paragraphs: Sequence[str], reasons: list[str | None], start: int) -> None:
    """Remove the headings of lists, unless the story goes on below them."""
    for number in range(start, len(paragraphs)):
        line = paragraphs[number]
        if reasons[number] is not None or opens_prose(paragraphs, reasons, number):
            continue
        if is_list_heading(line):
            reasons[number] = "link to another story"


def spread_teasers(paragraphs: Sequence[str], reasons: list[str | None], start: int) -> None:
    """Remove the headlines of other stories that stand below furniture."""
    for number in range(start, len(paragraphs)):
        if reasons[number] is not None or not reasons[number - 1]:
            continue
        run = _run(paragraphs, reasons, number)
        lines = [paragraphs[n] for n in run]
        below = worded(paragraphs, run.stop)
        closed = below < len(reasons) and bool(reasons[below])
        listed = is_list_heading(paragraphs[number - 1])
        alone = len(run) == 1 and not closed and not WRITTEN.match(lines[0])
        if not run or alone or not (listed or _are_teasers(lines)):
            continue
        heads = not closed and _is_heading(lines[-1])
        for n in run[:-1] if heads else run:
            reasons[n] = "link to another story"


def _run(paragraphs: Sequence[str], reasons: Sequence[str | None], start: int) -> range:
    """The lines with words from ``start`` that no rule knows and no sentence ends."""
    end = start
    while end < len(paragraphs) and reasons[end] is None and is_line(paragraphs[end]):
        if not any(map(str.isalnum, paragraphs[end])):
            break
        end += 1
    return range(start, end)


def _are_teasers(lines: Sequence[str]) -> bool:
    """Whether all lines read like headlines, rather than like verse or the parts of a list."""
    items = sum(bool(ITEM.match(p)) and not STANDALONE_DATE.fullmatch(p) for p in lines)
    return bool(lines) and items * 3 <= len(lines)


def _is_heading(line: str) -> bool:
    """Whether a line may head the prose below it."""
    few = len(line.split()) <= HEADING_WORDS or line.endswith("?")
    return few and not WRITTEN.match(line)
