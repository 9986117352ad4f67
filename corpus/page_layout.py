"""Where on a page a line stands, and what goes because of the furniture beside it."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Sequence
from typing import Final

from corpus.bylines import BARE_NAME, DATED, STANDALONE_DATE, author_in
from corpus.furniture import NAME, NAMES
from corpus.page_voice import (
    ASKS,
    LABEL_WORDS,
    LIKELY,
    READER,
    SAID,
    SPOKEN,
    SURE,
    is_credit,
    is_list_heading,
    voice,
)
from corpus.story_kinds import CHAPTER, story_lines

SOON: Final = 4  # lines after a first sentence that may still be byline and date
TOLD: Final = frozenset({"byline", "date"})
HEADLINE_WORDS: Final = 4  # as few make a headline; menus have fewer
FEW_WORDS: Final = 7  # of a line that goes when it stands among furniture
MENU_LINES: Final = 4  # between two long lines, of which the second then is the headline
END_LINES: Final = 5  # of furniture that make an end; fewer stand within stories too
END_SHARE: Final = 0.35  # of the lines after a sign of the end may be unknown, and go with it
ENDS: Final = frozenset(
    "copyright footer|comments|contact of the newsroom|print edition|press release|tags".split("|")
)
LAST: Final = ENDS - {"contact of the newsroom"}
LISTED_WORDS: Final = 14  # of a headline in a list of links
LISTS: Final = frozenset({"link to another story"})  # a heading of these has a list below it
HEADING: Final = re.compile(r"(?![a-z])(?:\d+[:.]|\D)")  # a word, a time or a number with a dot
COUNT: Final = re.compile(r"\(?\d{1,6}\)?")  # of likes or replies, below their button
MOST_LABELS: Final = 5  # words of a label
DATED_WORDS: Final = 9  # of a line such as "Harbour Post | Oct 10, 2014 at 5:15 PM"
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
ABOUT_AUTHOR: Final = (
    r",? (?:is (?:an?|the)|covers|writes|reports|has (?:been|covered|written)|can be)\b"
)
ABOUT_SENDER: Final = re.compile(r"About (?:the )?[A-Z][\w’'&. -]{2,60}")
ROLE: Final = re.compile(
    r"\b(?:editor|reporter|correspondent|writer|columnist|critic|staff|desk|bureau)\b",
    re.IGNORECASE,
)
COMMENT_LINES: Final = 6  # from the heading to the end of the first comment
EVIDENCE: Final = 2  # comments that show that there are some
STORY: Final = ""  # the reason of what is no furniture whatever stands beside it
STORY_WEIGHT: Final = -30.0  # more than there is furniture within a story
SENTENCE_WEIGHT: Final = -3.0  # a sentence in the present tense, as a footer may have
LABEL_WEIGHT: Final = 0.5
TOLD_PAST: Final = re.compile(
    r"\b(?:ha(?:s|ve) (?!to\b|no\b|an?\b|the\b|your\b|our\b|any\b)\w+|was|were|had|did|could"
    r"|would|(?!(?:bas|relat|limit|us|ne|unit|requir|provid|allow|reserv"
    r"|licens|regist\w*|publish|includ)ed\b)\w{2,}ed|went|came|knew|thought|took|looked|stood|made"
    r"|got|saw|sat|gave|held|kept|left|lost|ran|sent|told|won|began|found|felt|fell|brought|rose)\b"
)
PAGE_LINES: Final = 6  # of furniture that a page has at least, and a story copied alone has not
PAGE_SHARE: Final = 0.12  # of a page's lines that are furniture by themselves
TALKATIVE: Final = (
    0.2  # of the prose; a text that speaks to its readers more is a letter or a guide
)
FEW_VOICES: Final = 3  # that a short story may have as well
CAPTION_WORDS: Final = range(5, 26)  # above a credit
HEADING_WORDS: Final = 5  # within a story; headlines of other stories have more
REPEATS: Final = 3  # of one short line, that the page then puts there
REPEATED_WORDS: Final = 3
QUESTION_WORDS: Final = range(4, 14)  # of a headline that asks
LONG_LINE: Final = 160  # characters; no headline and no label is so long
WIDE: Final = re.compile(r"[\u3040-\u9fff\uac00-\ud7af]")  # a sign is nearly a word
WIDE_LINE: Final = 20  # of them; as long as a sentence
ITEM: Final = re.compile(r"[a-z\d½¼¾•*–-]|[A-Z][\w.' -]{0,24}: ")  # of a recipe, a list or a play
COUNTER: Final = re.compile(r"\(?\d{1,6}\)?|\d+ ?(?:/|of) ?\d+")
BYLINE_ROLE: Final = re.compile(
    r"(?:[\w-]+ ){0,3}(?:reporter|correspondent|editor|producer|presenter|columnist|critic)"
    r"(?:(?:, | in | at | on board )[\w’' ]{2,40})?",
    re.IGNORECASE,
)
SENT_FROM: Final = re.compile(rf"{NAME} (?:at|in) {NAMES}")
CLOCK: Final = re.compile(
    r"(?:updated )?\d{1,2}[:.]\d\d ?(?:[ap]\.?m\.?)?(?: [A-Z]{2,4}(?:[+-]\d+)?)?"
    r"|updated \d+ \w+ ago",
    re.IGNORECASE,
)
PARTED: Final = re.compile(r" [·|•/–—-] ")
ANSWER: Final = re.compile(r"(?:reply|report|like|flag|respond|recommend|up ?vote)\b.{0,12}", re.I)
MAKER: Final = re.compile(rf"(?:\bBy )?({NAME})")
WRITTEN: Final = re.compile(rf"(?:(?:An?|The) )?\w+ (?:by|with) {NAME}$")


def spread(paragraphs: Sequence[str], reasons: list[str | None], title: str | None) -> None:
    """Give their reason to the lines that go because of the furniture that they stand among."""
    story = story_lines(paragraphs, reasons)
    for number in story:
        reasons[number] = STORY
    _spread(paragraphs, reasons, title)
    for number in story:
        reasons[number] = None


def _spread(paragraphs: Sequence[str], reasons: list[str | None], title: str | None) -> None:
    for number, paragraph in enumerate(paragraphs):
        if reasons[number] is not None or paragraph == title:
            continue
        if is_label(paragraph) or (number and reasons[number - 1] and COUNT.fullmatch(paragraph)):
            reasons[number] = "page controls"
        elif _is_address(paragraph):
            reasons[number] = "the page to its readers"
    is_page = _is_page(reasons)
    if is_page:
        _spread_voice(paragraphs, reasons, title)
    start = next((n for n, p in enumerate(paragraphs) if _starts(p, reasons[n : n + 2])), None)
    if start is None:
        return
    headline = _headline(paragraphs, reasons, start, title)
    _spread_in_head(paragraphs, reasons, headline, start)
    told = [
        n
        for n, p in enumerate(paragraphs)
        if reasons[n] == STORY or (reasons[n] is None and not is_few_words(p))
    ]
    _spread_in_body(paragraphs, reasons, [n for n in told if n >= start])
    _spread_comments(paragraphs, reasons)
    _spread_to_end(paragraphs, reasons)
    _end_release(paragraphs, reasons)
    if author := author_in(paragraphs, reasons):
        _remove_about(author, paragraphs, reasons)
    if is_page:
        for _ in range(2):  # what is found shows more of what stands beside it
            _spread_captions(paragraphs, reasons, start, headline or 0)
            _spread_repeats(paragraphs, reasons, start)
            _spread_headings(paragraphs, reasons, start)
            _spread_teasers(paragraphs, reasons, start)
            _spread_voice(paragraphs, reasons, title)
        _spread_below(paragraphs, reasons, start)


def _starts(paragraph: str, reasons: Sequence[str | None]) -> bool:
    """Whether the story may start with a line; one short line may be the menu's after all."""
    return reasons == [STORY, STORY] or (reasons[0] != STORY and _is_told(paragraph, reasons[0]))


