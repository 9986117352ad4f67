"""The methods of the Bot API that a bot may call."""

from __future__ import annotations

import asyncio
import itertools
import json
import re
import time
from typing import Any

from tests.telegram.standin import layout
from tests.telegram.standin.errors import ApiError, Json, bad
from tests.telegram.standin.layout import units
from tests.telegram.standin.state import State

MOST_TEXT, MOST_DATA, MOST_COPY, MOST_QUOTE = 4096, 64, 256, 1024
MOST_TOLD, MOST_RESULTS, LARGEST_DOWNLOAD = 200, 50, 20_000_000
ACTIONS = ("callback_data", "url", "switch_inline_query", "copy_text", "web_app", "login_url")
TOO_OLD = "query is too old and response timeout expired or query ID is invalid"


class Methods:
    """Each method takes the parameters of a call and gives its result, or raises ApiError."""

    def __init__(self, state: State) -> None:
        self._state = state

    async def call(self, method: str, given: Json) -> Any:
        function = getattr(self, f"do_{method.lower()}", None)
        if function is None:
            raise ApiError(404, "Not Found: method not found")
        result = function(given)
        return await result if asyncio.iscoroutine(result) else result

    # --- reading parameters --------------------------------------------------------------------

    def _chat_id(self, given: Json) -> int:
        try:
            chat_id = int(given["chat_id"])
        except (KeyError, TypeError, ValueError):
            raise bad("chat_id is empty") from None
        if chat_id in self._state.blocked:
            by = "blocked by the user" if chat_id > 0 else "kicked from the supergroup chat"
            raise ApiError(403, f"Forbidden: bot was {by}")
        moved = self._state.chat(chat_id)["info"].get("migrated_to")
        if moved:
            raise bad("group chat was upgraded to a supergroup chat", migrate_to_chat_id=moved)
        return chat_id

    def _text(self, given: Json, key: str = "text") -> tuple[str, list[Json]]:
        text, entities = layout.shown(
            given.get(key) or "",
            mode=given.get("parse_mode") or "",
            entities=_json(given, "entities") or [],
            limit=MOST_TEXT,
        )
        if not text:
            raise bad("message text is empty")
        return text, entities

    def _own(self, given: Json) -> Json:
        chat = self._state.chat(self._chat_id(given))
        message: Json | None = chat["messages"].get(int(given.get("message_id") or 0))
        if message is None or message.get("deleted"):
            raise bad("message to edit not found")
        if message["from"]["id"] != self._state.me["id"]:
            raise bad("message can't be edited")
        return message

    def _reply(self, given: Json, messages: dict[int, Json]) -> Json:
        """What a reply adds to a message."""
        asked = _json(given, "reply_parameters")
        if not asked:
            return {}
        source = messages.get(int(asked["message_id"]))
        if source is None or source.get("deleted"):
            if not asked.get("allow_sending_without_reply"):
                raise bad("message to be replied not found")
            return {}
        added: Json = {
            "reply_to_message": {k: v for k, v in source.items() if k != "reply_to_message"}
        }
        quote = asked.get("quote")
        if quote:
            if units(quote) > MOST_QUOTE or quote not in (source.get("text") or ""):
                raise bad("QUOTE_TEXT_INVALID")
            position = units(source["text"].split(quote)[0])
            added["quote"] = {"text": quote, "position": position, "is_manual": True}
        return added

    # --- who and how ---------------------------------------------------------------------------

    def do_getme(self, given: Json) -> Json:
        return self._state.me

    async def do_getupdates(self, given: Json) -> list[Json]:
        state = self._state
        if state.webhook:
            raise ApiError(409, "Conflict: can't use getUpdates method while webhook is active")
        if given.get("allowed_updates") is not None:
            state.allowed = set(_json(given, "allowed_updates") or []) or None
        limit = min(int(given.get("limit") or 100), 100)
        return await state.next_updates(
            int(given.get("offset") or 0), limit, float(given.get("timeout") or 0)
        )

    def do_setwebhook(self, given: Json) -> bool:
        address, secret = given.get("url") or "", given.get("secret_token")
        if not re.match(r"https://|http://127\.0\.0\.1", address):
            raise bad("bad webhook: An HTTPS URL must be provided for webhook")
        if secret and not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", secret):
            raise bad("secret token contains unallowed characters")
        self._state.allowed = set(_json(given, "allowed_updates") or []) or self._state.allowed
        self._state.webhook = {"url": address, "secret_token": secret}
        self._state.end_poll()
        self._state.deliver()
        return True

    def do_deletewebhook(self, given: Json) -> bool:
        self._state.webhook = None
        return True

    def do_getwebhookinfo(self, given: Json) -> Json:
        waiting = len(self._state.updates)
        address = (self._state.webhook or {}).get("url", "")
        return {"url": address, "has_custom_certificate": False, "pending_update_count": waiting}

    def do_setmycommands(self, given: Json) -> bool:
        commands = _json(given, "commands") or []
        for command in commands:
            if not re.fullmatch(r"[a-z0-9_]{1,32}", command["command"]):
                raise bad("BOT_COMMAND_INVALID")
            if not 1 <= len(command["description"]) <= 256:
                raise bad("BOT_COMMAND_DESCRIPTION_INVALID")
        self._state.commands[self._scope(given)] = commands
        return True

    def do_getmycommands(self, given: Json) -> list[Json]:
        return self._state.commands.get(self._scope(given), [])

    def do_deletemycommands(self, given: Json) -> bool:
        self._state.commands.pop(self._scope(given), None)
        return True

    def _scope(self, given: Json) -> str:
        scope = _json(given, "scope") or {"type": "default"}
        if scope.get("chat_id") and int(scope["chat_id"]) not in self._state.chats:
            raise bad("chat not found")
        return f"{scope['type']}|{scope.get('chat_id', '')}"

    # --- messages ------------------------------------------------------------------------------

    def do_sendmessage(self, given: Json) -> Json:
        text, entities = self._text(given)
        chat_id = self._chat_id(given)
        chat = self._state.chat(chat_id)
        message: Json = {
            "date": int(time.time()),
            "chat": chat["info"],
            "from": self._state.me,
            "text": text,
            **({"entities": entities} if entities else {}),
            **self._reply(given, chat["messages"]),
        }
        if given.get("message_thread_id"):
            message["message_thread_id"] = int(given["message_thread_id"])
            message["is_topic_message"] = True
        keyboard = _keyboard(given)
        if keyboard:
            message["reply_markup"] = keyboard
        return self._state.add(chat_id, message)

    def do_editmessagetext(self, given: Json) -> Json:
        text, entities = self._text(given)
        message, keyboard = self._own(given), _keyboard(given)
        before = (message.get("text"), message.get("entities", []), message.get("reply_markup"))
        if (text, entities, keyboard) == before:
            raise bad("message is not modified: specified new message content is the same")
        message.update(text=text, entities=entities, edit_date=int(time.time()))
        message.pop("reply_markup", None)
        if keyboard:
            message["reply_markup"] = keyboard
        return message

    def do_deletemessage(self, given: Json) -> bool:
        chat = self._state.chat(self._chat_id(given))
        message = chat["messages"].get(int(given.get("message_id") or 0))
        if message is None or message.get("deleted"):
            raise bad("message to delete not found")
        message["deleted"] = True
        return True

    def do_sendchataction(self, given: Json) -> bool:
        self._chat_id(given)
        return True

    def do_leavechat(self, given: Json) -> bool:
        self._state.left.append(self._chat_id(given))
        return True

    def do_getfile(self, given: Json) -> Json:
        file = self._state.files.get(given.get("file_id") or "")
        if file is None:
            raise bad("invalid file_id")
        if file["about"]["file_size"] > LARGEST_DOWNLOAD:
            raise bad("file is too big")
        known = {k: file["about"][k] for k in ("file_id", "file_unique_id", "file_size")}
        return {**known, "file_path": f"documents/{known['file_id']}"}

    # --- queries -------------------------------------------------------------------------------

    def do_answercallbackquery(self, given: Json) -> bool:
        press = self._state.presses.get(given.get("callback_query_id") or "")
        if press is None or press["answered"]:
            raise bad(TOO_OLD)
        if len(given.get("text") or "") > MOST_TOLD:
            raise bad("MESSAGE_TOO_LONG")
        press.update(answered=True, text=given.get("text"))
        return True

    def do_answerinlinequery(self, given: Json) -> bool:
        query = self._state.inline.get(given.get("inline_query_id") or "")
        if query is None or query["results"] is not None:
            raise bad(TOO_OLD)
        results = _json(given, "results") or []
        if len(results) > MOST_RESULTS:
            raise bad("RESULTS_TOO_MUCH")
        if len({result["id"] for result in results}) != len(results):
            raise bad("RESULT_ID_DUPLICATE")
        for result in results:
            if not 1 <= len(result["id"].encode()) <= 64:
                raise bad("RESULT_ID_INVALID")
            content = result["input_message_content"]
            _keyboard(result)
            text, entities = self._text({**content, "text": content["message_text"]})
            result["shown"] = {"text": text, "entities": entities}
        query.update(
            results=results,
            is_personal=given.get("is_personal"),
            cache_time=given.get("cache_time"),
            button=_json(given, "button"),
        )
        return True


def _json(given: Json, key: str) -> Any:
    value = given.get(key)
    if value is None or value == "":
        return None
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except ValueError:
        raise bad(f"can't parse {key} JSON object") from None


def _keyboard(given: Json) -> Json | None:
    """An inline keyboard, each button of it looked at."""
    markup = _json(given, "reply_markup")
    if not markup:
        return None
    for button in itertools.chain.from_iterable(markup["inline_keyboard"]):
        _check_button(button)
    return dict(markup)


def _check_button(button: Json) -> None:
    if not button.get("text"):
        raise bad("text buttons must have text")
    if len([action for action in ACTIONS if action in button]) != 1:
        raise bad("BUTTON_TYPE_INVALID")
    if "callback_data" in button and not 1 <= len(button["callback_data"].encode()) <= MOST_DATA:
        raise bad("BUTTON_DATA_INVALID")
    if "copy_text" in button and not 1 <= units(button["copy_text"]["text"]) <= MOST_COPY:
        raise bad("BUTTON_COPY_TEXT_INVALID")
