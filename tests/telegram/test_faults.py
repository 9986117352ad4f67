"""What the reader and the operator see when something fails; one bot lives through most of it."""

from __future__ import annotations

import re
import socket
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.telegram.conftest import Start
from tests.telegram.driving import (
    ADMIN,
    OTHER,
    TOKEN,
    Process,
    Telegram,
    free_port,
    standing_in,
    wait_for,
)

pytestmark = pytest.mark.slow

CRANE = "the crane?"


@pytest.fixture(scope="module")
def telegram(mode: str) -> Iterator[Telegram]:
    """One for each mode: Telegram lets nobody poll while a webhook is set."""
    yield from standing_in()


@pytest.fixture(scope="module")
def bot(start: Start, telegram: Telegram, mode: str) -> Process:
    settings = {"groups": [-100777, -200, -300, -400]}
    return start(telegram=telegram, mode=mode, settings=settings, level="DEBUG").ready()


def short_id(text: str) -> str:
    """The id that a reader is told with an error."""
    found = re.search(r"error ([0-9a-f]{6})", text)
    assert found, text
    return found[1]


@pytest.mark.parametrize(
    "fault",
    [{"code": 500}, {"kind": "html"}, {"code": 400, "description": "Bad Request: not this one"}],
)
def test_an_answer_that_telegram_refused_is_told_and_not_sent_again(
    bot: Process, telegram: Telegram, fault: dict[str, Any]
) -> None:
    chat = telegram.private()
    before = len(chat.answers())
    telegram.do("fault", method="sendMessage", **fault)
    chat.write(CRANE)
    notice = chat.next_answer(before)
    assert notice["text"].startswith("I could not send my answer")
    assert f"error {short_id(notice['text'])} during sending" in bot.output
    assert len(chat.settled()) == before + 1


@pytest.mark.parametrize("arrives", [False, True])
def test_an_answer_whose_receipt_is_lost_is_not_sent_twice(
    bot: Process, telegram: Telegram, arrives: bool
) -> None:
    chat = telegram.private()
    before, logged = len(chat.answers()), bot.output.count("during sending")
    telegram.do("fault", method="sendMessage", kind="reset", after=arrives)
    chat.write(CRANE)
    wait_for(lambda: bot.output.count("during sending") > logged)
    assert len(chat.settled()) == before + arrives
    assert chat.ask("and the pier again?")  # the conversation goes on


def test_an_edited_question_whose_answer_is_gone_gets_a_new_one(
    bot: Process, telegram: Telegram
) -> None:
    chat = telegram.private()
    asked = chat.write(CRANE)
    first = chat.answer_to(asked)["message_id"]
    gone = "Bad Request: message to edit not found"
    telegram.do("fault", method="editMessageText", code=400, description=gone)
    chat.edit(asked, "and the lantern?")
    wait_for(lambda: [m for m in chat.answers_to(asked) if m["message_id"] != first])


def test_an_edit_that_telegram_refuses_is_tried_again_then_sent_anew(
    bot: Process, telegram: Telegram
) -> None:
    chat = telegram.private(OTHER)
    asked = chat.write(CRANE)
    first = chat.answer_to(asked)["message_id"]
    telegram.do("fault", method="editMessageText", code=500)
    chat.edit(asked, "the office?")
    wait_for(lambda: "opens at eight" in chat.answers_to(asked)[0]["text"])
    assert [m["message_id"] for m in chat.settled() if reply_to(m) == asked] == [first]

    telegram.do("fault", method="editMessageText", code=500, times=2)
    chat.edit(asked, "the pier?")
    wait_for(lambda: "pier is rotten" in (chat.answers_to(asked) or [{"text": ""}])[0]["text"])
    assert [m["message_id"] > first for m in chat.settled() if reply_to(m) == asked] == [True]


def reply_to(message: dict[str, Any]) -> int | None:
    """The number of the message that this one answers."""
    number: int | None = (message.get("reply_to_message") or {}).get("message_id")
    return number


