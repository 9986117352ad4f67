"""A document keeps its id whatever its file is called, and through edits."""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.embeddings.desks import Desk, desk_at

FERRY = " ".join(f"The ferry passed buoy {n} and the mate rang bell {n * 3}." for n in range(30))
BAKERY = " ".join(f"Loaf {n} went to house {n * 7} before the shop was open." for n in range(30))
COUNCIL = " ".join(f"Motion {n} was carried by {n * 5} hands in the hall." for n in range(30))
NEWS = "The captain did not answer questions about the fog that night."


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A corpus of three stories in ``ferry.txt``, ``bakery.txt`` and ``council.txt``."""
    desk = desk_at(tmp_path)
    for path in desk.folder.rglob("*.txt"):
        path.unlink()
    for name, text in (("ferry", FERRY), ("bakery", BAKERY), ("council", COUNCIL)):
        desk.write(f"{name}.txt", text)
    desk.library.refresh()
    return desk


def ids_by_words(desk: Desk) -> dict[str, str]:
    """By the id of each document how its text begins."""
    return {d.id: d.text[:9] for d in desk.library.current.documents}


def swap(folder: Path, one: str, other: str) -> None:
    (folder / one).rename(folder / "aside")
    (folder / other).rename(folder / one)
    (folder / "aside").rename(folder / other)


def test_files_that_swap_their_names_keep_their_ids_by_what_they_hold(desk: Desk) -> None:
    desk.encoder.encoded.clear()
    swap(desk.folder, "ferry.txt", "bakery.txt")

    report = desk.library.refresh()

    assert report.renamed == (("ferry.txt", "bakery.txt"), ("bakery.txt", "ferry.txt"))
    assert (report.changed, report.added, report.removed) == ((), (), ())
    assert ids_by_words(desk)["ferry"] == "The ferry"
    assert desk.library.current.document("ferry").path == "bakery.txt"  # type: ignore[union-attr]
    assert desk.encoder.encoded == []
    assert not desk.reopened().library.refresh().changed_anything


def test_a_new_story_under_the_name_of_a_renamed_one_is_a_new_document(desk: Desk) -> None:
    (desk.folder / "ferry.txt").rename(desk.folder / "boats.txt")
    desk.write("ferry.txt", "A ferry was sold to the island, and nobody said for how much.")

    report = desk.library.refresh()

    assert (report.renamed, report.added) == ((("ferry.txt", "boats.txt"),), ("ferry.txt",))
    assert ids_by_words(desk)["ferry"] == "The ferry"
    assert ids_by_words(desk)["ferry-2"] == "A ferry w"


def test_a_file_renamed_over_another_takes_its_id_along(desk: Desk) -> None:
    (desk.folder / "ferry.txt").rename(desk.folder / "bakery.txt")

    report = desk.library.refresh()

    assert (report.renamed, report.removed) == ((("ferry.txt", "bakery.txt"),), ("bakery.txt",))
    assert set(ids_by_words(desk)) == {"ferry", "council"}


def test_a_file_renamed_and_edited_in_one_step_keeps_its_id_and_is_told_as_both(
    desk: Desk,
) -> None:
    (desk.folder / "ferry.txt").unlink()
    desk.write("pier.txt", FERRY + " " + NEWS)

    report = desk.library.refresh()

    assert report.renamed == (("ferry.txt", "pier.txt"),)
    assert (report.changed, report.added, report.removed) == (("pier.txt",), (), ())
    document = desk.library.current.document("ferry")
    assert document is not None
    assert (document.path, document.text.endswith(NEWS)) == ("pier.txt", True)


def test_files_swapped_and_edited_in_one_step_keep_their_ids(desk: Desk) -> None:
    desk.write("ferry.txt", BAKERY + " " + NEWS)
    desk.write("bakery.txt", FERRY + " " + NEWS)

    desk.library.refresh()

    assert ids_by_words(desk) == {
        "ferry": "The ferry",
        "bakery": "Loaf 0 we",
        "council": "Motion 0 ",
    }


def test_another_story_in_another_file_is_not_the_one_that_is_gone(desk: Desk) -> None:
    (desk.folder / "ferry.txt").unlink()
    desk.write("fog.txt", " ".join(f"{NEWS} It was night {n}." for n in range(9)))

    report = desk.library.refresh()

    assert (report.renamed, report.added, report.removed) == ((), ("fog.txt",), ("ferry.txt",))
    assert set(ids_by_words(desk)) == {"fog", "bakery", "council"}


def test_an_edited_file_stays_itself_beside_another_that_is_nearly_alike(desk: Desk) -> None:
    desk.write("monday.txt", FERRY.replace("buoy", "mark") + " It rained on Monday.")
    desk.write("tuesday.txt", FERRY.replace("buoy", "mark") + " It snowed on Tuesday. " + BAKERY)
    desk.library.refresh()
    desk.write("monday.txt", FERRY.replace("buoy", "mark") + " It snowed on Tuesday. " + NEWS)
    desk.write("tuesday.txt", FERRY.replace("buoy", "mark") + " It rained on Monday. " + BAKERY)

    desk.library.refresh()

    document = desk.library.current.document("monday")
    assert document is not None
    assert document.text.endswith(NEWS)


def test_a_row_put_before_others_moves_none_of_their_ids(desk: Desk) -> None:
    rows = [{"title": text[:9], "text": text} for text in (FERRY, BAKERY)]
    desk.write("rows.jsonl", "\n".join(map(json.dumps, rows)))
    desk.write("ferry.txt", NEWS)
    desk.write("bakery.txt", NEWS)
    desk.library.refresh()
    before = {d.id: d.text for d in desk.library.current.documents if d.text in (FERRY, BAKERY)}
    rows = [{"title": "Council", "text": COUNCIL + NEWS}, *rows]
    desk.write("rows.jsonl", "\n".join(map(json.dumps, rows)))

    desk.library.refresh()

    now = {d.id: d.text for d in desk.library.current.documents if d.text in (FERRY, BAKERY)}
    assert len(before) == 2
    assert now == before


@settings(max_examples=5)
@given(st.permutations(range(4)), st.sets(st.integers(0, 3)))
def test_ids_follow_what_files_hold_through_any_exchange_of_names(
    order: list[int], edited: set[int]
) -> None:
    stories = [text.replace("The", f"The {n}") for n, text in enumerate([FERRY, BAKERY, COUNCIL])]
    stories.append(" ".join(f"Gull {n} ate herring {n * 11}." for n in range(30)))
    with TemporaryDirectory() as folder:
        desk = desk_at(Path(folder))
        for number, text in enumerate(stories):
            desk.write(f"{number}.txt", text)
        desk.library.refresh()
        for number, name in enumerate(order):
            text = stories[number] + (f" {NEWS}" if number in edited else "")
            desk.write(f"{name}.txt", text)
        desk.library.refresh()

        for number, text in enumerate(stories):
            document = desk.library.current.document(str(number))
            assert document is not None
            assert document.text.startswith(text)
            assert document.path == f"{order[number]}.txt"
