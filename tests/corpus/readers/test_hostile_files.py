"""Files that are broken or made to do harm: each costs itself, in bounded time and memory."""

from __future__ import annotations

import io
import os
import resource
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from config.errors import CorpusError
from corpus.documents import Document
from corpus.reading import Notice, ReadingOptions, find_sources, read_corpus
from tests.corpus.readers.files import STORY, docx, page

MEGABYTE = 1 << 20
Result = list[Document] | CorpusError


def zipped(entries: dict[str, bytes]) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries.items():
            archive.writestr(name, data)
    return content.getvalue()


def zip_bomb() -> bytes:
    return zipped({"bomb.txt": b"\n" * 300 * MEGABYTE})


def nested_zip_bomb() -> bytes:
    layer = zipped({f"{n}.txt": b"a" * 20 * MEGABYTE for n in range(4)})
    return zipped({f"{n}.zip": layer for n in range(20)})


def zip_in_zip_in_zip() -> bytes:
    data = zipped({"story.txt": STORY[0].encode()})
    for _ in range(6):
        data = zipped({"more.zip": data})
    return data


def lying_zip() -> bytes:
    """An entry that claims a gigabyte in the directory and in its header."""
    data = bytearray(zipped({"a.txt": STORY[0].encode()}))
    gigabyte = (1 << 30).to_bytes(4, "little")
    local, central = data.index(b"PK\3\4"), data.index(b"PK\1\2")
    data[local + 22 : local + 26] = gigabyte
    data[central + 24 : central + 28] = gigabyte
    return bytes(data)


def truncated_docx() -> bytes:
    file = io.BytesIO()
    import docx as word

    document = word.Document()
    document.add_paragraph(STORY[0])
    document.save(file)
    return file.getvalue()[:-700]


def entities(root: str) -> bytes:
    """The billion laughs: ten entities, each ten times the one before."""
    declared = "".join(
        f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "ha" * 50}">' for n in range(10)
    )
    return f'<?xml version="1.0"?><!DOCTYPE x [{declared}]><{root}>&e9;</{root}>'.encode()


def docx_with_entities() -> bytes:
    types = (
        b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override'
        b' PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument'
        b'.wordprocessingml.document.main+xml"/></Types>'
    )
    rels = (
        b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        b'<Relationship Id="r" Target="word/document.xml" Type="http://schemas.openxmlformats.org/'
        b'officeDocument/2006/relationships/officeDocument"/></Relationships>'
    )
    return zipped({
        "[Content_Types].xml": types, "_rels/.rels": rels, "word/document.xml": entities("document")
    })  # fmt: skip


def odt_with_entities() -> bytes:
    return zipped({
        "mimetype": b"application/vnd.oasis.opendocument.text",
        "META-INF/manifest.xml": b"<manifest/>",
        "content.xml": entities("office:document-content"),
    })  # fmt: skip


def epub_with_entities() -> bytes:
    return zipped({
        "mimetype": b"application/epub+zip", "META-INF/container.xml": entities("container")
    })  # fmt: skip


def pdf_with_a_loop() -> bytes:
    """A tree of pages that holds itself."""
    return (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        b"2 0 obj<</Type/Pages/Kids[2 0 R 3 0 R]/Count 2>>endobj\n"
        b"3 0 obj<</Type/Pages/Kids[2 0 R]/Count 9/Parent 3 0 R>>endobj\n"
        b"trailer<</Root 1 0 R/Size 4>>\n%%EOF\n"
    )


