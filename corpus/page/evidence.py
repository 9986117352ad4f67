"""How likely each line of a page is no story, by much evidence that is weighed together."""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from pathlib import Path
from typing import Final

from corpus.page.bylines import BARE_NAME, DATED, STANDALONE_DATE
from corpus.page.lines import (
    HEADLINE_WORDS,
    LIKES,
    SENTENCE_END,
    TOLD_PAST,
    is_label,
)
from corpus.page.voice import (
    ASKS,
    FUNCTION_WORDS,
    HARD,
    READER,
    SAID,
    SPOKEN,
    is_list_heading,
    label_share,
)

WEIGHTS_FILE: Final = Path(__file__).with_name("evidence.json")
FAMILIES: Final = ("wares", "offer", "contact", "law")  # in the order of voice.HARD
LENGTHS: Final = ((1, "word"), (3, "words 3"), (7, "words 7"), (14, "words 14"), (30, "words 30"))
PROSE_WORDS: Final = 12
TOLD_WORDS: Final = 9  # of a sentence that tells what was said or done
SHORT: Final = 7  # words
HEADS: Final = 3  # lines above the story that may be its headline or tell more of it
NEAR: Final = 3  # lines above and below
WIDE: Final = 6
FAR: Final = 8  # lines from the story, beyond which all is as far
LONG_RUN: Final = 10  # lines
Evidence = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each kind of evidence counts; ``context`` weighs what the lines beside one are."""

    first: Evidence
    context: Evidence


def likelihoods(paragraphs: Sequence[str], known: Sequence[bool], kept: set[int]) -> list[float]:
    """How likely each line is no story; ``known`` are furniture, ``kept`` a story of a kind."""
    weights = _weights()
    found = evidence(paragraphs, known, kept)
    first = [likelihood(each, weights.first) for each in found]
    return [
        likelihood({**each, **beside}, weights.context)
        for each, beside in zip(found, context(first), strict=True)
    ]


def likelihood(found: Evidence, weights: Evidence) -> float:
    total = weights["bias"] + sum(value * weights.get(name, 0.0) for name, value in found.items())
    return 1 / (1 + math.exp(-max(-50.0, min(50.0, total))))


@lru_cache(maxsize=1)
def _weights() -> Weights:
    record = json.loads(WEIGHTS_FILE.read_text(encoding="utf-8"))
    return Weights(first=record["first"], context=record["context"])


def evidence(
    paragraphs: Sequence[str], known: Sequence[bool], kept: set[int]
) -> list[dict[str, float]]:
    """What speaks for or against each line's being furniture, by name; what is absent counts 0."""
    if not paragraphs:
        return []
    page = _page(paragraphs, known)
    counts = Counter(paragraphs)
    found = []
    for number, line in enumerate(paragraphs):
        each = _of_line(line)
        each["known"] = float(known[number])
        each["repeated"] = float(counts[line] > 1)
        each["kind of story"] = float(number in kept)
        each |= _of_place(page, number)
        each |= _together(each, page.place(number), len(line.split()))
        found.append({name: value for name, value in each.items() if value})
    return found


def _of_line(line: str) -> dict[str, float]:
    """What a line shows by itself."""
    words = line.split()
    asks = ASKS.match(line)
    rest = line[asks.end() :] if asks else line
    families = {
        name: float(bool(family.search(rest))) for name, family in zip(FAMILIES, HARD, strict=True)
    }
    lower = [word.strip(".,:;!?\"'()“”‘’").lower() for word in words]
    reader = float(bool(READER.search(line)))
    return families | {
        next((name for most, name in LENGTHS if len(words) <= most), "words more"): 1.0,
        "ended": float(bool(SENTENCE_END.search(line))),
        "colon": float(line.endswith(":")),
        "question": float(line.endswith("?")),
        "exclamation": float(line.endswith("!")),
        "spoken": float(bool(SPOKEN.search(line))),
        "said": float(bool(SAID.search(line))),
        "past": float(bool(TOLD_PAST.search(line))),
        "title case": _title_case(words),
        "capitals": float(line.isupper() and len(line) > SHORT),
        "small start": float(line[:1].islower()),
        "no letter": float(not any(map(str.isalpha, line))),
        "digits": float(any(map(str.isdigit, line))),
        "date": float(bool(STANDALONE_DATE.fullmatch(line))),
        "dated": float(bool(DATED.search(line))),
        "name": float(bool(BARE_NAME.fullmatch(line))),
        "label": float(is_label(line)),
        "label words": label_share(line),
        "asks": float(bool(asks)),
        "reader": reader,
        "families": sum(families.values()) + reader + bool(asks),
        "function words": sum(word in FUNCTION_WORDS for word in lower) / max(1, len(lower)),
        "count": float(bool(LIKES.fullmatch(line))),
        "list heading": float(is_list_heading(line)),
    }


def _title_case(words: Sequence[str]) -> float:
    """The share of the longer words after the first that start with a capital."""
    long = [word for word in words if len(word) > NEAR][1:]
    return sum(word[0].isupper() for word in long) / len(long) if long else 0.0


