"""Plain text: paragraphs as the file shows them, whatever way its lines are broken."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from enum import Enum
from itertools import pairwise
from math import ceil
from typing import Final

from corpus.documents import Removal
from corpus.normalising import normalised, tidy
from corpus.readers.draft import Draft, Mark
from corpus.readers.front_matter import split_header
from corpus.readers.hyphens import Hyphens
from corpus.readers.transcripts import labelled, turns_in

SAMPLE: Final = 200_000  # characters that show how a file breaks its lines
NARROWEST: Final = 32  # columns; shorter lines are verse or a list
WIDEST: Final = 160  # columns; longer lines are paragraphs, not lines of one
FORCED_SHARE: Final = 0.6  # breaks where the next word had no room: the text is wrapped
FINISHED_SHARE: Final = 0.6  # lines that end like a sentence: each is a paragraph
SHORT: Final = 0.75  # of the width; a wrapped line that short, after a full stop, ends a paragraph
BLANK_LINES: Final = re.compile(r"\n(?:[ \t]*\n)+")
FINISHED: Final = re.compile(r"[.!?…:;][\"'”’»)\]]*$|[\"”»]$")
BROKEN_WORD: Final = re.compile(r"[^\W\d_]-[ \t]*\n")
EVIDENCE: Final = 5_000_000  # characters whose words show which hyphens belong to theirs
UNDERLINE: Final = re.compile(r"[ \t]*([=~^#*_-])\1{2,}[ \t]*")
TITLE_WORDS: Final = 16
TITLE_LENGTH: Final = 120
UNTITLED: Final = re.compile(r"(chapter|part|book|section|prologue|preface|introduction)\b", re.I)
DATE: Final = r"(?:\d{1,4}[./-]\d{1,2}[./-]\d{2,4},? )?"  # as messengers write one before each time
TIME: Final = re.compile(
    rf"[\[(]?{DATE}((?:\d\d?:)?\d\d?:\d\d)(?:\.\d+)?(?: ?[APap]\.?[Mm]\.?)?[\])]?[ –-]+(?=\S)"
)
TIMED: Final = 0.8  # of the lines begin with a time where each is a turn or a message
TIMES: Final = 3  # paragraphs with a time before them make a transcript
SPEAKER: Final = re.compile(r"[A-Z][\w.'’ -]{0,40}:\s")


class Layout(Enum):
    """What a line break inside a block of lines means."""

    WRAPPED = "a space"
    LINES = "the end of a paragraph"
    VERSE = "a line break"


def read_plain(text: str, removed: tuple[Removal, ...] = ()) -> Draft:
    """The one story in ``text``."""
    header, body = split_header(normalised(text))
    paragraphs, marks = _transcript(body) or _without_times(tuple(paragraphs_of(body)))
    return Draft(
        paragraphs,
        header.title,
        header.author,
        header.published,
        header.url,
        marks=marks,
        removed=removed,
    )


def paragraphs_of(text: str) -> Iterator[str]:
    """The paragraphs of ``text``, tidy, none empty."""
    layout, width = _layout(text[:SAMPLE])
    hyphens = None
    if layout is Layout.WRAPPED and BROKEN_WORD.search(text):
        hyphens = Hyphens(map(str.rstrip, text[:EVIDENCE].split("\n")), ("-",))
    start = 0
    for gap in BLANK_LINES.finditer(text):
        yield from _block(text[start : gap.start()], layout, width, hyphens)
        start = gap.end()
    yield from _block(text[start:], layout, width, hyphens)


def _transcript(text: str) -> tuple[tuple[str, ...], tuple[Mark, ...]] | None:
    """A transcript's paragraphs, each turn under the name of its speaker, and its times."""
    if not (found := turns_in(text)):
        return None
    preface, turns = found
    return labelled(turns, tuple(paragraphs_of(preface)))


