"""Finds the items that a question is about, by a blend of meaning and words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from corpus.documents import Excerpt, Quotation
from embeddings.index import Rows, VectorIndex, Vectors, best_first
from embeddings.lexical import WordIndex

MEANING = 0.6  # the weight of cosine beside 0.4 for BM25, each scaled to the question's own range


@dataclass(frozen=True, slots=True)
class Collection:
    """Passages or quotations, with their vectors and their words: row ``n`` of each is one item."""

    items: Sequence[Excerpt]
    vectors: VectorIndex
    words: WordIndex


@dataclass(frozen=True, slots=True)
class Hit:
    """An item found: its row, the score it is ranked by, and what that score is made of."""

    row: int
    score: float
    similarity: float  # cosine to the question
    lexical: float  # BM25


def word_text(item: Excerpt) -> str:
    """What the word index holds of an item: title and text, and of a quotation its speakers."""
    parts = [item.document.title, item.text]
    if isinstance(item, Quotation):
        parts += [name for speaker in item.speakers for name in speaker.names]
    return "\n".join(parts)


def search(
    question: str,
    vector: Vectors,
    collection: Collection,
    *,
    limit: int = 20,
    rows: Rows | None = None,
) -> list[Hit]:
    """The best items, best first; with ``rows`` only among those."""
    similar = collection.vectors.similarities(vector, rows)
    if not len(similar):
        return []
    lexical = collection.words.scores(question)
    if rows is not None:
        lexical = lexical[rows]
    scores = MEANING * _scaled(similar) + (1 - MEANING) * _scaled(lexical)
    return [
        Hit(
            row=int(at if rows is None else rows[at]),
            score=float(scores[at]),
            similarity=float(similar[at]),
            lexical=float(lexical[at]),
        )
        for at in best_first(scores, limit)
    ]


def _scaled(scores: Vectors) -> Vectors:
    """The scores from 0 for the least to 1 for the greatest; all 0 where they are equal."""
    least, greatest = scores.min(), scores.max()
    if greatest <= least:
        return np.zeros_like(scores)
    scaled: Vectors = (scores - least) / (greatest - least)
    return scaled
