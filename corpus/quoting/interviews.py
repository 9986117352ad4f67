"""Who answers in an interview of Q and A: whom the narration before it names as asked."""

from __future__ import annotations

import re

from corpus.documents import Span
from corpus.quoting.cast import Cast
from corpus.quoting.figures import Sort
from corpus.quoting.mentions import Form, Mention
from corpus.quoting.sieves import everyone_in

INTRODUCTION = 600  # characters before the first question in which the one who answers is named
QUESTIONS = frozenset("q question".split())
FORMS = QUESTIONS | {"a", "answer"}
ASKERS = r"(?:[Ww]e|I|[Oo]ur (?:\w+ )?(?:reporter|correspondent|editor|writer))"
# "We spoke to Ida Lund", "Our reporter put questions to the miller, Ida Lund"
ASKED = re.compile(
    rf"(?:\b{ASKERS} (?:\w+ly )?(?P<asked>(?:spoke|talked|chatted|sat down|caught up) (?:to|with)"
    r"|interviewed|(?:put|asked) [^.!?\n]{0,30}?questions (?:to|of))"
    r"|\b(?P<named>[Ii]nterview|[Cc]onversation|Q ?& ?A) with) (?:[a-z]\w*,? ){0,4}$"
)
# "Ida Lund took questions", "Ida Lund, who keeps bees, talked to us"
ANSWERING = re.compile(
    r"(?:, [^.!?\n]{1,80},)? (?P<cue>(?:took|takes|answered|answers) (?!no )[^.!?\n]{0,40}?"
    r"questions"
    r"|(?:spoke|talked|chatted|sat down) (?:to|with) (?:us|our)\b)"
)


def answerer(cast: Cast, first: int, offset: int) -> tuple[Mention, Span] | None:
    """The one person who is told to answer, and the words that tell it; None for several.

    ``first`` is where the interview begins, ``offset`` where the answer does.
    """
    found = [
        (mention, shown)
        for mention in cast.between(max(0, first - INTRODUCTION), offset)
        if (shown := _shown(cast.text, mention))
    ]
    alone = not any(_is_joined(mention) for mention, _ in found)
    return found[0] if alone and len({mention.figure for mention, _ in found}) == 1 else None


def _is_joined(mention: Mention) -> bool:
    """Whether the name is one of several, as in "Ida Lund and Bram Holt"."""
    head = mention.head
    return head is not None and (head.dep == "conj" or len(everyone_in(head)) > 1)


def _shown(text: str, mention: Mention) -> Span | None:
    """The words that tell that somebody named is asked or answers."""
    figure = mention.figure
    if mention.form is not Form.NAME or figure is None or figure.sort is not Sort.PERSON:
        return None
    start = max(text.rfind("\n", 0, mention.start) + 1, mention.start - 120)
    if asked := ASKED.search(text[start : mention.start]):
        cue = asked.span("asked") if asked["asked"] else asked.span("named")
        return Span(start + cue[0], start + cue[1])
    answering = ANSWERING.match(text, mention.end)
    return Span(*answering.span("cue")) if answering else None
