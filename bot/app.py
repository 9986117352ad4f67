"""The running bot: prepares the core, connects to Telegram, and stops in good order."""

from __future__ import annotations

import asyncio
import logging
import os
import re
import secrets
import signal
import sys
import threading
from collections.abc import Callable, Coroutine, Mapping
from typing import Any
from urllib.parse import urlsplit

from telegram import Update
from telegram.error import (
    BadRequest,
    Conflict,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)
from telegram.ext import ApplicationBuilder, ContextTypes, JobQueue
from telegram.request import HTTPXRequest
from tornado.httpserver import HTTPServer

from bot import reports, webserver
from bot.desk import aside
from bot.handlers.gate import Doorway
from bot.handlers.menus import Menus
from bot.handlers.pacing import Pacing, seconds
from bot.handlers.room import Key, Room
from bot.handlers.sending import Courier
from bot.handlers.wiring import UPDATES, App, add_handlers
from bot.redaction import set_up_logging
from bot.service import Service
from bot.watching import FolderWatch, look
from config.credentials import SECRET_VARIABLE
from config.errors import UserError
from config.settings import Settings

log = logging.getLogger("quoth.telegram")

STOPPED, CANNOT, CONFLICT, INTERRUPTED, KILLED = 0, 2, 3, 130, 143  # exit codes
POLL_SECONDS = 10  # of one long poll
CONFLICTS = 4  # in a row: the other bot is there to stay
UNAUTHORIZED, NOT_FOUND, CONFLICTING = 401, 404, 409  # as Telegram answers a request
NO_UPDATES = b'{"ok": true, "result": []}'
SECONDS_BETWEEN_LOOKS = 60.0  # at where Telegram sends updates
LONGEST_WAIT = 30.0  # seconds between two tries to reach Telegram
TIDY_SECONDS = 60.0  # between two looks for what is too old to be kept
SECONDS_TO_UNPLUG = 5.0  # to stop taking updates; the network may be gone
SECRET = re.compile(r"[A-Za-z0-9_-]{32,256}")
TOKEN = re.compile(r"\d+:[A-Za-z0-9_-]+")
REFUSED = "Telegram refuses the bot token; copy it again from @BotFather"
IN_USE = (
    "another bot is running with this token, so this one stops;"
    " stop the other, or use a token of its own"
)
FIRST_QUESTION = "What is this story about?"  # asked once so that the model is loaded


def serve(settings: Settings, token: str, service: Service) -> int:
    """Run the bot until it is told to stop; the exit code.

    Raises UserError for what the operator can mend.
    """
    _prepare_environment()
    secret = webhook_secret(os.environ) if settings.telegram.mode == "webhook" else ""
    set_up_logging(settings.logging.level, [token, secret, os.environ.get(SECRET_VARIABLE, "")])
    if not TOKEN.fullmatch(token):
        raise UserError("the bot token does not look like one; copy it again from @BotFather")
    try:
        code = asyncio.run(Running(settings, token, service, secret).run())
    except InvalidToken:  # its own message would print the token
        code = _cannot(UserError(REFUSED))
    except UserError as error:
        code = _cannot(error)
    _leave_at_once(code)
    return code


def _prepare_environment() -> None:
    """Set what libraries read from the environment when they are first used."""
    # The Telegram library gives durations as timedeltas then, and warns of nothing.
    os.environ.setdefault("PTB_TIMEDELTA", "true")


def _cannot(error: UserError) -> int:
    """Pass on why the bot cannot run, in person where nobody above will be reached any more."""
    if not _still_at_work():
        raise error from None
    sys.stderr.write(f"quoth: {error}\n")
    return CANNOT


def _leave_at_once(code: int) -> None:
    """End the process where a reload or a model is still at work: neither leaves half a file."""
    if _still_at_work():
        logging.shutdown()
        sys.stderr.flush()
        os._exit(code)


def _still_at_work() -> bool:
    return any(t.name == "aside" and t.is_alive() for t in threading.enumerate())


def webhook_secret(environ: Mapping[str, str]) -> str:
    """What Telegram shows with each update: from the environment, else new for this run."""
    given = environ.get(SECRET_VARIABLE, "")
    if not given:
        return secrets.token_urlsafe(32)
    if not SECRET.fullmatch(given):
        raise UserError(f"{SECRET_VARIABLE}: use 32 to 256 of the characters A-Z a-z 0-9 _ -")
    return given


