"""Indirect speech: what somebody is reported to have said, in the narrator's words.

A report is a clause under a verb of saying, a sentence that a short clause of saying stands
beside or within, or whatever "according to" leans on. Its content may hold quotation marks.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from corpus.documents import Span
from corpus.quoting.clauses import is_negated, is_unsaid, mention_of, subject_of
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
LONGEST_SENTENCE = 300  # words; what is longer is a list or a table, and costs most to look through
LONGEST_ASIDE = 30  # words of a clause of saying that stands within what is said
CONTENT = frozenset(("NN", "VB", "PR", "MD", "CD", "JJ", "EX", "WP", "DT"))
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
        return _according_to(parse, token)
    if lower in NOUNS and token.is_noun:
        return _by_noun(parse, token)
    if lower in VIEWS:
        return _by_view(parse, token)
    cue = cue_of(lower)
    if not cue or token.tag[:2] != "VB" or _is_participle(token):
        return None
    return _by_verb(parse, token, cue)


# --- verbs -------------------------------------------------------------------------------------


def _by_verb(parse: Parse, verb: Token, cue: Cue) -> Report | None:
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
    via = via or _via(verb)
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
        quoted = next((child for child in quoting.children if child.dep == "dobj"), None)
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
    if subject.lower in ("there", "what", "that", "which"):
        return False
    if any(child.lower == "what" for child in subject.lefts):
        return False
    if base_of(verb.lower) in SHOWING and subject.lower in NOBODY:
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
        or (child.dep == "ccomp" and (child.spoken or _opens_with_that(child)))
        for child in verb.children
    )


def _opens_with_that(root: Token) -> bool:
    return any(child.lower == "that" and child.dep == "mark" for child in root.lefts)


def _is_filler(verb: Token, subject: Token) -> bool:
    """Whether the narrator speaks of his own telling: "I may mention", "as you might say"."""
    if verb.tag == "VB" and not any(child.dep in ("aux", "nsubj") for child in verb.lefts):
        return True  # an order: "tell him that"
    if subject.lower not in ("i", "we", "you", "one"):
        return False
    asides = {child.lower for child in verb.lefts if child.dep in ("aux", "mark", "advmod")}
    return bool(asides & {"as", "may", "must", "might", "should", "would", "could", "can", "will"})


# "This implies that" is a conclusion of the writer's own.
SHOWING = frozenset("imply suggest indicate show signal reveal".split())
NOBODY = frozenset("this that it which these those name title".split())
AMBIGUOUS = frozenset("show hold read".split())


def _content(
    parse: Parse, verb: Token, subject: Token, cue: Cue
) -> tuple[tuple[Span, ...], Token | None]:
    """What is said: behind the verb, around its clause, or before it."""
    if _introduces_speech(parse, verb):
        return (), None
    inverted = subject.i > verb.i and subject.head is verb
    behind = None if _is_comparison(verb) else _complement(parse, verb, cue)
    aside = inverted or _is_parenthesis(parse, verb, subject)
    if aside and behind is not None and not behind.spoken and not _opens_with_that(behind):
        behind = None
    if behind is not None:
        if _is_infinitive(behind):
            span = _order(parse, verb, behind)
        else:
            span = _behind(parse, verb, behind)
        return ((span,) if span else ()), behind
    if cue & (REPORTING | Cue.BELIEVING | Cue.FINDING) and _is_followed_by_that(parse, verb):
        below = parse.tokens[verb.i + 2].subtree()
        span = _span(parse, verb.i + 2, _last(parse, verb, parse.tokens[verb.i + 2], below))
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


def _is_followed_by_that(parse: Parse, verb: Token) -> bool:
    """Whether "that" opens a clause right after the verb, whatever the parser made of it."""
    if verb.i + 3 >= parse.sentence_of(verb).last:
        return False
    that, after = parse.tokens[verb.i + 1 : verb.i + 3]
    return that.lower == "that" and that.tag in ("IN", "WDT") and after.text[0].isalnum()


def _complement(parse: Parse, verb: Token, cue: Cue) -> Token | None:
    """The verb of the clause that a verb of saying takes after it."""
    for child in verb.rights:
        if child.dep == "ccomp" and cue & (REPORTING | Cue.BELIEVING | Cue.FINDING):
            if _is_infinitive(child):
                return child if _summons(verb) else None
            if child.spoken or _has_subject(child) or _opens_with_that(child):
                return child
            bare = child.tag in ("VBD", "VBZ", "VBP", "VB", "MD") or _has_auxiliary(child)
            return child if bare and base_of(verb.lower) not in WITH_OBJECTS else None
        if child.dep == "xcomp" and _is_infinitive(child):
            return child if _summons(verb) or base_of(verb.lower) in VOWING else None
        if child.dep in ("acomp", "oprd") and child.lower in ("clear", "plain", "known"):
            inner = next((c for c in child.rights if c.dep == "ccomp"), None)
            if inner is not None:
                return inner
    return _misplaced(parse, verb) if _omits_that(verb, cue) else None


# Verbs of saying that often take a plain object, so that a clause after them needs its "that".
WITH_OBJECTS = frozenset(
    """
    maintain describe detail mention write read record hold reveal repeat summarise summarize relate
    teach order pledge signal determine learn discover propose post text email certify pronounce
    preach declaim recount underline underscore object counter answer call request
    """.split()
)


def _omits_that(verb: Token, cue: Cue) -> bool:
    return bool(cue & (REPORTING | Cue.FINDING)) and base_of(verb.lower) not in WITH_OBJECTS


def _has_subject(root: Token) -> bool:
    return any(c.dep in ("nsubj", "nsubjpass", "csubj", "expl") for c in root.children)


def _has_auxiliary(root: Token) -> bool:
    return any(c.dep in ("aux", "auxpass") for c in root.children)


def _misplaced(parse: Parse, verb: Token) -> Token | None:
    """A clause right after the verb that the parser hung elsewhere, as it does without "that"."""
    tokens = parse.tokens
    sentence = parse.sentence_of(verb)
    start = verb.i + 1
    if start < sentence.last and tokens[start].lower == "that":
        start += 1
    if start >= sentence.last or not tokens[start].text[0].isalnum():
        return None
    for child in verb.rights:
        first = child.subtree()[0].i
        if child.dep == "conj" and child.tag in ("VBD", "VBZ", "VBP", "VB") and first > start:
            joined = tokens[first - 1].dep == "cc" or (
                tokens[first - 1].dep == "punct" and tokens[start].tag != "IN"
            )
            finite = child.tag != "VB" or any(c.dep == "aux" for c in child.children)
            return child if not joined and finite else None
    token = tokens[start]
    for _ in range(8):
        if token.head is token or token.head is verb:
            return None
        token = token.head
        if _is_infinitive(token):
            return None
        if token.tag in ("VBD", "VBZ", "VBP") or any(c.dep == "aux" for c in token.children):
            fits = token.i > start and token.subtree()[0].i in (start, start - 1)
            return token if fits and verb not in token.subtree() else None
    return None


def _is_infinitive(verb: Token) -> bool:
    return any(child.lower == "to" and child.dep == "aux" for child in verb.lefts)


def _summons(verb: Token) -> bool:
    """Whether the verb reports an order: finite, and with somebody to be ordered."""
    if base_of(verb.lower) not in SUMMONING or verb.tag not in ("VBD", "VBZ", "VBP", "VBN"):
        return False
    if any(child.dep == "auxpass" for child in verb.children):
        return False
    hearer = any(child.dep == "dobj" for child in verb.rights)
    inner = next((child for child in verb.rights if child.dep in ("ccomp", "xcomp")), None)
    own = inner is not None and any(child.dep == "nsubj" for child in inner.children)
    return hearer or own


def _order(parse: Parse, verb: Token, root: Token) -> Span | None:
    """What somebody is told to do, with whom it is told: "residents to move their cars"."""
    below = root.subtree()
    first = next(token for token in below if token.i > verb.i)
    hearer = next((c for c in verb.rights if c.dep == "dobj" and c.i < root.i), None)
    if hearer is not None and hearer.lower in ("leave", "permission", "pardon"):
        return None
    if hearer is not None and base_of(verb.lower) not in VOWING:
        first = hearer.subtree()[0]
    return _span(parse, first.i, _last(parse, verb, root, below))


def _behind(parse: Parse, verb: Token, root: Token) -> Span | None:
    """The clause after its verb of saying, up to where the sentence turns to something else."""
    below = root.subtree()
    return _span(parse, _first(parse, verb, root, below), _last(parse, verb, root, below))


def _first(parse: Parse, verb: Token, root: Token, below: Sequence[Token]) -> int:
    """Where the reported clause begins: after "that", and with what the parser left out of it."""
    tokens = parse.tokens
    first = next(token.i for token in below if token.i > verb.i)
    that = next((t.i for t in tokens[verb.i + 1 : root.i] if _is_that(t, verb, root)), None)
    if that is not None:
        return that + 1
    if tokens[first].lower in DAYS and first == verb.i + 1 and first + 1 < root.i:
        return first + 1  # "said Tuesday the pier would stay shut"
    if tokens[first].spoken:
        first = next((t.i for t in tokens[verb.i + 1 : first + 1] if t.text == '"'), first)
    hearers = cue_of(verb.lower) & Cue.TELLING
    for child in verb.rights:
        start = child.subtree()[0].i
        if child.lower in DAYS:
            continue
        if start >= first or (root.spoken and child.dep != "advcl"):
            break
        if child.dep == "advcl" and start == verb.i + 1:
            return start
        if child.dep in ("prep", "npadvmod") and tokens[child.subtree()[-1].i + 1].text == ",":
            if not hearers and start == verb.i + 1 and child.lower not in ("in", "at", "to"):
                return start
        elif child.dep in ("dobj", "nsubj", "npadvmod") and not hearers and start == verb.i + 1:
            return start
    return first


DAYS = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday today yesterday tonight".split()
)


def _is_that(token: Token, verb: Token, root: Token) -> bool:
    return (
        token.lower == "that"
        and token.dep in ("mark", "det", "nsubj", "dobj", "pobj")
        and token.tag in ("IN", "WDT")
        and (token.i == verb.i + 1 or token.head is root or token.dep == "mark")
    )


def _last(parse: Parse, verb: Token, root: Token, below: Sequence[Token]) -> int:
    """Where the reported clause ends: with its sentence, unless the narrator goes on before."""
    sentence = parse.sentence_of(verb)
    last = max(below[-1].i, verb.subtree()[-1].i)
    if _is_main(verb):
        last = sentence.last - 1
    for child in verb.rights:
        if child.i > root.i and (_goes_on(parse, child) or _turns_away(parse, child)):
            start = child.subtree()[0].i
            while start > root.i + 1 and parse.tokens[start - 1].dep in ("cc", "punct"):
                start -= 1
            last = min(last, start - 1)
            break
    for token in below:
        if token.i > root.i and _turns_away(parse, token):
            last = min(last, token.subtree()[0].i - 1)
            break
    return last


def _is_main(verb: Token) -> bool:
    """Whether nothing of a higher clause can follow the verb in its sentence."""
    while verb.dep == "conj":
        verb = verb.head
    if verb.dep == "ROOT":
        return True
    # The parser may take the last verb of what is said for the main one.
    above = verb.head
    return (
        verb.dep == "ccomp"
        and above.i > verb.i
        and above.dep == "ROOT"
        and not above.spoken
        and not cue_of(above.lower)
        and not any(child.dep == "mark" for child in verb.lefts)
    )


def _goes_on(parse: Parse, child: Token) -> bool:
    """Whether the narrator's own sentence goes on with this part: "said so, and the band left"."""
    if child.dep == "parataxis":
        return True
    if child.dep != "conj" or child.tag[:2] not in ("VB", "MD") or child.quoted:
        return False
    start = child.subtree()[0].i
    comma = any(token.text in EDGES for token in parse.tokens[max(0, start - 2) : start])
    own = any(c.dep in ("nsubj", "nsubjpass") for c in child.children)
    return comma or not own


