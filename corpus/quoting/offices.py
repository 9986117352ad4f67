"""Who holds an office by what a sentence tells: "Olga Renn, who had served as chief engineer"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.names import fold
from corpus.quoting.cast import Cast
from corpus.quoting.figures import Figure, Sort
from corpus.quoting.lexicon import BARE_OFFICES, ends_like_person, names_person
from corpus.quoting.mentions import Form, Mention
from corpus.quoting.parsing import Token

# "Was elected mayor", "became mayor", "served as mayor": the verb, and how the office hangs on it.
IS = frozenset("be is was are were been am".split())
BEING = IS | {"become", "became", "becomes"}
CHOSEN = frozenset("elected appointed named made chosen voted sworn".split())
SERVING = frozenset(
    "serve serves served serving work works worked working act acts acted acting".split()
)
OUTSIDE_OFFICE = frozenset(
    "man woman boy girl child person one friend widow stranger kid baby lady gentleman fellow"
    " victim witness winner loser guest visitor orphan".split()
)
# Words by which a sentence tells of an office that nobody holds, or holds no more.
NOT_HELD = frozenset(
    "not never no hardly scarcely almost nearly until till if unless whether longer former formerly"
    " then once ex nobody".split()
)
UNSURE = frozenset(
    "deny doubt believe hope think want claim wish suppose imagine dream pretend allege say"
    " rumour".split()
)
STOP = re.compile(r"[.!?\n“\"](?!\w)|[“\"]")
SAME_PARAGRAPH_BACK = 8  # mentions looked back at for whom "he was the pilot" is told of

Holding = tuple[Mention, Token]  # who is named, and the noun of the office


def holders(cast: Cast) -> Iterator[Holding]:
    """Everybody named of whom the narration tells the office, with the noun of that office."""
    found: dict[str, Holding] = {}  # the last holder of each office
    for token in cast.parse.tokens:
        if token.quoted or token.tag not in ("NN", "NNP"):
            continue
        verb = _verb_of(token)
        if verb is None or not _is_office(token, verb) or not is_told_as_so(cast, verb):
            continue
        holder = _holder(cast, verb)
        if holder is not None:
            found[fold(token.text)] = holder, token
    yield from found.values()


def is_told_as_so(cast: Cast, verb: Token) -> bool:
    """Whether a clause tells that somebody holds an office: not denied, doubted, asked or ended."""
    stop = STOP.search(cast.text, verb.end)
    if stop and stop.group() == "?":
        return False
    if any(_doubts(above) for above in verb.ancestors()):
        return False
    if any(token.tag == "MD" or token.lower in NOT_HELD for token in _own_words(verb)):
        return False
    subject = verb.left("nsubj")
    return not (verb.lower == "were" and subject is not None and subject.tag in ("NNP", "PRP"))


def _own_words(verb: Token) -> Iterator[Token]:
    """The words of a clause, without those of the clauses below it."""
    for child in verb.children:
        yield child
        if not child.is_verb:
            yield from _own_words(child)


def _doubts(token: Token) -> bool:
    word = token.lower
    stems = {word, word[:-1], word[:-2], word[:-3], word[:-3] + "y"}
    return word == "thought" or (token.is_verb and bool(stems & UNSURE))


def _is_office(token: Token, verb: Token) -> bool:
    noun = fold(token.text)
    if verb.lower not in IS and ends_like_person(noun):
        return True  # "became head librarian"; "was a disaster" is no office
    return (names_person(noun) and noun not in OUTSIDE_OFFICE) or noun in BARE_OFFICES


def _verb_of(token: Token) -> Token | None:
    """The verb that gives somebody the office that a noun names."""
    verb = token.head
    if token.dep in ("attr", "acomp") and verb.lower in BEING:
        return verb
    if token.dep in ("oprd", "attr", "dobj", "xcomp") and verb.lower in CHOSEN:
        return verb
    if token.dep == "pobj" and verb.lower == "as" and verb.head.lower in SERVING | CHOSEN:
        return verb.head
    return None


def _holder(cast: Cast, verb: Token) -> Mention | None:
    """The one named person who is the subject of the verb, also by "who" or by "he"."""
    subject = next((t for t in verb.children if t.dep in ("nsubj", "nsubjpass")), None)
    if subject is None and verb.dep in ("acl", "relcl"):
        subject = verb.head  # "Ruth Callow, elected mayor in May"
    elif subject is None and verb.dep == "conj":
        return _holder(cast, verb.head) if verb.head is not verb else None
    if subject is None:
        return None
    if subject.tag in ("WP", "WDT") and verb.dep in ("relcl", "acl"):
        subject = verb.head
    mention = cast.mention_of(subject)
    if mention is None:
        return None
    if mention.form is Form.PRONOUN:
        return _antecedent(cast, mention)
    return mention if mention.form is Form.NAME and _is_one(mention.figure) else None


def _antecedent(cast: Cast, pronoun: Mention) -> Mention | None:
    """Whom he or she means, where the paragraph before it knows only one."""
    if pronoun.person != 3 or pronoun.plural or pronoun.gender not in ("m", "f"):
        return None
    start = max(0, cast.text.rfind("\n\n", 0, pronoun.start))
    found: dict[int, Mention] = {}
    for mention in cast.before(pronoun.start, SAME_PARAGRAPH_BACK):
        figure = mention.figure
        if mention.start < start or mention.form is Form.PRONOUN or not _is_one(figure):
            continue
        if figure is not None and figure.gender in ("", pronoun.gender):
            found[figure.number] = mention
    only = next(iter(found.values())) if len(found) == 1 else None
    return only if only is not None and only.form is Form.NAME else None


def _is_one(figure: Figure | None) -> bool:
    return figure is not None and figure.sort is Sort.PERSON and not figure.plural
