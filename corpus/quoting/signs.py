"""What speaks for a candidate to be the speaker of a turn: signs, as numbers by their name."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator, Mapping, Sequence

from corpus.documents import Span
from corpus.quoting.cast import Cast
from corpus.quoting.figures import Figure, Sort
from corpus.quoting.mentions import Form, Mention
from corpus.quoting.turns import Turn, beat_before

MENTIONS_BACK = 80  # mentions before a turn that are looked at
LEAD_BACK = 12  # of these, for who leads to a turn that opens its paragraph
AT_ONCE = 4  # characters between a quotation and who acts after it
REACTION = 80  # characters after a paragraph within which somebody reacts to it
FAR = 4000  # characters after which a figure is no candidate

OWNERS = {"f": "her", "m": "his"}
Signs = dict[str, float]


class Scene:
    """What stands around one turn, asked of each candidate.

    ``said`` are the numbers of the turns whose speaker is sure, in order, by number of the figure;
    ``taking_part`` are the figures who are sure to say one of the turns around.
    """

    def __init__(
        self,
        number: int,
        turns: Sequence[Turn],
        cast: Cast,
        *,
        said: Mapping[int, Sequence[int]],
        taking_part: Collection[int],
        candidates: Sequence[Figure],
    ) -> None:
        self.number = number
        self.turn = turns[number]
        self.previous = turns[number - 1] if number else None
        self.following = turns[number + 1] if number + 1 < len(turns) else None
        self.said = said
        self.taking_part = taking_part
        self.before = _Before(self.turn, cast, candidates)
        self.beside = _Beside(number, turns, cast)

    def signs(self, figure: Figure, kind: str, genre: str) -> Signs:
        """What speaks for and against the figure; empty where nobody else is asked."""
        if kind == "tagged":
            return {}
        found = {
            **self.before.signs(figure),
            **self.beside.signs(figure),
            **self._spoken_to(figure.number),
            **self._talk(figure.number),
        }
        if genre == "report":
            found["report last subject"] = found["last subject"]
            found["report last mention"] = found["last mention"]
            found["report speaks"] = found["speaks"]
            found["report spoke last"] = found.get("spoke 1 ago", 0.0)
        mention = self.turn.mention
        if mention is None:  # "he" is somebody of the sentences before, talk or no talk
            found["takes part"] = float(figure.number in self.taking_part)
        if kind == "pronoun" and mention is not None:
            found["guess"] = float(mention.figure is figure)
            found["gender known"] = float(bool(figure.gender))
            own = OWNERS.get(mention.gender, "")
            found["owned by its like"] = float(not figure.named and own in figure.owners)
            found["subject of sentence"] = float(
                found["subject before"] > 0 and not found["subject after"]
            )
        return found

    def _spoken_to(self, number: int) -> Signs:
        """Whether the figure is spoken to or of, in this turn or the one before."""
        addressed = {f.number for f in self.turn.addressed}
        own = _is_figure(self.turn.own_name, number)
        found = {
            "addressed": float(number in addressed),
            "maybe addressed": float(number in {f.number for f in self.turn.maybe_addressed}),
            "told": float(_is_figure(self.turn.told, number)),
            "own name": float(own),
            "speaks to kin": float(number in self.turn.kin),
            "spoken of": float(number in self.turn.named - addressed and not own),
            "maybe spoken of": float(number in self.turn.maybe_named and number not in addressed),
        }
        previous = self.previous
        if previous is not None:
            near = self.turn.number - previous.number <= 2
            answers = number in {f.number for f in previous.addressed}
            maybe = number in {f.number for f in previous.maybe_addressed}
            found["was addressed"] = float(near and answers)
            found["maybe was addressed"] = float(near and maybe)
            found["was told"] = float(near and _is_figure(previous.told, number))
            found["was spoken of"] = float(near and number in previous.named)
        following = self.following
        if following is not None and following.number - self.turn.number <= 1:
            found["is answered"] = float(number in {f.number for f in following.addressed})
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


class _Before:
    """Who was mentioned before a turn, and how lately."""

    def __init__(self, turn: Turn, cast: Cast, candidates: Sequence[Figure]) -> None:
        back = cast.before(turn.start, MENTIONS_BACK)
        latest = sorted(candidates, key=lambda figure: -(figure.last_before(turn.start) or -1))
        self.turn = turn
        self.last_subject = _last(back, subjects=True)
        self.last_any = _last(back, subjects=False)
        self.order = {figure.number: place for place, figure in enumerate(latest)}
        self.total = sum(len(figure.starts) for figure in candidates) or 1

    def signs(self, figure: Figure) -> Signs:
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


class _Beside:
    """What the paragraph of a turn tells around and between its quotations, and what follows it."""

    def __init__(self, number: int, turns: Sequence[Turn], cast: Cast) -> None:
        turn = turns[number]
        before, after = cast.between(*turn.before), cast.between(*turn.after)
        inside = [mention for span in turn.within for mention in cast.between(*span)]
        self.subject_before = _last(before, subjects=True)
        self.subject_after = next((m for m in after if m.subject and m.somebody), None)
        self.any_before = {m.figure.number for m in before if m.figure}
        self.any_after = {m.figure.number for m in after if m.figure}
        self.first_after = next((m for m in after if m.figure), None)
        self.beat = beat_before(turn, cast)
        self.beat_gender = _beat_gender(self.beat, turn, cast)
        self.acting = set(_acting([turn.after], cast))
        self.acting_inside = set(_acting(turn.within, cast, by_name=True))
        self.guessed_inside = set(_acting(turn.within, cast, by_name=False))
        self.subjects_inside = {m.figure.number for m in inside if m.subject and m.figure}
        self.only = _only_one([*before, *inside, *after])
        self.reacts = _reacting(number, turns, cast)
        self.colon = cast.text[max(0, turn.start - 4) : turn.start].rstrip()[-1:] in (":", ",")
        opens = turn.start - turn.paragraph.start < 3
        self.leading = _last(cast.before(turn.start, LEAD_BACK), subjects=True) if opens else None
        self.genders = {m.gender for m in (*before, *after) if _is_he_or_she(m)}

    def signs(self, figure: Figure) -> Signs:
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
        if self.beat is not None:
            by_name = self.beat.form is not Form.PRONOUN
            found["beat before" if by_name else "guessed beat before"] = float(_is(self.beat, n))
        if self.beat_gender:
            clash = figure.gender not in ("", self.beat_gender)
            found["beat gender clash"] = float(clash)
            found["beat gender match"] = float(figure.gender == self.beat_gender)
        if self.colon:
            found["subject before colon"] = float(before)
            found["lead colon"] = float(_is(self.leading, n))
        if self.genders:
            clash = bool(figure.gender) and figure.gender not in self.genders
            found["gender clash"] = float(clash)
            found["gender match"] = float(figure.gender in self.genders)
        return found


def _only_one(mentions: Sequence[Mention]) -> int | None:
    """The number of the one person mentioned, if there is just one."""
    people = {
        mention.figure.number
        for mention in mentions
        if mention.figure and mention.figure.sort in (Sort.PERSON, Sort.NARRATOR)
    }
    return next(iter(people)) if len(people) == 1 else None


def _reacting(number: int, turns: Sequence[Turn], cast: Cast) -> Mention | None:
    """Who acts first after the paragraph of a turn, before anybody speaks again."""
    end = turns[number].paragraph.end
    next_start = turns[number + 1].start if number + 1 < len(turns) else len(cast.text)
    following = cast.between(end, min(end + REACTION, next_start))
    return next((m for m in following if m.subject and m.figure), None)


def _acting(spans: Sequence[Span], cast: Cast, *, by_name: bool | None = None) -> Iterator[int]:
    """Who acts right after a quotation, as in "Never." Tomas folded the map.

    With ``by_name``, only who is named or described there, or else only whom a pronoun may mean.
    """
    for span in spans:
        first = next((m for m in cast.between(*span) if m.somebody), None)
        if first is None or not first.subject or first.start - span.start > AT_ONCE:
            continue
        if first.figure and by_name in (None, first.form is not Form.PRONOUN):
            yield first.figure.number


def _beat_gender(beat: Mention | None, turn: Turn, cast: Cast) -> str:
    """The gender of the one he or she who acts right before, after or between the quotations."""
    found = [beat] if beat else []
    for span in (*turn.within, turn.after):
        found.extend(m for m in cast.between(*span)[:1] if m.start - span.start <= AT_ONCE)
    genders = {mention.gender for mention in found if _is_he_or_she(mention)}
    return genders.pop() if len(genders) == 1 else ""


def _is_he_or_she(mention: Mention) -> bool:
    """Whether he or she does something: third person, a gender, a subject."""
    third = mention.form is Form.PRONOUN and mention.person == 3
    return third and mention.subject and mention.gender in ("m", "f")


def _last(mentions: Sequence[Mention], *, subjects: bool) -> Mention | None:
    for mention in reversed(mentions):
        if mention.somebody and (mention.subject or not subjects):
            return mention
    return None


def _is(mention: Mention | None, number: int) -> bool:
    return mention is not None and _is_figure(mention.figure, number)


def _is_figure(figure: Figure | None, number: int) -> bool:
    return figure is not None and figure.number == number
