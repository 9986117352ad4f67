"""Mentions: phrases of the narration that stand for somebody, as their words and grammar show them.

Here are those that one word heads, a noun or a pronoun, and those of labels; ``proper_names`` makes
those of names, and ``spotting`` finds them all.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from corpus.documents import Span
from corpus.names import Name, first_names, fold, take_apart
from corpus.quoting.cues import cue_of
from corpus.quoting.figures import NOBODY, Figure
from corpus.quoting.lexicon import (
    AGE_WORDS,
    HEADS,
    INDEFINITE,
    PRONOUNS,
    names_person,
    noun_gender,
    singular_of,
)
from corpus.quoting.parsing import SUBJECTS, Token

INSIDE_PHRASE = ("compound", "amod", "nmod", "nummod", "det", "poss", "quantmod", "advmod")
SETTINGS = frozenset("in at from near through across into toward towards around outside".split())
COUNTS = frozenset("two both three four five six seven eight nine ten eleven twelve".split())
DID = ("did", "does", "do")  # "he did not answer" is told as a step, "he had not" is not
LONGEST_PHRASE = 12  # words before its noun
LABEL = re.compile(
    r"^\W*(?:from\s+|by\s+)?(?P<name>[^,(:\n]*[^,(:\n\s])\s*(?:[,(]\s*(?P<role>[^):\n]*))?[):\s]*$",
    re.IGNORECASE,
)


JOINT = re.compile(r",? (?:and|&) |, ")


class Form(StrEnum):
    """What kind of phrase a mention is."""

    NAME = "name"
    NOUN = "noun"
    PRONOUN = "pronoun"


@dataclass(slots=True, eq=False)
class Mention:
    """A phrase of the narration that stands for somebody."""

    start: int
    end: int
    head: Token | None  # None for a label outside the grammar of a sentence
    form: Form
    gender: str = ""
    plural: bool = False
    person: int = 3
    noun: str = ""  # folded head noun, in the singular
    name: Name | None = None
    role: str = ""  # "engineer" in "engineer Carl Weiss"
    qualities: frozenset[str] = frozenset()  # "old" in "the old man"
    definite: bool = True
    count: str = ""  # "two" of "the two officials", "three" of "three lawyers"
    owner: str = ""  # folded possessor: "his" wife, "brother" of "my brother's wife"
    subject: bool = False
    says: bool = False  # the subject of a verb of saying
    acts: bool = False  # the subject of a main clause that tells what happened
    setting: bool = False  # the object of "in" or "at", as places are
    with_article: bool = False  # a name with "the", as rivers and inns have
    nobody: bool = False  # "no one", "any man": stands for no figure of the story
    covers: tuple[int, ...] = ()  # further tokens that head a part of it: "Secretary" of X
    figure: Figure | None = None  # NOBODY for a pronoun that means nobody of the story

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)

    @property
    def somebody(self) -> Figure | None:
        """The figure of the story that it stands for; None where it means nobody of it."""
        return self.figure if self.figure is not NOBODY else None


def on_one_line(text: str, span: Span) -> str:
    """The words of a stretch of the text with single spaces, as somebody is called by them."""
    return " ".join(text[span.start : span.end].split())


def described(token: Token) -> Mention:
    """The mention that a common noun heads."""
    left = phrase_start(token)
    plural = token.tag in ("NNS", "NNPS")
    noun = singular_of(fold(token.text)) if plural else fold(token.text)
    lefts = [t for t in token.lefts if not t.quoted]
    owner = next((fold(t.text) for t in lefts if t.dep == "poss"), "")
    end = _phrase_end(token)
    determiner = next((t.lower for t in lefts if t.dep == "det"), "")
    gender = noun_gender(noun)
    if not gender and end > token.end:  # "one of the women"
        gender = noun_gender(singular_of(fold(_whole_of(token).text)))
    mention = Mention(
        left.start,
        end,
        token,
        Form.NOUN,
        gender,
        plural,
        noun=noun,
        qualities=frozenset(fold(t.text) for t in lefts) & AGE_WORDS,
        definite=bool(owner) or determiner not in ("a", "an", "another", "some"),
        count=next((t.lower for t in lefts if t.lower in COUNTS), ""),
        owner=owner,
        nobody=determiner in ("no", "any", "every", "each", "such", "neither", "either", "what")
        or (noun in ("one", "another", "other") and end == token.end)
        or (token.dep == "attr" and determiner in ("a", "an")),
    )
    return playing_part(mention, token)


def _phrase_end(token: Token) -> int:
    """The end of "somebody else" and "one of the women", else of the noun itself."""
    if fold(token.text) in INDEFINITE or token.tag in ("JJ", "JJR", "JJS", "CD", "DT"):
        return _whole_of(token).end
    return token.end


def _whole_of(token: Token) -> Token:
    """The women of "one of the women", "else" of "somebody else"; else the token itself."""
    for child in token.rights[:1]:
        if child.lower == "else":
            return child
        if child.lower == "of":
            return child.right("pobj") or token
    return token


def labelled(text: str, span: Span) -> Mention | None:
    """The mention that a label makes: "OKORO", "Nils Berg, baker", "From Warden Okoro"."""
    label = LABEL.match(text[span.start : span.end])
    if not label or not any(c.isalnum() for c in label["name"]):
        return None
    spelled = label["name"].strip()
    start = span.start + label.start("name")
    name = take_apart(spelled.title() if spelled.isupper() else spelled)
    noun = fold(spelled.split()[-1])
    named = bool(name.words) and not (len(name.words) == 1 and names_person(name.words[0]))
    return Mention(
        start,
        start + len(label["name"].rstrip()),
        None,
        Form.NAME if named else Form.NOUN,
        name.gender if named else noun_gender(noun),
        noun=noun,
        name=name if named else None,
        role=(label["role"] or "").strip(),
    )


def joint_names(text: str, label: Span) -> list[Span]:
    """The names of a label that joins people: "Ann Rowe and Joe Birch"; [] for one name.

    A firm or a group ("Finch & Sons", "the Friends of Arts and Crafts") is one.
    """
    parts, at = [], label.start
    for joint in [*JOINT.finditer(text, *label), None]:
        parts.append(Span(at, joint.start() if joint else label.end))
        at = joint.end() if joint else label.end
    words = [text[slice(*part)].split() for part in parts]
    people = all(part and fold(part[0]) in first_names() for part in words)
    return parts if len(parts) > 1 and people else []


ASIDES = frozenset({"included", "excluded", "excepted"})


def playing_part(mention: Mention, token: Token) -> Mention:
    """The mention with the part that its noun plays in its sentence."""
    mention.subject = _heads_clause(token) or _is_told_of(token)
    mention.says = says(token)
    mention.acts = _acts(token)
    mention.setting = token.dep == "pobj" and token.head.lower in SETTINGS
    return mention


def _subject_verb(token: Token) -> Token | None:
    """The verb whose subject the token is, also as "Kelly" in "Sessions and Kelly"."""
    seen = token
    for _ in range(4):
        if seen.dep in SUBJECTS:
            return seen.head
        if seen.dep not in ("conj", "appos", "compound"):
            return None
        seen = seen.head
    return None


def _heads_clause(token: Token) -> bool:
    """Whether the token is a subject, and not in an aside: "his wife following", "Tom included"."""
    verb = _subject_verb(token)
    if verb is None or verb.lower in ASIDES:
        return False
    helped = any(t.dep in ("aux", "auxpass") and t.tag != "VBG" for t in verb.children)
    return helped or verb.dep != "advcl" or verb.tag not in ("VBG", "VBN")


def _is_told_of(token: Token) -> bool:
    """Whether a clause goes on to tell what somebody does: "It upset Ada Holm, who keeps bees."

    "Those who keep bees" only says which.
    """
    clauses = [t for t in token.rights if t.dep == "relcl" and not t.quoted]
    aside = token.is_name or any(t.text == "," for t in token.rights)
    return aside and any(t.lower == "who" and t.dep in SUBJECTS for c in clauses for t in c.lefts)


def _acts(token: Token) -> bool:
    """Whether the token is who does something in a main clause: "Ada put the lamp down".

    What somebody had done, might do or was doing is no step of the story.
    """
    verb = _subject_verb(token)
    if verb is None or verb.tag not in ("VBD", "VBZ", "VBP"):
        return False
    helped = any(t.dep in ("aux", "auxpass") and t.lower not in DID for t in verb.children)
    top = verb
    while top.dep == "conj" and top.head is not top:
        top = top.head
    return top.head is top and not helped


def heads_something(token: Token) -> bool:
    """Whether a noun is an office by what it heads: "the head of leisure", no part of a body."""
    return fold(token.text) in HEADS and any(child.lower == "of" for child in token.children)


def says(token: Token) -> bool:
    """Whether the token is the subject of a verb of saying."""
    verb = _subject_verb(token)
    return verb is not None and bool(cue_of(verb.text))


def pronoun(token: Token) -> Mention:
    """The mention that a personal pronoun makes."""
    person, gender, plural = PRONOUNS[token.lower]
    mention = Mention(token.start, token.end, token, Form.PRONOUN, gender, plural, person)
    return playing_part(mention, token)


def phrase_start(token: Token) -> Token:
    """The first word of the noun phrase that ends in ``token``."""
    left = token
    waiting = [token]
    while waiting:
        for child in waiting.pop().lefts:
            if child.dep in (*INSIDE_PHRASE, "case") and not child.quoted:
                if child.i < left.i and token.i - child.i < LONGEST_PHRASE:
                    left = child
                waiting.append(child)
    return left if left.sentence == token.sentence else token
