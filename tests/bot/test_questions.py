from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.questions import parse, parts
from bot.replies import Intent


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("Who said the bridge would stay shut?", "the bridge would stay shut"),
        ("who called it neither safe nor fair", "neither safe nor fair"),
        ("Who denied that the toll had gone up?", "the toll had gone up"),
        ("So who was it that said “not on a Sunday”?", "not on a Sunday"),
        ("who's quoted as saying it was a fence?", "was a fence"),
        ("Whose words are “a house with no floor”?", "a house with no floor"),
        ("Did anyone say that the eels were gone?", "the eels were gone"),
        ("Which speaker warned about the ice?", "about the ice"),
        ("Tell me who promised Friday", "Friday"),
    ],
)
def test_who_said_asks_for_the_speaker_of_a_content(text: str, content: str) -> None:
    question = parse(text)

    assert question.intent is Intent.WHO_SAID
    assert question.topic == content


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("Who was “deeply sorry”?", "deeply sorry"),
        ("I’m looking for the line “You never gave it back” - who says that?",
         "You never gave it back"),
        ("who is the woman behind ‘a ferry is a promise’", "a ferry is a promise"),
    ],
)  # fmt: skip
def test_words_in_marks_are_what_somebody_said(text: str, content: str) -> None:
    question = parse(text)
    assert (question.intent, question.topic) == (Intent.WHO_SAID, content)


@pytest.mark.parametrize(
    "text",
    ["Who is “the egg lady”?", "What does “dry dock” mean?", "Who wrote first, Ida or the clerk?"],
)
def test_a_name_a_term_or_a_choice_of_two_is_not_what_somebody_said(text: str) -> None:
    assert parse(text).intent is Intent.ABOUT


@pytest.mark.parametrize(
    ("text", "name", "topic"),
    [
        ("What did the mayor say about the bridge?", "the mayor", "the bridge"),
        ("what did Cantil-Sakauye write", "Cantil-Sakauye", None),
        ("What does the letter claim about jails?", "the letter", "jails"),
        ("How did Tomas Reede respond to the vote?", "Tomas Reede", "the vote"),
        ("what's Reede's view of the toll", "Reede", "the toll"),
        ("What is the opinion of the harbour master on eels?", "the harbour master", "eels"),
        ("Did the clerk say anything about the lights?", "the clerk", "the lights"),
        ("What is Mara Lind quoted as saying about planks?", "Mara Lind", "planks"),
        ("quotes by Mara Lind on the pier", "Mara Lind", "the pier"),
        ("What did Brandt tell the council about Friday?", "Brandt", "Friday"),
        ("what did Reede tell them about the toll", "Reede", "the toll"),
        ("What did Anna tell Mr. Lund about the fish?", "Anna", "the fish"),
        ("What did the mayor tell the council?", "the mayor", "the council"),
        ("What did Lind write in her letter?", "Lind", None),
        ("What did Lind say in the letter about the pumps?", "Lind", "the pumps"),
        ("According to Nils Berg, why is bread dear?", "Nils Berg", "why is bread dear"),
        ("and what did he reply?", "he", None),
    ],
)
def test_what_did_name_say_asks_for_the_words_of_one_speaker(
    text: str, name: str, topic: str | None
) -> None:
    question = parse(text)

    assert question.intent is Intent.WHAT_SAID
    assert (question.name, question.topic) == (name, topic)


@pytest.mark.parametrize("text", ["List everything Owen said", "all quotes by Owen"])
def test_everything_is_asked_for_in_so_many_words(text: str) -> None:
    assert parse(text).everything


@pytest.mark.parametrize(
    "text",
    [
        "Why do the eels leave in autumn?",
        "When was the letter dated?",
        "Who closed the pier?",
        "bait",
        "¿Quién cerró el puente?",
        "What was said about the pier?",
        "Who said",
    ],
)
def test_everything_else_is_about_the_story(text: str) -> None:
    assert parse(text).intent is Intent.ABOUT


def test_who_is_somebody_names_the_person() -> None:
    question = parse("who is John Kelly?")

    assert question.who_is
    assert question.name == "John Kelly"


@pytest.mark.parametrize("text", ["hi", "Hello!", "thanks a lot 🙏", "Thank you so much", "bye"])
def test_greetings_and_thanks_are_courtesies(text: str) -> None:
    assert parse(text).intent is Intent.COURTESY


def test_several_questions_in_one_message_are_told_apart() -> None:
    assert parts("Who said bait? And why was the bridge shut?  What?") == [
        "Who said bait?",
        "And why was the bridge shut?",
        "What?",
    ]
    assert parts("What did Reede reply, and what did Brandt say?") == [
        "What did Reede reply",
        "what did Brandt say?",
    ]
    assert parts("Who said salt and pepper?") == ["Who said salt and pepper?"]
    assert parts("?") == ["?"]


@given(st.text(max_size=300))
def test_any_text_is_some_question(text: str) -> None:
    question = parse(text)

    assert question.text == " ".join(text.split())
    assert all(parts(text)) or not text.strip()


def test_a_long_text_is_parsed_in_little_time() -> None:
    for text in ("what did " * 250, "who said " + "a " * 1000, "everything " * 200, "is " * 700):
        assert parse(text)


@pytest.mark.parametrize("paper", ["the note", "the report", "her reply", "the answer"])
def test_a_paper_that_is_called_by_a_word_of_saying_is_a_name(paper: str) -> None:
    question = parse(f"What did {paper} say about the well?")
    assert (question.intent, question.name, question.topic) == (
        Intent.WHAT_SAID,
        paper,
        "the well",
    )


@pytest.mark.parametrize(
    ("text", "halves"),
    [
        ("Who found it and how long did it take?", ["Who found it", "how long did it take?"]),
        ("Where is the box and who owns it", ["Where is the box", "who owns it"]),
        ("When and where was it found?", ["When and where was it found?"]),
        ("Who said that he knew her and who she was?", None),
        ("I know who did it and how many were there.", None),
    ],
)
def test_two_questions_joined_by_and_are_parted(text: str, halves: list[str] | None) -> None:
    assert parts(text) == (halves or [text])


@pytest.mark.parametrize(
    ("text", "topic", "kindred"),
    [
        ("What did Reede deny?", None, "rejected"),
        ("What did Reede warn her about?", None, "cautioned"),
        ("What did Reede promise the council?", "the council", "vowed"),
        ("Did Reede admit the mistake?", "the mistake", "conceded"),
        ("What did Reede write in it?", None, "wrote"),
    ],
)
def test_the_verb_asked_for_is_kept_with_its_kin(
    text: str, topic: str | None, kindred: str
) -> None:
    question = parse(text)

    assert (question.name, question.topic) == ("Reede", topic)
    assert kindred in question.kin


def test_any_saying_will_do_where_only_saying_is_asked_for() -> None:
    assert not parse("What did Reede say?").kin


def test_who_is_somewhere_asks_for_nobody_of_that_name() -> None:
    assert not parse("Who is in the kitchen?").who_is
    assert parse("Who is Ines Carvo?").who_is


@pytest.mark.parametrize("text", ["Wen Ansgar bridge", "Ho Lim speech", "Wen said what?"])
def test_a_surname_is_no_misspelt_question_word(text: str) -> None:
    assert parse(text).text == text
    assert "when" not in (parse(text).topic or "")


def test_a_misspelt_question_word_before_an_auxiliary_is_mended() -> None:
    assert parse("wen did the ferry sail?").topic == "when did the ferry sail?"
