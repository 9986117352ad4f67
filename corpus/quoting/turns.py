"""Turns of talk: the quotations of one speaker that stand together, and what stands around them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field

from corpus.documents import Document, Kind, Span
from corpus.quoting.cast import Cast
from corpus.quoting.figures import Figure, Sort
from corpus.quoting.joining import TELLS_NAME
from corpus.quoting.layout import blocks
from corpus.quoting.mentions import Form, Mention
from corpus.quoting.parsing import Parse
from corpus.quoting.register import LONGEST_SPOKEN
from corpus.quoting.sieves import Tag, tag_of, told_by
from corpus.quoting.speech import Speech
from corpus.spelling import LONG_WORD

NOWHERE = Span(0, 0)
LOOK_BACK = 600  # characters of narration before a quotation that can name its speaker
BLANK = " \n\t—–-"  # also the dash that opens a line of talk
LONGEST_TAG = 90  # characters of "said Ada, who could remember better times."
ONGOING = re.compile(r"[.!?;:]\s|[:,]$")  # what stands in a tag that is more, or leads on
HEARD_WITHIN = 4000  # characters after which a name in an address may be somebody else's
FINISHED = re.compile(r"[.!?…][\"”’'»]$")
SENTENCE_END = re.compile(r"[.!?][\"”’')\]]*\s+")
WORDY = re.compile(r"[^\W_]")
LEADS_IN = re.compile(r"(?::|,|--|—)\s*$")  # a paragraph that ends so goes on with what it tells of
WORDS = re.compile(LONG_WORD)


@dataclass(slots=True)
class Turn:
    """Quotations that one speaker says in one go, with the tag that names the speaker."""

    speeches: list[int]
    start: int
    end: int
    paragraph: Span
    number: int  # of the paragraph
    tag: Tag | None = None
    mention: Mention | None = None
    before: Span = NOWHERE  # narration of the paragraph before the turn
    after: Span = NOWHERE  # and after it
    within: list[Span] = field(default_factory=list)
    adjoins: bool = False  # begins a paragraph, with no word between it and the turn before
    addressed: list[Figure] = field(default_factory=list)  # who is called by name, and no other
    maybe_addressed: list[Figure] = field(default_factory=list)  # several who answer to the name
    told: Figure | None = None  # whom the narration says that the turn is spoken to
    kin: set[int] = field(default_factory=set)  # who would call somebody "Uncle", as here
    own_name: Figure | None = None  # "My name is Lisle."
    named: set[int] = field(default_factory=set)  # figures that the words of the turn name
    maybe_named: set[int] = field(default_factory=set)  # several who answer to such a word
    tags: dict[int, tuple[Tag | None, Mention | None]] = field(default_factory=dict)
    asks: bool = False
    reported: bool = False  # indirect or mixed speech


def turns_of(
    document: Document,
    speeches: Sequence[Speech],
    parse: Parse,
    cast: Cast,
    *,
    without: Collection[str] = (),
) -> list[Turn]:
    """The quotations in turns, in text order; parts split by narration are one turn.

    ``without`` names sieves to leave out, as ``attribution.SIEVES`` lists them.
    """
    turns = _Turning(document, speeches, parse, cast, without).turns()
    _surround(turns, document.text, speeches, cast)
    return turns


class _Turning:
    """Puts the quotations of one document into turns, one after the other."""

    def __init__(
        self,
        document: Document,
        speeches: Sequence[Speech],
        parse: Parse,
        cast: Cast,
        without: Collection[str],
    ) -> None:
        self.text = document.text
        self.paragraphs = blocks(document.text, document.paragraphs)
        self.speeches = speeches
        self.parse = parse
        self.cast = cast
        self.without = without

    def turns(self) -> list[Turn]:
        """The turns in text order, without what stands around them."""
        turns: list[Turn] = []
        starts = [span.start for span in self.paragraphs]
        for number, speech in enumerate(self.speeches):
            where = max(0, bisect_right(starts, speech.start) - 1)
            paragraph = self._paragraph(where, speech)
            tag, mention = self._tagged(speech, self._around(number, paragraph))
            last = _last_of(turns)
            if last and self._is_one_turn(last, speech, where, mention):
                last.speeches.append(number)
                last.within.append(Span(last.end, speech.start))
                last.end = max(last.end, speech.end)
                if last.mention is None and mention:
                    last.tag, last.mention = tag, mention
            else:
                last = Turn([number], speech.start, speech.end, paragraph, where, tag, mention)
                turns.append(last)
            if mention:
                last.tags[number] = (tag, mention)
        return turns

    def _paragraph(self, number: int, speech: Speech) -> Span:
        """The paragraph, or line of its own, of that number; the whole text before the first."""
        known = self.paragraphs[number : number + 1]
        return known[0] if known and known[0].start <= speech.start else Span(0, len(self.text))

    def _around(self, number: int, paragraph: Span) -> Span:
        """Where the words that tag a quotation can stand: up to the quotations beside it."""
        speech = self.speeches[number]
        closed = min(self.speeches[number - 1].end, speech.start) if number else 0
        right = paragraph.end
        if number + 1 < len(self.speeches) and self.speeches[number + 1].start < right:
            right = max(speech.end, self.speeches[number + 1].start)
        return Span(max(_lead_in(self.text, paragraph), closed), right)

    def _tagged(self, speech: Speech, around: Span) -> tuple[Tag | None, Mention | None]:
        """The tag beside a quotation and whom it mentions; a label has a mention and no tag."""
        if speech.label:
            return None, None if "label" in self.without else self.cast.labelled(speech.label)
        tag = tag_of(speech, self.parse, self.text, *around)
        if tag is None or tag.evidence in self.without:
            return None, None
        return tag, self.cast.mention_for(tag.subject)

    def _is_one_turn(self, last: Turn, speech: Speech, where: int, mention: Mention | None) -> bool:
        """Whether a quotation goes on with the turn before."""
        if "same turn" in self.without or self._takes_over(last, speech, mention):
            return False
        before = self.speeches[last.speeches[-1]]
        if speech.group is not None and speech.group == before.group:
            return True
        if where != last.number:
            return False
        if mention is None and before.kind is not Kind.DIRECT:
            # "Holm said the mill was old. «It leaks.»": the next words are the same speaker's
            if speech.kind is not Kind.DIRECT or last.mention is None:
                return False
            return not self._has_words(last.end, speech.start)
        if mention is None or last.mention is None:
            return speech.kind is Kind.DIRECT and before.kind is Kind.DIRECT
        return speech.kind is before.kind and _same_mention(mention, last.mention)

    def _takes_over(self, last: Turn, speech: Speech, mention: Mention | None) -> bool:
        """Whether somebody else takes the word within a paragraph, though no tag says so."""
        before = self.speeches[last.speeches[-1]]
        if mention is None and last.mention and self._addresses(speech, last.mention):
            return True
        grouped = speech.group is not None and speech.group == before.group
        if grouped and "\n\n" in self.text[before.end : speech.start]:
            return False
        both_direct = before.kind is Kind.DIRECT is speech.kind
        if both_direct and not self._has_words(last.end, speech.start):
            return True  # one quotation ends and another begins: two speakers
        if mention is not None or last.mention is None or last.mention.figure is None:
            return False
        begin = _next_sentence(self.text, last.end, max(last.end, speech.start))
        if begin is None:
            return False
        new = [m for m in self.cast.between(begin, speech.start) if m.subject and m.figure]
        return bool(new) and _is_another(new[-1], last.mention)

    def _addresses(self, speech: Speech, mention: Mention) -> bool:
        """Whether the quotation calls by name whom the mention stands for."""
        said = self.text[speech.start : speech.end]
        return any(mention.figure in called for called in self.cast.addressed(said))

    def _has_words(self, start: int, end: int) -> bool:
        return bool(WORDY.search(self.text, start, max(start, end)))


def _last_of(turns: Sequence[Turn]) -> Turn | None:
    """The turn that a quotation may go on with: not one that is nested in another."""
    if len(turns) > 1 and turns[-2].end >= turns[-1].end:
        return turns[-2]  # "Heald noted the findings show …": Heald goes on, not the findings
    return turns[-1] if turns else None


def _lead_in(text: str, paragraph: Span) -> int:
    """Where the words that lead to a paragraph start: in the one before, if that ends so."""
    if not LEADS_IN.search(text, max(0, paragraph.start - 6), paragraph.start):
        return paragraph.start
    before = text.rfind("\n\n", 0, max(0, paragraph.start - 2))
    return max(before + 1, paragraph.start - LOOK_BACK)


def _next_sentence(text: str, start: int, end: int) -> int | None:
    """Where narration that is no tag begins after a quotation that ends at ``start``."""
    if FINISHED.search(text, max(0, start - 4), start) and text[start:end].lstrip()[:1].isupper():
        return start
    stop = SENTENCE_END.search(text, start, end)
    return stop.end() if stop else None


def _is_another(new: Mention, old: Mention) -> bool:
    """Whether a new subject is somebody else than the speaker named before."""
    if new.form is Form.NAME and (old.form is Form.NAME or old.plural):
        return new.figure is not old.figure
    if new.form is Form.NOUN is old.form and new.figure and new.figure.sort is Sort.PERSON:
        return new.figure is not old.figure
    impersonal = old.figure is not None and old.figure.sort not in (Sort.PERSON, Sort.NARRATOR)
    if impersonal and new.form is Form.PRONOUN and new.gender in ("m", "f"):
        return True
    if Form.PRONOUN in (new.form, old.form):
        if new.person != old.person:
            return new.person == 1 or (old.person == 1 and new.form is not Form.PRONOUN)
        return bool(new.gender and old.gender and new.gender != old.gender)
    return False


def _same_mention(first: Mention, second: Mention) -> bool:
    if first is second:
        return True
    if Form.PRONOUN in (first.form, second.form):
        genders = {first.gender, second.gender} - {""}
        return len(genders) < 2 and first.person == second.person and first.plural == second.plural
    return first.figure is second.figure


def _surround(turns: Sequence[Turn], text: str, speeches: Sequence[Speech], cast: Cast) -> None:
    """Fills in what stands around each turn, and who is spoken to and of in it."""
    for number, turn in enumerate(turns):
        previous = turns[number - 1] if number else None
        following = turns[number + 1] if number + 1 < len(turns) else None
        left = max(turn.paragraph.start, previous.end if previous else 0)
        right = min(turn.paragraph.end, following.start if following else len(text))
        turn.before = Span(max(min(left, turn.start), turn.start - LOOK_BACK), turn.start)
        turn.after = Span(turn.end, max(turn.end, min(right, turn.end + LOOK_BACK)))
        turn.told = _told(turn, cast)
        turn.reported = speeches[turn.speeches[0]].kind is not Kind.DIRECT
        turn.adjoins = previous is not None and _adjoins(turn, previous, text)
        turn.asks = "?" in text[turn.end - 3 : turn.end]
        for index in turn.speeches:
            said = text[speeches[index].start : speeches[index].end]
            if speeches[index].kind is Kind.DIRECT:
                _listen(turn, said, cast)


def _adjoins(turn: Turn, previous: Turn, text: str) -> bool:
    """Whether direct speech answers the paragraph before, with no more than its tag between."""
    if turn.reported or previous.reported or turn.number != previous.number + 1:
        return False
    between = text[previous.end : turn.start].strip(BLANK)
    if not WORDY.search(between):
        return True
    tagged = previous.mention is not None and previous.end <= previous.mention.start < turn.start
    opens = not WORDY.search(text, turn.paragraph.start, turn.start)
    return tagged and opens and len(between) < LONGEST_TAG and not ONGOING.search(between)


def _told(turn: Turn, cast: Cast) -> Figure | None:
    """Whom the narration names as the hearer; of "her", only where her gender is known."""
    hearer = told_by(turn.tag) if turn.tag else None
    heard = cast.mention_of(hearer) if hearer else None
    if heard is None:
        return None
    sure = heard.form is not Form.PRONOUN or heard.person == 1
    known = heard.figure is not None and bool(heard.figure.gender)
    return heard.somebody if sure or known else None


def _listen(turn: Turn, said: str, cast: Cast) -> None:
    """Who is spoken to and who is spoken of, by the words of the quotation."""
    addressed: set[int] = set()
    for called in cast.addressed(said):
        addressed.update(figure.number for figure in called)
        near = _at_hand(called, turn.start)
        known = turn.addressed if len(near) == 1 else turn.maybe_addressed
        known.extend(figure for figure in near or called if figure not in known)
    turn.kin.update(figure.number for figure in cast.register.kin_calling(said))
    if own := TELLS_NAME.search(said[:LONGEST_SPOKEN]):
        bearers = cast.called(own["name"].split())
        turn.own_name = bearers[0] if len(bearers) == 1 else None
    for found in WORDS.finditer(said[:LONGEST_SPOKEN]):
        called = [f for f in cast.called([found.group()]) if f.number not in addressed]
        sure = len(called) == 1 and called[0].named
        (turn.named if sure else turn.maybe_named).update(figure.number for figure in called)


def _at_hand(called: Sequence[Figure], offset: int) -> list[Figure]:
    """Those of the figures that answer to a name who were mentioned not long before."""
    last = {figure: figure.last_before(offset) for figure in called}
    return [f for f, start in last.items() if start is not None and offset - start < HEARD_WITHIN]


def beat_before(turn: Turn, cast: Cast) -> Mention | None:
    """Who does something in the last main clause before a turn, in its paragraph.

    In "Ada put the lamp down before Bram. “Sit.”" that is Ada, though Bram is nearer.
    """
    for mention in reversed(cast.between(*turn.before)):
        figure = mention.somebody
        if mention.acts and figure and figure.sort in (Sort.PERSON, Sort.NARRATOR):
            return mention
    return None


def mentions_beside(turn: Turn, cast: Cast) -> Iterator[Mention]:
    """The mentions of the turn's paragraph around and between its quotations."""
    for span in (turn.before, *turn.within, turn.after):
        yield from cast.between(span.start, span.end)
