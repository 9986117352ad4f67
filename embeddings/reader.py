"""Reads a question beside the passages found for it: does one answer, and with which words?

The reader is a small BERT with two heads, trained by ``training/train_reader.py``; its weights
lie in ``reader_model``. Torch is imported when a reader is loaded. It reads English only.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from config.errors import UserError

if TYPE_CHECKING:
    import torch

Floats = NDArray[np.float32]
Offsets = NDArray[np.int32]

MODEL = Path(__file__).parent / "reader_model"
DIGESTS = "SHA256SUMS"
WINDOW = 256  # word pieces of question and text together; what is longer is cut off
QUESTION = 64  # word pieces of a question; the rest of a longer one is not read
STEP = 16  # word pieces to which lengths are rounded up: every new length costs memory for good
LONGEST_ANSWER = 48  # word pieces
OUTSIDE = -1e4  # the score of what can't be chosen
EPSILON = 1e-12  # of BERT's layer norms
ROWS = "embeddings.word_embeddings.weight"
SCALES = "embeddings.word_embeddings.scale"


@dataclass(frozen=True, slots=True)
class Reading:
    """What the reader makes of one text: ``text[start:end]`` is the best answer in it.

    ``relevance``, ``span_score`` and ``no_answer_score`` are logits: above 0, or above the other,
    speaks for an answer, and each can be compared between the texts of one question.
    """

    relevance: float
    start: int
    end: int
    span_score: float
    no_answer_score: float
    starts: Floats = field(repr=False, compare=False)
    ends: Floats = field(repr=False, compare=False)
    offsets: Offsets = field(repr=False, compare=False)

    @property
    def margin(self) -> float:
        """How much more the text looks like an answer than like none."""
        return self.span_score - self.no_answer_score

    def sentence_score(self, start: int, end: int) -> float:
        """The score of the best answer inside those characters; very low where none was read."""
        inside = (self.offsets[:, 0] >= start) & (self.offsets[:, 1] <= end)
        if not inside.any():
            return 2 * OUTSIDE
        best_end_after = np.maximum.accumulate(self.ends[inside][::-1])[::-1]
        return float((self.starts[inside] + best_end_after).max())


class Reader:
    """The small reader, ready to read."""

    def __init__(self, network: Network, tokenizer: Any) -> None:
        self._network = network
        self._tokenizer = tokenizer

    @classmethod
    def load(cls, folder: Path | None = None, *, threads: int | None = None) -> Reader:
        """The reader in that folder, by default the shipped one, once its files are checked.

        ``threads`` None leaves torch with the threads that it has.
        """
        folder = folder or MODEL
        check(folder)
        import torch
        from safetensors.torch import load_file
        from tokenizers import Tokenizer

        if threads:
            torch.set_num_threads(threads)
        shape = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        tokenizer.no_padding()
        tokenizer.no_truncation()
        network = Network(load_file(folder / "model.safetensors"), heads=shape["heads"])
        return cls(network, tokenizer)

    def read(self, question: str, texts: Sequence[str]) -> list[Reading]:
        """One reading a text, in the order of the texts."""
        if not texts:
            return []
        pairs = self._tokenized(question, texts)
        order = sorted(range(len(texts)), key=lambda at: len(pairs[at].ids))
        found: dict[int, Reading] = {}
        for batch in _of_like_length(order, [len(pair.ids) for pair in pairs]):
            logits = self._network([pairs[at] for at in batch])
            for row, at in enumerate(batch):
                found[at] = _reading(pairs[at], *(values[row] for values in logits))
        return [found[at] for at in range(len(texts))]

    def knows(self, word: str) -> bool:
        """Whether a word is among the 30,000 commonest pieces of English, whole."""
        return self._tokenizer.token_to_id(word.lower()) is not None

    def _tokenized(self, question: str, texts: Sequence[str]) -> list[Pair]:
        """The pairs as word pieces; a text that does not fit is cut off at its end."""
        asked = self._tokenizer.encode(question).ids[: QUESTION - 1]
        asked = asked if asked[-1] == self._sep else [*asked, self._sep]
        room = WINDOW - len(asked) - 1
        pairs = []
        for coded in self._tokenizer.encode_batch(list(texts), add_special_tokens=False):
            ids = [*asked, *coded.ids[:room], self._sep]
            offsets = np.array(coded.offsets[:room], dtype=np.int32).reshape(-1, 2)
            pairs.append(Pair(ids, len(asked), offsets))
        return pairs

    @property
    def _sep(self) -> int:
        number: int = self._tokenizer.token_to_id("[SEP]")
        return number


@dataclass(frozen=True, slots=True)
class Pair:
    """A question and a text in word pieces; the text's start at ``first``."""

    ids: list[int]
    first: int
    offsets: Offsets


