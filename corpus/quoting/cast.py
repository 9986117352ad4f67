"""The cast of one document: its figures, and whom each mention of its narration stands for."""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from corpus.documents import Span
from corpus.quoting.figures import Figure, Sort
from corpus.quoting.lexicon import INDEFINITE
from corpus.quoting.mentions import Form, Mention, described, joint_names, labelled, on_one_line
from corpus.quoting.parsing import Parse, Token
from corpus.quoting.register import Register
from corpus.quoting.sieves import everyone_in

NEAR = 200  # characters within which a phrase that joins two people is still at hand
FAR = 1500  # characters after which it no longer answers to "they"
TWO_IN = 12  # mentions looked at for the two people of the sentence before


class Pair(NamedTuple):
    """Those whom a phrase joins, and where it stands; ``bodies`` are no people."""

    start: int
    figures: list[Figure]
    bodies: bool = False


def _are_of(figures: Sequence[Figure], gender: str) -> bool:
    return not gender or all(figure.gender in ("", gender) for figure in figures)


class Cast:
    """The figures of one document and where the narration mentions them, in text order.

    ``gathering.gather`` makes one. All offsets count characters of the text.
    """

    def __init__(self, text: str, parse: Parse, register: Register) -> None:
        self.text = text
        self.parse = parse
        self.register = register
        self.mentions: list[Mention] = []
        self._starts: list[int] = []
        self._at: dict[int, Mention] = {}  # by the number of a token that heads it
        self._pairs: list[Pair] = []
        self._labelled: dict[Span, list[Figure]] = {}  # by labels that join people

    @property
    def figures(self) -> Sequence[Figure]:
        """Everybody in order of entry: ``figures[n].number`` is ``n``."""
        return self.register.figures

    @property
    def narrator(self) -> Figure | None:
        """Who "I" is in the narration; None where nobody says so there."""
        return self.register.narrator

    def add(self, mention: Mention) -> None:
        """Enters a mention whose figure is known, where it stands in the text."""
        number = bisect_right(self._starts, mention.start)
        self._starts.insert(number, mention.start)
        self.mentions.insert(number, mention)
        heads = (*mention.covers, *([mention.head.i] if mention.head else ()))
        self._at.update(dict.fromkeys(heads, mention))

    # -- by name ----------------------------------------------------------------------------

    def called(self, words: Sequence[str]) -> list[Figure]:
        """The figures that a name or a noun, as in an address, may mean; in order of entry."""
        return self.register.called(words)

    def addressed(self, said: str) -> Iterator[list[Figure]]:
        """For each address in the words of a quotation the figures that it may mean."""
        return self.register.addressed(said)

    # -- by place ---------------------------------------------------------------------------

    def between(self, start: int, end: int) -> Sequence[Mention]:
        """The mentions that start between two offsets."""
        first = bisect_left(self._starts, start)
        return self.mentions[first : bisect_left(self._starts, end, lo=first)]

    def before(self, offset: int, count: int) -> Sequence[Mention]:
        """The last ``count`` mentions that start before an offset, in text order."""
        last = bisect_left(self._starts, offset)
        return self.mentions[max(0, last - count) : last]

    def mention_at(self, span: Span) -> Mention | None:
        """The mention that best covers a stretch of text: its head stands in there."""
        first = max(0, bisect_left(self._starts, span.start) - 1)
        last = bisect_right(self._starts, span.end, lo=first)
        found = [m for m in self.mentions[first:last] if m.start < span.end and span.start < m.end]
        inside = [m for m in found if m.head and span.start <= m.head.start < span.end]
        return min(inside or found, key=lambda m: (m.form is Form.PRONOUN, m.start), default=None)

    # -- by grammar -------------------------------------------------------------------------

    def mention_of(self, token: Token) -> Mention | None:
        """The mention whose head word is ``token``."""
        return self._at.get(token.i)

    def mention_for(self, token: Token) -> Mention | None:
        """The mention that a token heads; made where the token is no known kind of speaker."""
        known = self._at.get(token.i)
        headed = token.is_noun or token.tag in ("DT", "CD", "JJ", "JJR", "JJS", "FW", "UH")
        if known or token.quoted or not headed:
            return known
        mention = described(token)
        mention.figure = self.register.of_noun(mention)
        insort(mention.figure.starts, mention.start)
        self._at[token.i] = mention
        return mention

    def labelled(self, span: Span) -> Mention | None:
        """The speaker that a label names: "OKORO", "Nils Berg, baker", "From Warden Okoro".

        Of a label that joins people it is the first; ``signers`` gives them all.
        """
        if names := joint_names(self.text, span):
            joint = [one for name in names if (one := self.labelled(name))]
            self._labelled[span] = [one.figure for one in joint if one.figure]
            return replace(joint[0], end=span.end) if joint else None
        mention = labelled(self.text, span)
        if mention is None:
            return None
        spelled = self.text[mention.start : mention.end]
        if mention.form is Form.NAME:
            shown = on_one_line(self.text, mention.span)
            shown = shown.title() if shown.isupper() and len(shown) > 3 else shown
            mention.figure = self.register.of_name(mention, shown)
        else:
            mention.figure = self.register.of_noun(mention)
            if spelled.isupper():
                mention.figure.phrases.pop(spelled, None)
                mention.figure.phrases[spelled.capitalize()] += 1
        insort(mention.figure.starts, mention.start)
        return mention

    def signers(self, label: Span) -> Sequence[Figure]:
        """Whom a label joins, that was looked up before; nobody for a label of one name."""
        return self._labelled.get(label, ())

    def joined(self, token: Token) -> list[Figure]:
        """Who is joined in the phrase that a token heads: "Jeff Ames and Ida Bell"."""
        found = []
        below = [t for t in token.subtree() if t.dep == "conj"]
        for one in dict.fromkeys([token, *below, *everyone_in(token)]):
            mention = self._at.get(one.i)
            if mention and mention.figure and mention.form is not Form.PRONOUN:
                found.append(mention.figure)
        return [f for f in found if f.sort in (Sort.PERSON, Sort.GROUP, Sort.ORGANISATION)]

    # -- by pairs ---------------------------------------------------------------------------

    def find_pairs(self) -> None:
        """Notes phrases such as "Ames and Bell" or "the union and the firm", for a later "they"."""
        for mention in self.mentions:
            if mention.head is None or mention.form is Form.PRONOUN:
                continue
            if len(everyone_in(mention.head)) > 1:
                joint = [f for f in self.joined(mention.head) if not f.nouns & INDEFINITE]
                joint = list(dict.fromkeys(joint))
                people = [figure for figure in joint if figure.sort is Sort.PERSON]
                if len(people) > 1:
                    self._pairs.append(Pair(mention.start, people))
                elif len(joint) > 1 and not any(figure.plural for figure in joint):
                    self._pairs.append(Pair(mention.start, joint, bodies=True))

    def note_pair(self, pair: Pair) -> None:
        """Notes whom a phrase such as "both of them" means, for a "they" after it."""
        insort(self._pairs, pair, key=lambda known: known.start)

    def pair_before(
        self, offset: int, *, bodies: bool | None = None, gender: str = ""
    ) -> list[Figure]:
        """Whom "they", "the two officials" or "both women" means: of one phrase, or one sentence.

        ``bodies`` asks for unions, firms and the like (true) or for people (false) only.
        """
        pair = self.latest_pair(offset, bodies=bodies, gender=gender)
        return pair.figures if pair else []

    def latest_pair(
        self, offset: int, *, bodies: bool | None = None, gender: str = ""
    ) -> Pair | None:
        """The pair that ``pair_before`` gives, with its place."""
        first = bisect_left(self._pairs, offset - FAR, key=lambda pair: pair.start)
        last = bisect_left(self._pairs, offset, lo=first, key=lambda pair: pair.start)
        fits = (
            pair
            for pair in reversed(self._pairs[first:last])
            if bodies in (None, pair.bodies) and _are_of(pair.figures, gender)
        )
        joined = next(fits, None)
        near = None if bodies else self._two_of_sentence_before(offset)
        if near and _are_of(near, gender) and (not joined or joined.start < offset - NEAR):
            return Pair(near[1].last_before(offset) or 0, near)
        return joined

    def _two_of_sentence_before(self, offset: int) -> list[Figure]:
        found: dict[int, Figure] = {}
        here = self.parse.sentence_at(offset)
        place = self.parse.token_at(offset)
        if here is None or place is None:
            return []
        for mention in reversed(self.before(here.start, TWO_IN)):
            if mention.head is None or mention.head.sentence != place.sentence - 1:
                break
            figure = mention.figure
            if mention.noun in INDEFINITE:
                return []
            if figure and figure.sort is Sort.PERSON and mention.form is not Form.PRONOUN:
                found.setdefault(figure.number, figure)
        return list(reversed(found.values())) if len(found) == 2 else []
