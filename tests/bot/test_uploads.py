"""Documents that come or go by chat."""

from __future__ import annotations

import errno
import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.uploads import (
    KEPT_IN,
    Proposal,
    Proposals,
    carry_out,
    propose_removal,
    propose_upload,
    safe_name,
)
from config.errors import UserError
from config.settings import Settings
from tests.telegram.stub import Library

PIER = b"The pier\n\nThe pier closed in May.\n"
MAY = "The harbour\n\nThe harbour froze.\n"


@pytest.fixture
def shelf(tmp_path: Path) -> Library:
    corpus = tmp_path / "corpus"
    (corpus / "old").mkdir(parents=True)
    (corpus / "harbour.txt").write_text(MAY)
    (corpus / "old" / "harbour news.txt").write_text("Old news\n\nThe old pier stood.\n")
    library = Library(corpus)
    library.refresh()
    return library


def upload(shelf: Library, name: str, data: bytes = PIER) -> Proposal:
    return propose_upload(name, data, admin=1, shelf=shelf, settings=Settings())


def names(shelf: Library) -> set[str]:
    return {path.name for path in shelf.corpus_path.iterdir()}


@given(st.text(max_size=200))
def test_no_name_leads_out_of_the_folder(name: str) -> None:
    try:
        safe = safe_name(name)
    except UserError:
        return
    assert Path(safe).name == safe
    assert safe not in ("", ".", "..")
    assert not safe.startswith(".")
    assert "\0" not in safe
    assert 1 <= len(safe) <= 100


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\temp\\Pier News.txt", "Pier News.txt"),
        (".hidden.txt", "hidden.txt"),
        ("a<b>:c.md", "a_b__c.md"),
        ("x" * 300 + ".txt", "x" * 96 + ".txt"),
    ],
)
def test_a_name_is_made_plain(given: str, kept: str) -> None:
    assert safe_name(given) == kept


def test_an_upload_is_read_and_changes_nothing_yet(shelf: Library) -> None:
    proposal = upload(shelf, "pier.txt")
    assert proposal.verb == "Add"
    assert [document.title for document in proposal.documents] == ["The pier"]
    assert names(shelf) == {"harbour.txt", "old"}


def test_an_upload_is_read_by_another_process_whatever_it_is(
    shelf: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    def harmful(*_: object, **__: object) -> None:
        raise MemoryError("read in the process that answers")

    for name in ("_contents", "read_here", "read_bytes"):
        monkeypatch.setattr(f"corpus.reading.{name}", harmful)
    assert [document.title for document in upload(shelf, "pier.txt").documents] == ["The pier"]


def test_parts_of_an_upload_that_cannot_be_read_are_told(shelf: Library) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("pier.txt", PIER)
        archive.writestr("program.txt", b"\x7fELF\0\0\0\1" * 50)
    proposal = upload(shelf, "both.zip", packed.getvalue())
    assert [document.title for document in proposal.documents] == ["The pier"]
    (warning,) = proposal.warnings
    assert warning.startswith("both.zip/program.txt: ")


def test_a_guessed_encoding_of_an_upload_is_no_part_that_could_not_be_read(
    shelf: Library,
) -> None:
    proposal = upload(shelf, "ebb.txt", "Паром опоздал.".encode("koi8_r"))

    assert proposal.warnings == ()
    (notice,) = proposal.notices
    assert notice.startswith("ebb.txt: read as ")


def test_an_upload_that_cannot_be_written_leaves_nothing_behind(
    shelf: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="No space left"):
        carry_out(upload(shelf, "pier.txt"), shelf)

    assert names(shelf) == {"harbour.txt", "old"}


def test_an_upload_is_put_in_place_whole(shelf: Library) -> None:
    carry_out(upload(shelf, "pier.txt"), shelf)
    assert (shelf.corpus_path / "pier.txt").read_bytes() == PIER
    assert names(shelf) == {"harbour.txt", "old", "pier.txt"}
    assert shelf.refresh().added == ("pier.txt",)


def test_what_is_replaced_or_removed_is_kept_out_of_sight(shelf: Library) -> None:
    replacing = upload(shelf, "harbour.txt")
    assert replacing.verb == "Replace"
    carry_out(replacing, shelf)
    carry_out(propose_removal("harbour.txt", admin=1, shelf=shelf), shelf)
    assert names(shelf) == {"old", KEPT_IN}
    kept = sorted(path.read_bytes() for path in (shelf.corpus_path / KEPT_IN).iterdir())
    assert kept == sorted([MAY.encode(), PIER])
    assert shelf.refresh().removed == ("harbour.txt",)


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("program.txt", b"\x7fELF\0\0\0\1" * 50, "program.txt"),
        ("empty.txt", b"  \n", "empty.txt"),
        ("harbour.txt", MAY.encode(), "with the same contents"),
        ("old", PIER, "something else of that name"),
        ("...", PIER, "plain name"),
        ("large.txt", b"word " * 1_100_000, "large.txt"),
    ],
)
def test_an_upload_that_cannot_be_taken_says_why(
    shelf: Library, name: str, data: bytes, said: str
) -> None:
    with pytest.raises(UserError, match=said):
        upload(shelf, name, data)


