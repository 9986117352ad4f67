from __future__ import annotations

import io
import json
import os
import shutil
import sqlite3
import zipfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from bot.library import Library
from config.errors import CorpusError, StorageError, UserError
from corpus.documents import Document, Person
from corpus.duplicates import signature
from embeddings.comparing import Failure
from embeddings.storage import Store
from tests.builders import STORY, person
from tests.embeddings.desks import SECOND, Desk, desk_at
from tests.fakes import WordEncoder


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return desk_at(tmp_path)


def texts(library: Library) -> dict[str, str]:
    return {document.id: document.text for document in library.current.documents}


def test_the_first_build_reads_everything_and_a_version_holds_it_in_order(desk: Desk) -> None:
    report = desk.library.refresh()

    version = desk.library.current
    assert report.added == ("harbour.txt", "town/baker.txt")
    assert report.version == version.number == 1
    assert texts(desk.library) == {"harbour": STORY, "town/baker": SECOND}
    assert len(version.passages) == len(version.passage_vectors)
    assert [q.text for q in version.quotations] == [
        '"The pier is safe again,"',
        '"We checked every plank."',
    ]
    assert version.people == (person(),)


def test_a_reopened_version_is_the_one_that_was_published(desk: Desk) -> None:
    desk.library.refresh()
    before = desk.library.current

    after = desk.reopened().library.open()

    assert after is not None
    assert after.passages == before.passages
    assert after.quotations == before.quotations
    assert after.documents == before.documents
    assert [d.text for d in after.documents] == [d.text for d in before.documents]
    assert [d.paragraphs for d in after.documents] == [d.paragraphs for d in before.documents]
    for now, then in (
        (after.passage_vectors, before.passage_vectors),
        (after.quotation_vectors, before.quotation_vectors),
    ):
        assert np.array_equal(now.take(slice(None)), then.take(slice(None)))


def test_a_reload_without_changes_makes_nothing_and_says_so(desk: Desk) -> None:
    desk.library.refresh()
    again = desk.reopened(encoder=_never, finder=_never)

    report = again.library.refresh()

    assert not report.changed_anything
    assert report.unchanged == 2
    assert report.version == 1
    assert Store(desk.data).numbers() == [1]


def _never() -> object:
    raise AssertionError("no model is needed when nothing changed")


def test_only_what_changed_is_parsed_and_embedded_again(desk: Desk) -> None:
    desk.library.refresh()
    desk.encoder.encoded.clear()
    desk.finder.read.clear()
    desk.write("town/baker.txt", SECOND + "\n\nThen it rained.")
    desk.write("new.txt", "A goat came to the market and ate the ribbon.")
    (desk.folder / "harbour.txt").unlink()

    report = desk.library.refresh()

    assert (report.added, report.changed, report.removed) == (
        ("new.txt",),
        ("town/baker.txt",),
        ("harbour.txt",),
    )
    assert set(desk.finder.read) == {"new", "town/baker"}
    assert not any("harbour" in text for text in desk.encoder.encoded)
    assert set(texts(desk.library)) == {"new", "town/baker"}


def test_vectors_of_unchanged_documents_are_the_same_after_a_reload(desk: Desk) -> None:
    desk.library.refresh()
    desk.write("aaa.txt", "Something before all others.")

    desk.library.refresh()

    version = desk.library.current
    for passage, row in zip(
        version.passages, version.passage_vectors.take(slice(None)), strict=True
    ):
        assert np.allclose(row, WordEncoder().encode_question(passage.text))
    for quotation, row in zip(
        version.quotations, version.quotation_vectors.take(slice(None)), strict=True
    ):
        assert np.allclose(row, WordEncoder().encode_question(quotation.text))


def test_a_renamed_file_keeps_its_document_id_and_its_vectors(desk: Desk) -> None:
    desk.library.refresh()
    desk.encoder.encoded.clear()
    (desk.folder / "harbour.txt").rename(desk.folder / "pier.txt")

    report = desk.library.refresh()

    assert report.renamed == (("harbour.txt", "pier.txt"),)
    document = desk.library.current.document("harbour")
    assert document is not None
    assert document.path == "pier.txt"
    assert desk.encoder.encoded == []


