"""How well the story is told from the page around it, on samples in the manner of many sites.

A sample marks each line: ``+`` story, ``-`` not, ``?`` what may go or stay, such as a caption
without a credit. Rules are made on the half ``dev``; the half ``held`` measures them.
"""

from __future__ import annotations

import json
from html import escape
from itertools import cycle
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.cleaning import cleaned, furniture
from corpus.page.bylines import date_in
from corpus.readers.web import read_html
from corpus.reading import as_document

SITES = Path(__file__).parent / "sites"
STORY, FURNITURE = "+", "-"
Lines = list[tuple[str, str]]


def samples(half: str) -> list[Lines]:
    return [
        [(line[0], line[2:]) for line in file.read_text(encoding="utf-8").splitlines()]
        for file in sorted((SITES / half).glob("*.txt"))
    ]


def as_text(lines: Lines) -> set[str]:
    """What is kept of a page whose text was copied into a file."""
    return {lines[n][1] for n in cleaned([text for _, text in lines]).kept}


def as_page(lines: Lines) -> set[str]:
    """What is kept of a page as it is saved: menus in a list, links and notes among the story."""
    story = [n for n, (mark, _) in enumerate(lines) if mark == STORY]
    head, body, tail = lines[: story[0]], lines[story[0] : story[-1] + 1], lines[story[-1] + 1 :]
    source = (
        f"<html><head><title>{escape(body[0][1])} - A Site</title></head><body><ul>"
        + "".join(f"<li><a href='/'>{escape(text)}</a></li>" for _, text in head)
        + f"</ul><div class='c1'><div class='c2'><h1>{escape(body[0][1])}</h1>"
        + "".join(f"<p>{linked(mark, text)}</p>" for mark, text in body[1:])
        + "</div><div class='c3'>"
        + "".join(f"<p>{escape(text)}</p>" for _, text in tail)
        + "</div></div></body></html>"
    )
    document = as_document(read_html(source.encode()), "page.html", clean=True)
    return set(document.text.split("\n\n")) if document else set()


def linked(mark: str, text: str) -> str:
    """A line among the story: what is none of it is a link, unless it is a whole sentence."""
    note = mark == STORY or text.endswith((".", "!", "?", ":"))
    return escape(text) if note else f"<a href='/'>{escape(text)}</a>"


@pytest.mark.parametrize("half", ["dev", "held"])
@pytest.mark.parametrize("saved", [as_text, as_page])
def test_no_story_goes_and_hardly_any_furniture_stays(half: str, saved) -> None:  # type: ignore[no-untyped-def]
    right = wrong = left = 0
    for lines in samples(half):
        kept = saved(lines)
        right += sum(mark == FURNITURE and text not in kept for mark, text in lines)
        wrong += sum(mark == STORY and text not in kept for mark, text in lines)
        left += sum(mark == FURNITURE and text in kept for mark, text in lines)

    assert right / (right + wrong) >= 0.99  # precision of what is removed
    assert right / (right + left) >= 0.90  # recall


def test_real_stories_between_the_furniture_of_pages_stay(shared: Path) -> None:
    news = shared / "retrieval/wikinews/corpus.jsonl"
    told = gone = 0
    pages = [lines for half in ("dev", "held") for lines in samples(half)]
    for lines, row in zip(
        pages, cycle(news.read_text(encoding="utf-8").splitlines()), strict=False
    ):
        story = [line for line in json.loads(row)["text"].split("\n") if len(line.split()) > 2]
        marks = [n for n, (mark, _) in enumerate(lines) if mark == STORY]
        around = [text if mark == FURNITURE else None for mark, text in lines]
        inside = [text for text in around[marks[0] : marks[-1]] if text]
        page = [*filter(None, around[: marks[0]]), *story[:3], *inside, *story[3:]]
        page += filter(None, around[marks[-1] :])
        kept = {page[n] for n in cleaned(page).kept}
        told += len(story)
        gone += sum(line not in kept and date_in(line) is None for line in story)

    assert told > 500
    assert gone / told <= 0.005


def test_byline_and_date_become_what_is_known_of_the_story() -> None:
    result = cleaned(
        ["Seal elected", "By Ottilie Crane", "Published 18 April 2012", "It sat there. It sat on."]
    )

    assert result.kept == (0, 3)
    assert (result.author, result.published) == ("Ottilie Crane", "2012-04-18")
    assert [removal.reason for removal in result.removed] == ["byline", "date"]


@pytest.mark.parametrize(
    "sentence",
    [
        "Read more books, the librarian told them.",
        "By the time the bell rang, the quay was empty.",
        "Share prices fell by a tenth.",
        "MORE: I do nobody harm, I say none harm.",
        "Subscribe to whichever theory you like.",
        "Copyright in the song is disputed.",
        "Photographs by passengers show the same driver, asleep.",
        "Comments like that do not help.",
        "Related claims were dismissed.",
        "Home",
        "Chapter One",
        "x",
    ],
)
def test_a_line_that_a_story_may_hold_is_no_furniture(sentence: str) -> None:
    assert furniture(sentence) is None


def test_a_story_without_a_page_around_it_loses_nothing() -> None:
    story = ["Home", "Search", "It was late.", "Top", "17 May 2016", "Ines Marlow", "The end"]

    assert cleaned(story).kept == tuple(range(len(story)))


@pytest.mark.parametrize(
    ("line", "date"),
    [
        ("Published 2021-03-04 by us", "2021-03-04"),
        ("Updated: March 12, 2019 at 3:40 p.m.", "2019-03-12"),
        ("Thu 3 Sept. 2020", "2020-09-03"),
        ("31 February 2020", None),
        ("yesterday", None),
    ],
)
def test_a_date_is_read_where_it_is_certain(line: str, date: str | None) -> None:
    assert date_in(line) == date


LINES = [text for lines in samples("dev") for _, text in lines]


@given(st.lists(st.sampled_from(LINES), max_size=30))
def test_every_line_is_kept_or_listed_as_removed(lines: list[str]) -> None:
    result = cleaned(lines)

    kept = [lines[n] for n in result.kept]
    assert sorted(kept + [removal.text for removal in result.removed]) == sorted(lines)


@given(st.lists(st.sampled_from(LINES), max_size=30))
def test_cleaning_what_is_clean_never_takes_a_sentence_with_a_quotation(lines: list[str]) -> None:
    spoken = [line for line in lines if line.startswith("“")]

    assert cleaned(spoken).removed == ()
