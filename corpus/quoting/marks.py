"""Stretches between quotation marks, paired within a paragraph and by type of mark.

Nothing that stands in one paragraph can change how another is paired, but for speech that goes on:
a paragraph that ends inside a quotation, and a next one that opens again or only closes.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import NamedTuple

from corpus.quoting.cues import cue_of
from corpus.spelling import CAPITAL


class Style(StrEnum):
    """Types of quotation mark; a quotation ends with a mark of the type that opened it."""

    DOUBLE = "double"
    SINGLE = "single"
    ANGLE = "angle"
    CORNER = "corner"


class Marked(NamedTuple):
    """A stretch in quotation marks, marks included."""

    start: int
    end: int
    style: Style = Style.DOUBLE
    closed: bool = True  # False: the paragraph ends before the closing mark
    goes_on: bool = False  # the speech goes on in the next paragraph
    continues: bool = False  # it began in the paragraph before


class _Mark(NamedTuple):
    """One quotation mark, and what it may be where it stands."""

    start: int
    end: int
    opens: bool
    closes: bool
    sure: bool  # nothing but a quotation ends here: a stop before it, or a stop after it


ANY_MARK = re.compile(r"[\"“”„‟«»‹›「」『』＂]|``|(?<!')''(?!')")
ANY_SINGLE = re.compile(r"['‘’‚‛]")
STYLES = {
    **dict.fromkeys('"“”„‟＂', Style.DOUBLE),
    "``": Style.DOUBLE,
    "''": Style.DOUBLE,
    **dict.fromkeys("«»‹›", Style.ANGLE),
    **dict.fromkeys("「」『』", Style.CORNER),
}
FAR = 50  # apostrophes looked over for the one that closes a quotation
STOPS = ".,!?;:…—–-"
OPENERS_BEFORE = "([{—–-/*_>"  # may stand between a space and an opening mark
# Words that begin with an apostrophe and so seem to open a quotation.
SURE_ELISIONS = frozenset("tis twas twere twill twould em neath gainst tother scuse".split())
ELISIONS = frozenset(
    "tis twas twere twill twould twixt tween em im er is at ave ad as ed e ere ello ouse ome "
    "op un ud cause cos til till bout round neath nuff gainst mong n nd scuse twasn tisn taint "
    "tain tother s d m ll re ve".split()
)


def marked(text: str, paragraphs: Sequence[tuple[int, int]]) -> list[Marked]:
    """The outermost stretches in quotation marks, in text order.

    Single marks are read as quotation marks throughout where the document prefers them to double
    ones; otherwise only where a whole sentence stands between them.
    """
    double = list(_double(text, paragraphs))
    single = list(_single(text, paragraphs))
    if _prefers_single(text, double, single):
        return _outermost(single, _around_others(double, single))
    sentences = [one for one in single if _is_sentence(text, one)]
    return _outermost(double, _apart_from(sentences, double))


def _prefers_single(text: str, double: Sequence[Marked], single: Sequence[Marked]) -> bool:
    """Whether the document's speech stands in single marks."""
    speaking = sum(_is_sentence(text, one) for one in single)
    return speaking > sum(_is_sentence(text, one) for one in double)


def _is_sentence(text: str, one: Marked) -> bool:
    """Whether its marks are those of speech: a stop by the closing one, a colon by the other."""
    inside = text[one.start + 1 : one.end - 1].rstrip()
    before = text[max(0, one.start - 2) : one.start].rstrip()
    if text[one.end : one.end + 1] == "," and inside.count(" ") > 1:
        return True
    return bool(inside) and (inside[-1] in ".,!?…—-" or before[-1:] in (",", ":"))


def _outermost(first: Sequence[Marked], second: Sequence[Marked]) -> list[Marked]:
    """Both in text order; where two touch, the one that holds the other, else that of ``first``."""
    kept: list[Marked] = []
    ranked = [(one.start, -one.end, 0, one) for one in first]
    ranked += [(one.start, -one.end, 1, one) for one in second]
    for _, _, rank, one in sorted(ranked):
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
        elif one.end > kept[-1].end and rank == 0:
            kept[-1] = one
    return kept


