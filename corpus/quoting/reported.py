"""Indirect speech: what somebody is reported to have said, in the narrator's words.

A report is a clause under a verb of saying, a sentence that a short clause of saying stands
beside or within, or whatever "according to" leans on. Its content may hold quotation marks.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from corpus.documents import Span
from corpus.quoting.clauses import is_negated, mention_of, subject_of
from corpus.quoting.cues import NOUNS, Cue, base_of, cue_of, particles_of
from corpus.quoting.parsing import Parse, Sentence, Token

SAYING = Cue.SAYING | Cue.TELLING
REPORTING = SAYING | Cue.ASKING | Cue.DENYING
VIEWS = frozenset(
    """
    concerned confident hopeful convinced worried adamant optimistic sceptical skeptical certain
    """.split()
)
# What finds and shows things: people of science, and their papers.
FINDERS = frozenset(
    """
    scientists scientist researchers researcher study studies survey surveys poll polls report
    reports results result figures data findings analysis analysts experts court judge jury panel
    tribunal inquiry investigation investigators review audit team paper research statistics
    documents document records record letter police officials inspectors auditors committee census
    """.split()
)
SUMMONING = frozenset("tell ask urge order instruct command advise warn beg implore remind".split())
VOWING = frozenset("promise vow pledge threaten swear".split())
LONGEST_ASIDE = 30  # words of a clause of saying that stands within what is said
EDGES = frozenset((",", ";", ":", "-", "--", "—", "–", "."))


class Report(NamedTuple):
    """Something said, in one or two pieces, with its clause of saying."""

    pieces: tuple[Span, ...]
    cue: Span
    mention: Span | None
    negated: bool = False
    via: Span | None = None
    root: Token | None = None  # the verb of what is said, where grammar shows it


def reports(parse: Parse) -> list[Report]:
    """Everything reported in a document, in the order of its words of saying."""
    found = []
    for token in parse.tokens:
        if token.quoted:
            continue
        report = _report(parse, token)
        if report is not None:
            found.append(report)
    return found


def _report(parse: Parse, token: Token) -> Report | None:
    lower = token.lower
    if lower == "according":
        return _according_to(parse, token)
    if lower in NOUNS and token.is_noun:
        return _by_noun(parse, token)
    if lower in VIEWS:
        return _by_view(parse, token)
    cue = cue_of(lower)
    if not cue or token.tag[:2] != "VB":
        return None
    return _by_verb(parse, token, cue)


# --- verbs -------------------------------------------------------------------------------------


def _by_verb(parse: Parse, verb: Token, cue: Cue) -> Report | None:
    if _is_hypothetical(parse, verb) or not _has_particle(verb, cue):
        return None
    subject, via = _speaker(verb)
    if subject is None or not _may_report(verb, subject, cue):
        return None
    pieces, root = _content(parse, verb, subject, cue)
    if not pieces:
        return None
    return Report(
        pieces,
        verb.span,
        mention_of(subject),
        is_negated(verb),
        via or _via(verb),
        root,
    )


def _is_hypothetical(parse: Parse, verb: Token) -> bool:
    """Whether the clause asks or supposes that it was said."""
    if any(
        child.dep == "mark" and child.lower in ("if", "whether", "unless") for child in verb.lefts
    ):
        return True
    sentence = parse.sentence_of(verb)
    last = parse.tokens[sentence.last - 1]
    return last.text == "?" and not last.quoted and verb.dep == "ROOT"


def _has_particle(verb: Token, cue: Cue) -> bool:
    """Whether a verb that needs a particle to be one of saying has it."""
    if not cue & Cue.PARTICLE or cue & REPORTING:
        return True
    wanted = particles_of(verb.lower)
    return any(child.lower in wanted for child in verb.rights[:2])


def _speaker(verb: Token) -> tuple[Token | None, Span | None]:
    """Who speaks, and who passes it on: "was quoted by the Star as saying"."""
    through = verb.head
    quoting = through.head
    if verb.dep == "pcomp" and through.lower == "as" and quoting.lower in QUOTING:
        for child in quoting.children:
            if child.dep == "nsubjpass":
                agent = next(
                    (c for a in quoting.children if a.dep == "agent" for c in a.children), None
                )
                return child, mention_of(agent) if agent else None
        quoted = next((child for child in quoting.children if child.dep == "dobj"), None)
        source = subject_of(quoting)
        return quoted, mention_of(source) if source else None
    return subject_of(verb), None


QUOTING = frozenset(("quoted", "cited", "reported", "quotes", "cites", "quoting", "citing"))


def _via(verb: Token) -> Span | None:
    """Who reports the report that a verb of saying stands in."""
    for above in verb.ancestors():
        if above.quoted or above.tag[:2] != "VB" or not cue_of(above.lower) & SAYING:
            continue
        inside = verb
        while inside.head is not above:
            inside = inside.head
        if inside.dep == "ccomp" and inside.i > above.i:
            source = subject_of(above)
            return mention_of(source) if source else None
    return None


def _may_report(verb: Token, subject: Token, cue: Cue) -> bool:
    """Whether this subject says things with this verb, rather than thinking or finding them."""
    if subject.lower == "it" and any(child.dep == "auxpass" for child in verb.children):
        return False
    if subject.lower in ("there", "what"):
        return False
    if cue & REPORTING and not cue & (Cue.BELIEVING | Cue.FINDING):
        return True
    pronoun = subject.is_pronoun
    if cue & Cue.BELIEVING:
        return (
            not pronoun
            and verb.tag in ("VBZ", "VBP", "VBN", "VBG")
            or (not pronoun and subject.tag in ("NNS", "NNPS"))
        )
    if cue & Cue.FINDING and not (cue & REPORTING and base_of(verb.lower) not in AMBIGUOUS):
        return subject.lower in FINDERS or (
            subject.is_name and verb.tag in ("VBZ", "VBN", "VBD") and base_of(verb.lower) != "show"
        )
    return True


AMBIGUOUS = frozenset("show hold read".split())


def _content(
    parse: Parse, verb: Token, subject: Token, cue: Cue
) -> tuple[tuple[Span, ...], Token | None]:
    """What is said: behind the verb, around its clause, or before it."""
    behind = _complement(verb, cue)
    if behind is not None:
        span = _behind(
            parse, verb, behind, infinitive=behind.dep == "xcomp" or _is_infinitive(behind)
        )
        return ((span,) if span else ()), behind
    if (
        not cue & (Cue.SAYING | Cue.TELLING | Cue.ASKING)
        or cue & Cue.UTTERING
        and not cue & Cue.SAYING
    ):
        return (), None
    return _around(parse, verb, subject)


def _complement(verb: Token, cue: Cue) -> Token | None:
    """The verb of the clause that a verb of saying takes after it."""
    for child in verb.rights:
        if child.dep == "ccomp" and cue & (REPORTING | Cue.BELIEVING | Cue.FINDING):
            if _is_infinitive(child):
                return child if _summons(verb, cue) else None
            if child.tag[:2] in ("VB", "MD") or any(
                c.dep in ("nsubj", "nsubjpass", "aux") for c in child.children
            ):
                return child
            return child if child.quoted else None
        if child.dep == "xcomp" and _is_infinitive(child):
            return child if _summons(verb, cue) or base_of(verb.lower) in VOWING else None
        if child.dep in ("acomp", "oprd") and child.lower in ("clear", "plain", "known"):
            inner = next((c for c in child.rights if c.dep == "ccomp"), None)
            if inner is not None:
                return inner
    return None


def _is_infinitive(verb: Token) -> bool:
    return verb.tag == "VB" and any(
        child.lower == "to" and child.dep == "aux" for child in verb.lefts
    )


def _summons(verb: Token, cue: Cue) -> bool:
    """Whether the verb reports an order: finite, and with somebody to be ordered."""
    if base_of(verb.lower) not in SUMMONING or verb.tag not in ("VBD", "VBZ", "VBP", "VBN"):
        return False
    if any(child.dep == "auxpass" for child in verb.children):
        return False
    hearer = any(child.dep == "dobj" for child in verb.rights)
    inner = next((child for child in verb.rights if child.dep in ("ccomp", "xcomp")), None)
    own = inner is not None and any(child.dep == "nsubj" for child in inner.children)
    return hearer or own


def _behind(parse: Parse, verb: Token, root: Token, *, infinitive: bool) -> Span | None:
    """The clause after its verb of saying, up to where the sentence turns to something else."""
    below = root.subtree()
    first = next(token for token in below if token.i > verb.i)
    if infinitive:
        hearer = next((c for c in verb.rights if c.dep == "dobj" and c.i < root.i), None)
        if hearer is not None and base_of(verb.lower) not in VOWING:
            first = hearer.subtree()[0]
        elif base_of(verb.lower) in VOWING:
            first = next(token for token in below if token.i > verb.i)
    if first.lower == "that" and first.dep == "mark":
        first = parse.tokens[first.i + 1]
    last = below[-1].i
    for child in verb.rights:
        if child.i <= root.i:
            continue
        if child.dep in ("cc", "conj", "parataxis") or _turns_away(parse, child):
            last = min(last, child.subtree()[0].i - 1)
            break
        last = max(last, child.subtree()[-1].i)
    for token in below:
        if token.i > root.i and _turns_away(parse, token):
            last = min(last, token.subtree()[0].i - 1)
            break
    return _span(parse, first.i, last)


def _turns_away(parse: Parse, token: Token) -> bool:
    """Whether the speaker's next act begins here: ", adding that", ", with X reporting", ", and said"."""
    start = token.subtree()[0].i
    if token.quoted or start == 0 or parse.tokens[start - 1].text not in (",", "and", '"'):
        return False
    if token.dep == "advcl" and token.tag == "VBG" and cue_of(token.lower) & SAYING:
        return True
    if token.dep == "prep" and token.lower == "with":
        inner = next((c for c in token.rights if c.dep == "pcomp" and c.tag == "VBG"), None)
        return inner is not None and bool(cue_of(inner.lower) & SAYING)
    if token.dep == "prep" and token.lower == "according":
        return True
    return (
        token.dep == "conj"
        and token.tag == "VBD"
        and bool(cue_of(token.lower) & Cue.SAYING)
        and not any(child.dep in ("nsubj", "nsubjpass") for child in token.children)
    )


