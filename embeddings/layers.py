"""The layers of a version: files that are never changed once written, and shared between versions.

A version has a base, and on it what changed since. A document of the changes stands in the place of
that of the same id in the base.
"""

from __future__ import annotations

import gc
import sqlite3
import threading
import weakref
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from config.errors import StorageError
from corpus.documents import Document, Passage, Person, Quotation
from embeddings import tables
from embeddings.arrays import save_array
from embeddings.contents import Indexed, Listing
from embeddings.index import Vectors
from embeddings.lexical import PARTS, WordIndex


class DamagedVersion(StorageError):
    """A version whose files are not what its manifest says; it is never searched."""


@dataclass(frozen=True, slots=True)
class LayerFiles:
    """What the files of a layer are called."""

    tables: str
    passages: str
    quotations: str
    words: tuple[str, str]  # how those of the word indexes begin: of passages, of quotations

    @property
    def names(self) -> tuple[str, ...]:
        words = [f"{name}.{part}.npy" for name in self.words for part in PARTS]
        return (self.tables, self.passages, self.quotations, *words)


BASE = LayerFiles(
    "corpus.sqlite", "passages.npy", "quotations.npy", ("passages_words", "quotations_words")
)
CHANGES = LayerFiles(
    "changes.sqlite",
    "changed_passages.npy",
    "changed_quotations.npy",
    ("changed_passages_words", "changed_quotations_words"),
)


@dataclass(frozen=True, slots=True, eq=False)
class Stored:
    """A document that a layer holds; its text is read when it is asked for."""

    shelf: Shelf
    number: int
    id: str
    digest: str
    signature: bytes
    passage_rows: range  # of the shelf's vectors
    quotation_rows: range

    @property
    def size(self) -> int:
        """What it takes in a layer: itself, and each of its passages and quotations."""
        return 1 + len(self.passage_rows) + len(self.quotation_rows)

    @property
    def indexed(self) -> Indexed:
        return self.shelf.indexed(self.number)

    @property
    def document(self) -> Document:
        return self.indexed.document

    @property
    def passages(self) -> Sequence[Passage]:
        return self.indexed.passages

    @property
    def quotations(self) -> Sequence[Quotation]:
        return self.indexed.quotations

    @property
    def speakers(self) -> Sequence[Sequence[Person]]:
        """Who says each quotation that has a speaker, as the document calls them."""
        return self.shelf.speakers_of(self.number)

    @property
    def passage_vectors(self) -> Vectors:
        return self.shelf.passage_vectors[self.passage_rows.start : self.passage_rows.stop]

    @property
    def quotation_vectors(self) -> Vectors:
        return self.shelf.quotation_vectors[self.quotation_rows.start : self.quotation_rows.stop]


class Layer:
    """Documents with their vectors, open so that they can be read when their folder is gone."""

    def __init__(self, folder: Path, files: LayerFiles, *, below: Layer | None = None) -> None:
        database = _open_tables(folder / files.tables)
        self.shelf = Shelf(folder, files, database)
        self.listing: Listing = tables.read_listing(database, below.listing if below else None)
        self.documents = dict(_stored(self.shelf, database))
        passages, quotations = files.words
        self.passage_words = WordIndex.load(folder, passages)
        self.quotation_words = WordIndex.load(folder, quotations)

    @property
    def size(self) -> int:
        passages, quotations = self.shelf.passage_vectors, self.shelf.quotation_vectors
        return len(self.documents) + len(passages) + len(quotations)


def _stored(shelf: Shelf, database: sqlite3.Connection) -> Iterator[tuple[str, Stored]]:
    passages = quotations = 0
    for number, id_, digest, signature, more_passages, more_quotations in tables.read_outlines(
        database
    ):
        of_passages = range(passages, passages + more_passages)
        of_quotations = range(quotations, quotations + more_quotations)
        passages, quotations = of_passages.stop, of_quotations.stop
        yield id_, Stored(shelf, number, id_, digest, signature, of_passages, of_quotations)
    if (passages, quotations) != (len(shelf.passage_vectors), len(shelf.quotation_vectors)):
        raise ValueError("not a vector for each passage and each quotation")


