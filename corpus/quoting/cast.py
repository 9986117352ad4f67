"""Who appears in one document: mentions of people and institutions, gathered into figures."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right, insort
from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from corpus.documents import Span
from corpus.names import (
    FEMALE_TITLES,
    MALE_TITLES,
    TITLES,
    Name,
    first_names,
    fold,
    genders_clash,
    may_be_one,
    take_apart,
    titles_clash,
)
from corpus.quoting import kin
from corpus.quoting.epithets import Doers
from corpus.quoting.letters import Letters, letters_in
from corpus.quoting.lexicon import (
    ADDRESS,
    GROUP_NOUNS,
    INDEFINITE,
    ORGANISATION_WORDS,
    PAPERS,
    PLACES,
    PRONOUNS,
    ends_like_person,
    names_person,
    noun_gender,
)
from corpus.quoting.mentions import (
    SUBJECTS,
    Form,
    Mention,
    described,
    find_mentions,
    labelled,
    office_in,
)
from corpus.quoting.parsing import Parse, Token

FIRST_NAME_TERMS = 6  # times that a bare first name must outnumber the full name
SURE_VOTES = 4  # pronouns that outweigh the gender of a first name
RECENT = 40  # figures looked back at for the one that a pronoun or a short name means
NEAR = 200  # characters within which a phrase that joins two people is still at hand
THE_NARRATOR = "the narrator"
FAR = 1500  # characters after which a figure no longer answers to a pronoun
LONGEST_SPOKEN = 2000  # characters of a quotation that are looked through for an address
FATHERS, MOTHERS = ("father", "papa", "dad", "daddy"), ("mother", "mamma", "mama", "mum", "mom")
FOND = {**dict.fromkeys(FATHERS, FATHERS), **dict.fromkeys(MOTHERS, MOTHERS)}
ASKS_NAME = re.compile(r"\b(?:who are you|who might you be|your name|called)\b[^.!]*\?\W*$", re.I)
ANSWERS_NAME = re.compile(
    r"\W*(?:(?:I am|I[’']m|My name is|It is|It[’']s|They call me)\s+)?"
    r"(?P<name>[A-Z][\w’'-]+(?: [A-Z][\w’'-]+)?)[.,;!]"
)
INDEFINITE_PHRASE = re.compile(r"(?:an?|some|one)\s", re.IGNORECASE)
EXPLAINED = re.compile(r"(?: (?:of|for|at|in) [^,.;:]{1,70})?, ")
# Papers whose words are their sender's own; a survey by a board is not the board.
CORRESPONDENCE = frozenset(
    "letter statement note memo memorandum email e-mail message post posting tweet telegram card"
    " petition complaint communique".split()
)
HOUSE = re.compile(r"\s+(?:of|for|at|in|to)\s+|,", re.IGNORECASE)
SIGNING = frozenset("signed written penned issued released published sent co-signed".split())


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
        called = [*self.spellings, *self.phrases]
        if self.sort is Sort.NARRATOR:
            called.append(THE_NARRATOR)
        return [text for text in called if text != self.name]

    def last_before(self, offset: int) -> int | None:
        """Where the figure's last mention before ``offset`` starts."""
        number = bisect_left(self.starts, offset)
        return self.starts[number - 1] if number else None


def _without_office(spelled: str) -> str:
    """A full name without the office before it; "Judge Obi" keeps it."""
    bare = spelled[len(office_in(spelled)) :].strip()
    return bare if take_apart(bare).full else spelled


def _fullness(text: str, times: int) -> tuple[int, int, int, str]:
    """Orders spellings: given name and surname first; an office is no part of a full name."""
    name = take_apart(text)
    titled = -1 if name.full and office_in(text) else int(bool(name.title))
    return min(len(name.words), 3), titled, times, text


