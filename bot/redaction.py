"""Logs that count and never quote: no token, no address with a token, nobody's words."""

from __future__ import annotations

import logging
import re
import sys
import traceback
from collections.abc import Iterable
from typing import IO

TOKEN = re.compile(r"\d{5,}:[A-Za-z0-9_-]{20,}")  # what a bot token looks like, anywhere in a line
HIDDEN = "[token]"

# These write whole requests and whole updates into their records, so only the fixed part of
# their warnings passes: the sentence before the values, and the type of an error.
OURS = ("quoth", "bot", "config", "corpus", "embeddings")
CHATTY = ("telegram", "httpx", "httpcore", "tornado", "apscheduler", "hpack")
BLANK = re.compile(r"%[-#0 +]*\d*(?:\.\d+)?[a-zA-Z]|\{[^}]*\}")

LINE = "%(asctime)s %(levelname)s %(name)s: %(message)s"


class Redactor:
    """Takes the secrets of this run, and whatever looks like a token, out of a text."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        # The part after the colon alone is the secret; some libraries print only that.
        parts = {part for secret in secrets for part in (secret, secret.partition(":")[2])}
        self._secrets = sorted((part for part in parts if len(part) > 3), key=len, reverse=True)

    def __call__(self, text: str) -> str:
        for secret in self._secrets:
            text = text.replace(secret, HIDDEN)
        return TOKEN.sub(HIDDEN, text)


class RedactingFormatter(logging.Formatter):
    """A formatter whose finished lines, tracebacks included, hold no token."""

    def __init__(self, redact: Redactor) -> None:
        super().__init__(LINE)
        self._redact = redact

    def format(self, record: logging.LogRecord) -> str:
        return self._redact(super().format(record))

    def formatException(self, ei: object) -> str:
        # Messages of exceptions can quote a question or an address: the way to the fault is
        # told by type and place alone.
        error = ei[1] if isinstance(ei, tuple) else None
        return where(error) if isinstance(error, BaseException) else ""


class WithoutValues(logging.Filter):
    """Lets a chatty library say what happened, without the values that it puts in."""

    def filter(self, record: logging.LogRecord) -> bool:
        if record.name.split(".")[0] in CHATTY:
            record.msg = BLANK.sub("…", str(record.msg)) if record.args else "a warning"
            record.args = None
            record.exc_text = None
        return True


def where(error: BaseException) -> str:
    """The type of an error and of what caused it, with the places it came through."""
    lines: list[str] = []
    cause: BaseException | None = error
    while cause is not None and len(lines) < LONGEST_TRACE:
        lines.append(type(cause).__name__)
        frames = traceback.extract_tb(cause.__traceback__)
        lines += [
            f'  File "{frame.filename}", line {frame.lineno}, {frame.name}' for frame in frames
        ]
        cause = cause.__cause__ or cause.__context__
    return "\n".join(lines)


LONGEST_TRACE = 200  # lines; a chain of causes may be circular


def set_up_logging(
    level: str, secrets: Iterable[str] = (), stream: IO[str] | None = None
) -> Redactor:
    """Send all logs to one stream through the redactor, and quiet the libraries for good."""
    redact = Redactor(secrets)
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(RedactingFormatter(redact))
    handler.addFilter(WithoutValues())
    # Only our own packages speak at the level asked for; what others find worth a DEBUG line may
    # be a whole request.
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    for name in CHATTY:
        logging.getLogger(name).setLevel(logging.WARNING)
    for name in OURS:
        logging.getLogger(name).setLevel(level)
    # Requests refused at the webhook are the proxy's to log; here each would show the path.
    logging.getLogger("tornado.access").setLevel(logging.CRITICAL)
    logging.getLogger("quoth.audit").setLevel(logging.INFO)  # kept at every level of the rest
    return redact
