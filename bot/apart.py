"""A reload in a process of its own: the one that answers gives it neither time nor memory."""

from __future__ import annotations

import logging
import os
import pickle
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import IO, Any, Final

import config.errors
from bot.redaction import set_up_logging, where
from config.credentials import without_secrets
from config.errors import UserError
from config.settings import Settings
from embeddings.comparing import ReloadReport
from embeddings.recipe import Progress

log = logging.getLogger("quoth.telegram")

START: Final = "import sys; sys.path[:] = sys.argv[1:]; from bot.apart import main; main()"
STEP, DONE, MEND, BUG = "step", "done", "mend", "bug"  # what the process tells
GENTLE = 5  # niceness: behind the answers, before what the machine does at leisure
FIRST_TO_GO = "500"  # of 1000: where memory runs out, the reload is ended, not the bot
SECONDS_BETWEEN = 0.2  # two steps that are told
ENDED = (
    "the reload was ended before it was done ({how});"
    " if memory ran out, reload fewer files at a time, or give the machine more"
)


class BrokenReload(Exception):
    """A bug in the other process, which has logged what it was and where."""


class Apart:
    """Reloads in a process of its own. It ends with this one, whatever ends this one."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._child: subprocess.Popen[bytes] | None = None
        self._given_up = False

    def refresh(self, progress: Progress | None = None) -> ReloadReport:
        """What ``Library.refresh`` does and raises; the new version is then on disk."""
        child = self._child = self._started()
        try:
            if self._given_up:
                child.kill()
            return _outcome(child, self._settings, progress)
        finally:
            self._child = None
            _end(child)

    def give_up(self) -> None:
        """End the reload that is under way, and let none begin any more."""
        self._given_up = True
        if child := self._child:
            child.kill()

    def _started(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [sys.executable, "-c", START, *map(os.path.abspath, sys.path)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=without_secrets(os.environ),
        )


def _end(child: subprocess.Popen[bytes]) -> None:
    child.kill()
    for pipe in (child.stdin, child.stdout):
        with suppress(BrokenPipeError):  # what was meant for a process that is gone
            if pipe:
                pipe.close()
    child.wait()


def _outcome(
    child: subprocess.Popen[bytes], settings: Settings, progress: Progress | None
) -> ReloadReport:
    assert child.stdin
    assert child.stdout
    try:
        pickle.dump(settings, child.stdin)
        child.stdin.flush()  # and left open: its end tells the child that this process is gone
        while True:
            match pickle.load(child.stdout):
                case (str(kind), report) if kind == DONE and isinstance(report, ReloadReport):
                    return report
                case (str(kind), stage, done, of) if kind == STEP:
                    if progress:
                        progress(stage, done, of)
                case (str(kind), name, message) if kind == MEND:
                    raise getattr(config.errors, name, UserError)(message)
                case (str(kind), name) if kind == BUG:
                    raise BrokenReload(name)
    except (EOFError, BrokenPipeError, pickle.UnpicklingError):
        code = child.wait()
        how = f"signal {-code}" if code < 0 else f"exit code {code}"
        raise UserError(ENDED.format(how=how)) from None


# --- the process ---------------------------------------------------------------------------------


def main() -> None:
    """Reload once, as the settings on standard input say, and tell how it goes on standard output.

    What else is printed goes to standard error, so that it can't be taken for a message.
    """
    channel = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the bot's to answer
    _step_back()
    with os.fdopen(os.dup(0), "rb") as given:
        settings: Settings = pickle.load(given)
    threading.Thread(target=_end_with_the_bot, daemon=True).start()
    set_up_logging(settings.logging.level)
    logging.getLogger("bot.library").setLevel(
        logging.WARNING
    )  # which version answers, the bot says
    _tell(channel, _done(settings, channel))
    os._exit(0)  # all is written; taking the models apart would only take time


def _done(settings: Settings, channel: IO[bytes]) -> tuple[Any, ...]:
    from bot.wiring import build_service

    try:
        return DONE, build_service(settings).library.refresh(progress=_teller(channel))
    except UserError as error:
        known = [t.__name__ for t in type(error).__mro__ if t.__module__ == UserError.__module__]
        return MEND, known[0], str(error)
    except Exception as error:
        log.error("the reload broke: %s", where(error))
        return BUG, type(error).__name__


def _teller(channel: IO[bytes]) -> Callable[[str, int, int], None]:
    """Tells steps, few enough that telling them costs nothing."""
    last: tuple[str, float] = ("", 0.0)

    def tell(stage: str, done: int, of: int) -> None:
        nonlocal last
        now = time.monotonic()
        if stage != last[0] or now - last[1] >= SECONDS_BETWEEN:
            last = (stage, now)
            _tell(channel, (STEP, stage, done, of))

    return tell


def _tell(channel: IO[bytes], message: tuple[Any, ...]) -> None:
    try:
        pickle.dump(message, channel)
        channel.flush()
    except BrokenPipeError:
        os._exit(1)


def _step_back() -> None:
    with suppress(AttributeError, OSError):  # Windows has no niceness
        os.nice(GENTLE)
    with suppress(OSError):  # only Linux has this
        Path("/proc/self/oom_score_adj").write_text(FIRST_TO_GO)


def _end_with_the_bot() -> None:
    """A bot that was killed takes the end of the pipe with it."""
    while os.read(0, 1):
        pass
    os._exit(1)
