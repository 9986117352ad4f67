"""From a question to its reply: cited excerpts, or an abstention that says why."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from bot import wording
from bot.citing import (
    LONGEST,
    around,
    neighbours,
    overlap,
    shortened,
    told_apart,
    where_words_stand,
    whole_sentences,
)
from bot.edition import SUGGESTED, Edition, plain
from bot.library import Library
from bot.questions import PERFORMED, Question, courtesy, parse
from bot.replies import Abstention, Answer, Citation, Courtesy, Intent, Reply, Silence
from bot.spelling import mended, replaced
from config.settings import AnswerSettings
from corpus.documents import Excerpt, Kind, Person, Quotation
from corpus.sentences import sentences_of
from embeddings.index import Rows, Vectors, best_first
from embeddings.kinds import COUNTED, asked_for
from embeddings.retrieval import ASKING, Collection, Hit, search
from embeddings.silence import Evidence, assess
from embeddings.stemming import ENGLISH, foreign_to, language_of
from embeddings.words import QuestionWord

if TYPE_CHECKING:
    from embeddings.encoders import Encoder
    from embeddings.reader import Reader

CANDIDATES = 20  # items that are looked at closely
MOST_COMPARED = 200  # quotations that are compared word by word
LOOKED_FOR = 6  # words of the question that an abstention names
BESIDE = 300  # characters between two excerpts that stand beside each other
NEAREST = 0.5  # of the threshold of silence, from which the nearest passage is named
# Nearness is cosine from 0, what any two texts of the corpus have in common, to 1.
NEAR = 0.3  # nearness from which a quotation may be what was asked for
COVERED = 0.55  # or the share of the asked words, weighed by rarity, that it must hold
NEAR_SAID = 0.33  # nearness from which words of the speaker asked for are about the topic
TOUCHED = 0.42  # or nearness and half the share of the topic's words that they hold
NEAR_CONTEXT = 0.08  # nearness of the passage around words of the speaker asked for
CONTEXT = 0.8  # what the passage around counts beside the quotation's own words
TOLD_BY = 0.1  # what words count less that somebody else tells, beside the speaker's own
FEWEST_PASTED = 4  # words that are looked up as a sentence of the story
FEWEST_WORDS = 4  # of a quotation that may be about what the passage around it is about
INTRODUCING = 60  # passages with a name that are looked through for who it is
INTRODUCED = 0.6  # the least score of a sentence that says who somebody is
FEW_WORDS = 6  # a question of no more words, none of them a question word, is a list of keywords
CLOSE = 0.75  # of the best score: what is below is not shown beside it
# Of what a speaker says on a topic, what comes first: the words asked for, in the speaker's own
# words, led in by the verb that was asked for.
IN_OWN_WORDS, WORD_FOR_WORD, BY_THE_VERB = 0.3, 0.1, 0.5
TOLD_OF_SELF = 0.7  # share of what "who does it?" asks that somebody's "I do it" must hold
WHO_DOES = re.compile(
    r"^\W*who\b(?:[’']s)?\s+"
    r"(?:(?:is|was|are|were|wo|do|does|did|would|could|ca|can|has|have|had|should|will)(?:n[’']t)?\s+)?"
    r"(?:not |never |going to |about to )*(?P<what>.+)$",
    re.IGNORECASE | re.DOTALL,
)
OF_A_NAME = re.compile(r"^(?:[Tt]he|[Aa]n?) (?P<head>[\w’'-]+(?: [\w’'-]+)?) (?:of|in|at) [A-Z]")
ARTICLE = re.compile(r"^(?:the|an?)\s+", re.IGNORECASE)
OF_SELF = re.compile(r"\b(?:I|my|me|we|our|us)\b")
HOW_OLD = re.compile(r"^\W*how old (?:is|am|are) (?P<name>.+?)\W*$", re.IGNORECASE)
OWN_AGE = re.compile(rf"\bI(?:['’]m| am)(?: only| just| nearly| almost)? {COUNTED}\b(?!\s+\w+s\b)")
OF_SUBJECT = re.compile(  # "where does Mara Lind live?", "why did the mayor resign?"
    r"^\W*(?:where|when|why|how(?: \w+)?|what)\s+"
    r"(?:is|are|was|were|do|does|did|has|have|had|will|would|can|could)\s+(?P<rest>.+)$",
    re.IGNORECASE | re.DOTALL,
)
NAMED = re.compile(r"(?<=\s)[^\W\d_a-z][\w’'-]*\.?(?: [^\W\d_a-z][\w’'-]*)*")
QUESTION_WORD = re.compile(
    r"\b(?:who|whom|whose|what|which|when|where|why|how|is|are|was|were|do|does|did|can)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Models:
    """The models that answering needs, each given when it is first asked for."""

    encoder: Callable[[], Encoder]
    reader: Callable[[], Reader | None] = lambda: None


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
        asking = _Asking(question, self.edition, self._models, self._settings, hurried=False)
        return asking.beside(shown)

    def answer(self, question: Question, *, hurried: bool = False) -> Reply:
        """The reply to a question whose words have been understood.

        Many ask the same when something happens: the last replies of a version are kept, but not
        those that were made in a hurry, which look less far.
        """
        edition = self.edition
        reply = edition.given.get(question)
        if reply is None:
            asking = _Asking(question, edition, self._models, self._settings, hurried=hurried)
            reply = asking.reply()
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

    def speakers(self) -> list[tuple[Person, int]]:
        """Everybody who speaks with how many quotations, most first."""
        counts = [(person, len(rows)) for person, rows in self.edition.rows_by_person.items()]
        return sorted(counts, key=lambda count: (-count[1], count[0].name))


class _Asking:
    """One question on its way to a reply, over one version."""

    def __init__(
        self,
        question: Question,
        edition: Edition,
        models: Models,
        settings: AnswerSettings,
        *,
        hurried: bool,
    ) -> None:
        self.question = question
        self.edition = edition
        self.version = edition.version
        self.settings = settings
        self.hurried = hurried
        self._models = models
        self._vectors: dict[str, Vectors] = {}  # each text is encoded once a question

    def reply(self) -> Reply:
        question = self.question
        if question.intent is Intent.COURTESY:
            return Courtesy(question.text, courtesy(question.text), self.version.number)
        if not re.search(r"\w", question.text):
            return self._abstain(Silence.EMPTY_QUESTION)
        meant = self._mended()
        reply = self._found()
        if isinstance(reply, Answer):
            notes = (wording.taken_for(*words) for words in meant.items())
            return replace(reply, question=question.text, notes=(*notes, *reply.notes))
        return replace(reply, question=question.text)

    def _mended(self) -> dict[str, str]:
        """Mends what is typed wrong in the question; the words, each with what it is taken for."""
        question, collection = self.question, self.version.passage_collection
        words = question.topic or ""
        if question.intent is Intent.ABOUT:
            words = f"{question.text}\n{words}"
        if not words or language_of(words) != ENGLISH or ENGLISH not in collection.words.languages:
            return {}
        meant = mended(words, collection.items, collection.words, known=self._is_a_word)
        if meant:
            topic = replaced(question.topic, meant) if question.topic else None
            self.question = replace(question, text=replaced(question.text, meant), topic=topic)
        return meant

    def _is_a_word(self, word: str) -> bool:
        reader = self._models.reader()
        return reader is None or reader.knows(word)

    def _found(self) -> Answer | Abstention:
        question = self.question
        match question.intent:
            case Intent.WHO_SAID:
                return self._who_said()
            case Intent.WHAT_SAID:
                return self._what_said()
            case _:
                if question.who_is and question.name and (reply := self._who_is(question.name)):
                    return reply
                return (
                    self._pasted()
                    or self._keywords()
                    or self._who_of_self()
                    or self._of_own_age()
                    or self._about(question.topic or question.text)
                )

    def _who_is(self, name: str) -> Answer | Abstention | None:
        """The sentences that introduce somebody: by a role beside the name, or "X is ...".

        None where no sentence does; the question is then like any other.
        """
        people = self.edition.people.find(name)
        names = {name, *(known for person in people for known in person.names)}
        last = plain(people[0].name if people else name).split()[-1:]
        if not people and not all(word.terms for word in self._asked(name)):
            return self._abstain(Silence.UNKNOWN_NAME, name, self.edition.nearest_names(name))
        hits = self._search(self.version.passage_collection, " ".join(names), limit=INTRODUCING)
        roles = [role for person in people for role in person.roles]
        introduced = [
            (introduction(sentence.text, last[0], roles), -rank, hit, sentence)
            for rank, hit in enumerate(hits)
            for sentence in sentences_of(self.version.passages[hit.row])
            if last and last[0] in plain(sentence.text).split()
        ]
        best = max(introduced, key=lambda found: found[:2], default=None)
        if best is None or best[0] < INTRODUCED:
            return None
        score, _, hit, sentence = best
        return self._cite_passages([replace(hit, sentence=sentence, score=score)])

    def _asked(self, words: str) -> list[QuestionWord]:
        return self.version.passage_collection.words.words(words)

    def _pasted(self) -> Answer | None:
        """For a sentence of the story, pasted with or without the clause that parts it: its place.

        What ends as a question does is asked, though somebody in the story may ask it too.
        """
        wanted = plain(self.question.text).split()
        if len(wanted) < FEWEST_PASTED or self.question.text.rstrip().endswith("?"):
            return None
        cited = [*self._places_of(wanted), *self._places_of_halves(wanted)]
        return self._as_answer(_numbered_once(cited)) if cited else None

    def _places_of(self, wanted: Sequence[str]) -> Iterator[Citation]:
        """The passages in which the words stand, those sentences highlighted."""
        collection = self.version.passage_collection
        for row in _likely(collection, " ".join(wanted)):
            passage = collection.items[row]
            document = passage.document
            if place := where_words_stand(document.text, [passage.span], wanted):
                sentence = whole_sentences(document, *place)
                excerpt = shortened(passage, sentence)
                yield Citation(0, excerpt, self.edition.quotation_in(sentence), sentence, 1.0)

    def _places_of_halves(self, wanted: Sequence[str]) -> Iterator[Citation]:
        """The quotations whose halves together are the words."""
        quotations = self.version.quotations
        for row in _likely(self.version.quotation_collection, " ".join(wanted)):
            halves = [quotations[half] for half in self.edition.halves(row)]
            text = halves[0].document.text
            if where_words_stand(text, [half.span for half in halves], wanted):
                yield self._cited_quotation((row, 1.0))

    def _keywords(self) -> Answer | Abstention | None:
        """For words such as "reede bridge": what that speaker said about it, where it did."""
        words = self.question.text.split()
        if len(words) > FEW_WORDS or QUESTION_WORD.search(self.question.text):
            return None
        for count in range(min(3, len(words) - 1), 0, -1):
            name, topic = " ".join(words[:count]), " ".join(words[count:])
            rows = self.edition.rows_of(name)
            on_topic = self._on_topic(rows, topic) if rows else []
            if on_topic:
                return self._answer([(row, 1.0 - n / 100) for n, row in enumerate(on_topic)])
        return None

    # Who said it

    def _who_of_self(self) -> Answer | Abstention | None:
        """For "who won't vote for it?": whoever says so of himself, "I will not vote for it"."""
        asked = WHO_DOES.match(self.question.topic or self.question.text)
        if asked is None:
            return None
        collection, quotations = self.version.quotation_collection, self.version.quotations
        hits = [
            hit
            for hit in self._search(collection, asked["what"])
            if quotations[hit.row].kind is Kind.DIRECT and OF_SELF.search(quotations[hit.row].text)
        ]
        words = collection.words.words(asked["what"])
        covers = collection.words.covers(words, [quotations[hit.row].text for hit in hits])
        told = [hit for hit, cover in zip(hits, covers, strict=True) if cover >= TOLD_OF_SELF]
        if not told:
            return None
        answer = self._answer([(hit.row, hit.score) for hit in told])
        return replace(answer, intent=Intent.WHO_SAID, speaker=answer.citations[0].speaker)

    def _of_own_age(self) -> Answer | None:
        """For "how old is she?": where she says so herself, "I'm sixty"."""
        asked = HOW_OLD.match(self.question.topic or self.question.text)
        quotations = self.version.quotations
        told = [
            row
            for row in (self.edition.rows_of(asked["name"]) if asked else ())
            if quotations[row].kind is Kind.DIRECT and OWN_AGE.search(quotations[row].text)
        ]
        return self._answer([(row, 1.0) for row in told]) if told else None

    def _of_oneself(self) -> Answer | None:
        """What the person that a question is about says of himself, with the question's words."""
        asked = OF_SUBJECT.match(self.question.topic or self.question.text)
        words = asked["rest"].split() if asked else []
        for count in range(min(4, len(words) - 1), 0, -1):
            rows = self.edition.rows_of(" ".join(words[:count]))
            if rows:
                return self._told_of_self(rows, " ".join(words[count:]))
        return None

    def _told_of_self(self, rows: Sequence[int], words: str) -> Answer | None:
        collection, quotations = self.version.quotation_collection, self.version.quotations
        asked = collection.words.words(words)
        wanted = asked_for(self.question.topic or self.question.text)
        told = [
            row
            for row in rows
            if quotations[row].kind is Kind.DIRECT
            and OF_SELF.search(quotations[row].text)
            and not ASKING.search(quotations[row].text)
            and (wanted is None or wanted.search(quotations[row].text))
        ]
        covers = collection.words.covers(asked, [quotations[row].text for row in told])
        scored = [(cover, -row) for cover, row in zip(covers, told, strict=True)]
        best = [(-row, cover) for cover, row in sorted(scored, reverse=True) if cover >= COVERED]
        return self._answer(best[:1]) if asked and best else None

    def _who_said(self) -> Answer | Abstention:
        content = self.question.topic or self.question.text
        exact = self._verbatim(content)
        if exact:
            return self._answer([(row, 1.0) for row in exact])
        collection = self.version.quotation_collection
        hits = self._near(collection, self._search(collection, content), content)
        if not hits:
            return self._about(self.question.text)
        hits.sort(key=lambda hit: not self._is_led_in(hit.row))
        return self._answer([(self._innermost(hit.row, content), hit.score) for hit in hits])

    def _innermost(self, row: int, content: str) -> int:
        """What is told within a quotation, where that holds as much of what was asked for."""
        words = self.version.quotation_collection.words
        inner = [row, *self.edition.rows_within(row)]
        covers = words.covers(
            words.words(content), [self.version.quotations[each].text for each in inner]
        )
        return inner[max(range(len(inner)), key=lambda at: (covers[at], at))]

    def _verbatim(self, content: str) -> list[int]:
        """The quotations in which the words stand as they were asked for."""
        wanted = plain(content)
        if len(wanted.split()) < 2:
            return []
        likely = _likely(self.version.quotation_collection, content)
        rows = [row for row in likely if wanted in plain(self._unsplit(row))]
        around = {outer for row in rows for outer in self.edition.rows_holding(row)}
        return [row for row in rows if row not in around]

    def _unsplit(self, row: int) -> str:
        """The words of a quotation with those of its other halves, without what parts them."""
        quotations = self.version.quotations
        return " ".join(quotations[half].text for half in self.edition.halves(row))

    # What a speaker said

    def _what_said(self) -> Answer | Abstention:
        question = self.question
        name = question.name or ""
        rows: Sequence[int] = self.edition.rows_of(name) or self._rows_by_role(name)
        if not rows:
            near = self.edition.nearest_names(name) or self._titles()
            return self._abstain(Silence.UNKNOWN_SPEAKER, name, near)
        if question.topic:
            rows = self._on_topic(rows, question.topic)
        elif question.kin and not question.everything:
            rows = self._as_asked(rows)
        if not rows:
            return self._silent_on(name)
        if question.topic is None or question.everything:
            return self._answer([(row, 1.0) for row in sorted(rows)])
        return self._answer([(row, 1.0 - place / 100) for place, row in enumerate(rows)])

    def beside(self, excerpts: Sequence[Excerpt]) -> Answer | None:
        """What the speaker asked about says close to these excerpts, the closest first."""
        quotations = self.version.quotations
        far = sorted(
            (min((_apart(quotations[row], each) for each in excerpts), default=BESIDE), row)
            for row in self.edition.rows_of(self.question.name or "")
        )
        rows = [(row, 1.0 - distance / BESIDE) for distance, row in far if distance < BESIDE]
        return self._answer(rows) if rows else None

    def _as_asked(self, rows: Sequence[int]) -> Sequence[int]:
        """Of a speaker's words those that are led in by the verb asked for: what was denied.

        Where none are, what cannot be said in other words was not said.
        """
        led_in = [row for row in rows if self._is_led_in(row)]
        return led_in if led_in or self.question.verb in PERFORMED else rows

    def _is_led_in(self, row: int) -> bool:
        """Whether the words of saying are of the kind that the question names."""
        quotation, kin = self.version.quotations[row], self.question.kin
        if "ask" in kin and ASKING.search(quotation.text):
            return True
        if not kin or quotation.cue is None:
            return False
        cue = quotation.document.text[quotation.cue.start : quotation.cue.end]
        return not kin.isdisjoint(plain(cue).split())

    def _rows_by_role(self, name: str) -> list[int]:
        """The words of the one speaker whom the text calls so: "Ines Carvo, the glazier"."""
        role = ARTICLE.sub("", name.strip())
        collection = self.version.passage_collection
        if role == name.strip() or not role.islower():
            return []
        meant = mended(role, collection.items, collection.words, known=self._is_a_word)
        hits = self._search(collection, replaced(role, meant), limit=INTRODUCING)
        texts = (self.version.passages[hit.row].text for hit in hits)
        found = {
            person
            for text in texts
            for called in called_so(replaced(role, meant), text)
            for person in self.edition.people.find(called)
        }
        rows = self.edition.rows_by_person
        return sorted(rows.get(found.pop(), ())) if len(found) == 1 else []

    def _silent_on(self, name: str) -> Abstention:
        on = self.question.topic or f"what they would {self.question.verb}"
        return self._abstain(Silence.SPEAKER_SILENT, f"{name} on {on}", [name])

    def _on_topic(self, rows: Sequence[int], topic: str) -> list[int]:
        """Those of a speaker's quotations that are about the topic, best first.

        Short words of speech seldom name what they are about, so the passage around a quotation
        speaks for it too, with less weight.
        """
        if self._is_about_nobody_here(topic):
            return []
        collection = self.version.quotation_collection
        vector = self._vector(topic)
        asked = collection.words.words(topic)
        rows = self._likely_on(rows, topic, vector)
        near = _nearness(collection, vector, rows)
        own_cover = collection.words.covers(
            asked, [around(self.version.quotations[row]).text for row in rows]
        )
        quotations = [self.version.quotations[row] for row in rows]
        said_cover = collection.words.covers(asked, [quotation.text for quotation in quotations])
        context = [self._context_score(row, vector, asked) for row in rows]
        found: list[tuple[float, float, int]] = []
        for row, quotation, nearness, cover, said, (context_nearness, context_cover) in zip(
            rows, quotations, near, own_cover, said_cover, context, strict=True
        ):
            own = max(nearness, cover)
            beside = CONTEXT * max(context_nearness, context_cover)
            about_it = nearness >= NEAR_SAID or nearness + cover / 2 >= TOUCHED
            beside_it = context_cover >= COVERED and context_nearness >= NEAR_CONTEXT
            if about_it or (beside_it and _is_more_than_a_word(quotation)):
                score = max(own, beside) + nearness / 10 - TOLD_BY * quotation.is_told
                first = IN_OWN_WORDS * said + BY_THE_VERB * self._is_led_in(row)
                word_for_word = quotation.kind is Kind.DIRECT and _is_more_than_a_word(quotation)
                first += WORD_FOR_WORD * (said > 0 and word_for_word)
                found.append((score + first, score, -row))
        best = max((score for _, score, _ in found), default=0.0)
        return [-row for _, score, row in sorted(found, reverse=True) if score >= CLOSE * best]

    def _is_about_nobody_here(self, topic: str) -> bool:
        """Whether a topic such as "the mayor of Ely" has a head that the corpus never names."""
        of = OF_A_NAME.match(topic)
        return of is not None and self._stands_nowhere(of["head"])

    def _likely_on(self, rows: Sequence[int], topic: str, vector: Vectors) -> Sequence[int]:
        """Of somebody who says very much, what is worth a closer look for a topic."""
        if len(rows) <= MOST_COMPARED:
            return rows
        every = np.asarray(rows, dtype=np.int64)
        collection = self.version.quotation_collection
        by_meaning = every[best_first(collection.vectors.similarities(vector, every), CANDIDATES)]
        by_words = every[best_first(collection.words.scores(topic)[every], CANDIDATES)]
        passages = self._search(self.version.passage_collection, topic)
        beside = self.edition.quotations_around(self.version.passages[hit.row] for hit in passages)
        return sorted({*by_meaning.tolist(), *by_words.tolist(), *(beside & set(rows))})

    def _context_score(
        self, row: int, vector: Vectors, asked: Sequence[QuestionWord]
    ) -> tuple[float, float]:
        """How near the passage around a quotation comes to a topic: nearness and words covered.

        What somebody else says after it is theirs, and so does not count.
        """
        collection = self.version.passage_collection
        quotation = self.version.quotations[row]
        passages = self.edition.passages_around(quotation)
        if not passages:
            return 0.0, 0.0
        items = [collection.items[at] for at in passages]
        end = self.edition.next_by_another(row)
        parts = [quotation.document.text[item.start : min(item.end, end)] for item in items]
        covers = collection.words.covers(asked, parts)
        return max(_nearness(collection, vector, passages)), max(covers)

    # About something

    def _about(self, words: str) -> Answer | Abstention:
        unknown = self._unknown_names()
        if unknown and self._is_foreign():
            return self._abstain(Silence.OTHER_LANGUAGE, self._languages())
        if unknown:
            return self._abstain(Silence.UNKNOWN_NAME, " ".join(unknown), self._titles())
        collection = self.version.passage_collection
        if not len(collection.items):
            return self._abstain(Silence.EMPTY_CORPUS)
        encoder, vector = self._models.encoder(), self._vector(words)
        hits = search(
            words,
            vector,
            collection,
            limit=CANDIDATES,
            reader=self._models.reader(),
            hurried=self.hurried,
        )
        evidence = assess(
            words,
            vector,
            hits,
            collection,
            encoder=encoder.name,
            threshold=self.settings.min_probability,
        )
        if not evidence.enough:
            return self._of_oneself() or self._nothing_near(hits, evidence)
        return self._cite_passages(hits)

    def _nothing_near(self, hits: Sequence[Hit], evidence: Evidence) -> Abstention:
        """What was looked for, and where the nearest passage stands, if it is near at all."""
        if self._is_foreign():
            return self._abstain(Silence.OTHER_LANGUAGE, self._languages())
        words = re.findall(r"\w[\w’'-]*", self.question.topic or self.question.text)
        wanted = list(dict.fromkeys(word for word in words if self._asked(word)))[:LOOKED_FOR]
        reply = self._abstain(Silence.NOTHING_NEAR, ", ".join(wanted), self._titles())
        if not hits or evidence.probability < NEAREST * evidence.threshold:
            return reply
        nearest = hits[0].sentence or self.version.passages[hits[0].row]
        note = wording.nearest_at(nearest.document.title, nearest.paragraph)
        return replace(reply, notes=(note,))

    def _is_foreign(self) -> bool:
        return foreign_to(self.question.text, self.version.passage_collection.words.languages)

    def _languages(self) -> str:
        languages = self.version.passage_collection.words.languages
        return " and ".join(language.title() for language in languages)

    def _unknown_names(self) -> list[str]:
        """Names in the question that stand nowhere in the corpus: it is not about them.

        A capital in the middle of a question shows a name, or two words in a row that the corpus
        does not have ("gunnar vik").
        """
        words = re.findall(r"[\w’'-]+", self.question.text)
        stands_nowhere = [self._stands_nowhere(word) for word in words]
        unknown = [
            word
            for at, word in enumerate(words)
            if stands_nowhere[at]
            and (
                (at > 0 and word[0].isupper())
                or any(stands_nowhere[at - 1 : at] + stands_nowhere[at + 1 : at + 2])
            )
        ]
        return [] if self.edition.people.find(" ".join(unknown)) else unknown

    def _stands_nowhere(self, word: str) -> bool:
        found = self._asked(re.sub(r"['’]s$", "", word))
        return bool(found) and all(not each.terms for each in found)

    # Shared steps

    def _search(
        self,
        collection: Collection,
        words: str,
        rows: Rows | None = None,
        *,
        limit: int = CANDIDATES,
    ) -> list[Hit]:
        if not len(collection.items):
            return []
        return search(words, self._vector(words), collection, limit=limit, rows=rows)

    def _vector(self, words: str) -> Vectors:
        if words not in self._vectors:
            self._vectors[words] = self._models.encoder().encode_question(words)
        return self._vectors[words]

    def _near(self, collection: Collection, hits: Sequence[Hit], words: str) -> list[Hit]:
        """The hits that are near enough to answer, and not far behind the best of them."""
        asked = collection.words.words(words)
        near = _nearness(collection, self._vector(words), [hit.row for hit in hits])
        covers = collection.words.covers(asked, [collection.items[hit.row].text for hit in hits])
        kept = [
            hit
            for hit, nearness, cover in zip(hits, near, covers, strict=True)
            if nearness >= NEAR or cover >= COVERED
        ]
        return [hit for hit in kept if hit.score >= CLOSE * kept[0].score]

    def _answer(self, rows: Sequence[tuple[int, float]]) -> Answer:
        """The quotations as citations, the speaker of the first at the head."""
        return self._as_answer(_numbered_once(map(self._cited_quotation, rows)))

    def _cited_quotation(self, found: tuple[int, float]) -> Citation:
        row, score = found
        quotation = self.version.quotations[row]
        halves = [self.version.quotations[half] for half in self.edition.halves(row)]
        first, last = around(halves[0]), around(halves[-1])
        start, end = min(first.start, last.start), max(first.end, last.end)
        whole = self._with_topic(Excerpt(quotation.document, start, end))
        excerpt = shortened(whole, self._asked_part(quotation))
        said = Excerpt(quotation.document, halves[0].start, halves[-1].end)
        return Citation(0, excerpt, quotation, _inside(said, excerpt), round(score, 4))

    def _asked_part(self, quotation: Quotation) -> Excerpt:
        """Of a long quotation the sentence that holds most of what was asked for."""
        parts = sentences_of(quotation)
        if len(quotation.text) <= LONGEST or not parts:
            return quotation
        words = self.version.quotation_collection.words
        asked = words.words(self.question.topic or self.question.text)
        covers = words.covers(asked, [part.text for part in parts])
        return parts[max(range(len(parts)), key=lambda at: (covers[at], -at))]

    def _with_topic(self, excerpt: Excerpt) -> Excerpt:
        """The excerpt, and the sentence beside it where that one names what was asked about."""
        topic = self.question.topic
        if self.question.intent is not Intent.WHAT_SAID or topic is None:
            return excerpt
        beside = neighbours(excerpt)
        words = self.version.quotation_collection.words
        own, *covers = words.covers(words.words(topic), [e.text for e in (excerpt, *beside)])
        best = max(range(len(covers)), key=covers.__getitem__, default=None)
        if best is None or own >= COVERED or covers[best] < COVERED:
            return excerpt
        start = min(excerpt.start, beside[best].start)
        return Excerpt(excerpt.document, start, max(excerpt.end, beside[best].end))

    def _cite_passages(self, hits: Sequence[Hit]) -> Answer:
        shown = told_apart(hits, self.version.passage_collection)
        return self._as_answer(numbered(self._cited_passage(*each) for each in shown))

    def _cited_passage(self, hit: Hit, excerpt: Excerpt) -> Citation:
        speech = self.edition.quotation_in(hit.sentence or excerpt)
        return Citation(0, excerpt, speech, hit.sentence, round(hit.score, 4))

    def _as_answer(self, citations: tuple[Citation, ...]) -> Answer:
        shown = self.settings.excerpts
        return Answer(
            question=self.question.text,
            intent=self.question.intent,
            citations=citations[:shown],
            more=citations[shown:],
            speaker=speaker_of(self.question.intent, citations[:shown]),
            version=self.version.number,
        )

    def _abstain(
        self, reason: Silence, looked_for: str = "", suggestions: Iterable[str] = ()
    ) -> Abstention:
        return Abstention(
            question=self.question.text,
            intent=self.question.intent,
            reason=reason,
            looked_for=looked_for,
            suggestions=tuple(suggestions)[:SUGGESTED],
            version=self.version.number,
        )

    def _titles(self) -> list[str]:
        return [document.title for document in self.version.documents[:SUGGESTED]]


