from __future__ import annotations

import os
from pathlib import Path

import pytest

from config.credentials import telegram_token, without_secrets
from config.errors import UserError


def test_the_token_comes_from_the_variable_or_from_the_file_it_names(tmp_path: Path) -> None:
    kept = tmp_path / "token"
    kept.write_text("12:file\n", encoding="utf-8")

    assert telegram_token({"TELEGRAM_BOT_TOKEN": " 12:env "}) == "12:env"
    assert telegram_token({"TELEGRAM_BOT_TOKEN_FILE": str(kept)}) == "12:file"


@pytest.mark.skipif(os.name != "posix", reason="files have modes on POSIX only")
@pytest.mark.parametrize(("mode", "warned"), [(0o600, False), (0o400, False), (0o644, True)])
def test_a_token_that_others_can_read_is_warned_of_without_showing_it(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, mode: int, warned: bool
) -> None:
    kept = tmp_path / "token"
    kept.write_text("12:file\n", encoding="utf-8")
    kept.chmod(mode)

    assert telegram_token({"TELEGRAM_BOT_TOKEN_FILE": str(kept)}) == "12:file"
    assert (f"others can read the token; run: chmod 600 {kept}" in caplog.text) == warned
    assert "12:file" not in caplog.text


@pytest.mark.parametrize(("folder", "warned"), [("credentials", False), ("elsewhere", True)])
def test_a_token_that_systemd_hands_in_is_not_warned_of(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, folder: str, warned: bool
) -> None:
    kept = tmp_path / "credentials" / "token"
    kept.parent.mkdir()
    kept.write_text("12:file\n", encoding="utf-8")
    kept.chmod(0o440)

    given = {
        "TELEGRAM_BOT_TOKEN_FILE": str(kept),
        "CREDENTIALS_DIRECTORY": str(tmp_path / folder),
    }
    assert telegram_token(given) == "12:file"
    assert ("others can read" in caplog.text) == warned


@pytest.mark.parametrize("content", [None, b"", b"\xff\xfe"])
def test_no_token_is_an_error_that_says_where_to_put_it(
    tmp_path: Path, content: bytes | None
) -> None:
    kept = tmp_path / "token"
    if content is not None:
        kept.write_bytes(content)

    with pytest.raises(UserError, match="TELEGRAM_BOT_TOKEN_FILE"):
        telegram_token({"TELEGRAM_BOT_TOKEN_FILE": str(kept)})
    with pytest.raises(UserError, match="TELEGRAM_BOT_TOKEN"):
        telegram_token({})


def test_a_process_that_needs_no_secret_gets_none() -> None:
    given = {"TELEGRAM_BOT_TOKEN": "12:a", "QUOTH_WEBHOOK_SECRET": "s", "PATH": "/bin"}

    assert without_secrets(given) == {"PATH": "/bin"}
