"""From a question to its reply: cited excerpts, or an abstention that says why."""

from __future__ import annotations

import re
from dataclasses import replace

from bot import wording
from bot.about import about, of_own_age, who_is
from bot.asking import Asking, Models
from bot.edition import Edition
from bot.library import Library
from bot.pasted import pasted
from bot.questions import Question, courtesy, parse
from bot.replies import Abstention, Answer, Courtesy, Intent, Reply, Silence
from bot.speech import beside, felt, keywords, said_yes_or_no, what_said, who_of_self, who_said
from bot.spelling import mended, replaced
from config.settings import AnswerSettings
from corpus.documents import Person, Quotation
from embeddings.stemming import ENGLISH, language_of

NAMED = re.compile(r"(?<=\s)[^\W\d_a-z][\w’'-]*\.?(?: [^\W\d_a-z][\w’'-]*)*")


class Answerer:
    """Answers questions from whatever version the library holds at the moment of asking.

    Every method takes the library's version once, so that a reload in between never mixes two.
    """

    def __init__(self, library: Library, models: Models, settings: AnswerSettings) -> None:
        self._library = library
        self._models = models
        self._settings = settings
        self._edition: Edition | None = None

    @property
    def edition(self) -> Edition:
        """The current version, made ready; the same object as long as the version is."""
        version, edition = self._library.current, self._edition
        if edition is None or edition.version is not version:
            edition = self._edition = Edition(version)
        return edition

    @property
    def excerpts(self) -> int:
        """How many excerpts an answer shows at most."""
        return self._settings.excerpts

    @property
    def max_question(self) -> int:
        """How many characters of a question are read."""
        return self._settings.max_question

    def reply(self, text: str) -> Reply:
        """The reply to a question that stands alone."""
        return self.answer(parse(text[: self.max_question]))

    def knows(self, name: str) -> bool:
        """Whether the corpus has a speaker of that name or role."""
        return bool(self.edition.people.find(name))

    def named_in(self, text: str) -> list[Person]:
        """The speakers whose names stand in a text, each once."""
        found: dict[Person, None] = {}
        for words in NAMED.findall(text):
            found.update(dict.fromkeys(self.edition.people.find(words)))
        return list(found)

    def said_beside(self, question: Question, last: Reply) -> Answer | None:
        """What the one asked about says right beside what the last answer showed."""
        shown = [each.excerpt for each in last.citations] if isinstance(last, Answer) else []
        asking = Asking(question, self.edition, self._models, self._settings, hurried=False)
        return beside(asking, shown)

    def answer(self, question: Question, *, hurried: bool = False) -> Reply:
        """The reply to a question whose words have been understood.

        Many ask the same when something happens: the last replies of a version are kept, but not
        those that were made in a hurry, which look less far.
        """
        edition = self.edition
        reply = edition.given.get(question)
        if reply is None:
            asking = Asking(question, edition, self._models, self._settings, hurried=hurried)
            reply = _reply_to(asking)
            if not hurried:
                edition.given.put(question, reply)
        return reply

    def said_by(self, name: str) -> Reply:
        """What a speaker says, in story order."""
        text = f"What did {name} say?"
        return self.answer(Question(text, Intent.WHAT_SAID, name=name, everything=True))

    def who_said(self, words: str) -> Reply:
        """Who said these very words; they need to stand in the corpus."""
        return self.answer(Question(words, Intent.WHO_SAID, topic=words, verb="said"))

    def quotations_of(self, name: str) -> list[Quotation]:
        """What everybody whom the name may mean says, in story order; empty for nobody."""
        quotations = self.edition.version.quotations
        return [quotations[row] for row in self.edition.rows_of(name)]

    def titles(self) -> tuple[str, ...]:
        """A few titles of the corpus, to ask about."""
        return self.edition.titles

    def speakers(self) -> list[tuple[Person, int]]:
        """Everybody who speaks with how many quotations, most first."""
        counts = [(person, len(rows)) for person, rows in self.edition.rows_by_person.items()]
        return sorted(counts, key=lambda count: (-count[1], count[0].name))


def _reply_to(asking: Asking) -> Reply:
    """The reply to a question once what is typed wrong in it is mended."""
    question = asking.question
    if question.intent is Intent.COURTESY:
        return Courtesy(question.text, courtesy(question.text), asking.version.number)
    if not re.search(r"\w", question.text):
        return asking.abstain(Silence.EMPTY_QUESTION)
    meant = _mended(asking)
    reply = _found(asking)
    if isinstance(reply, Answer):
        notes = (wording.taken_for(*words) for words in meant.items())
        return replace(reply, question=question.text, notes=(*notes, *reply.notes))
    return replace(reply, question=question.text)


def _mended(asking: Asking) -> dict[str, str]:
    """Mends what is typed wrong in the question; the words, each with what it is taken for."""
    question, collection = asking.question, asking.version.passage_collection
    words = question.topic or ""
    if question.intent is Intent.ABOUT:
        words = f"{question.text}\n{words}"
    if not words or language_of(words) != ENGLISH or ENGLISH not in collection.words.languages:
        return {}
    meant = mended(words, collection.items, collection.words, known=asking.is_a_word)
    if meant:
        topic = replaced(question.topic, meant) if question.topic else None
        asking.question = replace(question, text=replaced(question.text, meant), topic=topic)
    return meant


def _found(asking: Asking) -> Answer | Abstention:
    """What the story has on the question, by what is asked for."""
    question = asking.question
    match question.intent:
        case Intent.WHO_SAID:
            return who_said(asking)
        case Intent.WHAT_SAID:
            return said_yes_or_no(asking) or what_said(asking)
        case _:
            if question.who_is and question.name and (reply := who_is(asking, question.name)):
                return reply
            return (
                pasted(asking)
                or keywords(asking)
                or who_of_self(asking)
                or of_own_age(asking)
                or felt(asking)
                or about(asking, question.topic or question.text)
            )
