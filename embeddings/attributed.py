"""A passage with its speakers written in, as the reader reads it: whose words are whose.

“I haven’t got my glasses” answers a question about a man only if it is known that he says it, and
where that stands is often some lines earlier, or nowhere at all. Quoth knows the speakers from its
index; where a passage does not name one, the name goes before the words in brackets.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from corpus.documents import Excerpt, Kind, Quotation
from corpus.names import ARTICLES

WORD = re.compile(r"\w+")
LONGEST = 5_000  # characters of a quotation that can reach into a passage from before it


@dataclass(frozen=True, slots=True)
class Attributed:
    """The text of an excerpt with names written in.

    ``places`` are the offsets in the excerpt, ascending, before which a name stands, ``shifts`` how
    many characters all the names up to each of them take.
    """

    text: str
    places: tuple[int, ...] = ()
    shifts: tuple[int, ...] = ()

    def place(self, offset: int) -> int:
        """Where a character of the excerpt stands here, or the name that is written before it.

        So a sentence from one place to another has the names of those who speak in it.
        """
        at = bisect_left(self.places, offset)
        return offset + (self.shifts[at - 1] if at else 0)


def attributed(excerpt: Excerpt, quotations: Sequence[Quotation]) -> Attributed:
    """The excerpt with the speakers that it does not name.

    ``quotations`` are all of its document, in text order.
    """
    text, pieces, places, shifts = excerpt.text, [], [], []
    done = length = 0
    for start, name in _unnamed(excerpt, _in_reach(excerpt, quotations)):
        written = f"({name}) "
        length += len(written)
        pieces += [text[done:start], written]
        places.append(start)
        shifts.append(length)
        done = start
    pieces.append(text[done:])
    return Attributed("".join(pieces), tuple(places), tuple(shifts))


def _in_reach(excerpt: Excerpt, quotations: Sequence[Quotation]) -> Iterable[Quotation]:
    first = bisect_left(quotations, excerpt.start - LONGEST, key=lambda each: each.start)
    last = bisect_left(quotations, excerpt.end, key=lambda each: each.start)
    return (each for each in quotations[first:last] if each.end > excerpt.start)


def _unnamed(excerpt: Excerpt, quotations: Iterable[Quotation]) -> Iterator[tuple[int, str]]:
    """Where in the excerpt somebody begins to speak whom it does not name there, and who it is."""
    before: Quotation | None = None  # whose turn it is
    text = excerpt.document.text
    for quotation in quotations:
        if quotation.kind is not Kind.DIRECT or quotation.is_told or not quotation.speakers:
            before = None
            continue
        goes_on = (
            before is not None
            and before.speakers == quotation.speakers
            and "\n" not in text[before.end : quotation.start]
        )
        before = quotation
        name = quotation.speaker
        if name and not (goes_on or _is_named(quotation, excerpt)):
            yield max(0, quotation.start - excerpt.start), name


def _is_named(quotation: Quotation, excerpt: Excerpt) -> bool:
    """Whether the words that show the speaker stand in the excerpt and hold a word of the name."""
    mention = quotation.mention
    if mention is None or mention.start < excerpt.start or excerpt.end < mention.end:
        return False
    words = set(_words(excerpt.document.text[slice(*mention)]))
    return any(word in words for person in quotation.speakers for word in _words(person.name))


def _words(name: str) -> list[str]:
    return [word for word in WORD.findall(name.casefold()) if word not in ARTICLES]