def _of_like_length(order: Sequence[int], lengths: Sequence[int]) -> list[list[int]]:
    """Batches in which padding costs less than another pass would."""
    batches: list[list[int]] = []
    for at in order:
        shortest = lengths[batches[-1][0]] if batches else 0
        if batches and lengths[at] <= 1.1 * shortest + 4:
            batches[-1].append(at)
        else:
            batches.append([at])
    return batches


def _reading(pair: Pair, starts: Floats, ends: Floats, relevance: Floats) -> Reading:
    inside = slice(pair.first, pair.first + len(pair.offsets))
    no_answer = float(starts[0] + ends[0])
    first, last, score = _best_span(starts[inside], ends[inside])
    start = int(pair.offsets[first, 0]) if len(pair.offsets) else 0
    end = int(pair.offsets[last, 1]) if len(pair.offsets) else 0
    return Reading(
        relevance=float(relevance),
        start=start,
        end=end,
        span_score=score,
        no_answer_score=no_answer,
        starts=starts[inside],
        ends=ends[inside],
        offsets=pair.offsets,
    )


def _best_span(starts: Floats, ends: Floats) -> tuple[int, int, float]:
    """First and last word piece of the best answer, and its score."""
    if not len(starts):
        return 0, 0, 2 * OUTSIDE
    padded = np.concatenate([ends, np.full(LONGEST_ANSWER - 1, OUTSIDE, dtype=np.float32)])
    scores = starts[:, None] + np.lib.stride_tricks.sliding_window_view(padded, LONGEST_ANSWER)
    first, length = divmod(int(scores.argmax()), LONGEST_ANSWER)
    return first, first + length, float(scores[first, length])


