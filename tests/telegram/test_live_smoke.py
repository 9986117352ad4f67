"""The run that an owner makes by hand, over the stand-in and the small core."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from tests.telegram.conftest import HARBOUR, write_stories
from tests.telegram.driving import READER, TOKEN, Telegram
from tests.telegram.live_smoke import smoked
from tests.telegram.stub import core

HELP = [{"command": "help", "description": "How to ask"}]


@pytest.mark.parametrize("menu", [[], HELP])
def test_the_smoke_run_finds_no_fault_and_leaves_the_chat_as_it_was(
    alone: Telegram, tmp_path: Path, menu: list[dict[str, str]]
) -> None:
    chat = alone.private()
    written = chat.write("hello")
    before = {f"chat|{READER}": menu} if menu else {}
    alone.state.commands.update(before)
    service = core(write_stories(tmp_path, {"harbour.txt": HARBOUR}))
    service.library.refresh()

    smoke = asyncio.run(smoked(TOKEN, alone.root, READER, service))

    assert smoke.wrong == []
    assert len(smoke.sent) > 10
    assert len([c for c in alone.calls("setMyCommands") if c.get("status") != 400]) >= 4
    assert [m["message_id"] for m in chat.messages()] == [written]
    assert alone.seen("commands") == before
