"""Indirect speech: what somebody is reported to have said, in the narrator's words.

A report is a clause under a verb of saying, a sentence that a short clause of saying stands
beside or within, or whatever "according to" leans on. Its content may hold quotation marks.
"""

from __future__ import annotations

from corpus.documents import Span
from corpus.quoting.clauses import is_negated, is_unsaid, mention_of, subject_of, via_of
from corpus.quoting.complements import (
    REPORTING,
    Report,
    behind,
    complement,
    is_followed_by_that,
    is_infinitive,
    last_of,
    opens_with_that,
    order,
    pieces_of,
    span_of,
)
from corpus.quoting.cues import NOUNS, Cue, base_of, cue_of, particles_of
from corpus.quoting.parsing import Parse, Sentence, Token
from corpus.quoting.sourced import VIEWS, according_to, by_noun, by_view

# What finds and shows things: people of science, and their papers.
FINDERS = frozenset(
    """
    scientists scientist researchers researcher study studies survey surveys poll polls report
    reports results result figures data findings analysis analysts experts court judge jury panel
    tribunal inquiry investigation investigators review audit team paper research statistics
    documents document records record letter police officials inspectors auditors committee census
    """.split()
)
# "This implies that" is a conclusion of the writer's own.
SHOWING = frozenset("imply suggest indicate show signal reveal".split())
IMPERSONAL = frozenset("this that it which these those name title".split())
AMBIGUOUS = frozenset("show hold read".split())  # a person who "holds that" speaks, or thinks
QUOTING = frozenset(("quoted", "cited", "reported", "quotes", "cites", "quoting", "citing"))
LONGEST_SENTENCE = 300  # words; what is longer is a list or a table, and costs most to look through
LONGEST_ASIDE = 30  # words of a clause of saying that stands within what is said


def reports(parse: Parse) -> list[Report]:
    """Everything reported in a document, in the order of its words of saying."""
    found = []
    for sentence in parse.sentences:
        if sentence.last - sentence.first > LONGEST_SENTENCE:
            continue
        for token in parse.in_sentence(sentence):
            report = None if token.spoken else _report(parse, token)
            if report is not None:
                found.append(report)
    return found


def _report(parse: Parse, token: Token) -> Report | None:
    lower = token.lower
    if lower == "according":
        return according_to(parse, token)
    if lower in NOUNS and token.is_noun:
        return by_noun(parse, token)
    if lower in VIEWS:
        return by_view(parse, token)
    cue = cue_of(lower)
    if not cue or token.tag[:2] != "VB" or _is_participle(token):
        return None
    return _by_verb(parse, token, cue)


def _by_verb(parse: Parse, verb: Token, cue: Cue) -> Report | None:
    """What a verb of saying reports, if it has a speaker, a content, and was said at all."""
    if is_unsaid(verb) or _is_hypothetical(parse, verb) or not _has_particle(verb, cue):
        return None
    subject, via = _speaker(parse, verb)
    if cue & Cue.PARTICLE:
        cue |= Cue.SAYING
    passive = any(child.dep == "auxpass" for child in verb.children)
    if passive and (subject is None or subject.head.dep != "agent"):
        return None
    if subject is None or not _may_report(verb, subject, cue):
        return None
    if _is_filler(verb, subject):
        return None
    pieces, root = _content(parse, verb, subject, cue)
    if not pieces:
        return None
    mention = mention_of(subject)
    via = via or via_of(verb)
    return Report(
        pieces, verb.span, mention, is_negated(verb), via if via != mention else None, root
    )


def _is_participle(verb: Token) -> bool:
    """Whether a passive form qualifies a noun: "the taxes requested"."""
    return verb.tag == "VBN" and not any(child.dep[:3] == "aux" for child in verb.children)


