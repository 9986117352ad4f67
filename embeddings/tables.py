"""The tables of a layer of the index: plain names, readable in any SQLite browser.

Documents, and what was made of them, are those of the layer alone, ``sources`` the files that are
not as in the layer below, and ``gone`` those that it has and are no more. ``copies`` and
``compared`` tell of the whole version that the layer was written for, and name documents of the
layer below too: which are copies of others and kept to stand in when those go, and which were
compared with one another, and whether they are copies. Documents are searched in the order of their
files' paths, one that has copies in the place of the first of them.

People stand in them twice over. A quotation points to the speakers of its own document
(``scope`` 'document') and to the people of the whole corpus ('corpus'), so that a later version can
unite people anew when a document comes or goes. By ``ties`` it finds whom that can concern.
"""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from enum import StrEnum
from itertools import chain
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
from corpus.uniting import ties
from embeddings.contents import Indexed, Listing, SourceRecord, distinct_people

SCHEMA = """
CREATE TABLE sources (
    path TEXT PRIMARY KEY, size INTEGER NOT NULL, modified_ns INTEGER NOT NULL,
    digest TEXT NOT NULL, documents TEXT NOT NULL, fault TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE gone (path TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE copies (document TEXT PRIMARY KEY, original TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE compared (first TEXT NOT NULL, second TEXT NOT NULL, alike INTEGER NOT NULL);
CREATE TABLE documents (
    number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, path TEXT NOT NULL, title TEXT NOT NULL,
    author TEXT, published TEXT, url TEXT, digest TEXT NOT NULL, sections TEXT NOT NULL,
    removed TEXT NOT NULL, also_at TEXT NOT NULL, signature BLOB NOT NULL,
    passages INTEGER NOT NULL, quotations INTEGER NOT NULL
);
CREATE TABLE texts (document INTEGER PRIMARY KEY REFERENCES documents, text TEXT NOT NULL);
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
CREATE TABLE ties (
    tie TEXT NOT NULL, person INTEGER NOT NULL REFERENCES people, PRIMARY KEY (tie, person)
) WITHOUT ROWID;
"""
INDEXES = """
CREATE INDEX people_by_name ON people (name);
CREATE INDEX speakers_by_person ON speakers (person, document) WHERE scope = 'document';
"""
KINDS = {kind.value: kind for kind in Kind}


class Scope(StrEnum):
    """Whose people a quotation's speakers are."""

    DOCUMENT = "document"
    CORPUS = "corpus"


# -- writing -------------------------------------------------------------------------------------


def write(
    database: sqlite3.Connection,
    documents: Sequence[Indexed],
    listing: Listing,
    below: Listing | None,
) -> None:
    """Writes the tables into an empty database; a document is numbered by its place.

    Of the listing, what differs from that of the layer ``below``.
    """
    database.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;")  # nobody reads yet
    database.executescript(SCHEMA)
    _write_listing(database, listing, {r.path: r for r in below.records} if below else {})
    _write_documents(database, documents)
    _write_passages(database, documents)
    _write_quotations(database, documents)
    database.executescript(INDEXES)
    database.commit()


def _write_listing(
    database: sqlite3.Connection, listing: Listing, below: dict[str, SourceRecord]
) -> None:
    records = [
        record
        for record in listing.records
        if (before := below.pop(record.path, None)) is not record and before != record
    ]
    database.executemany(
        "INSERT INTO sources VALUES (?, ?, ?, ?, ?, ?)",
        (
            (r.path, r.size, r.modified_ns, r.digest, "\n".join(r.documents), r.fault)
            for r in records
        ),
    )
    database.executemany("INSERT INTO gone VALUES (?)", ((path,) for path in below))
    database.executemany("INSERT INTO copies VALUES (?, ?)", listing.copies.items())
    database.executemany(
        "INSERT INTO compared VALUES (?, ?, ?)",
        ((*pair, alike) for pair, alike in listing.compared.items()),
    )