class Running:
    """One run of the bot."""

    def __init__(self, settings: Settings, token: str, service: Service, secret: str) -> None:
        self._settings, self._telegram = settings, settings.telegram
        self._token, self._service, self._secret = token, service, secret
        self._is_ready = False
        self._looking: asyncio.Task[None] | None = None
        self._code = STOPPED

    async def run(self) -> int:
        self._stop = asyncio.Event()
        self._listen_for_signals()
        room = self._room = Room(self._settings, self._service)
        app = self._app = self._build(room)
        courier, menus = Courier(app.bot, room), Menus(app.bot, room.rights.admins)
        self._reloading = add_handlers(app, room, courier, menus)
        servers = self._open_ports()
        try:
            await self._until_stopped(self._start(menus))
            if not self._stop.is_set():
                await self._stop.wait()
        finally:
            self._is_ready = False
            await self._close(servers)
        return self._code

    # --- starting ----------------------------------------------------------------------------

    def _build(self, room: Room) -> App:
        root = api_root(self._settings)
        polling = Polling(self._refused, connection_pool_size=1, read_timeout=POLL_SECONDS + 10)
        request = Calling(
            self._refused,
            connection_pool_size=32,  # a few more than are ever under way
            connect_timeout=10,
            read_timeout=20,
            write_timeout=20,
            pool_timeout=30,
        )
        return (
            ApplicationBuilder()
            .token(self._token)
            .base_url(f"{root}/bot")
            .base_file_url(f"{root}/file/bot")
            .request(request)
            .get_updates_request(polling)
            .rate_limiter(Pacing(keeps=self._telegram.rate_limit))
            .concurrent_updates(Doorway(room))
            .job_queue(JobQueue())
            .build()
        )

    async def _start(self, menus: Menus) -> None:
        """Get the core and the connection ready side by side, then take updates."""
        preparing = asyncio.ensure_future(aside(self._prepare))
        connecting = asyncio.ensure_future(self._connect())
        try:
            await asyncio.gather(preparing, connecting)
        finally:
            preparing.cancel()
            connecting.cancel()
        self._room.username = self._app.bot.username
        await menus.set_all()
        await self._app.start()
        await self._take_updates()
        self._start_jobs()
        self._is_ready = True
        number = self._service.library.current.number
        log.info("answering from version %d, by %s", number, self._telegram.mode)

    def _prepare(self) -> None:
        """Get the core ready; what changes from now on, the watch finds."""
        if self._telegram.watch:
            self._watch = FolderWatch(look(self._service.library.corpus_path))
        prepare(self._service)

    async def _connect(self) -> None:
        """Make the connection; wait for the network as long as it takes."""
        wait = 1.0
        while True:
            try:
                await self._app.initialize()
                return
            except InvalidToken:
                raise
            except RetryAfter as error:
                await asyncio.sleep(seconds(error.retry_after))
            except NetworkError as error:
                log.warning(
                    "cannot reach Telegram yet (%s); trying again in %d s",
                    type(error.__cause__ or error).__name__,
                    wait,
                )
                await asyncio.sleep(wait)
                wait = min(LONGEST_WAIT, 1.5 * wait)

    async def _take_updates(self) -> None:
        if self._telegram.mode == "webhook":
            await self._set_webhook()
            self._looking = asyncio.create_task(self._look_after_webhook())
            return
        assert self._app.updater
        await self._app.updater.start_polling(
            timeout=POLL_SECONDS,
            bootstrap_retries=-1,
            allowed_updates=UPDATES,
            error_callback=self._poll_failed,
        )

    async def _set_webhook(self) -> None:
        address, wait = webhook_address(self._settings), 1.0
        while True:
            try:
                await self._app.bot.set_webhook(
                    address,
                    secret_token=self._secret,
                    allowed_updates=UPDATES,
                    max_connections=20,
                )
                return
            except BadRequest as error:
                raise UserError(f"Telegram does not take the webhook: {error.message}") from None
            except (RetryAfter, NetworkError) as error:
                log.warning("the webhook is not set yet (%s)", type(error).__name__)
                await asyncio.sleep(wait)
                wait = min(LONGEST_WAIT, 2 * wait)

    def _open_ports(self) -> list[HTTPServer]:
        telegram, servers = self._telegram, []
        if telegram.mode == "webhook":
            webhook_address(self._settings)
            servers.append(
                webserver.start(
                    self._ready,
                    listen=telegram.webhook_listen,
                    port=telegram.webhook_port,
                    path=telegram.webhook_path,
                    secret=self._secret,
                    take=self._take,
                )
            )
        if telegram.health_port:
            listen = telegram.webhook_listen
            servers.append(webserver.start(self._ready, listen=listen, port=telegram.health_port))
        return servers

    def _ready(self) -> bool:
        return self._is_ready

    def _take(self, written: Any) -> bool:
        """Take one update from the webhook; the work is done after the request is answered."""
        try:
            update = Update.de_json(written, self._app.bot)
        except (TypeError, ValueError, KeyError, AttributeError) as error:
            log.error("an update could not be understood (%s)", type(error).__name__)
            return False
        self._app.update_queue.put_nowait(update)
        return True

    # --- running -----------------------------------------------------------------------------

    def _start_jobs(self) -> None:
        """What is done again and again: tidying, and where that is set a look at the corpus."""
        jobs = self._app.job_queue
        assert jobs
        late_is_fine = {"misfire_grace_time": None}  # a busy moment costs no turn, and no line
        jobs.run_repeating(self._on_tidying, TIDY_SECONDS, job_kwargs=late_is_fine)
        if self._telegram.watch:
            every = self._telegram.watch_seconds
            jobs.run_repeating(self._on_watch, every, job_kwargs=late_is_fine)

    async def _on_tidying(self, _: ContextTypes.DEFAULT_TYPE) -> None:
        self._room.tidy()

    async def _on_watch(self, _: ContextTypes.DEFAULT_TYPE) -> None:
        # A look at a drive that hangs must not keep the bot from stopping.
        await self._until_stopped(self._reload_where_due())

    async def _reload_where_due(self) -> None:
        seen = await aside(lambda: look(self._service.library.corpus_path))
        # A change during a reload may have come too late for it: it stays due.
        if not self._reloading.is_running and self._watch.is_due(seen):
            await self._reloading.by_itself()

    async def _until_stopped(self, work: Coroutine[Any, Any, None]) -> None:
        """Do ``work`` unless the bot is told to stop before it is done."""
        working, stopping = asyncio.ensure_future(work), asyncio.ensure_future(self._stop.wait())
        either: list[asyncio.Future[Any]] = [working, stopping]
        await asyncio.wait(either, return_when=asyncio.FIRST_COMPLETED)
        stopping.cancel()
        if working.done():
            await working
        else:
            working.cancel()

    def _poll_failed(self, error: TelegramError) -> None:
        """Note a failed poll; the library tries again by itself."""
        # Who loses against another bot is told once, when it is certain.
        if not isinstance(error, Conflict):
            self._room.logbook.network_fault(error, "asking for updates")

    async def _look_after_webhook(self) -> None:
        """End when updates go elsewhere: another bot has taken the token, and this one is deaf."""
        # What Telegram makes of the address counts, should it write it in another way.
        ours = await self._webhook_told() or webhook_address(self._settings)
        told: str | None = ours
        while told in (ours, None):
            await asyncio.sleep(SECONDS_BETWEEN_LOOKS)
            told = await self._webhook_told()
        self._refused(CONFLICT)

    async def _webhook_told(self) -> str | None:
        """Where Telegram sends updates, "" for nowhere; None when it does not say now."""
        try:
            return str((await self._app.bot.get_webhook_info()).url)
        except TelegramError as error:
            log.debug("the webhook cannot be looked at: %s", type(error).__name__)
            return None

    # --- stopping ----------------------------------------------------------------------------

    def _listen_for_signals(self) -> None:
        loop = asyncio.get_running_loop()
        for number, code in ((signal.SIGTERM, STOPPED), (signal.SIGINT, INTERRUPTED)):
            loop.add_signal_handler(number, self._told_to_stop, code)

    def _told_to_stop(self, code: int) -> None:
        if self._stop.is_set():
            log.warning("told to stop again: leaving at once")
            logging.shutdown()
            os._exit(KILLED)
        self._end(code)

    def _end(self, code: int) -> None:
        self._code = code
        self._stop.set()

    def _refused(self, code: int) -> None:
        """End because there is no use in going on; before the bot is ready, errors say so."""
        if self._is_ready and not self._stop.is_set():
            log.critical("%s", IN_USE if code == CONFLICT else REFUSED)
            self._end(code)

    async def _close(self, servers: list[HTTPServer]) -> None:
        """Take no more updates, finish what was begun within the time for it, and disconnect."""
        app, telegram = self._app, self._telegram
        self._room.stopping.set()
        self._service.library.give_up()
        if self._looking:
            self._looking.cancel()
        for server in servers:
            server.stop()
        if app.updater and app.updater.running:
            await _within(app.updater.stop(), SECONDS_TO_UNPLUG)
        if app.running and not await _within(app.stop(), telegram.drain_seconds):
            log.warning("stopping with answers unfinished after %d s", telegram.drain_seconds)
        await _within(self._reloading.at_rest(), SECONDS_TO_UNPLUG)
        self._room.desk.close()
        await _within(app.shutdown(), SECONDS_TO_UNPLUG)
        log.info("stopped")


