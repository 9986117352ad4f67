"""Joint statements are all their makers'."""

from __future__ import annotations

import pytest

from corpus.quoting.finding import QuotationFinder
from tests.corpus.quoting.talk import found, speakers


@pytest.mark.parametrize(
    ("text", "last"),
    [
        pytest.param(
            "The mayor, Ida Kross, and the fire chief, Tom Wend, met. The mayor and the chief said"
            " the mill would close.",
            "Ida Kross and Tom Wend",
            id="roles",
        ),
        pytest.param(
            "Commissioner Adela Vance and the county ecologist, Rurik Stamm, said they were sorry.",
            "Adela Vance and Rurik Stamm",
            id="a-name-after-the-role-of-the-second",
        ),
        pytest.param(
            "Ada Holm and Brenda Quist wrote to the board. “It is false,” both women said.",
            "Ada Holm and Brenda Quist",
            id="both-women",
        ),
        pytest.param(
            "Ada Holm and Brenda Quist wrote to the board. Both said that the tax was a theft.",
            "Ada Holm and Brenda Quist",
            id="both",
        ),
        pytest.param(
            "The farmers’ league and the bakers’ guild called for an inquiry."
            " “Bread is not a toy,” the two groups said.",
            "The farmers’ league and the bakers’ guild",
            id="two-groups",
        ),
        pytest.param(
            "Jonas Aas and his wife, Hilde, keep the orchard. “We will not sell,” the couple said.",
            "Jonas Aas and Hilde",
            id="a-couple",
        ),
        pytest.param(
            "“Who writes?” asked Liesel.\n\n“Our uncle,” said Jorn.\n\n“Then we must answer,” said"
            " Liesel.\n\nBoth of them said that the house must stay shut. “At once,” they said.",
            "Jorn and Liesel",
            id="the-two-who-talk",
        ),
        pytest.param(
            "Liesel and Jorn Amory wrote to the board.\n\n“We ask for nothing else,” brother and"
            " sister wrote.",
            "Liesel and Jorn Amory",
            id="brother-and-sister",
        ),
        pytest.param(
            "Ada Holm came in with Brenda Quist.\n\nThe rain had stopped.\n\nA crowd stood by the"
            " pump. “Open it,” both of them said.",
            None,
            id="nobody-where-the-text-does-not-say-which-two",
        ),
    ],
)
def test_a_joint_statement_is_of_all_its_makers(
    finder: QuotationFinder, text: str, last: str | None
) -> None:
    assert speakers(finder, text)[-1] == last


def test_it_is_of_all_who_issued_the_statement(finder: QuotationFinder) -> None:
    text = (
        "The dockers’ union and the shipping company issued a joint statement on Friday."
        " “No one will lose a day’s pay,” it said."
    )
    (quotation,) = found(finder, text)

    assert quotation.speaker == "The dockers’ union and the shipping company"
    assert quotation.via == "a joint statement"


def test_they_are_not_two_of_an_earlier_paragraph_once_others_have_come(
    finder: QuotationFinder,
) -> None:
    text = (
        "Lena Ott and Petra Vos said the well would open.\n\n"
        "Then Liesel came in with a lamp. “It is late,” they said."
    )
    assert speakers(finder, text)[-1] is None
