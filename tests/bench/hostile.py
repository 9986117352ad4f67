"""What each file made to do harm costs: time and memory of Quoth, and of the process that reads it.

Each file of the hostile set of the tests is read alone in fresh processes, as in an index, and
counts from their start. Text and what is refused unopened needs no process of its own.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
from pathlib import Path

from rich.console import Console
from rich.table import Table

from config.errors import CorpusError
from corpus.reading import ReadingOptions, Source, find_sources, read_corpus
from tests.bench.measuring import WIDTH, working_folder

TOLD = 70  # characters of what is said of a file


def write_hostile(folder: Path) -> None:
    """The files of the tests, and what else may lie in a folder."""
    from tests.corpus.readers.test_hostile_files import HARMLESS, HOSTILE

    for name, make in (HOSTILE | HARMLESS).items():
        (folder / name).write_bytes(make())
    os.mkfifo(folder / "pipe")
    (folder / "loop").symlink_to(folder)
    (folder / "self.txt").symlink_to("self.txt")
    (folder / "out.txt").symlink_to("/etc/hostname")
    Path(os.fsdecode(os.fsencode(folder) + b"/caf\xe9.txt")).write_text("It rained.")


def read_alone(source: Source) -> dict[str, object]:
    """What became of one file, and what that took here and in the process that read it."""
    results = list(read_corpus([source], ReadingOptions()))
    faults = [str(found) for _, found in results if isinstance(found, CorpusError)]
    texts = [d for _, found in results if isinstance(found, list) for d in found]
    own, reader = map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return {
        "told": faults[0].removeprefix(f"{source.path}: ")
        if faults
        else f"read, {len(texts)} in it",
        "seconds": sum(use.ru_utime + use.ru_stime for use in (own, reader)),
        "own": own.ru_maxrss // 1024,
        "reader": reader.ru_maxrss // 1024 if reader.ru_utime else 0,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--write", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--file", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.write:
        write_hostile(asked.folder)
        return
    if asked.file:
        (source,) = [s for s in find_sources(asked.folder) if s.path == asked.file]
        sys.stdout.write(json.dumps(read_alone(source)))
        return
    table = Table("file", "s", "MB here", "MB of its reader", "what is said")
    with working_folder(None) as folder:
        command = [sys.executable, "-m", "tests.bench.hostile", "--folder", str(folder)]
        subprocess.run([*command, "--write"], check=True)  # it holds a bomb meanwhile
        for source in find_sources(folder):
            done = subprocess.run(
                [*command, "--file", source.path], check=True, stdout=subprocess.PIPE
            )
            found = json.loads(done.stdout)
            reader = str(found["reader"] or "")
            row = (f"{found['seconds']:.2f}", str(found["own"]), reader, found["told"][:TOLD])
            table.add_row(source.path, *row)
    Console(width=None if sys.stdout.isatty() else WIDTH).print(table)


if __name__ == "__main__":
    main()
