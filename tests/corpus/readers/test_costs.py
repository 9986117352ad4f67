"""Text takes time in proportion to its size, whatever stands in it."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from corpus.readers.dispatch import read_bytes
from corpus.readers.options import ReadingOptions

CUE = "WEBVTT\n\n00:01.000 --> 00:02.000\n"
MOST_SECONDS = 2.0  # each takes under 0.2 s of a slow machine; the slow way took from 5 s to hours
HARMFUL: dict[str, Callable[[], str]] = {
    "wrapped.txt": lambda: "the ferry had been late every day since the frost\n" * 40_000,
    "accents.txt": lambda: "e" + "\u0327\u0301" * 200_000,
    "voice.vtt": lambda: CUE + "<v " * 300_000,
    "blank-voice.vtt": lambda: CUE + "<v" + " " * 300_000,
    "unfinished.vtt": lambda: CUE + f"\n{CUE.partition(chr(10))[2]}and so on\n" * 10_000,
    "heads.txt": lambda: "A - " * 30 + "0:0\n" + "A-\n0:00\n" * 40_000,
    "comments.md": lambda: "<!--" * 50_000,
    "blank.html": lambda: "<html><body><p>Ebb</p>" + " " * 300_000 + "x",
}


@pytest.mark.parametrize("name", HARMFUL)
def test_what_is_made_to_be_slow_is_not(name: str) -> None:
    data = HARMFUL[name]().encode()
    started = time.process_time()

    assert read_bytes(data, name, ReadingOptions()).drafts is not None
    assert time.process_time() - started < MOST_SECONDS
