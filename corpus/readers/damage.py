"""What is said of a file that its reader cannot bear: one line with the mend."""

from __future__ import annotations

import traceback
from pathlib import Path


def damage(path: str, error: Exception) -> str:
    """The fault of the file at ``path``, from what a library that parses it made of it."""
    if isinstance(error, MemoryError):
        return f"{path}: takes too much memory to read; split or remove it"
    if isinstance(error, RecursionError):
        return f"{path}: nested too deeply; save it again or remove it"
    return f"{path}: damaged ({_line(error)}); save it again or remove it"


def _line(error: Exception) -> str:
    """An error as one short line, with the place in the readers that shows a bug of ours."""
    place = next((f for f in reversed(traceback.extract_tb(error.__traceback__))
                  if "corpus" in f.filename), None)  # fmt: skip
    where = f", {Path(place.filename).name}:{place.lineno}" if place else ""
    return f"{type(error).__name__}: {' '.join(str(error).split())[:80]}{where}"
