"""OpenDocument text (.odt), opened by odfpy."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any, Final
from xml.sax import SAXException

from corpus.normalising import tidy
from corpus.readers.archives import Allowance, check_inflated_size
from corpus.readers.blocks import row_text
from corpus.readers.draft import Draft, Unreadable, extra
from corpus.readers.transcripts import without_heads

UNREAD: Final = frozenset(
    "text:tracked-changes office:annotation text:note-citation office:forms text:sequence-decls"
    " text:table-of-content".split()
)
NOTE: Final = "text:note-body"  # anchored within a sentence, read after the text
SPACES: Final = {"text:tab": " ", "text:line-break": "\n", "text:soft-page-break": ""}


def read_odt(data: bytes, allowance: Allowance) -> Draft:
    """The one story of an OpenDocument text."""
    with extra("office", "reading OpenDocument files"):
        from odf.opendocument import load
    check_inflated_size(data, allowance)
    try:
        document = load(io.BytesIO(data))
    except (SAXException, KeyError, ValueError, OSError):
        raise Unreadable("a damaged OpenDocument file; save it again") from None
    notes = [("note", text) for note in _notes(document.text) for _, text in _pieces(note)]
    pieces = [(name, tidy(text)) for name, text in [*_pieces(document.text), *notes]]
    paragraphs, marks = without_heads([text for _, text in pieces if text])
    heading = next((text for name, text in pieces if text and name in ("title", "text:h")), None)
    about = {node.tagName: _text(node) for node in document.meta.childNodes}
    return Draft(
        paragraphs,
        title=tidy(about.get("dc:title", "")) or heading,
        author=tidy(about.get("meta:initial-creator") or about.get("dc:creator", "")) or None,
        published=(about.get("dc:date") or about.get("meta:creation-date") or "")[:10] or None,
        marks=marks,
    )


def _pieces(root: Any) -> Iterator[tuple[str, str]]:
    """The kind and text of every paragraph, heading and table row, in order."""
    pending = [root]
    while pending:
        node = pending.pop()
        name = getattr(node, "tagName", "")
        if name in UNREAD or node.nodeType == node.TEXT_NODE:
            continue
        if name in ("text:p", "text:h"):
            style = str(node.getAttribute("stylename") or "")
            yield ("title" if style.startswith("Title") else name), _text(node)
        elif name == "table:table-row":
            cells = [n for n in node.childNodes if getattr(n, "tagName", "") == "table:table-cell"]
            yield from (("text:p", text) for text in row_text([_cell(cell) for cell in cells]))
        else:
            pending.extend(reversed(node.childNodes))


def _cell(cell: Any) -> list[str]:
    return [text for child in cell.childNodes for _, text in _pieces(child) if text.strip()]


def _notes(root: Any) -> Iterator[Any]:
    """The bodies of the footnotes and endnotes, in order."""
    pending = [root]
    while pending:
        node = pending.pop()
        if getattr(node, "tagName", "") == NOTE:
            yield node
        pending.extend(reversed(node.childNodes))


def _text(root: Any) -> str:
    words: list[str] = []
    pending = [root]
    while pending:
        node = pending.pop()
        name = getattr(node, "tagName", "")
        if name == "text:s":
            words.append(" ")
        elif name in SPACES:
            words.append(SPACES[name])
        elif node.nodeType == node.TEXT_NODE:
            words.append(str(node.data))
        elif name not in UNREAD and name != NOTE:
            pending.extend(reversed(node.childNodes))
    return "".join(words)