def _around(parse: Parse, verb: Token, subject: Token) -> tuple[tuple[Span, ...], Token | None]:
    """The sentence around, before or after a short clause of saying without its own content."""
    sentence = parse.sentence_of(verb)
    first, last = _clause(verb, subject, sentence)
    if last - first > LONGEST_ASIDE:
        return (), None
    tokens = parse.tokens
    opening = tokens[first]
    if opening.lower in ("as", "so") and opening.dep in ("mark", "advmod"):
        comparing = True
    elif opening.dep in ("mark", "cc") or subject.lower in ("who", "which", "that"):
        return (), None
    else:
        comparing = False
    before = first > sentence.first and tokens[first - 1].text in (",", "-", "—", "–", "--")
    at_end = all(not token.text[0].isalnum() for token in tokens[last + 1 : sentence.last])
    after = last + 1 < sentence.last and tokens[last + 1].text in (",", "-", "—", "–", "--")
    if comparing and first == sentence.first and after:
        return _pieces(parse, (last + 1, sentence.last - 1)), None
    if not before or not (at_end or after):
        return (), None
    start = _start(parse, verb, sentence, first)
    left = (start, first - 1)
    if at_end:
        return _pieces(parse, left), None
    if tokens[last + 2].lower in ("and", "but") if last + 2 < sentence.last else False:
        return _pieces(parse, left), None
    return _pieces(parse, left, (last + 1, sentence.last - 1)), None


