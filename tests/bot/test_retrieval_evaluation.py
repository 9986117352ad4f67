from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.evaluation.question_sets import question_sets
from bot.evaluation.retrieval import RetrievalScores, holds_answer, score
from bot.evaluation.scoring import auroc, recall, reciprocal_rank
from config.errors import UserError
from config.settings import PassageSettings
from corpus.documents import Excerpt
from embeddings.encoders import MINILM, Vectors

STORY = (
    "Ines Carvo painted the ferries green. The mayor paid her in herrings.\n\nA piano came ashore."
)


class LetterEncoder:
    """Vectors of letter counts: near where the words are alike."""

    name = MINILM
    digest = "letters"
    width = 26

    def encode_passages(self, texts: Sequence[str], *, progress: object = None) -> Vectors:
        return np.array([self.encode_question(text) for text in texts], dtype=np.float32)

    def encode_question(self, text: str) -> Vectors:
        counts = np.array([text.lower().count(chr(97 + n)) for n in range(26)], dtype=np.float32)
        return counts / max(1.0, float(np.linalg.norm(counts)))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    start = STORY.index("herrings")
    answer = {"start": start, "end": start + 8, "text": "herrings"}
    questions: list[dict[str, Any]] = [
        {
            "qid": "1",
            "question": "What has the mayor paid her in?",
            "doc_id": "a",
            "answers": [answer],
        },
        {"qid": "2", "question": "Who won the cup?", "doc_id": "a", "answers": []},
    ]
    rows = [{**row, "answerable": bool(row["answers"])} for row in questions]
    corpus = [
        {"doc_id": "a", "title": "The ferries", "text": STORY},
        {"doc_id": "b", "title": "The mill", "text": "The mill burned down. Nobody was hurt."},
    ]
    (tmp_path / "ours").mkdir()
    for name, lines in (("corpus", corpus), ("questions", rows)):
        text = "\n".join(json.dumps(line) for line in lines)
        (tmp_path / "ours" / f"{name}.jsonl").write_text(text, encoding="utf-8")
    return tmp_path


def test_a_set_is_scored_as_table_and_record(folder: Path) -> None:
    (asked,) = question_sets(folder)
    scores = RetrievalScores(
        "letters", False, (score(asked, LetterEncoder(), None, PassageSettings()),)
    )
    record = scores.record()["sets"]["ours"]

    assert record["recall@1"] == record["sentence"] == record["one_of_three"] == 1.0
    assert record["auroc_near"] == 1.0
    assert "ours" in scores.table()
    json.dumps(scores.record())


def test_an_answer_has_to_stand_in_the_excerpt_whole(folder: Path) -> None:
    (asked,) = question_sets(folder)
    question, document = asked.questions[0], asked.documents[0]
    start = question.answers[0].start

    assert holds_answer(question, Excerpt(document, 0, start + 8))
    assert not holds_answer(question, Excerpt(document, 0, start + 4))
    assert not holds_answer(question, Excerpt(asked.documents[1], 0, 20))


def test_distractors_join_the_corpus_of_their_set(folder: Path) -> None:
    more = folder / "ours_distractors"
    more.mkdir()
    line = json.dumps({"doc_id": "c", "title": "C", "text": "Nothing of note."})
    (more / "corpus.jsonl").write_text(line, encoding="utf-8")
    (more / "questions.jsonl").write_text("", encoding="utf-8")

    (asked,) = question_sets(folder)
    assert [document.id for document in asked.documents] == ["a", "b", "c"]


def test_a_folder_without_sets_is_an_error_that_names_it(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=str(tmp_path)):
        question_sets(tmp_path)


NUMBERS = st.lists(st.integers(-3, 3), min_size=1, max_size=12)


@given(NUMBERS, NUMBERS)
def test_auroc_is_the_share_of_pairs_in_order(above: list[int], below: list[int]) -> None:
    pairs = [1.0 if a > b else 0.5 if a == b else 0.0 for a in above for b in below]

    assert auroc(above, below) == pytest.approx(sum(pairs) / len(pairs))


def test_recall_and_reciprocal_rank() -> None:
    assert recall([0, 2, None], 1) == pytest.approx(1 / 3)
    assert recall([0, 2, None], 3) == pytest.approx(2 / 3)
    assert reciprocal_rank([0, 1, None]) == pytest.approx(0.5)