def _turns_away(parse: Parse, token: Token) -> bool:
    """Whether the speaker's next act begins here: ", adding that" or ", and said"."""
    start = token.subtree()[0].i
    if token.quoted or start == 0 or parse.tokens[start - 1].text not in (",", "and", '"'):
        return False
    if token.dep == "advcl" and cue_of(token.lower) & SAYING:
        return token.tag == "VBG" or parse.tokens[start].lower in ("while", "whereas")
    if token.dep == "prep" and token.lower == "with":
        inner = next((c for c in token.rights if c.dep == "pcomp" and c.tag == "VBG"), None)
        return inner is not None and bool(cue_of(inner.lower) & SAYING)
    if token.dep == "prep" and token.lower == "according":
        return True
    return (
        token.dep == "conj"
        and token.tag in ("VBD", "VBZ", "VBP")
        and bool(cue_of(token.lower) & Cue.SAYING)
        and not any(child.dep in ("nsubj", "nsubjpass") for child in token.children)
    )


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
        return _pieces(parse, (last + 1, sentence.last - 1)), None
    if not before or not (at_end or after):
        return (), None
    headline = tokens[sentence.last - 1].dep != "punct"
    if not comparing and not headline and not _leans_on(verb, subject):
        return (), None
    start = _start(parse, verb, sentence, first)
    left = (start, first - 1)
    if at_end:
        return _pieces(parse, left), None
    if tokens[last + 2].lower in ("and", "but") if last + 2 < sentence.last else False:
        return _pieces(parse, left), None
    return _pieces(parse, left, (last + 1, sentence.last - 1)), None


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