class Shelf:
    """Where the documents of a layer are read from, and kept once they are.

    It knows nothing of who asks for them, so that it goes as soon as nobody does.
    """

    def __init__(self, folder: Path, files: LayerFiles, database: sqlite3.Connection) -> None:
        self._folder = folder
        self._database = database
        weakref.finalize(self, database.close)
        self._lock = threading.RLock()
        self._people = _People(database)
        self._indexed: dict[int, Indexed] = {}
        self._speakers: dict[int, Sequence[Sequence[Person]]] = {}
        self._is_loaded = False
        # as plain arrays: a memory map is slow to slice
        self.passage_vectors: Vectors = np.asarray(np.load(folder / files.passages, mmap_mode="r"))
        self.quotation_vectors: Vectors = np.asarray(
            np.load(folder / files.quotations, mmap_mode="r")
        )

    def indexed(self, number: int) -> Indexed:
        with self._lock:
            if number not in self._indexed:
                with self._reading():
                    self._indexed |= tables.read(self._database, self._people, number)
            return self._indexed[number]

    def load(self) -> None:
        """Reads all documents at once, which is much faster than one after the other."""
        with self._lock:
            if not self._is_loaded:
                with garbage_kept(), self._reading():
                    self._people.load()
                    self._indexed = tables.read(self._database, self._people) | self._indexed
                self._is_loaded = True

    def take(self, documents: Sequence[Indexed]) -> None:
        """Keeps in memory what was written a moment ago."""
        self._indexed = dict(enumerate(documents))
        self._is_loaded = True

    def speakers_of(self, number: int) -> Sequence[Sequence[Person]]:
        """Who says each quotation of a document that has a speaker, as the document calls them."""
        with self._lock:
            if number not in self._speakers:
                with self._reading():
                    found = tables.read_speakers(self._database, self._people, number)
                self._speakers[number] = found
            return self._speakers[number]

    def documents_with(self, person: Person) -> set[int]:
        """The numbers of the documents in which exactly this person speaks."""
        with self._lock, self._reading():
            numbers = tables.people_called(self._database, person.name)
            same = [number for number in numbers if self._people[number] == person]
            return {n for number in same for n in tables.documents_with(self._database, number)}

    def tied(self, tie: str) -> list[Person]:
        """Those who have a tie, as their documents call them."""
        with self._lock, self._reading():
            return [self._people[n] for n in tables.people_tied(self._database, tie)]

    @contextmanager
    def _reading(self) -> Iterator[None]:
        try:
            yield
        except (sqlite3.DatabaseError, ValueError, KeyError) as error:
            raise DamagedVersion(f"{self._folder}: cannot be read: {error}") from error


class _People(dict[int, Person]):
    """The people of a layer by number, read when they are asked for."""

    def __init__(self, database: sqlite3.Connection) -> None:
        super().__init__()
        self._database = database

    def __missing__(self, number: int) -> Person:
        return self.setdefault(number, tables.read_person(self._database, number))

    def load(self) -> None:
        """Reads all of them at once."""
        for number, person in tables.read_people(self._database).items():
            self.setdefault(number, person)


def write_layer(
    folder: Path,
    files: LayerFiles,
    documents: Sequence[Indexed],
    vectors: tuple[Vectors, Vectors],
    words: tuple[WordIndex, WordIndex],
    listing: Listing,
    *,
    below: Layer | None,
) -> dict[str, str]:
    """Writes the files of a layer; the checksums of all but the tables."""
    with closing(sqlite3.connect(folder / files.tables)) as database:
        tables.write(database, documents, listing, below.listing if below else None)
    checksums = {
        name: save_array(folder / name, rows)
        for name, rows in zip((files.passages, files.quotations), vectors, strict=True)
    }
    for name, index in zip(files.words, words, strict=True):
        checksums |= index.save(folder, name)
    return checksums


def _open_tables(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(
        f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False
    )


@contextmanager
def garbage_kept(kept: bool = True) -> Iterator[None]:
    """No garbage is looked for meanwhile: among 100,000 new objects that takes half of the time.

    Or else it is, for a long step within one that keeps it.
    """
    was_on = gc.isenabled()
    _collect(not kept)
    try:
        yield
    finally:
        _collect(was_on)


def _collect(on: bool) -> None:
    if on:
        gc.enable()
    else:
        gc.disable()
