"""PDF: the text layer, read by PDFium, put back into columns and paragraphs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, zip_longest
from statistics import median
from typing import TYPE_CHECKING, Final

from corpus.documents import Removal
from corpus.normalising import tidy
from corpus.readers.draft import Draft, Mark, Unreadable, extra
from corpus.readers.hyphens import Hyphens
from corpus.readers.plain import FINISHED, joined

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument

SOFT_HYPHEN: Final = "\x02"  # what PDFium reads where a line ends within a word
BREAKS: Final = (SOFT_HYPHEN, "-")  # and what it reads at the end of a page
SAME_LINE: Final = 0.5  # of the height; pieces that overlap so much stand on one line
WORD_GAP: Final = 1.5  # heights between two pieces of a line; wider is a gutter or a table
GUTTER_LINES: Final = 0.1  # of the lines may cross a gutter, as a headline over two columns does
COLUMN_LINES: Final = 0.2  # of the lines stand in each column at least
PARAGRAPH_GAP: Final = 1.35  # usual distances between lines; more parts paragraphs
INDENT: Final = 0.6  # heights by which a first line stands in
INDENTED: Final = 0.1  # of a column's lines share its left edge, and as many an indent if it has
SHORT_LINE: Final = 0.85  # of the column; a shorter line after a full stop ends a paragraph
EDGE_LINES: Final = 3  # at the top and the bottom of a page, among which running heads stand
REPEATED: Final = 0.4  # of the pages that share a running head, which may differ left and right
SAME_PLACE: Final = 3.0  # points
NOBODY: Final = re.compile(
    r"|\W*(?:anonymous|unknown|unspecified|user|admin|administrator|owner)\W*", re.I
)
RAISED: Final = 0.35  # heights above the foot of a line, where no figure on it stands
NOTE_NUMBER: Final = re.compile(r"\d{1,3}|[*†‡§]{1,3}")
UNIT: Final = re.compile(r"(?:\d|\b(?:[kcm]?m|ft|in|yd))$")
CLOSING: Final = (",", ".", ";", ":", "!", "?", ")", "”", "’")
PAGE_NUMBER: Final = re.compile(
    r"\W*(?:page |p\. ?|seite )?(?:\d{1,4}|[ivxlc]{1,7})(?: (?:of|/) \d+)?\W*", re.I
)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text and where it stands, in points from the lower left corner."""

    left: float
    bottom: float
    right: float
    top: float
    text: str

    @property
    def height(self) -> float:
        return max(self.top - self.bottom, 1.0)


def read_pdf(data: bytes, *, max_pages: int) -> Draft:
    """The one story of a PDF, each page a section."""
    with extra("pdf", "reading PDF"):
        import pypdfium2
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        locked = "assword" in str(error)
        mend = "locked with a password; save it unlocked" if locked else "damaged; save it again"
        raise Unreadable(f"a PDF that is {mend}") from None
    if len(document) > max_pages:
        raise Unreadable(
            f"{len(document):,} pages are more than the {max_pages:,} allowed; split it"
        )
    pages, removed = _without_running_heads([_lines(document, n) for n in range(len(document))])
    paragraphs, marks = _paragraphs(pages)
    if not paragraphs:
        raise Unreadable("a PDF without text, perhaps scanned; run text recognition (OCR) on it")
    about = document.get_metadata_dict(skip_empty=True)
    return Draft(
        tuple(paragraphs),
        title=_title(about.get("Title", "")),
        author=_author(about.get("Author", "")),
        published=_date(about.get("CreationDate", "")),
        marks=tuple(marks),
        removed=removed,
    )


def _lines(document: PdfDocument, number: int) -> list[Line]:
    """The lines of one page in reading order; none where the page is damaged."""
    from pypdfium2 import PdfiumError

    try:
        page = document[number]
        text = page.get_textpage()
    except PdfiumError:
        return []
    pieces = []
    for at in range(text.count_rects()):
        left, bottom, right, top = text.get_rect(at)
        words = text.get_text_bounded(left, bottom, right, top).strip(" \r\n")
        if not words:
            continue
        # The box of the letters is as high as they are; that of their font is the same in a line.
        first = text.get_index((left + right) / 2, (bottom + top) / 2, right - left, top - bottom)
        if first is not None and not NOTE_NUMBER.fullmatch(words):
            _, bottom, _, top = text.get_charbox(first, loose=True)
        pieces.append(Line(left, bottom, right, top, _without_strays(words)))
    text.close()
    page.close()
    return _in_reading_order(_joined_pieces(pieces))


