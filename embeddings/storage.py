"""Versions of the index on disk: complete or absent, never half.

A version is a numbered folder. It is built aside under another name, flushed to disk, and published
by one atomic rename, so a crash or a full disk at any moment leaves the earlier version as it was.
Reading checks every file against the checksums of ``manifest.json``.
"""

from __future__ import annotations

import gc
import hashlib
import json
import logging
import os
import shutil
import sqlite3
import tempfile
import threading
import weakref
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass, field, fields, replace
from functools import cached_property, partial
from pathlib import Path
from typing import Any

import numpy as np

from config.errors import StorageError
from corpus.documents import Document, Passage, Person, Quotation
from embeddings import tables
from embeddings.arrays import disk_errors, save_array
from embeddings.contents import Contents, Numbers, SourceRecord, distinct_people
from embeddings.index import VectorIndex, Vectors
from embeddings.lexical import WordIndex
from embeddings.retrieval import Collection

FORMAT = 4
MANIFEST, TABLES = "manifest.json", "corpus.sqlite"
BUILDING = "building-"
SILENT_WAIT = 0.5  # seconds; a reload that finds nothing changed takes less

log = logging.getLogger(__name__)


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


class Version:
    """One complete version, open for searching; it stays readable while newer ones are made.

    Its tables are read when they are first asked for: a reload that finds nothing changed needs
    the list of files alone.
    """

    def __init__(
        self,
        number: int,
        folder: Path,
        manifest: Manifest,
        records: tuple[SourceRecord, ...],
        contents: Callable[[], Contents] | Contents,
    ) -> None:
        self.number = number
        self.folder = folder
        self.manifest = manifest
        self.records = records
        self._contents = contents
        self._reading = threading.Lock()

    @property
    def contents(self) -> Contents:
        """All of it, in memory but for vectors and words, which are read as they are needed."""
        with self._reading:
            if not isinstance(self._contents, Contents):
                self._contents = self._contents()
            return self._contents

    @property
    def documents(self) -> tuple[Document, ...]:
        return self.contents.documents

    @property
    def passages(self) -> tuple[Passage, ...]:
        return self.contents.passages

    @property
    def quotations(self) -> tuple[Quotation, ...]:
        return self.contents.quotations

    @cached_property
    def people(self) -> tuple[Person, ...]:
        return tuple(distinct_people(self.quotations))

    @property
    def passage_vectors(self) -> Vectors:
        return self.contents.passage_vectors

    @property
    def quotation_vectors(self) -> Vectors:
        return self.contents.quotation_vectors

    @cached_property
    def passage_collection(self) -> Collection:
        contents = self.contents
        vectors = VectorIndex(contents.passage_vectors)
        return Collection(contents.passages, vectors, contents.passage_words)

    @cached_property
    def quotation_collection(self) -> Collection:
        contents = self.contents
        vectors = VectorIndex(contents.quotation_vectors)
        return Collection(contents.quotations, vectors, contents.quotation_words)

    @cached_property
    def _by_id(self) -> dict[str, Document]:
        return {document.id: document for document in self.documents}

    def document(self, document_id: str) -> Document | None:
        return self._by_id.get(document_id)


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

    def open(self, number: int) -> Version:
        """The version, checked. Raises DamagedVersion when a file is not as it was written."""
        if self._published and self._published.number == number:
            published, self._published = self._published, None
            return published  # what was written a moment ago is still in memory
        folder = self._path(number)
        manifest = _read_manifest(folder)
        _check(folder, manifest)
        try:
            return _open_version(number, folder, manifest)
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
        self, contents: Contents, fingerprint: Fingerprint, *, before: Version | None = None
    ) -> int:
        """Writes a version and makes it the newest by one rename; its number.

        Where it was made like the version ``before``, only what differs is written into a copy of
        that one's tables. Raises StorageError when the folder cannot be written or the disk is
        full; whatever was published before is then as it was.
        """
        if before and before.manifest.fingerprint != fingerprint:
            before = None
        with disk_errors(self.folder), self._building() as building:
            numbers, manifest = _write(building, contents, fingerprint, before)
            number = self._publish_folder(building)
        folder = self._path(number)
        kept = replace(contents, numbers=numbers, **_arrays(folder))
        self._published = Version(number, folder, manifest, contents.records, kept)
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


def _write(
    folder: Path, contents: Contents, fingerprint: Fingerprint, before: Version | None
) -> tuple[Numbers, Manifest]:
    earlier = before.contents if before and _copy_tables(before, folder) else None
    with closing(sqlite3.connect(folder / TABLES)) as database:
        if not earlier:
            tables.create(database)
        numbers = tables.write(database, contents, earlier)
    vectors = {
        "passages.npy": contents.passage_vectors,
        "quotations.npy": contents.quotation_vectors,
    }
    checksums = {
        TABLES: _checksum(folder / TABLES),
        **{name: save_array(folder / name, rows) for name, rows in vectors.items()},
        **contents.passage_words.save(folder, "passages_words"),
        **contents.quotation_words.save(folder, "quotations_words"),
    }
    manifest = Manifest(
        format=FORMAT,
        fingerprint=fingerprint,
        counts={
            "documents": len(contents.documents),
            "passages": len(contents.passages),
            "quotations": len(contents.quotations),
        },
        checksums=checksums,
    )
    (folder / MANIFEST).write_text(json.dumps(asdict(manifest), indent=1), encoding="utf-8")
    for name in (*checksums, MANIFEST):
        _flush_file(folder / name)
    return numbers, manifest


def _copy_tables(version: Version, folder: Path) -> bool:
    """Whether the tables are on disk as they were written, and now in the folder too."""
    copy = folder / TABLES
    try:
        shutil.copyfile(version.folder / TABLES, copy)
    except FileNotFoundError:  # somebody removed it under a version that is open
        return False
    if _checksum(copy) == version.manifest.checksums[TABLES]:
        return True
    copy.unlink()
    return False


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
    """The version with its files open, so that it can be read when its folder is gone."""
    arrays = _arrays(folder)
    for name in ("passages", "quotations"):
        if len(arrays[f"{name[:-1]}_vectors"]) != manifest.counts[name]:
            raise ValueError(f"{name}.npy: not a row for each of {manifest.counts[name]} {name}")
    database = _open_tables(folder / TABLES)
    records = tables.read_records(database)
    version = Version(
        number, folder, manifest, records, partial(_contents, folder, database, records, arrays)
    )
    weakref.finalize(version, database.close)
    return version


def _contents(
    folder: Path,
    database: sqlite3.Connection,
    records: tuple[SourceRecord, ...],
    arrays: dict[str, Any],
) -> Contents:
    try:
        with garbage_kept(), closing(database):
            found = tables.read(database)
    except (sqlite3.DatabaseError, ValueError, KeyError) as error:
        raise DamagedVersion(f"{folder}: cannot be read: {error}") from error
    return Contents(
        records=records, **{f.name: getattr(found, f.name) for f in fields(found)}, **arrays
    )


def _arrays(folder: Path) -> dict[str, Any]:
    """The parts of Contents that are memory maps."""
    return {
        "passage_vectors": np.load(folder / "passages.npy", mmap_mode="r"),
        "quotation_vectors": np.load(folder / "quotations.npy", mmap_mode="r"),
        "passage_words": WordIndex.load(folder, "passages_words"),
        "quotation_words": WordIndex.load(folder, "quotations_words"),
    }


@contextmanager
def garbage_kept() -> Iterator[None]:
    """No garbage is looked for meanwhile: among 100,000 new objects that takes half of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _open_tables(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(
        f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False
    )


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
