"""Getting ready, and what the settings of the webhook may be."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.app import Running, api_root, prepare, serve, webhook_address, webhook_secret
from config.errors import CorpusError, UserError
from config.settings import Settings
from embeddings.comparing import ReloadReport
from tests.telegram.driving import TOKEN
from tests.telegram.stub import Core, Library, core


@pytest.fixture
def ready(tmp_path: Path) -> Core:
    (tmp_path / "pier.txt").write_text("The pier\n\nThe pier closed in May.\n")
    return core(tmp_path)


def test_the_core_is_ready_when_its_index_is_up_to_date(ready: Core) -> None:
    prepare(ready)
    assert ready.library.current.number == 1
    assert not ready.conversations._last  # the question that warms it up leaves nothing


def refusing(library: Library) -> None:
    def refresh(*, progress: Callable[[str, int, int], None] | None = None) -> ReloadReport:
        raise CorpusError("the folder is gone")

    library.refresh = refresh  # type: ignore[method-assign]


def test_the_last_version_answers_when_the_corpus_is_gone(
    ready: Core, caplog: pytest.LogCaptureFixture
) -> None:
    ready.library.refresh()
    refusing(ready.library)
    prepare(ready)
    assert "answering from version 1 as it was" in caplog.text


def test_without_any_version_a_corpus_that_is_gone_is_an_error(ready: Core) -> None:
    refusing(ready.library)
    with pytest.raises(CorpusError, match="gone"):
        prepare(ready)


@pytest.mark.parametrize(
    ("url", "path", "address"),
    [
        ("https://bot.example.org", "hook", "https://bot.example.org/hook"),
        ("https://bot.example.org/", "/hook/", "https://bot.example.org/hook"),
        ("https://bot.example.org/hook", "hook", "https://bot.example.org/hook"),
        ("http://127.0.0.1:8443", "hook", "http://127.0.0.1:8443/hook"),
    ],
)
def test_the_webhook_is_where_the_settings_say(url: str, path: str, address: str) -> None:
    given = {"telegram": {"webhook_url": url, "webhook_path": path}}
    assert webhook_address(Settings.model_validate(given)) == address


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({}, "webhook_url: set it"),
        ({"webhook_url": "http://bot.example.org"}, "https://"),
        ({"webhook_url": "https://a.example", "webhook_path": "a b"}, "webhook_path"),
        ({"webhook_url": "https://a.example", "webhook_path": "healthz"}, "not healthz"),
    ],
)
def test_a_webhook_that_cannot_work_says_why(given: dict[str, str], said: str) -> None:
    with pytest.raises(UserError, match=said):
        webhook_address(Settings.model_validate({"telegram": given}))


@pytest.mark.parametrize(
    ("given", "root"),
    [
        ("https://api.telegram.org", "https://api.telegram.org"),
        ("http://127.0.0.1:8081/", "http://127.0.0.1:8081"),
        ("https://[::1]/telegram", "https://[::1]/telegram"),
    ],
)
def test_the_address_of_telegram_is_taken_without_its_last_slash(given: str, root: str) -> None:
    assert api_root(Settings.model_validate({"telegram": {"api_root": given}})) == root


@pytest.mark.parametrize(
    "given", ["", "api.telegram.org", "ftp://api.telegram.org", "https://", "http://a:port", "h:1"]
)
def test_an_address_of_telegram_that_is_none_says_what_to_write(given: str) -> None:
    with pytest.raises(UserError, match=r"api_root: write .* https://api\.telegram\.org"):
        api_root(Settings.model_validate({"telegram": {"api_root": given}}))


@pytest.mark.usefixtures("logging_as_it_was")
@pytest.mark.parametrize("given", [{}, {"QUOTH_WEBHOOK_SECRET": "s" * 32}])
def test_the_secret_is_in_no_line_of_the_log_whoever_made_it(
    ready: Core,
    given: dict[str, str],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    made: list[str] = []

    class Leaky(Running):
        async def run(self) -> int:
            made.append(self._secret)
            logging.getLogger("quoth.telegram").warning("secret: %s", self._secret)
            return 0

    for name, value in given.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("PTB_TIMEDELTA", "true")  # serve sets it; here it ends with the test
    monkeypatch.setattr("bot.app.Running", Leaky)
    settings = Settings.model_validate({"telegram": {"mode": "webhook"}})
    assert serve(settings, TOKEN, ready) == 0
    assert len(made[0]) >= 32
    assert made[0] not in (logged := capsys.readouterr().err)
    assert "secret: [token]" in logged


def test_the_secret_is_given_or_made() -> None:
    given = {"QUOTH_WEBHOOK_SECRET": "s" * 32}
    assert webhook_secret(given) == "s" * 32
    assert webhook_secret({}) != webhook_secret({})
    assert len(webhook_secret({})) >= 32
    with pytest.raises(UserError, match="QUOTH_WEBHOOK_SECRET"):
        webhook_secret({"QUOTH_WEBHOOK_SECRET": "short"})
