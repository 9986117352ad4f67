"""Stories made of lines as short as a page's own stay, with furniture above, below and between."""

from __future__ import annotations

import pytest

from corpus.cleaning import cleaned

HEAD = ["Home", "News", "Contact us", "Log in", "The Lamp at Tarn Head", "Share this page"]
TAIL = [
    "Advertisement",
    "Related stories",
    "Bollard moved again",
    "Subscribe",
    "Privacy Policy",
    "© 2019 The Tarn Post. All rights reserved.",
]
KINDS = {
    "recipe": ["Serves 4", "600g potatoes", "2 herring, boned", "150ml milk", "Salt", "Boil it."],
    "verse": ["The boat goes out", "and nobody asks", "the boat, or the sea", "what it is for"],
    "play": (
        "TROY / Sit down then / LEN / No / TROY / It is late / LEN / It is not / TROY / Go home"
        " / LEN (rising) / I am home"
    ).split(" / "),
    "guide": [
        "You can book on our website, or ring us on 01555 010 777 before five.",
        "What does it cost?",
        "If you are a member it is free, and your account shows when you are due.",
        "Please leave your sofa where two people can lift it without your help.",
        "You may write to the editor of complaints if you would like to make one.",
        "Your reference number is on the letter that you have from our website.",
    ],
    "letter": [
        "Cold Ashby, Tuesday",
        "Dear Marit,",
        "The roof has gone, and the hens with it.",
        "Your loving",
        "Win",
    ],
    "list": ["It asked for three things:", "• a lamp", "• a longer rope", "• somebody to hold it."],
}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("between", [[], ["Advertisement", "Story continues below"]])
def test_a_story_of_another_kind_stays_whole_on_a_page(kind: str, between: list[str]) -> None:
    story = [*KINDS[kind], "That is all there is to say about it here."]
    page = [*HEAD, *between, *story, *TAIL]

    result = cleaned(page)

    kept = [page[n] for n in result.kept]
    assert [line for line in kept if line in story] == story
    assert not set(TAIL) & set(kept)


def test_a_chapter_heading_is_no_byline() -> None:
    page = [*HEAD, "CHAPTER I", "The lamp was out, and had been out for a week.", *TAIL]

    assert page.index("CHAPTER I") in cleaned(page).kept
