"""What a headline reports: ``Engineers: pier is unsafe``, ``Court rules letter was a forgery``."""

from __future__ import annotations

import re
from typing import NamedTuple

from corpus.documents import Span
from corpus.quoting.cues import WORD

# Last words of a phrase that names a source, in headlines.
SOURCES = frozenset(
    """
    mayor minister president premier governor senator chancellor king queen pope bishop judge court
    council police officials official report reports study studies poll survey experts scientists
    researchers critics sources source lawyer lawyers attorney witness witnesses chief chairman
    chairwoman chair director manager coach captain warden doctors engineers unions union government
    ministry agency army military navy regulator inspector inspectors residents growers farmers
    analysts economists families family victim victims parents teachers students workers campaigners
    activists opposition party leader boss spokesman spokeswoman spokesperson mp mps
    """.split()
)
# A headline leaves out its "that", so that the parser may take these for nouns.
WITH_VERB = re.compile(
    r"(?P<source>(?:[\w'’.-]+[ ]){1,5}?)"
    r"(?P<cue>says|say|warns|warn|rules|claims|denies|admits|insists|finds|confirms|announces"
    r"|suggests|vows|argues)[ ](?P<said>[^\n:]{8,120})$"
)
FINITE = frozenset(
    """
    is are was were isn't isn’t aren't aren’t wasn't wasn’t has have had hasn't hasn’t will would
    won't won’t can can't can’t cannot could should must may might
    """.split()
)
WITH_COLON = re.compile(r"(?P<first>[^:\n]{3,120}?):[ ](?P<second>[^\n:]{3,120})$")


class Headline(NamedTuple):
    """What a headline reports, the source that it names, and its verb of saying if it has one."""

    said: Span
    source: Span
    cue: Span | None = None


def headline(text: str, block: Span) -> Headline | None:
    """What a title without a stop at its end reports; None for any other line."""
    if text[block.end - 1] in ".?!:;":
        return None
    return _with_colon(text, block) or _with_verb(text, block)


def _with_colon(text: str, block: Span) -> Headline | None:
    found = WITH_COLON.match(text, block.start, block.end)
    if not found:
        return None
    for source, said in (("first", "second"), ("second", "first")):
        words = WORD.findall(found[source])
        named = 0 < len(words) < 6 and words[-1].lower() in SOURCES
        if named and len(WORD.findall(found[said])) > 2:
            return Headline(Span(*found.span(said)), Span(*found.span(source)))
    return None


def _with_verb(text: str, block: Span) -> Headline | None:
    found = WITH_VERB.match(text, block.start, block.end)
    if not found or not any(word.lower() in FINITE for word in WORD.findall(found["said"])):
        return None
    start, end = found.span("source")
    return Headline(Span(*found.span("said")), Span(start, end - 1), Span(*found.span("cue")))
