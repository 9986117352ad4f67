"""Kills a reload at many random moments, and says what answered afterwards.

Each time the version on disk is opened as a new process would, and has to be whole: the earlier one
or the later one. Ends with 1 at the first that is not. Takes the number of kills (200).
"""

from __future__ import annotations

import random
import sys
import tempfile
from pathlib import Path

from tests.embeddings.desks import desk_at, story_number
from tests.embeddings.test_killing import numbers_in, reload_and_kill

LONGEST = 0.3  # seconds from the first reload to the kill: some reloads, at any step of one


def main(kills: int) -> int:
    moments = random.Random()
    with tempfile.TemporaryDirectory() as folder:
        desk = desk_at(Path(folder))
        desk.write("harbour.txt", story_number(0))
        desk.library.refresh()
        newer = 0
        before = numbers_in(desk)
        for kill in range(1, kills + 1):
            reload_and_kill(Path(folder), kill * 1000, after=moments.uniform(0, LONGEST))
            now = numbers_in(desk)
            if len(now) != 1:
                sys.stdout.write(f"kill {kill}: the version mixes {sorted(now)}\n")
                return 1
            newer += now != before
            before = now
        report = desk.reopened().library.refresh()
        left = len(list(desk.data.glob("building-*")))
    sys.stdout.write(
        f"{kills} kills: {kills - newer} at the earlier version, {newer} at a later one, none else;"
        f" then a reload made version {report.version}, rebuilt: {report.rebuilt or 'no'},"
        f" {left} half-built folders left\n"
    )
    return 1 if report.rebuilt or left else 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 200))
