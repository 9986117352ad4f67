"""Rich text (.rtf), read by striprtf."""

from __future__ import annotations

import re
from typing import Final

from corpus.normalising import normalised, tidy
from corpus.readers.draft import Draft, Unreadable, extra
from corpus.readers.transcripts import without_heads

DELETED: Final = re.compile(r"\{\\deleted\b[^{}]*\}")  # by who tracks changes
HEAD: Final = 20_000  # characters in which the fonts are listed
CODE_PAGE: Final = re.compile(r"\\ansicpg\d+")
BRACE: Final = re.compile(r"\\[{}\\]|[{}]")
ABOUT: Final = r"\{\\%s ((?:[^{}\\]|\\[^{}\s]{1,12} ?)*)\}"


def read_rtf(data: bytes) -> Draft:
    """The one story of an RTF file."""
    code = data.decode("latin-1")
    if not code.rstrip("\0 \r\n").endswith("}"):
        raise Unreadable("RTF that breaks off; save it again")
    code, notes = _without_notes(DELETED.sub("", code))
    below = "".join(f"{{{note}}}\\par\n" for note in notes)
    text = f"{_words(code)}\n{_words(f'{_head(code)}{below}}}') if notes else ''}"
    lines = map(_without_strokes, normalised(text).split("\n"))
    paragraphs, marks = without_heads([*filter(None, map(tidy, lines))])
    return Draft(
        paragraphs,
        title=_about(code, "title"),
        author=_about(code, "author"),
        marks=marks,
    )


def _words(code: str) -> str:
    with extra("office", "reading RTF files"):
        from striprtf.striprtf import rtf_to_text
    try:
        return str(rtf_to_text(code, encoding="cp1252", errors="replace"))  # type: ignore[no-untyped-call]
    except (ValueError, LookupError, IndexError, UnicodeError):
        raise Unreadable("damaged RTF; save it again") from None


def _head(code: str) -> str:
    """The start of a file that says what its bytes stand for."""
    fonts = code.find("{\\stylesheet", 0, HEAD)
    page = CODE_PAGE.search(code[:HEAD])
    return code[:fonts] if fonts > 0 else f"{{\\rtf1\\ansi{page[0] if page else ''} "


def _without_notes(code: str) -> tuple[str, list[str]]:
    """The code without its footnotes, which stand within sentences, and each of them."""
    kept: list[str] = []
    notes: list[str] = []
    at = 0
    while (start := code.find("{\\footnote", at)) >= 0:
        kept.append(code[at:start])
        at = _end_of_group(code, start)
        notes.append(code[start + len("{\\footnote") : at - 1])
    return "".join([*kept, code[at:]]), notes


def _end_of_group(code: str, start: int) -> int:
    depth = 0
    for brace in BRACE.finditer(code, start):
        depth += {"{": 1, "}": -1}.get(brace[0], 0)
        if not depth:
            return brace.end()
    return len(code)


def _without_strokes(line: str) -> str:
    """A row of a table, whose every cell ends with a stroke, as other readers have it."""
    return " | ".join(line[:-1].split("|")) if line.endswith("|") else line


def _about(code: str, field: str) -> str | None:
    found = re.search(ABOUT % field, code[:20_000])
    return tidy(_words(f"{_head(code)}{found[1]}}}")) or None if found else None
