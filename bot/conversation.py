"""Conversations: who and what were spoken of last, which "and what did she reply?" needs.

Each conversation has its own key (a chat, topic and user) and is forgotten after a while.
"""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable, Hashable
from dataclasses import dataclass, replace

from bot.answering import Answerer
from bot.asking import numbered, speaker_of
from bot.questions import Question, parse, parts
from bot.recent import Recent
from bot.replies import Abstention, Answer, Citation, Courtesy, Intent, Reply, Silence
from bot.wording import no_answer_to

CAPACITY = 10_000  # conversations remembered at once; the longest unused one goes first

AND_ABOUT = re.compile(
    r"^(?:and|so|but|ok|okay|then|well)?[\s,]*"
    r"(?:what about|how about|and about|about|and|what of)\s+(?P<subject>.+?)[\s?.!]*$",
    re.IGNORECASE,
)
WHY = re.compile(
    r"^(?:(?:and|but|so|ok|okay)[\s,]+)?(?P<word>why|when|where|how|how come|why not"
    r"|(?:by|with|to|for|from) (?:whom|what)|who (?:by|with|to|for)|since when|until when"
    r"|how (?:long|often|much|many|old|far)|for how long|what time|at what time)[\s?.!]*$",
    re.IGNORECASE,
)
ASKED_BEFORE = re.compile(  # what "by whom?" takes the place of in the question before it
    r"^\W*(?:(?:and|but|so|ok|okay)[\s,]+)?"
    r"(?:(?:by|with|to|for|from|at|since|until) (?=wh))?"
    r"(?:how (?:long|often|much|many|old|far|come|deep|high|heavy)|why not"
    r"|(?:what|which) (?:time|year|day|date|month)|who|whom|what|when|where|why|how)\b\s*",
    re.IGNORECASE,
)
OTHER_ONE = re.compile(
    r"^(?:the )?(?:other|others|other (?:one|ones|two|three|person|man|woman)|second one|rest)$",
    re.IGNORECASE,
)
# "who told her that?": the words of the last answer
THOSE_WORDS = re.compile(
    r"^(?:(?P<whom>him|her|them|me|us)\b\s*)?(?:that|this|it|so|these words|those words)$",
    re.IGNORECASE,
)
ALONE = {"him", "her"}
A_QUESTION = re.compile(  # "and when was it found?", not "and the mayor?"
    r"^(?:who|whom|whose|what|which|when|where|why|how)\b.*"
    r"\b(?:is|are|was|were|do|does|did|has|have|had|will|would|can|could)\b",
    re.IGNORECASE,
)
GOES_ON = re.compile(r"^(?:and|but|so|then)\b", re.IGNORECASE)
REPLYING = frozenset(
    "reply replies replied respond responded answer answered react reacted retort".split()
)
IT = re.compile(r"\bit\b", re.IGNORECASE)
MOST_NAMED = 5  # words of a topic that "it" may stand for
MORE = re.compile(
    r"^(?:and )?(?:more|what else|anything else|go on|continue|next|show more|tell me more|else)"
    r"(?: did .+ say)?[\s?.!]*$",
    re.IGNORECASE,
)
PERSONAL = re.compile(r"\b(?:he|she|they|him|her|them|his|hers|their)\b", re.IGNORECASE)
THAT = {"that", "this", "it"}  # for the topic: what was asked about last
POSSESSIVE = {"his", "hers", "their", "her"}


@dataclass(frozen=True, slots=True)
class Memory:
    """What a conversation is about: the last question as understood, its people and its reply."""

    question: Question
    people: tuple[str, ...]
    reply: Reply
    left: tuple[Citation, ...]  # not yet shown


