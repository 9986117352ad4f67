"""A process that reloads a corpus for as long as it is let live; the tests kill it.

It writes a line before each reload, so that a test knows when it is at work. Most reloads write
what changed beside a large document that stays; every third changes that one and so writes all.
"""

from __future__ import annotations

import sys
from itertools import count
from pathlib import Path

from embeddings import building
from tests.embeddings.desks import desk_at, story_number

LONG = "\n\n".join(["Nobody was surprised by the storm, and the boats came back."] * 500)
WRITES_ALL = 3
MOST_CHANGED = 0.6  # so that a base of this size stays for two reloads of three

if __name__ == "__main__":
    building.MOST_CHANGED = MOST_CHANGED
    desk = desk_at(Path(sys.argv[1]))
    for number in count(int(sys.argv[2])):
        desk.write("harbour.txt", story_number(number))
        if number % WRITES_ALL == 0:
            desk.write("archive.txt", LONG + " So it was." * (number % 7))
        sys.stdout.write(f"{number}\n")
        sys.stdout.flush()
        desk.library.refresh()
