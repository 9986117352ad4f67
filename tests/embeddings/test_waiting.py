"""Two processes that write one index take turns, and the second says that it waits."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from bot.wiring import data_folder
from config.settings import CorpusSettings, IndexSettings, Settings
from tests.builders import STORY
from tests.embeddings.desks import desk_at

ROOT = Path(__file__).parent.parent.parent
HOLD = """
import sys
from pathlib import Path
from embeddings.storage import Store
with Store(Path(sys.argv[1])).writing():
    print("held", flush=True)
    sys.stdin.read()
"""

# A test run in the background of a shell ignores Ctrl-C, and so would all that it starts.
INTERRUPTIBLE = """
import signal
signal.signal(signal.SIGINT, signal.default_int_handler)
from bot.cli import main
raise SystemExit(main())
"""


@contextmanager
def held_by_another(data: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Another process that writes there until its input ends."""
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(data)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as process:
        assert process.stdout
        assert process.stdout.readline() == b"held\n"
        try:
            yield process
        finally:
            process.kill()


def test_a_reload_waits_for_another_process_says_so_and_then_goes_on(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    desk = desk_at(tmp_path)
    with held_by_another(desk.data) as other:
        assert other.stdin
        letting_go = threading.Timer(1.5, other.stdin.close)
        letting_go.start()
        report = desk.library.refresh()

    assert report.version == 1
    assert [record.getMessage() for record in caplog.records if "waiting" in record.msg] == [
        f"waiting for another quoth that is writing {desk.data}"
    ]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGINT for one process")
def test_ctrl_c_ends_the_waiting(tmp_path: Path) -> None:
    (tmp_path / "harbour.txt").write_text(STORY, encoding="utf-8")
    corpus, data = tmp_path / "harbour.txt", tmp_path / "data"
    settings = Settings(corpus=CorpusSettings(path=corpus), index=IndexSettings(data=data))
    command = [sys.executable, "-c", INTERRUPTIBLE, "index"]
    with (
        held_by_another(data_folder(settings)),
        subprocess.Popen(
            [*command, "--corpus", str(corpus), "--data", str(data)],
            cwd=ROOT,
            stderr=subprocess.PIPE,
        ) as waiting,
    ):
        assert waiting.stderr
        told = waiting.stderr.readline().decode()
        waiting.send_signal(signal.SIGINT)

        assert "waiting for another quoth that is writing" in told
        assert waiting.wait(timeout=30) == 130
        assert b"Traceback" not in waiting.stderr.read()
