"""Whom he, she, it and they may mean: a first guess for each, which the ranker may overrule."""

from __future__ import annotations

from bisect import bisect_left
from collections import deque
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from corpus.quoting.cast import Cast
from corpus.quoting.figures import NOBODY, Figure, Sort
from corpus.quoting.mentions import Mention

RECENT = 40  # figures looked back at for the one that a pronoun means
LONGEST_CUE = 24  # characters of the verb between a quotation and "her brother"
BESIDE = 25  # characters that a figure counts as further off where it is not a clause's subject
FAR = 1500  # characters after which a figure no longer answers to a pronoun


class Seen(NamedTuple):
    """Where a figure was mentioned last, and whether as the subject of its clause."""

    figure: Figure
    start: int
    subject: bool


def fits_pronoun(figure: Figure, gender: str, plural: bool) -> bool:
    """Whether he ("m"), she ("f"), it ("n") or they (plural) may mean the figure."""
    if plural:
        return figure.plural or figure.sort in (Sort.GROUP, Sort.ORGANISATION, Sort.PLACE)
    if gender == "n":
        impersonal = (Sort.ORGANISATION, Sort.GROUP, Sort.PAPER, Sort.PLACE)
        return figure.sort in impersonal and not figure.plural
    if figure.plural or figure.sort is not Sort.PERSON:
        return False
    return not figure.gender or figure.gender == gender


def resolve_pronouns(cast: Cast) -> None:
    """Gives pronouns their likeliest figure, and all figures the places of their mentions."""
    recent: dict[int, Seen] = {}  # the latest last
    spoken_to = deque(_spoken_to(cast))
    for mention in cast.mentions:
        while spoken_to and spoken_to[0].start < mention.start:
            called = spoken_to.popleft()
            recent.pop(called.figure.number, None)
            recent[called.figure.number] = called
        if mention.figure is NOBODY and mention.person == 3:
            heard = _heard_by_kin(mention, cast)
            mention.figure = heard or _most_salient(mention, recent.values()) or NOBODY
        figure = mention.figure
        if figure is None or figure is NOBODY:
            continue
        figure.starts.append(mention.start)
        if mention.setting and figure.sort is Sort.PAPER:
            continue  # "in a statement it said": it is not the statement
        recent.pop(figure.number, None)
        recent[figure.number] = Seen(figure, mention.start, mention.subject)
        if len(recent) > RECENT:
            recent.pop(next(iter(recent)))


def _most_salient(mention: Mention, recent: Iterable[Seen]) -> Figure | None:
    """The latest figure of the pronoun's gender and number; a subject counts as nearer."""
    best, best_cost = None, float(FAR)
    for figure, start, subject in recent:
        if not fits_pronoun(figure, mention.gender, mention.plural):
            continue
        far = float(mention.start - start)
        cost = 0.45 * far if subject else far + BESIDE
        cost *= 1.0 if figure.gender else 1.5
        cost *= 1.0 if figure.human > 0.5 else 1.5
        if cost < best_cost:
            best, best_cost = figure, cost
    return best


def _heard_by_kin(mention: Mention, cast: Cast) -> Figure | None:
    """Whose relative speaks: in "“Ada, the gate is open,” said her brother" that is Ada."""
    noun = mention.head.head if mention.head and mention.head.dep == "poss" else None
    speaker = cast.mention_of(noun) if noun else None
    if speaker is None or not speaker.says:
        return None
    number = bisect_left(cast.parse.quoted, mention.start, key=lambda span: span.start) - 1
    if number < 0 or mention.start - cast.parse.quoted[number].end > LONGEST_CUE:
        return None
    called = list(cast.addressed(cast.text[slice(*cast.parse.quoted[number])]))
    only = called[-1][0] if called and len(called[-1]) == 1 else None
    return only if only and fits_pronoun(only, mention.gender, mention.plural) else None


def _spoken_to(cast: Cast) -> Iterator[Seen]:
    """Whom a quotation calls by name, at the end of its line: who "he" may be after it."""
    for start, end in cast.parse.quoted:
        line_end = cast.text.find("\n", end)
        if line_end < 0 or cast.parse.token_at(start) is None:
            continue  # in a line of talk alone a name is as often spoken of; measured
        for called in cast.addressed(cast.text[start:end]):
            if len(called) == 1:
                yield Seen(called[0], line_end, subject=True)
