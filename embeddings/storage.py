"""Versions of the index on disk: complete or absent, never half.

A version is a numbered folder. It is built aside under another name, flushed to disk, and published
by one atomic rename, so a crash or a full disk at any moment leaves the earlier version as it was.
Reading checks every file against the checksums of ``manifest.json``.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path

import numpy as np

from config.errors import StorageError
from corpus.documents import Document, Excerpt, Passage, Person, Quotation
from embeddings import tables
from embeddings.index import VectorIndex, Vectors
from embeddings.lexical import WordIndex
from embeddings.retrieval import Collection
from embeddings.tables import SourceRecord

FORMAT = 3
MANIFEST, TABLES = "manifest.json", "corpus.sqlite"
BUILDING = "building-"


class DamagedVersion(StorageError):
    """A version whose files are not what its manifest says; it is never searched."""


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


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True, eq=False)
class Version:
    """One complete version, open for searching; it stays readable while newer ones are made."""

    number: int
    folder: Path
    manifest: Manifest
    records: tuple[SourceRecord, ...]
    documents: tuple[Document, ...]
    passages: tuple[Passage, ...]
    quotations: tuple[Quotation, ...]
    people: tuple[Person, ...]
    passage_collection: Collection
    quotation_collection: Collection

    @property
    def passage_vectors(self) -> Vectors:
        return self.passage_collection.vectors.vectors

    @property
    def quotation_vectors(self) -> Vectors:
        return self.quotation_collection.vectors.vectors

    def document(self, document_id: str) -> Document | None:
        return next((document for document in self.documents if document.id == document_id), None)

    def copies(self) -> tuple[Document, ...]:
        """The documents that another one stands for."""
        with closing(_open_tables(self.folder / TABLES)) as database:
            return tables.read_documents(database, copies=True)

    def signatures(self) -> dict[tuple[str, str], bytes]:
        """What tells documents and copies apart, by their ids and digests."""
        with closing(_open_tables(self.folder / TABLES)) as database:
            return tables.read_signatures(database)

    def found_quotations(self) -> list[Quotation]:
        """The quotations with the people of their own document, before people were united."""
        with closing(_open_tables(self.folder / TABLES)) as database:
            return tables.read_quotations(database, self.documents, scope=tables.Scope.DOCUMENT)


class Store:
    """The numbered versions of one corpus in one folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._versions = folder / "versions"

    def numbers(self) -> list[int]:
        """The numbers of the published versions, oldest first."""
        if not self._versions.is_dir():
            return []
        return sorted(int(path.name) for path in self._versions.iterdir() if path.name.isdigit())

    def open(self, number: int) -> Version:
        """The version, checked. Raises DamagedVersion when a file is not as it was written."""
        folder = self._path(number)
        manifest = _read_manifest(folder)
        _check(folder, manifest)
        try:
            return _open_version(number, folder, manifest)
        except (sqlite3.DatabaseError, ValueError, KeyError, IndexError, OSError) as error:
            raise DamagedVersion(f"{folder}: cannot be read: {error}") from error

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Holds the folder's lock; a second process that writes waits here for the first."""
        from filelock import FileLock

        with _disk_errors(self.folder):
            self._versions.mkdir(parents=True, exist_ok=True)
        lock = FileLock(self.folder / "lock")
        with _disk_errors(self.folder):
            lock.acquire()
        try:
            yield
        finally:
            lock.release()

    def publish(self, contents: Contents, fingerprint: Fingerprint) -> int:
        """Writes a version and makes it the newest by one rename; its number.

        Raises StorageError when the folder cannot be written or the disk is full; whatever was
        published before is then as it was.
        """
        with _disk_errors(self.folder), self._building() as building:
            _write(building, contents, fingerprint)
            return self._publish_folder(building)

    def republish(self, number: int) -> int:
        """Publishes an earlier version again as the newest one (for a rollback); its new number."""
        with _disk_errors(self.folder), self._building() as building:
            for path in self._path(number).iterdir():
                _link_or_copy(path, building / path.name)
            return self._publish_folder(building)

    def set_aside(self, number: int) -> None:
        """Takes a damaged version out of the numbers."""
        with _disk_errors(self.folder):
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


@contextmanager
def _disk_errors(folder: Path) -> Iterator[None]:
    try:
        yield
    except (OSError, sqlite3.OperationalError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise StorageError(
            f"{folder}: cannot write the index: {reason}; free space or rights, or choose another"
            " folder with --data"
        ) from error


def _write(folder: Path, contents: Contents, fingerprint: Fingerprint) -> None:
    with closing(sqlite3.connect(folder / TABLES)) as database:
        tables.create(database)
        tables.write_documents(
            database,
            contents.records,
            contents.documents,
            contents.copies,
            contents.signatures,
        )
        tables.write_passages(database, contents.passages)
        tables.write_quotations(database, contents.quotations, contents.found)
        database.commit()
    np.save(folder / "passages.npy", contents.passage_vectors)
    np.save(folder / "quotations.npy", contents.quotation_vectors)
    contents.passage_words.save(folder, "passages_words")
    contents.quotation_words.save(folder, "quotations_words")
    files = sorted(path for path in folder.iterdir())
    manifest = Manifest(
        format=FORMAT,
        fingerprint=fingerprint,
        counts={
            "documents": len(contents.documents),
            "passages": len(contents.passages),
            "quotations": len(contents.quotations),
        },
        checksums={path.name: _checksum(path) for path in files},
    )
    (folder / MANIFEST).write_text(json.dumps(asdict(manifest), indent=1), encoding="utf-8")
    for path in (*files, folder / MANIFEST):
        _flush_file(path)


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


def _check(folder: Path, manifest: Manifest) -> None:
    for name, checksum in manifest.checksums.items():
        path = folder / name
        if not path.is_file():
            raise DamagedVersion(f"{path}: missing")
        try:
            found = _checksum(path)
        except OSError as error:
            raise DamagedVersion(f"{path}: cannot be read: {error.strerror}") from error
        if found != checksum:
            raise DamagedVersion(f"{path}: damaged (its checksum does not match)")


def _open_version(number: int, folder: Path, manifest: Manifest) -> Version:
    with closing(_open_tables(folder / TABLES)) as database:
        records = tables.read_records(database)
        documents = tables.read_documents(database)
        passages = tables.read_passages(database, documents)
        quotations = tables.read_quotations(database, documents, scope=tables.Scope.CORPUS)
    return Version(
        number=number,
        folder=folder,
        manifest=manifest,
        records=records,
        documents=documents,
        passages=tuple(passages),
        quotations=tuple(quotations),
        people=tuple(dict.fromkeys(p for quotation in quotations for p in quotation.speakers)),
        passage_collection=_collection(folder, "passages", passages),
        quotation_collection=_collection(folder, "quotations", quotations),
    )


def _collection(folder: Path, name: str, items: Sequence[Excerpt]) -> Collection:
    vectors = np.load(folder / f"{name}.npy", mmap_mode="r")
    if len(vectors) != len(items):
        raise ValueError(f"{name}.npy: {len(vectors)} rows for {len(items)} {name}")
    return Collection(items, VectorIndex(vectors), WordIndex.load(folder, f"{name}_words"))


def _open_tables(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)


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
