"""The tables of ``corpus.sqlite``: plain names, readable in any SQLite browser.

A document keeps its ``number`` for life, so that a new version is the tables of the one before with
the rows of a few documents put in the place of others. ``searched`` holds the order in which
documents are searched; one that is not in it is a copy of another, whose text is kept to stand in
when the other goes. ``part`` counts the documents of one file.

People stand in them twice over. A quotation points to the speakers of its own document
(``scope`` 'document') and to the people of the whole corpus ('corpus'), so that a later version can
unite people anew when a document comes or goes.
"""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import count
from typing import Any, TypeVar

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
from embeddings.contents import (
    Contents,
    Numbers,
    SourceRecord,
    distinct_people,
    rows_by_document,
)

SCHEMA = """
CREATE TABLE sources (
    path TEXT PRIMARY KEY, size INTEGER NOT NULL, modified_ns INTEGER NOT NULL,
    digest TEXT NOT NULL, fault TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE documents (
    number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, source TEXT NOT NULL,
    part INTEGER NOT NULL, path TEXT NOT NULL, title TEXT NOT NULL, author TEXT, published TEXT,
    url TEXT, digest TEXT NOT NULL, sections TEXT NOT NULL, removed TEXT NOT NULL,
    also_at TEXT NOT NULL, signature BLOB NOT NULL, text TEXT NOT NULL
);
CREATE TABLE searched (
    position INTEGER PRIMARY KEY, document INTEGER NOT NULL REFERENCES documents
);
CREATE TABLE paragraphs (
    document INTEGER NOT NULL REFERENCES documents, number INTEGER NOT NULL,
    "start" INTEGER NOT NULL, "end" INTEGER NOT NULL, PRIMARY KEY (document, number)
) WITHOUT ROWID;
CREATE TABLE passages (
    document INTEGER NOT NULL REFERENCES documents, number INTEGER NOT NULL,
    "start" INTEGER NOT NULL, "end" INTEGER NOT NULL, PRIMARY KEY (document, number)
) WITHOUT ROWID;
CREATE TABLE people (
    number INTEGER PRIMARY KEY, name TEXT NOT NULL, aliases TEXT NOT NULL, roles TEXT NOT NULL
);
CREATE TABLE quotations (
    document INTEGER NOT NULL REFERENCES documents, number INTEGER NOT NULL,
    "start" INTEGER NOT NULL, "end" INTEGER NOT NULL, kind TEXT NOT NULL,
    mention_start INTEGER, mention_end INTEGER, cue_start INTEGER, cue_end INTEGER,
    evidence TEXT NOT NULL, confidence REAL NOT NULL, negated INTEGER NOT NULL, via TEXT,
    PRIMARY KEY (document, number)
) WITHOUT ROWID;
CREATE TABLE speakers (
    document INTEGER NOT NULL, quotation INTEGER NOT NULL, scope TEXT NOT NULL,
    position INTEGER NOT NULL, person INTEGER NOT NULL REFERENCES people,
    PRIMARY KEY (document, quotation, scope, position),
    FOREIGN KEY (document, quotation) REFERENCES quotations
) WITHOUT ROWID;
"""
Item = TypeVar("Item")
KINDS = {kind.value: kind for kind in Kind}
MOST_EMPTY = 0.25  # of the pages, from which the tables are written closely again


class Scope(StrEnum):
    """Whose people a quotation's speakers are."""

    DOCUMENT = "document"
    CORPUS = "corpus"


def create(database: sqlite3.Connection) -> None:
    """Creates the tables in an empty database."""
    database.executescript(SCHEMA)


# -- writing -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Rows:
    """Contents by document: what the tables hold of each."""

    documents: dict[str, Document]
    places: dict[str, tuple[str, int]]  # the file, and which of its documents
    passages: dict[str, tuple[Passage, ...]]
    quotations: dict[str, tuple[Quotation, ...]]
    found: dict[str, tuple[Quotation, ...]]
    searched: tuple[str, ...]

    @classmethod
    def of(cls, contents: Contents) -> _Rows:
        passages = rows_by_document(contents.documents, contents.passages)
        quotations = rows_by_document(contents.documents, contents.quotations)
        return cls(
            documents={document.id: document for document in contents.everything},
            places={
                id_: (record.path, part)
                for record in contents.records
                for part, id_ in enumerate(record.documents)
            },
            passages={i: contents.passages[r.start : r.stop] for i, r in passages.items()},
            quotations={i: contents.quotations[r.start : r.stop] for i, r in quotations.items()},
            found={i: contents.found[r.start : r.stop] for i, r in quotations.items()},
            searched=tuple(document.id for document in contents.documents),
        )


