"""A new version from a corpus folder: only what changed is read, parsed and embedded again."""

from __future__ import annotations

import hashlib
import time
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import accumulate, chain, islice, zip_longest
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

import corpus
from config.errors import CorpusError, PartError
from corpus.chunking import passages as cut
from corpus.documents import Document, Excerpt, Person, Quotation
from corpus.pieces import pieces, placed
from corpus.reading import Notice, Reading, ReadingOptions, read_corpus
from corpus.sources import Source, find_sources
from corpus.uniting import reunited, spoken_by
from embeddings.arrays import RowWriter
from embeddings.comparing import Comparison, Failure, ReloadReport, compare, report
from embeddings.contents import Listing, SourceRecord
from embeddings.entries import Entry, Item, Lending, passages_of, quotations_of, rewritten
from embeddings.identity import Arrival, continued
from embeddings.index import Vectors, joined_ranges
from embeddings.layers import Layer, Stored, garbage_kept
from embeddings.lexical import Known, LayeredWords, WordIndex
from embeddings.retrieval import word_text
from embeddings.selection import Selection, as_read, select
from embeddings.storage import Draft, Fingerprint, Store, Version
from embeddings.words import Words

if TYPE_CHECKING:
    from corpus.quoting.finding import QuotationFinder
    from embeddings.encoders import Encoder

Progress = Callable[[str, int, int], None]  # what is done ("embedding"), how many, of how many
# Characters whose grammar is held at once, 90 bytes each: longer than all but the longest novels.
LONGEST_READ = 2_000_000
ENCODED_AT_ONCE = 32_768  # texts; more would gain no time, and take more memory
MOST_CHANGED = 0.05  # of a base, in changes or gone; then all is written anew, as a new base
FEW = 100  # files that are read; while they are, no garbage is looked for
READING, QUOTING, EMBEDDING = "reading", "finding quotations", "embedding"


@dataclass(frozen=True, slots=True)
class Recipe:
    """How a version is made: the text's settings, and the models, loaded when first needed."""

    options: ReadingOptions
    sentences: int
    overlap: int
    spacy_model: str
    min_confidence: float
    encoder_name: str
    encoder_digest: Callable[[], str]
    encoder: Callable[[], Encoder]
    finder: Callable[[], QuotationFinder]

    def fingerprint(self) -> Fingerprint:
        """What a version made by this recipe is marked with."""
        return Fingerprint(
            reading=f"clean={self.options.clean} encoding={self.options.encoding}"
            f" code={_code_digest('*.py', 'page/*', 'readers/*.py')}",
            passages=f"sentences={self.sentences} overlap={self.overlap}"
            f" code={_code_digest('chunking.py', 'sentences.py')}",
            quotations=f"model={self.spacy_model} min_confidence={self.min_confidence}"
            f" code={_code_digest('*.py', '*.txt', 'quoting/*')}",
            encoder=self.encoder_name,
            encoder_digest=self.encoder_digest(),
        )


@cache  # of the code as it was when this process first asked: what it runs is not newer
def _code_digest(*patterns: str) -> str:
    """A digest of the code and word lists that shape the text, so that a new release rebuilds."""
    digest = hashlib.sha256()
    root = Path(corpus.__path__[0])
    for pattern in patterns:
        for path in sorted(root.glob(pattern)):
            if path.is_file():
                digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def difference(root: Path, previous: Version | None) -> ReloadReport:
    """What a reload would do, without doing it; unreadable text shows only when it is read."""
    comparison = compare(find_sources(root), previous.records if previous else ())
    return report(comparison, version=previous.number if previous else 0)


def build(
    root: Path,
    store: Store,
    previous: Version | None,
    recipe: Recipe,
    *,
    progress: Progress | None = None,
    rebuilt: str | None = None,
) -> ReloadReport:
    """Publishes a new version of the corpus at ``root`` where anything changed; what was done.

    Raises CorpusError where no file of the corpus can be read, StorageError where the version
    cannot be written; the versions on disk are then as they were.
    """
    started = time.perf_counter()
    with garbage_kept():
        made = _built(root, store, previous, recipe, progress or _untold, rebuilt)
    return replace(made, seconds=time.perf_counter() - started)


