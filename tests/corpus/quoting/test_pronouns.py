"""Whom "he" and "she" may mean, and who acts without being named."""

from __future__ import annotations

import pytest

from corpus.quoting.figures import Figure, Sort
from corpus.quoting.finding import QuotationFinder
from corpus.quoting.pronouns import fits_pronoun
from tests.corpus.quoting.talk import speakers


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "“Then I shall go alone.” Ottilie took the lamp. “Somebody must.”\n\n"
            "“Not in this wind,” said Bruno.",
            ["Ottilie", "Ottilie", "Bruno"],
            id="beat-between",
        ),
        pytest.param(
            "Bruno Valk rang twice. He waited.\n\n“Father,” said Ottilie, “somebody is at the"
            " door.”\n\nHe put his book away. “Let him ring,” he said.",
            ["Ottilie", "Ottilie", "Bruno Valk"],
            id="not-who-is-addressed-unknown",
        ),
        pytest.param(
            "Bruno Valk read out the plan. “We shall drain the pond,” he said.\n\nThe plan upset"
            " Anselm Drury, who keeps geese on it. “They hatch in May,” he said.",
            ["Bruno Valk", "Anselm Drury"],
            id="a-newcomer-of-whom-a-clause-tells",
        ),
        pytest.param(
            "Old Mr. Drury came in at noon. He shook hands with everybody, Bruno included. Then he"
            " sat down. “Good,” he said.",
            ["Old Mr. Drury"],
            id="not-who-is-included",
        ),
        pytest.param(
            "Anselm Drury had read the plan twice, and he did not care for it. He laid it beside"
            " Bruno. He lit his pipe. “They hatch in May,” he said.",
            ["Anselm Drury"],
            id="not-who-is-merely-beside",
        ),
        pytest.param(
            "Anselm Drury walked home, Bruno following. He lit his pipe. “They hatch in May,” he"
            " said.",
            ["Anselm Drury"],
            id="not-who-follows-in-an-aside",
        ),
    ],
)
def test_a_pronoun_or_an_act_shows_the_speaker(
    finder: QuotationFinder, text: str, expected: list[str]
) -> None:
    assert speakers(finder, text) == expected


@pytest.mark.parametrize(
    ("figure", "fitting"),
    [
        (Figure(0, Sort.PERSON, "f"), {"she"}),
        (Figure(0, Sort.PERSON), {"he", "she"}),
        (Figure(0, Sort.GROUP, plural=True), {"they"}),
        (Figure(0, Sort.ORGANISATION), {"it", "they"}),
        (Figure(0, Sort.PAPER), {"it"}),
        (Figure(0, Sort.THING), set()),
    ],
    ids=["woman", "person", "group", "house", "paper", "thing"],
)
def test_a_pronoun_fits_gender_number_and_sort(figure: Figure, fitting: set[str]) -> None:
    pronouns = {"he": ("m", False), "she": ("f", False), "it": ("n", False), "they": ("", True)}

    assert {word for word, of in pronouns.items() if fits_pronoun(figure, *of)} == fitting
