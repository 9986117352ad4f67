"""Waiting at the desk, and order within a chat."""

from __future__ import annotations

import asyncio
import threading
import time

import pytest

from bot.desk import Busy, Desk, Lanes, aside


def test_a_full_desk_is_busy_and_free_again_later() -> None:
    async def scene() -> None:
        desk, gate = Desk(places=2), threading.Event()
        waiting = [asyncio.create_task(desk.ask(gate.wait, 10)) for _ in range(2)]
        await asyncio.sleep(0)
        with pytest.raises(Busy):
            await desk.ask(gate.is_set)
        gate.set()
        assert await asyncio.gather(*waiting) == [True, True]
        assert await desk.ask(gate.is_set)
        assert desk.waiting == 0
        desk.close()

    asyncio.run(scene())


def test_a_desk_at_which_many_wait_is_crowded_until_few_are_left() -> None:
    async def scene() -> None:
        desk, gate = Desk(places=9), threading.Event()
        seen: list[bool] = []

        def work() -> None:
            gate.wait(10)
            seen.append(desk.is_crowded)

        waiting = [asyncio.create_task(desk.ask(work)) for _ in range(5)]
        await asyncio.sleep(0)
        assert desk.is_crowded
        gate.set()
        await asyncio.gather(*waiting)
        assert seen[0]
        assert not desk.is_crowded
        desk.close()

    asyncio.run(scene())


def test_the_desk_passes_on_what_goes_wrong_and_stays_free() -> None:
    def wrong() -> None:
        raise KeyError("wrong")

    async def scene() -> None:
        desk = Desk(places=1)
        for _ in range(3):
            with pytest.raises(KeyError):
                await desk.ask(wrong)
        desk.close()

    asyncio.run(scene())


def test_one_lane_keeps_order_and_others_overtake() -> None:
    done: list[str] = []

    async def work(lanes: Lanes, lane: str, name: str, seconds: float) -> None:
        async with lanes.turn(lane):
            await asyncio.sleep(seconds)
            done.append(name)

    async def scene() -> int:
        lanes = Lanes()
        await asyncio.gather(
            work(lanes, "a", "slow", 0.05),
            work(lanes, "a", "next", 0),
            work(lanes, "b", "other", 0),
        )
        return len(lanes)

    assert asyncio.run(scene()) == 0
    assert done == ["other", "slow", "next"]


def test_work_aside_gives_its_result_or_its_error() -> None:
    def wrong() -> None:
        raise KeyError("wrong")

    async def scene() -> None:
        assert await aside(threading.current_thread) is not threading.current_thread()
        with pytest.raises(KeyError):
            await aside(wrong)

    asyncio.run(scene())


def test_work_aside_can_be_given_up() -> None:
    async def scene() -> None:
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(aside(lambda: time.sleep(0.3)), 0.01)

    started = time.monotonic()
    asyncio.run(scene())
    assert time.monotonic() - started < 0.25
    time.sleep(0.35)  # the thread ends after the loop it would have told, without a word
