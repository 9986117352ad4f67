"""Documents that come or go by chat: checked, proposed, and done only after an admin's yes."""

from __future__ import annotations

import os
import re
import secrets
import shutil
import tempfile
import time
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from bot.recent import Recent
from bot.service import Shelf
from bot.wiring import reading_options, sample_path
from config.errors import UserError
from config.settings import Settings
from corpus.documents import Document
from corpus.readers.draft import Contents
from corpus.reading import find_sources, read_apart

OPEN_FOR = 600.0  # seconds in which a proposal can be decided
MOST_OPEN = 10  # each may hold a whole document in memory
TOO_MANY_OPEN = (
    f"{MOST_OPEN} proposals wait for a decision already. "
    "Decide some of them, or withdraw yours with /cancel; then send this again."
)
NAME_UNITS = 100  # characters of a file name that we keep
KEPT_IN = ".quoth-removed"  # hidden, so that no reload reads it
SECONDS_TO_READ = 20.0  # an upload that takes longer to read is given up


@dataclass(frozen=True, slots=True)
class Proposal:
    """A change of one file of the corpus that waits for its admin's decision."""

    admin: int
    name: str
    target: Path
    data: bytes | None  # None: the file is to be removed
    documents: tuple[Document, ...] = ()
    warnings: tuple[str, ...] = ()  # parts of it that could not be read
    notices: tuple[str, ...] = ()  # what is to be looked at in what was read

    @property
    def verb(self) -> str:
        if self.data is None:
            return "Remove"
        return "Replace" if self.target.exists() else "Add"


