"""Finds the items that a question is about, by a blend of meaning and words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from corpus.documents import Excerpt, Quotation
from corpus.sentences import sentences_of
from embeddings.attributed import Attributed, attributed
from embeddings.index import Rows, VectorIndex, Vectors, best_first
from embeddings.kinds import asked_for
from embeddings.stemming import ENGLISH, language_of
from embeddings.words import QuestionWord, Words

if TYPE_CHECKING:
    from embeddings.reader import Reader, Reading

MEANING = 0.6  # the weight of cosine beside BM25, each scaled to the question's own range
COVER = 0.35  # what the best sentence's share of the question's words adds to its item
RELEVANCE = 0.15  # what a logit of the reader, of about -10 to 10, adds
LACKING = 0.6  # what an item loses that has nothing of the kind that is asked for
POINTED = 0.5  # what a sentence's share of the question's words adds to the reader's logit of it
NOTHING = -8.0  # the logit of an item without the kind of thing that is asked for
UNREADABLE = -20.0  # the logits of all items for a question of which no word is known
WORD = re.compile(r"\w+")
READ = 8  # items that the reader reads; twenty would not find more
READ_IN_A_HURRY = 4  # half the time, for one or two right passages in a hundred
LOOKED_AT = 12  # items whose sentences are looked at
BY_MEANING, BY_WORDS = 400, 200  # items of a large corpus that are compared in full
ALIKE = 0.8  # shared words, of all of both, from which two items say the same
# A question as it stands in a text, also with who asks it: “Where is it?” asked the boy.
ASKING = re.compile(r"[?？؟][\"”’'»)\]]*(?:(?<=[\"”’'»])\s+[^\"“‘.?!]{1,60}\.?)?$")
TURN = re.compile(
    r"(?:[^\W\d_][\w.’' -]{0,40}|Q\.?):\s"
)  # "ANNA BELL: ", in an interview or a play
OF_ASKING = re.compile(
    r"\b(?:ask|questions?|wonder|wants? to know|wanted to know|say|said|tell|told)", re.IGNORECASE
)


def _no_quotations(document_id: str) -> Sequence[Quotation]:
    return ()


@dataclass(frozen=True, slots=True)
class Collection:
    """Passages or quotations, with their vectors and their words: row ``n`` of each is one item.

    ``quotations`` gives those of a document by its id, in text order: whose words a passage holds.
    """

    items: Sequence[Excerpt]
    vectors: VectorIndex
    words: Words
    quotations: Callable[[str], Sequence[Quotation]] = _no_quotations


@dataclass(frozen=True, slots=True)
class Hit:
    """An item found: its row, the score it is ranked by, and what that score is made of."""

    row: int
    score: float
    similarity: float  # cosine to the question
    lexical: float  # BM25
    cover: float = 0.0  # share of the question's words in the item, weighed by rarity
    sentence: Excerpt | None = None  # the sentence that answers best
    sentence_cover: float = 0.0  # share of the question's words in one of its sentences, at most
    covers: tuple[float, ...] = ()  # and in each of them
    relevance: float | None = None  # the reader's word that the item is about the question
    margin: float | None = None  # how much more the reader sees an answer in it than none
    also: tuple[int, ...] = ()  # rows that say the same, left out


def word_text(item: Excerpt) -> str:
    """What the word index holds of an item: title and text, and of a quotation its speakers."""
    parts = [item.document.title, item.text]
    if isinstance(item, Quotation):
        parts += [name for speaker in item.speakers for name in speaker.names]
    return "\n".join(parts)


def search(
    question: str,
    vector: Vectors,
    collection: Collection,
    *,
    limit: int = 20,
    rows: Rows | None = None,
    reader: Reader | None = None,
    hurried: bool = False,
) -> list[Hit]:
    """The best items, best first; with ``rows`` only among those.

    A reader reads the first of them again, beside the question, and points at the answer; in a
    hurry it reads fewer.
    """
    hits = blended(question, vector, collection, limit=max(limit, LOOKED_AT), rows=rows)
    asked = collection.words.words(question)
    near = _ranked(looked_at(hit, asked, collection) for hit in hits[:LOOKED_AT])
    if reader and _reads(question, near, collection):
        # What was not read stays behind: a reader's doubts would put the first below it.
        most = READ_IN_A_HURRY if hurried else READ
        first = near[:most]
        if _understood(reader, question, asked):
            first = _ranked(read_by(reader, question, first, collection))
        else:
            first = [replace(hit, relevance=UNREADABLE, margin=UNREADABLE) for hit in first]
        near = [*first, *near[most:]]
    return [*near, *hits[LOOKED_AT:]][:limit]


def blended(
    question: str,
    vector: Vectors,
    collection: Collection,
    *,
    limit: int,
    rows: Rows | None = None,
) -> list[Hit]:
    """The best items by cosine and BM25 alone."""
    if not len(collection.vectors):
        return []
    lexical = collection.words.scores(question)
    if rows is None:
        rows = _candidates(vector, lexical, collection.vectors)
    similar = collection.vectors.similarities(vector, rows)
    if rows is not None:
        lexical = lexical[rows]
    if not len(similar):
        return []
    floor = float(collection.vectors.centre @ vector)
    scores = MEANING * _scaled(similar, floor) + (1 - MEANING) * _scaled(lexical, 0.0)
    return [
        Hit(
            row=int(at if rows is None else rows[at]),
            score=float(scores[at]),
            similarity=float(similar[at]),
            lexical=float(lexical[at]),
        )
        for at in best_first(scores, limit)
    ]


def looked_at(hit: Hit, asked: Sequence[QuestionWord], collection: Collection) -> Hit:
    """The hit with its best sentence, which adds to its score."""
    item = collection.items[hit.row]
    sentences = sentences_of(item) or [item]
    parts = [sentence.text for sentence in sentences]
    covers = collection.words.covers(asked, parts)
    best = max(range(len(sentences)), key=covers.__getitem__)
    return replace(
        hit,
        score=hit.score + COVER * covers[best],
        cover=collection.words.row_cover(asked, hit.row),
        sentence=sentences[best],
        sentence_cover=covers[best],
        covers=tuple(covers),
    )


def read_by(
    reader: Reader, question: str, hits: Sequence[Hit], collection: Collection
) -> list[Hit]:
    """The hits with what the reader makes of them, which adds to their scores."""
    items = [collection.items[hit.row] for hit in hits]
    texts = [attributed(item, collection.quotations(item.document.id)) for item in items]
    readings = reader.read(question, [each.text for each in texts])
    wanted = asked_for(question)
    fact = not OF_ASKING.search(question)
    return [
        _read(hit, item, text, reading, wanted, fact=fact)
        for hit, item, text, reading in zip(hits, items, texts, readings, strict=True)
    ]


def _understood(reader: Reader, question: str, asked: Sequence[QuestionWord]) -> bool:
    """Whether reader or corpus know a word of it: to a reader all unknown words are the same."""
    if any(word.terms for word in asked):
        return True
    return any(reader.knows(word) for word in WORD.findall(question))


def _ranked(hits: Iterable[Hit]) -> list[Hit]:
    return sorted(hits, key=lambda hit: -hit.score)


def asks(sentence: Excerpt) -> bool:
    """Whether a sentence is a question, or of a turn in an interview that ends with one."""
    if ASKING.search(sentence.text):
        return True
    text = sentence.document.text
    turn = sentence.document.paragraphs_in(sentence.span)[:1]
    return any(
        TURN.match(text, each.start) and ASKING.search(text[each.start : each.end].rstrip())
        for each in turn
    )


def _read(
    hit: Hit,
    item: Excerpt,
    text: Attributed,
    reading: Reading,
    wanted: re.Pattern[str] | None,
    *,
    fact: bool,
) -> Hit:
    """The hit as read, its answer among the sentences that have what is wanted.

    What asks does not tell a ``fact``, unless no other sentence will do.
    """
    sentences = sentences_of(item) or [item]
    scores = [
        reading.sentence_score(
            text.place(sentence.start - item.start), text.place(sentence.end - item.start)
        )
        for sentence in sentences
    ]
    fit = [at for at, each in enumerate(sentences) if not wanted or wanted.search(each.text)]
    margin = reading.margin
    if wanted:
        best = max((scores[at] for at in fit), default=-np.inf)
        margin = min(margin, max(best - reading.no_answer_score, NOTHING))
    if fact:
        fit = [at for at in fit if not asks(sentences[at])] or fit
    chosen = max(fit or range(len(sentences)), key=lambda at: scores[at] + POINTED * hit.covers[at])
    return replace(
        hit,
        score=hit.score + RELEVANCE * reading.relevance - (0.0 if fit else LACKING),
        sentence=sentences[chosen],
        relevance=reading.relevance,
        margin=margin,
    )


def _reads(question: str, hits: Sequence[Hit], collection: Collection) -> bool:
    """Whether the reader knows the language: it learned English only."""
    if language_of(question) != ENGLISH or not hits:
        return False
    return language_of(collection.items[hits[0].row].text) == ENGLISH


def distinct(hits: Sequence[Hit], collection: Collection) -> list[Hit]:
    """The hits without those that point into a better one or say again what it says."""
    kept: list[Hit] = []
    contents: list[frozenset[str]] = []
    for hit in hits:
        item = collection.items[hit.row]
        content = frozenset(item.text.casefold().split())
        same = next(
            (
                at
                for at, other in enumerate(kept)
                if _overlap(hit.sentence or item, collection.items[other.row])
                or _alike(content, contents[at])
            ),
            None,
        )
        if same is None:
            kept.append(hit)
            contents.append(content)
        else:
            kept[same] = replace(kept[same], also=(*kept[same].also, hit.row))
    return kept


def _candidates(vector: Vectors, lexical: Vectors, vectors: VectorIndex) -> Rows | None:
    """The rows that the best are among, in corpus order; None for all."""
    near = vectors.candidates(vector, BY_MEANING)
    if near is None:
        return None
    found = np.flatnonzero(lexical)
    return np.union1d(near, found[best_first(lexical[found], BY_WORDS)])


def _scaled(scores: Vectors, floor: float) -> Vectors:
    """The scores from 0 at the floor to 1 for the greatest; all 0 where none is above it."""
    greatest = float(scores.max())
    if greatest <= floor:
        return np.zeros_like(scores)
    scaled: Vectors = (scores - floor) / (greatest - floor)
    return scaled


def _overlap(one: Excerpt, other: Excerpt) -> bool:
    """Whether the greater part of the shorter stands in the longer too."""
    if one.document.id != other.document.id:
        return False
    shared = min(one.end, other.end) - max(one.start, other.start)
    return 2 * shared > min(one.end - one.start, other.end - other.start)


def _alike(one: frozenset[str], other: frozenset[str]) -> bool:
    return len(one & other) >= ALIKE * max(1, len(one | other))
