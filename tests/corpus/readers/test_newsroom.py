"""Files as a newsroom's programs write them, read without what those put into sentences."""

from __future__ import annotations

import io
import json

import pytest

from corpus.readers.dispatch import read_bytes
from corpus.readers.draft import Draft, Unreadable
from corpus.readers.options import ReadingOptions


def drafts(data: str | bytes, name: str) -> list[Draft]:
    content = data if isinstance(data, bytes) else data.encode()
    return list(read_bytes(content, name, ReadingOptions()).drafts)


def paragraphs(data: str | bytes, name: str) -> list[str]:
    (draft,) = drafts(data, name)
    return list(draft.paragraphs)


def test_a_footnote_of_an_opendocument_text_comes_after_it_and_cells_keep_their_spaces() -> None:
    from odf.opendocument import OpenDocumentText
    from odf.table import Table, TableCell, TableRow
    from odf.text import Note, NoteBody, NoteCitation, P

    document = OpenDocumentText()
    paragraph, note, body = P(text="It was late"), Note(noteclass="footnote"), NoteBody()
    note.addElement(NoteCitation(text="1"))
    body.addElement(P(text="By the town clock."))
    note.addElement(body)
    paragraph.addElement(note)
    paragraph.addText(" when the ferry came.")
    document.text.addElement(paragraph)
    table, row, cell = Table(), TableRow(), TableCell()
    for words in ("Monday", "early"):
        cell.addElement(P(text=words))
    row.addElement(cell)
    row.addElement(TableCell())
    table.addElement(row)
    document.text.addElement(table)
    content = io.BytesIO()
    document.write(content)

    assert paragraphs(content.getvalue(), "a.odt") == [
        "It was late when the ferry came.", "Monday early |", "By the town clock."
    ]  # fmt: skip


def test_a_release_that_a_table_lays_out_keeps_its_paragraphs() -> None:
    import docx

    document = docx.Document()
    table = document.add_table(2, 2)
    table.cell(0, 0).text = "PRESS"
    table.cell(0, 1).text = "The ferry made its last crossing of the season on Thursday."
    table.cell(0, 1).add_paragraph("Nobody rang, said Oda Fenn.")
    table.cell(1, 0).text, table.cell(1, 1).text = "Monday", "3"
    content = io.BytesIO()
    document.save(content)

    assert paragraphs(content.getvalue(), "a.docx") == [
        "PRESS", "The ferry made its last crossing of the season on Thursday.",
        "Nobody rang, said Oda Fenn.", "Monday | 3",
    ]  # fmt: skip


def test_rtf_is_read_without_what_was_deleted_and_with_its_notes_below() -> None:
    code = (
        r"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0 Times;}}{\info{\title Caf\'e9 Ebb}}"
        r"It was {\deleted never }late{\footnote {\chftn} By the {\i town} clock.}, said Oda.\par"
        r"\pard\intbl Monday\cell 3\cell\row}"
    )
    (draft,) = drafts(code, "a.rtf")

    assert draft.title == "Café Ebb"
    assert draft.paragraphs == ("It was late, said Oda.", "Monday | 3", "By the town clock.")


@pytest.mark.parametrize(
    "mark",
    ['<sup><a href="#n1">1</a></sup>', '<sup class=x><a href="e.html#cite-1">[12]</a></sup>',
     '<a href="#n1" epub:type="noteref">1</a>', '<a role="doc-noteref" href="#a">*</a>'],
)  # fmt: skip
def test_the_number_of_a_note_is_no_part_of_a_word(mark: str) -> None:
    page = (
        f"<html><body><p>It was late{mark} when it came, over 10 m<sup>2</sup>.</p></body></html>"
    )

    assert paragraphs(page, "a.html") == ["It was late when it came, over 10 m2."]


def test_the_number_of_a_note_in_a_pdf_is_no_part_of_its_sentence() -> None:
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.platypus import Paragraph, SimpleDocTemplate

    style = ParagraphStyle("story", fontSize=11, leading=14)
    content = io.BytesIO()
    story = (
        "The ferry to Little Skerry made its last crossing of the season on Thursday, a month"
        " earlier than the island had been promised<super>1</super>, and nobody on the quay"
        " looked up when the bell rang over 40 km<super>2</super> of sand."
    )
    SimpleDocTemplate(content).build([Paragraph(story, style)])
    (text,) = paragraphs(content.getvalue(), "a.pdf")

    assert "had been promised, and nobody" in text
    assert "Thursday, a month" in text


def test_what_nobody_says_in_subtitles_is_left_out_and_named() -> None:
    cues = ("INES: It was late.", "♪ (a bell rings) ♪", "[DOOR SLAMS]", "[ODA] Go home.",
            "Subtitles by the Quay Club")  # fmt: skip
    text = "".join(f"{n}\n00:00:0{n},000 --> 00:00:0{n},900\n{c}\n\n" for n, c in enumerate(cues))
    (draft,) = drafts(text, "a.srt")

    assert draft.paragraphs == ("INES: It was late.", "[ODA] Go home.")
    assert [r.text for r in draft.removed] == [cues[1], cues[2], cues[4]]


