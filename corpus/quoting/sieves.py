"""Sieves that need no context: the words beside a quotation that name its speaker."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from corpus.documents import Kind, Span
from corpus.names import fold
from corpus.quoting.cues import cue_of, may_say
from corpus.quoting.lexicon import (
    ANIMALS,
    GROUP_NOUNS,
    INDEFINITE,
    MUTE,
    ORGANISATION_WORDS,
    PAPERS,
    PRONOUNS,
    SPEAKING_PARTS,
    ends_like_person,
    names_person,
    singular_of,
)
from corpus.quoting.mentions import heads_something
from corpus.quoting.parsing import SUBJECTS, Parse, Token
from corpus.quoting.speech import Speech

LONGEST_LEAD = 300  # characters of a sentence that leads to a quotation
BESIDE = 90  # characters between a quotation and the verb that says it
ENDS_SENTENCE = re.compile(r"\.[\"”’'»]*$")
ENDS_IN_COMMA = re.compile(r",[\"”’'»]$")
TAG_STOP = re.compile(r"[.!?;:](?:\s|$)|\n\s*\n")
OPENS_NEXT = re.compile(r"\s*[,:]\s*$")
# Verbs that take a clause and yet say nothing: "I heard one small urchin grumbling".
SENSING = frozenset(
    "hear heard hears hearing see saw sees seen know knew knows feel felt have had has having was"
    " were is are been be watch watched notice noticed want wanted make made makes let lets seem"
    " seemed seems do did does done find found".split()
)
SHARES_SUBJECT = ("conj", "xcomp", "advcl", "ccomp", "dep", "acl", "pcomp", "prep", "parataxis")


@dataclass(frozen=True, slots=True)
class Tag:
    """The words that name the speaker of a quotation: subject and verb of saying."""

    subject: Token
    cue: Token | None
    evidence: str


def _is_saying(token: Token) -> bool:
    """Whether the verb is one of saying, writing or crying out: "put in", but not "put down"."""
    return token.is_verb and may_say(token.text, (child.text for child in token.rights[:2]))


def _is_part(token: Token) -> bool:
    """Whether a noun is a part of somebody who speaks by it: a voice, a head."""
    return fold(token.text) in SPEAKING_PARTS and not heads_something(token)


def _can_speak(token: Token) -> bool:
    """Whether a noun is of a kind that says things: no door, no folder."""
    word = fold(token.text)
    if _is_part(token):
        return False
    if token.lower in PRONOUNS or token.is_name or word in INDEFINITE:
        return True
    if token.tag in ("DT", "CD", "JJ", "JJR", "JJS", "WP", "WDT"):
        return True
    noun = singular_of(word) if token.tag in ("NNS", "NNPS") else word
    if {noun, word} & (PAPERS | GROUP_NOUNS | ORGANISATION_WORDS | ANIMALS):
        return True
    if token.text[:1].isupper() or names_person(noun):
        return True
    return ends_like_person(noun)


def tag_of(speech: Speech, parse: Parse, text: str, left: int, right: int) -> Tag | None:
    """The tag of a quotation, looked for between the offsets ``left`` and ``right``.

    The parser has read a stand-in clause for the quotation, so that its head is the verb that
    says it; where the parser failed, the words themselves are looked at.
    """
    lead = text[max(left, speech.start - 8) : speech.start].rstrip()
    after = speech.mention is None or speech.mention.start >= speech.end
    if speech.kind is Kind.DIRECT and lead.endswith(":") and after:
        before = _tag_before(speech, parse, text, left)
        if before:
            return before
    if speech.mention and (tag := _tag_given(speech, parse, text)):
        return tag
    if speech.kind is not Kind.DIRECT:
        return None
    return (
        _tag_at_once(speech, parse, text, right)
        or _tag_by_grammar(speech, parse, text, left, right)
        or _tag_after(speech, parse, text, right)
        or _tag_before(speech, parse, text, left)
        or _sentence_before(speech, parse, lead, left)
    )


def _tag_given(speech: Speech, parse: Parse, text: str) -> Tag | None:
    """The tag that came with the speech, unless its subject is none that speaks."""
    if speech.mention is None:
        return None
    subject = _head_in(parse, speech.mention)
    cue = parse.token_at(speech.cue.start) if speech.cue else None
    if subject and _is_part(subject):
        subject = _owner(subject)
    elif subject and fold(subject.text) in MUTE and not subject.is_name:
        subject = None
    elif subject and speech.kind is Kind.DIRECT and not _can_speak(subject):
        subject = None if cue is None or "," in text[subject.end : cue.start] else subject
    return Tag(subject, cue, "cue") if subject else None


def _tag_at_once(speech: Speech, parse: Parse, text: str, right: int) -> Tag | None:
    """The clause of saying that a comma within the quotation announces: "…," she added."""
    if not ENDS_IN_COMMA.search(text, max(0, speech.end - 3), speech.end):
        return None
    beside = _plain(parse.between(speech.end, right))[:3]
    if "\n" in text[speech.end : beside[0].start if beside else right]:
        return None
    return _tag_after(speech, parse, text, right) if any(map(_is_saying, beside)) else None


def _head_in(parse: Parse, span: Span) -> Token | None:
    tokens = parse.between(span.start, span.end)
    for token in tokens:
        if token.head is token or not span.start <= token.head.start < span.end:
            return token
    return tokens[-1] if tokens else None


def _tag_by_grammar(speech: Speech, parse: Parse, text: str, left: int, right: int) -> Tag | None:
    """The verb that the parser hung the quotation on, and its subject."""
    for token in parse.between(speech.start, speech.end):
        verb = token.head
        if verb is token or speech.start <= verb.start < speech.end:
            continue
        if not (verb.is_verb and left <= verb.start < right) or verb.quoted:
            continue
        if _leads_to_next(text, speech, verb, right):
            continue
        between = _between(text, speech, verb)
        if len(between) > BESIDE or re.search(r"[.!?]\s+[A-Z]|\n\s*\n", between.strip()):
            continue
        plain = token.dep in ("ccomp", "dobj") and _touches(between)
        if not _is_saying(verb) and (not plain or verb.lower in SENSING):
            continue
        subject = _speaking_subject(verb)
        if subject:
            return Tag(subject, verb, "cue")
    return None


def _leads_to_next(text: str, speech: Speech, verb: Token, right: int) -> bool:
    """Whether a verb after a finished sentence opens the next quotation instead."""
    if verb.start < speech.end or not ENDS_SENTENCE.search(text[speech.end - 3 : speech.end]):
        return False
    return bool(OPENS_NEXT.match(text[verb.end : right])) and right - verb.end < BESIDE


def _touches(between: str) -> bool:
    return len(between.split()) <= 5


def _between(text: str, speech: Speech, verb: Token) -> str:
    if verb.start >= speech.end:
        return text[speech.end : verb.start]
    return text[verb.end : speech.start]


def _speaking_subject(verb: Token) -> Token | None:
    """Who does the verb, also where the subject is shared ("turned and said")."""
    seen = verb
    for _ in range(6):
        subjects = [t for t in seen.children if t.dep in SUBJECTS and not t.quoted]
        if subjects and _can_speak(subjects[0]):
            return _spoken_by(subjects[0], seen)
        if subjects and _is_part(subjects[0]):
            return _owner(subjects[0])
        if seen.dep in ("acl", "relcl"):
            noun = seen.head
            if (noun.is_noun or noun.is_pronoun) and not noun.quoted and _can_speak(noun):
                return noun
            seen = noun.head  # "dubbed the attempts to remove it": who dubbed
            continue
        if seen.dep not in SHARES_SUBJECT or seen.head is seen:
            return None
        seen = seen.head
        if seen.quoted:
            return None
    return None


def _owner(part: Token) -> Token | None:
    """Whose voice it is: "the voice of John Reed", "his voice"; a bare voice is its own."""
    of = next((t for t in part.rights if t.lower == "of"), None)
    named = of.right("pobj") if of else None
    if named is not None and _can_speak(named):
        return named
    owner = next((t for t in part.lefts if t.dep == "poss" and not t.quoted), None)
    if owner is not None or part.lower not in ("voice", "voices"):
        return owner
    return part


def _spoken_by(subject: Token, verb: Token) -> Token:
    """The noun itself where the subject is "who" or "that"."""
    if subject.tag in ("WP", "WDT") and verb.dep in ("relcl", "acl"):
        return verb.head
    return subject


def _tag_after(speech: Speech, parse: Parse, text: str, right: int) -> Tag | None:
    """ "…" said Lucy / "…" Lucy said, by the words alone."""
    stop = TAG_STOP.search(text, speech.end, min(right, speech.end + 2 * BESIDE))
    tokens = _plain(parse.between(speech.end, stop.start() if stop else right))[:12]
    if rare := _rare_verb(tokens, text[speech.end : speech.end + 2]):
        return rare
    for number, token in enumerate(tokens[:8]):
        if not _is_saying(token):
            continue
        joined = [t for t in tokens[:number] if t.lower == "and" and not t.head.is_noun]
        if joined or _leads_to_next(text, speech, token, right):
            break
        follower = _noun_after(tokens[number + 1 :])
        if number == 0 and follower:
            return Tag(follower, token, "cue")
        leader = _noun_before(tokens[:number])
        if leader:
            return Tag(leader, token, "cue")
        if follower and number <= 2:
            return Tag(follower, token, "cue")
        break
    return None


def _rare_verb(tokens: Sequence[Token], opening: str) -> Tag | None:
    """ "…" fleered Happy Jack: any verb in small letters between the quotation and a name."""
    if len(tokens) < 2 or opening[:1] not in " \n" or tokens[0].text[:1].isupper():
        return None
    verb, following = tokens[0], tokens[1]
    past = verb.tag in ("VBD", "VBZ", "VBN") or verb.lower.endswith("ed")
    if not past or verb.lower in SENSING or _is_saying(verb):
        return None
    named = following.is_name or following.lower in ("he", "she", "i", "they", "the", "his", "her")
    subject = _noun_after(tokens[1:]) if named else None
    return Tag(subject, verb, "cue") if subject and _can_speak(subject) else None


def _tag_before(speech: Speech, parse: Parse, text: str, left: int) -> Tag | None:
    """She said: "…" by the words alone."""
    tokens = _plain(parse.between(max(left, speech.start - 2 * BESIDE), speech.start))
    for token in reversed(tokens[-6:]):
        gap = text[token.end : speech.start]
        if re.search(r"[.!?]\s", gap + " ") or "\n\n" in gap.rstrip():
            return None
        # "The note on the door read:" is so short that the parser takes the verb for a noun.
        taken_for_noun = cue_of(token.text) and token.dep == "ROOT" and token.left("nsubj")
        if _is_saying(token) or taken_for_noun:
            subject = _speaking_subject(token) or _last_subject(tokens, token)
            return Tag(subject, token, "cue") if subject else None
    return None


def _last_subject(tokens: Sequence[Token], verb: Token) -> Token | None:
    """The subject nearest before a verb that the parser gave none."""
    for token in reversed(tokens):
        if token.i < verb.i and token.dep in SUBJECTS and _can_speak(token):
            return token
    return None


def _sentence_before(speech: Speech, parse: Parse, lead: str, left: int) -> Tag | None:
    """Who does what the sentence tells that leads to the quotation with a colon or a comma."""
    if not lead.endswith((":", ",")):
        return None
    tokens = _plain(parse.between(max(left, speech.start - LONGEST_LEAD), speech.start))
    for token in reversed(tokens):
        if token.sentence != tokens[-1].sentence:
            return None
        if not token.is_verb or not (lead.endswith(":") or _is_saying(token)):
            continue
        if lead.endswith(",") and token.dep not in ("ROOT", "conj"):
            continue
        subject = _speaking_subject(token)
        if subject:
            return Tag(subject, token if _is_saying(token) else None, "sentence before")
    return None


def _plain(tokens: Sequence[Token]) -> list[Token]:
    return [token for token in tokens if not token.quoted and token.text[:1].isalnum()]


def _noun_after(tokens: Sequence[Token]) -> Token | None:
    for token in tokens[:6]:
        if token.lower in PRONOUNS or token.is_noun:
            if token.dep in ("compound", "poss", "amod", "nmod") and token.head.i > token.i:
                continue
            return token if _can_speak(token) else None
        if token.tag not in ("DT", "JJ", "PRP$", "RB", "CD", "POS"):
            return None
    return None


def _noun_before(tokens: Sequence[Token]) -> Token | None:
    for token in reversed(tokens):
        if (token.lower in PRONOUNS and token.tag == "PRP") or token.is_noun:
            while token.dep == "conj" and token.head in tokens:
                token = token.head
            return token if _can_speak(token) else None
        if token.tag[:2] not in ("RB", "MD", "VB"):
            return None
    return None


def told_by(tag: Tag) -> Token | None:
    """Whom the speaker speaks to: "he asked Katharine", "he said to me"."""
    if tag.cue is None:
        return None
    for token in tag.cue.rights:
        if token.quoted:
            continue
        if token.dep in ("dobj", "dative", "iobj") and token.lower != "to" and _can_speak(token):
            return token
        if token.lower == "to":
            return token.right("pobj")
    return None


def everyone_in(subject: Token) -> list[Token]:
    """The subject and all joined to it: "Sessions and Kelly" are two."""
    found, waiting = [], [subject]
    while waiting:
        token = waiting.pop(0)
        found.append(token)
        waiting.extend(t for t in token.children if t.dep == "conj" and not t.quoted)
    return [*found, *_names_before_and(subject)]


def _names_before_and(last: Token) -> Iterator[Token]:
    """The names that the parser made part of the last one: "Ada Holm and Bram Quist"."""
    joint = next((t for t in last.lefts if t.dep == "cc" and t.lower == "and"), None)
    if joint is None or not last.is_name:
        return
    before = [t for t in last.lefts if t.i < joint.i and t.is_name and not t.quoted]
    for token, following in pairwise([*before, joint]):
        if following.i > token.i + 1 or following is joint:
            yield token
