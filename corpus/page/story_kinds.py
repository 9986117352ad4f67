"""Stories that are made of lines as short as a page's own: recipes, lists, verse, plays, guides."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from corpus.page.voice import label_share

LINE_WORDS: Final = 12  # of the longest line of verse or of a list
VERSE_LINES: Final = 4  # of a stanza, at least
VERSE_SHARE: Final = 0.25  # of its lines start in small letters or end in a comma
CORRECTION: Final = re.compile(  # that tells what was wrong
    r"(?:corrections?|clarifications?|update|editor['’]?s['’]? note)\b[^:]{0,30}: .*\b(?:earlier"
    r" version|originally|previously|incorrect\w*|wrong\w*|mis[a-z]{3,}ed|misspel\w+|should have)\b"
    r"|an earlier version of this"
    r"|this (?:article|story|piece|post|report) (?:was|has been) (?:amended|updated|corrected"
    r"|edited|changed|revised|clarified|modified)\b.*\b(?:to (?:correct|reflect|clarify|include"
    r"|add|remove|make|show)|because|after)\b",
    re.IGNORECASE,
)
MENU_SHARE: Final = 0.05  # of the lines that are labels show a menu in small letters
LIST_LINES: Final = 3
LIST_SHARE: Final = 0.4  # of them start with a quantity
SPEECHES: Final = 6  # of a scene, at least, and each speaker has some
SPEAKER_SPEECHES: Final = 3
SPEAKER_WORDS: Final = 3
GUIDE_SHARE: Final = 0.4  # of the sentences of a guide are spoken to its reader
GUIDE_SENTENCES: Final = 4
LIST_HEADING: Final = "link to another story"
SENTENCE_WORDS: Final = 7
SENTENCE: Final = re.compile(r"[.!?…。！？؟।][\"'”’»)\]]*$")
CHAPTER: Final = re.compile(
    r"(?:chapter|part|book|volume|letter|act|scene|canto|section|stave) (?:[ivxlc]+|\d+"
    r"|[a-z]+)(?:[.–—-].*)?$"
    r"|[IVXLC]+\.?$",
    re.IGNORECASE,
)
NUMBERED: Final = re.compile(
    r"(?:chapter|volume|canto|act|scene|stave) (?:[ivxlc]+|\d+|[a-z]+)\W*$", re.I
)
SECOND_PERSON: Final = re.compile(r"\b(?:you|your|please)\b", re.IGNORECASE)
QUANTITY: Final = re.compile(
    r"(?:(?:about |approx\.? )?(?:\d[\d/.,–-]*|[½¼¾⅓⅔⅛]|an?|one|two|three|four"
    r"|half an?) ?(?:(?:large|small"
    r"|medium|heaped|level|good|big|fresh|whole|ripe) )?(?:g|kg|ml|cl|dl|l|lit(?:re|er)s?|oz|lbs?"
    r"|pounds?|cups?|pints?|tbsp|tsp|tablespoons?|teaspoons?|pinch(?:es)?|handfuls?|cloves?|slices?"
    r"|sprigs?|tins?|cans?|sticks?|bunch(?:es)?|knobs?|eggs?|onions?|lemons?)\b"
    r"|\d+ (?!(?-i:[A-Z])|(?:seconds?|minutes?|mins?|hours?|days?|weeks?|months?|years?|comments?"
    r"|likes?|shares?"
    r"|views?|read|replies|followers|readers|stories|photos|notes|votes|ratings|reviews|of|things"
    r"|best|ways|reasons)\b)[a-z]+[a-z ,]{0,30}$)",
    re.IGNORECASE,
)
GREETING: Final = re.compile(r"(?:my )?dear(?:est)? [^.!?]{1,50}[,:!]?", re.IGNORECASE)
VALEDICTION: Final = re.compile(
    r"(?:(?:with|in|and|i am|i remain|ever|as ever|all)[, ]+){0,2}(?:my |our |all |every )?(?:yours"
    r"|lots of love|love|best wishes|kind(?:est)? regards|regards|sincerely|blessings?|cheers"
    r"|thanks"
    r"|(?:respect|affectionate|faith|grateful|warm)\w*ly)(?:,.{0,30}| [a-z]*ly\b.{0,20}"
    r"| from .{1,30}"
    r"|(?: ever| always| as ever| to all| and thanks| in haste)*,?)"
    r"|your (?:loving|affectionate|devoted|obedient|humble|faithful|old|dear|fond|own)\b.{0,40}",
    re.IGNORECASE,
)
SIGNATURE: Final = re.compile(
    r"[A-ZÀ-Ý][\w.'’-]*(?: [A-ZÀ-Ý][\w.'’-]*){0,3}(?:, [a-z][\w’' ]{2,30})?"
)
BULLET: Final = re.compile(r"(?:[•‣▪*–—-]|\d+[.)]|\(?[a-z]\)) \S")
SPEAKER: Final = re.compile(r"([A-ZÀ-Ý][\w.’' -]{0,30}?):?(?: ?[(\[][^)\]]*[)\]])?:?")


def story_lines(paragraphs: Sequence[str], reasons: Sequence[str | None]) -> set[int]:
    """The numbers of the short lines that are a story of such a kind, whatever is beside them."""
    runs = list(_runs(paragraphs, reasons))
    found = _verse(paragraphs, reasons, runs) | _ingredients(paragraphs, runs)
    found |= _bullets(paragraphs, reasons, runs)
    found |= _letter(paragraphs, reasons)
    found |= {n for n, p in enumerate(paragraphs) if reasons[n] is None and _is_kept(p)}
    return found | _scene(paragraphs, reasons) | _guide(paragraphs, reasons)


def _is_kept(line: str) -> bool:
    """Whether a line is a chapter's heading, or corrects what was told."""
    return bool(NUMBERED.match(line) or CORRECTION.match(line))


