"""What is meant for the bot, and what it is asked."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from telegram import Chat, ForumTopicCreated, Message, MessageEntity, TextQuote, User

from bot.handlers.addressing import asked_in, command_in, is_for
from tests.telegram.standin.people import entities_in

ME = User(7, "Story", is_bot=True, username="Story_Bot")
READER, GROUP = User(42, "Reader", is_bot=False), Chat(-100, "supergroup")


def message(text: str, **more: Any) -> Message:
    entities = [MessageEntity(e["type"], e["offset"], e["length"]) for e in entities_in(text)]
    given = {"chat": GROUP, "from_user": READER, "text": text, "entities": entities, **more}
    return Message(5, datetime.now(UTC), **given)


def of_ours(text: str, quoted: str | None = None) -> Message:
    entities = (
        [MessageEntity("expandable_blockquote", text.index(quoted), len(quoted))] if quoted else []
    )
    return message(text, from_user=ME, entities=entities)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("@story_bot who said it?", True),
        ("so, @Story_Bot, who?", True),
        ("@other_bot who said it?", False),
        ("mail me at a@story_bot.example", False),
        ("who said it?", False),
    ],
)
def test_a_mention_is_for_the_bot(text: str, meant: bool) -> None:
    assert is_for(message(text), ME) is meant


def test_a_reply_is_for_the_bot_unless_it_only_stands_in_its_topic() -> None:
    opened = message("", from_user=ME, forum_topic_created=ForumTopicCreated("Topic", 1))
    assert is_for(message("why?", reply_to_message=of_ours("because")), ME)
    assert not is_for(message("why?", reply_to_message=opened), ME)
    assert not is_for(message("why?", reply_to_message=message("because")), ME)


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("@Story_Bot who said it?", "who said it?"),
        ("/ask  why was it closed?", "why was it closed?"),
        ("/ask@story_bot why?", "why?"),
        ("why, @story_bot ?", "why,   ?"),
        ("/ask", ""),
    ],
)
def test_the_question_is_what_does_not_address_the_bot(text: str, question: str) -> None:
    assert asked_in(message(text), 42, ME).question == question


def test_who_asks_for_all_of_a_person() -> None:
    assert asked_in(message("/who Mara Lind"), 42, ME).name == "Mara Lind"
    assert asked_in(message("/ask who"), 42, ME).name is None


@pytest.mark.parametrize(
    "text",
    ["who?", "Who said this?", "and who said that?", "whose words are these?", "by whom?", "WHO"],
)
def test_who_about_selected_words_is_a_look_up(text: str) -> None:
    quote = TextQuote("nonsense", 3, is_manual=True)
    asked = asked_in(message(text, reply_to_message=of_ours("x nonsense"), quote=quote), 42, ME)
    assert asked.words == "nonsense"


@pytest.mark.parametrize(
    "text", ["who closed the pier?", "why?", "what did she mean?", "who said the gate is shut?"]
)
def test_any_other_question_about_selected_words_stays_a_question(text: str) -> None:
    quote = TextQuote("nonsense", 3, is_manual=True)
    assert asked_in(message(text, quote=quote), 42, ME).words is None


def test_who_as_a_command_looks_selected_words_up_too() -> None:
    quote = TextQuote("nonsense", 3, is_manual=True)
    assert asked_in(message("/who", quote=quote), 42, ME).words == "nonsense"
    assert asked_in(message("/who Mara", quote=quote), 42, ME).words is None


def test_without_a_selection_the_only_excerpt_is_meant() -> None:
    one = message("who?", reply_to_message=of_ours("head That is nonsense", "That is nonsense"))
    assert asked_in(one, 42, ME).words == "That is nonsense"
    none = message("who?", reply_to_message=of_ours("no excerpt"))
    assert asked_in(none, 42, ME).words is None


def test_a_bare_mention_asks_what_it_replies_to() -> None:
    words = message("who closed the pier?")
    assert asked_in(message("@story_bot", reply_to_message=words), 42, ME).question == words.text


def test_conversations_are_kept_apart_by_chat_topic_and_reader() -> None:
    in_topic = message("a", message_thread_id=9, is_topic_message=True)
    replies = message("a", message_thread_id=9)  # a thread of replies, no topic
    keys = {asked_in(m, user, ME).key for m in (in_topic, replies) for user in (42, 43)}
    assert len(keys) == 4
    assert {key.thread for key in keys} == {9, None}


def test_a_digest_tells_questions_apart() -> None:
    one, other = (asked_in(message(t), 42, ME).digest for t in ("why?", "why not?"))
    assert one != other
    assert one == asked_in(message("@story_bot why?"), 42, ME).digest


def test_commands_are_read_with_and_without_a_name() -> None:
    assert command_in("/Ask@story_bot why") == "ask"
    assert command_in("ask /who") is None
