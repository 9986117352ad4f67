"""The small web server of the bot: /healthz, and the webhook where it is used."""

from __future__ import annotations

import hmac
import json
import logging
from collections.abc import Callable
from typing import Any

from tornado.httpserver import HTTPServer
from tornado.web import Application, RequestHandler

from config.errors import UserError

log = logging.getLogger("quoth.telegram")

LARGEST_BODY = 1_000_000  # bytes; an update is a few kilobytes
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"

Take = Callable[[Any], bool]  # takes one update; False when it makes no sense


class Health(RequestHandler):
    """200 when questions can be answered, 503 before and while stopping."""

    def initialize(self, ready: Callable[[], bool]) -> None:
        self._is_ready = ready

    def get(self) -> None:
        is_ready = self._is_ready()
        self.set_status(200 if is_ready else 503)
        self.set_header("Content-Type", "text/plain; charset=utf-8")
        self.finish("ready\n" if is_ready else "not ready\n")

    head = get


class Hook(RequestHandler):
    """Takes updates from Telegram, and from nobody else."""

    def initialize(self, secret: str, take: Take, ready: Callable[[], bool]) -> None:
        self._secret, self._take, self._is_ready = secret, take, ready

    def post(self) -> None:
        self.set_status(self._status())
        self.finish()

    def _status(self) -> int:
        given = self.request.headers.get(SECRET_HEADER, "")
        if not hmac.compare_digest(given.encode(), self._secret.encode()):
            log.warning("refused a request to the webhook without the right secret")
            return 403
        if not self._is_ready():
            return 503  # Telegram keeps the update and brings it again
        try:
            update = json.loads(self.request.body)
        except ValueError:
            return 400
        return 200 if self._take(update) else 400

    def write_error(self, status_code: int, **_: Any) -> None:
        self.finish()


def start(
    ready: Callable[[], bool],
    *,
    listen: str,
    port: int,
    path: str | None = None,
    secret: str = "",
    take: Take | None = None,
) -> HTTPServer:
    """Listen; with ``path`` for updates too. Raises UserError when the port cannot be had."""
    routes: list[Any] = [(r"/healthz", Health, {"ready": ready})]
    if path is not None and take is not None:
        given = {"secret": secret, "take": take, "ready": ready}
        routes.append((rf"/{path.strip('/')}/?", Hook, given))
    server = HTTPServer(Application(routes), max_body_size=LARGEST_BODY)
    try:
        server.listen(port, listen)
    except OSError as error:
        raise UserError(
            f"telegram: cannot listen on {listen}:{port} ({error.strerror}); choose another port"
        ) from None
    return server
