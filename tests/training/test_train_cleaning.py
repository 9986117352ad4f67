"""Learning how evidence is weighed, from marked pages and stories put between their furniture."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.page.evidence import Evidence, likelihood
from training.train_cleaning import FURNITURE, STORY, Page, fit, grafts, pages, sample, titled

LINES = """- Home
- Log in
+ Lamp out at Tarn Head
- By Ines Crane
+ The lamp at Tarn Head went out on Monday, and nobody on the island noticed for a week.
- Advertisement
+ “We had the moon,” the keeper said. “One gets used to the moon.”
? 17:15
- Subscribe
- Privacy Policy
"""
TALE = [f"In the year {year} the goose walked to the mill and back." for year in range(1801, 1809)]


@pytest.fixture
def page(tmp_path: Path) -> Page:
    (tmp_path / "tarn.txt").write_text(LINES, encoding="utf-8")
    [found] = pages(tmp_path)
    return found


def test_a_story_between_furniture_keeps_its_order_and_all_furniture(page: Page) -> None:
    [found] = grafts([page], [TALE], 1)

    marked = list(zip(found.marks, found.lines, strict=True))
    told = [line for mark, line in marked if mark == STORY]
    around = [line for mark, line in marked if mark == FURNITURE]
    assert told == [line for line in TALE if line in told]
    assert around == [m for m, k in zip(page.lines, page.marks, strict=True) if k == FURNITURE]


def test_a_headline_is_learnt_in_title_case_too(page: Page) -> None:
    assert titled(page).lines[2] == "Lamp out at Tarn Head"
    assert titled(Page("s", (STORY,), ("lamp goes dark",))).lines == ("Lamp Goes Dark",)


def test_what_may_go_or_stay_is_not_learnt(page: Page) -> None:
    assert len(list(sample(page).judged())) == len(page.lines) - 1


def test_weights_tell_the_pages_apart_that_they_were_learnt_from(page: Page) -> None:
    found = sample(page)

    weights = fit([found] * 3)

    wrong = [line for line, furniture in found.judged() if furniture != is_likely(line, weights)]
    assert wrong == []


def is_likely(line: Evidence, weights: Evidence) -> bool:
    return likelihood(line, weights) > 0.5