def _untold(stage: str, done: int, total: int) -> None:
    """What is told of the progress when nobody asks for it."""


def _built(
    root: Path,
    store: Store,
    previous: Version | None,
    recipe: Recipe,
    tell: Progress,
    rebuilt: str | None,
) -> ReloadReport:
    fingerprint = recipe.fingerprint()
    made_by = previous.manifest.fingerprint if previous else None
    lending = Lending.between(made_by, fingerprint)
    records = previous.records if previous else ()
    comparison = compare(find_sources(root), records, reread=not lending.reading)
    if previous and lending.all and comparison.is_as_recorded and not rebuilt:
        copied = len(previous.listing.copies)
        return replace(report(comparison, version=previous.number), copied=copied)
    few = len(comparison.to_read) <= FEW
    with garbage_kept(few):
        files = _read(comparison, previous, recipe, tell)
    if not files.documents:
        raise CorpusError(_nothing_to_read(root, files.failed))
    selection = select(files.documents, previous, lending)
    with garbage_kept(few):
        _make(selection.searched, recipe, tell)
    searched = _unite(selection.searched, previous)
    upon = previous if _base_stays(searched, selection.copies, previous) else None
    words = [_new_words(searched, upon, sort) if upon else None for sort in (PASSAGES, QUOTATIONS)]
    passage_words, quotation_words = words
    if passage_words is None or quotation_words is None:
        upon = None
        passage_words, quotation_words = (
            _all_words(searched, previous, sort) for sort in (PASSAGES, QUOTATIONS)
        )
    entries = _to_write(searched, selection.copies, upon)
    with garbage_kept(few):
        vectors = _encode(entries, recipe, store.folder, tell)
    draft = Draft(
        documents=[entry.indexed() for entry in entries],
        vectors=vectors,
        listing=Listing(tuple(files.records), selection.originals, selection.compared),
        words=(passage_words, quotation_words),
        items=(sum(map(passages_of, searched)), sum(map(quotations_of, searched))),
    )
    number = store.publish(draft, fingerprint, upon=upon)
    return replace(
        report(
            comparison,
            version=number,
            failed=files.failed,
            notices=files.notices,
            edited=files.edited,
        ),
        rebuilt=rebuilt or _why_rebuilt(made_by, fingerprint),
        copies=_new_copies(selection, previous),
        copied=len(selection.originals),
    )


def _nothing_to_read(root: Path, failed: Sequence[Failure]) -> str:
    if not failed:
        return f"{root}: no text to answer from; put .txt or .md files there"
    first = failed[0]
    more = f" (and {len(failed) - 1} more)" if len(failed) > 1 else ""
    return f"{root}: nothing in it can be read; {first.path}: {first.reason}{more}"


def _why_rebuilt(before: Fingerprint | None, now: Fingerprint) -> str | None:
    if before is None or before == now:
        return None
    if (before.encoder, before.encoder_digest) != (now.encoder, now.encoder_digest):
        return f"the index was made with the model {before.encoder}, not {now.encoder}"
    return "the index was made with other settings or another release"


def _new_copies(selection: Selection, previous: Version | None) -> tuple[tuple[str, str], ...]:
    """The paths of the documents that were no copies before, and of what they are copies of."""
    known = previous.listing.copies if previous else {}
    new = [item for item in selection.copies if item.id not in known]
    wanted = {selection.originals[item.id] for item in new}
    paths = {item.id: item.document.path for item in selection.searched if item.id in wanted}
    return tuple([(item.document.path, paths[selection.originals[item.id]]) for item in new])


# -- reading -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Files:
    """The files of a new version in their order, with the documents of each."""

    records: list[SourceRecord]
    documents: list[Stored | Document]
    failed: list[Failure]
    notices: list[Notice]
    edited: dict[str, str]  # by the new path of a file that was renamed and changed, the old one


