"""Reports without a verb of saying: according to somebody, a statement that, is worried that."""

from __future__ import annotations

from corpus.documents import Span
from corpus.quoting.clauses import is_negated, mention_of, subject_of, via_of
from corpus.quoting.complements import Report, behind, pieces_of, span_of
from corpus.quoting.cues import base_of
from corpus.quoting.parsing import Parse, Sentence, Token

VIEWS = frozenset(
    """
    concerned confident hopeful convinced worried adamant optimistic sceptical skeptical certain
    """.split()
)
# What things go by, and nobody says.
NO_SOURCE = frozenset(
    """
    plan plans custom customs schedule law laws rule rules notion notions size age ages need needs
    taste tastes ability abilities circumstances principle principles tradition fashion nature order
    arrangement promise agreement instructions directions system method habit season weather merit
    rank means wish wishes desire usage convention design which what how whether it this that
    """.split()
)


def according_to(parse: Parse, token: Token) -> Report | None:
    """What stands around "according to X"; None where X is a thing that others go by."""
    to = next((child for child in token.children if child.lower == "to"), None)
    name = to.child("pobj") if to else None
    if to is None or name is None or name.lower in NO_SOURCE:
        return None
    if parse.tokens[token.i - 1].text != "," and token.lower == token.text and _is_bare(name):
        return None  # "sorted according to size"
    sentence = parse.sentence_of(token)
    tokens = parse.tokens
    last = _end_of_name(parse, name, sentence)
    lead = [t for t in tokens[sentence.first : token.i] if t.text[0].isalnum()]
    before_empty = not lead
    at_end = all(not t.text[0].isalnum() for t in tokens[last + 1 : sentence.last])
    if at_end and before_empty:
        return None
    if at_end:
        pieces = pieces_of(parse, (sentence.first, token.i - 1))
    elif before_empty or lead[-1].lower in ("that", "and", "but", "because", "while"):
        pieces = pieces_of(parse, (last + 1, sentence.last - 1))
    else:
        pieces = pieces_of(parse, (sentence.first, token.i - 1), (last + 1, sentence.last - 1))
    if not pieces:
        return None
    mention = mention_of(name)
    if tokens[last].is_name and name.subtree()[-1].i < last:
        mention = Span(mention.start, tokens[last].end)
    return Report(pieces, Span(token.start, to.end), mention, via=via_of(token))


def _is_bare(name: Token) -> bool:
    """Whether a noun has neither a name's capital nor a word that makes it a certain one."""
    marks = ("det", "poss", "amod", "compound")
    return name.tag == "NN" and not any(child.dep in marks for child in name.children)


def _end_of_name(parse: Parse, name: Token, sentence: Sentence) -> int:
    """The last token of the phrase after "according to", appositions and all."""
    last = name.subtree()[-1].i
    while last + 1 < sentence.last and parse.tokens[last + 1].is_name:
        last += 1  # a role took the name's place: "according to curator Ada Ruz"
    return last


def by_noun(parse: Parse, noun: Token) -> Report | None:
    """A statement that ..., her warning that ...: the clause, and whoever makes it."""
    clause = next(
        (
            child
            for child in noun.rights
            if child.dep in ("acl", "ccomp", "relcl")
            and any(c.dep == "mark" and c.lower == "that" for c in child.lefts)
        ),
        None,
    )
    if clause is None:
        return None
    speaker, governor = _maker(noun)
    if speaker is None:
        return None
    below = clause.subtree()
    first = below[0].i + (below[0].lower == "that")
    span = span_of(parse, first, below[-1].i)
    if span is None:
        return None
    rejected = governor is not None and base_of(governor.lower) in REJECTING
    return Report((span,), noun.span, mention_of(speaker), rejected, None, clause)


REJECTING = frozenset(
    "reject dismiss deny denied rejected dismissed refuted disputed rebutted".split()
)


def _maker(noun: Token) -> tuple[Token | None, Token | None]:
    """Who makes a statement: its owner, "by X", or the subject of the verb that it stands under."""
    for child in noun.children:
        if child.dep == "poss":
            return child, None
        if child.dep == "prep" and child.lower in ("by", "from"):
            name = child.child("pobj")
            if name is not None:
                return name, None
    for above in noun.ancestors():
        if above.tag[:2] == "VB":
            within = noun.dep == "pobj" and noun.head.lower in ("in", "with", "by", "through")
            makes = base_of(above.lower) in REJECTING or above.lower.startswith(MAKING)
            if (noun.dep == "dobj" and makes) or within:
                return subject_of(above), above
            return None, None
    return None, None


# How the verbs begin that make somebody's statement the subject's own.
MAKING = tuple(
    """
    make made making issu give gave given giving releas publish offer send sent deliver repeat
    rais voic express post shar wrote writ fil utter
    """.split()
)


def by_view(parse: Parse, view: Token) -> Report | None:
    """Is concerned that ..., are confident ...: a view that somebody is said to hold."""
    clause = view.right("ccomp")
    verb = view if view.tag[:2] == "VB" else view.head
    subject = next((child for child in verb.children if child.dep in ("nsubj", "nsubjpass")), None)
    if clause is None or subject is None or subject.is_pronoun or is_negated(verb):
        return None
    if not any(child.tag in ("VBP", "VBZ") for child in (verb, *verb.lefts)):
        return None
    span = behind(parse, view, clause)
    return Report((span,), view.span, mention_of(subject), False, None, clause) if span else None
