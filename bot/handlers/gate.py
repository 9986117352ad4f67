"""The gate: what is not meant for the bot, repeated, too old or not allowed goes no further."""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from collections.abc import Awaitable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from typing import Any

from telegram import Chat, Message, Update
from telegram.constants import ChatType
from telegram.error import TelegramError
from telegram.ext import ApplicationHandlerStop, BaseUpdateProcessor, ContextTypes

from bot import wording
from bot.desk import Lanes
from bot.handlers.addressing import asker, command_in, in_group, is_for, place_of
from bot.handlers.room import Place, Room
from bot.handlers.sending import Courier
from bot.layout import Message as Text
from bot.logbook import Event
from bot.recent import Recent

log = logging.getLogger("quoth.telegram")

AT_ONCE = 256  # updates in hand; further ones wait in line
ALL = 1_000_000  # updates that may wait; the library's own line must not mix the chats
MOST_WAITING = 20  # updates of one reader in one chat
SECONDS_FOR_A_MOVE = 3.0  # until it is known which group a new supergroup was before
IDS_KEPT, IDS_SECONDS = 2_000, 3_600  # Telegram repeats an update within minutes, if at all


class Doorway(BaseUpdateProcessor):
    """Lets each update in once, and keeps order within a chat.

    What waits for its chat takes no place of another's: first comes the lane, then the place.
    """

    def __init__(self, room: Room) -> None:
        super().__init__(ALL)
        self._room, self._logbook = room, room.logbook
        self._lanes = Lanes()
        self._places = asyncio.Semaphore(AT_ONCE)
        self._waiting: Counter[tuple[int, int]] = Counter()
        self._seen: Recent[int, bool] = Recent(most=IDS_KEPT, seconds=IDS_SECONDS)

    async def initialize(self) -> None:
        """Nothing to prepare."""

    async def shutdown(self) -> None:
        """Nothing to close."""

    async def do_process_update(self, update: object, coroutine: Awaitable[Any]) -> None:
        if not isinstance(update, Update):
            await coroutine
            return
        if not self._seen.first_time(update.update_id, True):
            self._logbook.count(Event.REPEATED)
            coroutine.close()  # type: ignore[attr-defined]
            return
        lane = _lane(update)
        with self._in_line(lane, update) as has_room:
            if not has_room:
                await self._refuse(update, coroutine)
                return
            async with self._lanes.turn(lane), self._places:
                await coroutine

    @contextmanager
    def _in_line(self, lane: int, update: Update) -> Iterator[bool]:
        """Whether the reader has room in this chat's line; what moves a group always has."""
        reader = (lane, asker(update) or 0)
        if tells_of_a_group(update):
            yield True
            return
        if self._waiting[reader] > MOST_WAITING:
            yield False
            return
        self._waiting[reader] += 1
        try:
            yield True
        finally:
            self._waiting[reader] -= 1
            if not self._waiting[reader]:
                del self._waiting[reader]

    async def _refuse(self, update: Update, coroutine: Awaitable[Any]) -> None:
        """Let the gate see, at once and out of line, what goes no further than there."""
        self._logbook.count(Event.CROWDED)
        self._room.crowded.add(update.update_id)
        try:
            await coroutine
        finally:
            self._room.crowded.discard(update.update_id)


