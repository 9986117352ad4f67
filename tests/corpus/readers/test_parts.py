"""A part of a file that cannot be read costs itself only, and is named."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from email.message import EmailMessage

import pytest

from corpus.readers.dispatch import is_cheap, read_bytes
from corpus.readers.draft import Unreadable
from corpus.readers.options import ReadingOptions

DEEP = "<div>" * 1000 + "<p>It was late.</p>"
TOO_DEEP = "a page nested too deeply to be one; save it again"
PICTURE = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"


def read(data: str | bytes, name: str) -> tuple[list[str], dict[str, str]]:
    """The texts in a file, and what is wrong with its parts by their names."""
    content = data if isinstance(data, bytes) else data.encode()
    found = read_bytes(content, name, ReadingOptions())
    return ["|".join(d.paragraphs) for d in found.drafts], dict(found.faults)


def letter(body: str, subtype: str = "plain") -> EmailMessage:
    message = EmailMessage()
    message["From"] = "Ines Marlow <ines@example.org>"
    message["Date"] = "Thu, 04 Mar 2021 09:15:00 +0000"
    message["Subject"] = "Ebb"
    message.set_content(body, subtype=subtype)
    return message


def table(*texts: str) -> str:
    out = io.StringIO()
    csv.writer(out).writerows([["title", "text"], *([f"T{n}", t] for n, t in enumerate(texts))])
    return out.getvalue()


def box(*letters: EmailMessage) -> bytes:
    head = b"From ines@example.org Thu Mar  4 05:06:07 2021\n"
    return b"".join(head + each.as_bytes() + b"\n\n" for each in letters)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.jsonl", "\n".join(json.dumps({"text": t}) for t in ("One.", DEEP, "Two."))),
        ("a.json", json.dumps([{"text": t} for t in ("One.", DEEP, "Two.")])),
        ("a.csv", table("One.", DEEP, "Two.")),
    ],
)
def test_a_page_nested_too_deeply_loses_its_row_only(name: str, data: str) -> None:
    assert read(data, name) == (["One.", "Two."], {"": f"row 2: {TOO_DEEP}"})


def test_a_page_nested_too_deeply_loses_its_letter_only() -> None:
    whole = box(letter("One."), letter(DEEP, "html"), letter("Two."))

    assert read(whole, "a.mbox") == (["One.", "Two."], {"2": TOO_DEEP})


def test_a_chapter_nested_too_deeply_loses_itself_only(tmp_path) -> None:  # type: ignore[no-untyped-def]
    import mkepub

    book = mkepub.Book(title="Ebb")
    for number, page in enumerate(("<p>One.</p>", DEEP + "</div>" * 1000, "<p>Two.</p>")):
        book.add_page(f"Part {number}", page)
    book.save(str(tmp_path / "a.epub"))
    book.tempdir.cleanup()
    texts, faults = read((tmp_path / "a.epub").read_bytes(), "a.epub")

    assert texts == ["One.|Two."]
    assert list(faults.values()) == [TOO_DEEP]


def test_a_damaged_file_loses_itself_and_not_its_archive() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("a.txt", "It was late.")
        archive.writestr("b.rtf", "{\\rtf1 \\u99999999999999999999?}")
        archive.writestr("c.html", "<html><body>" + DEEP)
    texts, faults = read(packed.getvalue(), "a.zip")

    assert texts[0] == "It was late."
    assert faults["c.html"] == TOO_DEEP


@pytest.mark.parametrize("written", [json.dumps, lambda row: json.dumps(row, indent=1)])
def test_rows_that_are_broken_in_a_list_or_in_lines_are_named(written) -> None:  # type: ignore[no-untyped-def]
    one, two = written({"text": "One."}), written({"text": "Two."})
    broken = '{"text": "Ebb" "more"}'
    texts, faults = read(f"[{one}, {broken}, {two}]", "a.json")
    assert texts == ["One.", "Two."]
    assert faults[""].startswith("row 2: not JSON from its character 16 on")

    texts, faults = read(f"{one}\n{broken}\n{two}\n", "a.jsonl")
    assert texts == ["One.", "Two."]
    assert faults[""].startswith("row 2: not JSON from its character 16 on")


def test_rows_without_a_text_are_named_in_one_line() -> None:
    rows = [{"title": "Ebb", "text": t} for t in (None, "One.", "", "Two.", None)]
    texts, faults = read("\n".join(map(json.dumps, rows)), "a.jsonl")

    assert texts == ["One.", "Two."]
    assert faults == {"": "row 1 and 2 more: no text in them; left out"}


def test_a_row_with_a_comma_too_many_is_named_and_never_half_read() -> None:
    texts, faults = read("title,text\nEbb,It was late, it was.\nTide,It was early.\n,,,\n", "a.csv")

    assert texts == ["It was early."]
    assert faults[""].startswith("row 1: 3 cells in 2 columns; put each cell with a ','")


def test_a_file_of_broken_rows_is_named_a_hundred_times_and_no_more() -> None:
    faults = read_bytes(b'{"text": "One."}\n' + b"1\n" * 5_000, "a.jsonl", ReadingOptions()).faults

    assert len(faults) == 101
    assert faults[-1].message == "row 102 and all below: left out, too many are broken"


def test_more_articles_than_are_allowed_are_an_error() -> None:
    with pytest.raises(Unreadable, match="more than the 2 articles allowed in a file; split it"):
        read_bytes(
            b'[{"text": "a"}, {"text": "b"}, {"text": "c"}]', "a", ReadingOptions(max_articles=2)
        )


def test_json_of_marks_instead_of_words_is_read_in_the_process_with_limits() -> None:
    marks = b'[{"text": "a"},' + b"[]," * 2_000_000 + b"0]"
    words = b'[{"text": "' + b"It was late. " * 500_000 + b'"}]'

    assert not is_cheap(marks, "a.json")
    assert is_cheap(words, "a.json")


def test_what_is_attached_and_cannot_be_read_is_named() -> None:
    message = letter("See below.")
    message.add_attachment(PICTURE, maintype="image", subtype="png", filename="quay.png")
    message.add_attachment(b"PK\3\4", maintype="application", subtype="zip", filename="a.docx")
    message.add_attachment(b"It was late.", maintype="text", subtype="plain", filename="ebb.txt")
    texts, faults = read(message.as_bytes(), "a.eml")

    assert texts == ["See below.", "It was late."]
    assert faults["quay.png"].startswith("a picture")
    assert faults["a.docx"].startswith("a damaged or cut ZIP")


def test_a_letter_that_is_attached_is_read_and_what_adorns_one_is_not_named() -> None:
    message = letter("<p>See below.</p>", "html")
    message.add_related(PICTURE, maintype="image", subtype="png", cid="<logo>")
    message.add_attachment(letter("It was late."), filename="ebb.eml")

    assert read(message.as_bytes(), "a.eml") == (["See below.", "It was late."], {})


def test_a_file_within_the_versions_of_a_letter_is_found() -> None:
    """As some programs put it: a page in two halves, and the file between them."""
    parts = (
        "From: ines@example.org\nTo: desk@example.org\nMIME-Version: 1.0\n"
        "Content-Type: multipart/alternative; boundary=a\n\n"
        "--a\nContent-Type: text/plain\n\nSee below.\n"
        "--a\nContent-Type: multipart/mixed; boundary=b\n\n"
        "--b\nContent-Type: text/html\n\n<p>See below.</p>\n"
        "--b\nContent-Disposition: attachment; filename=ebb.txt\n\nIt was late.\n"
        "--b--\n--a--\n"
    )

    assert read(parts, "a.eml") == (["See below.", "It was late."], {})


def test_a_mailbox_and_a_draft_without_a_recipient_are_letters() -> None:
    one = letter("It was late.")
    del one["Date"]

    assert read(box(one, one), "sent") == (["It was late."] * 2, {})
    assert read(letter("It was late.").as_bytes(), "draft") == (["It was late."], {})
