from __future__ import annotations

from pathlib import Path

import pytest

from config.credentials import telegram_token
from config.errors import UserError


def test_the_token_comes_from_the_variable_or_from_the_file_it_names(tmp_path: Path) -> None:
    kept = tmp_path / "token"
    kept.write_text("12:file\n", encoding="utf-8")

    assert telegram_token({"TELEGRAM_BOT_TOKEN": " 12:env "}) == "12:env"
    assert telegram_token({"TELEGRAM_BOT_TOKEN_FILE": str(kept)}) == "12:file"


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
