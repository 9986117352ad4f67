"""Who said each quotation of a document, by sieves from sure to unsure.

The sure sieves read what stands beside the quotation: a label, or the subject of its verb of
saying. What they leave open (he, she, nobody named) is weighed along the whole talk by the ranker.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from corpus.documents import TOLD, Document, Person, Quotation, Span
from corpus.quoting.cast import Cast, Pair
from corpus.quoting.chain import Weights, probabilities, shipped_weights
from corpus.quoting.clauses import NOBODY
from corpus.quoting.figures import Figure, Sort
from corpus.quoting.gathering import gather
from corpus.quoting.inner import Tellers, Told, Within, is_before
from corpus.quoting.interviews import FORMS, QUESTIONS, answerer
from corpus.quoting.lexicon import GROUP_NOUNS, HEADS, KIN, SPEAKING_PARTS
from corpus.quoting.mentions import Form, Mention
from corpus.quoting.papers import paper_before
from corpus.quoting.parsing import Parse
from corpus.quoting.ranking import Choice, choices
from corpus.quoting.sieves import Tag, everyone_in
from corpus.quoting.speech import Speech
from corpus.quoting.turns import turns_of

# Sieves that can be left out to measure what each adds.
SIEVES = (
    "label", "cue", "same turn", "pronoun", "paragraph", "sentence before", "address",
    "turn-taking", "ranker",
)  # fmt: skip
BAR = 0.43  # below this confidence the speaker is not stated; see docs/quotations.md
MOST = 0.95  # nothing weighed is surer than this
AS_GOOD_AS_NAMED = 0.8  # from this confidence on a turn shows who takes part in the talk
DOUBT = 0.25  # so that of turns without a tag those are named that have an even chance
MOST_ALIASES = 12
TALK = 800  # characters before "both of them" in which the two of a talk speak
AT_HAND = 200  # characters in which two who were named together are still at hand
BARE_PAIRS = frozenset("both two couple pair duo twins newlyweds spouses".split())
READING = frozenset("read reads reading recited".split())
MENTIONS_BACK = 30  # mentions looked back at for the paper that is read from
FAR_PAPER = 600  # characters after which it is no longer the one

# Share of right names on development data, by what the tag is; see docs/quotations.md.
SURE = {
    "label": 0.97,
    "name": 0.97,
    "noun": 0.93,
    "narrator": 0.95,
    "paper": 0.9,
    "pair": 0.8,
    "voice": 0.3,
    "lead": 0.75,
    "interview": 0.9,
    TOLD: 0.9,
    "told pronoun": 0.6,
}


@dataclass(frozen=True, slots=True)
class _Verdict:
    """Who says a quotation, and by which sieve."""

    figures: tuple[Figure, ...]
    mention: Span | None
    cue: Span | None
    evidence: str
    confidence: float
    via: str | None = None


def attribute(
    document: Document,
    speeches: Sequence[Speech],
    parse: Parse,
    *,
    without: Collection[str] = (),
    weights: Weights | None = None,
    bar: float = BAR,
    within: Within | None = None,
) -> list[Quotation]:
    """The quotations of a document with their speakers, in text order.

    A quotation whose speaker the text does not show, or shows with less confidence than ``bar``,
    has no speakers. ``without`` names sieves to leave out, for measuring what each adds. What is
    told ``within`` speeches follows the quotation that it is part of.
    """
    speeches = sorted(speeches, key=lambda speech: (speech.start, speech.end))
    cast = gather(document.text, parse)
    turns = turns_of(document, speeches, parse, cast, without=without)
    chosen = choices(turns, cast, document.text)
    weights = (weights or shipped_weights()).without(without)
    likely = probabilities(chosen, weights)
    sure = _sure_of(chosen, likely)
    chosen = choices(turns, cast, document.text, sure=sure)
    likely = probabilities(chosen, weights)
    if "ranker" in without:
        likely = [_unweighed(choice) for choice in chosen]
    elif "pronoun" in without:
        likely = [[0.0] * len(c.candidates) if c.kind == "pronoun" else p
                  for c, p in zip(chosen, likely, strict=True)]  # fmt: skip
    attributing = _Attributing(document, speeches, cast, bar)
    verdicts = {
        index: attributing.decide(index, choice, chances)
        for choice, chances in zip(chosen, likely, strict=True)
        for index in choice.turn.speeches
    }
    told = attributing.told(within, verdicts) if within else []
    found = [attributing.quotation(speeches[n], verdicts[n]) for n in sorted(verdicts)]
    found += [attributing.quotation(one.speech, verdict) for one, verdict in told]
    return sorted(found, key=lambda quotation: quotation.start)


def _sure_of(chosen: Sequence[Choice], likely: Sequence[Sequence[float]]) -> dict[int, Figure]:
    """The turns whose speaker is as good as named, with that speaker."""
    found = {}
    for number, (choice, chances) in enumerate(zip(chosen, likely, strict=True)):
        best = max(range(len(chances)), key=chances.__getitem__, default=None)
        if best is not None and chances[best] >= AS_GOOD_AS_NAMED:
            found[number] = choice.candidates[best]
    return found


def _unweighed(choice: Choice) -> list[float]:
    """Without a ranker: he and she are the first guess, and nobody is named for the rest."""
    mention = choice.turn.mention
    guess = mention.figure if choice.kind == "pronoun" and mention else None
    return [float(figure is guess) for figure in choice.candidates]


class _Attributing:
    """Makes quotations of what was decided and weighed; one person for each figure."""

    def __init__(
        self, document: Document, speeches: Sequence[Speech], cast: Cast, bar: float
    ) -> None:
        self.document = document
        self.bar = bar
        self.speeches = speeches
        self.cast = cast
        self._persons: dict[int, Person] = {}
        self._decided: dict[int, _Verdict] = {}  # by the number of the speech, in text order

    def decide(self, index: int, choice: Choice, chances: Sequence[float]) -> _Verdict:
        """The verdict on one quotation of a turn, on which later ones may lean."""
        verdict = self._decided[index] = self.verdict(index, choice, chances)
        return verdict

    def _form(self, index: int) -> str:
        """The label that tells question from answer, and not who asks or answers; "" for none."""
        label = self.speeches[index].label
        shown = self.document.text[label.start : label.end] if label else ""
        form = shown.strip(" .").lower()
        return form if form in FORMS else ""

    def _in_interview(self, index: int) -> _Verdict:
        """Who answers, where the narration names one; nobody for a question."""
        speech, first = self.speeches[index], index
        while first and self._form(first - 1):
            first -= 1
        begins = self.speeches[first].label or speech
        asked = self._form(index) in QUESTIONS
        known = None if asked else answerer(self.cast, begins.start, speech.start)
        if known is None or known[0].figure is None:
            return _Verdict((), speech.label, None, "none", 0.0)
        mention, cue = known
        return self._answered((known[0].figure,), mention.span, cue, "label", SURE["interview"])

    def verdict(self, index: int, choice: Choice, chances: Sequence[float]) -> _Verdict:
        """Who says one quotation of a turn: as its tag has it, else the likeliest candidate."""
        turn = choice.turn
        tag, mention = turn.tags.get(index, (None, None))
        own = mention is not None
        if not own:
            tag, mention = turn.tag, turn.mention
        cue = tag.cue.span if tag and tag.cue else self.speeches[index].cue
        shown = mention.span if mention else self.speeches[index].mention
        if self._form(index):
            return self._in_interview(index)
        if mention is not None and mention.noun in NOBODY:
            return _Verdict((), shown, cue, "none", 0.0)
        if mention is not None and (mention.form is not Form.PRONOUN or choice.kind == "tagged"):
            figures = self._named(tag, mention)
            if tag is None and (label := self.speeches[index].label):
                figures = tuple(self.cast.signers(label)) or figures
            if _are_two(mention):
                two = self._two(mention)
                if two or mention.noun in BARE_PAIRS:
                    return self._answered(two, shown, cue, "joint", SURE["pair"] if two else 0.0)
            if mention.form is Form.PRONOUN:  # "he added" after "said Holm"
                figures = tuple(choice.candidates)
            evidence = _sieve(tag) if own else "same turn"
            return self._answered(figures, shown, cue, evidence, _sure(mention, tag))
        if mention is not None and mention.plural and mention.person == 3:
            pair = self._pair(mention, choice, chances)
            if pair:
                return self._answered(pair, shown, cue, "pronoun", SURE["pair"])
        if mention is not None and mention.gender == "n":
            paper = paper_before(self.cast, mention.start)
            if paper:
                evidence = "joint" if len(paper.signers) > 1 else "pronoun"
                return self._answered((paper,), shown, cue, evidence, SURE["pair"])
        if not choice.candidates:
            return _Verdict((), shown, cue, "pronoun" if mention else "none", 0.0)
        best = max(range(len(chances)), key=chances.__getitem__)
        evidence = "pronoun" if mention else _evidence(choice, best)
        chance = chances[best] if mention else _doubted(chances[best])
        return self._answered(
            (choice.candidates[best],),
            shown,
            cue,
            evidence,
            min(MOST, math.floor(100 * chance) / 100),
        )

    def _named(self, tag: Tag | None, mention: Mention) -> tuple[Figure, ...]:
        mentions = [mention]
        if tag is not None and mention.head is not None:
            others = (self.cast.mention_for(token) for token in everyone_in(mention.head)[1:])
            mentions += [m for m in others if m and m.form is not Form.PRONOUN]
        return tuple(dict.fromkeys(m.somebody for m in mentions if m.somebody))

    def _two(self, mention: Mention) -> tuple[Figure, ...]:
        """Whom "both women" or "the two groups" means, also for a "they" that follows."""
        bare = mention.noun in BARE_PAIRS
        bodies = None if bare else mention.noun in GROUP_NOUNS
        gender = mention.gender if mention.plural else ""  # "brother and sister" are of two
        pair = self.cast.latest_pair(mention.start, bodies=bodies, gender=gender)
        if pair and bare and self._is_past(pair, mention):
            pair = None
        two = pair.figures if pair else [] if bodies else self._two_talking(mention)
        if two:
            self.cast.note_pair(Pair(mention.start, two, bodies=bool(pair and pair.bodies)))
        return tuple(two)

    def _is_past(self, pair: Pair, mention: Mention) -> bool:
        """Whether somebody else has come in since two were named, so that "they" may be others."""
        since = self.cast.between(pair.start, mention.start)
        far = mention.start - pair.start > AT_HAND
        return (far or "\n\n" in self.document.text[pair.start : mention.start]) and any(
            other.subject and other.form is Form.NAME and other.figure not in pair.figures
            for other in since
        )

    def _two_talking(self, mention: Mention) -> list[Figure]:
        """The only two who speak in the talk right before."""
        figures: dict[int, Figure] = {}
        last = bisect_left(self.speeches, mention.start, key=lambda speech: speech.start)
        for index in range(last - 1, -1, -1):
            speech = self.speeches[index]
            if mention.start - speech.end > TALK:
                break
            if index not in self._decided or speech.label:
                continue  # a letter that lies there is no talk
            figures.update({figure.number: figure for figure in self._decided[index].figures})
        two = list(figures.values())[::-1]
        people = all(figure.sort in (Sort.PERSON, Sort.NARRATOR) for figure in two)
        gender = mention.gender if mention.plural else ""
        fits = all(not gender or figure.gender in ("", gender) for figure in two)
        return two if len(two) == 2 and people and fits else []

    def _pair(
        self, mention: Mention, choice: Choice, chances: Sequence[float]
    ) -> tuple[Figure, ...]:
        """The two whom "they" means, where no group has been named since."""
        pair = self.cast.latest_pair(mention.start)
        if pair is None or self._is_past(pair, mention):
            return ()
        best = max(range(len(chances)), key=chances.__getitem__, default=None)
        if best is not None and chances[best] > 0.5:
            group = choice.candidates[best]
            since = (group.last_before(mention.start) or 0) >= pair.start
            between = self.document.text[pair.start : mention.start]
            if len(between) > TALK or (since and (group.plural or "\n\n" in between)):
                return ()
        return tuple(pair.figures)

    def _answered(
        self,
        figures: tuple[Figure, ...],
        mention: Span | None,
        cue: Span | None,
        evidence: str,
        confidence: float,
    ) -> _Verdict:
        """The verdict for these figures; a paper's signers in its place, nobody below the bar."""
        via = None
        if len(figures) == 1 and figures[0].sort is Sort.PAPER and figures[0].signers:
            paper = figures[0]
            via, figures = self._phrase(paper, mention), tuple(paper.signers)
            for signer in figures:
                signer.papers.update(paper.phrases)
            confidence = min(confidence, SURE["paper"])
        if confidence < self.bar:
            return _Verdict((), mention, cue, evidence, confidence)
        return _Verdict(figures, mention, cue, evidence, confidence, via)

    def _phrase(self, figure: Figure, mention: Span | None) -> str:
        known = self.cast.mention_at(mention) if mention else None
        if mention is None or (known and known.form is Form.PRONOUN):
            return figure.name
        return " ".join(self.document.text[mention.start : mention.end].split())

    def told(self, within: Within, verdicts: Mapping[int, _Verdict]) -> list[tuple[Told, _Verdict]]:
        """Who says what is told within speeches, each via whoever says the speech."""
        outer = {Span(s.start, s.end): n for n, s in enumerate(self.speeches)}
        tellers = Tellers(within, self.cast)
        found = []
        for told in within.told:
            around = verdicts[outer[told.outer]]
            before = self._said_before(outer[told.outer], verdicts)
            figures, mention = tellers.speakers(told, around.figures, before)
            cue = told.tag.cue.span if told.tag and told.tag.cue else told.speech.cue
            shown = mention.span if mention else told.speech.mention
            confidence = self._sure_of_told(figures, mention, around)
            if confidence < self.bar:
                figures = ()
            via = None if figures == around.figures else _names(around.figures)
            found.append((told, _Verdict(figures, shown, cue, TOLD, confidence, via)))
        return found

    def _said_before(self, index: int, verdicts: Mapping[int, _Verdict]) -> list[Span]:
        """What is said before a quotation, in its paragraph by nobody else or in its interview."""
        speech, found = self.speeches[index], list[Span]()
        for number in range(index - 1, -1, -1):
            before = self.speeches[number]
            if not is_before(self.document.text, before, speech, index - 1 - number):
                break
            same = len({verdicts[number].figures, verdicts[index].figures} - {()}) < 2
            if same or (before.label and speech.label):
                found.append(Span(before.start, before.end))
        return found[::-1]

    def _sure_of_told(
        self, figures: Sequence[Figure], mention: Mention | None, around: _Verdict
    ) -> float:
        if not figures or mention is None:
            return 0.0
        if mention.form is Form.PRONOUN:
            return around.confidence if mention.person == 1 else SURE["told pronoun"]
        return SURE[TOLD]

    def quotation(self, speech: Speech, verdict: _Verdict) -> Quotation:
        """The quotation with its speakers as people."""
        via = verdict.via
        if via is None and speech.via:
            via = " ".join(self.document.text[speech.via.start : speech.via.end].split())
        if not any(figure.sort is Sort.PAPER for figure in verdict.figures):
            via = via or self._read_aloud(verdict.cue)
        return Quotation(
            self.document,
            speech.start,
            speech.end,
            kind=speech.kind,
            speakers=tuple(self._person(figure) for figure in verdict.figures),
            mention=verdict.mention,
            cue=verdict.cue,
            evidence=verdict.evidence,
            confidence=verdict.confidence,
            negated=speech.negated,
            via=via,
        )

    def _read_aloud(self, cue: Span | None) -> str | None:
        """The paper that somebody reads from: “My dear boy,” she read, and it is the letter."""
        if cue is None or self.document.text[slice(*cue)].lower() not in READING:
            return None
        for mention in reversed(self.cast.before(cue.start, MENTIONS_BACK)):
            if cue.start - mention.start > FAR_PAPER:
                return None
            if mention.figure and mention.figure.sort is Sort.PAPER and mention.form is Form.NOUN:
                return self._phrase(mention.figure, mention.span)
        return None

    def _person(self, figure: Figure) -> Person:
        known = self._persons.get(figure.number)
        if known is None:
            roles = tuple(figure.roles[:MOST_ALIASES])
            aliases = tuple([*figure.aliases, *figure.papers][:MOST_ALIASES])
            known = self._persons[figure.number] = Person(figure.name, aliases, roles)
        return known


