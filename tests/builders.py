"""Small values for tests; every field has a default, so that a test names only what it is about."""

from __future__ import annotations

import re

from corpus.documents import Document, Kind, Person, Quotation, Span

STORY = """The harbour reopened on Monday after the storm.

"The pier is safe again," said Mara Lind, the harbour master. "We checked every plank."

Tomas Reede, who owns the ferry, was not so sure. He said the pier would close by winter."""


def document(text: str = STORY, *, id_: str = "harbour", title: str = "The harbour") -> Document:
    """A document whose paragraphs are parted by blank lines."""
    return Document(
        id=id_,
        title=title,
        text=text,
        paragraphs=tuple(
            Span(match.start(), match.end())
            for match in re.finditer(r"\S(?:.*?\S)??(?=\n\n|\s*\Z)", text, re.DOTALL)
        ),
        path=f"{id_}.txt",
        digest=f"digest of {hash(text)}",
    )


def person(name: str = "Mara Lind", *, roles: tuple[str, ...] = ("harbour master",)) -> Person:
    return Person(name, aliases=(name.split()[-1],), roles=roles)


def quotation(
    words: str = '"The pier is safe again,"',
    *,
    of: Document | None = None,
    speakers: tuple[Person, ...] | None = None,
    mention: str | None = "Mara Lind",
    cue: str | None = "said",
    kind: Kind = Kind.DIRECT,
) -> Quotation:
    """A quotation of words that stand in the document, by Mara Lind."""
    source = of or document()
    start = source.text.index(words)
    return Quotation(
        source,
        start,
        start + len(words),
        kind=kind,
        speakers=(person(),) if speakers is None else speakers,
        mention=_span(source, mention, start),
        cue=_span(source, cue, start),
        evidence="cue",
        confidence=0.9,
    )


def _span(source: Document, words: str | None, near: int) -> Span | None:
    if words is None:
        return None
    start = source.text.index(words, near)
    return Span(start, start + len(words))
