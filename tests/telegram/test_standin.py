"""The stand-in refuses what Telegram refuses; else the other tests would prove little."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from tests.telegram.driving import TOKEN, Telegram, free_port, quotes

Json = dict[str, Any]
Call = Callable[..., Json]
HTML = {"chat_id": 42, "parse_mode": "HTML"}


@pytest.fixture
def call(telegram: Telegram) -> Call:
    """Calls a method as a bot does; the answer's body."""
    telegram.do("reset")
    telegram.private().write("hello")

    def calling(method: str, token: str = TOKEN, **given: Any) -> Json:
        response = httpx.post(f"{telegram.root}/bot{token}/{method}", json=given, timeout=10)
        answer: Json = response.json()
        assert answer["ok"] == (response.status_code == 200)
        return answer

    return calling


def keyboard(**button: Any) -> Json:
    return {"inline_keyboard": [[button]]}


@pytest.mark.parametrize(
    "html",
    [
        "a < b",
        "<b>open",
        "open</b>",
        "<b><i>crossed</b></i>",
        "<p>no such tag</p>",
        "<blockquote>a<blockquote>b</blockquote></blockquote>",
        "<!-- comment -->",
    ],
)
def test_bad_html_is_refused(call: Call, html: str) -> None:
    answer = call("sendMessage", **HTML, text=html)
    assert "can't parse entities" in answer["description"]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"text": "   "}, "message text is empty"),
        ({"text": "x" * 4097}, "message is too long"),
        ({"text": "🚢" * 2049}, "message is too long"),
        ({"text": "a", "chat_id": 999}, "chat not found"),
        ({"text": "a", "reply_parameters": {"message_id": 99}}, "to be replied not found"),
        ({"text": "a", "reply_parameters": {"message_id": 1, "quote": "no"}}, "QUOTE_TEXT"),
        ({"text": "a", "reply_markup": keyboard(text="b")}, "BUTTON_TYPE_INVALID"),
        ({"text": "a", "reply_markup": keyboard(text="", url="u")}, "must have text"),
        ({"text": "a", "reply_markup": keyboard(text="b", callback_data="я" * 33)}, "BUTTON_DATA"),
        (
            {"text": "a", "reply_markup": keyboard(text="b", copy_text={"text": "c" * 257})},
            "COPY_TEXT",
        ),
    ],
)
def test_a_bad_message_is_refused(call: Call, given: Json, said: str) -> None:
    answer = call("sendMessage", **{**HTML, **given})
    assert answer["error_code"] == 400
    assert said in answer["description"]


def test_what_is_within_the_limits_is_taken(call: Call) -> None:
    assert call("sendMessage", **HTML, text="🚢" * 2048)["ok"]
    assert call("sendMessage", **HTML, text=f"<b>{'x' * 4096}</b>")["ok"]
    data = keyboard(text="b", callback_data="я" * 32)
    assert call("sendMessage", **HTML, text="a", reply_markup=data)["ok"]


def test_entities_count_in_utf_16_units(call: Call, telegram: Telegram) -> None:
    call("sendMessage", **HTML, text=" 🚢 &lt;<blockquote expandable>a &amp; 🚢</blockquote>")
    message = telegram.private().answers()[-1]
    assert message["text"] == "🚢 <a & 🚢"
    assert message["entities"][0]["offset"] == 4
    assert quotes(message) == ["a & 🚢"]


def test_an_edit_without_change_and_of_foreign_messages_is_refused(call: Call) -> None:
    sent = call("sendMessage", **HTML, text="<b>a</b>")["result"]["message_id"]
    same = call("editMessageText", **HTML, message_id=sent, text="<b>a</b>")
    assert "not modified" in same["description"]
    assert (
        "can't be edited" in call("editMessageText", **HTML, message_id=1, text="b")["description"]
    )
    assert "not found" in call("editMessageText", **HTML, message_id=77, text="b")["description"]
    assert call("editMessageText", **HTML, message_id=sent, text="b")["ok"]


