"""Subtitles (.srt, .vtt) to paragraphs: cues joined to sentences, each with its time."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from corpus.documents import Removal
from corpus.normalising import normalised, tidy
from corpus.readers.draft import Draft, Mark

TIME: Final = r"(?:(\d+):)?(\d\d?):(\d\d)[,.](\d{1,3})"
TIMING: Final = re.compile(rf"[ \t]*{TIME}[ \t]*-->[ \t]*{TIME}.*")
VOICE: Final = re.compile(r"<v(?:\.[^\s<>]+)?\s([^<>]+)>")
TAG: Final = re.compile(r"<[^<>\n]{0,200}>|\{\\[^}\n]{0,200}\}")
SOUND: Final = re.compile(r"[♪♫ ]*(?:\([^()]*\)|\[[^\[\]]*\])?[♪♫ ]*")  # "♪ (a bell rings) ♪"
CREDIT: Final = re.compile(
    r"(?:sub(?:title[sd]?|bed)|caption(?:s|ed)|sync(?:ed|hronized)?|transcri(?:pt|bed))\b[^.!?]{0,40}"
    r"\b(?:by|from)\b|.*\b(?:amara|opensubtitles)\.org\b",
    re.I,
)
NAMED: Final = re.compile(r"[\[(][A-Z][A-Z .'’-]{0,30}[\])]:? +(?=\S)")  # "[ODA] Go home."
LABEL: Final = re.compile(
    r"(?:>>+ ?)?([A-Z][\w.'’-]*(?: [\w.'’-]+){0,4})(?: ?[(\[][^()\[\]]{1,30}[)\]])?:\s"
)
TURN: Final = re.compile(r"(?:>>+|[-–—])\s*")
FINISHED: Final = re.compile(r"[.!?…][\"'”’»)\]]*$")
PAUSE: Final = 2.0  # seconds of silence after a sentence that end a paragraph
LONG: Final = 500  # characters after which a paragraph ends with its sentence
LONGEST: Final = 1500  # after which it ends in any case: captions by machine have no full stops


@dataclass(frozen=True, slots=True)
class Cue:
    """A few words on the screen, from one second to another."""

    start: float
    end: float
    text: str
    voice: str = ""
    turns: bool = False


def read_subtitles(text: str, removed: tuple[Removal, ...] = ()) -> Draft:
    """The one talk in ``text``; a paragraph ends where the speaker changes or pauses."""
    paragraphs: list[list[str]] = []  # the cues of each
    marks: list[Mark] = []
    last: Cue | None = None
    length = 0
    dropped = list(removed)
    for cue in _without_repeats(_cues(normalised(text), dropped)):
        if last is None or _starts_paragraph(last, cue, length):
            changed = cue.voice and (last is None or cue.voice != last.voice)
            marks.append(Mark(len(paragraphs), 0, clock(cue.start)))
            paragraphs.append([f"{cue.voice}: {cue.text}" if changed else cue.text])
            length = 0
        else:
            paragraphs[-1].append(cue.text)
        length += len(cue.text) + 1
        last = cue
    whole = (tidy(" ".join(cues)) for cues in paragraphs)
    return Draft(tuple(whole), marks=tuple(marks), removed=tuple(dropped))


def clock(seconds: float) -> str:
    """A time as players show it: 1:02:03."""
    minutes, second = divmod(int(seconds), 60)
    hour, minute = divmod(minutes, 60)
    return f"{hour}:{minute:02}:{second:02}"


def _cues(text: str, dropped: list[Removal]) -> Iterator[Cue]:
    for block in re.split("\n\n+", text):
        lines = block.strip("\n").split("\n")
        at = next((n for n, line in enumerate(lines[:2]) if TIMING.match(line)), None)
        if at is None:
            continue
        starts = [n for n in range(at, len(lines)) if TIMING.match(lines[n])]
        for start, following in zip(starts, [*starts[1:], len(lines)], strict=True):
            timing = TIMING.match(lines[start])
            assert timing
            words = lines[start + 1 : following]
            if following < len(lines) and words and words[-1].strip().isdigit():
                words.pop()  # no blank line before the next cue, whose number it is
            times = _seconds(*timing.groups()[:4]), _seconds(*timing.groups()[4:])
            yield from _turns(*times, words, dropped)


def _turns(start: float, end: float, lines: list[str], dropped: list[Removal]) -> Iterator[Cue]:
    """One cue, or one for each speaker where its lines are a dialogue."""
    words: list[str] = []
    voice, turns = "", False
    for line in lines:
        named = VOICE.search(line)
        bare = html.unescape(TAG.sub("", line)).strip()
        if bare and (reason := _no_speech(bare)):
            dropped.append(Removal(bare, reason))
            continue
        turn = TURN.match(bare)
        labelled = LABEL.match(bare) or NAMED.match(bare)
        if (turn or named or labelled) and words:
            yield Cue(start, end, " ".join(words), voice, turns)
            words, voice, turns = [], "", False
        if named:
            voice = " ".join(named[1].split())
        if turn or labelled:
            turns = True
        if bare:
            words.append(TURN.sub("", bare, count=1) if turn else bare)
    if words:
        yield Cue(start, end, " ".join(words), voice, turns)


def _no_speech(line: str) -> str | None:
    """What a line is that nobody says."""
    if SOUND.fullmatch(line):
        return "sound in subtitles"
    return "credit of subtitles" if CREDIT.match(line) else None


def _without_repeats(cues: Iterator[Cue]) -> Iterator[Cue]:
    """Captions that roll up show a line again under the next: say it once."""
    before = ""
    for cue in cues:
        text = cue.text
        if before and text.startswith(before):
            text = text[len(before) :].strip()
        if text:
            yield Cue(cue.start, cue.end, text, cue.voice, cue.turns)
            before = text


def _starts_paragraph(last: Cue, cue: Cue, length: int) -> bool:
    if cue.turns or cue.voice != last.voice or length >= LONGEST:
        return True
    paused = cue.start - last.end >= PAUSE
    if FINISHED.search(last.text):
        return paused or length >= LONG
    return paused and length >= LONG


def _seconds(hours: str | None, minutes: str, seconds: str, fraction: str) -> float:
    return int(hours or 0) * 3600 + int(minutes) * 60 + int(seconds) + float(f"0.{fraction}")
