"""Who answers in an interview of Q and A."""

from __future__ import annotations

import pytest

from corpus.quoting.finding import QuotationFinder
from tests.corpus.quoting.talk import found, speakers

TALK = "\n\nQ: Is the weir safe?\n\nA: I hope so.\n\nQ: Who pays?\n\nA: We all do.\n"


@pytest.mark.parametrize(
    ("lead", "answering"),
    [
        ("Ida Lund took questions from readers on Monday.", "Ida Lund"),
        ("Ida Lund, who keeps the weir, talked to us on Monday.", "Ida Lund"),
        ("We spoke to the keeper, Ida Lund, on Monday.", "Ida Lund"),
        ("Our reporter sat down with Ida Lund.", "Ida Lund"),
        ("Ida Lund walked along the weir on Monday.", None),
        ("Ida Lund and Bram Holt answered our questions.", None),
        ("We spoke to Ida Lund and Bram Holt.", None),
        ("We spoke to Ida Lund. Bram Holt answered some questions too.", None),
    ],
)
def test_who_is_told_to_be_asked_says_the_answers(
    finder: QuotationFinder, lead: str, answering: str | None
) -> None:
    assert speakers(finder, lead + TALK) == [None, answering, None, answering]


def test_the_words_that_tell_who_answers_are_the_evidence(finder: QuotationFinder) -> None:
    answer = found(finder, "Ida Lund took questions from readers." + TALK)[1]
    assert answer.speaker_words == "Ida Lund took questions"
