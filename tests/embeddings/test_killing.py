"""kill -9 at any moment of a reload: the corpus answers afterwards, at one version or the other."""

from __future__ import annotations

import random
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.embeddings.desks import Desk, desk_at, story_number

ROOT = Path(__file__).parent.parent.parent
MOMENTS = 25


def reload_and_kill(folder: Path, number: int, *, after: float) -> None:
    """Starts a process that reloads again and again, and kills it some seconds into the work."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.embeddings.reloading", str(folder), str(number)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
    )
    assert process.stdout is not None
    process.stdout.readline()
    time.sleep(after)
    process.kill()
    process.wait()
    process.stdout.close()


def numbers_in(desk: Desk) -> set[str]:
    """The numbers that the whole version on disk speaks of, opened as a new process would."""
    version = desk.reopened().library.open()
    assert version is not None
    document = version.document("harbour")
    assert document is not None
    shown = [document.text, *(quotation.text for quotation in version.quotations)]
    return {number for text in shown for number in re.findall(r"\d+", text)}


@pytest.mark.slow
def test_a_reload_killed_at_any_moment_leaves_one_whole_version(tmp_path: Path) -> None:
    desk = desk_at(tmp_path)
    desk.write("harbour.txt", story_number(0))
    desk.library.refresh()
    moments = random.Random(7)

    for moment in range(1, MOMENTS + 1):
        reload_and_kill(tmp_path, moment * 1000, after=moments.uniform(0, 0.25))

        assert len(numbers_in(desk)) == 1

    report = desk.reopened().library.refresh()
    assert report.rebuilt is None
    assert list(desk.data.glob("building-*")) == []
