"""The files of a new version: what is read anew, and what stays as it was read before."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import chain

from config.errors import CorpusError, PartError
from corpus.documents import Document
from corpus.reading import Notice, read_corpus
from corpus.sources import Source
from embeddings.comparing import Comparison, Failure
from embeddings.contents import SourceRecord
from embeddings.layers import Stored
from embeddings.naming import named_documents
from embeddings.recipe import Progress, Recipe
from embeddings.selection import as_read
from embeddings.storage import Version

READING = "reading"  # the stage that progress tells


@dataclass(frozen=True, slots=True)
class Files:
    """The files of a new version in their order, with the documents of each."""

    records: list[SourceRecord]
    documents: list[Stored | Document]
    failed: list[Failure]
    notices: list[Notice]
    edited: dict[str, str]  # by the new path of a file that was renamed and changed, the old one


def read_files(
    comparison: Comparison, previous: Version | None, recipe: Recipe, tell: Progress
) -> Files:
    """Reads what has to be read; the rest stays as ``previous`` has it.

    A file that cannot be read keeps the documents that it held before.
    """
    kept = previous.stored if previous else {}
    changed = {source.path for source in (*comparison.changed, *comparison.reread)}
    held = {r.path: r.documents for r in previous.records if r.path in changed} if previous else {}
    records = {source.path: _seen_again(record, source) for record, source in comparison.unchanged}
    made: dict[str, Document] = {}  # by id, those that are not as they are stored
    for record, source in comparison.renamed:
        moved = [_moved(as_read(kept[i]), record.path, source.path) for i in record.documents]
        records[source.path] = _record(source, record.digest, record.documents, record.fault)
        made |= {document.id: document for document in moved}
    outcome = _read(comparison, recipe, tell)
    for source, fault in outcome.unread:
        stays = held.pop(source.path, ())
        records[source.path] = _record(source, comparison.digests[source.path], stays, fault)
    places = {path: [kept[id_] for id_ in documents] for path, documents in held.items()}
    gone = {record.path: [kept[i] for i in record.documents] for record in comparison.removed}
    taken = set(chain.from_iterable([record.documents for record in records.values()]))
    read = [(source.path, documents) for source, documents in outcome.read]
    named = named_documents(read, places, gone, taken)
    for (source, _), documents in zip(outcome.read, named.documents, strict=True):
        ids = [document.id for document in documents]
        records[source.path] = _record(source, comparison.digests[source.path], ids, "")
        made |= {document.id: document for document in documents}
    ordered = [records[path] for path in sorted(records)]
    every = chain.from_iterable([record.documents for record in ordered])
    return Files(
        ordered,
        [made.get(id_) or kept[id_] for id_ in every],
        [*comparison.failed, *outcome.failed],
        outcome.notices,
        named.edited,
    )


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What became of the files that had to be read."""

    read: list[tuple[Source, list[Document]]]
    unread: list[tuple[Source, str]]  # whole files, each with its fault
    failed: list[Failure]  # these and parts of files
    notices: list[Notice]


def _read(comparison: Comparison, recipe: Recipe, tell: Progress) -> _Outcome:
    outcome = _Outcome([], [], [], [])
    for source, result in read_corpus(
        comparison.to_read,
        recipe.options,
        progress=lambda done, total: tell(READING, done, total),
    ):
        match result:
            case Notice():
                outcome.notices.append(result)
            case CorpusError():
                fault = str(result).removeprefix(f"{source.path}: ")
                is_part = isinstance(result, PartError)
                outcome.failed.append(Failure(source.path, fault, is_part))
                if not is_part:
                    outcome.unread.append((source, fault))
            case documents:
                outcome.read.append((source, documents))
    return outcome


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