def _read(
    comparison: Comparison, previous: Version | None, recipe: Recipe, tell: Progress
) -> _Files:
    kept = previous.stored if previous else {}
    records = {source.path: _seen_again(record, source) for record, source in comparison.unchanged}
    made: dict[str, Document] = {}  # by id, those that are not as they are stored
    for record, source in comparison.renamed:
        moved = [_moved(as_read(kept[i]), record.path, source.path) for i in record.documents]
        records[source.path] = _record(source, record.digest, record.documents, record.fault)
        made |= {document.id: document for document in moved}
    changed = {source.path for source in (*comparison.changed, *comparison.reread)}
    held = {r.path: r.documents for r in previous.records if r.path in changed} if previous else {}
    failed, notices = list(comparison.failed), list[Notice]()
    read: list[tuple[Source, list[Document]]] = []
    for source, outcome in _outcomes(comparison, recipe, tell):
        if isinstance(outcome, Notice):
            notices.append(outcome)
        elif isinstance(outcome, CorpusError):
            fault = str(outcome).removeprefix(f"{source.path}: ")
            is_part = isinstance(outcome, PartError)
            failed.append(Failure(source.path, fault, is_part))
            if not is_part:  # the file keeps its earlier content
                digest, stays = comparison.digests[source.path], held.pop(source.path, ())
                records[source.path] = _record(source, digest, stays, fault)
        else:
            read.append((source, outcome))
    places = {path: [kept[id_] for id_ in documents] for path, documents in held.items()}
    gone = {record.path: [kept[i] for i in record.documents] for record in comparison.removed}
    taken = set(chain.from_iterable([record.documents for record in records.values()]))
    named = _named([(s.path, documents) for s, documents in read], places, gone, taken)
    for (source, _), documents in zip(read, named.documents, strict=True):
        ids = [document.id for document in documents]
        records[source.path] = _record(source, comparison.digests[source.path], ids, "")
        made |= {document.id: document for document in documents}
    ordered = [records[path] for path in sorted(records)]
    every = chain.from_iterable([record.documents for record in ordered])
    return _Files(
        ordered, [made.get(id_) or kept[id_] for id_ in every], failed, notices, named.edited
    )


def _outcomes(comparison: Comparison, recipe: Recipe, tell: Progress) -> Iterator[Reading]:
    """What is read of all files that have to be."""
    return read_corpus(
        comparison.to_read,
        recipe.options,
        progress=lambda done, total: tell(READING, done, total),
    )


def _seen_again(record: SourceRecord, source: Source) -> SourceRecord:
    if (record.size, record.modified_ns) == (source.size, source.modified_ns):
        return record
    return replace(record, size=source.size, modified_ns=source.modified_ns)


def _moved(document: Document, before: str, now: str) -> Document:
    """The same document at the new place of its file."""
    if before == now:
        return document
    return replace(document, path=now + document.path.removeprefix(before))


def _record(source: Source, digest: str, documents: Iterable[str], fault: str) -> SourceRecord:
    return SourceRecord(
        source.path, source.size, source.modified_ns, digest, tuple(documents), fault
    )


@dataclass(frozen=True, slots=True)
class _Named:
    """The documents of files under their ids."""

    documents: list[list[Document]]
    edited: dict[str, str]  # by the path of a file the one gone whose documents it continues


def _named(
    files: Sequence[tuple[str, Sequence[Document]]],
    places: Mapping[str, Sequence[Stored]],
    gone: Mapping[str, Sequence[Stored]],
    taken: set[str],
) -> _Named:
    """The documents of each file under the ids of those they continue, else under new ones.

    ``places`` has by the file what it held before, ``gone`` what files held that are no more.
    """
    arrivals = [
        Arrival(document, place)
        for path, documents in files
        for document, place in zip_longest(documents, places.get(path, ())[: len(documents)])
    ]
    earlier = continued(arrivals, list(chain(*places.values(), *gone.values())))
    taken = taken | {stored.id for stored in earlier if stored}
    named = iter(
        [
            replace(arrival.document, id=stored.id if stored else _free(arrival.document.id, taken))
            for arrival, stored in zip(arrivals, earlier, strict=True)
        ]
    )
    of_files = iter(earlier)
    continues = {path: list(islice(of_files, len(documents))) for path, documents in files}
    return _Named(
        [list(islice(named, len(documents))) for _, documents in files],
        _edited({path: own for path, own in continues.items() if path not in places}, gone),
    )