def _without_times(paragraphs: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[Mark, ...]]:
    """A transcript's paragraphs without the times before them, which become its sections."""
    timed = [TIME.match(paragraph) for paragraph in paragraphs]
    if sum(map(bool, timed)) < max(TIMES, len(paragraphs) // 2):
        return paragraphs, ()
    pairs = list(zip(paragraphs, timed, strict=True))
    marks = (Mark(n, 0, time[1]) for n, (_, time) in enumerate(pairs) if time)
    return tuple(p[time.end() :] if time else p for p, time in pairs), tuple(marks)


def title_line(paragraphs: tuple[str, ...]) -> str | None:
    """The first paragraph where it looks like a title over more text."""
    if len(paragraphs) < 2:
        return None
    line = paragraphs[0]
    long = len(line) > TITLE_LENGTH or len(line.split()) > TITLE_WORDS
    if long or "\n" in line or not re.search(r"[^\W\d_]", line):
        return None
    if re.search(r"[.,;:!…\"”’')\]–—-]$", line) or line[0] in "\"“‘'«–—-•*(":
        return None
    if UNTITLED.match(line) or SPEAKER.match(line) or len(paragraphs[1]) < len(line) / 2:
        return None
    return line


def _layout(sample: str) -> tuple[Layout, int]:
    """What breaks inside the blocks of ``sample`` mean, and how wide its lines may grow."""
    blocks = [block.strip("\n").split("\n") for block in BLANK_LINES.split(sample)]
    breaks = [pair for block in blocks for pair in _pairs(block)]
    if not breaks or sum(bool(TIME.match(after)) for _, after in breaks) > TIMED * len(breaks):
        return Layout.LINES, WIDEST
    lengths = sorted(len(line) for block in blocks for line in block)
    width = lengths[ceil(0.98 * (len(lengths) - 1))]  # a long address must not hide the width
    forced = sum(_is_forced(line, after, width) for line, after in breaks)
    if NARROWEST <= width <= WIDEST and forced >= FORCED_SHARE * len(breaks):
        return Layout.WRAPPED, width
    telling = breaks[1:] if len(blocks) == 1 and len(breaks) > 1 else breaks  # the first is a title
    finished = sum(
        bool(FINISHED.search(line) or SPEAKER.match(after) or len(line) > WIDEST)
        for line, after in telling
    )
    lines = finished >= FINISHED_SHARE * len(telling)
    return (Layout.LINES if lines else Layout.VERSE), width


def _pairs(lines: list[str]) -> list[tuple[str, str]]:
    return list(zip(map(str.rstrip, lines), lines[1:], strict=False))


def _is_forced(line: str, after: str, width: int) -> bool:
    """Whether the first word of the line after would not have gone on this line."""
    word = after.split(None, 1)
    return len(line) + 1 + len(word[0] if word else "") > width


def _block(block: str, layout: Layout, width: int, hyphens: Hyphens | None) -> Iterator[str]:
    if "\n" not in block:
        if paragraph := tidy(block):
            yield paragraph
        return
    lines = [line for line in block.split("\n") if line.strip()]
    lines = [line for at, line in enumerate(lines) if not (at and UNDERLINE.fullmatch(line))]
    if layout is Layout.LINES:
        yield from filter(None, map(tidy, lines))
    elif layout is Layout.WRAPPED:
        yield from filter(None, map(tidy, _unwrapped(lines, width, hyphens)))
    elif paragraph := tidy("\n".join(lines)):
        yield paragraph


def _unwrapped(lines: list[str], width: int, hyphens: Hyphens | None) -> Iterator[str]:
    """The paragraphs of a block of wrapped lines; verse in it keeps its lines."""
    pairs = _pairs(lines)
    if len(pairs) > 1 and not any(_is_forced(line, after, width) for line, after in pairs):
        yield "\n".join(lines)
        return
    paragraph = [lines[0].rstrip()] if lines else []
    for line, after in pairs:
        if _starts_paragraph(line, after, width):
            yield joined(paragraph, hyphens)
            paragraph = []
        paragraph.append(after.rstrip() if not paragraph else after.strip())
    yield joined(paragraph, hyphens)


def _starts_paragraph(line: str, after: str, width: int) -> bool:
    indented = after[:2].isspace() and len(after) > 2 and not line[:2].isspace()
    finished = bool(FINISHED.search(line))
    short = len(line) < SHORT * width and not _is_forced(line, after, width)
    return finished and (indented or short)


def joined(lines: Sequence[str], hyphens: Hyphens | None = None) -> str:
    """The lines of one paragraph as one; a word with a hyphen or a dash goes on where it broke."""
    parts = [line for line in lines if line]
    for at, (line, after) in enumerate(pairwise(parts)):
        if not _goes_on(line, after):
            parts[at] = f"{line} "
        elif line[-1] == "-" and hyphens and hyphens.only_broke(line[:-1], after):
            parts[at] = line[:-1]
    return "".join(parts)


def _goes_on(line: str, after: str) -> bool:
    """Whether nothing stands between the two, as within a word."""
    if line.endswith(("--", "—")) or _is_spaceless(line[-1], after[0]):
        return True
    return line[-1] == "-" and line[-2:-1].isalpha() and after[0].isalpha()


def _is_spaceless(last: str, first: str) -> bool:
    """Whether both characters are of scripts that write no spaces, such as Chinese."""
    return all("\u2e80" <= c <= "\u9fff" or "\uff00" <= c <= "\uff60" for c in (last, first))
