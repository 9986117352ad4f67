"""What a version holds of a corpus: its files, its documents, and what was made of each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

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
    """What a version consists of: its files in the order of their paths, and copies among them.

    ``copies`` are not searched, but kept for when the document that stands for them goes; they are
    given with the id of that document. ``compared`` says of pairs of documents whether they are
    copies.
    """

    records: tuple[SourceRecord, ...]
    copies: Mapping[str, str]
    compared: Mapping[tuple[str, str], bool]

    def searched(self) -> list[str]:
        """The ids of the documents that are searched, in that order."""
        every = chain.from_iterable([record.documents for record in self.records])
        if not self.copies:
            return list(every)
        return list(dict.fromkeys([self.copies.get(id_, id_) for id_ in every]))


def distinct_people(quotations: Iterable[Quotation]) -> list[Person]:
    """The speakers, each once, in the order in which they first speak."""
    people = {id(person): person for quotation in quotations for person in quotation.speakers}
    return list(dict.fromkeys(people.values()))
