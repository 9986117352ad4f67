from __future__ import annotations

import os
from pathlib import Path

import pytest

from config.errors import CorpusError
from corpus.sources import Source, file_digest, find_sources


def write(path: Path, text: str = "A line of the story.") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def paths(root: Path) -> list[str]:
    return [source.path for source in find_sources(root)]


def only(root: Path) -> Source:
    (source,) = find_sources(root)
    return source


def test_a_folder_is_listed_with_its_subfolders_in_the_order_of_paths(tmp_path: Path) -> None:
    for name in ("b.txt", "a/z.md", "a/deep/er/c.html", "0.pdf"):
        write(tmp_path / name)

    assert paths(tmp_path) == ["0.pdf", "a/deep/er/c.html", "a/z.md", "b.txt"]


def test_a_single_file_is_a_corpus_named_by_its_name(tmp_path: Path) -> None:
    assert paths(write(tmp_path / "story.txt")) == ["story.txt"]


def test_a_source_has_the_size_and_time_that_show_a_change(tmp_path: Path) -> None:
    file = write(tmp_path / "story.txt", "12345")
    os.utime(file, ns=(1, 42))

    assert (only(tmp_path).size, only(tmp_path).modified_ns) == (5, 42)


def test_hidden_files_and_the_clutter_of_programs_are_left_out(tmp_path: Path) -> None:
    for name in (".git/config", ".hidden.txt", "~$letter.docx", "Thumbs.db", "__MACOSX/a.txt"):
        write(tmp_path / name)

    assert paths(tmp_path) == []


def test_the_folder_that_a_browser_saves_beside_a_page_is_left_out(tmp_path: Path) -> None:
    for name in ("page.html", "page_files/style.css", "other_files/story.txt"):
        write(tmp_path / name)

    assert paths(tmp_path) == ["other_files/story.txt", "page.html"]


def test_a_missing_corpus_is_an_error_that_names_it(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match=r"nowhere: no such file.*check the path"):
        find_sources(tmp_path / "nowhere")


def test_a_link_out_of_the_corpus_is_reported_and_not_followed(tmp_path: Path) -> None:
    secret = write(tmp_path / "secret/key.txt")
    root = tmp_path / "corpus"
    write(root / "a.txt")
    (root / "b").symlink_to(secret.parent)
    (root / "c.txt").symlink_to(secret)

    assert [(s.path, "out of the corpus" in s.fault) for s in find_sources(root)] == [
        ("a.txt", False),
        ("b", True),
        ("c.txt", True),
    ]


def test_links_that_go_round_in_a_loop_end(tmp_path: Path) -> None:
    write(tmp_path / "a/story.txt")
    (tmp_path / "a/up").symlink_to(tmp_path)
    (tmp_path / "self").symlink_to("self")
    (tmp_path / "gone").symlink_to("nothing")

    assert [(s.path, bool(s.fault)) for s in find_sources(tmp_path)] == [
        ("a/story.txt", False),
        ("gone", True),
        ("self", True),
    ]


def test_a_pipe_is_reported_and_never_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")

    assert "pipe" in only(tmp_path).fault
    assert "pipe" in only(tmp_path / "pipe.txt").fault


def test_a_name_in_another_encoding_or_with_controls_becomes_printable(tmp_path: Path) -> None:
    for name in (b"caf\xe9.txt", b"two\nlines.txt", "naïve.txt".encode()):
        Path(os.fsdecode(os.path.join(os.fsencode(tmp_path), name))).write_text("x")  # noqa: PTH118

    assert paths(tmp_path) == ["caf\\xe9.txt", "naïve.txt", "two\\nlines.txt"]
    assert all(len(file_digest(source)) == 64 for source in find_sources(tmp_path))


def test_the_digest_is_that_of_the_bytes(tmp_path: Path) -> None:
    write(tmp_path / "a.txt", "")

    assert file_digest(only(tmp_path)).startswith("e3b0c44298fc1c14")
    write(tmp_path / "a.txt", "x" * 3_000_000)
    assert file_digest(only(tmp_path)).startswith("e55b8bdf621ddaa8")
