"""The fixed sentences, and texts of others on one line."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import wording
from bot.replies import Abstention, Intent, Silence
from tests.telegram.standin.layout import parsed, units


@pytest.mark.parametrize(
    "text",
    [
        wording.WELCOME + wording.HELP + wording.ADMIN_HELP,
        wording.PRIVACY.format(minutes=30),
        wording.GREETING_IN_GROUP,
        *(
            value
            for name, value in vars(wording).items()
            if name.isupper() and isinstance(value, str)
        ),
    ],
)
def test_every_fixed_sentence_is_valid_layout_and_short_enough(text: str) -> None:
    shown, _ = parsed(text)
    assert 0 < units(shown) < 4096


@given(st.text(max_size=300), st.integers(5, 80))
def test_what_is_shown_of_others_is_one_plain_line(text: str, most: int) -> None:
    shown = wording.visible(text, most=most)
    assert len(shown) <= most
    assert shown == shown.strip()
    assert not any(unicodedata.category(char) in ("Cc", "Zl", "Zp", "Cs") for char in shown)
    assert not any(char in shown for char in "\u202e\u2066\u200f")


def test_plain_text_is_shown_as_it_is() -> None:
    assert wording.visible("What did  she\nsay?", most=80) == "What did she say?"
    assert wording.visible("abcdef", most=4) == "abc…"


def test_an_abstention_offers_what_it_suggests_else_who_is_known() -> None:
    silent = Abstention("q", Intent.WHAT_SAID, Silence.SPEAKER_SILENT, "Lind", ("Mara Lind",))
    assert wording.abstention(silent, ("Hale",)).endswith("everything that Mara Lind said.")
    nothing = Abstention("q", Intent.ABOUT, Silence.NOTHING_NEAR)
    assert wording.abstention(nothing, ("Hale",)).endswith("You could ask about: Hale.")
    assert wording.abstention(nothing) == "I found nothing in the corpus that answers this."


def test_every_reason_has_its_own_words() -> None:
    told = {wording.reason(Abstention("q", Intent.ABOUT, why)) for why in Silence}
    assert len(told) == len(Silence)


def test_an_abstention_says_what_is_nearest_before_the_way_on() -> None:
    note = wording.nearest_at("The Mill", 3)
    reply = Abstention(
        "Why?", Intent.ABOUT, Silence.NOTHING_NEAR, "mill", ("The Mill",), 1, (note,)
    )
    other = Abstention("Warum?", Intent.ABOUT, Silence.OTHER_LANGUAGE, "English")

    assert wording.abstention(reply) == (
        "I found nothing in the corpus that answers this. I looked for: mill."
        " The nearest I have is paragraph 3 of “The Mill”. You could ask about: The Mill."
    )
    assert "Please try it in English." in wording.abstention(other)
