"""The commands that are no questions: help, lists, privacy, and links to a passage."""

from __future__ import annotations

from telegram import Update
from telegram.ext import ContextTypes

from bot import pages, reports, wording
from bot.callbacks import linked
from bot.handlers.addressing import asker, in_group, place_of
from bot.handlers.limiting import Limiting
from bot.handlers.room import Key, Room
from bot.handlers.sending import Courier
from bot.layout import Message as Text


class Chatting:
    """Answers commands with what is fixed or can be looked up."""

    def __init__(self, room: Room, courier: Courier) -> None:
        self._room, self._courier = room, courier
        self._limiting = Limiting(room, courier)

    async def on_start(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """The welcome, or the passage that a link leads to."""
        place = linked(context.args[0]) if context.args else None
        if place is None:
            await self._send(update, Text(wording.WELCOME + self._help(update)))
            return
        key, span = place
        document = self._room.document(key)
        if document is None or not 0 <= span.start < span.end <= len(document.text):
            await self._send(update, Text(wording.EARLIER_PLACE))
            return
        await self._send(update, pages.around(document, span, self._room.catalogue))

    async def on_help(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        await self._send(update, Text(self._help(update)))

    def _help(self, update: Update) -> str:
        message, user = update.message, asker(update)
        if message and in_group(message):
            return wording.HELP_IN_GROUP
        is_admin = user is not None and self._room.rights.is_admin(user)
        return wording.HELP + (wording.ADMIN_HELP if is_admin else "")

    async def on_speakers(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        counted = self._room.service.answerer.speakers()
        await self._send(update, pages.speakers(counted, 0, self._room.catalogue))

    async def on_sources(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        documents = self._room.service.library.current.documents
        await self._send(update, pages.sources(documents, 0, self._room.catalogue))

    async def on_about(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        await self._send(update, reports.about(self._room.service.library.current))

    async def on_privacy(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        minutes = self._room.settings.answers.follow_up_minutes
        await self._send(update, Text(wording.PRIVACY.format(minutes=minutes)))

    async def on_cancel(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Forget what this conversation was about, and drop an admin's open proposals."""
        message, user = update.message, asker(update)
        if message is None or user is None:
            return
        key = Key(*place_of(message), user)
        known = self._room.service.conversations.last(key) is not None
        self._room.forget(lambda kept: kept == key)
        withdrawn = not in_group(message) and self._room.proposals.withdraw(user)
        if withdrawn:
            self._room.logbook.audit(user, f"cancel: {withdrawn} proposals withdrawn")
        await self._send(
            update, Text(wording.CANCELLED if known or withdrawn else wording.NOTHING_TO_CANCEL)
        )

    async def on_forget(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        user = asker(update)
        if user is not None:
            withdrawn = self._room.forget_user(user)
            if withdrawn:
                self._room.logbook.audit(user, f"forget: {withdrawn} proposals withdrawn")
            await self._send(update, Text(wording.FORGOTTEN))

    async def on_unknown_command(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        await self._send(update, Text(wording.UNKNOWN_COMMAND))

    async def on_forwarded_command(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        await self._send(update, Text(wording.NOT_FORWARDED))

    async def on_no_text(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        await self._send(update, Text(wording.ONLY_TEXT))

    async def _send(self, update: Update, text: Text) -> None:
        message, user = update.message, asker(update)
        if message is None or user is None:
            return
        place, group = place_of(message), in_group(message)
        number = message.message_id
        # Commands count as questions do.
        if await self._limiting.admits(place, user, group=group, reply_to=number):
            await self._courier.send(place, text, reply_to=number)
