"""A larger reader, from which the small one learns: MPNet with the same two heads.

It reads the same word pieces as BERT does, under other numbers, so that both networks say
something of the same tokens.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import torch
from safetensors.torch import load_file, save_file
from torch import nn
from transformers import MPNetConfig, MPNetModel

from training.export_reader import WEIGHTS
from training.reader_network import ReaderNetwork, plain_attention

FROZEN = 3  # layers, from below, that stay as they are: a sixth of the time
AFTER_BERT = 4  # how far MPNet's numbers of word pieces are above BERT's
CLS, SEP = 101, 102  # BERT's; MPNet's own are the next
START, PADDING, END = 0, 1, 2


class PlainAttention(nn.Module):
    """MPNet's attention as ``plain_attention``; what is near in the text counts by its place."""

    def __init__(self, attention: Any) -> None:
        super().__init__()
        self.q, self.k, self.v, self.o = attention.q, attention.k, attention.v, attention.o
        self.heads, self.width = attention.num_attention_heads, attention.attention_head_size

    def forward(
        self,
        hidden_states: torch.Tensor,
        attention_mask: torch.Tensor | None,
        position_bias: torch.Tensor,
        **_: Any,
    ) -> tuple[torch.Tensor]:
        split = (*hidden_states.shape[:2], self.heads, self.width)
        query, key, value = (
            part(hidden_states).view(split).transpose(1, 2) for part in (self.q, self.k, self.v)
        )
        added = position_bias if attention_mask is None else position_bias + attention_mask
        attended = plain_attention(self, query, key, value, added, self.width**-0.5)[0]
        return (self.o(attended.reshape(hidden_states.shape)),)


class TeacherNetwork(ReaderNetwork):
    """A reader made of an MPNet encoder, for batches of BERT's word pieces."""

    def __init__(self, encoder: MPNetModel) -> None:
        super().__init__(encoder)
        layers: Any = encoder.encoder.layer
        for layer in layers:
            layer.attention.attn = PlainAttention(layer.attention.attn)
        encoder.embeddings.requires_grad_(False)
        layers[:FROZEN].requires_grad_(False)

    def states(
        self, input_ids: torch.Tensor, attention_mask: torch.Tensor, token_type_ids: torch.Tensor
    ) -> torch.Tensor:
        """The encoder's last states; MPNet tells question and passage by what stands between."""
        ids = (
            (input_ids + AFTER_BERT)
            .masked_fill(input_ids == CLS, START)
            .masked_fill(input_ids == SEP, END)
            .masked_fill(attention_mask == 0, PADDING)
        )
        hidden: torch.Tensor = self.encoder(
            input_ids=ids, attention_mask=attention_mask
        ).last_hidden_state
        return hidden


def fresh_teacher(model: Path) -> TeacherNetwork:
    """The MPNet encoder in a folder with untrained heads."""
    config = MPNetConfig.from_pretrained(model)
    config.hidden_dropout_prob = 0.0  # one pass over the data is too short to learn it by heart
    return TeacherNetwork(MPNetModel.from_pretrained(model, config=config, add_pooling_layer=False))


def save_teacher(teacher: TeacherNetwork, folder: Path) -> None:
    """Writes a trained teacher, in half of its bits."""
    folder.mkdir(parents=True, exist_ok=True)
    teacher.encoder.config.save_pretrained(folder)
    kept = {name: value.bfloat16().contiguous() for name, value in teacher.state_dict().items()}
    save_file(kept, folder / WEIGHTS)


def trained_teacher(folder: Path) -> TeacherNetwork:
    """A teacher as it was saved, to be asked and not to be trained."""
    config = MPNetConfig.from_pretrained(folder)
    teacher = TeacherNetwork(MPNetModel(config, add_pooling_layer=False)).bfloat16()
    teacher.load_state_dict(load_file(folder / WEIGHTS))
    return teacher.eval().requires_grad_(False)
