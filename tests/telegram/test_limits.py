"""What one reader who asks too much gets, and that nobody else pays for it."""

from __future__ import annotations

import time

import pytest

from tests.telegram.conftest import HARBOUR, Start
from tests.telegram.driving import ADMIN, GROUP, Process, Telegram, wait_for

pytestmark = pytest.mark.slow

CRANE, OFFICE = "the crane?", "the office?"
TOO_MANY, TOO_FAST = "more questions than I can take from you", "You write faster"
SHIPS = "The ships\n\n" + "\n\n".join(
    f'"Ship {n} is here," said Captain Name{chr(97 + n // 26)}{chr(97 + n % 26)}.'
    for n in range(40)
)


@pytest.fixture(scope="module")
def bot(start: Start, telegram: Telegram) -> Process:
    stories = {"harbour.txt": HARBOUR, "ships.txt": SHIPS}
    return start(telegram=telegram, stories=stories).ready()


@pytest.mark.parametrize("mode", ["polling", "webhook"])
def test_a_reader_whose_chat_waits_holds_up_nobody(
    start: Start, alone: Telegram, mode: str
) -> None:
    start(telegram=alone, mode=mode).ready()
    flooding, other, elsewhere = alone.private(73), alone.private(74), alone.group(73)
    flooding.ask(OFFICE)
    alone.do("fault", method="sendMessage", code=429, retry_after=4, contains='"chat_id": "73"')
    asked = [flooding.write(CRANE) for _ in range(270)]
    wait_for(lambda: alone.seen("faults") == 0)
    started = time.monotonic()
    other.ask(OFFICE)
    elsewhere.ask(f"/ask {OFFICE}")
    assert time.monotonic() - started < 2  # the halted chat waits two seconds more at least

    wait_for(lambda: len(flooding.answers()) >= 23)  # the office, the notice, the first 21 cranes
    texts = [m["text"] for m in flooding.settled()]
    assert sum(TOO_FAST in text for text in texts) == 1
    assert 21 <= sum("sold in May" in text for text in texts) < 60
    assert flooding.answers_to(asked[0])
    status = alone.private(ADMIN).ask("/status")["text"]
    assert "too many of one reader at once, dropped" in status


def test_slow_questions_of_one_reader_let_others_in(bot: Process, telegram: Telegram) -> None:
    slow, other = telegram.private(73), telegram.private(74)
    for _ in range(300):
        slow.write("slow 0.2 crane")
    started = time.monotonic()
    other.ask(OFFICE)
    assert time.monotonic() - started < 2


def test_whoever_asks_too_much_is_told_once_whatever_came_first(
    start: Start, alone: Telegram
) -> None:
    start(telegram=alone, settings={"user_per_minute": 3}).ready()
    for user, first in ((80, "/help"), (81, "/reload"), (82, CRANE)):
        reader = alone.private(user)
        for _ in range(3):
            reader.ask(CRANE)
        reader.write(first)
        for _ in range(3):
            reader.write(CRANE)
        texts = [m["text"] for m in reader.settled(1.0)]
        assert sum(TOO_MANY in text for text in texts) == 1, first
        assert len(texts) == 4, first


def test_one_reader_cannot_use_up_what_a_group_may_ask(start: Start, alone: Telegram) -> None:
    start(telegram=alone, settings={"user_per_minute": 20, "group_per_minute": 6}).ready()
    greedy, other = alone.group(71), alone.group(72)
    for _ in range(12):
        greedy.write(f"/ask {CRANE}")
    texts = [m["text"] for m in greedy.settled(1.0)]
    assert sum("sold in May" in text for text in texts) == 3
    assert sum(TOO_MANY in text for text in texts) == 1
    assert len(texts) == 4
    assert "opens at eight" in other.ask(f"/ask {OFFICE}")["text"]
    # What was refused in the group cost nothing of what the reader may ask in private.
    assert "opens at eight" in alone.private(71).ask(OFFICE)["text"]


