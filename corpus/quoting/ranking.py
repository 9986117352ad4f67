"""Weighs who may say a turn: what speaks for each candidate, and who fits best all along a talk.

A linear chain: every turn has its candidates, every candidate its signs (features), and
neighbouring turns pull together or apart. The weights are learned by ``train_ranker.py``; what is
shipped is a small table of numbers, read here with numpy alone.
"""

from __future__ import annotations

import json
import math
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.documents import Span
from corpus.quoting.cast import Cast
from corpus.quoting.figures import Figure, Sort
from corpus.quoting.mentions import Form, Mention
from corpus.quoting.pronouns import fits_pronoun
from corpus.quoting.turns import Turn, narration

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

WEIGHTS_FILE = Path(__file__).with_name("ranker.json")
MOST_CANDIDATES = 11
MENTIONS_BACK = 80  # mentions looked back at for candidates
NEAR = 6  # turns to either side whose named speakers are candidates
AT_ONCE = 4  # characters between a quotation and who acts after it
FEW_REPORTS = 4  # a story has less than one turn in so many of reported speech
FAR = 4000  # characters after which a figure is no candidate

OWNERS = {"f": "her", "m": "his"}
Signs = dict[str, float]


@dataclass(slots=True)
class Choice:
    """A turn, who may say it, and what speaks for each."""

    turn: Turn
    kind: str  # "tagged", "pronoun" or "untagged"
    candidates: list[Figure]
    signs: list[Signs]
    same_before: Signs  # what speaks for the speaker of the turn before
    same_second: Signs  # and for the one before that


def choices(turns: Sequence[Turn], cast: Cast, text: str) -> list[Choice]:
    """Every turn with its candidates and their signs."""
    fixed = [_fixed(turn, cast) for turn in turns]
    said: dict[int, list[int]] = {}
    for number, figures in enumerate(fixed):
        for figure in figures:
            said.setdefault(figure.number, []).append(number)
    found = []
    reported = sum(turn.reported for turn in turns)
    genre = "report" if reported * FEW_REPORTS > len(turns) else "story"
    for number, turn in enumerate(turns):
        kind = _kind(turn, fixed[number])
        candidates = fixed[number] or _candidates(number, turns, fixed, cast)
        scene = _Scene(number, turns, cast, text, said, candidates)
        signs = [scene.signs(figure, kind, genre) for figure in candidates]
        before, second = _ties(number, turns, kind, text, genre)
        found.append(Choice(turn, kind, candidates, signs, before, second))
    return found


def _fixed(turn: Turn, cast: Cast) -> list[Figure]:
    """The figure that a name, a noun, "I" or a letter's "you" beside the turn means."""
    mention = turn.mention
    if mention is None:
        return []
    if mention.form is not Form.PRONOUN:
        return [mention.figure] if mention.figure else []
    if mention.person == 1 and not mention.plural and cast.narrator:
        return [cast.narrator]
    if mention.person == 2 and mention.figure and mention.figure.number >= 0:
        return [mention.figure]
    return []


def _kind(turn: Turn, fixed: list[Figure]) -> str:
    if fixed:
        return "tagged"
    return "pronoun" if turn.mention else "untagged"


def _candidates(
    number: int, turns: Sequence[Turn], fixed: Sequence[list[Figure]], cast: Cast
) -> list[Figure]:
    turn = turns[number]
    pronoun = turn.mention
    found: dict[int, Figure] = {}

    def offer(figure: Figure | None) -> None:
        if figure is None or figure.number < 0 or len(found) >= MOST_CANDIDATES:
            return
        if figure is turn.told:  # nobody speaks to themselves
            return
        if _may_say(figure, pronoun):
            found.setdefault(figure.number, figure)

    for mention in narration(turn, cast):
        offer(mention.figure)
    for near in sorted(range(max(0, number - NEAR), min(len(turns), number + NEAR + 1)),
                       key=lambda other: abs(other - number))[:7]:  # fmt: skip
        for figure in fixed[near]:
            if abs(turns[near].start - turn.start) < FAR:
                offer(figure)
    if number:
        for answering in (*turns[number - 1].addressed, turns[number - 1].told):
            offer(answering)
    for mention in reversed(cast.before(turn.start, MENTIONS_BACK)):
        if turn.start - mention.start < FAR:
            offer(mention.figure)
    return list(found.values())


def _may_say(figure: Figure, pronoun: Mention | None) -> bool:
    if pronoun is not None and pronoun.person == 3:
        return fits_pronoun(figure, pronoun.gender, pronoun.plural)
    if pronoun is not None and pronoun.person == 2:
        return False  # "you told us": the reader, or somebody whom the text does not name
    if pronoun is not None and pronoun.plural:
        return figure.plural
    return figure.sort in (Sort.PERSON, Sort.NARRATOR, Sort.GROUP)


