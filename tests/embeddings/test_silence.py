from __future__ import annotations

import json

import numpy as np
import pytest

from corpus.documents import Document, Passage, Span
from embeddings.encoders import MINILM
from embeddings.index import VectorIndex
from embeddings.lexical import WordIndex
from embeddings.retrieval import Collection, search, word_text
from embeddings.silence import WEIGHTS, WORDS_ONLY, Evidence, assess, features_of, weights_for

TEXTS = [
    "Ines Carvo painted the ferries green in March. The mayor paid her in herrings.",
    "A piano came ashore near the mill. The miller sold it to Otto Lind for nine crowns.",
    "The harbour reopened on Monday after the storm. Nobody cheered.",
]


def stories() -> Collection:
    documents = [
        Document(str(n), "News", text, (Span(0, len(text)),)) for n, text in enumerate(TEXTS)
    ]
    items = [Passage(document, 0, len(document.text)) for document in documents]
    vectors = np.eye(len(items), dtype=np.float32)
    return Collection(items, VectorIndex(vectors), WordIndex.of([word_text(i) for i in items]))


def evidence(question: str, similarity: float, *, encoder: str = MINILM) -> Evidence:
    collection = stories()
    vector = np.array([similarity, 0, 0], dtype=np.float32)
    hits = search(question, vector, collection)
    return assess(question, vector, hits, collection, encoder=encoder)


def test_a_question_that_a_passage_answers_is_answered() -> None:
    found = evidence("Who painted the ferries green?", 0.7)

    assert found.enough
    assert found.unknown == ()


def test_a_question_about_something_else_is_not_answered() -> None:
    found = evidence("Which striker won the golden boot in Lisbon?", 0.1)

    assert not found.enough
    assert {"striker", "lisbon"} <= set(found.unknown)


def test_more_of_the_question_s_words_make_an_answer_likelier() -> None:
    assert (
        evidence("Who painted the ferries?", 0.5).probability
        > evidence("Who painted the trams?", 0.5).probability
        > evidence("Who scrubbed the trams?", 0.5).probability
    )


def test_an_encoder_without_weights_of_its_own_is_judged_by_words() -> None:
    near, far = (
        evidence("Who painted the ferries?", at, encoder="unheard-of") for at in (0.9, 0.1)
    )

    assert near.probability == pytest.approx(far.probability)
    assert near.enough


def test_the_operating_point_can_be_moved() -> None:
    collection = stories()
    vector = np.array([0.5, 0, 0], dtype=np.float32)
    hits = search("Who painted the ferries?", vector, collection)

    def enough(threshold: float) -> bool:
        return assess(
            "Who painted the ferries?",
            vector,
            hits,
            collection,
            encoder=MINILM,
            threshold=threshold,
        ).enough

    assert enough(0.01)
    assert not enough(1.0)


def test_nothing_found_is_no_evidence() -> None:
    found = assess("Who?", np.zeros(3, dtype=np.float32), [], stories(), encoder=MINILM)

    assert found == Evidence(0.0, False, (), (), {})


def test_missing_names_are_told() -> None:
    collection = stories()
    vector = np.array([0.5, 0, 0], dtype=np.float32)
    question = "Did the ferries belong to Otto Lind?"
    hits = [hit for hit in search(question, vector, collection) if hit.row == 0]
    found = assess(question, vector, hits, collection, encoder=MINILM)

    assert {"otto", "lind"} <= set(found.missing)
    assert found.features["names_missing"] == 1.0


def test_the_stored_weights_use_features_that_exist_and_say_where_they_come_from() -> None:
    stored = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    collection = stories()
    vector = np.array([0.5, 0, 0], dtype=np.float32)
    found = features_of("Who?", vector, search("Who?", vector, collection), collection)

    assert stored["origin"]["made_by"] == "training/train_silence.py"
    for encoder in (MINILM, WORDS_ONLY):
        weights = weights_for(encoder, reader=False)
        assert set(weights.features) <= set(found)
        assert 0 < weights.threshold < 1
