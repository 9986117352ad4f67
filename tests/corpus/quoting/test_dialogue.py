"""Talk without tags: who answers whom, who is spoken to, who acts beside the words."""

from __future__ import annotations

from itertools import pairwise

import pytest

from corpus.quoting.finding import QuotationFinder
from tests.corpus.quoting.talk import found, speakers


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "Ines put the lantern down before Bruno Valk. “You are late.”\n\n“The bridge was up.”"
            "\n\n“It is always up.” She turned the wick. “Sit.”\n\n“I will stand.”",
            ["Ines", "Bruno Valk", "Ines", "Ines", "Bruno Valk"],
            id="who-acts-and-not-who-is-named-last",
        ),
        pytest.param(
            "Bruno shut the ledger. A man might forget his hat, but old Mr Holm had never left his"
            " keys. “Where were they?”\n\n“On the stair,” said Ines.",
            ["Bruno", "Ines"],
            id="who-acts-and-not-of-whom-is-thought",
        ),
        pytest.param(
            "Ines sat with Bruno. Ottilie came in. “I ran all the way,” she said.\n\n"
            "“Sit down, Ottilie.”\n\n“I will stand.”\n\n“She never sits,” said Bruno.",
            ["Ottilie", "Bruno", "Ottilie", "Bruno"],
            id="who-is-called-does-not-speak-but-answers",
        ),
        pytest.param(
            "Bruno sat on the step with Ines. “I met the carter,” he said. “He laughed and said,"
            " ‘Go home, Bruno.’ So I went.”\n\n“He says that to all,” said Ines.",
            ["Bruno", "Bruno", "Ines"],
            id="called-in-words-that-are-repeated",
        ),
        pytest.param(
            "Pavel Ruz wound the clock. His niece Ottilie stood at the door with Bruno.\n\n"
            "“Will it go?” asked Bruno.\n\n“No, Uncle, leave it.”",
            ["Bruno", "Ottilie"],
            id="by-a-word-of-kinship",
        ),
        pytest.param(
            "Nora Holm looked into the yard, where her grandson Denny washed a pail. Mr Lund sat"
            " by the stove.\n\n“Leave that, Denny,” said his grandmother.",
            ["Nora Holm"],
            id="whose-grandmother",
        ),
        pytest.param(
            "Behind Mrs Holm stood a boy of ten, wet through.\n\n“This is Robin,” said Mrs Holm."
            " “He saw it.”\n\n“Twice,” said the boy.",
            ["Mrs Holm", "Mrs Holm", "Robin"],
            id="a-newcomer-who-is-presented",
        ),
        pytest.param(
            "A young man in grey stood at the gate.\n\n“Well?” said Mrs Holm.\n\n“My name is Lund,”"
            " he said. “I come about the pump.”\n\nMr Lund took his hat off.",
            ["Mrs Holm", "Mr Lund", "Mr Lund"],
            id="who-tells-his-name",
        ),
        pytest.param(
            "A girl named Ottilie came in with Bruno.\n\n“It rains,” said the girl.",
            ["Ottilie"],
            id="a-girl-named",
        ),
        pytest.param(
            "“It is shut,” said June.\n\n“Since when?” asked Bruno.\n\nJune put her key away."
            " “Since noon.”",
            ["June", "Bruno", "June"],
            id="a-woman-called-as-a-month",
        ),
    ],
)
def test_a_turn_without_a_tag_has_its_speaker(
    finder: QuotationFinder, text: str, expected: list[str]
) -> None:
    whole = [quotation for quotation in found(finder, text) if not quotation.is_told]
    assert [quotation.speaker for quotation in whole] == expected


def test_nobody_answers_themselves(finder: QuotationFinder) -> None:
    lines = ["“Is it far?”", "“Two miles.”", "“Uphill?”", "“Mostly.”", "“I hate hills.”"]
    text = "Ines and Bruno walked.\n\n“I am tired,” said Ines.\n\n" + "\n\n".join(lines)
    named = [quotation.speaker for quotation in found(finder, text)]

    assert named[0] == "Ines"
    assert all(one is None or one != other for one, other in pairwise(named))


def test_a_month_is_nobody(finder: QuotationFinder) -> None:
    text = (
        "“It is shut,” said June.\n\nIn June the weir froze. Bruno laughed. “It will thaw,”"
        " she said."
    )

    assert speakers(finder, text)[0] == "June"
    assert "In June" not in str(found(finder, text)[1].speakers)
