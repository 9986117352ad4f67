from __future__ import annotations

import time

import pytest

from bot.citing import whole_sentences
from corpus.documents import Document, Span

SENTENCE = "The purser of ferry {n} counted {n} ropes, and none was missing. "


def one_paragraph(text: str) -> Document:
    return Document("long", "Long", text, (Span(0, len(text)),))


@pytest.mark.parametrize("number", [0, 1, 700, 20_000 - 1])
def test_a_place_in_a_paragraph_as_long_as_a_book_is_shown_in_its_sentence(number: int) -> None:
    text = "".join(SENTENCE.format(n=n) for n in range(20_000)).strip()
    document = one_paragraph(text)
    wanted = SENTENCE.format(n=number).strip()
    at = text.index(wanted) + 20

    started = time.process_time()
    shown = whole_sentences(document, at, at + 5)

    assert shown.text == wanted
    assert time.process_time() - started < 0.1  # splitting all of it takes several times as long


def test_words_without_any_sentence_are_cut_between_two_of_them() -> None:
    text = "eel " * 50_000 + "end"

    shown = whole_sentences(one_paragraph(text), 100_000, 100_003)

    assert text[shown.start - 1].isspace()
    assert text[shown.end].isspace()
    assert len(shown.text) < 50_000
