"""Which handler takes which update."""

from __future__ import annotations

import logging
from collections.abc import Callable, Coroutine
from functools import partial
from typing import Any

from telegram import Update
from telegram.error import BadRequest, Forbidden, NetworkError
from telegram.ext import (
    Application,
    CallbackQueryHandler,
    ChatMemberHandler,
    CommandHandler,
    ContextTypes,
    InlineQueryHandler,
    MessageHandler,
    TypeHandler,
    filters,
)

from bot import wording
from bot.handlers.addressing import command_in, in_group, is_for, place_of
from bot.handlers.admin import Admin
from bot.handlers.asking import Asking
from bot.handlers.chatting import Chatting
from bot.handlers.gate import Gate
from bot.handlers.groups import Groups
from bot.handlers.inline import Inline
from bot.handlers.menus import Menus
from bot.handlers.pressing import Pressing
from bot.handlers.reloading import Reloading
from bot.handlers.room import Room
from bot.handlers.sending import Courier
from bot.layout import Message as Text

log = logging.getLogger("quoth.telegram")

UPDATES = ["message", "edited_message", "callback_query", "inline_query", "my_chat_member"]
NEW = filters.UpdateType.MESSAGE  # commands and texts; edits have one handler of their own
BY_HAND = NEW & ~filters.FORWARDED  # what somebody else wrote is no command
PRIVATE, GROUPS = filters.ChatType.PRIVATE, filters.ChatType.GROUPS
TEXT = filters.TEXT & ~filters.COMMAND

Command = Callable[..., Coroutine[Any, Any, None]]
ASKED: dict[str, Command] = {
    "ask": Asking.on_ask,
    "who": Asking.on_who,
    "more": Asking.on_more,
}
CHATTED: dict[str, Command] = {
    "start": Chatting.on_start,
    "help": Chatting.on_help,
    "speakers": Chatting.on_speakers,
    "sources": Chatting.on_sources,
    "stories": Chatting.on_sources,
    "about": Chatting.on_about,
    "privacy": Chatting.on_privacy,
    "cancel": Chatting.on_cancel,
    "forget": Chatting.on_forget,
}
FOR_ADMINS: dict[str, Command] = {
    "reload": Admin.on_reload,
    "status": Admin.on_status,
    "diff": Admin.on_diff,
    "rollback": Admin.on_rollback,
    "remove": Admin.on_remove,
}

App = Application[Any, Any, Any, Any, Any, Any]


def add_handlers(app: App, room: Room, courier: Courier, menus: Menus) -> Reloading:
    """Put all handlers in place; the one that reloads is given back, for the folder watch."""
    asking, chatting = Asking(room, courier), Chatting(room, courier)
    reloading = Reloading(room, courier)
    admin, groups = Admin(room, courier, reloading), Groups(room, courier)
    app.add_handler(TypeHandler(Update, Gate(room, courier).check), group=-2)
    app.add_handler(TypeHandler(Update, _Welcome(room, menus).meet), group=-1)
    _add_commands(app, asking, chatting, admin)
    app.add_handler(MessageHandler(NEW & filters.StatusUpdate.MIGRATE, groups.on_migration))
    app.add_handler(MessageHandler(NEW & PRIVATE & filters.Document.ALL, admin.on_document))
    app.add_handler(MessageHandler(NEW & PRIVATE & TEXT, asking.on_text))
    app.add_handler(MessageHandler(NEW & GROUPS & TEXT, asking.on_group_text))
    app.add_handler(
        MessageHandler(NEW & PRIVATE & filters.COMMAND & ~BY_HAND, chatting.on_forwarded_command)
    )
    app.add_handler(MessageHandler(NEW & PRIVATE & filters.COMMAND, chatting.on_unknown_command))
    no_text = NEW & PRIVATE & ~filters.TEXT & ~filters.StatusUpdate.ALL
    app.add_handler(MessageHandler(no_text, chatting.on_no_text))
    app.add_handler(
        MessageHandler(filters.UpdateType.EDITED_MESSAGE & filters.TEXT, asking.on_edit)
    )
    pressing, inline = Pressing(room, courier, admin), Inline(room)
    app.add_handler(CallbackQueryHandler(pressing.on_press))
    app.add_handler(InlineQueryHandler(inline.on_query))
    membership = ChatMemberHandler(groups.on_membership, ChatMemberHandler.MY_CHAT_MEMBER)
    app.add_handler(membership)
    app.add_error_handler(_Failures(room, courier, pressing, inline).on_error)
    return reloading


def _add_commands(app: App, asking: Asking, chatting: Chatting, admin: Admin) -> None:
    for taker, commands, which in (
        (asking, ASKED, BY_HAND),
        (chatting, CHATTED, BY_HAND),
        (admin, FOR_ADMINS, NEW),  # refused by the admin's own handler, which counts and notes it
    ):
        for name, method in commands.items():
            app.add_handler(CommandHandler(name, partial(method, taker), filters=which))


class _Welcome:
    """Sets an admin's menu when the admin writes for the first time."""

    def __init__(self, room: Room, menus: Menus) -> None:
        self._room, self._menus = room, menus

    async def meet(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        message = update.message
        if message and message.from_user and not in_group(message):
            await self._menus.for_admin(message.from_user.id)


class _Failures:
    """Tells the reader with a short id, and the log with where it happened."""

    def __init__(self, room: Room, courier: Courier, pressing: Pressing, inline: Inline) -> None:
        self._room, self._courier = room, courier
        self._pressing, self._inline = pressing, inline

    async def on_error(self, update: object, context: ContextTypes.DEFAULT_TYPE) -> None:
        error = context.error
        if error is None or isinstance(error, Forbidden):
            return
        if isinstance(error, NetworkError) and not isinstance(error, BadRequest):
            self._room.logbook.network_fault(error, "an update")
            return
        during = "a job of the bot's own" if context.job else "an update"
        fault = self._room.logbook.fault(error, during)
        if isinstance(update, Update):
            await self._tell(update, wording.FAILED.format(id=fault), context)

    async def _tell(self, update: Update, told: str, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Tell whoever asked, typed or pressed; of a press the little clock stops as well."""
        message = update.effective_message
        if update.inline_query:
            await self._inline.failed(update.inline_query)
        if update.callback_query and await self._pressing.tell(update.callback_query, told):
            return
        if message is None:
            return
        # In a group only whoever asked is owed an answer.
        asked = is_for(message, context.bot.bot) or command_in(message.text or "")
        if asked or update.callback_query or not in_group(message):
            await self._courier.send(place_of(message), Text(told), reply_to=message.message_id)
