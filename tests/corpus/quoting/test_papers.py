"""Whose words a paper is."""

from __future__ import annotations

from corpus.quoting.finding import QuotationFinder
from tests.corpus.quoting.talk import found, speakers


def test_a_letter_speaks_for_those_who_signed_it(finder: QuotationFinder) -> None:
    text = (
        "Signed by Harbour Master Jonas Reede and Judge Mary Obi, the letter said the pier was"
        " “a danger to shipping.”\n\nReede and Obi added that boats should keep away."
    )
    letter, both = found(finder, text)

    assert letter.speaker == both.speaker == "Jonas Reede and Mary Obi"
    assert (letter.via, both.via) == ("the letter", None)
    assert "the letter" in letter.speakers[0].aliases


def test_a_paper_that_nobody_signed_speaks_for_itself(finder: QuotationFinder) -> None:
    assert speakers(finder, "“No dogs on the pier,” read the sign at the gate.") == ["the sign"]


def test_letters_of_three_writers_are_three_letters(finder: QuotationFinder) -> None:
    text = (
        "A letter from Ada Holm came on Monday. “The well is dry,” the letter said.\n\n"
        "Bram’s letter was shorter. “I will not pay,” it read.\n\n"
        "A letter from Petra Vos lay under it. “Sell the goat,” the letter said."
    )
    assert speakers(finder, text) == ["Ada Holm", "Bram", "Petra Vos"]
