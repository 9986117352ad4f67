"""Documents made of letters: who signs them, and whom they greet."""

from __future__ import annotations

import pytest

from corpus.quoting.finding import QuotationFinder
from corpus.quoting.letters import letters_in
from tests.corpus.quoting.talk import speakers

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
