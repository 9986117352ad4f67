"""Commands, groups, menus and access, over the small core."""

from __future__ import annotations

import time
from collections.abc import Iterator

import httpx
import pytest

from tests.telegram.conftest import HARBOUR, Start
from tests.telegram.driving import (
    ADMIN,
    OTHER,
    READER,
    Process,
    Telegram,
    labels,
    quotes,
    standing_in,
    wait_for,
)

pytestmark = pytest.mark.slow

MANY = "The harbour list\n\n" + "\n\n".join(
    f'"Ship number {n} has a crane," said Captain Name{chr(97 + n // 26)}{chr(97 + n % 26)}.'
    for n in range(60)
)
ALLOWED, FOREIGN = -100777, -100555


@pytest.fixture(scope="module")
def telegram(mode: str) -> Iterator[Telegram]:
    """One for each mode: Telegram lets nobody poll while a webhook is set."""
    yield from standing_in()


@pytest.fixture(scope="module")
def bot(start: Start, telegram: Telegram, mode: str) -> Process:
    stories = {"harbour.txt": HARBOUR, "ships.txt": MANY}
    settings = {"groups": [ALLOWED], "watch": True, "watch_seconds": 1}
    return start(telegram=telegram, mode=mode, stories=stories, settings=settings).ready()


def test_the_fixed_commands_answer(bot: Process, telegram: Telegram) -> None:
    chat = telegram.private()
    said = {
        "/start": "Hello!",
        "/help": "Ask me about the story",
        "/about": "word for word",
        "/privacy": "not stored",
        "/sources": "Documents (2)",
        "/ask": "What would you like to know?",
        "/who": "Whose words?",
        "/nonsense": "I don’t know that command",
        "/forget": "I remember nothing of what you asked",
        "/start p_0123456789ab_0_5": "changed or gone",
        "/start help": "Hello!",
    }
    for command, words in said.items():
        assert words in chat.ask(command)["text"], command
    assert "For admins" not in chat.ask("/help")["text"]
    assert "For admins" in telegram.private(ADMIN).ask("/help")["text"]


def test_lists_turn_their_pages(bot: Process, telegram: Telegram) -> None:
    chat = telegram.private()
    first = chat.ask("/speakers")
    assert labels(first) == ["Next ▶"]
    chat.press("Next", message_id=first["message_id"])
    second = wait_for(lambda: next(m for m in chat.answers() if "Nameaz" in m["text"]))
    assert second["message_id"] == first["message_id"]
    assert labels(second) == ["◀ Back", "Next ▶"]


def test_the_next_passages_come_by_button(bot: Process, telegram: Telegram) -> None:
    chat = telegram.private(44)
    answer = chat.ask("Ship")
    assert len(quotes(answer)) == 3
    before = len(chat.answers())
    chat.press("More passages (57)", message_id=answer["message_id"])
    following = chat.next_answer(before)
    assert "[4]" in following["text"]
    assert "number 3 " in quotes(following)[0]
    assert "More passages (54)" in labels(following)


def test_the_context_can_be_read_on(bot: Process, telegram: Telegram) -> None:
    chat = telegram.private(45)
    answer = chat.ask("/ask office")
    before = len(chat.answers())
    chat.press("Context", message_id=answer["message_id"])
    context = chat.next_answer(before)
    assert context["reply_to_message"]["message_id"] == answer["message_id"]
    assert context["quote"]["text"] == "The harbour office opens at eight."
    assert '"The pier is rotten,"' in context["text"]
    assert "Later ▶" in labels(context)
    chat.press("Later", message_id=context["message_id"])
    wait_for(lambda: '"We sail anyway,"' in chat.answers()[-1]["text"])


def test_a_text_that_is_none_gets_a_hint(bot: Process, telegram: Telegram) -> None:
    chat = telegram.private(46)
    photo = [{"file_id": "p", "file_unique_id": "u", "width": 1, "height": 1}]
    asked = chat.write("", extra={"photo": photo, "text": None})
    assert "only read text" in chat.answer_to(asked)["text"]


def test_what_was_posted_through_a_bot_is_no_question(bot: Process, telegram: Telegram) -> None:
    chat = telegram.private(48)
    chat.write("crane", extra={"via_bot": telegram.state.me})
    assert chat.ask("office")
    assert len(chat.settled()) == 1


def test_menus_are_set_for_everybody_and_for_an_admin_who_writes(
    bot: Process, telegram: Telegram
) -> None:
    telegram.private(ADMIN).ask("/status")
    menus = telegram.seen("commands")
    names = {scope: {c["command"] for c in commands} for scope, commands in menus.items()}
    assert "speakers" in names["all_private_chats|"]
    assert names["all_group_chats|"] == {"ask", "who", "more", "help"}
    assert "reload" in names[f"chat|{ADMIN}"]
    assert not any("reload" in names[scope] for scope in names if "chat|" not in scope)


def test_a_group_that_is_not_listed_is_left(bot: Process, telegram: Telegram) -> None:
    telegram.do("invite", chat_id=FOREIGN)
    wait_for(lambda: FOREIGN in telegram.seen("left"))
    assert "may not be in this group" in telegram.group(chat=FOREIGN).answers()[0]["text"]
    telegram.do("invite", chat_id=ALLOWED)
    assert "Ask me with /ask" in wait_for(telegram.group(chat=ALLOWED).answers)[0]["text"]
    assert ALLOWED not in telegram.seen("left")