def test_a_group_hears_of_dropped_messages_only_where_the_bot_was_asked(
    start: Start, alone: Telegram
) -> None:
    alone.state.privacy = False
    start(telegram=alone).ready()
    chatting, asking = alone.group(75), alone.group(76)
    alone.do("fault", method="sendMessage", code=429, retry_after=3, contains=str(GROUP))
    asking.write(f"/ask {CRANE}")
    wait_for(lambda: alone.seen("faults") == 0)
    for _ in range(40):
        chatting.write("just talking about the crane")
    assert "sold in May" in wait_for(asking.answers)[0]["text"]
    assert len(asking.settled(1.0)) == 1


def test_inline_questions_are_told_when_there_is_no_answer_now(
    start: Start, alone: Telegram
) -> None:
    start(telegram=alone, settings={"queue": 1, "user_per_minute": 1}).ready()
    alone.private(90).write("slow 1.5 crane")
    time.sleep(0.4)
    busy = alone.inline_answer(alone.inline("crane", 91))
    assert busy["results"] == []
    assert busy["button"]["text"].startswith("Busy")
    assert busy["cache_time"] in (0, "0")

    wait_for(lambda: alone.private(90).answers())
    answers = []
    for _ in range(7):
        answers.append(alone.inline_answer(alone.inline("crane", 92)))
    assert all(answer["results"] for answer in answers[:6])
    assert answers[6]["results"] == []
    assert "Too many questions" in answers[6]["button"]["text"]
    assert answers[6]["cache_time"] in (0, "0")


def test_a_forwarded_command_is_not_carried_out(bot: Process, telegram: Telegram) -> None:
    chat, group = telegram.private(95), telegram.group(95)
    user = {"id": 60, "is_bot": False, "first_name": "U"}
    by_another = {"forward_origin": {"type": "user", "date": int(time.time()), "sender_user": user}}
    chat.ask(CRANE)
    for command in ("/forget", "/cancel", "/ask office", "/start help"):
        told = chat.ask(command, extra=by_another)["text"]
        assert told == "I take commands only when you write them yourself.", command
    assert "sold in May" in chat.ask("/more")["text"]  # the conversation is remembered
    group.write("/ask office", extra=by_another)
    group.ask(f"/ask {CRANE}")
    assert len(group.settled()) == 1
    assert "opens at eight" in chat.ask("the office, please", extra=by_another)["text"]
    assert "nothing of what you asked" in chat.ask("/forget")["text"]
    assert "all I found" in chat.ask("/more")["text"]


def test_a_bug_behind_a_button_or_an_inline_question_is_told(
    bot: Process, telegram: Telegram
) -> None:
    chat = telegram.private(96)
    listed = chat.ask("/speakers")
    (bot.corpus / ".explode").touch()
    told = chat.press("Next", message_id=listed["message_id"])
    (bot.corpus / ".explode").unlink()
    assert told
    assert "something went wrong" in told
    assert told.split("error ")[1][:6] in bot.output
    assert len(chat.settled()) == 1
    assert chat.press("Next", message_id=listed["message_id"]) is None

    asked = telegram.inline_answer(telegram.inline("explode, please", 96))
    assert asked["results"] == []
    assert "Something went wrong" in asked["button"]["text"]
    assert asked["cache_time"] in (0, "0")


def test_forgetting_drops_open_uploads_too(bot: Process, telegram: Telegram) -> None:
    admin = telegram.private(ADMIN)
    proposal = admin.answer_to(admin.send_file("seal.txt", text="A seal was seen.\n"))
    admin.ask("/forget")
    told = admin.press("Apply", message_id=proposal["message_id"])
    assert "decided or has expired" in (told or "")
    assert not (bot.corpus / "seal.txt").exists()
    assert f"admin={ADMIN} forget: 1 proposals withdrawn" in bot.output
