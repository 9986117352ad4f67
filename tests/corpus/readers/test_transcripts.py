from __future__ import annotations

import io

import pytest

from corpus.readers.dispatch import read_bytes
from corpus.readers.options import ReadingOptions
from corpus.readers.plain import read_plain

SAID = (
    "INES MARLOW: We were told November. Nobody rang.",
    "Oda Fenn: I heard it from the gulls.",
    "INES MARLOW: And then?",
)
TIMES = ["0:01", "0:14", "1:02:07"]


def written(head: str, between: str = "\n") -> str:
    """The same talk with heads like ``head``."""
    return "\n".join(
        head.format(name=name, time=time) + between + words + "\n"
        for (name, words), time in zip((turn.split(": ") for turn in SAID), TIMES, strict=True)
    )


@pytest.mark.parametrize(
    "head",
    ["{name}  {time}", "{name} {time}  ", "{name} ({time}):", "{name}: ({time})", "[{time}] {name}",
     "{time} {name}:", "{time} - {name}", "[{name}] {time}", "{name} | {time}", "{name}\t{time}"],
)  # fmt: skip
@pytest.mark.parametrize("between", ["\n", "\n\n"])
def test_a_name_and_a_time_on_a_line_label_the_words_below(head: str, between: str) -> None:
    draft = read_plain("The Long Ebb\n\nRecorded on the quay.\n\n" + written(head, between))

    assert draft.paragraphs == ("The Long Ebb", "Recorded on the quay.", *SAID)
    assert [(mark.paragraph, mark.label) for mark in draft.marks] == [
        (2, "0:01"), (3, "0:14"), (4, "1:02:07")
    ]  # fmt: skip


def test_a_time_before_the_name_and_the_words_on_one_line_is_no_part_of_them() -> None:
    draft = read_plain("\n".join(f"[00:0{n}:02] {said}" for n, said in enumerate(SAID)))

    assert draft.paragraphs == SAID


def test_what_one_says_over_several_lines_is_one_turn() -> None:
    text = written("{name}  {time}").replace("November. ", "November.\n")

    assert read_plain(text).paragraphs == SAID


def test_numbered_speakers_are_speakers() -> None:
    text = "Speaker 1  0:01\nIt was late.\n\nSpeaker 2  0:04\nIt was.\n\nSpeaker 1  0:09\nGo.\n"

    assert read_plain(text).paragraphs[0] == "Speaker 1: It was late."


def test_captions_without_names_are_joined() -> None:
    text = "0:00\nthe ferry was late\n0:03\nevery day since\n0:06\nthe frost\n"
    draft = read_plain(text)

    assert draft.paragraphs == ("the ferry was late every day since the frost",)
    assert [mark.label for mark in draft.marks] == ["0:00"]


@pytest.mark.parametrize(
    "text",
    [
        "Jazz 20:00\nat the pier\nFilm 21:00\nin the hall\nFire 22:00\non the beach\n",
        "Opening 10:00\nBreak 10:30\nOpening 11:00\nLunch 12:00\n",
        "It rang at 5:10\nand again.\nIt rang at 4:10\nas well.\nIt rang at 3:10\ntoo.",
    ],
)
def test_the_hours_of_a_day_are_no_transcript(text: str) -> None:
    assert not read_plain(text).marks


def test_a_meeting_that_a_word_processor_holds_is_a_transcript_too() -> None:
    import docx

    document = docx.Document()
    document.add_heading("The Long Ebb")
    for (name, words), time in zip((turn.split(": ") for turn in SAID), TIMES, strict=True):
        paragraph = document.add_paragraph()
        paragraph.add_run(f"{name}   {time}").bold = True
        paragraph.add_run().add_break()
        paragraph.add_run(words)
    content = io.BytesIO()
    document.save(content)
    (draft,) = read_bytes(content.getvalue(), "a.docx", ReadingOptions()).drafts

    assert draft.paragraphs == ("The Long Ebb", *SAID)
    assert [mark.label for mark in draft.marks] == TIMES