def _pieces(parse: Parse, *ranges: tuple[int, int]) -> tuple[Span, ...]:
    spans = (_span(parse, first, last) for first, last in ranges)
    return tuple(span for span in spans if span is not None)


def _is_edge(token: Token) -> bool:
    return token.text in EDGES or token.dep == "cc"


def _span(parse: Parse, first: int, last: int) -> Span | None:
    """The text of a run of tokens without the punctuation around it; None without a word."""
    tokens = parse.tokens
    while first <= last and not tokens[first].quoted and tokens[first].text in EDGES:
        first += 1
    while first <= last and not tokens[last].quoted and _is_edge(tokens[last]):
        last -= 1
    if not any(token.tag[:2] in CONTENT for token in tokens[first : last + 1]):
        return None
    return Span(tokens[first].start, tokens[last].end)


# --- according to, nouns, views ----------------------------------------------------------------


# What things go by, and nobody says.
NO_SOURCE = frozenset(
    """
    plan plans custom customs schedule law laws rule rules notion notions size age ages need needs
    taste tastes ability abilities circumstances principle principles tradition fashion nature order
    arrangement promise agreement instructions directions system method habit season weather merit
    rank means wish wishes desire usage convention design which what how whether it this that
    """.split()
)


def _according_to(parse: Parse, token: Token) -> Report | None:
    to = next((child for child in token.children if child.lower == "to"), None)
    name = next((child for child in to.children if child.dep == "pobj"), None) if to else None
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
        pieces = _pieces(parse, (sentence.first, token.i - 1))
    elif before_empty or lead[-1].lower in ("that", "and", "but", "because", "while"):
        pieces = _pieces(parse, (last + 1, sentence.last - 1))
    else:
        pieces = _pieces(parse, (sentence.first, token.i - 1), (last + 1, sentence.last - 1))
    if not pieces:
        return None
    mention = mention_of(name)
    if tokens[last].is_name and name.subtree()[-1].i < last:
        mention = Span(mention.start, tokens[last].end)
    return Report(pieces, Span(token.start, to.end), mention, via=_via(token))


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


def _by_view(parse: Parse, view: Token) -> Report | None:
    """Is concerned that ..., are confident ...: a view that somebody is said to hold."""
    clause = next((child for child in view.rights if child.dep == "ccomp"), None)
    verb = view if view.tag[:2] == "VB" else view.head
    subject = next((child for child in verb.children if child.dep in ("nsubj", "nsubjpass")), None)
    if clause is None or subject is None or subject.is_pronoun or is_negated(verb):
        return None
    if not any(child.tag in ("VBP", "VBZ") for child in (verb, *verb.lefts)):
        return None
    span = _behind(parse, view, clause)
    return Report((span,), view.span, mention_of(subject), False, None, clause) if span else None


def in_order(found: Sequence[Report]) -> Iterator[Report]:
    """Reports in the order of what is said."""
    yield from sorted(found, key=lambda report: report.pieces[0])
