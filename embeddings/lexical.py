"""Finds items by their words: BM25 over posting lists in plain arrays."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from embeddings.stemming import language_of, question_stems, stems

K1 = 0.9  # how fast a repeated word stops counting; both beat the usual 1.2 and 0.75 by a point
B = 0.4  # how much a long item pays for its length
LEAST_SHARE = 0.02  # of the items, for a language to count as one of the corpus

PARTS = ("terms", "edges", "starts", "rows", "weights", "idf", "counts", "lengths", "about")


@dataclass(frozen=True, slots=True)
class QuestionWord:
    """A word of a question: its numbers in the index, none if no item has it, and its rarity."""

    text: str
    stems: tuple[str, ...]
    terms: tuple[int, ...]
    idf: float


class WordIndex:
    """The items of a corpus by their words, in arrays that can be memory maps."""

    def __init__(
        self,
        *,
        items: int,
        languages: Sequence[str],
        terms: NDArray[np.uint8],
        edges: NDArray[np.int64],
        starts: NDArray[np.int64],
        rows: NDArray[np.int32],
        weights: NDArray[np.float32],
        idf: NDArray[np.float32],
        counts: NDArray[np.int32],
        lengths: NDArray[np.float32],
    ) -> None:
        self.items = items
        self.languages = tuple(languages)
        self._terms = terms  # every term as UTF-8, in the order of its bytes
        self._edges = edges  # where each starts in them
        self._starts = starts
        self._rows = rows
        self._weights = weights
        self._idf = idf
        self._counts = counts  # beside the rows: how often the item has the term
        self._lengths = lengths  # of each item, in terms

    @classmethod
    def of(
        cls,
        texts: Sequence[str],
        *,
        known: Known | None = None,
        progress: Callable[[int, int], None] | None = None,
    ) -> WordIndex:
        """The index of these texts, item ``n`` being the ``n``-th of them.

        Texts that are ``known`` to an earlier index are taken over from it, not read again.
        """
        kept = known.kept(texts) if known else {}
        new = [row for row in range(len(texts)) if row not in kept]
        languages = _languages([texts[row] for row in new])
        if known and kept:
            if not set(languages) <= set(known.index.languages):
                return cls.of(texts, progress=progress)  # stems depend on the languages
            languages = known.index.languages
        lengths = np.zeros(len(texts), dtype=np.float32)
        numbers: dict[str, int] = {}
        term_of, row_of, count_of = array("i"), array("i"), array("i")
        if known and kept:
            numbers = {term: number for number, term in enumerate(known.index.vocabulary)}
            for part, values in zip(
                (term_of, row_of, count_of), known.index._postings(kept), strict=True
            ):
                part.frombytes(values.astype(np.int32).tobytes())
            old = np.fromiter(kept.values(), np.int64, len(kept))
            lengths[np.fromiter(kept.keys(), np.int64, len(kept))] = known.index._lengths[old]
        for row in new:
            text = texts[row]
            counts = Counter(stems(text, _language(text, languages)))
            lengths[row] = counts.total()
            for term, count in counts.items():
                term_of.append(numbers.setdefault(term, len(numbers)))
                row_of.append(row)
                count_of.append(count)
            if progress and row % 1000 == 999:
                progress(row + 1, len(texts))
        return cls._from_counts(
            list(numbers),
            languages,
            lengths,
            np.frombuffer(term_of, np.int32) if term_of else np.zeros(0, np.int32),
            np.frombuffer(row_of, np.int32) if row_of else np.zeros(0, np.int32),
            np.frombuffer(count_of, np.int32) if count_of else np.zeros(0, np.int32),
        )

    @classmethod
    def _from_counts(
        cls,
        names: list[str],
        languages: Sequence[str],
        lengths: NDArray[np.float32],
        term_of: NDArray[np.int32],
        row_of: NDArray[np.int32],
        count_of: NDArray[np.int32],
    ) -> WordIndex:
        used = np.unique(term_of)  # an earlier index may lend terms that no item has any more
        term_of = np.searchsorted(used, term_of).astype(np.int32)
        encoded = [names[number].encode() for number in used.tolist()]
        names = [names[number] for number in used.tolist()]
        order = sorted(range(len(names)), key=encoded.__getitem__)
        rank = np.empty(len(names), dtype=np.int32)
        rank[order] = np.arange(len(names), dtype=np.int32)
        sorting = np.lexsort((row_of, rank[term_of]))
        terms, rows = rank[term_of][sorting], row_of[sorting]
        counts = count_of[sorting].astype(np.float32)
        frequency = np.bincount(terms, minlength=len(names)).astype(np.float32)
        idf = np.log1p((len(lengths) - frequency + 0.5) / (frequency + 0.5)).astype(np.float32)
        mean = float(lengths.mean()) if len(lengths) else 1.0
        penalty = K1 * (1 - B + B * lengths[rows] / max(mean, 1.0))
        weights = idf[terms] * counts * (K1 + 1) / (counts + penalty)
        return cls(
            items=len(lengths),
            languages=languages,
            terms=np.frombuffer(b"".join(encoded[number] for number in order), np.uint8),
            edges=np.cumsum([0, *(len(encoded[number]) for number in order)], dtype=np.int64),
            starts=np.concatenate([[0], np.cumsum(frequency)]).astype(np.int64),
            rows=rows.astype(np.int32),
            weights=weights.astype(np.float32),
            idf=idf,
            counts=counts.astype(np.int32),
            lengths=lengths,
        )

    def _postings(self, kept: Mapping[int, int]) -> tuple[NDArray[np.integer], ...]:
        """Terms, new rows and counts of the kept items, which are given by new and old row."""
        new_row = np.full(self.items, -1, dtype=np.int64)
        new_row[np.fromiter(kept.values(), np.int64, len(kept))] = np.fromiter(
            kept.keys(), np.int64, len(kept)
        )
        rows = new_row[self._rows]
        terms = np.repeat(np.arange(len(self._idf)), np.diff(self._starts))
        stays = rows >= 0
        return terms[stays], rows[stays], self._counts[stays]

    def scores(self, question: str) -> NDArray[np.float32]:
        """BM25 of every item; zero for one that shares no word with the question."""
        totals = np.zeros(self.items, dtype=np.float32)
        for word in self.words(question):
            for term in word.terms:
                start, end = self._starts[term], self._starts[term + 1]
                totals[self._rows[start:end]] += self._weights[start:end]
        return totals

    def words(self, question: str) -> list[QuestionWord]:
        """The words of a question that carry meaning, each once, with how rare it is here."""
        found: dict[tuple[str, ...], str] = {}
        for word, variants in question_stems(question, self.languages).items():
            found.setdefault(variants, word)
        return [self._word(word, variants) for variants, word in found.items()]

    def ceiling(self, question: str) -> float:
        """The score of an item, short and full of them, that has every word of the question."""
        return sum(word.idf for word in self.words(question)) * (K1 + 1)

    def cover(self, words: Sequence[QuestionWord], text: str) -> float:
        """The share of the words, weighed by rarity, that the text has; 1 if there are none."""
        return self.covers(words, [text])[0]

    def covers(self, words: Sequence[QuestionWord], parts: Sequence[str]) -> list[float]:
        """``cover`` of each of several parts of one text, which share its language."""
        language = _language(" ".join(parts), self.languages)
        present = [frozenset(stems(part, language)) for part in parts]
        return [
            _share(words, [not has.isdisjoint(word.stems) for word in words]) for has in present
        ]

    def row_cover(self, words: Sequence[QuestionWord], row: int) -> float:
        """``cover`` of all that is indexed of an item."""
        return _share(words, [self.row_has(word, row) for word in words])

    def row_has(self, word: QuestionWord, row: int) -> bool:
        """Whether a word of a question, in any form, is indexed of an item."""
        return any(self._has(term, row) for term in word.terms)

    @cached_property
    def vocabulary(self) -> tuple[str, ...]:
        """Every stem that some item has."""
        return tuple(self._term(number).decode() for number in range(len(self._idf)))

    def save(self, folder: Path, name: str) -> None:
        """Writes the arrays into files of the folder that start with the name."""
        for part, values in self._arrays().items():
            np.save(folder / f"{name}.{part}.npy", values, allow_pickle=False)

    @classmethod
    def load(cls, folder: Path, name: str) -> WordIndex:
        """The saved index, its arrays read from disk as they are needed."""
        parts = {
            part: np.load(folder / f"{name}.{part}.npy", mmap_mode="r", allow_pickle=False)
            for part in PARTS
        }
        about = bytes(parts.pop("about")).decode().split("\n")
        return cls(items=int(about[0]), languages=about[1:], **parts)

    def _arrays(self) -> dict[str, NDArray[np.generic]]:
        about = "\n".join([str(self.items), *self.languages])
        return {
            "terms": self._terms,
            "edges": self._edges,
            "starts": self._starts,
            "rows": self._rows,
            "weights": self._weights,
            "idf": self._idf,
            "counts": self._counts,
            "lengths": self._lengths,
            "about": np.frombuffer(about.encode(), np.uint8),
        }

    def _has(self, term: int, row: int) -> bool:
        start, end = self._starts[term], self._starts[term + 1]
        at = start + np.searchsorted(self._rows[start:end], row)
        return bool(at < end and self._rows[at] == row)

    def _term(self, number: int) -> bytes:
        return self._terms[self._edges[number] : self._edges[number + 1]].tobytes()

    def _number(self, term: str) -> int | None:
        wanted = term.encode()
        at = bisect_left(range(len(self._idf)), wanted, key=self._term)
        return at if at < len(self._idf) and self._term(at) == wanted else None

    def _word(self, text: str, variants: tuple[str, ...]) -> QuestionWord:
        numbers = (self._number(stem) for stem in variants)
        terms = tuple(number for number in numbers if number is not None)
        rarest = float(np.log1p((self.items + 0.5) / 0.5))
        idf = min((float(self._idf[term]) for term in terms), default=rarest)
        return QuestionWord(text, variants, terms, idf)


@dataclass(frozen=True, slots=True)
class Known:
    """An earlier index, and the row in it of each text that it holds."""

    index: WordIndex
    rows: Mapping[str, int]

    def kept(self, texts: Sequence[str]) -> dict[int, int]:
        """The texts that it holds, by their new row with the old one; each old row once."""
        left = dict(self.rows)
        found = ((row, left.pop(text, None)) for row, text in enumerate(texts))
        return {row: old for row, old in found if old is not None}


def _share(words: Sequence[QuestionWord], found: Sequence[bool]) -> float:
    total = sum(word.idf for word in words)
    kept = sum(word.idf for word, has in zip(words, found, strict=True) if has)
    return kept / total if total else 1.0


def _languages(texts: Sequence[str]) -> tuple[str, ...]:
    """The languages of a corpus, the most frequent first."""
    counts = Counter(language_of(text) for text in texts)
    least = LEAST_SHARE * len(texts)
    return tuple(language for language, count in counts.most_common() if count >= least)


def _language(text: str, languages: Sequence[str]) -> str:
    """The language to stem a text by: its own if the corpus has it, else the commonest."""
    if len(languages) == 1:
        return languages[0]
    own = language_of(text)
    return own if own in languages or not languages else languages[0]
