"""The files of a corpus folder, listed without opening any of them."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from config.errors import CorpusError

DIGEST_BLOCK = 1 << 20  # bytes read at once: a file of any size is digested in little memory
PAGE_ENDINGS = (".html", ".htm", ".xhtml")
CLUTTER = frozenset({"Thumbs.db", "desktop.ini", "__MACOSX"})


@dataclass(frozen=True, slots=True)
class Source:
    """One file of the corpus as the folder lists it, or the reason why it cannot be opened.

    ``path`` is printable whatever the file is called: bytes that are no UTF-8 and control
    characters stand in it as ``\\xe9``. ``file`` is the real name.
    """

    path: str
    file: Path
    size: int
    modified_ns: int
    fault: str = ""


def find_sources(root: Path) -> list[Source]:
    """The files at ``root``, a file or a folder, in the order of their paths.

    Hidden files, and links to what the folder holds anyway, are left out. What must not be opened
    (a link that leaves the folder, a pipe, a folder that cannot be listed) comes with its fault.
    """
    try:
        status = root.stat()
    except OSError as error:
        raise CorpusError(
            f"{printable(str(root))}: {reason(error)}; check the path of the corpus"
        ) from None
    if not stat.S_ISDIR(status.st_mode):
        return [_source(root, printable(root.name), status)]
    found = list(_walk(os.fspath(root), "", os.path.realpath(root)))
    found.sort(key=lambda source: source.path)
    return found


def file_digest(source: Source) -> str:
    """The SHA-256 of the file's bytes, in hexadecimal."""
    digest = hashlib.sha256()
    try:
        with source.file.open("rb") as stream:
            while block := stream.read(DIGEST_BLOCK):
                digest.update(block)
    except OSError as error:
        raise CorpusError(f"{source.path}: {reason(error)}; {MENDS['permission']}") from None
    return digest.hexdigest()


MENDS = {
    "permission": "give the account that runs quoth the right to read it",
    "outside": "a link out of the corpus folder is not followed; copy the file into the folder",
    "special": "not a file but a pipe, socket or device; take it out of the corpus folder",
    "dangling": "a link to nothing; mend or remove it",
}


def printable(name: str) -> str:
    """``name`` with everything that a terminal, JSON or SQLite cannot take written as an escape."""
    text = os.fsencode(name).decode("utf-8", "backslashreplace")
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


def reason(error: OSError) -> str:
    """What the system says, in the words of a sentence: "no such file or directory"."""
    text = error.strerror or type(error).__name__
    return text[:1].lower() + text[1:]


def _walk(folder: str, prefix: str, root: str) -> Iterator[Source]:
    """The sources in ``folder`` and below it; never by way of a link, so a loop cannot trap it."""
    pending = [(folder, prefix)]
    while pending:
        folder, prefix = pending.pop()
        try:
            with os.scandir(folder) as listing:
                entries = [e for e in listing if not _is_clutter(e.name)]
        except OSError as error:
            fault = f"{reason(error)}; {MENDS['permission']}"
            yield Source(prefix or ".", Path(folder), 0, 0, fault)
            continue
        pages = {_stem(e.name) for e in entries if e.name.lower().endswith(PAGE_ENDINGS)}
        for entry in entries:
            path = f"{prefix}/{printable(entry.name)}" if prefix else printable(entry.name)
            if entry.is_dir(follow_symlinks=False):
                if not _belongs_to_a_page(entry.name, pages):
                    pending.append((entry.path, path))
            elif entry.is_symlink():
                yield from _link(entry.path, path, root)
            else:
                yield from _entry(entry, path)


def _entry(entry: os.DirEntry[str], path: str) -> Iterator[Source]:
    try:
        status = entry.stat(follow_symlinks=False)
    except FileNotFoundError:  # removed since the folder was listed
        return
    except OSError as error:
        yield Source(path, Path(entry.path), 0, 0, f"{reason(error)}; {MENDS['permission']}")
        return
    yield _source(Path(entry.path), path, status)


def _source(file: Path, path: str, status: os.stat_result) -> Source:
    if not stat.S_ISREG(status.st_mode):
        return Source(path, file, 0, status.st_mtime_ns, MENDS["special"])
    return Source(path, file, status.st_size, status.st_mtime_ns)


def _link(file: str, path: str, root: str) -> Iterator[Source]:
    """Nothing for a link to what is listed anyway, else the fault of the link."""
    target = os.path.realpath(file)
    if not os.path.lexists(target) or Path(target).is_symlink():  # a link to itself
        yield Source(path, Path(file), 0, 0, MENDS["dangling"])
    elif os.path.commonpath([root, target]) != root:
        yield Source(path, Path(file), 0, 0, MENDS["outside"])


def _is_clutter(name: str) -> bool:
    return name.startswith((".", "~$")) or name in CLUTTER


def _stem(name: str) -> str:
    return name.rpartition(".")[0]


def _belongs_to_a_page(folder: str, pages: set[str]) -> bool:
    """Whether browsers saved the pictures and styles of a page next to it into ``folder``."""
    return folder.endswith("_files") and folder.removesuffix("_files") in pages
