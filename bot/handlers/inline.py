"""Inline questions, typed after the bot's name in any chat: one result for each passage."""

from __future__ import annotations

import asyncio
import functools

from telegram import (
    InlineQuery,
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputTextMessageContent,
    Update,
)
from telegram.constants import ParseMode
from telegram.error import TelegramError
from telegram.ext import ContextTypes

from bot import wording
from bot.desk import Busy
from bot.handlers.room import Key, Room
from bot.handlers.sending import HARMLESS, NO_PREVIEW, keyboard
from bot.logbook import Event
from bot.pages import InlineResult, inline_results
from bot.replies import Answer, Reply

SETTLES = 0.3  # seconds: a reader who types on asks again
LONGEST = 256  # characters of a query; Telegram sends no more
CACHED = 30  # seconds; a reload changes the answers
NOT_CACHED = 0  # what holds for this moment only
HELP_PAYLOAD = "help"


class Inline:
    """Answers the newest query of each reader."""

    def __init__(self, room: Room) -> None:
        self._room = room
        self._newest: dict[int, str] = {}

    async def on_query(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        query = update.inline_query
        if query is None:
            return
        if not query.query.strip():
            await self._answer(query, (), wording.INLINE_HELP)
            return
        if not await self._is_newest(query):
            return
        if not self._room.per_inline.take(query.from_user.id):
            self._room.logbook.count(Event.LIMITED)
            await self._answer(query, (), wording.INLINE_TOO_MANY, cached=NOT_CACHED)
            return
        await self._ask(query)

    async def _is_newest(self, query: InlineQuery) -> bool:
        """Whether nothing newer came from this reader while the typing settled."""
        user = query.from_user.id
        self._newest[user] = query.id
        await asyncio.sleep(SETTLES)
        if self._newest.get(user) != query.id:
            return False
        del self._newest[user]
        return True

    async def _ask(self, query: InlineQuery) -> None:
        try:
            reply = await self._room.desk.ask(functools.partial(self._reply, query))
        except Busy:
            self._room.logbook.count(Event.BUSY)
            await self._answer(query, (), wording.INLINE_BUSY, cached=NOT_CACHED)
            return
        if isinstance(reply, Answer):
            event, results, button = Event.ANSWERED, inline_results(reply, self._room.catalogue), ""
        else:
            event, results, button = Event.ABSTAINED, (), wording.INLINE_NOTHING
        if await self._answer(query, results, button):
            self._room.logbook.count(event)

    def _reply(self, query: InlineQuery) -> Reply:
        # Half-typed questions must not steer the reader's conversation: each stands alone.
        conversations = self._room.service.conversations
        key = Key(0, None, query.from_user.id)
        conversations.forget(key)
        hurried = self._room.desk.is_crowded
        reply = conversations.reply(key, query.query[:LONGEST], hurried=hurried)
        conversations.forget(key)
        return reply

    async def _answer(
        self,
        query: InlineQuery,
        results: tuple[InlineResult, ...],
        button: str = "",
        *,
        cached: int = CACHED,
    ) -> bool:
        """Show results, or a button that says why there are none; whether Telegram took them."""
        try:
            await query.answer(
                [_article(result) for result in results],
                cache_time=cached,
                # What is told to one reader in a hurry is not to be shown to others.
                is_personal=cached == NOT_CACHED or not self._room.rights.open_to_all,
                button=_button(button),
            )
        except TelegramError as error:
            if not any(harmless in error.message.lower() for harmless in HARMLESS):
                self._room.logbook.network_fault(error, "answering an inline question")
            return False
        return True

    async def failed(self, query: InlineQuery) -> None:
        """Say that a bug kept a question from being answered."""
        await self._answer(query, (), wording.INLINE_FAILED, cached=NOT_CACHED)


def _button(text: str) -> InlineQueryResultsButton | None:
    return InlineQueryResultsButton(text, start_parameter=HELP_PAYLOAD) if text else None


def _article(result: InlineResult) -> InlineQueryResultArticle:
    return InlineQueryResultArticle(
        result.id,
        result.title,
        InputTextMessageContent(
            result.message.html, parse_mode=ParseMode.HTML, link_preview_options=NO_PREVIEW
        ),
        description=result.description,
        reply_markup=keyboard(result.message.rows),
    )
