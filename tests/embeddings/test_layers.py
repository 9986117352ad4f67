"""Versions share their base, and hold of their own only what changed since."""

from __future__ import annotations

import gc
import shutil
import weakref
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from corpus.documents import Document
from embeddings.index import StackedVectors, VectorIndex, joined_ranges
from embeddings.storage import Store, Version
from tests.embeddings.desks import Desk, desk_at, story_number


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A corpus with one document that makes up most of it, so that others change little."""
    desk = desk_at(tmp_path)
    desk.write("archive.txt", "\n\n".join(story_number(n) for n in range(5)))
    desk.library.refresh()
    return desk


def files(desk: Desk, number: int) -> dict[str, int]:
    """The files of a version and where each is on the disk."""
    folder = desk.data / "versions" / f"{number:06d}"
    return {path.name: path.stat().st_ino for path in folder.iterdir()}


def own_bytes(desk: Desk, number: int) -> int:
    shared = set(files(desk, number - 1).values())
    folder = desk.data / "versions" / f"{number:06d}"
    return sum(s.st_size for p in folder.iterdir() if (s := p.stat()).st_ino not in shared)


def test_a_small_change_shares_the_base_of_the_version_before(desk: Desk) -> None:
    desk.write("new.txt", "A goat ate the ribbon.")
    desk.library.refresh()

    before, after = files(desk, 1), files(desk, 2)
    assert {n for n in after if after[n] == before.get(n)} == {*before} - {"manifest.json"}
    assert {"corpus.sqlite", "passages.npy", "passages_words.rows.npy"} < {*before}
    base = sum((desk.data / "versions/000001" / name).stat().st_size for name in before)
    assert own_bytes(desk, 2) < base


def test_what_grew_too_large_beside_the_base_becomes_a_new_base(desk: Desk) -> None:
    for number in range(2, 40):
        desk.write(f"new-{number}.txt", f"Goat {number} ate the ribbon.")
        desk.library.refresh()
        if "changes.sqlite" not in files(desk, number):
            break

    assert 4 < number < 30
    assert set(files(desk, number)).isdisjoint({"changed_passages.npy", "changed_quotations.npy"})
    assert set(files(desk, number).values()).isdisjoint(files(desk, number - 1).values())


def test_a_base_of_which_much_is_gone_is_written_anew(desk: Desk) -> None:
    (desk.folder / "archive.txt").unlink()
    desk.library.refresh()

    assert set(files(desk, 2).values()).isdisjoint(files(desk, 1).values())


def test_a_version_stays_readable_when_the_one_that_wrote_its_base_is_pruned(desk: Desk) -> None:
    for number in range(4):
        desk.write("new.txt", f"Goat {number} ate the ribbon.")
        desk.library.refresh()
    assert Store(desk.data).numbers() == [4, 5]

    again = desk.reopened().library.open()

    assert again is not None
    assert again.documents == desk.library.current.documents
    assert len(again.layers) == 2


def test_a_reload_in_a_new_process_reads_no_document_that_stays(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []
    made = Document.__init__

    def noted(document: Document, **fields: object) -> None:
        read.append(str(fields["id"]))
        made(document, **fields)  # type: ignore[arg-type]

    desk.write("new.txt", "A goat ate the ribbon.")
    again = desk.reopened()
    monkeypatch.setattr(Document, "__init__", noted)
    again.library.refresh()

    assert set(read) == {"new"}


def test_a_version_made_by_another_process_shares_what_is_in_memory(desk: Desk) -> None:
    before = desk.library.current
    desk.write("new.txt", "A goat ate the ribbon.")
    desk.reopened().library.refresh()

    after = Store(desk.data).open(2, beside=before)

    assert after.document("archive") is before.document("archive")
    assert {document.id for document in after.documents} == {
        "archive", "harbour", "new", "town/baker",
    }  # fmt: skip


@pytest.mark.parametrize("name", ["corpus.sqlite", "changes.sqlite", "changed_passages.npy"])
def test_damage_to_any_layer_is_noticed_and_mended(desk: Desk, name: str) -> None:
    desk.write("new.txt", "A goat ate the ribbon.")
    desk.library.refresh()
    path = desk.data / "versions" / "000002" / name
    content = path.read_bytes()
    path.write_bytes(content[:-9] + bytes(byte ^ 0x55 for byte in content[-9:]))

    report = desk.reopened().library.refresh()

    assert report.rebuilt is not None
    assert name in report.rebuilt
    assert_answers(desk.reopened().library.open(), "new", "archive")
    assert desk.reopened().library.refresh().rebuilt is None


def test_a_base_removed_under_a_running_library_is_written_again(desk: Desk) -> None:
    shutil.rmtree(desk.data / "versions" / "000001")
    desk.write("new.txt", "A goat ate the ribbon.")

    desk.library.refresh()

    assert_answers(desk.library.current, "new", "archive")
    assert_answers(desk.reopened().library.open(), "new", "archive")


def test_rollback_and_the_reload_after_it_share_the_base(desk: Desk) -> None:
    desk.write("new.txt", "A goat ate the ribbon.")
    desk.library.refresh()
    desk.library.rollback()
    assert desk.library.current.document("new") is None

    desk.library.refresh()

    assert_answers(desk.library.current, "new", "archive")
    assert files(desk, 4)["corpus.sqlite"] == files(desk, 3)["corpus.sqlite"]


def assert_answers(version: Version | None, *ids: str) -> None:
    assert version is not None
    assert {document.id for document in version.documents} >= set(ids)
    assert len(version.passages) == len(version.passage_vectors)


MATRICES = arrays.arrays(
    np.float32, st.tuples(st.integers(0, 40), st.just(16)), elements=st.floats(-1, 1, width=32)
)


@given(MATRICES, MATRICES, st.data())
def test_rows_of_several_arrays_are_searched_bit_for_bit_as_if_in_one(
    base: np.ndarray, changes: np.ndarray, data: st.DataObject
) -> None:
    together = np.concatenate([base, changes])
    order = data.draw(st.permutations(range(len(together))))
    places = np.array(order[: data.draw(st.integers(0, len(order)))], dtype=np.int64)
    question = data.draw(arrays.arrays(np.float32, 16, elements=st.floats(-1, 1, width=32)))
    stacked = VectorIndex(StackedVectors([base, changes], places))
    plain = VectorIndex(np.ascontiguousarray(together[places]))
    some = np.arange(len(places))[::-2]

    assert stacked.similarities(question).tolist() == plain.similarities(question).tolist()
    assert (
        stacked.similarities(question, some).tolist()
        == plain.similarities(question, some).tolist()
        == plain.similarities(question)[some].tolist()
    )
    assert stacked.centre.tolist() == plain.centre.tolist()


def test_ranges_are_joined_in_their_order() -> None:
    assert joined_ranges([5, 0, 9], [2, 3, 0]).tolist() == [5, 6, 0, 1, 2]
    assert joined_ranges([], []).tolist() == []


def test_what_a_version_read_goes_with_it(desk: Desk) -> None:
    shelf = weakref.ref(desk.library.current.layers[0].shelf)
    desk.library.current.load()
    gc.disable()
    try:
        (desk.folder / "archive.txt").unlink()
        desk.library.refresh()

        assert shelf() is None
    finally:
        gc.enable()