def _are_two(mention: Mention) -> bool:
    """Whether a phrase counts two without naming them: "both women", "brother and sister"."""
    if mention.form is not Form.NOUN:
        return False
    if mention.noun in BARE_PAIRS or (mention.plural and mention.count in ("two", "both")):
        return True
    two = everyone_in(mention.head) if mention.head else []
    return len(two) == 2 and all(one.lower in KIN and not one.lefts for one in two)


def _names(figures: Sequence[Figure]) -> str | None:
    return " and ".join(figure.name for figure in figures) or None


def _doubted(chance: float) -> float:
    """The chance of a speaker whom no word shows: near even it seems more than it is."""
    return chance - DOUBT * chance * (1 - chance)


def _sieve(tag: Tag | None) -> str:
    if tag is None:
        return "label"
    return "subject of cue" if tag.evidence == "cue" else tag.evidence


def _sure(mention: Mention, tag: Tag | None) -> float:
    if tag is None:
        return SURE["label"]
    if mention.noun in SPEAKING_PARTS - HEADS:  # "a voice from the door": whose?
        return SURE["voice"]
    if tag.evidence == "sentence before":
        return SURE["lead"]
    if mention.form is Form.NAME:
        return SURE["name"]
    return SURE["narrator"] if mention.form is Form.PRONOUN else SURE["noun"]


def _evidence(choice: Choice, best: int) -> str:
    """The sieve that would have named the speaker that the ranker chose."""
    signs = choice.signs[best]
    if signs.get("subject before") or signs.get("subject after") or signs.get("only in paragraph"):
        return "same paragraph"
    if signs.get("lead colon"):
        return "sentence before"
    if signs.get("was addressed"):
        return "address"
    return "turn-taking"
