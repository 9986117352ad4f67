from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.normalising import normalised, tidy

ODD = (
    "q\u064b\u0327\u0344\u0f73\u0958\u094d\u3099\u00ad\u200b\u200c\u200d\u2060\ufeff\u202e\u0301\u0308ﬁaeÅ\u212b"
    "\u00a0\u2028\x85\r\n\t \u0633❤\ufe0f"
)
TEXT = st.text() | st.text(alphabet=ODD)


@given(TEXT)
def test_normalising_again_changes_nothing(text: str) -> None:
    assert normalised(normalised(text)) == normalised(text)
    assert tidy(tidy(text)) == tidy(text)


@pytest.mark.parametrize(
    "text",
    [
        "q\u0301\u200d\u064b\u200d",  # one gone, the other stands elsewhere
        "e" + "\u0344" * 40,  # an accent that comes apart into two
        "\u0958" + "\u0327" * 40,
    ],
)
def test_accents_in_heaps_and_between_joiners_settle_at_once(text: str) -> None:
    once = normalised(text)

    assert normalised(once) == once
    assert unicodedata.is_normalized("NFC", once)


def test_of_a_heap_of_accents_thirty_stay() -> None:
    assert normalised("q" + "\u0301" * 500) == "q" + "\u0301" * 30
    assert normalised("q" + "\u0301" * 30) == "q" + "\u0301" * 30


@given(TEXT)
def test_a_normalised_text_is_composed_and_has_no_invisible_edges(text: str) -> None:
    assert unicodedata.is_normalized("NFC", normalised(text))
    assert tidy(text) == tidy(text).strip()
    assert "  " not in tidy(text)


@pytest.mark.parametrize(
    "text",
    [
        "“Don’t,” she said — or ‘wrote’ – … ½ № ™ «Non», 10 €.",
        "می‌خواهم",  # a joiner that Persian spells with
        "👩‍🚀 and ❤️",
    ],
)
def test_what_a_reader_can_see_stays(text: str) -> None:
    assert normalised(text) == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a\u00a0b\u2009c\u3000d\te", "a b c d e"),
        ("soft\u00adhyphen", "softhyphen"),
        ("zero\u200bwidth\u2060\ufeff", "zerowidth"),
        ("o\ufb03ce \ufb01nd", "office find"),
        ("cafe\u0301", "café"),
        ("\u202eabc\u202c \u200fd", "abc d"),
        ("co\u200dop", "coop"),
        ("bell\x07 and \x9f", "bell and "),
        ("one\r\ntwo\rthree\u2028four", "one\ntwo\nthree\nfour"),
    ],
)
def test_what_only_machines_see_is_spelled_one_way(text: str, expected: str) -> None:
    assert normalised(text) == expected
