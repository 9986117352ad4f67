"""One spelling for what looks the same: the table of docs/formats.md, in code.

A text is normalised once, before any offset is counted in it, and normalising it again changes
nothing. Everything that a reader can see stays: quotation marks, dashes, accents, fractions.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

SPACES: Final = (
    "\t\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u202f\u205f\u3000"
)
LINE_ENDS: Final = "\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"
LIGATURES: Final = {
    "ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st",
}  # fmt: skip
INVISIBLE: Final = (
    "\u00ad\u180e\u200b\u2060\u2061\u2062\u2063\u2064\ufeff\ufffc"  # soft hyphen, zero widths
    "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"  # directions
    "\ufff9\ufffa\ufffb\u206a\u206b\u206c\u206d\u206e\u206f"  # annotations, long deprecated
)
CONTROLS: Final = "".join(
    c for c in map(chr, (*range(0x20), *range(0x7F, 0xA0))) if c not in "\n\r\t" + LINE_ENDS
)
TABLE: Final = str.maketrans(
    dict.fromkeys(SPACES, " ")
    | dict.fromkeys(LINE_ENDS, "\n")
    | LIGATURES
    | dict.fromkeys(INVISIBLE + CONTROLS, "")
    | dict.fromkeys(map(chr, range(0xD800, 0xE000)), "\ufffd")  # halves of a character
)
# Joiners shape Arabic, Indic and Khmer letters and join emoji; elsewhere they only break a search.
JOINED: Final = (
    "\u0600-\u0dff\u1000-\u109f\u1780-\u18af\u2600-\u27bf"
    "\ufb50-\ufdff\ufe0f-\ufeff\U0001f000-\U0001faff"
)
JOINERS: Final = "\u200c\u200d"
MOST_ACCENTS: Final = 30  # on one letter, as in stream-safe text; no language has more
ACCENTS: Final = range(0x300, 0x1E950)  # among which all combining marks are
ODD_RUN: Final = re.compile(
    f"[^\0-\u02ff\u2000-\u200b\u3040-\u3098\u309b-\ua66e\uac00-\ud7ff]{{{MOST_ACCENTS // 2},}}"
)
PLAIN: Final = re.compile(r"[\n -~‐-‧‰-⁞À-ʯ€£°§¡¿«»]*")  # already as it should be, at a glance
SPACE_RUN: Final = re.compile("  +")
SPACE_AT_LINE_END: Final = re.compile(" *\n *")


def normalised(text: str) -> str:
    """``text`` in one spelling; lines stay lines, and spaces stay as many as they are."""
    if PLAIN.fullmatch(text):
        return text
    text = text.replace("\r\n", "\n").replace("\r", "\n").translate(TABLE)
    if any(joiner in text for joiner in JOINERS):
        text = _stray_joiner().sub(_without_joiners, text)
    if not ODD_RUN.search(text):
        return unicodedata.normalize("NFC", text)
    text = unicodedata.normalize("NFC", _heap().sub(r"\1", text))  # a heap takes its square in time
    return _heap().sub(r"\1", text)  # some letters come apart into letter and accents


def _without_joiners(cluster: re.Match[str]) -> str:
    return cluster[0].replace("\u200c", "").replace("\u200d", "")


@lru_cache(maxsize=1)
def _accents() -> str:
    """All combining marks, as the inside of a character class."""
    return "".join(c for c in map(chr, ACCENTS) if unicodedata.combining(c)) + "\u0f73\u0f75\u0f81"


@lru_cache(maxsize=1)
def _stray_joiner() -> re.Pattern[str]:
    """A letter that needs no joiner, with the accents and joiners after it, in any order."""
    marks = _accents() + JOINERS
    return re.compile(f"(?:\\A|[^{JOINED}{marks}])[{marks}]*[{JOINERS}][{marks}]*")


@lru_cache(maxsize=1)
def _heap() -> re.Pattern[str]:
    """More accents on a letter than it can bear."""
    return re.compile(f"([{_accents()}]{{{MOST_ACCENTS}}})[{_accents()}]+")


def tidy(paragraph: str) -> str:
    """One paragraph normalised, with single spaces, and none at the edges of its lines."""
    paragraph = normalised(paragraph)
    if "  " in paragraph:
        paragraph = SPACE_RUN.sub(" ", paragraph)
    if "\n" in paragraph:
        paragraph = SPACE_AT_LINE_END.sub("\n", paragraph)
        paragraph = re.sub("\n\n+", "\n", paragraph)
    return paragraph.strip(" \n")
