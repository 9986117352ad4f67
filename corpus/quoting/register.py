"""Who is entered in a document: figures found again by their names, their nouns and their number.

Names join by surname, given name, short form, title and initials; a description joins the last
figure of that noun whom nothing in it contradicts.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence

from corpus.names import (
    TITLES,
    Name,
    first_names,
    fold,
    genders_clash,
    office_in,
    office_of,
    take_apart,
    without_office,
)
from corpus.quoting.figures import Figure, Sort
from corpus.quoting.letters import Letters
from corpus.quoting.lexicon import (
    ADDRESS,
    GROUP_NOUNS,
    HEADS,
    INDEFINITE,
    ORGANISATION_WORDS,
    PAPERS,
    PARENTS_CALLED,
    PRONOUNS,
    names_person,
    noun_gender,
)
from corpus.quoting.mentions import Mention, on_one_line

RECENT = 40  # figures looked back at for the one that a short name or a description means
LONGEST_SPOKEN = 2000  # characters of a quotation that are looked through for an address
SHORTEST_ACRONYM, LONGEST_ACRONYM = 3, 7  # letters
# What the speaker repeats of somebody else's words: "She said, 'Come in, Ada.'"
NESTED = re.compile(
    r"(?<=[\w,:(—-] )(?:‘[^\n]*?[.,!?…-]’|'[^\n]*?[.,!?…-]'|“[^\n]*?”|\"[^\"\n]*?\")(?!\w)"
)
HOUSE = re.compile(r"\s+(?:of|for|at|in|to)\s+|,", re.IGNORECASE)
DETERMINER = re.compile(r"^(?:the|an?|its|his|her|their)\s+", re.IGNORECASE)


class Register:
    """The figures of one document, each entered once and found by all that it is called.

    ``bare`` are the words that stand alone as names somewhere in the text.
    """

    def __init__(self, text: str, letters: Letters, bare: Collection[str]) -> None:
        self.figures: list[Figure] = []
        self.narrator: Figure | None = None
        self._text = text
        self._letters = letters
        self._bare = bare
        self._by_word: dict[str, list[Figure]] = defaultdict(list)
        self._by_noun: dict[str, list[Figure]] = defaultdict(list)
        self._writers: dict[int, str] = {}  # of papers, as "Ada's letter" and "from Ada" name them
        self._by_count: dict[str, Figure] = {}  # "the three lawyers" are "the three offices"
        self._by_letters: dict[str, Figure] = {}  # initials of names of three words and more
        self._by_kin: dict[str, list[Figure]] = defaultdict(list)  # "uncle": who has a niece
        self._calling: dict[str, list[Figure]] = defaultdict(list)  # and the niece
        self._clock = 0

    # -- finding ----------------------------------------------------------------------------

    def called(self, words: Sequence[str]) -> list[Figure]:
        """The figures that a name or a noun, as in an address, may mean; in order of entry."""
        name = take_apart(" ".join(words))
        keys = name.words or (name.title,)
        found = {figure.number: figure for key in keys for figure in self._by_word.get(key, ())}
        exact = [figure for figure in found.values() if figure.answers_to(name)]
        if exact or len(words) > 1:
            return exact
        noun = fold(words[-1])
        noun = office_of(noun)
        described = [
            f for same in PARENTS_CALLED.get(noun, (noun,)) for f in self._by_noun.get(same, ())
        ]
        return list(dict.fromkeys([*described, *self._by_kin.get(noun, ())]))

    def call(self, figure: Figure, word: str, *, by: Figure) -> None:
        """Notes a word of kinship by which a relative speaks to the figure."""
        for table, one in ((self._by_kin, figure), (self._calling, by)):
            if one not in table[word]:
                table[word].append(one)

    def kin_calling(self, said: str) -> Iterator[Figure]:
        """Who speaks to a relative so: "It is late, Uncle" is said by somebody's niece."""
        for found in ADDRESS.finditer(NESTED.sub(" ", said[:LONGEST_SPOKEN])):
            yield from self._calling.get(fold(found.group(1)), ())

    def addressed(self, said: str) -> Iterator[list[Figure]]:
        """For each address in the words of a quotation the figures that it may mean."""
        for found in ADDRESS.finditer(NESTED.sub(" ", said[:LONGEST_SPOKEN])):
            yield self.called(found.group(1).split())

    # -- entering ---------------------------------------------------------------------------

    def touch(self, figure: Figure) -> None:
        """Makes the figure the one mentioned last, whom an unclear name then means."""
        self._clock += 1
        figure.touched = self._clock

    def enter(self, mention: Mention) -> Figure:
        """The figure that bears the name of a mention, a new one if nobody known may."""
        return self._bearer(mention, self._spelled(mention))

    def of_name(self, mention: Mention, spelled: str | None = None) -> Figure:
        """The figure that a name means, with the spelling, gender and role that show there."""
        spelled = spelled or self._spelled(mention)
        figure = self._bearer(mention, spelled)
        figure.spellings[without_office(spelled)] += 1
        self._learn_gender(figure, mention.name)
        self._learn_role(figure, mention)
        return figure

    def of_noun(self, mention: Mention) -> Figure:
        """The figure that a description means, with all that the description tells of it."""
        phrase = on_one_line(self._text, mention.span)
        figure = self._described_so(mention, phrase)
        if figure is None:
            figure = self._new(_sort_of_noun(mention), mention.gender, mention.plural)
        if mention.noun in PAPERS and (writer := _writer_of(mention)):
            self._writers[figure.number] = writer
        self._enter_noun(figure, mention.noun)
        figure.nouns.add(mention.noun)
        if mention.count not in ("", "two", "both") and mention.plural:
            self._by_count.setdefault(mention.count, figure)
        if mention.owner:
            figure.owners.add(mention.owner)
        figure.qualities |= mention.qualities
        figure.gender = figure.gender or mention.gender
        figure.phrases[phrase] += 1
        return figure

    def apart(self, mention: Mention, phrase: str) -> Figure:
        """A figure of its own, called by ``phrase``: "my wife" is no other speaker's wife."""
        figure = self._new(_sort_of_noun(mention), mention.gender, mention.plural)
        figure.nouns.add(mention.noun)
        figure.phrases[phrase] += 1
        return figure

    def first_person(self) -> Figure:
        """ "I": the narrator, by name where the document is one person's letters."""
        if self.narrator is None:
            self.narrator = self._new(Sort.NARRATOR)
            for name in (self._letters.sender, *self._letters.also):
                if name:
                    self.narrator.spellings[name] += 1
        return self.narrator

    def second_person(self) -> Figure | None:
        """ "You" of one person's letters: the one whom they all greet, if the text knows them."""
        if not self._letters.addressee:
            return None
        known = self.called(self._letters.addressee.split())
        return known[0] if len(known) == 1 else None

    def bear(self, figure: Figure, name: Name) -> None:
        """Enters a name of the figure, by which it is found from now on."""
        if name in figure.names:
            return
        figure.names.append(name)
        if len(name.words) > 2:
            self._by_letters.setdefault("".join(word[0] for word in name.words), figure)
        for word in name.words:
            if figure not in self._by_word[word]:
                self._by_word[word].append(figure)

    def join(self, old: Figure, figure: Figure) -> None:
        """Makes one figure of two: what describes the old one describes the other from now on."""
        figure.nouns |= old.nouns
        figure.owners |= old.owners
        figure.qualities |= old.qualities
        figure.phrases.update(old.phrases)
        for noun in (office_of(noun) for noun in old.nouns):
            self._by_noun[noun] = [figure if f is old else f for f in self._by_noun[noun]]

    def _new(self, sort: Sort, gender: str = "", plural: bool = False) -> Figure:
        figure = Figure(len(self.figures), sort, gender, plural)
        self.figures.append(figure)
        return figure

    def _enter_noun(self, figure: Figure, noun: str) -> None:
        office = office_of(noun)
        if figure not in self._by_noun[office]:
            self._by_noun[office].append(figure)

    # -- names ------------------------------------------------------------------------------

    def _spelled(self, mention: Mention) -> str:
        """The name of a mention as it stands in the text, without the role before it."""
        spelled = self._text[mention.start : mention.end]
        return " ".join(spelled[len(mention.role) :].split())

    def _bearer(self, mention: Mention, spelled: str) -> Figure:
        name = mention.name
        assert name is not None
        figure = self._known(name, spelled) or self._new(_sort_of_name(name, spelled))
        self.bear(figure, name)
        return figure

    def _known(self, name: Name, spelled: str) -> Figure | None:
        """The figure that bears this very name, else the latest that answers to it."""
        close = {f.number: f for word in name.words for f in self._by_word.get(word, ())}
        if len(name.words) == 1 and name.words[0] not in self._by_word:
            close = {f.number: f for f in self._recent_full_names()}  # it may be a short form
        fits = [f for f in close.values() if f.answers_to(name)]
        if name.full and name.surname.isdigit():  # "Speaker 2" is no other speaker
            return next((f for f in close.values() if name in f.names), None)
        if name.title in ("mr", "mrs"):  # "Mrs Hilbery" is no Katharine whom the story calls so
            fits = [f for f in fits if not self._on_first_name_terms(f)]
        if not fits:
            return self._by_initials(spelled)
        same = [f for f in fits if name in f.names]
        return max(same or fits, key=lambda f: (f.touched, -f.number))

    def _on_first_name_terms(self, figure: Figure) -> bool:
        titled = any(name.title in ("mr", "mrs") for name in figure.names)
        return not titled and any(n.full and n.words[0] in self._bare for n in figure.names)

    def _recent_full_names(self) -> Iterator[Figure]:
        for figure in self.figures[-RECENT:]:
            if figure.sort is Sort.PERSON and any(name.full for name in figure.names):
                yield figure

    def _by_initials(self, spelled: str) -> Figure | None:
        """The institution whose initials an acronym is: KCNA, Korean Central News Agency."""
        letters = spelled.replace(".", "")
        if not (SHORTEST_ACRONYM <= len(letters) <= LONGEST_ACRONYM and letters.isupper()):
            return None
        return self._by_letters.get(letters.lower())

    def _learn_gender(self, figure: Figure, name: Name | None) -> None:
        if name is None or not name.gender or figure.sort is not Sort.PERSON:
            return
        if name.title:
            figure.gender = name.gender
        elif not figure.gender:
            figure.gender, figure.first_name_gender = name.gender, True

    def _learn_role(self, figure: Figure, mention: Mention) -> None:
        role = mention.role or office_in(self._text[mention.start : mention.end])
        if not role:
            return
        role = DETERMINER.sub("", role)
        role = role.capitalize() if role.isupper() and len(role) > 3 else role
        if role not in figure.roles:
            figure.roles.append(role)
        noun = fold(HOUSE.split(role, maxsplit=1)[0].split()[-1])
        if names_person(noun) or noun in TITLES | HEADS:
            self._enter_noun(figure, noun)
            figure.gender = figure.gender or noun_gender(noun)

    # -- descriptions -----------------------------------------------------------------------

    def _described_so(self, mention: Mention, phrase: str) -> Figure | None:
        """The figure called by the same phrase, else the latest that the description fits."""
        if not mention.definite or mention.noun in INDEFINITE:
            return None
        if known := self._by_count.get(mention.count):
            return known
        office = office_of(mention.noun)
        fits = [
            figure
            for figure in self._by_noun.get(office, ())[-RECENT:]
            if figure.plural == mention.plural
            and not genders_clash(figure.gender, mention.gender)
            and _qualities_agree(figure.qualities, mention.qualities)
        ]
        same = phrase.lower()
        if mention.owner:
            fits = [f for f in fits if _owned_alike(f, same)]
        if mention.noun in PAPERS:  # "the letter" is the one that was told of last
            writer = _writer_of(mention)
            fits = [f for f in fits if not writer or self._writers.get(f.number, writer) == writer]
            return max(fits, key=lambda f: (f.touched, f.number), default=None)
        return max(
            fits,
            key=lambda f: (any(p.lower() == same for p in f.phrases), f.touched, f.number),
            default=None,
        )