def _is_hypothetical(parse: Parse, verb: Token) -> bool:
    """Whether the clause asks or supposes that it was said, or tells what was kept from it."""
    if verb.dep == "pcomp" and verb.head.lower in ("from", "of", "for", "against", "without"):
        return True
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


def _speaker(parse: Parse, verb: Token) -> tuple[Token | None, Span | None]:
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
        quoted = quoting.child("dobj")
        source = subject_of(quoting)
        return quoted, mention_of(source) if source else None
    return subject_of(verb) or _lost_subject(parse, verb), None


def _lost_subject(parse: Parse, verb: Token) -> Token | None:
    """The noun right before a finite verb whose subject the parser hung elsewhere."""
    while verb.tag == "VB" and verb.dep in ("xcomp", "advcl") and verb.head is not verb:
        verb = verb.head  # "went on to say"
    helpers = [child.i for child in verb.lefts if child.dep in ("aux", "neg")]
    finite = verb.tag in ("VBD", "VBZ") or (verb.tag in ("VB", "VBN") and helpers)
    if not finite or verb.dep not in ("ROOT", "ccomp", "conj"):
        return None
    if any(child.dep in ("nsubj", "nsubjpass", "auxpass", "expl") for child in verb.children):
        return None
    number = min([verb.i, *helpers]) - 1
    first = parse.sentence_of(verb).first
    while number > first and parse.tokens[number].dep in ("punct", "advmod"):
        number -= 1
    token = parse.tokens[number]
    while token.head.is_noun and token.head is not token and token.head.i < token.i:
        token = token.head
    return token if number >= first and token.is_noun and not token.quoted else None


def _may_report(verb: Token, subject: Token, cue: Cue) -> bool:
    """Whether this subject says things with this verb, rather than thinking or finding them."""
    if subject.lower == "it" and any(child.dep == "auxpass" for child in verb.children):
        return False
    if subject.lower in ("there", "what", "that", "which"):
        return False
    if any(child.lower == "what" for child in subject.lefts):
        return False
    if base_of(verb.lower) in SHOWING and subject.lower in IMPERSONAL:
        return False
    if base_of(verb.lower) == "tell" and not _has_hearer(verb):
        return False  # "I cannot tell what": to know
    if cue & REPORTING and not cue & (Cue.BELIEVING | Cue.FINDING):
        return True
    if cue & Cue.BELIEVING:
        return subject.is_noun and verb.tag in ("VBZ", "VBP", "VBN")
    if cue & Cue.FINDING and not (cue & REPORTING and base_of(verb.lower) not in AMBIGUOUS):
        return subject.lower in FINDERS or (
            subject.is_name and verb.tag in ("VBZ", "VBN") and base_of(verb.lower) != "show"
        )
    return True


def _has_hearer(verb: Token) -> bool:
    """Whether somebody is told, or the clause begins with "that"."""
    return any(
        child.dep in ("dobj", "dative", "auxpass")
        or (child.dep == "ccomp" and (child.spoken or opens_with_that(child)))
        for child in verb.children
    )


def _is_filler(verb: Token, subject: Token) -> bool:
    """Whether the narrator speaks of his own telling: "I may mention", "as you might say"."""
    if verb.tag == "VB" and not any(child.dep in ("aux", "nsubj") for child in verb.lefts):
        return True  # an order: "tell him that"
    if subject.lower not in ("i", "we", "you", "one"):
        return False
    asides = {child.lower for child in verb.lefts if child.dep in ("aux", "mark", "advmod")}
    return bool(asides & {"as", "may", "must", "might", "should", "would", "could", "can", "will"})


