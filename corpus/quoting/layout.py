"""Speech and speakers that layout shows: lines of dialogue, transcripts, names by quotations."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from corpus.documents import Span
from corpus.names import TITLES, first_names, fold
from corpus.quoting.cues import SPEAKING, WORD, Cue, base_of, cue_of
from corpus.quoting.lexicon import PERSON_NOUNS
from corpus.spelling import CAPITAL, LONG_WORD

OPENERS = "\"“„«‘'‹「『``"
ENDS_LINE = tuple(".!?:…\"”’'»)")
WRAPPED_WIDTH = 40  # the shortest full line of a text whose lines a program broke


class Utterance(NamedTuple):
    """A stretch of speech that layout marks, and its label where the layout names the speaker."""

    start: int
    end: int
    label: Span | None = None
    part: bool = False  # goes on from the utterance before, after narration or a new paragraph


def blocks(text: str, paragraphs: Sequence[tuple[int, int]]) -> list[Span]:
    """The paragraphs, cut into lines where each line stands for itself."""
    return [block for start, end in paragraphs for block in _lines(text, start, end)]


def _lines(text: str, start: int, end: int) -> Iterator[Span]:
    if "\n" not in text[start:end]:
        yield Span(start, end)
        return
    lines = [Span(*found.span()) for found in re.compile(r"[^\n]+").finditer(text, start, end)]
    wrapped = _is_wrapped(lines)
    begin, before = start, ""
    for line in lines:
        shown = text[line.start : line.end].strip()
        if before and line.start > begin and _stands_alone(shown, before, wrapped):
            yield from _trimmed(text, begin, line.start)
            begin = line.start
        before = shown or before
    yield from _trimmed(text, begin, end)


def _trimmed(text: str, start: int, end: int) -> Iterator[Span]:
    shown = text[start:end]
    if shown.strip():
        yield Span(start + len(shown) - len(shown.lstrip()), start + len(shown.rstrip()))


def _is_wrapped(lines: Sequence[Span]) -> bool:
    """Whether a program broke the lines: all but the last are about equally long."""
    widths = [line.end - line.start for line in lines[:-1]]
    widest = max(widths)
    return widest <= 120 and min(widths) >= max(WRAPPED_WIDTH, 0.6 * widest)


def _stands_alone(line: str, before: str, wrapped: bool) -> bool:
    if HEAD_LINE.match(line) or HEAD_LINE.match(before):
        return True
    if line[:1] in "—–―" or LABEL_LINE.match(line):
        return before.endswith(ENDS_LINE) or bool(LABEL_LINE.match(before))
    ended = before.endswith(ENDS_LINE) or bool(NAME_LINE.match(before))
    return not wrapped and (ended or line[:1] in OPENERS)


# --- transcripts -------------------------------------------------------------------------------

# A name as labels have it: "Élodie Brun", "de Wit", "Ludwig van Beek", "Speaker 1".
LABEL = (
    rf"(?:(?:[Dd]e|[Vv][ao]n|[Ll]a)[ ](?:(?:de[rn]?|la)[ ])?)?{CAPITAL}[\w.'’-]*"
    rf"(?:[ ](?:(?:de[rn]?|van|von|la)[ ]){{0,2}}{CAPITAL}[\w.'’-]*){{0,4}}(?:[ ]\d{{1,2}})?"
)
LABEL_LINE = re.compile(
    r"(?:[\[(]?\d{1,2}:\d{2}(?::\d{2})?[\])]?[ ]+(?:[-–][ ]+)?)?"
    rf"(?P<label>{LABEL})"
    r"(?:[ ]?[(\[][^)\]\n]{1,40}[)\]])?[ ]?:[ \t]+(?=\S)"
)
# A line of its own that names who speaks below it: "Nils Berg  00:12", "NILS BERG:".
HEAD_LINE = re.compile(
    rf"(?P<label>{LABEL})"
    r"(?:[ ]?:[ \t]*|[ \t]+[-–—|]?[ \t]*[\[(]?\d{1,2}:\d{2}(?::\d{2})?[\])]?[ \t]*:?[ \t]*)$"
)
TIME = re.compile(r"\d:\d\d")
TALKING = frozenset("i i'm i’m i've i’ve i'd i’d i'll i’ll me my mine we our us you your".split())
SPEAKING_ROLES = frozenset("speaker interviewer host guest reporter moderator caller".split())
# Words of a line's label that name no speaker.
NO_SPEAKER = frozenset(
    """
    note notes update updated warning read more news see also related watch listen photo photos
    picture pictures video audio image images caption credit source sources subject date time from
    to cc bcc re ps contact address phone email tel fax editor's editor’s correction clarification
    example chapter part section figure fig table step tip breaking live exclusive opinion analysis
    review summary abstract keywords category categories tags published author copyright edit
    location venue price result results group day week reports dear
    """.split()
)
NO_HEAD = frozenset("chorus verse refrain bridge intro outro scene act ingredients method".split())


def utterances_of_transcript(text: str, blocks: Sequence[Span]) -> list[Utterance]:
    """What is said in a document whose lines begin with the name of the speaker, or follow it."""
    labelled = {
        number: found for number, block in enumerate(blocks) if (found := _label(text, block))
    }
    if not _is_transcript(text, blocks, labelled):
        return []
    goes_on = _Continuing(text, blocks, labelled)
    utterances, label, begun = [], None, False
    for number, block in enumerate(blocks):
        found = labelled.get(number)
        if found is not None:
            label, begun = Span(*found.span("label")), False
            if found.end() >= block.end:
                continue  # the words follow below
        elif label is None or (begun and not goes_on.at(number)):
            label = None
            continue
        start = found.end() if found else block.start
        utterances.append(Utterance(start, block.end, label, part=begun))
        begun = True
    return utterances


class _Continuing:
    """Which paragraphs without a label go on with the last speaker's words."""

    def __init__(
        self, text: str, blocks: Sequence[Span], labelled: dict[int, re.Match[str]]
    ) -> None:
        self.text = text
        self.blocks = blocks
        heads = [number for number in labelled if labelled[number].end() >= blocks[number].end]
        self.possible = len(labelled) * 2 > len(blocks) or len(heads) * 2 > len(labelled)
        self.last = max(labelled)
        names = {word for found in labelled.values() for word in WORD.findall(found["label"])}
        self.names = {name.lower() for name in names if len(name) > 1} - SPEAKING_ROLES

    def at(self, number: int) -> bool:
        """Whether the paragraph is speech: it speaks of I and you, or not of the speakers.

        After the last label only the former shows that; there the story often goes on.
        """
        block = self.blocks[number]
        if not self.possible or not _reads_as_speech(self.text, block):
            return False
        words = WORD.findall(self.text, block.start, block.end)
        if any(word.lower() in self.names for word in words):
            return False
        if any(word == "I" or word.lower() in TALKING for word in words):
            return True
        return number < self.last and words[:1] != [] and words[0] not in ("He", "She")


