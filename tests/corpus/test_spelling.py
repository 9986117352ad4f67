"""Which letters begin a name."""

from __future__ import annotations

import re

import pytest

from corpus.spelling import CAPITAL


@pytest.mark.parametrize("letter", "AÉØŁŠΣЖЁԱẠ田")
def test_a_name_begins_with_a_capital_of_any_script_or_a_letter_without_case(letter: str) -> None:
    assert re.fullmatch(CAPITAL, letter)


@pytest.mark.parametrize("letter", "aéøłšσжёաạß1_ ’")
def test_no_name_begins_with_a_small_letter_or_a_mark(letter: str) -> None:
    assert not re.fullmatch(CAPITAL, letter)
