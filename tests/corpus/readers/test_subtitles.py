from __future__ import annotations

from corpus.readers.plain import read_plain
from corpus.readers.subtitles import clock, read_subtitles

SRT = """1
00:00:01,000 --> 00:00:03,500
<i>The ferry had been late</i>
every day

2
00:00:03,600 --> 00:00:05,000
since the frost.

3
00:01:10,000 --> 00:01:12,000
- Go home.
- I will not.
"""
VTT = """WEBVTT

NOTE made by hand

00:01.000 --> 00:04.000 align:start
<v Ines Marlow>It was late, &amp; cold.

00:04.500 --> 00:06.000
<v Ines Marlow>Nobody rang.

00:07.000 --> 00:09.000
<v Oda Fenn>I heard it from the gulls.
"""
ROLLING = """WEBVTT

00:01.000 --> 00:02.000
the ferry was late

00:02.000 --> 00:03.000
the ferry was late
and nobody rang
"""


def test_cues_are_joined_to_sentences_and_parted_at_pauses_and_turns() -> None:
    draft = read_subtitles(SRT)

    assert draft.paragraphs == (
        "The ferry had been late every day since the frost.",
        "Go home.",
        "I will not.",
    )
    assert [mark.label for mark in draft.marks] == ["0:00:01", "0:01:10", "0:01:10"]


def test_a_named_voice_is_said_once_before_its_words() -> None:
    assert read_subtitles(VTT).paragraphs == (
        "Ines Marlow: It was late, & cold. Nobody rang.",
        "Oda Fenn: I heard it from the gulls.",
    )


def test_a_line_that_rolls_up_is_read_once() -> None:
    assert read_subtitles(ROLLING).paragraphs == ("the ferry was late and nobody rang",)


def test_a_transcript_keeps_its_speakers_and_cites_its_times() -> None:
    draft = read_plain(
        "[00:01] INES: It was late.\n[00:05] ODA: Nobody rang.\n[1:02:07] INES: Go home.\n"
    )

    assert draft.paragraphs == ("INES: It was late.", "ODA: Nobody rang.", "INES: Go home.")
    assert [mark.label for mark in draft.marks] == ["00:01", "00:05", "1:02:07"]


def test_times_are_shown_as_players_show_them() -> None:
    assert clock(3723.9) == "1:02:03"