class Proposals:
    """The open proposals: each can be decided once, in time, by who made it."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._open: Recent[int, Proposal] = Recent(most=MOST_OPEN, seconds=OPEN_FOR, clock=clock)

    def add(self, proposal: Proposal) -> int:
        """The number that the buttons carry; it cannot be guessed.

        Raises UserError when too many wait already: none of those is dropped for a new one.
        """
        if len(self._open) >= MOST_OPEN:
            raise UserError(TOO_MANY_OPEN)
        number = secrets.randbelow(36**9)
        self._open.put(number, proposal)
        return number

    def whose(self, number: int) -> int | None:
        """The admin who may decide; None where there is nothing to decide any more."""
        proposal = self._open.get(number)
        return proposal.admin if proposal else None

    def take(self, number: int, admin: int) -> Proposal | None:
        """The proposal, once, for its own admin."""
        return self._open.pop(number) if self.whose(number) == admin else None

    def withdraw(self, admin: int) -> int:
        """Drop the open proposals of an admin; how many those were."""
        return self._open.forget(lambda _, proposal: proposal.admin == admin)

    def expire(self) -> None:
        """Drop those whose time is over, with the documents that they hold."""
        self._open.expire()


def safe_name(name: str) -> str:
    """A plain file name out of whatever a chat says a file is called.

    Raises UserError when nothing usable is left.
    """
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    plain = re.sub(r"[^\w .()'&+-]", "_", last).strip(" .")
    stem, dot, ending = plain.rpartition(".")
    short = f"{stem[: NAME_UNITS - len(ending) - 1]}{dot}{ending}" if dot else plain[:NAME_UNITS]
    if not re.search(r"\w", stem or ending) or len(ending) > 10:
        raise UserError("The file needs a plain name, such as harbour.txt.")
    return short


def propose_upload(
    name: str, data: bytes, *, admin: int, shelf: Shelf, settings: Settings
) -> Proposal:
    """What taking in this file would do. Raises UserError when it cannot be read or taken."""
    folder = corpus_folder(shelf)
    plain = safe_name(name)
    target = folder / plain
    if target.is_symlink() or (target.exists() and not target.is_file()):
        raise UserError(f"{plain}: something else of that name is in the corpus; rename the file.")
    if target.exists() and target.read_bytes() == data:
        raise UserError(f"{plain} is in the corpus already, with the same contents.")
    contents = _read_aside(plain, data, settings)
    return Proposal(
        admin,
        plain,
        target,
        data,
        tuple(contents.documents),
        warnings=tuple(f"{part}: {message}" for part, message in contents.faults),
        notices=tuple(f"{part}: {message}" for part, message in contents.notices),
    )


def _read_aside(name: str, data: bytes, settings: Settings) -> Contents:
    options = replace(
        reading_options(settings),
        max_file_bytes=settings.telegram.upload_mb * 1_000_000,
        seconds_per_file=min(SECONDS_TO_READ, settings.corpus.seconds_per_file),
    )
    with tempfile.TemporaryDirectory(prefix="quoth-upload-") as folder:
        file = Path(folder) / name
        file.write_bytes(data)
        (source,) = find_sources(file)
        return read_apart(source, options)


def propose_removal(wanted: str, *, admin: int, shelf: Shelf) -> Proposal:
    """What taking a document out would do. Raises UserError when it is not clear which one."""
    folder = corpus_folder(shelf)
    edition = shelf.current
    named = {document.id: document for document in edition.documents}
    held = {
        record.path: tuple(named[i] for i in record.documents if i in named)
        for record in edition.records
    }
    path = _meant(wanted, held)
    file = next((s.file for s in find_sources(folder) if s.path == path), None)
    if file is None:
        raise UserError(f"{path} is not in the corpus folder any more; /reload takes it out.")
    return Proposal(admin, path, file, None, held[path])


def _meant(wanted: str, held: dict[str, tuple[Document, ...]]) -> str:
    """The one file that is meant by its path, its name, or a title in it."""
    sought = " ".join(wanted.casefold().split())
    if not sought:
        raise UserError("Which document? For example: /remove harbour.txt")
    names = {
        path: {path.casefold(), path.casefold().rpartition("/")[2]}
        | {" ".join(document.title.casefold().split()) for document in documents}
        for path, documents in held.items()
    }
    exact = [path for path, called in names.items() if sought in called]
    near = exact or [p for p, called in names.items() if any(sought in name for name in called)]
    if not near:
        raise UserError("No document of that name. /sources lists them all.")
    if len(near) > 1:
        raise UserError(f"Which one: {', '.join(near[:5])}? Please give the whole name.")
    return near[0]


def corpus_folder(shelf: Shelf) -> Path:
    """The folder that documents can be put into. Raises UserError when there is none."""
    folder = shelf.corpus_path
    if not folder.is_dir():
        raise UserError("The corpus is a single file. Set corpus.path to a folder to change it.")
    if folder.resolve().is_relative_to(sample_path().resolve()):
        raise UserError("This is the sample corpus. Set corpus.path to a folder of your own.")
    if not os.access(folder, os.W_OK):
        raise UserError("I may not write into the corpus folder.")
    return folder


def carry_out(proposal: Proposal, shelf: Shelf) -> None:
    """Put the file in place, or take it out; what was there before is kept in a hidden folder."""
    folder = corpus_folder(shelf)
    if proposal.target.exists():
        _keep(proposal.target, folder / KEPT_IN)
    if proposal.data is not None:
        _write(proposal.target, proposal.data)
    else:
        proposal.target.unlink(missing_ok=True)


def _keep(file: Path, kept_in: Path) -> None:
    kept_in.mkdir(exist_ok=True)
    stamp = time.strftime("%Y%m%d-%H%M%S")
    shutil.copy2(file, kept_in / f"{stamp}-{secrets.token_hex(2)}-{file.name}")


def _write(target: Path, data: bytes) -> None:
    """All of the file or none: a reload at this moment never sees half of it."""
    descriptor, name = tempfile.mkstemp(prefix=".quoth-", dir=target.parent)
    beside = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        beside.chmod(0o644)
        beside.replace(target)
    except BaseException:
        beside.unlink(missing_ok=True)  # a full disk is not filled further
        raise
