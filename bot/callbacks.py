"""What a button carries: at most 64 bytes that say which place of which version is meant.

Numbers are written in base 36. A title, a name or a question never goes into a button, so every
button fits, and a forged one can at worst point at another place of the same corpus.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256

from corpus.documents import Document, Span

MOST_BYTES = 64  # Telegram's limit
DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
LARGEST = 36**9  # beyond any offset; guards against absurd integers in forged data


class Press(StrEnum):
    """What a button does."""

    CONTEXT = "c"  # the paragraphs around a place: document, start, end
    PAGE = "r"  # read on in a document: document, paragraph
    ALL_BY = "w"  # all that a person says, in a new message: person, first quotation
    SPEAKER = "v"  # the same, turning the page: person, first quotation
    MORE = "m"  # the next passages of an answer: answer, first passage
    SPEAKERS = "p"  # the list of speakers: page
    SOURCES = "s"  # the list of documents: page
    APPLY = "y"  # an admin's yes: proposal
    CANCEL = "n"  # an admin's no: proposal


NUMBERS = {  # how many numbers each press carries after the version
    Press.CONTEXT: 3,
    Press.PAGE: 2,
    Press.ALL_BY: 2,
    Press.SPEAKER: 2,
    Press.MORE: 2,
    Press.SPEAKERS: 1,
    Press.SOURCES: 1,
    Press.APPLY: 1,
    Press.CANCEL: 1,
}


@dataclass(frozen=True, slots=True)
class Pressed:
    """A button's data, read: what to do, in which version, and with which numbers."""

    press: Press
    version: int
    numbers: tuple[int, ...]


def data(press: Press, version: int, *numbers: int) -> str:
    """What to put into a button."""
    written = ":".join([press, *(base36(number) for number in (version, *numbers))])
    if len(numbers) != NUMBERS[press] or len(written.encode()) > MOST_BYTES:
        raise ValueError(f"button data {press} with {len(numbers)} numbers")
    return written


def pressed(written: str) -> Pressed | None:
    """What a button's data means; None for anything that this bot never made."""
    press, *rest = written.split(":")
    numbers = [number(part) for part in rest]
    if press not in set(Press) or len(numbers) != NUMBERS[Press(press)] + 1:
        return None
    known = [value for value in numbers if value is not None]
    if len(known) != len(numbers):
        return None
    return Pressed(Press(press), known[0], tuple(known[1:]))


def base36(value: int) -> str:
    if not 0 <= value < LARGEST:
        raise ValueError(f"{value} does not fit into a button")
    digits = ""
    while value >= 36:
        value, digit = divmod(value, 36)
        digits = DIGITS[digit] + digits
    return DIGITS[value] + digits


def number(written: str) -> int | None:
    return int(written, 36) if re.fullmatch(r"[0-9a-z]{1,9}", written) else None


# --- links ---------------------------------------------------------------------------------------

DEEP_LINK = re.compile(r"p_([0-9a-f]{12})_([0-9a-z]{1,9})_([0-9a-z]{1,9})")


def key_of(document: Document) -> str:
    """A short name of one state of a document: a changed document gets another."""
    return sha256(f"{document.id}\n{document.digest}".encode(errors="replace")).hexdigest()[:12]


def payload(document: Document, span: Span) -> str:
    """The end of a link that opens the private chat on this place, in this very text."""
    return f"p_{key_of(document)}_{base36(span.start)}_{base36(span.end)}"


def linked(written: str) -> tuple[str, Span] | None:
    """The document key and the place that a link means; None for any other text."""
    match = DEEP_LINK.fullmatch(written)
    if not match:
        return None
    return match[1], Span(int(match[2], 36), int(match[3], 36))
