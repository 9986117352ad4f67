"""Questions as people type them, over a small story, with an encoder that counts words."""

from __future__ import annotations

import pytest

from bot.about import INTRODUCED, introduction
from bot.answering import Answerer
from bot.asking import Models
from bot.conversation import Conversations
from bot.replies import Abstention, Answer, Reply, Silence
from bot.speech import called_so
from config.settings import AnswerSettings
from corpus.quoting.finding import QuotationFinder
from tests.embeddings.desks import desk_at

STORY = """The weir at Tolland will be pulled down, the river board said on Friday.

"The weir is older than the church," said Mrs Ida Rusk, the lock keeper. "It ought to stay."

"It ought to go," said her brother, Mr Paul Rusk. "The salmon cannot climb it."

Nora Quill and Paul Rusk said that the board had been slow. "No eel ever asked for a weir," Nora
Quill added. "The salmon will be back in a year," she said. "No, I shall not miss it."

The board hired a diver, Una Birt, for a week. Her name was Greta Rusk before she married."""


@pytest.fixture(scope="module")
def talk(tmp_path_factory: pytest.TempPathFactory) -> Conversations:
    desk = desk_at(tmp_path_factory.mktemp("typed"))
    for path in desk.folder.rglob("*.txt"):
        path.unlink()
    desk.write("weir.txt", STORY)
    finder = QuotationFinder()
    library = desk.reopened(finder=lambda: finder).library
    library.refresh()
    models = Models(lambda: desk.encoder)
    return Conversations(Answerer(library, models, AnswerSettings()))


def asked(talk: Conversations, question: str) -> Answer:
    reply = talk.reply(question, question)
    assert isinstance(reply, Answer), reply
    return reply


def refused(talk: Conversations, question: str) -> Abstention:
    reply: Reply = talk.reply(question, question)
    assert isinstance(reply, Abstention), reply
    return reply


def test_of_two_names_the_known_one_is_answered_and_the_other_named(talk: Conversations) -> None:
    reply = asked(talk, "What did Nora Quill and Bert Ashe say?")

    assert {each.speaker for each in reply.citations} >= {"Nora Quill"}
    assert reply.notes == ("Nothing is said by “Bert Ashe” in the corpus.",)
    assert refused(talk, "What did Cy Lamb and Bert Ashe say?").reason is Silence.UNKNOWN_SPEAKER


def test_what_two_say_together_comes_first_then_each_by_turns(talk: Conversations) -> None:
    reply = asked(talk, "What did Paul Rusk and Nora Quill say?")

    speakers = [each.speaker for each in reply.citations]
    assert "the board had been slow" in reply.citations[0].excerpt.text
    assert set(speakers[1:]) == {"Nora Quill", "Mr Paul Rusk"}
    assert reply.speaker is None


def test_who_of_two_says_nothing_on_a_topic_is_told(talk: Conversations) -> None:
    reply = asked(talk, "What did Ida Rusk and Nora Quill say about eels?")

    assert {each.speaker for each in reply.citations} == {"Nora Quill"}
    assert reply.notes == ("I found nothing on this by “Ida Rusk”.",)


def test_a_surname_of_two_brings_both_and_says_so_and_a_title_decides(talk: Conversations) -> None:
    reply = asked(talk, "What did Rusk say?")

    assert len({each.speaker for each in reply.citations[:2]}) == 2
    assert reply.notes == ("“Rusk” may be Mrs Ida Rusk or Mr Paul Rusk.",)
    alone = asked(talk, "What did Mrs Rusk say?")
    assert {each.speaker for each in alone.citations} == {"Mrs Ida Rusk"}
    assert alone.notes == ()
    both = asked(talk, "What did Mr and Mrs Rusk say?")
    assert {"Mrs Ida Rusk", "Mr Paul Rusk"} <= {each.speaker for each in both.citations}


@pytest.mark.parametrize("question", ["more", "tell me more", "what else?", "go on"])
def test_more_of_nothing_is_asked_back_with_a_way_on(talk: Conversations, question: str) -> None:
    reply = refused(talk, question)

    assert reply.reason is Silence.EMPTY_QUESTION
    assert reply.suggestions


def test_what_else_somebody_said_is_a_question_of_its_own(talk: Conversations) -> None:
    assert asked(talk, "what else did Mrs Rusk say?").speaker == "Mrs Ida Rusk"


@pytest.mark.parametrize(
    "question", ["quote me Nora Quill on eels", "Nora Quill's view on eels", "quote Quill on eels"]
)
def test_a_quote_and_a_view_are_asked_for_in_few_words(talk: Conversations, question: str) -> None:
    reply = asked(talk, question)

    assert reply.speaker == "Nora Quill"
    assert "No eel ever" in reply.citations[0].excerpt.text


def test_how_somebody_felt_is_shown_by_what_they_say(talk: Conversations) -> None:
    reply = asked(talk, "How did Mrs Rusk feel about the weir?")

    assert {each.speaker for each in reply.citations} == {"Mrs Ida Rusk"}


def test_yes_is_looked_for_among_the_words_of_the_one_asked_about(talk: Conversations) -> None:
    assert "No, I shall" in asked(talk, "Did Nora Quill say no?").citations[0].excerpt.text
    assert refused(talk, "Did Mr Rusk say yes?").reason is Silence.SPEAKER_SILENT


@pytest.mark.parametrize("name", ["the keeper of the lock", "the lock's keeper"])
def test_an_office_is_known_the_other_way_round(talk: Conversations, name: str) -> None:
    assert asked(talk, f"What did {name} say?").speaker == "Mrs Ida Rusk"


@pytest.mark.parametrize("name", ["the keeper of the mill", "the mill's keeper"])
def test_of_another_house_it_is_nobody(talk: Conversations, name: str) -> None:
    assert refused(talk, f"What did {name} say?").reason is Silence.UNKNOWN_SPEAKER


@pytest.mark.parametrize(
    "sentence",
    [
        "They hired a diver, Una Birt, for a week.",
        "Her dog, Birt, had run away.",
        "A woman called Una Birt came down the hill.",
        "Her name was Una Birt, and she could dive.",
        "Una Birt, a diver, came down the hill.",
        "The Una Birt, a ketch, lay at anchor.",
    ],
)
def test_a_sentence_introduces_who_or_what_bears_a_name(sentence: str) -> None:
    assert introduction(sentence, "birt", []) >= INTRODUCED


@pytest.mark.parametrize("sentence", ["In the boat Birt laughed.", "Una Birt came down the hill."])
def test_a_sentence_with_the_name_alone_introduces_nobody(sentence: str) -> None:
    assert introduction(sentence, "birt", []) < INTRODUCED


def test_somebody_else_of_the_surname_is_not_introduced(talk: Conversations) -> None:
    sentence = asked(talk, "Who is Ida Rusk?").citations[0].highlight

    assert sentence
    assert "Greta" not in sentence.text


def test_a_role_and_its_name_may_be_parted_by_what_the_one_did() -> None:
    assert called_so("diver", "The diver who mended the weir, Una Birt, was cold.") == {"Una Birt"}


@pytest.mark.parametrize("question", ["why did mr quade climb it", "Why did Quade climb it?"])
def test_a_title_shows_a_name_that_is_typed_small(talk: Conversations, question: str) -> None:
    reply = refused(talk, question)

    assert reply.reason is Silence.UNKNOWN_NAME
    assert reply.looked_for.casefold() == "quade"