def _is_told(paragraph: str, reason: str | None) -> bool:
    """Whether a line is the story's: a sentence, or a line of a story of another kind."""
    return reason == STORY or (reason is None and _is_prose(paragraph))


def _is_page(reasons: Sequence[str | None]) -> bool:
    """Whether so much is furniture that all this was copied from a page."""
    found = sum(map(bool, reasons))
    return found >= PAGE_LINES and found >= PAGE_SHARE * len(reasons)


def _spread_voice(paragraphs: Sequence[str], reasons: list[str | None], title: str | None) -> None:
    """Remove what speaks of the page itself, unless the story speaks so to its readers."""
    names = _makers(paragraphs, reasons)
    voices = [0 if p == title or reasons[n] else voice(p, names) for n, p in enumerate(paragraphs)]
    prose = [n for n, p in enumerate(paragraphs) if reasons[n] is None and _is_prose(p)]
    alone = sum(voices[n] >= LIKELY and not _touches(reasons, n) for n in prose)
    talkative = alone > max(FEW_VOICES, TALKATIVE * len(prose))
    for group in _groups(voices):
        sides = [n for n in (group.start - 1, group.stop) if 0 <= n < len(reasons) and reasons[n]]
        asks = any(ASKS.match(paragraphs[n]) or voices[n] >= SURE for n in group)
        label = not any(SENTENCE_END.search(paragraphs[n]) for n in group)
        sure = any(voices[n] >= SURE for n in group) or len(group) > 1 or label
        if len(sides) == 2 or (asks and (sides or (sure and not talkative))):
            for number in group:
                reasons[number] = "the page to its readers"


