"""What is said under a verb of saying: where the reported clause begins and where it ends.

The parser often hangs a clause without its "that" elsewhere; what stands right after the verb then
tells more than the tree.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from corpus.documents import Span
from corpus.quoting.cues import Cue, base_of, cue_of
from corpus.quoting.parsing import Parse, Token

SAYING = Cue.SAYING | Cue.TELLING
REPORTING = SAYING | Cue.ASKING | Cue.DENYING
SUMMONING = frozenset("tell ask urge order instruct command advise warn beg implore remind".split())
VOWING = frozenset("promise vow pledge threaten swear".split())
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


def complement(parse: Parse, verb: Token, cue: Cue) -> Token | None:
    """The verb of the clause that a verb of saying takes after it."""
    for child in verb.rights:
        if child.dep == "ccomp" and cue & (REPORTING | Cue.BELIEVING | Cue.FINDING):
            if is_infinitive(child):
                return child if _summons(verb) else None
            if child.spoken or _has_subject(child) or opens_with_that(child):
                return child
            bare = child.tag in ("VBD", "VBZ", "VBP", "VB", "MD") or _has_auxiliary(child)
            return child if bare and base_of(verb.lower) not in WITH_OBJECTS else None
        if child.dep == "xcomp" and is_infinitive(child):
            return child if _summons(verb) or base_of(verb.lower) in VOWING else None
        if child.dep in ("acomp", "oprd") and child.lower in ("clear", "plain", "known"):
            inner = child.right("ccomp")
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
        if is_infinitive(token):
            return None
        if token.tag in ("VBD", "VBZ", "VBP") or any(c.dep == "aux" for c in token.children):
            fits = token.i > start and token.subtree()[0].i in (start, start - 1)
            return token if fits and verb not in token.subtree() else None
    return None


def is_followed_by_that(parse: Parse, verb: Token) -> bool:
    """Whether "that" opens a clause right after the verb, whatever the parser made of it."""
    if verb.i + 3 >= parse.sentence_of(verb).last:
        return False
    that, after = parse.tokens[verb.i + 1 : verb.i + 3]
    return that.lower == "that" and that.tag in ("IN", "WDT") and after.text[0].isalnum()


def is_infinitive(verb: Token) -> bool:
    """Whether the verb is one with "to": "to leave"."""
    return any(child.lower == "to" and child.dep == "aux" for child in verb.lefts)


def opens_with_that(root: Token) -> bool:
    """Whether the clause of a verb begins with its "that"."""
    return any(child.lower == "that" and child.dep == "mark" for child in root.lefts)


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


def order(parse: Parse, verb: Token, root: Token) -> Span | None:
    """What somebody is told to do, with whom it is told: "residents to move their cars"."""
    below = root.subtree()
    first = next(token for token in below if token.i > verb.i)
    hearer = next((c for c in verb.rights if c.dep == "dobj" and c.i < root.i), None)
    if hearer is not None and hearer.lower in ("leave", "permission", "pardon"):
        return None
    if hearer is not None and base_of(verb.lower) not in VOWING:
        first = hearer.subtree()[0]
    return span_of(parse, first.i, last_of(parse, verb, root, below))


def behind(parse: Parse, verb: Token, root: Token) -> Span | None:
    """The clause after its verb of saying, up to where the sentence turns to something else."""
    below = root.subtree()
    return span_of(parse, _first(parse, verb, root, below), last_of(parse, verb, root, below))


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


def last_of(parse: Parse, verb: Token, root: Token, below: Sequence[Token]) -> int:
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


def pieces_of(parse: Parse, *ranges: tuple[int, int]) -> tuple[Span, ...]:
    """The text of each run of tokens, first and last included; none of a run without a word."""
    spans = (span_of(parse, first, last) for first, last in ranges)
    return tuple(span for span in spans if span is not None)


def _is_edge(token: Token) -> bool:
    return token.text in EDGES or token.dep == "cc"


def span_of(parse: Parse, first: int, last: int) -> Span | None:
    """The text of a run of tokens without the punctuation around it; None without a word."""
    tokens = parse.tokens
    while first <= last and not tokens[first].quoted and tokens[first].text in EDGES:
        first += 1
    while first <= last and not tokens[last].quoted and _is_edge(tokens[last]):
        last -= 1
    if not any(token.tag[:2] in CONTENT for token in tokens[first : last + 1]):
        return None
    return Span(tokens[first].start, tokens[last].end)
