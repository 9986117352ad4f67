"""What is a person and what a thing that is only named like one."""

from __future__ import annotations

import pytest

from corpus.quoting.figures import Sort
from corpus.quoting.finding import QuotationFinder
from corpus.quoting.gathering import gather
from tests.builders import document
from tests.corpus.quoting.talk import speakers


def sort_of(finder: QuotationFinder, text: str, name: str) -> Sort:
    _, parse = finder.speeches(document(text))
    return next(f.sort for f in gather(text, parse).figures if name in f.spellings)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Divers found a crack in the hull of the Lady Ingrid. She sails no more.", "Lady Ingrid"),
        ("The ferry Lady Ingrid came in late. She had lost her anchor.", "Lady Ingrid"),
        ("Bruno slept aboard the Anna Petrea. She was tarred in May.", "Anna Petrea"),
        ("Calder Street was empty. It said nothing to him.", "Calder Street"),
    ],
)
def test_a_thing_named_like_a_person_is_none(finder: QuotationFinder, text: str, name: str) -> None:
    assert sort_of(finder, text, name) is Sort.THING


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("The skipper of the ferry, Petra Holm, smiled. She had lost her anchor.", "Petra Holm"),
        ("The crew of Captain Holm went home. He had lost his anchor.", "Captain Holm"),
        ("Aboard the ferry Petra Holm said that it was late.", "Petra Holm"),
    ],
)
def test_whoever_sails_is_a_person(finder: QuotationFinder, text: str, name: str) -> None:
    assert sort_of(finder, text, name) is Sort.PERSON


def test_she_is_the_engineer_and_not_her_ship(finder: QuotationFinder) -> None:
    text = (
        "Petra Holm served as engineer of the ferry Lady Ingrid. In May she warned that the pumps"
        " ran every night."
    )

    assert speakers(finder, text) == ["Petra Holm"]


def test_a_letter_s_greeting_names_whom_it_greets(finder: QuotationFinder) -> None:
    text = (
        "Felix Lund printed the letter.\n\nDear Mr Lund,\n\nI have no lamp.\n\nAnselm Ruz\n\n"
        "Mr Lund answered on the same day: “I can wait.”"
    )

    assert speakers(finder, text)[-1] == "Felix Lund"
