"""Files to documents: what `Source`s hold, read safely and normalised once."""

from __future__ import annotations

import hashlib
import logging
import os
import re
import stat
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from config.errors import CorpusError, PartError
from corpus.documents import Document, Section, Span
from corpus.isolation import ReaderProcess
from corpus.normalising import tidy
from corpus.readers.damage import fault_of, place_of
from corpus.readers.dispatch import is_cheap, read_bytes
from corpus.readers.draft import AROUND, Contents, Draft, Mark, Remark, Unreadable
from corpus.readers.options import ReadingOptions
from corpus.readers.plain import title_line
from corpus.sources import MENDS, Source, file_digest, find_sources, reason

__all__ = [
    "ReadingOptions",
    "Source",
    "file_digest",
    "find_sources",
    "read_apart",
    "read_corpus",
    "read_source",
]

log = logging.getLogger(__name__)
GAP: Final = "\n\n"  # between two paragraphs of a text
BINARY: Final = getattr(os, "O_BINARY", 0)  # Windows would change line ends
Progress = Callable[[int, int], None]  # files done, files in all


@dataclass(frozen=True, slots=True)
class Notice:
    """What is to be looked at in a file, or a part of one, that was read all the same."""

    path: str
    message: str


Reading = tuple[Source, list[Document] | CorpusError | Notice]


def read_source(source: Source, options: ReadingOptions) -> list[Document]:
    """The documents in one file; a CorpusError names the file, its fault and the mend."""
    (_, result), *_ = read_corpus([source], options)
    if isinstance(result, CorpusError):
        raise result
    assert isinstance(result, list)  # notices follow the documents that they are about
    return result


def read_apart(source: Source, options: ReadingOptions) -> Contents:
    """What a file holds, read with limits whatever it is.

    For what somebody sends: even plain text is not read in this process.
    """
    load(source, options)
    with ReaderProcess(options) as process:
        return process.read(source)


def read_corpus(
    sources: Iterable[Source], options: ReadingOptions, *, progress: Progress | None = None
) -> Iterator[Reading]:
    """Each source with its documents, or with the error that kept it from being read.

    A part of a file that cannot be read comes as a source of its own, with a PartError, after it;
    so does what is to be looked at in what was read, with a Notice.
    Text is read here; what needs a parser is read in a process with limits on memory and time.
    """
    sources = list(sources)
    with ReaderProcess(options) as process:
        for number, source in enumerate(sources, 1):
            yield from _readings(source, options, process)
            if progress:
                progress(number, len(sources))


def read_here(source: Source, options: ReadingOptions) -> Contents:
    """What a file holds, read in this very process."""
    return _contents(source, load(source, options), options)


def load(source: Source, options: ReadingOptions) -> bytes:
    """The bytes of a file that is a file and within the limit."""
    if source.fault:
        raise CorpusError(f"{source.path}: {source.fault}")
    try:
        opened = os.open(source.file, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | BINARY)
        with os.fdopen(opened, "rb") as stream:
            status = os.fstat(opened)
            if not stat.S_ISREG(status.st_mode):  # not what it was when the folder was listed
                raise CorpusError(f"{source.path}: {MENDS['special']}")
            size = status.st_size
            if size <= options.max_file_bytes:
                return stream.read(options.max_file_bytes)
    except OSError as error:
        raise CorpusError(f"{source.path}: {reason(error)}; {MENDS['permission']}") from None
    raise CorpusError(
        f"{source.path}: {size:,} bytes are more than the {options.max_file_bytes:,} allowed;"
        " split it, or raise max_file_mb in [corpus]"
    )


def _readings(source: Source, options: ReadingOptions, process: ReaderProcess) -> Iterator[Reading]:
    try:
        data = load(source, options)
        try:
            cheap = is_cheap(data, source.path)
        except Unreadable as error:
            raise CorpusError(f"{source.path}: {error}") from None
        if cheap:
            contents = _contents(source, data, options)
        else:
            del data  # a large file is not held twice
            contents = process.read(source)
    except CorpusError as error:
        yield source, error
        return
    yield source, contents.documents
    for path, message in contents.faults:
        yield replace(source, path=path), PartError(f"{path}: {message}")
    for path, message in contents.notices:
        yield replace(source, path=path), Notice(path, message)


