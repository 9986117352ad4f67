"""Who "the dealer" is, where somebody's words show who deals.

A noun of doing (dealer, tuner, teacher) that comes in with "the" points at somebody of whom it is
said that he does it ("Mr. Lund is coming. He deals in pianos.") or who says so ("I tuned it").
What the narration tells does not count: who once sailed is not yet the sailor.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from corpus.documents import Span
from corpus.quoting.cast import Cast
from corpus.quoting.figures import Figure
from corpus.quoting.mentions import Form
from corpus.spelling import LONG_WORD

NAME = rf"(?:(?:Mr|Mrs|Ms|Miss|Dr)\.? )?{LONG_WORD}(?: {LONG_WORD})?"
WORD = re.compile(r"\w+")
BETWEEN = 90  # characters at most between a name and the sentence about "him"
SHORTEST = 5  # letters of such a noun
PAST = {
    "teach": "taught", "sing": "sang|sung", "drive": "drove|driven", "write": "wrote|written",
    "deal": "dealt", "ride": "rode|ridden", "keep": "kept", "build": "built", "sell": "sold",
    "buy": "bought", "speak": "spoke|spoken", "fight": "fought", "lead": "led", "win": "won",
    "hold": "held", "tell": "told", "find": "found", "make": "made", "give": "gave|given",
    "swim": "swam|swum", "run": "ran", "draw": "drew|drawn", "fly": "flew|flown",
}  # fmt: skip


def _verb_forms(noun: str) -> str:
    """The forms of the verb that a noun of doing is made of, as a pattern; "" for other nouns."""
    if len(noun) < SHORTEST or noun[-2:] not in ("er", "or"):
        return ""
    stem = noun[:-2]
    bases = {stem, f"{stem}e"} | ({stem[:-1]} if stem[-1] == stem[-2] else set())
    forms = {form for base in bases for form in (base, f"{base}s", f"{base}d", f"{base}ed")}
    return "|".join(sorted(forms | {PAST[base] for base in bases & PAST.keys()}))


class Doers:
    """Who does what by the words in quotation marks, with whom the narration names as saying it."""

    def __init__(self, cast: Cast) -> None:
        self._called = cast.called
        self._lines: list[tuple[str, Figure | None]] = []
        self._with_word: dict[str, list[int]] = defaultdict(list)  # numbers of lines, in order
        self._known: dict[str, Figure | None] = {}
        text = cast.text
        by_line: dict[int, list[Span]] = defaultdict(list)
        for span in cast.parse.quoted:
            by_line[text.rfind("\n", 0, span.start) + 1].append(span)
        for start, spans in by_line.items():
            end = text.find("\n", spans[-1].end)
            line = cast.between(start, end if end >= 0 else len(text))
            saying = {m.figure for m in line if m.says and m.form is Form.NAME}
            said = " ".join(text[span.start + 1 : span.end - 1] for span in spans)
            for word in set(WORD.findall(said)):
                self._with_word[word].append(len(self._lines))
            self._lines.append((said, saying.pop() if len(saying) == 1 else None))

    def of(self, noun: str) -> Figure | None:
        """The one named person who does what the noun says, or None."""
        if noun not in self._known:
            found = {one.number: one for one in self._doing(_verb_forms(noun)) if one.named}
            self._known[noun] = next(iter(found.values())) if len(found) == 1 else None
        return self._known[noun]

    def _doing(self, forms: str) -> Iterator[Figure]:
        # Few lines have the verb at all: a book is not read anew for each of its nouns.
        numbers = sorted({n for form in forms.split("|") for n in self._with_word.get(form, ())})
        own = re.compile(rf"\bI(?:[’']ve| have| had)? (?:{forms})\b")
        other = re.compile(
            rf"(?P<name>{NAME}) (?:{forms})\b"
            rf"|(?P<before>{NAME})\b[^\n]{{1,{BETWEEN}}}?[,.;!?] (?:[Hh]e|[Ss]he) (?:{forms})\b"
        )
        for said, speaker in (self._lines[number] for number in numbers):
            if speaker and own.search(said):
                yield speaker
            for match in other.finditer(said):
                known = self._called((match["name"] or match["before"]).split())
                yield from known if len(known) == 1 else ()
