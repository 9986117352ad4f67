"""Scores on gold data: finding passages, quotations with their speakers, and whole replies."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Protocol

from config.settings import Settings


class Scores(Protocol):
    """What an evaluation gives: a table to read and a record for programs."""

    def table(self) -> str: ...
    def record(self) -> dict[str, Any]: ...


def evaluate(what: str, path: Path, settings: Settings) -> Scores:
    """The scores of ``what`` (retrieval, quotes or answers) on the gold data at ``path``."""
    if what == "quotes":
        from bot.evaluation.quotes import evaluate_quotes
        from bot.wiring import quotation_finder

        return evaluate_quotes(path, quotation_finder(settings))
    if what == "retrieval":
        from bot.evaluation.retrieval import evaluate_retrieval

        return evaluate_retrieval(path, settings)
    from bot.evaluation.answers import evaluate_answers
    from bot.wiring import build_service

    service = build_service(settings)
    service.library.refresh()
    return evaluate_answers(path, service.conversations)