def _write_documents(database: sqlite3.Connection, documents: Sequence[Indexed]) -> None:
    database.executemany(
        "INSERT INTO documents VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            (
                number,
                document.id,
                document.path,
                document.title,
                document.author,
                document.published,
                document.url,
                document.digest,
                _list(document.sections),
                _list(document.removed),
                _list(document.also_at),
                indexed.signature,
                len(indexed.passages),
                len(indexed.quotations),
            )
            for number, indexed in enumerate(documents)
            for document in [indexed.document]
        ),
    )
    database.executemany(
        "INSERT INTO texts VALUES (?, ?)",
        ((number, indexed.document.text) for number, indexed in enumerate(documents)),
    )
    database.executemany(
        "INSERT INTO paragraphs VALUES (?, ?, ?, ?)",
        (
            (number, place, span.start, span.end)
            for number, indexed in enumerate(documents)
            for place, span in enumerate(indexed.document.paragraphs, 1)
        ),
    )


def _write_passages(database: sqlite3.Connection, documents: Sequence[Indexed]) -> None:
    database.executemany(
        "INSERT INTO passages VALUES (?, ?, ?, ?)",
        (
            (number, place, passage.start, passage.end)
            for number, indexed in enumerate(documents)
            for place, passage in enumerate(indexed.passages, 1)
        ),
    )


def _write_quotations(database: sqlite3.Connection, documents: Sequence[Indexed]) -> None:
    """Writes both readings of the same rows: with the corpus's people, and with each document's."""
    every = chain.from_iterable((*indexed.quotations, *indexed.found) for indexed in documents)
    people = {person: number for number, person in enumerate(distinct_people(every))}
    database.executemany(
        "INSERT INTO people VALUES (?, ?, ?, ?)",
        (
            (number, person.name, _list(person.aliases), _list(person.roles))
            for person, number in people.items()
        ),
    )
    found = {id(p): p for indexed in documents for q in indexed.found for p in q.speakers}
    database.executemany(
        "INSERT INTO ties VALUES (?, ?)",
        ((tie, people[person]) for person in dict.fromkeys(found.values()) for tie in ties(person)),
    )
    database.executemany(
        "INSERT INTO quotations VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            (
                number,
                place,
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
            for number, indexed in enumerate(documents)
            for place, quotation in enumerate(indexed.quotations, 1)
        ),
    )
    database.executemany(
        "INSERT INTO speakers VALUES (?, ?, ?, ?, ?)",
        (
            (number, place, scope, position, people[person])
            for number, indexed in enumerate(documents)
            for scope, quotations in (
                (Scope.CORPUS, indexed.quotations),
                (Scope.DOCUMENT, indexed.found),
            )
            for place, quotation in enumerate(quotations, 1)
            for position, person in enumerate(quotation.speakers)
        ),
    )


def _list(items: Sequence[Any]) -> str:
    return json.dumps(items) if items else "[]"  # most are empty


# -- reading -------------------------------------------------------------------------------------


def read_listing(database: sqlite3.Connection, below: Listing | None) -> Listing:
    records = {record.path: record for record in below.records} if below else {}
    for (path,) in database.execute("SELECT path FROM gone"):
        del records[path]
    for path, size, modified_ns, digest, documents, fault in database.execute(
        "SELECT path, size, modified_ns, digest, documents, fault FROM sources"
    ):
        records[path] = SourceRecord(
            path, size, modified_ns, digest, tuple(documents.split()), fault
        )
    return Listing(
        records=tuple([records[path] for path in sorted(records)]),
        copies=dict(database.execute("SELECT document, original FROM copies")),
        compared={
            (first, second): bool(alike)
            for first, second, alike in database.execute("SELECT * FROM compared")
        },
    )


def read_outlines(
    database: sqlite3.Connection,
) -> Iterator[tuple[int, str, str, bytes, int, int]]:
    """Number, id, digest and signature of each document, and how many passages and quotations."""
    yield from database.execute(
        "SELECT number, id, digest, signature, passages, quotations FROM documents ORDER BY number"
    )


def read_people(database: sqlite3.Connection) -> dict[int, Person]:
    return {
        number: Person(name, _listed(aliases), _listed(roles))
        for number, name, aliases, roles in database.execute("SELECT * FROM people")
    }


def read_person(database: sqlite3.Connection, number: int) -> Person:
    for name, aliases, roles in database.execute(
        "SELECT name, aliases, roles FROM people WHERE number = ?", (number,)
    ):
        return Person(name, _listed(aliases), _listed(roles))
    raise ValueError(f"no person {number}")


