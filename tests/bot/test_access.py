"""Who may do what, and how often."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.access import Limits, Rights
from config.settings import TelegramSettings


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_without_lists_anybody_may_ask_and_nobody_is_admin() -> None:
    rights = Rights()
    assert rights.may_ask(1)
    assert rights.may_be_in(-1)
    assert not rights.is_admin(1)


def test_a_list_leaves_out_whoever_is_not_on_it() -> None:
    rights = Rights.of(TelegramSettings(admins=(1,), users=(2,), groups=(-5,)))
    assert [rights.may_ask(user) for user in (1, 2, 3)] == [True, True, False]
    assert [rights.may_be_in(group) for group in (-5, -6)] == [True, False]
    assert [rights.is_admin(user) for user in (1, 2)] == [True, False]


def test_a_listed_group_may_move_and_any_other_may_not() -> None:
    rights = Rights(groups=[-5])
    assert rights.moved(-5, -50)
    assert rights.may_be_in(-50)
    assert not rights.moved(-7, -70)
    assert not rights.may_be_in(-70)


def test_who_asks_too_much_is_told_once_a_minute() -> None:
    clock = Clock()
    limits = Limits(3, clock)
    assert [limits.take("reader") for _ in range(6)] == [True] * 3 + [False] * 3
    assert [limits.tell("reader") for _ in range(3)] == [True, False, False]
    assert limits.take("another")
    assert limits.wait("reader") == 20
    clock.now = 20
    assert limits.take("reader")
    assert not limits.take("reader")
    assert not limits.tell("reader")
    clock.now = 60
    assert limits.tell("reader")


@given(st.integers(1, 20), st.lists(st.floats(0, 30), max_size=60))
def test_no_minute_sees_more_than_twice_the_limit(limit: int, pauses: list[float]) -> None:
    clock = Clock()
    limits = Limits(limit, clock)
    taken = []
    for pause in pauses:
        clock.now += pause
        if limits.take("reader"):
            taken.append(clock.now)
    for start in taken:
        assert sum(start <= when < start + 60 for when in taken) <= 2 * limit


def test_whoever_is_quiet_for_a_minute_is_not_remembered() -> None:
    clock = Clock()
    limits = Limits(1, clock)
    limits.take("early")
    limits.tell("early")
    clock.now = 30
    limits.take("late")
    clock.now = 61
    limits.expire()
    assert len(limits) == 1
    assert limits.take("early")