def test_a_corpus_that_is_no_folder_takes_nothing(tmp_path: Path) -> None:
    story = tmp_path / "story.txt"
    story.write_text(MAY)
    with pytest.raises(UserError, match="single file"):
        upload(Library(story), "pier.txt")


def test_the_sample_takes_nothing() -> None:
    from bot.wiring import sample_path

    with pytest.raises(UserError, match="sample"):
        upload(Library(sample_path()), "pier.txt")


@pytest.mark.parametrize(
    ("wanted", "path"),
    [
        ("harbour.txt", "harbour.txt"),
        ("HARBOUR NEWS.TXT", "old/harbour news.txt"),
        ("old news", "old/harbour news.txt"),
        ("the  harbour", "harbour.txt"),
    ],
)
def test_a_removal_finds_the_document_that_is_meant(shelf: Library, wanted: str, path: str) -> None:
    assert propose_removal(wanted, admin=1, shelf=shelf).name == path


@pytest.mark.parametrize(
    ("wanted", "said"),
    [("", "Which document"), ("lighthouse", "No document"), ("har", "Which one")],
)
def test_an_unclear_removal_asks_back(shelf: Library, wanted: str, said: str) -> None:
    with pytest.raises(UserError, match=said):
        propose_removal(wanted, admin=1, shelf=shelf)


def test_a_file_that_is_gone_already_needs_no_removal(shelf: Library) -> None:
    (shelf.corpus_path / "harbour.txt").unlink()
    with pytest.raises(UserError, match="not in the corpus folder any more"):
        propose_removal("harbour.txt", admin=1, shelf=shelf)


@pytest.fixture
def open_at(tmp_path: Path) -> Callable[[float], tuple[Proposals, int]]:
    def making(later: float) -> tuple[Proposals, int]:
        times = iter([0.0, 0.0, *[later] * 10])
        proposals = Proposals(lambda: next(times))
        return proposals, proposals.add(Proposal(1, "a.txt", tmp_path / "a.txt", b"a"))

    return making


def test_a_proposal_is_decided_once_by_its_admin(
    open_at: Callable[[float], tuple[Proposals, int]],
) -> None:
    proposals, number = open_at(1.0)
    assert proposals.take(number, 2) is None
    assert proposals.take(number, 1) is not None
    assert proposals.take(number, 1) is None


def test_a_proposal_expires_and_can_be_withdrawn(
    open_at: Callable[[float], tuple[Proposals, int]],
) -> None:
    proposals, number = open_at(601.0)
    assert proposals.whose(number) is None
    proposals, number = open_at(1.0)
    assert proposals.withdraw(1) == 1
    assert proposals.take(number, 1) is None