class Calling(HTTPXRequest):
    """The connection for all calls but polls; tells when Telegram refuses the token."""

    def __init__(self, refused: Callable[[int], None], **options: Any) -> None:
        super().__init__(**options)
        self._tell_refused = refused

    async def do_request(self, *args: Any, **kwargs: Any) -> tuple[int, bytes]:
        code, payload = await super().do_request(*args, **kwargs)
        if code == UNAUTHORIZED:
            self._tell_refused(CANNOT)
        return code, payload


class Polling(HTTPXRequest):
    """The connection that asks for updates; asks no more once that is known to be useless."""

    def __init__(self, refused: Callable[[int], None], **options: Any) -> None:
        super().__init__(**options)
        self._tell_refused = refused
        self._conflicts = 0
        self._is_over = False

    async def do_request(self, *args: Any, **kwargs: Any) -> tuple[int, bytes]:
        if self._is_over:
            # The library's farewell. It would end the poll of the other bot, which then stops too;
            # and the polls that were refused have already told Telegram what has arrived here.
            return 200, NO_UPDATES
        code, payload = await super().do_request(*args, **kwargs)
        self._conflicts = self._conflicts + 1 if code == CONFLICTING else 0
        if self._conflicts >= CONFLICTS:
            await self._end(CONFLICT)
        elif code in (UNAUTHORIZED, NOT_FOUND):  # with either the library gives up polling
            await self._end(CANNOT)
        return code, payload

    async def _end(self, code: int) -> None:
        """Tell why, and wait to be cancelled: the library would only try again, and log it."""
        self._is_over = True
        self._tell_refused(code)
        await asyncio.Event().wait()


