"""Writes a trained reader in the form in which it is shipped: about 33 MB, with its digests."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file

from embeddings.reader import DIGESTS, ROWS, SCALES, file_digest

WEIGHTS = "model.safetensors"
HEADS = ("span.", "dense.", "relevance.")


def export(state: dict[str, torch.Tensor], model: Path, folder: Path) -> None:
    """The weights in half precision, the word table in bytes with one scale a row."""
    folder.mkdir(parents=True, exist_ok=True)
    weights = {name.removeprefix("encoder."): value for name, value in state.items()}
    rows = weights.pop(ROWS)
    scales = rows.abs().amax(dim=1, keepdim=True).clamp(min=1e-8) / 127
    shipped = {name: value.half().contiguous() for name, value in weights.items()}
    shipped[ROWS] = (rows / scales).round().to(torch.int8)
    shipped[SCALES] = scales.half()
    save_file(shipped, folder / WEIGHTS, metadata={"format": "pt"})
    shutil.copy(model / "tokenizer.json", folder / "tokenizer.json")
    config = json.loads((model / "config.json").read_text(encoding="utf-8"))
    kept = {"architecture": "BERT", "heads": config["num_attention_heads"]}
    (folder / "config.json").write_text(json.dumps(kept, indent=2) + "\n", encoding="utf-8")
    write_digests(folder)


def restored(folder: Path) -> dict[str, torch.Tensor]:
    """The weights of an exported reader by their names in training, in full precision."""
    shipped = {name: value.float() for name, value in load_file(folder / WEIGHTS).items()}
    shipped[ROWS] = shipped[ROWS] * shipped.pop(SCALES)
    return {n if n.startswith(HEADS) else f"encoder.{n}": v for n, v in shipped.items()}


def write_digests(folder: Path) -> None:
    """The digests by which a reader's files are checked when it is loaded."""
    names = ("config.json", WEIGHTS, "tokenizer.json")
    lines = [f"{file_digest(folder / name)}  {name}\n" for name in names]
    (folder / DIGESTS).write_text("".join(lines), encoding="utf-8")
