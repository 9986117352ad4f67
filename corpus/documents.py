"""The nouns of a story: documents, and the stretches of their text that can be cited.

Nothing here copies text: a stretch is a document and two offsets, so it can only say what stands
there. Offsets count Unicode characters of ``Document.text``, from ``start`` up to before ``end``.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple


class Span(NamedTuple):
    """Where something stands in a text: the characters from ``start`` up to ``end``."""

    start: int
    end: int


class Section(NamedTuple):
    """A page or chapter of the source, for citations: it runs from ``start`` to the next one."""

    start: int
    label: str


class Removal(NamedTuple):
    """A stretch of the source that is not the story, and why it was taken out."""

    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Document:
    """One story of the corpus. Two documents are equal when their id and digest are."""

    id: str
    title: str = field(compare=False)
    text: str = field(compare=False, repr=False)
    paragraphs: tuple[Span, ...] = field(compare=False, repr=False)
    author: str | None = field(default=None, compare=False)
    published: str | None = field(default=None, compare=False)
    url: str | None = field(default=None, compare=False)
    path: str = field(default="", compare=False)
    digest: str = ""
    sections: tuple[Section, ...] = field(default=(), compare=False, repr=False)
    removed: tuple[Removal, ...] = field(default=(), compare=False, repr=False)
    also_at: tuple[str, ...] = field(default=(), compare=False, repr=False)

    def paragraph_at(self, offset: int) -> int:
        """The number, from 1, of the paragraph that holds ``offset`` or stands last before it."""
        return max(1, bisect_right(self.paragraphs, offset, key=lambda span: span.start))

    def paragraphs_in(self, span: Span) -> tuple[Span, ...]:
        """The paragraphs that reach into a stretch of the text."""
        last = bisect_right(self.paragraphs, span.end - 1, key=lambda paragraph: paragraph.start)
        return self.paragraphs[self.paragraph_at(span.start) - 1 : last]

    def section_at(self, offset: int) -> str | None:
        """The page or chapter that holds ``offset``; None where the source has none."""
        number = bisect_right(self.sections, offset, key=lambda section: section.start)
        return self.sections[number - 1].label if number else None


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A verbatim stretch of one document: its text is ``document.text[start:end]``."""

    document: Document
    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end <= len(self.document.text):
            raise ValueError(
                f"{self.document.id}: no text from {self.start} to {self.end}"
                f" in {len(self.document.text)} characters"
            )

    @property
    def text(self) -> str:
        return self.document.text[self.start : self.end]

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)

    @property
    def paragraph(self) -> int:
        """The number, from 1, of the paragraph that the excerpt starts in."""
        return self.document.paragraph_at(self.start)

    @property
    def section(self) -> str | None:
        return self.document.section_at(self.start)


@dataclass(frozen=True, slots=True)
class Passage(Excerpt):
    """A few whole sentences, the unit of search."""


class Kind(StrEnum):
    """How a quotation stands in its text."""

    DIRECT = "direct"  # all of it in quotation marks, or a line of dialogue
    INDIRECT = "indirect"  # reported, no marks
    MIXED = "mixed"  # reported, partly in marks


@dataclass(frozen=True, slots=True)
class Person:
    """Whoever speaks: a person, a role, an organisation or a paper that speaks."""

    name: str
    aliases: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """Everything that this speaker is called in the corpus, the name first."""
        return (self.name, *self.aliases, *self.roles)


@dataclass(frozen=True, slots=True)
class Quotation(Excerpt):
    """What somebody said, and what in the text shows who.

    ``speakers`` is empty where the text does not state a speaker, and holds several people for
    joint speech. ``mention`` is the phrase that names the speaker at the quotation ("she"),
    ``cue`` the words of saying ("wrote"), ``evidence`` the sieve that joined them, ``confidence``
    that sieve's share of right names on development data, from 0 to 1. ``negated`` marks what was
    denied, not said or only expected; ``via`` names the paper or person that passes the words on:
    of what is told within somebody's speech, whoever tells it.
    """

    kind: Kind = Kind.DIRECT
    speakers: tuple[Person, ...] = ()
    mention: Span | None = None
    cue: Span | None = None
    evidence: str = ""
    confidence: float = 0.0
    negated: bool = False
    via: str | None = None

    @property
    def speaker(self) -> str | None:
        """The speakers' names in one phrase, or None where the speaker is not stated."""
        names = [person.name for person in self.speakers]
        if len(names) < 2:
            return names[0] if names else None
        return f"{', '.join(names[:-1])} and {names[-1]}"

    @property
    def is_told(self) -> bool:
        """Whether it stands within what somebody else, or the same speaker, says."""
        return self.evidence == TOLD

    @property
    def speaker_words(self) -> str | None:
        """The words of the text that show who spoke, mention and cue as they stand there."""
        shown = [span for span in (self.mention, self.cue) if span]
        if not shown:
            return None
        start, end = min(shown)[0], max(span.end for span in shown)
        overlaps = start < self.end and self.start < end
        if overlaps or end - start > LONGEST_SHOWN or "\n" in self.document.text[start:end]:
            return " … ".join(self.document.text[s.start : s.end] for s in sorted(set(shown)))
        return self.document.text[start:end]


TOLD = "told"  # the evidence of every quotation within a quotation
LONGEST_SHOWN = 90  # characters between mention and cue that are still read at a glance
