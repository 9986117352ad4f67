"""Clauses of saying in the grammar: who the subject is, and whether it was said at all."""

from __future__ import annotations

from collections.abc import Iterable

from corpus.documents import Span
from corpus.quoting.cues import Cue, base_of, cue_of
from corpus.quoting.parsing import Token

SUBJECTS = ("nsubj", "csubj")
RELATIVE = frozenset(("who", "which", "that", "whom"))
# What hangs to the right of a noun and tells more of it, without being its name.
ASIDES = frozenset(("relcl", "acl", "appos", "advcl", "parataxis", "dep", "npadvmod", "advmod"))
PART_OF_NAME = frozenset(("of", "for", "at", "de", "von", "van"))
NOT_YET = frozenset(("will", "'ll", "wo", "shall", "may", "might", "could", "should", "ca", "can"))
# "continued to say", "went on to say": said. "wants to say", "declined to say": not said.
SAID_AFTER = frozenset(
    """
    continue go begin start rush hasten proceed come return write use manage dare add claim have
    happen
    """.split()
)
EXPECTED = frozenset(("expect", "due", "likely", "set"))  # ... to say
NOBODY = frozenset(("nobody", "none", "neither", "nothing", "no"))
# How the verbs begin that say that something was not said.
REFUSING = ("den", "reject", "dismiss", "disput", "refut", "rebut", "declin", "refus", "avoid")


def subject_of(verb: Token, *, passive: bool = False) -> Token | None:
    """The head of the phrase that names who does it, over shared and missing subjects."""
    for _ in range(12):  # a sentence of clauses within clauses ends somewhere
        own = _own_subject(verb, passive=passive)
        if own is not None:
            return _antecedent(own, verb)
        agent = _agent(verb)
        if agent is not None:
            return agent
        if any(child.dep == "nsubjpass" for child in verb.children):
            return None
        if verb.dep in ("acl", "relcl") and verb.head.tag[:2] != "VB":
            return verb.head
        above = _governor(verb)
        if above is None:
            return None
        passive = passive or verb.dep in ("xcomp", "conj", "advcl", "pcomp")
        verb = above
    return None


def _own_subject(verb: Token, *, passive: bool) -> Token | None:
    found = None
    for child in verb.children:
        if child.dep in SUBJECTS or (passive and child.dep == "nsubjpass"):
            if found is not None and child.i < verb.i:
                continue
            found = child  # in "recipients, said Moss, are" the later one is the subject
    return found


def _agent(verb: Token) -> Token | None:
    """X in "was told by X"."""
    for child in verb.children:
        if child.dep == "agent":
            for name in child.children:
                if name.dep == "pobj":
                    return name
    return None


def _antecedent(subject: Token, verb: Token) -> Token | None:
    """What a relative pronoun stands for."""
    if subject.lower not in RELATIVE or verb.dep not in ("relcl", "acl", "ccomp", "conj"):
        return subject
    while verb.dep == "conj":
        verb = verb.head
    return verb.head if verb.dep in ("relcl", "acl") else subject


def _governor(verb: Token) -> Token | None:
    """The verb whose subject a verb without its own shares."""
    head = verb.head
    if head is verb or verb.dep not in ("conj", "xcomp", "advcl", "pcomp", "ccomp", "dep", "prep"):
        return None
    if verb.dep == "ccomp" and verb.tag not in ("VB", "VBG"):
        return None
    if verb.dep == "conj" and _joins_outer(verb):
        return head.head
    while head.tag[:2] != "VB":
        if head.head is head:
            return None
        if head.dep in ("nsubj", "dobj", "pobj") and head.is_noun and verb.dep != "pcomp":
            return None
        head = head.head
    return head


def _joins_outer(verb: Token) -> bool:
    """Whether ``and said`` goes on from the verb of saying above what it seems to join."""
    inner = verb.head
    return (
        inner.dep == "ccomp"
        and verb.tag == "VBD"
        and bool(cue_of(verb.lower) & Cue.SAYING)
        and bool(cue_of(inner.head.lower) & Cue.SAYING)
        and not cue_of(inner.lower) & Cue.SAYING
    )


