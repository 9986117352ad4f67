"""A new version from a corpus folder: only what changed is read, parsed and embedded again."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import numpy as np

import corpus
from config.errors import CorpusError
from corpus.chunking import passages as cut
from corpus.documents import Document, Excerpt, Passage, Quotation
from corpus.duplicates import merge_copies, signature
from corpus.people import unite
from corpus.reading import ReadingOptions, read_corpus
from corpus.sources import Source, find_sources
from embeddings.comparing import Comparison, Failure, ReloadReport, compare, report
from embeddings.index import Vectors
from embeddings.lexical import Known, WordIndex
from embeddings.retrieval import Collection, word_text
from embeddings.storage import Contents, Fingerprint, Store, Version
from embeddings.tables import SourceRecord

if TYPE_CHECKING:
    from corpus.quoting.finding import QuotationFinder
    from embeddings.encoders import Encoder

Item = TypeVar("Item", Passage, Quotation)
Progress = Callable[[str, int, int], None]  # what is done ("embedding"), how many, of how many
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
    passages: list[Passage] | None = None
    found: list[Quotation] | None = None
    passage_vectors: Vectors | None = None
    quotation_vectors: Vectors | None = None


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
    signatures = _signatures(documents, previous if same_reading else None)
    originals = merge_copies(documents, list(signatures.values()))
    entries = [Entry(document) for document in originals]
    if previous:
        _lend(previous, fingerprint, entries)
    contents = _contents(entries, new_records, previous, recipe, tell)
    copies = _without(documents, originals)
    contents = replace(contents, copies=copies, signatures=signatures)
    number = store.publish(contents, fingerprint)
    return replace(
        report(comparison, version=number, failed=failed),
        seconds=time.perf_counter() - started,
        rebuilt=rebuilt or _why_rebuilt(made_by, fingerprint),
    )


def _signatures(documents: Sequence[Document], previous: Version | None) -> dict[str, bytes]:
    """By id, what each document is told from others by; of unchanged ones as it was."""
    kept = previous.signatures() if previous else {}
    found = ((document, kept.get((document.id, document.digest))) for document in documents)
    return {
        document.id: signature(document) if known is None else known for document, known in found
    }


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
    kept = _as_read(previous) if previous else {}
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


def _as_read(version: Version) -> dict[str, Document]:
    """The documents of a version by id, copies too, before copies were merged."""
    return {
        document.id: replace(document, also_at=()) if document.also_at else document
        for document in (*version.documents, *version.copies())
    }


def _moved(document: Document, before: str, now: str) -> Document:
    """The same document at the new place of its file."""
    if before == now:
        return document
    return replace(document, path=now + document.path.removeprefix(before))


def _record(source: Source, digest: str, documents: Sequence[Document], fault: str) -> SourceRecord:
    ids = tuple(document.id for document in documents)
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
    made_by = previous.manifest.fingerprint
    same_model = (made_by.encoder, made_by.encoder_digest) == (now.encoder, now.encoder_digest)
    known = set(previous.documents)
    if made_by.passages == now.passages:
        passages = _rows(previous.passages)
        vectors = np.asarray(previous.passage_vectors)  # a memory map is slow to slice
        for entry in entries:
            if entry.document in known:
                rows = passages.get(entry.document, range(0))
                entry.passages = [_of(previous.passages[row], entry.document) for row in rows]
                if same_model:
                    entry.passage_vectors = vectors[rows.start : rows.stop]
    if made_by.quotations == now.quotations:
        found = previous.found_quotations()
        quotations = _rows(found)
        vectors = np.asarray(previous.quotation_vectors)
        for entry in entries:
            if entry.document in known:
                rows = quotations.get(entry.document, range(0))
                entry.found = [_of(found[row], entry.document) for row in rows]
                if same_model:
                    entry.quotation_vectors = vectors[rows.start : rows.stop]


def _of(item: Item, document: Document) -> Item:
    """The same stretch of an equal document, which may have moved to another file."""
    return item if item.document is document else replace(item, document=document)


def _rows(items: Sequence[Excerpt]) -> dict[Document, range]:
    """Where the items of each document stand; those of one document stand together."""
    ranges: dict[Document, range] = {}
    first = 0
    for document, group in groupby(items, key=lambda item: item.document):
        count = sum(1 for _ in group)
        ranges[document] = range(first, first + count)
        first += count
    return ranges


def _contents(
    entries: Sequence[Entry],
    records: Sequence[SourceRecord],
    previous: Version | None,
    recipe: Recipe,
    tell: Progress,
) -> Contents:
    for entry in entries:
        if entry.passages is None:
            entry.passages = cut(entry.document, sentences=recipe.sentences, overlap=recipe.overlap)
    _find_quotations(entries, recipe, tell)
    passages = [passage for entry in entries for passage in entry.passages or ()]
    found = [quotation for entry in entries for quotation in entry.found or ()]
    quotations = [q for united in unite([e.found or [] for e in entries]) for q in united]
    passage_vectors, quotation_vectors = _vectors(entries, recipe, tell)
    return Contents(
        records=tuple(records),
        documents=tuple(entry.document for entry in entries),
        passages=tuple(passages),
        quotations=tuple(quotations),
        found=tuple(found),
        passage_vectors=passage_vectors,
        quotation_vectors=quotation_vectors,
        passage_words=_words(passages, previous.passage_collection if previous else None),
        quotation_words=_words(quotations, previous.quotation_collection if previous else None),
    )


def _words(items: Sequence[Excerpt], earlier: Collection | None) -> WordIndex:
    """The word index of the items; what an earlier one holds word for word is taken over."""
    known = None
    if earlier:
        rows = {word_text(item): row for row, item in enumerate(earlier.items)}
        known = Known(earlier.words, rows)
    return WordIndex.of([word_text(item) for item in items], known=known)


def _find_quotations(entries: Sequence[Entry], recipe: Recipe, tell: Progress) -> None:
    wanting = [entry for entry in entries if entry.found is None]
    if not wanting:
        return
    finder = recipe.finder()
    total = sum(len(entry.document.text) for entry in wanting)
    done = 0
    for entry in wanting:
        entry.found = finder.quotations(entry.document)
        done += len(entry.document.text)
        tell(QUOTING, done, total)


def _vectors(entries: Sequence[Entry], recipe: Recipe, tell: Progress) -> tuple[Vectors, Vectors]:
    """The rows of all passages and of all quotations; only what nobody lent is encoded."""
    new_passages = [p for e in entries if e.passage_vectors is None for p in e.passages or ()]
    new_quotations = [q for e in entries if e.quotation_vectors is None for q in e.found or ()]
    texts = [item.text for item in (*new_passages, *new_quotations)]
    if texts:
        encoder = recipe.encoder()
        rows = encoder.encode_passages(
            texts, progress=lambda done, total: tell(EMBEDDING, done, total)
        )
    else:
        rows = np.empty((0, 0), dtype=np.float32)
    first, first_quotation = 0, len(new_passages)
    for entry in entries:
        if entry.passage_vectors is None:
            entry.passage_vectors = rows[first : first + len(entry.passages or ())]
            first += len(entry.passages or ())
        if entry.quotation_vectors is None:
            count = len(entry.found or ())
            entry.quotation_vectors = rows[first_quotation : first_quotation + count]
            first_quotation += count
    return (
        _stacked([entry.passage_vectors for entry in entries]),
        _stacked([entry.quotation_vectors for entry in entries]),
    )


def _stacked(parts: Sequence[Vectors | None]) -> Vectors:
    filled = [part for part in parts if part is not None and len(part)]
    if not filled:
        return np.empty((0, 0), dtype=np.float32)
    return np.concatenate(filled)
