"""The command menus that Telegram shows while a reader types a slash."""

from __future__ import annotations

import logging

from telegram import (
    Bot,
    BotCommand,
    BotCommandScope,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
    BotCommandScopeDefault,
)
from telegram.error import TelegramError

log = logging.getLogger("quoth.telegram")

IN_GROUPS = (
    ("ask", "Ask a question about the story"),
    ("who", "All that a person says"),
    ("more", "The next passages"),
    ("help", "How to ask"),
)
IN_PRIVATE = (
    ("ask", "Ask a question; plain text does too"),
    ("who", "All that a person says"),
    ("speakers", "Who speaks in the story"),
    ("sources", "The documents I answer from"),
    ("more", "The next passages"),
    ("cancel", "Start afresh"),
    ("about", "What I am"),
    ("privacy", "What I keep"),
    ("forget", "Forget all I remember of you"),
    ("help", "How to ask"),
)
FOR_ADMINS = (
    ("reload", "Read the corpus again"),
    ("diff", "What a reload would change"),
    ("rollback", "Back to the version before"),
    ("status", "How the bot is"),
    ("remove", "Take a document out"),
)


class Menus:
    """Sets the menus; one that cannot be set is no reason to stay away."""

    def __init__(self, bot: Bot, admins: frozenset[int]) -> None:
        self._bot = bot
        self._open = set(admins)  # admins whose chat the bot may not know yet

    async def set_all(self) -> None:
        await self._set(IN_GROUPS, BotCommandScopeDefault())
        await self._set(IN_GROUPS, BotCommandScopeAllGroupChats())
        await self._set(IN_PRIVATE, BotCommandScopeAllPrivateChats())
        for admin in sorted(self._open):
            await self.for_admin(admin)

    async def for_admin(self, admin: int) -> None:
        """Set an admin's menu, once; it can only be set after the admin has written."""
        if admin in self._open and await self._set(
            IN_PRIVATE + FOR_ADMINS, BotCommandScopeChat(admin)
        ):
            self._open.discard(admin)

    async def _set(self, commands: tuple[tuple[str, str], ...], scope: BotCommandScope) -> bool:
        try:
            await self._bot.set_my_commands([BotCommand(*c) for c in commands], scope=scope)
        except TelegramError as error:
            log.info("a command menu is not set yet: %s", type(error).__name__)
            return False
        return True
