"""Roles by what a sentence tells: who served, became or was chosen, and one office of two names."""

from __future__ import annotations

import pytest

from corpus.quoting.finding import QuotationFinder
from tests.corpus.quoting.talk import found, speakers


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "The report was disputed by Petra Holm, who had served as chief engineer of the"
            " dockyard. “It leaked every night,” the chief engineer said.",
            ["Petra Holm"],
            id="served-as",
        ),
        pytest.param(
            "Olga Renn became mayor in 1990. She kept the post for a year. “I never liked the"
            " chain,” the mayor said.",
            ["Olga Renn"],
            id="became",
        ),
        pytest.param(
            "Olga Renn was elected mayor in May. “I never liked the chain,” the mayor said.",
            ["Olga Renn"],
            id="elected",
        ),
        pytest.param(
            "Ruth Amadi, who became chair of the bridge committee in May, read it aloud. “My father"
            " came home by ear,” the chair said.",
            ["Ruth Amadi"],
            id="chair-is-no-furniture",
        ),
        pytest.param(
            "Corin Ash came in from the quay. He was the town pilot, a wide man with a limp.\n\n"
            "“Shut the door,” said the pilot.",
            ["Corin Ash"],
            id="he-was",
        ),
        pytest.param(
            "A spokesman for Tarn Water, Piet Vos, came out. “We are looking into it,” the"
            " spokesman said.",
            ["Piet Vos"],
            id="role-with-its-house",
        ),
        pytest.param(
            "A spokesman for the council, Piet Vos, came out. “It is late,” the spokesman said.",
            ["Piet Vos"],
            id="role-with-a-group",
        ),
        pytest.param(
            "Owen Tull, who became head librarian in May, was there. “It is late,” the librarian"
            " said.",
            ["Owen Tull"],
            id="office-by-its-ending",
        ),
        pytest.param(
            "Ida Brandt, spokeswoman for Tarn Water, came out. “No letter came,” the spokesperson"
            " said.",
            ["Ida Brandt"],
            id="one-office-of-two-names",
        ),
    ],
)
def test_a_role_is_its_holder(finder: QuotationFinder, text: str, expected: list[str]) -> None:
    assert speakers(finder, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "Olga Renn became mayor in 1990. The mayor, Piet Vos, opened the weir on Monday."
            " “It is late,” the mayor said.",
            ["Piet Vos"],
            id="whoever-holds-it-now",
        ),
        pytest.param(
            "Olga Renn met Ada Finch at the weir. She was the mayor then, and a wide road was"
            " planned. “It is late,” the mayor said.",
            ["the mayor"],
            id="two-whom-she-may-mean",
        ),
        pytest.param(
            "Olga Renn was not the mayor. “It is late,” the mayor said.", ["the mayor"], id="not"
        ),
    ],
)
def test_a_role_that_may_be_another_s_joins_nobody(
    finder: QuotationFinder, text: str, expected: list[str]
) -> None:
    assert speakers(finder, text) == expected


def test_the_holder_has_the_role_by_which_a_reader_may_ask(finder: QuotationFinder) -> None:
    text = "Petra Holm, who served as chief engineer, did not come. “It leaked,” Holm wrote."

    assert found(finder, text)[0].speakers[0].roles == ("chief engineer",)


def test_the_head_of_something_is_a_person_and_speaks(finder: QuotationFinder) -> None:
    text = (
        "The council's head of parks, Evan Prosser, warned that the weir was older than anybody"
        " knew. “I am sorry,” said the head of parks."
    )

    assert speakers(finder, text) == ["Evan Prosser", "Evan Prosser"]


@pytest.mark.parametrize(
    "told",
    [
        "If Olga Renn were mayor, the weir would stand.",
        "Was Olga Renn the mayor?",
        "Olga Renn could become mayor.",
        "Olga Renn is no longer the mayor.",
        "Olga Renn was almost mayor.",
        "Nobody believed that Olga Renn was mayor.",
        "Olga Renn denied that she was mayor.",
    ],
)
def test_an_office_denied_doubted_or_ended_is_nobodys(finder: QuotationFinder, told: str) -> None:
    assert speakers(finder, f"{told} “It is late,” the mayor said.") != ["Olga Renn"]


def test_of_two_holders_the_first_is_not_the_speaker(finder: QuotationFinder) -> None:
    text = "Olga Renn was mayor until 1990. Piet Vos became mayor in 1991. “Late,” the mayor said."
    assert speakers(finder, text) != ["Olga Renn"]
