"""A new version from a corpus folder: only what changed is read, parsed and embedded again."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import numpy as np
from numpy.typing import NDArray

import corpus
from config.errors import CorpusError
from corpus.chunking import passages as cut
from corpus.documents import Document, Excerpt, Passage, Person, Quotation
from corpus.duplicates import merge_copies, signature
from corpus.people import reunited, spoken_by
from corpus.pieces import pieces, placed
from corpus.reading import ReadingOptions, read_corpus
from corpus.sources import Source, find_sources
from embeddings.arrays import RowWriter
from embeddings.comparing import Comparison, Failure, ReloadReport, compare, report
from embeddings.contents import Contents, SourceRecord, rows_by_document
from embeddings.index import Vectors
from embeddings.lexical import Known, WordIndex
from embeddings.retrieval import word_text
from embeddings.storage import Fingerprint, Store, Version, garbage_kept

if TYPE_CHECKING:
    from corpus.quoting.finding import QuotationFinder
    from embeddings.encoders import Encoder

Item = TypeVar("Item", Passage, Quotation)
Progress = Callable[[str, int, int], None]  # what is done ("embedding"), how many, of how many
DOCUMENT_FIELDS = tuple(field.name for field in fields(Document))
# Characters whose grammar is held at once, 90 bytes each: longer than all but the longest novels.
LONGEST_READ = 2_000_000
ENCODED_AT_ONCE = 32_768  # texts; more would gain no time, and take more memory
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
            f" code={_code_digest('*.py', 'readers/*.py')}",
            passages=f"sentences={self.sentences} overlap={self.overlap}"
            f" code={_code_digest('chunking.py', 'sentences.py')}",
            quotations=f"model={self.spacy_model} min_confidence={self.min_confidence}"
            f" code={_code_digest('*.py', '*.txt', 'quoting/*')}",
            encoder=self.encoder_name,
            encoder_digest=self.encoder_digest(),
        )


def _code_digest(*patterns: str) -> str:
    """A digest of the code and word lists that shape the text, so that a new release rebuilds."""
    digest = hashlib.sha256()
    root = Path(corpus.__path__[0])
    for pattern in patterns:
        for path in sorted(root.glob(pattern)):
            if path.is_file():
                digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


@dataclass(slots=True)
class Entry:
    """A document on its way into a version; what an earlier version cannot lend is None."""

    document: Document
    passages: Sequence[Passage] | None = None
    found: Sequence[Quotation] | None = None
    united: Sequence[Quotation] | None = None
    passage_vectors: Vectors | None = None
    quotation_vectors: Vectors | None = None
    passage_rows: range | None = None  # where they stood in the earlier version
    quotation_rows: range | None = None


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
    tell = progress or (lambda stage, done, total: None)
    fingerprint = recipe.fingerprint()
    made_by = previous.manifest.fingerprint if previous else None
    same_reading = made_by is not None and made_by.reading == fingerprint.reading
    records = previous.records if previous else ()
    comparison = compare(find_sources(root), records, reread=not same_reading)
    if previous and made_by == fingerprint and comparison.is_as_recorded and not rebuilt:
        seconds = time.perf_counter() - started
        return replace(report(comparison, version=previous.number), seconds=seconds)
    documents, new_records, failed = _read(comparison, previous, records, recipe, tell)
    if not documents:
        raise CorpusError(_nothing_to_read(root, failed))
    with garbage_kept():
        signatures = _signatures(documents, previous if same_reading else None)
        originals = merge_copies(documents, list(signatures.values()))
        known = {document.id: document for document in previous.documents} if previous else {}
        originals = [_as_it_was(document, known.get(document.id)) for document in originals]
        entries = [Entry(document) for document in originals]
        if previous:
            _lend(previous, fingerprint, entries)
    _make(entries, recipe, tell)
    vectors = _encode(entries, recipe, store.folder, tell)
    with garbage_kept():
        contents = replace(
            _contents(entries, new_records, previous.contents if previous else None, vectors),
            copies=_without(documents, originals),
            signatures=signatures,
        )
        number = store.publish(contents, fingerprint, before=previous)
    return replace(
        report(comparison, version=number, failed=failed),
        seconds=time.perf_counter() - started,
        rebuilt=rebuilt or _why_rebuilt(made_by, fingerprint),
    )


def _signatures(documents: Sequence[Document], previous: Version | None) -> dict[str, bytes]:
    """By id, what each document is told from others by; of unchanged ones as it was."""
    before = previous.contents if previous else None
    digests = {document.id: document.digest for document in before.everything} if before else {}
    known = before.signatures if before else {}
    return {
        document.id: known[document.id]
        if document.id in known and digests[document.id] == document.digest
        else signature(document)
        for document in documents
    }


def _as_it_was(document: Document, before: Document | None) -> Document:
    """The earlier document itself where nothing about it is new."""
    if before is None or document is before or document != before:
        return document
    same = all(getattr(document, name) == getattr(before, name) for name in DOCUMENT_FIELDS)
    return before if same else document


def _without(documents: Sequence[Document], originals: Sequence[Document]) -> tuple[Document, ...]:
    searched = {document.id for document in originals}
    return tuple(document for document in documents if document.id not in searched)


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


def _read(
    comparison: Comparison,
    previous: Version | None,
    records: Sequence[SourceRecord],
    recipe: Recipe,
    tell: Progress,
) -> tuple[list[Document], list[SourceRecord], list[Failure]]:
    """The documents of the new version by file, in the order of the files."""
    kept = _as_read(previous.contents) if previous else {}
    held = {record.path: record for record in records}
    failed = list(comparison.failed)
    parts: dict[str, tuple[SourceRecord, list[Document]]] = {}
    for record, source in (*comparison.unchanged, *comparison.renamed):
        documents = [_moved(kept[id_], record.path, source.path) for id_ in record.documents]
        record = _record(source, record.digest, documents, record.fault)
        parts[source.path] = (record, documents)
    taken = {document.id for _, documents in parts.values() for document in documents}
    to_read = [*comparison.added, *comparison.changed, *comparison.reread]
    for source, outcome in read_corpus(
        to_read, recipe.options, progress=lambda done, total: tell(READING, done, total)
    ):
        earlier = held.get(source.path)
        if isinstance(outcome, CorpusError):
            fault = str(outcome).removeprefix(f"{source.path}: ")
            failed.append(Failure(source.path, fault))
            # A failed file keeps its earlier content.
            documents = [kept[id_] for id_ in earlier.documents] if earlier else []
            taken.update(document.id for document in documents)
        else:
            fault = ""
            documents = _named(outcome, earlier.documents if earlier else (), taken)
        digest = comparison.digests[source.path]
        parts[source.path] = (_record(source, digest, documents, fault), documents)
    ordered = [parts[path] for path in sorted(parts)]
    everything = [document for _, documents in ordered for document in documents]
    return everything, [record for record, _ in ordered], failed


def _as_read(contents: Contents) -> dict[str, Document]:
    """The documents of a version by id, copies too, before copies were merged."""
    return {
        document.id: replace(document, also_at=()) if document.also_at else document
        for document in contents.everything
    }


def _moved(document: Document, before: str, now: str) -> Document:
    """The same document at the new place of its file."""
    if before == now:
        return document
    return replace(document, path=now + document.path.removeprefix(before))


def _record(source: Source, digest: str, documents: Sequence[Document], fault: str) -> SourceRecord:
    ids = tuple([document.id for document in documents])
    return SourceRecord(source.path, source.size, source.modified_ns, digest, ids, fault)


def _named(
    documents: Sequence[Document], earlier: Sequence[str], taken: set[str]
) -> list[Document]:
    """The documents under ids that no other has; a file that was known keeps its ids, in order."""
    named = []
    for position, document in enumerate(documents):
        wanted = earlier[position] if position < len(earlier) else document.id
        id_, number = wanted, 2
        while id_ in taken:
            id_, number = f"{wanted}-{number}", number + 1
        taken.add(id_)
        named.append(replace(document, id=id_))
    return named


def _lend(previous: Version, now: Fingerprint, entries: Sequence[Entry]) -> None:
    """Gives the entries what the earlier version has for the same document, made the same way."""
    made_by, before = previous.manifest.fingerprint, previous.contents
    same_model = (made_by.encoder, made_by.encoder_digest) == (now.encoder, now.encoder_digest)
    known = {document.id: document for document in before.documents}
    same = [entry for entry in entries if known.get(entry.document.id) == entry.document]
    if made_by.passages == now.passages:
        rows = rows_by_document(before.documents, before.passages)
        vectors = np.asarray(before.passage_vectors)  # a memory map is slow to slice
        for entry in same:
            entry.passage_rows = span = rows[entry.document.id]
            entry.passages = _of(before.passages[span.start : span.stop], entry.document)
            if same_model:
                entry.passage_vectors = vectors[span.start : span.stop]
    if made_by.quotations == now.quotations:
        rows = rows_by_document(before.documents, before.quotations)
        vectors = np.asarray(before.quotation_vectors)
        for entry in same:
            entry.quotation_rows = span = rows[entry.document.id]
            entry.found = _of(before.found[span.start : span.stop], entry.document)
            entry.united = _of(before.quotations[span.start : span.stop], entry.document)
            if same_model:
                entry.quotation_vectors = vectors[span.start : span.stop]


def _of(items: Sequence[Item], document: Document) -> Sequence[Item]:
    """The same stretches of an equal document, which may have moved to another file."""
    if not items or items[0].document is document:
        return items
    return [replace(item, document=document) for item in items]


def _make(entries: Sequence[Entry], recipe: Recipe, tell: Progress) -> None:
    """Makes for each entry the passages and quotations that nobody lent."""
    for entry in entries:
        if entry.passages is None:
            entry.passages = cut(entry.document, sentences=recipe.sentences, overlap=recipe.overlap)
    _find_quotations(entries, recipe, tell)


def _contents(
    entries: Sequence[Entry],
    records: Sequence[SourceRecord],
    before: Contents | None,
    vectors: tuple[Vectors, Vectors],
) -> Contents:
    _unite(entries, before)
    passages = tuple([passage for entry in entries for passage in entry.passages or ()])
    found = tuple([quotation for entry in entries for quotation in entry.found or ()])
    quotations = tuple([quotation for entry in entries for quotation in entry.united or ()])
    passage_rows = _earlier_rows([(e.passage_rows, e.passages or ()) for e in entries])
    quotation_rows = _earlier_rows([(e.quotation_rows, e.found or ()) for e in entries])
    if before:
        for row, earlier in enumerate(quotation_rows.tolist()):  # words of speakers are indexed too
            if earlier >= 0 and quotations[row].speakers != before.quotations[earlier].speakers:
                quotation_rows[row] = -1
    return Contents(
        records=tuple(records),
        documents=tuple(entry.document for entry in entries),
        passages=passages,
        quotations=quotations,
        found=found,
        passage_vectors=vectors[0],
        quotation_vectors=vectors[1],
        passage_words=_words(passages, before.passage_words if before else None, passage_rows),
        quotation_words=_words(
            quotations, before.quotation_words if before else None, quotation_rows
        ),
    )


def _unite(entries: Sequence[Entry], before: Contents | None) -> None:
    """Gives every entry its quotations with one person for each speaker of the corpus.

    What an earlier version united stays as it is where none of the people in new, changed, moved
    and removed documents has a part in it.
    """
    there = {id(document) for document in before.documents} if before else set()
    lent = [entry for entry in entries if entry.united is not None and id(entry.document) in there]
    stays = {entry.document.id for entry in lent}
    new = [q for e in entries if e.document.id not in stays for q in e.found or ()]
    gone = [q for q in before.found if q.document.id not in stays] if before else []
    changed = {person for quotation in (*new, *gone) for person in quotation.speakers}
    found = [quotation for entry in entries for quotation in entry.found or ()]
    united = reunited(found, changed)
    concerned = {id(p) for q in found for p in q.speakers if p in united} if united else set()
    for entry in entries:
        if entry.document.id not in stays:
            entry.united = [spoken_by(quotation, united) for quotation in entry.found or ()]
        elif any(id(p) in concerned for q in entry.found or () for p in q.speakers):
            entry.united = [
                _reunited(quotation, own, united)
                for quotation, own in zip(entry.united or (), entry.found or (), strict=True)
            ]


def _reunited(quotation: Quotation, own: Quotation, united: Mapping[Person, Person]) -> Quotation:
    """The quotation itself where its people are who they were."""
    if not all(person in united for person in own.speakers):
        return quotation
    anew = spoken_by(own, united)
    return quotation if anew.speakers == quotation.speakers else anew


def _earlier_rows(lent: Sequence[tuple[range | None, Sequence[object]]]) -> NDArray[np.int64]:
    """For each item the row that it had before; -1 for a new one."""
    rows: list[int] = []
    for earlier, items in lent:
        rows.extend(earlier if earlier is not None else [-1] * len(items))
    return np.array(rows, dtype=np.int64)


class _WordTexts(Sequence[str]):
    """What the word index holds of each item, put together when it is asked for."""

    def __init__(self, items: Sequence[Excerpt]) -> None:
        self._items = items

    def __len__(self) -> int:
        return len(self._items)

    def __getitem__(self, row: int) -> str:  # type: ignore[override]
        return word_text(self._items[row])


def _words(
    items: Sequence[Excerpt], earlier: WordIndex | None, rows: NDArray[np.int64]
) -> WordIndex:
    """The word index of the items; of those that an earlier one holds it is taken over."""
    return WordIndex.of(_WordTexts(items), known=Known(earlier, rows) if earlier else None)


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
