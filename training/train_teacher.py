"""Trains the teacher of the small reader: a larger network, on the same stories.

    python -m training.train_teacher STORIES MODEL OUT [--threads 2]

MODEL is the folder of an MPNet encoder such as all-mpnet-base-v2; STORIES as for
``training.train_reader``. OUT keeps a checkpoint, from which a stopped run goes on, and gets the
finished teacher, for ``python -m training.train_reader --teacher``.
"""

from __future__ import annotations

import argparse
from dataclasses import replace
from importlib.resources import files
from pathlib import Path

from training.teacher import fresh_teacher, save_teacher
from training.train_reader import PACKAGED, ROUNDS, Run, begin, folders_of, prepared, tokenizer_of

PLAN = replace(ROUNDS[0], high=6e-5, low=0.0, warm_up=60)  # the same pairs
STEPS = 600  # batches: about half of a round


def main() -> None:
    """Trains the batches that are still to do."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("stories", type=Path)
    asked.add_argument("model", type=Path)
    asked.add_argument("out", type=Path)
    asked.add_argument("--threads", type=int, default=2)
    given = asked.parse_args()
    begin(given.out, given.threads)
    teacher = fresh_teacher(given.model)
    run = Run(given.out, teacher)
    tokenizer = tokenizer_of(Path(str(files(PACKAGED) / "model")))
    if not run.round:
        made = prepared(PLAN, list(folders_of(given.stories)), tokenizer)
        run.train(PLAN, made[:STEPS])
    save_teacher(teacher, given.out)


if __name__ == "__main__":
    main()
