"""Arrays on disk, written so that a full disk is an error that says so, and in little memory."""

from __future__ import annotations

import hashlib
import mmap
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import numpy as np
from numpy.typing import NDArray

from config.errors import StorageError

IN_MEMORY = 128 << 20  # bytes of rows; more are put together on the disk
AT_ONCE = 16 << 20  # bytes written together


def save_array(path: Path, values: NDArray[np.generic]) -> str:
    """Writes a ``.npy`` file; the SHA-256 of its bytes, in hexadecimal."""
    with path.open("wb") as file:
        through = _Hashed(file)
        np.lib.format.write_array_header_1_0(
            through,
            np.lib.format.header_data_from_array_1_0(np.ascontiguousarray(values[:0]))
            | {"shape": values.shape},
        )
        step = max(1, AT_ONCE // max(1, values[:1].nbytes))
        for first in range(0, len(values), step):
            through.write(values[first : first + step].tobytes())
            _let_go(values)
    return through.digest.hexdigest()


class RowWriter:
    """Takes the rows of a matrix one after the other; a large one grows on the disk."""

    def __init__(self, count: int, folder: Path) -> None:
        self._count = count
        self._folder = folder
        self._at = 0
        self._rows = np.empty((0, 0), dtype=np.float32)
        self._file: IO[bytes] | None = None

    def put(self, rows: NDArray[np.float32]) -> None:
        if not len(rows):
            return
        if not self._at:
            self._open(rows.shape[1])
        if self._file:
            with disk_errors(self._folder):
                self._file.write(np.ascontiguousarray(rows, dtype=np.float32).tobytes())
        else:
            self._rows[self._at : self._at + len(rows)] = rows
        self._at += len(rows)

    def done(self) -> NDArray[np.float32]:
        """All the rows that were put."""
        if self._file:
            with disk_errors(self._folder), self._file as file:
                file.flush()
                shape = (self._at, self._rows.shape[1])
                return np.memmap(file, dtype=np.float32, mode="r", shape=shape)
        return self._rows[: self._at]

    def _open(self, width: int) -> None:
        small = self._count * width * 4 <= IN_MEMORY
        self._rows = np.empty((self._count if small else 0, width), dtype=np.float32)
        if not small:
            with disk_errors(self._folder):
                self._file = tempfile.TemporaryFile(dir=self._folder)  # noqa: SIM115


def _let_go(values: NDArray[np.generic]) -> None:
    """Pages of a memory map that were read are not held any longer."""
    if isinstance(values, np.memmap) and hasattr(mmap, "MADV_DONTNEED"):
        values._mmap.madvise(mmap.MADV_DONTNEED)  # type: ignore[attr-defined]


class _Hashed:
    """What is written goes to a file and into a digest.

    numpy writes to a file itself, past Python, and tells of a full disk only as "2688 requested
    and 992 written".
    """

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self.digest = hashlib.sha256()

    def write(self, content: bytes) -> int:
        self.digest.update(content)
        return self._file.write(content)


@contextmanager
def disk_errors(folder: Path) -> Iterator[None]:
    """What the system refuses meanwhile is a StorageError that names the folder."""
    try:
        yield
    except (OSError, sqlite3.OperationalError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise StorageError(
            f"{folder}: cannot write the index: {reason}; free space or rights, or choose another"
            " folder with --data"
        ) from error
