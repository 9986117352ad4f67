from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import cast

import numpy as np
import pytest

from corpus.documents import Document, Passage, Person, Quotation, Span
from embeddings import index as index_module
from embeddings.index import VectorIndex, best_first
from embeddings.lexical import WordIndex
from embeddings.reader import Reader, Reading
from embeddings.retrieval import Collection, blended, distinct, search, word_text

TEXTS = [
    "The harbour reopened on Monday. Nobody cheered.",
    "Ines Carvo painted the ferries green. The mayor paid her in herrings.",
    "A piano came ashore. It was sold to the miller, who cannot play.",
    "The ferries were painted green by Ines Carvo. The mayor paid her in herrings.",
]
WIDTH = 16


def collection(texts: list[str], vectors: np.ndarray | None = None) -> Collection:
    documents = [
        Document(str(n), f"Story {n}", text, (Span(0, len(text)),)) for n, text in enumerate(texts)
    ]
    items = [Passage(document, 0, len(document.text)) for document in documents]
    if vectors is None:
        vectors = np.eye(len(texts), WIDTH, dtype=np.float32)
    return Collection(items, VectorIndex(vectors), WordIndex.of([word_text(i) for i in items]))


def towards(row: int) -> np.ndarray:
    vector = np.zeros(WIDTH, dtype=np.float32)
    vector[row] = 1
    return vector


def test_words_and_meaning_both_count() -> None:
    stories = collection(TEXTS)

    between = (0.8 * towards(0) + 0.6 * towards(2)).astype(np.float32)
    assert search("Who sold the piano?", between, stories)[0].row == 2
    assert search("Did it reopen?", between, stories)[0].row == 0
    assert search("instrument", towards(2), stories)[0].row == 2


def test_a_filter_is_kept_whatever_the_question() -> None:
    hits = search("Who sold the piano?", towards(2), collection(TEXTS), rows=np.array([0, 3]))

    assert {hit.row for hit in hits} == {0, 3}


def test_the_sentence_with_the_question_s_rare_words_is_pointed_at() -> None:
    hit = search("Who paid in herrings?", towards(1), collection(TEXTS[:3]))[0]

    assert hit.sentence is not None
    assert hit.sentence.text == "The mayor paid her in herrings."


def test_what_says_the_same_is_shown_once() -> None:
    stories = collection([*TEXTS, TEXTS[1]])
    hits = search("Who painted the ferries?", towards(1), stories)
    shown = distinct(hits, stories)

    assert {1, 4} <= {row for hit in shown for row in (hit.row, *hit.also)}
    assert not {1, 4} <= {hit.row for hit in shown}


def test_an_empty_collection_and_an_empty_filter_find_nothing() -> None:
    nothing = np.zeros((0, WIDTH), dtype=np.float32)

    assert search("Who?", towards(0), collection([], nothing)) == []
    assert search("Who?", towards(0), collection(TEXTS), rows=np.array([], dtype=np.int64)) == []


def test_a_question_without_words_is_found_by_meaning() -> None:
    assert search("?!", towards(2), collection(TEXTS))[0].row == 2


def test_signs_lead_to_the_nearest_of_a_large_corpus(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index_module, "ALL_AT_ONCE", 100)
    random = np.random.default_rng(7)
    topics = random.standard_normal((50, 64), dtype=np.float32)
    rows = topics[random.integers(0, 50, 4000)] + 0.4 * random.standard_normal((4000, 64)) + 0.5
    rows = (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)
    index = VectorIndex(rows)
    kept = []
    for question in rows[::400]:
        assert index.candidates(question, 200) is None or index._asked > 1
        found = index.candidates(question, 200)
        assert found is not None
        assert np.isin(best_first(rows @ question, 5), found).all()
        kept.append(len(found))

    assert max(kept) < 1000


def test_a_large_corpus_is_blended_as_a_small_one(monkeypatch: pytest.MonkeyPatch) -> None:
    stories = collection(TEXTS * 60, np.tile(np.eye(4, WIDTH, dtype=np.float32), (60, 1)))
    exact = blended("Who sold the piano?", towards(2), stories, limit=10)
    monkeypatch.setattr(index_module, "ALL_AT_ONCE", 100)
    monkeypatch.setattr("embeddings.retrieval.BY_MEANING", 50)

    blended("Who sold the piano?", towards(2), stories, limit=10)
    assert blended("Who sold the piano?", towards(2), stories, limit=10) == exact


class Finger:
    """Reads as somebody would who looks for one word only."""

    def __init__(self, word: str) -> None:
        self.word = word

    def knows(self, word: str) -> bool:
        return "x" not in word

    def read(self, question: str, texts: Sequence[str]) -> list[Reading]:
        return [self._reading(text) for text in texts]

    def _reading(self, text: str) -> Reading:
        at = text.find(self.word)
        offsets = np.array([(n, n + 1) for n in range(len(text))], dtype=np.int32)
        scores = np.full(len(text), -5, dtype=np.float32)
        scores[max(at, 0)] = 5 if at >= 0 else -5
        return Reading(
            relevance=3.0 if at >= 0 else -3.0,
            start=max(at, 0),
            end=max(at, 0) + 1,
            span_score=float(2 * scores.max()),
            no_answer_score=0.0,
            starts=scores,
            ends=scores,
            offsets=offsets,
        )