def test_an_answer_that_may_not_be_sent_for_long_is_told_once_it_may(
    bot: Process, telegram: Telegram
) -> None:
    chat, other = telegram.private(64), telegram.private(65)
    before = answered(telegram)
    slow_down = {"method": "sendMessage", "code": 429, "contains": '"chat_id": "64"'}
    telegram.do("fault", **slow_down, retry_after=1, times=4)
    chat.write(CRANE)
    (notice,) = wait_for(chat.answers)
    assert notice["text"].startswith("I could not send my answer")
    assert f"error {short_id(notice['text'])} during sending" in bot.output
    assert len(chat.settled()) == 1
    assert chat.ask(CRANE)

    telegram.do("fault", **{**slow_down, "contains": '"chat_id": "65"'}, retry_after=400)
    logged = bot.output.count("during sending")
    other.write(CRANE)
    wait_for(lambda: bot.output.count("during sending") > logged)
    other.write(CRANE)  # refused without asking: Telegram has said when
    wait_for(lambda: bot.output.count("during sending") > logged + 1)
    sent = [c for c in telegram.calls("sendMessage") if str(c["given"]["chat_id"]) == "65"]
    assert len(sent) == 1
    assert answered(telegram) == before + 1  # what was not sent was not answered


def answered(telegram: Telegram) -> int:
    """How many answers the bot says it has given."""
    found = re.search(r"\banswered (\d+)", telegram.private(ADMIN).ask("/status")["text"])
    return int(found[1]) if found else 0


def test_a_slow_down_is_kept_to_in_its_chat_and_only_there(
    bot: Process, telegram: Telegram
) -> None:
    chat, other = telegram.private(), telegram.private(OTHER)
    telegram.do("fault", method="sendMessage", code=429, retry_after=2, contains='"chat_id": "42"')
    started = time.monotonic()
    asked = chat.write(CRANE)
    wait_for(lambda: telegram.seen("faults") == 0)
    other.ask(CRANE)
    assert time.monotonic() - started < 1.5
    chat.answer_to(asked)
    assert time.monotonic() - started >= 2
    assert len(chat.settled() and chat.answers_to(asked)) == 1


def test_a_reader_who_blocks_the_bot_ends_nothing(bot: Process, telegram: Telegram) -> None:
    telegram.private(77).ask(CRANE)
    telegram.do("block", chat_id=77)
    telegram.private(77).write(CRANE)
    bot.logged("does not take messages from the bot any more")
    assert telegram.private().ask(CRANE)


def test_layout_that_telegram_cannot_read_is_sent_plain_and_counted(
    bot: Process, telegram: Telegram
) -> None:
    chat = telegram.private()
    before = len(chat.answers())
    telegram.do(
        "fault", method="sendMessage", code=400, description="Bad Request: can't parse entities"
    )
    chat.write(CRANE)
    plain = chat.next_answer(before)
    assert "The crane was sold in May." in plain["text"]
    assert not plain.get("entities")
    assert "reading the layout of a message" in bot.output
    assert "sent without layout 1" in telegram.private(ADMIN).ask("/status")["text"]


def test_polls_that_fail_are_tried_again(bot: Process, telegram: Telegram, mode: str) -> None:
    if mode == "webhook":
        pytest.skip("asks for no updates")
    for fault in ({"code": 500}, {"kind": "html"}, {"kind": "reset"}):
        telegram.do("fault", method="getUpdates", **fault)
    assert telegram.private().ask(CRANE)
    bot.logged("during asking for updates")


def test_a_bug_is_told_with_an_id_and_without_its_words(bot: Process, telegram: Telegram) -> None:
    told = telegram.private().ask("please explode on Zanzibar")["text"]
    assert told.startswith("Sorry, something went wrong")
    output = bot.logged(short_id(told))
    assert "ValueError" in output
    assert "stub.py" in output
    assert "Zanzibar" not in output
    assert "Zanzibar" not in told
    assert "went wrong" in telegram.group(chat=-200).ask("/ask explode")["text"]


