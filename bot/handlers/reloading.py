"""Reloads: built aside while answers go on, told in one message, noted in the log."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bot import reports, wording
from bot.desk import aside
from bot.handlers.room import Place, Room
from bot.handlers.sending import Courier
from bot.layout import Message as Text
from config.errors import UserError
from embeddings.comparing import ReloadReport

log = logging.getLogger("quoth.telegram")

SECONDS_BETWEEN = 3.0  # edits of the progress: more often, Telegram would slow the whole chat
FIRST_STEP = ("looking at the files", 0, 0)
BY_ITSELF = 0  # stands for the admin where the folder watch reloads


@dataclass(frozen=True, slots=True)
class Job:
    """One change of the version that answers: who asked for it and where the report goes."""

    admin: int
    action: str
    work: Callable[[], ReloadReport]
    told: Callable[[ReloadReport], Text]
    place: Place | None = None  # None: nobody is told, as when the folder watch reloads
    reply_to: int | None = None
    waits: bool = False  # for a reload that is running; else it is refused meanwhile


class Reloading:
    """One reload at a time."""

    def __init__(self, room: Room, courier: Courier) -> None:
        self._room, self._courier = room, courier
        self._task: asyncio.Task[None] | None = None
        self._due: list[Job] = []  # asked for while one was running: one more does for all
        self._step: tuple[str, int, int] = FIRST_STEP

    @property
    def is_running(self) -> bool:
        return self._task is not None and not self._task.done()

    async def start(
        self, admin: int, place: Place, action: str, *, reply_to: int | None = None
    ) -> None:
        """Begin a reload and come back at once; its report goes to ``place``.

        While one is running, another follows it: that one may have listed the files too early.
        """
        library = self._room.service.library
        await self._begin(
            Job(
                admin,
                action,
                lambda: library.refresh(progress=self._note),
                reports.reload_report,
                place,
                reply_to,
                waits=True,
            )
        )

    async def roll_back(self, admin: int, place: Place, *, reply_to: int | None = None) -> None:
        rollback = self._room.service.library.rollback
        await self._begin(
            Job(admin, "rollback", rollback, reports.rollback_report, place, reply_to)
        )

    async def by_itself(self) -> None:
        """Begin a reload since the corpus folder has changed."""
        refresh = self._room.service.library.refresh
        await self._begin(Job(BY_ITSELF, "watch", refresh, reports.reload_report))

    async def at_rest(self) -> None:
        """Come back when no reload is running or due, and whoever asked has been told."""
        if self._task:
            await asyncio.wait([self._task])

    async def _begin(self, job: Job) -> None:
        if not self.is_running:
            self._audit(job, "started")
            # The chat's lane is free again while the reload runs: the admin can ask on.
            self._task = asyncio.create_task(self._run_all(job))
        elif job.waits:
            self._audit(job, "waits for the reload that is running")
            self._due.append(job)
            await self._send(job, Text(wording.RELOAD_WAITS))
        else:
            self._audit(job, "not done, a reload is running")
            await self._send(job, Text(wording.RELOAD_RUNNING))

    async def _run_all(self, job: Job) -> None:
        await self._run(job)
        while self._due:
            due, self._due = self._due, []
            await self._run(*due)

    async def _run(self, job: Job, *others: Job) -> None:
        """Do ``job``, which does for the others too: all who asked get its report."""
        self._step = FIRST_STEP
        shown = await self._send(job, reports.progress(*FIRST_STEP))
        outcome, text = await self._outcome(job, shown)
        for asked in (job, *others):
            self._audit(asked, outcome)
        await self._tell(job, shown, text)
        elsewhere = {other.place: other for other in others if other.place != job.place}
        for other in elsewhere.values():
            await self._send(other, text)

    async def _outcome(self, job: Job, shown: int | None) -> tuple[str, Text]:
        """What became of it: for the log, and for whoever asked."""
        try:
            report = await self._done(job, shown)
            text = job.told(report)
        except asyncio.CancelledError:
            return "given up, the bot is stopping", Text(wording.RELOAD_GIVEN_UP)
        except UserError as error:
            fault = self._room.logbook.mishap(error)
            return f"failed, error {fault}: {reports.reason(error)}", reports.failed(error)
        except Exception as error:
            fault = self._room.logbook.fault(error, job.action)
            told = wording.FAILED.format(id=fault) + " The corpus is as before."
            return f"failed, error {fault}", Text(told)
        for line in (*reports.unread(report), *reports.noticed(report)):
            self._audit(job, line)
        return f"version {report.version}, {reports.counted(report)}", text

    async def _done(self, job: Job, shown: int | None) -> ReloadReport:
        """The report, once the work is done; the one message is edited meanwhile.

        Raises CancelledError when the bot stops first.
        """
        if self._room.stopping.is_set():
            raise asyncio.CancelledError
        running = asyncio.ensure_future(aside(job.work))
        stopping = asyncio.ensure_future(self._room.stopping.wait())
        either: list[asyncio.Future[Any]] = [running, stopping]
        told = self._step
        try:
            while not running.done() and not stopping.done():
                await asyncio.wait(
                    either, timeout=SECONDS_BETWEEN, return_when=asyncio.FIRST_COMPLETED
                )
                if job.place and shown and not running.done() and self._step != told:
                    told = self._step
                    await self._courier.edit(job.place, shown, reports.progress(*told))
        finally:
            stopping.cancel()
        if not running.done():
            running.cancel()
        return await running

    def _note(self, stage: str, done: int, of: int) -> None:
        self._step = (stage, done, of)

    def _audit(self, job: Job, outcome: str) -> None:
        self._room.logbook.audit(job.admin, f"{job.action}: {outcome}")

    async def _send(self, job: Job, text: Text) -> int | None:
        if job.place is None:
            return None
        return await self._courier.send(job.place, text, reply_to=job.reply_to)

    async def _tell(self, job: Job, shown: int | None, text: Text) -> None:
        """Put the outcome into the message of the progress; send it where that is gone."""
        edited = job.place and shown and await self._courier.edit(job.place, shown, text)
        if not edited:
            await self._send(job, text)
