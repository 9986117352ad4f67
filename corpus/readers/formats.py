"""What kind of file some bytes are: told by what they hold, not by what the file is called."""

from __future__ import annotations

import io
import re
import zipfile
from enum import Enum
from typing import Final

from corpus.readers.decoding import looks_binary
from corpus.readers.draft import Unreadable

HEAD: Final = 8192  # bytes that show the kind of a file


class Format(Enum):
    """The kinds of file that have a reader."""

    PLAIN = "text"
    MARKDOWN = "Markdown"
    SUBTITLES = "subtitles"
    HTML = "web page"
    MHTML = "saved web page"
    EMAIL = "e-mail"
    JSON = "JSON"
    TABLE = "table"
    RTF = "RTF"
    PDF = "PDF"
    DOCX = "Word"
    ODT = "OpenDocument"
    EPUB = "e-book"
    ZIP = "ZIP archive"
    GZIP = "gzip"


# Kinds of file that newsrooms keep beside their stories, by their first bytes.
STRANGERS: Final = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office file; save it as .docx"),
    (b"\x89PNG", "a picture; remove it, or save its words as text"),
    (b"\xff\xd8\xff", "a picture; remove it, or save its words as text"),
    (b"GIF8", "a picture; remove it"),
    (b"II*\0", "a picture; remove it, or save its words as text"),
    (b"MM\0*", "a picture; remove it, or save its words as text"),
    (b"ID3", "a sound file; remove it, or save its transcript"),
    (b"OggS", "a sound file; remove it, or save its transcript"),
    (b"RIFF", "a sound or picture file; remove it, or save its transcript"),
    (b"\x1aE\xdf\xa3", "a film; remove it, or save its transcript"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive; unpack it"),
    (b"Rar!", "a RAR archive; unpack it"),
    (b"\xfd7zXZ", "an xz archive; unpack it"),
    (b"BZh", "a bzip2 archive; unpack it"),
    (b"SQLite format 3\0", "a database; export its articles as .jsonl or .csv"),
    (b"\x7fELF", "a program; remove it"),
    (b"MZ", "a program; remove it"),
)
MARKDOWN_ENDINGS: Final = (".md", ".markdown", ".mdown")
SUBTITLES: Final = re.compile(
    rb"\s*(?:WEBVTT(?:\s|$)|(?:\d+[ \t]*\r?\n)?\d+:\d\d(?::\d\d)?[,.]\d{1,3}[ \t]*-->)"
)
PDF: Final = b"%PDF-"
TABLE_ENDINGS: Final = (".csv", ".tsv", ".psv")
XML: Final = re.compile(rb"\s*<(?:\?xml\s|rss\b|feed\b|nitf\b|newsml|newsitem|tei\b)", re.I)
HTML: Final = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--(?:(?!-->).){0,4000}-->\s*)*"
    rb"<(?:!doctype\s+html|html|head|body|article|main|title|meta|div|p|h[1-6]|section|script|style"
    rb"|link|nav|header|footer|aside|figure|table|[uo]l|center|blockquote|noscript)\b[^<]{0,2000}>",
    re.I | re.S,
)
PAGE_ENDINGS: Final = (".html", ".htm", ".xhtml", ".shtml")
PIECE_OF_PAGE: Final = re.compile(rb"\s*<(?:!|[a-z])|.*<(?:/p|/div|br ?/?|/h[1-6])>", re.I | re.S)
CARD: Final = re.compile(rb"BEGIN:V(?:CALENDAR|CARD)\s")
FIELD: Final = re.compile(rb"([A-Za-z][A-Za-z0-9-]*):|[ \t]+\S")
ENVELOPE: Final = frozenset(
    b"from to message-id mime-version received return-path delivered-to content-type".split()
)
SENT: Final = frozenset((b"from", b"date", b"subject"))  # a letter to nobody, such as a draft
ENVELOPE_LINE: Final = re.compile(rb"From [^\n]{3,200}\d{4}")  # before each letter of a mailbox
DELIVERED: Final = frozenset(b"to cc received message-id return-path delivered-to".split())
SAVED_BY: Final = re.compile(rb"^From: *[\"<]*Saved by ", re.I | re.M)
RELATED: Final = re.compile(rb"^Content-Type:\s*multipart/related", re.I | re.M)
TEXT_KEYS: Final = (
    "text", "body", "content", "article_body", "articlebody", "article", "story", "fulltext",
    "full_text", "maintext", "main_text", "body_text", "bodytext", "article_text", "post_content",
    "content_html", "body_html", "html", "transcript", "paragraphs", "story_text", "news_text",
    "article_content", "post_body", "post_text", "description",
)  # fmt: skip


