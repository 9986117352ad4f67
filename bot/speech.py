"""Who said something, and what somebody said about something."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np

from bot import wording
from bot.about import about
from bot.asking import (
    CANDIDATES,
    CLOSE,
    COVERED,
    INTRODUCING,
    MOST_COMPARED,
    OF_SELF,
    Asking,
    likely_rows,
    nearness_of,
)
from bot.citing import around
from bot.edition import plain
from bot.questions import PERFORMED
from bot.replies import Abstention, Answer, Intent, Silence
from bot.spelling import mended, replaced
from corpus.documents import Excerpt, Kind, Quotation
from corpus.names import ARTICLE, is_named
from corpus.people import names_in
from embeddings.index import Vectors, best_first
from embeddings.retrieval import ASKING
from embeddings.words import QuestionWord

BESIDE = 300  # characters between two excerpts that stand beside each other
NEAR_SAID = 0.33  # nearness from which words of the speaker asked for are about the topic
TOUCHED = 0.42  # or nearness and half the share of the topic's words that they hold
NEAR_CONTEXT = 0.08  # nearness of the passage around words of the speaker asked for
CONTEXT = 0.8  # what the passage around counts beside the quotation's own words
TOLD_BY = 0.1  # what words count less that somebody else tells, beside the speaker's own
FEWEST_WORDS = 4  # of a quotation that may be about what the passage around it is about
FEW_WORDS = 6  # a question of no more words, none of them a question word, is a list of keywords
# Of what a speaker says on a topic, what comes first: the words asked for, in the speaker's own
# words, led in by the verb that was asked for.
IN_OWN_WORDS, WORD_FOR_WORD, BY_THE_VERB = 0.3, 0.1, 0.5
TOLD_OF_SELF = 0.7  # share of what "who does it?" asks that somebody's "I do it" must hold
WHO_DOES = re.compile(
    r"^\W*who\b(?:[’']s)?\s+"
    r"(?:(?:is|was|are|were|wo|do|does|did|would|could|ca|can|has|have|had|should|will)(?:n[’']t)?\s+)?"
    r"(?:not |never |going to |about to )*(?P<what>.+)$",
    re.IGNORECASE | re.DOTALL,
)
OF_A_NAME = re.compile(r"^(?:[Tt]he|[Aa]n?) (?P<head>[\w’'-]+(?: [\w’'-]+)?) (?:of|in|at) [A-Z]")
HOW_FELT = re.compile(
    r"^\W*how (?:did|does|do|has|had) (?P<name>.+?) (?:\w+ly )?(?:feel|felt) (?:about|on|towards?) "
    r"(?P<topic>.+?)\W*$",
    re.IGNORECASE,
)
YES_OR_NO = re.compile(r"(?:yes|no)(?: (?:to|when|if|or) .*)?", re.IGNORECASE)
SAID_SO = re.compile(r"\b(?:yes|no|nope|aye)\b(?=[\s\W]|$)(?! \w)", re.IGNORECASE)
QUESTION_WORD = re.compile(
    r"\b(?:who|whom|whose|what|which|when|where|why|how|is|are|was|were|do|does|did|can)\b",
    re.IGNORECASE,
)


def who_of_self(asking: Asking) -> Answer | Abstention | None:
    """For "who won't vote for it?": whoever says so of himself, "I will not vote for it"."""
    asked = WHO_DOES.match(asking.question.topic or asking.question.text)
    if asked is None:
        return None
    collection, quotations = asking.version.quotation_collection, asking.version.quotations
    hits = [
        hit
        for hit in asking.search(collection, asked["what"])
        if quotations[hit.row].kind is Kind.DIRECT and OF_SELF.search(quotations[hit.row].text)
    ]
    words = collection.words.words(asked["what"])
    covers = collection.words.covers(words, [quotations[hit.row].text for hit in hits])
    told = [hit for hit, cover in zip(hits, covers, strict=True) if cover >= TOLD_OF_SELF]
    if not told:
        return None
    answer = asking.answer([(hit.row, hit.score) for hit in told])
    return replace(answer, intent=Intent.WHO_SAID, speaker=answer.citations[0].speaker)


def who_said(asking: Asking) -> Answer | Abstention:
    """Whose words these are: those that stand so in the story, else the nearest that are said."""
    content = asking.question.topic or asking.question.text
    exact = _verbatim(asking, content)
    if exact:
        return asking.answer([(row, 1.0) for row in exact])
    collection = asking.version.quotation_collection
    hits = asking.near(collection, asking.search(collection, content), content)
    if not hits:
        return about(asking, asking.question.text)
    hits.sort(key=lambda hit: not _is_led_in(asking, hit.row))
    return asking.answer([(_innermost(asking, hit.row, content), hit.score) for hit in hits])


def _innermost(asking: Asking, row: int, content: str) -> int:
    """What is told within a quotation, where that holds as much of what was asked for."""
    words = asking.version.quotation_collection.words
    inner = [row, *asking.edition.rows_within(row)]
    covers = words.covers(
        words.words(content), [asking.version.quotations[each].text for each in inner]
    )
    return inner[max(range(len(inner)), key=lambda at: (covers[at], at))]


def _verbatim(asking: Asking, content: str) -> list[int]:
    """The quotations in which the words stand as they were asked for."""
    wanted = plain(content)
    if len(wanted.split()) < 2:
        return []
    likely = likely_rows(asking.version.quotation_collection, content)
    rows = [row for row in likely if wanted in plain(_unsplit(asking, row))]
    around = {outer for row in rows for outer in asking.edition.rows_holding(row)}
    return [row for row in rows if row not in around]


def _unsplit(asking: Asking, row: int) -> str:
    """The words of a quotation with those of its other halves, without what parts them."""
    quotations = asking.version.quotations
    return " ".join(quotations[half].text for half in asking.edition.halves(row))


def what_said(asking: Asking) -> Answer | Abstention:
    """What the one asked about says, on the topic and by the verb that were asked for.

    Of several who are asked about, those who speak, each in turn; the answer says who does not.
    """
    question = asking.question
    name = question.name or ""
    rows: Sequence[int] = asking.edition.rows_of(name) or _rows_by_role(asking, name)
    names = names_in(name)
    of_each = {each: asking.edition.rows_of(each) for each in names} if len(names) > 1 else {}
    rows = rows or sorted({row for found in of_each.values() for row in found})
    if not rows:
        near = asking.edition.nearest_names(name) or asking.titles()
        return asking.abstain(Silence.UNKNOWN_SPEAKER, name, near)
    if question.topic:
        rows = _on_topic(asking, rows, question.topic)
    elif question.kin and not question.everything:
        rows = _as_asked(asking, rows)
    if not rows:
        return _silent_on(asking, name)
    in_turn = _in_turn(asking, rows)
    ranked = question.topic and not question.everything
    answer = asking.answer(_by_place(in_turn) if ranked else [(row, 1.0) for row in in_turn])
    return replace(answer, notes=(*_on_names(asking, rows, of_each), *answer.notes))


def _on_names(
    asking: Asking, rows: Sequence[int], of_each: Mapping[str, Sequence[int]]
) -> Iterator[str]:
    """Notes on who of several is not in the answer, and on whom a name may mean."""
    if strangers := [name for name, found in of_each.items() if not found]:
        yield wording.not_speaking(strangers)
    if silent := [name for name, found in of_each.items() if found and not set(found) & set(rows)]:
        yield wording.silent_on_it(silent)
    name = asking.question.name or ""
    speaking = {each for row in rows for each in asking.version.quotations[row].speakers}
    people = [person for person in asking.edition.people.find(name) if person in speaking]
    if len(people) > 1 and not of_each and is_named(name):
        yield wording.meaning_several(name, [person.name for person in people])


def _in_turn(asking: Asking, rows: Sequence[int]) -> list[int]:
    """What is said on a topic best first, else in text order; everything always so.

    Of several people asked for first what they say together, then each by turns.
    """
    question, quotations = asking.question, asking.version.quotations
    rows = rows if question.topic and not question.everything else sorted(rows)
    people = {
        person
        for name in names_in(question.name or "")
        for person in asking.edition.people.find(name)
    }
    if len(people) < 2 or question.everything:
        return list(rows)
    of_person: Counter[tuple[str, ...]] = Counter()
    keys: dict[int, tuple[bool, int]] = {}
    for row in rows:
        own = tuple(person.name for person in quotations[row].speakers if person in people)
        keys[row] = (len(own) < 2, of_person[own])
        of_person[own] += 1
    return sorted(rows, key=keys.__getitem__)


def beside(asking: Asking, excerpts: Sequence[Excerpt]) -> Answer | None:
    """What the speaker asked about says close to these excerpts, the closest first."""
    quotations = asking.version.quotations
    far = sorted(
        (min((_apart(quotations[row], each) for each in excerpts), default=BESIDE), row)
        for row in asking.edition.rows_of(asking.question.name or "")
    )
    rows = [(row, 1.0 - distance / BESIDE) for distance, row in far if distance < BESIDE]
    return asking.answer(rows) if rows else None


def _by_place(rows: Iterable[int]) -> list[tuple[int, float]]:
    """Rows in their order, each with a score that falls from 1 and stays above 0."""
    return [(row, 1 / (1 + place)) for place, row in enumerate(rows)]


def _as_asked(asking: Asking, rows: Sequence[int]) -> Sequence[int]:
    """Of a speaker's words those that are led in by the verb asked for: what was denied.

    Where none are, what cannot be said in other words was not said.
    """
    led_in = [row for row in rows if _is_led_in(asking, row)]
    return led_in if led_in or asking.question.verb in PERFORMED else rows


def _is_led_in(asking: Asking, row: int) -> bool:
    """Whether the words of saying are of the kind that the question names."""
    quotation, kin = asking.version.quotations[row], asking.question.kin
    if "ask" in kin and ASKING.search(quotation.text):
        return True
    if not kin or quotation.cue is None:
        return False
    cue = quotation.document.text[quotation.cue.start : quotation.cue.end]
    return not kin.isdisjoint(plain(cue).split())


def _rows_by_role(asking: Asking, name: str) -> list[int]:
    """The words of the one speaker whom the text calls so: "Ines Carvo, the glazier"."""
    role = ARTICLE.sub("", name.strip())
    collection = asking.version.passage_collection
    if role == name.strip() or not role.islower():
        return []
    meant = mended(role, collection.items, collection.words, known=asking.is_a_word)
    hits = asking.search(collection, replaced(role, meant), limit=INTRODUCING)
    texts = (asking.version.passages[hit.row].text for hit in hits)
    found = {
        person
        for text in texts
        for called in called_so(replaced(role, meant), text)
        for person in asking.edition.people.find(called)
    }
    rows = asking.edition.rows_by_person
    return sorted(rows.get(found.pop(), ())) if len(found) == 1 else []


def _silent_on(asking: Asking, name: str) -> Abstention:
    on = asking.question.topic or f"what they would {asking.question.verb}"
    return asking.abstain(Silence.SPEAKER_SILENT, f"{name} on {on}", [name])


def _on_topic(asking: Asking, rows: Sequence[int], topic: str) -> list[int]:
    """Those of a speaker's quotations that are about the topic, best first.

    Short words of speech seldom name what they are about, so the passage around a quotation
    speaks for it too, with less weight.
    """
    if _is_about_nobody_here(asking, topic):
        return []
    collection = asking.version.quotation_collection
    vector = asking.vector(topic)
    asked = collection.words.words(topic)
    rows = _likely_on(asking, rows, topic, vector)
    near = nearness_of(collection, vector, rows)
    own_cover = collection.words.covers(
        asked, [around(asking.version.quotations[row]).text for row in rows]
    )
    quotations = [asking.version.quotations[row] for row in rows]
    said_cover = collection.words.covers(asked, [quotation.text for quotation in quotations])
    context = [_context_score(asking, row, vector, asked) for row in rows]
    found: list[tuple[float, float, int]] = []
    for row, quotation, nearness, cover, said, (context_nearness, context_cover) in zip(
        rows, quotations, near, own_cover, said_cover, context, strict=True
    ):
        own = max(nearness, cover)
        beside = CONTEXT * max(context_nearness, context_cover)
        about_it = nearness >= NEAR_SAID or nearness + cover / 2 >= TOUCHED
        beside_it = context_cover >= COVERED and context_nearness >= NEAR_CONTEXT
        if about_it or (beside_it and _is_more_than_a_word(quotation)):
            score = max(own, beside) + nearness / 10 - TOLD_BY * quotation.is_told
            first = IN_OWN_WORDS * said + BY_THE_VERB * _is_led_in(asking, row)
            word_for_word = quotation.kind is Kind.DIRECT and _is_more_than_a_word(quotation)
            first += WORD_FOR_WORD * (said > 0 and word_for_word)
            found.append((score + first, score, -row))
    best = max((score for _, score, _ in found), default=0.0)
    return [-row for _, score, row in sorted(found, reverse=True) if score >= CLOSE * best]


def _is_about_nobody_here(asking: Asking, topic: str) -> bool:
    """Whether a topic such as "the mayor of Ely" has a head that the corpus never names."""
    of = OF_A_NAME.match(topic)
    return of is not None and asking.stands_nowhere(of["head"])


def _likely_on(asking: Asking, rows: Sequence[int], topic: str, vector: Vectors) -> Sequence[int]:
    """Of somebody who says very much, what is worth a closer look for a topic."""
    if len(rows) <= MOST_COMPARED:
        return rows
    every = np.asarray(rows, dtype=np.int64)
    collection = asking.version.quotation_collection
    by_meaning = every[best_first(collection.vectors.similarities(vector, every), CANDIDATES)]
    by_words = every[best_first(collection.words.scores(topic)[every], CANDIDATES)]
    passages = asking.search(asking.version.passage_collection, topic)
    beside = asking.edition.quotations_around(asking.version.passages[hit.row] for hit in passages)
    return sorted({*by_meaning.tolist(), *by_words.tolist(), *(beside & set(rows))})


def _context_score(
    asking: Asking, row: int, vector: Vectors, asked: Sequence[QuestionWord]
) -> tuple[float, float]:
    """How near the passage around a quotation comes to a topic: nearness and words covered.

    What somebody else says after it is theirs, and so does not count.
    """
    collection = asking.version.passage_collection
    quotation = asking.version.quotations[row]
    passages = asking.edition.passages_around(quotation)
    if not passages:
        return 0.0, 0.0
    items = [collection.items[at] for at in passages]
    end = asking.edition.next_by_another(row)
    parts = [quotation.document.text[item.start : min(item.end, end)] for item in items]
    covers = collection.words.covers(asked, parts)
    return max(nearness_of(collection, vector, passages)), max(covers)


def keywords(asking: Asking) -> Answer | Abstention | None:
    """For words such as "reede bridge": what that speaker said about it, where it did."""
    words = asking.question.text.split()
    if len(words) > FEW_WORDS or QUESTION_WORD.search(asking.question.text):
        return None
    for count in range(min(3, len(words) - 1), 0, -1):
        name, topic = " ".join(words[:count]), " ".join(words[count:])
        rows = asking.edition.rows_of(name)
        on_topic = _on_topic(asking, rows, topic) if rows else []
        if on_topic:
            return asking.answer(_by_place(on_topic))
    return None


def felt(asking: Asking) -> Answer | None:
    """For "how did X feel about it?": what X says about it, if anything."""
    asked = HOW_FELT.match(asking.question.topic or asking.question.text)
    rows = asking.edition.rows_of(asked["name"]) if asked else ()
    on_topic = _on_topic(asking, rows, asked["topic"]) if asked and rows else []
    return asking.answer(_by_place(on_topic)) if on_topic else None


def said_yes_or_no(asking: Asking) -> Answer | Abstention | None:
    """For "did X say yes?": where X says yes or no, in what is quoted or as it is told."""
    topic, name = asking.question.topic or "", asking.question.name or ""
    if not YES_OR_NO.fullmatch(topic):
        return None
    quotations = asking.version.quotations
    rows = [
        row for row in asking.edition.rows_of(name) if SAID_SO.search(around(quotations[row]).text)
    ]
    if rows:
        return asking.answer([(row, 1.0) for row in rows])
    return _silent_on(asking, name) if asking.edition.rows_of(name) else None


def _apart(one: Excerpt, other: Excerpt) -> int:
    """How many characters lie between two excerpts."""
    if one.document.id != other.document.id:
        return BESIDE
    return max(0, one.start - other.end, other.start - one.end)


def _is_more_than_a_word(quotation: Quotation) -> bool:
    """Whether a quotation says enough to be about what stands around it ("Naturally." is not)."""
    return len(quotation.text.split()) >= FEWEST_WORDS


def called_so(role: str, text: str) -> set[str]:
    """The names that a text gives somebody of that role: "Ines Carvo, the glazier"."""
    name = r"(?P<name>[^\W\d_a-z][\w’'-]*\.?(?: [^\W\d_a-z][\w’'-]*\.?){0,3})"
    role = re.escape(role)
    before = rf"{name}, (?:(?:the|an?|his|her|their|its|my|our|\w+['’]s) )?(?:[\w-]+ )?{role}\b"
    after = rf"\b{role}(?: (?:who|that|of|in|at|for) [^,.;]{{1,60}},|,)? {name}"
    return {match["name"] for form in (before, after) for match in re.finditer(form, text)}
