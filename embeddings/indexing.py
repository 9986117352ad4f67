"""The word indexes of a new version: of all its items, or of what is not in its base."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

from corpus.documents import Excerpt
from embeddings.entries import Entry, Item, passages_of, quotations_of
from embeddings.index import joined_ranges
from embeddings.layers import Layer, Stored
from embeddings.lexical import Known, LayeredWords, WordIndex
from embeddings.retrieval import word_text
from embeddings.storage import Version
from embeddings.words import Words


@dataclass(frozen=True, slots=True)
class Sort:
    """What the word index of passages and that of quotations differ in."""

    count: Callable[[Item], int]
    items: Callable[[Item], Sequence[Excerpt]]
    rows: Callable[[Stored], range]
    lender: Callable[[Entry], Stored | None]
    words: Callable[[Version | Layer], Words]


PASSAGES = Sort(
    count=passages_of,
    items=lambda item: item.passages or (),
    rows=lambda stored: stored.passage_rows,
    lender=lambda entry: entry.passage_lender,
    words=lambda version: version.passage_words,
)
QUOTATIONS = Sort(
    count=quotations_of,
    items=lambda item: item.quotations,
    rows=lambda stored: stored.quotation_rows,
    lender=lambda entry: entry.quotation_lender,
    words=lambda version: version.quotation_words,
)


def all_words(items: Sequence[Item], previous: Version | None, sort: Sort) -> WordIndex:
    """The word index of a base."""
    texts = _WordTexts(items, sort)
    if previous is None:
        return WordIndex.of(texts)
    before = np.cumsum([0, *(len(sort.rows(stored)) for stored in previous.searched)])
    places = previous.places
    lenders = _lenders(items, sort)
    starts = [int(before[places[lender.id]]) if lender else -1 for lender in lenders]
    known = Known(sort.words(previous).flat(), _earlier_rows(items, starts, texts))
    return WordIndex.of(texts, known=known)


def new_words(items: Sequence[Item], upon: Version, sort: Sort) -> WordIndex | None:
    """The word index of what is not in the base; None where that would have to be made anew."""
    base, *changes = [sort.words(layer).flat() for layer in upon.layers]
    shelf, *changed = [layer.shelf for layer in upon.layers]
    counts = [sort.count(item) for item in items]
    starts = [
        sort.rows(item).start if isinstance(item, Stored) and item.shelf is shelf else -1
        for item in items
    ]
    stays = np.repeat(np.array(starts, dtype=np.int64) >= 0, counts)
    base_rows = np.full(base.items, -1, dtype=np.int64)
    base_rows[joined_ranges(starts, counts)[stays]] = np.flatnonzero(stays)
    new = [item for item, start in zip(items, starts, strict=True) if start < 0]
    texts = _WordTexts(new, sort)
    known = None
    if changes:
        earlier = [
            sort.rows(lender).start if lender and lender.shelf is changed[0] else -1
            for lender in _lenders(new, sort)
        ]
        known = Known(changes[0], _earlier_rows(new, earlier, texts))
    words = LayeredWords.upon(base, base_rows, texts, np.flatnonzero(~stays), known=known)
    return words.changes if words else None


def _lenders(items: Sequence[Item], sort: Sort) -> list[Stored | None]:
    return [item if isinstance(item, Stored) else sort.lender(item) for item in items]


def _earlier_rows(
    items: Sequence[Item], starts: Sequence[int], texts: _WordTexts
) -> NDArray[np.int64]:
    """For each item the row that it had in an earlier index; -1 for a new one.

    ``starts`` has by the document the first of these rows, -1 where it had none.
    """
    rows = joined_ranges(starts, texts.counts)
    rows[np.repeat(np.array(starts, dtype=np.int64) < 0, texts.counts)] = -1
    if texts.sort is QUOTATIONS:
        for first, item in zip(texts.first_rows, items, strict=True):
            if isinstance(item, Entry) and item.quotation_lender:
                pairs = zip(item.quotations, item.quotation_lender.quotations, strict=True)
                for row, (now, earlier) in enumerate(pairs, first):
                    if now.speakers != earlier.speakers:  # words of speakers are indexed too
                        rows[row] = -1
    return rows


class _WordTexts(Sequence[str]):
    """What the word index holds of each item, put together when it is asked for."""

    def __init__(self, items: Sequence[Item], sort: Sort) -> None:
        self.sort = sort
        self.counts = [sort.count(item) for item in items]
        self.first_rows = list(accumulate(self.counts, initial=0))[:-1]
        self._items = items

    def __len__(self) -> int:
        return sum(self.counts)

    def __getitem__(self, row: int) -> str:  # type: ignore[override]
        place = bisect_right(self.first_rows, row) - 1
        return word_text(self.sort.items(self._items[place])[row - self.first_rows[place]])
