from __future__ import annotations

import os
from pathlib import Path

import pytest

from corpus.isolation import ReaderProcess
from corpus.readers.options import ReadingOptions
from corpus.sources import find_sources


def environments_of_children() -> list[bytes]:
    """What the processes that this one has started were given."""
    started = Path(f"/proc/self/task/{os.getpid()}/children")
    if not started.exists():
        pytest.skip("needs Linux to look at other processes")
    return [Path(f"/proc/{pid}/environ").read_bytes() for pid in started.read_text().split()]


def test_the_process_that_reads_has_no_secret_of_the_bot(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "12:kept-from-readers")
    (tmp_path / "pier.txt").write_text("The pier\n\nThe pier closed in May.\n")
    (source,) = find_sources(tmp_path)

    with ReaderProcess(ReadingOptions()) as process:
        assert process.read(source)
        found = environments_of_children()

    assert found
    assert not any(b"kept-from-readers" in given for given in found)
