"""Whose the words are that are told within somebody's speech."""

from __future__ import annotations

import pytest

from corpus.documents import Quotation
from corpus.quoting.finding import QuotationFinder
from tests.corpus.quoting.talk import found


def told(finder: QuotationFinder, text: str) -> list[Quotation]:
    return [quotation for quotation in found(finder, text) if quotation.is_told]


@pytest.mark.parametrize(
    ("text", "inner", "teller"),
    [
        pytest.param(
            "“The bailiff told me, ‘Take your goat off the green,’ and I laughed,” said Piet Hask.",
            "The bailiff",
            "Piet Hask",
            id="description",
        ),
        pytest.param(
            "\"Ana Ruz wrote, 'I will not sign,' and she did not,\" said Piet Hask.",
            "Ana Ruz",
            "Piet Hask",
            id="name",
        ),
        pytest.param(
            "‘Old Mr Lund said, “The well is dry,” before he died,’ said Petra Vos. ‘He knew.’",
            "Old Mr Lund",
            "Petra Vos",
            id="british-marks",
        ),
        pytest.param(
            '"I met the miller\'s widow," said Piet Hask. "She took my arm and she said, '
            "'The wheel turned by itself.' That was all.\"",
            "the miller's widow",
            "Piet Hask",
            id="pronoun-for-somebody-named-before-in-the-same-speech",
        ),
        pytest.param(
            "Petra Vos said a milkman had come by boat. \"He shouted, 'Leave the hens!' from"
            ' the river," she said.',
            "a milkman",
            "Petra Vos",
            id="pronoun-for-somebody-told-of-before-by-the-same-speaker",
        ),
        pytest.param(
            "\"My sister said, 'Burn it,' so I burned it,\" said Piet Hask.",
            "Piet Hask's sister",
            "Piet Hask",
            id="my-sister-is-the-speakers",
        ),
        pytest.param(
            "\"She told me, 'I will not sign,'\" said Piet Hask.",
            None,
            "Piet Hask",
            id="a-pronoun-for-nobody-named",
        ),
        pytest.param(
            "\"Nobody could say, 'I saw it,' that night,\" said Piet Hask.",
            None,
            "Piet Hask",
            id="nobody",
        ),
        pytest.param(
            "\"You said, 'Never again,' and here you are,\" said Piet Hask.",
            None,
            "Piet Hask",
            id="you",
        ),
    ],
)
def test_told_words_are_the_inner_speakers_and_told_by_the_outer(
    finder: QuotationFinder, text: str, inner: str | None, teller: str
) -> None:
    (quotation,) = told(finder, text)
    assert (quotation.speaker, quotation.via) == (inner, teller)


def test_what_i_said_within_my_own_speech_is_mine(finder: QuotationFinder) -> None:
    (quotation,) = told(finder, "\"I said, 'A thumb is heavy, sir,' and left,\" said Piet Hask.")
    assert (quotation.speaker, quotation.via) == ("Piet Hask", None)


def test_the_words_that_show_an_inner_speaker_stand_in_the_speech(finder: QuotationFinder) -> None:
    (quotation,) = told(
        finder, "“The bailiff told me, ‘Take your goat off,’ and I laughed,” said Piet Hask."
    )
    assert quotation.speaker_words == "The bailiff told"
    assert quotation.text == "‘Take your goat off,’"


def test_the_wives_of_two_tellers_are_two(finder: QuotationFinder) -> None:
    text = (
        "\"My wife says, 'Sell it now,' every day,\" said Piet Hask.\n\n"
        "\"My wife says, 'Keep it then,' every night,\" said Owen Rell."
    )
    assert [quotation.speaker for quotation in told(finder, text)] == [
        "Piet Hask's wife",
        "Owen Rell's wife",
    ]


def test_a_title_or_a_term_within_speech_is_told_by_nobody(finder: QuotationFinder) -> None:
    text = "\"We call the pit 'the larder' and I read 'The Salt Road' in it,\" said Piet Hask."
    assert told(finder, text) == []


def test_the_whole_speech_stays_the_outer_speakers(finder: QuotationFinder) -> None:
    outer = found(finder, "“The bailiff told me, ‘Take your goat off,’” said Piet Hask.")[0]
    assert (outer.speaker, outer.is_told) == ("Piet Hask", False)


def test_what_is_told_within_told_words_is_not_the_outer_speakers(finder: QuotationFinder) -> None:
    text = (
        "\"My sister said, 'I will not go,'\" Petra Vos said. "
        '"She added, \'I never told them, "Burn it."\'"'
    )
    burn = [one.speaker for one in told(finder, text) if "Burn it" in one.text]
    assert burn
    assert "Petra Vos" not in burn