class Conversations:
    """Replies that know what was asked before, for any number of people at once."""

    def __init__(
        self,
        answerer: Answerer,
        *,
        minutes: float = 30,
        capacity: int = CAPACITY,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.answerer = answerer
        self._memories: Recent[Hashable, Memory] = Recent(
            most=capacity, seconds=minutes * 60, clock=clock
        )
        self._lock = threading.Lock()

    def reply(self, key: Hashable, text: str, *, hurried: bool = False) -> Reply:
        """The reply to what was asked, remembered under ``key``; at most three questions in one.

        ``hurried`` is for when others wait: it takes half as long and looks less far.
        """
        text = text[: self.answerer.max_question]
        replies, answered = [], None
        for part in parts(text):
            replies.append(self._reply_to_one(key, part, hurried=hurried))
            if isinstance(replies[-1], Answer):
                answered = self._recall(key)
        if answered and isinstance(replies[-1], Abstention):
            with self._lock:  # what was shown is what is spoken of, not what was not found
                self._memories.put(key, answered)
        return _together(text, replies)

    def more(self, key: Hashable) -> Reply:
        """The next citations of the last answer."""
        memory = self._recall(key)
        if memory is None:
            titles = self.answerer.titles()
            return Abstention("", Intent.ABOUT, Silence.EMPTY_QUESTION, suggestions=titles)
        if not memory.left:
            return Abstention(memory.question.text, Intent.ABOUT, Silence.NOTHING_LEFT)
        return self._continued(key, memory)

    def said_by(self, key: Hashable, name: str) -> Reply:
        """All that a speaker says, in story order; the first of it, ``more`` gives the rest."""
        question = parse(f"list everything {name} said")
        return self._remember(key, question, self.answerer.said_by(name))

    def who_said(self, key: Hashable, words: str) -> Reply:
        """Who said these very words."""
        question = Question(words, Intent.WHO_SAID, topic=words, verb="said")
        return self._remember(key, question, self.answerer.who_said(words))

    def last(self, key: Hashable) -> Reply | None:
        memory = self._recall(key)
        return memory.reply if memory else None

    def forget(self, key: Hashable) -> None:
        with self._lock:
            self._memories.pop(key)

    def forget_where(self, matches: Callable[[Hashable], bool]) -> None:
        """Forgets every conversation whose key matches, for example all those of one user."""
        with self._lock:
            self._memories.forget(lambda key, _: matches(key))

    def expire(self) -> None:
        """Forgets every conversation whose time is over."""
        with self._lock:
            self._memories.expire()

    def rekey(self, moved: Callable[[Hashable], Hashable]) -> None:
        """Goes on with conversations under other keys, as when a group gets a new id."""
        with self._lock:
            self._memories.rekey(moved)

    def _reply_to_one(self, key: Hashable, text: str, *, hurried: bool) -> Reply:
        memory = self._recall(key)
        if MORE.match(text) and (memory or " did " not in text.lower()):
            return self.more(key)
        question = self._understood(text, memory)
        if isinstance(question, Abstention):
            return question
        if isinstance(question, Answer):
            return self._remember(key, Question(text, question.intent), question)
        reply = self.answerer.answer(question, hurried=hurried)
        if isinstance(reply, Courtesy):
            return reply
        if memory and _is_silent(reply) and _same_topic(question, memory.question):
            reply = self.answerer.said_beside(question, memory.reply) or reply
        return self._remember(key, question, reply)

    def _understood(self, text: str, memory: Memory | None) -> Question | Abstention | Answer:
        """The question with what it leaves open filled in from the conversation.

        Where it asks for what the last answer showed, that again.
        """
        question = parse(text)
        if question.intent is Intent.WHAT_SAID and (question.topic or "").lower() in THAT:
            question = replace(question, topic=memory.question.topic if memory else None)
        if question.intent is Intent.WHAT_SAID and question.asks_by_pronoun:
            return self._with_person(question, memory)
        if question.intent is Intent.WHO_SAID and THOSE_WORDS.match(question.topic or ""):
            return self._said_that(question, memory)
        if memory is None:
            return question
        if question.intent is Intent.WHAT_SAID:
            return _with_topic(question, memory.question)
        if match := WHY.match(text):
            return _about(text, f"{match['word']} {_subject_of(memory.question)}")
        if question.intent is Intent.ABOUT and (match := AND_ABOUT.match(text)):
            return self._moved_on(text, match["subject"], memory)
        if question.intent is Intent.ABOUT:
            return replace(question, topic=_with_names(question.topic or text, memory))
        return question

    def _said_that(
        self, question: Question, memory: Memory | None
    ) -> Question | Answer | Abstention:
        """Who said what was shown last, or who told it to the one who says it there."""
        match = THOSE_WORDS.match(question.topic or "")
        shown = memory.reply if memory else None
        quotation = shown.citations[0].quotation if isinstance(shown, Answer) else None
        if not match or not memory or not isinstance(shown, Answer) or quotation is None:
            return Abstention(question.text, question.intent, Silence.UNCLEAR_PERSON, "that")
        if match["whom"] in ALONE and quotation.speaker and memory.people == (quotation.speaker,):
            of_topic = memory.question.intent is Intent.WHAT_SAID and memory.question.topic
            about = of_topic or quotation.text
            return _about(question.text, f"who {question.verb} {quotation.speaker} {about}")
        again = replace(shown.citations[0], number=1)
        return replace(
            shown,
            question=question.text,
            intent=Intent.WHO_SAID,
            citations=(again,),
            more=(),
            speaker=quotation.speaker,
            notes=(),
        )

    def _other_one(self, text: str, subject: str, memory: Memory) -> Question | Abstention:
        """Whoever else the last answer showed, if that is one person; else ask back."""
        shown = memory.reply.citations if isinstance(memory.reply, Answer) else ()
        others = {
            person.name: None
            for citation in shown
            for person in (citation.quotation.speakers if citation.quotation else ())
            if person.name not in memory.people
        }
        if len(others) == 1:
            topic = memory.question.topic
            return Question(text, Intent.WHAT_SAID, name=next(iter(others)), topic=topic)
        return Abstention(text, Intent.ABOUT, Silence.UNCLEAR_PERSON, subject, tuple(others))

    def _with_person(self, question: Question, memory: Memory | None) -> Question | Abstention:
        people = memory.people if memory else ()
        if (question.name or "").lower() == "they" and len(people) > 1:
            return replace(question, name=" and ".join(people))
        if len(people) != 1:
            return Abstention(
                question.text, question.intent, Silence.UNCLEAR_PERSON, question.name or "", people
            )
        return replace(question, name=people[0])

    def _moved_on(self, text: str, subject: str, memory: Memory) -> Question | Abstention:
        """The same asked of another ("and the mayor?"), or another thing of the same person."""
        if OTHER_ONE.match(subject):
            return self._other_one(text, subject, memory)
        if A_QUESTION.match(subject):
            return _about(text, _with_names(subject, memory))
        last = memory.question
        about = re.search(r"\babout\b", text.lower().split(subject.lower())[0])
        someone = self.answerer.knows(subject)
        if (
            last.intent is Intent.WHAT_SAID
            and someone
            and not re.match(r"^and about", text.lower())
        ):
            return replace(last, text=text, name=subject, everything=False)
        if memory.people and len(memory.people) == 1 and (about or last.intent is Intent.WHAT_SAID):
            return Question(
                text, Intent.WHAT_SAID, name=memory.people[0], topic=subject, verb="said"
            )
        if last.intent is Intent.WHO_SAID and someone:
            return Question(text, Intent.WHAT_SAID, name=subject, topic=last.topic, verb="said")
        return _about(text, subject)

    def _remember(self, key: Hashable, question: Question, reply: Reply) -> Reply:
        people = self._people_named(question) or _people_of(question, reply)
        before = self._recall(key)
        if not people and before:
            people = before.people
        left = reply.more if isinstance(reply, Answer) else ()
        with self._lock:
            self._memories.put(key, Memory(question, people, reply, left))
        return reply

    def _people_named(self, question: Question) -> tuple[str, ...]:
        """The one speaker whose name stands in a question about something."""
        if question.intent is not Intent.ABOUT or question.who_is:
            return ()
        named = self.answerer.named_in(question.topic or question.text)
        return (named[0].name,) if len(named) == 1 else ()

    def _continued(self, key: Hashable, memory: Memory) -> Answer:
        shown = self.answerer.excerpts
        reply = Answer(
            question=memory.question.text,
            intent=memory.question.intent,
            citations=numbered(memory.left[:shown]),
            more=memory.left[shown:],
            speaker=speaker_of(memory.question.intent, memory.left[:shown]),
            version=memory.reply.version,
        )
        self._remember(key, memory.question, reply)
        return reply

    def _recall(self, key: Hashable) -> Memory | None:
        with self._lock:
            return self._memories.get(key)


def _about(text: str, topic: str) -> Question:
    return Question(text, Intent.ABOUT, topic=topic)


def _subject_of(question: Question) -> str:
    """What a question was about, in words to search by."""
    if question.intent is Intent.ABOUT:
        return ASKED_BEFORE.sub("", question.topic or question.text)
    return " ".join(part for part in (question.name, question.verb, question.topic) if part)


def _with_topic(question: Question, last: Question) -> Question:
    """ "And what did the mayor reply?": to what was asked about before."""
    goes_on = GOES_ON.match(question.text) or question.verb in REPLYING
    kept = last.topic if last.intent in (Intent.WHAT_SAID, Intent.WHO_SAID) else None
    if question.topic or question.everything or not goes_on or question.name == last.name:
        return question
    return replace(question, topic=kept)


def _same_topic(question: Question, last: Question) -> bool:
    """Whether another person is asked about the same."""
    same = question.topic is not None and question.topic == last.topic
    return same and question.intent is Intent.WHAT_SAID and question.name != last.name


def _is_silent(reply: Reply) -> bool:
    return isinstance(reply, Abstention) and reply.reason is Silence.SPEAKER_SILENT


def _with_names(words: str, memory: Memory) -> str:
    """The words with "he", "her" and "it" as who and what the conversation is about."""
    if len(memory.people) == 1:
        words = _named(words, memory.people[0])
    topic = memory.question.topic if memory.question.intent is Intent.WHAT_SAID else None
    if topic and len(topic.split()) <= MOST_NAMED:
        words = IT.sub(lambda _: topic, words)
    return words


def _named(words: str, person: str) -> str:
    """The words with pronouns replaced by the person the conversation is about."""

    def name(match: re.Match[str]) -> str:
        possessive = match[0].lower() in POSSESSIVE and match.end() < len(words)
        return f"{person}'s" if possessive else person

    return PERSONAL.sub(name, words)


def _people_of(question: Question, reply: Reply) -> tuple[str, ...]:
    """Whom "he" or "she" means after this question."""
    if not isinstance(reply, Answer):
        return (question.name,) if question.name and not question.asks_by_pronoun else ()
    quotation = reply.citations[0].quotation
    if quotation and quotation.speakers:
        if question.intent is Intent.WHAT_SAID and question.name and len(quotation.speakers) > 1:
            return (question.name,)
        return tuple(person.name for person in quotation.speakers)
    return (question.name,) if question.name else ()


def _together(text: str, replies: list[Reply]) -> Reply:
    """One reply to several questions in one message: the citations of all that were answered.

    It says which of them found nothing.
    """
    if len(replies) == 1:
        return replies[0]
    answers = [reply for reply in replies if isinstance(reply, Answer)]
    if not answers:
        return replace(replies[0], question=text)
    each = max(1, 3 // len(answers))
    citations = [citation for answer in answers for citation in answer.citations[:each]]
    silent = [reply.question for reply in replies if isinstance(reply, Abstention)]
    notes = [note for answer in answers for note in answer.notes] + [*map(no_answer_to, silent)]
    alone = len(answers) == 1
    intents = {answer.intent for answer in answers}
    return replace(
        answers[0],
        question=text,
        intent=answers[0].intent if len(intents) == 1 else Intent.ABOUT,
        citations=answers[0].citations if alone else numbered(citations),
        more=answers[0].more if alone else (),
        speaker=answers[0].speaker if alone else None,
        notes=tuple(notes),
    )
