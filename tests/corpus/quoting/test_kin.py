"""One person under a name and a description: uncles, wives, letter writers, newcomers, firms."""

from __future__ import annotations

import pytest

from corpus.quoting.finding import QuotationFinder
from corpus.quoting.letters import letters_in
from tests.builders import document


def speakers(finder: QuotationFinder, text: str) -> list[str | None]:
    return [quotation.speaker for quotation in finder.quotations(document(text))]


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
        pytest.param(
            "A girl with a basket stood on the step.\n\n“And what is your name?” said Owen.\n\n"
            "“Marta. I bring the eggs.”\n\n“Put them down,” said Owen.\n\n"
            "“They are hot,” said the girl.",
            ["Owen", "Marta", "Owen", "Marta"],
            id="newcomer",
        ),
        pytest.param(
            "The boat yard, Finch & Sons, closed on Monday. In a statement it said that the slip"
            " had been sold.",
            ["Finch & Sons"],
            id="firm",
        ),
        pytest.param(
            "Mr. Holm rang. “Mr. Holm is here,” said Ines. “He binds old books.”\n\n"
            "Piet and Bruno looked up. The binder asked whether they had a lamp.",
            ["Ines", "Ines", "Mr. Holm"],
            id="who-does-it-by-the-words-of-another",
        ),
        pytest.param(
            "“I mended the weir at Tarn,” said Ottilie. Piet and Bruno looked up.\n\n"
            "“Mend ours,” said Bruno. The mender said that she would.",
            ["Ottilie", "Bruno", "Ottilie"],
            id="who-does-it-by-own-words",
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
        pytest.param(
            "“Then I shall go alone.” Ottilie took the lamp. “Somebody must.”\n\n"
            "“Not in this wind,” said Bruno.",
            ["Ottilie", "Ottilie", "Bruno"],
            id="beat-between",
        ),
        pytest.param(
            "Bruno Valk rang twice. He waited.\n\n“Father,” said Ottilie, “somebody is at the"
            " door.”\n\nHe put his book away. “Let him ring,” he said.",
            ["Ottilie", "Ottilie", "Bruno Valk"],
            id="not-who-is-addressed-unknown",
        ),
    ],
)
def test_a_description_is_the_person_whom_the_text_shows_it_to_be(
    finder: QuotationFinder, text: str, expected: list[str]
) -> None:
    assert speakers(finder, text) == expected


def test_two_uncles_leave_my_uncle_alone(finder: QuotationFinder) -> None:
    text = "Uncle Torvald came with Uncle Piet. “The geese are out,” said my uncle."
    assert speakers(finder, text) == ["my uncle"]


LETTER = (
    "Dear Sanne,\n\nYou asked me whether the mill still turns. I said that it did."
    " ‘You are too late, Josefien,’ said the miller.\n\nYour loving\nJosefien"
)


def test_a_letter_is_told_by_who_signs_it_to_whom_it_greets(finder: QuotationFinder) -> None:
    assert speakers(finder, LETTER) == ["Sanne", "Josefien", "the miller"]


def test_you_of_a_text_that_is_no_letter_is_nobody(finder: QuotationFinder) -> None:
    assert speakers(finder, "You said that the mill still turned.") == [None]


@pytest.mark.parametrize(
    ("text", "sender", "addressee"),
    [
        (LETTER, "Josefien", "Sanne"),
        ("Dear Mr. Olafsen,\n\nThe roof leaks.\n\nYours sincerely,\nB. Tarn", "B. Tarn",
         "Mr. Olafsen"),
        ("Dear Sanne,\n\nOne.\n\nPiet\n\nDear Sanne,\n\nTwo.\n\nJosefien", "", "Sanne"),
        ("Dear me, said the miller. It was a dear price.\n\nSanne", "", ""),
    ],
)  # fmt: skip
def test_letters_know_their_sender_and_addressee(text: str, sender: str, addressee: str) -> None:
    letters = letters_in(text)
    assert (letters.sender, letters.addressee) == (sender, addressee)
