from __future__ import annotations

import pytest

from bot.spelling import mended, replaced
from corpus.documents import Document, Passage, Span
from embeddings.lexical import WordIndex

TEXTS = ["The cook ran out of the kitchen.", "A house on the quay belongs to Ines Carvo."]
ITEMS = [
    Passage(Document(str(n), "", text, (Span(0, len(text)),)), 0, len(text))
    for n, text in enumerate(TEXTS)
]


def meant(question: str) -> dict[str, str]:
    known = {"horse"}.__contains__
    return mended(question, ITEMS, WordIndex.of(TEXTS), known=known)


def test_a_misspelt_word_becomes_the_one_word_of_the_corpus_near_it() -> None:
    question = "who ran out of the kitcken?"

    assert meant(question) == {"kitcken": "kitchen"}
    assert replaced(question, meant(question)) == "who ran out of the kitchen?"


@pytest.mark.parametrize(
    "question",
    [
        "who owns the horse?",  # a word of its own, though near "house"
        "who is Carvi?",  # a name is not to become another
        "who ran out of the kitchen?",
        "who ran over the bridge?",
        "kitcken wanders bordello pilgrims overland",  # about something else
    ],
)
def test_what_may_be_meant_as_typed_is_left(question: str) -> None:
    assert meant(question) == {}