def test_a_group_that_moves_is_followed(bot: Process, telegram: Telegram) -> None:
    old = telegram.group(chat=-200)
    asked = old.ask(f"/ask {CRANE}")
    telegram.do("migrate", chat_id=-200, to=-100200)
    bot.logged("group -200 is now -100200: change telegram.groups")
    moved = telegram.group(chat=-100200)
    assert moved.ask("/more")["text"] == asked["text"]  # the conversation has moved along
    assert (
        "all I found" in telegram.group(OTHER, chat=-100200).ask("/more")["text"]
    )  # and is his own
    assert moved.ask(f"/ask {CRANE}")
    assert not telegram.seen("left")


def test_a_move_that_shows_only_when_sending_is_followed(bot: Process, telegram: Telegram) -> None:
    old = telegram.group(chat=-100777)
    old.write("/ask slow 0.4 crane")
    telegram.do("migrate", chat_id=-100777, to=-100999, unannounced=True)
    moved = telegram.group(chat=-100999)
    assert "crane" in wait_for(moved.answers)[0]["text"]
    assert len(moved.settled()) == 1


def test_an_allowed_group_that_is_heard_of_under_its_new_id_first_is_not_left(
    bot: Process, telegram: Telegram
) -> None:
    answer = telegram.group(chat=-300).ask(f"/ask {CRANE}")
    telegram.do("migrate", chat_id=-300, to=-100300, new_first=True)
    assert telegram.group(chat=-100300).ask("/more")["text"] == answer["text"]

    answer, moved = telegram.group(chat=-400).ask(f"/ask {CRANE}"), telegram.group(chat=-100400)
    telegram.do("invite", chat_id=-100400)
    asked = moved.write("/more")
    telegram.do("migrate", chat_id=-400, to=-100400)
    assert moved.answer_to(asked)["text"] == answer["text"]
    assert len(moved.settled()) == 1
    assert telegram.seen("left") == []


def test_what_is_delivered_twice_is_answered_once(bot: Process, telegram: Telegram) -> None:
    chat = telegram.private(OTHER)
    asked = chat.write(CRANE)
    chat.answer_to(asked)
    message = next(m for m in chat.messages() if m["message_id"] == asked)
    update = {"update_id": 900_001, "message": message}
    telegram.do("repeat", update=update)
    telegram.do("repeat", update=update)
    wait_for(lambda: len(chat.answers_to(asked)) == 2)  # under a new number it is a new update
    chat.settled()
    assert len(chat.answers_to(asked)) == 2


def test_what_is_too_old_is_dropped(bot: Process, telegram: Telegram) -> None:
    chat = telegram.private(OTHER)
    old = chat.write(CRANE, extra={"date": int(time.time()) - 3600})
    recent = chat.write(CRANE, extra={"date": int(time.time()) - 60})
    assert chat.answer_to(recent)
    assert not chat.answers_to(old)
    assert "older than 10 minutes" in bot.output


def test_questions_of_one_chat_are_answered_in_their_order(
    bot: Process, telegram: Telegram
) -> None:
    chat, other = telegram.private(61), telegram.private(62)
    slow, quick = chat.write("slow 0.5 crane"), chat.write("pier")
    other.ask(CRANE)
    chat.answer_to(quick)
    order = [m["reply_to_message"]["message_id"] for m in chat.answers()]
    assert order == [slow, quick]


def test_after_all_this_no_secret_and_no_word_of_a_reader_shows(
    bot: Process, telegram: Telegram
) -> None:
    """Comes last of those that live with one bot, which logs all it can."""
    shown = bot.output + str([c["given"] for c in telegram.calls("sendMessage")])
    secret = (telegram.seen("webhook") or {}).get("secret_token") or TOKEN
    assert [s for s in (TOKEN, TOKEN.partition(":")[2], secret) if s in shown] == []
    assert [word for word in ("crane", "pier", "Zanzibar", "explode") if word in bot.output] == []


