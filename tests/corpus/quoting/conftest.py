"""One finder for all tests: its model takes seconds to load."""

from __future__ import annotations

import pytest

from corpus.quoting.finding import QuotationFinder


@pytest.fixture(scope="session")
def finder() -> QuotationFinder:
    return QuotationFinder()
