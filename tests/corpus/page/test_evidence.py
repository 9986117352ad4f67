"""How likely a line is no story, on a page in words that no rule knows."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from corpus.page.evidence import evidence, likelihoods

STORY = [
    "The lamp at Tarn Head went out on Monday, and nobody on the island noticed for a week.",
    "“We had the moon,” the keeper said. “One gets used to the moon.”",
    "A boat brought a new lamp on Thursday, and took the old one away to be looked at.",
]
MENU = ["Quillfen", "Oddments", "Bramble Row", "Log in"]
TAIL = ["Subscribe", "Bollard Moved Again", "Terms", "Goose Found In Car", "Privacy", "© 2019"]


def likely(lines: list[str], *known: str) -> dict[str, float]:
    found = likelihoods(lines, [line in known for line in lines], set())
    return dict(zip(lines, found, strict=True))


def test_what_stands_among_furniture_is_likelier_furniture_than_the_story() -> None:
    found = likely([*MENU, *STORY, *TAIL], "Log in", "Subscribe", "Terms", "Privacy", "© 2019")

    unknown = [found["Oddments"], found["Bollard Moved Again"], found["Goose Found In Car"]]
    assert min(unknown) > 0.8
    assert max(found[line] for line in STORY) < 0.2


def test_a_headline_above_the_story_is_less_likely_furniture_than_one_below() -> None:
    line = "Lamp Goes Out at Tarn Head"

    above = likely([*MENU, line, *STORY, *TAIL], "Log in", *TAIL)[line]
    below = likely([*MENU, *STORY, TAIL[0], line, *TAIL[1:]], "Log in", *TAIL)[line]

    assert above < below


def test_what_is_absent_is_no_evidence() -> None:
    [found] = evidence(["Oddments"], [False], set())

    assert "known" not in found
    assert found["word"] == 1


@given(st.lists(st.sampled_from([*MENU, *STORY, *TAIL, "", "—"]), max_size=12), st.data())
def test_each_line_of_any_page_has_a_likelihood(lines: list[str], data: st.DataObject) -> None:
    known = data.draw(st.lists(st.booleans(), min_size=len(lines), max_size=len(lines)))

    found = likelihoods(lines, known, set())

    assert len(found) == len(lines)
    assert all(0 <= each <= 1 for each in found)
