"""Reloads in a process of their own."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from bot.apart import Apart
from bot.library import Library
from bot.wiring import build_service
from config.errors import CorpusError, UserError
from config.settings import CorpusSettings, IndexSettings, Settings

STORY = '"The pier is rotten," said Mara Lind.\n\nThe crane was sold in May.\n'
PARENT = """
import sys, threading
sys.path[:] = sys.argv[2:]
from pathlib import Path
from bot import apart
from config.settings import CorpusSettings, IndexSettings, Settings
folder = Path(sys.argv[1])
settings = Settings(
    corpus=CorpusSettings(path=folder / "stories"), index=IndexSettings(data=folder / "data")
)
reload = apart.Apart(settings)
threading.Thread(target=reload.refresh, daemon=True).start()
while reload._child is None:
    pass
print(reload._child.pid, flush=True)
threading.Event().wait()
"""


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    stories = tmp_path / "stories"
    stories.mkdir()
    (stories / "pier.txt").write_text(STORY, encoding="utf-8")
    return Settings(
        corpus=CorpusSettings(path=stories), index=IndexSettings(data=tmp_path / "data")
    )


def is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return "Z" not in Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]


def test_what_was_reloaded_apart_answers_here(settings: Settings) -> None:
    library: Library = build_service(settings, elsewhere=Apart(settings)).library
    steps: list[str] = []
    report = library.refresh(progress=lambda stage, done, of: steps.append(stage))
    assert report.added == ("pier.txt",)
    assert library.current.number == report.version == 1
    assert [q.text for q in library.current.quotations] == ['"The pier is rotten,"']
    assert "embedding" in steps
    before = library.current
    assert not library.refresh().changed_anything
    assert library.current is before


def test_what_the_operator_can_mend_comes_back_as_it_was_raised(tmp_path: Path) -> None:
    nowhere = Settings(
        corpus=CorpusSettings(path=tmp_path / "nowhere"),
        index=IndexSettings(data=tmp_path / "data"),
    )
    with pytest.raises(CorpusError, match="nowhere"):
        Apart(nowhere).refresh()


def test_a_reload_that_is_given_up_ends_at_once(settings: Settings) -> None:
    reload = Apart(settings)
    threading.Timer(0.3, reload.give_up).start()
    started = time.monotonic()
    with pytest.raises(UserError, match=r"ended before it was done \(signal 9\)"):
        reload.refresh()
    assert time.monotonic() - started < 2
    with pytest.raises(UserError, match="ended before"):
        reload.refresh()
    assert not list((settings.index.data or Path()).glob("*/versions/*"))


@pytest.mark.skipif(sys.platform != "linux", reason="looks at processes in /proc")
def test_a_reload_ends_with_the_process_that_began_it(settings: Settings, tmp_path: Path) -> None:
    parent = subprocess.Popen(
        [sys.executable, "-c", PARENT, str(tmp_path), *sys.path], stdout=subprocess.PIPE
    )
    with parent:
        assert parent.stdout
        child = int(parent.stdout.readline())
        time.sleep(0.5)
        parent.kill()
    end = time.monotonic() + 5
    while is_running(child) and time.monotonic() < end:
        time.sleep(0.05)
    assert not is_running(child)