def write(database: sqlite3.Connection, contents: Contents, before: Contents | None) -> Numbers:
    """Writes the contents into tables that are empty, or hold what was there ``before``.

    What is the very same object in both is left as it stands.
    """
    database.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;")  # nobody reads yet
    now = _Rows.of(contents)
    was = _Rows.of(before) if before else _Rows({}, {}, {}, {}, {}, ())
    known = before.numbers if before and before.numbers else Numbers({}, {})
    new = {
        id_
        for id_, document in now.documents.items()
        if document is not was.documents.get(id_) or now.places[id_] != was.places[id_]
    }
    gone = was.documents.keys() - now.documents.keys()
    kept = now.documents.keys() - new
    recut = {i for i in kept if now.passages.get(i, ()) != was.passages.get(i, ())}
    requoted = {
        i
        for i in kept
        if now.quotations.get(i, ()) != was.quotations.get(i, ())
        or now.found.get(i, ()) != was.found.get(i, ())
    }
    replaced = known.documents.keys() & (new | gone)
    numbers = _numbered(now.documents, known.documents)
    _delete(database, ("documents",), replaced, known, key="number")
    _delete(database, ("paragraphs",), replaced, known)
    _delete(database, ("passages",), replaced | recut, known)
    _delete(database, ("quotations", "speakers"), replaced | requoted, known)
    in_order = [id_ for id_ in now.documents if id_ in new or id_ in recut or id_ in requoted]
    _write_records(database, contents.records, before.records if before else ())
    _write_documents(database, [i for i in in_order if i in new], now, numbers, contents)
    _write_passages(database, [i for i in in_order if i in new or i in recut], now, numbers)
    people = _write_people(database, contents, known)
    quoting = [i for i in in_order if i in new or i in requoted]
    _write_quotations(database, quoting, now, numbers, people)
    if now.searched != was.searched:
        database.execute("DELETE FROM searched")
        database.executemany(
            "INSERT INTO searched VALUES (?, ?)",
            ((position, numbers[id_]) for position, id_ in enumerate(now.searched)),
        )
    database.commit()
    _close_up(database)
    return Numbers(numbers, people)


def _numbered(documents: Iterable[str], known: Mapping[str, int]) -> dict[str, int]:
    """A number for each document: the one it had, else one that none has had."""
    unused = count(max(known.values(), default=-1) + 1)
    return {id_: known[id_] if id_ in known else next(unused) for id_ in documents}


def _delete(
    database: sqlite3.Connection,
    tables: Sequence[str],
    documents: Iterable[str],
    known: Numbers,
    *,
    key: str = "document",
) -> None:
    numbers = [(known.documents[id_],) for id_ in documents]
    for table in tables:
        database.executemany(f"DELETE FROM {table} WHERE {key} = ?", numbers)


def _write_records(
    database: sqlite3.Connection, now: Sequence[SourceRecord], was: Sequence[SourceRecord]
) -> None:
    before = {record.path: record for record in was}
    new = [record for record in now if record != before.pop(record.path, None)]
    database.executemany("DELETE FROM sources WHERE path = ?", ((path,) for path in before))
    database.executemany(
        "INSERT OR REPLACE INTO sources VALUES (?, ?, ?, ?, ?)",
        (
            (record.path, record.size, record.modified_ns, record.digest, record.fault)
            for record in new
        ),
    )