def _content(
    parse: Parse, verb: Token, subject: Token, cue: Cue
) -> tuple[tuple[Span, ...], Token | None]:
    """What is said: behind the verb, around its clause, or before it."""
    if _introduces_speech(parse, verb):
        return (), None
    inverted = subject.i > verb.i and subject.head is verb
    root = None if _is_comparison(verb) else complement(parse, verb, cue)
    aside = inverted or _is_parenthesis(parse, verb, subject)
    if aside and root is not None and not root.spoken and not opens_with_that(root):
        root = None
    if root is not None:
        clause = order if is_infinitive(root) else behind
        span = clause(parse, verb, root)
        return ((span,) if span else ()), root
    if cue & (REPORTING | Cue.BELIEVING | Cue.FINDING) and is_followed_by_that(parse, verb):
        below = parse.tokens[verb.i + 2].subtree()
        span = span_of(parse, verb.i + 2, last_of(parse, verb, parse.tokens[verb.i + 2], below))
        return ((span,) if span else ()), None
    if not cue & (Cue.SAYING | Cue.TELLING | Cue.ASKING):
        return (), None
    return _around(parse, verb, subject)


def _is_parenthesis(parse: Parse, verb: Token, subject: Token) -> bool:
    """Whether commas set the clause of saying apart from a sentence that runs on around it."""
    sentence = parse.sentence_of(verb)
    first, last = _clause(verb, subject, sentence)
    if first == sentence.first or last + 1 >= sentence.last:
        return False
    return parse.tokens[first - 1].text == parse.tokens[last + 1].text == ","


def _is_comparison(verb: Token) -> bool:
    """Whether the clause only leans on what is said: "as growers said"."""
    return any(child.lower == "as" and child.dep in ("mark", "advmod") for child in verb.lefts)


def _introduces_speech(parse: Parse, verb: Token) -> bool:
    """Whether the verb belongs to direct speech right before it: "…," she demanded."""
    for child in verb.lefts:
        if child.spoken and child.dep in ("ccomp", "parataxis", "advcl", "intj", "dep"):
            return True
    starts = [child.subtree()[0].i for child in verb.lefts if child.dep in ("nsubj", "aux")]
    first = min([verb.i, *starts])
    return first > parse.sentence_of(verb).first and parse.tokens[first - 1].spoken


def _has_own_subject(verb: Token, subject: Token) -> bool:
    """Whether verb and subject are one short clause, with nothing else that is said."""
    if subject.head is not verb or subject.dep not in ("nsubj", "nsubjpass"):
        return False
    hearers = cue_of(verb.lower) & (Cue.TELLING | Cue.ASKING)
    return hearers != 0 or not any(child.dep == "dobj" for child in verb.rights)


def _around(parse: Parse, verb: Token, subject: Token) -> tuple[tuple[Span, ...], Token | None]:
    """The sentence around, before or after a short clause of saying without its own content."""
    if not _has_own_subject(verb, subject):
        return (), None
    sentence = parse.sentence_of(verb)
    first, last = _clause(verb, subject, sentence)
    if last - first > LONGEST_ASIDE or parse.tokens[sentence.last - 1].text == ":":
        return (), None
    if subject.lower in ("i", "we", "you", "one") and verb.tag != "VBD":
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
        return pieces_of(parse, (last + 1, sentence.last - 1)), None
    if not before or not (at_end or after):
        return (), None
    headline = tokens[sentence.last - 1].dep != "punct"
    if not comparing and not headline and not _leans_on(verb, subject):
        return (), None
    start = _start(parse, verb, sentence, first)
    left = (start, first - 1)
    if at_end:
        return pieces_of(parse, left), None
    if last + 2 < sentence.last and tokens[last + 2].lower in ("and", "but"):
        return pieces_of(parse, left), None
    return pieces_of(parse, left, (last + 1, sentence.last - 1)), None


def _leans_on(verb: Token, subject: Token) -> bool:
    """Whether grammar joins what stands before a clause of saying to it, as what is said."""
    return verb.dep in ("parataxis", "ccomp", "dep") or any(
        (child.dep == "ccomp" and not child.quoted)
        or (child.dep[:5] == "nsubj" and child is not subject)  # "The boat, said Lind, was old."
        for child in verb.lefts
    )


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
