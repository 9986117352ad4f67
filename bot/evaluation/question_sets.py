"""Question sets with gold offsets: documents, questions and where their answers stand."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from config.errors import UserError
from corpus.documents import Document, Span

CORPUS, QUESTIONS = "corpus.jsonl", "questions.jsonl"
DISTRACTORS = "_distractors"  # a folder of this ending makes its set's corpus harder to search
PARAGRAPH = re.compile(r"\S(?:(?!\n\s*\n).)*", re.DOTALL)


@dataclass(frozen=True, slots=True)
class GoldQuestion:
    """A question with the places of its answers, any of which is right; none: unanswerable.

    ``loose`` marks answers that are whole sections: a part of one is right too.
    """

    id: str
    text: str
    document: str
    answers: tuple[Span, ...]
    loose: bool = False

    @property
    def answerable(self) -> bool:
        return bool(self.answers)


@dataclass(frozen=True, slots=True)
class QuestionSet:
    """Documents that are searched together, and questions about them."""

    name: str
    documents: tuple[Document, ...]
    questions: tuple[GoldQuestion, ...]

    def sample(self, most: int, *, seed: int = 1) -> QuestionSet:
        """At most so many answerable and so many unanswerable questions, always the same."""
        drawn = random.Random(seed)
        kept = []
        for answerable in (True, False):
            kind = [each for each in self.questions if each.answerable is answerable]
            drawn.shuffle(kind)
            kept += kind[:most]
        return QuestionSet(self.name, self.documents, tuple(kept))


def question_sets(folder: Path) -> list[QuestionSet]:
    """The sets in a folder and below it, by name; the folder may be one set itself."""
    if not folder.is_dir():
        raise UserError(f"{folder}: not a folder of question sets")
    corpora = sorted(folder.rglob(CORPUS))
    found = []
    for corpus in corpora:
        name = corpus.parent.relative_to(folder).as_posix()
        if (corpus.parent / QUESTIONS).is_file() and not name.endswith(DISTRACTORS):
            more = corpus.parent.with_name(corpus.parent.name + DISTRACTORS)
            found.append(_question_set(folder.name if name == "." else name, corpus.parent, more))
    if not found:
        raise UserError(f"{folder}: no folder with {CORPUS} and {QUESTIONS} in it")
    return found


def _question_set(name: str, folder: Path, more: Path) -> QuestionSet:
    folders = [folder, *([more] if (more / CORPUS).is_file() else [])]
    documents = [_document(row) for each in folders for row in _rows(each / CORPUS)]
    questions = [_question(row) for row in _rows(folder / QUESTIONS)]
    return QuestionSet(name, tuple(documents), tuple(questions))


def _rows(file: Path) -> Iterator[dict[str, Any]]:
    with file.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            if line.strip():
                try:
                    yield json.loads(line)
                except json.JSONDecodeError as error:
                    raise UserError(f"{file}: line {number} is not JSON ({error.msg})") from error


def _document(row: dict[str, Any]) -> Document:
    text: str = row["text"]
    paragraphs = tuple(Span(*found.span()) for found in PARAGRAPH.finditer(text))
    return Document(
        id=row["doc_id"],
        title=row["title"],
        text=text,
        paragraphs=paragraphs,
        published=row.get("date"),
    )


def _question(row: dict[str, Any]) -> GoldQuestion:
    answers: Sequence[dict[str, Any]] = row["answers"] if row["answerable"] else ()
    return GoldQuestion(
        id=row["qid"],
        text=row["question"],
        document=row["doc_id"],
        answers=tuple(Span(each["start"], each["end"]) for each in answers),
        loose=row.get("gold") == "section",
    )
