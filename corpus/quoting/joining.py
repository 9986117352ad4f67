"""One figure for a name and a description that the text shows to be one person's.

By apposition ("Rose, my brother's wife,"), by an answer to "who are you?", and by what somebody is
said to do ("the dealer"). Ties of kinship come from ``kin``.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

from corpus.names import SHORT_TITLES, first_names, fold, genders_clash, take_apart
from corpus.quoting.cast import Cast
from corpus.quoting.epithets import Doers
from corpus.quoting.figures import INDEFINITE_PHRASE, Figure, Sort
from corpus.quoting.lexicon import ORGANISATION_WORDS, ends_like_person
from corpus.quoting.mentions import Form, Mention, described, on_one_line
from corpus.quoting.offices import holders, is_told_as_so
from corpus.quoting.parsing import Token
from corpus.quoting.register import DETERMINER, LONGEST_SPOKEN
from corpus.spelling import LONG_WORD

EXPLAINED = re.compile(r"(?: (?:of|for|at|in) [^,.;:]{1,70})?, ")
EXPLAINS_BACK = 4  # mentions looked back at for the noun that a name explains
NEWCOMER_BACK = 12  # mentions looked back at for who is asked for a name
NAME = rf"{LONG_WORD}(?: {LONG_WORD})?"
PRESENTS = re.compile(rf"\W*(?:This is|This here is|Meet|Here is|Here[’']s) (?P<name>{NAME})[.,;!]")
TELLS_NAME = re.compile(
    rf"\b(?:[Mm]y name is|[Mm]y name[’']s|[Tt]hey call me|I am called) (?P<name>{NAME})[.,;!]"
)
ASKS_NAME = re.compile(r"\b(?:who are you|who might you be|your name|called)\b[^.!]*\?\W*$", re.I)
ANSWERS_NAME = re.compile(
    r"\W*(?:(?:I am|I[’']m|My name is|It is|It[’']s|They call me)\s+)?"
    rf"(?P<name>{NAME})[.,;!]"
)

OWN_NAME = re.compile(rf"\W*(?P<name>{LONG_WORD} {LONG_WORD})[.,]\W*")
# What shows that the name is the speaker's own: "she said. “I keep the lock.”"
SAYS_SO = re.compile(r" (?:he|she) said[.,] (?=[\"“‘'](?:I|I[’']m|I[’']ve)\b)")


class Joiner:
    """Joins figures of a cast whose named and described mentions all have their figure."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self._of_figure: dict[int, list[Mention]] = defaultdict(list)
        for mention in cast.mentions:
            if mention.figure:
                self._of_figure[mention.figure.number].append(mention)

    def join(self, pairs: Iterable[tuple[Figure, Figure]]) -> None:
        """Makes one figure of each pair: who is only described, and the figure that it is."""
        for old, figure in pairs:
            if self._of_figure.get(old.number) and not genders_clash(figure.gender, old.gender):
                self._join(old, figure)

    def _join(self, old: Figure, figure: Figure) -> None:
        self.cast.register.join(old, figure)
        moved = self._of_figure.pop(old.number, [])
        for mention in moved:
            mention.figure = figure
        self._of_figure[figure.number].extend(moved)
        figure.starts = sorted({*figure.starts, *old.starts})
        old.starts.clear()

    # -- appositions ------------------------------------------------------------------------

    def appositions(self) -> None:
        """ "Rose, my brother's wife," and "Carl Weiss is an engineer": one figure each."""
        for mention in list(self.cast.mentions):
            other = self._apposition(mention)
            if other and other.figure and mention.figure and other.figure is not mention.figure:
                named, noun = (other, mention) if other.form is Form.NAME else (mention, other)
                if named.form is Form.NAME and noun.form is Form.NOUN:
                    self._describe(named, noun)

    def _apposition(self, mention: Mention) -> Mention | None:
        """The mention that this one explains, or that explains it."""
        token = mention.head
        if mention.form is Form.PRONOUN or token is None:
            return None
        if mention.form is Form.NAME and (bearer := _whom_it_names(token)):
            return self.cast.mention_of(bearer) or self._entered(bearer)
        if (
            token.dep == "appos"
            and token.head.head.lower in ("was", "is")
            and (self.cast.text[token.end : token.end + 1] == "?")
        ):
            return None  # "Was Ann Lee the mayor?" tells nothing
        beside = self.cast.mention_of(token.head) if token.dep == "appos" else None
        noun = self._noun_before(mention) if mention.form is Form.NAME else None
        house = beside and beside.figure and beside.figure.sort is not Sort.PERSON
        if beside and Form.NOUN in (beside.form, mention.form) and not (noun and house):
            # Not two names, which the parser ties in "Ada Vance and the clerk, Rurik Stamm,",
            # nor the council of "a spokesman for the council, Piet Vos,".
            return beside
        if noun:
            return noun
        if token.dep == "attr" and token.head.lower in ("is", "was", "am", "are", "were"):
            so = is_told_as_so(self.cast, token.head)
            subject = token.head.left("nsubj") if so else None
            return self.cast.mention_of(subject) if subject else None
        return None

    def _noun_before(self, named: Mention) -> Mention | None:
        """The noun that a name explains: "the secretary of the guild, Nunzio Alba, has"."""
        text = self.cast.text
        if text[named.end : named.end + 1] not in (",", ")"):
            return None
        for mention in reversed(self.cast.before(named.start, EXPLAINS_BACK)):
            if mention.form is not Form.NOUN or mention.plural:
                continue
            if EXPLAINED.fullmatch(text, mention.end, named.start):
                return mention
        return None

    def _describe(self, named: Mention, noun: Mention) -> None:
        """Joins the figure of a noun to that of a name, and makes the noun a role of it."""
        figure, old = named.figure, noun.figure
        if figure is None or old is None or not _may_be_described(figure, noun, old):
            return
        if noun.gender:
            figure.gender, figure.first_name_gender = noun.gender, False
        role = DETERMINER.sub("", on_one_line(self.cast.text, noun.span))
        if role not in figure.roles:
            figure.roles.append(role)
        self._join(old, figure)

    def offices(self) -> None:
        """ "Olga Renn, who had served as engineer": "the engineer" is she from now on."""
        for holder, noun in list(holders(self.cast)):
            mention = self.cast.mention_of(noun) or self._entered(noun)
            if holder.figure and mention.form is Form.NOUN and mention.figure is not holder.figure:
                self._describe(holder, mention)

    def _entered(self, noun: Token) -> Mention:
        """A new mention of a noun that is no person's by itself: "became chair"."""
        mention = described(noun)
        mention.figure = self.cast.register.of_noun(mention)
        self.cast.add(mention)
        self._of_figure[mention.figure.number].append(mention)
        return mention

    def titles(self) -> None:
        """ "The doctor", where the story has told of one doctor only: Dr Lund."""
        bearers: dict[str, dict[Figure, None]] = defaultdict(dict)
        for mention in self.cast.mentions:
            figure = mention.figure
            for name in figure.names if figure else ():
                if figure and name.title in SHORT_TITLES:
                    bearers[SHORT_TITLES[name.title]][figure] = None
        for figure in self.cast.figures:
            of_title = list(bearers.get(next(iter(figure.nouns), ""), ()))
            if (
                len(of_title) == 1
                and _is_only_the_one(figure)
                and self._before(of_title[0], figure)
            ):
                self.join([(figure, of_title[0])])

    def _before(self, first: Figure, second: Figure) -> bool:
        """Whether a figure is mentioned before another ever is."""
        mentions = self._of_figure[first.number], self._of_figure[second.number]
        return all(mentions) and mentions[0][0].start < mentions[1][0].start

    # -- introductions ----------------------------------------------------------------------

    def introductions(self) -> None:
        """ "And who are you?" "Teo.", "This is Teo.": the boy who came out is Teo."""
        asked: int | None = None
        for number, (start, end) in enumerate(self.cast.parse.quoted):
            said = self.cast.text[start : min(end, start + LONGEST_SPOKEN)]
            given = PRESENTS.match(said) or TELLS_NAME.search(said)
            at = start
            if given is None and (stranger := self._stranger_before(start)):
                self._name_by_own_words(stranger, said, number)
            if given is None and asked is not None:
                given, at = ANSWERS_NAME.match(said), asked
            if given and (newcomer := self._newcomer_before(at)):
                self._give_name(newcomer, given["name"])
            asked = start if ASKS_NAME.search(said) else None

    def _newcomer_before(self, offset: int) -> Figure | None:
        """Who came in last without a name: "a boy of about eleven"."""
        for mention in reversed(self.cast.before(offset, NEWCOMER_BACK)):
            figure = mention.figure
            if figure and mention.form is Form.NOUN and _is_newcomer(figure):
                return figure
        return None

    def _stranger_before(self, offset: int) -> Figure | None:
        """Who acts without a name in the sentence before a quotation, in its paragraph."""
        line = self.cast.text.rfind("\n", 0, offset) + 1
        sentence = self.cast.parse.sentence_at(offset - 2) if offset - line > 2 else None
        if sentence is None:
            return None
        acting = [m for m in self.cast.between(max(line, sentence.start), offset) if m.acts]
        figure = acting[0].figure if len(acting) == 1 and acting[0].form is Form.NOUN else None
        single = figure is not None and figure.sort is Sort.PERSON and not figure.plural
        return figure if single and figure and not figure.named else None

    def _name_by_own_words(self, stranger: Figure, said: str, number: int) -> None:
        """ "The woman put out her hand. “Ida Lund,” she said. “I mend clocks.”": she is Ida Lund.

        Not where the name was told before: then it is whom she speaks to.
        """
        given = OWN_NAME.fullmatch(said)
        if given is None:
            return
        start, end = self.cast.parse.quoted[number]
        after = SAYS_SO.match(self.cast.text, end)
        following = self.cast.parse.quoted[number + 1 : number + 2]
        if after is None or not following or following[0].start != after.end():
            return
        told_before = any(
            mention.start < start
            for figure in self.cast.called(given["name"].split())
            for mention in self._of_figure[figure.number]
        )
        if not told_before:
            self._give_name(stranger, given["name"])

    def _give_name(self, figure: Figure, spelled: str) -> None:
        known = self.cast.called(spelled.split())
        name = take_apart(spelled)
        if len(known) == 1 and known[0].sort is Sort.PERSON:
            if known[0].first_name_gender and figure.gender:  # a boy called Robin is a boy
                known[0].gender, known[0].first_name_gender = figure.gender, False
            self.join([(figure, known[0])])
        elif not known and name.words and name.words[0] in first_names():
            self.cast.register.bear(figure, name)
            figure.spellings[spelled] += 1

    # -- doers ------------------------------------------------------------------------------

    def doers(self) -> None:
        """ "The dealer", where it is said of Mr. Lund alone that he deals."""
        cast = self.cast
        doers = Doers(cast)
        for figure in cast.figures:
            if _is_only_the_one(figure) and (doer := doers.of(next(iter(figure.nouns)))):
                self.join([(figure, doer)])
        for token in cast.parse.tokens:
            if cast.mention_of(token) or not _may_be_an_epithet(token):
                continue
            if doer := doers.of(fold(token.text)):
                mention = described(token)
                mention.figure = doer
                doer.phrases[on_one_line(cast.text, mention.span)] += 1
                cast.add(mention)


def _whom_it_names(token: Token) -> Token | None:
    """Whose name it is: of "a girl named Marta", or "a girl whose name was Marta", the girl."""
    verb = token.head
    if verb.dep == "acl" and verb.lower in ("named", "called") and token.dep in ("oprd", "attr"):
        return verb.head
    subject = verb.left("nsubj")
    if verb.dep == "relcl" and token.dep == "attr" and subject and subject.lower == "name":
        return verb.head if subject.left("poss") and subject.lefts[0].lower == "whose" else None
    return None


def _may_be_described(figure: Figure, noun: Mention, old: Figure) -> bool:
    """Whether the figure of a name may be what a noun beside it says."""
    house = any(word in ORGANISATION_WORDS for name in figure.names for word in name.words)
    if old.sort is not Sort.GROUP if house else figure.sort is not Sort.PERSON:
        return False
    if old.named or old.plural != figure.plural:
        return False
    return figure.first_name_gender or not genders_clash(figure.gender, noun.gender)


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