def _free(wanted: str, taken: set[str]) -> str:
    """An id that no document has, which is then taken."""
    id_, number = wanted, 2
    while id_ in taken:
        id_, number = f"{wanted}-{number}", number + 1
    taken.add(id_)
    return id_


def _edited(
    new: Mapping[str, Sequence[Stored | None]], gone: Mapping[str, Sequence[Stored]]
) -> dict[str, str]:
    """The new files that continue documents of a file gone, each with the path of that one."""
    path_of = {stored.id: path for path, documents in gone.items() for stored in documents}
    edited: dict[str, str] = {}
    for path, earlier in new.items():
        before = next((path_of[d.id] for d in earlier if d and d.id in path_of), None)
        if before and before not in edited.values():
            edited[path] = before
    return edited


def _make(items: Sequence[Item], recipe: Recipe, tell: Progress) -> None:
    """Makes for each entry the passages and quotations that nobody lent."""
    entries = [item for item in items if isinstance(item, Entry)]
    for entry in entries:
        if entry.passages is None:
            entry.passages = cut(entry.document, sentences=recipe.sentences, overlap=recipe.overlap)
    _find_quotations(entries, recipe, tell)


def _unite(items: Sequence[Item], previous: Version | None) -> list[Item]:
    """The documents with one person for each speaker of the corpus.

    What an earlier version united stays as it is where none of the people in new, changed, moved
    and removed documents has a part in it.
    """
    stays = {item.id for item in items if isinstance(item, Stored)}
    were = previous.searched if previous and stays else []
    gone = [stored for stored in were if stored.id not in stays]
    came_or_went: list[Item] = [*gone, *(i for i in items if isinstance(i, Entry))]
    changed = {p for item in came_or_went for several in item.speakers for p in several}
    near = previous.near(changed) if previous and stays else set()
    now = [item for item in items if isinstance(item, Entry) or item.id in near]
    united, others = reunited(
        [several for item in now for several in item.speakers],
        [several for stored in were if stored.id in near for several in stored.speakers],
        changed,
    )
    return [
        _united(item, united)
        if isinstance(item, Entry)
        or (
            others
            and item.id in near
            and any(not others.isdisjoint(several) for several in item.speakers)
        )
        else item
        for item in items
    ]


def _united(item: Item, united: Mapping[Person, Person]) -> Item:
    """An entry with its quotations united; what is stored stays where its people are as before."""
    if isinstance(item, Entry):
        item.quotations = [spoken_by(quotation, united) for quotation in item.found or ()]
        return item
    indexed = item.indexed
    quotations = [
        _reunited(own, before, united)
        for own, before in zip(indexed.found, indexed.quotations, strict=True)
    ]
    if all(now is before for now, before in zip(quotations, indexed.quotations, strict=True)):
        return item
    entry = rewritten(item)
    entry.quotations = quotations
    return entry


def _reunited(own: Quotation, before: Quotation, united: Mapping[Person, Person]) -> Quotation:
    """The quotation as it was united before where its people are who they were."""
    if not all(person in united for person in own.speakers):
        return before
    anew = spoken_by(own, united)
    return before if anew.speakers == before.speakers else anew


# -- what is written -----------------------------------------------------------------------------


