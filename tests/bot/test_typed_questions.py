"""Questions as people type them, over a small story, with an encoder that counts words."""

from __future__ import annotations

import pytest

from bot.answering import Answerer
from bot.asking import Models
from bot.conversation import Conversations
from bot.replies import Abstention, Answer, Reply, Silence
from config.settings import AnswerSettings
from corpus.quoting.finding import QuotationFinder
from tests.embeddings.desks import desk_at

STORY = """The weir at Tolland will be pulled down, the river board said on Friday.

"The weir is older than the church," said Mrs Ida Rusk, the lock keeper. "It ought to stay."

"It ought to go," said her brother, Mr Paul Rusk. "The salmon cannot climb it."

Nora Quill and Paul Rusk said that the board had been slow. "No eel ever asked for a weir," Nora
Quill added. "The salmon will be back in a year," she said."""


@pytest.fixture(scope="module")
def talk(tmp_path_factory: pytest.TempPathFactory) -> Conversations:
    desk = desk_at(tmp_path_factory.mktemp("typed"))
    for path in desk.folder.rglob("*.txt"):
        path.unlink()
    desk.write("weir.txt", STORY.replace("Nora\n", "Nora "))
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
