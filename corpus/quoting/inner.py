"""Words told within somebody's speech: "She told me, 'I will not sign,'" he said.

The inner words are the inner speaker's, where the speech says who that is; the outer speaker only
tells of them. What a speech says of others is no narration, so it has a grammar of its own here.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from corpus.documents import Kind, Span
from corpus.quoting.cast import Cast
from corpus.quoting.clauses import NOBODY
from corpus.quoting.figures import Figure, Sort
from corpus.quoting.marks import ANY_MARK, ANY_SINGLE, Marked, Style, marked
from corpus.quoting.mentions import Form, Mention, described, on_one_line
from corpus.quoting.parsing import Parse, Parser, Token
from corpus.quoting.pronouns import fits_pronoun
from corpus.quoting.scare_quotes import Wording, wording
from corpus.quoting.sieves import Tag, everyone_in, tag_of
from corpus.quoting.speech import Speech
from corpus.quoting.spoken import clause_beside
from corpus.quoting.spotting import find_mentions

MY = frozenset(("my", "our"))
OPENS_SINGLE = re.compile(r"(?<=\s)['‘](?=\w)")
CLOSES_SINGLE = re.compile(r"(?<=[.,!?…])['’](?!\w)")
PARAGRAPH = "\n\n"
MOST_BACK, FAR = 20, 3000  # speeches and characters that are looked back over
TURNS_BACK = 3  # of an interview, in which "he" may have been named
PLAIN = 2  # words of a description that tells one man from no other: "the man"
FEWEST_WORDS = 2  # of what is told: "'Yes'" may be a word that is spoken of


@dataclass(frozen=True, slots=True)
class Told:
    """A quotation within the speech at ``outer``, and the words there that name its speaker."""

    speech: Speech
    outer: Span
    tag: Tag | None


@dataclass(frozen=True, slots=True)
class Within:
    """All that is told within speeches of a document, and the grammar of those speeches.

    The grammar holds what is said before in the same paragraphs too: who "she" is may stand there.
    """

    told: Sequence[Told]
    parse: Parse


def told_within(text: str, speeches: Sequence[Speech], parser: Parser) -> Within:
    """The quotations within direct speech; a paragraph without any is not parsed."""
    direct = [speech for speech in speeches if speech.kind is Kind.DIRECT]
    bare = [_bare(text, speech) for speech in direct]
    found = [_spoken(text, span) for span in bare]
    read: dict[Span, None] = {}
    for number in range(len(direct)):
        if found[number]:
            first = number
            while first and is_before(text, direct[first - 1], direct[number], number - first):
                first -= 1
            read.update(dict.fromkeys(bare[first : number + 1]))
    parse = parser.parse(text, [one for each in found for one in each], sorted(read))
    told = [
        _told(text, one, left, right, Span(speech.start, speech.end), parse)
        for speech, span, each in zip(direct, bare, found, strict=True)
        for left, one, right in _with_limits(span, each)
    ]
    return Within(told, parse)


def is_before(text: str, before: Speech, speech: Speech, between: int) -> bool:
    """Whether what is said before may name whom a speech means by "she".

    It stands in the same paragraph, or is one of the last turns of an interview; ``between`` them
    are that many others.
    """
    if between >= MOST_BACK or speech.start - before.end > FAR:
        return False
    if text.find(PARAGRAPH, before.end, speech.start) < 0:
        return True
    return bool(before.label and speech.label) and between < TURNS_BACK


def _bare(text: str, speech: Speech) -> Span:
    """The speech without its marks."""
    start, end = speech.start, speech.end
    if ANY_MARK.match(text, start) or ANY_SINGLE.match(text, start):
        start += 1
        if ANY_MARK.match(text, end - 1) or ANY_SINGLE.match(text, end - 1):
            end -= 1
    return Span(start, max(start, end))


def _spoken(text: str, bare: Span) -> list[Marked]:
    """The stretches in marks within a speech that are speech themselves, no names or terms."""
    found: list[Marked] = []
    for one in marked(text, [bare]):
        spoken = found[-1].end if found else None
        words = len(text[one.start : one.end].split())
        apart = one.closed and (one.start, one.end) != bare and words >= FEWEST_WORDS
        if apart and wording(text, one, *bare, spoken=spoken) is Wording.SPEECH:
            found.append(one)
    return found


def _with_limits(bare: Span, found: Sequence[Marked]) -> Iterable[tuple[int, Marked, int]]:
    """Each with the offsets between which the words that tag it can stand."""
    edges = [bare.start, *(edge for one in found for edge in (one.start, one.end)), bare.end]
    limits = list(pairwise(edges))[::2]
    return [
        (before[0], one, after[1])
        for one, (before, after) in zip(found, pairwise(limits), strict=True)
    ]


def _told(text: str, one: Marked, left: int, right: int, outer: Span, parse: Parse) -> Told:
    said = clause_beside(parse, one.start, one.end)
    speech = Speech(
        one.start,
        one.end,
        Kind.DIRECT,
        cue=said.cue if said else None,
        mention=said.mention if said else None,
        negated=said.negated if said else False,
    )
    tag = None if _is_deeper(text, one, outer) else tag_of(speech, parse, text, left, right)
    return Told(speech, outer, tag)


def _is_deeper(text: str, one: Marked, outer: Span) -> bool:
    """Whether it stands in words that are told themselves, whose "I" is not the outer speaker."""
    if one.style is Style.SINGLE:
        return False
    opened = OPENS_SINGLE.findall(text, outer.start + 1, one.start)
    closed = CLOSES_SINGLE.findall(text, outer.start + 1, one.start)
    return len(opened) > len(closed) and bool(ANY_SINGLE.search(text, one.end, outer.end))


class Tellers:
    """Finds whom the words of a speech name as the speaker of a quotation within it."""

    def __init__(self, within: Within, cast: Cast) -> None:
        self.cast = cast
        self.mentions = find_mentions(cast.text, within.parse)
        self._starts = [mention.start for mention in self.mentions]
        self._phrases = {phrase for figure in cast.figures for phrase in figure.phrases}
        self._at: dict[int, Mention] = {}
        for mention in self.mentions:
            heads = (*mention.covers, *([mention.head.i] if mention.head else ()))
            self._at.update(dict.fromkeys(heads, mention))
        self._kept: dict[tuple[int, str], Figure] = {}

    def speakers(
        self, told: Told, outer: Sequence[Figure], before: Sequence[Span]
    ) -> tuple[tuple[Figure, ...], Mention | None]:
        """Who says what is told, and the phrase that says so; nobody where it does not show.

        ``outer`` are those who say the speech around it: "I" is them. In ``before`` stands what
        they say before it in the same paragraph.
        """
        if told.tag is None:
            return (), None
        named = [self._mention(token) for token in everyone_in(told.tag.subject)]
        mentions = [mention for mention in named if mention]
        if not mentions:
            return (), None
        figures = [self._figures(mention, told, outer, before) for mention in mentions]
        if not all(figures):
            return (), mentions[0]
        return tuple(dict.fromkeys(f for each in figures for f in each)), mentions[0]

    def _mention(self, token: Token) -> Mention | None:
        known = self._at.get(token.i)
        if known is None and token.is_noun:
            known = self._at[token.i] = described(token)
        return known

    def _figures(
        self, mention: Mention, told: Told, outer: Sequence[Figure], before: Sequence[Span]
    ) -> Sequence[Figure]:
        if mention.form is not Form.PRONOUN:
            figure = self._figure(mention, outer)
            return (figure,) if figure else ()
        if mention.person == 1 and not mention.plural:
            return outer
        if mention.person != 3:
            return ()
        meant = self._antecedent(mention, [*before, told.outer], outer)
        return (meant,) if meant else ()

    def _figure(self, mention: Mention, outer: Sequence[Figure]) -> Figure | None:
        """Whom a name or a description means; "my wife" is the wife of whoever speaks."""
        if mention.figure is not None or mention.nobody or mention.noun in NOBODY:
            return mention.figure
        if mention.form is Form.NAME:
            mention.figure = self.cast.register.of_name(mention)
        elif mention.owner in MY:
            mention.figure = self._of_teller(mention, outer)
        elif mention.owner != "your":
            mention.figure = self._described(mention)
        return mention.figure

    def _described(self, mention: Mention) -> Figure:
        """Whom a description means: "the fiddle man" is no other man of the story."""
        phrase = on_one_line(self.cast.text, mention.span)
        register = self.cast.register
        if len(phrase.split()) <= PLAIN or mention.owner or phrase in self._phrases:
            return register.of_noun(mention)
        self._phrases.add(phrase)
        return register.apart(mention, phrase)

    def _of_teller(self, mention: Mention, outer: Sequence[Figure]) -> Figure | None:
        if len(outer) != 1 or not outer[0].name:
            return None
        key = outer[0].number, mention.noun
        if key not in self._kept:
            phrase = self.cast.text[mention.start : mention.end].split()[1:]
            named = " ".join([f"{outer[0].name}'s", *phrase])
            self._kept[key] = self.cast.register.apart(mention, named)
        return self._kept[key]

    def _antecedent(
        self, pronoun: Mention, said: Sequence[Span], outer: Sequence[Figure]
    ) -> Figure | None:
        """Whom he, she, it or they mean: the last one that fits in what is said up to there."""
        for span in reversed(said):
            first = bisect_left(self._starts, span.start)
            last = bisect_left(self._starts, min(span.end, pronoun.start), lo=first)
            own = self.mentions[first:last]
            for mention in reversed(own or self.cast.between(*span)):
                place = mention.setting and mention.form is Form.NAME
                if mention.form is Form.PRONOUN or place:
                    continue
                figure = self._figure(mention, outer)
                if figure is None or figure in outer or figure.sort is Sort.THING:
                    continue
                far = PARAGRAPH in self.cast.text[mention.end : pronoun.start]
                if far and pronoun.gender != figure.gender:
                    continue
                if fits_pronoun(figure, pronoun.gender, pronoun.plural):
                    return figure
        return None