def prepare(service: Service) -> None:
    """Bring the index up to the files and load the models, so that the first answer is quick.

    Raises UserError where there is nothing to answer from.
    """
    library = service.library
    earlier = library.open()
    try:
        report = library.refresh()
    except UserError as error:
        if earlier is None:
            raise
        log.warning("answering from version %d as it was: %s", earlier.number, error)
    else:
        log.info("version %d, %d files could not be read", report.version, len(report.failed))
        for line in reports.unread(report):
            log.warning("%s", line)
        for line in reports.noticed(report):
            log.info("%s", line)
    nobody = Key(0, None, 0)
    service.conversations.reply(nobody, FIRST_QUESTION)
    service.conversations.forget(nobody)
    service.answerer.speakers()


def webhook_address(settings: Settings) -> str:
    """Where Telegram is to send updates. Raises UserError when the settings do not say."""
    telegram = settings.telegram
    if not telegram.webhook_url:
        raise UserError("telegram.webhook_url: set it to the public https address of the webhook")
    if not re.match(r"https://|http://(127\.0\.0\.1|localhost)[:/]", telegram.webhook_url):
        raise UserError("telegram.webhook_url: Telegram wants an address that starts with https://")
    path = telegram.webhook_path.strip("/")
    if not re.fullmatch(r"[A-Za-z0-9_/-]{1,200}", path) or path == "healthz":
        raise UserError("telegram.webhook_path: use letters, digits, - and _, and not healthz")
    address = telegram.webhook_url.rstrip("/")
    return address if address.endswith(f"/{path}") else f"{address}/{path}"


def api_root(settings: Settings) -> str:
    """Where the Bot API is. Raises UserError for what is no address."""
    root = settings.telegram.api_root.rstrip("/")
    try:
        parts = urlsplit(root)
        is_address = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
    except ValueError:  # a port that is no number
        is_address = False
    if not is_address:
        raise UserError(
            "telegram.api_root: write the whole address, such as https://api.telegram.org"
        )
    return root


async def _within(work: Coroutine[Any, Any, Any], limit: float) -> bool:
    """Whether ``work`` was done in time; where not, it is given up."""
    try:
        await asyncio.wait_for(work, max(limit, 0.01))
    except TimeoutError:
        return False
    except TelegramError as error:
        log.warning("while stopping: %s", type(error).__name__)
    return True