def _groups(voices: Sequence[int]) -> list[range]:
    """The runs of lines that may be the page's own words."""
    groups: list[range] = []
    for number, strength in enumerate(voices):
        if strength < LIKELY:
            continue
        if groups and groups[-1].stop == number:
            groups[-1] = range(groups[-1].start, number + 1)
        else:
            groups.append(range(number, number + 1))
    return groups


def _makers(paragraphs: Sequence[str], reasons: Sequence[str | None]) -> frozenset[str]:
    """The names in bylines and credits."""
    lines = [p for p, r in zip(paragraphs, reasons, strict=True) if r in ("byline", "credit")]
    return frozenset(name for line in lines for name in MAKER.findall(line))


def _touches(reasons: Sequence[str | None], number: int) -> bool:
    """Whether furniture stands right above or right below."""
    return any(reasons[n] for n in (number - 1, number + 1) if 0 <= n < len(reasons))


def _spread_in_head(
    paragraphs: Sequence[str], reasons: list[str | None], headline: int | None, prose: int
) -> None:
    """Remove the menu above the headline, and the byline and the counts below it."""
    end = _head_end(paragraphs, reasons, prose)
    for _ in range(3):  # a name above a role above a date goes once the date is known
        for number in range(end):
            if reasons[number] is None and number != headline:
                reasons[number] = _head_reason(paragraphs, reasons, number, headline)