def format_of(data: bytes, name: str) -> Format:
    """The kind of file that ``data`` is; the name only tells Markdown and tables from text."""
    if data[:1024].lstrip().startswith(PDF):
        return Format.PDF
    if data.startswith((b"PK\3\4", b"PK\5\6")):
        return _zipped(data)
    if data.startswith(b"\x1f\x8b"):
        return Format.GZIP
    if data.startswith(b"{\\rtf"):
        return Format.RTF
    if PDF in data[:1024] and looks_binary(data):  # readers forgive what stands before
        return Format.PDF
    for magic, what in STRANGERS:
        if data.startswith(magic) and looks_binary(data):
            raise Unreadable(what)
    if data[4:8] == b"ftyp":
        raise Unreadable("a film or sound file; remove it, or save its transcript")
    if data[257:262] == b"ustar":
        raise Unreadable("a tar archive; unpack it, or pack it as .zip")
    if looks_binary(data):
        raise Unreadable("not text but binary; remove it, or save it as text")
    return _text_format(_ascii(data[:HEAD]), name.lower())


def _text_format(head: bytes, name: str) -> Format:
    if SUBTITLES.match(head):
        return Format.SUBTITLES
    if HTML.match(head) or (name.endswith(PAGE_ENDINGS) and PIECE_OF_PAGE.match(head)):
        return Format.HTML
    if fields := _mail_fields(head):
        return Format.MHTML if _is_saved_page(head, fields) else Format.EMAIL
    if re.match(rb"\s*(?:\{\s*\"|\[\s*\{\s*\")", head):
        return Format.JSON
    if CARD.match(head):
        raise Unreadable("a calendar or address card; remove it, or save its words as text")
    if head.startswith(b"[Script Info]"):
        raise Unreadable("subtitles in a form that is not read; save them as .srt or .vtt")
    if XML.match(head):
        raise Unreadable("XML that is no web page; export its articles as .html, .jsonl or .csv")
    if names := _columns(head, name):
        if any(cell.replace(" ", "_") in TEXT_KEYS for cell in names):
            return Format.TABLE
        if name.endswith(TABLE_ENDINGS):
            raise Unreadable(
                "a table in which no column is called text, body or content; name it so"
            )
    return Format.MARKDOWN if name.endswith(MARKDOWN_ENDINGS) else Format.PLAIN


def _ascii(head: bytes) -> bytes:
    """``head`` with what UTF-16 and a byte order mark add taken out, to match bytes in it."""
    return head.removeprefix(b"\xef\xbb\xbf").lstrip(b"\xff\xfe\0").replace(b"\0", b"")


def _mail_fields(head: bytes) -> set[bytes]:
    """The header fields that an e-mail starts with; none where the text is no e-mail."""
    lines = head.lstrip().replace(b"\r\n", b"\n").split(b"\n")
    in_mailbox = bool(ENVELOPE_LINE.match(lines[0]))
    lines = lines[in_mailbox:]
    fields = set()
    for line in lines:
        if not line:
            break
        if not (field := FIELD.match(line)):
            return set()
        if field[1]:
            fields.add(field[1].lower())
    enough = len(fields & ENVELOPE) >= 2 or (in_mailbox and fields) or fields >= SENT
    return fields if enough else set()


def _is_saved_page(head: bytes, fields: set[bytes]) -> bool:
    """Whether a browser wrote an "e-mail", to keep a page with its pictures in one file."""
    if b"snapshot-content-location" in fields or SAVED_BY.search(head):
        return True
    top = RELATED.search(head.replace(b"\r\n", b"\n").partition(b"\n\n")[0])
    return bool(top) and not fields & DELIVERED


def _columns(head: bytes, name: str) -> list[str]:
    """What the first line calls the columns of a table; none where it is no such line."""
    commas = rb"[,;\t|]" if name.endswith(TABLE_ENDINGS) else rb"[,;\t]"
    head = re.sub(rb"\Asep=.\r?\n", b"", head)
    names = re.split(commas, head.split(b"\n", 1)[0].strip())
    cells = [name.strip().strip(b'"').lower().decode("ascii", "replace") for name in names]
    only = name.endswith(TABLE_ENDINGS) and cells[0] in TEXT_KEYS
    named = (len(cells) > 1 or only) and all(re.fullmatch(r"[\w .-]{0,40}", cell) for cell in cells)
    return cells if named else []


def _zipped(data: bytes) -> Format:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
            declared = _declared_type(archive, names)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, EOFError):
        raise Unreadable("a damaged or cut ZIP, Word or e-book file; save it again") from None
    if declared == b"application/epub+zip" or "META-INF/container.xml" in names:
        return Format.EPUB
    if declared.startswith(b"application/vnd.oasis.opendocument."):
        if b".text" in declared:
            return Format.ODT
        raise Unreadable("an OpenDocument file that is no text; save it as .odt or .csv")
    if "word/document.xml" in names:
        return Format.DOCX
    if "xl/workbook.xml" in names:
        raise Unreadable("a spreadsheet; save it as .csv")
    if "ppt/presentation.xml" in names:
        raise Unreadable("a presentation; save it as PDF")
    return Format.ZIP


def _declared_type(archive: zipfile.ZipFile, names: set[str]) -> bytes:
    if "mimetype" not in names:
        return b""
    with archive.open("mimetype") as member:
        return member.read(200).strip()
