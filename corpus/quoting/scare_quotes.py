"""Whether words in quotation marks are speech, a fragment of a sentence, or a name."""

from __future__ import annotations

import re
from enum import StrEnum

from corpus.quoting.cues import NAMING, SPEAKING, WORD, Cue, base_of, cue_of
from corpus.quoting.marks import Marked


class Wording(StrEnum):
    """What the words between two marks are, as far as the marks' surroundings tell."""

    SPEECH = "speech"  # a clause of its own
    FRAGMENT = "fragment"  # part of the sentence around it
    NAME = "name"  # a title, a nickname, a term


NEAR = 90  # characters around a quotation that say what it is
SENTENCE_BREAK = re.compile(r"[.!?…][\s—-]+[\"'“‘(]?[A-Z0-9\[]")
# After these words marks hold the rest of a phrase.
LEADING = frozenset("the a an this these his her its their of by in with for from as".split())
NAMED = frozenset("it him her them me us himself herself itself themselves".split())
SMALL = frozenset("a an the and or of in on at to for with by from as is de la".split())


def wording(text: str, one: Marked, start: int, end: int, *, spoken: int | None = None) -> Wording:
    """What a marked stretch of the paragraph ``text[start:end]`` is.

    ``spoken`` is where the last speech of the paragraph ended, if there was one.
    """
    inside = text[one.start + 1 : one.end - (1 if one.closed else 0)].strip(" \t\n_*'’\"”")
    words = WORD.findall(inside)
    if not words:
        return Wording.SPEECH if inside[-1:] in "?!…" and inside else Wording.NAME
    if _is_epigraph(text, start):
        return Wording.NAME
    if not one.closed or one.continues:
        return Wording.SPEECH
    before = text[max(start, one.start - NEAR) : one.start].rstrip()
    after = text[one.end : min(end, one.end + NEAR)]
    before_words = WORD.findall(before)
    last = before_words[-1].lower() if before_words and before[-1].isalnum() else ""
    if SENTENCE_BREAK.search(inside) and len(words) > 3:
        return Wording.SPEECH
    if _cue_after(after, inside, opens=not before, bare=not last):
        return Wording.SPEECH
    capital = inside[0].isupper() or not inside[0].isalpha()
    strong = inside[-1] in "!?…—–-"
    stopped = strong or inside[-1] in ".,;:"
    ends = stopped or after[:1] in tuple(".,;:!?") or (capital and len(words) > 3)
    if spoken is not None and ends and _goes_on_from(text, spoken, one.start):
        return Wording.SPEECH
    if last:
        return _after_word(last, before_words, words, capital, strong, stopped)
    return _after_stop(before, after, inside, capital=capital, strong=strong, stopped=stopped)


def _after_stop(
    before: str, after: str, inside: str, *, capital: bool, strong: bool, stopped: bool
) -> Wording:
    """Marks that stand after a comma, a colon or a dash, or at the front of their sentence."""
    before_words, words = WORD.findall(before), WORD.findall(inside)
    if before_words and before_words[-1].lower() in NAMING and before[-1:] == ",":
        return Wording.NAME
    near = _has_cue(before_words[-4:]) or before.endswith(("put it,", "puts it,"))
    if _is_title(words, inside) and not near:
        return Wording.NAME
    if before[-1:] == ":" or (before[-1:] == "," and (near or _has_cue(before_words[-12:]))):
        if capital and (near or strong or len(words) > 2):
            return Wording.SPEECH
        return Wording.SPEECH if len(words) > 3 or (near and stopped) else Wording.FRAGMENT
    goes_on = after.lstrip()[:1].islower() and after[:1].isspace()
    if before[-1:] in (",", ";", "-", "—", "–", "(") and before:
        if capital and (strong or (stopped and len(words) > 2)):
            return Wording.SPEECH
        return Wording.SPEECH if stopped and len(words) > 3 else Wording.FRAGMENT
    if not stopped and (goes_on or len(words) < 3):
        return Wording.FRAGMENT
    return Wording.SPEECH


def _after_word(
    last: str,
    before: list[str],
    words: list[str],
    capital: bool,
    strong: bool,
    stopped: bool,
) -> Wording:
    """Marks that stand right after a word of the sentence."""
    named = len(before) > 1 and last in NAMED and before[-2].lower() in NAMING
    if named or last in NAMING or (last == "as" and before[-2:-1] == ["known"]):
        return Wording.NAME
    if last in LEADING and not (strong and len(words) > 3):
        return Wording.FRAGMENT
    cue = cue_of(last) & ~(Cue.FINDING | Cue.BELIEVING | Cue.PARTICLE)
    if cue:
        return Wording.SPEECH if capital or len(words) > 4 else Wording.FRAGMENT
    said = any(cue_of(word) & (Cue.SAYING | Cue.UTTERING | Cue.TELLING) for word in before[-8:])
    if capital and said and (strong or (stopped and len(words) > 2) or len(words) > 6):
        return Wording.SPEECH
    if capital and strong and len(words) > 3:
        return Wording.SPEECH
    return Wording.FRAGMENT


def _goes_on_from(text: str, spoken: int, start: int) -> bool:
    """Whether a speech goes on in the next marks: ``"Go;" and "Stay."``"""
    between = text[spoken:start]
    if between.strip(" ,;—–-").lower() in ("and", "or", "then", "and then", "but"):
        return True
    words = WORD.findall(between)
    if len(words) > 12 or "." in between.rstrip(" ."):
        return False
    tagged = text[spoken - 2] == "," and words and words[0].islower()
    return _has_cue(words) or bool(tagged and between.rstrip()[-1:] in (",", ";"))


def _has_cue(words: list[str]) -> bool:
    return any(cue_of(word) & SPEAKING for word in words)


def _is_epigraph(text: str, start: int) -> bool:
    """Whether a paragraph is set apart by its indentation, as verse and mottoes are."""
    line = text.rfind("\n", 0, start) + 1
    indented = text[line:start]
    above = text[max(0, line - NEAR) : line].rstrip().rsplit("\n", 1)[-1]
    heading = len(above) < 60 and above[-1:] not in tuple('.,:;!?—-”"')
    return len(indented) > 3 and not indented.strip() and heading


def _is_title(words: list[str], inside: str) -> bool:
    """Whether every longer word is capitalised, as in the title of a book."""
    longer = [word for word in words if word.lower() not in SMALL]
    return (
        inside[-1] not in "!?.…"
        and len(longer) > 1
        and all(word[0].isupper() or word[0].isdigit() for word in longer)
    )


def _cue_after(after: str, inside: str, *, opens: bool = False, bare: bool = True) -> bool:
    """Whether the words after a quotation begin with a clause of saying: ``said X``, ``X said``."""
    words = WORD.findall(after.split("\n")[0][:60])[:6]
    if not words or after.lstrip()[:1] in (".", ")", '"', "“"):
        return False
    first = cue_of(words[0])
    if first & SPEAKING and words[0].islower():
        plain = bare and base_of(words[0]) in ("say", "ask", "reply", "answer", "cry", "tell")
        alone = opens and inside.count(" ") > 1
        return inside[-1] in ",!?…—-.;" or after.lstrip()[:1] == "," or plain or alone
    if words[0].lower() == "as" or (inside[-1] not in ",!?…—-;" and after.lstrip()[:1] != ","):
        return False
    return any(
        cue_of(word) & (Cue.SAYING | Cue.UTTERING | Cue.TELLING)
        and word.islower()
        and word not in NAMING
        for word in words[1:5]
    )