def _apart_from(some: Sequence[Marked], others: Sequence[Marked]) -> list[Marked]:
    """Those of ``some`` that touch none of ``others``."""
    kept = []
    for one in some:
        number = bisect_right(others, one.start, key=lambda other: other.end)
        if number == len(others) or one.end <= others[number].start:
            kept.append(one)
    return kept


def _around_others(outer: Sequence[Marked], inner: Sequence[Marked]) -> list[Marked]:
    """Those of ``outer`` that touch none of ``inner``, or hold whole ones."""
    kept = []
    for one in outer:
        first = bisect_right(inner, one.start, key=lambda other: other.end)
        last = bisect_left(inner, one.end, key=lambda other: other.start) - 1
        if first > last or (inner[first].start >= one.start and inner[last].end <= one.end):
            kept.append(one)
    return kept


def _double(text: str, paragraphs: Sequence[tuple[int, int]]) -> Iterator[Marked]:
    """The outermost stretches in marks of any type but the single ones."""
    angle_opener = _angle_opener(text)
    going_on: Style | None = None
    for number, (start, end) in enumerate(paragraphs):
        marks = [
            (STYLES[found.group()], _double_mark(text, found, start, end, angle_opener))
            for found in ANY_MARK.finditer(text, start, end)
        ]
        following = paragraphs[number + 1] if number + 1 < len(paragraphs) else None
        pairs = []
        for style in sorted({style for style, _ in marks}):
            own = [mark for kind, mark in marks if kind == style]
            pairs += _pairs(text, own, style, (start, end), following, going_on == style)
        going_on = None
        for pair in _without_nested(pairs):
            going_on = pair.style if pair.goes_on else None
            yield pair


def _without_nested(pairs: list[Marked]) -> list[Marked]:
    kept: list[Marked] = []
    for pair in sorted(pairs, key=lambda pair: (pair.start, -pair.end)):
        if not kept or pair.start >= kept[-1].end:
            kept.append(pair)
    return kept


def _angle_opener(text: str) -> str:
    """Which guillemet opens: the French way points out, the German way points in."""
    first = re.search(r"[«»]", text)
    return first.group() if first else "«"


def _double_mark(text: str, found: re.Match[str], start: int, end: int, angle: str) -> _Mark:
    """What a mark of the paragraph from ``start`` to ``end`` may be; ``angle`` opens guillemets."""
    mark, at, after = found.group(), found.start(), found.end()
    left = text[at - 1] if at > start else " "
    right = text[after] if after < end else " "
    starts_word = (left.isspace() or left in OPENERS_BEFORE) and not right.isspace()
    ends_word = not left.isspace() and not right.isalnum()
    stopped = left in STOPS or (not left.isspace() and right in ".,;:!?")
    if mark in "“„‟``「『":
        # Low-high typography closes with the mark that opens elsewhere: „…“
        closes = mark == "“" and ends_word and not starts_word
        return _Mark(at, after, not closes or right.isalnum(), closes, stopped)
    if mark in "”''」』":
        opens = mark == "”" and starts_word and not ends_word
        return _Mark(at, after, opens, not opens, stopped)
    if mark in "«»‹›":
        opens = (mark in "«‹") == (angle == "«")
        return _Mark(at, after, opens, not opens, stopped)
    if left.isdigit() and not stopped and (right.isspace() or right.isalnum() or right in ")×x"):
        # 12" across: an inch mark unless a quotation ends here
        return _Mark(at, after, False, True, False)
    unspaced = left in ",:;" and right.isalnum()  # said,"Go or "Go,"said
    return _Mark(at, after, starts_word or unspaced, ends_word or not starts_word, stopped)