def _spread_captions(
    paragraphs: Sequence[str], reasons: list[str | None], start: int, headline: int
) -> None:
    """Remove the captions above credits, who made a picture, and the counts beside them."""
    names = _makers(paragraphs, reasons)
    for number in reversed(range(len(paragraphs))):
        line = paragraphs[number]
        if reasons[number] is not None or number <= headline:
            continue
        if BYLINE_ROLE.fullmatch(line) or (
            reasons[number + 1 : number + 2] == ["byline"] and _is_named(line, reasons, number)
        ):
            reasons[number] = "byline"
        if _opens_prose(paragraphs, reasons, number):
            continue
        captioned = reasons[number + 1 : number + 2] == ["credit"] and number > start
        if captioned and _is_unended(line, CAPTION_WORDS):
            reasons[number] = "credit"
        elif COUNTER.fullmatch(line) and _touches(reasons, number):
            reasons[number] = "page controls"
        elif STANDALONE_DATE.fullmatch(line) and _touches(reasons, number):
            reasons[number] = "date"
        elif line.startswith("About ") and line[6:] in names:
            reasons[number] = "byline"
    for number in range(start, len(paragraphs)):
        if reasons[number] is None and is_credit(paragraphs[number], names):
            reasons[number] = "credit"


def _spread_repeats(paragraphs: Sequence[str], reasons: list[str | None], start: int) -> None:
    """Remove short lines that stand again and again, but not who speaks in a play."""
    counts = Counter(p for p in paragraphs if is_few_words(p, REPEATED_WORDS))
    for number in range(start, len(paragraphs)):
        line = paragraphs[number]
        if counts[line] < REPEATS or reasons[number] is not None or COUNTER.fullmatch(line):
            continue
        places = [n for n, p in enumerate(paragraphs[:-1]) if p == line]
        labels = sum(reasons[n + 1] is None and _tells(paragraphs[n + 1]) for n in places)
        if labels * 3 < len(places):
            reasons[number] = "page controls"


def _spread_headings(paragraphs: Sequence[str], reasons: list[str | None], start: int) -> None:
    """Remove the headings of lists, unless the story goes on below them."""
    for number in range(start, len(paragraphs)):
        line = paragraphs[number]
        if reasons[number] is not None or _opens_prose(paragraphs, reasons, number):
            continue
        if is_list_heading(line):
            reasons[number] = "link to another story"


def _spread_teasers(paragraphs: Sequence[str], reasons: list[str | None], start: int) -> None:
    """Remove the headlines of other stories that stand below furniture."""
    for number in range(start, len(paragraphs)):
        if reasons[number] is not None or not reasons[number - 1]:
            continue
        run = _run(paragraphs, reasons, number)
        lines = [paragraphs[n] for n in run]
        closed = run.stop < len(reasons) and bool(reasons[run.stop])
        listed = is_list_heading(paragraphs[number - 1])
        alone = len(run) == 1 and not closed and not WRITTEN.match(lines[0])
        if not run or alone or not (listed or _are_teasers(lines)):
            continue
        heads = not closed and _is_heading(lines[-1])
        for n in run[:-1] if heads else run:
            reasons[n] = "link to another story"


def _run(paragraphs: Sequence[str], reasons: Sequence[str | None], start: int) -> range:
    """The lines from ``start`` that no rule knows and no sentence ends."""
    end = start
    while end < len(paragraphs) and reasons[end] is None and _is_line(paragraphs[end]):
        end += 1
    return range(start, end)


def _is_line(paragraph: str) -> bool:
    """Whether a paragraph may be a headline: no sentence, or one short question."""
    asks = paragraph.endswith("?") and not SPOKEN.search(paragraph)
    return not _tells(paragraph) or (asks and len(paragraph.split()) in QUESTION_WORDS)


def _are_teasers(lines: Sequence[str]) -> bool:
    """Whether all lines read like headlines, rather than like verse or the parts of a list."""
    items = sum(bool(ITEM.match(p)) and not STANDALONE_DATE.fullmatch(p) for p in lines)
    return bool(lines) and items * 3 <= len(lines)


def _is_heading(line: str) -> bool:
    """Whether a line may head the prose below it."""
    few = len(line.split()) <= HEADING_WORDS or line.endswith("?")
    return few and not WRITTEN.match(line)


def _opens_prose(paragraphs: Sequence[str], reasons: Sequence[str | None], number: int) -> bool:
    """Whether the story goes on right below: then a line may be the heading of what follows."""
    below = number + 1
    return below < len(paragraphs) and _is_told(paragraphs[below], reasons[below])


