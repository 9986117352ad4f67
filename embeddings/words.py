"""The words of a question among the items of a corpus: BM25, and what share of them a text has."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from embeddings.stemming import language_of, question_stems, stems

if TYPE_CHECKING:
    from embeddings.lexical import WordIndex

K1 = 0.9  # how fast a repeated word stops counting; both beat the usual 1.2 and 0.75 by a point
B = 0.4  # how much a long item pays for its length


@dataclass(frozen=True, slots=True)
class QuestionWord:
    """A word of a question: its numbers in the index, none if no item has it, and its rarity."""

    text: str
    stems: tuple[str, ...]
    terms: tuple[int, ...]
    idf: float


class Words(ABC):
    """The items of a corpus by their words, to be asked for those of a question."""

    items: int
    languages: tuple[str, ...]

    def scores(self, question: str) -> NDArray[np.float32]:
        """BM25 of every item; zero for one that shares no word with the question."""
        totals = np.zeros(self.items, dtype=np.float32)
        for word in self.words(question):
            for term in word.terms:
                rows, counts = self._having(term)
                shares = counts / (counts + self._penalty[rows])
                totals[rows] += shares * (self._rarity(term) * (K1 + 1))
        return totals

    @cached_property
    def _penalty(self) -> NDArray[np.float32]:
        """What each item pays for its length."""
        mean = float(self._lengths.mean()) if len(self._lengths) else 1.0
        penalty: NDArray[np.float32] = K1 * (1 - B + B * self._lengths / max(mean, 1.0))
        return penalty

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
        language = language_among(" ".join(parts), self.languages)
        present = [frozenset(stems(part, language)) for part in parts]
        return [
            share_of(words, [not has.isdisjoint(word.stems) for word in words]) for has in present
        ]

    def row_cover(self, words: Sequence[QuestionWord], row: int) -> float:
        """``cover`` of all that is indexed of an item."""
        return share_of(words, [self.row_has(word, row) for word in words])

    def row_has(self, word: QuestionWord, row: int) -> bool:
        """Whether a word of a question, in any form, is indexed of an item."""
        return any(self._has(term, row) for term in word.terms)

    def near_spelling(self, word: str) -> tuple[str, int] | None:
        """The one stem that a misspelt word is an edit away from, and an item that has it.

        None where the word itself is known, where no stem is so near, or more than one. A letter
        too many or too few, a wrong one, or two exchanged are an edit.
        """
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        typed = self.words(word)
        if len(typed) != 1 or typed[0].terms:
            return None
        near = {
            stem: number
            for known in self.vocabularies
            for stem, _, _ in process.extract(
                typed[0].stems[0], known, scorer=OSA.distance, score_cutoff=1, limit=None
            )
            if (number := self._number(stem)) is not None
        }
        if len(near) != 1:
            return None
        ((stem, number),) = near.items()
        return stem, int(self._having(number)[0].min())

    def _word(self, text: str, variants: tuple[str, ...]) -> QuestionWord:
        numbers = (self._number(stem) for stem in variants)
        terms = tuple(number for number in numbers if number is not None)
        rarest = float(np.log1p((self.items + 0.5) / 0.5))
        idf = min((float(self._rarity(term)) for term in terms), default=rarest)
        return QuestionWord(text, variants, terms, idf)

    @property
    @abstractmethod
    def vocabularies(self) -> tuple[tuple[str, ...], ...]:
        """All stems, in one part or several; some may stand nowhere any more."""

    @property
    @abstractmethod
    def _lengths(self) -> NDArray[np.float32]:
        """Of each item, in terms."""

    @abstractmethod
    def _number(self, term: str) -> int | None:
        """The number of a term; None where no item has it."""

    @abstractmethod
    def _having(self, term: int) -> tuple[NDArray[np.int32], NDArray[np.float32]]:
        """The items that have a term, and how often."""

    @abstractmethod
    def _has(self, term: int, row: int) -> bool:
        """Whether an item has a term."""

    @abstractmethod
    def flat(self) -> WordIndex:
        """The same as one index."""

    def _rarity(self, term: int) -> np.float32:
        return rarity(len(self._having(term)[0]), self.items)


def rarity(having: int, items: int) -> np.float32:
    """How much a term weighs that so many of all items have."""
    frequency = np.float32(having)
    return np.float32(np.log1p((items - frequency + 0.5) / (frequency + 0.5)))


def share_of(words: Sequence[QuestionWord], found: Sequence[bool]) -> float:
    total = sum(word.idf for word in words)
    kept = sum(word.idf for word, has in zip(words, found, strict=True) if has)
    return kept / total if total else 1.0


def language_among(text: str, languages: Sequence[str]) -> str:
    """The language to stem a text by: its own if the corpus has it, else the commonest."""
    if len(languages) == 1:
        return languages[0]
    own = language_of(text)
    return own if own in languages or not languages else languages[0]