def _contents(source: Source, data: bytes, options: ReadingOptions) -> Contents:
    try:
        drafts, faults, notices = read_bytes(data, source.path, options)
    except Unreadable as error:
        raise CorpusError(f"{source.path}: {error}") from None
    except (ValueError, RecursionError) as error:  # such as a number of thousands of digits
        log.debug("reading ended with %s", place_of(error))
        raise CorpusError(f"{source.path}: {fault_of(error)}") from None
    pending = list(reversed(drafts))
    del drafts
    documents = []
    while pending:  # a draft goes when its document is made: a large file is not held twice
        if document := as_document(pending.pop(), source.path, clean=options.clean):
            documents.append(document)
    if not documents and faults:
        inside = f"{faults[0].name}: " if faults[0].name else ""
        raise CorpusError(f"{source.path}: nothing in it can be read; {inside}{faults[0].message}")
    if not documents:
        raise CorpusError(f"{source.path}: no text in it; add some or remove the file")
    return Contents(documents, _at(source.path, faults), _at(source.path, notices))


def _at(path: str, remarks: Iterable[Remark]) -> list[tuple[str, str]]:
    return [(f"{path}/{remark.name}".rstrip("/"), remark.message) for remark in remarks]


def as_document(draft: Draft, path: str, *, clean: bool) -> Document | None:
    """``draft`` as a document of the file at ``path``; None where no text is left of it."""
    if clean:
        draft = _without_furniture(draft)
    if not draft.paragraphs:
        return None
    if draft.name:
        path = f"{path}/{draft.name}"
    spans = _spans(draft.paragraphs)
    text = GAP.join(draft.paragraphs)
    title = tidy(draft.title or "").replace("\n", " ")
    return Document(
        id=slug(path),
        title=title or title_line(draft.paragraphs) or title_from(path),
        text=text,
        paragraphs=spans,
        author=draft.author,
        published=draft.published,
        url=draft.url,
        path=path,
        digest=_digest(text, draft),
        sections=_sections(draft.marks, spans),
        removed=draft.removed,
    )


def _without_furniture(draft: Draft) -> Draft:
    """``draft`` with only the story in it, and what the rest told of its author and date."""
    from corpus.cleaning import cleaned  # imported late: a reload that reads nothing needs none

    around = sum(removal.reason == AROUND for removal in draft.removed)
    result = cleaned(draft.paragraphs, draft.title, around=around)
    if not result.removed:
        return draft
    number = {old: new for new, old in enumerate(result.kept)}
    after = {}  # what started in a removed paragraph starts at the next one that is kept
    following = len(result.kept)
    for old in reversed(range(len(draft.paragraphs))):
        following = number.get(old, following)
        after[old] = following
    return replace(
        draft,
        paragraphs=tuple(draft.paragraphs[n] for n in result.kept),
        author=draft.author or result.author,
        published=draft.published or result.published,
        marks=tuple(
            Mark(after[m.paragraph], m.offset if m.paragraph in number else 0, m.label)
            for m in draft.marks
            if m.paragraph in after
        ),
        removed=(*draft.removed, *result.removed),
    )


def _spans(paragraphs: tuple[str, ...]) -> tuple[Span, ...]:
    """Where each paragraph stands in the text that they make together."""
    spans = []
    start = 0
    for paragraph in paragraphs:
        spans.append(Span(start, start + len(paragraph)))
        start += len(paragraph) + len(GAP)
    return tuple(spans)


def _sections(marks: tuple[Mark, ...], spans: tuple[Span, ...]) -> tuple[Section, ...]:
    """The marks as offsets; of several at one place the last stays, since the others are empty."""
    placed = {
        min(spans[mark.paragraph].start + mark.offset, spans[mark.paragraph].end): mark.label
        for mark in marks
        if mark.paragraph < len(spans)
    }
    return tuple(Section(start, label) for start, label in sorted(placed.items()))


def _digest(text: str, draft: Draft) -> str:
    """What changes when the story or anything known about it does, but not when its file moves."""
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass"))
    for fact in (draft.title, draft.author, draft.published, draft.url):
        digest.update(b"\0" + (fact or "").encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


def slug(path: str) -> str:
    """``path`` without endings as a readable id: ``Letters/Day One.txt`` is letters/day-one."""
    parts = [_stem(part) for part in path.split("/") if part]
    return "/".join(re.sub(r"[\W_]+", "-", p.casefold()).strip("-") or "document" for p in parts)


def title_from(path: str) -> str:
    """The file's name as a title: ``day-one.txt`` is "Day one"."""
    words = " ".join(re.split(r"[\s_-]+", _stem(path.rpartition("/")[2]))).strip()
    return words[:1].upper() + words[1:] or path


def _stem(name: str) -> str:
    """A file's name without its ending, and without the one before ``.gz``."""
    stem = re.sub(r"\.gz$", "", name, flags=re.IGNORECASE)
    return re.sub(r"\.[A-Za-z]\w{0,7}$", "", stem) or name
