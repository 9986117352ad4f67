"""Who said what in a document: the way in to quotations and their speakers."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from corpus.documents import Document, Kind, Quotation, Span
from corpus.quoting import layout
from corpus.quoting.layout import Turn
from corpus.quoting.marks import Marked, marked
from corpus.quoting.parsing import DEFAULT_MODEL, Parse, Parser, Quoted
from corpus.quoting.scare_quotes import Wording, wording
from corpus.quoting.speech import Speech


class QuotationFinder:
    """Finds the quotations of whole documents; the model loads with the first one."""

    def __init__(self, model: str = DEFAULT_MODEL) -> None:
        self.parser = Parser(model)

    def speeches(self, document: Document) -> tuple[list[Speech], Parse]:
        """What is said in the document, in text order, and the grammar that it was found in."""
        text = document.text
        sheet = _sheet(document)
        parse = self.parser.parse(text, sheet.quoted, sheet.blocks)
        speeches = [
            Speech(turn.start, turn.end, Kind.DIRECT, label=turn.label) for turn in sheet.turns
        ]
        return sorted(speeches, key=lambda speech: speech.start), parse

    def quotations(self, document: Document) -> list[Quotation]:
        """What is said in the document and by whom, in text order."""
        speeches, _ = self.speeches(document)
        return [
            Quotation(
                document,
                speech.start,
                speech.end,
                kind=speech.kind,
                mention=speech.mention,
                cue=speech.cue,
                negated=speech.negated,
            )
            for speech in speeches
        ]


class _Sheet(NamedTuple):
    """What a document shows without its grammar."""

    blocks: list[Span]
    turns: list[Turn]  # direct speech
    fragments: list[Marked]  # words in marks that are part of a sentence

    @property
    def quoted(self) -> list[Quoted]:
        return [Quoted(turn.start, turn.end) for turn in self.turns] + [
            Quoted(one.start, one.end, stands_apart=False) for one in self.fragments
        ]


def _sheet(document: Document) -> _Sheet:
    text = document.text
    blocks = layout.blocks(text, document.paragraphs)
    starts = [block.start for block in blocks]
    turns: list[Turn] = []
    fragments = []
    for one in marked(text, blocks):
        block = blocks[bisect_right(starts, one.start) - 1]
        spoken = turns[-1].end if turns and turns[-1].start >= block.start else None
        match wording(text, one, *block, spoken=spoken):
            case Wording.SPEECH:
                turns.append(Turn(one.start, one.end))
            case Wording.FRAGMENT:
                fragments.append(one)
            case Wording.NAME:
                pass
    laid_out = layout.turns_of_transcript(text, blocks) or layout.turns_after_dashes(text, blocks)
    turns += _apart_from(laid_out, turns)
    return _Sheet(blocks, sorted(turns), fragments)


def _apart_from(turns: Sequence[Turn], others: Sequence[Turn]) -> list[Turn]:
    """The turns that don't touch any of the others, which are in text order."""
    starts = [other.start for other in others]
    kept = []
    for turn in turns:
        number = bisect_right(starts, turn.end - 1) - 1
        if number < 0 or others[number].end <= turn.start:
            kept.append(turn)
    return kept
