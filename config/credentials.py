"""The bot's token: from the environment or a file named there, and from nowhere else."""

from __future__ import annotations

import logging
import os
from collections.abc import Mapping
from pathlib import Path

from config.errors import UserError

log = logging.getLogger(__name__)

VARIABLE, FILE_VARIABLE = "TELEGRAM_BOT_TOKEN", "TELEGRAM_BOT_TOKEN_FILE"
SECRET_VARIABLE = "QUOTH_WEBHOOK_SECRET"
CREDENTIALS_VARIABLE = "CREDENTIALS_DIRECTORY"  # set by systemd for LoadCredential


def without_secrets(environ: Mapping[str, str]) -> dict[str, str]:
    """The environment for a process that needs no secret of the bot."""
    secrets = (VARIABLE, FILE_VARIABLE, SECRET_VARIABLE, CREDENTIALS_VARIABLE)
    return {name: value for name, value in environ.items() if name not in secrets}


def telegram_token(environ: Mapping[str, str]) -> str:
    """The token of the bot. Raises UserError when there is none; the message never shows it."""
    if token := environ.get(VARIABLE, "").strip():
        return token
    named = environ.get(FILE_VARIABLE, "").strip()
    if not named:
        raise UserError(
            f"no bot token: set {VARIABLE}, or {FILE_VARIABLE} to a file that holds it"
            " (BotFather gives you one)"
        )
    try:
        token = Path(named).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise UserError(
            f"{FILE_VARIABLE}={named}: cannot be read ({type(error).__name__})"
        ) from None
    if not _is_handed_in(Path(named), environ):
        _warn_if_others_read(Path(named))
    if not token:
        raise UserError(f"{FILE_VARIABLE}={named}: the file is empty; put the token in it")
    return token


def _is_handed_in(path: Path, environ: Mapping[str, str]) -> bool:
    """Whether systemd made the file: its mode looks open, yet only this service may read it."""
    folder = environ.get(CREDENTIALS_VARIABLE, "")
    return bool(folder) and path.is_relative_to(folder)


def _warn_if_others_read(path: Path) -> None:
    """A warning, no refusal: containers hand in secrets that anybody in them may read."""
    if os.name == "posix" and path.stat().st_mode & 0o077:
        log.warning(
            "%s=%s: others can read the token; run: chmod 600 %s", FILE_VARIABLE, path, path
        )
