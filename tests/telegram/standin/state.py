"""What the stand-in knows: chats, messages, waiting updates, faults to inject."""

from __future__ import annotations

import asyncio
import itertools
import json
import time
from collections import defaultdict, deque
from typing import Any

import aiohttp

from tests.telegram.standin.errors import ApiError, Json, bad

LONGEST_RETRY = 5.0  # seconds between two deliveries to a webhook that does not answer


class State:
    """The server's memory, and how updates get from it to the bot."""

    def __init__(
        self, token: str | None = None, *, username: str = "story_bot", privacy: bool = True
    ) -> None:
        self.token, self.privacy = token, privacy
        self.me: Json = {
            "id": 7_000_000_001,
            "is_bot": True,
            "first_name": "Story",
            "username": username,
            "can_join_groups": True,
            "can_read_all_group_messages": not privacy,
            "supports_inline_queries": True,
        }
        self._update_ids = itertools.count(1)
        self.reset()

    def reset(self) -> None:
        """Forget everything but who the bot is and the numbers of updates."""
        self.message_ids: dict[int, itertools.count[int]] = defaultdict(lambda: itertools.count(1))
        self.sequence, self.file_numbers = itertools.count(1), itertools.count(1)
        self.updates: deque[Json] = deque()
        self.wake = asyncio.Event()
        self.allowed: set[str] | None = None
        self.polls = 0
        self.webhook: Json | None = None
        self._delivery: asyncio.Task[None] | None = None
        self.chats: dict[int, Json] = {}
        self.files: dict[str, Json] = {}
        self.calls: list[Json] = []
        self.faults: list[Json] = []
        self.presses: dict[str, Json] = {}
        self.inline: dict[str, Json] = {}
        self.commands: dict[str, list[Json]] = {}
        self.blocked: set[int] = set()
        self.left: list[int] = []

    # --- chats and messages --------------------------------------------------------------------

    def chat(self, chat_id: int) -> Json:
        if chat_id not in self.chats:
            raise bad("chat not found")
        return self.chats[chat_id]

    def opened(self, chat_id: int, **about: Any) -> Json:
        """The chat, made where it is new."""
        if chat_id not in self.chats:
            self.chats[chat_id] = {"info": {"id": chat_id, **about}, "messages": {}}
        return self.chats[chat_id]

    def add(self, chat_id: int, message: Json) -> Json:
        """Put a message into a chat."""
        message["message_id"] = next(self.message_ids[chat_id])
        self.chats[chat_id]["messages"][message["message_id"]] = message
        return message

    def store(self, name: str, data: bytes, mime: str, claimed: int | None = None) -> Json:
        """Keep a file; what messages say about it."""
        file_id = f"file_{next(self.file_numbers)}"
        about: Json = {
            "file_id": file_id,
            "file_unique_id": f"u{file_id}",
            "file_name": name,
            "mime_type": mime,
            "file_size": len(data) if claimed is None else claimed,
        }
        self.files[file_id] = {"about": about, "data": data}
        return about

    # --- updates -------------------------------------------------------------------------------

    def push(self, kind: str, value: Json) -> int:
        """Have an update delivered, unless the bot has not asked for its kind."""
        number = next(self._update_ids)
        if not self.allowed or kind in self.allowed:
            # A copy: what a message becomes later must not change what was said of it.
            self.redeliver({"update_id": number, kind: json.loads(json.dumps(value))})
        return number

    def redeliver(self, update: Json) -> None:
        self.updates.append(update)
        self.wake.set()
        self.deliver()

    def deliver(self) -> None:
        """Begin to deliver what waits, where there is a webhook."""
        if self.webhook and self.updates and (self._delivery is None or self._delivery.done()):
            self._delivery = asyncio.get_running_loop().create_task(self._to_webhook())
            # What came while the connection was being closed must not wait for the next update.
            self._delivery.add_done_callback(lambda _: self.deliver())

    async def _to_webhook(self) -> None:
        delay = 0.1
        async with aiohttp.ClientSession() as session:
            while self.webhook and self.updates:
                fault = await self._post(session, self.webhook, self.updates[0])
                if fault is None:
                    self.updates.popleft()
                    delay = 0.1
                    continue
                if self.webhook:
                    self.webhook["last_error_message"] = fault
                await asyncio.sleep(delay)
                delay = min(2 * delay, LONGEST_RETRY)

    @staticmethod
    async def _post(session: aiohttp.ClientSession, hook: Json, update: Json) -> str | None:
        """What went wrong in delivering one update; None when it was taken."""
        headers = {}
        if hook.get("secret_token"):
            headers["X-Telegram-Bot-Api-Secret-Token"] = hook["secret_token"]
        limit = aiohttp.ClientTimeout(total=20)
        try:
            async with session.post(
                hook["url"], json=update, headers=headers, timeout=limit
            ) as response:
                if response.status // 100 == 2:
                    return None
                return f"Wrong response from the webhook: {response.status} {response.reason}"
        except (aiohttp.ClientError, TimeoutError) as error:
            return type(error).__name__

    def end_poll(self) -> None:
        """End the poll that is under way: somebody else asks for updates."""
        self.polls += 1
        self.wake.set()

    async def next_updates(self, offset: int, limit: int, timeout: float) -> list[Json]:
        """One long poll; a newer poll ends an older one, as two bots with one token find out."""
        if offset < 0:
            while len(self.updates) > -offset:
                self.updates.popleft()
        while offset > 0 and self.updates and self.updates[0]["update_id"] < offset:
            self.updates.popleft()
        self.end_poll()
        mine = self.polls
        end = time.monotonic() + min(timeout, 50)
        while not self.updates and time.monotonic() < end:
            self.wake.clear()
            try:
                await asyncio.wait_for(self.wake.wait(), max(0.0, end - time.monotonic()))
            except TimeoutError:
                break
            if self.polls != mine:
                raise ApiError(
                    409,
                    "Conflict: terminated by other getUpdates request; "
                    "make sure that only one bot instance is running",
                )
        return list(itertools.islice(self.updates, limit))
