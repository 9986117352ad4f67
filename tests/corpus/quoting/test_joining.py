"""One figure for a name and a description: newcomers, and who does what by what is said."""

from __future__ import annotations

import pytest

from corpus.quoting.finding import QuotationFinder
from tests.corpus.quoting.talk import speakers


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "A girl with a basket stood on the step.\n\n“And what is your name?” said Owen.\n\n"
            "“Marta. I bring the eggs.”\n\n“Put them down,” said Owen.\n\n"
            "“They are hot,” said the girl.",
            ["Owen", "Marta", "Owen", "Marta"],
            id="newcomer",
        ),
        pytest.param(
            "A woman stood by the oven. The woman held out a loaf. “Marta Quist,” she said. “I bake"
            " here.”\n\n“It smells good,” said Owen.\n\n“It is rye,” said the woman.",
            ["Marta Quist", "Marta Quist", "Owen", "Marta Quist"],
            id="who-tells-their-own-name",
        ),
        pytest.param(
            "Marta Quist baked all night. A man looked in. “Marta Quist,” he said. “I am late.”",
            ["A man", "A man"],
            id="not-who-is-called-by-a-known-name",
        ),
        pytest.param(
            "Dr. Lund hung up her coat. Owen lay still.\n\n“Let him sleep,” said the doctor.",
            ["Dr. Lund"],
            id="the-one-doctor",
        ),
        pytest.param(
            "Dr. Lund hung up her coat. Dr. Marsh lit the lamp.\n\n“Let him sleep,” said the"
            " doctor.",
            ["the doctor"],
            id="not-one-of-two-doctors",
        ),
        pytest.param(
            "Mr. Holm rang. “Mr. Holm is here,” said Ines. “He binds old books.”\n\n"
            "Piet and Bruno looked up. The binder asked whether they had a lamp.",
            ["Ines", "Ines", "Mr. Holm"],
            id="who-does-it-by-the-words-of-another",
        ),
        pytest.param(
            "“I mended the weir at Tarn,” said Ottilie. Piet and Bruno looked up.\n\n"
            "“Mend ours,” said Bruno. The mender said that she would.",
            ["Ottilie", "Bruno", "Ottilie"],
            id="who-does-it-by-own-words",
        ),
    ],
)
def test_a_description_is_the_person_whom_the_text_shows_it_to_be(
    finder: QuotationFinder, text: str, expected: list[str]
) -> None:
    assert speakers(finder, text) == expected
