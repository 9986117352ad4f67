"""The parser's tokens stand at the offsets of the text, whatever it was made to read."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from config.errors import UserError
from corpus.documents import Span
from corpus.quoting.finding import QuotationFinder
from corpus.quoting.parsing import LONGEST_PIECE, Parser, Quoted, paragraphs_of


@pytest.fixture(scope="module")
def parser(finder: QuotationFinder) -> Parser:
    return finder.parser


def test_paragraphs_are_parted_by_blank_lines() -> None:
    text = "\n\n  One.\nStill one. \n \n\nTwo.\n"

    assert [text[start:end] for start, end in paragraphs_of(text)] == ["One.\nStill one.", "Two."]


def test_tokens_stand_at_the_offsets_of_the_text(parser: Parser) -> None:
    text = "The  ferry\n_left_  the quay,\tAda’s goat\u00a0too."

    tokens = parser.parse(text).tokens

    assert [text[token.start : token.end] for token in tokens] == [
        "The", "ferry", "left", "the", "quay", ",", "Ada", "’s", "goat", "too", ".",
    ]  # fmt: skip


def test_speech_is_read_as_a_clause_that_hangs_on_its_verb(parser: Parser) -> None:
    text = "“Was the gate shut? Who shut it?” said Ada Ruz."
    speech = Quoted(0, text.index("”") + 1)

    parse = parser.parse(text, [speech])
    said = next(token for token in parse if token.text == "said")

    assert [token.text for token in said.children if token.spoken and token.dep != "punct"]
    assert [token.text for token in said.children if token.dep == "nsubj"] == ["Ruz"]
    assert len(parse.sentences) == 1
    assert all(token.end <= speech.end for token in parse if token.spoken)


def test_a_fragment_is_read_as_it_stands(parser: Parser) -> None:
    text = 'Ada called the goat "a menace to rope".'
    fragment = Quoted(text.index('"'), len(text) - 1, stands_apart=False)

    parse = parser.parse(text, [fragment])

    assert "menace" in [token.text for token in parse if token.quoted]
    assert not any(token.spoken for token in parse)


def test_a_paragraph_of_nothing_but_speech_is_not_parsed(parser: Parser) -> None:
    text = "“The gate was shut.”\n\nAda nodded."

    parse = parser.parse(text, [Quoted(0, text.index("\n"))])

    assert [token.text for token in parse] == ["Ada", "nodded", "."]


def test_tokens_and_sentences_are_found_by_offset(parser: Parser) -> None:
    text = "Ada nodded. The goat slept."
    parse = parser.parse(text)
    goat = parse.token_at(text.index("oat"))
    sentence = parse.sentence_at(text.index("goat"))

    assert goat is not None
    assert goat.text == "goat"
    assert sentence is not None
    assert text[sentence.start : sentence.end] == "The goat slept."
    assert [token.text for token in parse.between(0, 10)] == ["Ada", "nodded"]
    assert parse.token_at(11) is None
    assert parse.sentence_at(500) is None


def test_the_subtree_of_a_root_is_its_sentence(parser: Parser) -> None:
    parse = parser.parse("Ada, who kept the ferry, sold the goat to Otto Lind.")
    root = next(token for token in parse if token.head is token)

    assert root.subtree() == list(parse.tokens)
    assert all(root in token.ancestors() for token in parse if token is not root)


def test_a_model_that_is_not_installed_is_named() -> None:
    with pytest.raises(UserError, match=r"absent_model: no such spaCy model is installed"):
        Parser("absent_model").parse("Ada nodded.")


def test_a_long_line_is_parsed_in_pieces(parser: Parser) -> None:
    text = "Ada sold the goat. " * (LONGEST_PIECE // 10)

    parse = parser.parse(text, (), [Span(0, len(text))])

    assert len(parse) == 5 * (LONGEST_PIECE // 10)
    assert all(token.text == text[token.start : token.end] for token in parse)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.text(max_size=80), st.lists(st.tuples(st.integers(0, 80), st.integers(1, 30))))
def test_any_text_and_any_stretches_give_tokens_in_order(
    parser: Parser, text: str, stretches: list[tuple[int, int]]
) -> None:
    quoted, at = [], 0
    for start, length in sorted(stretches):
        if max(start, at) + length <= len(text):
            quoted.append(Quoted(max(start, at), max(start, at) + length))
            at = quoted[-1].end

    tokens = parser.parse(text, quoted).tokens

    assert all(0 <= token.start <= token.end <= len(text) for token in tokens)
    assert all(one.start <= other.start for one, other in pairwise(tokens))