def _without_strays(words: str) -> str:
    """The words of a piece without the number of a note below, whose box reaches into its own."""
    parts = words.split("\r\n")
    return " ".join([p for p in parts if not NOTE_NUMBER.fullmatch(p)] or parts)


def _joined_pieces(pieces: Sequence[Line]) -> list[Line]:
    """Pieces that follow one another on a line, in other fonts perhaps, as one line."""
    lines: list[Line] = []
    for piece in pieces:
        last = lines[-1] if lines else None
        if last and _is_note_number(last, piece):
            lines[-1] = replace(last, right=piece.right)
        elif last and _continues(last, piece):
            space = "" if piece.left - last.right < 0.1 * last.height else " "
            space = "" if piece.text.startswith(CLOSING) else space
            lines[-1] = Line(
                last.left,
                min(last.bottom, piece.bottom),
                max(last.right, piece.right),
                max(last.top, piece.top),
                last.text + space + piece.text,
            )
        else:
            lines.append(piece)
    return lines


def _is_note_number(line: Line, piece: Line) -> bool:
    """Whether a piece is small and raised, and no power of what it stands by ("km 2")."""
    if not NOTE_NUMBER.fullmatch(piece.text) or UNIT.search(line.text):
        return False
    beside = -line.height < piece.left - line.right < WORD_GAP * line.height
    return beside and line.bottom + RAISED * line.height < piece.bottom < line.top


def _continues(line: Line, piece: Line) -> bool:
    overlap = min(line.top, piece.top) - max(line.bottom, piece.bottom)
    same = overlap > SAME_LINE * min(line.height, piece.height)
    return same and -line.height < piece.left - line.right < WORD_GAP * line.height


def _in_reading_order(lines: list[Line]) -> list[Line]:
    """Column by column, between the lines that go across all columns."""
    gutter = _gutter(lines)
    if gutter is None:
        return sorted(lines, key=lambda line: (-round(line.bottom / SAME_PLACE), line.left))
    ordered: list[Line] = []
    band: list[Line] = []
    for line in sorted(lines, key=lambda line: -line.top):
        if line.left < gutter < line.right:
            ordered += _columns(band, gutter)
            ordered.append(line)
            band = []
        else:
            band.append(line)
    return ordered + _columns(band, gutter)


def _columns(band: list[Line], gutter: float) -> list[Line]:
    left = [line for line in band if line.right <= gutter]
    right = [line for line in band if line.right > gutter]
    return _in_reading_order(left) + _in_reading_order(right) if left and right else left + right


def _gutter(lines: Sequence[Line]) -> float | None:
    """Where between two columns no line goes, or hardly one; None where there is one column."""
    if len(lines) < 6:
        return None
    edges = sorted({round(line.left) for line in lines})
    best: tuple[int, float] | None = None
    for edge in edges:
        place = edge - 1.0
        crossing = sum(line.left < place < line.right for line in lines)
        before = sum(line.right <= place for line in lines)
        after = len(lines) - crossing - before
        if crossing > GUTTER_LINES * len(lines) or min(before, after) < COLUMN_LINES * len(lines):
            continue
        if not _side_by_side(lines, place):
            continue
        if best is None or crossing < best[0]:
            best = (crossing, place)
    return best[1] if best else None


def _side_by_side(lines: Sequence[Line], place: float) -> bool:
    """Whether the lines before and after ``place`` stand next to, not below, each other."""
    left = [line for line in lines if line.right <= place]
    right = [line for line in lines if line.left >= place]
    low, high = min(x.bottom for x in right), max(x.top for x in right)
    beside = sum(low - x.height <= x.bottom <= high for x in left)
    return beside >= 0.5 * min(len(left), len(right))


def _without_running_heads(
    pages: list[list[Line]],
) -> tuple[list[list[Line]], tuple[Removal, ...]]:
    """The pages without what stands at the same edge of many, and what that was."""
    seen: Counter[tuple[str, int]] = Counter()
    for page in pages:
        seen.update({_place(line) for line in _edge(page)})
    enough = max(2, REPEATED * len(pages))
    removed: dict[str, str] = {}
    kept = []
    for page in pages:
        edge = set(map(id, _edge(page)))
        rest = []
        for line in page:
            if id(line) in edge and (reason := _heading_reason(line, seen, enough)):
                removed.setdefault(line.text, reason)
            else:
                rest.append(line)
        kept.append(rest)
    return kept, tuple(Removal(text, reason) for text, reason in removed.items())


def _heading_reason(line: Line, seen: Counter[tuple[str, int]], enough: float) -> str | None:
    text, place = _place(line)
    if max(seen[text, place + shift] for shift in (-1, 0, 1)) < enough:
        return None
    return "page number" if PAGE_NUMBER.fullmatch(line.text) else "running head"


