"""One person for each speaker across the documents of a corpus."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import chain

from corpus.documents import Person, Quotation
from corpus.names import (
    GENDERED_TITLES,
    Name,
    is_named,
    key_of,
    may_be_one,
    same_given,
    take_apart,
    titles_clash,
)


@dataclass(slots=True)
class _Group:
    """The persons of several documents that are one speaker."""

    number: int
    names: list[Name] = field(default_factory=list)
    called: Counter[str] = field(default_factory=Counter)
    aliases: dict[str, None] = field(default_factory=dict)
    roles: dict[str, None] = field(default_factory=dict)

    def add(self, person: Person, times: int) -> None:
        """Takes in somebody who says so many quotations."""
        name = take_apart(person.name)
        if name not in self.names:
            self.names.append(name)
        self.called[person.name] += times
        self.aliases.update(dict.fromkeys(person.aliases))
        self.roles.update(dict.fromkeys(person.roles))

    def person(self) -> Person:
        """The speaker under the fullest name, with all else that the persons are called."""
        name = max(self.called, key=lambda text: (_fullness(text), self.called[text], text))
        others = dict.fromkeys([*self.called, *self.aliases])
        others.pop(name, None)
        return Person(name, tuple(others), tuple(self.roles))


def _fullness(text: str) -> tuple[int, int]:
    """How much of a name there is: words, then whether the given name is more than an initial."""
    words = take_apart(text).words if is_named(text) else ()
    return min(len(words), 3), min(len(words[0]), 2) if words else 0


def reunited(
    now: Sequence[Sequence[Person]],
    before: Sequence[Sequence[Person]],
    changed: Iterable[Person],
) -> tuple[dict[Person, Person], set[Person]]:
    """One person for each speaker of the corpus whom the ``changed`` persons can concern.

    With it, who of them is somebody else than before. ``now`` and ``before`` are the speakers of
    all quotations, as they are called in their documents; those of documents in which nobody speaks
    who has ties to the changed persons, at any remove, may be left out. Nobody but the changed
    persons speaks in documents that came, went or moved. All others stay united as they were.

    Full names join when they are equal but for a short form, a middle name or a title. A surname
    alone joins a full name only where the corpus has one bearer. Descriptions ("the stranger")
    join only where all of the words are equal, or where they are an office of several words ("the
    chief justice") that one person holds.
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


def spoken_by(quotation: Quotation, united: Mapping[Person, Person]) -> Quotation:
    """The quotation with the united people for its speakers."""
    speakers = tuple(dict.fromkeys(united[person] for person in quotation.speakers))
    return quotation if speakers == quotation.speakers else replace(quotation, speakers=speakers)


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
        for tie in ties(person):
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
        for tie in ties(person):
            if tie not in seen:
                seen.add(tie)
                near += of_tie.get(tie, ())
        new = set(near) - reached
        reached |= new
        pending += new
    return reached


@lru_cache(maxsize=100_000)
def ties(person: Person) -> tuple[str, ...]:
    """What two persons must share for one to have a say in how the other is united, each once."""
    words = take_apart(person.name).words
    offices = _offices(person) if is_named(person.name) else ()
    every = (*(f"of {word}" for word in words[-1:]), key_of(person.name), *offices)
    return tuple(dict.fromkeys(every))


def _united(counts: Counter[Person]) -> dict[Person, Person]:
    """The united person for each; fuller names go first, so that shorter ones can join them."""
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
            holders = by_office.get(key_of(person.name), set())
            group = groups[next(iter(holders))] if len(holders) == 1 else None
        group = group or new(person)
        group.add(person, counts[person])
        if is_named(person.name):
            for office in _offices(person):
                by_office[office].add(group.number)
        member[person] = group
        by_phrase.setdefault(key_of(person.name), group)
        name = take_apart(person.name)
        if name.full and is_named(person.name) and group not in by_surname[name.surname]:
            by_surname[name.surname].append(group)
    made = {group.number: group.person() for group in groups}
    return {person: made[group.number] for person, group in member.items()}


def _offices(person: Person) -> Iterator[str]:
    """The roles that are an office: several words, before "of" and its house and with it."""
    for role in person.roles:
        whole = key_of(role)
        for office in {whole, re.split(r" (?:of|for|at|in) ", whole, maxsplit=1)[0]}:
            if " " in office:
                yield office


def _group_of(
    person: Person, by_surname: dict[str, list[_Group]], by_phrase: dict[str, _Group]
) -> _Group | None:
    """The one group whose name may be the person's, else that of the same words."""
    if not is_named(person.name):
        return by_phrase.get(key_of(person.name))
    name = take_apart(person.name)
    if not name.words:
        return by_phrase.get(key_of(person.name))
    close = by_surname.get(name.surname, [])
    fits = [group for group in close if any(_one_bearer(name, other) for other in group.names)]
    if name.full:
        return fits[0] if len(fits) == 1 else by_phrase.get(key_of(person.name))
    if len(fits) == 1 and len(close) == 1:
        return fits[0]
    if len(fits) == 1 and name.title in GENDERED_TITLES:
        return fits[0]
    return by_phrase.get(key_of(person.name))


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
