"""What the story tells about something or somebody: passages, or why none answers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from bot import wording
from bot.asking import CANDIDATES, COVERED, INTRODUCING, OF_SELF, Asking
from bot.edition import plain
from bot.replies import Abstention, Answer, Silence
from corpus.documents import Kind
from corpus.names import ARTICLES, TITLES
from corpus.sentences import sentences_of
from embeddings.kinds import COUNTED, asked_for
from embeddings.retrieval import ASKING, Hit, search
from embeddings.silence import Evidence, assess

LOOKED_FOR = 6  # words of the question that an abstention names
NEAREST = 0.5  # of the threshold of silence, from which the nearest passage is named
INTRODUCED = 0.6  # the least score of a sentence that says who somebody is
HOW_OLD = re.compile(r"^\W*how old (?:is|am|are) (?P<name>.+?)\W*$", re.IGNORECASE)
ALWAYS_TITLES = frozenset({"mr", "mrs", "ms", "mx", "dr", "prof", "mister"})  # nothing else
OWN_AGE = re.compile(rf"\bI(?:['’]m| am)(?: only| just| nearly| almost)? {COUNTED}\b(?!\s+\w+s\b)")
OF_SUBJECT = re.compile(  # "where does Mara Lind live?", "why did the mayor resign?"
    r"^\W*(?:where|when|why|how(?: \w+)?|what)\s+"
    r"(?:is|are|was|were|do|does|did|has|have|had|will|would|can|could)\s+(?P<rest>.+)$",
    re.IGNORECASE | re.DOTALL,
)


def who_is(asking: Asking, name: str) -> Answer | Abstention | None:
    """The sentences that introduce somebody: by a role beside the name, or "X is ...".

    None where no sentence does; the question is then like any other.
    """
    people = asking.edition.people.find(name)
    names = {name, *(known for person in people for known in person.names)}
    last = plain(people[0].name if people else name).split()[-1:]
    if not people and not all(word.terms for word in asking.asked(name)):
        return asking.abstain(Silence.UNKNOWN_NAME, name, asking.edition.nearest_names(name))
    hits = asking.search(asking.version.passage_collection, " ".join(names), limit=INTRODUCING)
    roles = [role for person in people for role in person.roles]
    introduced = [
        (introduction(sentence.text, last[0], roles), -rank, hit, sentence)
        for rank, hit in enumerate(hits)
        for sentence in sentences_of(asking.version.passages[hit.row])
        if last
        and last[0] in plain(sentence.text).split()
        and not _is_of_namesake(sentence.text, last[0], names)
    ]
    best = max(introduced, key=lambda found: found[:2], default=None)
    if best is None or best[0] < INTRODUCED:
        return None
    score, _, hit, sentence = best
    return asking.cite_passages([replace(hit, sentence=sentence, score=score)])


def of_own_age(asking: Asking) -> Answer | None:
    """For "how old is she?": where she says so herself, "I'm sixty"."""
    asked = HOW_OLD.match(asking.question.topic or asking.question.text)
    quotations = asking.version.quotations
    told = [
        row
        for row in (asking.edition.rows_of(asked["name"]) if asked else ())
        if quotations[row].kind is Kind.DIRECT and OWN_AGE.search(quotations[row].text)
    ]
    return asking.answer([(row, 1.0) for row in told]) if told else None


def _of_oneself(asking: Asking) -> Answer | None:
    """What the person that a question is about says of himself, with the question's words."""
    asked = OF_SUBJECT.match(asking.question.topic or asking.question.text)
    words = asked["rest"].split() if asked else []
    for count in range(min(4, len(words) - 1), 0, -1):
        rows = asking.edition.rows_of(" ".join(words[:count]))
        if rows:
            return _told_of_self(asking, rows, " ".join(words[count:]))
    return None


def _told_of_self(asking: Asking, rows: Sequence[int], words: str) -> Answer | None:
    collection, quotations = asking.version.quotation_collection, asking.version.quotations
    asked = collection.words.words(words)
    wanted = asked_for(asking.question.topic or asking.question.text)
    told = [
        row
        for row in rows
        if quotations[row].kind is Kind.DIRECT
        and OF_SELF.search(quotations[row].text)
        and not ASKING.search(quotations[row].text)
        and (wanted is None or wanted.search(quotations[row].text))
    ]
    covers = collection.words.covers(asked, [quotations[row].text for row in told])
    scored = [(cover, -row) for cover, row in zip(covers, told, strict=True)]
    best = [(-row, cover) for cover, row in sorted(scored, reverse=True) if cover >= COVERED]
    return asking.answer(best[:1]) if asked and best else None