def _write_documents(
    database: sqlite3.Connection,
    ids: Sequence[str],
    rows: _Rows,
    numbers: Mapping[str, int],
    contents: Contents,
) -> None:
    documents = [rows.documents[id_] for id_ in ids]
    database.executemany(
        "INSERT INTO documents VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            (
                numbers[document.id],
                document.id,
                *rows.places[document.id],
                document.path,
                document.title,
                document.author,
                document.published,
                document.url,
                document.digest,
                json.dumps(document.sections),
                json.dumps(document.removed),
                json.dumps(document.also_at),
                contents.signatures.get(document.id, b""),
                document.text,
            )
            for document in documents
        ),
    )
    database.executemany(
        "INSERT INTO paragraphs VALUES (?, ?, ?, ?)",
        (
            (numbers[document.id], number, span.start, span.end)
            for document in documents
            for number, span in enumerate(document.paragraphs, 1)
        ),
    )


def _write_passages(
    database: sqlite3.Connection, ids: Sequence[str], rows: _Rows, numbers: Mapping[str, int]
) -> None:
    database.executemany(
        "INSERT INTO passages VALUES (?, ?, ?, ?)",
        (
            (numbers[id_], number, passage.start, passage.end)
            for id_ in ids
            for number, passage in enumerate(rows.passages.get(id_, ()), 1)
        ),
    )


def _write_people(
    database: sqlite3.Connection, contents: Contents, known: Numbers
) -> dict[Person, int]:
    people = distinct_people((*contents.quotations, *contents.found))
    unused = count(max(known.people.values(), default=-1) + 1)
    numbers = {
        person: known.people[person] if person in known.people else next(unused)
        for person in people
    }
    database.executemany(
        "DELETE FROM people WHERE number = ?",
        ((number,) for person, number in known.people.items() if person not in numbers),
    )
    database.executemany(
        "INSERT INTO people VALUES (?, ?, ?, ?)",
        (
            (number, person.name, json.dumps(person.aliases), json.dumps(person.roles))
            for person, number in numbers.items()
            if person not in known.people
        ),
    )
    return numbers


def _write_quotations(
    database: sqlite3.Connection,
    ids: Sequence[str],
    rows: _Rows,
    numbers: Mapping[str, int],
    people: Mapping[Person, int],
) -> None:
    """Writes both readings of the same rows: with the corpus's people, and with each document's."""
    database.executemany(
        "INSERT INTO quotations VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            (
                numbers[id_],
                number,
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
            for id_ in ids
            for number, quotation in enumerate(rows.quotations.get(id_, ()), 1)
        ),
    )
    for scope, of_document in ((Scope.CORPUS, rows.quotations), (Scope.DOCUMENT, rows.found)):
        database.executemany(
            "INSERT INTO speakers VALUES (?, ?, ?, ?, ?)",
            (
                (numbers[id_], number, scope, position, people[person])
                for id_ in ids
                for number, quotation in enumerate(of_document.get(id_, ()), 1)
                for position, person in enumerate(quotation.speakers)
            ),
        )


def _close_up(database: sqlite3.Connection) -> None:
    """Writes the tables anew where rows that went have left much of the file empty."""
    (pages,) = database.execute("PRAGMA page_count").fetchone()
    (empty,) = database.execute("PRAGMA freelist_count").fetchone()
    if empty > MOST_EMPTY * pages:
        database.execute("VACUUM")


# -- reading -------------------------------------------------------------------------------------


def read_records(database: sqlite3.Connection) -> tuple[SourceRecord, ...]:
    of_source: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for source, part, id_ in database.execute("SELECT source, part, id FROM documents"):
        of_source[source].append((part, id_))
    return tuple(
        SourceRecord(
            path,
            size,
            modified_ns,
            digest,
            tuple([id_ for _, id_ in sorted(of_source.get(path, ()))]),
            fault,
        )
        for path, size, modified_ns, digest, fault in database.execute(
            "SELECT path, size, modified_ns, digest, fault FROM sources ORDER BY path"
        )
    )


@dataclass(frozen=True, slots=True)
class Read:
    """What the tables hold, in the order of search."""

    documents: tuple[Document, ...]
    copies: tuple[Document, ...]
    passages: tuple[Passage, ...]
    quotations: tuple[Quotation, ...]
    found: tuple[Quotation, ...]
    signatures: dict[str, bytes]
    numbers: Numbers


