"""Sends every kind of message to a real chat and compares what Telegram made of it.

For the owner of a bot, by hand; not a part of the tests. Write to your bot first, then:

    TELEGRAM_BOT_TOKEN=... python -m tests.telegram.live_smoke --chat YOUR_USER_ID

It asks the sample stories, sends the answers, lists and pages, checks that every excerpt came
through as it stands in the story, deletes the messages again, and puts the command menus back.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from telegram import (
    Bot,
    BotCommand,
    BotCommandScope,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
    BotCommandScopeDefault,
    MessageEntity,
)
from telegram.constants import ParseMode
from telegram.error import InvalidToken, TelegramError

from bot import pages, reports, wording
from bot.handlers.menus import Menus
from bot.handlers.room import Key, Place, Room
from bot.handlers.sending import NO_PREVIEW, Courier, keyboard
from bot.layout import Message
from bot.redaction import set_up_logging
from bot.rendering import messages
from bot.replies import Answer
from bot.service import Service
from bot.wiring import build_service
from config.credentials import telegram_token
from config.errors import UserError
from config.settings import Settings
from corpus.documents import Document, Span

QUESTIONS = (
    "What did the chief justice say about courthouses?",
    "Who said courthouses should be safe?",
    "Who plays the herring piano?",
    "How do I cook rice?",
)
ODD = 'Tide & <table>: 5 < 6, "x", _*[, 🚢🚢, “quoted”. '
NOBODY = Key(0, None, 0)


@dataclass
class Smoke:
    """One run: what was sent, and what was found wrong."""

    bot: Bot
    chat: int
    service: Service

    def __post_init__(self) -> None:
        self.room = Room(Settings(), self.service)
        self.room.username = self.bot.username
        self.courier = Courier(self.bot, self.room)
        self.sent: list[int] = []
        self.wrong: list[str] = []

    def everything(self) -> Iterator[tuple[str, Message]]:
        """Each kind of message with its name."""
        library, catalogue = self.service.library, self.room.catalogue
        for question in QUESTIONS:
            reply = self.service.conversations.reply(NOBODY, question)
            kept = self.room.keep(0, reply) if isinstance(reply, Answer) else None
            for message in messages(reply, catalogue, answer_id=kept):
                yield f"the answer to {question!r}", message
        edition = library.current
        document = edition.documents[0]
        yield "a context", pages.around(document, document.paragraphs[1], catalogue)
        yield "the speakers", pages.speakers(self.service.answerer.speakers(), 0, catalogue)
        yield "the sources", pages.sources(edition.documents, 0, catalogue)
        for person in edition.people[:1]:
            said = [q for q in edition.quotations if person in q.speakers]
            yield "all by a speaker", pages.all_by(person, said, 0, catalogue)
        yield "the help", Message(wording.HELP + wording.ADMIN_HELP)
        yield "the privacy text", Message(wording.PRIVACY.format(minutes=30))
        yield "what I am", reports.about(edition)
        long = Document("odd", ODD, ODD * 60, (Span(0, len(ODD) * 60 - 1),))
        yield "a long odd text", pages.around(long, Span(4, 30), catalogue)

    async def run(self) -> None:
        about = await self.bot.get_me()
        say(f"@{about.username}: in groups {about.can_join_groups}, sees all of a group")
        say(f"  {about.can_read_all_group_messages}, inline {about.supports_inline_queries}")
        hook = await self.bot.get_webhook_info()
        say(f"webhook: {'set' if hook.url else 'none'}, {hook.pending_update_count} updates wait")
        menus = {scope: await self.bot.get_my_commands(scope) for scope in scopes(self.chat)}
        try:
            await Menus(self.bot, frozenset({self.chat})).set_all()
            for name, message in self.everything():
                await self.send(name, message)
            await self.edit()
        finally:
            await self.leave_as_found(menus)

    async def leave_as_found(self, menus: dict[BotCommandScope, tuple[BotCommand, ...]]) -> None:
        for message_id in self.sent:
            await self.courier.delete(Place(self.chat), message_id)
        for scope, commands in menus.items():
            if commands:
                await self.bot.set_my_commands(commands, scope)
            else:
                await self.bot.delete_my_commands(scope)

    async def send(self, name: str, message: Message) -> None:
        try:
            sent = await self.bot.send_message(
                self.chat,
                message.html,
                parse_mode=ParseMode.HTML,
                reply_markup=keyboard(message.rows),
                link_preview_options=NO_PREVIEW,
            )
        except TelegramError as error:
            self.wrong.append(f"{name}: {error.message}")
            return
        self.sent.append(sent.message_id)
        kinds: list[str | None] = [MessageEntity.EXPANDABLE_BLOCKQUOTE]
        excerpts = sent.parse_entities(kinds).values()
        texts = [document.text for document in self.service.library.current.documents]
        texts.append(ODD * 60)
        if sent.text != message.text:
            self.wrong.append(f"{name}: Telegram shows another text than was sent")
        if not all(any(excerpt in text for text in texts) for excerpt in excerpts):
            self.wrong.append(f"{name}: an excerpt is not as it stands in the story")
        say(f"sent {name}: {len(excerpts)} excerpts")

    async def edit(self) -> None:
        if self.sent and not await self.courier.edit(
            Place(self.chat), self.sent[-1], Message("<b>edited</b>")
        ):
            self.wrong.append("a message could not be edited")


def scopes(chat: int) -> tuple[BotCommandScope, ...]:
    """Where the bot sets menus, with that of the chat's own."""
    return (
        BotCommandScopeDefault(),
        BotCommandScopeAllGroupChats(),
        BotCommandScopeAllPrivateChats(),
        BotCommandScopeChat(chat),
    )


def say(line: str) -> None:
    sys.stdout.write(line + "\n")


def main() -> int:
    parser = argparse.ArgumentParser(description="Send every kind of message to a real chat.")
    parser.add_argument("--chat", type=int, required=True, help="your user id; write to it first")
    parser.add_argument("--api-root", default=Settings().telegram.api_root)
    given = parser.parse_args()
    try:
        token = telegram_token(os.environ)
        set_up_logging("WARNING", [token])
        with tempfile.TemporaryDirectory(prefix="quoth-smoke-") as data:
            settings = Settings.model_validate({"index": {"data": Path(data)}})
            service = build_service(settings)
            service.library.refresh()
            smoke = asyncio.run(smoked(token, given.api_root, given.chat, service))
    except InvalidToken:
        say("Telegram refuses the token")
        return 2
    except UserError as error:
        say(str(error))
        return 2
    for fault in smoke.wrong:
        say(f"WRONG {fault}")
    say(f"{len(smoke.sent)} messages sent and deleted, {len(smoke.wrong)} faults")
    return 1 if smoke.wrong else 0


async def smoked(token: str, api_root: str, chat: int, service: Service) -> Smoke:
    """A run that is over."""
    async with Bot(token, f"{api_root}/bot", f"{api_root}/file/bot") as bot:
        smoke = Smoke(bot, chat, service)
        await smoke.run()
        return smoke


if __name__ == "__main__":
    sys.exit(main())
