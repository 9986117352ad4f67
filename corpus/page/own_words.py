"""Where a page speaks of itself to its readers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from corpus.page.lines import SENTENCE_END, is_prose, touches
from corpus.page.voice import ASKS, LIKELY, SURE, voice
from corpus.page.words import NAME

TALKATIVE: Final = (
    0.2  # of the prose; a text that speaks to its readers more is a letter or a guide
)
FEW_VOICES: Final = 3  # that a short story may have as well
MAKER: Final = re.compile(rf"(?:\bBy )?({NAME})")


def spread_voice(paragraphs: Sequence[str], reasons: list[str | None], title: str | None) -> None:
    """Remove what speaks of the page itself, unless the story speaks so to its readers."""
    names = makers(paragraphs, reasons)
    voices = [0 if p == title or reasons[n] else voice(p, names) for n, p in enumerate(paragraphs)]
    prose = [n for n, p in enumerate(paragraphs) if reasons[n] is None and is_prose(p)]
    alone = sum(voices[n] >= LIKELY and not touches(reasons, n) for n in prose)
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


def makers(paragraphs: Sequence[str], reasons: Sequence[str | None]) -> frozenset[str]:
    """The names in bylines and credits."""
    lines = [p for p, r in zip(paragraphs, reasons, strict=True) if r in ("byline", "credit")]
    return frozenset(name for line in lines for name in MAKER.findall(line))
