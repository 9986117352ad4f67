from __future__ import annotations

import os
import sys
import zipfile
from pathlib import Path

import pytest

from config.errors import CorpusError
from corpus.documents import Document
from corpus.reading import (
    ReadingOptions,
    find_sources,
    read_corpus,
    read_here,
    read_source,
    slug,
    title_from,
)

STORY = "The Long Ebb\n\nIt was late when the ferry came in.\n\n“Go home,” said the purser.\n"


def put(root: Path, name: str, content: str | bytes) -> Path:
    file = root / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return file


def read(root: Path, options: ReadingOptions | None = None) -> list[Document]:
    (source,) = find_sources(root)
    return read_source(source, options or ReadingOptions())


def test_a_text_file_is_a_document_with_its_text_as_it_stands(tmp_path: Path) -> None:
    put(tmp_path, "tides/long_ebb.txt", STORY)

    (document,) = read(tmp_path)

    assert document.text == STORY.strip()
    assert [document.text[s.start : s.end] for s in document.paragraphs] == STORY.strip().split(
        "\n\n"
    )
    assert (document.id, document.title) == ("tides/long-ebb", "The Long Ebb")
    assert document.path == "tides/long_ebb.txt"


def test_a_document_keeps_its_digest_when_its_file_is_renamed(tmp_path: Path) -> None:
    file = put(tmp_path, "a.txt", STORY)
    before = read(tmp_path)
    file.rename(tmp_path / "b.txt")
    after = read(tmp_path)

    assert before[0].digest == after[0].digest
    put(tmp_path, "b.txt", STORY.replace("late", "early"))
    assert before[0].digest != read(tmp_path)[0].digest


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-32", "cp1252"])
def test_a_text_is_the_same_in_every_encoding(tmp_path: Path, encoding: str) -> None:
    story = STORY + "\nThe café’s naïve façade was “shut” — again. Señor Álvarez waited there.\n"
    put(tmp_path, "a.txt", story.encode(encoding))

    assert read(tmp_path)[0].text == story.strip()


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"", "empty"),
        (b" \n\n ", "empty"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "a picture"),
        (b"A story with a hole\0in it.", "binary"),
        (b"---\ntitle: Ebb\n---\n", "no text"),
    ],
)
def test_what_holds_no_story_is_an_error_of_one_line(
    tmp_path: Path, content: bytes, fault: str
) -> None:
    put(tmp_path, "a.txt", content)

    with pytest.raises(CorpusError, match=fault) as error:
        read(tmp_path)
    assert str(error.value).startswith("a.txt: ")
    assert "\n" not in str(error.value)


def test_a_file_over_the_limit_is_not_opened(tmp_path: Path) -> None:
    with put(tmp_path, "a.txt", "x").open("ab") as file:
        file.truncate(10**9)

    with pytest.raises(CorpusError, match=r"a\.txt: 1,000,000,000 bytes.*max_file_mb"):
        read(tmp_path)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_is_named(tmp_path: Path) -> None:
    put(tmp_path, "a.txt", STORY).chmod(0)

    with pytest.raises(CorpusError, match=r"a\.txt: permission denied; give"):
        read(tmp_path)


def test_a_broken_file_does_not_stop_the_rest(tmp_path: Path) -> None:
    put(tmp_path, "a.txt", b"\0\1\2")
    put(tmp_path, "b.txt", STORY)
    os.mkfifo(tmp_path / "c")
    seen: list[tuple[int, int]] = []

    a, b, c = read_corpus(
        find_sources(tmp_path), ReadingOptions(), progress=lambda *done: seen.append(done)
    )

    assert [isinstance(x[1], CorpusError) for x in (a, b, c)] == [True, False, True]
    assert seen == [(1, 3), (2, 3), (3, 3)]


def test_ids_are_readable_in_any_script() -> None:
    assert slug("Letters/Day One.final.txt") == "letters/day-one-final"
    assert slug("日記/一日目.txt") == "日記/一日目"
    assert slug("!!!.txt") == "document"


def test_a_file_without_a_title_is_called_by_its_name() -> None:
    assert title_from("letters/day-one.txt") == "Day one"


