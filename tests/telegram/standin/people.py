"""What people do in Telegram: the side of the stand-in that tests act through."""

from __future__ import annotations

import re
import time
from typing import Any

from tests.telegram.standin.errors import Json, bad
from tests.telegram.standin.layout import units
from tests.telegram.standin.state import State

COMMAND, MENTION = re.compile(r"(?<!\S)/[A-Za-z0-9_]{1,32}(@\w+)?"), re.compile(r"(?<!\S)@\w{3,}")


class People:
    """Each method is one deed, with its particulars as a JSON object."""

    def __init__(self, state: State) -> None:
        self._state = state

    def act(self, deed: str, given: Json) -> Json:
        function = getattr(self, f"do_{deed}", None)
        if function is None:
            raise bad(f"nobody can {deed}")
        done: Json | None = function(given)
        return done or {"ok": True}

    # --- writing -------------------------------------------------------------------------------

    def do_message(self, given: Json) -> Json:
        """Write a message: text or document, reply, quote, topic, forward."""
        user = _user(given)
        chat_id = int(given.get("chat_id") or user["id"])
        chat = self._chat(chat_id, given, user)
        message: Json = {"date": int(time.time()), "chat": chat["info"], "from": user}
        if "document" in given:
            message["document"] = self._document(given["document"])
        else:
            message["text"] = given.get("text")
            if entities := given.get("entities", entities_in(given.get("text") or "")):
                message["entities"] = entities
        self._add_reply(message, given, chat)
        if given.get("thread"):
            message.update(message_thread_id=int(given["thread"]), is_topic_message=True)
        message.update(given.get("extra") or {})
        self._state.add(chat_id, message)
        number = self._state.push("message", message) if self._sees(message) else None
        return {"message_id": message["message_id"], "update_id": number}

    def _chat(self, chat_id: int, given: Json, user: Json) -> Json:
        private = chat_id > 0
        kind = given.get("chat_type", "private" if private else "supergroup")
        named = {"first_name": user["first_name"]} if private else {"title": "Group"}
        return self._state.opened(chat_id, type=kind, **named)

    def _document(self, given: Json) -> Json:
        data = bytes.fromhex(given["hex"]) if "hex" in given else given.get("text", "").encode()
        mime = given.get("mime", "text/plain")
        return self._state.store(given["name"], data, mime, given.get("claimed_size"))

    @staticmethod
    def _add_reply(message: Json, given: Json, chat: Json) -> None:
        source = chat["messages"].get(int(given.get("reply_to") or 0))
        if source:
            message["reply_to_message"] = {
                k: v for k, v in source.items() if k != "reply_to_message"
            }
        if given.get("quote"):
            message["quote"] = {"text": given["quote"], "position": 0, "is_manual": True}

    def _sees(self, message: Json) -> bool:
        """Whether the bot gets to see a message, under the privacy mode of groups."""
        if message["chat"]["id"] > 0 or not self._state.privacy:
            return True
        text, name = (message.get("text") or "").lower(), self._state.me["username"].lower()
        if f"@{name}" in text:
            return True
        replied = (message.get("reply_to_message") or {}).get("from", {})
        if replied.get("id") == self._state.me["id"]:
            return True
        return any("@" not in match.group() for match in COMMAND.finditer(text))

    def do_edit(self, given: Json) -> Json:
        message = self._state.chat(int(given["chat_id"]))["messages"][int(given["message_id"])]
        message.update(text=given["text"], edit_date=int(time.time()))
        message["entities"] = entities_in(given["text"])
        return {"update_id": self._state.push("edited_message", message)}

    def do_press(self, given: Json) -> Json:
        """Press a button, by its label or with forged data."""
        user = _user(given)
        chat_id = int(given.get("chat_id") or user["id"])
        messages = self._state.chat(chat_id)["messages"]
        newest = max((i for i, m in messages.items() if m.get("reply_markup")), default=0)
        message = messages.get(int(given.get("message_id") or newest))
        if message is None:
            raise bad("no message with a keyboard")
        data = given.get("data") or _data(message, given["label"])
        query_id = f"press{next(self._state.sequence)}"
        self._state.presses[query_id] = {"answered": False}
        press = {"id": query_id, "from": user, "chat_instance": str(chat_id)}
        self._state.push("callback_query", {**press, "data": data, "message": message})
        return {"query_id": query_id}

    def do_inline(self, given: Json) -> Json:
        query_id = f"inline{next(self._state.sequence)}"
        self._state.inline[query_id] = {"results": None}
        query = {"id": query_id, "from": _user(given), "query": given["query"], "offset": ""}
        self._state.push("inline_query", query)
        return {"query_id": query_id}

    # --- groups --------------------------------------------------------------------------------

    def do_invite(self, given: Json) -> Json:
        """Take the bot into a group, or with ``out`` put it out."""
        user, chat_id = _user(given), int(given["chat_id"])
        chat = self._state.opened(chat_id, type=given.get("chat_type", "supergroup"), title="Group")
        was, now = ("member", "left") if given.get("out") else ("left", "member")
        change = {
            "chat": chat["info"],
            "from": user,
            "date": int(time.time()),
            "old_chat_member": {"user": self._state.me, "status": was},
            "new_chat_member": {"user": self._state.me, "status": now},
        }
        return {"update_id": self._state.push("my_chat_member", change)}

    def do_migrate(self, given: Json) -> Json:
        """Make a group a supergroup: the old id is dead, and both chats are told of it.

        The old one first, or with ``new_first`` the new one.
        """
        old, new, user = int(given["chat_id"]), int(given["to"]), _user(given)
        before = self._state.chat(old)
        after = self._state.opened(new, type="supergroup", title="Group")
        if not given.get("unannounced"):
            both = [
                (before, {"migrate_to_chat_id": new}),
                (after, {"migrate_from_chat_id": old}),
            ]
            for chat, moved in reversed(both) if given.get("new_first") else both:
                told: Json = {"date": int(time.time()), "chat": dict(chat["info"]), "from": user}
                self._state.push("message", self._state.add(chat["info"]["id"], {**told, **moved}))
        before["info"]["migrated_to"] = new
        return {}

    def do_topic(self, given: Json) -> Json:
        """Have the bot open a topic in a group; the id of its service message."""
        chat_id = int(given["chat_id"])
        chat = self._state.opened(chat_id, type="supergroup", title="Group", is_forum=True)
        created = {"name": "Topic", "icon_color": 7322096}
        message = {"date": int(time.time()), "chat": chat["info"], "from": self._state.me}
        added = self._state.add(chat_id, {**message, "forum_topic_created": created})
        added.update(message_thread_id=added["message_id"], is_topic_message=True)
        return {"message_id": added["message_id"]}

    # --- anything else -------------------------------------------------------------------------

    def do_raw(self, given: Json) -> Json:
        return {"update_id": self._state.push(given["kind"], given["object"])}

    def do_repeat(self, given: Json) -> None:
        """Deliver an update once more, as Telegram does when it got no answer in time."""
        self._state.redeliver(given["update"])

    def do_fault(self, given: Json) -> None:
        """Have the next calls of a method fail: ``code``, ``kind`` reset or html, ``after``."""
        if given.get("clear"):
            self._state.faults.clear()
        else:
            method = given.get("method", "*").lower()
            self._state.faults.append({"times": 1, **given, "method": method})

    def do_block(self, given: Json) -> None:
        self._state.blocked.add(int(given["chat_id"]))

    def do_reset(self, given: Json) -> None:
        self._state.reset()


def _user(given: Json) -> Json:
    number = int(given.get("user_id", 42))
    user: Json = {
        "id": number,
        "is_bot": bool(given.get("is_bot")),
        "first_name": f"User{number}",
        "language_code": "en",
    }
    return {**user, "username": given["username"]} if given.get("username") else user


def entities_in(text: str) -> list[Json]:
    """The commands and mentions that Telegram itself finds in a text."""
    found = [("bot_command", match) for match in COMMAND.finditer(text)]
    found += [("mention", match) for match in MENTION.finditer(text)]
    return [
        {"type": kind, "offset": units(text[: m.start()]), "length": units(m.group())}
        for kind, m in found
    ]


def _data(message: Json, label: str) -> Any:
    for row in message["reply_markup"]["inline_keyboard"]:
        for button in row:
            if label in button["text"] and "callback_data" in button:
                return button["callback_data"]
    raise bad(f"no button {label}")
