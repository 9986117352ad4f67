"""One person under a name and a description by family ties: uncles and wives."""

from __future__ import annotations

import pytest

from corpus.quoting.finding import QuotationFinder
from tests.corpus.quoting.talk import speakers


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "Uncle Torvald came down late. “The geese are out,” said my uncle.",
            ["Uncle Torvald"],
            id="uncle",
        ),
        pytest.param(
            "Mr. Penhale shut the gate. “Leave it open,” called his wife.\n\n"
            "Mrs. Penhale had the key in her apron.",
            ["Mrs. Penhale"],
            id="wife",
        ),
    ],
)
def test_a_relative_is_the_person_whom_the_story_leaves_no_choice_about(
    finder: QuotationFinder, text: str, expected: list[str]
) -> None:
    assert speakers(finder, text) == expected


def test_two_uncles_leave_my_uncle_alone(finder: QuotationFinder) -> None:
    text = "Uncle Torvald came with Uncle Piet. “The geese are out,” said my uncle."
    assert speakers(finder, text) == ["my uncle"]