class Cast:
    """The figures of one document and where the narration mentions them, in text order."""

    def __init__(self, text: str, parse: Parse) -> None:
        self.text = text
        self.parse = parse
        self.figures: list[Figure] = []
        self.mentions: list[Mention] = []
        self.narrator: Figure | None = None
        self._by_word: dict[str, list[Figure]] = defaultdict(list)
        self._by_noun: dict[str, list[Figure]] = defaultdict(list)
        self.letters = Letters()
        self._by_count: dict[str, Figure] = {}  # "the three lawyers" are "the three offices"
        self._clock = 0
        self._by_letters: dict[str, Figure] = {}  # initials of names of three words and more
        self._bare: set[str] = set()  # words that stand alone as names
        self._of_figure: dict[int, list[Mention]] = {}
        self._pairs: list[tuple[int, list[Figure]]] = []
        self._starts: list[int] = []
        self._at: dict[int, Mention] = {}
        self._build()

    # -- looking up -------------------------------------------------------------------------

    def between(self, start: int, end: int) -> Sequence[Mention]:
        """The mentions that start between two offsets."""
        first = bisect_left(self._starts, start)
        return self.mentions[first : bisect_left(self._starts, end, lo=first)]

    def before(self, offset: int, count: int) -> Sequence[Mention]:
        """The last ``count`` mentions that start before an offset, in text order."""
        last = bisect_left(self._starts, offset)
        return self.mentions[max(0, last - count) : last]

    def mention_of(self, token: Token) -> Mention | None:
        """The mention whose head word is ``token``."""
        return self._at.get(token.i)

    def mention_for(self, token: Token) -> Mention | None:
        """The mention that a token heads; made where the token is no known kind of speaker."""
        known = self._at.get(token.i)
        headed = token.is_noun or token.tag in ("DT", "CD", "JJ", "JJR", "JJS", "FW", "UH")
        if known or token.quoted or not headed:
            return known
        mention = described(token)
        mention.figure = self._figure_of_noun(mention)
        insort(mention.figure.starts, mention.start)
        self._at[token.i] = mention
        return mention

    def labelled(self, span: Span) -> Mention | None:
        """The speaker that a label names: "OKORO", "Nils Berg, baker", "From Warden Okoro"."""
        mention = labelled(self.text, span)
        if mention is None:
            return None
        if mention.form is Form.NAME:
            spelled = " ".join(self.text[mention.start : mention.end].split())
            shown = spelled.title() if spelled.isupper() and len(spelled) > 3 else spelled
            mention.figure = self._figure_of_name(mention, recent=True, spelled=shown)
        else:
            mention.figure = self._figure_of_noun(mention)
            spelled = self.text[mention.start : mention.end]
            if spelled.isupper():
                mention.figure.phrases.pop(spelled, None)
                mention.figure.phrases[spelled.capitalize()] += 1
        insort(mention.figure.starts, mention.start)
        return mention

    def pair_before(self, offset: int) -> list[Figure]:
        """The people whom "they" or "the two officials" means: of one phrase, or one sentence."""
        number = bisect_left(self._pairs, offset, key=lambda pair: pair[0]) - 1
        joined = self._pairs[number] if number >= 0 else (-FAR, [])
        near = self._two_of_sentence_before(offset)
        if near and joined[0] < offset - NEAR:
            return near
        return joined[1] if joined[0] > offset - FAR else []

    def _two_of_sentence_before(self, offset: int) -> list[Figure]:
        found: dict[int, Figure] = {}
        here = self.parse.sentence_at(offset)
        place = self.parse.token_at(offset)
        if here is None or place is None:
            return []
        for mention in reversed(self.before(here.start, 12)):
            if mention.head is None or mention.head.sentence != place.sentence - 1:
                break
            figure = mention.figure
            if figure and figure.sort is Sort.PERSON and mention.form is not Form.PRONOUN:
                found.setdefault(figure.number, figure)
        return list(reversed(found.values())) if len(found) == 2 else []

    def _find_pairs(self) -> None:
        """Phrases such as "Ames and Bell", for a later "they"."""
        for mention in self.mentions:
            if mention.head is None or mention.form is Form.PRONOUN:
                continue
            if any(child.dep == "conj" for child in mention.head.children):
                people = [f for f in self._joined(mention.head) if f.sort is Sort.PERSON]
                people = list(dict.fromkeys(people))
                if len(people) > 1:
                    self._pairs.append((mention.start, people))

    def mention_at(self, span: Span) -> Mention | None:
        """The mention that best covers a stretch of text: its head stands in there."""
        first = max(0, bisect_left(self._starts, span.start) - 1)
        last = bisect_right(self._starts, span.end, lo=first)
        found = [m for m in self.mentions[first:last] if m.start < span.end and span.start < m.end]
        inside = [m for m in found if m.head and span.start <= m.head.start < span.end]
        return min(inside or found, key=lambda m: (m.form is Form.PRONOUN, m.start), default=None)

    def called(self, words: Sequence[str]) -> list[Figure]:
        """The figures that a name or a noun, as in an address, may mean; the latest first."""
        name = take_apart(" ".join(words))
        keys = name.words or (name.title,)
        found = {figure.number: figure for key in keys for figure in self._by_word.get(key, ())}
        exact = [figure for figure in found.values() if _answers_to(figure, name)]
        if exact or len(words) > 1:
            return exact
        noun = fold(words[-1])
        return [f for kin in FOND.get(noun, (noun,)) for f in self._by_noun.get(kin, ())]

    def addressed(self, said: str) -> Iterator[list[Figure]]:
        """For each address in the words of a quotation the figures that it may mean."""
        for found in ADDRESS.finditer(said[:LONGEST_SPOKEN]):
            yield self.called(found.group(1).split())

    # -- building ---------------------------------------------------------------------------

    def _build(self) -> None:
        found = find_mentions(self.text, self.parse)
        self.letters = letters_in(self.text)
        names = [mention.name for mention in found if mention.name]
        self._bare = {n.words[0] for n in names if len(n.words) == 1 and not n.title}
        for mention in found:
            if mention.name and mention.name.full:
                self._figure_of_name(mention, recent=False)
        for mention in found:
            self._place(mention)
            if mention.figure:
                self.mentions.append(mention)
                heads = (*mention.covers, *([mention.head.i] if mention.head else ()))
                self._at.update(dict.fromkeys(heads, mention))
        self._starts = [mention.start for mention in self.mentions]
        self._find_signers()
        self._join_appositions()
        self._join_all(kin.bearers_of_title(self.figures))
        self._introduce()
        self._find_doers()
        self._vote_on_gender()
        self._weigh_humans()
        for figure in self.figures:
            figure.starts.clear()
        self._find_pairs()
        self._resolve_pronouns()
        self._join_all(kin.relatives(self.mentions))
        self._sign_by_pronoun()

    def _place(self, mention: Mention) -> None:
        """Gives a named or described mention its figure; pronouns wait."""
        if mention.form is Form.NAME:
            figure = self._figure_of_name(mention, recent=True)
        elif mention.form is Form.NOUN:
            figure = self._figure_of_noun(mention)
        else:
            mention.figure = self._of_pronoun(mention)
            return
        mention.figure = figure
        self._touch(figure)

    def _of_pronoun(self, mention: Mention) -> Figure:
        """ "I" and, in a letter, "you"; for the others nobody as yet."""
        if mention.person == 1 and not mention.plural:
            return self._narrator()
        if mention.person == 2 and (name := self.letters.addressee):
            return self._bearer(name) or _NOBODY
        return _NOBODY

    def _bearer(self, name: str) -> Figure | None:
        known = self.called(name.split())
        return known[0] if len(known) == 1 else None

    def _touch(self, figure: Figure) -> None:
        self._clock += 1
        figure.touched = self._clock

    def _new(self, sort: Sort, gender: str, plural: bool = False) -> Figure:
        figure = Figure(len(self.figures), sort, gender, plural)
        self.figures.append(figure)
        return figure

    def _narrator(self) -> Figure:
        if self.narrator is None:
            self.narrator = self._new(Sort.NARRATOR, "")
            for name in (self.letters.sender, *self.letters.also):
                if name:
                    self.narrator.spellings[name] += 1
        return self.narrator

    def _figure_of_name(
        self, mention: Mention, *, recent: bool, spelled: str | None = None
    ) -> Figure:
        name = mention.name
        assert name is not None
        if spelled is None:
            spelled = self.text[mention.start : mention.end]
            spelled = " ".join(spelled[len(mention.role) :].split())
        figure = self._known(name, spelled)
        if figure is None:
            figure = self._new(_sort_of_name(name, spelled), "")
        self._bear(figure, name)
        if not recent:
            return figure
        figure.spellings[_without_office(spelled)] += 1
        if figure.sort is Sort.PERSON and name.gender and name.title:
            figure.gender = name.gender
        elif figure.sort is Sort.PERSON and not figure.gender and name.gender:
            figure.gender, figure.first_name_gender = name.gender, True
        self._learn_role(figure, mention)
        return figure

    def _bear(self, figure: Figure, name: Name) -> None:
        """Enters a name of the figure, by which it is found from now on."""
        if name in figure.names:
            return
        figure.names.append(name)
        if len(name.words) > 2:
            self._by_letters.setdefault("".join(w[0] for w in name.words), figure)
        for word in name.words:
            if figure not in self._by_word[word]:
                self._by_word[word].append(figure)

    def _known(self, name: Name, spelled: str) -> Figure | None:
        close = {f.number: f for word in name.words for f in self._by_word.get(word, ())}
        if len(name.words) == 1 and name.words[0] not in self._by_word:
            close = {f.number: f for f in self._called_by_short_form(name)}
        fits = [f for f in close.values() if _answers_to(f, name)]
        if name.title in ("mr", "mrs"):  # "Mrs Hilbery" is no Katharine whom the story calls so
            fits = [f for f in fits if not self._on_first_name_terms(f)]
        if not fits:
            return self._by_initials(spelled)
        same = [f for f in fits if name in f.names]
        fits = same or fits
        if len(fits) == 1:
            return fits[0]
        return max(fits, key=lambda f: (f.touched, -f.number))

    def _on_first_name_terms(self, figure: Figure) -> bool:
        titled = any(name.title in ("mr", "mrs") for name in figure.names)
        return not titled and any(n.full and n.words[0] in self._bare for n in figure.names)

    def _called_by_short_form(self, name: Name) -> Iterable[Figure]:
        return (
            figure
            for figure in self.figures[-RECENT:]
            if figure.sort is Sort.PERSON and any(other.full for other in figure.names)
        )

    def _by_initials(self, spelled: str) -> Figure | None:
        """The institution whose initials an acronym is: KCNA, Korean Central News Agency."""
        letters = spelled.replace(".", "")
        if not (2 < len(letters) < 8 and letters.isupper()):
            return None
        return self._by_letters.get(letters.lower())

    def _learn_role(self, figure: Figure, mention: Mention) -> None:
        role = mention.role or office_in(self.text[mention.start : mention.end])
        if not role:
            return
        role = re.sub(r"^(?:the|an?|its|his|her|their)\s+", "", role, flags=re.IGNORECASE)
        role = role.capitalize() if role.isupper() and len(role) > 3 else role
        if role not in figure.roles:
            figure.roles.append(role)
        word = fold(HOUSE.split(role, maxsplit=1)[0].split()[-1])
        if names_person(word) or word in TITLES:
            if figure not in self._by_noun[word]:
                self._by_noun[word].append(figure)
            figure.gender = figure.gender or noun_gender(word)

    def _figure_of_noun(self, mention: Mention) -> Figure:
        phrase = " ".join(self.text[mention.start : mention.end].split())
        figure = self._known_by_noun(mention, phrase)
        if figure is None:
            figure = self._new(_sort_of_noun(mention), mention.gender, mention.plural)
        if figure not in self._by_noun[mention.noun]:
            self._by_noun[mention.noun].append(figure)
        figure.nouns.add(mention.noun)
        if mention.count not in ("", "two", "both") and mention.plural:
            self._by_count.setdefault(mention.count, figure)
        if mention.owner:
            figure.owners.add(mention.owner)
        figure.qualities |= mention.qualities
        figure.gender = figure.gender or mention.gender
        figure.phrases[phrase] += 1
        return figure

    def _known_by_noun(self, mention: Mention, phrase: str) -> Figure | None:
        if not mention.definite or mention.noun in INDEFINITE:
            return None
        if known := self._by_count.get(mention.count):
            return known
        fits = [
            figure
            for figure in self._by_noun.get(mention.noun, ())[-RECENT:]
            if figure.plural == mention.plural
            and not genders_clash(figure.gender, mention.gender)
            and _qualities_agree(figure.qualities, mention.qualities)
        ]
        same = phrase.lower()
        if mention.owner:
            fits = [f for f in fits if _owned_alike(f, mention, same)]
        return max(
            fits,
            key=lambda f: (any(p.lower() == same for p in f.phrases), f.touched, f.number),
            default=None,
        )

    # -- papers -----------------------------------------------------------------------------

    def _find_signers(self) -> None:
        """Whose words a letter or a statement is: signed by them, theirs, or what they said in."""
        looser: list[tuple[Figure, list[Figure]]] = []
        for mention in self.mentions:
            paper = mention.figure
            if mention.head is None or paper is None or paper.sort is not Sort.PAPER:
                continue
            sender = next((t for t in mention.head.rights if t.lower in ("from", "by")), None)
            if sender and mention.noun in CORRESPONDENCE:
                _sign(paper, self._named_under(sender))
            owner = next((t for t in mention.head.lefts if t.dep == "poss"), None)
            if owner and (known := self._at.get(owner.i)) and known.form is Form.NAME:
                _sign(paper, [f for f in [known.figure] if f and f.sort is Sort.PERSON])
            if mention.head.dep == "pobj" and mention.head.head.lower == "in":
                verb = next((t for t in mention.head.ancestors() if t.is_verb), None)
                subject = next((t for t in verb.lefts if t.dep == "nsubj"), None) if verb else None
                if subject and not (owner and owner.lower not in PRONOUNS):
                    looser.append((paper, self._joined(subject)))
        for token in self.parse.tokens:
            if token.lower in SIGNING and not token.quoted:
                by = next((t for t in token.rights if t.lower == "by"), None)
                signed = self._signed_paper(token)
                if by and signed:
                    _sign(signed, self._named_under(by))
        for paper, signers in looser:
            if not paper.signers:
                _sign(paper, signers)

    def _sign_by_pronoun(self) -> None:
        """ "Their letter" is of the two named before, "her letter" of whoever she is."""
        for mention in self.mentions:
            paper = mention.figure
            if mention.head is None or paper is None or paper.sort is not Sort.PAPER:
                continue
            owner = next((t for t in mention.head.lefts if t.dep == "poss"), None)
            if owner is None or paper.signers or owner.lower not in PRONOUNS:
                continue
            if owner.lower == "their":
                _sign(paper, self.pair_before(owner.start))
            elif (known := self._at.get(owner.i)) and known.figure and known.figure.named:
                _sign(paper, [known.figure])

    def _signed_paper(self, token: Token) -> Figure | None:
        """The paper that "signed" tells of: before it, or the subject of its sentence."""
        head = token.head
        if token.dep in ("acl", "relcl", "appos"):
            found = self._at.get(head.i)
        else:
            verb = token if token.dep == "ROOT" else head
            subject = next((t for t in verb.children if t.dep in SUBJECTS), None)
            found = self._at.get(subject.i) if subject else None
        return found.figure if found and found.figure and found.figure.sort is Sort.PAPER else None

    def _named_under(self, preposition: Token) -> list[Figure]:
        noun = next((t for t in preposition.rights if t.dep == "pobj"), None)
        return self._joined(noun) if noun else []

    def _joined(self, token: Token) -> list[Figure]:
        """The people of a phrase such as "Jeff Ames and Ida Bell"."""
        found = []
        for one in [token, *(t for t in token.subtree() if t.dep == "conj")]:
            mention = self._at.get(one.i)
            if mention and mention.figure and mention.form is not Form.PRONOUN:
                found.append(mention.figure)
        return [f for f in found if f.sort in (Sort.PERSON, Sort.GROUP, Sort.ORGANISATION)]

    # -- joining ----------------------------------------------------------------------------

    def _join_appositions(self) -> None:
        """ "Rose, my brother's wife," and "Carl Weiss is an engineer": one figure each."""
        self._of_figure = defaultdict(list)
        for mention in self.mentions:
            if mention.figure:
                self._of_figure[mention.figure.number].append(mention)
        for mention in self.mentions:
            other = self._apposition(mention)
            if other and other.figure and mention.figure and other.figure is not mention.figure:
                named, described = mention, other
                if described.form is Form.NAME:
                    named, described = described, named
                if named.form is Form.NAME and described.form is Form.NOUN:
                    self._describe(named, described)

    def _apposition(self, mention: Mention) -> Mention | None:
        token = mention.head
        if mention.form is Form.PRONOUN or token is None:
            return None
        if token.dep == "appos":
            return self._at.get(token.head.i)
        if mention.form is Form.NAME and (noun := self._noun_before(mention)):
            return noun
        if token.dep == "attr" and token.head.lower in ("is", "was", "am", "are", "were"):
            subject = next((t for t in token.head.lefts if t.dep == "nsubj"), None)
            return self._at.get(subject.i) if subject else None
        return None

    def _noun_before(self, named: Mention) -> Mention | None:
        """The noun that a name explains: "the secretary of the guild, Nunzio Alba, has"."""
        if self.text[named.end : named.end + 1] not in (",", ")"):
            return None
        for mention in self.before(named.start, 4)[::-1]:
            if mention.form is not Form.NOUN or mention.plural:
                continue
            if EXPLAINED.fullmatch(self.text, mention.end, named.start):
                return mention
        return None

    def _describe(self, named: Mention, described: Mention) -> None:
        figure, old = named.figure, described.figure
        if figure is None or old is None:
            return
        house = any(word in ORGANISATION_WORDS for name in figure.names for word in name.words)
        if old.sort is not Sort.GROUP if house else figure.sort is not Sort.PERSON:
            return
        if old.named or old.plural != figure.plural:
            return
        if genders_clash(figure.gender, described.gender) and not figure.first_name_gender:
            return
        if described.gender:
            figure.gender, figure.first_name_gender = described.gender, False
        phrase = " ".join(self.text[described.start : described.end].split())
        role = re.sub(r"^(?:the|an?)\s+", "", phrase, flags=re.IGNORECASE)
        if role not in figure.roles:
            figure.roles.append(role)
        self._join(old, figure)

    def _join(self, old: Figure, figure: Figure) -> None:
        """Makes one figure of two: all that is known of the old one goes to the other."""
        figure.nouns |= old.nouns
        figure.owners |= old.owners
        figure.qualities |= old.qualities
        figure.phrases.update(old.phrases)
        for noun in old.nouns:
            self._by_noun[noun] = [figure if f is old else f for f in self._by_noun[noun]]
        moved = self._of_figure.pop(old.number, [])
        for mention in moved:
            mention.figure = figure
        self._of_figure[figure.number].extend(moved)
        figure.starts = sorted({*figure.starts, *old.starts})
        old.starts.clear()

    def _find_doers(self) -> None:
        """ "The dealer", where it is said of Mr. Lund alone that he deals."""
        doers = Doers(self.text, self.parse, self.mentions, self.called)
        for figure in self.figures:
            if _is_only_the_one(figure) and (doer := doers.of(next(iter(figure.nouns)))):
                self._join_all([(figure, doer)])
        for token in self.parse.tokens:
            if token.i in self._at or not _may_be_an_epithet(token):
                continue
            if doer := doers.of(fold(token.text)):
                mention = described(token)
                mention.figure = doer
                doer.phrases[" ".join(self.text[mention.start : mention.end].split())] += 1
                self._at[token.i] = mention
                insort(self.mentions, mention, key=lambda known: known.start)
        self._starts = [mention.start for mention in self.mentions]

    def _introduce(self) -> None:
        """ "And who are you?" "Teo.": the boy who came out of the kitchen is Teo."""
        asked: int | None = None
        for start, end in self.parse.quoted:
            said = self.text[start : min(end, start + LONGEST_SPOKEN)]
            answer = ANSWERS_NAME.match(said) if asked is not None else None
            newcomer = self._newcomer_before(asked) if answer and asked is not None else None
            if answer and newcomer:
                self._give_name(newcomer, answer["name"])
            asked = start if ASKS_NAME.search(said) else None

    def _newcomer_before(self, offset: int) -> Figure | None:
        """Who came in last without a name: "a boy of about eleven"."""
        for mention in reversed(self.before(offset, 12)):
            figure = mention.figure
            if figure and mention.form is Form.NOUN and _is_newcomer(figure):
                return figure
        return None

    def _give_name(self, figure: Figure, spelled: str) -> None:
        known = self.called(spelled.split())
        name = take_apart(spelled)
        if len(known) == 1 and known[0].sort is Sort.PERSON:
            self._join_all([(figure, known[0])])
        elif not known and name.words and name.words[0] in first_names():
            self._bear(figure, name)
            figure.spellings[spelled] += 1

    def _join_all(self, joined: Iterable[tuple[Figure, Figure]]) -> None:
        for old, figure in list(joined):
            if self._of_figure.get(old.number) and not genders_clash(figure.gender, old.gender):
                self._join(old, figure)

    # -- gender and pronouns ----------------------------------------------------------------

    def _vote_on_gender(self) -> None:
        """A pronoun that follows a lone subject tells its gender."""
        for number, mention in enumerate(self.mentions):
            figure = mention.figure
            if not mention.subject or mention.form is Form.PRONOUN or figure is None:
                continue
            for later in self.mentions[number + 1 : number + 5]:
                if later.start - mention.end > 160 or later.form is not Form.PRONOUN:
                    break
                if later.person == 3 and later.gender in ("m", "f"):
                    figure.votes[later.gender] += 1
                    break
        for figure in self.figures:
            m, f = figure.votes["m"], figure.votes["f"]
            surer = max(m, f) >= 1 and max(m, f) >= 3 * min(m, f)
            if surer and figure.sort in (Sort.PERSON,) and not figure.plural:
                titled = any(n.title in MALE_TITLES | FEMALE_TITLES for n in figure.names)
                full = any(n.full for n in figure.names)
                sure = max(m, f) >= SURE_VOTES and not titled and not full
                if not figure.gender or (figure.first_name_gender and sure):
                    figure.gender = "m" if m > f else "f"

    def _weigh_humans(self) -> None:
        """Tells persons from places and things among the names that carry no title."""
        for mention in self.mentions:
            figure = mention.figure
            if figure is not None and mention.form is not Form.PRONOUN:
                figure.human += 0.5 * mention.says + 0.1 * mention.subject - 0.5 * mention.setting
                figure.human -= 1.5 * mention.with_article
        lower = {token.text for token in self.parse.tokens if token.text.islower()}
        for figure in self.figures:
            figure.human -= _only_a_word(figure, lower)
            figure.human = max(-2.0, min(2.0, figure.human)) + _human_by_name(figure)
            figure.human += min(2, 0.5 * (figure.votes["m"] + figure.votes["f"]))
            if figure.sort is Sort.PERSON and figure.named and figure.human < 0:
                figure.sort = Sort.PLACE

    def _resolve_pronouns(self) -> None:
        """A first guess at every pronoun, and who was mentioned where."""
        recent: dict[int, tuple[Figure, int, bool]] = {}
        spoken_to = deque(self._spoken_to())
        for mention in self.mentions:
            while spoken_to and spoken_to[0][0] < mention.start:
                at, called = spoken_to.popleft()
                recent.pop(called.number, None)
                recent[called.number] = (called, at, True)
            if mention.figure is _NOBODY and mention.person == 3:
                mention.figure = _most_salient(mention, recent.values()) or _NOBODY
            figure = mention.figure
            if figure is None or figure is _NOBODY:
                continue
            figure.starts.append(mention.start)
            if mention.setting and figure.sort is Sort.PAPER:
                continue  # "in a statement it said": it is not the statement
            recent.pop(figure.number, None)
            recent[figure.number] = (figure, mention.start, mention.subject)
            if len(recent) > RECENT:
                recent.pop(next(iter(recent)))

    def _spoken_to(self) -> Iterator[tuple[int, Figure]]:
        """Whom a quotation calls by name, at the end of its line: who "he" may be after it."""
        for start, end in self.parse.quoted:
            line_end = self.text.find("\n", end)
            if line_end < 0 or self.parse.token_at(start) is None:
                continue  # in a line of talk alone a name is as often spoken of; measured
            for called in self.addressed(self.text[start:end]):
                if len(called) == 1:
                    yield line_end, called[0]


