from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from corpus.documents import Document, Quotation, Span
from corpus.pieces import Piece, pieces, placed
from tests.builders import document, quotation

WORDS = st.lists(st.sampled_from(["eel", "quay", "rope", "a", "harbours"]), min_size=1, max_size=9)
TEXTS = st.lists(WORDS.map(" ".join), min_size=1, max_size=12).map("\n\n".join)


@given(TEXTS, st.integers(1, 40))
def test_pieces_are_the_whole_text_in_order_and_none_is_too_long(text: str, longest: int) -> None:
    whole = document(text)
    found = list(pieces(whole, longest))

    assert "".join(piece.document.text for piece in found) == text
    assert all(len(piece.document.text) <= longest for piece in found) or len(found) == 1
    for piece in found:
        for span in piece.document.paragraphs:
            words = piece.document.text[slice(*span)]
            assert words == text[piece.start + span.start : piece.start + span.end]


@given(TEXTS, st.integers(30, 80))
def test_paragraphs_that_fit_stay_whole(text: str, longest: int) -> None:
    whole = document(text)
    fit = [text[slice(*span)] for span in whole.paragraphs if span.end - span.start <= longest]
    shown = [
        piece.document.text[slice(*span)]
        for piece in pieces(whole, longest)
        for span in piece.document.paragraphs
    ]

    if all(span.end - span.start <= longest for span in whole.paragraphs):
        assert shown == fit


def test_a_quotation_in_a_piece_is_the_same_words_of_the_document() -> None:
    one = quotation()
    story = one.document
    longer = Document(
        "longer", "Longer", f"Before.\n\n{story.text}", (Span(0, 7), *_moved(story, 9))
    )

    there: Quotation = placed(one, longer, Piece(story, 9))

    assert there.text == one.text
    assert there.speaker_words == one.speaker_words
    assert placed(one, story, Piece(story, 0)) is one


def _moved(story: Document, by: int) -> list[Span]:
    return [Span(start + by, end + by) for start, end in story.paragraphs]
