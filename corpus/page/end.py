"""What a page has below a story: comments, footers, who sent a release."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from typing import Final

from corpus.page.lines import (
    FEW_WORDS,
    HEADLINE_WORDS,
    LONG_LINE,
    STORY,
    TOLD_PAST,
    is_line,
    is_story,
    is_wide,
    tells,
)
from corpus.page.own_words import makers
from corpus.page.voice import ASKS, LIKELY, READER, SAID, SPOKEN, voice

END_LINES: Final = 5  # of furniture that make an end; fewer stand within stories too
END_SHARE: Final = 0.35  # of the lines after a sign of the end may be unknown, and go with it
ENDS: Final = frozenset(
    "copyright footer|comments|contact of the newsroom|print edition|press release|tags".split("|")
)
LAST: Final = ENDS - {"contact of the newsroom"}
ABOUT_SENDER: Final = re.compile(r"About (?:the )?[A-Z][\w’'&. -]{2,60}")
COMMENT_LINES: Final = 6  # from the heading to the end of the first comment
EVIDENCE: Final = 2  # comments that show that there are some
STORY_WEIGHT: Final = -30.0  # more than there is furniture within a story
SENTENCE_WEIGHT: Final = -3.0  # a sentence in the present tense, as a footer may have
LABEL_WEIGHT: Final = 0.5
ANSWER: Final = re.compile(r"(?:reply|report|like|flag|respond|recommend|up ?vote)\b.{0,12}", re.I)


def spread_below(paragraphs: Sequence[str], reasons: list[str | None], start: int) -> None:
    """All goes from the furniture on, from which so much furniture and so little story follows."""
    names = makers(paragraphs, reasons)
    best = weight = 0.0
    cut = None
    for number in reversed(range(start + 1, len(paragraphs))):
        weight += _weight(paragraphs[number], reasons[number], names)
        if reasons[number] and weight > best:
            best, cut = weight, number
    if cut is None or best < END_LINES:
        return
    for number in range(cut, len(paragraphs)):
        reasons[number] = reasons[number] or "what follows the story"


def _weight(line: str, reason: str | None, names: frozenset[str]) -> float:
    """How much a line speaks for its being below the story, or against it."""
    if reason:
        return 1
    if reason == STORY or SPOKEN.search(line) or SAID.search(line) or is_wide(line):
        return STORY_WEIGHT
    if voice(line, names) >= LIKELY or is_line(line):
        return LABEL_WEIGHT
    if len(line) > LONG_LINE or TOLD_PAST.search(line):
        return STORY_WEIGHT
    asks = bool(ASKS.match(line) and READER.search(line))
    short = len(line.split()) < HEADLINE_WORDS and line.endswith(("!", ":"))
    return LABEL_WEIGHT if asks or short or voice(line) else SENTENCE_WEIGHT


def spread_to_end(paragraphs: Sequence[str], reasons: list[str | None]) -> None:
    """What follows the first sign of an end goes, where most of it is furniture anyway."""
    for number in range(len(paragraphs) // 2, len(paragraphs)):
        if reasons[number] not in ENDS:
            continue
        rest = range(number, len(paragraphs))
        kept = [n for n in rest if not reasons[n]]
        if len(rest) - len(kept) < END_LINES or any(
            reasons[n] == STORY or is_story(paragraphs[n]) for n in kept
        ):
            continue
        if reasons[number] in LAST:  # no story goes on far below these, but comments may
            kept = [n for n in kept if tells(paragraphs[n]) and not voice(paragraphs[n])]
        together = any(above + 1 == n for above, n in itertools.pairwise(kept))
        far = not kept or kept[0] >= number + END_LINES
        if len(kept) <= END_SHARE * len(rest) and far and not together:
            for n in rest:
                reasons[n] = reasons[n] or reasons[n - 1]
            return


def spread_comments(paragraphs: Sequence[str], reasons: list[str | None]) -> None:
    """All goes below the heading of comments, if there are some with their buttons."""
    half = len(paragraphs) // 2
    answered = [
        n
        for n in range(half, len(paragraphs) - 1)
        if ANSWER.fullmatch(paragraphs[n + 1]) and len(paragraphs[n].split()) > FEW_WORDS
    ]
    if len(answered) < EVIDENCE:
        return
    above = range(max(half, answered[0] - COMMENT_LINES), answered[0])
    headings = [n for n in above if reasons[n] == "comments"]
    for number in range(headings[-1] if headings else len(paragraphs), len(paragraphs)):
        reasons[number] = reasons[number] or "comments"


def end_release(paragraphs: Sequence[str], reasons: list[str | None]) -> None:
    """All that follows the end of a press release is about who sent it."""
    if "press release" not in reasons:
        return
    half = len(paragraphs) // 2
    ends = [
        n
        for n in range(half, len(paragraphs))
        if reasons[n] == "press release" or ABOUT_SENDER.fullmatch(paragraphs[n])
    ]
    for number in range(ends[0] if ends else len(reasons), len(reasons)):
        reasons[number] = reasons[number] or "press release"
