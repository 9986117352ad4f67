"""Telling the story from what the page around it adds: adverts, share bars, bylines, footers.

A paragraph goes when it reads like furniture by itself, or when it is a few words among
furniture. A sentence that no rule names stays, wherever it stands.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from corpus.documents import Removal
from corpus.furniture import FURNITURE, LABEL_WORDS, MONTH, NAMES

LONGEST: Final = 600  # characters; a longer paragraph is the story's
LONG: Final = 160  # characters; a longer paragraph is furniture only with one of the hints
HINTS: Final = (
    "© @ copyright rights reserved cookie subscri newsletter sign inbox mail comment privacy terms"
    " agree advert donat support commission earn link reprint reproduc publish regist quotes"
    " website site material contribut version amended updated correct credit photo courtesy image"
    " forward-looking transcript accuracy opinion views contact tip follow share download account"
    " membership journalis issn isbn order copy".split()
)
HEADING: Final = re.compile(r"(?![a-z])(?:\d+[:.]|\D)")  # a word, a time or a number with a dot
SOON: Final = 4  # lines after a first sentence that may still be byline and date
TOLD: Final = frozenset({"byline", "date"})
HEADLINE_WORDS: Final = 4  # as few make a headline; menus have fewer
MOST_LINES: Final = 40  # of one paragraph that may be a footer
FEW_WORDS: Final = 7  # of a line that goes when it stands among furniture
EVIDENCE: Final = 2  # pieces of furniture that show that a text was copied from a page
ENDS: Final = frozenset(
    "copyright footer|comments|contact of the newsroom|print edition|press release|tags".split("|")
)
END_LINES: Final = 5  # of furniture that make an end; fewer stand within stories too
END_SHARE: Final = 0.35  # of the lines after a sign of the end may be unknown, and go with it
LISTED_WORDS: Final = 14  # of a headline in a list of links
LISTS: Final = frozenset({"link to another story"})  # a heading of these has a list below it
STANDALONE_DATE: Final = re.compile(
    rf"(?=.*(?:\d{{4}}|\b{MONTH}\b))(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)"
    rf"(?:day)?\b|{MONTH}|spring|summer|autumn|fall|winter|\d+(?:st|nd|rd|th)?"
    r"|[ap]\.?m\.?(?=\W|$)|(?-i:[A-Z]{2,4})\b|at|on|ago|years?|hours?|min|read|minutes?|days?"
    r"|updated|heard on.*|[\W_])+",
    re.IGNORECASE,
)
COUNT: Final = re.compile(r"\(?\d{1,6}\)?")  # of likes or replies, below their button
UNMISTAKABLE: Final = frozenset({"advertisement", "sponsored", "subscribe", "twitter"})
MOST_LABELS: Final = 5  # words of a label
DATED_WORDS: Final = 9  # of a line such as "Harbour Post | Oct 10, 2014 at 5:15 PM"
DATED: Final = re.compile(
    rf"\b(?:\d\d? {MONTH},? \d{{4}}|{MONTH} \d\d?,? \d{{4}}|\d{{4}}-\d\d-\d\d"
    r"|\d\d?/\d\d?/\d{4})\b",
    re.IGNORECASE,
)
BARE_NAME: Final = re.compile(rf"{NAMES}|[A-Z][A-Z.'’-]+(?: [A-Z][A-Z.'’-]+){{1,3}}")
SENTENCE_END: Final = re.compile(r"[.!?…:;][\"'”’»)\]]*$|[\"”»]$")
SAID: Final = re.compile(r"\b(?:said|says|told|asked|wrote|replied|added|writes|cried)\b|^'")
SPOKEN: Final = re.compile('[“”"«»]')
BYLINE_NAME: Final = re.compile(
    rf"(?i:(?:[a-z]+ )?by:?|author:?|words:?|reporter:?)\s+(?!by )({NAMES})(?=$|[^\w])"
)
ADDRESS: Final = re.compile(
    r"\b(?:you|your|you['’](?:ve|re|ll)|our|we['’]re|please"
    r"|this (?=site|page|website|content|question))\b",
    re.IGNORECASE,
)
PAGE_NOUN: Final = re.compile(
    r"\b(?:web ?sites?|site ?map|(?:this|our|the) site|(?:this|our|web) pages?"
    r"|(?:this|our|these) (?:articles?|stories|content)|all content|articles? (?:in|this)"
    r"|e-?mail address|inbox|account|subscri(?:ptions?|bers?|bing)|newsletters?|our journalis\w+"
    r"|browser|cookies|credit card|your (?:gift|support|institution|comments?|hometown)"
    r"|making a gift|human visitor|reading list|news team|crossword|plug into"
    r"|opt(?:ed)? (?:in|out)|community guidelines)\b",
    re.IGNORECASE,
)
ABOUT_AUTHOR: Final = (
    r",? (?:is (?:an?|the)|covers|writes|reports|has (?:been|covered|written)|can be)\b"
)
ABOUT_SENDER: Final = re.compile(r"About (?:the )?[A-Z][\w’'&. -]{2,60}")
ROLE: Final = re.compile(
    r"\b(?:editor|reporter|correspondent|writer|columnist|critic|staff|desk|bureau)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Cleaned:
    """Which paragraphs are the story, what the others were, and what they told of it."""

    kept: tuple[int, ...]
    removed: tuple[Removal, ...]
    author: str | None = None
    published: str | None = None


def cleaned(paragraphs: Sequence[str], title: str | None = None) -> Cleaned:
    """The story among ``paragraphs``, by their numbers from 0."""
    reasons = [furniture(paragraph) for paragraph in paragraphs]
    if all(
        reason is None or _is_ambiguous(p) for p, reason in zip(paragraphs, reasons, strict=True)
    ):
        return Cleaned(tuple(range(len(paragraphs))), ())
    evidence = sum(reason is not None for reason in reasons)
    labels = sum(map(_is_label, paragraphs))
    if evidence >= EVIDENCE or (evidence and labels >= EVIDENCE):
        _spread(paragraphs, reasons, title)
    if all(reasons):  # nothing is left: then it was a story of an unusual kind
        return Cleaned(tuple(range(len(paragraphs))), ())
    removed = [(p, r) for p, r in zip(paragraphs, reasons, strict=True) if r]
    return Cleaned(
        tuple(n for n, reason in enumerate(reasons) if reason is None),
        tuple(Removal(paragraph, reason) for paragraph, reason in removed),
        author=_author(paragraphs, reasons),
        published=next((d for p, r in removed if r == "date" and (d := date_in(p))), None),
    )


def furniture(paragraph: str) -> str | None:
    """What a paragraph is by itself, when it is no story."""
    lines = paragraph.split("\n", MOST_LINES)
    if len(lines) > 1:
        return _furniture_lines(lines)
    if len(paragraph) > LONGEST or (len(paragraph) > LONG and not _is_hinted(paragraph)):
        return None
    return next((reason for reason, rule in FURNITURE if rule.match(paragraph)), None)


def _is_hinted(paragraph: str) -> bool:
    lower = paragraph.lower()
    return any(hint in lower for hint in HINTS)


def _is_ambiguous(paragraph: str) -> bool:
    """Whether a paragraph is one word that a chapter may be called by as well: "Search"."""
    word = paragraph.strip(" .:").lower()
    return word in LABEL_WORDS and word not in UNMISTAKABLE


def _furniture_lines(lines: Sequence[str]) -> str | None:
    """What a paragraph of several lines is: furniture where half of them are, the rest labels."""
    reasons = [furniture(line) for line in lines]
    found = [reason for reason in reasons if reason]
    if len(lines) > MOST_LINES or len(found) * 2 < len(lines) or len(found) < EVIDENCE:
        return None
    labels = all(reason or _is_few_words(line) for line, reason in zip(lines, reasons, strict=True))
    return found[0] if labels else None


def _spread(paragraphs: Sequence[str], reasons: list[str | None], title: str | None) -> None:
    """Give their reason to the few words that stand among furniture."""
    for number, paragraph in enumerate(paragraphs):
        if reasons[number] is not None or paragraph == title:
            continue
        if _is_label(paragraph) or (number and reasons[number - 1] and COUNT.fullmatch(paragraph)):
            reasons[number] = "page controls"
        elif _is_address(paragraph):
            reasons[number] = "the page to its readers"
    prose = [n for n, p in enumerate(paragraphs) if reasons[n] is None and _is_prose(p)]
    if not prose:
        return
    headline = _headline(paragraphs, reasons, prose[0], title)
    end = _head_end(paragraphs, reasons, prose[0])
    for _ in range(3):  # a name above a role above a date goes once the date is known
        for number in range(end):
            if reasons[number] is None and number != headline:
                reasons[number] = _head_reason(paragraphs, reasons, number, headline)
    told = [n for n, p in enumerate(paragraphs) if reasons[n] is None and not _is_few_words(p)]
    _spread_in_body(paragraphs, reasons, [n for n in told if n >= prose[0]])
    _spread_to_end(paragraphs, reasons)
    _end_release(paragraphs, reasons)
    if author := _author(paragraphs, reasons):
        _remove_about(author, paragraphs, reasons)


def _spread_in_body(
    paragraphs: Sequence[str], reasons: list[str | None], told: Sequence[int]
) -> None:
    """Runs of short lines go where one of them is furniture; a heading that ends a run stays."""
    for above, below in zip(told, [*told[1:], len(paragraphs)], strict=True):
        found = [n for n in range(above + 1, below) if reasons[n]]
        if not found:
            continue
        for number in range(above + 1, below):
            line = paragraphs[number]
            listed = reasons[number - 1] in LISTS
            ends = number == below - 1 < len(paragraphs) - 1 or number < found[0]
            heading = ends and bool(HEADING.match(line)) and not listed
            few = _is_few_words(line, LISTED_WORDS if listed else FEW_WORDS)
            if reasons[number] is None and few and not heading:
                reasons[number] = reasons[number - 1] or "page controls"


def _spread_to_end(paragraphs: Sequence[str], reasons: list[str | None]) -> None:
    """What follows the first sign of an end goes, where most of it is furniture anyway."""
    for number in range(len(paragraphs) // 2, len(paragraphs)):
        if reasons[number] not in ENDS:
            continue
        rest = range(number, len(paragraphs))
        kept = [n for n in rest if reasons[n] is None]
        together = any(reasons[n] is None and reasons[n - 1] is None for n in kept)
        spoken = any(SPOKEN.search(paragraphs[n]) for n in kept)
        enough = len(rest) - len(kept) >= END_LINES
        if enough and len(kept) <= END_SHARE * len(rest) and not together and not spoken:
            for n in kept:
                reasons[n] = reasons[n - 1]
            return


def _is_label(paragraph: str) -> bool:
    """Whether a line is made of the words of menus and buttons alone."""
    words = re.findall(r"[^\W\d][\w']*", paragraph.lower().replace("’", "'"))
    few = 0 < len(words) <= MOST_LABELS and words[0] not in ("a", "an", "the")
    return few and not SENTENCE_END.search(paragraph) and LABEL_WORDS.issuperset(words)


def _remove_about(author: str, paragraphs: Sequence[str], reasons: list[str | None]) -> None:
    """The lines at the end, or below the byline, that tell who the author is."""
    names = [name.split()[-1] for name in re.split(r", | and ", author.lower()) if " " in name]
    about = re.compile(rf"(?:[\w.]+ ){{0,3}}(?:{'|'.join(map(re.escape, names))}){ABOUT_AUTHOR}")
    for number in range(1, len(paragraphs)):
        beside = number >= len(paragraphs) // 2 or reasons[number - 1] in TOLD
        free = bool(names) and reasons[number] is None
        if free and beside and about.match(paragraphs[number].lower()):
            reasons[number] = "byline"


def _is_address(paragraph: str) -> bool:
    """Whether the page speaks of itself to whoever reads it."""
    if len(paragraph) > LONGEST or SPOKEN.search(paragraph) or SAID.search(paragraph):
        return False
    return bool(ADDRESS.search(paragraph) and PAGE_NOUN.search(paragraph))


def _is_prose(paragraph: str) -> bool:
    return len(paragraph.split()) > FEW_WORDS and bool(SENTENCE_END.search(paragraph))


def _is_few_words(paragraph: str, most: int = FEW_WORDS) -> bool:
    words = len(paragraph.split())
    if words > most or paragraph.endswith(","):  # as a letter's first line and last do
        return False
    return not SENTENCE_END.search(paragraph) and not SPOKEN.search(paragraph)


def _is_between(reasons: list[str | None], number: int) -> bool:
    """Whether furniture stands right above and right below."""
    return 0 < number < len(reasons) - 1 and bool(reasons[number - 1] and reasons[number + 1])


def _headline(
    paragraphs: Sequence[str], reasons: list[str | None], end: int, title: str | None
) -> int | None:
    """Which line before the prose is the headline: the title, else the first of some length."""
    free = [n for n in range(end) if reasons[n] is None]
    titled = (n for n in free if title and paragraphs[n] == title)
    long = (
        n
        for n in free
        if len(paragraphs[n].split()) >= HEADLINE_WORDS
        and not STANDALONE_DATE.fullmatch(paragraphs[n])
    )
    return next(titled, next(long, None))


def _head_end(paragraphs: Sequence[str], reasons: Sequence[str | None], prose: int) -> int:
    """Where the head ends: at the first prose, or below a byline or date soon after it."""
    soon = range(prose, min(prose + SOON, len(paragraphs) - 1))
    told = (n + 1 for n in soon if reasons[n] in TOLD or STANDALONE_DATE.fullmatch(paragraphs[n]))
    return max(told, default=prose)


def _head_reason(
    paragraphs: Sequence[str], reasons: list[str | None], number: int, headline: int | None
) -> str | None:
    """What a line before the prose is: above the headline a menu, below it a date or a name."""
    line = paragraphs[number]
    if STANDALONE_DATE.fullmatch(line) or (_is_few_words(line, DATED_WORDS) and DATED.search(line)):
        return "date"
    if not _is_few_words(line):
        return None
    if headline is not None and number < headline:
        return "page controls"  # a title may stand lower than other lines as long
    named = "," in line and BARE_NAME.fullmatch(line)
    if len(line.split()) >= HEADLINE_WORDS and not named and not ROLE.search(line):
        return None  # perhaps the headline, below the motto of the paper
    if BARE_NAME.fullmatch(line) and headline is not None:
        return "byline"
    if not (reasons[number - 1] if number else None) and not reasons[number + 1]:
        return None
    if ROLE.search(line):
        return "byline"
    if line.isdecimal():
        return "page controls"
    return "page controls" if _is_between(reasons, number) else None


def _end_release(paragraphs: Sequence[str], reasons: list[str | None]) -> None:
    """All that follows the end of a press release is about who sent it."""
    if "press release" not in reasons:
        return
    half = len(paragraphs) // 2
    ends = [
        n
        for n in range(half, len(paragraphs))
        if reasons[n] == "press release" or ABOUT_SENDER.fullmatch(paragraphs[n])
    ]
    for number in range(ends[0] if ends else len(reasons), len(reasons)):
        reasons[number] = reasons[number] or "press release"


def _author(paragraphs: Sequence[str], reasons: Sequence[str | None]) -> str | None:
    """The names in the first byline."""
    for paragraph, reason in zip(paragraphs, reasons, strict=True):
        if reason == "byline":
            named = BYLINE_NAME.match(paragraph)
            name = named[1] if named else paragraph
            if (named or BARE_NAME.fullmatch(name)) and not name.startswith("The "):
                return name.title() if name.isupper() else name
    return None


MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
ISO: Final = re.compile(r"\b(\d{4})-(\d\d)-(\d\d)")
DAY_FIRST: Final = re.compile(rf"\b(\d\d?)(?:st|nd|rd|th)? ({MONTH}),? (\d{{4}})", re.IGNORECASE)
MONTH_FIRST: Final = re.compile(rf"\b({MONTH}) (\d\d?)(?:st|nd|rd|th)?,? (\d{{4}})", re.IGNORECASE)


def date_in(line: str) -> str | None:
    """The first unmistakable date in ``line``, as 2021-03-04."""
    for pattern, year, month, day in ((ISO, 1, 2, 3), (DAY_FIRST, 3, 2, 1), (MONTH_FIRST, 3, 1, 2)):
        if found := pattern.search(line):
            name = found[month].lower()[:3]
            number = MONTHS.index(name) + 1 if name in MONTHS else int(found[month])
            try:
                return date(int(found[year]), number, int(found[day])).isoformat()
            except ValueError:
                continue
    return None
