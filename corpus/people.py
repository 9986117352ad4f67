"""Speakers across the documents of a corpus: one person each, and how to find them by name."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import chain

from corpus.documents import Person, Quotation
from corpus.names import (
    ARTICLE,
    GENDERED_TITLES,
    TITLES,
    WORD,
    Name,
    fold,
    may_be_one,
    same_given,
    take_apart,
    titles_clash,
)

DESCRIBED = re.compile(
    r"(?:the|an?(?!\.)|my|his|her|its|their|our|your|one|some|many|several|no|all|both|two|three|another"
    r"|other)(?=\s|$)",
    re.IGNORECASE,
)
JOINED = re.compile(r"\s*,\s*|\s+and\s+|\s*&\s*", re.IGNORECASE)
TYPO = 84  # of 100: the least likeness of a misspelt name; "Sesions" to "Sessions" is 93
SHORTEST_TYPED = 4  # letters; shorter words are too easily like another
MOST_PARTS = 6  # words of a name that are looked up


def is_named(name: str) -> bool:
    """Whether a speaker is called by a name rather than described ("the stranger")."""
    return bool(name[:1].isupper()) and not DESCRIBED.match(name)


# -- one person for each speaker across documents ------------------------------------------------


@dataclass(slots=True)
class _Group:
    """The persons of several documents that are one speaker."""

    number: int
    names: list[Name] = field(default_factory=list)
    called: Counter[str] = field(default_factory=Counter)
    aliases: dict[str, None] = field(default_factory=dict)
    roles: dict[str, None] = field(default_factory=dict)

    def add(self, person: Person, times: int) -> None:
        name = take_apart(person.name)
        if name not in self.names:
            self.names.append(name)
        self.called[person.name] += times
        self.aliases.update(dict.fromkeys(person.aliases))
        self.roles.update(dict.fromkeys(person.roles))

    def person(self) -> Person:
        name = max(self.called, key=lambda text: (_fullness(text), self.called[text], text))
        others = dict.fromkeys([*self.called, *self.aliases])
        others.pop(name, None)
        return Person(name, tuple(others), tuple(self.roles))


def _fullness(text: str) -> tuple[int, int]:
    """How much of a name there is: words, then whether the given name is more than an initial."""
    words = take_apart(text).words if is_named(text) else ()
    return min(len(words), 3), min(len(words[0]), 2) if words else 0


def unite(per_document: Sequence[Sequence[Quotation]]) -> list[list[Quotation]]:
    """The same quotations in the same order, with one and the same person for each speaker.

    Full names join when they are equal but for a short form, a middle name or a title. A surname
    alone joins a full name only where the corpus has one bearer. Descriptions ("the stranger")
    join only where all of the words are equal, or where they are an office of several words ("the
    chief justice") that one person holds.
    """
    united = _united(_counted(q.speakers for quotations in per_document for q in quotations))
    return [[spoken_by(q, united) for q in quotations] for quotations in per_document]


def spoken_by(quotation: Quotation, united: Mapping[Person, Person]) -> Quotation:
    """The quotation with the united people for its speakers."""
    speakers = tuple(dict.fromkeys(united[person] for person in quotation.speakers))
    return quotation if speakers == quotation.speakers else replace(quotation, speakers=speakers)


def reunited(
    now: Sequence[Sequence[Person]],
    before: Sequence[Sequence[Person]],
    changed: Iterable[Person],
) -> tuple[dict[Person, Person], set[Person]]:
    """Who is who as ``unite`` tells it, for those only whom the ``changed`` persons can concern.

    With it, who of them is somebody else than before. ``now`` and ``before`` are the speakers of
    all quotations, as they are called in their documents; nobody but the changed persons speaks in
    documents that came, went or moved. All others are united as they were.
    """
    changed = set(changed)
    if not changed:
        return {}, set()
    counts = _counted(now)
    concerned = _concerned(changed, counts, [several for several in now if len(several) > 1])
    united, were = (
        _united(Counter({person: n for person, n in counted.items() if person in concerned}))
        for counted in (counts, _counted(before))
    )
    return united, {person for person, one in united.items() if were.get(person) != one}


def _counted(speakers: Iterable[Sequence[Person]]) -> Counter[Person]:
    """How many quotations each person says, in the order in which they first speak."""
    every = list(chain.from_iterable(speakers))
    persons = {id(person): person for person in every}  # by identity first is much faster
    times = Counter(map(id, every))
    counts: Counter[Person] = Counter()
    for key, person in persons.items():
        counts[person] += times[key]
    return counts


def _concerned(
    changed: Iterable[Person], persons: Iterable[Person], joint: Iterable[Sequence[Person]]
) -> set[Person]:
    """Everybody with a surname, a phrase, an office or a quotation in common, at any remove."""
    of_tie: dict[str, list[Person]] = defaultdict(list)
    for person in persons:
        for tie in _ties(person):
            of_tie[tie].append(person)
    beside: dict[Person, list[Person]] = defaultdict(list)
    for speakers in joint:
        for person in speakers:
            beside[person] += speakers
    reached = set(changed)
    pending, seen = list(reached), set[str]()
    while pending:
        person = pending.pop()
        near = [*beside.get(person, ())]
        for tie in _ties(person):
            if tie not in seen:
                seen.add(tie)
                near += of_tie.get(tie, ())
        new = set(near) - reached
        reached |= new
        pending += new
    return reached


@lru_cache(maxsize=100_000)
def _ties(person: Person) -> tuple[str, ...]:
    """What two persons must share for one to have a say in how the other is united."""
    words = take_apart(person.name).words
    offices = _offices(person) if is_named(person.name) else ()
    return (*(f"of {word}" for word in words[-1:]), _phrase(person.name), *offices)


def _united(counts: Counter[Person]) -> dict[Person, Person]:
    groups: list[_Group] = []
    by_surname: dict[str, list[_Group]] = defaultdict(list)
    by_phrase: dict[str, _Group] = {}
    by_office: dict[str, set[int]] = defaultdict(set)
    member: dict[Person, _Group] = {}

    def new(person: Person) -> _Group:
        group = _Group(len(groups))
        groups.append(group)
        return group

    persons = sorted(counts, key=lambda person: _fullness(person.name), reverse=True)
    for person in persons:
        group = _group_of(person, by_surname, by_phrase)
        if group is None and not is_named(person.name):
            holders = by_office.get(_phrase(person.name), set())
            group = groups[next(iter(holders))] if len(holders) == 1 else None
        group = group or new(person)
        group.add(person, counts[person])
        if is_named(person.name):
            for office in _offices(person):
                by_office[office].add(group.number)
        member[person] = group
        by_phrase.setdefault(_phrase(person.name), group)
        name = take_apart(person.name)
        if name.full and is_named(person.name) and group not in by_surname[name.surname]:
            by_surname[name.surname].append(group)
    made = {group.number: group.person() for group in groups}
    return {person: made[group.number] for person, group in member.items()}


def _offices(person: Person) -> Iterator[str]:
    """The roles that are an office: several words, before "of" and its house and with it."""
    for role in person.roles:
        whole = _phrase(role)
        for office in {whole, re.split(r" (?:of|for|at|in) ", whole, maxsplit=1)[0]}:
            if " " in office:
                yield office


def _group_of(
    person: Person, by_surname: dict[str, list[_Group]], by_phrase: dict[str, _Group]
) -> _Group | None:
    if not is_named(person.name):
        return by_phrase.get(_phrase(person.name))
    name = take_apart(person.name)
    if not name.words:
        return by_phrase.get(_phrase(person.name))
    close = by_surname.get(name.surname, [])
    fits = [group for group in close if any(_one_bearer(name, other) for other in group.names)]
    if name.full:
        return fits[0] if len(fits) == 1 else by_phrase.get(_phrase(person.name))
    if len(fits) == 1 and len(close) == 1:
        return fits[0]
    if len(fits) == 1 and name.title in GENDERED_TITLES:
        return fits[0]
    return by_phrase.get(_phrase(person.name))


def _one_bearer(first: Name, second: Name) -> bool:
    """Whether two names from two documents are those of one person."""
    if titles_clash(first, second) or not may_be_one(first, second):
        return False
    if first.full and second.full:
        return same_given(first.words[0], second.words[0]) and _middles_agree(first, second)
    return first.surname == second.surname


def _middles_agree(first: Name, second: Name) -> bool:
    if len(first.words) != len(second.words):
        return True
    return all(same_given(a, b) for a, b in zip(first.words, second.words, strict=True))


def _phrase(text: str) -> str:
    """The words of a phrase for comparing: without article, case and accents, hyphens open."""
    return " ".join(_tokens(text))


def _tokens(text: str) -> tuple[str, ...]:
    plain = ARTICLE.sub("", text.strip())
    parts = (part for word in WORD.findall(plain) for part in re.split(r"[-‐‑.]", fold(word)))
    return tuple(part for part in parts if part)


# -- finding a person by what a reader calls them ------------------------------------------------


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
        for name in (person.name, *person.aliases):
            tokens = _tokens(name)[:MOST_PARTS]
            _note(self._exact, " ".join(tokens), number)
            bare = _without_titles(tokens)
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
        phrase = _phrase(words)
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
            or self._several(words)
            or self._by_noun(words)
        )

    def _by_surname(self, words: str, name: Name) -> list[Person]:
        """ "Jeff Ames" where the corpus knows one Ames, and no first name of his."""
        if not name.full or DESCRIBED.match(words.strip()):
            return []
        found = self._fitting(self._parts.get(" ".join(_tokens(name.surname)), ()), name)
        alone = [p for p in found if is_named(p.name) and not any(n.full for n in _names(p))]
        return alone if len(found) == 1 else []

    def _several(self, words: str) -> list[Person]:
        """Everybody of "Ames and Bell", where each of them is known."""
        parts = [part for part in JOINED.split(words) if part.strip()]
        if len(parts) < 2:
            return []
        found = [self.find(part) for part in parts]
        return list(dict.fromkeys(p for f in found for p in f)) if all(found) else []

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
        whole = [n for n in found if any(_phrase(r) == phrase for r in self.persons[n].roles)]
        return [self.persons[number] for number in whole or found]

    def _misspelt(self, phrase: str, bare: str, name: Name) -> list[Person]:
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
                for table in (self._exact, self._parts, self._roles):
                    numbers.update(dict.fromkeys(table.get(spelled, ())))
        return self._fitting(numbers, name)

    def _spellings(self) -> list[str]:
        if self._spelled is None:
            self._spelled = sorted({*self._exact, *self._parts, *self._roles})
        return self._spelled

    def nearest(self, words: str, n: int = 3) -> list[Person]:
        """The ``n`` persons whose names are most like the words, the likest first."""
        from rapidfuzz import fuzz, process

        phrase = _phrase(words)
        near = process.extract(phrase, self._spellings(), scorer=fuzz.WRatio, limit=8 * n)
        found: dict[Person, None] = {}
        for spelled, _, _ in near:
            for table in (self._exact, self._parts, self._roles):
                for number in table.get(spelled, ()):
                    found.setdefault(self.persons[number])
        return list(found)[:n]


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
