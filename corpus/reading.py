"""Files to documents: what `Source`s hold, read safely and normalised once."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from config.errors import CorpusError
from corpus.documents import Document, Section, Span
from corpus.normalising import tidy
from corpus.readers.draft import Draft
from corpus.sources import MENDS, Source, file_digest, find_sources, reason

__all__ = [
    "ReadingOptions",
    "Source",
    "file_digest",
    "find_sources",
    "read_corpus",
    "read_source",
]

GAP: Final = "\n\n"  # between two paragraphs of a text
MARKDOWN: Final = (".md", ".markdown", ".mdown")
Progress = Callable[[int, int], None]  # files done, files in all
Reading = tuple[Source, list[Document] | CorpusError]


@dataclass(frozen=True, slots=True)
class ReadingOptions:
    """What shapes a document's text, and how much one file may cost."""

    clean: bool = True
    encoding: str | None = None  # of text files; None finds it out for each
    max_file_bytes: int = 200_000_000
    max_pages: int = 5_000  # of one PDF
    max_archive_entries: int = 10_000
    max_inflated_bytes: int = 500_000_000  # of one archive, e-book or Word file
    max_inflated_ratio: int = 200  # inflated bytes for each stored one
    seconds_per_file: float = 60.0
    memory_bytes: int = 2_000_000_000  # of the process that reads untrusted formats


def read_source(source: Source, options: ReadingOptions) -> list[Document]:
    """The documents in one file; a CorpusError names the file, its fault and the mend."""
    if source.fault:
        raise CorpusError(f"{source.path}: {source.fault}")
    if source.size > options.max_file_bytes:
        raise CorpusError(
            f"{source.path}: {source.size:,} bytes are more than the {options.max_file_bytes:,}"
            " allowed; split it, or raise max_file_bytes in [corpus]"
        )
    documents = [
        document
        for draft in _drafts(source, options)
        if (document := as_document(draft, source.path, clean=options.clean))
    ]
    if not documents:
        raise CorpusError(f"{source.path}: no text in it; add some or remove the file")
    return documents


def read_corpus(
    sources: Iterable[Source], options: ReadingOptions, *, progress: Progress | None = None
) -> Iterator[Reading]:
    """Each source with its documents, or with the error that kept it from being read."""
    sources = list(sources)
    for number, source in enumerate(sources, 1):
        try:
            yield source, read_source(source, options)
        except CorpusError as error:
            yield source, error
        if progress:
            progress(number, len(sources))


def _drafts(source: Source, options: ReadingOptions) -> list[Draft]:
    from corpus.readers.decoding import decoded, looks_binary

    try:
        data = source.file.read_bytes()
    except OSError as error:
        raise CorpusError(f"{source.path}: {reason(error)}; {MENDS['permission']}") from None
    if not data.strip():
        raise CorpusError(f"{source.path}: empty; write something in it or remove it")
    if looks_binary(data):
        raise CorpusError(f"{source.path}: not text but binary; remove it or save it as text")
    text, unreadable = decoded(data, options.encoding)
    if source.path.lower().endswith(MARKDOWN):
        from corpus.readers.markdown import read_markdown

        return [read_markdown(text, unreadable)]
    from corpus.readers.plain import read_plain

    return [read_plain(text, unreadable)]


def as_document(draft: Draft, path: str, *, clean: bool) -> Document | None:
    """``draft`` as a document of the file at ``path``; None where no text is left of it."""
    if draft.name:
        path = f"{path}/{draft.name}"
    text, paragraphs, sections = _laid_out(draft)
    if not text:
        return None
    title = tidy(draft.title or "").replace("\n", " ") or title_from(path)
    facts = (title, draft.author, draft.published, draft.url)
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass"))
    digest.update("\0".join(["", *(fact or "" for fact in facts)]).encode("utf-8", "replace"))
    return Document(
        id=slug(path),
        title=title,
        text=text,
        paragraphs=paragraphs,
        author=draft.author,
        published=draft.published,
        url=draft.url,
        path=path,
        digest=digest.hexdigest(),
        sections=sections,
        removed=draft.removed,
    )


def _laid_out(draft: Draft) -> tuple[str, tuple[Span, ...], tuple[Section, ...]]:
    """The paragraphs as one text, where each stands in it, and where pages and chapters start."""
    spans = []
    start = 0
    for paragraph in draft.paragraphs:
        spans.append(Span(start, start + len(paragraph)))
        start += len(paragraph) + len(GAP)
    sections = tuple(
        Section(
            min(spans[mark.paragraph].start + mark.offset, spans[mark.paragraph].end), mark.label
        )
        for mark in draft.marks
        if mark.paragraph < len(spans)
    )
    return GAP.join(draft.paragraphs), tuple(spans), sections


def slug(path: str) -> str:
    """``path`` without its ending as a readable id: ``Letters/Day One.txt`` is letters/day-one."""
    folder, _, name = path.rpartition("/")
    stem = name.rpartition(".")[0] or name
    parts = [*filter(None, folder.split("/")), stem]
    return "/".join(re.sub(r"[\W_]+", "-", p.casefold()).strip("-") or "document" for p in parts)


def title_from(path: str) -> str:
    """The file's name as a title: ``day-one.txt`` is "Day one"."""
    name = path.rpartition("/")[2]
    words = " ".join(re.split(r"[\s_-]+", name.rpartition(".")[0] or name)).strip()
    return words[:1].upper() + words[1:] or path