def _edge(page: Sequence[Line]) -> list[Line]:
    by_height = sorted(page, key=lambda line: -line.top)
    return by_height[:EDGE_LINES] + by_height[EDGE_LINES:][-EDGE_LINES:]


def _place(line: Line) -> tuple[str, int]:
    """A line's text, whatever number is in it, and its height on the page."""
    text = "#" if PAGE_NUMBER.fullmatch(line.text) else re.sub(r"\d+", "#", line.text)
    return text, round(line.bottom / SAME_PLACE)


def _paragraphs(pages: Sequence[Sequence[Line]]) -> tuple[list[str], list[Mark]]:
    """The paragraphs across all pages, and where in them each page starts."""
    found: list[str] = []
    marks: list[Mark] = []
    parts: list[str] = []  # lines of the paragraph that is being read
    hyphens = Hyphens((line.text for page in pages for line in page), BREAKS)
    for number, page in enumerate(pages, 1):
        for at, column in enumerate(_runs(page)):
            measures = Measures.of(column)
            for last, line in zip([None, *column], column, strict=False):
                if parts and _starts_paragraph(last, line, parts[-1], measures):
                    found.append(_one(parts, hyphens))
                    parts = []
                parts.append(line.text)
                if at == 0 and last is None:
                    offset = len(_one(parts, hyphens)) - len(line.text)
                    marks.append(Mark(len(found), offset, f"page {number}"))
    if parts:
        found.append(_one(parts, hyphens))
    tidied = [tidy(paragraph) for paragraph in found]
    return [p for p in tidied if p], [m for m in marks if m.paragraph < len(tidied)]


def _runs(page: Sequence[Line]) -> list[list[Line]]:
    """The lines of a page, parted where the next is not below the last: a new column."""
    runs: list[list[Line]] = []
    for line in page:
        if runs and line.top < runs[-1][-1].top:
            runs[-1].append(line)
        else:
            runs.append([line])
    return runs


@dataclass(frozen=True, slots=True)
class Measures:
    """How a column is set: its edges, the usual height of a line and step to the next, and
    whether paragraphs start with an indent."""

    left: float
    right: float
    height: float
    step: float
    indents: bool

    @classmethod
    def of(cls, column: Sequence[Line]) -> Measures:
        tops = [line.top for line in column]
        steps = sorted(a - b for a, b in pairwise(tops))
        height = median(line.height for line in column)
        lefts = Counter(round(line.left) for line in column)
        left = min(at for at, count in lefts.items() if count >= INDENTED * len(column))
        inset = sum(left + INDENT * height < line.left < left + 4 * height for line in column)
        return cls(
            left=left,
            right=max(line.right for line in column),
            height=height,
            step=steps[len(steps) // 4] if steps else 1.2 * height,
            indents=len(column) > 2 and inset >= INDENTED * len(column),
        )


def _starts_paragraph(last: Line | None, line: Line, before: str, column: Measures) -> bool:
    finished = bool(FINISHED.search(before))
    indented = INDENT * column.height < line.left - column.left < 4 * column.height
    if last is None:  # in the next column or on the next page
        return finished and (indented or not column.indents)
    if last.top - line.top > PARAGRAPH_GAP * column.step or last.height > 1.2 * line.height:
        return True
    short = last.right < column.left + SHORT_LINE * (column.right - column.left)
    return finished and (indented or short)


def _one(parts: Sequence[str], hyphens: Hyphens) -> str:
    """Lines as one paragraph: a word broken at a line's end is whole again."""
    whole = [""]
    for part, after in zip_longest(parts, parts[1:], fillvalue=""):
        if part.endswith(BREAKS) and part[-2:-1].isalpha() and after:
            whole[-1] += part[:-1] + "-" * hyphens.stays(part[:-1], after)
        else:
            whole[-1] += part
            whole.append("")
    return joined(whole)


def _title(stated: str) -> str | None:
    """The stated title, unless it is only what some program calls its files."""
    title = tidy(stated)
    file = re.search(
        r"\.(?:docx?|indd|pdf|tex|qxp|pages)$|^(?:microsoft word|untitled)", title, re.I
    )
    return None if file or not title else title


def _author(stated: str) -> str | None:
    """The stated author, unless it is what some program calls whoever has no name."""
    author = tidy(stated)
    return None if NOBODY.fullmatch(author) else author


def _date(stated: str) -> str | None:
    found = re.match(r"D:(\d{4})(\d\d)(\d\d)", stated)
    return "-".join(found.groups()) if found else None
