"""Trains the teacher of the small reader: a larger network, on the same stories.

    python -m training.train_teacher STORIES MODEL OUT [--threads 2]

MODEL is the folder of an MPNet encoder such as all-mpnet-base-v2; STORIES as for
``training.train_reader``. OUT keeps a checkpoint, from which a stopped run goes on, and gets the
finished teacher, for ``python -m training.train_reader --teacher``.
"""

from __future__ import annotations

import argparse
import logging
from importlib.resources import files
from pathlib import Path

import torch

from training.teacher import fresh_teacher, save_teacher
from training.train_reader import PACKAGED, SEED, Round, Run, folders_of, prepared, tokenizer_of

PLAN = Round(seed=SEED, extra=0.35, high=6e-5, low=0.0, warm_up=60)
STEPS = 600  # batches: about half of a round


def main() -> None:
    """Trains the batches that are still to do."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("stories", type=Path)
    asked.add_argument("model", type=Path)
    asked.add_argument("out", type=Path)
    asked.add_argument("--threads", type=int, default=2)
    given = asked.parse_args()
    torch.set_num_threads(given.threads)
    torch.set_flush_denormal(True)
    torch.manual_seed(SEED)
    given.out.mkdir(parents=True, exist_ok=True)
    teacher = fresh_teacher(given.model)
    run = Run(given.out, teacher)
    tokenizer = tokenizer_of(Path(str(files(PACKAGED) / "model")))
    if not run.round:
        made = prepared(PLAN, list(folders_of(given.stories)), tokenizer)
        run.train(PLAN, made[:STEPS])
    save_teacher(teacher, given.out)


if __name__ == "__main__":
    main()