# --- ends and beginnings ----------------------------------------------------------------------


FEW = {"queue": 2, "user_per_minute": 3, "group_per_minute": 4}


def test_a_full_desk_says_busy_and_a_limit_is_told_once(
    start: Start, alone: Telegram, mode: str
) -> None:
    bot = start(telegram=alone, mode=mode, settings=FEW).ready()
    for user in range(300, 304):
        alone.private(user).write("slow 0.7 crane")
    answers = [wait_for(alone.private(user).answers)[0]["text"] for user in range(300, 304)]
    assert sum("too many questions at once" in text for text in answers) == 2
    assert sum("crane" in text for text in answers) == 2

    reader = alone.private(310)
    for _ in range(8):
        reader.write(CRANE)
    texts = [m["text"] for m in reader.settled(1.0)]
    assert sum("more questions than I can take from you" in text for text in texts) == 1
    assert sum("sold in May" in text for text in texts) == 3

    for user in range(320, 328):
        alone.group(user).write(f"/ask {CRANE}")
    texts = [m["text"] for m in alone.group().settled(1.0)]
    assert sum("take in this group" in text for text in texts) == 1
    assert sum("sold in May" in text for text in texts) == 4
    assert bot.stop() == 0


def test_stopping_finishes_what_was_asked(start: Start, alone: Telegram, mode: str) -> None:
    bot = start(telegram=alone, mode=mode).ready()
    chats = [alone.private(user) for user in range(400, 404)]
    for chat in chats:
        chat.write("slow 0.4 crane")
    time.sleep(0.5)
    assert bot.stop() == 0
    assert all("sold in May" in chat.answers()[0]["text"] for chat in chats)
    assert "stopped" in bot.output


def test_stopping_gives_up_at_its_deadline_and_at_once_when_told_twice(
    start: Start, alone: Telegram, mode: str
) -> None:
    bot = start(telegram=alone, mode=mode, settings={"drain_seconds": 1}).ready()
    alone.private(410).write("slow 6 crane")
    time.sleep(0.5)
    started = time.monotonic()
    bot.process.terminate()
    bot.logged("answers unfinished")
    assert time.monotonic() - started < 4
    bot.process.terminate()
    bot.ends()
    assert time.monotonic() - started < 9


def test_a_killed_bot_answers_nothing_twice_and_what_came_meanwhile(
    start: Start, alone: Telegram, mode: str
) -> None:
    killed, chat = start(telegram=alone, mode=mode).ready(), alone.private()
    asked = chat.write("slow 3 crane")
    time.sleep(1)
    killed.process.kill()
    killed.ends()
    meanwhile = chat.write("the office?")
    start(telegram=alone, mode=mode).ready()
    assert "opens at eight" in chat.answer_to(meanwhile)["text"]
    chat.settled()
    assert chat.answers_to(asked) == []


@pytest.mark.parametrize(
    "modes", [("polling", "polling"), ("polling", "webhook"), ("webhook", "polling")]
)
def test_of_two_bots_with_one_token_one_ends_clearly_and_the_other_goes_on(
    start: Start, alone: Telegram, modes: tuple[str, str]
) -> None:
    often = {"STUB_LOOK_SECONDS": "0.5"}  # at the webhook; else a minute
    bots = [start(telegram=alone, mode=mode, environment=often).ready() for mode in modes]
    (ended,) = wait_for(lambda: [bot for bot in bots if bot.process.poll() is not None], 40)
    (other,) = [bot for bot in bots if bot is not ended]
    assert ended.ends() == 3
    (line,) = complaints(ended)
    assert "another bot is running with this token" in line
    assert alone.private().ask(CRANE)
    time.sleep(1)  # as long as the other would wait to try again
    assert alone.private().ask("the pier?")
    assert other.is_ready()
    assert complaints(other) == []


