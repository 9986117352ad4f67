"""Who asks what, and whether it is meant for the bot."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

from telegram import Message, Update, User
from telegram.constants import ChatType, MessageEntityType

from bot.handlers.room import Key, Place

GROUPS = (ChatType.GROUP, ChatType.SUPERGROUP)
POSTING_FOR_A_CHAT = (1087968824, 136817688)  # Telegram's accounts for anonymous admins, channels
ABOUT_WORDS = (  # all that a question about selected words is made of: "who said this?"
    "who|whose|whom|by|said|says|say|wrote|writes|asked|told|spoke|is|was|are|were|did|this|that"
    "|it|these|those|the|words?|lines?|quotes?|sentences?|speaker|speaking|talking|here|and|so|but"
)
WHO_SAID_THIS = re.compile(
    rf"(?=.*\b(?:who|whose|whom|speaker)\b)\W*(?:(?:{ABOUT_WORDS})\W*)+", re.IGNORECASE
)
COMMAND = re.compile(r"/([A-Za-z0-9_]{1,32})(?:@(\w+))?(?:\s+|$)")


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with where and by whom it was asked.

    ``words`` is set where the reader points at words and asks who said them; ``name`` where all
    that a person says is asked for.
    """

    place: Place
    message: int
    user: int
    question: str
    group: bool
    words: str | None = None
    name: str | None = None

    @property
    def key(self) -> Key:
        return Key(self.place.chat, self.place.thread, self.user)

    @property
    def digest(self) -> bytes:
        """Tells two questions apart without keeping either."""
        asked = f"{self.question}\0{self.words}\0{self.name}"
        return hashlib.sha256(asked.encode(errors="replace")).digest()


def place_of(message: Message) -> Place:
    """The chat, and the topic where it is one; a thread of replies is no topic."""
    thread = message.message_thread_id if message.is_topic_message else None
    return Place(message.chat.id, thread)


def asker(update: Update) -> int | None:
    """Who asks: a person, or the group or channel that a person posts for; None for bots."""
    user, message = update.effective_user, update.effective_message
    if user is None:
        return None
    if message and message.sender_chat and user.id in POSTING_FOR_A_CHAT:
        return message.sender_chat.id
    return None if user.is_bot else user.id


def in_group(message: Message) -> bool:
    return message.chat.type in GROUPS


def is_for(message: Message, me: User) -> bool:
    """Whether a message in a group is meant for the bot: it mentions it or replies to it."""
    return mentions(message, me) or is_reply_to(message, me)


def mentions(message: Message, me: User) -> bool:
    called = message.parse_entities([MessageEntityType.MENTION]).values()
    return f"@{me.username}".casefold() in (mention.casefold() for mention in called)


def is_reply_to(message: Message, me: User) -> bool:
    replied = message.reply_to_message
    if not replied or not replied.from_user or replied.from_user.id != me.id:
        return False
    # In a topic that the bot opened, every message is a reply to the service message.
    return replied.forum_topic_created is None


def asked_in(message: Message, user: int, me: User) -> Asked:
    """The question in a message, without what only addresses the bot."""
    text = re.sub(rf"@{re.escape(me.username or '')}\b", " ", message.text or "", flags=re.I)
    command = COMMAND.match(text)
    name = None
    if command:
        text = text[command.end() :]
        if command[1].casefold() == "who":
            name = text.strip()
    text = text.strip() or _pointed_at(message, me)
    asks_who = WHO_SAID_THIS.fullmatch(text) or name == ""
    words = pointed_words(message, me) if asks_who else None
    return Asked(place_of(message), message.message_id, user, text, in_group(message), words, name)


def _pointed_at(message: Message, me: User) -> str:
    """The message of somebody else's that a bare mention replies to."""
    replied = message.reply_to_message
    if replied is None or is_reply_to(message, me):
        return ""
    return (replied.text or "").strip()


def pointed_words(message: Message, me: User) -> str | None:
    """The words that a reply points at: those selected, or the only excerpt of our message."""
    if message.quote and message.quote.text.strip():
        return message.quote.text.strip()
    if not is_reply_to(message, me) or message.reply_to_message is None:
        return None
    kinds: list[str | None] = [
        MessageEntityType.BLOCKQUOTE,
        MessageEntityType.EXPANDABLE_BLOCKQUOTE,
    ]
    excerpts = list(message.reply_to_message.parse_entities(kinds).values())
    return excerpts[0].strip() if len(excerpts) == 1 else None


def command_in(text: str) -> str | None:
    match = COMMAND.match(text)
    return match[1].casefold() if match else None
