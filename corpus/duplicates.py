"""One article saved twice, or by two papers: near-identical documents become one."""

from __future__ import annotations

import hashlib
import re
import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from corpus.documents import Document

SHINGLE: Final = 5  # words in a row; as few never stand together twice by chance
HASHES: Final = 64
BANDS: Final = 16  # of 4 hashes; documents alike by 0.8 share a band with probability 0.9998
SAME: Final = 0.8  # of all shingles in both; an update of a story with new facts stays its own
LONGEST: Final = 2_000_000  # characters that are compared
SHORTEST: Final = 40  # words; shorter texts are one only when they are equal
WORD: Final = re.compile(r"\w+")
Shingles = NDArray[np.uint64]


def signature(document: Document) -> bytes:
    """What a document is told from others by at a glance; of a short one, its whole text."""
    shingles = _shingles(document.text)
    if len(shingles) + SHINGLE <= SHORTEST:
        return hashlib.sha256(document.text.casefold().encode("utf-8", "replace")).digest()
    return _signature(shingles).tobytes()


def copies_among(
    signatures: Sequence[bytes],
    text: Callable[[int], str],
    known: Mapping[tuple[int, int], bool],
) -> tuple[list[list[int]], dict[tuple[int, int], bool]]:
    """The numbers of documents that are copies of one another together, in order.

    With them, which were compared and whether they are alike; where that is ``known``, and where
    the signatures are unlike, no ``text`` is asked for.
    """
    shingles = cache(lambda number: _shingles(text(number)))
    groups = _Groups()
    compared: dict[tuple[int, int], bool] = {}
    for first, second in _candidates(signatures):
        if groups.root(first) == groups.root(second):
            continue
        pair = (first, second)
        if pair not in compared:
            compared[pair] = known[pair] if pair in known else _alike(*map(shingles, pair))
        if compared[pair]:
            groups.join(first, second)
    return groups.of(range(len(signatures))), compared


def as_one(copies: Sequence[Document]) -> Document:
    """The fullest copy, the first of equals, with what only the others know."""
    if len(copies) == 1:
        return copies[0]
    fullest = max(copies, key=lambda copy: len(copy.text))
    others = [p for c in copies if c is not fullest for p in (c.path, *c.also_at)]
    return replace(
        fullest,
        author=fullest.author or next((c.author for c in copies if c.author), None),
        published=fullest.published or next((c.published for c in copies if c.published), None),
        url=fullest.url or next((c.url for c in copies if c.url), None),
        also_at=tuple(dict.fromkeys((*fullest.also_at, *others))),
    )


def _shingles(text: str) -> Shingles:
    """A number for each run of words in ``text``, sorted, none twice; of a book, its start."""
    text = text[:LONGEST]
    words = [zlib.crc32(word.encode("utf-8", "replace")) for word in WORD.findall(text.casefold())]
    row = np.array(words or [0], dtype=np.uint64)
    size = min(SHINGLE, len(row))
    mixed = np.zeros(len(row) - size + 1, dtype=np.uint64)
    for step in range(size):
        mixed = mixed * np.uint64(0x9E3779B97F4A7C15) + row[step : len(row) - size + 1 + step]
    return np.unique(_scrambled(mixed))


def _scrambled(numbers: Shingles) -> Shingles:
    """Numbers spread over the whole range: the finish of splitmix64."""
    numbers = (numbers ^ (numbers >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    numbers = (numbers ^ (numbers >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return numbers ^ (numbers >> np.uint64(31))


def _signature(shingles: Shingles) -> Shingles:
    """The least number in each of equal parts of the range: alike as often as the sets are.

    An empty part takes the number of the next that is not, as in one-permutation hashing.
    """
    parts = shingles >> np.uint64(64 - HASHES.bit_length() + 1)
    filled, first = np.unique(parts, return_index=True)  # the shingles are in order
    taken = np.searchsorted(filled, np.arange(HASHES, dtype=np.uint64)) % len(filled)
    steps = (filled[taken] - np.arange(HASHES, dtype=np.uint64)) % np.uint64(HASHES)
    return _scrambled(shingles[first[taken]] + steps)


def _candidates(signatures: Sequence[bytes]) -> Iterable[tuple[int, int]]:
    """Pairs that may be copies, found in one pass: equal texts, and those that share a band.

    Each document is paired with the first of its bucket alone, so that a thousand copies of one
    text make a thousand pairs and not a million.
    """
    long = [number for number, hashes in enumerate(signatures) if len(hashes) == HASHES * 8]
    rows = np.frombuffer(b"".join([signatures[number] for number in long]), dtype=np.uint64)
    bands = rows.reshape(len(long), BANDS, HASHES // BANDS)
    odd = _scrambled(np.arange(bands.shape[2], dtype=np.uint64)) | np.uint64(1)
    for keys in np.ascontiguousarray((bands @ odd).T):
        for first, other in _equal(keys):
            yield long[first], long[other]
    first_of: dict[bytes, int] = {}
    for number, whole in enumerate(signatures):
        if len(whole) != HASHES * 8:
            first = first_of.setdefault(whole, number)
            if first != number:
                yield first, number


def _equal(keys: Shingles) -> Iterable[tuple[int, int]]:
    """The places of equal numbers, each with the first of its kind."""
    ordered = np.sort(keys)
    twice = ordered[1:][ordered[1:] == ordered[:-1]]
    if not len(twice):  # mostly; to sort the places too takes three times as long
        return ()
    places = np.flatnonzero(np.isin(keys, twice))
    order = places[np.argsort(keys[places], kind="stable")]
    ordered = keys[order]
    again = np.flatnonzero(ordered[1:] == ordered[:-1]) + 1
    firsts = np.searchsorted(ordered, ordered[again])
    return zip(order[firsts].tolist(), order[again].tolist(), strict=True)


def _alike(first: Shingles, second: Shingles) -> bool:
    common = len(np.intersect1d(first, second, assume_unique=True))
    return common >= SAME * (len(first) + len(second) - common)


class _Groups:
    """Which documents belong together, each group named by its first."""

    def __init__(self) -> None:
        self._parent: dict[int, int] = {}  # of those that are not the first of their group

    def root(self, number: int) -> int:
        while (parent := self._parent.get(number)) is not None:
            number = parent
        return number

    def join(self, first: int, second: int) -> None:
        low, high = sorted((self.root(first), self.root(second)))
        self._parent[high] = low

    def of(self, numbers: Iterable[int]) -> list[list[int]]:
        """All groups of the numbers, in the order of their first."""
        merged: dict[int, list[int]] = {}
        for number in numbers:
            if number in self._parent:
                merged[self.root(number)].append(number)
            else:
                merged[number] = [number]
        return list(merged.values())
