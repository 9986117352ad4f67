"""Question and passage pairs to train the reader on, made from annotated stories.

Each question gives one group: a passage that holds its answer, passages that do not (chosen by
BM25 so that they look as if they did), and near misses: the right passage with the answering
sentence cut out, and the question changed so that the passage no longer answers it.
"""

from __future__ import annotations

import json
import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from embeddings.lexical import WordIndex

Span = tuple[int, int]

SENTENCE_END = re.compile(r"""(?<=[.!?])["'”’)\]]*\s+(?=["'“‘(\[]*[A-Z0-9])|\n\n+""")
WORD = re.compile(r"\w+")
STOP_WORDS = frozenset(
    "a an and are as at be been but by did do does for from had has have he her him his how i in"
    " into is it its me my no not of on or our she so than that the their them then there these"
    " they this to was we were what when where which who whom whose why will with would you your"
    " after before because about".split()
)
OPPOSITES = {
    word: other
    for pair in (
        "first last", "largest smallest", "biggest smallest", "highest lowest", "most least",
        "more less", "before after", "begin end", "began ended", "start stop", "started stopped",
        "increase decrease", "increased decreased", "higher lower", "larger smaller", "north south",
        "northern southern", "east west", "eastern western", "early late", "earliest latest",
        "oldest youngest", "older younger", "old young", "best worst", "better worse", "good bad",
        "major minor", "common rare", "same different", "inside outside", "above below",
        "positive negative", "won lost", "win lose", "found lost", "open close", "opened closed",
        "support oppose", "supported opposed", "allowed forbidden", "allow forbid", "rich poor",
        "happy sad", "love hate", "loved hated", "always never", "up down", "long short",
        "longest shortest", "left right", "male female", "man woman", "king queen",
        "prince princess", "brother sister", "father mother", "son daughter", "husband wife",
        "born buried", "accepted rejected", "accept reject", "agree disagree", "arrived left",
        "buy sell", "bought sold", "create destroy", "created destroyed", "built demolished",
        "joined left", "gained lost", "inner outer", "internal external", "public private",
        "upper lower", "kind cruel", "summer winter", "day night", "minimum maximum",
        "modern ancient",
    )
    for word, other in (pair.split(), pair.split()[::-1])
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Chunk:
    """A few whole sentences of one story: the unit that the reader is shown."""

    doc: int
    start: int
    end: int
    sentences: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """One annotated question: exact answers, or only sections in which the answer is implied."""

    doc: int
    text: str
    answers: tuple[Span, ...]
    exact: bool
    reference: str
    evidence: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Pair:
    """A question beside a text; the answer's starts and ends in the text, empty for no answer.

    ``whole`` says that each target is a whole sentence in which the answer is implied: any token
    of it will do. ``known`` is false where the text answers but it is not known where.
    """

    question: str
    title: str
    text: str
    answers: tuple[Span, ...] = ()
    whole: bool = False
    known: bool = True
    relevant: bool = False


@dataclass(slots=True)
class Stories:
    """The annotated stories of all folders, numbered through."""

    titles: list[str] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    asked: list[Asked] = field(default_factory=list)


def stories(folders: Sequence[Path]) -> Stories:
    """The documents and questions of all folders."""
    found = Stories()
    for folder in folders:
        numbers = {}
        for row in _rows(folder / "corpus.jsonl"):
            numbers[row["doc_id"]] = len(found.texts)
            found.titles.append(row["title"].replace("_", " "))
            found.texts.append(row["text"])
        for row in _rows(folder / "questions.jsonl"):
            if row["answers"]:
                found.asked.append(_asked(row, numbers[row["doc_id"]]))
    return found


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def _asked(row: dict[str, Any], doc: int) -> Asked:
    return Asked(
        doc=doc,
        text=row["question"].strip(),
        answers=tuple(sorted({(a["start"], a["end"]) for a in row["answers"]})),
        exact=row.get("gold", "span") == "span",
        reference=row.get("reference", ""),
        evidence=tuple((start, end) for start, end in row.get("evidence", ())),
    )


def sentences(text: str) -> list[Span]:
    """Where the sentences of a text stand, by punctuation alone."""
    spans, at = [], 0
    for end in [*SENTENCE_END.finditer(text), None]:
        stop = end.end() if end else len(text)
        piece = text[at:stop]
        if piece.strip():
            start = at + len(piece) - len(piece.lstrip())
            spans.append((start, at + len(piece.rstrip())))
        at = stop
    return spans


def chunks(text: str, doc: int, *, words: int, overlap: int) -> list[Chunk]:
    """Windows of about ``words`` words over whole sentences, ``overlap`` sentences shared."""
    spans = sentences(text)
    counts = [len(text[a:b].split()) for a, b in spans]
    made, at = [], 0
    while at < len(spans):
        end, total = at + 1, counts[at]
        while end < len(spans) and total + counts[end] <= words * 1.15:
            total += counts[end]
            end += 1
        made.append(Chunk(doc, spans[at][0], spans[end - 1][1], tuple(spans[at:end])))
        if end == len(spans):
            break
        at = max(at + 1, end - overlap)
    return made


class PairMaker:
    """Groups of pairs for one round over all questions; the seed decides every choice."""

    def __init__(self, found: Stories, *, seed: int, sizes: Sequence[int] = (60, 80, 100)) -> None:
        self.found = found
        self.random = random.Random(seed)
        self.grids = [self._grid(size) for size in sizes]
        self.names = [self._names(text) for text in found.texts]

    def _grid(self, size: int) -> tuple[list[Chunk], WordIndex, dict[int, list[int]]]:
        made = [
            chunk
            for doc, text in enumerate(self.found.texts)
            for chunk in chunks(text, doc, words=size, overlap=2)
        ]
        by_doc = defaultdict(list)
        for number, chunk in enumerate(made):
            by_doc[chunk.doc].append(number)
        titled = [f"{self.found.titles[c.doc]} {self._text(c)}" for c in made]
        return made, WordIndex.of(titled), by_doc

    def _names(self, text: str) -> list[str]:
        """Names of a story by capitals inside sentences, most frequent first."""
        seen = Counter(re.findall(r"(?<=[a-z,;] )[A-Z][a-z]{2,}(?: [A-Z][a-z]{2,})*", text))
        return [name for name, _ in seen.most_common(40)]

    def _text(self, chunk: Chunk) -> str:
        return self.found.texts[chunk.doc][chunk.start : chunk.end]

    def groups(self, *, extra: float) -> Iterator[list[Pair]]:
        """One group a question, shuffled; ``extra`` is the share with a further negative."""
        order = list(range(len(self.found.asked)))
        self.random.shuffle(order)
        for number in order:
            if group := self._group(self.found.asked[number], extra=extra):
                yield group

    def _group(self, asked: Asked, *, extra: float) -> list[Pair]:
        made, words, by_doc = self.random.choice(self.grids)
        right = [made[n] for n in by_doc[asked.doc] if self._holds(made[n], asked)]
        if not right:
            return []
        question = self._as_typed(asked.text)
        chosen, answers, known = self._target(self.random.choice(right), right, asked, words)
        title = self.found.titles[asked.doc] if self.random.random() < 0.5 else ""
        positive = Pair(
            question, title, self._text(chosen), answers, not asked.exact, known, relevant=True
        )
        group = [positive]
        wrong = self._wrong(asked, made, words, by_doc)
        group += [self._negative(question, title, wrong)] if wrong[0] or wrong[1] else []
        if self.random.random() < extra:
            group += self._extra(asked, chosen, positive, wrong)
        return group

    def _holds(self, chunk: Chunk, asked: Asked) -> bool:
        if asked.exact:
            return any(chunk.start <= a and b <= chunk.end for a, b in asked.answers)
        shared = max(_shared(chunk, span) for span in asked.answers)
        return shared >= 0.5 * (chunk.end - chunk.start)

    def _target(
        self, drawn: Chunk, right: list[Chunk], asked: Asked, words: WordIndex
    ) -> tuple[Chunk, tuple[Span, ...], bool]:
        """The chunk to show and the targets in it, offsets counted in the chunk."""
        if asked.exact:
            inside = [(a, b) for a, b in asked.answers if drawn.start <= a and b <= drawn.end]
            return drawn, tuple((a - drawn.start, b - drawn.start) for a, b in inside), True
        wanted, helpful = words.words(asked.reference), words.words(asked.text)
        text = self.found.texts[asked.doc]

        def fit(span: Span) -> float:
            sentence = text[span[0] : span[1]]
            share = words.cover(wanted, sentence) if wanted else 0.0
            return share + 0.3 * words.cover(helpful, sentence) if share else 0.0

        best = max(((fit(s), c, s) for c in right for s in c.sentences), key=lambda item: item[0])
        if best[0] == 0.0:
            return drawn, (), False
        chunk, (a, b) = self.random.choice([c for c in right if best[2] in c.sentences]), best[2]
        return chunk, ((a - chunk.start, b - chunk.start),), True

    def _wrong(
        self, asked: Asked, made: list[Chunk], words: WordIndex, by_doc: dict[int, list[int]]
    ) -> tuple[list[Chunk], list[Chunk]]:
        """Passages that look right by their words and are not: of the same story, of others."""
        scores = words.scores(asked.text)
        phrases = [self.found.texts[asked.doc][a:b].lower() for a, b in asked.answers]

        def innocent(chunk: Chunk) -> bool:
            if chunk.doc == asked.doc and any(
                _shared(chunk, span) for span in (*asked.answers, *asked.evidence)
            ):
                return False
            return not asked.exact or not any(p in self._text(chunk).lower() for p in phrases)

        own = np.array(by_doc[asked.doc])
        near = own[np.argsort(-scores[own], kind="stable")][:12]
        far = np.argpartition(-scores, min(12, len(scores) - 1))[:12]
        return (
            [made[n] for n in near if innocent(made[n])][:6],
            [made[n] for n in far if made[n].doc != asked.doc and innocent(made[n])][:6],
        )

    def _negative(self, question: str, title: str, wrong: tuple[list[Chunk], list[Chunk]]) -> Pair:
        near, far = wrong
        use_near = near and (not far or self.random.random() < 0.67)
        chunk = self.random.choice(near if use_near else far)
        return Pair(question, self.found.titles[chunk.doc] if title else "", self._text(chunk))

    def _extra(
        self,
        asked: Asked,
        chosen: Chunk,
        positive: Pair,
        wrong: tuple[list[Chunk], list[Chunk]],
    ) -> list[Pair]:
        """A further pair without an answer: cut passage, changed question or another passage."""
        kind = self.random.random()
        if kind < 0.3 and asked.exact and len(chosen.sentences) > 2:
            return [Pair(positive.question, positive.title, self._without_answer(asked, chosen))]
        if kind < 0.75 and (changed := self._changed(asked.text, asked.doc, positive.text)):
            return [Pair(self._as_typed(changed), positive.title, positive.text)]
        return [self._negative(positive.question, positive.title, wrong)] if any(wrong) else []

    def _without_answer(self, asked: Asked, chunk: Chunk) -> str:
        text = self.found.texts[asked.doc]
        phrases = [text[a:b].lower() for a, b in asked.answers]
        kept = [
            text[a:b]
            for a, b in chunk.sentences
            if not any(a < stop and start < b for start, stop in asked.answers)
            and not any(p in text[a:b].lower() for p in phrases)
        ]
        return " ".join(kept) or text[chunk.sentences[0][0] : chunk.sentences[0][1]]

    def _changed(self, question: str, doc: int, passage: str) -> str | None:
        """The question with a name, number or quality swapped, so that it has no answer here."""
        ways = [self._other_name, self._other_number, self._opposite]
        self.random.shuffle(ways)
        for way in ways:
            if changed := way(question, doc, passage):
                return changed
        return None

    def _other_name(self, question: str, doc: int, passage: str) -> str | None:
        inside = [n for n in self.names[doc] if n in question and not question.startswith(n)]
        if not inside:
            return None
        old = max(inside, key=len)
        others = [n for n in self.names[doc] if n not in question and old not in n and n not in old]
        # A name that the passage has as well looks right and is the harder half.
        present = [n for n in others if n in passage]
        pool = present if present and self.random.random() < 0.6 else others
        return question.replace(old, self.random.choice(pool)) if pool else None

    def _other_number(self, question: str, doc: int, passage: str) -> str | None:
        if not (number := re.search(r"\b\d{1,4}\b", question)):
            return None
        present = [n for n in re.findall(r"\b\d{1,4}\b", passage) if n not in question]
        old = int(number[0])
        new = self.random.choice(present) if present else str(old + self.random.randint(1, 40))
        return question[: number.start()] + new + question[number.end() :]

    def _opposite(self, question: str, doc: int, passage: str) -> str | None:
        found = [w for w in WORD.finditer(question) if w[0] in OPPOSITES]
        if not found:
            return None
        word = self.random.choice(found)
        return question[: word.start()] + OPPOSITES[word[0]] + question[word.end() :]

    def _as_typed(self, question: str) -> str:
        """Sometimes without its question mark, seldom as bare key words."""
        chance = self.random.random()
        if chance < 0.08:
            kept = [w for w in question.rstrip("?").split() if w.lower() not in STOP_WORDS]
            return " ".join(kept) if len(kept) > 2 else question
        return question.rstrip("?").strip() if chance < 0.25 else question


def _shared(chunk: Chunk, span: Span) -> int:
    return max(0, min(chunk.end, span[1]) - max(chunk.start, span[0]))
