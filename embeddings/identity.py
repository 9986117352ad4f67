"""Which documents just read are earlier ones in another file, or with other words.

A document keeps its id by its content, then by what most of its content was, then by its place.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from corpus.documents import Document
from corpus.duplicates import HASHES, Shingles, signature
from embeddings.layers import Stored

CONTINUES: Final = 0.5  # of all runs of words in both: a story edited, not another of its kind
NEAREST: Final = 8  # earlier documents that each may continue; more would be one text many times


@dataclass(frozen=True, slots=True, eq=False)
class Arrival:
    """A document just read, and the earlier one at its place in the same file."""

    document: Document
    place: Stored | None = None


def continued(arrivals: Sequence[Arrival], gone: Sequence[Stored]) -> list[Stored | None]:
    """For each arrival the earlier document that it is; no document is so twice.

    ``gone`` are those that may be continued, those at the arrivals' places among them.
    """
    matching = _Matching(arrivals, gone)
    matching.by_content()
    if matching.is_open:  # else the places say it all
        matching.by_likeness()
    matching.by_place()
    return matching.found


class _Matching:
    """Arrivals and earlier documents, while it is found out which belong together."""

    def __init__(self, arrivals: Sequence[Arrival], gone: Sequence[Stored]) -> None:
        self._arrivals = arrivals
        self._left = {stored.id: stored for stored in gone}
        self.found: list[Stored | None] = [None] * len(arrivals)

    @property
    def is_open(self) -> bool:
        """Whether one that is left stands at no place of an arrival that is left."""
        places = {a.place.id for _, a in self._unmatched() if a.place}
        return len(places) > 1 or not self._left.keys() <= places

    def by_content(self) -> None:
        of_digest: dict[str, list[Stored]] = defaultdict(list)
        for stored in self._left.values():
            of_digest[stored.digest].append(stored)
        for number, arrival in self._unmatched():
            if same := of_digest.get(arrival.document.digest):
                at_place = arrival.place in same and arrival.place
                self._join(number, at_place or same[0])
                same.remove(at_place or same[0])

    def by_likeness(self) -> None:
        """Those at the same place first, then the most alike first."""
        unmatched = list(self._unmatched())
        rows = {n: _row(signature(arrival.document)) for n, arrival in unmatched}
        for number, arrival in unmatched:
            place = self._left.get(arrival.place.id) if arrival.place else None
            if place and np.mean(rows[number] == _row(place.signature)) >= CONTINUES:
                self._join(number, place)
        for _, number, id_ in sorted(self._alike(rows)):
            if self.found[number] is None and id_ in self._left:
                self._join(number, self._left[id_])

    def by_place(self) -> None:
        for number, arrival in self._unmatched():
            if arrival.place and arrival.place.id in self._left:
                self._join(number, arrival.place)

    def _alike(self, rows: dict[int, Shingles]) -> Iterator[tuple[float, int, str]]:
        """How unlike they are, an arrival and an earlier document, where they are alike enough."""
        left = list(self._left.values())
        if not left:
            return
        earlier = np.array([_row(stored.signature) for stored in left])
        for number, _ in self._unmatched():
            shares = (earlier == rows[number]).mean(axis=1)
            for nearest in np.argsort(-shares, kind="stable")[:NEAREST].tolist():
                if shares[nearest] >= CONTINUES:
                    yield -float(shares[nearest]), number, left[nearest].id

    def _unmatched(self) -> Iterator[tuple[int, Arrival]]:
        for number, arrival in enumerate(self._arrivals):
            if self.found[number] is None:
                yield number, arrival

    def _join(self, number: int, stored: Stored) -> None:
        self.found[number] = self._left.pop(stored.id)


def _row(signature: bytes) -> Shingles:
    """As many numbers for any signature; that of a short text is alike only when it is equal."""
    return np.resize(np.frombuffer(signature, dtype=np.uint64), HASHES)
