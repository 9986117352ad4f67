"""An HTML tree to paragraphs: one for each block that a browser would set apart."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from corpus.normalising import tidy

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

BLOCKS: Final = frozenset(
    "address article aside blockquote body caption center dd details dialog div dl dt fieldset"
    " figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main nav ol"
    " p pre section summary table tbody tfoot thead tr ul".split()
)
SILENT: Final = frozenset(
    "script style noscript template svg math iframe object embed applet canvas audio video map"
    " button select option textarea input datalist head title link meta rp rt".split()
)
LONGEST_CELL: Final = 60  # characters of a cell; one of several paragraphs that are longer lays out
LONGEST_MARK: Final = 6  # characters: "[123]"
CELLS: Final = frozenset({"td", "th"})
KEPT_LINES: Final = frozenset({"pre", "textarea"})


class Paragraphs:
    """Collects the words of a tree, a paragraph a block."""

    def __init__(self) -> None:
        self.found: list[str] = []
        self._words: list[str] = []

    def add(self, text: str | None, *, keeps_lines: bool = False) -> None:
        """Put more words into the paragraph."""
        if text:
            self._words.append(text if keeps_lines else " ".join(_spaced(text)))

    def break_line(self) -> None:
        """The next words are on a line of their own."""
        self._words.append("\n")

    def end(self) -> None:
        """The next words are a new paragraph; two broken lines in a row end one too."""
        text = "".join(self._words)
        self._words.clear()
        for part in text.split("\n\n"):
            if paragraph := tidy(part):
                self.found.append(paragraph)


def is_note_mark(element: Element) -> bool:
    """Whether this is only the number of a note, set above a word that it is no part of."""
    if element.tag == "a":
        kind = f"{element.get('epub:type') or ''} {element.get('role') or ''}"
        return "noteref" in kind
    if element.tag != "sup":
        return False
    link = element.find(".//a[@href]")
    if link is None or "#" not in (link.get("href") or ""):
        return False
    return len("".join(map(str, element.itertext())).strip()) <= LONGEST_MARK


def row_text(cells: Sequence[Sequence[str]]) -> list[str]:
    """A row of a table as one paragraph, or the paragraphs of cells that hold whole texts."""
    filled = [cell for cell in cells if cell]
    if any(len(cell) > 1 and len(" ".join(cell)) > LONGEST_CELL for cell in filled):
        return [paragraph for cell in filled for paragraph in cell]
    return [" | ".join(" ".join(cell) for cell in cells)] if filled else []


def _spaced(text: str) -> list[str]:
    """The words of ``text``, with an empty one where it starts or ends with a space."""
    words = text.split()
    if not words:
        return ["", ""]
    return [*([""] if text[0].isspace() else []), *words, *([""] if text[-1].isspace() else [])]


def paragraphs_in(root: Element, skipped: frozenset[Element] = frozenset()) -> list[str]:
    """The paragraphs of ``root`` in order, without the elements that are ``skipped``.

    The walk keeps its own stack: no nesting can exhaust Python's.
    """
    paragraphs = Paragraphs()
    for event, element in _walk(root, skipped):
        name = element.tag
        if event == "start":
            if name in BLOCKS:
                paragraphs.end()
            elif name == "br":
                paragraphs.break_line()
            elif name in CELLS and element.getprevious() is not None:
                paragraphs.add(" | ")
            paragraphs.add(element.text, keeps_lines=name in KEPT_LINES)
        else:
            if name in BLOCKS and event == "end":
                paragraphs.end()
            if element is not root:
                paragraphs.add(element.tail)
    paragraphs.end()
    return paragraphs.found


def _walk(root: Element, skipped: frozenset[Element]):  # type: ignore[no-untyped-def]
    """Each element twice, at its start and its end; what is not read gives only "skip"."""
    pending: list[tuple[str, Element]] = [("start", root)]
    while pending:
        event, element = pending.pop()
        silent = (
            not isinstance(element.tag, str)
            or element.tag in SILENT
            or element in skipped
            or is_note_mark(element)
        )
        if event == "end" or silent:
            yield ("skip" if silent else "end"), element
            continue
        yield "start", element
        pending.append(("end", element))
        pending.extend(("start", child) for child in reversed(element))