def people_called(database: sqlite3.Connection, name: str) -> list[int]:
    """The numbers of those who have this name."""
    return [n for (n,) in database.execute("SELECT number FROM people WHERE name = ?", (name,))]


def people_tied(database: sqlite3.Connection, tie: str) -> list[int]:
    """The numbers of those who, as their documents call them, have a tie."""
    return [n for (n,) in database.execute("SELECT person FROM ties WHERE tie = ?", (tie,))]


def documents_with(database: sqlite3.Connection, person: int) -> list[int]:
    """The numbers of the documents in which somebody speaks."""
    found = database.execute(
        "SELECT DISTINCT document FROM speakers WHERE scope = 'document' AND person = ?", (person,)
    )
    return [number for (number,) in found]


def read_speakers(
    database: sqlite3.Connection, people: Mapping[int, Person], document: int
) -> list[tuple[Person, ...]]:
    """Who says each of a document's quotations as it calls them, where it does."""
    speakers: list[tuple[Person, ...]] = []
    for position, person in database.execute(
        "SELECT position, person FROM speakers WHERE scope = 'document' AND document = ?"
        " ORDER BY quotation, position",
        (document,),
    ):
        if position:
            speakers[-1] += (people[person],)
        else:
            speakers.append((people[person],))
    return speakers


def read(
    database: sqlite3.Connection, people: Mapping[int, Person], number: int | None = None
) -> dict[int, Indexed]:
    """The documents by number, all of them or the one that is asked for."""
    only = "" if number is None else f" WHERE document = {number:d}"
    documents = _read_documents(database, only)
    passages: dict[int, list[Passage]] = defaultdict(list)
    for document, start, end in database.execute(
        f'SELECT document, "start", "end" FROM passages{only} ORDER BY document, number'
    ):
        passages[document].append(Passage(documents[document][0], start, end))
    quotations, found = _read_quotations(database, documents, people, only)
    return {
        place: Indexed(
            document,
            signature,
            passages.get(place, ()),
            found.get(place, ()),
            quotations.get(place, ()),
        )
        for place, (document, signature) in documents.items()
    }


def _read_documents(database: sqlite3.Connection, only: str) -> dict[int, tuple[Document, bytes]]:
    paragraphs: dict[int, list[Span]] = defaultdict(list)
    for number, start, end in database.execute(
        f'SELECT document, "start", "end" FROM paragraphs{only} ORDER BY document, number'
    ):
        paragraphs[number].append(Span(start, end))
    documents = {}
    for (
        number, id_, title, text, author, published, url, path, digest, sections, removed,
        also_at, signature,
    ) in database.execute(
        "SELECT document, id, title, text, author, published, url, path, digest, sections,"
        f" removed, also_at, signature FROM texts JOIN documents ON number = document{only}"
        " ORDER BY document"
    ):  # fmt: skip
        document = Document(
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
        documents[number] = (document, signature)
    return documents


def _read_quotations(
    database: sqlite3.Connection,
    documents: Mapping[int, tuple[Document, bytes]],
    people: Mapping[int, Person],
    only: str,
) -> tuple[dict[int, list[Quotation]], dict[int, list[Quotation]]]:
    """By document, the quotations with the corpus's people and with the document's own."""
    speakers: dict[str, dict[tuple[int, int], list[Person]]] = {
        scope: defaultdict(list) for scope in Scope
    }
    for document, quotation, scope, person in database.execute(
        f"SELECT document, quotation, scope, person FROM speakers{only}"
        " ORDER BY document, quotation, scope, position"
    ):
        speakers[scope][document, quotation].append(people[person])
    quotations: dict[int, list[Quotation]] = defaultdict(list)
    found: dict[int, list[Quotation]] = defaultdict(list)
    for (
        document, number, start, end, kind, mention_start, mention_end, cue_start, cue_end,
        evidence, confidence, negated, via,
    ) in database.execute(
        f"SELECT * FROM quotations{only} ORDER BY document, number"
    ):  # fmt: skip
        united = speakers[Scope.CORPUS].get((document, number), [])
        own = speakers[Scope.DOCUMENT].get((document, number), [])
        quotation = Quotation(
            document=documents[document][0],
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
