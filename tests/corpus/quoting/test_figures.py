"""What a figure is called, and which names it answers to."""

from __future__ import annotations

import pytest

from corpus.names import take_apart
from corpus.quoting.figures import FIRST_NAME_TERMS, THE_NARRATOR, Figure, Sort


def figure(*spellings: str, sort: Sort = Sort.PERSON, times: int = 1) -> Figure:
    """Somebody called by each of the spellings, by the last of them so many times."""
    made = Figure(0, sort, names=[take_apart(text) for text in spellings])
    made.spellings.update(spellings)
    for text in spellings[-1:]:
        made.spellings[text] = times
    return made


def test_the_fullest_name_is_the_best_and_the_others_are_aliases() -> None:
    one = figure("Penhale", "Nora Penhale", "Nora")

    assert (one.name, one.aliases) == ("Nora Penhale", ["Penhale", "Nora"])


def test_a_story_on_first_name_terms_keeps_the_first_name() -> None:
    assert figure("Nora Penhale", "Nora", times=FIRST_NAME_TERMS).name == "Nora"
    assert figure("Nora Penhale", "Penhale", times=FIRST_NAME_TERMS).name == "Nora Penhale"


def test_a_narrator_without_a_name_is_the_narrator() -> None:
    assert figure(sort=Sort.NARRATOR).name == THE_NARRATOR
    assert figure("Win", sort=Sort.NARRATOR).aliases == [THE_NARRATOR]


@pytest.mark.parametrize(
    ("name", "answers"),
    [("Penhale", True), ("Mrs. Penhale", True), ("Mr. Penhale", False), ("Nora Roe", False)],
)
def test_a_figure_answers_to_names_that_nothing_contradicts(name: str, *, answers: bool) -> None:
    assert figure("Nora Penhale", "Mrs. Penhale").answers_to(take_apart(name)) is answers
