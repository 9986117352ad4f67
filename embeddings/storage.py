"""Versions of the index on disk: complete or absent, never half.

A version is a numbered folder. It is built aside under another name, flushed to disk, and published
by one atomic rename, so a crash or a full disk at any moment leaves the earlier version as it was.
The files of its base are those of the version before under a second name (a hard link), and never
written to. Reading checks every file against the checksums of ``manifest.json``.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from functools import cached_property
from itertools import accumulate
from pathlib import Path

from corpus.documents import Document, Passage, Person, Quotation
from corpus.uniting import ties
from embeddings.arrays import disk_errors
from embeddings.contents import Indexed, Listing, SourceRecord, distinct_people
from embeddings.index import Rows, StackedVectors, VectorIndex, Vectors, joined_ranges
from embeddings.layers import (
    BASE,
    CHANGES,
    DamagedVersion,
    Layer,
    Shelf,
    garbage_kept,
    write_layer,
)
from embeddings.lexical import WordIndex, stacked_words
from embeddings.retrieval import Collection
from embeddings.words import Words

FORMAT = 6
MANIFEST = "manifest.json"
BUILDING = "building-"
SILENT_WAIT = 0.5  # seconds; a reload that finds nothing changed takes less

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What shaped a version; where one differs, that part is made anew.

    ``reading`` and ``passages`` and ``quotations`` hold the settings that shape the text, as short
    strings; ``encoder`` is the model's name, ``encoder_digest`` its contents.
    """

    reading: str
    passages: str
    quotations: str
    encoder: str
    encoder_digest: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What ``manifest.json`` holds."""

    format: int
    fingerprint: Fingerprint
    counts: dict[str, int]
    checksums: dict[str, str] = field(default_factory=dict)


class Version:
    """One complete version, open for searching; it stays readable while newer ones are made.

    Documents are read when they are first asked for: a reload of one file needs few of the others.
    """

    def __init__(
        self,
        number: int,
        folder: Path,
        manifest: Manifest,
        layers: Sequence[Layer],
    ) -> None:
        self.number = number
        self.folder = folder
        self.manifest = manifest
        self.layers = layers  # the base, and what changed since
        self.listing = layers[-1].listing
        every = {id_: stored for layer in layers for id_, stored in layer.documents.items()}
        self.searched = [every[id_] for id_ in self.listing.searched()]
        self.stored = {stored.id: stored for stored in self.searched}
        self.stored |= {id_: every[id_] for id_ in self.listing.copies}

    @cached_property
    def places(self) -> dict[str, int]:
        """Where each document stands in the order of search."""
        return {stored.id: place for place, stored in enumerate(self.searched)}

    @property
    def records(self) -> tuple[SourceRecord, ...]:
        return self.listing.records

    def has_base_on_disk(self) -> bool:
        """Whether nobody has removed it under this version, which is open."""
        return all((self.folder / name).is_file() for name in BASE.names)

    def load(self) -> None:
        """Reads all documents, so that whoever asks first need not wait for it."""
        for layer in self.layers:
            layer.shelf.load()

    @cached_property
    def documents(self) -> tuple[Document, ...]:
        self.load()
        return tuple([stored.document for stored in self.searched])

    @cached_property
    def passages(self) -> tuple[Passage, ...]:
        self.load()
        return tuple([passage for stored in self.searched for passage in stored.passages])

    @cached_property
    def quotations(self) -> tuple[Quotation, ...]:
        self.load()
        return tuple([quotation for stored in self.searched for quotation in stored.quotations])

    @cached_property
    def people(self) -> tuple[Person, ...]:
        return tuple(distinct_people(self.quotations))

    @cached_property
    def passage_collection(self) -> Collection:
        vectors = VectorIndex(self.passage_vectors)
        return Collection(self.passages, vectors, self.passage_words, self.quotations_of)

    @cached_property
    def quotation_collection(self) -> Collection:
        vectors = VectorIndex(self.quotation_vectors)
        return Collection(self.quotations, vectors, self.quotation_words)

    @cached_property
    def passage_vectors(self) -> StackedVectors:
        arrays = [layer.shelf.passage_vectors for layer in self.layers]
        return StackedVectors(arrays, self._passage_places)

    @cached_property
    def quotation_vectors(self) -> StackedVectors:
        arrays = [layer.shelf.quotation_vectors for layer in self.layers]
        return StackedVectors(arrays, self._quotation_places)

    @cached_property
    def passage_words(self) -> Words:
        return stacked_words([layer.passage_words for layer in self.layers], self._passage_places)

    @cached_property
    def quotation_words(self) -> Words:
        indexes = [layer.quotation_words for layer in self.layers]
        return stacked_words(indexes, self._quotation_places)

    @cached_property
    def _passage_places(self) -> Rows:
        sizes = [len(layer.shelf.passage_vectors) for layer in self.layers]
        return self._places(sizes, [stored.passage_rows for stored in self.searched])

    @cached_property
    def _quotation_places(self) -> Rows:
        sizes = [len(layer.shelf.quotation_vectors) for layer in self.layers]
        return self._places(sizes, [stored.quotation_rows for stored in self.searched])

    def _places(self, sizes: Sequence[int], rows: Sequence[range]) -> Rows:
        """Where the rows of the documents stand in those of all layers together."""
        shelves = [layer.shelf for layer in self.layers]
        first = dict(zip(shelves, accumulate(sizes, initial=0), strict=False))
        starts = [first[s.shelf] + r.start for s, r in zip(self.searched, rows, strict=True)]
        return joined_ranges(starts, [len(r) for r in rows])

    def near(self, persons: Iterable[Person]) -> set[str]:
        """The ids of the documents in which these speak, or any whom they can concern.

        That is whoever shares a tie or a quotation with them, at any remove.
        """
        reached, seen = set(persons), set[str]()
        pending = list(reached)
        shelves = [layer.shelf for layer in self.layers]
        found: dict[Shelf, set[int]] = {shelf: set() for shelf in shelves}
        while pending:
            person = pending.pop()
            new = [tie for tie in ties(person) if tie not in seen]
            seen.update(new)
            about = {other for shelf in shelves for tie in new for other in shelf.tied(tie)}
            for shelf in shelves:
                for number in shelf.documents_with(person):
                    found[shelf].add(number)
                    for several in shelf.speakers_of(number):
                        if len(several) > 1 and person in several:
                            about.update(several)
            pending += about - reached
            reached |= about
        ids = [(list(layer.documents), found[layer.shelf]) for layer in self.layers]
        return {of_layer[number] for of_layer, numbers in ids for number in numbers}

    def named(self, name: str) -> list[Document]:
        """The documents searched under this id or path, of a copy the one that stands for it."""
        ids: Sequence[str] = [name] if name in self.stored else ()
        ids = ids or next((r.documents for r in self.records if r.path == name), ())
        if not ids:  # of a part of a file
            ids = [d.id for d in self.documents if name in (d.path, *d.also_at)]
        return [
            self.stored[id_].document
            for id_ in dict.fromkeys(self.listing.copies.get(id_, id_) for id_ in ids)
        ]

    def quotations_of(self, document_id: str) -> Sequence[Quotation]:
        """What is said in a document that is searched, in text order."""
        return self.stored[document_id].quotations

    def document(self, document_id: str) -> Document | None:
        """The document that is searched under this id."""
        if document_id not in self.stored or document_id in self.listing.copies:
            return None
        return self.stored[document_id].document


class Store:
    """The numbered versions of one corpus in one folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._versions = folder / "versions"
        self._published: Version | None = None  # until it is opened

    def numbers(self) -> list[int]:
        """The numbers of the published versions, oldest first."""
        if not self._versions.is_dir():
            return []
        return sorted(int(path.name) for path in self._versions.iterdir() if path.name.isdigit())

    def open(self, number: int, *, beside: Version | None = None) -> Version:
        """The version, checked. Raises DamagedVersion when a file is not as it was written.

        Of a version that is open ``beside`` it, the layer that both have is not read again.
        """
        if self._published and self._published.number == number:
            published, self._published = self._published, None
            return published  # what was written a moment ago is still in memory
        folder = self._path(number)
        manifest = _read_manifest(folder)
        base = _shared_base(manifest, beside)
        _check(folder, manifest, {*manifest.checksums} - {*(BASE.names if base else ())})
        try:
            return _open_version(number, folder, manifest, base)
        except (sqlite3.DatabaseError, ValueError, KeyError, IndexError, OSError) as error:
            raise DamagedVersion(f"{folder}: cannot be read: {error}") from error

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Holds the folder's lock; a second process that writes waits here for the first.

        It says so, since the first may be at work for minutes.
        """
        from filelock import FileLock, Timeout

        with disk_errors(self.folder):
            self._versions.mkdir(parents=True, exist_ok=True)
        lock = FileLock(self.folder / "lock")
        with disk_errors(self.folder):
            try:
                lock.acquire(timeout=SILENT_WAIT)
            except Timeout:
                log.warning("waiting for another quoth that is writing %s", self.folder)
                lock.acquire()
        try:
            yield
        finally:
            lock.release()

    def publish(
        self,
        draft: Draft,
        fingerprint: Fingerprint,
        *,
        upon: Version | None = None,
    ) -> int:
        """Writes a version and makes it the newest by one rename; its number.

        What is drafted are the changes since the base of the version ``upon``, or else a base.
        Raises StorageError when the folder cannot be written or the disk is full; whatever was
        published before is then as it was.
        """
        with disk_errors(self.folder), self._building() as building:
            manifest = _write(building, draft, fingerprint, upon)
            number = self._publish_folder(building)
        base = _shared_base(manifest, upon)
        published = _open_version(number, self._path(number), manifest, base)
        published.layers[-1].shelf.take(draft.documents)
        self._published = published
        return number

    def republish(self, number: int) -> int:
        """Publishes an earlier version again as the newest one (for a rollback); its new number."""
        with disk_errors(self.folder), self._building() as building:
            for path in self._path(number).iterdir():
                _link_or_copy(path, building / path.name)
            return self._publish_folder(building)

    def set_aside(self, number: int) -> None:
        """Takes a damaged version out of the numbers."""
        with disk_errors(self.folder):
            shutil.rmtree(self._path(number))

    def prune(self, keep: int) -> None:
        """Removes all but the newest ``keep`` versions; open ones stay readable to who has them."""
        for number in self.numbers()[:-keep]:
            shutil.rmtree(self._path(number), ignore_errors=True)

    @contextmanager
    def _building(self) -> Iterator[Path]:
        """A folder to build a version in; it is gone where that fails."""
        self._sweep()
        building = Path(tempfile.mkdtemp(prefix=BUILDING, dir=self.folder))
        try:
            yield building
        except BaseException:
            shutil.rmtree(building, ignore_errors=True)
            raise

    def _path(self, number: int) -> Path:
        return self._versions / f"{number:06d}"

    def _publish_folder(self, building: Path) -> int:
        number = max(self.numbers(), default=0) + 1
        _flush_folder(building)
        building.rename(self._path(number))
        _flush_folder(self._versions)
        return number

    def _sweep(self) -> None:
        """Clears away what a killed build left; only called with the lock held."""
        for left in self.folder.glob(f"{BUILDING}*"):
            shutil.rmtree(left, ignore_errors=True)


@dataclass(frozen=True, slots=True, eq=False)
class Draft:
    """What goes into a new version: a layer, and what tells of the whole version."""

    documents: Sequence[Indexed]
    vectors: tuple[Vectors, Vectors]  # float32 unit rows: passages' and quotations', in order
    listing: Listing
    words: tuple[WordIndex, WordIndex]  # of the layer's passages and quotations
    items: tuple[int, int]  # passages and quotations of the whole version


def _write(folder: Path, draft: Draft, fingerprint: Fingerprint, upon: Version | None) -> Manifest:
    files = CHANGES if upon else BASE
    checksums = write_layer(
        folder,
        files,
        draft.documents,
        draft.vectors,
        draft.words,
        draft.listing,
        below=upon.layers[0] if upon else None,
    )
    checksums[files.tables] = _checksum(folder / files.tables)
    for name in checksums:
        _flush_file(folder / name)
    if upon:
        for name in BASE.names:
            _link_or_copy(upon.folder / name, folder / name)
            checksums[name] = upon.manifest.checksums[name]
    manifest = Manifest(
        format=FORMAT,
        fingerprint=fingerprint,
        counts={
            "documents": sum(len(r.documents) for r in draft.listing.records)
            - len(draft.listing.copies),
            "passages": draft.items[0],
            "quotations": draft.items[1],
        },
        checksums=checksums,
    )
    (folder / MANIFEST).write_text(json.dumps(asdict(manifest), indent=1), encoding="utf-8")
    _flush_file(folder / MANIFEST)
    return manifest


def _read_manifest(folder: Path) -> Manifest:
    try:
        raw = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        if raw["format"] != FORMAT:
            raise DamagedVersion(f"{folder}: made by another release (format {raw['format']})")
        return Manifest(
            format=raw["format"],
            fingerprint=Fingerprint(**raw["fingerprint"]),
            counts=raw["counts"],
            checksums=raw["checksums"],
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise DamagedVersion(f"{folder / MANIFEST}: damaged ({type(error).__name__})") from error


def _check(folder: Path, manifest: Manifest, names: Iterable[str]) -> None:
    for name in sorted(names):
        path = folder / name
        if not path.is_file():
            raise DamagedVersion(f"{path}: missing")
        try:
            found = _checksum(path)
        except OSError as error:
            raise DamagedVersion(f"{path}: cannot be read: {error.strerror}") from error
        if found != manifest.checksums[name]:
            raise DamagedVersion(f"{path}: damaged (its checksum does not match)")


def _shared_base(manifest: Manifest, version: Version | None) -> Layer | None:
    """The base of the version where the manifest names the same."""
    if version is None:
        return None
    before, now = version.manifest.checksums, manifest.checksums
    same = all(before.get(name) == now.get(name) for name in BASE.names)
    return version.layers[0] if same else None


def _open_version(number: int, folder: Path, manifest: Manifest, base: Layer | None) -> Version:
    """The version with its files open, so that it can be read when its folder is gone."""
    with garbage_kept():
        layers = [base or Layer(folder, BASE)]
        if CHANGES.tables in manifest.checksums:
            layers.append(Layer(folder, CHANGES, below=layers[0]))
        return Version(number, folder, manifest, layers)


def _checksum(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _link_or_copy(path: Path, copy: Path) -> None:
    try:
        os.link(path, copy)
    except OSError:  # a file system without hard links
        shutil.copyfile(path, copy)
        _flush_file(copy)


def _flush_file(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _flush_folder(folder: Path) -> None:
    if os.name == "nt":  # folders cannot be opened there; the rename is still atomic
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