def mention_of(subject: Token) -> Span:
    """The noun phrase of a subject without its asides: relative clauses and appositions."""
    kept = [subject, *_kept_below(subject)]
    first, last = min(kept, key=lambda token: token.i), max(kept, key=lambda token: token.i)
    marks = [child.start for token in kept for child in token.lefts if child.text == '"']
    start = min([first.start, *marks]) if first.quoted else first.start
    return Span(start, last.end - (last.text == "I."))


def _kept_below(head: Token) -> Iterable[Token]:
    beside = False  # after the first aside, only joint speakers still belong to the name
    for child in head.children:
        if child.dep in ("punct", "cc", "preconj"):
            continue
        if child.i > head.i and child.dep != "conj":
            close = child.dep == "appos" and child.is_name and child.subtree()[0].i == head.i + 1
            place = child.dep == "prep" and head.is_name and child.lower not in PART_OF_NAME
            if (child.dep in ASIDES and not close) or place or beside:
                beside = True
                continue
        yield child
        yield from _kept_below(child)


def is_negated(verb: Token) -> bool:
    """Whether the clause says that it was denied, not said, or only expected."""
    if cue_of(verb.lower) & Cue.DENYING:
        return True
    if any(_negates(child) for child in verb.children):
        return True
    subject = next((child for child in verb.children if child.dep in SUBJECTS), None)
    if subject is not None and (
        subject.lower in NOBODY or any(child.lower in NOBODY for child in subject.lefts)
    ):
        return True
    if verb.dep in ("xcomp", "pcomp") and verb.head is not verb:
        above = verb.head if verb.head.tag[:2] in ("VB", "JJ") else verb.head.head
        if above.lower.startswith(REFUSING) or any(child.dep == "neg" for child in above.children):
            return True
        if verb.tag == "VB" and any(child.lower == "to" for child in verb.lefts):
            return base_of(above.lower) in EXPECTED
    if verb.dep == "conj" and verb.tag == "VB" and verb.head.tag == "VB":
        return is_negated(verb.head)
    return False


def is_unsaid(verb: Token) -> bool:
    """Whether an infinitive tells of a wish or a plan, so that nothing was said or denied."""
    if verb.tag != "VB" or not any(child.lower == "to" for child in verb.lefts):
        return False
    above = verb.head.lower
    if verb.dep not in ("xcomp", "ccomp"):
        return verb.dep != "advcl" or _stem(above) not in SAID_AFTER
    known = above.startswith(REFUSING) or base_of(above) in EXPECTED
    return not known and _stem(above) not in SAID_AFTER


def _negates(child: Token) -> bool:
    if child.dep == "neg" or child.lower == "never":
        return True
    return child.dep == "aux" and child.lower in NOT_YET


IRREGULAR_STEMS = {
    "went": "go",
    "gone": "go",
    "began": "begin",
    "begun": "begin",
    "came": "come",
    "wrote": "write",
    "had": "have",
    "has": "have",
}


def _stem(form: str) -> str:
    """A verb of moving or going on without its ending, where it is one of ours."""
    if form in IRREGULAR_STEMS:
        return IRREGULAR_STEMS[form]
    for ending in ("", "ing", "ed", "s", "es", "d"):
        if form.endswith(ending):
            stem = form[: len(form) - len(ending)]
            for candidate in (stem, stem + "e", stem[:-1]):
                if candidate in SAID_AFTER:
                    return candidate
    return form


def via_of(verb: Token) -> Span | None:
    """Who reports the report that a verb of saying stands in."""
    for above in verb.ancestors():
        if (
            above.quoted
            or above.tag[:2] != "VB"
            or not cue_of(above.lower) & (Cue.SAYING | Cue.TELLING)
        ):
            continue
        inside = verb
        while inside.head is not above:
            inside = inside.head
        if inside.dep == "ccomp" and inside.i > above.i:
            source = subject_of(above)
            return mention_of(source) if source else None
    return None