def _clause(verb: Token, subject: Token, sentence: Sentence) -> tuple[int, int]:
    """The first and last token of a verb of saying with its subject and what qualifies them."""
    first = last = verb.i
    below = subject.subtree() if sentence.first <= subject.i < sentence.last else [verb]
    if abs(below[0].i - verb.i) <= LONGEST_ASIDE:
        first, last = min(first, below[0].i), max(last, below[-1].i)
    for child in verb.children:
        if child.dep in ("aux", "neg", "advmod", "mark", "prt"):
            first, last = min(first, child.i), max(last, child.i)
        elif child.dep in ("prep", "dobj", "npadvmod", "dative", "advcl") and child.i > verb.i:
            reach = child.subtree()
            if reach[0].i <= last + 1:
                last = max(last, reach[-1].i)
    return first, last


def _start(parse: Parse, verb: Token, sentence: Sentence, first: int) -> int:
    """Where what is said begins: with the sentence, or with its last coordinated clause."""
    start = sentence.first
    for above in (verb, *verb.ancestors()):
        if above.dep == "conj" and any(c.dep in ("nsubj", "nsubjpass") for c in above.children):
            own = above.subtree()[0].i
            return own if own < first else start
    return start


def _pieces(parse: Parse, *ranges: tuple[int, int]) -> tuple[Span, ...]:
    spans = (_span(parse, first, last) for first, last in ranges)
    return tuple(span for span in spans if span is not None)


