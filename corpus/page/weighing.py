"""What goes from a page because the evidence against it is strong and nothing speaks for it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from corpus.page.head import is_above_byline
from corpus.page.lines import (
    FEW_WORDS,
    HEADING,
    HEADLINE_WORDS,
    LONG_LINE,
    SENTENCE_END,
    STORY,
    TOLD_PAST,
    is_between,
    is_prose,
    is_wide,
)
from corpus.page.story_kinds import CHAPTER
from corpus.page.voice import LIKELY, SAID, SPOKEN, voice

FURNITURE: Final = 0.9  # how likely a line must be no story to go
BESIDE: Final = frozenset({"page controls", "link to another story", "advertisement", "tags"})
CAREFUL: Final = 0.98  # the same, right below story or headline, and for a plain sentence
STORY_BELOW: Final = 0.5  # how likely a line may be no story that is taken for some
QUOTED: Final = re.compile(r"['‘].+['’]")
STANDFIRST_WORDS: Final = 2  # of the shortest line that tells more of a headline
CLAUSE_WORDS: Final = 5  # of the shortest clause with a verb that tells
RESULT: Final = re.compile(r"\b\d{1,3} ?[–-] ?\d{1,3}\b")  # of a match or a vote
SENTENCE_INSIDE: Final = re.compile(r"\w[.!?] [A-ZÀ-Ý]\w+ \w")


def likely_furniture(
    paragraphs: Sequence[str],
    reasons: Sequence[str | None],
    likely: Sequence[float],
    headline: int | None,
    start: int,
) -> list[int]:
    """The numbers of the lines that are hardly the story's, of those that no rule knows."""
    told = [_is_story(*line) for line in zip(paragraphs, reasons, likely, strict=True)]
    opens = _opens(paragraphs, reasons, likely, told)
    title = None if headline is None else paragraphs[headline]
    found = []
    for number, line in enumerate(paragraphs):
        above = told[number - 1] if number else False
        beside = headline is not None and number == headline + 1
        least = CAREFUL if above or beside or _is_plain_sentence(line) else FURNITURE
        if reasons[number] is not None or likely[number] <= least or line == title:
            continue
        headed = number < start and is_above_byline(paragraphs, reasons, number)
        if headed and len(line.split()) >= (STANDFIRST_WORDS if beside else HEADLINE_WORDS):
            continue
        if opens[number] and (above or _is_heading(line) or _has_told(line)):
            continue
        if not is_telling(line) and not CHAPTER.match(line):
            found.append(number)
    return found


def likely_story(
    known: Sequence[bool], reasons: Sequence[str | None], likely: Sequence[float]
) -> list[int]:
    """The numbers of the lines that went because of what is beside them, and should not have."""
    return [
        number
        for number, reason in enumerate(reasons)
        if reason in BESIDE
        and not (known[number] or is_between(reasons, number))
        and likely[number] < STORY_BELOW
    ]


def _is_story(line: str, reason: str | None, likely: float) -> bool:
    """Whether a line is taken for a sentence of the story."""
    if reason == STORY or SPOKEN.search(line):
        return not reason
    sentence = len(line.split()) >= CLAUSE_WORDS and bool(SENTENCE_END.search(line))
    return not reason and sentence and likely <= FURNITURE


def _opens(
    paragraphs: Sequence[str],
    reasons: Sequence[str | None],
    likely: Sequence[float],
    told: Sequence[bool],
) -> list[bool]:
    """Whether the story goes on below each line, perhaps below another heading."""
    below = _below(paragraphs)
    opens = [False] * len(paragraphs)
    for number in reversed(range(len(paragraphs))):
        next_line = below[number]
        if next_line == len(paragraphs):
            continue
        heads = reasons[next_line] is None and likely[next_line] <= FURNITURE
        heads = heads and opens[next_line] and _is_heading(paragraphs[next_line])
        opens[number] = told[next_line] or heads
    return opens


def _below(paragraphs: Sequence[str]) -> list[int]:
    """For each line the next one that has a letter or a digit in it."""
    found = [len(paragraphs)] * len(paragraphs)
    for number in reversed(range(len(paragraphs) - 1)):
        line = paragraphs[number + 1]
        found[number] = number + 1 if any(map(str.isalnum, line)) else found[number + 1]
    return found


def _is_plain_sentence(line: str) -> bool:
    """Whether a line is a sentence in which the page says nothing of itself."""
    ended = SENTENCE_END.search(line) and not line.endswith(":")
    return bool(ended) and len(line.split()) >= CLAUSE_WORDS and not voice(line)


def _is_heading(line: str) -> bool:
    """Whether a line may head the story that goes on below it."""
    short = len(line.split()) <= FEW_WORDS + 1 or bool(RESULT.search(line))
    open_ended = not SENTENCE_END.search(line) or line.endswith(("?", ":"))
    return short and open_ended and bool(HEADING.match(line))


def _has_told(line: str) -> bool:
    """Whether a line says what was done, though no full stop ends it."""
    return len(line.split()) >= CLAUSE_WORDS and bool(SAID.search(line) or TOLD_PAST.search(line))


def is_telling(line: str) -> bool:
    """Whether a line is a sentence of which something was said or done, or is as long as few."""
    if SPOKEN.search(line) or QUOTED.fullmatch(line) or is_wide(line):
        return True
    if voice(line) >= LIKELY:
        return False
    sentence = is_prose(line) or bool(SENTENCE_INSIDE.search(line))
    return len(line) > LONG_LINE or (sentence and bool(SAID.search(line) or TOLD_PAST.search(line)))
