from __future__ import annotations

import io
import time
import zipfile

import pytest

from config.errors import CorpusError
from corpus.documents import Document
from corpus.readers.formats import Format, format_of
from corpus.reading import Notice, ReadingOptions, find_sources, read_corpus
from tests.corpus.readers.files import AUTHOR, STORY, TITLE, WRITERS

BARE = {"txt.gz", "zip"}  # nothing to state a title or an author in, or elsewhere than at the top
DISGUISED = ("docx", "pdf", "html", "eml")


@pytest.fixture(scope="module")
def documents(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Document] | CorpusError]:
    """What each file holds, all read in one go."""
    folder = tmp_path_factory.mktemp("formats")
    for kind, write in WRITERS.items():
        write(folder / f"ebb.{kind}")
    for kind in DISGUISED:
        WRITERS[kind](folder / f"{kind}.txt")
    readings = read_corpus(find_sources(folder), ReadingOptions())
    return {s.path: found for s, found in readings if not isinstance(found, Notice)}


def only(found: list[Document] | CorpusError) -> Document:
    assert isinstance(found, list), found
    (document,) = found
    return document


@pytest.mark.parametrize("kind", WRITERS)
def test_a_story_reads_the_same_from_every_kind_of_file(
    kind: str, documents: dict[str, list[Document] | CorpusError]
) -> None:
    document = only(documents[f"ebb.{kind}"])

    assert document.text.split("\n\n") == list(STORY)
    assert [document.text[s.start : s.end] for s in document.paragraphs] == list(STORY)
    if kind not in BARE:
        assert (document.title, document.author) == (TITLE, AUTHOR)


@pytest.mark.parametrize("kind", DISGUISED)
def test_the_kind_is_told_by_content_not_by_the_ending(
    kind: str, documents: dict[str, list[Document] | CorpusError]
) -> None:
    assert only(documents[f"{kind}.txt"]).text.split("\n\n") == list(STORY)


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"Every such file begins with %PDF- and a number.", Format.PLAIN),
        (b"From: a@b.example\nTo: c@d.example\nSubject: %PDF-1.4\n\nHello.\n", Format.EMAIL),
        (b"\0junk\n%PDF-1.4\n%\xe2\xe3\xcf\xd3\n\0\0", Format.PDF),
        (b"\n%PDF-1.4\n", Format.PDF),
    ],
)
def test_the_mark_of_a_pdf_within_a_text_makes_none(data: bytes, kind: Format) -> None:
    assert format_of(data, "a.txt") is kind


@pytest.mark.parametrize(
    "start",
    ["<section>", "<script>a = 1</script>", "<style>p {}</style>", "<nav>Hi</nav>", "<h2>Ebb</h2>",
     "<!-- saved -->", f"<!-- {'x' * 9000} -->", "<header id='top'>", "<span>", "<b>", "<x-story>",
     "<a href='/'>Home</a>", "Ebb<br>"],
)  # fmt: skip
def test_a_page_is_one_whatever_tag_it_begins_with(start: str) -> None:
    page = f"{start}<p>It was late.</p>\n<p>The ferry had gone.</p>".encode()

    assert format_of(page, "a.html") is Format.HTML


def test_a_text_that_speaks_of_tags_is_none() -> None:
    for text in (b"<3 is a heart", b"<i>Ebb</i>, she wrote.", b"a < b and <p> is a tag"):
        assert format_of(text, "a.txt") is Format.PLAIN


def test_comments_in_great_number_take_no_time() -> None:
    started = time.process_time()

    assert format_of(b"<!---->" * 2_000 + b"x", "a.txt") is Format.PLAIN
    assert time.process_time() - started < 1


def test_a_pdf_in_an_archive_that_is_stored_leaves_it_an_archive() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("a.pdf", b"%PDF-1.4\n")

    assert format_of(packed.getvalue(), "a.zip") is Format.ZIP


def test_chapters_pages_and_parts_are_kept_for_citations(
    documents: dict[str, list[Document] | CorpusError],
) -> None:
    book, paper = only(documents["ebb.epub"]), only(documents["ebb.pdf"])

    assert [(s.start, s.label) for s in book.sections] == [
        (0, "Part 1"),
        (book.paragraphs[2].start, "Part 2"),
    ]
    assert paper.section_at(0) == "page 1"
    assert only(documents["ebb.zip"]).path == "ebb.zip/folder/inner.docx"


def test_what_stands_around_the_story_is_listed_as_removed(
    documents: dict[str, list[Document] | CorpusError],
) -> None:
    page, letter = only(documents["ebb.html"]), only(documents["ebb.eml"])

    assert any("All rights reserved" in removal.text for removal in page.removed)
    assert [removal.reason for removal in letter.removed] == ["signature of an e-mail"]
    assert letter.published == "2021-03-04"
