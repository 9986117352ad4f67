"""The reader as it is trained; ``embeddings.reader`` computes the same without transformers."""

from __future__ import annotations

from typing import Any, NamedTuple

import torch
from torch import nn
from transformers import AttentionInterface, PreTrainedModel
from transformers.masking_utils import AttentionMaskInterface, eager_mask

from embeddings.reader import OUTSIDE

PLAIN = "plain"  # the name of the attention below


def plain_attention(
    _module: nn.Module,
    query: torch.Tensor,
    key: torch.Tensor,
    value: torch.Tensor,
    attention_mask: torch.Tensor | None,
    scaling: float,
    **_: Any,
) -> tuple[torch.Tensor, None]:
    """Attention without dropout, in the numbers that it is given.

    On a CPU, the backward pass of torch's fused attention takes eight times as long as these
    products, and the eager one of transformers computes the weights in 32 bits.
    """
    scores = torch.matmul(query, key.transpose(2, 3)) * scaling
    if attention_mask is not None:
        scores = scores + attention_mask.to(scores.dtype)
    weights = scores.softmax(-1, dtype=scores.dtype)
    return torch.matmul(weights, value).transpose(1, 2).contiguous(), None


AttentionInterface.register(PLAIN, plain_attention)
AttentionMaskInterface.register(PLAIN, eager_mask)


class Logits(NamedTuple):
    """What the network says of a batch of pairs: start and end per token, relevance per pair."""

    start: torch.Tensor
    end: torch.Tensor
    relevance: torch.Tensor


class ReaderNetwork(nn.Module):
    """An encoder with two heads: where the answer stands, and how relevant the passage is.

    Token 0 stands for "no answer here"; tokens of the question can't be chosen.
    """

    def __init__(self, encoder: PreTrainedModel) -> None:
        super().__init__()
        width = encoder.config.hidden_size
        self.encoder: Any = encoder
        self.span = nn.Linear(width, 2)
        self.dense = nn.Linear(width, width)
        self.relevance = nn.Linear(width, 1)

    def forward(
        self,
        input_ids: torch.Tensor,
        attention_mask: torch.Tensor,
        token_type_ids: torch.Tensor,
        choosable: torch.Tensor,
    ) -> Logits:
        hidden = self.states(input_ids, attention_mask, token_type_ids)
        spans = self.span(hidden).float().masked_fill(~choosable.unsqueeze(-1), OUTSIDE)
        relevance = self.relevance(torch.tanh(self.dense(hidden[:, 0])))
        return Logits(spans[..., 0], spans[..., 1], relevance.squeeze(-1).float())

    def states(
        self, input_ids: torch.Tensor, attention_mask: torch.Tensor, token_type_ids: torch.Tensor
    ) -> torch.Tensor:
        """The encoder's last states, by pair, token and width."""
        hidden: torch.Tensor = self.encoder(
            input_ids=input_ids, attention_mask=attention_mask, token_type_ids=token_type_ids
        ).last_hidden_state
        return hidden
