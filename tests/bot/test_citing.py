"""Which stretch of text is shown for what was found."""

from __future__ import annotations

from bot.citing import LONGEST_PARAGRAPH, neighbours
from corpus.documents import Excerpt
from tests.builders import document


def shown(text: str, words: str) -> list[str]:
    story = document(text)
    start = story.text.index(words)
    return [e.text for e in neighbours(Excerpt(story, start, start + len(words)))]


def test_the_sentences_beside_an_excerpt_are_those_of_its_paragraph() -> None:
    text = "One goose left.\n\nTwo came. Three stayed. Four sang. Five slept.\n\nSix woke."
    assert shown(text, "Three stayed.") == ["Two came.", "Four sang."]
    assert shown(text, "Two came.") == ["Three stayed."]
    assert shown(text, "One goose left.") == []


def test_a_paragraph_as_long_as_a_book_has_no_neighbours_to_show() -> None:
    assert shown("Two came. " * (LONGEST_PARAGRAPH // 8), "Two came.") == []