class Gate:
    """The first handler: stops what the others need not see."""

    def __init__(self, room: Room, courier: Courier) -> None:
        self._room, self._courier = room, courier
        self._oldest = timedelta(minutes=room.settings.telegram.stale_minutes)

    async def check(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        if not await self._lets_in(update):
            raise ApplicationHandlerStop

    async def _lets_in(self, update: Update) -> bool:
        if tells_of_a_group(update) and not self._moves_in(update.message):
            return True  # joining, leaving and moving is looked at by its own handlers
        user = asker(update)
        chat = update.effective_chat
        if user is None or (chat and chat.type == ChatType.CHANNEL):
            return False
        message = update.message or update.edited_message
        if message and (message.via_bot or self._too_old(message)):
            return False  # what a bot wrote for somebody, this one's inline answers too
        if chat and not await may_stay(chat, self._room, self._courier, update):
            return False
        if not self._room.rights.may_ask(user):
            return await self._refused(update, message)
        if update.update_id in self._room.crowded:
            return await self._slow_down(update, message, user)
        return True

    def _moves_in(self, message: Message | None) -> bool:
        """Whether a message tells that a group which the bot may not be in has moved here."""
        old = message.migrate_from_chat_id if message else None
        return old is not None and not self._room.rights.may_be_in(old)

    def _too_old(self, message: Message) -> bool:
        written = message.edit_date or message.date
        if datetime.now(UTC) - written <= self._oldest:
            return False
        self._room.logbook.count(Event.STALE)
        minutes = self._room.settings.telegram.stale_minutes
        log.info("dropped an update that is older than %d minutes", minutes)
        return True

    async def _refused(self, update: Update, message: Message | None) -> bool:
        """Say once in a while, in private, that this person is not on the list."""
        self._room.logbook.count(Event.NOT_ALLOWED)
        if update.callback_query:
            await update.callback_query.answer(wording.NOT_ALLOWED)
        elif update.inline_query:
            await update.inline_query.answer([], cache_time=30, is_personal=True)
        elif (
            message
            and not in_group(message)
            and self._room.notices.first_time(("refused", message.chat.id), True)
        ):
            await self._courier.send(place_of(message), Text(wording.NOT_ALLOWED))
        return False

    async def _slow_down(self, update: Update, message: Message | None, user: int) -> bool:
        """Say once a minute that what came last was dropped."""
        if update.callback_query:
            await update.callback_query.answer(wording.TOO_FAST)
        elif message and self._is_owed(message, update) and self._room.per_user.tell(user):
            await self._courier.send(place_of(message), Text(wording.TOO_FAST))
        return False

    @staticmethod
    def _is_owed(message: Message, update: Update) -> bool:
        """Whether an answer is expected: in a group only by whoever speaks to the bot."""
        asked = is_for(message, update.get_bot().bot) or command_in(message.text or "")
        return bool(asked) or not in_group(message)


def tells_of_a_group(update: Update) -> bool:
    """Whether an update tells where the bot is, or which group has a new id: never to be lost."""
    message = update.message
    if message is None:
        return update.my_chat_member is not None
    moved = message.migrate_to_chat_id or message.migrate_from_chat_id
    return bool(moved or message.left_chat_member)


def _lane(update: Update) -> int:
    """In which order an update is taken: after what came before it in its chat."""
    # What is typed inline overtakes itself on purpose: only the newest is answered. And what waits
    # in a new group to learn which one it was before must not hold up the telling of it.
    if update.effective_chat is None or (update.message and update.message.migrate_from_chat_id):
        return update.update_id
    return update.effective_chat.id


async def may_stay(chat: Chat, room: Room, courier: Courier, update: Update) -> bool:
    """Whether the bot may be in a chat; a group that it may not be in is left with a farewell."""
    if chat.type == ChatType.PRIVATE or room.rights.may_be_in(chat.id):
        return True
    if room.notices.get(("left", chat.id)):
        return False
    if chat.type == ChatType.SUPERGROUP:
        # An allowed group may be heard of under its new id before it has told that it moves there.
        with suppress(TimeoutError):
            await asyncio.wait_for(room.stopping.wait(), SECONDS_FOR_A_MOVE)
        if room.stopping.is_set() or room.rights.may_be_in(chat.id):
            return room.rights.may_be_in(chat.id)
    await _leave(chat.id, room, courier, update)
    return False


async def _leave(chat: int, room: Room, courier: Courier, update: Update) -> None:
    room.notices.put(("left", chat), True)
    message = update.effective_message
    place = place_of(message) if message else Place(chat)
    log.warning("left group %d: it is not in telegram.groups", chat)
    await courier.send(place, Text(wording.NOT_IN_THIS_GROUP))
    try:
        await update.get_bot().leave_chat(chat)
    except TelegramError as error:
        room.logbook.network_fault(error, "leaving a group")