class _Scene:
    """What stands around one turn, asked of each candidate."""

    def __init__(
        self,
        number: int,
        turns: Sequence[Turn],
        cast: Cast,
        text: str,
        said: dict[int, list[int]],
        candidates: Sequence[Figure],
    ) -> None:
        self.number = number
        self.turn = turn = turns[number]
        self.cast = cast
        self.said = said
        self.previous = turns[number - 1] if number else None
        before = cast.between(turn.before.start, turn.before.end)
        after = cast.between(turn.after.start, turn.after.end)
        inside = [m for span in turn.within for m in cast.between(span.start, span.end)]
        back = cast.before(turn.start, MENTIONS_BACK)
        self.last_subject = _last(back, subjects=True)
        self.last_any = _last(back, subjects=False)
        self.subject_before = _last(before, subjects=True)
        self.subject_after = next((m for m in after if m.subject and _is_third(m)), None)
        self.any_before = {m.figure.number for m in before if m.figure}
        self.any_after = {m.figure.number for m in after if m.figure}
        self.first_after = next((m for m in after if m.figure), None)
        self.acting = set(_acting([turn.after], cast))
        self.acting_inside = set(_acting(turn.within, cast, by_name=True))
        self.guessed_inside = set(_acting(turn.within, cast, by_name=False))
        self.subjects_inside = {m.figure.number for m in inside if m.subject and m.figure}
        people = {
            m.figure.number
            for m in (*before, *inside, *after)
            if m.figure and m.figure.sort in (Sort.PERSON, Sort.NARRATOR)
        }
        self.only = next(iter(people)) if len(people) == 1 else None
        start = turn.paragraph.start
        self.lead = text[max(0, start - 3) : start].strip()[-1:] if start == turn.start else ""
        self.opens = turn.start - start < 3
        self.lead_subject = _last(back[-12:], subjects=True) if self.opens else None
        self.colon = text[max(0, turn.start - 4) : turn.start].rstrip()[-1:] in (":", ",")
        next_turn = turns[number + 1] if number + 1 < len(turns) else None
        until = min(turn.paragraph.end + 80, next_turn.start if next_turn else len(text))
        following = cast.between(turn.paragraph.end, until)
        self.reacts = next((m for m in following if m.subject and m.figure), None)
        self.order = {
            figure.number: place
            for place, figure in enumerate(
                sorted(candidates, key=lambda f: -(f.last_before(turn.start) or -1))
            )
        }
        self.total = sum(len(f.starts) for f in candidates) or 1
        self.pronouns = {m.gender for m in (*before, *after) if m.form is Form.PRONOUN
                         and m.person == 3 and m.subject and m.gender in ("m", "f")}  # fmt: skip

    def signs(self, figure: Figure, kind: str, genre: str) -> Signs:
        """What speaks for and against the figure; empty where nobody else is asked."""
        if kind == "tagged":
            return {}
        found = {
            **self._known(figure),
            **self._beside(figure),
            **self._spoken_to(figure.number),
            **self._talk(figure.number),
        }
        if genre == "report":
            found["report last subject"] = found["last subject"]
            found["report last mention"] = found["last mention"]
            found["report speaks"] = found["speaks"]
            found["report spoke last"] = found.get("spoke 1 ago", 0.0)
        mention = self.turn.mention
        if kind == "pronoun" and mention is not None:
            found["guess"] = float(mention.figure is figure)
            found["gender known"] = float(bool(figure.gender))
            own = OWNERS.get(mention.gender, "")
            found["owned by its like"] = float(not figure.named and own in figure.owners)
            found["subject of sentence"] = float(
                found["subject before"] > 0 and not found["subject after"]
            )
        return found

    def _known(self, figure: Figure) -> Signs:
        """What the figure is, and how lately it was mentioned."""
        last = figure.last_before(self.turn.start)
        distance = self.turn.start - last if last is not None else FAR
        return {
            "distance": math.log1p(min(distance, FAR)) / 8,
            f"order {min(self.order[figure.number], 4)}": 1.0,
            "frequency": math.log1p(len(figure.starts)) / 4,
            "share": len(figure.starts) / self.total,
            "named": float(figure.named),
            "narrator": float(figure.sort is Sort.NARRATOR),
            "group": float(figure.sort is Sort.GROUP or figure.plural),
            "human": max(0.0, min(figure.human, 2.0)) / 2,
            "gender unknown": float(not figure.gender),
            "last subject": float(_is(self.last_subject, figure.number)),
            "last mention": float(_is(self.last_any, figure.number)),
        }

    def _beside(self, figure: Figure) -> Signs:
        """What the figure does in the paragraph of the turn, and right after it."""
        n = figure.number
        before, after = _is(self.subject_before, n), _is(self.subject_after, n)
        found = {
            "subject before": float(before),
            "subject after": float(after),
            "beat after": float(n in self.acting),
            "beat inside": float(n in self.acting_inside),
            "guessed beat inside": float(n in self.guessed_inside),
            "first after": float(_is(self.first_after, n)),
            "object before": float(n in self.any_before and not before),
            "object after": float(n in self.any_after and not after),
            "subject inside": float(n in self.subjects_inside),
            "only in paragraph": float(self.only == n),
            "reacts": float(_is(self.reacts, n)),
        }
        if self.colon:
            found["subject before colon"] = float(before)
            found["lead colon"] = float(_is(self.lead_subject, n))
        if self.pronouns:
            clash = bool(figure.gender) and figure.gender not in self.pronouns
            found["gender clash"] = float(clash)
            found["gender match"] = float(figure.gender in self.pronouns)
        return found

    def _spoken_to(self, number: int) -> Signs:
        """Whether the figure is spoken to or of, in this turn or the one before."""
        addressed = {f.number for f in self.turn.addressed}
        found = {
            "addressed": float(number in addressed),
            "told": float(_is_figure(self.turn.told, number)),
            "spoken of": float(number in self.turn.named and number not in addressed),
        }
        previous = self.previous
        if previous is not None:
            near = self.turn.number - previous.number <= 2
            answers = number in {f.number for f in previous.addressed}
            found["was addressed"] = float(near and answers)
            found["was told"] = float(near and _is_figure(previous.told, number))
            found["was spoken of"] = float(near and number in previous.named)
        return found

    def _talk(self, number: int) -> Signs:
        """How near the figure is named as a speaker, before and after."""
        said = self.said.get(number, ())
        found = {"speaks": float(bool(said)), "speaks much": math.log1p(len(said)) / 3}
        before, after = bisect_left(said, self.number), bisect_right(said, self.number)
        if before:
            found[f"spoke {min(self.number - said[before - 1], 5)} ago"] = 1.0
        if after < len(said):
            found[f"speaks in {min(said[after] - self.number, 5)}"] = 1.0
        return found


