"""The desk where questions wait: one thread that thinks, few places in front of it."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Callable, Hashable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, suppress
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")

MANY = 4  # at the desk at once, from which on none should take long


class Busy(Exception):
    """All places in front of the desk are taken: better said at once than after minutes."""


class Desk:
    """Runs blocking work off the event loop, one piece at a time, in the order it came.

    One thread: the model gains nothing from two, and the event loop keeps a core to itself.
    """

    def __init__(self, *, places: int) -> None:
        self.places = places
        self.waiting = 0
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="desk")

    @property
    def is_crowded(self) -> bool:
        """Whether so many wait that each should be answered in a hurry."""
        return self.waiting >= MANY

    async def ask(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """What ``work`` returns; raises Busy when no place is free."""
        if self.waiting >= self.places:
            raise Busy
        self.waiting += 1
        try:
            loop = asyncio.get_running_loop()
            return await loop.run_in_executor(self._thread, lambda: work(*args, **kwargs))
        finally:
            self.waiting -= 1

    def close(self) -> None:
        self._thread.shutdown(wait=False, cancel_futures=True)


class Lanes:
    """Keeps order within a chat while different chats go on side by side."""

    def __init__(self) -> None:
        self._locks: dict[Hashable, asyncio.Lock] = {}
        self._users: dict[Hashable, int] = {}

    @asynccontextmanager
    async def turn(self, key: Hashable) -> AsyncIterator[None]:
        lock = self._locks.setdefault(key, asyncio.Lock())
        self._users[key] = self._users.get(key, 0) + 1
        try:
            async with lock:
                yield
        finally:
            self._users[key] -= 1
            if not self._users[key]:
                del self._users[key], self._locks[key]

    def __len__(self) -> int:
        return len(self._locks)


async def aside(work: Callable[[], T]) -> T:
    """What ``work`` returns, from a thread of its own that does not keep the process alive.

    For what takes long and may be given up when the bot stops: a reload, reading an upload.
    """
    loop = asyncio.get_running_loop()
    result: asyncio.Future[T] = loop.create_future()

    def settle(settling: Callable[[], None]) -> None:
        with suppress(RuntimeError):  # the loop is closed: nobody waits any more
            loop.call_soon_threadsafe(lambda: None if result.done() else settling())

    def run() -> None:
        try:
            value = work()
        except BaseException as error:
            failure = error
            settle(lambda: result.set_exception(failure))
        else:
            settle(lambda: result.set_result(value))

    threading.Thread(target=run, name="aside", daemon=True).start()
    return await result
