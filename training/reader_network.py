"""The reader as it is trained; ``embeddings.reader`` computes the same without transformers."""

from __future__ import annotations

from typing import NamedTuple

import torch
from torch import nn
from transformers import BertConfig, BertModel


class Logits(NamedTuple):
    """What the network says of a batch of pairs: start and end per token, relevance per pair."""

    start: torch.Tensor
    end: torch.Tensor
    relevance: torch.Tensor


class ReaderNetwork(nn.Module):
    """A BERT encoder with two heads: where the answer stands, and how relevant the passage is.

    Token 0 stands for "no answer here"; tokens of the question can't be chosen.
    """

    def __init__(self, config: BertConfig) -> None:
        super().__init__()
        self.encoder = BertModel(config, add_pooling_layer=False)
        self.span = nn.Linear(config.hidden_size, 2)
        self.dense = nn.Linear(config.hidden_size, config.hidden_size)
        self.relevance = nn.Linear(config.hidden_size, 1)

    def forward(
        self,
        input_ids: torch.Tensor,
        attention_mask: torch.Tensor,
        token_type_ids: torch.Tensor,
        choosable: torch.Tensor,
    ) -> Logits:
        hidden = self.encoder(
            input_ids=input_ids, attention_mask=attention_mask, token_type_ids=token_type_ids
        ).last_hidden_state
        spans = self.span(hidden).float().masked_fill(~choosable.unsqueeze(-1), -1e4)
        relevance = self.relevance(torch.tanh(self.dense(hidden[:, 0])))
        return Logits(spans[..., 0], spans[..., 1], relevance.squeeze(-1).float())
