"""What comes back for a question: an answer made of citations, or an honest abstention."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from corpus.documents import Excerpt, Quotation


class Intent(StrEnum):
    """What a question asks for."""

    WHO_SAID = "who-said"  # a content; find who said it
    WHAT_SAID = "what-said"  # what a named speaker said, about something or at all
    ABOUT = "about"  # anything else about the story
    COURTESY = "courtesy"  # greetings and thanks


class Silence(StrEnum):
    """Why there is no answer."""

    NOTHING_NEAR = "nothing-near"  # the corpus does not answer this
    UNKNOWN_SPEAKER = "unknown-speaker"  # the person asked about does not speak in the corpus
    UNKNOWN_NAME = "unknown-name"  # the question is about a name that stands nowhere in the corpus
    SPEAKER_SILENT = "speaker-silent"  # the person speaks, but not about this
    UNCLEAR_PERSON = "unclear-person"  # "she", and nobody to point at: ask back
    NOTHING_LEFT = "nothing-left"  # no more citations after those shown
    OTHER_LANGUAGE = "other-language"  # asked in a language that the corpus is not in
    EMPTY_QUESTION = "empty-question"
    EMPTY_CORPUS = "empty-corpus"


@dataclass(frozen=True, slots=True)
class Citation:
    """One excerpt with where it stands and who said it.

    ``highlight`` is the sentence that answers, inside ``excerpt``. ``quotation`` is set where the
    excerpt is cited for what somebody said. ``score`` orders the citations of one answer.
    """

    number: int
    excerpt: Excerpt
    quotation: Quotation | None = None
    highlight: Excerpt | None = None
    score: float = 0.0

    @property
    def speaker(self) -> str | None:
        return self.quotation.speaker if self.quotation else None


@dataclass(frozen=True, slots=True)
class Answer:
    """One or more citations, best first; ``more`` are the next ones, not shown at first.

    ``notes`` are sentences on how the question was taken, or which part of it has no answer.
    """

    question: str
    intent: Intent
    citations: tuple[Citation, ...]
    more: tuple[Citation, ...] = ()
    speaker: str | None = None
    version: int = 0
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not self.citations:
            raise ValueError("an answer cites at least one excerpt")


@dataclass(frozen=True, slots=True)
class Abstention:
    """Why the corpus does not answer, what was looked for, and ways on (names or titles).

    ``notes`` are sentences that help on, such as where the nearest passage stands.
    """

    question: str
    intent: Intent
    reason: Silence
    looked_for: str = ""
    suggestions: tuple[str, ...] = ()
    version: int = 0
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Courtesy:
    """A short, friendly line for a greeting or thanks: no claim, so no citation."""

    question: str
    text: str
    version: int = 0


Reply = Answer | Abstention | Courtesy