def _base_stays(searched: Sequence[Item], copies: Sequence[Item], previous: Version | None) -> bool:
    """Whether little of the earlier version's base has changed since it was written."""
    if previous is None or not previous.has_base_on_disk():
        return False
    base = previous.layers[0]
    stays = changed = 0
    for item in (*searched, *copies):
        if isinstance(item, Stored) and item.shelf is base.shelf:
            stays += item.size
        else:
            changed += 1 + passages_of(item) + quotations_of(item)
    return max(changed, base.size - stays) <= MOST_CHANGED * base.size


def _to_write(
    searched: Sequence[Item], copies: Sequence[Item], upon: Version | None
) -> list[Entry]:
    """What goes into a new layer: all that is not in the base of the version ``upon``."""
    base = upon.layers[0].shelf if upon else None
    for shelf in {item.shelf for item in (*searched, *copies) if isinstance(item, Stored)}:
        if shelf is not base:
            shelf.load()
    written: list[Entry] = []
    for item in searched:
        if isinstance(item, Entry):
            written.append(item)
        elif item.shelf is not base:
            written.append(rewritten(item))
    for item in copies:
        if isinstance(item, Entry):
            written.append(item)
        elif item.shelf is not base:
            written.append(Entry(item.document, item.signature, passages=(), found=()))
    return written


@dataclass(frozen=True, slots=True)
class _Sort:
    """What the word index of passages and that of quotations differ in."""

    count: Callable[[Item], int]
    items: Callable[[Item], Sequence[Excerpt]]
    rows: Callable[[Stored], range]
    lender: Callable[[Entry], Stored | None]
    words: Callable[[Version | Layer], Words]


PASSAGES = _Sort(
    count=passages_of,
    items=lambda item: item.passages or (),
    rows=lambda stored: stored.passage_rows,
    lender=lambda entry: entry.passage_lender,
    words=lambda version: version.passage_words,
)
QUOTATIONS = _Sort(
    count=quotations_of,
    items=lambda item: item.quotations,
    rows=lambda stored: stored.quotation_rows,
    lender=lambda entry: entry.quotation_lender,
    words=lambda version: version.quotation_words,
)


def _all_words(items: Sequence[Item], previous: Version | None, sort: _Sort) -> WordIndex:
    """The word index of a base."""
    texts = _WordTexts(items, sort)
    if previous is None:
        return WordIndex.of(texts)
    before = np.cumsum([0, *(len(sort.rows(stored)) for stored in previous.searched)])
    places = previous.places
    lenders = _lenders(items, sort)
    starts = [int(before[places[lender.id]]) if lender else -1 for lender in lenders]
    known = Known(sort.words(previous).flat(), _earlier_rows(items, starts, texts))
    return WordIndex.of(texts, known=known)


def _new_words(items: Sequence[Item], upon: Version, sort: _Sort) -> WordIndex | None:
    """The word index of what is not in the base; None where that would have to be made anew."""
    base, *changes = [sort.words(layer).flat() for layer in upon.layers]
    shelf, *changed = [layer.shelf for layer in upon.layers]
    counts = [sort.count(item) for item in items]
    starts = [
        sort.rows(item).start if isinstance(item, Stored) and item.shelf is shelf else -1
        for item in items
    ]
    stays = np.repeat(np.array(starts, dtype=np.int64) >= 0, counts)
    base_rows = np.full(base.items, -1, dtype=np.int64)
    base_rows[joined_ranges(starts, counts)[stays]] = np.flatnonzero(stays)
    new = [item for item, start in zip(items, starts, strict=True) if start < 0]
    texts = _WordTexts(new, sort)
    known = None
    if changes:
        earlier = [
            sort.rows(lender).start if lender and lender.shelf is changed[0] else -1
            for lender in _lenders(new, sort)
        ]
        known = Known(changes[0], _earlier_rows(new, earlier, texts))
    words = LayeredWords.upon(base, base_rows, texts, np.flatnonzero(~stays), known=known)
    return words.changes if words else None


def _lenders(items: Sequence[Item], sort: _Sort) -> list[Stored | None]:
    return [item if isinstance(item, Stored) else sort.lender(item) for item in items]


