"""Speech is told from fragments of a sentence, titles, nicknames and terms."""

from __future__ import annotations

import pytest

from corpus.quoting.marks import marked
from corpus.quoting.scare_quotes import Wording, wording


def wordings(text: str) -> list[Wording]:
    return [wording(text, one, 0, len(text)) for one in marked(text, [(0, len(text))])]


@pytest.mark.parametrize(
    "text",
    [
        '"Never," said Ina.',
        '"Never!" Ina shut the door.',
        'Ina said: "The well is dry and the goat is gone"',
        'Ina wrote that "Nobody came. Nobody will."',
        '"We may be late"',
        'The sign reads "Mind the geese on the stairs".',
        "“Go;” said Ina.",
        '"We shut the gate", Ina Berg told the court.',
        '"No time like the present" said Ina.',
        'Ina Berg replied, "because the well is dry".',
    ],
)
def test_a_clause_of_its_own_is_speech(text: str) -> None:
    assert wordings(text) == [Wording.SPEECH]


@pytest.mark.parametrize(
    "text",
    [
        'The "free" parking cost nine crowns.',
        "The house had a “front porch,” as all of them did.",
        'She "made a fortune" in eels.',
        'Ina said the goat was "a menace".',
        '"Side-whiskers" were worn by all the ferrymen.',
        'He had come by the "back road."',
    ],
)
def test_words_within_a_sentence_are_a_fragment(text: str) -> None:
    assert wordings(text) == [Wording.FRAGMENT]


@pytest.mark.parametrize(
    "text",
    [
        "Her second novel, “The Salt Stair”, sold nine copies.",
        "They called it “The Long Ditch.”",
        "The harbour, known as “the old basin,” is dry.",
        "The essay, entitled, “On the Keeping of Eels,” won a prize.",
    ],
)
def test_titles_and_terms_are_names(text: str) -> None:
    assert wordings(text)[0] in (Wording.NAME, Wording.FRAGMENT)
    assert Wording.SPEECH not in wordings(text)


def test_an_indented_motto_under_a_heading_is_no_speech() -> None:
    text = "CHAPTER ONE\n\n     “The tide is a poor clerk and a worse witness.”\n\nIt rained."
    start = text.index("“")
    (one,) = marked(text, [(start, text.index("”") + 1)])

    assert wording(text, one, start, one.end) is Wording.NAME


def test_speech_goes_on_after_narration_that_ends_in_a_semicolon() -> None:
    text = '"You are right," replied her aunt; "go and look."'
    first, second = marked(text, [(0, len(text))])

    assert wording(text, second, 0, len(text), spoken=first.end) is Wording.SPEECH
