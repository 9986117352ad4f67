"""What a line of a page looks like by itself, and what stands beside it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from corpus.page.languages import LABELS
from corpus.page.story_kinds import CHAPTER
from corpus.page.voice import LABEL_WORDS, SAID, SPOKEN, voice

HEADLINE_WORDS: Final = 4  # as few make a headline; menus have fewer
FEW_WORDS: Final = 7  # of a line that goes when it stands among furniture
COUNT: Final = r"\(?\d{1,6}\)?"
LIKES: Final = re.compile(COUNT)  # or replies, below their button
MOST_LABELS: Final = 5  # words of a label
SENTENCE_END: Final = re.compile(r"[.!?…:;。！？؟।][\"'”’»)\]]*$|[\"”»」\]]$")
LONG_ADDRESS: Final = 300  # characters; a longer one is a letter's
ADDRESS: Final = re.compile(
    r"\b(?:you|your|you['’](?:ve|re|ll)|our|we['’]re|please"
    r"|this (?=site|page|website|content|question))\b",
    re.IGNORECASE,
)
PAGE_NOUN: Final = re.compile(
    r"\b(?:web ?sites?|site ?map|(?:this|our|the) site|(?:this|our|web) pages?"
    r"|(?:this|our|these) (?:articles?|stories|content)|all content|articles? (?:in|this)"
    r"|e-?mail address|inbox|(?:your|an) account|subscri(?:ptions?|bers?|bing)|newsletters?"
    r"|our journalis\w+"
    r"|browser|cookies|credit card|your (?:gift|support|institution|comments?|hometown)"
    r"|making a gift|human visitor|reading list|news team|crossword|plug into"
    r"|opt(?:ed)? (?:in|out)|community guidelines)\b",
    re.IGNORECASE,
)
TOLD_PAST: Final = re.compile(
    r"\b(?:ha(?:s|ve) (?!to\b|no\b|an?\b|the\b|your\b|our\b|any\b)\w+|was|were|had|did|could"
    r"|would|(?!(?:bas|relat|limit|us|ne|unit|requir|provid|allow|reserv"
    r"|licens|regist\w*|publish|includ)ed\b)\w{2,}ed|went|came|knew|thought|took|looked|stood|made"
    r"|got|saw|sat|gave|held|kept|left|lost|ran|sent|told|won|began|found|felt|fell|brought|rose)\b"
)
HEADING: Final = re.compile(r"(?![a-z])(?:\d+[:.]|\D)")  # a word, a time or a number with a dot
WORDLESS: Final = 3  # lines of signs alone, such as empty buttons, between two with words
STORY: Final = ""  # the reason of what is no furniture whatever stands beside it
QUESTION_WORDS: Final = range(4, 14)  # of a headline that asks
LONG_LINE: Final = 160  # characters; no headline and no label is so long
WIDE: Final = re.compile(r"[\u3040-\u9fff\uac00-\ud7af]")  # a sign is nearly a word
WIDE_LINE: Final = 20  # of them; as long as a sentence


def is_label(paragraph: str) -> bool:
    """Whether a line is made of the words of menus and buttons alone."""
    words = re.findall(r"[^\W\d][\w'-]*", paragraph.lower().replace("’", "'"))
    few = 0 < len(words) <= MOST_LABELS and words[0] not in ("a", "an", "the")
    if not few or SENTENCE_END.search(paragraph):
        return False
    return any(labels.issuperset(words) for labels in (LABEL_WORDS, *LABELS))


def is_few_words(paragraph: str, most: int = FEW_WORDS) -> bool:
    words = len(paragraph.split())
    if (
        words > most or paragraph.endswith(",") or is_wide(paragraph)
    ):  # as a letter's first line and last do
        return False
    return not SENTENCE_END.search(paragraph) and not SPOKEN.search(paragraph)


def is_prose(paragraph: str) -> bool:
    return len(paragraph.split()) > FEW_WORDS and bool(SENTENCE_END.search(paragraph))


def is_sentence(paragraph: str) -> bool:
    """Whether a line is a sentence, however short."""
    return len(paragraph.split()) >= HEADLINE_WORDS and bool(SENTENCE_END.search(paragraph))


def is_told(paragraph: str, reason: str | None) -> bool:
    """Whether a line is the story's: a sentence, or a line of a story of another kind."""
    return reason == STORY or (reason is None and is_prose(paragraph))


def tells(paragraph: str) -> bool:
    """Whether a line may be part of a story: long, spoken, or ended as a sentence or verse is."""
    if (
        len(paragraph) > LONG_LINE
        or is_wide(paragraph)
        or CHAPTER.match(paragraph)
        or SPOKEN.search(paragraph)
    ):
        return True
    if SENTENCE_END.search(paragraph) or paragraph.endswith((",", "-", "–", "—")):
        return True
    return paragraph[:1].islower() and len(paragraph.split()) >= HEADLINE_WORDS


def is_line(paragraph: str) -> bool:
    """Whether a paragraph may be a headline: no sentence, or one short question."""
    asks = paragraph.endswith("?") and not SPOKEN.search(paragraph)
    return not tells(paragraph) or (asks and len(paragraph.split()) in QUESTION_WORDS)


def is_wide(paragraph: str) -> bool:
    return len(WIDE.findall(paragraph)) > WIDE_LINE


def is_unended(paragraph: str, words: range) -> bool:
    return len(paragraph.split()) in words and not tells(paragraph)


def is_story(paragraph: str) -> bool:
    """Whether a paragraph is hardly a footer's: spoken, or long without a word of the page."""
    if SPOKEN.search(paragraph) or is_wide(paragraph):
        return True
    return len(paragraph) > LONG_LINE and not voice(paragraph)


def is_address(paragraph: str) -> bool:
    """Whether the page speaks of itself to whoever reads it."""
    if len(paragraph) > LONG_ADDRESS or SPOKEN.search(paragraph) or SAID.search(paragraph):
        return False
    return bool(ADDRESS.search(paragraph) and PAGE_NOUN.search(paragraph))


def touches(reasons: Sequence[str | None], number: int) -> bool:
    """Whether furniture stands right above or right below."""
    return any(reasons[n] for n in (number - 1, number + 1) if 0 <= n < len(reasons))


def is_between(reasons: Sequence[str | None], number: int) -> bool:
    """Whether furniture stands right above and right below."""
    return 0 < number < len(reasons) - 1 and bool(reasons[number - 1] and reasons[number + 1])


def worded(paragraphs: Sequence[str], number: int) -> int:
    """The line at ``number``, or soon below it, that has a letter or a digit in it."""
    soon = range(number, min(number + WORDLESS, len(paragraphs)))
    return next((n for n in soon if any(map(str.isalnum, paragraphs[n]))), soon.stop)


def opens_prose(paragraphs: Sequence[str], reasons: Sequence[str | None], number: int) -> bool:
    """Whether the story goes on right below: then a line may be the heading of what follows."""
    below = worded(paragraphs, number + 1)
    return below < len(paragraphs) and is_told(paragraphs[below], reasons[below])
