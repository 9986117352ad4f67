"""Scores whole replies on questions with known answers: excerpt, speaker, or abstention."""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.conversation import Conversations
from bot.json_lines import numbered_lines
from bot.replies import Answer, Citation, Reply
from config.errors import UserError


@dataclass(frozen=True, slots=True)
class Expected:
    """One gold question.

    A citation's excerpt has to hold one of ``excerpts``, and that citation's speaker one of
    ``speakers`` (none: no speaker asked); or the right reply is an abstention. ``after`` are the
    questions asked before it in the same conversation.
    """

    id: str
    question: str
    kind: str
    excerpts: tuple[str, ...]
    speakers: tuple[str, ...]
    abstain: bool
    after: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """A gold question with what came back and whether that is right."""

    expected: Expected
    reply: Reply
    right: bool
    seconds: float


@dataclass(frozen=True, slots=True)
class AnswerScores:
    """How many replies were right, by kind of question, and whether every excerpt was verbatim."""

    outcomes: tuple[Outcome, ...]
    excerpts: int
    verbatim: int

    @property
    def right(self) -> int:
        return sum(outcome.right for outcome in self.outcomes)

    def by_kind(self) -> dict[str, tuple[int, int]]:
        """Right replies and questions of each kind."""
        asked = Counter(outcome.expected.kind for outcome in self.outcomes)
        right = Counter(outcome.expected.kind for outcome in self.outcomes if outcome.right)
        return {kind: (right[kind], asked[kind]) for kind in sorted(asked)}

    def record(self) -> dict[str, Any]:
        seconds = sorted(outcome.seconds for outcome in self.outcomes)
        return {
            "questions": len(self.outcomes),
            "right": self.right,
            "by_kind": {kind: list(counts) for kind, counts in self.by_kind().items()},
            "excerpts": self.excerpts,
            "verbatim": self.verbatim,
            "median_ms": round(1000 * seconds[len(seconds) // 2], 1) if seconds else None,
            "wrong": [outcome.expected.id for outcome in self.outcomes if not outcome.right],
        }

    def table(self) -> str:
        rows = [f"{'kind':<20} right  asked"]
        rows += [f"{kind:<20} {r:>5}  {n:>5}" for kind, (r, n) in self.by_kind().items()]
        rows.append(f"{'all':<20} {self.right:>5}  {len(self.outcomes):>5}")
        rows.append(f"verbatim excerpts: {self.verbatim} of {self.excerpts}")
        rows += [
            f"wrong: {outcome.expected.id}: {outcome.expected.question}"
            for outcome in self.outcomes
            if not outcome.right
        ]
        return "\n".join(rows)


def evaluate_answers(path: Path, conversations: Conversations) -> AnswerScores:
    """Asks every question of a gold file, each in a conversation of its own.

    Raises UserError where the file is not in the format of ``questions.jsonl``.
    """
    outcomes = [_ask(expected, conversations) for expected in expected_in(path)]
    citations = [
        citation
        for outcome in outcomes
        if isinstance(outcome.reply, Answer)
        for citation in (*outcome.reply.citations, *outcome.reply.more)
    ]
    return AnswerScores(
        outcomes=tuple(outcomes),
        excerpts=len(citations),
        verbatim=sum(is_verbatim(citation) for citation in citations),
    )


def expected_in(path: Path) -> list[Expected]:
    """The gold questions of a file."""
    return [_expected(line, f"{path}:{number}") for number, line in numbered_lines(path)]


def _expected(line: str, place: str) -> Expected:
    try:
        record = json.loads(line)
        return Expected(
            id=str(record["id"]),
            question=record["question"],
            kind=record.get("kind", "-"),
            excerpts=tuple(record["excerpt_contains_any"]),
            speakers=tuple(record["speaker_contains_any"]),
            abstain=record["abstain"],
            after=tuple(record.get("after", ())),
        )
    except (ValueError, KeyError, TypeError) as error:
        raise UserError(f"{place}: not a gold question ({error}); see docs/evaluation.md") from None


def _ask(expected: Expected, conversations: Conversations) -> Outcome:
    for earlier in expected.after:
        conversations.reply(expected.id, earlier)
    started = time.perf_counter()
    reply = conversations.reply(expected.id, expected.question)
    seconds = time.perf_counter() - started
    conversations.forget(expected.id)
    return Outcome(expected, reply, is_right(expected, reply), seconds)


def is_right(expected: Expected, reply: Reply) -> bool:
    """Whether the reply cites what is expected, or is silent where it should be."""
    if not isinstance(reply, Answer):
        return expected.abstain
    return not expected.abstain and any(_fits(expected, citation) for citation in reply.citations)


def _fits(expected: Expected, citation: Citation) -> bool:
    if not any(words in citation.excerpt.text for words in expected.excerpts):
        return False
    return not expected.speakers or _names(citation.speaker or "", expected.speakers)


def _names(speaker: str, wanted: Sequence[str]) -> bool:
    return any(name.casefold() in speaker.casefold() for name in wanted)


def is_verbatim(citation: Citation) -> bool:
    """Whether the excerpt is what its document has there, from word edge to word edge."""
    excerpt = citation.excerpt
    text = excerpt.document.text
    if text[excerpt.start : excerpt.end] != excerpt.text or excerpt.text != excerpt.text.strip():
        return False
    return not (_cuts_a_word(text, excerpt.start) or _cuts_a_word(text, excerpt.end))


def _cuts_a_word(text: str, at: int) -> bool:
    return 0 < at < len(text) and text[at - 1].isalnum() and text[at].isalnum()
