"""One question over one version of the corpus: searching it, citing from it, staying silent."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING

import numpy as np

from bot.citing import (
    LONGEST,
    around,
    neighbours,
    overlap,
    shortened,
    told_apart,
)
from bot.edition import SUGGESTED, Edition
from bot.questions import Question
from bot.replies import Abstention, Answer, Citation, Intent, Silence
from config.settings import AnswerSettings
from corpus.documents import Excerpt, Quotation
from corpus.sentences import sentences_of
from embeddings.index import Rows, Vectors, best_first
from embeddings.retrieval import Collection, Hit, search
from embeddings.stemming import foreign_to
from embeddings.words import QuestionWord

if TYPE_CHECKING:
    from embeddings.encoders import Encoder
    from embeddings.reader import Reader


CANDIDATES = 20  # items that are looked at closely
MOST_CITED = 300  # quotations of one answer; nobody leafs through more
MOST_COMPARED = 200  # quotations that are compared word by word
# Nearness is cosine from 0, what any two texts of the corpus have in common, to 1.
NEAR = 0.3  # nearness from which a quotation may be what was asked for
COVERED = 0.55  # or the share of the asked words, weighed by rarity, that it must hold
INTRODUCING = 60  # passages with a name that are looked through for who it is
CLOSE = 0.75  # of the best score: what is below is not shown beside it
OF_SELF = re.compile(r"\b(?:I|my|me|we|our|us)\b")


@dataclass(frozen=True, slots=True)
class Models:
    """The models that answering needs, each given when it is first asked for."""

    encoder: Callable[[], Encoder]
    reader: Callable[[], Reader | None] = lambda: None


class Asking:
    """One question on its way to a reply over one version: what every kind of answer needs."""

    def __init__(
        self,
        question: Question,
        edition: Edition,
        models: Models,
        settings: AnswerSettings,
        *,
        hurried: bool,
    ) -> None:
        self.question = question
        self.edition = edition
        self.version = edition.version
        self.settings = settings
        self.hurried = hurried
        self.models = models
        self._vectors: dict[str, Vectors] = {}  # each text is encoded once a question

    def is_a_word(self, word: str) -> bool:
        """Whether the reader knows a word, as far as there is one."""
        reader = self.models.reader()
        return reader is None or reader.knows(word)

    def asked(self, words: str) -> list[QuestionWord]:
        """The words of a question that carry meaning, as the passages have them."""
        return self.version.passage_collection.words.words(words)

    def stands_nowhere(self, word: str) -> bool:
        """Whether no passage has a word that carries meaning."""
        found = self.asked(re.sub(r"['’]s$", "", word))
        return bool(found) and all(not each.terms for each in found)

    def is_foreign(self) -> bool:
        """Whether the question is in a language that the corpus has not."""
        return foreign_to(self.question.text, self.version.passage_collection.words.languages)

    def languages(self) -> str:
        """The languages of the corpus by their names: "English and German"."""
        languages = self.version.passage_collection.words.languages
        return " and ".join(language.title() for language in languages)

    def search(
        self,
        collection: Collection,
        words: str,
        rows: Rows | None = None,
        *,
        limit: int = CANDIDATES,
    ) -> list[Hit]:
        """The items by meaning and words, the best first, as the reader has not seen them."""
        if not len(collection.items):
            return []
        return search(words, self.vector(words), collection, limit=limit, rows=rows)

    def vector(self, words: str) -> Vectors:
        """The vector of some words; each is encoded once a question."""
        if words not in self._vectors:
            self._vectors[words] = self.models.encoder().encode_question(words)
        return self._vectors[words]

    def near(self, collection: Collection, hits: Sequence[Hit], words: str) -> list[Hit]:
        """The hits that are near enough to answer, and not far behind the best of them."""
        asked = collection.words.words(words)
        near = nearness_of(collection, self.vector(words), [hit.row for hit in hits])
        covers = collection.words.covers(asked, [collection.items[hit.row].text for hit in hits])
        kept = [
            hit
            for hit, nearness, cover in zip(hits, near, covers, strict=True)
            if nearness >= NEAR or cover >= COVERED
        ]
        return [hit for hit in kept if hit.score >= CLOSE * kept[0].score]

    def answer(self, rows: Sequence[tuple[int, float]]) -> Answer:
        """The quotations as citations, the speaker of the first at the head."""
        return self.as_answer(numbered_once(map(self.cited_quotation, rows)))

    def cited_quotation(self, found: tuple[int, float]) -> Citation:
        """A quotation, by its row and score, in the sentences that it stands in."""
        row, score = found
        quotation = self.version.quotations[row]
        halves = [self.version.quotations[half] for half in self.edition.halves(row)]
        first, last = around(halves[0]), around(halves[-1])
        start, end = min(first.start, last.start), max(first.end, last.end)
        whole = self._with_topic(Excerpt(quotation.document, start, end))
        excerpt = shortened(whole, self._asked_part(quotation))
        said = Excerpt(quotation.document, halves[0].start, halves[-1].end)
        return Citation(0, excerpt, quotation, _inside(said, excerpt), round(score, 4))

    def _asked_part(self, quotation: Quotation) -> Excerpt:
        """Of a long quotation the sentence that holds most of what was asked for."""
        parts = sentences_of(quotation)
        if len(quotation.text) <= LONGEST or not parts:
            return quotation
        words = self.version.quotation_collection.words
        asked = words.words(self.question.topic or self.question.text)
        covers = words.covers(asked, [part.text for part in parts])
        return parts[max(range(len(parts)), key=lambda at: (covers[at], -at))]

    def _with_topic(self, excerpt: Excerpt) -> Excerpt:
        """The excerpt, and the sentence beside it where that one names what was asked about."""
        topic = self.question.topic
        if self.question.intent is not Intent.WHAT_SAID or topic is None:
            return excerpt
        beside = neighbours(excerpt)
        words = self.version.quotation_collection.words
        own, *covers = words.covers(words.words(topic), [e.text for e in (excerpt, *beside)])
        best = max(range(len(covers)), key=covers.__getitem__, default=None)
        if best is None or own >= COVERED or covers[best] < COVERED:
            return excerpt
        start = min(excerpt.start, beside[best].start)
        return Excerpt(excerpt.document, start, max(excerpt.end, beside[best].end))

    def cite_passages(self, hits: Sequence[Hit]) -> Answer:
        """The passages as citations, each without what a better one shows."""
        shown = told_apart(hits, self.version.passage_collection)
        return self.as_answer(numbered(self._cited_passage(*each) for each in shown))

    def _cited_passage(self, hit: Hit, excerpt: Excerpt) -> Citation:
        speech = self.edition.quotation_in(hit.sentence or excerpt)
        return Citation(0, excerpt, speech, hit.sentence, round(hit.score, 4))

    def as_answer(self, citations: tuple[Citation, ...]) -> Answer:
        """The citations as an answer; what is too much for one message is kept for later."""
        shown = self.settings.excerpts
        return Answer(
            question=self.question.text,
            intent=self.question.intent,
            citations=citations[:shown],
            more=citations[shown:],
            speaker=speaker_of(self.question.intent, citations[:shown]),
            version=self.version.number,
        )

    def abstain(
        self, reason: Silence, looked_for: str = "", suggestions: Iterable[str] = ()
    ) -> Abstention:
        """Silence, with what was looked for and names or titles to ask about instead."""
        return Abstention(
            question=self.question.text,
            intent=self.question.intent,
            reason=reason,
            looked_for=looked_for,
            suggestions=tuple(suggestions)[:SUGGESTED],
            version=self.version.number,
        )

    def titles(self) -> list[str]:
        """A few titles of the corpus, to ask about."""
        return list(self.edition.titles)


def numbered_once(citations: Iterable[Citation]) -> tuple[Citation, ...]:
    """The citations numbered, without those that show some of the text of a better one."""
    kept: list[Citation] = []
    of_document: dict[str, list[Excerpt]] = defaultdict(list)
    for citation in islice(citations, MOST_CITED):
        beside = of_document[citation.excerpt.document.id]
        if not any(overlap(citation.excerpt, other) for other in beside):
            kept.append(citation)
            beside.append(citation.excerpt)
    return numbered(kept)


def likely_rows(collection: Collection, words: str) -> list[int]:
    """The rows that are compared word by word: those that share most words, in corpus order."""
    scores = collection.words.scores(words)
    likely = np.flatnonzero(scores) if scores.any() else np.arange(len(scores))
    rows: list[int] = np.sort(likely[best_first(scores[likely], MOST_COMPARED)]).tolist()
    return rows


def nearness_of(collection: Collection, vector: Vectors, rows: Sequence[int]) -> list[float]:
    """How much nearer the rows are to a question than any text of the corpus is, at most 1."""
    if not rows:
        return []
    common = float(collection.vectors.centre @ vector)
    similar = collection.vectors.similarities(vector, np.asarray(rows, dtype=np.int64))
    return [(cosine - common) / max(1 - common, 1e-6) for cosine in similar.tolist()]


def _inside(said: Excerpt, excerpt: Excerpt) -> Excerpt | None:
    """The part of what is said that the excerpt shows."""
    start, end = max(said.start, excerpt.start), min(said.end, excerpt.end)
    return Excerpt(said.document, start, end) if start < end else None


def speaker_of(intent: Intent, citations: Sequence[Citation]) -> str | None:
    """Whom an answer as a whole names: nobody where it is about something, or cites several.

    A name that two bear brings words of both; one of them must not stand over the other's, nor
    both over what one of them says alone.
    """
    first = citations[0].quotation
    if intent is Intent.ABOUT or first is None:
        return None
    if intent is Intent.WHO_SAID or all(_has_speakers(c.quotation, first) for c in citations):
        return first.speaker
    return None


def _has_speakers(quotation: Quotation | None, other: Quotation) -> bool:
    return quotation is not None and all(p in quotation.speakers for p in other.speakers)


def numbered(citations: Iterable[Citation]) -> tuple[Citation, ...]:
    """The citations numbered from 1."""
    return tuple(replace(citation, number=n) for n, citation in enumerate(citations, 1))
