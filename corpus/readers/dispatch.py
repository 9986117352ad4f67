"""Any file's bytes to the drafts in it, by the reader for what they are."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial
from typing import Final

from corpus.readers.archives import Allowance, gunzipped, member_bytes, members, opened
from corpus.readers.damage import fault_of, place_of
from corpus.readers.decoding import decoded
from corpus.readers.draft import Draft, Found, Remark, Unreadable
from corpus.readers.formats import Format, format_of
from corpus.readers.options import ReadingOptions

log = logging.getLogger(__name__)
DEEPEST: Final = 3  # archives within archives
LARGE_MARKDOWN: Final = 200_000  # bytes; its parser may be slow on what was made to be slow
MARKUP_IN_DATA: Final = re.compile(rb"</?(?:p|br|div)\b|<\\*/|\\u003c", re.I)  # as JSON has it
LARGE_JSON: Final = 5_000_000  # bytes, from which JSON of more marks than words is expensive
MARKS_SHARE: Final = 0.08  # of its bytes; articles have 0.02, and each mark takes a hundred bytes
CHEAP: Final = {Format.PLAIN, Format.SUBTITLES, Format.JSON, Format.TABLE}


def is_cheap(data: bytes, name: str) -> bool:
    """Whether plain Python of ours reads ``data``, in little time and memory whatever it holds."""
    if data.startswith(b"PK"):  # even the list of its files is not to be trusted
        return False
    kind = format_of(data, name)
    if kind in (Format.JSON, Format.TABLE) and MARKUP_IN_DATA.search(data):
        return False
    if kind is Format.JSON and len(data) > LARGE_JSON:
        return sum(map(data.count, (b"[", b"{", b","))) < MARKS_SHARE * len(data)
    return kind in CHEAP or (kind is Format.MARKDOWN and len(data) < LARGE_MARKDOWN)


def read_bytes(
    data: bytes,
    name: str,
    options: ReadingOptions,
    *,
    allowance: Allowance | None = None,
    depth: int = 0,
) -> Found:
    """The stories in the file that ``data`` is, called ``name``."""
    if not data.strip():
        raise Unreadable("empty; write something in it or remove it")
    allowance = allowance or Allowance(options, len(data))
    kind = format_of(data, name)
    if kind in (Format.ZIP, Format.GZIP, Format.EMAIL) and depth >= DEEPEST:
        raise Unreadable("packed in too many archives; unpack it")
    match kind:
        case Format.ZIP:
            return _zip(data, options, allowance, depth)
        case Format.GZIP:
            inner = name.removesuffix(".gz").removesuffix(".GZ")
            return read_bytes(
                gunzipped(data, allowance), inner, options, allowance=allowance, depth=depth + 1
            )
        case Format.EMAIL:
            return _mail(data, options, allowance, depth)
        case Format.JSON | Format.TABLE:
            return _records(data, kind, options)
        case Format.SUBTITLES | Format.MARKDOWN | Format.PLAIN:
            return _text(data, kind, options)
        case Format.EPUB:
            from corpus.readers.ebook import read_epub

            return read_epub(data, allowance)
        case _:
            return Found((_story(data, kind, options, allowance),))


def _records(data: bytes, kind: Format, options: ReadingOptions) -> Found:
    """The articles of a table or JSON file."""
    from corpus.readers.records import read_records

    text, removed, _ = decoded(data, options.encoding)
    drafts, faults = read_records(text, kind, most=options.max_articles)
    return Found(
        tuple(drafts),
        faults=tuple(Remark("", fault) for fault in faults),
        notices=tuple(Remark("", f"{r.reason}: {r.text}") for r in removed),
    )


def _story(data: bytes, kind: Format, options: ReadingOptions, allowance: Allowance) -> Draft:
    """The one story of a file that holds one. Each reader is imported when its kind comes."""
    match kind:
        case Format.HTML:
            from corpus.readers.web import read_html

            return read_html(data, options.encoding, whole=not options.clean)
        case Format.MHTML:
            from corpus.readers.web import read_mhtml

            return read_mhtml(data, whole=not options.clean)
        case Format.PDF:
            from corpus.readers.pdf import read_pdf

            return read_pdf(data, max_pages=options.max_pages)
        case Format.DOCX:
            from corpus.readers.word import read_docx

            return read_docx(data, allowance)
        case Format.ODT:
            from corpus.readers.opendocument import read_odt

            return read_odt(data, allowance)
        case Format.RTF:
            from corpus.readers.rich import read_rtf

            return read_rtf(data)
        case _:
            raise AssertionError(kind)


def _text(data: bytes, kind: Format, options: ReadingOptions) -> Found:
    """The one story of a file that is nothing but text."""
    text, removed, doubt = decoded(data, options.encoding)
    match kind:
        case Format.SUBTITLES:
            from corpus.readers.subtitles import read_subtitles as read
        case Format.MARKDOWN:
            from corpus.readers.markdown import read_markdown as read
        case _:
            from corpus.readers.plain import read_plain as read
    return Found((read(text, removed),), notices=(Remark("", doubt),) if doubt else ())


def _zip(data: bytes, options: ReadingOptions, allowance: Allowance, depth: int) -> Found:
    parts: list[tuple[str, Found]] = []
    with opened(data) as archive:
        for member in members(archive, allowance):
            name = _inner_name(member.filename)
            content = partial(member_bytes, archive, member, allowance)
            parts.append((name, _part(name, content, options, allowance, depth)))
    if not parts:
        raise Unreadable("an archive without files; remove it")
    return _together(parts)


def _part(
    name: str,
    content: Callable[[], bytes],
    options: ReadingOptions,
    allowance: Allowance,
    depth: int,
) -> Found:
    """The stories in a file that another holds."""
    return _guarded(
        lambda: read_bytes(content(), name, options, allowance=allowance, depth=depth + 1),
        allowance,
    )


def _guarded(read: Callable[[], Found], allowance: Allowance) -> Found:
    """What ``read`` finds in one part of a file, or its fault: a part costs itself only."""
    try:
        return read()
    except Unreadable as error:
        if allowance.is_spent:
            raise
        return Found((), (Remark("", str(error)),))
    except Exception as error:  # whatever a damaged part makes of a library that parses it
        log.debug("reading a part ended with %s", place_of(error))
        return Found((), (Remark("", fault_of(error)),))


def _mail(data: bytes, options: ReadingOptions, allowance: Allowance, depth: int) -> Found:
    """The letters, and the stories attached to each."""
    from corpus.readers.mail import letters

    box = letters(data)
    if len(box) == 1:
        return _letter(box[0], options, allowance, depth)
    return _together([
        (str(number), _guarded(partial(_letter, each, options, allowance, depth), allowance))
        for number, each in enumerate(box, 1)
    ])  # fmt: skip


def _letter(data: bytes, options: ReadingOptions, allowance: Allowance, depth: int) -> Found:
    """The words of one letter, and what is attached to it."""
    from corpus.readers.mail import attached_bytes, attachments, parsed_mail, read_letter

    message = parsed_mail(data)
    parts = [("", _guarded(lambda: Found(tuple(filter(None, [read_letter(message)]))), allowance))]
    for name, attached in attachments(message):
        allowance.enter()
        content = partial(attached_bytes, attached)
        parts.append((name, _part(name, content, options, allowance, depth)))
    return _together(parts)


def _together(parts: list[tuple[str, Found]]) -> Found:
    """What all parts hold, each draft and remark under the name of its part."""
    return Found(
        tuple(
            replace(draft, name=_under(name, draft.name))
            for name, found in parts
            for draft in found.drafts
        ),
        faults=_remarks_under((name, found.faults) for name, found in parts),
        notices=_remarks_under((name, found.notices) for name, found in parts),
    )


def _remarks_under(parts: Iterable[tuple[str, tuple[Remark, ...]]]) -> tuple[Remark, ...]:
    return tuple(
        Remark(_under(name, remark.name), remark.message)
        for name, remarks in parts
        for remark in remarks
    )


def _under(folder: str, name: str) -> str:
    return f"{folder}/{name}" if folder and name else folder or name


def _inner_name(name: str) -> str:
    """A member's name as a path that stays inside, printable."""
    parts = [part for part in name.replace("\\", "/").split("/") if part not in ("", ".", "..")]
    return "".join(c if c.isprintable() else "\ufffd" for c in "/".join(parts))