@pytest.mark.parametrize(
    "head",
    ["---------- Forwarded message ---------\n", "-----Original Message-----\n", "________\n", ""],
)  # fmt: skip
def test_a_letter_that_is_only_passed_on_is_its_writer_s(head: str) -> None:
    letter = (
        "From: Ines Marlow <ines@example.org>\nTo: desk@example.org\nSubject: Fwd: Ebb\n\n"
        f"{head}From: Oda Fenn <oda@example.org>\nSent: Monday\nTo: Ines\nSubject: Ebb\n\n"
        "It was late.\n"
    )
    (draft,) = drafts(letter, "a.eml")

    assert (draft.title, draft.author, draft.paragraphs) == ("Ebb", "Oda Fenn", ("It was late.",))
    assert [removal.reason for removal in draft.removed] == ["head of a forwarded e-mail"]


def test_markdown_of_site_builders_is_read_without_their_marks() -> None:
    page = (
        "---\ntitle: Ebb\nauthor: {name: Ines Marlow, mail: x}\ndate: 1614816000\n---\n\n"
        "It was late.[^1] ~~Very~~ late.\n\n[^1]: By the clock.\n\n- [ ] ask Oda\n\n"
        '{{< figure src="a.jpg" >}}\n'
    )
    (draft,) = drafts(page, "a.md")

    assert (draft.author, draft.published) == ("Ines Marlow", "2021-03-04")
    assert draft.paragraphs == ("It was late. Very late.", "By the clock.", "ask Oda")


@pytest.mark.parametrize(
    "stamp",
    ["04/03/2021, 09:1{n} - ", "[04.03.21, 09:1{n}:00] ", "2021-03-04 09:1{n} ", "9:1{n} PM - "],
)  # fmt: skip
def test_messages_are_turns_with_their_times(stamp: str) -> None:
    said = (
        "Ines Marlow: It was late.",
        "Oda Fenn: It was.",
        "Ines Marlow: Go home.",
        "Oda Fenn: No.",
    )
    text = "\n".join(stamp.format(n=n) + line for n, line in enumerate(said))

    assert paragraphs(text, "a.txt") == list(said)


def test_the_chat_of_a_meeting_is_labelled_by_who_wrote() -> None:
    text = "".join(
        f"10:0{n}:02 From {name} to Everyone:\n\tIt was late.\n"
        for n, name in enumerate(("Ines Marlow", "Oda Fenn", "Ines Marlow"))
    )

    assert paragraphs(text, "a.txt")[:2] == ["Ines Marlow: It was late.", "Oda Fenn: It was late."]


def test_lines_below_a_title_are_paragraphs_where_each_is_a_sentence() -> None:
    assert len(paragraphs("The Long Ebb\rIt was late.\rVery late, said Oda.\r", "a.txt")) == 3


def test_a_table_without_a_column_of_text_is_named_not_read_as_a_story() -> None:
    with pytest.raises(Unreadable, match="no column is called text, body or content; name it so"):
        drafts("headline,day,place\nEbb,Monday,Skerry\n", "a.csv")


def test_a_feed_with_words_of_its_own_is_read_by_its_articles() -> None:
    feed = {"description": "News.", "items": [{"text": "It was very late."}, {"text": "Ebb."}]}
    story = {"text": "It was late, and it rained.", "comments": [{"text": "Yes."}]}

    assert [d.paragraphs[0] for d in drafts(json.dumps(feed), "a.json")] == [
        "It was very late.", "Ebb."
    ]  # fmt: skip
    assert paragraphs(json.dumps(story), "a.json") == ["It was late, and it rained."]


@pytest.mark.parametrize(
    "table",
    [
        "headline,byline,pub_date,full text\nEbb,By Ines Marlow,2021-03-04T00:00Z,It was late.\n",
        "Titel;Autor;Datum;Text\nEbb;Ines Marlow;2021-03-04;It was late.\n",
        '{"headline": {"main": "Ebb"}, "byline": {"original": "By Ines Marlow"},'
        ' "pub_date": "2021-03-04T01:02:03Z", "body": "It was late."}',
    ],
)
def test_columns_are_known_by_the_names_that_programs_give_them(table: str) -> None:
    (draft,) = drafts(table, "a.csv")

    assert (draft.title, draft.author, draft.published) == ("Ebb", "Ines Marlow", "2021-03-04")
    assert draft.paragraphs == ("It was late.",)


def test_a_table_of_one_column_is_one() -> None:
    assert [d.paragraphs for d in drafts("text\nIt was late.\nGo home.\n", "a.csv")] == [
        ("It was late.",), ("Go home.",)
    ]  # fmt: skip


def test_captions_that_begin_with_a_blank_and_labels_with_a_remark_are_read() -> None:
    text = (
        "WEBVTT\n\n00:01.000 --> 00:02.000\n \nthe<00:01.500><c> ferry</c>\n\n"
        "00:03.000 --> 00:04.000\nINES (V.O.): Go home.\n"
    )

    assert paragraphs(text, "a.vtt") == ["the ferry", "INES (V.O.): Go home."]