class Network:
    """BERT with the two heads, computed straight from its weights.

    The word table stays in bytes, one scale a row: a pair needs a few of its rows.
    """

    def __init__(self, weights: dict[str, torch.Tensor], *, heads: int) -> None:
        import torch

        self._dtype = torch.bfloat16 if _quick_in_bfloat16() else torch.float32
        self._heads = heads
        self._rows, self._scales = weights.pop(ROWS), weights.pop(SCALES).float()
        self._weights = {name: value.to(self._dtype) for name, value in weights.items()}
        self._layers = 1 + max(int(n.split(".")[2]) for n in weights if n.startswith("encoder."))
        for layer in range(self._layers):
            self._unite(f"encoder.layer.{layer}.attention")

    def _unite(self, name: str) -> None:
        """Query, key and value as one matrix: one large product is quicker than three."""
        import torch

        for kind in ("weight", "bias"):
            parts = [
                self._weights.pop(f"{name}.self.{p}.{kind}") for p in ("query", "key", "value")
            ]
            self._weights[f"{name}.qkv.{kind}"] = torch.cat(parts)

    def __call__(self, pairs: Sequence[Pair]) -> tuple[Floats, Floats, Floats]:
        """Start and end of an answer by word piece, and relevance, a row a pair."""
        import torch

        longest = -(-max(len(pair.ids) for pair in pairs) // STEP) * STEP
        ids = np.zeros((len(pairs), longest), dtype=np.int64)
        kinds = np.zeros_like(ids)
        for row, pair in enumerate(pairs):
            ids[row, : len(pair.ids)] = pair.ids
            kinds[row, pair.first : len(pair.ids)] = 1
        lengths = torch.tensor([len(pair.ids) for pair in pairs])
        with torch.inference_mode():
            seen = torch.arange(longest) < lengths[:, None]
            states = self._states(torch.from_numpy(ids), torch.from_numpy(kinds), seen)
            spans = self._linear(states, "span").float().numpy()
            pooled = torch.tanh(self._linear(states[:, 0], "dense"))
            relevance = self._linear(pooled, "relevance").float().numpy()
        return spans[..., 0], spans[..., 1], relevance[:, 0]

    def _states(self, ids: torch.Tensor, kinds: torch.Tensor, seen: torch.Tensor) -> torch.Tensor:
        words = (self._rows[ids].float() * self._scales[ids]).to(self._dtype)
        places = self._weights["embeddings.position_embeddings.weight"][: ids.shape[1]]
        types = self._weights["embeddings.token_type_embeddings.weight"][kinds]
        states = self._normed(words + places + types, "embeddings.LayerNorm")
        mask = None if bool(seen.all()) else seen[:, None, None, :]
        for number in range(self._layers):
            states = self._layer(states, mask, f"encoder.layer.{number}")
        return states

    def _layer(self, states: torch.Tensor, mask: torch.Tensor | None, name: str) -> torch.Tensor:
        import torch

        split = (*states.shape[:2], 3, self._heads, -1)
        united = self._linear(states, f"{name}.attention.qkv").view(split)
        query, key, value = united.permute(2, 0, 3, 1, 4)
        attended = torch.nn.functional.scaled_dot_product_attention(
            query, key, value, attn_mask=mask
        )
        flat = attended.transpose(1, 2).reshape(states.shape)
        states = states + self._linear(flat, f"{name}.attention.output.dense")
        states = self._normed(states, f"{name}.attention.output.LayerNorm")
        wide = torch.nn.functional.gelu(self._linear(states, f"{name}.intermediate.dense"))
        states = states + self._linear(wide, f"{name}.output.dense")
        return self._normed(states, f"{name}.output.LayerNorm")

    def _linear(self, states: torch.Tensor, name: str) -> torch.Tensor:
        import torch

        weight, bias = self._weights[f"{name}.weight"], self._weights[f"{name}.bias"]
        return torch.nn.functional.linear(states, weight, bias)

    def _normed(self, states: torch.Tensor, name: str) -> torch.Tensor:
        import torch

        weight, bias = self._weights[f"{name}.weight"], self._weights[f"{name}.bias"]
        return torch.nn.functional.layer_norm(states, weight.shape, weight, bias, EPSILON)


def _quick_in_bfloat16() -> bool:
    """Whether the processor computes with half as many bits, twice as fast."""
    import torch

    quick = ("_is_avx512_bf16_supported", "_is_amx_tile_supported")
    return any(getattr(torch.cpu, name, bool)() for name in quick)


def check(folder: Path) -> str:
    """The digest of a reader whose files are complete and as they were made."""
    listed = folder / DIGESTS
    if not listed.is_file():
        raise UserError(f"{folder}: no reader here; install Quoth again or turn the reader off")
    content = listed.read_text(encoding="utf-8")
    for line in content.splitlines():
        wanted, name = line.split(maxsplit=1)
        file = folder / name
        if not file.is_file() or file_digest(file) != wanted:
            raise UserError(f"{file}: missing or damaged; install Quoth again or turn it off")
    return hashlib.sha256(content.encode()).hexdigest()


def file_digest(file: Path) -> str:
    """The SHA-256 of a file's contents."""
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()
