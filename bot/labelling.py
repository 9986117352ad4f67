"""Whose words a sentence gives, so that the line over it is true of the sentence itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from corpus.documents import Excerpt, Quotation, Span

SPOKEN = 0.4  # of a sentence in somebody's words, from which it is that person's
ALONE = 0.75  # of what is said in it, from which nobody else is to be named for it
LEFT_OUT = -1  # whose are the letters of a clause of saying
LONGEST_TAG = 90  # characters from the name to the verb that still are one clause of saying


def spoken_in(excerpt: Excerpt, quotations: Iterable[Quotation]) -> Quotation | None:
    """The quotation that the excerpt gives; None where the narration speaks, or several do.

    ``quotations`` may be any of its document. Words in a quotation within a quotation are the
    inner speaker's, and the clause that says who speaks counts for nobody.
    """
    here = [q for q in quotations if q.start < excerpt.end and excerpt.start < q.end]
    if not here:
        return None
    counts = Counter(_owners(excerpt, here))
    told = counts.pop(None, 0)
    by_speaker: Counter[tuple[str, ...]] = Counter()
    for number, letters in counts.items():
        if number is not None:
            by_speaker[_names(here[number])] += letters
    if not by_speaker:
        return None
    (speaker, most), spoken = by_speaker.most_common(1)[0], by_speaker.total()
    if spoken < SPOKEN * (spoken + told) or most < ALONE * spoken:
        return None
    own = [n for n in counts if n is not None and _names(here[n]) == speaker]
    return here[max(own, key=lambda number: (counts[number], -number))]


def _names(quotation: Quotation) -> tuple[str, ...]:
    return tuple(person.name for person in quotation.speakers)


def _owners(excerpt: Excerpt, here: list[Quotation]) -> list[int | None]:
    """For every letter of the excerpt whose it is: the number of a quotation, or the narration's.

    Letters of clauses of saying are left out.
    """
    owners: list[int | None] = [None] * (excerpt.end - excerpt.start)
    inmost_last = sorted(range(len(here)), key=lambda n: here[n].start - here[n].end)
    for number in inmost_last:
        if _repeats(here[number], here):
            continue
        for tag in _tag(here[number]):
            _fill(owners, excerpt, tag, LEFT_OUT)
        _fill(owners, excerpt, here[number].span, number)
    text = excerpt.text
    return [owner for at, owner in enumerate(owners) if owner != LEFT_OUT and text[at].isalnum()]


def _repeats(inner: Quotation, here: Iterable[Quotation]) -> bool:
    """Whether it is part of what the same speaker says: "she denied that she had threatened …"."""
    return any(
        outer.speakers == inner.speakers
        and outer.span != inner.span
        and outer.start <= inner.start
        and inner.end <= outer.end
        for outer in here
    )


def _fill(owners: list[int | None], excerpt: Excerpt, span: Span, owner: int) -> None:
    for at in range(max(span.start, excerpt.start), min(span.end, excerpt.end)):
        owners[at - excerpt.start] = owner


def _tag(quotation: Quotation) -> list[Span]:
    """Where it stands who says it: from the name to the verb, where they are one clause."""
    shown = sorted(span for span in (quotation.mention, quotation.cue) if span)
    if len(shown) == 2 and 0 <= shown[1].start - shown[0].end <= LONGEST_TAG:
        return [Span(shown[0].start, shown[1].end)]
    return shown
