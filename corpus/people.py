"""The speakers of a corpus, found by what a reader calls them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property

from corpus.documents import Person
from corpus.names import (
    ARTICLE,
    DESCRIBED,
    TITLES,
    WORD,
    Name,
    fold,
    is_named,
    office_of,
    take_apart,
    titles_clash,
    tokens_of,
)

JOINED = re.compile(r"\s*,\s*|\s+and\s+|\s*&\s*", re.IGNORECASE)
TYPO = 84  # of 100: the least likeness of a misspelt name; "Sesions" to "Sessions" is 93
SHORTEST_TYPED = 4  # letters; shorter words are too easily like another
SHORTEST_ROLE = 5  # letters of a role that may be misspelt
SEX = re.compile(r"(?<=\w{3})(?:woman|man|person|lady|gentleman)$|(?<=\w{3})(?:women|men|people)$")
VOWELS = re.compile(r"[aeiou]|(.)(?=\1)")  # and all but one of doubled letters
MOST_PARTS = 6  # words of a name that are looked up


class People:
    """The speakers of a corpus, found by name, alias, surname or role, also when misspelt."""

    def __init__(self, persons: Iterable[Person]) -> None:
        self.persons = tuple(dict.fromkeys(persons))
        self._exact: dict[str, list[int]] = defaultdict(list)
        self._parts: dict[str, list[int]] = defaultdict(list)
        self._roles: dict[str, list[int]] = defaultdict(list)
        for number, person in enumerate(self.persons):
            self._enter(number, person)
        self._spelled: list[str] | None = None

    def __len__(self) -> int:
        return len(self.persons)

    def __iter__(self) -> Iterator[Person]:
        return iter(self.persons)

    def _enter(self, number: int, person: Person) -> None:
        """Notes all that the person may be called by: names whole and in parts, with roles."""
        for name in (person.name, *person.aliases):
            tokens = _tokens(name)[:MOST_PARTS]
            _note(self._exact, " ".join(tokens), number)
            bare = _without_titles(tokens)
            if len(bare) > 1 or len(tokens) == 1:  # "Mrs Lund" is not the only one called Lund
                _note(self._exact, " ".join(bare), number)
            stretches = _stretches(bare) if is_named(name) else _endings(tokens)
            for part in stretches:
                _note(self._parts, part, number)
        for role in person.roles:
            tokens = _tokens(role)[:MOST_PARTS]
            for part in _stretches(tokens):
                _note(self._roles, part, number)
            named = _without_titles(_tokens(person.name))
            if tokens and named:
                _note(self._exact, " ".join([*tokens, *named[-1:]]), number)
                _note(self._exact, " ".join([*tokens, *named]), number)

    def find(self, words: str) -> list[Person]:
        """Everybody whom the words may mean, the likeliest first; nobody where none is near.

        A surname that two people bear gives both; a title ("Mrs Lund") decides between them.
        """
        phrase = _key(words)
        if not phrase:
            return []
        name = take_apart(ARTICLE.sub("", words.strip()))
        for table in (self._exact, self._parts):
            found = self._fitting(table.get(phrase, ()), name)
            if found:
                return found
        bare = " ".join(part for word in name.words for part in _tokens(word))
        if bare and bare != phrase:
            found = self._fitting(self._parts.get(bare, ()), name)
            if found:
                return found
        return (
            self._by_role(phrase)
            or self._by_surname(words, name)
            or self._misspelt(phrase, bare, name)
            or self._by_like_role(words, phrase)
            or self._several(words)
            or self._by_noun(words)
        )

    def _by_surname(self, words: str, name: Name) -> list[Person]:
        """ "Jeff Ames" where the corpus knows one Ames, and no first name of his."""
        if not name.full or DESCRIBED.match(words.strip()):
            return []
        found = self._fitting(self._parts.get(_key(name.surname), ()), name)
        alone = [p for p in found if is_named(p.name) and not any(n.full for n in _names(p))]
        return alone if len(found) == 1 else []

    def _several(self, words: str) -> list[Person]:
        """Everybody of "Ames and Bell", where each of them is known."""
        parts = names_in(words)
        if len(parts) < 2:
            return []
        found: dict[Person, None] = {}
        for part in parts:
            if not (people := self.find(part)):
                return []
            found.update(dict.fromkeys(people))
        return list(found)

    def _by_noun(self, words: str) -> list[Person]:
        """ "San Francisco's lawyers" where "the city's top lawyers" speak."""
        if is_named(words.strip()) and "'s " not in words and "’s " not in words:
            return []
        noun = _tokens(words)[-1:]
        found = self._parts.get(noun[0], ()) if noun and len(_tokens(words)) > 1 else ()
        return [self.persons[n] for n in found if not is_named(self.persons[n].name)]

    def _fitting(self, numbers: Iterable[int], name: Name) -> list[Person]:
        found = [self.persons[number] for number in numbers]
        found = [p for p in found if not any(titles_clash(name, n) for n in _names(p))]
        if len(found) < 2 or not name.title:
            return found
        # "Secretary Kelly": of two Kellys the one who is a secretary
        return [p for p in found if name.title in _titles(p)] or found

    def _by_role(self, phrase: str) -> list[Person]:
        found = self._roles.get(phrase, ())
        whole = [n for n in found if any(_key(role) == phrase for role in self.persons[n].roles)]
        return [self.persons[number] for number in whole or found]

    def _by_like_role(self, words: str, phrase: str) -> list[Person]:
        """Whoever has a role that differs in sex or spelling: "spokeswoman", "the mayer"."""
        if is_named(words.strip()):
            return []
        wanted = phrase.split()
        found = {
            number
            for role, numbers in self._by_sound.get(_sounds(wanted), ())
            if all(map(_is_like, wanted, role.split()))
            for number in numbers
        }
        return [self.persons[number] for number in sorted(found)]

    @cached_property
    def _by_sound(self) -> dict[tuple[str, ...], list[tuple[str, list[int]]]]:
        """All roles, and words for people without a name, by what a misspelt one shares."""
        found: dict[tuple[str, ...], list[tuple[str, list[int]]]] = defaultdict(list)
        for role, numbers in self._roles.items():
            found[_sounds(role.split())].append((role, numbers))
        for words, numbers in self._parts.items():
            nameless = [n for n in numbers if not is_named(self.persons[n].name)]
            if nameless:
                found[_sounds(words.split())].append((words, nameless))
        return found

    def _misspelt(self, phrase: str, bare: str, name: Name) -> list[Person]:
        """Everybody whose spelling is about as near as the nearest, without titles if possible."""
        from rapidfuzz import fuzz, process

        query = bare or phrase
        if len(query.replace(" ", "")) < SHORTEST_TYPED:
            return []
        near = process.extract(
            query, self._spellings(), scorer=fuzz.ratio, score_cutoff=TYPO, limit=5
        )
        if not near:
            return []
        best = near[0][1]
        numbers: dict[int, None] = {}
        for spelled, score, _ in near:
            if score >= best - 2:
                trade = " " not in query and not _is_like(query, spelled)
                for table in (self._exact, self._parts, self._roles):
                    found = table.get(spelled, ())
                    numbers.update((n, None) for n in found if not trade or self._bears(n, table))
        return self._fitting(numbers, name)

    def _bears(self, number: int, table: dict[str, list[int]]) -> bool:
        """Whether what a table has of a person is a name rather than what the person does."""
        return table is not self._roles and is_named(self.persons[number].name)

    def _spellings(self) -> list[str]:
        if self._spelled is None:
            self._spelled = sorted({*self._exact, *self._parts, *self._roles})
        return self._spelled

    def nearest(self, words: str, n: int = 3) -> list[Person]:
        """The ``n`` persons whose names are most like the words, the likest first."""
        from rapidfuzz import fuzz, process

        phrase = _key(words)
        near = process.extract(phrase, self._spellings(), scorer=fuzz.WRatio, limit=8 * n)
        found: dict[Person, None] = {}
        for spelled, _, _ in near:
            for table in (self._exact, self._parts, self._roles):
                for number in table.get(spelled, ()):
                    found.setdefault(self.persons[number])
        return list(found)[:n]


def names_in(words: str) -> list[str]:
    """The names of "Ames, Bell and Cole", of "Mr and Mrs Lund" each with the surname."""
    parts = [part.strip() for part in JOINED.split(words) if part.strip()]
    last = parts[-1].split()[-1:] if parts else []
    return [
        " ".join([part, *last]) if part[:1].isupper() and _key(part) in TITLES else part
        for part in parts[:-1]
    ] + parts[-1:]


def _tokens(phrase: str) -> tuple[str, ...]:
    """The words of a name or a role, with one word for an office whoever holds it."""
    return tuple(office_of(token) for token in tokens_of(phrase))


def _key(phrase: str) -> str:
    """The same for phrases that mean one name or one office."""
    return " ".join(_tokens(phrase))


def _sounds(words: Iterable[str]) -> tuple[str, ...]:
    """Of each word the consonants in alphabetical order, which words have that are alike."""
    return tuple("".join(sorted(VOWELS.sub("", SEX.sub("person", word)))) for word in words)


def _is_like(typed: str, role: str) -> bool:
    """Whether a word may be meant for a role: another sex, or vowels that sound the same.

    A consonant more or less is another trade: a driver is no diver.
    """
    if typed == role:
        return True
    sexless, sexless_role = SEX.sub("person", typed), SEX.sub("person", role)
    if sexless == sexless_role and sexless != typed:
        return True
    if min(len(typed), len(role)) < SHORTEST_ROLE or typed in TITLES:
        return False
    from rapidfuzz.distance import OSA

    exchanged = sorted(typed) == sorted(role)
    same_sounds = VOWELS.sub("", typed) == VOWELS.sub("", role)
    return (exchanged or same_sounds) and OSA.distance(typed, role) == 1


def _without_titles(tokens: Sequence[str]) -> Sequence[str]:
    first = 0
    while first < len(tokens) - 1 and tokens[first] in TITLES:
        first += 1
    return tokens[first:]


def _note(table: dict[str, list[int]], key: str, number: int) -> None:
    if key and (not table[key] or table[key][-1] != number):
        table[key].append(number)


def _stretches(tokens: Sequence[str]) -> Iterable[str]:
    """Every run of words within a name: "tani", "cantil sakauye", …"""
    for first in range(len(tokens)):
        for last in range(first + 1, len(tokens) + 1):
            yield " ".join(tokens[first:last])


def _titles(person: Person) -> set[str]:
    """The words of the person's roles and titles."""
    called = (*person.names, *person.roles)
    return {fold(word) for words in called for word in WORD.findall(words)}


def _endings(tokens: Sequence[str]) -> Iterable[str]:
    """The ends of a description: "top lawyers" and "lawyers" of "the city's top lawyers"."""
    for first in range(1, len(tokens)):
        yield " ".join(tokens[first:])


def _names(person: Person) -> list[Name]:
    return [take_apart(name) for name in (person.name, *person.aliases) if is_named(name)]
