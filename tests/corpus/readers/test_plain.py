from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from corpus.readers.plain import paragraphs_of, read_plain, title_line

WORD = st.sampled_from(["harbour", "quay", "lantern", "Mrs", "ebb", "a", "of,", "rope.", "mast"])
WORDS = st.lists(WORD, min_size=1)


def test_blank_lines_part_paragraphs() -> None:
    assert list(paragraphs_of("\n\nOne.\n\n \t\n\nTwo.\n")) == ["One.", "Two."]


def test_wrapped_lines_are_joined_to_paragraphs() -> None:
    text = (
        "The ferry had been late every day since the frost, and by now nobody\n"
        "who waited on the quay so much as looked up when the bell rang out\n"
        "across the water.\n"
        "\n"
        "Ines looked up all the same. She had a letter to send, a long-\n"
        "overdue one, and the purser was the only man that she would trust\n"
        "with it.\n"
    )

    first, second = paragraphs_of(text)

    assert "nobody who waited" in first
    assert "a long-overdue one" in second


def test_without_blank_lines_every_line_is_a_paragraph() -> None:
    text = (
        "The ferry was late.\nInes waited on the quay for an hour, and then for another, and the"
        " cold came up through the soles of her boots until she could not feel them any more.\n"
        "“Go home,” said the purser.\n"
    )

    assert len(list(paragraphs_of(text))) == 3


def test_an_indented_first_line_starts_a_paragraph_of_wrapped_text() -> None:
    text = (
        "   The ferry had been late every day since the frost, and by now\n"
        "nobody on the quay so much as looked up when the bell rang across\n"
        "the water and the lamps were lit.\n"
        "   Ines looked up all the same. She had a letter to send, and the\n"
        "purser was the only man that she would have trusted with a letter.\n"
    )

    assert [p.split()[0] for p in paragraphs_of(text)] == ["The", "Ines"]


def test_verse_keeps_its_lines() -> None:
    text = "The lamp is out\nand the tide is in\nno boat about\nbut that of Ines\n\nOne more\n"

    assert next(paragraphs_of(text)).count("\n") == 3


def test_an_underlined_heading_loses_its_underline() -> None:
    assert list(paragraphs_of("The Long Ebb\n============\n\nIt was late.")) == [
        "The Long Ebb",
        "It was late.",
    ]


@given(st.lists(WORDS.map(" ".join), min_size=1, max_size=8))
def test_text_that_is_clean_already_is_taken_as_it_is(paragraphs: list[str]) -> None:
    assert list(paragraphs_of("\n\n".join(paragraphs))) == paragraphs


@given(st.text(alphabet="ab.” \n\t-—"))
def test_every_word_is_in_some_paragraph(text: str) -> None:
    kept = "".join("".join(paragraphs_of(text)).split())

    assert [c for c in kept if c in "ab"] == [c for c in text if c in "ab"]


def test_a_short_first_line_over_text_is_the_title_and_stays_in_the_text() -> None:
    draft = read_plain("The Long Ebb\n\nIt was late when the ferry came in.\n")

    assert title_line(draft.paragraphs) == "The Long Ebb"
    assert draft.paragraphs[0] == "The Long Ebb"


def test_a_sentence_a_speech_or_a_chapter_is_no_title() -> None:
    for line in ("It was late.", "“Go home”", "Chapter 1", "INES: Go home", "* * *", "Dear Ines,"):
        assert title_line((line, "It was late when the ferry came in.")) is None


def test_front_matter_is_no_part_of_the_story() -> None:
    draft = read_plain(
        '---\ntitle: "The Long: Ebb"\nauthors:\n  - Ines Marlow\n  - Tom Pike\n'
        "date: 2021-03-04\nurl: https://example.org/ebb\n---\n\nIt was late.\n"
    )

    assert (draft.title, draft.author) == ("The Long: Ebb", "Ines Marlow and Tom Pike")
    assert (draft.published, draft.url) == ("2021-03-04", "https://example.org/ebb")
    assert draft.paragraphs == ("It was late.",)


def test_front_matter_in_toml_and_without_a_fence_is_read_too() -> None:
    toml = read_plain('+++\ntitle = "Ebb"\ndate = 2021-03-04\n+++\nIt was late.')
    bare = read_plain("Title: Ebb\nAuthor: Ines Marlow\nDate: 4 March 2021\n\nIt was late.")

    assert (toml.title, toml.published, toml.paragraphs) == ("Ebb", "2021-03-04", ("It was late.",))
    assert (bare.title, bare.author, bare.paragraphs) == ("Ebb", "Ines Marlow", ("It was late.",))


def test_a_line_of_dashes_over_a_story_is_not_front_matter() -> None:
    text = "---\n\nINES: Go home.\n\nIt was late and the ferry had gone.\n---\nThe end.\n"

    assert "".join(read_plain(text).paragraphs).count("ferry") == 1
