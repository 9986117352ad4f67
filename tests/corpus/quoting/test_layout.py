"""Dialogue dashes, transcripts, and names that layout puts beside a quotation."""

from __future__ import annotations

import pytest

from corpus.documents import Span
from corpus.quoting.finding import QuotationFinder
from corpus.quoting.layout import (
    Utterance,
    blocks,
    is_dated_source,
    name_after,
    name_before,
    utterances_after_dashes,
    utterances_of_transcript,
)
from corpus.quoting.parsing import paragraphs_of
from corpus.readers.plain import read_plain
from tests.corpus.quoting.talk import found, speakers


def lines(text: str) -> list[Span]:
    return blocks(text, paragraphs_of(text))


def shown(text: str, utterances: list[Utterance]) -> list[str]:
    return [text[utterance.start : utterance.end] for utterance in utterances]


def labels(text: str, utterances: list[Utterance]) -> list[str | None]:
    return [
        text[utterance.label.start : utterance.label.end] if utterance.label else None
        for utterance in utterances
    ]


# --- blocks --------------------------------------------------------------------------------------


def test_lines_that_a_program_broke_are_one_block() -> None:
    text = (
        "The ferry left the quay at nine with eleven passengers and a crate\n"
        "of hens, and nobody on the pier could say afterwards who had cast\n"
        "the rope off."
    )

    assert lines(text) == [Span(0, len(text))]


def test_lines_that_stand_for_themselves_are_blocks() -> None:
    text = '"A fair price."\n— Nils Berg\nThe mill shut.'

    assert [text[start:end] for start, end in lines(text)] == text.split("\n")


# --- transcripts ---------------------------------------------------------------------------------


def test_a_transcript_gives_every_turn_its_label() -> None:
    text = "OKORO: I saw no boat.\nMS. LUND: None at all?\nOKORO: None. It was dark."
    utterances = utterances_of_transcript(text, lines(text))

    assert shown(text, utterances) == ["I saw no boat.", "None at all?", "None. It was dark."]
    assert labels(text, utterances) == ["OKORO", "MS. LUND", "OKORO"]


def test_a_conversation_of_two_lines_is_a_transcript() -> None:
    text = "[10:02] Okoro: Did you see it?\n[10:03] Lund: No."
    utterances = utterances_of_transcript(text, lines(text))

    assert shown(text, utterances) == ["Did you see it?", "No."]
    assert labels(text, utterances) == ["Okoro", "Lund"]


def test_a_transcript_goes_on_over_paragraphs_without_a_label() -> None:
    text = "Q: Who rang?\n\nA: The warden.\n\nI heard it twice.\n\nQ: When?\n\nA: At nine."
    utterances = utterances_of_transcript(text, lines(text))

    assert labels(text, utterances) == ["Q", "A", "A", "Q", "A"]
    assert [utterance.part for utterance in utterances] == [False, False, True, False, False]


@pytest.mark.parametrize(
    "aside",
    [
        "He got up and shut the window.",
        "Lund poured the tea. The wind had dropped.",
        "[The lights go out.]",
    ],
)
def test_narration_between_the_turns_of_a_transcript_is_nobodys(aside: str) -> None:
    text = f"Okoro: Who rang?\n\nLund: The warden.\n\n{aside}\n\nOkoro: When?\n\nLund: At nine."
    utterances = utterances_of_transcript(text, lines(text))

    assert shown(text, utterances) == ["Who rang?", "The warden.", "When?", "At nine."]


def test_a_story_that_goes_on_after_a_transcript_is_not_its_last_speakers() -> None:
    text = (
        "Okoro: Who rang?\n\nLund: The warden.\n\nOkoro: When?\n\nLund: At nine.\n\n"
        "A week later the bell was sold to a circus."
    )

    assert shown(text, utterances_of_transcript(text, lines(text)))[-1] == "At nine."


def test_a_name_with_a_time_on_its_own_line_is_the_label_of_what_follows() -> None:
    text = "Ada Okoro  00:01\nWho rang?\n\nNils Lund  00:04\nThe warden.\n\nI heard him."
    utterances = utterances_of_transcript(text, lines(text))

    assert shown(text, utterances) == ["Who rang?", "The warden.", "I heard him."]
    assert labels(text, utterances) == ["Ada Okoro", "Nils Lund", "Nils Lund"]


@pytest.mark.parametrize(
    "text",
    [
        "READ MORE: The ferry is late again.\n\nThe pier shut.\n\nREAD MORE: Hens lost at sea.",
        "Note: the well is dry.\n\nIt rained.",
        "Venue: the old mill\n\nPrice: nine crowns\n\nTime: noon",
        "FERRY: Boats are late this winter.\n\nThe pier shut.",
        "Dear Nell:\n\nIt rains.\n\nDear Nell:\n\nIt rains again.",
        "Chorus:\nThe tide is low.\n\nChorus:\nThe tide is low.",
        "Doors 18:30\n\nSupper 19:00\n\nDancing 20:00",
    ],
)
def test_other_labels_make_no_transcript(text: str) -> None:
    assert utterances_of_transcript(text, lines(text)) == []


