"""How fast requests go out."""

from __future__ import annotations

import asyncio
import time
from datetime import timedelta
from typing import Any

import pytest
from telegram.error import RetryAfter

from bot.handlers.pacing import Pacing, seconds


@pytest.fixture(autouse=True)
def _waits_are_timedeltas(monkeypatch: pytest.MonkeyPatch) -> None:
    """As the running bot has it."""
    monkeypatch.setenv("PTB_TIMEDELTA", "true")


class Api:
    """Counts calls, and asks to come back later as often as it is told to."""

    def __init__(self, refusals: int = 0, wait: float = 0.2) -> None:
        self.refusals, self.wait = refusals, wait
        self.calls: list[float] = []

    async def __call__(self) -> bool:
        self.calls.append(time.monotonic())
        if self.refusals:
            self.refusals -= 1
            raise RetryAfter(timedelta(seconds=self.wait))
        return True


async def send(pacing: Pacing, api: Api, chat: int, endpoint: str = "sendMessage") -> Any:
    return await pacing.process_request(api, (), {}, endpoint, {"chat_id": chat}, None)


def test_what_is_asked_to_wait_is_sent_once_and_later() -> None:
    api = Api(refusals=1)
    assert asyncio.run(send(Pacing(keeps=False), api, 42)) is True
    assert len(api.calls) == 2
    assert api.calls[1] - api.calls[0] >= 0.2


def test_a_chat_that_must_wait_halts_no_other() -> None:
    slow, quick = Api(refusals=1, wait=0.5), Api()

    async def scene() -> None:
        pacing = Pacing(keeps=True)
        waiting = asyncio.create_task(send(pacing, slow, 42))
        await asyncio.sleep(0.05)
        also = asyncio.create_task(send(pacing, quick, 42))
        started = time.monotonic()
        await send(pacing, quick, 43)
        assert time.monotonic() - started < 0.2
        assert not also.done()  # the same chat keeps its order and its pause
        await asyncio.gather(waiting, also)

    asyncio.run(scene())


def test_patience_has_an_end() -> None:
    for api in (Api(refusals=9, wait=0.01), Api(refusals=1, wait=900)):
        with pytest.raises(RetryAfter):
            asyncio.run(send(Pacing(keeps=False), api, 42))
        assert len(api.calls) <= 4


def test_a_group_gets_no_more_than_its_share_and_typing_costs_nothing() -> None:
    async def sent_in(pacing: Pacing, chat: int, endpoint: str) -> int:
        api = Api()
        calls = [asyncio.create_task(send(pacing, api, chat, endpoint)) for _ in range(25)]
        await asyncio.sleep(0.2)
        for call in calls:
            call.cancel()
        await asyncio.gather(*calls, return_exceptions=True)
        return len(api.calls)

    async def scene() -> list[int]:
        pacing = Pacing(keeps=True)
        return [
            await sent_in(pacing, -100, "sendMessage"),
            await sent_in(pacing, -100, "sendChatAction"),
            await sent_in(Pacing(keeps=False), -100, "sendMessage"),
        ]

    assert asyncio.run(scene()) == [20, 25, 25]


def test_a_wait_is_read_as_a_number_or_a_timedelta() -> None:
    assert seconds(3) == seconds(timedelta(seconds=3)) == 3.0