@dataclass(frozen=True, slots=True)
class _Page:
    """Where on a page its prose and its furniture stand."""

    known: Sequence[bool]
    prose: Sequence[bool]
    first: int  # line that surely tells
    last: int
    heads: Sequence[int]  # the lines above it of which one may be the headline
    sums: Sequence[int]  # of furniture above each line
    runs: Sequence[range]  # of lines without prose, by line; empty for prose

    def place(self, number: int) -> str:
        if number < self.first:
            return "before"
        return "after" if number > self.last else "inside"

    def share(self, start: int, stop: int) -> float:
        """The share of furniture from ``start`` to before ``stop``."""
        start, stop = max(0, start), min(len(self.known), stop)
        return (self.sums[stop] - self.sums[start]) / max(1, stop - start)


def _page(paragraphs: Sequence[str], known: Sequence[bool]) -> _Page:
    lengths = [len(line.split()) for line in paragraphs]
    ended = [
        bool(SENTENCE_END.search(line)) and not found
        for line, found in zip(paragraphs, known, strict=True)
    ]
    sentences = [length >= PROSE_WORDS and end for length, end in zip(lengths, ended, strict=True)]
    telling = [
        end
        and length >= TOLD_WORDS
        and bool(SPOKEN.search(line) or SAID.search(line) or TOLD_PAST.search(line))
        for line, length, end in zip(paragraphs, lengths, ended, strict=True)
    ]
    prose = [one or other for one, other in zip(sentences, telling, strict=True)]
    story = [n for n, told in enumerate(telling if any(telling) else sentences) if told]
    first = story[0] if story else 0
    heads = [n for n in range(first) if not known[n] and lengths[n] >= HEADLINE_WORDS]
    return _Page(
        known=known,
        prose=prose,
        first=first,
        last=story[-1] if story else len(paragraphs) - 1,
        heads=heads[-HEADS:],
        sums=[0, *accumulate(map(int, known))],
        runs=list(_runs(prose)),
    )


def _runs(prose: Sequence[bool]) -> Iterator[range]:
    start = 0
    for number in range(len(prose) + 1):
        if number < len(prose) and not prose[number]:
            continue
        yield from [range(start, number)] * (number - start)
        if number < len(prose):
            yield range(number, number)
        start = number + 1


def _of_place(page: _Page, number: int) -> dict[str, float]:
    """What shows where a line stands."""
    lines, run = len(page.known), page.runs[number]
    above, below = number - 1, number + 1
    return {
        page.place(number): 1.0,
        "lines after": min(FAR, max(0, number - page.last)) / FAR,
        "lines before": min(FAR, max(0, page.first - number)) / FAR,
        "run": min(LONG_RUN, len(run)) / LONG_RUN,
        "ends run": float(bool(run) and below == run.stop < lines),
        "starts run": float(bool(run) and number == run.start > 0),
        "alone": float(len(run) == 1),
        "known above": float(number > 0 and page.known[above]),
        "known below": float(below < lines and page.known[below]),
        "prose above": float(number > 0 and page.prose[above]),
        "prose below": float(below < lines and page.prose[below]),
        "known near": page.share(number - NEAR, below + NEAR),
        "known around": page.share(number - WIDE, below + WIDE),
        "known in run": page.share(run.start, run.stop) if run else 0.0,
        "known to the end": page.share(below, lines),
        "known from the start": page.share(0, number),
        "known of all": page.share(0, lines),
        "first line": float(number == 0),
        "heads": float(number in page.heads),
        "position": number / lines,
    }


def _together(each: Evidence, place: str, words: int) -> dict[str, float]:
    """What counts for more, or less, together with something else."""
    open_ended = 1 - each["ended"]
    return {
        f"{place}, open": open_ended,
        f"{place}, short": float(words <= SHORT),
        f"{place}, long sentence": each["ended"] * (words >= PROSE_WORDS),
        f"{place}, known near": each["known near"],
        f"{place}, past": each["past"],
        "inside, alone, short": each["alone"] * (place == "inside") * (words <= SHORT),
        "open, known above": open_ended * each["known above"],
        "open, known below": open_ended * each["known below"],
        "known on both sides": each["known above"] * each["known below"],
        "open, known on both sides": open_ended * each["known above"] * each["known below"],
        "open, prose below": open_ended * each["prose below"],
        "sentence of the page": each["ended"] * (each["families"] > 1),
    }


def context(likely: Sequence[float]) -> Iterator[dict[str, float]]:
    """What the likelihoods of the lines beside each line say of it."""
    unknown = [0.5] * NEAR
    padded = [*unknown, *likely, *unknown]
    for number, own in enumerate(likely, NEAR):
        above, below = padded[number - 1], padded[number + 1]
        near = sum(padded[number - NEAR : number + NEAR + 1]) / (2 * NEAR + 1)
        yield {
            "likely": own,
            "likely above": above,
            "likely below": below,
            "likely two above": padded[number - 2],
            "likely two below": padded[number + 2],
            "likely near": near,
            "likely, and near": own * near,
            "likely on both sides": above * below,
        }
