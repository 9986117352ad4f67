"""A new version from a corpus folder: only what changed is read, parsed and embedded again."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from config.errors import CorpusError
from corpus.sources import find_sources
from embeddings.comparing import Failure, ReloadReport, compare, report
from embeddings.contents import Listing
from embeddings.entries import Entry, Item, Lending, passages_of, quotations_of, rewritten
from embeddings.files import read_files
from embeddings.indexing import PASSAGES, QUOTATIONS, all_words, new_words
from embeddings.layers import Stored, garbage_kept
from embeddings.lexical import WordIndex
from embeddings.making import encode, make
from embeddings.recipe import Progress, Recipe
from embeddings.selection import Selection, select
from embeddings.speakers import unite
from embeddings.storage import Draft, Fingerprint, Store, Version

MOST_CHANGED = 0.05  # of a base, in changes or gone; then all is written anew, as a new base
FEW = 100  # files that are read; while they are, no garbage is looked for


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
        files = read_files(comparison, previous, recipe, tell)
    if not files.documents:
        raise CorpusError(_nothing_to_read(root, files.failed))
    selection = select(files.documents, previous, lending)
    with garbage_kept(few):
        make(selection.searched, recipe, tell)
    searched = unite(selection.searched, previous)
    upon, words = _words(searched, selection.copies, previous)
    entries = _to_write(searched, selection.copies, upon)
    with garbage_kept(few):
        vectors = encode(entries, recipe, store.folder, tell)
    draft = Draft(
        documents=[entry.indexed() for entry in entries],
        vectors=vectors,
        listing=Listing(tuple(files.records), selection.originals, selection.compared),
        words=words,
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


def _words(
    searched: Sequence[Item], copies: Sequence[Item], previous: Version | None
) -> tuple[Version | None, tuple[WordIndex, WordIndex]]:
    """The word indexes of the passages and quotations of a new layer, and what it is laid upon.

    That is the earlier version while its base stays; else None, and the layer is a base itself.
    """
    if previous and _base_stays(searched, copies, previous):
        passages = new_words(searched, previous, PASSAGES)
        quotations = new_words(searched, previous, QUOTATIONS)
        if passages is not None and quotations is not None:
            return previous, (passages, quotations)
    return None, (
        all_words(searched, previous, PASSAGES),
        all_words(searched, previous, QUOTATIONS),
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


def _base_stays(searched: Sequence[Item], copies: Sequence[Item], previous: Version) -> bool:
    """Whether little of the earlier version's base has changed since it was written."""
    if not previous.has_base_on_disk():
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
