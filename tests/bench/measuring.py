"""Times work in processes of their own, in processor time, beside the bare encoder."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from bot import terminal
from embeddings.encoders import MINILM, _folder

ENCODER = MINILM
ALONE = "embedding alone"
TEXTS = "texts.json"  # what the bare encoder is given
BATCH = 32  # as sentence-transformers does it unasked
AT_ONCE = 1024  # texts of one call, between two looks at the progress bar
WIDTH = 150  # of a table that is not for a terminal
Taken = dict[str, float]  # processor seconds by what was done
Results = dict[str, tuple[float, int]]  # the same, with the most MB of the process


def seconds(work: Callable[[], object]) -> float:
    """The processor time of this process that ``work`` takes."""
    started = time.process_time()
    work()
    return time.process_time() - started


def measured(module: str, step: str, folder: Path, *, fakes: bool) -> Results:
    """Runs a step of ``module`` in a process of its own: seconds and most MB by what was done."""
    flags = ["--step", step, "--folder", str(folder), *(["--fakes"] if fakes else [])]
    command = [sys.executable, "-m", module, *flags]
    show = Console(stderr=True)
    show.print(f"{step} …", style="dim")
    answer = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)
    found = {what: (taken, answer["megabytes"]) for what, taken in answer["taken"].items()}
    for what, (taken, megabytes) in found.items():
        show.print(f"{what}: {taken:.2f} s, {megabytes} MB", highlight=False)
    return found


def tell(taken: Taken) -> None:
    """What the process of a step says at its end to the one that started it."""
    own, others = (
        resource.getrusage(who).ru_maxrss // 1024
        for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    sys.stdout.write(json.dumps({"taken": taken, "megabytes": own + others}))


@contextmanager
def working_folder(given: Path | None) -> Iterator[Path]:
    if given:
        yield given
    else:
        with tempfile.TemporaryDirectory() as made:
            yield Path(made)


def embed_alone(folder: Path) -> Taken:
    """The texts in the folder through sentence-transformers and nothing else."""
    import numpy as np
    import torch
    from sentence_transformers import SentenceTransformer
    from transformers.utils.logging import disable_progress_bar

    disable_progress_bar()  # type: ignore[no-untyped-call]
    torch.set_num_threads(1)
    texts: list[str] = json.loads((folder / TEXTS).read_text(encoding="utf-8"))
    model = SentenceTransformer(str(_folder(ENCODER)), device="cpu", local_files_only=True)
    texts.sort(key=len)  # as sentence-transformers would within one call

    def embed() -> None:
        with terminal.progress_bar() as progress:
            rows = []
            for first in range(0, len(texts), AT_ONCE):
                some = texts[first : first + AT_ONCE]
                rows.append(model.encode(some, batch_size=BATCH, show_progress_bar=False))
                progress(ALONE, first + len(some), len(texts))
            np.concatenate(rows)

    return {ALONE: seconds(embed)}


def print_table(results: Results, beside: Sequence[str]) -> None:
    """Each time and memory, and how many times they are those of ``beside``."""
    beside = [what for what in beside if what in results]
    heads = [head for what in beside for head in (f"times {what}", "its MB")]
    table = Table("what", "s", "peak MB", *heads)
    for what, (taken, megabytes) in results.items():
        row: list[Any] = [what, f"{taken:.2f}", megabytes]
        for other in beside:
            row += [f"{taken / results[other][0]:.3g}", f"{megabytes / results[other][1]:.2f}"]
        table.add_row(*map(str, row))
    Console(width=None if sys.stdout.isatty() else WIDTH).print(table)
