"""The tables of ``corpus.sqlite``: plain names, readable in any SQLite browser.

A copy of another document (``is_copy``) keeps its text, to stand in when the other goes; it is not
searched. ``position`` is the order of reading, in which a file's documents follow.

People stand in them twice over. A quotation points to the speakers of its own document
(``scope`` 'document') and to the people of the whole corpus ('corpus'), so that a later version can
unite people anew when a document comes or goes.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from corpus.documents import (
    Document,
    Kind,
    Passage,
    Person,
    Quotation,
    Removal,
    Section,
    Span,
)

SCHEMA = """
CREATE TABLE sources (
    path TEXT PRIMARY KEY, size INTEGER NOT NULL, modified_ns INTEGER NOT NULL,
    digest TEXT NOT NULL, fault TEXT NOT NULL
);
CREATE TABLE documents (
    number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, source TEXT NOT NULL, path TEXT NOT NULL,
    title TEXT NOT NULL, author TEXT, published TEXT, url TEXT, digest TEXT NOT NULL,
    sections TEXT NOT NULL, removed TEXT NOT NULL, also_at TEXT NOT NULL, text TEXT NOT NULL,
    is_copy INTEGER NOT NULL, position INTEGER NOT NULL, signature BLOB NOT NULL
);
CREATE TABLE paragraphs (
    document INTEGER NOT NULL REFERENCES documents, number INTEGER NOT NULL,
    "start" INTEGER NOT NULL, "end" INTEGER NOT NULL, PRIMARY KEY (document, number)
) WITHOUT ROWID;
CREATE TABLE passages (
    number INTEGER PRIMARY KEY, document INTEGER NOT NULL REFERENCES documents,
    "start" INTEGER NOT NULL, "end" INTEGER NOT NULL
);
CREATE TABLE people (
    number INTEGER PRIMARY KEY, name TEXT NOT NULL, aliases TEXT NOT NULL, roles TEXT NOT NULL
);
CREATE TABLE quotations (
    number INTEGER PRIMARY KEY, document INTEGER NOT NULL REFERENCES documents,
    "start" INTEGER NOT NULL, "end" INTEGER NOT NULL, kind TEXT NOT NULL,
    mention_start INTEGER, mention_end INTEGER, cue_start INTEGER, cue_end INTEGER,
    evidence TEXT NOT NULL, confidence REAL NOT NULL, negated INTEGER NOT NULL, via TEXT
);
CREATE TABLE speakers (
    quotation INTEGER NOT NULL REFERENCES quotations, scope TEXT NOT NULL,
    position INTEGER NOT NULL, person INTEGER NOT NULL REFERENCES people,
    PRIMARY KEY (quotation, scope, position)
) WITHOUT ROWID;
"""


KINDS = {kind.value: kind for kind in Kind}


class Scope(StrEnum):
    """Whose people a quotation's speakers are."""

    DOCUMENT = "document"
    CORPUS = "corpus"


@dataclass(frozen=True, slots=True)
class SourceRecord:
    """A file of the corpus as it was when read, and the ids of the documents it gave.

    With a ``fault`` it could not be read; its documents are then those of its last good reading.
    """

    path: str
    size: int
    modified_ns: int
    digest: str
    documents: tuple[str, ...]
    fault: str = ""


def create(database: sqlite3.Connection) -> None:
    """Creates the tables in an empty database that nobody else reads yet."""
    database.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;" + SCHEMA)


def write_documents(
    database: sqlite3.Connection,
    records: Sequence[SourceRecord],
    documents: Sequence[Document],
    copies: Sequence[Document],
    signatures: Mapping[str, bytes],
) -> None:
    database.executemany(
        "INSERT INTO sources VALUES (?, ?, ?, ?, ?)",
        (
            (record.path, record.size, record.modified_ns, record.digest, record.fault)
            for record in records
        ),
    )
    source_of = {id_: record.path for record in records for id_ in record.documents}
    position_of = {id_: position for position, id_ in enumerate(source_of)}
    database.executemany(
        "INSERT INTO documents VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            (
                number,
                document.id,
                source_of[document.id],
                document.path,
                document.title,
                document.author,
                document.published,
                document.url,
                document.digest,
                json.dumps(document.sections),
                json.dumps(document.removed),
                json.dumps(document.also_at),
                document.text,
                number >= len(documents),
                position_of[document.id],
                signatures.get(document.id, b""),
            )
            for number, document in enumerate((*documents, *copies))
        ),
    )
    database.executemany(
        "INSERT INTO paragraphs VALUES (?, ?, ?, ?)",
        (
            (number, count, span.start, span.end)
            for number, document in enumerate((*documents, *copies))
            for count, span in enumerate(document.paragraphs, 1)
        ),
    )


def read_records(database: sqlite3.Connection) -> tuple[SourceRecord, ...]:
    of_source: dict[str, list[str]] = {}
    for source, id_ in database.execute("SELECT source, id FROM documents ORDER BY position"):
        of_source.setdefault(source, []).append(id_)
    return tuple(
        SourceRecord(path, size, modified_ns, digest, tuple(of_source.get(path, ())), fault)
        for path, size, modified_ns, digest, fault in database.execute(
            "SELECT path, size, modified_ns, digest, fault FROM sources ORDER BY rowid"
        )
    )


