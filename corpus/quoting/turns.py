"""Turns of talk: the quotations of one speaker that stand together, and what stands around them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field

from corpus.documents import Document, Kind, Span
from corpus.quoting.cast import Cast
from corpus.quoting.figures import Figure, Sort
from corpus.quoting.layout import blocks
from corpus.quoting.mentions import Form, Mention
from corpus.quoting.parsing import Parse
from corpus.quoting.register import LONGEST_SPOKEN
from corpus.quoting.sieves import Tag, tag_of, told_by
from corpus.quoting.speech import Speech

NOWHERE = Span(0, 0)
LOOK_BACK = 600  # characters of narration before a quotation that can name its speaker
FINISHED = re.compile(r"[.!?…][\"”’'»]$")
SENTENCE_END = re.compile(r"[.!?][\"”’')\]]*\s+")
WORDY = re.compile(r"[^\W_]")
LEADS_IN = re.compile(r"(?::|,|--|—)\s*$")  # a paragraph that ends so goes on with what it tells of
WORDS = re.compile(r"[A-Z][\w’'-]+")


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
    addressed: list[Figure] = field(default_factory=list)
    told: Figure | None = None  # whom the narration says that the turn is spoken to
    named: set[int] = field(default_factory=set)  # figures that the words of the turn name
    tags: dict[int, tuple[Tag | None, Mention | None]] = field(default_factory=dict)
    asks: bool = False
    reported: bool = False  # indirect or mixed speech


def _paragraphs_of(document: Document, speeches: Sequence[Speech]) -> list[tuple[int, Span]]:
    """The number and the span of the paragraph, or line of its own, that each starts in."""
    paragraphs = blocks(document.text, document.paragraphs)
    starts = [span.start for span in paragraphs]
    found = []
    for speech in speeches:
        number = bisect_right(starts, speech.start) - 1
        if number < 0:
            found.append((0, Span(0, len(document.text))))
        else:
            found.append((number, paragraphs[number]))
    return found


def turns_of(
    document: Document,
    speeches: Sequence[Speech],
    parse: Parse,
    cast: Cast,
    *,
    without: Collection[str] = (),
) -> list[Turn]:
    """The quotations in turns, in text order; parts split by narration are one turn."""
    turns: list[Turn] = []
    places = _paragraphs_of(document, speeches)
    for number, speech in enumerate(speeches):
        where, paragraph = places[number]
        left = max(_lead_in(document, where, paragraph), _closed(speeches, number, speech.start))
        right = paragraph.end
        if number + 1 < len(speeches) and speeches[number + 1].start < right:
            right = max(speech.end, speeches[number + 1].start)
        tag, mention = _tagged(speech, parse, cast, Span(left, right), without)
        last = _last_of(turns)
        if last and _one_turn(last, speeches, number, where, mention, cast, without):
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
    _surround(turns, document, speeches, cast)
    return turns


def _tagged(
    speech: Speech, parse: Parse, cast: Cast, around: Span, without: Collection[str]
) -> tuple[Tag | None, Mention | None]:
    """The tag beside a quotation and whom it mentions; a label has a mention and no tag."""
    if speech.label:
        return None, None if "label" in without else cast.labelled(speech.label)
    tag = tag_of(speech, parse, cast.text, *around)
    if tag is None or tag.evidence in without:
        return None, None
    return tag, cast.mention_for(tag.subject)


def _last_of(turns: Sequence[Turn]) -> Turn | None:
    """The turn that a quotation may go on with: not one that is nested in another."""
    if len(turns) > 1 and turns[-2].end >= turns[-1].end:
        return turns[-2]  # "Heald noted the findings show …": Heald goes on, not the findings
    return turns[-1] if turns else None


def _one_turn(
    last: Turn,
    speeches: Sequence[Speech],
    number: int,
    where: int,
    mention: Mention | None,
    cast: Cast,
    without: Collection[str],
) -> bool:
    """Whether a quotation goes on with the turn before."""
    speech = speeches[number]
    if "same turn" in without or _parts(last, speeches, speech, mention, cast):
        return False
    at_once = not WORDY.search(cast.text, last.end, max(last.end, speech.start))
    return _goes_on(last, speeches, speech, where, mention, follows_at_once=at_once)


def _parts(
    last: Turn,
    speeches: Sequence[Speech],
    speech: Speech,
    mention: Mention | None,
    cast: Cast,
) -> bool:
    """Whether somebody else takes the word within a paragraph, though no tag says so."""
    text = cast.text
    before = speeches[last.speeches[-1]]
    said = text[speech.start : speech.end]
    if (
        mention is None
        and last.mention
        and any(last.mention.figure in called for called in cast.addressed(said))
    ):
        return True
    grouped = speech.group is not None and speech.group == before.group
    if grouped and "\n\n" in text[before.end : speech.start]:
        return False
    if before.kind is Kind.DIRECT is speech.kind and not WORDY.search(text, last.end, speech.start):
        return True  # one quotation ends and another begins: two speakers
    if mention is not None or last.mention is None or last.mention.figure is None:
        return False
    begin = _next_sentence(text, last.end, max(last.end, speech.start))
    if begin is None:
        return False
    new = [m for m in cast.between(begin, speech.start) if m.subject and m.figure]
    return bool(new) and _is_another(new[-1], last.mention)


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


def _lead_in(document: Document, where: int, paragraph: Span) -> int:
    """Where the words that lead to a paragraph start: in the one before, if that ends so."""
    text = document.text
    if not LEADS_IN.search(text, max(0, paragraph.start - 6), paragraph.start):
        return paragraph.start
    before = text.rfind("\n\n", 0, max(0, paragraph.start - 2))
    return max(before + 1, paragraph.start - LOOK_BACK)


def _closed(speeches: Sequence[Speech], number: int, start: int) -> int:
    """Where the quotation before ends, if it ends before this one starts."""
    return min(speeches[number - 1].end, start) if number else 0


def _goes_on(
    last: Turn,
    speeches: Sequence[Speech],
    speech: Speech,
    where: int,
    mention: Mention | None,
    *,
    follows_at_once: bool,
) -> bool:
    """Whether a quotation belongs to the turn before: same paragraph, no other speaker named."""
    before = speeches[last.speeches[-1]]
    if speech.group is not None and speech.group == before.group:
        return True
    if where != last.number:
        return False
    if mention is None and before.kind is not Kind.DIRECT:
        # "Holm said the mill was old. «It leaks.»": the next words are the same speaker's
        return speech.kind is Kind.DIRECT and last.mention is not None and follows_at_once
    if mention is None or last.mention is None:
        return speech.kind is Kind.DIRECT and before.kind is Kind.DIRECT
    return speech.kind is before.kind and _same_mention(mention, last.mention)


def _same_mention(first: Mention, second: Mention) -> bool:
    if first is second:
        return True
    if Form.PRONOUN in (first.form, second.form):
        genders = {first.gender, second.gender} - {""}
        return len(genders) < 2 and first.person == second.person and first.plural == second.plural
    return first.figure is second.figure


def _surround(
    turns: Sequence[Turn], document: Document, speeches: Sequence[Speech], cast: Cast
) -> None:
    """Fills in what stands around each turn, and who is spoken to and of in it."""
    text = document.text
    for number, turn in enumerate(turns):
        previous = turns[number - 1] if number else None
        following = turns[number + 1] if number + 1 < len(turns) else None
        left = max(turn.paragraph.start, previous.end if previous else 0)
        right = min(turn.paragraph.end, following.start if following else len(text))
        turn.before = Span(max(min(left, turn.start), turn.start - LOOK_BACK), turn.start)
        turn.after = Span(turn.end, max(turn.end, min(right, turn.end + LOOK_BACK)))
        hearer = told_by(turn.tag) if turn.tag else None
        heard = cast.mention_of(hearer) if hearer else None
        sure = heard is not None and (heard.form is not Form.PRONOUN or heard.person == 1)
        turn.told = heard.somebody if heard and (sure or _gender_known(heard)) else None
        turn.reported = speeches[turn.speeches[0]].kind is not Kind.DIRECT
        turn.asks = "?" in text[turn.end - 3 : turn.end]
        for index in turn.speeches:
            said = text[speeches[index].start : speeches[index].end]
            if speeches[index].kind is Kind.DIRECT:
                _listen(turn, said, cast)


def _gender_known(mention: Mention) -> bool:
    """Whether "her" is a guess that the figure's own gender bears out."""
    return mention.figure is not None and bool(mention.figure.gender)


def _listen(turn: Turn, said: str, cast: Cast) -> None:
    """Who is spoken to and who is spoken of, by the words of the quotation."""
    addressed = set()
    for called in cast.addressed(said):
        for figure in called:
            addressed.add(figure.number)
            if figure not in turn.addressed:
                turn.addressed.append(figure)
    for found in WORDS.finditer(said[:LONGEST_SPOKEN]):
        for figure in cast.called([found.group()]):
            if figure.number not in addressed:
                turn.named.add(figure.number)


def mentions_beside(turn: Turn, cast: Cast) -> Iterator[Mention]:
    """The mentions of the turn's paragraph around and between its quotations."""
    for span in (turn.before, *turn.within, turn.after):
        yield from cast.between(span.start, span.end)
