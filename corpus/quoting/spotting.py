"""Spots every mention of somebody in a document's narration."""

from __future__ import annotations

from corpus.names import TITLES, first_names, fold
from corpus.quoting.lexicon import (
    DAYS,
    GROUP_NOUNS,
    INDEFINITE,
    PAPERS,
    PRONOUNS,
    ends_like_person,
    names_person,
    singular_of,
)
from corpus.quoting.mentions import Mention, described, heads_something, pronoun, says
from corpus.quoting.parsing import SUBJECTS, Parse, Token
from corpus.quoting.proper_names import NAME_LIKE, named, names_in


def find_mentions(text: str, parse: Parse) -> list[Mention]:
    """Every mention outside quotation marks, in text order."""
    taken: set[int] = set()
    found: list[Mention] = []
    lower = {token.text for token in parse.tokens if token.text.islower()}
    saying = {fold(token.text) for token in parse.tokens if _is_speaking_trade(token)}
    for run in names_in(text, parse, lower):
        mention = named(text, parse, run)
        taken.update(token.i for token in run)
        taken.update(mention.covers)
        found.append(mention)
    called = {word for mention in found if mention.name for word in mention.name.words}
    for token in parse.tokens:
        if token.quoted or token.i in taken:
            continue
        if _missed_name(token, parse, called, lower):
            found.append(named(text, parse, [token]))
        elif _is_pronoun(token):
            found.append(pronoun(token))
        elif _stands_for_somebody(token) or (token.is_noun and fold(token.text) in saying):
            found.append(described(token))
    return sorted(found, key=lambda mention: (mention.start, mention.end))


def _missed_name(token: Token, parse: Parse, called: set[str], lower: set[str]) -> bool:
    """Whether a capital shows a name that the parser took for a noun or another word.

    ``called`` are the words of the names found, ``lower`` those that stand in small letters.
    """
    if not token.text[:1].isupper() or not NAME_LIKE.match(token.text) or len(token.text) < 2:
        return False
    if token.lower in called and (token.is_noun or token.tag in ("UH", "FW", "JJ")):
        return True
    if token.lower in called - lower and fold(token.text) not in TITLES | DAYS:
        return True
    if token.dep in SUBJECTS and fold(token.text) in first_names() and token.lower not in lower:
        return fold(token.text) not in DAYS
    first = parse.sentence_of(token).first
    begins = token.i <= first or parse.tokens[token.i - 1].quoted
    if begins or token.lower in PRONOUNS or fold(token.text) in TITLES | DAYS:
        return False
    return says(token) and token.tag not in ("PRP", "DT", "WP")


def _is_pronoun(token: Token) -> bool:
    if token.lower == "i":  # a newspaper is called i, and lists have a point i
        return token.text == "I" and token.tag == "PRP"
    return token.lower in PRONOUNS and token.tag[:3] == "PRP"


def _stands_for_somebody(token: Token) -> bool:
    if token.dep in ("compound", "amod", "nmod") and token.head.is_noun and token.head.i > token.i:
        return False
    noun = fold(token.text)
    if noun in INDEFINITE:
        return token.tag in ("NN", "PRP", "CD", "DT", "NNS") and token.dep not in ("nummod", "det")
    if not token.is_noun:
        return False
    if token.tag in ("NNS", "NNPS"):
        noun = singular_of(noun)
    return names_person(noun) or heads_something(token) or noun in PAPERS or noun in GROUP_NOUNS


def _is_speaking_trade(token: Token) -> bool:
    """Whether a noun such as "dealer" says something here; then it is somebody all through."""
    if token.quoted or token.tag != "NN" or not ends_like_person(fold(token.text)):
        return False
    return says(token)
