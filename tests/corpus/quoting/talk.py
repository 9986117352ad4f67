"""Who says what in a short text, for tests."""

from __future__ import annotations

from corpus.documents import Quotation
from corpus.quoting.finding import QuotationFinder
from tests.builders import document


def found(finder: QuotationFinder, text: str) -> list[Quotation]:
    return finder.quotations(document(text))


def speakers(finder: QuotationFinder, text: str) -> list[str | None]:
    return [quotation.speaker for quotation in found(finder, text)]