def _tells(paragraph: str) -> bool:
    """Whether a line may be part of a story: long, spoken, or ended as a sentence or verse is."""
    if (
        len(paragraph) > LONG_LINE
        or _is_wide(paragraph)
        or CHAPTER.match(paragraph)
        or SPOKEN.search(paragraph)
    ):
        return True
    if SENTENCE_END.search(paragraph) or paragraph.endswith((",", "-", "–", "—")):
        return True
    return paragraph[:1].islower() and len(paragraph.split()) >= HEADLINE_WORDS


def _is_story(paragraph: str) -> bool:
    """Whether a paragraph is hardly a footer's: spoken, or long without a word of the page."""
    if SPOKEN.search(paragraph) or _is_wide(paragraph):
        return True
    return len(paragraph) > LONG_LINE and not voice(paragraph)


def _is_wide(paragraph: str) -> bool:
    return len(WIDE.findall(paragraph)) > WIDE_LINE


def _is_unended(paragraph: str, words: range) -> bool:
    return len(paragraph.split()) in words and not _tells(paragraph)


def _spread_below(paragraphs: Sequence[str], reasons: list[str | None], start: int) -> None:
    """All goes from the furniture on, from which so much furniture and so little story follows."""
    names = _makers(paragraphs, reasons)
    best = weight = 0.0
    cut = None
    for number in reversed(range(start + 1, len(paragraphs))):
        weight += _weight(paragraphs[number], reasons[number], names)
        if reasons[number] and weight > best:
            best, cut = weight, number
    if cut is None or best < END_LINES:
        return
    for number in range(cut, len(paragraphs)):
        reasons[number] = reasons[number] or "what follows the story"


def _weight(line: str, reason: str | None, names: frozenset[str]) -> float:
    """How much a line speaks for its being below the story, or against it."""
    if reason:
        return 1
    if reason == STORY or SPOKEN.search(line) or SAID.search(line) or _is_wide(line):
        return STORY_WEIGHT
    if voice(line, names) >= LIKELY or _is_line(line):
        return LABEL_WEIGHT
    if len(line) > LONG_LINE or TOLD_PAST.search(line):
        return STORY_WEIGHT
    asks = bool(ASKS.match(line) and READER.search(line))
    short = len(line.split()) < HEADLINE_WORDS and line.endswith(("!", ":"))
    return LABEL_WEIGHT if asks or short or voice(line) else SENTENCE_WEIGHT


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
            heading = ends and bool(CHAPTER.match(line) if listed else HEADING.match(line))
            few = is_few_words(line, LISTED_WORDS if listed else FEW_WORDS)
            if reasons[number] is None and few and not heading:
                reasons[number] = reasons[number - 1] or "page controls"


