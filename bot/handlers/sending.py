"""Sending: once, in order, and with an honest word where it cannot be known to have arrived."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from enum import Enum, auto
from typing import TypeVar

import httpx
from telegram import (
    Bot,
    CopyTextButton,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    LinkPreviewOptions,
    ReplyParameters,
)
from telegram.constants import ParseMode
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot import wording
from bot.handlers.pacing import seconds
from bot.handlers.room import Place, Room
from bot.layout import Button, Message, Rows
from bot.logbook import Event

log = logging.getLogger("quoth.telegram")
T = TypeVar("T")

TRIES = 3  # of a request that never left this machine
NEVER_LEFT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)
HARMLESS = ("message is not modified", "query is too old", "message to delete not found")
REASON_LOGGED = 80  # characters
BEFORE_EDITING_AGAIN = 1.0  # seconds
NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


def keyboard(rows: Rows) -> InlineKeyboardMarkup | None:
    if not rows:
        return None
    return InlineKeyboardMarkup([[_button(button) for button in row] for row in rows])


def _button(button: Button) -> InlineKeyboardButton:
    if button.copy is not None:
        return InlineKeyboardButton(button.label, copy_text=CopyTextButton(button.copy))
    return InlineKeyboardButton(button.label, callback_data=button.data, url=button.url)


async def once(call: Callable[[], Awaitable[T]]) -> T:
    """The result of a request, repeated only where it certainly never reached Telegram."""
    for attempt in range(1, TRIES):
        try:
            return await call()
        except NetworkError as error:
            if not isinstance(error.__cause__, NEVER_LEFT):
                raise
            await asyncio.sleep(attempt)
    return await call()


class Edited(Enum):
    """What became of an edit."""

    DONE = auto()
    REFUSED = auto()  # the message certainly reads as before, or is gone
    LOST = auto()  # nobody knows, or nothing more can be sent there now


class Courier:
    """Sends, edits and deletes; what cannot be delivered is counted and logged, never raised."""

    def __init__(self, bot: Bot, room: Room) -> None:
        self._bot, self._room = bot, room
        self._notices: dict[int, asyncio.Task[None]] = {}  # by chat; for when it may be written to

    async def send_all(
        self,
        place: Place,
        messages: Sequence[Message],
        *,
        reply_to: int | None = None,
        quote: str | None = None,
    ) -> tuple[int, ...]:
        """Send messages in order, the first as a reply; the ids of those that arrived."""
        sent = []
        for number, message in enumerate(messages):
            first = number == 0
            message_id = await self.send(
                place,
                message,
                reply_to=reply_to if first else None,
                quote=quote if first else None,
            )
            if message_id is None:
                break  # half an answer is better ended than continued with a gap
            sent.append(message_id)
        return tuple(sent)

    async def send(
        self,
        place: Place,
        message: Message,
        *,
        reply_to: int | None = None,
        quote: str | None = None,
    ) -> int | None:
        """Send one message; its id, or None where it is not known to have arrived."""
        try:
            return await self._post(place, message, reply_to, quote)
        except ChatMigrated as moved:
            self.moved(place.chat, moved.new_chat_id)
            return await self.send(Place(moved.new_chat_id, place.thread), message)
        except Forbidden:
            self._blocked(place)
        except BadRequest as error:
            return await self._otherwise(error, place, message, reply_to, quote)
        except InvalidToken:  # the bot is ending, and has said why
            self._room.logbook.count(Event.UNDELIVERED)
        except TelegramError as error:
            await self._undelivered(error, place)
        return None

    async def _post(
        self, place: Place, message: Message, reply_to: int | None, quote: str | None
    ) -> int:
        reply = (
            ReplyParameters(reply_to, allow_sending_without_reply=True, quote=quote)
            if reply_to
            else None
        )
        sent = await once(
            lambda: self._bot.send_message(
                place.chat,
                message.html,
                parse_mode=ParseMode.HTML,
                message_thread_id=place.thread,
                reply_parameters=reply,
                reply_markup=keyboard(message.rows),
                link_preview_options=NO_PREVIEW,
            )
        )
        return sent.message_id

    async def _otherwise(
        self,
        error: BadRequest,
        place: Place,
        message: Message,
        reply_to: int | None,
        quote: str | None,
    ) -> int | None:
        """Once more without what Telegram did not like; nothing has been sent yet."""
        # What stands behind a colon may quote the message.
        said = error.message.partition(":")[0][:REASON_LOGGED]
        if quote is not None and "quote" in error.message.lower():
            return await self.send(place, message, reply_to=reply_to)
        if "parse entities" in error.message:
            self._room.logbook.count(Event.UNPARSED)
            self._room.logbook.fault(error, "reading the layout of a message", said)
            return await self._plain(place, message)
        self._room.logbook.count(Event.UNDELIVERED)
        await self._tell_not_sent(place, self._room.logbook.fault(error, "sending", said))
        return None

    async def _plain(self, place: Place, message: Message) -> int | None:
        try:
            sent = await self._bot.send_message(
                place.chat, message.text, message_thread_id=place.thread
            )
        except TelegramError as error:
            await self._undelivered(error, place)
            return None
        return sent.message_id

    async def _undelivered(self, error: TelegramError, place: Place) -> None:
        """Note that an answer may be lost, and say so where Telegram itself refused it.

        Where only the response was lost, the answer may well be there: then nothing is sent, for
        a second copy would be worse.
        """
        book = self._room.logbook
        book.count(Event.UNDELIVERED)
        fault = book.network_fault(error, "sending")
        if isinstance(error, RetryAfter):
            self._tell_later(place, fault, seconds(error.retry_after))
        elif not _is_lost(error):
            await self._tell_not_sent(place, fault)

    async def _tell_not_sent(self, place: Place, fault: str) -> None:
        notice = Message(wording.NOT_SENT.format(id=fault))
        try:
            await self._post(place, notice, None, None)
        except TelegramError as again:
            self._room.logbook.network_fault(again, "saying that an answer was not sent")

    def _tell_later(self, place: Place, fault: str, halt: float) -> None:
        """Say it once the chat may be written to again; once for all that was lost meanwhile."""

        async def wait() -> None:
            await asyncio.sleep(halt)
            del self._notices[place.chat]
            await self._tell_not_sent(place, fault)

        if place.chat not in self._notices:
            self._notices[place.chat] = asyncio.create_task(wait())

    def _blocked(self, place: Place) -> None:
        self._room.logbook.count(Event.BLOCKED)
        log.info("a chat does not take messages from the bot any more")
        self._room.forget(lambda key: key.chat == place.chat)

    def moved(self, old: int, new: int) -> None:
        """Follow a group that has got a new id."""
        self._room.moved(old, new)
        if self._room.rights.moved(old, new):
            log.warning("group %d is now %d: change telegram.groups in the settings", old, new)

    async def edit(self, place: Place, message_id: int, message: Message) -> bool:
        """Put another text into a message of ours; whether it now reads so."""
        try:
            await self._rewrite(place, message_id, message)
        except TelegramError as error:
            return self._shrug(error, "editing", unchanged_is_fine=True)
        return True

    async def replace(
        self, place: Place, old: Sequence[int], messages: Sequence[Message], *, reply_to: int
    ) -> tuple[int, ...]:
        """Put an answer in the place of an earlier one: edit, then delete or send the rest.

        Where a message cannot be edited, it and what follows make place for new ones, so that the
        answer stays in order and nothing of the earlier one beside it. The ids of those that hold
        the answer.
        """
        edited = 0
        for message_id, message in zip(old, messages, strict=False):
            outcome = await self._change(place, message_id, message)
            if outcome is Edited.LOST:
                return tuple(old[:edited])
            if outcome is Edited.REFUSED:
                break
            edited += 1
        for message_id in old[edited:]:
            await self.delete(place, message_id)
        rest = await self.send_all(place, messages[edited:], reply_to=reply_to)
        return (*old[:edited], *rest)

    async def _change(self, place: Place, message_id: int, message: Message) -> Edited:
        """Edit for good: tried once more after a fault, for a second edit does no harm."""
        try:
            try:
                await self._rewrite(place, message_id, message)
            except NetworkError as error:
                if isinstance(error, BadRequest):
                    raise
                await asyncio.sleep(BEFORE_EDITING_AGAIN)
                await self._rewrite(place, message_id, message)
        except Forbidden:
            self._blocked(place)
            return Edited.LOST
        except (BadRequest, ChatMigrated) as error:
            return Edited.DONE if HARMLESS[0] in error.message.lower() else Edited.REFUSED
        except TelegramError as error:
            if not isinstance(error, RetryAfter) and not _is_lost(error):
                return Edited.REFUSED
            await self._undelivered(error, place)
            return Edited.LOST
        return Edited.DONE

    async def _rewrite(self, place: Place, message_id: int, message: Message) -> None:
        await once(
            lambda: self._bot.edit_message_text(
                message.html,
                chat_id=place.chat,
                message_id=message_id,
                parse_mode=ParseMode.HTML,
                reply_markup=keyboard(message.rows),
                link_preview_options=NO_PREVIEW,
            )
        )

    async def delete(self, place: Place, message_id: int) -> None:
        try:
            await self._bot.delete_message(place.chat, message_id)
        except TelegramError as error:
            self._shrug(error, "deleting")

    async def typing(self, place: Place) -> None:
        """Show that an answer is being made; it does not matter if this fails."""
        try:
            await self._bot.send_chat_action(place.chat, "typing")
        except TelegramError as error:
            log.debug("no typing sign: %s", type(error).__name__)

    def _shrug(self, error: TelegramError, during: str, *, unchanged_is_fine: bool = False) -> bool:
        text = error.message.lower()
        if any(harmless in text for harmless in HARMLESS):
            return unchanged_is_fine and HARMLESS[0] in text
        if isinstance(error, Forbidden):
            self._room.logbook.count(Event.BLOCKED)
        else:
            self._room.logbook.network_fault(error, during)
        return False


def _is_lost(error: TelegramError) -> bool:
    """Whether nobody knows if the request arrived."""
    return isinstance(error, TimedOut) or isinstance(error.__cause__, httpx.HTTPError)
