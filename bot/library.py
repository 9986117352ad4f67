"""The corpus that answers: its current version, and reloads that never take it away."""

from __future__ import annotations

import logging
import threading
import time
from dataclasses import replace
from pathlib import Path
from typing import Protocol

from config.errors import StorageError, UserError
from embeddings.building import build, difference
from embeddings.comparing import ReloadReport
from embeddings.layers import DamagedVersion
from embeddings.recipe import Progress, Recipe
from embeddings.storage import Store, Version

log = logging.getLogger(__name__)


class Elsewhere(Protocol):
    """Does a reload where it takes nothing from this process."""

    def refresh(self, progress: Progress | None = None) -> ReloadReport: ...
    def give_up(self) -> None: ...


class Library:
    """One corpus and its versions on disk.

    ``current`` may be read from any thread: it is one reference, swapped when a new version is
    complete. Whoever answers takes it once per answer, so no answer mixes two versions.
    """

    def __init__(
        self,
        corpus_path: Path,
        store: Store,
        recipe: Recipe,
        *,
        keep: int = 2,
        elsewhere: Elsewhere | None = None,
    ) -> None:
        """With ``elsewhere``, reloads are done there, and this process opens what they made."""
        self.corpus_path = corpus_path
        self._elsewhere = elsewhere
        self._store = store
        self._recipe = recipe
        self._keep = keep
        self._current: Version | None = None
        self._reloading = threading.Lock()

    @property
    def current(self) -> Version:
        """The version that answers. Raises UserError before there is one."""
        if self._current is None:
            raise UserError(f"{self.corpus_path}: not indexed yet; run quoth index")
        return self._current

    def open(self) -> Version | None:
        """The newest version on disk that is whole; None where there is none.

        A damaged one is passed over, and the next ``refresh`` makes it anew and says so.
        """
        version, _ = self._newest_whole()
        self._current = version or self._current
        return version

    def refresh(self, *, progress: Progress | None = None) -> ReloadReport:
        """Brings the index up to the files of the corpus and swaps it in; what was done.

        Raises CorpusError or StorageError where that cannot be done; what answered before goes on
        answering.
        """
        if self._elsewhere:
            with self._reloading:
                report = self._elsewhere.refresh(progress)
                if self._current is None or self._current.number != report.version:
                    self._open(report.version)
                return report
        with self._reloading, self._store.writing():
            previous, damaged = self._newest()
            rebuilt = next(iter(damaged.values())) if damaged else None
            report = build(
                self.corpus_path,
                self._store,
                previous,
                self._recipe,
                progress=progress,
                rebuilt=rebuilt,
            )
            for number in damaged:
                self._store.set_aside(number)
            if previous and previous.number == report.version:
                self._current = previous
            else:
                self._switch_to(report.version)
            return report

    def give_up(self) -> None:
        """Ends a reload that is done elsewhere: nobody waits for it any more."""
        if self._elsewhere:
            self._elsewhere.give_up()

    def difference(self) -> ReloadReport:
        """What a reload would do, without doing it."""
        return difference(self.corpus_path, self._newest()[0])

    def rollback(self) -> ReloadReport:
        """Goes back to the version before, as a new version; the report names its number.

        Raises StorageError where there is no earlier version.
        """
        started = time.perf_counter()
        with self._reloading, self._store.writing():
            earlier = [number for number in self._store.numbers() if number < self.current.number]
            if not earlier:
                raise StorageError("there is no earlier version to go back to")
            before = self._store.open(earlier[-1])
            self._switch_to(self._store.republish(before.number))
        report = ReloadReport(version=self.current.number, unchanged=len(before.records))
        return replace(report, seconds=time.perf_counter() - started)

    def _newest(self) -> tuple[Version | None, dict[int, str]]:
        """The newest whole version, which another process may have published meanwhile.

        With it the numbers of those passed over, and what is wrong with each.
        """
        numbers, current = self._store.numbers(), self._current
        if current and numbers and numbers[-1] == current.number:
            return current, {}
        return self._newest_whole()

    def _newest_whole(self) -> tuple[Version | None, dict[int, str]]:
        damaged: dict[int, str] = {}
        for number in reversed(self._store.numbers()):
            try:
                return self._store.open(number), damaged
            except DamagedVersion as error:
                damaged[number] = str(error)
                log.warning("version %d is damaged and is passed over", number)
        return None, damaged

    def _switch_to(self, number: int) -> None:
        self._open(number)
        self._store.prune(self._keep)

    def _open(self, number: int) -> None:
        version = self._store.open(number, beside=self._current)
        if self._current:  # somebody may be asking: whoever does next should not wait for it
            version.load()
        self._current = version
        log.info("version %d answers", number)
