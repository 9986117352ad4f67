"""The index of the items of a corpus by their words, and one made of a base and what came since."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from embeddings.arrays import save_array
from embeddings.postings import Postings, Terms, narrow, numbers_of
from embeddings.stemming import language_of, stems
from embeddings.words import Words, rarity

LEAST_SHARE = 0.02  # of the items, for a language to count as one of the corpus

PARTS = ("terms", "edges", "starts", "rows", "counts", "lengths", "own", "about")


class WordIndex(Words):
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
        counts: NDArray[np.integer],
        lengths: NDArray[np.float32],
        spoken: Sequence[str],
        own: NDArray[np.uint8],
    ) -> None:
        self.items = items
        self.languages = tuple(languages)
        self._terms = terms  # every term as UTF-8, in the order of its bytes
        self._edges = edges  # where each starts in them
        self._starts = starts
        self._rows = rows
        self._counts = counts  # beside the rows: how often the item has the term
        self._sizes = lengths
        self._spoken = tuple(spoken)  # every language that some item is in, also a rare one
        self._own = own  # the language of each item, as a number of those

    @classmethod
    def of(
        cls,
        texts: Sequence[str],
        *,
        known: Known | None = None,
        languages: Sequence[str] | None = None,
        progress: Callable[[int, int], None] | None = None,
    ) -> WordIndex:
        """The index of these texts, item ``n`` being the ``n``-th of them.

        Texts that are ``known`` to an earlier index are taken over from it and not asked for,
        unless the corpus's languages have changed so that they are stemmed otherwise now.
        ``languages`` are those of the corpus where the texts are a part of it.
        """
        earlier = known.index if known else cls._empty()
        rows = known.rows if known else np.full(len(texts), -1, dtype=np.int64)
        spoken, own = _own_languages(texts, known)
        languages = _languages(spoken, own) if languages is None else languages
        spoken = tuple(dict.fromkeys((*spoken, *languages)))
        stemmed_by = _stemmed_by(spoken, own, languages)
        before = _stemmed_by(earlier._spoken, earlier._own, earlier.languages)
        held = np.flatnonzero(rows >= 0)
        held = held[stemmed_by[held] == before[rows[held]]]
        lengths = np.zeros(len(texts), dtype=np.float32)
        lengths[held] = earlier._sizes[rows[held]]
        is_new = np.ones(len(texts), dtype=bool)
        is_new[held] = False
        numbers: dict[str, int] = {}
        term_of, row_of, count_of = array("i"), array("i"), array("i")
        for done, row in enumerate(np.flatnonzero(is_new).tolist(), 1):
            counts = Counter(stems(texts[row], spoken[stemmed_by[row]]))
            lengths[row] = counts.total()
            for term, count in counts.items():
                term_of.append(numbers.setdefault(term, len(numbers)))
                row_of.append(row)
                count_of.append(count)
            if progress and done % 1000 == 0:
                progress(done, len(texts))
        new_row = np.full(earlier.items, -1, dtype=np.int32)
        new_row[rows[held]] = held
        kept = Postings(earlier._starts, earlier._rows, earlier._counts).moved(new_row)
        new = Postings.of(
            numbers_of(term_of),
            numbers_of(row_of),
            narrow(numbers_of(count_of)),
            terms=len(numbers),
        )
        return cls._joined(
            Terms(earlier._terms, earlier._edges),
            kept,
            list(numbers),
            new,
            lengths=lengths,
            languages=languages,
            spoken=spoken,
            own=own,
        )

    @classmethod
    def _empty(cls) -> WordIndex:
        nothing = np.zeros(0, dtype=np.int32)
        return cls(
            items=0,
            languages=(),
            spoken=(),
            terms=np.zeros(0, dtype=np.uint8),
            edges=np.zeros(1, dtype=np.int64),
            starts=np.zeros(1, dtype=np.int64),
            rows=nothing,
            counts=nothing,
            lengths=np.zeros(0, dtype=np.float32),
            own=np.zeros(0, dtype=np.uint8),
        )

    @classmethod
    def _joined(
        cls,
        held: Terms,
        kept: Postings,
        names: Sequence[str],
        new: Postings,
        *,
        lengths: NDArray[np.float32],
        languages: Sequence[str],
        spoken: Sequence[str],
        own: NDArray[np.uint8],
    ) -> WordIndex:
        """The index of postings kept, of terms ``held``, and of new ones, of terms ``names``."""
        held, kept = held.without_unused(kept)
        held, of_held, of_names = held.with_more([name.encode() for name in names])
        postings = kept.renumbered(of_held, terms=len(held)).with_more(new, of_names)
        return cls(
            items=len(lengths),
            languages=languages,
            spoken=spoken,
            terms=held.letters,
            edges=held.edges,
            starts=postings.starts,
            rows=postings.rows,
            counts=narrow(postings.counts),
            lengths=lengths,
            own=own,
        )

    @cached_property
    def vocabularies(self) -> tuple[tuple[str, ...], ...]:
        return (tuple(self._term(number).decode() for number in range(len(self))),)

    def save(self, folder: Path, name: str) -> dict[str, str]:
        """Writes the arrays into files of the folder that start with the name; their checksums."""
        files = {f"{name}.{part}.npy": values for part, values in self._arrays().items()}
        return {file: save_array(folder / file, values) for file, values in files.items()}

    @classmethod
    def load(cls, folder: Path, name: str) -> WordIndex:
        """The saved index, its arrays read from disk as they are needed."""
        parts = {
            part: np.load(folder / f"{name}.{part}.npy", mmap_mode="r", allow_pickle=False)
            for part in PARTS
        }
        items, languages, spoken = bytes(parts.pop("about")).decode().split("\n")
        return cls(items=int(items), languages=languages.split(), spoken=spoken.split(), **parts)

    def _arrays(self) -> dict[str, NDArray[np.generic]]:
        about = f"{self.items}\n{' '.join(self.languages)}\n{' '.join(self._spoken)}"
        return {
            "terms": self._terms,
            "edges": self._edges,
            "starts": self._starts,
            "rows": self._rows,
            "counts": self._counts,
            "lengths": self._sizes,
            "own": self._own,
            "about": np.frombuffer(about.encode(), np.uint8),
        }

    def __len__(self) -> int:
        """How many terms there are."""
        return len(self._starts) - 1

    @property
    def _lengths(self) -> NDArray[np.float32]:
        return self._sizes

    def flat(self) -> WordIndex:
        return self

    def _having(self, term: int) -> tuple[NDArray[np.int32], NDArray[np.float32]]:
        start, end = self._starts[term], self._starts[term + 1]
        return np.asarray(self._rows[start:end]), self._counts[start:end].astype(np.float32)

    def _rarity(self, term: int) -> np.float32:
        return rarity(int(self._starts[term + 1] - self._starts[term]), self.items)

    def _has(self, term: int, row: int) -> bool:
        start, end = self._starts[term], self._starts[term + 1]
        at = start + np.searchsorted(self._rows[start:end], row)
        return bool(at < end and self._rows[at] == row)

    def _term(self, number: int) -> bytes:
        return self._terms[self._edges[number] : self._edges[number + 1]].tobytes()

    def _number(self, term: str) -> int | None:
        wanted = term.encode()
        at = bisect_left(range(len(self)), wanted, key=self._term)
        return at if at < len(self) and self._term(at) == wanted else None


class LayeredWords(Words):
    """An index of a base, of whose items some are gone, and one of the items that came since."""

    def __init__(
        self,
        base: WordIndex,
        base_rows: NDArray[np.int64],
        changes: WordIndex,
        changes_rows: NDArray[np.int64],
    ) -> None:
        """The rows are where the items of each stand now; -1 for one that is gone."""
        self.items = int((base_rows >= 0).sum()) + len(changes_rows)
        self.languages = changes.languages
        self.changes = changes
        self._layers = (
            (base, base_rows.astype(np.int32)),
            (changes, changes_rows.astype(np.int32)),
        )

    @cached_property
    def _lengths(self) -> NDArray[np.float32]:
        return _in_order(*zip(*[(i._lengths, rows) for i, rows in self._layers], strict=True))

    @property
    def vocabularies(self) -> tuple[tuple[str, ...], ...]:
        return tuple(part for index, _ in self._layers for part in index.vocabularies)

    def _number(self, term: str) -> int | None:
        base, changes = (index._number(term) for index, _ in self._layers)
        number = self._pair(base, changes)
        return number if number and len(self._having(number)[0]) else None

    def _pair(self, base: int | None, changes: int | None) -> int:
        """Both numbers of a term in one."""
        after = -1 if base is None else base, -1 if changes is None else changes
        return (after[0] + 1) * (len(self._layers[1][0]) + 1) + after[1] + 1

    def _apart(self, term: int) -> list[int]:
        """The number of a term in each index, -1 where it has none."""
        return [number - 1 for number in divmod(term, len(self._layers[1][0]) + 1)]

    def _having(self, term: int) -> tuple[NDArray[np.int32], NDArray[np.float32]]:
        found, often = [], []
        for (index, rows), number in zip(self._layers, self._apart(term), strict=True):
            if number >= 0:
                those, counts = index._having(number)
                now = rows[those]
                found.append(now[now >= 0])
                often.append(counts[now >= 0])
        return np.concatenate(found), np.concatenate(often)

    def _has(self, term: int, row: int) -> bool:
        layer, own = self._home[row].tolist()
        number = self._apart(term)[layer]
        return number >= 0 and self._layers[layer][0]._has(number, own)

    @cached_property
    def _home(self) -> NDArray[np.int64]:
        """Of each item the layer that has it, and its row there."""
        home = np.zeros((self.items, 2), dtype=np.int64)
        for layer, (_, rows) in enumerate(self._layers):
            there = np.flatnonzero(rows >= 0)
            home[rows[there]] = np.stack([np.full(len(there), layer), there], axis=1)
        return home

    def flat(self) -> WordIndex:
        (base, base_rows), (changes, changes_rows) = self._layers
        names = [changes._term(number).decode() for number in range(len(changes))]
        spoken, own = _spoken_together(base, changes._spoken, changes._own)
        return WordIndex._joined(
            Terms(base._terms, base._edges),
            Postings(base._starts, base._rows, base._counts).moved(base_rows),
            names,
            Postings(changes._starts, changes._rows, changes._counts).moved(changes_rows),
            lengths=self._lengths,
            languages=self.languages,
            spoken=spoken,
            own=_in_order(own, (base_rows, changes_rows)),
        )

    @classmethod
    def upon(
        cls,
        base: WordIndex,
        base_rows: NDArray[np.int64],
        texts: Sequence[str],
        changes_rows: NDArray[np.int64],
        *,
        known: Known | None,
    ) -> LayeredWords | None:
        """The base with these texts as well; None where it would have to be made anew.

        That is where the corpus's languages have changed so that some of it is stemmed otherwise.
        """
        spoken, own = _own_languages(texts, known)
        spoken, owns = _spoken_together(base, spoken, own)
        all_own = _in_order(owns, (base_rows, changes_rows))
        languages = _languages(spoken, all_own)
        stays = owns[0][base_rows >= 0]
        now = np.array(spoken)[_stemmed_by(spoken, stays, languages)]
        then = np.array(spoken)[_stemmed_by(spoken, stays, base.languages)]
        if (now != then).any():
            return None
        changes = WordIndex.of(texts, known=known, languages=languages)
        return cls(base, base_rows, changes, changes_rows)


def stacked_words(indexes: Sequence[WordIndex], places: NDArray[np.int64]) -> Words:
    """The index of a base, and of what came since where there is any.

    Item ``n`` is the ``places[n]``-th of both together.
    """
    if len(indexes) == 1:
        return indexes[0]
    base, changes = indexes
    rows = np.full(base.items + changes.items, -1, dtype=np.int64)
    rows[places] = np.arange(len(places))
    return LayeredWords(base, rows[: base.items], changes, rows[base.items :])


def _in_order(
    of_layers: Sequence[NDArray[Any]], rows: Sequence[NDArray[np.integer]]
) -> NDArray[Any]:
    """What layers know of their items, in the order of all; the rows are where they stand now."""
    items = sum(int((now >= 0).sum()) for now in rows)
    both = np.zeros(items, dtype=of_layers[0].dtype)
    for values, now in zip(of_layers, rows, strict=True):
        both[now[now >= 0]] = values[now >= 0]
    return both


def _spoken_together(
    base: WordIndex, spoken: Sequence[str], own: NDArray[np.uint8]
) -> tuple[tuple[str, ...], list[NDArray[np.uint8]]]:
    """The languages of the base and of other items, and as numbers of those those of each item."""
    every = tuple(dict.fromkeys((*base._spoken, *spoken)))
    numbers = np.array([every.index(name) for name in spoken], dtype=np.uint8)
    return every, [np.asarray(base._own), numbers[np.asarray(own)]]


@dataclass(frozen=True, slots=True, eq=False)
class Known:
    """An earlier index, and the row in it of each text of a new one; -1 where it has none.

    No earlier row may be given twice.
    """

    index: WordIndex
    rows: NDArray[np.int64]


def _own_languages(
    texts: Sequence[str], known: Known | None
) -> tuple[tuple[str, ...], NDArray[np.uint8]]:
    """The languages that texts are in, and the language of each as a number of those."""
    numbers: dict[str, int] = {}
    own = np.zeros(len(texts), dtype=np.uint8)
    held = np.zeros(len(texts), dtype=bool)
    if known:
        numbers = {language: number for number, language in enumerate(known.index._spoken)}
        held = known.rows >= 0
        own[held] = known.index._own[known.rows[held]]
    for row in np.flatnonzero(~held).tolist():
        own[row] = numbers.setdefault(language_of(texts[row]), len(numbers))
    return tuple(numbers), own


def _languages(spoken: Sequence[str], own: NDArray[np.uint8]) -> tuple[str, ...]:
    """The languages of a corpus, the most frequent first, of equals the one that comes first."""
    found, first, counts = np.unique(own, return_index=True, return_counts=True)
    order = np.lexsort((first, -counts))
    least = LEAST_SHARE * len(own)
    return tuple(spoken[found[place]] for place in order.tolist() if counts[place] >= least)


def _stemmed_by(
    spoken: Sequence[str], own: NDArray[np.uint8], languages: Sequence[str]
) -> NDArray[np.uint8]:
    """The language to stem each text by: its own if the corpus has it, else the commonest."""
    if not languages:
        return own
    commonest = spoken.index(languages[0])
    used = [n if language in languages else commonest for n, language in enumerate(spoken)]
    return np.array(used, dtype=np.uint8)[own]