def test_a_changed_file_keeps_its_document_id(desk: Desk) -> None:
    desk.library.refresh()
    (desk.folder / "harbour.txt").rename(desk.folder / "pier.txt")
    desk.library.refresh()
    desk.write("pier.txt", "The pier is gone.")

    desk.library.refresh()

    assert texts(desk.library)["harbour"] == "The pier is gone."


def test_a_file_that_fails_is_named_keeps_what_it_held_and_is_not_tried_again(desk: Desk) -> None:
    desk.library.refresh()
    desk.write("harbour.txt", b"\x00\x01\x02\x03" * 200)
    desk.write("empty.txt", "")

    report = desk.library.refresh()
    again = desk.library.refresh()

    assert {failure.path for failure in report.failed} == {"harbour.txt", "empty.txt"}
    assert texts(desk.library)["harbour"] == STORY
    assert sorted(again.failed, key=lambda f: f.path) == sorted(report.failed, key=lambda f: f.path)
    assert not again.changed_anything
    assert all(isinstance(f, Failure) and "\n" not in f.reason for f in report.failed)


def test_a_guessed_encoding_is_a_notice_and_the_file_counts_as_read(desk: Desk) -> None:
    desk.write("tide.txt", "Паром опоздал.".encode("koi8_r"))
    added = desk.library.refresh()
    desk.write("tide.txt", "Паром ушёл.".encode("koi8_r"))
    changed = desk.library.refresh()

    assert "tide.txt" in added.added
    assert changed.changed == ("tide.txt",)
    for report in (added, changed):
        assert report.failed == ()
        (notice,) = report.notices
        assert notice.path == "tide.txt"
        assert "which is not certain" in notice.message
    assert desk.library.refresh().notices == ()


def test_a_part_that_cannot_be_read_is_named_and_costs_nothing_else(desk: Desk) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("pier.txt", "The pier closed in May.")
        archive.writestr("program.txt", b"\x7fELF\0\0\0\1" * 50)
    rows = [json.dumps({"title": "Tide", "text": "It rose."}), "{broken", '{"text": "It fell."}']
    desk.write("more.zip", packed.getvalue())
    desk.write("rows.jsonl", "\n".join(rows))
    report = desk.library.refresh()

    assert [failure.path for failure in report.failed] == ["more.zip/program.txt", "rows.jsonl"]
    assert report.failed[1].reason.startswith("row 2: not JSON")
    assert {"more.zip", "rows.jsonl"} <= set(report.added)
    texts = {document.text for document in desk.library.current.documents}
    assert {"The pier closed in May.", "It fell."} <= texts
    assert any("It rose." in text for text in texts)
    assert not desk.library.refresh().changed
    found = desk.library.current.named
    assert len(found("rows.jsonl")) == 2
    assert [d.text for d in found("more.zip/pier.txt")] == ["The pier closed in May."]
    assert found("nowhere.txt") == []


def test_copies_of_an_article_are_one_document_until_only_one_is_left(desk: Desk) -> None:
    article = " ".join(f"The harbour master counted plank number {n}." for n in range(60))
    desk.write("a.txt", article)
    desk.write("b.txt", article.replace("number 7.", "no 7."))
    report = desk.library.refresh()

    merged = desk.library.current.document("a")
    assert merged is not None
    assert merged.also_at == ("b.txt",)
    for name in ("a", "b", "a.txt", "b.txt"):
        assert desk.library.current.named(name) == [merged]
    assert (report.copies, report.copied) == ((("b.txt", "a.txt"),), 1)
    desk.write("more.txt", "The ebb came early.")
    assert (again := desk.library.refresh()).copies == ()
    assert again.copied == desk.library.refresh().copied == 1
    (desk.folder / "more.txt").unlink()
    desk.library.refresh()
    assert set(texts(desk.library)) == {"a", "harbour", "town/baker"}
    assert not desk.reopened().library.refresh().changed_anything
    (desk.folder / "a.txt").unlink()
    desk.library.refresh()
    left = desk.library.current.document("b")
    assert left is not None
    assert left.also_at == ()
    assert set(texts(desk.library)) == {"b", "harbour", "town/baker"}