def _earlier_rows(
    items: Sequence[Item], starts: Sequence[int], texts: _WordTexts
) -> NDArray[np.int64]:
    """For each item the row that it had in an earlier index; -1 for a new one.

    ``starts`` has by the document the first of these rows, -1 where it had none.
    """
    rows = joined_ranges(starts, texts.counts)
    rows[np.repeat(np.array(starts, dtype=np.int64) < 0, texts.counts)] = -1
    if texts.sort is QUOTATIONS:
        for first, item in zip(texts.first_rows, items, strict=True):
            if isinstance(item, Entry) and item.quotation_lender:
                pairs = zip(item.quotations, item.quotation_lender.quotations, strict=True)
                for row, (now, earlier) in enumerate(pairs, first):
                    if now.speakers != earlier.speakers:  # words of speakers are indexed too
                        rows[row] = -1
    return rows


class _WordTexts(Sequence[str]):
    """What the word index holds of each item, put together when it is asked for."""

    def __init__(self, items: Sequence[Item], sort: _Sort) -> None:
        self.sort = sort
        self.counts = [sort.count(item) for item in items]
        self.first_rows = list(accumulate(self.counts, initial=0))[:-1]
        self._items = items

    def __len__(self) -> int:
        return sum(self.counts)

    def __getitem__(self, row: int) -> str:  # type: ignore[override]
        place = bisect_right(self.first_rows, row) - 1
        return word_text(self.sort.items(self._items[place])[row - self.first_rows[place]])


def _find_quotations(entries: Sequence[Entry], recipe: Recipe, tell: Progress) -> None:
    wanting = [entry for entry in entries if entry.found is None]
    if not wanting:
        return
    finder = recipe.finder()
    total = sum(len(entry.document.text) for entry in wanting)
    done = 0
    for entry in wanting:
        found: list[Quotation] = []
        for piece in pieces(entry.document, LONGEST_READ):
            found += [placed(q, entry.document, piece) for q in finder.quotations(piece.document)]
            done += len(piece.document.text)
            tell(QUOTING, done, total)
        entry.found = found


def _encode(
    entries: Sequence[Entry], recipe: Recipe, folder: Path, tell: Progress
) -> tuple[Vectors, Vectors]:
    """The rows of all passages and of all quotations; only what nobody lent is encoded."""
    passages = [(e.passages or (), e.passage_vectors) for e in entries]
    quotations = [(e.found or (), e.quotation_vectors) for e in entries]
    new = [i for items, lent in (*passages, *quotations) if lent is None for i in items]
    encoded = _Encoded(new, recipe, tell)
    return _matrix(passages, encoded, folder), _matrix(quotations, encoded, folder)


def _matrix(
    parts: Sequence[tuple[Sequence[Excerpt], Vectors | None]], encoded: _Encoded, folder: Path
) -> Vectors:
    rows = RowWriter(sum(len(items) for items, _ in parts), folder)
    for items, lent in parts:
        if lent is not None:
            rows.put(lent)
        else:
            for some in encoded.take(len(items)):
                rows.put(some)
    return rows.done()


class _Encoded:
    """The rows of new items in their order, encoded some thousands at a time."""

    def __init__(self, items: Sequence[Excerpt], recipe: Recipe, tell: Progress) -> None:
        self._items = items
        self._recipe = recipe
        self._tell = tell
        self._at = 0
        self._rows = np.empty((0, 0), dtype=np.float32)  # not yet taken

    def take(self, count: int) -> Iterator[Vectors]:
        """The next rows, in one or more pieces."""
        while count:
            if not len(self._rows):
                self._rows = self._more()
            some, self._rows = self._rows[:count], self._rows[count:]
            count -= len(some)
            yield some

    def _more(self) -> Vectors:
        first, total = self._at, len(self._items)
        texts = [item.text for item in self._items[first : first + ENCODED_AT_ONCE]]
        self._at += len(texts)
        return self._recipe.encoder().encode_passages(
            texts, progress=lambda done, _: self._tell(EMBEDDING, first + done, total)
        )
