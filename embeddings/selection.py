"""Which documents of a new version are searched, and which of them are as they were."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace

from corpus.documents import Document
from corpus.duplicates import as_one, copies_among, signature
from embeddings.entries import Entry, Item, Lending
from embeddings.layers import Stored
from embeddings.storage import Version

DOCUMENT_FIELDS = tuple(field.name for field in fields(Document))


@dataclass(frozen=True, slots=True)
class Selection:
    """The documents that are searched, in order, and the copies, each with its original."""

    searched: list[Item]
    copies: list[Item]
    originals: dict[str, str]  # by the id of the copy
    compared: dict[tuple[str, str], bool]  # by their ids, whether two documents are copies


def select(
    documents: Sequence[Stored | Document], previous: Version | None, lending: Lending
) -> Selection:
    """One document of each group of copies; those that are as they were stay in their layers."""
    if previous and not lending.all:
        previous.load()
    before = _Before(previous, lending)
    signatures = [before.signature(document) for document in documents]
    groups, compared = copies_among(
        signatures, lambda number: as_read(documents[number]).text, before.compared(documents)
    )
    of_ids = {(documents[a].id, documents[b].id): alike for (a, b), alike in compared.items()}
    selection = Selection([], [], {}, of_ids)
    for group in groups:
        first = documents[group[0]]
        if len(group) == 1 and first.id in before.alone and isinstance(first, Stored):
            selection.searched.append(first)
            continue
        members = [documents[number] for number in group]
        original: Item | None = before.original(members)
        if original is None:
            one = as_one([as_read(member) for member in members])
            chosen = next(n for n in group if documents[n].id == one.id)
            original = before.searched(one, signatures[chosen])
        selection.searched.append(original)
        for number, member in zip(group, members, strict=True):
            if member.id != original.id:
                selection.copies.append(before.copy(member, signatures[number]))
                selection.originals[member.id] = original.id
    return selection


class _Before:
    """What an earlier version has of the documents of a new one."""

    def __init__(self, version: Version | None, lending: Lending) -> None:
        self._lending = lending
        self._stored = version.stored if version else {}
        self._originals = version.listing.copies if version else {}
        self._compared = version.listing.compared if version and lending.reading else {}
        self._copies = dict(Counter(self._originals.values()))
        # Those that were no copies and had none, and stay as they are where that is still so.
        self.alone = set(self._stored) if lending.all else set()
        self.alone -= {*self._originals, *self._copies}

    def signature(self, document: Stored | Document) -> bytes:
        if self._lending.reading and isinstance(document, Stored):
            return document.signature
        stored = self._stored.get(document.id)
        if self._lending.reading and stored and stored.digest == document.digest:
            return stored.signature
        return signature(as_read(document))

    def compared(self, documents: Sequence[Stored | Document]) -> dict[tuple[int, int], bool]:
        """By their places, which of these documents are known to be copies or not."""
        if not self._compared:
            return {}
        places = {d.id: place for place, d in enumerate(documents) if isinstance(d, Stored)}
        return {
            (places[first], places[second]): alike
            for (first, second), alike in self._compared.items()
            if first in places and second in places
        }

    def original(self, group: Sequence[Stored | Document]) -> Stored | None:
        """The document that stood for the same group before, where nothing about it is new."""
        first = self._originals.get(group[0].id, group[0].id)
        same = (
            self._lending.all
            and len(group) == 1 + self._copies.get(first, 0)
            and all(isinstance(member, Stored) for member in group)
            and all(self._originals.get(member.id, member.id) == first for member in group)
        )
        return self._stored[first] if same else None

    def searched(self, document: Document, signature: bytes) -> Item:
        """The document as it is stored, or one to be written with what can be lent."""
        entry = Entry(document, signature)
        stored = self._stored.get(document.id)
        if not stored or stored.id in self._originals or stored.digest != document.digest:
            return entry
        if self._lending.all and _is_same(document, stored.document):
            return stored
        return self._lending.lend(stored, entry)

    def copy(self, document: Stored | Document, signature: bytes) -> Item:
        if self._lending.all and isinstance(document, Stored):
            return document
        return Entry(as_read(document), signature, passages=(), found=())


def _is_same(document: Document, before: Document) -> bool:
    return all(getattr(document, name) == getattr(before, name) for name in DOCUMENT_FIELDS)


def as_read(item: Stored | Document) -> Document:
    """The document as it was before copies were merged into it."""
    document = item.document if isinstance(item, Stored) else item
    return replace(document, also_at=()) if document.also_at else document
