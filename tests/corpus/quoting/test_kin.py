"""One person under a name and a description by family ties: uncles and wives."""

from __future__ import annotations

import pytest

from corpus.quoting.finding import QuotationFinder
from corpus.quoting.gathering import gather
from tests.builders import document
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


def test_a_pronoun_follows_the_relative_whom_the_story_shows_to_be_somebody_named(
    finder: QuotationFinder,
) -> None:
    text = (
        "Mr. Penhale shut the gate. His wife came out. She had no shawl.\n\n"
        "Mrs. Penhale went in again."
    )
    _, parse = finder.speeches(document(text))
    cast = gather(text, parse)
    she = next(mention for mention in cast.mentions if text[mention.start :].startswith("She "))

    assert she.figure is not None
    assert she.figure.name == "Mrs. Penhale"
    assert all(mention.start in mention.somebody.starts for mention in cast.mentions
               if mention.somebody)  # fmt: skip