def test_a_reader_ranks_and_points() -> None:
    hit = search(
        "Who cannot play it?",
        towards(0),
        collection(TEXTS[:3]),
        reader=cast(Reader, Finger("miller")),
    )[0]

    assert hit.row == 2
    assert hit.sentence is not None
    assert "miller" in hit.sentence.text
    assert hit.relevance == 3.0


def test_a_reader_reads_who_speaks_and_points_into_the_text_as_it_stands() -> None:
    texts = ["“The paint is dry.” “Then ring the bell,” she said. Nobody did."]
    stories = collection(texts)
    document = stories.items[0].document
    said = [
        Quotation(document, 0, texts[0].index(" “"), speakers=(Person("Ines Carvo"),)),
        Quotation(document, 20, texts[0].index(" she"), speakers=(Person("Olga"),)),
    ]
    stories = replace(stories, quotations={"0": said}.__getitem__)

    def found(word: str) -> tuple[float | None, str]:
        finger = cast(Reader, Finger(word))
        hit = search("Who rang the bell?", towards(0), stories, reader=finger)[0]
        assert hit.sentence is not None
        return hit.relevance, hit.sentence.text

    assert found("(Ines Carvo) “The paint") == (3.0, "“The paint is dry.”")
    assert found("ring the bell") == (3.0, "“Then ring the bell,” she said.")


def test_a_reader_points_at_a_number_where_one_is_asked_for() -> None:
    texts = ["The crew of the red ferry sang. Nine of the crew were from the island."]
    question, finger = "How many of the crew of the ferry were not old?", Finger("sang")
    hit = search(question, towards(0), collection(texts), reader=cast(Reader, finger))[0]

    assert hit.sentence is not None
    assert hit.sentence.text == "Nine of the crew were from the island."
    assert hit.margin is not None
    assert hit.margin < 0


def test_what_the_text_asks_is_not_pointed_at_unless_the_asker_wants_to_know_what_was_asked() -> (
    None
):
    texts = ["“Who painted the ferry green?” asked Ines. It was her own brother."]

    def pointed(question: str) -> str:
        finger = cast(Reader, Finger("green"))
        hit = search(question, towards(0), collection(texts), reader=finger)[0]
        assert hit.sentence is not None
        return hit.sentence.text

    assert pointed("Who painted the ferry green?") == "It was her own brother."
    assert "asked Ines" in pointed("What did Ines ask of the ferry?")


def test_nor_is_what_an_interviewer_says_before_a_question() -> None:
    text = "Ed Moss: You left the green mill. Why was that?\n\nIda Bell: The wheel had stopped."
    spans = (Span(0, text.index("\n")), Span(text.index("Ida"), len(text)))
    stories = collection([text])
    document = Document("0", "Story 0", text, spans)
    stories = replace(stories, items=[Passage(document, 0, len(text))])
    finger = cast(Reader, Finger("green"))
    hit = search("Why did Ida leave the green mill?", towards(0), stories, reader=finger)[0]

    assert hit.sentence is not None
    assert hit.sentence.text == "Ida Bell: The wheel had stopped."


@pytest.mark.parametrize(("question", "known"), [("xxxx xx?", False), ("xxxx music?", True)])
def test_a_question_of_unknown_words_alone_is_not_read(question: str, known: bool) -> None:
    finger = cast(Reader, Finger("miller"))
    hits = search(question, towards(0), collection(TEXTS[:3]), reader=finger)

    assert all(hit.relevance is not None for hit in hits)
    assert (max(hit.relevance or 0 for hit in hits) > 0) == known


def test_a_reader_in_a_hurry_reads_fewer() -> None:
    texts = [f"Ferry number {n} was painted green. Rain fell." for n in range(11)]

    def read(*, hurried: bool) -> int:
        finger = cast(Reader, Finger("green"))
        question = "Who painted the ferry?"
        hits = search(question, towards(0), collection(texts), reader=finger, hurried=hurried)
        return sum(hit.relevance is not None for hit in hits)

    assert (read(hurried=False), read(hurried=True)) == (8, 4)


def test_a_reader_is_not_asked_about_a_language_that_it_does_not_know() -> None:
    german = ["Die Fähre fuhr am Montag nicht und der Müller ist nicht da."]
    hit = search(
        "Wann ist die Fähre nicht gefahren?",
        towards(0),
        collection(german),
        reader=cast(Reader, Finger("Müller")),
    )[0]

    assert hit.relevance is None


def test_a_reader_s_doubts_do_not_lift_what_it_did_not_read() -> None:
    texts = [f"Ferry number {n} was painted green. Rain fell." for n in range(11)]
    hits = search(
        "Who painted the ferry?",
        towards(0),
        collection(texts),
        reader=cast(Reader, Finger("piano")),
    )

    read = [hit.relevance is not None for hit in hits]
    assert any(read)
    assert not all(read)
    assert read == sorted(read, reverse=True)
