"""What is made of documents: passages, quotations, and the vectors of both."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from corpus.chunking import passages as cut
from corpus.documents import Excerpt, Quotation
from corpus.pieces import pieces, placed
from embeddings.arrays import RowWriter
from embeddings.entries import Entry, Item
from embeddings.index import Vectors
from embeddings.recipe import Progress, Recipe

# Characters whose grammar is held at once, 90 bytes each: longer than all but the longest novels.
LONGEST_READ = 2_000_000
ENCODED_AT_ONCE = 32_768  # texts; more would gain no time, and take more memory
QUOTING, EMBEDDING = "finding quotations", "embedding"  # the stages that progress tells


def make(items: Sequence[Item], recipe: Recipe, tell: Progress) -> None:
    """Makes for each entry the passages and quotations that nobody lent."""
    entries = [item for item in items if isinstance(item, Entry)]
    for entry in entries:
        if entry.passages is None:
            entry.passages = cut(entry.document, sentences=recipe.sentences, overlap=recipe.overlap)
    _find_quotations(entries, recipe, tell)


def _find_quotations(entries: Sequence[Entry], recipe: Recipe, tell: Progress) -> None:
    wanting = [entry for entry in entries if entry.found is None]
    if not wanting:
        return
    finder = recipe.finder()
    total = sum(len(entry.document.text) for entry in wanting)
    done = 0
    for entry in wanting:
        found: list[Quotation] = []
        for piece in pieces(entry.document, LONGEST_READ):
            found += [placed(q, entry.document, piece) for q in finder.quotations(piece.document)]
            done += len(piece.document.text)
            tell(QUOTING, done, total)
        entry.found = found


def encode(
    entries: Sequence[Entry], recipe: Recipe, folder: Path, tell: Progress
) -> tuple[Vectors, Vectors]:
    """The rows of all passages and of all quotations; only what nobody lent is encoded."""
    passages = [(e.passages or (), e.passage_vectors) for e in entries]
    quotations = [(e.found or (), e.quotation_vectors) for e in entries]
    new = [i for items, lent in (*passages, *quotations) if lent is None for i in items]
    encoded = _Encoded(new, recipe, tell)
    return _matrix(passages, encoded, folder), _matrix(quotations, encoded, folder)


def _matrix(
    parts: Sequence[tuple[Sequence[Excerpt], Vectors | None]], encoded: _Encoded, folder: Path
) -> Vectors:
    rows = RowWriter(sum(len(items) for items, _ in parts), folder)
    for items, lent in parts:
        if lent is not None:
            rows.put(lent)
        else:
            for some in encoded.take(len(items)):
                rows.put(some)
    return rows.done()


class _Encoded:
    """The rows of new items in their order, encoded some thousands at a time."""

    def __init__(self, items: Sequence[Excerpt], recipe: Recipe, tell: Progress) -> None:
        self._items = items
        self._recipe = recipe
        self._tell = tell
        self._at = 0
        self._rows = np.empty((0, 0), dtype=np.float32)  # not yet taken

    def take(self, count: int) -> Iterator[Vectors]:
        """The next rows, in one or more pieces."""
        while count:
            if not len(self._rows):
                self._rows = self._more()
            some, self._rows = self._rows[:count], self._rows[count:]
            count -= len(some)
            yield some

    def _more(self) -> Vectors:
        first, total = self._at, len(self._items)
        texts = [item.text for item in self._items[first : first + ENCODED_AT_ONCE]]
        self._at += len(texts)
        return self._recipe.encoder().encode_passages(
            texts, progress=lambda done, _: self._tell(EMBEDDING, first + done, total)
        )
