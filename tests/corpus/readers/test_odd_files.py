"""What is no fault of a file but of the program that wrote it, as newsrooms' folders hold it."""

from __future__ import annotations

import io
import json

import pytest

from corpus.readers.dispatch import is_cheap, read_bytes
from corpus.readers.draft import Draft, Unreadable
from corpus.readers.mail import parsed_mail, read_letter
from corpus.readers.options import ReadingOptions


def drafts(data: str | bytes, name: str) -> list[Draft]:
    content = data if isinstance(data, bytes) else data.encode()
    return list(read_bytes(content, name, ReadingOptions()).drafts)


def paragraphs(data: str | bytes, name: str) -> list[tuple[str, ...]]:
    return [draft.paragraphs for draft in drafts(data, name)]


def letter_in(data: bytes) -> Draft | None:
    return read_letter(parsed_mail(data))


PAGE = "<p>It was <b>late</b>.</p>\n<p>&ldquo;Go home,&rdquo; she said.</p>"
PAGE_READ = ("It was late.", "“Go home,” she said.")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.jsonl", json.dumps({"title": "Ebb", "body": PAGE}) + "\n"),
        ("a.jsonl", json.dumps({"body": PAGE}).replace("<", "\\u003c").replace("/", "\\/")),
        ("a.csv", f'title,content_html\nEbb,"{PAGE}"\n'),
        ("a.json", json.dumps({"response": {"results": [{"fields": {"body": PAGE}}]}})),
    ],
)
def test_a_page_within_a_row_is_read_without_its_marks(name: str, content: str) -> None:
    assert paragraphs(content, name) == [PAGE_READ]
    assert not is_cheap(content.encode(), name)  # a page is parsed in the process with limits


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.csv", "sep=;\r\ntitle;text\r\nEbb;It was late, it was.\r\n"),
        ("a.csv", "title|text\nEbb|It was late, it was.\n"),
        ("a.csv", '\ufeff"id","Title","Body Text"\n"7","Ebb","It was late, it was."\n'),
        ("a.csv", "title\ttext\nEbb\tIt was late, it was.\n".encode("utf-16")),
        ("a.json", json.dumps({"title": "Ebb", "paragraphs": ["It was late, it was."]})),
    ],
)
def test_a_table_is_read_whatever_wrote_it(name: str, content: str | bytes) -> None:
    (draft,) = drafts(content, name)

    assert (draft.title, draft.paragraphs) == ("Ebb", ("It was late, it was.",))


def test_a_line_with_strokes_in_a_text_is_no_table() -> None:
    assert paragraphs("title|text\n\nIt was late.", "a.txt") == [("title|text", "It was late.")]


def test_a_byline_and_a_time_in_a_row_become_a_name_and_a_day() -> None:
    row = {"text": "It was late.", "byline": "By Ines Marlow", "published_at": "2021-03-04T05:06Z"}
    (draft,) = drafts(json.dumps(row), "a.json")

    assert (draft.author, draft.published) == ("Ines Marlow", "2021-03-04")


def test_cues_without_blank_lines_between_are_told_apart() -> None:
    cues = ["It was late.", "It was 12\n30 degrees.", "She left."]
    text = "\n".join(
        f"{n}\n00:00:0{n},000 --> 00:00:0{n},500\n{cue}" for n, cue in enumerate(cues, 1)
    )
    (draft,) = drafts(text, "a.srt")

    assert draft.paragraphs == ("It was late. It was 12 30 degrees. She left.",)


LETTER = "From: Ines Marlow <ines@example.org>\nTo: desk@example.org\nSubject: Ebb\n"
FIELDS = "From: Oda Fenn <oda@example.org>\nSent: Monday\nTo: Ines\nSubject: Ebb"


@pytest.mark.parametrize(
    ("subtype", "body"),
    [
        ("plain", f"It was late.\n\n________________________________\n{FIELDS}\n\nWas it late?"),
        ("plain", "It was late.\n\nSent from my pocket phone\n\nOn Monday Oda wrote:\n> Was it?"),
        (
            "plain",
            f"It was late.\n\n{FIELDS.replace('From', '*From').replace(': ', ':* ')}\n\nWas?",
        ),
        ("html", f"<p>It was late.</p><hr><div>{FIELDS.replace(chr(10), '<br>')}</div><p>Was?</p>"),
        (
            "html",
            "<div>It was late.</div><div class=gmail_quote><div>On Monday Oda Fenn wrote:<br></div>"
            "<blockquote class=gmail_quote>Was it late?</blockquote></div>",
        ),
        (
            "html",
            "<p>It was late.</p><div>On Monday Oda Fenn wrote:</div>"
            "<blockquote type=cite>Was it late?</blockquote>",
        ),
    ],
)
def test_the_letter_below_is_left_out_whatever_program_put_it_there(
    subtype: str, body: str
) -> None:
    draft = letter_in(f"{LETTER}Content-Type: text/{subtype}\n\n{body}\n".encode())

    assert draft is not None
    assert draft.paragraphs == ("It was late.",)
    assert "earlier e-mail quoted below" in [removal.reason for removal in draft.removed]