def _pairs(
    text: str,
    marks: Sequence[_Mark],
    style: Style,
    paragraph: tuple[int, int],
    following: tuple[int, int] | None,
    continues: bool,
) -> list[Marked]:
    """The outermost pairs of one type in one paragraph."""
    start, end = paragraph
    pairs: list[Marked] = []
    first = _closing_first(text, marks, paragraph, continues)
    if first is not None:
        pairs.append(Marked(start, first.end, style, continues=continues))
        marks = [mark for mark in marks if mark.start >= first.end]
    paired, opened = _paired(text, marks, style)
    pairs += paired
    if opened is not None and following is not None and _goes_on(text, style, following):
        pairs.append(Marked(opened.start, end, style, closed=False, goes_on=True))
    elif opened is not None:
        pairs += _unclosed(text, opened, end, style)
    if continues and pairs and pairs[0].start <= start + 1:
        pairs[0] = pairs[0]._replace(continues=True)
    return pairs


def _closing_first(
    text: str, marks: Sequence[_Mark], paragraph: tuple[int, int], continues: bool
) -> _Mark | None:
    """The first mark, if it closes speech that nothing in this paragraph opened."""
    if not marks or not (continues or _lost_its_opening(text, marks[0], paragraph[1])):
        return None
    first = marks[0]
    return first if first.closes and not first.opens else None


def _paired(text: str, marks: Sequence[_Mark], style: Style) -> tuple[list[Marked], _Mark | None]:
    """The pairs among marks of one type, and the last mark that opens, if none closes it."""
    pairs: list[Marked] = []
    opened: _Mark | None = None
    depth = 0
    closers_left = sum(mark.closes and not mark.opens for mark in marks)
    openers_left = sum(mark.opens for mark in marks)
    for number, mark in enumerate(marks):
        closers_left -= mark.closes and not mark.opens
        openers_left -= mark.opens
        if opened is None:
            if mark.opens or _opens_anyway(text, marks, number):
                opened, depth = mark, 0
        elif mark.closes and not _is_inch(text, marks, number):
            if depth:
                depth -= 1
                continue
            pairs.append(Marked(opened.start, mark.end, style))
            opened = None
        elif mark.opens:
            if closers_left > max(openers_left + depth, depth + 1):
                depth += 1
                continue
            pairs += _unclosed(text, opened, mark.start, style)
            opened, depth = mark, 0
    return pairs, opened


def _lost_its_opening(text: str, mark: _Mark, end: int) -> bool:
    """Whether a paragraph's first mark closes speech and a clause of saying follows it."""
    if mark.opens or not mark.sure or text[mark.start - 1] not in ",!?":
        return False
    following = text[mark.end : min(end, mark.end + 40)].split()[:4]
    return any(cue_of(word.strip(".,;:")) for word in following)


def _opens_anyway(text: str, marks: Sequence[_Mark], number: int) -> bool:
    """Whether a mark that seems to close opens: a misplaced space, and a partner that closes."""
    mark = marks[number]
    left = text[max(0, mark.start - 1) : mark.start]
    if left.isdigit() or number + 1 >= len(marks):
        return False
    partner = marks[number + 1]
    spaced = text[mark.end : mark.end + 1].isspace()
    return left in (",", ":", " ", "\n") and spaced and partner.closes and not partner.opens


def _is_inch(text: str, marks: Sequence[_Mark], number: int) -> bool:
    """Whether the mark measures something inside a quotation that a later mark closes."""
    mark = marks[number]
    if mark.sure or not text[max(0, mark.start - 1) : mark.start].isdigit():
        return False
    later = marks[number + 1 : number + 2]
    return bool(later) and later[0].closes and not later[0].opens


CLAUSE_OF_SAYING = re.compile(
    rf"[,.!?]\s(?=(?:said|says|asked|added|replied|told)\s{CAPITAL}"
    rf"|{CAPITAL}[\w.'’-]+\s(?:said|says)\b)"
)


