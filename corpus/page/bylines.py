"""Who wrote a story and when, from the lines that a page says it in."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Final

from corpus.page.words import MONTH, NAMES

STANDALONE_DATE: Final = re.compile(
    rf"(?=.*(?:\d{{4}}|\b{MONTH}\b))(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)"
    rf"(?:day)?\b|{MONTH}|spring|summer|autumn|fall|winter|\d+(?:st|nd|rd|th)?"
    r"|[ap]\.?m\.?(?=\W|$)|(?-i:[A-Z]{2,4})\b|at|on|ago|years?|hours?|min|read|minutes?|days?"
    r"|updated|heard on.*|[\W_])+",
    re.IGNORECASE,
)
DATED: Final = re.compile(
    rf"\b(?:\d\d? {MONTH},? \d{{4}}|{MONTH} \d\d?,? \d{{4}}|\d{{4}}-\d\d-\d\d"
    r"|\d\d?/\d\d?/\d{4})\b",
    re.IGNORECASE,
)
BARE_NAME: Final = re.compile(rf"{NAMES}|[A-Z][A-Z.'’-]+(?: [A-Z][A-Z.'’-]+){{1,3}}")
BYLINE_NAME: Final = re.compile(
    rf"(?i:(?:[a-z]+ )?by:?|author:?|words:?|reporter:?)\s+(?!by )({NAMES})(?=$|[^\w])"
)
MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
ISO: Final = re.compile(r"\b(\d{4})-(\d\d)-(\d\d)")
DAY_FIRST: Final = re.compile(rf"\b(\d\d?)(?:st|nd|rd|th)? ({MONTH}),? (\d{{4}})", re.IGNORECASE)
MONTH_FIRST: Final = re.compile(rf"\b({MONTH}) (\d\d?)(?:st|nd|rd|th)?,? (\d{{4}})", re.IGNORECASE)


def author_in(paragraphs: Sequence[str], reasons: Sequence[str | None]) -> str | None:
    """The names in the first byline."""
    for paragraph, reason in zip(paragraphs, reasons, strict=True):
        if reason == "byline":
            named = BYLINE_NAME.match(paragraph)
            name = named[1] if named else paragraph
            if (named or BARE_NAME.fullmatch(name)) and not name.startswith("The "):
                return name.title() if name.isupper() else name
    return None


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
