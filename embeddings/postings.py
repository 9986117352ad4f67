"""Which terms stand in which items, in plain arrays that can be memory maps."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from embeddings.index import joined_ranges


@dataclass(frozen=True, slots=True, eq=False)
class Postings:
    """In which items each term stands, and how often: from one start to the next, by row."""

    starts: NDArray[np.int64]
    rows: NDArray[np.int32]
    counts: NDArray[np.integer]

    @classmethod
    def of(
        cls,
        term_of: NDArray[np.int32],
        row_of: NDArray[np.int32],
        count_of: NDArray[np.integer],
        *,
        terms: int,
    ) -> Postings:
        """Those given one by one in the order of their rows."""
        order = np.argsort(term_of, kind="stable")
        return cls(starts_of(np.bincount(term_of, minlength=terms)), row_of[order], count_of[order])

    def moved(self, new_row: NDArray[np.int32]) -> Postings:
        """The same with the rows that items have now; without those of items that have none."""
        rows = new_row.take(np.asarray(self.rows))
        gone = np.flatnonzero(rows < 0)
        sizes = np.diff(self.starts)
        if len(gone):
            of_gone = np.searchsorted(self.starts, gone, side="right") - 1
            sizes = sizes - np.bincount(of_gone, minlength=len(sizes))
        left = Postings(
            starts_of(sizes), np.delete(rows, gone), np.delete(np.asarray(self.counts), gone)
        )
        stays = new_row[new_row >= 0]
        return left if (stays[1:] > stays[:-1]).all() else left._in_order()

    def _in_order(self) -> Postings:
        """By row within each term."""
        terms = np.repeat(np.arange(len(self.starts) - 1), np.diff(self.starts))
        order = np.lexsort((self.rows, terms))
        return Postings(self.starts, self.rows[order], self.counts[order])

    def renumbered(self, numbers: NDArray[np.int32], *, terms: int) -> Postings:
        """Among so many terms, each under its number, which keep their order."""
        sizes = np.zeros(terms, dtype=np.int64)
        sizes[numbers] = np.diff(self.starts)
        return Postings(starts_of(sizes), self.rows, self.counts)

    def with_more(self, more: Postings, numbers: NDArray[np.int32]) -> Postings:
        """These and others of other items, whose terms have these numbers here."""
        sizes = np.diff(self.starts)
        sizes[numbers] += np.diff(more.starts)
        order = np.argsort(numbers)
        given = joined_ranges(more.starts[order], np.diff(more.starts)[order])
        if not len(self.rows):
            return Postings(starts_of(sizes), more.rows[given], more.counts[given])
        places = [
            start + np.searchsorted(self.rows[start:end], more.rows[first:last])
            for start, end, first, last in zip(
                self.starts[numbers[order]].tolist(),
                self.starts[numbers[order] + 1].tolist(),
                more.starts[order].tolist(),
                more.starts[order + 1].tolist(),
                strict=True,
            )
        ]
        at = np.concatenate([np.zeros(0, dtype=np.int64), *places])
        counts = self.counts.astype(np.promote_types(self.counts.dtype, more.counts.dtype))
        return Postings(
            starts_of(sizes),
            np.insert(self.rows, at, more.rows[given]),
            np.insert(counts, at, more.counts[given]),
        )


def starts_of(sizes: NDArray[np.int64]) -> NDArray[np.int64]:
    return np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)


def narrow(counts: NDArray[np.integer]) -> NDArray[np.integer]:
    """In as few bits as hold them: mostly 8, a quarter of what would be written."""
    return counts.astype(np.min_scalar_type(counts.max(initial=0)), copy=False)


def numbers_of(values: array[int]) -> NDArray[np.int32]:
    return np.frombuffer(values, dtype=np.int32) if values else np.zeros(0, dtype=np.int32)


@dataclass(frozen=True, slots=True, eq=False)
class Terms:
    """Terms as UTF-8, in the order of their bytes, each from one edge to the next."""

    letters: NDArray[np.uint8]
    edges: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.edges) - 1

    def at(self, number: int) -> bytes:
        return self.letters[self.edges[number] : self.edges[number + 1]].tobytes()

    def without_unused(self, postings: Postings) -> tuple[Terms, Postings]:
        """Without the terms that no item has any more."""
        used = np.diff(postings.starts) > 0
        if used.all():
            return self, postings
        sizes = np.diff(self.edges)
        kept = Terms(self.letters[np.repeat(used, sizes)], starts_of(sizes[used]))
        starts = starts_of(np.diff(postings.starts)[used])
        return kept, Postings(starts, postings.rows, postings.counts)

    def with_more(
        self, names: Sequence[bytes]
    ) -> tuple[Terms, NDArray[np.int32], NDArray[np.int32]]:
        """With the names among them; the new numbers of its own terms, and those of the names."""
        order = sorted(range(len(names)), key=names.__getitem__)
        places = [bisect_left(range(len(self)), names[name], key=self.at) for name in order]
        is_new = [
            place == len(self) or self.at(place) != names[name]
            for place, name in zip(places, order, strict=True)
        ]
        before = np.concatenate([[0], np.cumsum(is_new)])[:-1] if order else np.zeros(0, int)
        of_names = np.zeros(len(names), dtype=np.int32)
        of_names[order] = np.array(places, dtype=np.int64) + before
        added = [
            (place, names[name])
            for place, name, new in zip(places, order, is_new, strict=True)
            if new
        ]
        shift = np.bincount([place for place, _ in added], minlength=len(self) + 1)
        own = np.arange(len(self)) + np.cumsum(shift)[: len(self)]
        return self._with(added), own.astype(np.int32), of_names

    def _with(self, added: Sequence[tuple[int, bytes]]) -> Terms:
        if not added:
            return Terms(np.asarray(self.letters), np.asarray(self.edges))
        places = np.array([place for place, _ in added])
        sizes = np.insert(np.diff(self.edges), places, [len(name) for _, name in added])
        inside = np.repeat(self.edges[places], [len(name) for _, name in added])
        new = np.frombuffer(b"".join(name for _, name in added), np.uint8)
        return Terms(
            np.insert(self.letters, inside, new),
            starts_of(sizes),
        )
