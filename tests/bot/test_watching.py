"""Noticing changes of the corpus folder."""

from __future__ import annotations

from pathlib import Path

from bot.watching import FolderWatch, look

EMPTY: tuple[tuple[str, int, int], ...] = ()
ONE, TWO = (("a.txt", 1, 1),), (("a.txt", 1, 1), ("b.txt", 9, 2))


def test_nothing_is_due_while_nothing_changes() -> None:
    watch = FolderWatch(ONE)
    assert [watch.is_due(ONE) for _ in range(3)] == [False] * 3


def test_a_change_is_due_once_and_only_when_it_has_come_to_rest() -> None:
    watch = FolderWatch(EMPTY)
    seen = [ONE, TWO, TWO, TWO, ONE, ONE]
    assert [watch.is_due(state) for state in seen] == [False, False, True, False, False, True]


def test_a_look_tells_contents_apart(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("one")
    first = look(tmp_path)
    (tmp_path / "a.txt").write_text("other")
    assert look(tmp_path) != first
    assert look(tmp_path) == look(tmp_path)
