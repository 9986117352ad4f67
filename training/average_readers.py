"""Makes one reader of several that were trained from the same start: the mean of their weights.

    python -m training.average_readers READER_MODEL... --out FOLDER

Runs that differ in their data or schedule make different errors, and the mean of their weights
makes fewer than each, at the cost of one (Wortsman and others, 2022: "Model soups").
"""

from __future__ import annotations

import argparse
import shutil
from collections.abc import Sequence
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file

from embeddings.reader import ROWS, SCALES
from training.export_reader import WEIGHTS, write_digests


def average(folders: Sequence[Path], out: Path) -> None:
    """Writes the mean of the readers in ``folders``, which must share their word table."""
    readers = [load_file(folder / WEIGHTS) for folder in folders]
    first = readers[0]
    for other in readers[1:]:
        if not all(torch.equal(first[name], other[name]) for name in (ROWS, SCALES)):
            raise SystemExit("the readers have different word tables: not from the same start")
    mean = {
        name: torch.stack([each[name].float() for each in readers]).mean(0).half().contiguous()
        for name in first.keys() - {ROWS, SCALES}
    }
    out.mkdir(parents=True, exist_ok=True)
    save_file(mean | {name: first[name] for name in (ROWS, SCALES)}, out / WEIGHTS)
    for name in ("config.json", "tokenizer.json"):
        shutil.copy(folders[0] / name, out / name)
    write_digests(out)


def main() -> None:
    asked = argparse.ArgumentParser(description="The mean of several readers.")
    asked.add_argument("readers", nargs="+", type=Path, help="folders of trained readers")
    asked.add_argument("--out", type=Path, required=True)
    given = asked.parse_args()
    average(given.readers, given.out)


if __name__ == "__main__":
    main()