def _unclosed(text: str, opened: _Mark, end: int, style: Style) -> list[Marked]:
    """A quotation whose closing mark is missing, where it is sure that one was opened."""
    before = text[max(0, opened.start - 2) : opened.start]
    if before.strip() and before.rstrip()[-1:] not in (",", ":", ";") and "\n" not in before:
        return []
    said = CLAUSE_OF_SAYING.search(text, opened.end, end)
    stop = said.start() + 1 if said else opened.end + len(text[opened.end : end].rstrip())
    if stop - opened.end < 2:
        return []
    return [Marked(opened.start, stop, style, closed=False)]


def _goes_on(text: str, style: Style, paragraph: tuple[int, int]) -> bool:
    """Whether a paragraph continues the speech that the one before left open."""
    start, end = paragraph
    for found in ANY_MARK.finditer(text, start, end):
        if STYLES[found.group()] != style:
            continue
        mark = _double_mark(text, found, start, end, "«")
        if not text[start : mark.start].strip(" \t_*"):
            return True  # it opens again, or, the French way, starts with the closing mark
        return mark.closes and not mark.opens and not text[mark.start - 1].isdigit()
    return False


def _single(text: str, paragraphs: Sequence[tuple[int, int]]) -> Iterator[Marked]:
    """The outermost stretches in single marks, which apostrophes look like."""
    going_on = False
    for number, (start, end) in enumerate(paragraphs):
        marks = list(_single_marks(text, start, end))
        opened: _Mark | None = None
        first, depth = True, 0
        closers_left = sum(mark.sure for mark in marks)
        continues, going_on = going_on, False
        for position, mark in enumerate(marks):
            closers_left -= mark.sure
            if opened is None:
                if mark.opens:
                    opened = mark
            elif mark.opens and text[mark.start] == "‘" and closers_left > depth + 1:
                depth += 1
            elif depth:
                depth -= mark.sure
            elif mark.closes and (mark.sure or _closes_best(text, marks, position)):
                yield Marked(opened.start, mark.end, Style.SINGLE, continues=continues and first)
                opened, first = None, False
        if opened is not None and number + 1 < len(paragraphs):
            next_start = paragraphs[number + 1][0]
            if text[next_start] in "‘'" and not text[next_start + 1 : next_start + 2].isspace():
                going_on = True
                yield Marked(
                    opened.start,
                    end,
                    Style.SINGLE,
                    closed=False,
                    goes_on=True,
                    continues=continues and first,
                )


def _single_marks(text: str, start: int, end: int) -> Iterator[_Mark]:
    """The single marks of a paragraph that are no apostrophe inside a word."""
    for found in ANY_SINGLE.finditer(text, start, end):
        mark, at = found.group(), found.start()
        left = text[at - 1] if at > start else " "
        right = text[at + 1] if at + 1 < end else " "
        if left.isalnum() and right.isalnum():
            continue
        opens = (
            mark != "’"
            and (left.isspace() or left in OPENERS_BEFORE or left in '"“')
            and not right.isspace()
            and not _is_elision(text, at, end)
        )
        closes = mark not in "‘‚" and not left.isspace()
        closes = closes and (not right.isalnum() or left in ".,!?")
        if mark == "‘" and not opens and not left.isspace() and not right.isalnum():
            closes = True  # low-high: ‚…‘
        sure = left in STOPS or right in ".,;:!?"
        if opens or closes:
            yield _Mark(at, at + 1, opens, closes, closes and sure)


WORD = re.compile(r"[a-zA-Z]+")


def _is_elision(text: str, at: int, end: int) -> bool:
    """Whether the mark stands for letters left out at the front of a word, or of a year."""
    if text[at + 1 : at + 3].isdigit():
        return True
    word = WORD.match(text, at + 1, end)
    if word is None or word.group() not in ELISIONS:
        return False
    return word.group() in SURE_ELISIONS or text[max(0, at - 2) : at] not in (", ", "; ", ": ")


def _closes_best(text: str, marks: Sequence[_Mark], number: int) -> bool:
    """Whether a mark after a word closes: no surer one follows before the next opening."""
    for later in marks[number + 1 : number + 1 + FAR]:
        if later.opens and not later.closes:
            break
        if later.sure:
            return False
    return text[marks[number].start - 1] != "s" or number + 1 == len(marks)
