"""What a version holds of a corpus: its files, its documents, and what was made of each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from corpus.documents import Document, Passage, Person, Quotation


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
class Indexed:
    """A document, and what was made of it; of a copy, nothing.

    ``found`` are the quotations as found in the document, with that document's people;
    ``quotations`` the same with one Person per speaker of the whole corpus. By its ``signature``
    the document is told from others.
    """

    document: Document
    signature: bytes
    passages: Sequence[Passage] = ()
    found: Sequence[Quotation] = ()
    quotations: Sequence[Quotation] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Listing:
    """What a version consists of: its files, and by id its documents in the order of search.

    ``copies`` are not searched, but kept for when the document that stands for them goes; they are
    given with the id of that document. ``compared`` says of pairs of documents whether they are
    copies.
    """

    records: tuple[SourceRecord, ...]
    searched: tuple[str, ...]
    copies: Mapping[str, str]
    compared: Mapping[tuple[str, str], bool]


def distinct_people(quotations: Iterable[Quotation]) -> list[Person]:
    """The speakers, each once, in the order in which they first speak."""
    people = {id(person): person for quotation in quotations for person in quotation.speakers}
    return list(dict.fromkeys(people.values()))