@pytest.mark.parametrize(
    ("one", "other"),
    [("Speaker 1", "Speaker 2"), ("Élodie Brun", "Oda Fenn"), ("ÉLODIE", "ODA"), ("Анна", "Пётр"),
     ("de Wit", "Ludwig van Beek"), ("Maria de la Cruz", "Van der Velde")],
)  # fmt: skip
@pytest.mark.parametrize("head", ["{name}: ", "{name} 00:1{n}\n", "[00:1{n}] {name}: "])
def test_names_of_every_kind_label_what_a_file_tells(
    finder: QuotationFinder, one: str, other: str, head: str
) -> None:
    said = [(one, "I saw no boat."), (other, "None at all?"), (one, "None. It was dark.")]
    turns = (head.format(name=name, n=n) + words for n, (name, words) in enumerate(said))
    text = "\n\n".join(read_plain("\n".join(turns)).paragraphs)
    quotations = found(finder, text)

    assert [text[quotation.start : quotation.end] for quotation in quotations] == [
        words for _, words in said
    ]
    assert [(quotation.speaker or "").casefold() for quotation in quotations] == [
        name.casefold() for name, _ in said
    ]


@pytest.mark.parametrize(
    "text",
    ["Soup: Boil it.\nBread: Bake it.\nSoup: Stir it.\nSalad: Toss it.",
     "Doors open 18:00\nCome early.\nSupper 19:00\nSoup and bread.\nSupper 20:00\nMore soup."],
)  # fmt: skip
def test_a_recipe_and_a_programme_say_nothing(finder: QuotationFinder, text: str) -> None:
    assert found(finder, "\n\n".join(read_plain(text).paragraphs)) == []


# --- dashes --------------------------------------------------------------------------------------


def test_a_line_of_dialogue_ends_where_its_clause_of_saying_begins() -> None:
    text = "— Is the well dry? asked Petra.\n\n— Look for yourself, he said. I dug it.\n\n— No!"

    assert shown(text, utterances_after_dashes(text, lines(text))) == [
        "— Is the well dry?",
        "— Look for yourself,",
        "I dug it.",
        "— No!",
    ]


def test_narration_between_dashes_is_no_speech() -> None:
    text = "—The well is dry —said Ana—. Nobody dug it.\n\n—Nobody."

    assert shown(text, utterances_after_dashes(text, lines(text))) == [
        "—The well is dry",
        "Nobody dug it.",
        "—Nobody.",
    ]


def test_narration_after_a_comma_stays_narration() -> None:
    text = "— The well is dry, said Ana, smiling at the goat.\n\n— Nobody dug it."

    assert shown(text, utterances_after_dashes(text, lines(text))) == [
        "— The well is dry,",
        "— Nobody dug it.",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "- eggs\n- milk\n- a rope",
        "— Nils Berg, baker",
        "- Bring eggs.\n\n- Bring milk.",
        "The ferry — an old one — left.",
    ],
)
def test_lists_and_asides_are_no_dialogue(text: str) -> None:
    assert utterances_after_dashes(text, lines(text)) == []


# --- names ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ('"A fair price."\n— Nils Berg, baker', "Nils Berg"),
        ('"A fair price."\n\n- Nils Berg', "Nils Berg"),
        ('"A fair price." — Warden Ada Okoro (retired)', "Warden Ada Okoro"),
        ('"A fair price." — Nils turned away.', None),
        ('"Mill to shut" — The Echo, May 4, 1998', None),
        ('"A fair price." The mill shut.', None),
    ],
)
def test_the_name_under_a_quotation(text: str, name: str | None) -> None:
    end = text.index('"', 1) + 1
    first, *rest = lines(text)
    found = name_after(text, end, rest[0] if rest else None, first.end)

    assert (text[found.start : found.end] if found else None) == name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ('From Warden Okoro:\n\n"We heard it."', "Warden Okoro"),
        ('Øystein Åsnes: "We heard it."', "Øystein Åsnes"),
        ('Ina Berg, baker:\n\n"We heard it."', "Ina Berg"),
        ('Chairman: "No more delays"', "Chairman"),
        ('He said this:\n\n"We heard it."', None),
        ('The mill shut.\n\n"We heard it."', None),
    ],
)
def test_the_name_that_leads_to_a_quotation(text: str, name: str | None) -> None:
    *before, block = lines(text)
    found = name_before(text, text.index('"'), block, before[-1] if before else None)

    assert (text[found.start : found.end] if found else None) == name


def test_a_dated_source_is_known() -> None:
    text = '"Mill to shut" — The Echo, May 4, 1998'

    assert is_dated_source(text, text.index('"', 1) + 1, len(text))


def test_the_letters_of_question_and_answer_are_nobody(finder: QuotationFinder) -> None:
    text = "Q: Is the weir safe?\n\nA: I hope so.\n\nQ: Who pays?\n\nA: We all do.\n"

    assert speakers(finder, text) == [None] * 4