def test_an_answer_between_the_lines_and_a_letter_of_nothing_but_a_quotation_stay() -> None:
    between = "<blockquote type=cite>Was it late?</blockquote><p>It was.</p>"
    forwarded = "<blockquote type=cite>Was it late?</blockquote>"
    for body, kept in ((between, ("Was it late?", "It was.")), (forwarded, ("Was it late?",))):
        draft = letter_in(f"{LETTER}Content-Type: text/html\n\n{body}\n".encode())

        assert draft is not None
        assert draft.paragraphs == kept


def test_fields_in_a_story_are_no_earlier_letter() -> None:
    body = "The card read:\n\nTo: Oda\n\nFrom: a friend.\n\nShe kept it."
    draft = letter_in(f"{LETTER}\n{body}\n".encode())

    assert draft is not None
    assert draft.paragraphs[-1] == "She kept it."


def test_a_mailbox_is_all_its_letters() -> None:
    box = "".join(
        f"From ines@example.org Thu Mar  4 05:06:07 2021\n{LETTER}\nLetter {n}.\n>From then on.\n\n"
        for n in (1, 2)
    )

    found = drafts(box, "box.mbox")

    assert [draft.name for draft in found] == ["1", "2"]
    assert [draft.paragraphs for draft in found] == [
        (f"Letter {n}.", "From then on.") for n in (1, 2)
    ]


def test_a_letter_whose_plain_part_is_empty_is_read_from_its_page() -> None:
    parts = "--q\nContent-Type: text/plain\n\n\n--q\nContent-Type: text/html\n\n<p>Late.</p>\n--q--"
    head = f"{LETTER}MIME-Version: 1.0\nContent-Type: multipart/alternative; boundary=q\n\n"
    draft = letter_in((head + parts).encode())

    assert draft is not None
    assert draft.paragraphs == ("Late.",)


def test_a_subject_that_is_not_encoded_is_read() -> None:
    draft = letter_in(
        LETTER.replace("Ebb", "The new café à Orléans").encode("cp1252") + b"\nLate.\n"
    )

    assert draft is not None
    assert draft.title == "The new café à Orléans"


def test_an_old_page_without_paragraphs_keeps_its_words() -> None:
    page = (
        "<html><body><h1>Ebb</h1>The ferry had been late every day since the frost began.<br><br>"
        "Nobody on the quay had asked why it was late.<table><tr><td>The purser, who knew, "
        "did not tell anybody what he knew.</td></tr></table></body></html>"
    )

    assert paragraphs(page, "a.html") == [
        (
            "Ebb",
            "The ferry had been late every day since the frost began.",
            "Nobody on the quay had asked why it was late.",
            "The purser, who knew, did not tell anybody what he knew.",
        )
    ]


def test_a_page_that_a_program_fills_is_read_from_what_it_tells_search_engines() -> None:
    stated = json.dumps({"@type": "NewsArticle", "headline": "Ebb", "articleBody": "It was late."})
    page = f'<html><body><div></div><script type="application/ld+json">{stated}</script></body>'

    assert paragraphs(page, "a.html") == [("It was late.",)]


def test_text_that_word_hides_and_deleted_text_are_not_read() -> None:
    import docx

    document = docx.Document()
    paragraph = document.add_paragraph("It was ")
    paragraph.add_run("very ").font.hidden = True
    paragraph.add_run("late.").font.hidden = False
    content = io.BytesIO()
    document.save(content)

    assert paragraphs(content.getvalue(), "a.docx") == [("It was late.",)]


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b'<?xml version="1.0"?><rss><item>Ebb</item></rss>', "XML that is no web page"),
        (b"[Script Info]\nTitle: Ebb\n", "save them as .srt"),
        (b"ebb.txt".ljust(257, b"\0") + b"ustar\0".ljust(255, b"\0") + b"Late.", "a tar archive"),
    ],
)
def test_what_has_no_reader_is_named(content: bytes, fault: str) -> None:
    with pytest.raises(Unreadable, match=fault):
        drafts(content, "a")
