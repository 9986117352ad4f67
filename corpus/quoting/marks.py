"""Stretches between quotation marks, paired within a paragraph and by type of mark."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

PAIR = re.compile(r"“[^“”]+”|\"[^\"]+\"")


class Marked(NamedTuple):
    """A stretch in quotation marks, marks included."""

    start: int
    end: int
    closed: bool = True  # False: the paragraph ends first
    reopens: bool = False  # goes on with the speech of the paragraph before


def marked(text: str, paragraphs: Sequence[tuple[int, int]]) -> list[Marked]:
    """Every stretch in quotation marks, in text order."""
    return [
        Marked(*pair.span())
        for start, end in paragraphs
        for pair in PAIR.finditer(text, start, end)
    ]