def _numbered_once(citations: Iterable[Citation]) -> tuple[Citation, ...]:
    """The citations numbered, without those that show some of the text of a better one."""
    kept: list[Citation] = []
    for citation in citations:
        if not any(overlap(citation.excerpt, other.excerpt) for other in kept):
            kept.append(citation)
    return numbered(kept)


def _likely(collection: Collection, words: str) -> list[int]:
    """The rows that are compared word by word: those that share most words, in corpus order."""
    scores = collection.words.scores(words)
    likely = np.flatnonzero(scores) if scores.any() else np.arange(len(scores))
    rows: list[int] = np.sort(likely[best_first(scores[likely], MOST_COMPARED)]).tolist()
    return rows


def _nearness(collection: Collection, vector: Vectors, rows: Sequence[int]) -> list[float]:
    """How much nearer the rows are to a question than any text of the corpus is, at most 1."""
    if not rows:
        return []
    common = float(collection.vectors.centre @ vector)
    similar = collection.vectors.similarities(vector, np.asarray(rows, dtype=np.int64))
    return [(cosine - common) / max(1 - common, 1e-6) for cosine in similar.tolist()]


def _apart(one: Excerpt, other: Excerpt) -> int:
    """How many characters lie between two excerpts."""
    if one.document.id != other.document.id:
        return BESIDE
    return max(0, one.start - other.end, other.start - one.end)


