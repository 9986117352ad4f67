"""Documents on their way into a version, and what an earlier version can lend them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from corpus.documents import Document, Passage, Person, Quotation
from embeddings.contents import Indexed
from embeddings.index import Vectors
from embeddings.layers import Stored
from embeddings.storage import Fingerprint

Part = TypeVar("Part", Passage, Quotation)


@dataclass(slots=True)
class Entry:
    """A document on its way into a layer; what an earlier version cannot lend is None."""

    document: Document
    signature: bytes
    passages: Sequence[Passage] | None = None
    found: Sequence[Quotation] | None = None
    quotations: Sequence[Quotation] = ()
    passage_vectors: Vectors | None = None
    quotation_vectors: Vectors | None = None
    passage_lender: Stored | None = None  # has the same passages, in the earlier version
    quotation_lender: Stored | None = None

    @property
    def id(self) -> str:
        return self.document.id

    @property
    def speakers(self) -> Sequence[Sequence[Person]]:
        return [quotation.speakers for quotation in self.found or ()]

    def indexed(self) -> Indexed:
        return Indexed(
            self.document, self.signature, self.passages or (), self.found or (), self.quotations
        )


Item = Stored | Entry  # a document that stays in its layer, or one to be written


@dataclass(frozen=True, slots=True)
class Lending:
    """Which parts of an earlier version were made as they would be made now."""

    all: bool
    reading: bool
    passages: bool
    quotations: bool
    vectors: bool

    @classmethod
    def between(cls, before: Fingerprint | None, now: Fingerprint) -> Lending:
        if before is None:
            return cls(False, False, False, False, False)
        return cls(
            all=before == now,
            reading=before.reading == now.reading,
            passages=before.passages == now.passages,
            quotations=before.quotations == now.quotations,
            vectors=(before.encoder, before.encoder_digest) == (now.encoder, now.encoder_digest),
        )

    def lend(self, lender: Stored, entry: Entry) -> Entry:
        """The entry with what the same document had, where it was made in the same way."""
        indexed, document = lender.indexed, entry.document
        if self.passages:
            entry.passage_lender = lender
            entry.passages = _of(indexed.passages, document)
            entry.passage_vectors = lender.passage_vectors if self.vectors else None
        if self.quotations:
            entry.quotation_lender = lender
            entry.found = _of(indexed.found, document)
            entry.quotations = _of(indexed.quotations, document)
            entry.quotation_vectors = lender.quotation_vectors if self.vectors else None
        return entry


def _of(parts: Sequence[Part], document: Document) -> Sequence[Part]:
    """The same stretches of an equal document, which may have moved to another file."""
    if not parts or parts[0].document is document:
        return parts
    return [replace(part, document=document) for part in parts]


def rewritten(stored: Stored) -> Entry:
    """The document with all that was made of it, to be written into another layer."""
    lending = Lending(True, True, True, True, True)
    return lending.lend(stored, Entry(stored.document, stored.signature))


def passages_of(item: Item) -> int:
    """How many passages it has, told without reading them."""
    return len(item.passage_rows if isinstance(item, Stored) else item.passages or ())


def quotations_of(item: Item) -> int:
    """How many quotations it has, told without reading them."""
    return len(item.quotation_rows if isinstance(item, Stored) else item.quotations)
