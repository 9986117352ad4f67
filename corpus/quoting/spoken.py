"""The clause of saying beside direct speech, as far as grammar alone shows it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from corpus.documents import Span
from corpus.quoting.clauses import is_negated, mention_of, subject_of
from corpus.quoting.cues import DESCRIBING, SPEAKING, Cue, cue_of
from corpus.quoting.parsing import Parse, Token

LEADING_IN = SPEAKING | Cue.ORDERING
LONGEST_SOURCE = 25  # words from "in the words of" to the quotation
CONTENT = frozenset(("ccomp", "parataxis", "dobj", "dep", "advcl", "intj", "oprd", "xcomp", "attr"))


class Said(NamedTuple):
    """A clause of saying: its verb (``cue``), and the phrase that names the speaker."""

    cue: Span
    mention: Span | None
    negated: bool
    via: Span | None = None


def clause_beside(parse: Parse, start: int, end: int) -> Said | None:
    """The clause of saying that the speech from ``start`` to ``end`` hangs on."""
    inside = parse.between(start, end)
    verb = _verb_above(inside) or _verb_below(inside)
    if verb is None:
        return _in_the_words_of(parse, inside)
    subject = subject_of(verb) or _inverted(verb, inside)
    if subject is None or subject.quoted:
        return None
    return Said(verb.span, mention_of(subject), is_negated(verb))


def description(parse: Parse, start: int, end: int) -> Said | None:
    """The clause that describes something with the words in marks: "called it 'a joke'"."""
    inside = parse.between(start, end)
    if sum(token.text[0].isalnum() for token in inside) < 2:
        return None
    if said := _in_the_words_of(parse, inside):
        return said
    top = next((token for token in inside if _hangs_outside(token)), None)
    before = parse.tokens[inside[0].i - 1]
    if before.tag[:2] == "VB" and cue_of(before.lower) & (Cue.SAYING | Cue.TELLING):
        verb: Token | None = before
    else:
        verb = _describing(top) if top is not None else None
    subject = subject_of(verb) if verb is not None else None
    if verb is None or subject is None or subject.quoted or subject.lower in ANYBODY:
        return None
    return Said(verb.span, mention_of(subject), is_negated(verb))


def _hangs_outside(token: Token) -> bool:
    return token.dep != "punct" and not token.head.quoted


ANYBODY = frozenset("they we i you people some many everybody everyone one which that it".split())
WITHIN = frozenset(
    ("dobj", "oprd", "attr", "appos", "prep", "pobj", "acomp", "ccomp", "xcomp", "amod")
)


def _describing(token: Token) -> Token | None:
    """The verb of describing, or of saying, whose object a word is part of."""
    for _ in range(5):
        if token.dep not in WITHIN or token.head is token:
            return None
        token = token.head
        if token.tag[:2] == "VB":
            speaks = cue_of(token.lower) & (Cue.SAYING | Cue.TELLING)
            return token if speaks or token.lower.startswith(DESCRIBING) else None
    return None


def _verb_above(inside: Sequence[Token]) -> Token | None:
    for token in inside:
        head = token.head
        if head.quoted or head is token or token.dep not in CONTENT:
            continue
        if head.tag[:2] == "VB" and (cue_of(head.lower) & LEADING_IN or _is_beside(head, inside)):
            return head
    return None


def _verb_below(inside: Sequence[Token]) -> Token | None:
    """The verb of saying that the parser hung on the speech: a parenthesis."""
    for token in inside:
        for child in token.children:
            if child.quoted or child.tag[:2] != "VB":
                continue
            if cue_of(child.lower) & LEADING_IN or _puts_it(child):
                return child
    return None


def _puts_it(verb: Token) -> bool:
    """Whether the clause is "as X put it"."""
    return verb.lower in ("put", "puts") and any(child.lower == "as" for child in verb.lefts)


def _in_the_words_of(parse: Parse, inside: Sequence[Token]) -> Said | None:
    """The speaker of "in the words of X" right before a quotation."""
    sentence = parse.sentence_of(inside[0]) if inside else None
    if sentence is None:
        return None
    first = max(sentence.first, inside[0].i - LONGEST_SOURCE)
    for token in reversed(parse.tokens[first : inside[0].i]):
        if token.lower != "words" or token.head.lower != "in":
            continue
        for of in token.rights:
            name = of.child("pobj")
            if of.lower == "of" and name is not None:
                return Said(Span(token.head.start, of.end), mention_of(name), negated=False)
    return None


def _is_beside(verb: Token, inside: Sequence[Token]) -> bool:
    """Whether any verb stands right after the speech and before its subject: beamed X."""
    after = verb.i - inside[-1].i
    if not 0 < after <= 2 or any(child.dep[:5] == "nsubj" for child in verb.lefts):
        return False
    return any(child.dep in ("nsubj", "dobj") for child in verb.rights)


def _inverted(verb: Token, inside: Sequence[Token]) -> Token | None:
    """The subject that the parser took for an object: "growled the one with the beard"."""
    if 0 < verb.i - inside[-1].i <= 2:
        return next((child for child in verb.rights if child.dep in ("dobj", "attr")), None)
    return None
