"""Figures: everybody and everything that a document lets speak, with all they are called there."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum

from corpus.names import (
    GENDERED_TITLES,
    Name,
    genders_clash,
    may_be_one,
    office_in,
    take_apart,
    titles_clash,
)

FIRST_NAME_TERMS = 6  # times that a bare first name must outnumber the full name
THE_NARRATOR = "the narrator"
INDEFINITE_PHRASE = re.compile(r"(?:an?|some|one)\s", re.IGNORECASE)


class Sort(StrEnum):
    """What a figure is."""

    PERSON = "person"
    GROUP = "group"
    ORGANISATION = "organisation"
    PAPER = "paper"
    NARRATOR = "narrator"
    PLACE = "place"
    THING = "thing"


@dataclass(slots=True, eq=False)
class Figure:
    """Everybody or everything that a document lets speak, with all it is called there."""

    number: int
    sort: Sort = Sort.PERSON
    gender: str = ""
    plural: bool = False
    names: list[Name] = field(default_factory=list)
    spellings: Counter[str] = field(default_factory=Counter)  # names as they stand in the text
    phrases: Counter[str] = field(default_factory=Counter)  # "the surgeon", "her visitor"
    owners: set[str] = field(default_factory=set)  # "her" of "her visitor"
    nouns: set[str] = field(default_factory=set)
    qualities: set[str] = field(default_factory=set)
    roles: list[str] = field(default_factory=list)
    papers: Counter[str] = field(default_factory=Counter)  # what the figure's papers are called
    signers: list[Figure] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)  # where mentions start, in text order
    votes: Counter[str] = field(default_factory=Counter)
    first_name_gender: bool = False
    human: float = 0.0  # what speaks for a person rather than a place or a thing
    touched: int = 0  # grows with each mention while the document is read

    @property
    def named(self) -> bool:
        """Whether the figure is ever called by a name, not only described."""
        return bool(self.spellings)

    @property
    def name(self) -> str:
        """The best single thing to call the figure."""
        if self.sort is Sort.NARRATOR and not self.spellings:
            return THE_NARRATOR
        if self.spellings:
            return self._best_name()
        if self.phrases:
            return max(self.phrases, key=lambda phrase: (self.phrases[phrase], -len(phrase)))
        return ""

    def _best_name(self) -> str:
        """The fullest name; a figure on first-name terms with its story keeps the first name."""
        full = max(self.spellings, key=lambda text: _fullness(text, self.spellings[text]))
        usual = max(self.spellings, key=lambda text: (self.spellings[text], text))
        first = take_apart(full).words[:1] == take_apart(usual).words
        often = self.spellings[usual] >= FIRST_NAME_TERMS * self.spellings[full]
        return usual if first and often and not take_apart(full).title else full

    @property
    def aliases(self) -> list[str]:
        """All else that the figure is called, names before descriptions."""
        called = [*self.spellings, *self.phrases]
        if self.sort is Sort.NARRATOR:
            called.append(THE_NARRATOR)
        name = self.name
        return [text for text in called if text != name]

    def answers_to(self, name: Name) -> bool:
        """Whether a name may be the figure's, by the names that it has."""
        if any(titles_clash(name, other) for other in self.names):
            return False
        if name.title in GENDERED_TITLES and genders_clash(self.gender, name.gender):
            return False
        if self.sort is Sort.ORGANISATION or (len(name.words) > 2 and not name.title):
            may_be_person = self.sort is Sort.PERSON
            return any(
                name.words == other.words or (may_be_person and may_be_one(name, other))
                for other in self.names
            )
        return any(may_be_one(name, other) for other in self.names)

    def last_before(self, offset: int) -> int | None:
        """Where the figure's last mention before ``offset`` starts."""
        number = bisect_left(self.starts, offset)
        return self.starts[number - 1] if number else None


def _fullness(text: str, times: int) -> tuple[int, int, int, str]:
    """Orders spellings: given name and surname first; an office is no part of a full name."""
    name = take_apart(text)
    titled = -1 if name.full and office_in(text) else int(bool(name.title))
    return min(len(name.words), 3), titled, times, text


# What a pronoun stands for that means nobody of the story.
NOBODY = Figure(-1, Sort.THING)
