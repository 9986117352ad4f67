"""Telling the story from what the page around it adds: adverts, share bars, bylines, footers.

A paragraph goes when it reads like furniture by itself, or because of what it stands among.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from corpus.documents import Removal
from corpus.page.bylines import author_in, date_in
from corpus.page.furniture import FURNITURE
from corpus.page.layout import spread
from corpus.page.lines import is_few_words, is_label
from corpus.page.voice import LABEL_WORDS, LONGEST

LONG: Final = 160  # characters; a longer paragraph is furniture only with one of the hints
HINTS: Final = (
    "© @ copyright rights reserved cookie subscri newsletter sign inbox mail comment privacy terms"
    " agree advert donat support commission earn link reprint reproduc publish regist quotes"
    " website site material contribut version amended updated correct credit photo courtesy image"
    " forward-looking transcript accuracy opinion views contact tip follow share download account"
    " membership journalis issn isbn order copy".split()
)
MOST_LINES: Final = 40  # of one paragraph that may be a footer
EVIDENCE: Final = 2  # pieces of furniture that show that a text was copied from a page
UNMISTAKABLE: Final = frozenset({"advertisement", "sponsored", "subscribe", "twitter"})


@dataclass(frozen=True, slots=True)
class Cleaned:
    """Which paragraphs are the story, what the others were, and what they told of it."""

    kept: tuple[int, ...]
    removed: tuple[Removal, ...]
    author: str | None = None
    published: str | None = None


def cleaned(paragraphs: Sequence[str], title: str | None = None, *, around: int = 0) -> Cleaned:
    """The story among ``paragraphs``, by their numbers from 0.

    ``around`` is how many lines of the page around the story are gone already.
    """
    reasons = [furniture(paragraph) for paragraph in paragraphs]
    if all(
        reason is None or _is_ambiguous(p) for p, reason in zip(paragraphs, reasons, strict=True)
    ):
        return Cleaned(tuple(range(len(paragraphs))), ())
    evidence = sum(reason is not None for reason in reasons)
    labels = sum(map(is_label, paragraphs))
    if evidence >= EVIDENCE or (evidence and labels >= EVIDENCE):
        spread(paragraphs, reasons, title, around)
    if all(reasons):  # nothing is left: then it was a story of an unusual kind
        return Cleaned(tuple(range(len(paragraphs))), ())
    removed = [(p, r) for p, r in zip(paragraphs, reasons, strict=True) if r]
    return Cleaned(
        tuple(n for n, reason in enumerate(reasons) if reason is None),
        tuple(Removal(paragraph, reason) for paragraph, reason in removed),
        author=author_in(paragraphs, reasons),
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
    labels = all(reason or is_few_words(line) for line, reason in zip(lines, reasons, strict=True))
    return found[0] if labels else None