def test_a_bare_mention_asks_what_it_replies_to(bot: Process, telegram: Telegram) -> None:
    group = telegram.group(chat=ALLOWED)
    words = telegram.group(OTHER, ALLOWED).write("who saw the crane")
    answer = group.ask("@story_bot", reply_to=words)
    assert "sold in May" in answer["text"]


def test_admin_commands_in_groups_are_refused(bot: Process, telegram: Telegram) -> None:
    admin, reader = telegram.group(ADMIN, ALLOWED), telegram.group(READER, ALLOWED)
    before = len(admin.answers())
    reader.write("/reload@story_bot")
    told = admin.ask("/reload@story_bot")
    assert "only in a private chat" in told["text"]
    assert len(admin.settled()) == before + 1


def test_the_watch_reloads_by_itself(bot: Process, telegram: Telegram) -> None:
    (bot.corpus / "new.txt").write_text("A seal was seen at the slipway.", encoding="utf-8")
    bot.logged("watch: version 2, 0 changed, 0 removed, 1 added")
    assert "slipway" in telegram.private(47).ask("seal")["text"]


def test_only_listed_readers_are_answered(start: Start, alone: Telegram) -> None:
    bot = start(telegram=alone, settings={"users": [READER]}).ready()
    assert "sold in May" in alone.private(READER).ask("crane")["text"]
    stranger = alone.private(OTHER)
    stranger.write("crane")
    stranger.write("crane?")
    assert ["private bot" in m["text"] for m in stranger.settled()] == [True]
    assert alone.inline_answer(alone.inline("crane", OTHER))["results"] == []
    assert len(alone.inline_answer(alone.inline("crane", READER))["results"]) == 2
    group = alone.group(OTHER)
    group.write("/ask crane")
    assert group.settled() == []
    assert alone.private(ADMIN).ask("crane")
    assert bot.stop() == 0


def test_a_reload_tells_its_progress_in_one_message(start: Start, alone: Telegram) -> None:
    bot = start(telegram=alone, environment={"STUB_RELOAD_SECONDS": "5"}).ready()
    (bot.corpus / "new.txt").write_text("A seal was seen.", encoding="utf-8")
    admin, reader = alone.private(ADMIN), alone.private()
    asked = admin.write("/reload")
    waits = []
    for _ in range(10):
        began = time.monotonic()
        assert "corpus v1" in reader.ask("crane")["text"]
        waits.append(time.monotonic() - began)
    wait_for(lambda: "embedding" in admin.answer_to(asked)["text"])
    again = admin.write("/reload")  # what has changed since may have come too late for the first
    assert "is running already" in admin.answer_to(again)["text"]
    assert "Please ask again" in admin.ask("/rollback")["text"]
    wait_for(lambda: "1 added" in admin.answer_to(asked)["text"])
    assert max(waits) < 2
    assert len(admin.answers_to(asked)) == 1
    assert "corpus v2" in reader.ask("crane")["text"]
    wait_for(lambda: len(admin.answers_to(again)) == 2)

    third = admin.write("/reload")
    admin.answer_to(third)
    began = time.monotonic()
    assert bot.stop() == 0
    assert time.monotonic() - began < 4
    given_up = [m for m in admin.answers() if "given up" in m["text"]]
    assert [m["reply_to_message"]["message_id"] for m in given_up] == [again, third]
    assert bot.output.count("admin=1001 reload: given up, the bot is stopping") == 2


def test_the_webhook_takes_updates_from_telegram_only(start: Start, alone: Telegram) -> None:
    secret = "s" * 40
    bot = start(
        telegram=alone, mode="webhook", environment={"QUOTH_WEBHOOK_SECRET": secret}
    ).ready()
    address = f"http://127.0.0.1:{bot.port}"
    right = {"X-Telegram-Bot-Api-Secret-Token": secret}
    forged = {"update_id": 1, "message": {"text": "xylophone"}}

    def post(content: object, headers: dict[str, str]) -> int:
        """The status; 0 where the connection was cut."""
        data = {"content": content} if isinstance(content, bytes) else {"json": content}
        try:
            return httpx.post(f"{address}/hook", headers=headers, **data).status_code
        except httpx.TransportError:
            return 0

    assert post(forged, {}) == 403
    assert post(forged, {**right, "X-Telegram-Bot-Api-Secret-Token": "wrong"}) == 403
    assert post(b"{xylophone", right) == 400
    assert post(forged, right) == 400
    assert post(b"x" * 1_100_000, right) in (0, 400, 413)
    assert httpx.get(f"{address}/healthz").text == "ready\n"
    assert httpx.get(f"{address}/other").status_code == 404
    assert "sold in May" in alone.private().ask("crane")["text"]
    assert "xylophone" not in bot.output
    assert secret not in bot.output
    bot.process.terminate()
    assert bot.ends() == 0
    assert alone.seen("webhook")  # kept, so that Telegram keeps what comes meanwhile


def test_health_says_not_ready_until_the_core_is(start: Start, alone: Telegram) -> None:
    alone.do("fault", method="getMe", kind="reset", times=3)
    bot = start(telegram=alone)

    def status() -> int:
        try:
            return httpx.get(f"http://127.0.0.1:{bot.health}/healthz").status_code
        except httpx.HTTPError:
            return 0

    assert wait_for(status) == 503
    assert wait_for(lambda: status() == 200)
