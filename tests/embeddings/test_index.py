from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from embeddings.index import VectorIndex, best_first

SCORES = arrays.arrays(
    np.float32, st.integers(0, 40), elements=st.sampled_from([0.0, 0.25, 0.5, 1.0])
)


@given(SCORES, st.integers(0, 50))
def test_the_best_come_first_and_equals_keep_their_order(scores: np.ndarray, n: int) -> None:
    expected = sorted(range(len(scores)), key=lambda at: (-scores[at], at))[:n]

    assert best_first(scores, n).tolist() == expected


def test_only_the_rows_asked_for_are_found() -> None:
    index = VectorIndex(np.eye(4, dtype=np.float32))
    question = np.array([0.9, 0.8, 0.1, 0.2], dtype=np.float32)

    assert index.nearest(question, 2).tolist() == [0, 1]
    assert index.nearest(question, 2, rows=np.array([3, 2])).tolist() == [3, 2]


def test_an_empty_index_finds_nothing() -> None:
    index = VectorIndex(np.zeros((0, 4), dtype=np.float32))

    assert index.nearest(np.ones(4, dtype=np.float32), 3).tolist() == []
