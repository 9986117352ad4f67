"""Measures of ranking and of telling two groups apart."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike


def auroc(higher: ArrayLike, lower: ArrayLike) -> float:
    """How often one of the first group scores above one of the second; equal counts half."""
    above, below = np.asarray(higher, dtype=float), np.sort(np.asarray(lower, dtype=float))
    if not len(above) or not len(below):
        return float("nan")
    under = np.searchsorted(below, above, side="left")
    not_over = np.searchsorted(below, above, side="right")
    return float((under + not_over).sum() / (2 * len(above) * len(below)))


def recall(ranks: Sequence[int | None], at: int) -> float:
    """The share of questions whose first right item stands among the first ``at``; ranks from 0."""
    return sum(rank is not None and rank < at for rank in ranks) / len(ranks)


def reciprocal_rank(ranks: Sequence[int | None]) -> float:
    """The mean of one over the place of the first right item; nothing where none was found."""
    return sum(1 / (rank + 1) for rank in ranks if rank is not None) / len(ranks)


def median(values: Sequence[float]) -> float:
    return float(np.median(values)) if len(values) else float("nan")
