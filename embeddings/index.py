"""Vectors beside the items that they stand for, and the nearest of them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]
Rows = NDArray[np.int64]


class VectorIndex:
    """Unit rows, one an item in the corpus's order; nearness is their cosine, computed exactly."""

    def __init__(self, vectors: Vectors) -> None:
        self.vectors = vectors

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