def read(database: sqlite3.Connection) -> Read:
    by_number, signatures = _read_documents(database)
    order = [
        number for (number,) in database.execute("SELECT document FROM searched ORDER BY position")
    ]
    people = {
        number: Person(name, _listed(aliases), _listed(roles))
        for number, name, aliases, roles in database.execute("SELECT * FROM people")
    }
    passages = _read_passages(database, by_number)
    quotations, found = _read_quotations(database, by_number, people)
    searched = set(order)
    return Read(
        documents=tuple([by_number[number] for number in order]),
        copies=tuple([d for number, d in by_number.items() if number not in searched]),
        passages=_in_order(order, passages),
        quotations=_in_order(order, quotations),
        found=_in_order(order, found),
        signatures=signatures,
        numbers=Numbers(
            {document.id: number for number, document in by_number.items()},
            {person: number for number, person in people.items()},
        ),
    )


def _in_order(order: Iterable[int], items: Mapping[int, list[Item]]) -> tuple[Item, ...]:
    return tuple([item for number in order for item in items.get(number, ())])


def _read_documents(
    database: sqlite3.Connection,
) -> tuple[dict[int, Document], dict[str, bytes]]:
    paragraphs: dict[int, list[Span]] = defaultdict(list)
    for number, start, end in database.execute(
        'SELECT document, "start", "end" FROM paragraphs ORDER BY document, number'
    ):
        paragraphs[number].append(Span(start, end))
    documents, signatures = {}, {}
    for (
        number, id_, title, text, author, published, url, path, digest, sections, removed,
        also_at, signature,
    ) in database.execute(
        "SELECT number, id, title, text, author, published, url, path, digest, sections, removed,"
        " also_at, signature FROM documents ORDER BY number"
    ):  # fmt: skip
        signatures[id_] = signature
        documents[number] = Document(
            id=id_,
            title=title,
            text=text,
            paragraphs=tuple(paragraphs.get(number, ())),
            author=author,
            published=published,
            url=url,
            path=path,
            digest=digest,
            sections=tuple([Section(*section) for section in _listed(sections)]),
            removed=tuple([Removal(*removal) for removal in _listed(removed)]),
            also_at=_listed(also_at),
        )
    return documents, signatures


def _read_passages(
    database: sqlite3.Connection, documents: Mapping[int, Document]
) -> dict[int, list[Passage]]:
    passages: dict[int, list[Passage]] = defaultdict(list)
    for number, start, end in database.execute(
        'SELECT document, "start", "end" FROM passages ORDER BY document, number'
    ):
        passages[number].append(Passage(documents[number], start, end))
    return passages


def _read_quotations(
    database: sqlite3.Connection,
    documents: Mapping[int, Document],
    people: Mapping[int, Person],
) -> tuple[dict[int, list[Quotation]], dict[int, list[Quotation]]]:
    """By document, the quotations with the corpus's people and with the document's own."""
    speakers: dict[str, dict[tuple[int, int], list[Person]]] = {
        scope: defaultdict(list) for scope in Scope
    }
    for document, quotation, scope, person in database.execute(
        "SELECT document, quotation, scope, person FROM speakers"
        " ORDER BY document, quotation, scope, position"
    ):
        speakers[scope][document, quotation].append(people[person])
    quotations: dict[int, list[Quotation]] = defaultdict(list)
    found: dict[int, list[Quotation]] = defaultdict(list)
    for (
        document, number, start, end, kind, mention_start, mention_end, cue_start, cue_end,
        evidence, confidence, negated, via,
    ) in database.execute("SELECT * FROM quotations ORDER BY document, number"):  # fmt: skip
        united = speakers[Scope.CORPUS].get((document, number), [])
        own = speakers[Scope.DOCUMENT].get((document, number), [])
        quotation = Quotation(
            document=documents[document],
            start=start,
            end=end,
            kind=KINDS[kind],
            speakers=tuple(united),
            mention=_span(mention_start, mention_end),
            cue=_span(cue_start, cue_end),
            evidence=evidence,
            confidence=confidence,
            negated=bool(negated),
            via=via,
        )
        quotations[document].append(quotation)
        same = own == united
        found[document].append(quotation if same else replace(quotation, speakers=tuple(own)))
    return quotations, found


def _listed(text: str) -> tuple[Any, ...]:
    return () if text == "[]" else tuple(json.loads(text))  # most are empty


def _span(start: int | None, end: int | None) -> Span | None:
    return None if start is None or end is None else Span(start, end)