def _acting(spans: Sequence[Span], cast: Cast, *, by_name: bool | None = None) -> Iterator[int]:
    """Who acts right after a quotation, as in "Never." Tomas folded the map.

    With ``by_name``, only who is named or described there, or else only whom a pronoun may mean.
    """
    for span in spans:
        first = next((m for m in cast.between(*span) if _is_third(m)), None)
        if first is None or not first.subject or first.start - span.start > AT_ONCE:
            continue
        if first.figure and by_name in (None, first.form is not Form.PRONOUN):
            yield first.figure.number


def _is_third(mention: Mention) -> bool:
    return mention.figure is not None and mention.figure.number >= 0


def _last(mentions: Sequence[Mention], *, subjects: bool) -> Mention | None:
    for mention in reversed(mentions):
        if _is_third(mention) and (mention.subject or not subjects):
            return mention
    return None


def _is(mention: Mention | None, number: int) -> bool:
    return mention is not None and mention.figure is not None and mention.figure.number == number


def _is_figure(figure: Figure | None, number: int) -> bool:
    return figure is not None and figure.number == number


def _ties(
    number: int, turns: Sequence[Turn], kind: str, text: str, genre: str
) -> tuple[Signs, Signs]:
    """What ties a turn to the speaker of the turn before it, and of the one before that."""
    if not number:
        return {}, {}
    turn, before = turns[number], turns[number - 1]
    gap = min(turn.number - before.number, 3)
    bare = turn.before.start == turn.before.end and not text[slice(*turn.after)].strip()
    shape = "bare" if bare else "told"
    same: Signs = {
        f"gap {gap}": 1.0,
        f"{kind} gap {gap}": 1.0,
        f"{kind} {shape} gap {min(gap, 2)}": 1.0,
    }
    same[f"{genre} {kind} gap {gap}"] = 1.0
    if gap == 0 and not text[before.end : turn.start].strip():
        same["touching"] = 1.0
    if before.reported:
        same[f"{kind} after report gap {min(gap, 2)}"] = 1.0
    if before.asks:
        same[f"after question gap {min(gap, 2)}"] = 1.0
    if before.opens_again:
        same["open"] = 1.0
    second: Signs = {}
    if number > 1:
        gap2 = min(before.number - turns[number - 2].number, 3)
        near = "near" if gap <= 1 and gap2 <= 1 else "mid" if gap <= 2 and gap2 <= 2 else "far"
        second = {f"{near}": 1.0, f"{kind} {near}": 1.0, f"{kind} {shape} {near}": 1.0}
    return same, second


