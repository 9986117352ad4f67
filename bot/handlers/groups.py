"""Groups: joining and leaving, and moving to a new id."""

from __future__ import annotations

import logging

from telegram import Chat, Update
from telegram.constants import ChatMemberStatus, ChatType
from telegram.ext import ContextTypes

from bot import wording
from bot.handlers.gate import may_stay
from bot.handlers.room import Place, Room
from bot.handlers.sending import Courier
from bot.layout import Message as Text

log = logging.getLogger("quoth.telegram")

HERE = (ChatMemberStatus.MEMBER, ChatMemberStatus.ADMINISTRATOR, ChatMemberStatus.RESTRICTED)


class Groups:
    """Greets, says goodbye, and follows a group to its new id."""

    def __init__(self, room: Room, courier: Courier) -> None:
        self._room, self._courier = room, courier

    async def on_membership(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        change = update.my_chat_member
        if change is None or change.chat.type == ChatType.PRIVATE:
            return
        was_here = change.old_chat_member.status in HERE
        is_here = change.new_chat_member.status in HERE
        if was_here and not is_here:
            self._room.forget(lambda key: key.chat == change.chat.id)
        elif is_here and not was_here:
            await self._joined(change.chat, update)

    async def _joined(self, chat: Chat, update: Update) -> None:
        is_known = self._room.rights.may_be_in(chat.id)
        may_stay_here = await may_stay(chat, self._room, self._courier, update)
        # One that was found to be allowed only now is a group that has moved: it has been greeted.
        if is_known and may_stay_here and chat.type != ChatType.CHANNEL:
            await self._courier.send(Place(chat.id), Text(wording.GREETING_IN_GROUP))

    async def on_migration(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Telegram tells of a move twice, in the old group and in the new one; once is enough."""
        message = update.message
        if message is None:
            return
        if message.migrate_to_chat_id:
            self._courier.moved(message.chat.id, message.migrate_to_chat_id)
        elif message.migrate_from_chat_id:
            self._courier.moved(message.migrate_from_chat_id, message.chat.id)