def _label(text: str, block: Span) -> re.Match[str] | None:
    found = LABEL_LINE.match(text, block.start, block.end) or HEAD_LINE.match(
        text, block.start, block.end
    )
    if not found:
        return None
    words = [word.lower() for word in re.findall(r"[\w'’]+", found.group("label"))]
    barred = NO_SPEAKER | NO_HEAD if found.end() >= block.end else NO_SPEAKER
    if any(word in barred for word in words) or text[found.end() : found.end() + 1] == "/":
        return None
    return found


def _is_transcript(text: str, blocks: Sequence[Span], labelled: dict[int, re.Match[str]]) -> bool:
    """Whether the labels are speakers: some come again, or stand in capitals line by line."""
    if len(labelled) < 2:
        return False
    names = Counter(found.group("label") for found in labelled.values())
    last = [number + (found.end() >= blocks[number].end) for number, found in labelled.items()]
    speaking = sum(
        text[blocks[number].end - 1] in ".?!…—-)\"”’'" for number in last if number < len(blocks)
    )
    neighbours = sum(number + 1 in labelled for number in last)
    capitals = sum(name.isupper() for name in names) * 2 > len(names)
    repeated = sum(count for count in names.values() if count > 1)
    return (
        speaking * 3 >= len(labelled) * 2
        and (
            (capitals and neighbours > 0)
            or repeated * 2 >= len(labelled)
            or len(labelled) == len(blocks)
            or _are_timed_heads(blocks, labelled)
        )
        and (any(map(_is_person, names)) or _talks(text, blocks, labelled))
    )


def _is_person(label: str) -> bool:
    """Whether a label can only be a speaker: capitals, a role in talk, a title or a first name."""
    words = [fold(word) for word in WORD.findall(label)]
    return (
        label.isupper()
        or " " in label
        or any(word in SPEAKING_ROLES | PERSON_NOUNS | TITLES for word in words)
        or any(word in first_names() for word in words)
    )


