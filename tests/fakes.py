"""Small real stand-ins: an encoder whose nearness can be read off the words."""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Sequence

import numpy as np

from embeddings.index import Vectors

WIDTH = 64


class WordEncoder:
    """Counts words into slots, so that texts are near when they share words."""

    name = "words"
    digest = "words-1"
    width = WIDTH

    def __init__(self) -> None:
        self.encoded: list[str] = []  # every passage that was encoded, in order

    def encode_passages(
        self, texts: Sequence[str], *, progress: Callable[[int, int], None] | None = None
    ) -> Vectors:
        self.encoded += texts
        rows = np.array([_counts(text) for text in texts], dtype=np.float32)
        if progress:
            progress(len(texts), len(texts))
        return rows.reshape(len(texts), WIDTH)

    def encode_question(self, text: str) -> Vectors:
        return _counts(text)


def _counts(text: str) -> Vectors:
    row = np.zeros(WIDTH, dtype=np.float32)
    for word in re.findall(r"\w+", text.lower()):
        row[zlib.crc32(word.encode()) % WIDTH] += 1
    norm = float(np.linalg.norm(row))
    return row / norm if norm else row