def test_a_person_of_several_roles_that_are_one_office_can_be_kept(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    roles = ("harbour master of Ebb", "harbour master of the old quay")
    monkeypatch.setattr("tests.embeddings.desks.person", lambda: Person("Mara Lind", (), roles))

    desk.library.refresh()

    again = desk.reopened().library.open()
    assert again is not None
    assert [person.roles for person in again.people] == [roles]


def test_two_files_of_one_name_have_documents_of_different_ids(desk: Desk) -> None:
    desk.write("town/baker.md", "Another baker.")

    desk.library.refresh()

    assert set(texts(desk.library)) == {"harbour", "town/baker", "town/baker-2"}


@pytest.mark.parametrize(
    ("prepare", "message"),
    [
        (lambda folder: shutil.rmtree(folder), "no such file or directory"),
        (lambda folder: [p.unlink() for p in folder.rglob("*.txt")], "no text to answer from"),
        (
            lambda folder: [p.write_bytes(b"\x00\x01" * 500) for p in folder.rglob("*.txt")],
            "nothing in it can be read",
        ),
    ],
)
def test_a_corpus_without_text_is_an_error_of_one_line(
    desk: Desk, prepare: Callable[[Path], object], message: str
) -> None:
    prepare(desk.folder)

    with pytest.raises(CorpusError, match=message) as caught:
        desk.library.refresh()

    assert "\n" not in str(caught.value)


def test_the_old_version_answers_on_when_the_corpus_is_gone(desk: Desk) -> None:
    desk.library.refresh()
    shutil.rmtree(desk.folder)

    with pytest.raises(CorpusError):
        desk.library.refresh()

    assert texts(desk.library)["harbour"] == STORY
    assert desk.reopened().library.open() is not None


def test_a_data_folder_that_cannot_be_written_is_an_error_that_names_it(desk: Desk) -> None:
    desk.data.write_text("in the way", encoding="utf-8")

    with pytest.raises(StorageError, match=f"{desk.data}: cannot write the index"):
        desk.library.refresh()


@pytest.mark.parametrize(
    "name", ["corpus.sqlite", "passages.npy", "quotations.npy", "manifest.json"]
)
@pytest.mark.parametrize("damage", ["cut", "garbled", "missing"])
def test_a_damaged_version_is_made_anew_and_said_so(desk: Desk, name: str, damage: str) -> None:
    desk.library.refresh()
    path = desk.data / "versions" / "000001" / name
    content = path.read_bytes()
    if damage == "missing":
        path.unlink()
    elif damage == "cut":
        path.write_bytes(content[: len(content) // 2])
    else:
        path.write_bytes(content[:-9] + bytes(byte ^ 0x55 for byte in content[-9:]))
    again = desk.reopened()

    report = again.library.refresh()

    assert report.rebuilt is not None
    assert name in report.rebuilt
    assert texts(again.library) == {"harbour": STORY, "town/baker": SECOND}
    assert again.library.refresh().rebuilt is None
    assert desk.reopened().library.refresh().rebuilt is None


def test_a_version_made_with_another_model_is_embedded_anew_and_said_so(desk: Desk) -> None:
    desk.library.refresh()
    desk.finder.read.clear()
    desk.encoder.encoded.clear()
    other = desk.reopened(encoder_name="more words", encoder_digest=lambda: "words-2")

    report = other.library.refresh()

    assert report.rebuilt is not None
    assert "model words" in report.rebuilt
    assert desk.finder.read == []
    assert len(desk.encoder.encoded) > 0


def test_other_passage_settings_cut_anew_but_do_not_parse_again(desk: Desk) -> None:
    desk.write("long.txt", " ".join(f"Sentence number {n} is about eels." for n in range(90)))
    desk.library.refresh()
    desk.finder.read.clear()
    before = len(desk.library.current.passages)
    other = desk.reopened(sentences=9, overlap=0)

    report = other.library.refresh()

    assert report.rebuilt is not None
    assert len(other.library.current.passages) < before
    assert desk.finder.read == []


def test_rollback_goes_back_to_the_version_before_as_a_new_version(desk: Desk) -> None:
    desk.library.refresh()
    desk.write("harbour.txt", "Nothing is left of the harbour.")
    desk.library.refresh()

    report = desk.library.rollback()

    assert report.version == 3
    assert texts(desk.library)["harbour"] == STORY
    opened = desk.reopened().library.open()
    assert opened is not None
    assert opened.number == 3


def test_there_is_no_rollback_before_the_second_version(desk: Desk) -> None:
    desk.library.refresh()

    with pytest.raises(StorageError, match="no earlier version"):
        desk.library.rollback()
    with pytest.raises(UserError, match="not indexed yet"):
        _ = desk.reopened().library.current


def test_the_difference_says_what_a_reload_would_do_and_does_nothing(desk: Desk) -> None:
    desk.library.refresh()
    desk.write("new.txt", "New.")

    report = desk.library.difference()

    assert report.added == ("new.txt",)
    assert Store(desk.data).numbers() == [1]


def test_old_versions_are_pruned_and_what_a_killed_build_left_is_swept(desk: Desk) -> None:
    desk.library.refresh()
    left = desk.data / "building-left"
    left.mkdir()
    for number in range(4):
        desk.write("new.txt", f"Text number {number}.")
        desk.library.refresh()

    assert Store(desk.data).numbers() == [4, 5]
    assert not left.exists()


def test_the_tables_can_be_read_by_anybody(desk: Desk) -> None:
    desk.library.refresh()
    path = desk.data / "versions" / "000001" / "corpus.sqlite"

    with sqlite3.connect(path) as database:
        rows = database.execute(
            "SELECT people.name, count(*) FROM quotations"
            " JOIN speakers ON speakers.document = quotations.document"
            " AND speakers.quotation = quotations.number AND scope = 'corpus'"
            " JOIN people ON people.number = speakers.person GROUP BY people.name"
        ).fetchall()
    database.close()

    assert rows == [("Mara Lind", 2)]


def test_a_touched_file_of_the_same_content_is_unchanged(desk: Desk) -> None:
    desk.library.refresh()
    os.utime(desk.folder / "harbour.txt", ns=(1, 1))

    report = desk.library.refresh()

    assert (report.added, report.changed, report.removed) == ((), (), ())
    assert report.unchanged == 2


def test_a_data_folder_removed_under_a_running_library_is_made_anew_and_answers(
    desk: Desk,
) -> None:
    desk.library.refresh()
    desk.write("new.txt", "The eels came back.")
    shutil.rmtree(desk.data)

    report = desk.library.refresh()

    assert report.version == desk.library.current.number
    assert texts(desk.library)["new"] == "The eels came back."


def test_a_damaged_version_is_set_aside_so_that_whole_ones_are_kept(desk: Desk) -> None:
    desk.library.refresh()
    desk.write("new.txt", "New.")
    desk.library.refresh()
    (desk.data / "versions" / "000002" / "passages.npy").write_bytes(b"")

    report = desk.reopened().library.refresh()

    assert report.rebuilt
    assert Store(desk.data).numbers() == [1, 3]


def test_asking_what_differs_switches_to_no_other_version(desk: Desk) -> None:
    desk.library.refresh()
    desk.write("new.txt", "New.")
    desk.reopened().library.refresh()

    assert desk.library.difference().added == ()
    assert desk.library.current.number == 1


def test_rollback_needs_no_hard_links(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.library.refresh()
    desk.write("harbour.txt", "Nothing is left of the harbour.")
    desk.library.refresh()

    def refused(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr("os.link", refused)
    desk.library.rollback()

    assert texts(desk.library)["harbour"] == STORY


def test_a_reload_compares_only_what_is_new_with_what_is_known(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    long = " ".join(f"Boat {n} landed {n * n} eels." for n in range(60))
    desk.write("long.txt", long)
    desk.library.refresh()
    compared: list[str] = []

    def counted(document: Document) -> bytes:
        compared.append(document.id)
        return signature(document)

    monkeypatch.setattr("embeddings.selection.signature", counted)
    desk.write("again.txt", "A headline\n\n" + long)
    desk.reopened().library.refresh()
    desk.library.open()

    assert compared == ["again"]
    assert {d.id: d.also_at for d in desk.library.current.documents}["again"] == ("long.txt",)
