"""Whether what was found answers the question: a probability, from evidence that a user can follow.

The weights are learned by ``training/train_silence.py`` on questions with and without an answer
and lie in ``silence.json`` with where they come from: for each encoder, with and without reader.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from embeddings.index import Vectors
from embeddings.kinds import asked_for
from embeddings.retrieval import Collection, Hit
from embeddings.words import QuestionWord

WEIGHTS = Path(__file__).with_name("silence.json")
WORDS_ONLY = "words"  # for an encoder that no weights were learned for
FIRST = 5  # hits that evidence is taken from; an answer shows at most a few
NAME = re.compile(r"(?<=\s)[^\W\d_a-z][\w’'-]+|\w*\d\w*")


@dataclass(frozen=True, slots=True)
class Evidence:
    """How likely the hits hold an answer, and what speaks against it.

    ``unknown`` are words of the question that stand nowhere in the corpus, ``missing`` those that
    the best hit lacks; both in the question's own spelling, lower case, the rarest first.
    """

    probability: float
    enough: bool  # at the measured operating point, or the one that was asked for
    unknown: tuple[str, ...]
    missing: tuple[str, ...]
    features: dict[str, float]
    threshold: float = 1.0


@dataclass(frozen=True, slots=True)
class Weights:
    """A logistic regression on features scaled by their mean and deviation."""

    features: tuple[str, ...]
    means: tuple[float, ...]
    deviations: tuple[float, ...]
    weights: tuple[float, ...]
    bias: float
    threshold: float  # the operating point: from here on Quoth answers

    def probability(self, features: dict[str, float]) -> float:
        total = self.bias
        for name, mean, deviation, weight in zip(
            self.features, self.means, self.deviations, self.weights, strict=True
        ):
            total += weight * (features[name] - mean) / deviation
        return 1 / (1 + math.exp(-max(-50.0, min(50.0, total))))


def assess(
    question: str,
    vector: Vectors,
    hits: Sequence[Hit],
    collection: Collection,
    *,
    encoder: str,
    threshold: float | None = None,
) -> Evidence:
    """What the hits are worth as an answer; ``threshold`` moves the operating point."""
    words = collection.words.words(question)
    unknown = _rarest_first(word for word in words if not word.terms)
    if not hits:
        return Evidence(0.0, False, unknown, _rarest_first(words), {})
    features = features_of(question, vector, hits, collection)
    weights = weights_for(encoder, reader="relevance" in features)
    probability = weights.probability(features)
    least = weights.threshold if threshold is None else threshold
    missing = [word for word in words if not collection.words.row_has(word, hits[0].row)]
    enough = probability >= least and not _lacks_kind(question, hits[0])
    return Evidence(probability, enough, unknown, _rarest_first(missing), features, least)


def features_of(
    question: str, vector: Vectors, hits: Sequence[Hit], collection: Collection
) -> dict[str, float]:
    """The evidence as numbers, those of the reader only where it read."""
    first = hits[:FIRST]
    words = collection.words.words(question)
    total = sum(word.idf for word in words) or 1.0
    ceiling = collection.words.ceiling(question) or 1.0
    similar = max(hit.similarity for hit in hits)
    others = sorted((hit.similarity for hit in hits), reverse=True)[1:10]
    found = {
        "similarity": similar,
        "rise": similar - float(collection.vectors.centre @ vector),
        "margin_of_similarity": similar - sum(others) / len(others) if others else 0.0,
        "lexical": max(hit.lexical for hit in hits) / ceiling,
        "cover": hits[0].cover,
        "sentence_cover": max(hit.sentence_cover for hit in first),
        "unknown": sum(word.idf for word in words if not word.terms) / total,
        "names_missing": _names_missing(question, hits[0], collection),
    }
    read = [hit for hit in hits if hit.relevance is not None and hit.margin is not None]
    if read:
        found["relevance"] = read[0].relevance or 0.0
        found["best_relevance"] = max(hit.relevance or 0.0 for hit in read)
        found["answer"] = read[0].margin or 0.0
        found["best_answer"] = max(hit.margin or 0.0 for hit in read)
    return found


def _lacks_kind(question: str, hit: Hit) -> bool:
    """Whether the reader points at a sentence without the number or year that is asked for.

    Where it did not read, question or text may be in a language whose numbers are not known here.
    """
    kind = asked_for(question) if hit.margin is not None else None
    return bool(kind and hit.sentence and not kind.search(hit.sentence.text))


def weights_for(encoder: str, *, reader: bool) -> Weights:
    """The weights learned for that encoder, or for words alone where there are none."""
    variants = _stored()["weights"]
    kinds = ("reader", "plain") if reader else ("plain",)
    names = [f"{name}/{kind}" for name in (encoder, WORDS_ONLY) for kind in kinds]
    found = variants[next(name for name in names if name in variants)]
    return Weights(
        features=tuple(found["features"]),
        means=tuple(found["means"]),
        deviations=tuple(found["deviations"]),
        weights=tuple(found["weights"]),
        bias=found["bias"],
        threshold=found["threshold"],
    )


@cache
def _stored() -> dict[str, Any]:
    stored: dict[str, Any] = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    return stored


def _names_missing(question: str, hit: Hit, collection: Collection) -> float:
    """The share of the question's names and numbers that the hit does not have."""
    names = [word for name in NAME.findall(question) for word in collection.words.words(name)]
    if not names:
        return 0.0
    return sum(not collection.words.row_has(name, hit.row) for name in names) / len(names)


def _rarest_first(words: Iterable[QuestionWord]) -> tuple[str, ...]:
    return tuple(word.text for word in sorted(words, key=lambda word: -word.idf))
