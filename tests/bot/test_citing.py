"""Which stretch of text is shown for what was found."""

from __future__ import annotations

import time

import pytest

from bot.citing import LONGEST_PARAGRAPH, neighbours, opened, whole_sentences, without
from corpus.documents import Document, Excerpt, Span
from tests.builders import document

SENTENCE = "The purser of ferry {n} counted {n} ropes, and none was missing. "


def one_paragraph(text: str) -> Document:
    return Document("long", "Long", text, (Span(0, len(text)),))


@pytest.mark.parametrize("number", [0, 1, 700, 20_000 - 1])
def test_a_place_in_a_paragraph_as_long_as_a_book_is_shown_in_its_sentence(number: int) -> None:
    text = "".join(SENTENCE.format(n=n) for n in range(20_000)).strip()
    book = one_paragraph(text)
    wanted = SENTENCE.format(n=number).strip()
    at = text.index(wanted) + 20

    started = time.process_time()
    found = whole_sentences(book, at, at + 5)

    assert found.text == wanted
    assert time.process_time() - started < 0.1  # splitting all of it takes several times as long


def test_words_without_any_sentence_are_cut_between_two_of_them() -> None:
    text = "eel " * 50_000 + "end"

    found = whole_sentences(one_paragraph(text), 100_000, 100_003)

    assert text[found.start - 1].isspace()
    assert text[found.end].isspace()
    assert len(found.text) < 50_000


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


LOCK = document(
    "The lock was opened by the bishop in a boat. It has three gates. Nobody pays to pass.\n\n"
    "Carters carried the stones from a quarry on the far side of the hill, and it took them two"
    " summers and most of a winter. The gates are of oak. They were made in one shed by two cousins"
    " who did not speak to each other.\n\n"
    "But the keeper likes them. He says that oak forgives, and that iron never does, and that he"
    " has had both under his hands for all of thirty winters and ought to know.\n\n"
    "“Oak forgives,” he says."
)


def opening(words: str, highlight: str) -> str:
    start = LOCK.text.index(words)
    at = LOCK.text.index(highlight)
    found = opened(Excerpt(LOCK, start, len(LOCK.text)), Excerpt(LOCK, at, at + len(highlight)))
    return found.text[:20]


def test_an_excerpt_starts_with_the_paragraph_that_answers() -> None:
    assert opening("Nobody pays", "The gates are of oak.") == "Carters carried the "
    assert opening("The lock was", "The gates are of oak.") == "Carters carried the "


def test_what_goes_on_from_before_is_shown_with_it() -> None:
    assert opening("Nobody pays", "He says that oak forgives").startswith("Carters")
    assert opening("They were made", "He says that oak forgives").startswith("They were")
    assert opening("Nobody pays", "“Oak forgives,” he says.").startswith("Carters")


def test_an_answer_in_the_first_paragraph_keeps_its_excerpt() -> None:
    assert opening("It has three", "Nobody pays to pass.").startswith("It has three")
    assert opened(Excerpt(LOCK, 0, 120), None).start == 0
