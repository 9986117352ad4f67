"""Questions: in private, in groups, by command, as follow-ups and edited."""

from __future__ import annotations

import asyncio
import functools
import logging
import time
from collections.abc import Callable, Sequence

from telegram import Update
from telegram.ext import ContextTypes

from bot import wording
from bot.desk import Busy
from bot.handlers.addressing import Asked, asked_in, asker, command_in, is_for
from bot.handlers.limiting import Limiting
from bot.handlers.room import Given, Room
from bot.handlers.sending import Courier
from bot.layout import Message as Text
from bot.logbook import Event
from bot.rendering import messages
from bot.replies import Answer, Reply

log = logging.getLogger("quoth.telegram")

TYPING_AFTER = 0.7  # seconds; most answers are there before a sign of typing would be seen
ASKING_COMMANDS = ("ask", "who")  # those whose edit changes an answer

Work = Callable[[], Reply]


class Asking:
    """Takes questions to the core and its replies back."""

    def __init__(self, room: Room, courier: Courier) -> None:
        self._room, self._courier = room, courier
        self._limiting = Limiting(room, courier)

    async def on_text(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """A text in a private chat is a question."""
        asked = self._asked(update, context)
        if asked:
            await self.respond(asked)

    async def on_group_text(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """A text in a group is a question when it is meant for the bot; else there is silence."""
        message = update.message
        if message and is_for(message, context.bot.bot):
            await self.on_text(update, context)

    async def on_ask(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        asked = self._asked(update, context)
        if asked and asked.question:
            await self.respond(asked)
        elif asked:
            await self._say(asked, wording.ASK_NEEDS_QUESTION)

    async def on_who(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        asked = self._asked(update, context)
        if asked and (asked.name or asked.words):
            await self.respond(asked)
        elif asked:
            await self._say(asked, wording.WHO_NEEDS_NAME)

    async def on_more(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        asked = self._asked(update, context)
        if asked:
            more = functools.partial(self._room.service.conversations.more, asked.key)
            await self.respond(asked, more)

    async def on_edit(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """An edited question gets its answer changed; nothing else that is edited does."""
        message, user = update.edited_message, asker(update)
        if not message or user is None:
            return
        given = self._room.given.get((message.chat.id, message.message_id))
        command = command_in(message.text or "")
        if given is None or given.key.user != user or (command and command not in ASKING_COMMANDS):
            return
        asked = asked_in(message, user, context.bot.bot)
        if asked.question and asked.digest != given.asked:
            await self.respond(asked, replacing=given.messages)

    def _asked(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> Asked | None:
        message, user = update.message, asker(update)
        if message is None or user is None:
            return None
        return asked_in(message, user, context.bot.bot)

    async def respond(
        self, asked: Asked, work: Work | None = None, *, replacing: Sequence[int] = ()
    ) -> None:
        """Answer one question, within the limits, once."""
        if not await self._limiting.admits(
            asked.place, asked.user, group=asked.group, reply_to=asked.message
        ):
            return
        started = time.perf_counter()
        try:
            reply = await self._reply(asked, work or self._work(asked))
        except Busy:
            self._room.logbook.count(Event.BUSY)
            await self._say(asked, wording.BUSY)
            return
        if await self._bring(asked, reply, replacing):
            self._note(reply, time.perf_counter() - started)

    def _work(self, asked: Asked) -> Work:
        conversations = self._room.service.conversations
        if asked.words:
            return functools.partial(conversations.who_said, asked.key, asked.words)
        if asked.name:
            return functools.partial(conversations.said_by, asked.key, asked.name)
        desk = self._room.desk  # how many wait is asked when the answer is begun
        return lambda: conversations.reply(asked.key, asked.question, hurried=desk.is_crowded)

    async def _reply(self, asked: Asked, work: Work) -> Reply:
        answering = asyncio.ensure_future(self._room.desk.ask(work))
        # One sign of typing, in private only: in groups it would count against the limits.
        if not asked.group:
            done, _ = await asyncio.wait([answering], timeout=TYPING_AFTER)
            if not done:
                await self._courier.typing(asked.place)
        return await answering

    async def _bring(self, asked: Asked, reply: Reply, replacing: Sequence[int]) -> bool:
        """Send the reply, or put it in the place of an earlier one; whether all of it arrived."""
        answer_id = self._room.keep(asked.user, reply) if isinstance(reply, Answer) else None
        known = () if isinstance(reply, Answer) else self._room.known_names()
        texts = messages(
            reply, self._room.catalogue, single=asked.group, answer_id=answer_id, known=known
        )
        if replacing:
            sent = await self._courier.replace(
                asked.place, replacing, texts, reply_to=asked.message
            )
        else:
            sent = await self._courier.send_all(asked.place, texts, reply_to=asked.message)
        whole = len(sent) == len(texts)
        if sent or replacing:
            # Half an answer is to no words: whatever the question is edited to is answered anew.
            shown = sent or tuple(replacing)
            given = Given(asked.key, asked.digest if whole else b"", shown)
            self._room.given.put((asked.place.chat, asked.message), given)
        return whole

    def _note(self, reply: Reply, seconds: float) -> None:
        found = isinstance(reply, Answer)
        self._room.logbook.count(Event.ANSWERED if found else Event.ABSTAINED)
        count = len(reply.citations) if isinstance(reply, Answer) else 0
        log.info(
            "%s in %d ms, %d citations", "answered" if found else "no answer", 1000 * seconds, count
        )

    async def _say(self, asked: Asked, text: str) -> None:
        await self._courier.send(asked.place, Text(text), reply_to=asked.message)
