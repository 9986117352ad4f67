from __future__ import annotations

import io

import pytest

from corpus.readers.hyphens import Hyphens
from corpus.readers.options import ReadingOptions
from corpus.readers.plain import paragraphs_of


def stays(line: str, after: str, *others: str) -> bool:
    return Hyphens([*others, f"{line}-", after], ("-",)).stays(line, after)


@pytest.mark.parametrize(
    ("line", "after", "others"),
    [
        ("a long", "term plan", ("How long is a term?",)),
        ("the ferry", "owner", ("The ferry-owner left.", "Ask any ferry-owner.")),
        ("in mid", "1990s prices", ()),
        ("the Anglo", "Irish line", ()),
        ("state-of-the", "art radar", ("It was the last.",)),
        ("a 12-year", "old boat", ("Every year it leaked.",)),
    ],
)
def test_a_hyphen_of_the_word_stays(line: str, after: str, others: tuple[str, ...]) -> None:
    assert stays(line, after, *others)


@pytest.mark.parametrize(
    ("line", "after", "others"),
    [
        ("the govern", "ment", ()),
        ("GOVERN", "MENT", ()),
        ("the light", "house burnt", ("The light of the house.", "A lighthouse stood there.")),
        ("some", "thing fell", ("Some of it was a thing of wood.",)),
        ("well-estab", "lished", ("All is well.",)),
    ],
)
def test_a_hyphen_that_only_broke_the_word_goes(
    line: str, after: str, others: tuple[str, ...]
) -> None:
    assert not stays(line, after, *others)


def test_the_halves_of_a_broken_word_show_nothing_by_themselves() -> None:
    assert not stays("the car", "pet was red", "a car-", "pet")


def test_a_pdf_keeps_the_hyphens_of_its_words() -> None:
    from reportlab.pdfgen.canvas import Canvas

    from corpus.readers.dispatch import read_bytes

    file = io.BytesIO()
    canvas = Canvas(file)
    lines = (
        "How long the term of the mayor would be nobody knew, and the long-",
        "term plan for the pier was put away until the new govern-",
        "ment had met.",
    )
    for number, line in enumerate(lines):
        canvas.drawString(72, 720 - 14 * number, line)
    canvas.save()

    (draft,) = read_bytes(file.getvalue(), "a.pdf", ReadingOptions()).drafts

    assert " ".join(draft.paragraphs).endswith(
        "the long-term plan for the pier was put away until the new government had met."
    )


def test_wrapped_text_loses_a_hyphen_only_where_the_word_stands_without_elsewhere() -> None:
    text = (
        "The harbour was shut for the winter and no boat of the har-\n"
        "bour was let out, which every one of the owners called long-\n"
        "overdue and a measure that had been asked for every year.\n"
    )

    assert list(paragraphs_of(text)) == [
        "The harbour was shut for the winter and no boat of the harbour was let out, which every"
        " one of the owners called long-overdue and a measure that had been asked for every year."
    ]
