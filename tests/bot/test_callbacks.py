"""What buttons and links carry."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.callbacks import (
    LARGEST,
    MOST_BYTES,
    NUMBERS,
    Press,
    Pressed,
    data,
    key_of,
    linked,
    payload,
    pressed,
)
from corpus.documents import Document, Span

ANY = st.integers(0, LARGEST - 1)


@given(st.data(), st.sampled_from(Press), ANY)
def test_a_button_says_what_was_put_into_it(
    given: st.DataObject, press: Press, version: int
) -> None:
    count = NUMBERS[press]
    numbers = tuple(given.draw(st.lists(ANY, min_size=count, max_size=count)))
    written = data(press, version, *numbers)
    assert 1 <= len(written.encode()) <= MOST_BYTES
    assert pressed(written) == Pressed(press, version, numbers)


@given(st.one_of(st.text(max_size=64), st.from_regex(r"[crwvmpsynx](:[0-9a-z-]*){0,6}")))
def test_a_forged_button_means_nothing_or_numbers_in_range(written: str) -> None:
    meant = pressed(written)
    assert meant is None or all(0 <= n < LARGEST for n in (meant.version, *meant.numbers))


@pytest.mark.parametrize("forged", ["c:999:-1:x", "я" * 64, "", ":", "c", "c:1:2:3", "C:1:2:3:4"])
def test_forged_buttons_mean_nothing(forged: str) -> None:
    assert pressed(forged) is None


def test_a_button_cannot_be_made_wrongly() -> None:
    with pytest.raises(ValueError, match="numbers"):
        data(Press.MORE, 1)
    with pytest.raises(ValueError, match="fit"):
        data(Press.MORE, 1, -1, 0)


def test_a_link_leads_to_its_place_in_this_very_text() -> None:
    document = Document("pier", "Pier", "The pier closed.", (Span(0, 16),), digest="one")
    changed = Document("pier", "Pier", "The pier closed.", (Span(0, 16),), digest="two")
    link = payload(document, Span(4, 8))
    assert linked(link) == (key_of(document), Span(4, 8))
    assert key_of(document) != key_of(changed)
    assert len(link) <= 64
    assert linked("help") is None
    assert linked(link + "x!") is None
