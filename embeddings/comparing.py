"""What a reload has to do: the files of a corpus folder against those of the version before."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from config.errors import CorpusError
from corpus.reading import Notice
from corpus.sources import Source, file_digest
from embeddings.contents import SourceRecord


@dataclass(frozen=True, slots=True)
class Failure:
    """A file that could not be read, and why; what it held before is kept.

    Of a ``part``, such as one row, the rest of the file is read.
    """

    path: str
    reason: str
    part: bool = False


@dataclass(frozen=True, slots=True)
class ReloadReport:
    """What a reload did, or would do, by paths of files in the corpus folder."""

    version: int
    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    renamed: tuple[tuple[str, str], ...] = ()
    unchanged: int = 0
    failed: tuple[Failure, ...] = ()
    notices: tuple[Notice, ...] = ()  # on what was read now
    seconds: float = 0.0
    rebuilt: str | None = None  # why everything was made anew, where it was
    copies: tuple[tuple[str, str], ...] = ()  # found to be so now, each with what it is a copy of
    copied: int = 0  # documents that are copies of others, found now or before

    @property
    def changed_anything(self) -> bool:
        return bool(
            self.added or self.changed or self.removed or self.renamed or self.rebuilt is not None
        )


@dataclass(frozen=True, slots=True)
class Comparison:
    """The files of the folder against those of the version before."""

    added: tuple[Source, ...] = ()
    changed: tuple[Source, ...] = ()
    removed: tuple[SourceRecord, ...] = ()
    renamed: tuple[tuple[SourceRecord, Source], ...] = ()
    unchanged: tuple[tuple[SourceRecord, Source], ...] = ()
    reread: tuple[Source, ...] = ()  # unchanged, but read again since reading has changed
    failed: tuple[Failure, ...] = ()
    digests: dict[str, str] = field(default_factory=dict)

    @property
    def to_read(self) -> list[Source]:
        """The files whose content is not known."""
        return [*self.added, *self.changed, *self.reread]

    @property
    def is_as_recorded(self) -> bool:
        """Nothing to publish: every file is there, with the size and time that were recorded."""
        return not (
            self.added
            or self.changed
            or self.removed
            or self.renamed
            or self.reread
            or any(
                record.modified_ns != source.modified_ns and not source.fault
                for record, source in self.unchanged
            )
        )


def compare(
    sources: Sequence[Source], records: Sequence[SourceRecord], *, reread: bool = False
) -> Comparison:
    """Which files are new, changed, gone, renamed or as they were.

    A file whose size and time of change are as recorded is taken as unchanged without opening it;
    any other is told apart by its digest. What a file held goes before where it stands: of two that
    swapped their names both are renamed. With ``reread`` every file is to be read again.
    """
    before = {record.path: record for record in records}
    digests: dict[str, str] = {}
    new: list[Source] = []
    unchanged: list[tuple[SourceRecord, Source]] = []
    again: list[Source] = []
    failed: list[Failure] = []
    for source in sources:
        record = before.get(source.path)
        as_recorded = (
            record and record.modified_ns == source.modified_ns and record.size == source.size
        )
        if not (record and as_recorded and not reread):
            try:
                digests[source.path] = _digest_of(source)
            except CorpusError as error:
                failed.append(Failure(source.path, _reason(error, source)))
                if record:  # keeps what it held
                    unchanged.append((before.pop(source.path), source))
                continue
            if record is None or record.digest != digests[source.path]:
                new.append(source)
                continue
        del before[source.path]
        if reread:
            again.append(source)
        else:
            unchanged.append((record, source))
            if record.fault:
                failed.append(Failure(source.path, record.fault))
    renamed = _renamed(new, before, digests)
    moved = {source.path for _, source in renamed}
    left = [source for source in new if source.path not in moved]
    changed = [source for source in left if before.pop(source.path, None)]
    held = {source.path for source in changed}
    return Comparison(
        added=tuple([source for source in left if source.path not in held]),
        changed=tuple(changed),
        removed=tuple(before.values()),
        renamed=tuple(renamed),
        unchanged=tuple(unchanged),
        reread=tuple(again),
        failed=tuple(failed),
        digests=digests,
    )


def _digest_of(source: Source) -> str:
    if source.fault:
        raise CorpusError(f"{source.path}: {source.fault}")
    return file_digest(source)


def _reason(error: CorpusError, source: Source) -> str:
    return str(error).removeprefix(f"{source.path}: ")


def _renamed(
    new: Iterable[Source], before: dict[str, SourceRecord], digests: dict[str, str]
) -> list[tuple[SourceRecord, Source]]:
    """Which new contents another file held; its record is then taken out of ``before``."""
    by_digest: dict[str, list[SourceRecord]] = defaultdict(list)
    for record in before.values():
        by_digest[record.digest].append(record)
    renamed = []
    for source in new:
        if same := by_digest.get(digests[source.path]):
            record = same.pop(0)
            renamed.append((record, source))
            del before[record.path]
    return renamed


def report(
    comparison: Comparison,
    *,
    version: int,
    failed: Sequence[Failure] | None = None,
    notices: Sequence[Notice] = (),
    edited: Mapping[str, str] | None = None,
) -> ReloadReport:
    """What was done; ``edited`` files, by their new path, were renamed and changed in one step."""
    failed = tuple(comparison.failed if failed is None else failed)
    names = {failure.path for failure in failed if not failure.part}
    edited = edited or {}
    gone = set(edited.values())
    added = [source.path for source in comparison.added if source.path not in names]
    changed = [source.path for source in comparison.changed if source.path not in names]
    renamed = [(record.path, source.path) for record, source in comparison.renamed]
    return ReloadReport(
        version=version,
        added=tuple([path for path in added if path not in edited]),
        changed=(*changed, *edited),
        removed=tuple([record.path for record in comparison.removed if record.path not in gone]),
        renamed=(*renamed, *((before, now) for now, before in edited.items())),
        unchanged=len(comparison.unchanged) + len(comparison.reread),
        failed=failed,
        notices=tuple(notices),
    )