@dataclass(frozen=True, slots=True)
class Weights:
    """What each sign counts, by kind of turn."""

    signs: dict[str, float]
    same: dict[str, float]
    second: dict[str, float]

    def of(self, kind: str, signs: Signs) -> float:
        return sum(self.signs.get(f"{kind}: {sign}", 0.0) * value for sign, value in signs.items())

    def without(self, sieves: Collection[str]) -> Weights:
        """The weights that are left when sieves are left out."""
        dropped = {sign for sieve in sieves for sign in SIGNS_OF.get(sieve, ())}
        if "turn-taking" in sieves:
            return Weights(self.signs, {}, {}).without(set(sieves) - {"turn-taking"})
        kept = {k: v for k, v in self.signs.items() if k.split(": ")[1] not in dropped}
        return Weights(kept, self.same, self.second)


# The signs of each sieve that weighs rather than decides.
SIGNS_OF = {
    "paragraph": (
        "beat after", "beat inside", "guessed beat inside", "first after", "subject after",
        "object after",
        "subject before", "object before", "subject inside", "only in paragraph",
        "gender clash", "gender match",
    ),
    "sentence before": ("subject before colon", "lead colon"),
    "address": (
        "addressed", "was addressed", "told", "was told", "spoken of", "was spoken of",
    ),
}  # fmt: skip


@cache
def shipped_weights() -> Weights:
    """The weights that come with the package."""
    table = json.loads(WEIGHTS_FILE.read_text(encoding="utf-8"))
    return Weights(table["signs"], table["same"], table["second"])


def probabilities(choices: Sequence[Choice], weights: Weights) -> list[list[float]]:
    """For every turn how likely each candidate says it, by the sums over the whole chain."""
    import numpy as np

    asked = [choice for choice in choices if choice.candidates]
    if not asked:
        return [[] for _ in choices]
    alone = [
        np.array([weights.of(choice.kind, signs) for signs in choice.signs]) for choice in asked
    ]
    ties = [_potentials(asked, place, weights) for place in range(len(asked))]
    likely = iter(_marginals(alone, ties))
    return [next(likely).tolist() if choice.candidates else [] for choice in choices]


def _potentials(asked: Sequence[Choice], place: int, weights: Weights) -> NDArray[np.float64]:
    """What the speakers of the two turns before add: axes second before, before, this."""
    import numpy as np

    here = _numbers(asked[place])
    one = _numbers(asked[place - 1]) if place > 0 else np.array([-1])
    two = _numbers(asked[place - 2]) if place > 1 else np.array([-1])
    same = (one[:, None] == here[None, :]).astype(float)
    second = (two[:, None] == here[None, :]).astype(float)
    pull = sum(weights.same.get(s, 0.0) * v for s, v in asked[place].same_before.items())
    back = sum(weights.second.get(s, 0.0) * v for s, v in asked[place].same_second.items())
    return np.asarray(pull * same[None, :, :] + back * second[:, None, :] * (1 - same[None, :, :]))


def _numbers(choice: Choice) -> NDArray[np.int64]:
    import numpy as np

    return np.array([figure.number for figure in choice.candidates])


def _marginals(
    alone: Sequence[NDArray[np.float64]], ties: Sequence[NDArray[np.float64]]
) -> list[NDArray[np.float64]]:
    """Forward and backward sums over pairs of neighbouring turns."""
    import numpy as np

    count = len(alone)
    forward = []
    state = np.zeros((1, 1))  # second before, before
    for place in range(count):
        grown = _log_sum(state[:, :, None] + ties[place], 0) + alone[place][None, :]
        state = grown - grown.max()
        forward.append(state)
    backward = np.zeros_like(forward[-1])
    found: list[NDArray[np.float64]] = [np.zeros(0)] * count
    for place in range(count - 1, -1, -1):
        joint = forward[place] + backward
        single = _log_sum(joint, 0)
        weights = np.exp(single - single.max())
        found[place] = weights / weights.sum()
        grown = ties[place] + alone[place][None, None, :] + backward[None, :, :]
        backward = _log_sum(grown, 2)
        backward = backward - backward.max()
    return found


def _log_sum(table: NDArray[np.float64], axis: int) -> NDArray[np.float64]:
    import numpy as np

    top = table.max(axis=axis, keepdims=True)
    return np.asarray(np.log(np.exp(table - top).sum(axis=axis)) + np.squeeze(top, axis=axis))
