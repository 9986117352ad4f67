"""What the reader reads: a passage with the speakers that it does not name."""

from __future__ import annotations

from corpus.documents import TOLD, Document, Excerpt, Kind, Person, Quotation, Span
from embeddings.attributed import attributed

TEXT = (
    "“I have lost my spectacles,” he said. “You read it.”\n\n"
    "“They are on your nose.”\n\n"
    "“So they are,” said Bruno Valk, and blushed."
)
DOCUMENT = Document("story", "Story", TEXT, (Span(0, len(TEXT)),))
BRUNO, OTTILIE = Person("Bruno Valk", ("Bruno",)), Person("Ottilie")
LINE = DOCUMENT.text.index("“They")


def quotation(words: str, *speakers: Person, mention: str = "", **other: object) -> Quotation:
    start = TEXT.index(words)
    at = TEXT.find(mention, start) if mention else -1
    shown = Span(at, at + len(mention)) if mention else None
    return Quotation(DOCUMENT, start, start + len(words), Kind.DIRECT, speakers, shown, **other)  # type: ignore[arg-type]


SAID = [
    quotation("“I have lost my spectacles,”", BRUNO, mention="he"),
    quotation("“You read it.”", BRUNO, mention="he"),
    quotation("“They are on your nose.”", OTTILIE),
    quotation("“So they are,”", BRUNO, mention="Bruno Valk"),
]


def test_who_is_not_named_stands_before_the_words_once_a_turn() -> None:
    read = attributed(Excerpt(DOCUMENT, 0, len(TEXT)), SAID)

    assert read.text == TEXT.replace("“I", "(Bruno Valk) “I").replace("“They", "(Ottilie) “They")


def test_stretches_are_found_again_with_who_speaks_in_them() -> None:
    read = attributed(Excerpt(DOCUMENT, 0, len(TEXT)), SAID)

    def found(words: str) -> str:
        start = TEXT.index(words)
        return read.text[read.place(start) : read.place(start + len(words))]

    assert found("“They are on your nose.”") == "(Ottilie) “They are on your nose.”"
    for words in (
        "have lost",
        " “You read it.”",
        "on your nose.”",
        "said Bruno Valk, and blushed.",
    ):
        assert found(words) == words


def test_a_name_outside_the_passage_is_written_in() -> None:
    words = Excerpt(DOCUMENT, LINE, TEXT.index(",” said Bruno"))

    assert (
        attributed(words, SAID).text
        == "(Ottilie) “They are on your nose.”\n\n(Bruno Valk) “So they are"
    )


def test_a_passage_that_begins_within_a_quotation_begins_with_its_speaker() -> None:
    start = TEXT.index("lost my")

    assert attributed(Excerpt(DOCUMENT, start, LINE), SAID).text.startswith("(Bruno Valk) lost my")


def test_nobody_is_written_in_where_the_speaker_is_not_stated_or_the_words_are_retold() -> None:
    unstated = [quotation("“They are on your nose.”")]
    told = [quotation("“They are on your nose.”", OTTILIE, evidence=TOLD)]

    assert attributed(Excerpt(DOCUMENT, 0, len(TEXT)), unstated).text == TEXT
    assert attributed(Excerpt(DOCUMENT, 0, len(TEXT)), told).text == TEXT
    assert attributed(Excerpt(DOCUMENT, 0, len(TEXT)), []).text == TEXT
