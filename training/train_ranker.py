"""Trains the ranker of speakers on gold quotations, and tells honestly how well it does.

    python -m training.train_ranker GOLD.jsonl... [--folds 5] [--strength 4] [--write] [--ablate]
        [--measure GOLD.jsonl...]

First every document is weighed by a ranker that was trained without it (the honest figures), then
one ranker is trained on all of them. ``--write`` puts it into the package; ``--ablate`` shows what
is lost without each sieve; ``--measure`` names gold that is not learned from. The gold files need
a licence that lets what was learned from them be shipped.
"""

from __future__ import annotations

import argparse
import json
import logging
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import torch

from bot.evaluation.quotes import (
    GoldDocument,
    GoldQuote,
    Guess,
    gold_documents,
    is_right_speaker,
    score_quotations,
)
from corpus.documents import Quotation
from corpus.quoting.attribution import SIEVES, attribute
from corpus.quoting.chain import WEIGHTS_FILE, Weights
from corpus.quoting.finding import QuotationFinder
from corpus.quoting.gathering import gather
from corpus.quoting.parsing import Parse
from corpus.quoting.ranking import Choice, choices
from corpus.quoting.speech import Speech
from corpus.quoting.turns import turns_of

log = logging.getLogger("training")

IMPOSSIBLE = -1e4  # the score of a candidate that is not there
WITHOUT = "%-16s without %-16s %s"
RARE = 4  # a sign seen less often is not learned
NEGLIGIBLE = 0.005  # a weight that is not shipped
STEPS = 60

# What every reader knows of talk, and what learning starts from: weights are held to these.
BELIEFS = Weights(
    signs={
        "untagged: beat after": 2.5,
        "pronoun: beat after": 1.0,
        "untagged: beat inside": 2.5,
        "untagged: beat before": 3.0,
        "untagged: guessed beat before": 1.5,
        "untagged: beat gender clash": -2.0,
        "pronoun: beat before": 0.5,
        "untagged: subject before": 0.7,
        "pronoun: subject before": 1.5,
        "pronoun: last subject": 0.5,
        "untagged: addressed": -3.0,
        "pronoun: addressed": -2.5,
        "untagged: was addressed": 1.5,
        "untagged: takes part": 0.7,
        "untagged: speaks to kin": 2.0,
        "pronoun: speaks to kin": 2.0,
        "untagged: own name": 3.0,
        "pronoun: own name": 3.0,
        "untagged: spoken of": -1.5,
        "pronoun: spoken of": -1.5,
        "untagged: is answered": 1.0,
        "pronoun: is answered": 0.5,
        "untagged: was told": 1.0,
        "pronoun: was told": 0.7,
        "untagged: gender clash": -1.0,
        "pronoun: guess": 0.5,
        "untagged: human": 0.5,
        "pronoun: human": 0.5,
    },
    same={
        "untagged bare gap 1": -0.7,
        "untagged gap 1": -0.3,
        "touching": -1.0,
        "story adjoins": -4.0,
        "pronoun after report gap 0": 2.5,
        "untagged after report gap 0": 1.5,
    },
    second={"untagged near": 0.7, "near": 0.3},
)


@dataclass(frozen=True, slots=True)
class Lesson:
    """A gold document as the sieves see it, and which candidates are right for each turn."""

    gold: GoldDocument
    speeches: list[Speech]
    parse: Parse
    choices: list[Choice]
    right: list[list[bool]]


def lessons(files: Sequence[Path]) -> list[Lesson]:
    """Every document of the gold files, found and parsed once."""
    finder = QuotationFinder()
    found = []
    for file in files:
        for gold in gold_documents(file):
            document = gold.document
            speeches, parse = finder.speeches(document)
            speeches = sorted(speeches, key=lambda speech: (speech.start, speech.end))
            cast = gather(document.text, parse)
            made = choices(turns_of(document, speeches, parse, cast), cast, document.text)
            right = [_right(choice, speeches, gold) for choice in made]
            found.append(Lesson(gold, speeches, parse, made, right))
    return found


def _right(choice: Choice, speeches: Sequence[Speech], gold: GoldDocument) -> list[bool]:
    quotes = [q for n in choice.turn.speeches for q in gold.quotes if _is_quote(speeches[n], q)]
    named = next((quote for quote in quotes if quote.speaker), None)
    return [named is not None and is_right_speaker(f.name, named) for f in choice.candidates]


def _is_quote(speech: Speech, quote: GoldQuote) -> bool:
    shared = min(speech.end, quote.end) - max(speech.start, quote.start)
    return shared > 0.5 * max(speech.end - speech.start, quote.end - quote.start)


# --- learning ------------------------------------------------------------------------------------


