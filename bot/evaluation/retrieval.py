"""Scores finding, pointing and silence on question sets with gold offsets."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from bot.citing import told_apart
from bot.evaluation.question_sets import GoldQuestion, QuestionSet, question_sets
from bot.evaluation.scoring import auroc, median, recall, reciprocal_rank
from bot.wiring import quotation_finder
from config.settings import PassageSettings, Settings
from corpus.chunking import passages
from corpus.documents import Document, Excerpt, Span
from embeddings.encoders import Encoder, load_encoder
from embeddings.index import Rows, VectorIndex
from embeddings.lexical import WordIndex
from embeddings.retrieval import Collection, Hit, search, word_text
from embeddings.silence import assess

if TYPE_CHECKING:
    from corpus.quoting.finding import QuotationFinder
    from embeddings.reader import Reader

MOST = 250  # answerable, and unanswerable, questions of a set
SHOWN = 3  # excerpts of an answer
DEPTHS = (1, 3, 5, 10)
STEPS = (0.99, 0.95, 0.9, 0.8)  # shares answered, of the curve of silence


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with what was found for it."""

    question: GoldQuestion
    rank: int | None  # of the first passage that holds an answer
    highlighted: bool  # the sentence pointed at in the first passage holds one
    shown: bool  # one of the excerpts that an answer would show holds one
    probability: float
    elsewhere: float | None  # the probability with the answering document taken away
    answered: bool
    encode_ms: float
    search_ms: float


@dataclass(frozen=True, slots=True)
class SetScores:
    """One set's measures, each a share from 0 to 1 unless it says otherwise."""

    name: str
    passages: int
    asked: tuple[Asked, ...]

    def record(self) -> dict[str, Any]:
        good = [each for each in self.asked if each.question.answerable]
        ranks = [each.rank for each in good]
        found: dict[str, Any] = {"passages": self.passages, "questions": len(good)}
        found |= {f"recall@{depth}": recall(ranks, depth) for depth in DEPTHS}
        found["mrr"] = reciprocal_rank(ranks)
        found["sentence"] = sum(each.highlighted for each in good) / len(good)
        found["one_of_three"] = sum(each.shown for each in good) / len(good)
        found |= self._silence(good)
        found["encode_ms"] = median([each.encode_ms for each in self.asked])
        found["search_ms"] = median([each.search_ms for each in self.asked])
        return {
            key: round(value, 3) if isinstance(value, float) else value
            for key, value in found.items()
        }

    def _silence(self, good: Sequence[Asked]) -> dict[str, Any]:
        """How well the evidence tells answerable questions from those near them, and from none."""
        yes = [each.probability for each in good]
        near = [each.probability for each in self.asked if not each.question.answerable]
        removed = [each.elsewhere for each in good if each.elsewhere is not None]
        answered = sum(each.answered for each in good) / len(good)
        found: dict[str, Any] = {"answered": answered}
        for kind, values in (("removed", removed), ("near", near)):
            if values:
                found[f"auroc_{kind}"] = auroc(yes, values)
                found[f"refused_{kind}"] = {
                    f"{step:.0%}": round(float(np.mean(values < np.quantile(yes, 1 - step))), 3)
                    for step in STEPS
                }
        return found


@dataclass(frozen=True, slots=True)
class RetrievalScores:
    """The measures of every set, with what they were made with."""

    encoder: str
    reader: bool
    sets: tuple[SetScores, ...]

    def record(self) -> dict[str, Any]:
        return {
            "encoder": self.encoder,
            "reader": self.reader,
            "sets": {each.name: each.record() for each in self.sets},
        }

    def table(self) -> str:
        reader = "with" if self.reader else "without"
        lines = [f"{self.encoder}, {reader} the reader; shares in %, times in ms (medians)", HEADER]
        lines += [_line(each.name, each.record()) for each in self.sets]
        return "\n".join(lines)


COLUMNS = (
    *(f"recall@{depth}" for depth in DEPTHS),
    "mrr",
    "sentence",
    "one_of_three",
    "answered",
    "auroc_removed",
    "auroc_near",
)
HEADER = (
    f"{'set':<14} {'n':>4} {'r@1':>6} {'r@3':>6} {'r@5':>6} {'r@10':>6} {'mrr':>6} {'sent.':>6}"
    f" {'1 of 3':>6} {'answ.':>6} {'remov.':>6} {'near':>6} {'encode':>7} {'search':>7}"
)


def _line(name: str, record: dict[str, Any]) -> str:
    shares = "".join(f" {100 * record.get(each, np.nan):6.1f}" for each in COLUMNS)
    times = f" {record['encode_ms']:7.1f} {record['search_ms']:7.1f}"
    return f"{name:<14} {record['questions']:>4}{shares}{times}".replace("nan", "  -")


