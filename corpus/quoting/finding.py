"""Who said what in a document: the way in to quotations and their speakers."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import accumulate
from typing import NamedTuple

from corpus.documents import Document, Kind, Quotation, Span
from corpus.quoting import layout
from corpus.quoting.attribution import BAR, attribute
from corpus.quoting.complements import Report
from corpus.quoting.cues import Cue, cue_of
from corpus.quoting.headlines import headline
from corpus.quoting.inner import told_within
from corpus.quoting.layout import Utterance
from corpus.quoting.letters import utterances_of_letters
from corpus.quoting.marks import Marked, marked
from corpus.quoting.parsing import DEFAULT_MODEL, Parse, Parser, Quoted
from corpus.quoting.reported import reports
from corpus.quoting.scare_quotes import Wording, wording
from corpus.quoting.speech import Speech
from corpus.quoting.spoken import Said, clause_beside, description

LONGEST_SPLIT = 160  # characters of narration within one attribution
INNER_STOP = re.compile(r"(?<!\b[A-Z])(?<!\b[A-Z][a-z])(?<!\bMrs)[.!?][\"'”’]?\s+\S.*[^\s]")


class QuotationFinder:
    """Finds the quotations of whole documents; the model loads with the first one.

    A speaker of less than ``min_confidence`` is not stated.
    """

    def __init__(self, model: str = DEFAULT_MODEL, *, min_confidence: float = BAR) -> None:
        self.parser = Parser(model)
        self.min_confidence = min_confidence

    def speeches(self, document: Document) -> tuple[list[Speech], Parse]:
        """What is said in the document, in text order, and the grammar that it was found in."""
        sheet = _sheet(document)
        parse = self.parser.parse(document.text, sheet.quoted, sheet.blocks)
        return _Merging(document.text, sheet, parse).speeches(), parse

    def quotations(self, document: Document) -> list[Quotation]:
        """What is said in the document and by whom, in text order."""
        speeches, parse = self.speeches(document)
        within = told_within(document.text, speeches, self.parser)
        return attribute(document, speeches, parse, bar=self.min_confidence, within=within)


class _Merging:
    """Direct and reported speech of one document, each stretch of it once."""

    def __init__(self, text: str, sheet: _Sheet, parse: Parse) -> None:
        self.text = text
        self.sheet = sheet
        self.parse = parse
        self.marked = sorted(
            [(utterance.start, utterance.end) for utterance in sheet.utterances]
            + [(one.start, one.end) for one in sheet.fragments]
        )
        self.starts = [block.start for block in sheet.blocks]
        self.groups = 0

    def speeches(self) -> list[Speech]:
        """All that is said, in text order."""
        clauses: dict[Span, Said] = {}
        reported: list[Speech] = []
        for report in reports(self.parse):
            self._add(report, reported, clauses)
        reported += self._headline(reported)
        covered = _Cover((one.start, one.end) for one in reported if one.kind is not Kind.INDIRECT)
        direct = [
            self._direct(utterance, clauses)
            for utterance in self.sheet.utterances
            if not covered.holds(utterance.start, utterance.end)
        ]
        for one in self.sheet.fragments:
            said = description(self.parse, one.start, one.end)
            if said and not covered.holds(one.start, one.end):
                spoken = Speech(one.start, one.end, Kind.DIRECT, said.cue, said.mention)
                reported.append(replace(spoken, negated=said.negated))
        self._join(direct)
        return sorted(direct + reported, key=lambda speech: (speech.start, speech.end))

    def _headline(self, reported: Sequence[Speech]) -> list[Speech]:
        """What the title reports, where its grammar did not show it."""
        title = headline(self.text, self.sheet.blocks[0]) if self.sheet.blocks else None
        if title is None or any(
            utterance.start < title.said.end for utterance in self.sheet.utterances[:1]
        ):
            return []
        if any(one.start < title.said.end for one in reported):
            return []
        start, end = title.said
        negated = title.cue is not None and bool(cue_of(self.text[slice(*title.cue)]) & Cue.DENYING)
        kind = self._kind(start, end)
        return [Speech(start, end, kind, title.cue, title.source, negated=negated)]

    def _join(self, direct: list[Speech]) -> None:
        """Gives one group to the parts of one attribution: split by narration, or reopened."""
        parts = {utterance.start for utterance in self.sheet.utterances if utterance.part}
        for number in range(len(direct) - 1):
            before, after = direct[number : number + 2]
            if after.start in parts or self._is_split(before, after):
                if before.group is None:
                    self.groups += 1
                    before = direct[number] = replace(before, group=self.groups)
                direct[number + 1] = replace(after, group=before.group)

    def _is_split(self, before: Speech, after: Speech) -> bool:
        """Whether only the clause of saying of the one before stands between two quotations."""
        between = self.text[before.end : after.start]
        if before.cue is None or not before.end <= before.cue.start < after.start:
            return False
        if "\n" in between or len(between) > LONGEST_SPLIT or after.cue not in (None, before.cue):
            return False
        return not INNER_STOP.search(between)

    def _add(self, report: Report, reported: list[Speech], clauses: dict[Span, Said]) -> None:
        """Enters a report as reported speech, or as the clause of saying of direct speech."""
        pieces = [self._over_marks(piece) for piece in report.pieces]
        spoken = [self._utterance_of(piece) for piece in pieces]
        if report.root is not None and report.root.spoken and not any(spoken):
            spoken = [self._utterance_of(report.root.span)]
            if self._leads(report, spoken[0]):
                spoken = []
        beside = spoken if any(spoken) else [self._utterance_after_colon(pieces[-1].end)]
        for utterance in beside:
            if utterance and report.mention:
                said = Said(report.cue, report.mention, report.negated, via=report.via)
                clauses.setdefault(Span(utterance.start, utterance.end), said)
        if any(spoken):
            return
        group = None
        if len(pieces) > 1:
            self.groups += 1
            group = self.groups
        for start, end in pieces:
            reported.append(
                Speech(
                    start,
                    end,
                    self._kind(start, end),
                    cue=report.cue,
                    mention=report.mention,
                    group=group,
                    negated=report.negated,
                    via=report.via,
                )
            )

    def _leads(self, report: Report, utterance: Utterance | None) -> bool:
        """Whether reported words lead into the quotation that ends them: a mixed one."""
        if utterance is None:
            return True
        piece = report.pieces[0]
        lead = self.text[piece.start : utterance.start].split()
        return bool(lead) and (self.text[utterance.start + 1].islower() or "," in lead[-1])

    def _over_marks(self, piece: Span) -> Span:
        """The piece, widened over quotations that it cuts."""
        start, end = piece
        for number in self._touching(start, end):
            lead = self.text[start : self.marked[number][0]].rstrip()
            if lead.endswith(":") and len(lead) > 1:
                end = start + len(lead.rstrip(": "))
                break
        for number in self._touching(start, end):
            opens, closes = self.marked[number]
            start, end = min(start, opens), max(end, closes)
        return Span(start, end)

    def _touching(self, start: int, end: int) -> range:
        first = bisect_right(self.marked, start, key=lambda pair: pair[1])
        last = bisect_left(self.marked, end, key=lambda pair: pair[0])
        return range(first, last)

    def _kind(self, start: int, end: int) -> Kind:
        touching = self._touching(start, end)
        if not touching:
            return Kind.INDIRECT
        opens, closes = self.marked[touching[0]]
        bare = self.text[start:opens] + self.text[closes:end]
        return Kind.MIXED if any(map(str.isalnum, bare)) else Kind.DIRECT

    def _utterance_of(self, piece: Span) -> Utterance | None:
        """The direct speech that covers a piece but for punctuation."""
        utterances = self.sheet.utterances
        number = bisect_right(utterances, piece.start, key=lambda utterance: utterance.start) - 1
        return utterances[number] if number >= 0 and piece.end <= utterances[number].end else None

    def _utterance_after_colon(self, end: int) -> Utterance | None:
        """The direct speech that reported words lead to: ``said he was sorry: "We failed."``"""
        if self.text[end : end + 1] != ":":
            return None
        utterances = self.sheet.utterances
        number = bisect_right(utterances, end, key=lambda utterance: utterance.start)
        if number == len(utterances) or self.text[end + 1 : utterances[number].start].strip():
            return None
        return utterances[number]

    def _direct(self, utterance: Utterance, clauses: dict[Span, Said]) -> Speech:
        said = clauses.get(Span(utterance.start, utterance.end)) or clause_beside(
            self.parse, utterance.start, utterance.end
        )
        return Speech(
            utterance.start,
            utterance.end,
            Kind.DIRECT,
            cue=said.cue if said else None,
            mention=said.mention if said else None,
            label=utterance.label or (None if said else self._label(utterance)),
            negated=said.negated if said else False,
            via=said.via if said else None,
        )

    def _label(self, utterance: Utterance) -> Span | None:
        """A name that layout puts under or before a quotation."""
        number = bisect_right(self.starts, utterance.start) - 1
        blocks = self.sheet.blocks
        block = blocks[number]
        after = blocks[number + 1] if number + 1 < len(blocks) else None
        before = blocks[number - 1] if number else None
        return layout.name_after(self.text, utterance.end, after, block.end) or layout.name_before(
            self.text, utterance.start, block, before
        )


class _Cover:
    """Stretches that may overlap, asked whether one of them holds another stretch."""

    def __init__(self, spans: Iterable[tuple[int, int]]) -> None:
        self.spans = sorted(spans)
        self.reach = list(accumulate((end for _, end in self.spans), max))

    def holds(self, start: int, end: int) -> bool:
        """Whether one stretch holds all of that from ``start`` to ``end``."""
        number = bisect_right(self.spans, start, key=lambda span: span[0])
        return number > 0 and self.reach[number - 1] >= end


class _Sheet(NamedTuple):
    """What a document shows without its grammar."""

    blocks: list[Span]
    utterances: list[Utterance]  # direct speech
    fragments: list[Marked]  # words in marks that are part of a sentence

    @property
    def quoted(self) -> list[Quoted]:
        """What the parser is to take as one; a fragment is read with the sentence around it."""
        return [Quoted(utterance.start, utterance.end) for utterance in self.utterances] + [
            Quoted(one.start, one.end, stands_apart=False) for one in self.fragments
        ]


def _sheet(document: Document) -> _Sheet:
    """What marks and layout show; speech in marks goes before what layout makes of its lines."""
    text = document.text
    blocks = layout.blocks(text, document.paragraphs)
    starts = [block.start for block in blocks]
    utterances: list[Utterance] = []
    fragments = []
    for one in marked(text, blocks):
        block = blocks[bisect_right(starts, one.start) - 1]
        spoken = utterances[-1].end if utterances and utterances[-1].start >= block.start else None
        match wording(text, one, *block, spoken=spoken):
            case Wording.SPEECH if layout.is_dated_source(text, one.end, block.end):
                pass
            case Wording.SPEECH:
                utterances.append(Utterance(one.start, one.end, part=one.continues))
            case Wording.FRAGMENT:
                fragments.append(one)
            case Wording.NAME:
                pass
    laid_out = layout.utterances_of_transcript(text, blocks) or layout.utterances_after_dashes(
        text, blocks
    )
    for others in (utterances_of_letters(text, blocks), _after_colons(text, blocks, utterances)):
        laid_out = [*laid_out, *_apart_from(others, sorted(laid_out))]
    turns = _labelled(text, sorted(laid_out), utterances)
    outside = _Cover((turn.start, turn.end) for turn in turns)
    utterances = [one for one in utterances if not outside.holds(one.start, one.end)]
    fragments = [one for one in fragments if not outside.holds(one.start, one.end)]
    return _Sheet(blocks, sorted(utterances + turns), fragments)


def _after_colons(
    text: str, blocks: Sequence[Span], marked: Sequence[Utterance]
) -> list[Utterance]:
    """What colons lead to, where no marks show that it is told otherwise."""
    return _apart_from(layout.utterances_after_colons(text, blocks), marked)


def _apart_from(utterances: Sequence[Utterance], others: Sequence[Utterance]) -> list[Utterance]:
    """The utterances that don't touch any of the others, which are in text order."""
    starts = [other.start for other in others]
    kept = []
    for utterance in utterances:
        number = bisect_right(starts, utterance.end - 1) - 1
        if number < 0 or others[number].end <= utterance.start:
            kept.append(utterance)
    return kept


def _labelled(
    text: str, turns: Sequence[Utterance], marked: Sequence[Utterance]
) -> list[Utterance]:
    """The turns of layout; one that is all in marks ends where its marks do.

    Marks around a part of a turn are what is told in it. ``marked`` is in text order.
    """
    labelled = []
    for turn in turns:
        number = bisect_left(marked, turn.start, key=lambda one: one.start)
        first = marked[number] if number < len(marked) else None
        bare = "" if first is None else text[turn.start : first.start] + text[first.end : turn.end]
        if first and first.end <= turn.end and not any(map(str.isalnum, bare)):
            turn = turn._replace(start=first.start, end=first.end, part=first.part or turn.part)
        labelled.append(turn)
    return labelled
