"""The clause of saying beside direct speech, as far as grammar alone shows it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from corpus.documents import Span
from corpus.quoting.clauses import is_negated, mention_of, subject_of
from corpus.quoting.cues import Cue, cue_of
from corpus.quoting.parsing import Parse, Token

SPEAKING = Cue.SAYING | Cue.TELLING | Cue.UTTERING | Cue.ASKING | Cue.ORDERING
CONTENT = frozenset(("ccomp", "parataxis", "dobj", "dep", "advcl", "intj", "oprd", "xcomp", "attr"))


class Said(NamedTuple):
    """A clause of saying: its verb, and the phrase that names the speaker."""

    cue: Span
    mention: Span | None
    negated: bool
    verb: Token | None = None


def clause_beside(parse: Parse, start: int, end: int) -> Said | None:
    """The clause of saying that the speech from ``start`` to ``end`` hangs on."""
    inside = parse.between(start, end)
    verb = _verb_above(inside) or _verb_below(inside)
    if verb is None:
        return None
    subject = subject_of(verb) or _inverted(verb, inside)
    if subject is None or subject.quoted:
        return None
    return Said(verb.span, mention_of(subject), is_negated(verb), verb)


def _verb_above(inside: Sequence[Token]) -> Token | None:
    for token in inside:
        head = token.head
        if head.quoted or head is token or token.dep not in CONTENT:
            continue
        if head.tag[:2] == "VB" and (cue_of(head.lower) & SPEAKING or _is_beside(head, inside)):
            return head
    return None


def _verb_below(inside: Sequence[Token]) -> Token | None:
    """The verb of saying that the parser hung on the speech: a parenthesis."""
    for token in inside:
        for child in token.children:
            if not child.quoted and child.tag[:2] == "VB" and cue_of(child.lower) & SPEAKING:
                return child
    return None


def _is_beside(verb: Token, inside: Sequence[Token]) -> bool:
    """Whether any verb stands right after the speech and before its subject: beamed X."""
    after = verb.i - inside[-1].i
    return 0 < after <= 2 and any(child.dep == "nsubj" for child in verb.rights)


def _inverted(verb: Token, inside: Sequence[Token]) -> Token | None:
    """The subject that the parser took for an object: "growled the one with the beard"."""
    if 0 < verb.i - inside[-1].i <= 2:
        return next((child for child in verb.rights if child.dep in ("dobj", "attr")), None)
    return None
