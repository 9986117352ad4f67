"""Messages in Telegram's HTML: what they are made of, and how they keep to its limits.

Nothing here knows a Telegram library. An excerpt is escaped, never altered: where it is too long
for one message it is divided between words, and the whitespace between two parts is all that is
not shown.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from corpus.documents import Excerpt, Span

LIMIT = 4096  # UTF-16 units of a message after its tags are read
ROOM = 4000  # what we fill: the rest is kept for marks of continuation
MOST_ENTITIES = 90  # Telegram drops those after the hundredth without a word


@dataclass(frozen=True, slots=True)
class Button:
    """One button: ``data`` comes back when it is pressed, ``copy`` is copied, ``url`` opened."""

    label: str
    data: str | None = None
    copy: str | None = None
    url: str | None = None


Rows = tuple[tuple[Button, ...], ...]


@dataclass(frozen=True, slots=True)
class Message:
    """One message, in Telegram's HTML; ``shown`` says how many citations of an answer it holds."""

    html: str
    rows: Rows = ()
    shown: int = 0

    @property
    def text(self) -> str:
        """The message without its layout, as it reads on the screen."""
        return html.unescape(re.sub(r"<[^>]*>", "", self.html)).strip()


# --- text ----------------------------------------------------------------------------------------


def units(text: str) -> int:
    """The length of a text as Telegram counts it."""
    return len(text) + sum(char > "\uffff" for char in text)


def escaped(text: str) -> str:
    return html.escape(text, quote=False)


def parts(text: str, room: int) -> list[Span]:
    """``text`` in pieces of at most ``room`` units, in order, cut where it hurts least.

    At a paragraph's end, else a sentence's, else between words; inside a word only when the word
    alone is longer than the room. Together the pieces hold every visible character.
    """
    pieces = []
    start = _skip_space(text, 0)
    while start < len(text):
        end = _cut(text, start, room)
        visible_end = start + len(text[start:end].rstrip())
        pieces.append(Span(start, visible_end))
        start = _skip_space(text, end)
    return pieces


def _skip_space(text: str, start: int) -> int:
    return start + len(text[start:]) - len(text[start:].lstrip())


CUTS = (  # where a text may be divided, best first; each match ends before the next piece
    re.compile(r"\n\s*"),
    re.compile(r"[.!?…][\"'”’»)\]]*\s+"),
    re.compile(r"\s+"),
)
JOINERS = re.compile(r"[\u0300-\u036f\u200d\ufe00-\ufe0f\U0001f3fb-\U0001f3ff]")


def _cut(text: str, start: int, room: int) -> int:
    end = _reach(text, start, room)
    if end == len(text) or text[end].isspace():
        return end
    for cut in CUTS:
        ends = [match.end() for match in cut.finditer(text, start, end)]
        # A cut in the first half would leave a message half empty for the sake of a paragraph.
        if ends and (cut is CUTS[-1] or ends[-1] > start + (end - start) // 2):
            return ends[-1]
    return _not_inside_a_sign(text, start, end)


def _reach(text: str, start: int, room: int) -> int:
    """The farthest end of a piece from ``start`` that fits into ``room`` units."""
    end = min(len(text), start + room)
    while units(text[start:end]) > room:
        end -= max(1, (units(text[start:end]) - room) // 2)
    return end


def _not_inside_a_sign(text: str, start: int, end: int) -> int:
    back = end
    while back > start + 1 and (JOINERS.match(text[back]) or text[back - 1] == "\u200d"):
        back -= 1
    return back if back > start + 1 else end


# --- pieces of a message -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a message that stays whole; ``citation`` counts it among the shown ones."""

    html: str
    citation: int = 0

    @property
    def units(self) -> int:
        return units(Message(self.html).text)

    @property
    def entities(self) -> int:
        return self.html.count("</")


def packed(pieces: Iterable[Piece]) -> list[Message]:
    """Pieces filled into as few messages as their order and Telegram's limits allow."""
    messages: list[Message] = []
    held: list[Piece] = []
    for piece in pieces:
        if held and not _fits([*held, piece]):
            messages.append(_joined(held))
            held = []
        held.append(piece)
    if held:
        messages.append(_joined(held))
    return messages


def _fits(pieces: Sequence[Piece]) -> bool:
    length = sum(piece.units + 2 for piece in pieces)
    return length <= ROOM and sum(piece.entities for piece in pieces) <= MOST_ENTITIES


def _joined(pieces: Sequence[Piece]) -> Message:
    shown = len({piece.citation for piece in pieces if piece.citation})
    return Message("\n\n".join(piece.html for piece in pieces), shown=shown)


def quoted(text: str, span: Span, highlights: Sequence[Span] = ()) -> str:
    """The characters of ``span`` as a quote block, those of ``highlights`` in bold.

    All offsets count in ``text``; highlights do not overlap.
    """
    inside = []
    at = span.start
    for highlight in highlights:
        start, end = _trimmed(text, max(at, highlight.start), min(span.end, highlight.end))
        if start < end:
            inside += [escaped(text[at:start]), "<b>", escaped(text[start:end]), "</b>"]
            at = end
    inside.append(escaped(text[at : span.end]))
    return f"<blockquote expandable>{''.join(inside)}</blockquote>"


def _trimmed(text: str, start: int, end: int) -> Span:
    stretch = text[start:end]
    left = len(stretch) - len(stretch.lstrip())
    return Span(start + left, end - (len(stretch) - len(stretch.rstrip())))


def cited_pieces(
    head: str, excerpt: Excerpt, highlights: Sequence[Span], citation: int
) -> Iterator[Piece]:
    """An excerpt below its head, in as many pieces as it needs."""
    text = excerpt.document.text
    room = ROOM - units(Message(head).text) - 4
    spans = [
        Span(excerpt.start + part.start, excerpt.start + part.end)
        for part in parts(excerpt.text, room)
    ]
    for number, span in enumerate(spans, 1):
        above = head if number == 1 else f"<i>[{citation}] continued</i>"
        yield Piece(f"{above}\n{quoted(text, span, highlights)}", citation)
