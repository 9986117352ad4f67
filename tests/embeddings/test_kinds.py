from __future__ import annotations

import pytest

from embeddings.kinds import asked_for


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("How many boats came home?", "Eleven boats came home before the storm."),
        ("how many people signed", "The petition has 4,112 names."),
        ("How old is the ferryman?", "He turned seventy-two in May."),
        ("How much did she pay for the piano?", "Nine hundred crowns, and the fish besides."),
        ("How much does the concert cost?", "Entry is free."),
        ("In which year did the mill burn down?", "The mill burnt down in 1931."),
        ("What year was the choir founded?", "It was the last decade of the old century."),
    ],
)
def test_a_number_or_a_year_is_known_by_its_question(question: str, sentence: str) -> None:
    kind = asked_for(question)

    assert kind
    assert kind.search(sentence)


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("How many boats came home?", "The boats came home before the storm."),
        ("How heavy were the marrows?", "Somebody had flattened the vicar’s marrows."),
        ("Which year was the hotel built?", "The hotel has stood there for thirty-one winters."),
    ],
)
def test_a_sentence_without_it_is_no_answer(question: str, sentence: str) -> None:
    kind = asked_for(question)

    assert kind
    assert not kind.search(sentence)


@pytest.mark.parametrize(
    "question",
    ["Who sold the piano?", "How did she cross the river?", "How much did he like the song?"],
)
def test_other_questions_ask_for_nothing_that_can_be_seen(question: str) -> None:
    assert asked_for(question) is None