def _is_newcomer(figure: Figure) -> bool:
    if figure.sort is not Sort.PERSON or figure.named or figure.plural:
        return False
    return any(INDEFINITE_PHRASE.match(phrase) for phrase in figure.phrases)


def _is_only_the_one(figure: Figure) -> bool:
    """Whether somebody is called "the dealer" and nothing else."""
    if figure.named or figure.plural or figure.owners or len(figure.nouns) != 1:
        return False
    return all(phrase.lower().startswith("the ") for phrase in figure.phrases)


def _may_be_an_epithet(token: Token) -> bool:
    """Whether "tuner" in "the tuner" may be somebody, though no list of nouns has it."""
    if token.quoted or token.tag != "NN" or not ends_like_person(fold(token.text)):
        return False
    return any(t.lower == "the" for t in token.lefts)


def _sign(paper: Figure, signers: Iterable[Figure]) -> None:
    known = (
        f for f in signers if f.named or any(not INDEFINITE_PHRASE.match(p) for p in f.phrases)
    )
    paper.signers.extend(f for f in known if f not in paper.signers)


_NOBODY = Figure(-1, Sort.THING)


def fits_pronoun(figure: Figure, gender: str, plural: bool) -> bool:
    """Whether he, she, it or they may mean the figure."""
    if plural:
        return figure.plural or figure.sort in (Sort.GROUP, Sort.ORGANISATION, Sort.PLACE)
    if gender == "n":
        impersonal = (Sort.ORGANISATION, Sort.GROUP, Sort.PAPER, Sort.PLACE)
        return figure.sort in impersonal and not figure.plural
    if figure.plural or figure.sort is not Sort.PERSON:
        return False
    return not figure.gender or figure.gender == gender