class Batch:
    """The lessons as tensors, padded to one length, for the sums over whole chains."""

    def __init__(self, taught: Sequence[Lesson], tables: Sequence[Mapping[str, int]]) -> None:
        kept = [
            [(c, r) for c, r in zip(one.choices, one.right, strict=True) if c.candidates]
            for one in taught
        ]
        count, length = len(kept), max(map(len, kept))
        width = max(len(choice.candidates) for chain in kept for choice, _ in chain)
        signs, same, second = tables
        self.signs = torch.zeros(count, length, width, len(signs))
        self.there = torch.full((count, length, width), IMPOSSIBLE)
        self.right = torch.full((count, length, width), IMPOSSIBLE)
        self.same = torch.zeros(count, length, width, width)
        self.second = torch.zeros(count, length, width, width)
        self.same_signs = torch.zeros(count, length, len(same))
        self.second_signs = torch.zeros(count, length, len(second))
        for row, chain in enumerate(kept):
            self.there[row, len(chain) :, 0] = 0.0
            self.right[row, len(chain) :, 0] = 0.0
            for place, (choice, right) in enumerate(chain):
                self._fill(row, place, choice, right, signs)
                _put(self.same_signs[row, place], choice.same_before, same)
                _put(self.second_signs[row, place], choice.same_second, second)
                for back, table in ((1, self.same), (2, self.second)):
                    if place >= back:
                        _mark_same(table[row, place], chain[place - back][0], choice)

    def _fill(
        self, row: int, place: int, choice: Choice, right: list[bool], table: Mapping[str, int]
    ) -> None:
        known = any(right)
        for number, signs in enumerate(choice.signs):
            self.there[row, place, number] = 0.0
            if right[number] or not known:  # a turn without gold may be anybody's
                self.right[row, place, number] = 0.0
            named = {f"{choice.kind}: {sign}": value for sign, value in signs.items()}
            _put(self.signs[row, place, number], named, table)

    def loss(self, weights: Sequence[torch.Tensor], rows: Sequence[int]) -> torch.Tensor:
        """How unlikely the right speakers are, summed over the documents ``rows``."""
        alone = self.signs[rows] @ weights[0]
        scores = torch.stack([alone + self.there[rows], alone + self.right[rows]])
        same_as = self.same[rows]
        same = (self.same_signs[rows] @ weights[1])[..., None, None] * same_as
        second = (self.second_signs[rows] @ weights[2])[..., None, None] * self.second[rows]
        state = scores[:, :, 0][:, :, None, :]
        for place in range(1, scores.shape[2]):
            tie = same[:, place][:, None]
            if place > 1:
                apart = 1 - same_as[:, place][:, None]
                tie = tie + second[:, place][:, :, None, :] * apart
            state = torch.logsumexp(state[..., None] + tie[None], 2)
            state = state + scores[:, :, place][:, :, None, :]
        total = torch.logsumexp(state.flatten(2), 2)
        return (total[0] - total[1]).sum()


def _put(row: torch.Tensor, values: Mapping[str, float], table: Mapping[str, int]) -> None:
    for name, value in values.items():
        if name in table:
            row[table[name]] = value


def _mark_same(table: torch.Tensor, before: Choice, choice: Choice) -> None:
    for first, one in enumerate(before.candidates):
        for second, other in enumerate(choice.candidates):
            table[first, second] = float(one is other)


def vocabulary(taught: Iterable[Lesson]) -> list[dict[str, int]]:
    """The signs that are common enough to be learned, numbered: of candidates and of both ties.

    A sign with a belief is kept even where the gold seldom shows it: the belief then stands.
    """
    counts: tuple[Counter[str], ...] = (Counter(), Counter(), Counter())
    for one in taught:
        for choice in one.choices:
            seen = {sign for signs in choice.signs for sign, value in signs.items() if value}
            counts[0].update(f"{choice.kind}: {sign}" for sign in seen)
            counts[1].update(choice.same_before)
            counts[2].update(choice.same_second)
    believed = (BELIEFS.signs, BELIEFS.same, BELIEFS.second)
    kept = [
        sorted({sign for sign in count if count[sign] >= RARE} | set(beliefs))
        for count, beliefs in zip(counts, believed, strict=True)
    ]
    return [{sign: number for number, sign in enumerate(signs)} for signs in kept]


def learn(
    batch: Batch, tables: Sequence[Mapping[str, int]], rows: Sequence[int], strength: float
) -> Weights:
    """The weights that make the right speakers likeliest, held to the beliefs by ``strength``."""
    beliefs = [torch.zeros(len(table)) for table in tables]
    for row, known, table in zip(
        beliefs, (BELIEFS.signs, BELIEFS.same, BELIEFS.second), tables, strict=True
    ):
        _put(row, known, table)
    weights = [belief.clone().requires_grad_(True) for belief in beliefs]
    search = torch.optim.LBFGS(
        weights, max_iter=STEPS, history_size=10, line_search_fn="strong_wolfe"
    )

    def step() -> torch.Tensor:
        search.zero_grad()
        distance = sum(((w - b) ** 2).sum() for w, b in zip(weights, beliefs, strict=True))
        loss = batch.loss(weights, rows) + strength * distance
        loss.backward()  # type: ignore[no-untyped-call]
        return loss

    search.step(step)  # type: ignore[no-untyped-call]
    learned = [
        {name: round(float(row[number].detach()), 3) for name, number in table.items()}
        for row, table in zip(weights, tables, strict=True)
    ]
    return Weights(*({k: v for k, v in one.items() if abs(v) >= NEGLIGIBLE} for one in learned))


