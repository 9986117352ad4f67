"""Which stretch of text is shown for what was found."""

from __future__ import annotations

from bot.citing import LONGEST_PARAGRAPH, neighbours, without
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


GEESE = document("One goose left. Two came. Three stayed. Four sang.")


def part(words: str) -> Excerpt:
    start = GEESE.text.index(words)
    return Excerpt(GEESE, start, start + len(words))


def test_of_two_that_overlap_the_rest_of_the_second_is_shown() -> None:
    first, second = part("One goose left. Two came."), part("Two came. Three stayed. Four sang.")

    rest = without(second, part("Four sang."), [first])
    assert rest is not None
    assert rest.text == "Three stayed. Four sang."
    back = without(first, part("One goose left."), [second])
    assert back is not None
    assert back.text == "One goose left."


def test_what_answers_in_the_part_shown_already_is_not_shown_again() -> None:
    first, second = part("One goose left. Two came."), part("Two came. Three stayed.")

    assert without(second, part("Two came."), [first]) is None
    assert without(second, None, [first]) is None
    assert without(second, None, [part("Four sang.")]) == second