def _spread_to_end(paragraphs: Sequence[str], reasons: list[str | None]) -> None:
    """What follows the first sign of an end goes, where most of it is furniture anyway."""
    for number in range(len(paragraphs) // 2, len(paragraphs)):
        if reasons[number] not in ENDS:
            continue
        rest = range(number, len(paragraphs))
        kept = [n for n in rest if not reasons[n]]
        if len(rest) - len(kept) < END_LINES or any(
            reasons[n] == STORY or _is_story(paragraphs[n]) for n in kept
        ):
            continue
        if reasons[number] in LAST:  # no story goes on far below these, but comments may
            kept = [n for n in kept if _tells(paragraphs[n]) and not voice(paragraphs[n])]
        together = any(above + 1 == n for above, n in itertools.pairwise(kept))
        far = not kept or kept[0] >= number + END_LINES
        if len(kept) <= END_SHARE * len(rest) and far and not together:
            for n in rest:
                reasons[n] = reasons[n] or reasons[n - 1]
            return


def _spread_comments(paragraphs: Sequence[str], reasons: list[str | None]) -> None:
    """All goes below the heading of comments, if there are some with their buttons."""
    half = len(paragraphs) // 2
    answered = [
        n
        for n in range(half, len(paragraphs) - 1)
        if ANSWER.fullmatch(paragraphs[n + 1]) and len(paragraphs[n].split()) > FEW_WORDS
    ]
    if len(answered) < EVIDENCE:
        return
    above = range(max(half, answered[0] - COMMENT_LINES), answered[0])
    headings = [n for n in above if reasons[n] == "comments"]
    for number in range(headings[-1] if headings else len(paragraphs), len(paragraphs)):
        reasons[number] = reasons[number] or "comments"


def is_label(paragraph: str) -> bool:
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
    if len(paragraph) > LONG_ADDRESS or SPOKEN.search(paragraph) or SAID.search(paragraph):
        return False
    return bool(ADDRESS.search(paragraph) and PAGE_NOUN.search(paragraph))


def _is_prose(paragraph: str) -> bool:
    return len(paragraph.split()) > FEW_WORDS and bool(SENTENCE_END.search(paragraph))


def is_few_words(paragraph: str, most: int = FEW_WORDS) -> bool:
    words = len(paragraph.split())
    if (
        words > most or paragraph.endswith(",") or _is_wide(paragraph)
    ):  # as a letter's first line and last do
        return False
    return not SENTENCE_END.search(paragraph) and not SPOKEN.search(paragraph)


def _is_between(reasons: Sequence[str | None], number: int) -> bool:
    """Whether furniture stands right above and right below."""
    return 0 < number < len(reasons) - 1 and bool(reasons[number - 1] and reasons[number + 1])


def _headline(
    paragraphs: Sequence[str], reasons: list[str | None], end: int, title: str | None
) -> int | None:
    """Which line before the prose is the headline: the title, else the first of some length.

    Where a menu stands between two such lines, the first is the name of the site.
    """
    free = [n for n in range(end) if reasons[n] is None]
    long = [
        n
        for n in free
        if len(paragraphs[n].split()) >= HEADLINE_WORDS
        and not STANDALONE_DATE.fullmatch(paragraphs[n])
    ]
    for number in free:
        if title and paragraphs[number] == title:
            return number
    told = next((n for n in range(end) if reasons[n] in TOLD), end)
    below = [n for above, n in itertools.pairwise(long) if above + MENU_LINES < n < told]
    return next(iter(below[-1:] or long), None)


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
    dated = DATED.search(line) or CLOCK.fullmatch(line)
    if DATED.search(line) and len(PARTED.findall(line)) > 1:
        return "date"
    if STANDALONE_DATE.fullmatch(line) or (is_few_words(line, DATED_WORDS) and dated):
        return "date"
    if not is_few_words(line):
        return None
    if headline is not None and number < headline:
        return "page controls"  # a title may stand lower than other lines as long
    named = "," in line and BARE_NAME.fullmatch(line)
    sent = SENT_FROM.fullmatch(line) and any(r in TOLD for r in reasons[number - 1 : number + 2])
    if len(line.split()) >= HEADLINE_WORDS and not (named or sent or ROLE.search(line)):
        return None  # perhaps the headline, below the motto of the paper
    if headline is not None and _is_named(line, reasons, number):
        return "byline"
    if not (reasons[number - 1] if number else None) and not reasons[number + 1]:
        return None
    if ROLE.search(line) or SENT_FROM.fullmatch(line):
        return "byline"
    if line.isdecimal():
        return "page controls"
    return "page controls" if _is_between(reasons, number) else None


def _is_named(line: str, reasons: Sequence[str | None], number: int) -> bool:
    """Whether what looks like a name stands where one does, and heads no chapter."""
    named = BARE_NAME.fullmatch(line) and not CHAPTER.match(line)
    return bool(named) and _touches(reasons, number)


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