def _span(parse: Parse, first: int, last: int) -> Span | None:
    """The text of a run of tokens without the punctuation around it; None without a word."""
    tokens = parse.tokens
    while first <= last and not tokens[first].quoted and tokens[first].text in EDGES:
        first += 1
    while first <= last and not tokens[last].quoted and tokens[last].text in EDGES:
        last -= 1
    if first > last or not any(token.text[0].isalnum() for token in tokens[first : last + 1]):
        return None
    return Span(tokens[first].start, tokens[last].end)


# --- according to, nouns, views ----------------------------------------------------------------


def _according_to(parse: Parse, token: Token) -> Report | None:
    to = next((child for child in token.children if child.lower == "to"), None)
    name = next((child for child in to.children if child.dep == "pobj"), None) if to else None
    if to is None or name is None:
        return None
    sentence = parse.sentence_of(token)
    tokens = parse.tokens
    last = _end_of_name(parse, name, sentence)
    before_empty = all(not t.text[0].isalnum() for t in tokens[sentence.first : token.i])
    at_end = all(not t.text[0].isalnum() for t in tokens[last + 1 : sentence.last])
    if at_end and before_empty:
        return None
    if at_end:
        pieces = _pieces(parse, (sentence.first, token.i - 1))
    elif before_empty or tokens[token.i - 1].lower in ("that", "and", "but", "because", "while"):
        pieces = _pieces(parse, (last + 1, sentence.last - 1))
    else:
        pieces = _pieces(parse, (sentence.first, token.i - 1), (last + 1, sentence.last - 1))
    if not pieces:
        return None
    return Report(pieces, Span(token.start, to.end), mention_of(name))


def _end_of_name(parse: Parse, name: Token, sentence: Sentence) -> int:
    """The last token of the phrase after "according to", appositions and all.

    The parser may hang the main clause on the name; the phrase then ends at its first comma.
    """
    last = name.i
    for token in name.subtree():
        if token.i <= last + 1 or token.dep in ("appos", "relcl", "acl", "punct", "conj", "cc"):
            last = max(last, token.i)
        else:
            last = max(last, token.i)
    return min(last, sentence.last - 1)


def _by_noun(parse: Parse, noun: Token) -> Report | None:
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
    span = _span(parse, first, below[-1].i)
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
            name = next((c for c in child.children if c.dep == "pobj"), None)
            if name is not None:
                return name, None
    for above in noun.ancestors():
        if above.tag[:2] == "VB":
            if noun.dep in ("dobj", "pobj", "conj") and noun.lower not in (
                "news",
                "report",
                "reports",
            ):
                return subject_of(above), above
            return None, None
    return None, None


def _by_view(parse: Parse, view: Token) -> Report | None:
    """Is concerned that ..., are confident ...: a view that somebody is said to hold."""
    clause = next((child for child in view.rights if child.dep == "ccomp"), None)
    verb = view if view.tag[:2] == "VB" else view.head
    subject = next((child for child in verb.children if child.dep in ("nsubj", "nsubjpass")), None)
    if clause is None or subject is None or subject.is_pronoun or is_negated(verb):
        return None
    if not any(child.tag in ("VBP", "VBZ") for child in (verb, *verb.lefts)):
        return None
    span = _behind(parse, view, clause, infinitive=False)
    return Report((span,), view.span, mention_of(subject), False, None, clause) if span else None


def in_order(found: Sequence[Report]) -> Iterator[Report]:
    """Reports in the order of what is said."""
    yield from sorted(found, key=lambda report: report.pieces[0])