def test_a_press_can_be_answered_once(call: Call, telegram: Telegram) -> None:
    button = keyboard(text="go", callback_data="x")
    call("sendMessage", **HTML, text="a", reply_markup=button)
    query = telegram.do("press", label="go")["query_id"]
    assert call("answerCallbackQuery", callback_query_id=query, text="t" * 201)["ok"] is False
    assert call("answerCallbackQuery", callback_query_id=query)["ok"]
    assert "too old" in call("answerCallbackQuery", callback_query_id=query)["description"]


def test_inline_results_are_checked(call: Call, telegram: Telegram) -> None:
    def result(name: str, text: str = "a") -> Json:
        content = {"message_text": text, "parse_mode": "HTML"}
        return {"type": "article", "id": name, "title": "t", "input_message_content": content}

    query = telegram.inline("who")
    refused = {
        "RESULT_ID_DUPLICATE": [result("1"), result("1")],
        "RESULT_ID_INVALID": [result("x" * 65)],
        "RESULTS_TOO_MUCH": [result(str(n)) for n in range(51)],
        "can't parse": [result("1", "<b>")],
    }
    for said, results in refused.items():
        answer = call("answerInlineQuery", inline_query_id=query, results=json.dumps(results))
        assert said in answer["description"]
    assert call("answerInlineQuery", inline_query_id=query, results=[result("1")])["ok"]


def test_who_may_not_call_is_refused(call: Call, telegram: Telegram) -> None:
    assert call("getMe", token="123456789:wrong")["error_code"] == 401
    assert call("getMe", token="nonsense")["error_code"] == 404
    assert call("noSuchMethod")["error_code"] == 404
    telegram.do("block", chat_id=42)
    assert call("sendMessage", **HTML, text="a")["error_code"] == 403


def test_a_group_that_moved_says_where(call: Call, telegram: Telegram) -> None:
    telegram.group().write("hello")
    telegram.do("migrate", chat_id=-100777, to=-100888)
    answer = call("sendMessage", chat_id=-100777, text="a")
    assert answer["parameters"] == {"migrate_to_chat_id": -100888}


def test_privacy_mode_hides_what_is_not_for_the_bot(telegram: Telegram) -> None:
    group = telegram.group()

    def is_seen(text: str, **more: Any) -> bool:
        given = telegram.do("message", chat_id=group.id, text=text, **more)
        return given["update_id"] is not None

    assert not is_seen("just talking")
    assert not is_seen("/ask@other_bot why")
    assert is_seen("/ask why")
    assert is_seen("hey @Story_Bot why")


def test_a_menu_for_a_stranger_is_refused(call: Call) -> None:
    scope = {"type": "chat", "chat_id": 5}
    commands = [{"command": "ask", "description": "d"}]
    assert "chat not found" in call("setMyCommands", commands=commands, scope=scope)["description"]
    bad = [{"command": "Ask!", "description": "d"}]
    assert "BOT_COMMAND_INVALID" in call("setMyCommands", commands=bad)["description"]


def test_webhook_and_polling_exclude_each_other(call: Call) -> None:
    address = f"http://127.0.0.1:{free_port()}/hook"
    assert not call("setWebhook", url="http://example.org/hook")["ok"]
    assert not call("setWebhook", url=address, secret_token="with space")["ok"]
    assert call("setWebhook", url=address, secret_token="s" * 32)["ok"]
    assert call("getUpdates")["error_code"] == 409
    assert call("deleteWebhook")["ok"]
    assert call("getUpdates")["ok"]


@pytest.mark.parametrize(
    ("fault", "status"), [({"code": 500}, 500), ({"code": 429, "retry_after": 2}, 429)]
)
def test_faults_are_injected_once(call: Call, telegram: Telegram, fault: Json, status: int) -> None:
    telegram.do("fault", method="getMe", **fault)
    assert call("getMe")["error_code"] == status
    assert call("getMe")["ok"]


def test_answers_are_lost_with_and_without_effect(call: Call, telegram: Telegram) -> None:
    for after, count in ((False, 0), (True, 1)):
        telegram.do("fault", method="sendMessage", kind="reset", after=after)
        with pytest.raises(httpx.RemoteProtocolError):
            call("sendMessage", **HTML, text="a")
        assert len(telegram.private().answers()) == count
