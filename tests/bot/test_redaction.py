"""No token and nobody's words in any line of the log."""

from __future__ import annotations

import io
import logging

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.redaction import Redactor, set_up_logging, where

TOKEN = "123456789:AAbbCCddEEffGGhhIIjjKKllMMnnOOppQQ1"


pytestmark = pytest.mark.usefixtures("logging_as_it_was")


@pytest.fixture
def stream() -> io.StringIO:
    written = io.StringIO()
    set_up_logging("DEBUG", [TOKEN], written)
    return written


@pytest.mark.parametrize(
    "line",
    [
        f"https://api.telegram.org/bot{TOKEN}/getMe",
        f"Bot[token={TOKEN}]",
        TOKEN.partition(":")[2],
        "987654321:some-other-token-that-nobody-told-us-of",
    ],
)
def test_a_token_is_taken_out_wherever_it_stands(line: str) -> None:
    shown = Redactor([TOKEN])(f"before {line} after")
    assert TOKEN.partition(":")[2] not in shown
    assert "some-other-token" not in shown
    assert "[token]" in shown
    assert shown.startswith("before ")
    assert shown.endswith(" after")


@given(st.text(max_size=40), st.text(max_size=40))
def test_no_text_around_a_token_lets_it_through(before: str, after: str) -> None:
    assert TOKEN not in Redactor([TOKEN])(before + TOKEN + after)


def test_redacting_without_secrets_changes_nothing_else() -> None:
    assert Redactor([""])("answered in 12 ms, 3 citations: fine") == (
        "answered in 12 ms, 3 citations: fine"
    )


def test_our_lines_pass_and_tracebacks_tell_places_not_words(stream: io.StringIO) -> None:
    log = logging.getLogger("quoth.telegram")
    log.debug("answered in %d ms", 12)
    try:
        raise ValueError(f"what did Zanzibar say, {TOKEN}")
    except ValueError:
        log.exception("error %s", "abc123")
    written = stream.getvalue()
    assert "answered in 12 ms" in written
    assert "ValueError" in written
    assert "test_redaction.py" in written
    assert "Zanzibar" not in written
    assert TOKEN not in written


def test_libraries_say_what_happened_without_the_values(stream: io.StringIO) -> None:
    logging.getLogger("httpx").info("HTTP Request: %s", f"https://x/bot{TOKEN}/getMe")
    logging.getLogger("telegram.ext.Updater").critical("Received data was: %s", {"text": "secret"})
    logging.getLogger("telegram.ext").warning("secret words set into the message")
    logging.getLogger("urllib3").debug("secret")
    written = stream.getvalue()
    assert "Received data was: …" in written
    assert "secret" not in written
    assert "HTTP Request" not in written


def test_an_error_is_told_with_what_caused_it() -> None:
    try:
        try:
            raise KeyError("inner")
        except KeyError as error:
            raise RuntimeError("outer") from error
    except RuntimeError as error:
        told = where(error)
    assert told.index("RuntimeError") < told.index("KeyError")
    assert "outer" not in told
    assert "inner" not in told


def test_circular_causes_end() -> None:
    error = RuntimeError()
    error.__cause__ = error
    assert "RuntimeError" in where(error)


def test_audit_lines_are_kept_when_the_rest_is_quiet() -> None:
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    stream = io.StringIO()
    set_up_logging("ERROR", [], stream)
    logging.getLogger("quoth.audit").info("admin=1 reload")
    logging.getLogger("quoth.telegram").info("hidden")
    logging.basicConfig(handlers=before, level=level, force=True)
    assert "admin=1 reload" in stream.getvalue()
    assert "hidden" not in stream.getvalue()
