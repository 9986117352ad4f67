"""How much is taken of one reader and in one group, and how whoever has more is told."""

from __future__ import annotations

from collections.abc import Hashable

from bot import wording
from bot.access import Limits
from bot.handlers.room import Place, Room
from bot.handlers.sending import Courier
from bot.layout import Message as Text
from bot.logbook import Event


class Limiting:
    """Takes questions and commands from the budgets they belong to."""

    def __init__(self, room: Room, courier: Courier) -> None:
        self._room, self._courier = room, courier

    async def admits(self, place: Place, user: int, *, group: bool, reply_to: int) -> bool:
        """Whether one more is within the limits; if not, that is said once a minute."""
        for limits, key, told in self._budgets(place.chat, user, group):
            if not limits.take(key):
                self._room.logbook.count(Event.LIMITED)
                if limits.tell(key):
                    text = Text(told.format(seconds=limits.wait(key)))
                    await self._courier.send(place, text, reply_to=reply_to)
                return False
        return True

    def _budgets(
        self, chat: int, user: int, group: bool
    ) -> tuple[tuple[Limits, Hashable, str], ...]:
        """The budgets to take from, in order: what one is refused must cost the others nothing."""
        room = self._room
        own = (room.per_user, user, wording.TOO_MANY)
        if not group:
            return (own,)
        share = (room.per_member, (chat, user), wording.TOO_MANY)
        return share, own, (room.per_group, chat, wording.TOO_MANY_IN_GROUP)
