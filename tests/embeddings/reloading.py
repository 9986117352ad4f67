"""A process that reloads a corpus for as long as it is let live; the tests kill it.

It writes a line before each reload, so that a test knows when it is at work.
"""

from __future__ import annotations

import sys
from itertools import count
from pathlib import Path

from tests.embeddings.desks import desk_at, story_number

if __name__ == "__main__":
    desk = desk_at(Path(sys.argv[1]))
    for number in count(int(sys.argv[2])):
        desk.write("harbour.txt", story_number(number))
        sys.stdout.write(f"{number}\n")
        sys.stdout.flush()
        desk.library.refresh()