def test_mojibake_is_mended_and_what_cannot_be_read_is_named(tmp_path: Path) -> None:
    put(tmp_path, "a.txt", "“Café,” she said, naïve as ever.".encode().decode("cp1252", "replace"))
    (mended,) = read(tmp_path)
    put(tmp_path, "a.txt", "“Café,” she said, naïve as ever".encode() + b"\xff.")
    (damaged,) = read(tmp_path)

    assert mended.text.startswith("“Café")
    assert damaged.text.startswith("“Café,” she said, naïve")
    assert "unreadable characters (1)" in damaged.removed[0].reason


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("cp1252", "Die Bürgermeisterin erklärte, die Straße müsse „überall“ geprüft werden."),
        ("cp1250", "Starostka řekla, že žádná z lodí se nevrátila, protože řeka stále stoupá."),
        ("cp1251", "Мэр сказала, что ни одна лодка не вернулась. «Мы ждём», — добавила она."),
        ("shift_jis", "市長は、船は一隻も戻っていないと述べた。祭りは来週に延期された。"),
        ("mac_roman", "“Don’t go,” she said — the café was shut. ‘Naïve,’ he thought…"),
    ],
)
def test_an_undeclared_encoding_is_found_out(tmp_path: Path, encoding: str, text: str) -> None:
    put(tmp_path, "a.txt", text.encode(encoding))

    assert read(tmp_path)[0].text == text


def test_a_reader_that_is_not_installed_is_an_error_that_names_the_extra(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("lxml.html", "pypdfium2", "docx", "striprtf.striprtf"):
        monkeypatch.setitem(sys.modules, module, None)
    put(tmp_path, "a.html", "<html><body><p>It was late.</p></body></html>")
    put(tmp_path, "b.pdf", b"%PDF-1.4\n")
    put(tmp_path, "c.rtf", b"{\\rtf1 It was late.}")

    for source, name in zip(find_sources(tmp_path), ("html", "pdf", "office"), strict=True):
        with pytest.raises(CorpusError, match=rf"pip install 'quoth\[{name}\]'"):
            read_here(source, ReadingOptions())


def test_a_broken_part_of_an_archive_is_named_and_the_rest_is_read(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("good.txt", STORY)
        archive.writestr("bad/hole.txt", b"\0\1\2")

    (whole, documents), (part, fault) = read_corpus(find_sources(tmp_path), ReadingOptions())

    assert whole.path == "a.zip"
    assert isinstance(documents, list)
    assert [d.path for d in documents] == ["a.zip/good.txt"]
    assert part.path == "a.zip/bad/hole.txt"
    assert str(fault).startswith("a.zip/bad/hole.txt: not text but binary")


def test_cleaning_can_be_switched_off(tmp_path: Path) -> None:
    page = STORY + "\nREAD MORE: The next tide\n\n© 2021 Harbour Post. All rights reserved.\n"
    put(tmp_path, "a.txt", page)

    assert "READ MORE" not in read(tmp_path)[0].text
    assert "READ MORE" in read(tmp_path, ReadingOptions(clean=False))[0].text


def test_a_misspelled_encoding_is_an_error_that_names_it(tmp_path: Path) -> None:
    put(tmp_path, "a.txt", STORY)

    with pytest.raises(CorpusError, match="no encoding is called utf-9"):
        read(tmp_path, ReadingOptions(encoding="utf-9"))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("digits.jsonl", '{"text": "It rose.", "id": ' + "7" * 5_000 + "}"),
        ("deep.md", "+++\na = " + "[" * 5_000 + "\n+++\n\nIt rose.\n"),
        ("digits.md", "+++\na = " + "7" * 5_000 + "\n+++\n\nIt rose.\n"),
    ],
)
def test_text_that_its_parser_cannot_bear_costs_itself_only(
    tmp_path: Path, name: str, content: str
) -> None:
    (tmp_path / name).write_text(content)
    (tmp_path / "pier.txt").write_text("The pier closed in May.")
    read = {s.path: found for s, found in read_corpus(find_sources(tmp_path), ReadingOptions())}

    assert isinstance(read["pier.txt"], list)
    assert str(read[name]).startswith(f"{name}: ")


def test_half_a_character_is_shown_as_unknown(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"text": "It \\ud800 rose."}')
    ((_, found),) = read_corpus(find_sources(tmp_path), ReadingOptions())

    assert isinstance(found, list)
    assert found[0].text == "It \ufffd rose."
