"""A document as long as a library in pieces, each read like a document of its own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from corpus.documents import Document, Quotation, Span


class Piece(NamedTuple):
    """Some paragraphs of a document as a document, and where they start in it."""

    document: Document
    start: int


def pieces(document: Document, longest: int) -> Iterator[Piece]:
    """The document itself, or where it is longer than that its pieces in order.

    They end with paragraphs; of a paragraph that is too long itself, between two words.
    """
    length = len(document.text)
    if length <= longest:
        yield Piece(document, 0)
        return
    start = 0
    while start < length:
        end = _end(document, start, longest)
        yield Piece(_piece(document, start, end), start)
        start = end


def placed(quotation: Quotation, document: Document, piece: Piece) -> Quotation:
    """What was found in a piece, where it stands in the document."""
    if quotation.document is document:
        return quotation
    at = piece.start
    return replace(
        quotation,
        document=document,
        start=quotation.start + at,
        end=quotation.end + at,
        mention=_moved(quotation.mention, at),
        cue=_moved(quotation.cue, at),
    )


def _end(document: Document, start: int, longest: int) -> int:
    most = start + longest
    if most >= len(document.text):
        return len(document.text)
    ends = document.paragraphs[document.paragraph_at(most) - 1]
    if start < ends.end <= most:
        return ends.end
    if ends.start > start:
        return ends.start
    space = max(document.text.rfind(mark, start + 1, most) for mark in " \n")
    return space if space > start else most


def _piece(document: Document, start: int, end: int) -> Document:
    return replace(
        document,
        text=document.text[start:end],
        paragraphs=tuple(
            Span(max(paragraph.start, start) - start, min(paragraph.end, end) - start)
            for paragraph in document.paragraphs_in(Span(start, end))
            if paragraph.end > start and paragraph.start < end
        ),
        sections=(),
        removed=(),
    )


def _moved(span: Span | None, by: int) -> Span | None:
    return Span(span.start + by, span.end + by) if span else None