def evaluate_retrieval(path: Path, settings: Settings) -> RetrievalScores:
    """The scores on every question set in a folder, with the encoder and reader of the settings."""
    sets = question_sets(path)
    encoder = load_encoder(
        settings.index.encoder,
        threads=settings.index.threads,
        batch_size=settings.index.batch_size,
    )
    reader = _reader(settings)
    finder = quotation_finder(settings) if reader else None
    scored = [score(each.sample(MOST), encoder, reader, settings.passages, finder) for each in sets]
    return RetrievalScores(encoder.name, reader is not None, tuple(scored))


def _reader(settings: Settings) -> Reader | None:
    from embeddings.reader import MODEL, Reader

    return Reader.load() if settings.answers.reader and MODEL.is_dir() else None


def score(
    asked: QuestionSet,
    encoder: Encoder,
    reader: Reader | None,
    cut: PassageSettings,
    finder: QuotationFinder | None = None,
) -> SetScores:
    """The measures of one set, all of its documents searched together.

    With a ``finder`` the reader knows who speaks, as it does when it answers.
    """
    collection = collection_of(asked.documents, encoder, cut, finder)
    owners = np.array([item.document.id for item in collection.items])

    def answered(question: GoldQuestion) -> Asked:
        started = time.perf_counter()
        vector = encoder.encode_question(question.text)
        encoded = time.perf_counter()
        hits = search(question.text, vector, collection, reader=reader)
        done = time.perf_counter()

        def probability(hits: Sequence[Hit]) -> tuple[float, bool]:
            evidence = assess(question.text, vector, hits, collection, encoder=encoder.name)
            return evidence.probability, evidence.enough

        def without(rows: Rows) -> float:
            found = search(question.text, vector, collection, rows=rows, reader=reader)
            return probability(found)[0]

        likely, enough = probability(hits)
        others = np.flatnonzero(owners != question.document)
        return Asked(
            question=question,
            rank=_rank(question, hits, collection),
            highlighted=_holds(question, hits[0].sentence),
            shown=any(holds_answer(question, each) for each in shown(hits, collection)),
            probability=likely,
            elsewhere=without(others) if question.answerable and len(others) else None,
            answered=enough,
            encode_ms=1000 * (encoded - started),
            search_ms=1000 * (done - encoded),
        )

    return SetScores(
        asked.name, len(collection.items), tuple(answered(each) for each in asked.questions)
    )


def collection_of(
    documents: Sequence[Document],
    encoder: Encoder,
    cut: PassageSettings | None = None,
    finder: QuotationFinder | None = None,
    *,
    progress: Callable[[int, int], None] | None = None,
) -> Collection:
    """The passages of some documents, ready to be searched."""
    cut = cut or PassageSettings()
    items = [
        passage
        for document in documents
        for passage in passages(document, sentences=cut.sentences, overlap=cut.overlap)
    ]
    vectors = encoder.encode_passages([item.text for item in items], progress=progress)
    words = WordIndex.of([word_text(item) for item in items])
    said = {each.id: finder.quotations(each) if finder else [] for each in documents}
    return Collection(items, VectorIndex(vectors), words, said.__getitem__)


def shown(hits: Sequence[Hit], collection: Collection) -> Iterator[Excerpt]:
    """The excerpts that an answer would show."""
    for _, excerpt in told_apart(hits, collection)[:SHOWN]:
        yield excerpt


def _rank(question: GoldQuestion, hits: Sequence[Hit], collection: Collection) -> int | None:
    for rank, hit in enumerate(hits):
        if holds_answer(question, collection.items[hit.row]):
            return rank
    return None


def holds_answer(question: GoldQuestion, excerpt: Excerpt) -> bool:
    """Whether an excerpt holds an answer whole; of a long one the greater part is enough."""
    if excerpt.document.id != question.document:
        return False
    return any(_covers(answer, excerpt.span, question.loose) for answer in question.answers)


LONG_ANSWER = 60  # characters; an answer from here on is a sentence or more


def _covers(answer: Span, shown: Span, loose: bool) -> bool:
    shared = min(answer.end, shown.end) - max(answer.start, shown.start)
    length = answer.end - answer.start
    if shared == length:
        return True
    if loose:
        return 2 * shared >= min(length, shown.end - shown.start)
    return length > LONG_ANSWER and 2 * shared >= length


def _holds(question: GoldQuestion, sentence: Excerpt | None) -> bool:
    """Whether some of an answer stands in the sentence."""
    return (
        sentence is not None
        and sentence.document.id == question.document
        and any(a.start < sentence.end and sentence.start < a.end for a in question.answers)
    )