def _most_salient(mention: Mention, recent: Iterable[tuple[Figure, int, bool]]) -> Figure | None:
    """The latest figure of the pronoun's gender and number; a subject counts as nearer."""
    best, best_cost = None, float(FAR)
    for figure, start, subject in recent:
        if not fits_pronoun(figure, mention.gender, mention.plural):
            continue
        cost = float(mention.start - start)
        cost *= 0.45 if subject else 1.0
        cost *= 1.0 if figure.gender else 1.5
        cost *= 1.0 if figure.human > 0.5 else 1.5
        if cost < best_cost:
            best, best_cost = figure, cost
    return best


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
    if names_person(mention.noun):
        return Sort.GROUP if mention.plural else Sort.PERSON
    if mention.noun in PAPERS:
        return Sort.PAPER
    if mention.noun in GROUP_NOUNS:
        return Sort.GROUP
    return Sort.PERSON


def _only_a_word(figure: Figure, lower: set[str]) -> float:
    """Whether a single name is rather a word that stood first in its sentence: "Laughter"."""
    words = {name.words for name in figure.names if not name.title}
    single = len(words) == 1 and len(next(iter(words))) == 1 and len(words) == len(figure.names)
    return 1.0 if single and next(iter(words))[0] in lower else 0.0


def _human_by_name(figure: Figure) -> float:
    if not figure.named:
        return 1.0 if figure.sort in (Sort.PERSON, Sort.NARRATOR) else 0.0
    if any(name.words and name.words[-1] in PLACES and not name.title for name in figure.names):
        return -2.0
    if any(name.title or name.words[0] in first_names() for name in figure.names) or figure.roles:
        return 2.0
    return 0.0


def _owned_alike(figure: Figure, mention: Mention, phrase: str) -> bool:
    """Whether "his wife" may be the figure: called so before, or "the wife" with no other owner."""
    if any(known.lower() == phrase for known in figure.phrases):
        return True
    return not figure.named and not figure.owners


def _qualities_agree(known: set[str], new: frozenset[str]) -> bool:
    return not new or not known or bool(known & new)


def _answers_to(figure: Figure, name: Name) -> bool:
    if any(titles_clash(name, other) for other in figure.names):
        return False
    if name.title in MALE_TITLES | FEMALE_TITLES and genders_clash(figure.gender, name.gender):
        return False
    if figure.sort is Sort.ORGANISATION or (len(name.words) > 2 and not name.title):
        return any(
            name.words == other.words or (may_be_one(name, other) and figure.sort is Sort.PERSON)
            for other in figure.names
        )
    return any(may_be_one(name, other) for other in figure.names)
