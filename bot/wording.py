"""The fixed sentences of the bot, and how an abstention is put into words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import assert_never

from bot.replies import Abstention, Silence
from corpus.documents import Document

MOST_SUGGESTIONS = 8

HELP = """\
<b>Ask me about the story.</b> I answer with excerpts, word for word, and say where they stand.

Just write your question, for example:
• What did the mayor say about the bridge?
• Who said the ferry would sail on Friday?
• Why was the pier closed?

Then ask on: “and what did she say about the toll?”

/ask – ask a question (needed in groups)
/who – all that a person says: /who Mara Lind
/speakers – who speaks in the story
/sources – the documents I answer from
/more – the next passages for your last question
/cancel – forget what we were talking about
/forget – forget everything of yours at once
/about – what I am · /privacy – what I keep

To learn who said something, select the words in one of my answers, reply to them, \
and write “who said this?”"""

HELP_IN_GROUP = """\
Ask me with /ask and your question, mention me, or reply to one of my messages. \
/who NAME shows all that a person says. I answer with excerpts, word for word."""

ADMIN_HELP = """\

<b>For admins, in this chat only</b>
/reload – read the corpus again · /diff – what a reload would change
/rollback – back to the version before · /status – how I am
/remove – take a document out: /remove harbour.txt
Send me a file to add or replace a document."""

PRIVACY = """\
<b>What I keep</b>
• Your questions are not stored. They are answered in memory and never written to disk.
• For follow-up questions I remember our last exchange (your question and my reply), and for \
buttons my recent answers with the questions they answer: for {minutes} minutes after they were \
last used, in memory only.
• So that nobody asks too much, I count for about two minutes how much each id asks.
• My logs hold counts, times and kinds of errors; no questions, no names, no message text.
• What an admin does (reload, upload, removal), and who else tries to, is logged with the id.
• /forget drops all I remember of you at once, but for that count; a restart drops it all.
• The story stays on the machine I run on; no other service is asked.
Chats with bots are not end-to-end encrypted: Telegram can see them, as can the members of a \
group that you ask in."""

WELCOME = "Hello! I answer questions about the story with excerpts from it, word for word.\n\n"
GREETING_IN_GROUP = "Hello! " + HELP_IN_GROUP

BUSY = "I have too many questions at once right now. Please ask again in a moment."
TOO_MANY = "That is more questions than I can take from you. Please go on in {seconds} s."
TOO_FAST = (
    "You write faster than I can answer. What came last I have dropped; please wait a little."
)
TOO_MANY_IN_GROUP = "That is more questions than I can take in this group. Go on in {seconds} s."
NOT_ALLOWED = "I am a private bot, and you are not on my list. Please ask whoever runs me."
NOT_IN_THIS_GROUP = "I may not be in this group. Please ask whoever runs me. Goodbye!"
FAILED = "Sorry, something went wrong on my side (error {id}). Please try again."
NOT_SENT = "I could not send my answer (error {id}). Please ask again."
ONLY_TEXT = "I can only read text. Write your question, or see /help."
UNKNOWN_COMMAND = "I don’t know that command; /help lists those I know."
WHO_NEEDS_NAME = "Whose words? For example: /who Mara Lind. /speakers lists who speaks."
ASK_NEEDS_QUESTION = "What would you like to know? For example: /ask why was the pier closed?"
FORGOTTEN = "Done. I remember nothing of what you asked any more."
CANCELLED = "All right, let’s start afresh."
NOTHING_TO_CANCEL = "There is nothing to cancel."

EARLIER_CORPUS = "This is from an earlier corpus. Please ask again."
UNKNOWN_BUTTON = "I don’t know this button. Please ask again."
ANSWER_FORGOTTEN = "I no longer have that answer in mind. Please ask again."
ALREADY_SHOWN = "I have just shown that, further down."
EARLIER_PLACE = "That link is to a text that has changed or gone since. Please ask me about it."
NO_MORE = "That was all."

ADMIN_ONLY = "Only my admins can do that."
ADMIN_IN_PRIVATE = "Admin commands work only in a private chat with me."
NOT_FORWARDED = "I take commands only when you write them yourself."
NOT_YOURS = "Only the admin who asked for this can decide it."
PROPOSAL_GONE = "That has been decided or has expired. Please send it again."
RELOAD_RUNNING = "A reload is running. Please ask again when it is done."
RELOAD_WAITS = "A reload is running already. When it is done I reload once more, and report then."
RELOAD_GIVEN_UP = (
    "I am being stopped, so the reload was given up. "
    "What has changed in the corpus folder comes in when I start again."
)

INLINE_HELP = "How to ask me"
INLINE_NOTHING = "Nothing found – ask me directly"
INLINE_BUSY = "Busy – type on to ask again"
INLINE_TOO_MANY = "Too many questions – wait a moment"
INLINE_FAILED = "Something went wrong – type on to ask again"


def abstention(reply: Abstention, known: tuple[str, ...] = ()) -> str:
    """Why there is no answer, and a way on, as plain text; ``known`` stands in for suggestions."""
    ways = tuple(reply.suggestions or known)[:MOST_SUGGESTIONS]
    parts = (reason(reply), *reply.notes, way_on(reply.reason, ways))
    return " ".join(part for part in parts if part)


def taken_for(typed: str, meant: str) -> str:
    return f"I took “{visible(typed, most=40)}” for “{visible(meant, most=40)}”."


def not_speaking(names: Sequence[str]) -> str:
    return f"Nothing is said by {_quoted(names, 'or')} in the corpus."


def silent_on_it(names: Sequence[str]) -> str:
    return f"I found nothing on this by {_quoted(names, 'or')}."


def meaning_several(name: str, people: Sequence[str]) -> str:
    return f"“{visible(name, most=60)}” may be {_listed(people, 'or')}."


def _quoted(names: Sequence[str], last: str) -> str:
    return _listed([f"“{visible(name, most=60)}”" for name in names], last)


def _listed(names: Sequence[str], last: str) -> str:
    """Names as a sentence lists them: "Ames, Bell or Cole"."""
    *others, final = [visible(name, most=60) for name in names]
    return f"{', '.join(others)} {last} {final}" if others else final


def no_answer_to(question: str) -> str:
    return f"On “{visible(question, most=120).rstrip('?.! ')}”: nothing found."


def nearest_at(title: str, paragraph: int) -> str:
    return f"The nearest I have is paragraph {paragraph} of “{visible(title, most=60)}”."


def reason(reply: Abstention) -> str:
    what = visible(reply.looked_for, most=80)
    match reply.reason:
        case Silence.NOTHING_NEAR:
            lacking = f" I looked for: {what}." if what else ""
            return f"I found nothing in the corpus that answers this.{lacking}"
        case Silence.UNKNOWN_SPEAKER:
            who = f"“{what}”" if what else "that person"
            return f"I found nothing said by {who}: no such speaker in the corpus."
        case Silence.UNKNOWN_NAME:
            return f"I found nothing: the corpus does not mention “{what or 'that name'}”."
        case Silence.SPEAKER_SILENT:
            who = what or "that person"
            return f"I found nothing from {who}: they speak in the corpus, but not about this."
        case Silence.UNCLEAR_PERSON:
            who = f"“{what}”" if what else "that"
            return f"Whom do you mean by {who}? Please ask again with a name."
        case Silence.OTHER_LANGUAGE:
            language = what or "another language"
            return f"I found nothing: the corpus is in {language}. Please try it in {language}."
        case Silence.NOTHING_LEFT:
            return "That was all I found. Ask me something else."
        case Silence.EMPTY_QUESTION:
            return "What would you like to know?"
        case Silence.EMPTY_CORPUS:
            return "I have no story to answer from yet."
        case _:
            assert_never(reply.reason)


def way_on(why: Silence, names: tuple[str, ...]) -> str:
    if not names or why == Silence.EMPTY_CORPUS:
        return ""
    listed = ", ".join(visible(name, most=60) for name in names)
    if why == Silence.SPEAKER_SILENT:
        return f"You could ask for everything that {listed} said."
    return f"You could ask about: {listed}."


def copies(document: Document) -> str:
    """In how many other places the same story stands; empty where in none."""
    count = len(document.also_at)
    return f"also in {count} other place{'s' if count != 1 else ''}" if count else ""


def copied(count: int) -> str:
    """How many documents another one stands for."""
    return "1 document is a copy" if count == 1 else f"{count} documents are copies"


def visible(text: str, *, most: int) -> str:
    """A text of somebody else's on one line: no control characters, not longer than ``most``.

    For questions, names and titles; never for an excerpt. Invisible marks that turn the direction
    of writing go too: they could make the rest of the message read differently.
    """
    plain = "".join(" " if char.isspace() else char for char in text)
    shown = " ".join("".join(char for char in plain if not hidden(char)).split())
    return shown if len(shown) <= most else shown[: most - 1].rstrip() + "…"


def hidden(char: str) -> bool:
    code = ord(char)
    return code < 32 or 0x7F <= code < 0xA0 or code in TURNING or 0xD800 <= code < 0xE000


TURNING = {0x200E, 0x200F, 0x061C, 0xFEFF, *range(0x202A, 0x202F), *range(0x2066, 0x206A)}
