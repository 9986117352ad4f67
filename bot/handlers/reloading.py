"""Reloads: built aside while answers go on, told in one message, noted in the log."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from typing import Any

from bot import reports, wording
from bot.desk import aside
from bot.handlers.room import Place, Room
from bot.handlers.sending import Courier
from bot.rendering import Message as Text
from config.errors import UserError
from embeddings.comparing import ReloadReport

log = logging.getLogger("quoth.telegram")

SECONDS_BETWEEN = 3.0  # edits of the progress: more often, Telegram would slow the whole chat
BY_ITSELF = 0  # stands for the admin where the folder watch reloads


class Reloading:
    """One reload at a time."""

    def __init__(self, room: Room, courier: Courier) -> None:
        self._room, self._courier = room, courier
        self._task: asyncio.Task[None] | None = None
        self._step: tuple[str, int, int] = ("looking at the files", 0, 0)

    @property
    def is_running(self) -> bool:
        return self._task is not None and not self._task.done()

    async def start(self, admin: int, place: Place, action: str) -> None:
        """Begin a reload and come back at once; its report goes to ``place``."""
        library = self._room.service.library
        await self._begin(
            admin,
            place,
            action,
            lambda: library.refresh(progress=self._note),
            reports.reload_report,
        )

    async def roll_back(self, admin: int, place: Place) -> None:
        rollback = self._room.service.library.rollback
        await self._begin(admin, place, "rollback", rollback, reports.rollback_report)

    async def by_itself(self) -> None:
        """Reload since the corpus folder has changed."""
        if self.is_running:
            return
        library = self._room.service.library
        self._task = asyncio.create_task(
            self._run(BY_ITSELF, None, "watch", library.refresh, reports.reload_report)
        )
        await self._task

    async def _begin(
        self,
        admin: int,
        place: Place,
        action: str,
        work: Callable[[], ReloadReport],
        told: Callable[[ReloadReport], Text],
    ) -> None:
        if self.is_running:
            await self._courier.send(place, Text(wording.RELOAD_RUNNING))
            return
        self._room.logbook.audit(admin, f"{action}: started")
        # The chat's lane is free again while the reload runs: the admin can ask on.
        self._task = asyncio.create_task(self._run(admin, place, action, work, told))

    async def _run(
        self,
        admin: int,
        place: Place | None,
        action: str,
        work: Callable[[], ReloadReport],
        told: Callable[[ReloadReport], Text],
    ) -> None:
        self._step = ("looking at the files", 0, 0)
        shown = await self._courier.send(place, reports.progress(*self._step)) if place else None
        running = asyncio.ensure_future(aside(work))
        try:
            await self._show_progress(running, place, shown)
            text = told(report := await running)
            numbers = f"version {report.version}, {reports.counted(report)}"
            self._room.logbook.audit(admin, f"{action}: {numbers}")
        except asyncio.CancelledError:
            self._room.logbook.audit(admin, f"{action}: given up, the bot is stopping")
            text = Text("I am being stopped, so the reload was given up; the corpus is as before.")
        except UserError as error:
            self._room.logbook.audit(admin, f"{action}: failed")
            text = reports.failed(error)
        except Exception as error:
            fault = self._room.logbook.fault(error, action)
            self._room.logbook.audit(admin, f"{action}: failed, error {fault}")
            text = Text(wording.FAILED.format(id=fault) + " The corpus is as before.")
        await self._tell(place, shown, text)

    async def _show_progress(
        self, running: asyncio.Future[ReloadReport], place: Place | None, shown: int | None
    ) -> None:
        """Edit the one message from time to time until the work is done, or the bot stops."""
        told = self._step
        stopping = asyncio.ensure_future(self._room.stopping.wait())
        try:
            while not running.done():
                either: list[asyncio.Future[Any]] = [running, stopping]
                await asyncio.wait(
                    either, timeout=SECONDS_BETWEEN, return_when=asyncio.FIRST_COMPLETED
                )
                if stopping.done() and not running.done():
                    raise asyncio.CancelledError
                if place and shown and not running.done() and self._step != told:
                    told = self._step
                    await self._courier.edit(place, shown, reports.progress(*told))
        finally:
            stopping.cancel()

    def _note(self, stage: str, done: int, of: int) -> None:
        self._step = (stage, done, of)

    async def _tell(self, place: Place | None, shown: int | None, text: Text) -> None:
        if place is None:
            return
        if shown is None or not await self._courier.edit(place, shown, text):
            await self._courier.send(place, text)
