"""Vectors beside the items that they stand for, and the nearest of them."""

from __future__ import annotations

from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]
Rows = NDArray[np.int64]

ALL_AT_ONCE = 20_000  # rows; up to here comparing every one takes less than 2 ms
ROWS_A_STEP = 50_000  # rows read together when codes are made: bounds the memory it takes


class VectorIndex:
    """Unit rows, one an item in the corpus's order; nearness is their cosine."""

    def __init__(self, vectors: Vectors) -> None:
        self.vectors = vectors
        self._asked = 0

    def __len__(self) -> int:
        return len(self.vectors)

    def similarities(self, question: Vectors, rows: Rows | None = None) -> Vectors:
        """The cosine of every row, or of those asked for, to the question's vector."""
        if not len(self.vectors):
            return np.zeros(0, dtype=np.float32)
        vectors = self.vectors if rows is None else self.vectors[rows]
        found: Vectors = vectors @ question
        return found

    def nearest(self, question: Vectors, n: int, rows: Rows | None = None) -> Rows:
        """The ``n`` nearest rows, best first; equal similarities keep corpus order."""
        similar = self.similarities(question, rows)
        best = best_first(similar, n)
        return best if rows is None else rows[best]

    def candidates(self, question: Vectors, n: int) -> Rows | None:
        """At least ``n`` rows that the nearest are among, in corpus order; None: compare all.

        A large corpus is compared by the signs of its vectors, one bit a number, which is thirty
        times less to read; a corpus that is asked only once does not earn them.
        """
        self._asked += 1
        if len(self) <= max(ALL_AT_ONCE, n) or self._asked == 1:
            return None
        asked = _signs(question[None] - self.centre)
        differing = np.zeros(len(self), dtype=np.uint16)
        for stored, bits in zip(self._codes, asked[:, 0], strict=True):
            differing += np.bitwise_count(stored ^ bits)
        counts = np.bincount(differing)
        most = int(np.searchsorted(np.cumsum(counts), n))
        return np.flatnonzero(differing <= most)

    @cached_property
    def centre(self) -> Vectors:
        """The mean of all rows: what every text of this corpus has in common."""
        if not len(self.vectors):
            return np.zeros(self.vectors.shape[1], dtype=np.float32)
        mean: Vectors = self.vectors.mean(axis=0, dtype=np.float32)
        return mean

    @cached_property
    def _codes(self) -> NDArray[np.uint64]:
        """The signs of the centred rows, 64 a number; one line holds the same place of all rows."""
        steps = range(0, len(self), ROWS_A_STEP)
        found = [_signs(self.vectors[at : at + ROWS_A_STEP] - self.centre) for at in steps]
        return np.ascontiguousarray(np.concatenate(found, axis=1))


def best_first(scores: Vectors, n: int) -> Rows:
    """The positions of the ``n`` highest scores, best first; equal scores keep their order."""
    n = min(n, len(scores))
    if n <= 0:
        return np.zeros(0, dtype=np.int64)
    if n == len(scores):
        return np.argsort(-scores, kind="stable")
    # Everything that reaches the n-th score: a partition alone picks among equals at random.
    least = np.partition(scores, len(scores) - n)[len(scores) - n]
    reached = np.flatnonzero(scores >= least)
    return reached[np.argsort(-scores[reached], kind="stable")][:n]


def _signs(rows: Vectors) -> NDArray[np.uint64]:
    """One bit a number, 64 bits a word, one line a word."""
    bits = np.packbits(rows > 0, axis=1)
    short = -bits.shape[1] % 8
    padded = np.pad(bits, ((0, 0), (0, short)))
    words: NDArray[np.uint64] = np.ascontiguousarray(padded).view(np.uint64).T
    return words
