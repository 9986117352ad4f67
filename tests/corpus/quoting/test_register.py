"""Figures found again by their names and nouns."""

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
            "The boat yard, Finch & Sons, closed on Monday. In a statement it said that the slip"
            " had been sold.",
            ["Finch & Sons"],
            id="firm",
        ),
        pytest.param(
            "The three lawyers wrote to the council. The three offices said that it was late.\n\n"
            "“It is never too late,” the lawyers said.",
            ["the lawyers", "the lawyers"],
            id="as-many",
        ),
        pytest.param(
            "According to the Chamber of Crafts, four looms are left.",
            ["Chamber of Crafts"],
            id="chamber",
        ),
    ],
)
def test_a_house_is_one_figure_however_it_is_called(
    finder: QuotationFinder, text: str, expected: list[str]
) -> None:
    assert speakers(finder, text) == expected


@pytest.mark.parametrize(
    ("first", "later"),
    [
        pytest.param("Korean Central Weather Bureau", "KCWB", id="initials"),
        pytest.param("Mr. Robert Holm", "Bob", id="short-form"),
        pytest.param("Mr. Robert Holm", "Holm", id="surname"),
    ],
)
def test_a_shorter_name_finds_the_figure_of_the_full_one(
    finder: QuotationFinder, first: str, later: str
) -> None:
    source = document(f"{first} warned of snow. {later} closed the pass.")
    cast = gather(source.text, finder.speeches(source)[1])

    assert [figure.spellings[later] for figure in cast.called(first.split())] == [1]


def test_a_title_that_clashes_makes_another_figure(finder: QuotationFinder) -> None:
    source = document("Mr. Holm warned of snow. Mrs. Holm closed the pass.")
    cast = gather(source.text, finder.speeches(source)[1])

    assert [figure.name for figure in cast.figures] == ["Mr. Holm", "Mrs. Holm"]
