"""What the finders of quotations hand to the sieves: a stretch of speech without its speaker."""

from __future__ import annotations

from dataclasses import dataclass

from corpus.documents import Kind, Span


@dataclass(frozen=True, slots=True)
class Speech:
    """A quotation whose speaker is not yet known.

    ``cue`` and ``mention`` are set where grammar alone gives them (indirect and mixed speech, and
    direct speech with its own clause of saying). ``group`` joins the parts of one attribution: two
    halves split by narration, or paragraphs that open again. ``label`` is a speaker written as
    layout ("OKORO:", "— Nils Berg, baker") rather than in a sentence.
    """

    start: int
    end: int
    kind: Kind
    cue: Span | None = None
    mention: Span | None = None
    label: Span | None = None
    group: int | None = None
    negated: bool = False
    via: Span | None = None