def test_a_token_that_is_refused_later_ends_the_bot(
    start: Start, alone: Telegram, mode: str
) -> None:
    bot = start(telegram=alone, mode=mode).ready()
    alone.state.token = "123456789:BBnewnewnewnewnewnewnewnewnewnewnewn"
    alone.private().write(CRANE)
    assert bot.ends() == 2
    (line,) = complaints(bot)
    assert "refuses the bot token" in line
    assert TOKEN not in bot.output


def complaints(bot: Process) -> list[str]:
    """The lines of the output that are no mere information, those of a traceback too."""
    return [line for line in bot.output.splitlines() if " INFO " not in line]


def test_an_address_of_telegram_that_is_none_is_said_in_one_line(
    start: Start, alone: Telegram, mode: str
) -> None:
    bot = start(telegram=alone, root="api.telegram.org", mode=mode)
    assert bot.ends(30) == 2
    (line,) = bot.output.splitlines()
    assert line.startswith("quoth: telegram.api_root: write the whole address")


@pytest.mark.parametrize(
    ("token", "said"),
    [
        ("123456789:BBwrongwrongwrongwrongwrongwrongwro", "refuses the bot token"),
        ("not-a-token", "does not look like one"),
        ("", "no bot token"),
    ],
)
def test_a_bad_token_is_refused_in_one_line_that_does_not_show_it(
    start: Start, alone: Telegram, token: str, said: str, mode: str
) -> None:
    bot = start(telegram=alone, token=token, level="DEBUG", mode=mode)
    assert bot.ends(30) == 2
    lines = [line for line in bot.output.splitlines() if line.startswith("quoth: ")]
    assert len(lines) == 1
    assert said in lines[0]
    assert not token or token.partition(":")[2][:12] not in bot.output or ":" not in token
    assert "Traceback" not in bot.output


def test_the_bot_waits_for_the_network_at_the_start(
    start: Start, alone: Telegram, mode: str
) -> None:
    alone.do("fault", method="getMe", kind="reset")
    alone.do("fault", method="getMe", kind="html")
    if mode == "webhook":
        alone.do("fault", method="setWebhook", code=500)
    bot = start(telegram=alone, mode=mode).ready(30)
    assert "cannot reach Telegram yet" in bot.output
    assert ("the webhook is not set yet" in bot.output) == (mode == "webhook")
    assert alone.private().ask(CRANE)
    assert bot.stop() == 0


def test_a_stop_while_there_is_no_network_is_quick(start: Start, alone: Telegram) -> None:
    bot = start(telegram=alone, root=f"http://127.0.0.1:{free_port()}")
    bot.logged("cannot reach Telegram yet")
    started = time.monotonic()
    assert bot.stop() == 0
    assert time.monotonic() - started < 8


def test_the_webhook_needs_an_address(start: Start, alone: Telegram) -> None:
    bot = start(telegram=alone, settings={"mode": "webhook"})
    assert bot.ends(30) == 2
    assert "telegram.webhook_url" in bot.output


def test_a_corpus_that_is_not_there_is_said_in_one_line(
    start: Start, alone: Telegram, tmp_path: Path
) -> None:
    unreachable = f"http://127.0.0.1:{free_port()}"  # the fault is told without a network too
    bot = start(telegram=alone, corpus=tmp_path / "nowhere", root=unreachable)
    assert bot.ends(30) == 2
    (line,) = [line for line in bot.output.splitlines() if line.startswith("quoth: ")]
    assert "nowhere" in line
    assert "Traceback" not in bot.output


def test_a_port_in_use_is_said_in_one_line(start: Start, alone: Telegram) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        bot = start(telegram=alone, settings={"health_port": taken.getsockname()[1]})
        assert bot.ends(30) == 2
    assert "choose another port" in bot.output