def _talks(text: str, blocks: Sequence[Span], labelled: dict[int, re.Match[str]]) -> bool:
    """Whether somebody says I or you, or asks, in a turn."""
    turns = [text[found.end() : blocks[number].end] for number, found in labelled.items()]
    turns += [
        text[slice(*blocks[number + 1])]
        for number, found in labelled.items()
        if found.end() >= blocks[number].end and number + 1 < len(blocks)
    ]
    return any(
        "?" in turn or any(word.lower() in TALKING for word in WORD.findall(turn)) for turn in turns
    )


def _are_timed_heads(blocks: Sequence[Span], labelled: dict[int, re.Match[str]]) -> bool:
    """Whether all labels are lines of their own with a time, and words follow each."""
    return all(
        found.end() >= blocks[number].end
        and TIME.search(found.group())
        and number + 1 < len(blocks)
        and number + 1 not in labelled
        for number, found in labelled.items()
    )


def _reads_as_speech(text: str, block: Span) -> bool:
    return text[block.end - 1] in ".?!…—\"”’'" and text[block.start] not in "[("


# --- what a colon leads to ---------------------------------------------------------------------

LEADS_TO_BLOCK = re.compile(
    r"(?:^|[.!?…][\"”’]?\s+)[^.!?\n]{0,120}?\b(?P<cue>[a-z]+)"
    r"(?: (?:as follows|only|simply|this|thus|in full))?:$"
)
WRITTEN = frozenset("read reads reading ran runs said says saying wrote writes".split())
READING = frozenset("read reads reading".split())
READER = re.compile(r"\b(?:I|we|he|she|they|who)\b", re.IGNORECASE)
LISTED = re.compile(r"[-–—•*\d]")


def utterances_after_colons(text: str, blocks: Sequence[Span]) -> list[Utterance]:
    """The paragraph without marks that "The note read:" leads to, on the line above it."""
    found = []
    for lead, block in pairwise(blocks):
        shown = LEADS_TO_BLOCK.search(text[max(lead.start, lead.end - 200) : lead.end])
        if not shown or shown["cue"] not in WRITTEN or LISTED.match(text, block.start):
            continue
        if shown["cue"] in READING and READER.search(shown.group()):
            continue  # whoever reads it does not say it
        if text[block.start] not in OPENERS and text[block.end - 1] in ".!?…—":
            found.append(Utterance(*block))
    return found


# --- lines of dialogue that begin with a dash --------------------------------------------------

DASH = re.compile(r"(?:[—–―]|--)[ \t ]*(?=[^\s—–-])|-[ \t ]+(?=[A-Z¿¡])")
SUBJECT = (
    rf"(?:I|he|she|they|we|it|(?:(?:Mr|Mrs|Ms|Dr|St|[A-Z])\.\s)?{LONG_WORD}(?:\s{LONG_WORD}){{0,2}}"
    r"|(?:the|a|an|his|her|my|their|our|one|another)(?:\s[\w'’-]+){1,4}?)"
)
TAG = re.compile(
    rf"(?P<gap>[,.!?…][\"'”’]?\s+|\s*[—–]\s?)(?P<tag>(?:{SUBJECT}\s(?P<after>[a-z]+)"
    rf"|(?P<before>[a-z]+)\s{SUBJECT}))(?![\w'’-])"
)
RESUMES = re.compile(r"[.!?…]\s+(?=[\"'“‘]?[A-Z¿¡])|\s?[—–][,.]?\s?(?=\S)")
COMMA = re.compile(r",\s+(?P<next>[\w'’]+)")
# After "he said," these go on with what he does, not with what he says.
NARRATING = frozenset(
    """
    and with as while in on at to from by into over without but then after before when his her
    their pointing still almost turning half quite very rather at
    """.split()
)


def utterances_after_dashes(text: str, blocks: Sequence[Span]) -> list[Utterance]:
    """What is said in a document that opens lines of dialogue with a dash."""
    opened = [
        (block, dash) for block in blocks if (dash := DASH.match(text, block.start, block.end))
    ]
    opened = [
        (block, dash) for block, dash in opened if not _is_name_line(text, block.start, block.end)
    ]
    if not opened:
        return []
    speaking = sum(text[block.end - 1] in ".?!…—,;:" for block, _ in opened)
    tagged = sum(_tag(text, dash.end(), block.end) is not None for block, dash in opened)
    hyphens = sum(dash.group()[0] == "-" and dash.group()[:2] != "--" for _, dash in opened)
    if not tagged and (len(opened) < 2 or hyphens or speaking * 3 < len(opened) * 2):
        return []
    return [
        utterance
        for block, dash in opened
        for utterance in _dash_utterances(text, block, dash.end())
    ]


