"""What several tests of the bot stand on."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest

from bot.redaction import CHATTY, OURS


@pytest.fixture
def logging_as_it_was() -> Iterator[None]:
    """What is set up for one stream and level is not left to the tests that follow."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    levels = {name: logging.getLogger(name).level for name in (*OURS, *CHATTY)}
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    for name, known in levels.items():
        logging.getLogger(name).setLevel(known)
