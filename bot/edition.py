"""A version made ready for questions: who speaks in it, and what stands around what."""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from bot.citing import is_split
from bot.labelling import spoken_in
from bot.questions import Question
from bot.recent import Recent
from bot.replies import Reply
from corpus.documents import Excerpt, Person, Quotation
from corpus.names import ARTICLE
from corpus.people import People
from corpus.quoting.lexicon import PAPERS
from embeddings.storage import Version

BY_SOMEBODY = re.compile(
    r"^(?P<what>\S.*?) (?:from|by|signed by|of|for|at|in) (?P<author>\S.*)$", re.IGNORECASE
)
OWNED = re.compile(r"(?P<owner>.+?)(?:['’]s|(?<=s)['’]) (?P<role>[\w -]+)", re.IGNORECASE)
OF_OWNER = re.compile(r"(?P<role>[\w -]+?) of (?:the )?(?P<owner>.+)", re.IGNORECASE)
REPLIES_KEPT = 200  # of the questions asked last
SUGGESTED = 5  # names or titles offered with an abstention


@dataclass(frozen=True, eq=False)
class Edition:
    """A version made ready for questions: its people, the quotations of each, replies given."""

    version: Version
    given: Recent[Question, Reply] = field(
        default_factory=lambda: Recent(most=REPLIES_KEPT, seconds=math.inf)
    )

    @cached_property
    def people(self) -> People:
        return People(self.version.people)

    @property
    def titles(self) -> tuple[str, ...]:
        """A few titles of the corpus, to ask about."""
        return tuple(document.title for document in self.version.documents[:SUGGESTED])

    @cached_property
    def rows_by_person(self) -> dict[Person, list[int]]:
        rows: dict[Person, list[int]] = {}
        for row, quotation in enumerate(self.version.quotations):
            for person in quotation.speakers:
                rows.setdefault(person, []).append(row)
        return rows

    @cached_property
    def rows_by_paper(self) -> dict[str, list[int]]:
        """The quotations that pass through a paper or a person ("the letter"), by its words."""
        rows: dict[str, list[int]] = {}
        for row, quotation in enumerate(self.version.quotations):
            if quotation.via:
                rows.setdefault(plain(quotation.via), []).append(row)
        return rows

    @cached_property
    def _quotations_by_document(self) -> dict[str, list[int]]:
        return _rows_by_document(self.version.quotations)

    @cached_property
    def _passages_by_document(self) -> dict[str, list[int]]:
        return _rows_by_document(self.version.passages)

    def quotation_in(self, excerpt: Excerpt) -> Quotation | None:
        """The quotation that the excerpt gives; None where the narration speaks, or several do."""
        rows = self._quotations_by_document.get(excerpt.document.id, ())
        return spoken_in(excerpt, [self.version.quotations[row] for row in rows])

    def halves(self, row: int) -> list[int]:
        """The rows of all parts of the sentence that a quotation is part of, in text order."""
        quotations = self.version.quotations
        if quotations[row].is_told:
            return [row]
        halves, whole = [row], self._whole_by_document[quotations[row].document.id]
        at = last = bisect_left(whole, row)
        while at and is_split(quotations[whole[at - 1]], quotations[halves[0]]):
            at -= 1
            halves.insert(0, whole[at])
        while last + 1 < len(whole) and is_split(
            quotations[halves[-1]], quotations[whole[last + 1]]
        ):
            last += 1
            halves.append(whole[last])
        return halves

    @cached_property
    def _whole_by_document(self) -> dict[str, list[int]]:
        """The rows of quotations that are told in no other, by document."""
        quotations = self.version.quotations
        return {
            document: [row for row in rows if not quotations[row].is_told]
            for document, rows in self._quotations_by_document.items()
        }

    @cached_property
    def _rows_holding(self) -> dict[int, list[int]]:
        """For every quotation that is told within others the rows of those."""
        quotations = self.version.quotations
        holding: dict[int, list[int]] = {}
        for rows in self._quotations_by_document.values():
            begun: list[int] = []  # and not ended, so far as that shows
            for row in rows:
                here = quotations[row]
                while begun and quotations[begun[-1]].end <= here.start:
                    begun.pop()
                around = [quotations[other] for other in begun] if here.is_told else []
                for other, outer in zip(begun, around, strict=False):
                    if outer.start < here.start and here.end <= outer.end:
                        holding.setdefault(row, []).append(other)
                begun.append(row)
        return holding

    @cached_property
    def _rows_within(self) -> dict[int, list[int]]:
        within: dict[int, list[int]] = {}
        for inner, outer in self._rows_holding.items():
            for row in outer:
                within.setdefault(row, []).append(inner)
        return within

    def rows_holding(self, row: int) -> list[int]:
        """The quotations that a quotation is told within."""
        return self._rows_holding.get(row, [])

    def rows_within(self, row: int) -> list[int]:
        """The quotations that are told within a quotation, in text order."""
        return self._rows_within.get(row, [])

    def quotations_around(self, excerpts: Iterable[Excerpt]) -> set[int]:
        """The rows of the quotations that stand in any of the excerpts."""
        quotations = self.version.quotations
        return {
            row
            for excerpt in excerpts
            for row in self._quotations_by_document.get(excerpt.document.id, ())
            if quotations[row].start < excerpt.end and excerpt.start < quotations[row].end
        }

    def passages_around(self, excerpt: Excerpt) -> list[int]:
        """The rows of the passages that hold some of the excerpt."""
        rows = self._passages_by_document.get(excerpt.document.id, [])
        passages = self.version.passages
        first = bisect_left(rows, excerpt.start, key=lambda row: passages[row].end)
        last = bisect_left(rows, excerpt.end, key=lambda row: passages[row].start)
        return rows[first:last]

    def next_by_another(self, row: int) -> int:
        """Where the next quotation by anybody else begins, or else where the document ends."""
        quotations = self.version.quotations
        quotation = quotations[row]
        following = self._quotations_by_document[quotation.document.id]
        for later in following[bisect_left(following, row) + 1 :]:
            other = quotations[later]
            if other.start >= quotation.end and other.speakers != quotation.speakers:
                return other.start
        return len(quotation.document.text)

    def nearest_names(self, name: str) -> list[str]:
        """The speakers nearest in name, to offer where nobody is called so."""
        return [person.name for person in self.people.nearest(name, SUGGESTED)]

    def rows_of(self, name: str) -> list[int]:
        """The quotations of everybody, or of the paper, that the name may mean.

        "The letter from Ames and Bell" is what they say by a letter, or at all. "The Chamber of
        Trade" may be a speaker called Chamber, but only where the whole name stands in the text:
        the mayor of another town is not the mayor.
        """
        rows = self._rows_of_people(name) or self._rows_of_papers(name)
        if rows:
            return rows
        if owned := OWNED.fullmatch(ARTICLE.sub("", name.strip())):
            return self._rows_of_office(owned["role"], owned["owner"])
        if not (match := BY_SOMEBODY.match(name)):
            return rows
        kind = plain(match["what"]).split()[-1:]
        if kind and kind[0] in PAPERS:
            of_author = self._rows_of_people(match["author"])
            by_paper = set(self._rows_of_papers(match["what"]))
            return [row for row in of_author if row in by_paper] or of_author
        whole = ARTICLE.sub("", name)
        rows = self._rows_where(match["what"], [whole])
        of = OF_OWNER.fullmatch(whole)
        return rows or (self._rows_of_office(of["role"], of["owner"]) if of else [])

    def _rows_of_office(self, role: str, owner: str) -> list[int]:
        """ "The council's leader" where "the leader of the council" stands in the text, or so."""
        of = [f"{role} of the {owner}", f"{role} of {owner}"]
        return self._rows_where(
            role, [*of, f"{owner} {role}", f"{owner}'s {role}", f"{owner}’s {role}"]
        )

    def _rows_where(self, name: str, forms: Iterable[str]) -> list[int]:
        """The rows of those called so, in documents in which one of the longer forms stands."""
        rows = self._rows_of_people(name)
        documents = {row: self.version.quotations[row].document for row in rows}
        texts = {document.id: document.text.casefold() for document in documents.values()}
        whole = [form.casefold() for form in forms]
        having = {id_ for id_, text in texts.items() if any(form in text for form in whole)}
        return [row for row, document in documents.items() if document.id in having]

    def _rows_of_people(self, name: str) -> list[int]:
        people = self.people.find(name)
        return sorted({row for person in people for row in self.rows_by_person.get(person, ())})

    def _rows_of_papers(self, name: str) -> list[int]:
        """The quotations that pass through a paper of that name, or of that kind of name."""
        wanted = plain(name).split()
        rows: set[int] = set()
        for via, via_rows in self.rows_by_paper.items():
            if wanted and via.split()[-1:] == wanted[-1:]:
                rows.update(via_rows)
        return sorted(rows)


def _rows_by_document(items: Sequence[Excerpt]) -> dict[str, list[int]]:
    rows: dict[str, list[int]] = {}
    for row, item in enumerate(items):
        rows.setdefault(item.document.id, []).append(row)
    return rows


def plain(words: str) -> str:
    """Words to compare by: lower case, no marks, single spaces."""
    return " ".join(re.findall(r"\w+", words.casefold()))