def about(asking: Asking, words: str) -> Answer | Abstention:
    """The passages that answer, or silence where the evidence is too weak."""
    unknown = _unknown_names(asking)
    if unknown and asking.is_foreign():
        return asking.abstain(Silence.OTHER_LANGUAGE, asking.languages())
    if unknown:
        return asking.abstain(Silence.UNKNOWN_NAME, " ".join(unknown), asking.titles())
    collection = asking.version.passage_collection
    if not len(collection.items):
        return asking.abstain(Silence.EMPTY_CORPUS)
    if not asking.asked(words):  # "why?", "no": every passage would cover it
        return asking.abstain(Silence.EMPTY_QUESTION)
    encoder, vector = asking.models.encoder(), asking.vector(words)
    hits = search(
        words,
        vector,
        collection,
        limit=CANDIDATES,
        reader=asking.models.reader(),
        hurried=asking.hurried,
    )
    evidence = assess(
        words,
        vector,
        hits,
        collection,
        encoder=encoder.name,
        threshold=asking.settings.min_probability,
    )
    if not evidence.enough:
        return _of_oneself(asking) or _nothing_near(asking, hits, evidence)
    return asking.cite_passages(hits)


def _nothing_near(asking: Asking, hits: Sequence[Hit], evidence: Evidence) -> Abstention:
    """What was looked for, and where the nearest passage stands, if it is near at all."""
    if asking.is_foreign():
        return asking.abstain(Silence.OTHER_LANGUAGE, asking.languages())
    words = re.findall(r"\w[\w’'-]*", asking.question.topic or asking.question.text)
    wanted = list(dict.fromkeys(word for word in words if asking.asked(word)))[:LOOKED_FOR]
    reply = asking.abstain(Silence.NOTHING_NEAR, ", ".join(wanted), asking.titles())
    if not hits or evidence.probability < NEAREST * evidence.threshold:
        return reply
    nearest = hits[0].sentence or asking.version.passages[hits[0].row]
    note = wording.nearest_at(nearest.document.title, nearest.paragraph)
    return replace(reply, notes=(note,))


def _unknown_names(asking: Asking) -> list[str]:
    """Names in the question that stand nowhere in the corpus: it is not about them.

    A capital in the middle of a question shows a name, a title before it ("mr vik"), or two words
    in a row that the corpus does not have ("gunnar vik").
    """
    words = re.findall(r"[\w’'-]+", asking.question.text)
    stands_nowhere = [asking.stands_nowhere(word) for word in words]
    unknown = [
        word
        for at, word in enumerate(words)
        if stands_nowhere[at]
        and (
            (at > 0 and (word[0].isupper() or words[at - 1].lower() in ALWAYS_TITLES))
            or any(stands_nowhere[at - 1 : at] + stands_nowhere[at + 1 : at + 2])
        )
    ]
    return [] if asking.edition.people.find(" ".join(unknown)) else unknown


def _is_of_namesake(sentence: str, last_name: str, names: Iterable[str]) -> bool:
    """Whether a sentence has the surname after other first names only."""
    known = {word for name in names for word in plain(name).split()}
    before = re.findall(rf"(?:([^\W\d_a-z][\w’'-]*)\.? )?(?i:{re.escape(last_name)})\b", sentence)
    others = [word for word in before if word and plain(word) not in known | TITLES | ARTICLES]
    return len(known) > 1 and bool(before) and len(others) == len(before)


def introduction(sentence: str, last_name: str, roles: Iterable[str]) -> float:
    """How well a sentence says who somebody is, from 0 to about 2."""
    plain = sentence.casefold()
    at = re.escape(last_name)
    score = 0.0
    if re.search(rf"\b{at}\b,? (?:the|an?|who|whose)\b", plain):
        score += 1.0
    if re.search(
        rf"\b{at}\b (?:is|was|has been|had been|became|serves|served|works|worked) ", plain
    ):
        score += 0.6
    whole = rf"(?:[\w.’'-]+ ){{0,2}}{at}"
    owner = r"(?:the|an?|his|her|its|their|my|our|your|\w+['’]s?)"
    if re.search(rf"\b{owner} [\w’' -]{{2,60}}, {whole}(?=[,.;])", plain):  # "her dog, Rex,"
        score += 0.7
    if re.search(rf"\b(?:called|named|name (?:is|was)) {whole}\b", plain):
        score += 1.0
    if any(re.search(rf"\b{re.escape(role.casefold())}\b", plain) for role in roles):
        score += 0.8
    return score
