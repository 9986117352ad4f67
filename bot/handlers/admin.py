"""What admins do: reload, roll back, look at the state, bring and remove documents."""

from __future__ import annotations

import logging
from collections.abc import Callable

import httpx
from telegram import Document, Message, Update
from telegram.error import TelegramError
from telegram.ext import ContextTypes

from bot import reports, wording
from bot.callbacks import Press, Pressed, data
from bot.desk import aside
from bot.handlers.addressing import asker, in_group, place_of
from bot.handlers.reloading import Reloading
from bot.handlers.room import Place, Room
from bot.handlers.sending import Courier
from bot.layout import Button, escaped
from bot.layout import Message as Text
from bot.logbook import Event
from bot.uploads import Proposal, carry_out, propose_removal, propose_upload
from config.errors import UserError

log = logging.getLogger("quoth.telegram")

BLOCK = 65_536  # bytes of a document that are fetched at once
SECONDS_TO_FETCH = 60.0


class Admin:
    """The admin commands: integer ids only, in private only, written by hand only."""

    def __init__(self, room: Room, courier: Courier, reloading: Reloading) -> None:
        self._room, self._courier, self._reloading = room, courier, reloading

    # --- who may -----------------------------------------------------------------------------

    async def _allowed(self, update: Update, action: str) -> int | None:
        """The admin who may do this here; anybody else is refused, counted and noted."""
        message, user = update.message, asker(update)
        if message is None or user is None:
            return None
        refusal = self._refusal(message, user)
        if refusal is None:
            return user
        self._refuse(user, action)
        # In a group only an admin is told: silence gives nobody something to play with.
        if in_group(message) and not self._room.rights.is_admin(user):
            return None
        if self._room.per_user.take(user):
            await self._reply(message, Text(refusal))
        return None

    def _refusal(self, message: Message, user: int) -> str | None:
        if not self._room.rights.is_admin(user) or message.sender_chat:
            return wording.ADMIN_ONLY
        if in_group(message):
            return wording.ADMIN_IN_PRIVATE
        if message.forward_origin:
            return wording.NOT_FORWARDED
        return None

    def _refuse(self, user: int, action: str) -> None:
        self._room.logbook.count(Event.REFUSED)
        self._room.logbook.audit(user, f"refused {action}")

    async def _not_done(self, admin: int, action: str, message: Message, why: UserError) -> None:
        self._room.logbook.audit(admin, f"{action}: not done: {reports.reason(why)}")
        await self._reply(message, reports.failed(why))

    async def _reply(self, message: Message, text: Text) -> int | None:
        return await self._courier.send(place_of(message), text, reply_to=message.message_id)

    # --- commands ----------------------------------------------------------------------------

    async def on_reload(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        admin = await self._allowed(update, "reload")
        if admin and update.message:
            place, message = place_of(update.message), update.message.message_id
            await self._reloading.start(admin, place, "reload", reply_to=message)

    async def on_rollback(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        admin = await self._allowed(update, "rollback")
        if admin and update.message:
            place, message = place_of(update.message), update.message.message_id
            await self._reloading.roll_back(admin, place, reply_to=message)

    async def on_diff(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        admin = await self._allowed(update, "diff")
        if admin is None or update.message is None:
            return
        self._room.logbook.audit(admin, "diff")
        try:
            text = reports.difference_report(await aside(self._room.service.library.difference))
        except UserError as error:
            text = reports.failed(error)
        await self._reply(update.message, text)

    async def on_status(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        admin = await self._allowed(update, "status")
        if admin is None or update.message is None:
            return
        self._room.logbook.audit(admin, "status")
        text = reports.status(
            self._room.service.library.current,
            self._room.logbook,
            waiting=self._room.desk.waiting,
            places=self._room.desk.places,
            mode=self._room.settings.telegram.mode,
            reloading=self._reloading.is_running,
        )
        await self._reply(update.message, text)

    async def on_remove(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        admin = await self._allowed(update, "remove")
        if admin is None or update.message is None:
            return
        wanted, shelf = " ".join(context.args or []), self._room.service.library
        await self._propose(
            admin,
            "remove",
            update.message,
            lambda: propose_removal(wanted, admin=admin, shelf=shelf),
        )

    async def on_document(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """A document from an admin is read aside and proposed; nothing changes yet."""
        admin = await self._allowed(update, "upload")
        message = update.message
        if admin is None or message is None or message.document is None:
            return
        try:
            contents = await self._fetched(message.document)
        except UserError as error:
            await self._not_done(admin, "upload", message, error)
            return
        name, room = message.document.file_name or "", self._room
        await self._propose(
            admin,
            "upload",
            message,
            lambda: propose_upload(
                name, contents, admin=admin, shelf=room.service.library, settings=room.settings
            ),
        )

    # --- documents ---------------------------------------------------------------------------

    async def _fetched(self, document: Document) -> bytes:
        """The document's bytes. Raises UserError as soon as they are too many, or do not come."""
        most = self._room.settings.telegram.upload_mb * 1_000_000
        if (document.file_size or 0) > most:
            raise _too_large(most)
        try:
            file = await document.get_file()
            if (file.file_size or 0) > most:
                raise _too_large(most)
            return await _download(file.file_path or "", most)
        except (TelegramError, httpx.HTTPError) as error:
            fault = self._room.logbook.network_fault(error, "fetching a document")
            # The address of a file holds the token, so the error itself is not passed on.
            raise UserError(
                f"I could not fetch the file (error {fault}). Please send it again."
            ) from None

    async def _propose(
        self, admin: int, action: str, message: Message, propose: Callable[[], Proposal]
    ) -> None:
        try:
            proposal = await aside(propose)
            number = self._room.proposals.add(proposal)
        except UserError as error:
            await self._not_done(admin, action, message, error)
            return
        verb = proposal.verb
        self._room.logbook.audit(proposal.admin, f"proposed to {verb.lower()} {proposal.name!r}")
        text = reports.proposal(
            verb, proposal.name, proposal.documents, proposal.warnings, proposal.notices
        )
        row = (
            Button("Apply", data(Press.APPLY, 0, number)),
            Button("Cancel", data(Press.CANCEL, 0, number)),
        )
        await self._reply(message, Text(text.html, (row,)))

    async def decide(self, meant: Pressed, user: int, message: Message) -> str:
        """Carry out or drop a proposal; the line that the presser is told."""
        number = meant.numbers[0]
        owner = self._room.proposals.whose(number)
        if owner is None:
            self._room.logbook.audit(user, "pressed for a proposal that is over")
            await self._close(message, wording.PROPOSAL_GONE)
            return wording.PROPOSAL_GONE
        proposal = self._room.proposals.take(number, user)
        if proposal is None or not self._room.rights.is_admin(user):
            self._refuse(user, "another admin's proposal")
            return wording.NOT_YOURS
        if meant.press == Press.CANCEL:
            self._room.logbook.audit(user, f"cancelled {proposal.name!r}")
            await self._close(message, "Cancelled; nothing was changed.")
            return "Cancelled"
        await self._carry_out(proposal, message)
        return "Applied"

    async def _carry_out(self, proposal: Proposal, message: Message) -> None:
        action = f"{proposal.verb.lower()} {proposal.name!r}"
        try:
            await aside(lambda: carry_out(proposal, self._room.service.library))
        except (UserError, OSError) as error:
            fault = self._room.logbook.fault(error, "changing the corpus folder")
            self._room.logbook.audit(proposal.admin, f"{action}: failed, error {fault}")
            await self._close(message, "I could not change the corpus folder; nothing was done.")
            return
        self._room.logbook.audit(proposal.admin, action)
        await self._close(message, "Done; reloading.")
        await self._reloading.start(proposal.admin, place_of(message), action)

    async def _close(self, message: Message, text: str) -> None:
        """Put the outcome into the message with the buttons, which then go."""
        before = escaped(message.text or "")
        place = Place(message.chat.id)
        await self._courier.edit(place, message.message_id, Text(f"{before}\n\n<b>{text}</b>"))


async def _download(address: str, most: int) -> bytes:
    """The bytes behind an address, given up when they are more than ``most``."""
    if not address.startswith(("http://", "https://")):
        raise UserError("The Bot API server gives files in a way that I do not know.")
    contents = bytearray()
    async with (
        httpx.AsyncClient(timeout=SECONDS_TO_FETCH) as client,
        client.stream("GET", address) as response,
    ):
        response.raise_for_status()
        async for block in response.aiter_bytes(BLOCK):
            contents += block
            if len(contents) > most:
                raise _too_large(most)
    return bytes(contents)


def _too_large(most: int) -> UserError:
    return UserError(f"That file is too large: I take at most {most // 1_000_000} MB.")
