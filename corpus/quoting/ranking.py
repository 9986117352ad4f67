"""Who may say each turn of a talk, with what speaks for each of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from corpus.quoting.cast import Cast
from corpus.quoting.figures import Figure, Sort
from corpus.quoting.mentions import Form, Mention
from corpus.quoting.pronouns import fits_pronoun
from corpus.quoting.signs import FAR, MENTIONS_BACK, Scene, Signs
from corpus.quoting.turns import Turn, beat_before, mentions_beside

MOST_CANDIDATES = 11
NEAR = 6  # turns to either side whose named speakers are candidates
MOST_NEAR = 7  # of these turns, the nearest first
NONE_SURE: Mapping[int, Figure] = {}
FEW_REPORTS = 4  # a story has less than one turn in so many of reported speech


@dataclass(slots=True)
class Choice:
    """A turn, who may say it, and what speaks for each."""

    turn: Turn
    kind: str  # "tagged", "pronoun" or "untagged"
    candidates: list[Figure]
    signs: list[Signs]
    same_before: Signs  # what speaks for the speaker of the turn before
    same_second: Signs  # and for the one before that


def choices(
    turns: Sequence[Turn], cast: Cast, text: str, *, sure: Mapping[int, Figure] = NONE_SURE
) -> list[Choice]:
    """Every turn with its candidates and their signs.

    ``sure`` are the speakers, by number of the turn, who are as good as named there.
    """
    reported = sum(turn.reported for turn in turns)
    told = cast.narrator is not None  # whoever says "I" in the narration tells a story
    genre = "report" if reported * FEW_REPORTS > len(turns) and not told else "story"
    fixed = [_fixed(turn, cast) for turn in turns]
    said: dict[int, list[int]] = {}
    for number, figures in enumerate(fixed):
        for figure in figures:
            said.setdefault(figure.number, []).append(number)
    sure = {**{n: figures[0] for n, figures in enumerate(fixed) if figures}, **sure}
    found = []
    for number, turn in enumerate(turns):
        kind = _kind(turn, fixed[number])
        candidates = fixed[number] or _candidates(number, turns, fixed, cast)
        taking_part = {sure[n].number for n in _around(number, len(turns)) if n in sure}
        scene = Scene(
            number, turns, cast, said=said, taking_part=taking_part, candidates=candidates
        )
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
    if mention.person == 2 and mention.somebody:
        return [mention.somebody]
    return []


def _around(number: int, count: int) -> range:
    """The numbers of the turns to either side, and of the turn itself."""
    return range(max(0, number - NEAR), min(count, number + NEAR + 1))


def _likely(turn: Turn, cast: Cast) -> list[Figure]:
    """Whom he or she beside a turn is taken for at first, or who acts just before it."""
    mention = turn.mention or beat_before(turn, cast)
    figure = mention.somebody if mention and mention.person != 2 else None
    return [figure] if figure and figure.sort in (Sort.PERSON, Sort.NARRATOR) else []


def _kind(turn: Turn, fixed: list[Figure]) -> str:
    if fixed:
        return "tagged"
    return "pronoun" if turn.mention else "untagged"


def _candidates(
    number: int, turns: Sequence[Turn], fixed: Sequence[list[Figure]], cast: Cast
) -> list[Figure]:
    """Who may say a turn that names nobody, the likeliest places first."""
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

    for mention in mentions_beside(turn, cast):
        offer(mention.figure)
    around = _around(number, len(turns))
    for near in sorted(around, key=lambda other: abs(other - number))[:MOST_NEAR]:
        for figure in fixed[near] or _likely(turns[near], cast):
            if abs(turns[near].start - turn.start) < FAR:
                offer(figure)
    if number:
        before = turns[number - 1]
        for answering in (*before.addressed, *before.maybe_addressed, before.told):
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
    if turn.adjoins:
        same[f"{genre} adjoins"] = 1.0
        same[f"{kind} adjoins"] = 1.0
    if before.reported:
        same[f"{kind} after report gap {min(gap, 2)}"] = 1.0
    if before.asks:
        same[f"after question gap {min(gap, 2)}"] = 1.0
    second: Signs = {}
    if number > 1:
        gap2 = min(before.number - turns[number - 2].number, 3)
        near = "near" if gap <= 1 and gap2 <= 1 else "mid" if gap <= 2 and gap2 <= 2 else "far"
        second = {f"{near}": 1.0, f"{kind} {near}": 1.0, f"{kind} {shape} {near}": 1.0}
        if turn.adjoins and before.adjoins:
            second[f"{kind} adjoins twice"] = 1.0
    return same, second
