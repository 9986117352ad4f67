"""What all handlers share: the core, the limits, and what was lately said where."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from itertools import count
from typing import NamedTuple

from bot.access import Limits, Rights
from bot.callbacks import key_of
from bot.desk import Desk
from bot.logbook import Logbook
from bot.recent import Recent
from bot.rendering import Catalogue
from bot.replies import Answer
from bot.service import Edition, Service
from bot.uploads import Proposals
from config.settings import Settings
from corpus.documents import Document

ANSWERS_KEPT = 2_000  # whose next passages can be asked for, and whose questions can be edited
NAMES_OFFERED = 5  # where nothing was found
PRESSES_KEPT = 5_000
PRESS_SECONDS = 30.0  # in which the same press brings nothing new
NOTICE_SECONDS = 60.0
INLINE_FACTOR = 6  # a question typed inline is asked several times on the way
MEMBER_SHARE = 2  # in a group one reader gets at most half of what all get


class Place(NamedTuple):
    """Where a conversation is held; the thread is a topic of a group."""

    chat: int
    thread: int | None = None


class Key(NamedTuple):
    """Whose conversation it is: one for each person in each topic of each chat."""

    chat: int
    thread: int | None
    user: int


@dataclass(frozen=True, slots=True)
class Given:
    """The messages that answer one question, and which words were asked (as a digest)."""

    key: Key
    asked: bytes
    messages: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer whose next passages can be asked for."""

    user: int
    answer: Answer


@dataclass(frozen=True, slots=True, eq=False)
class Shelved:
    """What is made once for each version: numbers for buttons, keys of links, names to offer."""

    edition: Edition
    catalogue: Catalogue
    linked: dict[str, Document]
    names: tuple[str, ...]


class Room:
    """The state of one running bot."""

    def __init__(self, settings: Settings, service: Service) -> None:
        telegram = settings.telegram
        self.settings = settings
        self.service = service
        self.username = ""
        self.rights = Rights.of(telegram)
        self.per_user = Limits(telegram.user_per_minute)
        self.per_group = Limits(telegram.group_per_minute)
        self.per_member = Limits(max(1, telegram.group_per_minute // MEMBER_SHARE))
        self.per_inline = Limits(telegram.user_per_minute * INLINE_FACTOR)
        self.desk = Desk(places=telegram.queue)
        self.logbook = Logbook()
        memory = 60.0 * settings.answers.follow_up_minutes
        self.given: Recent[tuple[int, int], Given] = Recent(most=ANSWERS_KEPT, seconds=memory)
        self.answers: Recent[int, Kept] = Recent(most=ANSWERS_KEPT, seconds=memory)
        self.presses: Recent[tuple[int, int, str], bool] = Recent(
            most=PRESSES_KEPT, seconds=PRESS_SECONDS
        )
        self.notices: Recent[object, bool] = Recent(most=PRESSES_KEPT, seconds=NOTICE_SECONDS)
        self.crowded: set[int] = set()  # updates of whoever has too many waiting in a chat
        self.proposals = Proposals()
        self.stopping = asyncio.Event()
        self._answer_ids = count(secrets.randbelow(36**6))  # no number of an earlier run
        self._shelved: Shelved | None = None

    @property
    def catalogue(self) -> Catalogue:
        """The numbers that buttons and links of the current version carry."""
        return self._shelf().catalogue

    def document(self, key: str) -> Document | None:
        """The document of the current version that a link means."""
        return self._shelf().linked.get(key)

    def keep(self, user: int, answer: Answer) -> int:
        """Keep an answer for its next passages; the number that its button carries."""
        number = next(self._answer_ids)
        self.answers.put(number, Kept(user, answer))
        return number

    def forget(self, which: Callable[[Key], bool]) -> None:
        """Drop all that is remembered of these conversations."""
        self.service.conversations.forget_where(lambda key: isinstance(key, Key) and which(key))
        self.given.forget(lambda _, given: which(given.key))

    def moved(self, old: int, new: int) -> None:
        """Go on with the conversations of a group that has got a new id.

        Its messages have new numbers, so which of them were answered by which is dropped.
        """

        def follow(key: Hashable) -> Hashable:
            return key._replace(chat=new) if isinstance(key, Key) and key.chat == old else key

        self.service.conversations.rekey(follow)
        self.given.forget(lambda _, given: given.key.chat == old)

    def forget_user(self, user: int) -> int:
        """Drop all that is remembered of a reader; how many open proposals went with it.

        How much was asked in the last minute stays: else forgetting would be a way past limits.
        """
        self.forget(lambda key: key.user == user)
        self.answers.forget(lambda _, kept: kept.user == user)
        return self.proposals.withdraw(user)

    def tidy(self) -> None:
        """Drop what is too old to be kept."""
        self.service.conversations.expire()
        for kept in (self.given, self.answers, self.presses, self.notices):
            kept.expire()
        for limits in (self.per_user, self.per_group, self.per_member, self.per_inline):
            limits.expire()
        self.proposals.expire()

    def known_names(self) -> tuple[str, ...]:
        """The names to offer where nothing was found."""
        return self._shelf().names

    def _shelf(self) -> Shelved:
        edition = self.service.library.current
        if self._shelved is None or self._shelved.edition is not edition:
            documents, people = edition.documents, edition.people
            self._shelved = Shelved(
                edition,
                Catalogue.of(edition.number, documents, people, self.username),
                {key_of(document): document for document in documents},
                tuple(p.name for p, _ in self.service.answerer.speakers()[:NAMES_OFFERED]),
            )
        return self._shelved
