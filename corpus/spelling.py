"""How names are spelled, as patterns for whoever reads them by their letters alone."""

from __future__ import annotations

from itertools import groupby
from typing import Final

LAST = 0x2000  # every script with small letters that is in use has them below


def _small_letters() -> str:
    """The small letters of all scripts, as ranges of a character class."""
    small = [code for code in range(LAST) if chr(code).islower()]
    runs = groupby(enumerate(small), key=lambda place: place[1] - place[0])
    ends = [(run[0][1], run[-1][1]) for _, found in runs if (run := list(found))]
    return "".join(f"{chr(first)}-{chr(last)}" for first, last in ends)


CAPITAL: Final = rf"[^\W\d_{_small_letters()}]"  # of any script; letters without case too
NAME_WORD: Final = rf"{CAPITAL}[\w’'-]*"
LONG_WORD: Final = rf"{CAPITAL}[\w’'-]+"  # no initial
