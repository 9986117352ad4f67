"""Quotation marks are paired by paragraph and type, and odd ones cost nothing else."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.quoting.marks import Style, marked
from corpus.quoting.parsing import paragraphs_of


def stretches(text: str) -> list[str]:
    return [text[one.start : one.end] for one in marked(text, paragraphs_of(text))]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('"Two eggs," said Jonas.', ['"Two eggs,"']),
        ("“Two eggs,” said Jonas.", ["“Two eggs,”"]),
        ("„Two eggs,“ said Jonas.", ["„Two eggs,“"]),
        ("„Two eggs,” said Jonas.", ["„Two eggs,”"]),
        ("« Two eggs, » said Jonas.", ["« Two eggs, »"]),
        ("»Two eggs,« said Jonas. »No milk.«", ["»Two eggs,«", "»No milk.«"]),
        ("``Two eggs,'' said Jonas.", ["``Two eggs,''"]),
        ("「Two eggs」 said Jonas.", ["「Two eggs」"]),
        ("‘Two eggs,’ said Jonas.", ["‘Two eggs,’"]),
        ("'Two eggs,' said Jonas.", ["'Two eggs,'"]),
        ("‚Two eggs,‘ said Jonas.", ["‚Two eggs,‘"]),
    ],
)
def test_every_type_of_mark_is_known(text: str, found: list[str]) -> None:
    assert stretches(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("‘It wasn’t the goats’ gate,’ Ina Berg said.", ["‘It wasn’t the goats’ gate,’"]),
        ("'Ask the miller's boys' aunt,' said Mrs Hart.", ["'Ask the miller's boys' aunt,'"]),
        ("'Tell 'em I'm goin' home,' said Tam.", ["'Tell 'em I'm goin' home,'"]),
        ("'Here,' said Tam, 'is the goat,' and bowed.", ["'Here,'", "'is the goat,'"]),
        ("He was born in '48 and sang 'til dawn.", []),
        ("The boys' boats and the girls' oars lay there.", []),
        ("‘She says ‘good night,’ and goes,’ said Tam.", ["‘She says ‘good night,’ and goes,’"]),
    ],
)
def test_an_apostrophe_is_no_quotation_mark(text: str, found: list[str]) -> None:
    assert stretches(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('The pipe was 12" wide. "Nobody tested it," said Ed.', ['"Nobody tested it,"']),
        ('"It was 12" wide," said Ed. "Really."', ['"It was 12" wide,"', '"Really."']),
        ('"We sold 12" he said. "And more."', ['"We sold 12"', '"And more."']),
        ('He is 5\'11" tall. "And growing," said Ed.', ['"And growing,"']),
    ],
)
def test_an_inch_mark_does_not_shift_the_pairs(text: str, found: list[str]) -> None:
    assert stretches(text) == found


@pytest.mark.parametrize("stray", ["“", "”", '"', "«", "„"])
def test_a_stray_mark_costs_no_other_paragraph(stray: str) -> None:
    text = f'The gate {stray} was shut.\n\n“Open it,” said Ed.\n\n"Why?" asked Ina.'

    assert stretches(text)[-2:] == ["“Open it,”", '"Why?"']


def test_speech_that_opens_every_paragraph_again_goes_on() -> None:
    text = "“We waited.\n\n“We waited all day.\n\n“Then we left,” said Ed."

    first, second, third = marked(text, paragraphs_of(text))

    assert (first.closed, second.closed, third.closed) == (False, False, True)
    assert (first.continues, second.continues, third.continues) == (False, True, True)


def test_speech_that_only_closes_in_the_next_paragraph_is_found_in_both() -> None:
    text = 'Ed said, "We waited.\n\nThen we left." Nobody came.'

    assert stretches(text) == ['"We waited.', 'Then we left."']


def test_a_missing_closing_mark_ends_at_the_clause_of_saying() -> None:
    assert stretches('"We never saw a boat, said Ed.') == ['"We never saw a boat,']


def test_a_missing_opening_mark_is_where_the_paragraph_begins() -> None:
    text = 'It rained.\n\nWhere is the goat?" she had asked. Nobody knew.'

    assert stretches(text) == ['Where is the goat?"']


def test_a_quotation_in_a_quotation_is_part_of_it() -> None:
    assert stretches("“She said, ‘Go,’ and I went,” said Ed.") == ["“She said, ‘Go,’ and I went,”"]
    assert stretches("'She said, \"Go,\" and I went,' said Ed. 'I did.'") == [
        "'She said, \"Go,\" and I went,'",
        "'I did.'",
    ]
    assert stretches("“I read the “Echo” daily,” said Ed.") == ["“I read the “Echo” daily,”"]
    text = "'No,' he said.\n\n'Yes,' she said.\n\n\"He cried, 'Never,' and fell,\" said Ed."
    assert stretches(text)[2] == "\"He cried, 'Never,' and fell,\""


def test_the_document_chooses_between_single_and_double_marks() -> None:
    text = "'No,' said Ed.\n\n'Yes,' said Ina, and read \"Tides\" again.\n\n'Never,' said Ed."

    styles = {one.style for one in marked(text, paragraphs_of(text))}

    assert styles == {Style.SINGLE, Style.DOUBLE}
    assert stretches(text)[:2] == ["'No,'", "'Yes,'"]


SCRAPS = st.lists(
    st.sampled_from([*"\"“”'‘’«»„「」 \na,.—?é𝔸s\u00a0", "``", "''", "\n\n", "12", "said", "Ed"])
).map("".join)


@given(SCRAPS)
def test_pairs_lie_in_the_text_in_order_and_apart(text: str) -> None:
    found = marked(text, paragraphs_of(text))

    assert all(0 <= one.start < one.end <= len(text) for one in found)
    assert all(one.end <= other.start for one, other in pairwise(found))


@pytest.mark.parametrize(
    "scrap", ["“a ", '"a ', "'a ", "a” ", "‘a ", "'a dogs' ", "“a ‘b ", '12" ']
)
def test_ten_thousand_unbalanced_marks_take_no_time(scrap: str) -> None:
    text = scrap * 10_000

    begun = time.process_time()
    marked(text, paragraphs_of(text))

    assert time.process_time() - begun < 2