def read_documents(database: sqlite3.Connection, *, copies: bool = False) -> tuple[Document, ...]:
    """The documents that are searched, or the copies that are not."""
    paragraphs: dict[int, list[Span]] = {}
    for number, start, end in database.execute(
        'SELECT document, "start", "end" FROM paragraphs ORDER BY document, number'
    ):
        paragraphs.setdefault(number, []).append(Span(start, end))
    rows = database.execute(
        "SELECT number, id, title, text, author, published, url, path, digest, sections, removed,"
        " also_at FROM documents WHERE is_copy = ? ORDER BY number",
        (copies,),
    )
    return tuple(
        Document(
            id=id_,
            title=title,
            text=text,
            paragraphs=tuple(paragraphs.get(number, ())),
            author=author,
            published=published,
            url=url,
            path=path,
            digest=digest,
            sections=tuple(Section(*section) for section in _listed(sections)),
            removed=tuple(Removal(*removal) for removal in _listed(removed)),
            also_at=_listed(also_at),
        )
        for (
            number, id_, title, text, author, published, url, path, digest, sections, removed,
            also_at,
        ) in rows
    )  # fmt: skip


def read_signatures(database: sqlite3.Connection) -> dict[tuple[str, str], bytes]:
    """By the ids and digests of documents and copies, what they are told apart by."""
    rows = database.execute("SELECT id, digest, signature FROM documents")
    return {(id_, digest): signature for id_, digest, signature in rows}


def write_passages(database: sqlite3.Connection, passages: Sequence[Passage]) -> None:
    numbers = _numbers(database)
    database.executemany(
        "INSERT INTO passages VALUES (?, ?, ?, ?)",
        (
            (row, numbers[passage.document.id], passage.start, passage.end)
            for row, passage in enumerate(passages)
        ),
    )


def read_passages(database: sqlite3.Connection, documents: Sequence[Document]) -> list[Passage]:
    rows = database.execute('SELECT document, "start", "end" FROM passages ORDER BY number')
    return [Passage(documents[number], start, end) for number, start, end in rows]


def write_quotations(
    database: sqlite3.Connection, quotations: Sequence[Quotation], found: Sequence[Quotation]
) -> None:
    """Writes both readings of the same rows: with the corpus's people, and with each document's."""
    numbers = _numbers(database)
    people: dict[Person, int] = {}
    for quotation in (*quotations, *found):
        for person in quotation.speakers:
            people.setdefault(person, len(people))
    database.executemany(
        "INSERT INTO people VALUES (?, ?, ?, ?)",
        (
            (number, person.name, json.dumps(person.aliases), json.dumps(person.roles))
            for person, number in people.items()
        ),
    )
    database.executemany(
        "INSERT INTO quotations VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            (
                row,
                numbers[quotation.document.id],
                quotation.start,
                quotation.end,
                quotation.kind,
                *(quotation.mention or (None, None)),
                *(quotation.cue or (None, None)),
                quotation.evidence,
                quotation.confidence,
                quotation.negated,
                quotation.via,
            )
            for row, quotation in enumerate(quotations)
        ),
    )
    for scope, rows in ((Scope.CORPUS, quotations), (Scope.DOCUMENT, found)):
        database.executemany(
            "INSERT INTO speakers VALUES (?, ?, ?, ?)",
            (
                (row, scope, position, people[person])
                for row, quotation in enumerate(rows)
                for position, person in enumerate(quotation.speakers)
            ),
        )


def read_quotations(
    database: sqlite3.Connection, documents: Sequence[Document], *, scope: Scope
) -> list[Quotation]:
    people = {
        number: Person(name, _listed(aliases), _listed(roles))
        for number, name, aliases, roles in database.execute("SELECT * FROM people")
    }
    speakers: dict[int, list[Person]] = {}
    for row, person in database.execute(
        "SELECT quotation, person FROM speakers WHERE scope = ? ORDER BY quotation, position",
        (scope,),
    ):
        speakers.setdefault(row, []).append(people[person])
    return [
        Quotation(
            document=documents[document],
            start=start,
            end=end,
            kind=KINDS[kind],
            speakers=tuple(speakers.get(row, ())),
            mention=_span(mention_start, mention_end),
            cue=_span(cue_start, cue_end),
            evidence=evidence,
            confidence=confidence,
            negated=bool(negated),
            via=via,
        )
        for (
            row, document, start, end, kind, mention_start, mention_end, cue_start, cue_end,
            evidence, confidence, negated, via,
        ) in database.execute("SELECT * FROM quotations ORDER BY number")
    ]  # fmt: skip


def _listed(text: str) -> tuple[Any, ...]:
    return () if text == "[]" else tuple(json.loads(text))  # most are empty


def _span(start: int | None, end: int | None) -> Span | None:
    return None if start is None or end is None else Span(start, end)


def _numbers(database: sqlite3.Connection) -> dict[str, int]:
    return dict(database.execute("SELECT id, number FROM documents"))
