"""Transcripts as programs export them: a line with a name and a time, what was said below it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from corpus.normalising import tidy
from corpus.readers.draft import Mark

CLOCK: Final = r"[\[(]?(?P<{}>\d{{1,2}}:\d\d(?::\d\d)?)(?:[.,]\d{{1,3}})?(?: ?[AaPp][Mm])?[\])]?"
NAME: Final = r"\[?(?P<{}>(?:[^\W\d_]|\d{{1,2}}(?= ))[\w.'’()-]*(?: [\w.'’(),&-]+){{0,5}})\]?"
HEAD: Final = re.compile(
    rf"[ \t]*(?:{NAME.format('name')}:?[ \t,|•·–-]+{CLOCK.format('time')}:?"
    rf"|{CLOCK.format('first')}(?:[ \t,|•·–-]+{NAME.format('second')}:?)?)[ \t]*"
)
LONGEST_HEAD: Final = 120  # characters
CHAT: Final = re.compile(r"From +(.+?) +[Tt]o +.+")  # "From Oda to Everyone"
START: Final = 20_000  # characters in which the first turn begins
FEWEST: Final = 3  # turns that make a transcript
PREFACE: Final = 20  # lines with words, of a title and a list of who takes part, before the first
SPOKEN: Final = 0.8  # of the heads have words below; in a programme of a day few have
LONG: Final = 500  # characters of captions without names after which a paragraph ends


@dataclass(frozen=True, slots=True)
class Turn:
    """What somebody said from a time on; nobody is named in captions."""

    name: str
    time: str
    words: str


def turns_in(text: str) -> tuple[str, list[Turn]] | None:
    """What stands before the first turn, and the turns; None where ``text`` is no transcript."""
    if not any(map(_head, text[:START].split("\n"))):  # a large text is not taken apart in vain
        return None
    lines = text.split("\n")
    heads = [(n, found) for n, line in enumerate(lines) if (found := _head(line))]
    if len(heads) < FEWEST or sum(map(bool, map(str.strip, lines[: heads[0][0]]))) > PREFACE:
        return None
    ends = [*[n for n, _ in heads[1:]], len(lines)]
    turns = [
        Turn(
            CHAT.sub(r"\1", tidy(found["name"] or found["second"] or "")),
            found["time"] or found["first"],
            " ".join(tidy(" ".join(lines[n + 1 : end])).split()),
        )
        for (n, found), end in zip(heads, ends, strict=True)
    ]
    return ("\n".join(lines[: heads[0][0]]), turns) if _are_spoken(turns) else None


def _head(line: str) -> re.Match[str] | None:
    return HEAD.fullmatch(line) if ":" in line and len(line) <= LONGEST_HEAD else None


def without_heads(paragraphs: Sequence[str]) -> tuple[tuple[str, ...], tuple[Mark, ...]]:
    """The paragraphs of a word processor, each turn of a transcript under its speaker's name."""
    if not (found := turns_in("\n".join(paragraphs))):
        return tuple(paragraphs), ()
    preface, turns = found
    return labelled(turns, tuple(filter(None, preface.split("\n"))))


def _are_spoken(turns: list[Turn]) -> bool:
    """Whether the heads are turns of talk, and not the hours of a programme."""
    spoken = sum(bool(turn.words) for turn in turns)
    times = [_seconds(turn.time) for turn in turns]
    names = Counter(turn.name for turn in turns)
    hours = times[0] >= 6 * 60 and turns[0].time.count(":") == 1  # a programme has no seconds
    if hours and "" not in names:
        again = sum(count > 1 for count in names.values()) >= 2
    else:
        again = len(names) < len(turns) or times[0] < 60
    return spoken >= SPOKEN * len(turns) and times == sorted(times) and again


def _seconds(time: str) -> int:
    seconds = 0
    for part in time.split(":"):
        seconds = 60 * seconds + int(part)
    return seconds


def labelled(
    turns: Sequence[Turn], before: tuple[str, ...]
) -> tuple[tuple[str, ...], tuple[Mark, ...]]:
    """The turns as paragraphs that begin with their speaker, and where each time starts."""
    paragraphs = list(before)
    marks: list[Mark] = []
    captions: list[str] = []  # of the paragraph that is being read
    for turn in turns:
        if captions and (turn.name or sum(map(len, captions)) >= LONG):
            paragraphs.append(" ".join(captions))
            captions = []
        if not turn.words:
            continue
        if turn.name or not captions:
            marks.append(Mark(len(paragraphs), 0, turn.time))
        if turn.name:
            paragraphs.append(f"{turn.name}: {turn.words}")
        else:
            captions.append(turn.words)
    last = (" ".join(captions),) if captions else ()
    return (*paragraphs, *last), tuple(marks)
