"""XML that declares words of its own: read right or refused, never with a hole."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import pytest

from corpus.readers.dispatch import read_bytes
from corpus.readers.draft import Unreadable
from corpus.readers.options import ReadingOptions
from tests.corpus.readers import files

DECLARED = b'<!DOCTYPE x [<!ENTITY who "Oda Fenn"><!ENTITY far SYSTEM "file:///etc/hostname">]>'


def with_entity(file: Path, member: str, reference: bytes) -> bytes:
    """A file of ours in which "island" is an entity."""
    out = io.BytesIO()
    with zipfile.ZipFile(file) as archive, zipfile.ZipFile(out, "w") as changed:
        for name in archive.namelist():
            content = archive.read(name)
            if name == member:
                content = re.sub(rb"<!DOCTYPE[^>]*>", b"", content).replace(b"island", reference)
                prologue, mark, rest = content.rpartition(b"?>")
                content = prologue + mark + DECLARED + rest
            changed.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize("reference", [b"&who;", b"&far;"])
@pytest.mark.parametrize(
    ("kind", "member"), [("docx", "word/document.xml"), ("odt", "content.xml")]
)
def test_a_word_processor_s_file_with_entities_is_refused(
    kind: str, member: str, reference: bytes, tmp_path: Path
) -> None:
    files.WRITERS[kind](tmp_path / "a")

    with pytest.raises(Unreadable, match="declares XML entities of its own; open it and save it"):
        read_bytes(with_entity(tmp_path / "a", member, reference), "a", ReadingOptions())


def test_an_entity_of_a_chapter_is_read_as_what_it_stands_for(tmp_path: Path) -> None:
    files.epub(tmp_path / "a")
    book = with_entity(tmp_path / "a", "EPUB/page0001.xhtml", b"&who;")
    (draft,) = read_bytes(book, "a", ReadingOptions()).drafts

    assert draft.paragraphs[0] == files.STORY[0].replace("island", "Oda Fenn")


@pytest.mark.parametrize(
    "declared",
    ['<!ENTITY a SYSTEM "">', '<!ENTITY b "x"><!ENTITY a "&b;&b;">', f"<!ENTITY a '{'x' * 9000}'>"],
)  # fmt: skip
def test_a_page_with_entities_that_are_not_words_is_refused(declared: str) -> None:
    page = f"<!DOCTYPE html [{declared}]><html><body><p>It was {'&a; ' * 90}.</p></body></html>"

    with pytest.raises(Unreadable, match="declares XML entities"):
        read_bytes(page.encode(), "a.html", ReadingOptions())
