from __future__ import annotations

from bot.evaluation.speed import made_up, steps, table
from embeddings.reader import Reader
from tests.fakes import WordEncoder


def test_every_step_of_an_answer_can_be_timed() -> None:
    encoder = WordEncoder()
    collection, questions = made_up(30, encoder)
    named = dict(steps(collection, encoder, Reader.load()))
    for step in named.values():
        step(questions[0])

    assert {"encode the question", "blend", "read", "all"} <= set(named)
    assert "| read | 1.50 |" in table({30: dict.fromkeys(named, 1.5)}, encoder.name)
