"""Follow-ups over a small corpus, with the real core and an encoder that counts words."""

from __future__ import annotations

import pytest

from bot.answering import Answerer
from bot.asking import Models
from bot.conversation import Conversations
from bot.replies import Abstention, Answer, Courtesy, Intent, Reply, Silence
from config.settings import AnswerSettings
from corpus.quoting.finding import QuotationFinder
from tests.embeddings.desks import desk_at

STORY = """Mayor Ilsa Brandt said the swing bridge would stay shut until spring. "The toll will
rise in May," Brandt said.

"That is nonsense," answered ferry owner Tomas Reede. "The bridge could open tomorrow," he said.
"The toll is theft," Reede added.

The council meets again on the fourth of June because the budget is late."""


class Clock:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture(scope="module")
def answerer(tmp_path_factory: pytest.TempPathFactory) -> Answerer:
    desk = desk_at(tmp_path_factory.mktemp("conversation"))
    for path in desk.folder.rglob("*.txt"):
        path.unlink()
    desk.write("bridge.txt", STORY.replace("\n", " ").replace("  ", "\n\n"))
    finder = QuotationFinder()
    library = desk.reopened(finder=lambda: finder).library
    library.refresh()
    return Answerer(library, Models(lambda: desk.encoder), AnswerSettings())


@pytest.fixture
def talk(answerer: Answerer) -> Conversations:
    return Conversations(answerer, minutes=30, clock=Clock())


def speakers(reply: Reply) -> set[str | None]:
    assert isinstance(reply, Answer), reply
    return {citation.speaker for citation in reply.citations}


def shown(reply: Reply) -> str:
    assert isinstance(reply, Answer), reply
    return "\n".join(citation.excerpt.text for citation in reply.citations)


def test_he_is_who_was_asked_about_last(talk: Conversations) -> None:
    talk.reply(1, "What did Reede say about the bridge?")

    reply = talk.reply(1, "and what did he say about the toll?")

    assert speakers(reply) == {"Tomas Reede"}
    assert '"The toll is theft,"' in shown(reply)


def test_another_person_is_asked_the_same(talk: Conversations) -> None:
    talk.reply(1, "What did Reede say about the toll?")

    reply = talk.reply(1, "And the mayor?")

    assert speakers(reply) == {"Ilsa Brandt"}
    assert "rise in May" in shown(reply)


def test_and_about_asks_the_same_person_about_something_else(talk: Conversations) -> None:
    talk.reply(1, "What did Brandt say about the bridge?")

    reply = talk.reply(1, "and about the toll?")

    assert speakers(reply) == {"Ilsa Brandt"}
    assert "rise in May" in shown(reply)


def test_who_said_it_makes_its_speaker_the_person_of_the_conversation(
    talk: Conversations,
) -> None:
    talk.reply(1, "Who said that is nonsense?")

    assert speakers(talk.reply(1, "What did he say about the toll?")) == {"Tomas Reede"}


def test_she_without_anybody_before_is_asked_back(talk: Conversations) -> None:
    reply = talk.reply(1, "What did she say?")

    assert isinstance(reply, Abstention)
    assert reply.reason is Silence.UNCLEAR_PERSON


def test_two_people_do_not_share_a_conversation(talk: Conversations) -> None:
    talk.reply(1, "What did Brandt say about the bridge?")
    talk.reply(2, "What did Reede say about the bridge?")

    assert speakers(talk.reply(1, "and about the toll?")) == {"Ilsa Brandt"}


def test_a_conversation_is_forgotten_after_its_time_and_when_asked(answerer: Answerer) -> None:
    clock = Clock()
    talk = Conversations(answerer, minutes=30, clock=clock)
    talk.reply(1, "What did Brandt say about the bridge?")
    talk.reply(2, "What did Brandt say about the bridge?")
    talk.forget(2)

    assert isinstance(talk.reply(2, "and what did she say about the toll?"), Abstention)
    clock.now = 31 * 60
    assert isinstance(talk.reply(1, "and what did she say about the toll?"), Abstention)


def test_the_longest_unused_conversation_goes_first(answerer: Answerer) -> None:
    talk = Conversations(answerer, capacity=2, clock=Clock())
    for key in (1, 2, 3):
        talk.reply(key, "What did Brandt say about the bridge?")

    assert talk.last(1) is None
    assert talk.last(2) is not None


def test_more_gives_the_next_citations_until_there_are_none(answerer: Answerer) -> None:
    one_at_a_time = Answerer(answerer._library, answerer._models, AnswerSettings(excerpts=1))
    talk = Conversations(one_at_a_time, clock=Clock())

    replies = [talk.said_by(1, "Reede"), talk.more(1), talk.reply(1, "more")]
    last = talk.more(1)

    assert len({shown(reply) for reply in replies}) == 3
    assert isinstance(last, Abstention)
    assert last.reason is Silence.NOTHING_LEFT


def test_two_questions_in_one_message_are_both_answered(talk: Conversations) -> None:
    reply = talk.reply(
        1, "Who said that is nonsense? Why does the council meet again on the fourth of June?"
    )

    assert "nonsense" in shown(reply)
    assert "fourth of June" in shown(reply)
    assert isinstance(reply, Answer)
    assert [citation.number for citation in reply.citations] == [1, 2]


