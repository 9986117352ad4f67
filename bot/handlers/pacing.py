"""How fast requests go out: within Telegram's limits, and a halted chat halts no other."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

from aiolimiter import AsyncLimiter
from telegram.error import RetryAfter
from telegram.ext import BaseRateLimiter

from bot.recent import Recent

OVERALL = 30  # messages a second, all chats together
IN_GROUP = 20  # messages a minute in one group
AT_ONCE = 24  # requests under way; in a longer line of its own the HTTP library loses its speed
TRIES = 4  # of one request that Telegram asks to repeat later
LONGEST_HALT = 300.0  # seconds; a longer one is an error for the operator to see
LIMITED = ("send", "edit", "copy", "forward")  # how the methods start that count as messages


class Pacing(BaseRateLimiter[None]):
    """Keeps to the limits when ``keeps`` says so; always waits as long as Telegram asks."""

    def __init__(self, *, keeps: bool) -> None:
        self._overall = AsyncLimiter(OVERALL, 1) if keeps else None
        self._keeps = keeps
        self._at_once = asyncio.Semaphore(AT_ONCE)
        self._groups: Recent[int, AsyncLimiter] = Recent(most=5_000, seconds=3_600)
        self._halted: dict[object, float] = {}

    async def initialize(self) -> None:
        """Nothing to prepare."""

    async def shutdown(self) -> None:
        """Nothing to close."""

    async def process_request(
        self,
        callback: Callable[..., Coroutine[Any, Any, Any]],
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: None,
    ) -> Any:
        chat = data.get("chat_id")
        for last in range(TRIES - 1, -1, -1):
            await self._halt_over(chat)
            async with self._turn(chat, endpoint):
                try:
                    return await callback(*args, **kwargs)
                except RetryAfter as error:
                    self._halt(chat, seconds(error.retry_after) + 0.1)
                    if not last:
                        raise
        raise AssertionError("the last try returns or raises")

    def _halt(self, chat: object, halt: float) -> None:
        now = time.monotonic()
        self._halted = {c: until for c, until in self._halted.items() if until > now}
        self._halted[chat] = now + halt

    async def _halt_over(self, chat: object) -> None:
        """Wait until a chat may be written to; raises RetryAfter at once where that is far off."""
        while (left := self._halted.get(chat, 0.0) - time.monotonic()) > 0:
            if left > LONGEST_HALT:
                raise RetryAfter(timedelta(seconds=left))
            await asyncio.sleep(left)

    @asynccontextmanager
    async def _turn(self, chat: object, endpoint: str) -> AsyncIterator[None]:
        counts = endpoint.startswith(LIMITED) and endpoint != "sendChatAction"
        if counts and isinstance(chat, int) and chat < 0 and self._keeps:
            await self._group(chat).acquire()
        if counts and self._overall:
            await self._overall.acquire()
        async with self._at_once:
            yield

    def _group(self, chat: int) -> AsyncLimiter:
        limiter = self._groups.get(chat) or AsyncLimiter(IN_GROUP, 60)
        self._groups.put(chat, limiter)
        return limiter


def seconds(wait: object) -> float:
    """A time to wait that the library gives as a number or as a timedelta."""
    total = getattr(wait, "total_seconds", None)
    return float(total()) if total else float(wait)  # type: ignore[arg-type]
