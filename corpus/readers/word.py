"""Word files (.docx), opened by python-docx: as they read with all changes accepted."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from corpus.normalising import tidy
from corpus.readers.archives import Allowance, check_inflated_size
from corpus.readers.blocks import row_text
from corpus.readers.draft import Draft, Unreadable, extra
from corpus.readers.transcripts import without_heads

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MC: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
# Not read: what was deleted, codes of fields, and the second copy of a drawing for old programs.
UNREAD: Final = frozenset({f"{W}del", f"{W}moveFrom", f"{W}instrText", f"{MC}Fallback", f"{W}pPr"})
TITLES: Final = ("title", "heading 1")


def read_docx(data: bytes, allowance: Allowance) -> Draft:
    """The one story of a Word file, its footnotes after the text."""
    with extra("office", "reading Word files"):
        import docx
        from docx.opc.exceptions import PackageNotFoundError
        from lxml.etree import LxmlError
    check_inflated_size(data, allowance)
    try:
        document = docx.Document(io.BytesIO(data))
    except (PackageNotFoundError, LxmlError, KeyError, ValueError, OSError):
        raise Unreadable("a damaged Word file; save it again") from None
    paragraphs, styles = _body(document.element.body)
    names = {style.style_id: (style.name or "").lower() for style in document.styles}
    about = document.core_properties
    titled = [p for p, s in zip(paragraphs, styles, strict=True) if names.get(s) in TITLES]
    words, marks = without_heads(paragraphs)
    return Draft(
        (*words, *_notes(document.part)),
        title=tidy(about.title or "") or next(iter(titled), None),
        author=_author(about.author),
        published=about.created.date().isoformat() if about.created else None,
        marks=marks,
    )


def _body(root: Element) -> tuple[list[str], list[str]]:
    """The paragraphs below ``root`` and the style of each; a row of a table is one paragraph."""
    paragraphs: list[str] = []
    styles: list[str] = []

    def add(text: str, style: str) -> None:
        if text := tidy(text):
            paragraphs.append(text)
            styles.append(style)

    pending = list(reversed(root))
    while pending:
        element = pending.pop()
        if element.tag == f"{W}p":
            boxes = element.findall(f".//{W}txbxContent")
            add(_words(element), _style(element))
            pending.extend(box for box in reversed(boxes) if not _is_fallback(box))
        elif element.tag == f"{W}tr":
            cells = [[*filter(str.strip, map(_words, c.iter(f"{W}p")))] for c in _cells(element)]
            for text in row_text(cells):
                add(text, "")
        elif element.tag not in UNREAD:
            pending.extend(reversed(element))
    return paragraphs, styles


def _cells(row: Element) -> Iterator[Element]:
    """The cells of a row, also those within a content control."""
    for element in row:
        if element.tag == f"{W}tc":
            yield element
        elif element.tag == f"{W}sdt":
            yield from element.iterfind(f"{W}sdtContent/{W}tc")


def _words(paragraph: Element) -> str:
    """The text of one paragraph; a box that is anchored in it is read by itself."""
    words: list[str] = []
    pending = list(reversed(paragraph))
    while pending:
        element = pending.pop()
        if element.tag == f"{W}t":
            words.append(element.text or "")
        elif element.tag == f"{W}tab":
            words.append(" ")
        elif element.tag in (f"{W}br", f"{W}cr"):
            words.append("\n")
        elif element.tag == f"{W}noBreakHyphen":
            words.append("-")
        elif element.tag != f"{W}txbxContent" and not _is_unread(element):
            pending.extend(reversed(element))
    return "".join(words)


def _is_unread(element: Element) -> bool:
    """Whether this is no text of the story, or shown only to who asks Word for hidden text."""
    if element.tag in UNREAD:
        return True
    mark = element.find(f"{W}rPr/{W}vanish") if element.tag == f"{W}r" else None
    return mark is not None and mark.get(f"{W}val") not in ("0", "false", "off")


def _style(paragraph: Element) -> str:
    style = paragraph.find(f"{W}pPr/{W}pStyle")
    return style.get(f"{W}val") or "" if style is not None else ""


def _is_fallback(element: Element) -> bool:
    return any(parent.tag == f"{MC}Fallback" for parent in element.iterancestors())


def _notes(part: object) -> list[str]:
    """The footnotes and endnotes, in order."""
    from docx.opc.part import Part
    from lxml import etree

    assert isinstance(part, Part)
    found = []
    for relation in part.rels.values():
        if not relation.is_external and relation.reltype.endswith(("/footnotes", "/endnotes")):
            parser = etree.XMLParser(resolve_entities=False, no_network=True)
            root = etree.fromstring(relation.target_part.blob, parser)
            found += [text for p in root.iter(f"{W}p") if (text := tidy(_words(p)))]
    return found


def _author(name: str | None) -> str | None:
    return None if name in (None, "", "python-docx") else tidy(name or "")
