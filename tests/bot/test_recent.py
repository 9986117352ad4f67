"""The short memory."""

from __future__ import annotations

import sys
from concurrent.futures import ThreadPoolExecutor

from bot.recent import Recent


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_the_oldest_go_first_when_there_are_too_many() -> None:
    kept: Recent[int, str] = Recent(most=3, seconds=60)
    for number in range(5):
        kept.put(number, str(number))
    assert [kept.get(number) for number in range(5)] == [None, None, "2", "3", "4"]
    kept.put(2, "again")
    kept.put(5, "5")
    assert kept.get(3) is None
    assert kept.get(2) == "again"


def test_what_is_too_old_is_gone() -> None:
    clock = Clock()
    kept: Recent[str, int] = Recent(most=9, seconds=10, clock=clock)
    kept.put("early", 1)
    clock.now = 8
    kept.put("late", 2)
    clock.now = 12
    assert kept.get("early") is None
    assert kept.get("late") == 2
    assert len(kept) == 1


def test_a_first_time_is_only_once() -> None:
    kept: Recent[str, bool] = Recent(most=9, seconds=10)
    assert [kept.first_time("a", True) for _ in range(2)] == [True, False]
    assert kept.pop("a") is True
    assert kept.pop("a") is None
    assert kept.first_time("a", True)


def test_some_can_be_forgotten() -> None:
    kept: Recent[int, str] = Recent(most=9, seconds=10)
    for number in range(6):
        kept.put(number, "even" if number % 2 == 0 else "odd")
    assert kept.forget(lambda _, value: value == "odd") == 3
    assert len(kept) == 3


def test_what_is_too_old_goes_with_what_is_forgotten() -> None:
    clock = Clock()
    kept: Recent[str, int] = Recent(most=9, seconds=10, clock=clock)
    kept.put("early", 1)
    clock.now = 12
    assert kept.forget(lambda *_: False) == 0
    assert not kept._kept  # and not only out of reach


def test_what_moves_to_another_key_keeps_its_age_and_overwrites_nothing() -> None:
    clock = Clock()
    kept: Recent[tuple[str, int], str] = Recent(most=9, seconds=10, clock=clock)
    kept.put(("old", 1), "said long ago")
    clock.now = 4
    kept.put(("old", 2), "said")
    kept.put(("new", 2), "said since")
    kept.rekey(lambda key: ("new", key[1]))
    assert kept.get(("new", 1)) == "said long ago"
    assert kept.get(("new", 2)) == "said since"
    assert kept.get(("old", 1)) is None
    clock.now = 11
    assert kept.get(("new", 1)) is None
    assert kept.get(("new", 2)) == "said since"


def test_several_threads_may_use_it_at_once() -> None:
    kept = Recent[int, int](most=3, seconds=60)
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)

    def use(first: int) -> None:
        for key in range(first, first + 2000):
            kept.put(key % 7, key)
            kept.get((key + 1) % 7)

    try:
        with ThreadPoolExecutor(4) as pool:
            list(pool.map(use, range(4)))
    finally:
        sys.setswitchinterval(interval)
    assert len(kept) == 3
