"""All that a version holds, in memory."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from corpus.documents import Document, Excerpt, Passage, Person, Quotation
from embeddings.index import Vectors
from embeddings.lexical import WordIndex


@dataclass(frozen=True, slots=True)
class SourceRecord:
    """A file of the corpus as it was when read, and the ids of the documents it gave.

    With a ``fault`` it could not be read; its documents are then those of its last good reading.
    """

    path: str
    size: int
    modified_ns: int
    digest: str
    documents: tuple[str, ...]
    fault: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Contents:
    """All that goes into a version, rows in order: vectors stand beside their items.

    ``passage_vectors`` and ``quotation_vectors`` are float32 unit rows of shape (items, width).
    ``copies`` are kept for when the document that stands for them goes, and not searched.
    ``found`` are the quotations as found in each document, with that document's people;
    ``quotations`` the same rows with one Person per speaker of the whole corpus.
    """

    records: tuple[SourceRecord, ...]
    documents: tuple[Document, ...]
    passages: tuple[Passage, ...]
    quotations: tuple[Quotation, ...]
    found: tuple[Quotation, ...]
    passage_vectors: Vectors
    quotation_vectors: Vectors
    passage_words: WordIndex
    quotation_words: WordIndex
    copies: tuple[Document, ...] = ()
    signatures: Mapping[str, bytes] = field(default_factory=dict)  # by the id of a document
    numbers: Numbers | None = None  # None until it is written

    @property
    def everything(self) -> tuple[Document, ...]:
        """The documents that are searched, and then the copies."""
        return (*self.documents, *self.copies)


@dataclass(frozen=True, slots=True)
class Numbers:
    """What documents (by id) and people are called in the tables, so that a row can be changed."""

    documents: Mapping[str, int]
    people: Mapping[Person, int]


def rows_by_document(documents: Sequence[Document], items: Sequence[Excerpt]) -> dict[str, range]:
    """Where the items of each document stand; they stand together, in the documents' order."""
    rows: dict[str, range] = {}
    first, count = 0, len(items)
    for document in documents:
        last = first
        while last < count and items[last].document is document:
            last += 1
        rows[document.id] = range(first, last)
        first = last
    if first != count:
        raise ValueError(f"{items[first].document.id}: stands out of order")
    return rows


def distinct_people(quotations: Sequence[Quotation]) -> list[Person]:
    """The speakers, each once, in the order in which they first speak."""
    people = {id(person): person for quotation in quotations for person in quotation.speakers}
    return list(dict.fromkeys(people.values()))
