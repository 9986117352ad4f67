"""Vectors beside the items that they stand for, and the nearest of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]
Rows = NDArray[np.int64]

ALL_AT_ONCE = 20_000  # rows; up to here comparing every one takes less than 2 ms
TOGETHER = 8  # rows that a product with a vector takes together, or a multiple of them
ROWS_A_STEP = 50_000  # rows read together when codes are made: bounds the memory it takes


class StackedVectors:
    """Rows that stand in several arrays: row ``n`` is row ``places[n]`` of all of them together."""

    def __init__(self, arrays: Sequence[Vectors], places: Rows | None = None) -> None:
        """Without ``places``, every row of the arrays in their order."""
        self._arrays = [array for array in arrays if len(array)] or list(arrays[:1])
        self._count = sum(map(len, self._arrays)) if places is None else len(places)
        whole = places is None or np.array_equal(places, np.arange(sum(map(len, self._arrays))))
        self._places = None if whole else places

    def __len__(self) -> int:
        return self._count

    def similarities(self, question: Vectors) -> Vectors:
        """The cosine of every row to the question's vector."""
        found = np.concatenate([_cosines(np.asarray(a), question) for a in self._arrays])
        return found if self._places is None else found[self._places]

    def take(self, rows: Rows | slice) -> Vectors:
        """A copy of the rows, or a view where they stand together."""
        if self._places is None and len(self._arrays) == 1:
            return self._arrays[0][rows]
        rows = np.arange(self._count)[rows]
        places = rows if self._places is None else self._places[rows]
        found = np.empty((len(places), self._arrays[0].shape[1]), dtype=np.float32)
        first = 0
        for array in self._arrays:
            here = (first <= places) & (places < first + len(array))
            found[here] = array[places[here] - first]
            first += len(array)
        return found


class VectorIndex:
    """Unit rows, one an item in the corpus's order; nearness is their cosine."""

    def __init__(self, vectors: Vectors | StackedVectors) -> None:
        self._vectors = (
            vectors if isinstance(vectors, StackedVectors) else StackedVectors([vectors])
        )
        self._asked = 0

    def __len__(self) -> int:
        return len(self._vectors)

    def similarities(self, question: Vectors, rows: Rows | None = None) -> Vectors:
        """The cosine of every row, or of those asked for, to the question's vector."""
        if not len(self):
            return np.zeros(0, dtype=np.float32)
        if rows is None:
            return self._vectors.similarities(question)
        return _cosines(self._vectors.take(rows), question)

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
        total: Vectors = sum(rows.sum(axis=0, dtype=np.float32) for rows in self._in_steps())
        return total / np.float32(max(1, len(self)))

    @cached_property
    def _codes(self) -> NDArray[np.uint64]:
        """The signs of the centred rows, 64 a number; one line holds the same place of all rows."""
        found = [_signs(rows - self.centre) for rows in self._in_steps()]
        return np.ascontiguousarray(np.concatenate(found, axis=1))

    def _in_steps(self) -> Iterator[Vectors]:
        for first in range(0, max(1, len(self)), ROWS_A_STEP):
            yield self._vectors.take(slice(first, first + ROWS_A_STEP))


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


def joined_ranges(
    starts: Sequence[int] | NDArray[np.integer], counts: Sequence[int] | NDArray[np.integer]
) -> Rows:
    """As many numbers from each start on as are to be counted."""
    sizes = np.array(counts, dtype=np.int64)
    before = np.cumsum(sizes) - sizes
    found: Rows = np.arange(sizes.sum()) + np.repeat(np.array(starts, np.int64) - before, sizes)
    return found


def _cosines(vectors: Vectors, question: Vectors) -> Vectors:
    """The product of each row with the question, bit for bit the same wherever the row stands.

    The last rows of a matrix, fewer than the library takes together, would be added up in another
    order: they are filled up to be as many.
    """
    whole = len(vectors) // TOGETHER * TOGETHER
    rest = np.zeros((TOGETHER, vectors.shape[1]), dtype=np.float32)
    rest[: len(vectors) - whole] = vectors[whole:]
    found: Vectors = np.concatenate(
        [vectors[:whole] @ question, (rest @ question)[: len(vectors) - whole]]
    )
    return found


def _signs(rows: Vectors) -> NDArray[np.uint64]:
    """One bit a number, 64 bits a word, one line a word."""
    bits = np.packbits(rows > 0, axis=1)
    short = -bits.shape[1] % 8
    padded = np.pad(bits, ((0, 0), (0, short)))
    words: NDArray[np.uint64] = np.ascontiguousarray(padded).view(np.uint64).T
    return words