HOSTILE: dict[str, Callable[[], bytes]] = {
    "bomb.zip": zip_bomb,
    "nested-bomb.zip": nested_zip_bomb,
    "matryoshka.zip": zip_in_zip_in_zip,
    "truncated.docx": truncated_docx,
    "entities.docx": docx_with_entities,
    "entities.odt": odt_with_entities,
    "entities.epub": epub_with_entities,
    "loop.pdf": pdf_with_a_loop,
    "broken.pdf": lambda: b"%PDF-1.7\n" + os.urandom(20_000),
    "deep.html": lambda: b"<html><body>" + b"<div>" * 100_000 + b"<p>It was late.</p>",
    "many.html": lambda: b"<html><body>" + b"<i></i>" * 600_000,
    "cut.rtf": lambda: b"{\\rtf1 A story that brea",
    "deep.json": lambda: b'[{"text": ' + b"[" * 200_000,
    "nul.txt": lambda: b"It was late.\0The ferry had gone.",
    "empty.txt": lambda: b"",
    "blank.txt": lambda: b"\n \t\n",
    "cut.txt.gz": lambda: b"\x1f\x8b\x08\0\0\0\0\0\0\xff\x4b\xcb",
    "old.doc": lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000),
    "no-page.mhtml": lambda: (
        b"From: <Saved by Blink>\nMIME-Version: 1.0\n"
        b"Content-Type: multipart/related; boundary=x\n\n--x--\n"
    ),
}
HARMLESS: dict[str, Callable[[], bytes]] = {
    "a-good.txt": lambda: "\n\n".join(STORY).encode(),
    "deep.rtf": lambda: b"{\\rtf1 " + b"{" * 200_000 + b"x" + b"}" * 200_001,
    "claims-a-gigabyte.zip": lying_zip,
    "wrong.html": lambda: page().replace("utf-8", "utf-16").encode(),
    "half.txt": lambda: "Café and naïve, she said.".encode() + b"\xe9",
    "up.zip": lambda: zipped({"../../../etc/passwd": STORY[0].encode(), "/root/x": b"It was I."}),
    "z-good.html": lambda: page().encode(),
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("hostile")
    for name, make in (HOSTILE | HARMLESS).items():
        (folder / name).write_bytes(make())
    os.mkfifo(folder / "pipe")
    (folder / "loop").symlink_to(folder)
    (folder / "self.txt").symlink_to("self.txt")
    (folder / "out.txt").symlink_to("/etc/hostname")
    return folder


@pytest.fixture(scope="module")
def results(folder: Path) -> dict[str, Result]:
    """All of them read in one go, in bounded time, with little memory in this process."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    earlier = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss  # of processes of other tests
    started = time.monotonic()
    found = dict[str, Result]()
    for source, result in read_corpus(find_sources(folder), ReadingOptions(seconds_per_file=20)):
        if not isinstance(result, Notice):
            found[source.path] = result
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert time.monotonic() - started < 60
    assert grown < 100_000  # kilobytes
    # A child's peak counts from its parent's at the fork.
    most = max(earlier, before, 1_000_000)
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss <= most
    return found


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_in_one_line_that_names_it(
    name: str, results: dict[str, Result]
) -> None:
    faults = {path: found for path, found in results.items() if path.startswith(name)}

    assert faults
    for path, fault in faults.items():
        assert isinstance(fault, CorpusError)
        assert str(fault).startswith(f"{path}: ")
        assert "\n" not in str(fault)
        assert "broke down" not in str(fault)


@pytest.mark.parametrize("name", HARMLESS)
def test_what_is_only_odd_is_read(name: str, results: dict[str, Result]) -> None:
    found = results[name]

    assert isinstance(found, list), found
    assert all(document.text for document in found)


def test_a_name_in_an_archive_cannot_leave_it(results: dict[str, Result]) -> None:
    found = results["up.zip"]

    assert isinstance(found, list)
    assert [d.path for d in found] == ["up.zip/etc/passwd", "up.zip/root/x"]


def test_pipes_and_links_are_named_or_left_out(results: dict[str, Result]) -> None:
    assert {name for name in ("pipe", "self.txt", "out.txt") if name in results} == {
        "pipe",
        "self.txt",
        "out.txt",
    }
    assert "loop" not in results


def test_a_reader_that_takes_too_long_loses_only_its_file(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_bytes(b"<html><body>" + b"<p>It was <b>late</b>.</p>" * 150_000)
    (tmp_path / "b.html").write_text(page(), encoding="utf-8")

    (_, slow), (_, good) = read_corpus(
        find_sources(tmp_path), ReadingOptions(seconds_per_file=0.35)
    )

    assert isinstance(slow, CorpusError)
    assert "not read within 0.35 seconds" in str(slow)
    assert isinstance(good, list) or "not read within" in str(good)  # a slow machine is slow twice


def test_a_reader_that_eats_memory_loses_only_its_file(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_bytes(b"<html><body>" + b"<p>It was <b>late</b>.</p>" * 700_000)
    docx(tmp_path / "b.docx")

    (_, greedy), (_, good) = read_corpus(
        find_sources(tmp_path), ReadingOptions(memory_bytes=300_000_000)
    )

    assert isinstance(greedy, CorpusError)
    assert isinstance(good, list)