def _tag(text: str, start: int, end: int) -> re.Match[str] | None:
    """The first clause of saying after some speech: ``, he said`` or ``? asked Petra``."""
    for found in TAG.finditer(text, start, end):
        word = found.group("after") or found.group("before")
        if cue_of(word) & SPEAKING and not cue_of(word) & Cue.BELIEVING and _is_finite(word):
            return found
    return None


def _is_finite(form: str) -> bool:
    return form != base_of(form) and not form.endswith("ing")


def _dash_utterances(text: str, block: Span, speech: int) -> Iterator[Utterance]:
    start, part = block.start, False
    while True:
        tag = _tag(text, speech, block.end)
        stop = tag.start("tag") if tag else block.end
        yield Utterance(start, start + len(text[start:stop].rstrip(" \t—–")), part=part)
        resumed = tag and _resumption(text, tag.end("tag"), block.end)
        if not resumed:
            return
        start = speech = resumed
        part = True


def _resumption(text: str, start: int, end: int) -> int | None:
    """Where the speech goes on after a clause of saying."""
    comma = COMMA.match(text, start, end)
    if comma and not comma["next"].endswith(("ing", "ly", "ed")) and comma["next"] not in NARRATING:
        return comma.start("next")
    found = RESUMES.search(text, start, end)
    return found.end() if found and found.end() < end else None


# --- names beside a quotation ------------------------------------------------------------------

NAME_LINE = re.compile(
    r"[ \t]*(?:[—–―]|--?)[ \t ]*(?P<name>" + CAPITAL + r"[^\s,;(\n]*(?:[ ][^\s,;(\n]+){0,6})"
    r"(?:[ ]?[,;(][^\n]{0,100})?$",
)
DATE = re.compile(
    r"\b(?:1[6-9]\d\d|20\d\d)\b|\b(?:January|February|March|April|June|July|August|September"
    r"|October|November|December)\b|\.(?:com|org|net|ca|uk)\b"
)
LEAD = re.compile(
    r"(?:(?:And|This|Here is|Also)[, ]+)?(?:(?:from|by|per|via|From|By)\s+)?"
    rf"(?P<name>(?:[Tt]he\s)?{CAPITAL}[\w.'’-]*"
    rf"(?:[ ](?:of|the|for|de|von|van|{CAPITAL}[\w.'’-]*)){{0,7}})"
    r"(?:,[^:\n]{0,60})?:\s*$"
)


def _is_name_line(text: str, start: int, end: int) -> bool:
    """Whether a line is a dash and a name, and no sentence."""
    return bool(NAME_LINE.match(text, start, end)) and text[end - 1] not in ".!?,:;…"


def name_after(text: str, end: int, following: Span | None, block_end: int) -> Span | None:
    """The name that a dash joins to a quotation that ends at ``end``; None for a dated source."""
    line = text[end:block_end]
    found = NAME_LINE.match(line) if line.strip() else None
    offset = end
    if not line.strip() and following is not None:
        line = text[following.start : following.end]
        found, offset = NAME_LINE.match(line), following.start
    if not found or line.rstrip()[-1] in ".!?,:" or DATE.search(line):
        return None
    return Span(offset + found.start("name"), offset + found.end("name"))


def is_dated_source(text: str, end: int, block_end: int) -> bool:
    """Whether a dash joins a dated source to the words in marks: a headline in a reference."""
    line = text[end:block_end]
    return bool(NAME_LINE.match(line)) and bool(DATE.search(line))


def name_before(text: str, start: int, block: Span, preceding: Span | None) -> Span | None:
    """The name before a colon that leads to a quotation at ``start``: ``From Warden Okoro:``."""
    begin, end = block.start, start
    if not text[begin:end].strip():
        if preceding is None:
            return None
        begin, end = preceding
    lead = text[begin:end].rstrip()
    if len(lead) > 120 or not lead.endswith(":"):
        return None
    found = LEAD.match(text, begin, begin + len(lead))
    if not found or any(cue_of(word) & SPEAKING for word in WORD.findall(lead)):
        return None
    return Span(*found.span("name"))