def _runs(paragraphs: Sequence[str], reasons: Sequence[str | None]) -> Iterator[range]:
    """The runs of short lines that no rule knows."""
    start = 0
    for number in range(len(paragraphs) + 1):
        ended = number == len(paragraphs) or reasons[number] is not None
        if ended or len(paragraphs[number].split()) > LINE_WORDS:
            if start < number:
                yield range(start, number)
            start = number + 1


def _verse(
    paragraphs: Sequence[str], reasons: Sequence[str | None], runs: Sequence[range]
) -> set[int]:
    """The stanzas whose lines run on, and those after them whose lines do not."""
    verse = (run for run in runs if _is_verse([paragraphs[n] for n in run]))
    first = next((run for run in verse if not _is_menu(paragraphs, reasons, run)), None)
    if first is None:
        return set()
    stanzas = [run for run in runs if run.start >= first.start and len(run) >= VERSE_LINES]
    listed = {run for run in stanzas if run.start and reasons[run.start - 1] == LIST_HEADING}
    return {n for run in stanzas if run not in listed for n in run}


def _is_menu(paragraphs: Sequence[str], reasons: Sequence[str | None], run: range) -> bool:
    """Whether short lines are a menu in small letters: with labels in it, and below furniture."""
    labels = sum(label_share(paragraphs[n]) == 1 for n in run)
    below = bool(run.start and reasons[run.start - 1])
    return labels >= MENU_SHARE * len(run) and (labels > 1 or (labels == 1 and below))


def _is_verse(lines: Sequence[str]) -> bool:
    """Whether lines run on from one to the next."""
    open_ended = [line for line in lines if not SENTENCE.search(line)]
    runs_on = sum(
        (line[0].islower() and " " in line) or line.endswith((",", ";", "—")) for line in lines
    )
    if len(lines) < VERSE_LINES or len(open_ended) * 2 < len(lines):
        return False
    return runs_on > 1 and runs_on >= VERSE_SHARE * len(lines)


def _ingredients(paragraphs: Sequence[str], runs: Sequence[range]) -> set[int]:
    """The lines of a list of quantities, and what else a page lists in the same way."""
    measured = {run: sum(bool(QUANTITY.match(paragraphs[n])) for n in run) for run in runs}
    if not any(n >= LIST_LINES and n >= LIST_SHARE * len(run) for run, n in measured.items()):
        return set()
    return {n for run, found in measured.items() if found for n in run}


def _bullets(
    paragraphs: Sequence[str], reasons: Sequence[str | None], runs: Sequence[range]
) -> set[int]:
    """The points of a list, unless it is one that stands below furniture."""
    return {
        n
        for run in runs
        if not (run.start and reasons[run.start - 1])
        for n in run
        if BULLET.match(paragraphs[n])
    }


def _scene(paragraphs: Sequence[str], reasons: Sequence[str | None]) -> set[int]:
    """All from the first to the last speech, where names stand above what is said."""
    names = [_speaker(p, r) for p, r in zip(paragraphs, reasons, strict=True)]
    counts = Counter(filter(None, names))
    speakers = {name for name, count in counts.items() if count >= SPEAKER_SPEECHES}
    speeches = [
        n
        for n in range(len(names) - 1)
        if names[n] in speakers and names[n + 1] not in speakers and reasons[n + 1] is None
    ]
    if len(speakers) < 2 or len(speeches) < SPEECHES:
        return set()
    scene = range(speeches[0], speeches[-1] + 2)
    return {n for n in scene if reasons[n] is None}


def _letter(paragraphs: Sequence[str], reasons: Sequence[str | None]) -> set[int]:
    """Where and when a letter was written, and who signed it."""
    found = set()
    for number, line in enumerate(paragraphs):
        if GREETING.fullmatch(line):
            found |= {number - 2, number - 1, number}
        elif VALEDICTION.fullmatch(line) or _is_signed(*paragraphs[number : number + 2]):
            found |= {number, number + 1}
    return {
        n
        for n in found
        if 0 <= n < len(paragraphs)
        and reasons[n] is None
        and len(paragraphs[n].split()) <= SENTENCE_WORDS
    }


def _is_signed(line: str, below: str = "") -> bool:
    """Whether a line is the last of a letter, in words of its own, and a name stands below it."""
    return line.endswith(",") and bool(SIGNATURE.fullmatch(below))


def _speaker(line: str, reason: str | None) -> str | None:
    """Who speaks below ``line``, if it is a name alone."""
    named = SPEAKER.fullmatch(line)
    if reason is not None or not named or len(named[1].split()) > SPEAKER_WORDS:
        return None
    return named[1].casefold()


def _guide(paragraphs: Sequence[str], reasons: Sequence[str | None]) -> set[int]:
    """The sentences and the questions of a text that speaks to its readers throughout."""
    ended = [n for n, p in enumerate(paragraphs) if reasons[n] is None and SENTENCE.search(p)]
    told = [n for n in ended if not any(reasons[max(0, n - 1) : n + 2])]
    sentences = [
        n
        for n in told
        if len(paragraphs[n].split()) > SENTENCE_WORDS and not paragraphs[n].endswith("?")
    ]
    to_reader = [n for n in sentences if SECOND_PERSON.search(paragraphs[n])]
    if len(to_reader) < max(GUIDE_SENTENCES, GUIDE_SHARE * len(sentences)):
        return set()
    # What stands beside furniture counts for nothing, but is the guide's where the guide goes on.
    return {n for n in ended if told[0] - 1 <= n <= told[-1]}