def _writer_of(paper: Mention) -> str:
    """The last name of whoever a phrase names as the writer: "Ada's letter", "a note from Ada"."""
    if paper.owner and paper.owner not in PRONOUNS:
        return paper.owner
    sender = (
        next((t for t in paper.head.rights if t.lower in ("from", "by")), None)
        if paper.head
        else None
    )
    name = sender.right("pobj") if sender else None
    return fold(name.text) if name is not None and name.is_name else ""


def _owned_alike(figure: Figure, phrase: str) -> bool:
    """Whether "his wife" may be the figure: called so before, or "the wife" with no other owner."""
    if any(known.lower() == phrase for known in figure.phrases):
        return True
    return not figure.named and not figure.owners


def _qualities_agree(known: Collection[str], new: frozenset[str]) -> bool:
    return not new or not known or not new.isdisjoint(known)


def _sort_of_name(name: Name, spelled: str) -> Sort:
    if name.title:
        return Sort.PERSON
    if any(word in ORGANISATION_WORDS for word in name.words):
        return Sort.ORGANISATION
    letters = spelled.replace(".", "")
    if letters.isupper() and 2 <= len(letters) <= 6 and " " not in spelled and "." not in spelled:
        return Sort.ORGANISATION if fold(spelled) not in first_names() else Sort.PERSON
    return Sort.PERSON


def _sort_of_noun(mention: Mention) -> Sort:
    if mention.nobody:
        return Sort.THING
    if names_person(mention.noun) or mention.noun in HEADS:
        return Sort.GROUP if mention.plural else Sort.PERSON
    if mention.noun in PAPERS:
        return Sort.PAPER
    if mention.noun in GROUP_NOUNS:
        return Sort.GROUP
    return Sort.PERSON