def test_thanks_are_answered_and_leave_the_conversation_as_it_was(talk: Conversations) -> None:
    talk.reply(1, "What did Brandt say about the bridge?")

    assert isinstance(talk.reply(1, "thanks!"), Courtesy)
    assert speakers(talk.reply(1, "and about the toll?")) == {"Ilsa Brandt"}


def test_selected_words_are_looked_up_as_they_stand(talk: Conversations) -> None:
    assert speakers(talk.who_said(1, "That is nonsense")) == {"Tomas Reede"}


def test_the_same_question_of_many_is_worked_out_once(answerer: Answerer) -> None:
    first = answerer.reply("Who said that is nonsense?")

    assert answerer.reply("Who said that is nonsense?") is first
    assert answerer.reply("Who said the toll is theft?") is not first


def test_to_that_is_what_was_asked_about_last(talk: Conversations) -> None:
    talk.reply(1, "What did Brandt say about the toll?")
    said, alone = (
        talk.reply(1, "and what did Reede say to that?"),
        talk.reply(2, "What did Reede say?"),
    )

    assert isinstance(said, Answer)
    assert isinstance(alone, Answer)
    assert speakers(said) == {"Tomas Reede"}
    assert {"toll"} <= set(said.citations[0].excerpt.text.lower().replace(",", " ").split())


def test_an_answer_made_in_a_hurry_is_not_given_to_those_who_ask_later(
    answerer: Answerer,
) -> None:
    talk, question = Conversations(answerer), "What happened at the toll?"
    hurried = talk.reply(1, question, hurried=True)
    calm = talk.reply(2, question)

    assert calm is not hurried
    assert talk.reply(3, question, hurried=True) is calm


def test_two_questions_of_different_kinds_put_no_label_on_narration(talk: Conversations) -> None:
    reply = talk.reply(1, "Who said the toll is theft? When does the council meet again?")

    assert isinstance(reply, Answer)
    assert [citation.speaker for citation in reply.citations][-1] is None
    assert reply.intent is Intent.ABOUT


def test_what_was_replied_is_about_what_was_asked_before(talk: Conversations) -> None:
    talk.reply(1, "What did Brandt say about the toll?")

    assert "theft" in shown(talk.reply(1, "and what did Reede answer?")).splitlines()[0]


def test_somebody_silent_on_the_same_is_shown_with_what_stands_beside(talk: Conversations) -> None:
    talk.reply(1, "What did Brandt say about spring?")

    assert speakers(talk.reply(1, "and Reede?")) == {"Tomas Reede"}


def test_who_said_that_is_whoever_said_what_was_shown(talk: Conversations) -> None:
    talk.reply(1, "What is nonsense?")
    before = talk.last(1)
    assert isinstance(before, Answer)
    assert before.citations[0].speaker == "Tomas Reede"

    reply = talk.reply(1, "who told them that?")
    assert isinstance(reply, Answer)
    assert (reply.intent, reply.speaker) == (Intent.WHO_SAID, "Tomas Reede")


def test_the_rest_of_a_question_is_taken_from_the_one_before(talk: Conversations) -> None:
    talk.reply(1, "Why does the council meet again?")
    talk.reply(1, "and when?")

    last = talk._memories.get(1)
    assert last
    assert last.question.topic == "when does the council meet again?"


def test_the_other_one_is_asked_back_where_nobody_else_was_shown(talk: Conversations) -> None:
    talk.reply(1, "What did Brandt say about the toll?")
    reply = talk.reply(1, "what about the other one?")

    assert isinstance(reply, Abstention)
    assert reply.reason is Silence.UNCLEAR_PERSON


def test_a_half_without_an_answer_is_named(talk: Conversations) -> None:
    reply = talk.reply(1, "Who said that is nonsense? What did Reede say about zebras?")

    assert isinstance(reply, Answer)
    assert reply.notes == ("On “What did Reede say about zebras”: nothing found.",)


def test_it_is_the_topic_asked_about_last(talk: Conversations) -> None:
    talk.reply(1, "What did Brandt say about the toll?")
    talk.reply(1, "and when will it rise?")

    last = talk._memories.get(1)
    assert last
    assert last.question.topic == "when will the toll rise"


def test_after_a_half_without_an_answer_the_other_is_spoken_of(talk: Conversations) -> None:
    talk.reply(1, "Who said that is nonsense? What did Brandt say about zebras?")

    assert speakers(talk.reply(1, "and what did he say about the toll?")) == {"Tomas Reede"}


def test_that_without_anything_before_is_asked_back(talk: Conversations) -> None:
    reply = talk.reply(1, "who told her that?")

    assert isinstance(reply, Abstention)
    assert (reply.reason, reply.looked_for) == (Silence.UNCLEAR_PERSON, "that")


@pytest.mark.parametrize(
    "text", ["what did ... from Brandt say?", "What did - of Reede say?", "what did the of it say"]
)
def test_a_name_without_letters_is_nobody(talk: Conversations, text: str) -> None:
    assert isinstance(talk.reply(1, text), Answer | Abstention)


@pytest.mark.parametrize("text", ["why?", "no", "who?", "what did", "a " * 1000])
def test_words_that_carry_no_meaning_are_no_question(talk: Conversations, text: str) -> None:
    reply = talk.reply(1, text)

    assert isinstance(reply, Abstention)
    assert reply.reason is Silence.EMPTY_QUESTION
