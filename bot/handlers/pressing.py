"""Buttons: each press is answered once, and what it shows is of the version it was made for."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from telegram import CallbackQuery, Message, Update
from telegram.error import TelegramError
from telegram.ext import ContextTypes

from bot import pages, wording
from bot.callbacks import Press, Pressed, pressed
from bot.handlers.addressing import in_group, place_of
from bot.handlers.room import Room
from bot.handlers.sending import HARMLESS, Courier
from bot.layout import Message as Text
from bot.logbook import Event
from bot.rendering import PAGE, answered, quotable
from bot.replies import Citation
from corpus.documents import Excerpt, Span

if TYPE_CHECKING:
    from bot.handlers.admin import Admin

DECISIONS = (Press.APPLY, Press.CANCEL)
ONCE = (Press.CONTEXT, Press.ALL_BY, Press.MORE)  # these bring a new message
TOLD = 200  # characters that fit over a chat


@dataclass(frozen=True, slots=True)
class Shown:
    """What a press brings: new messages, or another text for the message with the button."""

    messages: tuple[Text, ...]
    quote: str | None = None


class Pressing:
    """Answers presses of buttons."""

    def __init__(self, room: Room, courier: Courier, admin: Admin) -> None:
        self._room, self._courier, self._admin = room, courier, admin

    async def on_press(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        query = update.callback_query
        if query is None:
            return
        meant, message = pressed(query.data or ""), query.message
        if meant is None or not isinstance(message, Message):
            await self.tell(query, wording.UNKNOWN_BUTTON)
        elif meant.press in DECISIONS:
            await self.tell(query, await self._admin.decide(meant, query.from_user.id, message))
        else:
            shown = self._allowed(meant, query, message)
            # First of all the little clock on the button stops.
            await self.tell(query, shown if isinstance(shown, str) else "")
            if isinstance(shown, Shown):
                await self._show(meant, shown, message)

    def _allowed(self, meant: Pressed, query: CallbackQuery, message: Message) -> Shown | str:
        """What to show, or why nothing is shown."""
        if meant.version != self._room.service.library.current.number:
            return wording.EARLIER_CORPUS
        user = query.from_user.id
        if not self._room.per_user.take(user):
            self._room.logbook.count(Event.LIMITED)
            return wording.TOO_MANY.format(seconds=self._room.per_user.wait(user))
        press = (message.chat.id, message.message_id, query.data or "")
        if meant.press in ONCE and not self._room.presses.first_time(press, True):
            return wording.ALREADY_SHOWN
        return self._found(meant, message)

    def _found(self, meant: Pressed, message: Message) -> Shown | str:
        match meant.press:
            case Press.CONTEXT:
                return self._context(Span(*meant.numbers[1:]), meant.numbers[0], message)
            case Press.PAGE:
                return self._page(*meant.numbers)
            case Press.ALL_BY | Press.SPEAKER:
                return self._all_by(*meant.numbers)
            case Press.MORE:
                return self._more(meant.numbers[0], meant.numbers[1], message)
            case Press.SPEAKERS:
                counted = self._room.service.answerer.speakers()
                return Shown((pages.speakers(counted, meant.numbers[0], self._room.catalogue),))
            case _:
                documents = self._room.service.library.current.documents
                return Shown((pages.sources(documents, meant.numbers[0], self._room.catalogue),))

    def _context(self, span: Span, number: int, message: Message) -> Shown | str:
        documents = self._room.service.library.current.documents
        if number >= len(documents) or not span.start < span.end <= len(documents[number].text):
            return wording.UNKNOWN_BUTTON
        document = documents[number]
        quote = quotable(message.text or "", Excerpt(document, span.start, span.end))
        return Shown((pages.around(document, span, self._room.catalogue),), quote)

    def _page(self, number: int, paragraph: int) -> Shown | str:
        documents = self._room.service.library.current.documents
        if number >= len(documents) or paragraph >= len(documents[number].paragraphs):
            return wording.UNKNOWN_BUTTON
        return Shown((pages.reading(documents[number], paragraph, self._room.catalogue),))

    def _all_by(self, number: int, first: int) -> Shown | str:
        edition = self._room.service.library.current
        if number >= len(edition.people):
            return wording.UNKNOWN_BUTTON
        person = edition.people[number]
        quotations = [q for q in edition.quotations if person in q.speakers]
        if not quotations:
            return wording.NO_MORE
        return Shown((pages.all_by(person, quotations, first, self._room.catalogue),))

    def _more(self, answer_id: int, first: int, message: Message) -> Shown | str:
        kept = self._room.answers.get(answer_id)
        if kept is None:
            return wording.ANSWER_FORGOTTEN
        every = (*kept.answer.citations, *kept.answer.more)
        rest: tuple[Citation, ...] = every[first:]
        if not rest:
            return wording.NO_MORE
        numbered = tuple(replace(c, number=first + n) for n, c in enumerate(rest, 1))
        answer = replace(kept.answer, citations=numbered[:PAGE], more=numbered[PAGE:])
        return Shown(
            answered(
                answer,
                self._room.catalogue,
                single=in_group(message),
                answer_id=answer_id,
                first=first,
            )
        )

    async def _show(self, meant: Pressed, shown: Shown, message: Message) -> None:
        place = place_of(message)
        if meant.press not in ONCE:
            old = (message.message_id,)
            await self._courier.replace(place, old, shown.messages[:1], reply_to=old[0])
            return
        await self._courier.send_all(
            place, shown.messages, reply_to=message.message_id, quote=shown.quote
        )

    async def tell(self, query: CallbackQuery, text: str) -> bool:
        """Answer a press, with a line over the chat; whether it was not answered before."""
        try:
            await query.answer(text[:TOLD] or None)
        except TelegramError as error:
            # After a restart a press may be too old to be answered; the rest still works.
            if not any(harmless in error.message.lower() for harmless in HARMLESS):
                self._room.logbook.network_fault(error, "answering a button")
            return False
        return True
