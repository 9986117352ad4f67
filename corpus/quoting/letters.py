"""Who writes the letters that make a document, and to whom: "Dear Nell, … Your loving Win"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.names import first_names, fold, same_given

NAME = r"[A-Z][\w’'-]*\.?(?: [A-Z][\w’'-]+\.?){0,3}"
GREETING = re.compile(
    rf"^(?:My )?(?:own )?[Dd]ear(?:est)? (?:[a-z]+ )?(?P<name>{NAME})\s*[,:—–-]*\s*$", re.MULTILINE
)
CLOSING = re.compile(
    r"^(?:(?:Your|Yours|Ever|Always|With|Love|Lots|Best|Kind|Warm|Sincerely|Faithfully|Fondly"
    r"|Affectionately|Respectfully|Believe|I am|I remain)\b[^.!?\n]{0,60}?[,\s]\s*)?"
    rf"(?P<name>{NAME})$"
)
LAST_LINES = 3  # lines of a letter in which its signature stands; a heading may follow it
SHORTEST = 3  # letters of a short form that shows a longer name: Win, Winifred


@dataclass(frozen=True, slots=True)
class Letters:
    """The one who signs every letter of a document, and whom they all greet; "" for several."""

    sender: str = ""
    addressee: str = ""
    also: tuple[str, ...] = ()  # longer forms of the sender's name


def letters_in(text: str) -> Letters:
    """The sender and the addressee of a document that opens with a letter's greeting."""
    greetings = list(GREETING.finditer(text))
    if not greetings:
        return Letters()
    ends = [greeting.start() for greeting in greetings[1:]] + [len(text)]
    signed = [_signature(text[g.end() : end]) for g, end in zip(greetings, ends, strict=True)]
    sender = _one([name for name in signed if name])
    addressee = _one([greeting["name"] for greeting in greetings])
    return Letters(sender, addressee, _longer(sender, text) if sender else ())


def _signature(letter: str) -> str:
    lines = [line.strip() for line in letter.splitlines() if line.strip()]
    for line in reversed(lines[1:][-LAST_LINES:]):
        if found := CLOSING.match(line):
            return found["name"]
    return ""


def _one(names: list[str]) -> str:
    """The fullest of the names, where all of them are one person's."""
    if not names:
        return ""
    fullest = max(names, key=lambda name: (len(name.split()), len(name)))
    words = [fold(word) for word in fullest.split()]
    return fullest if all(_fits(name, words) for name in names) else ""


def _fits(name: str, fullest: list[str]) -> bool:
    return all(any(same_given(fold(word), known) for known in fullest) for word in name.split())


def _longer(sender: str, text: str) -> tuple[str, ...]:
    """The first names in the text that a short signature is the beginning of."""
    if len(sender) < SHORTEST or " " in sender:
        return ()
    words = dict.fromkeys(re.findall(rf"\b{re.escape(sender)}[a-z]+\b", text))
    return tuple(word for word in words if fold(word) in first_names())
