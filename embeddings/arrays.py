"""Arrays on disk, written so that a full disk is an error that says so."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import IO

import numpy as np
from numpy.typing import NDArray


def save_array(path: Path, values: NDArray[np.generic]) -> str:
    """Writes a ``.npy`` file; the SHA-256 of its bytes, in hexadecimal."""
    with path.open("wb") as file:
        through = _Hashed(file)
        np.lib.format.write_array(through, values, allow_pickle=False)
    return through.digest.hexdigest()


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