def _inside(said: Excerpt, excerpt: Excerpt) -> Excerpt | None:
    """The part of what is said that the excerpt shows."""
    start, end = max(said.start, excerpt.start), min(said.end, excerpt.end)
    return Excerpt(said.document, start, end) if start < end else None


def _is_more_than_a_word(quotation: Quotation) -> bool:
    """Whether a quotation says enough to be about what stands around it ("Naturally." is not)."""
    return len(quotation.text.split()) >= FEWEST_WORDS


def called_so(role: str, text: str) -> set[str]:
    """The names that a text gives somebody of that role: "Ines Carvo, the glazier"."""
    name = r"(?P<name>[^\W\d_a-z][\w’'-]*\.?(?: [^\W\d_a-z][\w’'-]*\.?){0,3})"
    role = re.escape(role)
    before = rf"{name}, (?:(?:the|an?|his|her|their|its|my|our|\w+['’]s) )?(?:[\w-]+ )?{role}\b"
    after = rf"\b{role},? {name}"
    return {match["name"] for form in (before, after) for match in re.finditer(form, text)}


def introduction(sentence: str, last_name: str, roles: Iterable[str]) -> float:
    """How well a sentence says who somebody is, from 0 to about 2."""
    plain = sentence.casefold()
    at = re.escape(last_name)
    score = 0.0
    if re.search(rf"\b{at}\b,? (?:the|an?|who|whose)\b", plain):
        score += 1.0
    if re.search(
        rf"\b{at}\b (?:is|was|has been|had been|became|serves|served|works|worked) ", plain
    ):
        score += 0.6
    if any(re.search(rf"\b{re.escape(role.casefold())}\b", plain) for role in roles):
        score += 0.8
    return score


def speaker_of(intent: Intent, citations: Sequence[Citation]) -> str | None:
    """Whom an answer as a whole names: nobody where it is about something, or cites several.

    A name that two bear brings words of both; one of them must not stand over the other's.
    """
    first = citations[0].quotation
    if intent is Intent.ABOUT or first is None:
        return None
    if intent is Intent.WHO_SAID or all(_shares_speaker(c.quotation, first) for c in citations):
        return first.speaker
    return None


def _shares_speaker(quotation: Quotation | None, other: Quotation) -> bool:
    return quotation is not None and any(p in other.speakers for p in quotation.speakers)


def numbered(citations: Iterable[Citation]) -> tuple[Citation, ...]:
    """The citations numbered from 1."""
    return tuple(replace(citation, number=n) for n, citation in enumerate(citations, 1))
