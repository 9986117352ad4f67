"""Letters: who writes those that make a document and to whom ("Dear Nell, … Your loving Win"), and
those that stand within a story, which are their signers' words.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.documents import Span
from corpus.names import first_names, fold, same_given
from corpus.quoting.layout import Utterance
from corpus.quoting.mentions import joint_names
from corpus.spelling import LONG_WORD, NAME_WORD

NAME = rf"{NAME_WORD}\.?(?: {LONG_WORD}\.?){{0,3}}"
# Who signs: "Ann Rowe", "the Friends of the Lido", and several of them.
SIGNER = (
    rf"(?:[Tt]he )?{NAME_WORD}\.?"
    rf"(?: (?:(?:of|for|in|at|de|van|von)(?: the)? )?{LONG_WORD}\.?){{0,6}}"
)
SIGNERS = rf"(?P<name>(?:(?:{SIGNER}, ){{0,4}}{SIGNER},? (?:and|&) )?{SIGNER})"
GREETING = re.compile(
    rf"^(?:My )?(?:own )?[Dd]ear(?:est)? (?:[a-z]+ )?(?P<name>{NAME})\s*[,:—–-]*\s*$", re.MULTILINE
)
CLOSING = re.compile(
    r"^(?:(?:Your|Yours|Ever|Always|With|Love|Lots|Best|Kind|Warm|Sincerely|Faithfully|Fondly"
    r"|Affectionately|Respectfully|Believe|I am|I remain)\b[^.!?\n]{0,60}?[,\s]\s*)?"
    rf"{SIGNERS}$"
)
# Within a story: "Dear Uncle," or "My dear boy," on a line of its own, and who signs below.
OPENING = re.compile(
    r"^[ \t>_*]*(?:My )?(?:own )?[Dd]ear(?:est)?\b(?P<whom>[^.!?\n]{0,40})[,:—–][ \t_*]*$",
    re.MULTILINE,
)
SIGNED = re.compile(rf"^[ \t>_*—–-]*{SIGNERS}(?:,[^\n.!?]{{1,60}})?[ \t_*]*$", re.MULTILINE)
# What comes right before a signature: "Your uncle,", "Yours faithfully,"
FAREWELL = re.compile(r"(?:^|\n)[^\n.!?]{2,60},\s*$")
IN_ONE_LINE = re.compile(
    r"^[ \t>_*]*(?:Your|Yours|Ever|Always|With|Love|Sincerely|Faithfully|Affectionately"
    rf"|Respectfully)\b[^.!?\n]{{0,40}}?[,\s]\s*{SIGNERS}[ \t_*]*$",
    re.MULTILINE,
)
POSTSCRIPT = re.compile(r"\s*P\.? ?P?\.? ?S\.?[ :,]")
LONGEST_LETTER = 12_000  # characters from greeting to signature
MOST_OF_TEXT = 0.6  # of a document in its letters, from which it is made of them
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


def utterances_of_letters(text: str, blocks: Sequence[Span]) -> list[Utterance]:
    """The paragraphs of letters that a story holds, each with the signature as its label.

    None where the document itself is a letter: there the signer tells the story.
    """
    letters = list(_signed_letters(text))
    within = sum(letter.end - letter.start for letter, _ in letters)
    if not letters or within > MOST_OF_TEXT * len(text.strip()):
        return []
    found: list[Utterance] = []
    for letter, signature in letters:
        first = bisect_right(blocks, letter.start, key=lambda block: block.end)
        last = bisect_left(blocks, letter.end, key=lambda block: block.start)
        body = [
            Span(max(block.start, letter.start), min(block.end, letter.end))
            for block in blocks[first:last]
        ]
        following = bisect_right(blocks, signature.end, key=lambda block: block.start)
        after = blocks[following : following + 1]
        if after and POSTSCRIPT.match(text, after[0].start):
            body += after
        for start, end in body:
            shown = text[start:end]
            if any(map(str.isalnum, shown)):
                start += len(shown) - len(shown.lstrip())
                place = start, start + len(shown.strip())
                part = bool(found) and found[-1].label == signature
                found.append(Utterance(*place, signature, part=part))
    return found


def _signed_letters(text: str) -> Iterator[tuple[Span, Span]]:
    """The words of each letter, without greeting and farewell, and the name that signs it."""
    openings = list(OPENING.finditer(text))
    for number, opening in enumerate(openings):
        following = openings[number + 1].start() if number + 1 < len(openings) else len(text)
        limit = min(following, opening.end() + LONGEST_LETTER)
        start = opening.end()
        for line in re.finditer(r"[^\n]+", text[start:limit]):
            begin, end = start + line.start(), start + line.end()
            known = IN_ONE_LINE.match(text, begin, end)
            if known is None and (known := SIGNED.match(text, begin, end)):
                before = FAREWELL.search(text, start, begin)
                if before is None and text[start:begin].strip()[-1:] not in (".", "!", "?", "…"):
                    continue
                begin = before.start() if before else begin
            if known and text[start:begin].strip():
                yield Span(start, begin), _signers(text, Span(*known.span("name")))
                break


def _signers(text: str, signed: Span) -> Span:
    """All who sign; without the office in "Ann Rowe, Head of Health and Safety"."""
    comma = text.find(",", *signed)
    if comma < 0 or len(joint_names(text, signed)) > 1:
        return signed
    return Span(signed.start, comma)


def _signature(letter: str) -> str:
    lines = [line.strip() for line in letter.splitlines() if line.strip()]
    for line in reversed(lines[1:][-LAST_LINES:]):
        if found := CLOSING.match(line):
            return line[slice(*_signers(line, Span(*found.span("name"))))]
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
