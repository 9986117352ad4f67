"""What is said of a file, or a part of one, that its reader cannot bear: one line with the mend."""

from __future__ import annotations

import traceback
from pathlib import Path


def fault_of(error: Exception) -> str:
    """The fault in words; what a parsing library says of it helps nobody to mend the file."""
    if isinstance(error, MemoryError):
        return "takes too much memory to read; split or remove it"
    if isinstance(error, RecursionError):
        return "nested too deeply; save it again or remove it"
    return "damaged; save it again or remove it"


def place_of(error: Exception) -> str:
    """The kind of an error and where in the readers it came up, for the log: a bug shows so."""
    place = next((f for f in reversed(traceback.extract_tb(error.__traceback__))
                  if "corpus" in f.filename), None)  # fmt: skip
    where = f" at {Path(place.filename).name}:{place.lineno}" if place else ""
    return f"{type(error).__name__}{where}"
