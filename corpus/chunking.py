"""Cuts a document into passages: a few whole sentences each, the unit of search."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.documents import Document, Passage, Span
from corpus.sentences import sentences as sentences_of

FEWEST_WORDS = 70  # below this a passage goes on into the next sentence, line or paragraph
MOST_WORDS = 120  # about 160 word pieces of English: inside every encoder's window
LONGEST_SENTENCE = 140  # words; what is longer is a list or a table and is cut at word edges
QUOTE_SLACK = 1.4  # a passage may grow by this factor to reach a closing quotation mark

PAIRS = {"“": "”", "«": "»", "„": "“", "「": "」", "『": "』", '"': '"'}
MARK = re.compile('[“”«»„「」『』"]')
# Scripts without spaces count about two characters to the word.
WORD = re.compile(r"[぀-ヿ㐀-鿿豈-﫿가-힯฀-๿]{1,2}|[^\s぀-ヿ㐀-鿿豈-﫿가-힯฀-๿]+")
ASKING = re.compile(r"[?？؟][\"”’'»)\]]*$")
SOFT_EDGE = re.compile(r"[,;:،؛，、；：]\s*|\s+[–—-]\s+")


@dataclass(frozen=True, slots=True)
class Unit:
    """A sentence, or a piece of one that is too long, with what decides where to cut."""

    start: int
    end: int
    words: int
    opens_paragraph: bool
    inside_quotation: bool  # a cut before this unit would part a quotation
    asks: bool  # a question


def passages(
    document: Document,
    *,
    sentences: int = 5,
    overlap: int = 2,
    words: int = MOST_WORDS,
) -> list[Passage]:
    """Passages of about ``sentences`` whole sentences that together hold all of the text.

    Neighbours share ``overlap`` sentences. Short lines, such as dialogue and headings, join their
    neighbours until a passage is worth reading; none is longer than about ``words`` words, but for
    a little to keep a quotation whole.
    """
    units = _units(document)
    return [
        Passage(document, units[first].start, units[last - 1].end)
        for first, last in _windows(units, sentences=sentences, overlap=overlap, words=words)
    ]


def _windows(
    units: Sequence[Unit], *, sentences: int, overlap: int, words: int
) -> Iterator[tuple[int, int]]:
    first = covered = 0
    while covered < len(units):
        last = _last(units, first, max(covered + 1, first + 1), sentences=sentences, words=words)
        yield first, last
        covered = last
        first = _next_first(units, first, last, overlap=overlap, words=words)


def _last(units: Sequence[Unit], first: int, least: int, *, sentences: int, words: int) -> int:
    """One past the last unit of the passage that starts with ``first``."""
    last = least
    total = sum(unit.words for unit in units[first:last])
    fewest = min(FEWEST_WORDS, words // 2)
    while last < len(units):
        unit = units[last]
        limit = words * QUOTE_SLACK if unit.inside_quotation else words
        if total + unit.words > limit:
            break
        whole = total >= fewest and not unit.inside_quotation
        if whole and (last - first >= sentences or unit.opens_paragraph):
            break
        total += unit.words
        last += 1
    return last


def _next_first(units: Sequence[Unit], first: int, last: int, *, overlap: int, words: int) -> int:
    """Where the next passage starts: a little before the end of this one, not in a quotation."""
    if last >= len(units):
        return last
    if units[last].opens_paragraph:
        return _question_before(units, first, last, words=words)
    start = max(first + 1, last - overlap)
    while start > first + 1 and units[start].inside_quotation:
        start -= 1
    if units[start].inside_quotation or sum(u.words for u in units[start:last]) > words // 2:
        return last
    return start


def _question_before(units: Sequence[Unit], first: int, last: int, *, words: int) -> int:
    """Where a passage starts that goes on with a new paragraph.

    A new paragraph is a new thought, and nothing of the last one is repeated; but it may answer
    what that one asked, and an answer says little without its question.
    """
    if not units[last - 1].asks:
        return last
    start = last - 1
    while start > first and not units[start].opens_paragraph:
        start -= 1
    short = start > first and sum(unit.words for unit in units[start:last]) <= words // 3
    return start if short else last


def _units(document: Document) -> list[Unit]:
    found: list[Unit] = []
    for paragraph in _covering(document):
        quotations = _quotations(document.text, paragraph)
        for sentence in sentences_of(document.text, paragraph):
            for number, piece in enumerate(_pieces(document.text, sentence)):
                opens = number == 0 and sentence.start == _content_start(document.text, paragraph)
                inside = any(start < piece.start < end for start, end in quotations)
                count = _words(document.text, piece)
                asks = bool(ASKING.search(document.text, piece.start, piece.end))
                found.append(Unit(piece.start, piece.end, count, opens, inside, asks))
    return found


def _covering(document: Document) -> Iterator[Span]:
    """The paragraphs, and whatever text stands between them."""
    at = 0
    for paragraph in document.paragraphs:
        if document.text[at : paragraph.start].strip():
            yield Span(at, paragraph.start)
        yield paragraph
        at = paragraph.end
    if document.text[at:].strip():
        yield Span(at, len(document.text))


def _content_start(text: str, paragraph: Span) -> int:
    body = text[paragraph.start : paragraph.end]
    return paragraph.start + len(body) - len(body.lstrip())


def _words(text: str, span: Span) -> int:
    return sum(1 for _ in WORD.finditer(text, span.start, span.end))


def _quotations(text: str, paragraph: Span) -> list[Span]:
    """What stands between a pair of marks; an unclosed one must not cost the whole story."""
    found: list[Span] = []
    opened: tuple[int, str] | None = None
    for mark in MARK.finditer(text, paragraph.start, paragraph.end):
        if opened is not None and mark.group() == opened[1]:
            found.append(Span(opened[0], mark.end()))
            opened = None
        elif opened is None and mark.group() in PAIRS:
            opened = (mark.start(), PAIRS[mark.group()])
    return found


def _pieces(text: str, sentence: Span) -> Iterator[Span]:
    """The sentence, or stretches of it that fit the encoder, cut at a comma or between words."""
    marks = list(WORD.finditer(text, sentence.start, sentence.end))
    start, at = sentence.start, 0
    while len(marks) - at > LONGEST_SENTENCE:
        half, full = marks[at + MOST_WORDS // 2].start(), marks[at + MOST_WORDS].start()
        edges = [edge.end() for edge in SOFT_EDGE.finditer(text, half, full)]
        cut = edges[-1] if edges else full
        yield from _tight(text, start, cut)
        start = cut
        while marks[at].start() < cut:
            at += 1
    yield from _tight(text, start, sentence.end)


def _tight(text: str, start: int, end: int) -> Iterator[Span]:
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    if start < end:
        yield Span(start, end)