def cross_validated(taught: Sequence[Lesson], *, folds: int, strength: float) -> dict[str, Weights]:
    """For each document the weights that were learned without it and the rest of its fold."""
    tables = vocabulary(taught)
    usable = [one for one in taught if any(choice.candidates for choice in one.choices)]
    batch = Batch(usable, tables)
    found: dict[str, Weights] = {}
    for fold in range(folds):
        rows = [number for number in range(len(usable)) if number % folds != fold]
        weights = learn(batch, tables, rows, strength)
        found.update({one.gold.id: weights for one in usable[fold::folds]})
    return {one.gold.id: found.get(one.gold.id, weights) for one in taught}


# --- showing -------------------------------------------------------------------------------------


def report(
    taught: Sequence[Lesson], weights: Mapping[str, Weights], *, without: Collection[str] = ()
) -> str:
    """Speaker accuracy, precision, share named and end-to-end F1 of the documents, in one line."""
    guesses = {}
    for one in taught:
        found = _quotations(one, weights[one.gold.id], without)
        guesses[one.gold.id] = [Guess.of(quotation) for quotation in found]
    scores = score_quotations([one.gold for one in taught], guesses)
    record, counts = scores.record(), scores.counts
    named = 100 * counts["answered"] / max(1, counts["judged"])
    return (
        f"accuracy {record['speaker_accuracy']:5.1f}  precision {record['speaker_precision']:5.1f}"
        f"  named {named:5.1f}  end to end {record['end_to_end']['F1']:5.1f}"
    )


def _quotations(one: Lesson, weights: Weights, without: Collection[str]) -> list[Quotation]:
    return attribute(one.gold.document, one.speeches, one.parse, weights=weights, without=without)


def calibration(taught: Sequence[Lesson], weights: Mapping[str, Weights]) -> str:
    """For each sieve how many of its names are right, beside the confidence that it gave."""
    seen: dict[str, list[tuple[float, bool]]] = {}
    for one in taught:
        for quotation in _quotations(one, weights[one.gold.id], ()):
            speech = Speech(quotation.start, quotation.end, quotation.kind)
            gold = next((q for q in one.gold.quotes if _is_quote(speech, q) and q.speaker), None)
            if gold and quotation.speakers:
                right = is_right_speaker(quotation.speaker, gold)
                seen.setdefault(quotation.evidence, []).append((quotation.confidence, right))
    lines = [f"{'sieve':<18} {'named':>6} {'right':>6} {'said':>6}"]
    for sieve, rows in sorted(seen.items(), key=lambda item: -len(item[1])):
        share = sum(ok for _, ok in rows) / len(rows)
        said = sum(confidence for confidence, _ in rows) / len(rows)
        lines.append(f"{sieve:<18} {len(rows):>6} {share:6.3f} {said:6.3f}")
    return "\n".join(lines)


def write(weights: Weights, path: Path) -> None:
    """Puts the weights where the package reads them."""
    table = {"signs": weights.signs, "same": weights.same, "second": weights.second}
    path.write_text(json.dumps(table, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def _show(
    name: str, group: Sequence[Lesson], weights: Mapping[str, Weights], how: str, *, ablate: bool
) -> None:
    log.info("%-16s %-16s  %s", name, how, report(group, weights))
    if how != "fitted":
        log.info("%s", calibration(group, weights))
    for sieve in SIEVES if ablate else ():
        log.info(WITHOUT, name, sieve, report(group, weights, without=(sieve,)))


def main() -> None:
    parser = argparse.ArgumentParser(description="Train the ranker of speakers.")
    parser.add_argument("gold", nargs="+", type=Path)
    parser.add_argument("--measure", nargs="*", type=Path, default=[], help="only measured")
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--strength", type=float, default=4.0)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--ablate", action="store_true")
    options = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    torch.manual_seed(0)
    sets = {file.stem: lessons([file]) for file in options.gold}
    taught = [one for group in sets.values() for one in group]
    honest = cross_validated(taught, folds=options.folds, strength=options.strength)
    tables = vocabulary(taught)
    usable = [one for one in taught if any(choice.candidates for choice in one.choices)]
    batch = Batch(usable, tables)
    fitted = learn(batch, tables, range(len(usable)), options.strength)
    everywhere = {one.gold.id: fitted for one in taught}
    for name, group in sets.items():
        _show(name, group, honest, "cross-validated", ablate=options.ablate)
        _show(name, group, everywhere, "fitted", ablate=False)
    for file in options.measure:
        group = lessons([file])
        kept = {one.gold.id: fitted for one in group}
        _show(file.stem, group, kept, "not learned from", ablate=options.ablate)
    if options.write:
        write(fitted, WEIGHTS_FILE)


if __name__ == "__main__":
    main()
