"""What one large text file costs, beside embedding the same texts alone.

Takes sizes in MB (4 and 8): the memory of a first index at several of them tells what a megabyte
more takes, which must be little more than the text itself and what is made of it. With models it
takes about five minutes a megabyte of one core, with ``--fake-encoder`` half of one, with
``--fakes`` two seconds. It ends by itself; each step is told on stderr when it is done, with a
progress bar on a terminal.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from itertools import count
from pathlib import Path

from tests.bench.measuring import ALONE, Results, Taken, measured, print_table, working_folder
from tests.bench.scale import alone, first, quoting, story, texts

FIRST = "first index"
MB = 1_000_000


def write_file(folder: Path, size: int) -> None:
    """One text of so many bytes, of stories one after the other."""
    folder.mkdir(parents=True, exist_ok=True)
    written = 0
    with (folder / "long.txt").open("w", encoding="utf-8") as file:
        for number in count():
            written += file.write(story(number) + "\n")
            if written >= size:
                return


def costs(size: int, steps: Sequence[Callable[[Path, bool], Taken]], *, fakes: bool) -> Results:
    """What the steps take over one file of so many MB."""
    results: Results = {}
    with working_folder(None) as folder:
        write_file(folder / "stories", size * MB)
        for step in steps:
            found = measured("tests.bench.scale", step.__name__, folder, fakes=fakes)
            results |= {f"{what}, {size} MB": each for what, each in found.items()}
    return results


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sizes", type=int, nargs="*", default=[4, 8], metavar="MB")
    parser.add_argument("--fakes", action="store_true", help="no models: Quoth's own work alone")
    parser.add_argument(
        "--fake-encoder", action="store_true", help="quotations in earnest, but no vectors"
    )
    asked = parser.parse_args()
    steps: Sequence[Callable[[Path, bool], Taken]] = (first, texts, alone)
    if asked.fakes or asked.fake_encoder:
        steps = (first if asked.fakes else quoting,)
    results: Results = {}
    for size in sorted(asked.sizes):
        results |= costs(size, steps, fakes=asked.fakes)
    least, most = min(asked.sizes), max(asked.sizes)
    print_table(results, beside=[f"{ALONE}, {most} MB"])
    if most > least:
        growth = results[f"{FIRST}, {most} MB"][1] - results[f"{FIRST}, {least} MB"][1]
        sys.stdout.write(f"{growth / (most - least):.1f} MB of memory for each MB of the file\n")


if __name__ == "__main__":
    main()
