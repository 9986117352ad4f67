"""Weighs a whole talk: how likely each candidate says each turn, by learned weights.

A linear chain: the signs of every candidate count for it, and neighbouring turns pull together or
apart. The weights are a small table of numbers, learned by ``training/train_ranker.py`` and read
here with numpy alone.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.quoting.ranking import Choice
from corpus.quoting.signs import Signs

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

WEIGHTS_FILE = Path(__file__).with_name("ranker.json")

# The signs of each sieve that weighs rather than decides.
SIGNS_OF = {
    "paragraph": (
        "beat before", "guessed beat before", "beat gender clash", "beat gender match",
        "beat after", "beat inside", "guessed beat inside", "first after", "subject after",
        "object after",
        "subject before", "object before", "subject inside", "only in paragraph",
        "gender clash", "gender match",
    ),
    "sentence before": ("subject before colon", "lead colon"),
    "address": (
        "addressed", "was addressed", "maybe addressed", "maybe was addressed", "is answered",
        "told", "was told", "own name", "speaks to kin",
        "spoken of", "maybe spoken of", "was spoken of",
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Weights:
    """What each sign counts, by kind of turn."""

    signs: dict[str, float]
    same: dict[str, float]
    second: dict[str, float]

    def of(self, kind: str, signs: Signs) -> float:
        """What the signs of one candidate add up to in a turn of that kind."""
        return sum(self.signs.get(f"{kind}: {sign}", 0.0) * value for sign, value in signs.items())

    def without(self, sieves: Collection[str]) -> Weights:
        """The weights that are left when sieves are left out."""
        dropped = {sign for sieve in sieves for sign in SIGNS_OF.get(sieve, ())}
        if "turn-taking" in sieves:
            return Weights(self.signs, {}, {}).without(set(sieves) - {"turn-taking"})
        kept = {k: v for k, v in self.signs.items() if k.split(": ")[1] not in dropped}
        return Weights(kept, self.same, self.second)


@cache
def shipped_weights() -> Weights:
    """The weights that come with the package."""
    table = json.loads(WEIGHTS_FILE.read_text(encoding="utf-8"))
    return Weights(table["signs"], table["same"], table["second"])


def probabilities(choices: Sequence[Choice], weights: Weights) -> list[list[float]]:
    """For every turn how likely each candidate says it, by the sums over the whole chain."""
    import numpy as np

    asked = [choice for choice in choices if choice.candidates]
    if not asked:
        return [[] for _ in choices]
    alone = [
        np.array([weights.of(choice.kind, signs) for signs in choice.signs]) for choice in asked
    ]
    ties = [_potentials(asked, place, weights) for place in range(len(asked))]
    likely = iter(_marginals(alone, ties))
    return [next(likely).tolist() if choice.candidates else [] for choice in choices]


def _potentials(asked: Sequence[Choice], place: int, weights: Weights) -> NDArray[np.float64]:
    """What the speakers of the two turns before add: axes second before, before, this."""
    import numpy as np

    here = _numbers(asked[place])
    one = _numbers(asked[place - 1]) if place > 0 else np.array([-1])
    two = _numbers(asked[place - 2]) if place > 1 else np.array([-1])
    same = (one[:, None] == here[None, :]).astype(float)
    second = (two[:, None] == here[None, :]).astype(float)
    pull = sum(weights.same.get(s, 0.0) * v for s, v in asked[place].same_before.items())
    back = sum(weights.second.get(s, 0.0) * v for s, v in asked[place].same_second.items())
    return np.asarray(pull * same[None, :, :] + back * second[:, None, :] * (1 - same[None, :, :]))


def _numbers(choice: Choice) -> NDArray[np.int64]:
    import numpy as np

    return np.array([figure.number for figure in choice.candidates])


def _marginals(
    alone: Sequence[NDArray[np.float64]], ties: Sequence[NDArray[np.float64]]
) -> list[NDArray[np.float64]]:
    """Forward and backward sums over pairs of neighbouring turns."""
    import numpy as np

    count = len(alone)
    forward = []
    state = np.zeros((1, 1))  # second before, before
    for place in range(count):
        grown = _log_sum(state[:, :, None] + ties[place], 0) + alone[place][None, :]
        state = grown - grown.max()
        forward.append(state)
    backward = np.zeros_like(forward[-1])
    found: list[NDArray[np.float64]] = [np.zeros(0)] * count
    for place in range(count - 1, -1, -1):
        joint = forward[place] + backward
        single = _log_sum(joint, 0)
        weights = np.exp(single - single.max())
        found[place] = weights / weights.sum()
        grown = ties[place] + alone[place][None, None, :] + backward[None, :, :]
        backward = _log_sum(grown, 2)
        backward = backward - backward.max()
    return found


def _log_sum(table: NDArray[np.float64], axis: int) -> NDArray[np.float64]:
    import numpy as np

    top = table.max(axis=axis, keepdims=True)
    return np.asarray(np.log(np.exp(table - top).sum(axis=axis)) + np.squeeze(top, axis=axis))
