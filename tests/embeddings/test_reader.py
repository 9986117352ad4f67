from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from config.errors import UserError
from embeddings.reader import LONGEST_ANSWER, MODEL, OUTSIDE, Reader, Reading, _best_span

FERRY = (
    "The ferry to Osmond Island stopped in March. Tilda Brandt, who runs the line, said the engine"
    " had cracked in the frost. A new one will cost 40,000 crowns."
)
BAKERY = "The bakery on Quay Street opens at five. Its rye loaves are gone by noon."
SCHOOL = "Forty children walk to the school on the hill, and in winter they bring lamps."


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader.load(threads=1)


def scores(length: int) -> st.SearchStrategy[np.ndarray[tuple[int], np.dtype[np.float32]]]:
    return arrays(np.float32, length, elements=st.floats(-20, 20, width=32))


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("Who runs the ferry line?", "Tilda Brandt"),
        ("When did the ferry stop?", "March"),
        ("how much does a new engine cost", "40,000"),
    ],
)
def test_it_points_at_the_words_that_answer(reader: Reader, question: str, words: str) -> None:
    (reading,) = reader.read(question, [FERRY])

    assert words in FERRY[reading.start : reading.end]
    assert reading.margin > 0


def test_the_text_that_answers_is_the_most_relevant(reader: Reader) -> None:
    readings = reader.read("When does the bakery open?", [FERRY, SCHOOL, BAKERY])

    assert max(range(3), key=lambda at: readings[at].relevance) == 2
    assert readings[2].margin > max(readings[0].margin, readings[1].margin)


def test_the_sentence_that_answers_scores_best(reader: Reader) -> None:
    (reading,) = reader.read("What will a new engine cost?", [FERRY])
    ends = [FERRY.index(".") + 1, FERRY.index("frost.") + 6, len(FERRY)]
    found = [reading.sentence_score(a, b) for a, b in zip([0, *ends[:-1]], ends, strict=True)]

    assert found.index(max(found)) == 2


def test_readings_come_in_the_order_of_the_texts_whatever_is_beside_them(reader: Reader) -> None:
    texts = [FERRY * 2, BAKERY, SCHOOL, FERRY]
    together = reader.read("Who carries lamps?", texts)
    alone = [reader.read("Who carries lamps?", [text])[0] for text in texts]

    assert [r.relevance for r in together] == pytest.approx([r.relevance for r in alone], abs=0.15)


@settings(max_examples=25, deadline=None)
@given(question=st.text(max_size=60), text=st.text(max_size=200))
def test_any_text_can_be_read(reader: Reader, question: str, text: str) -> None:
    (reading,) = reader.read(question, [text])

    assert 0 <= reading.start <= reading.end <= len(text)
    assert np.isfinite([reading.relevance, reading.span_score, reading.no_answer_score]).all()


def test_what_does_not_fit_the_window_is_left_unread(reader: Reader) -> None:
    long = BAKERY * 200
    (reading,) = reader.read("When? " * 500, [long])

    assert 0 < reading.end < len(long)
    assert reading.sentence_score(len(long) - 20, len(long)) < OUTSIDE


def test_no_texts_give_no_readings(reader: Reader) -> None:
    assert reader.read("Who?", []) == []


def test_a_damaged_reader_is_not_used(tmp_path: Path) -> None:
    copy = shutil.copytree(MODEL, tmp_path / "reader")
    weights = copy / "model.safetensors"
    with weights.open("r+b") as opened:
        opened.seek(5_000_000)
        opened.write(b"\x00\x01\x02\x03")

    with pytest.raises(UserError, match=r"model\.safetensors: missing or damaged"):
        Reader.load(copy)


def test_a_folder_without_a_reader_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="turn the reader off"):
        Reader.load(tmp_path)


@given(data=st.data(), length=st.integers(1, 70))
def test_the_best_span_is_the_best_of_all_spans(data: st.DataObject, length: int) -> None:
    starts, ends = data.draw(scores(length)), data.draw(scores(length))
    first, last, score = _best_span(starts, ends)
    every = (
        starts[i] + ends[j]
        for i in range(length)
        for j in range(i, min(length, i + LONGEST_ANSWER))
    )

    assert score == starts[first] + ends[last] == max(every)
    assert first <= last < first + LONGEST_ANSWER


@given(data=st.data(), length=st.integers(1, 30))
def test_a_sentence_scores_as_its_best_span(data: st.DataObject, length: int) -> None:
    starts, ends = data.draw(scores(length)), data.draw(scores(length))
    offsets = np.array([(2 * n, 2 * n + 1) for n in range(length)], dtype=np.int32)
    reading = Reading(0.0, 0, 1, 0.0, 0.0, starts, ends, offsets)
    low = data.draw(st.integers(0, length - 1))
    high = data.draw(st.integers(low + 1, length))
    every = [starts[i] + ends[j] for i in range(low, high) for j in range(i, high)]

    assert reading.sentence_score(2 * low, 2 * high) == max(every)
