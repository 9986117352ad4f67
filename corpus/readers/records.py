"""Articles in rows: .jsonl, a JSON list, .csv and .tsv with named columns."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping
from typing import Final

from corpus.documents import Removal
from corpus.normalising import normalised
from corpus.readers.draft import Draft, Unreadable
from corpus.readers.formats import TEXT_KEYS, Format
from corpus.readers.front_matter import header
from corpus.readers.plain import paragraphs_of

IDS: Final = ("id", "_id", "doc_id", "docid", "slug", "uuid", "guid")
LONGEST_CELL: Final = 50_000_000  # characters
Record = Mapping[str, object]


def read_records(
    text: str, removed: tuple[Removal, ...], kind: Format
) -> tuple[list[Draft], list[str]]:
    """The article of every row that has text, and what is wrong with the other rows."""
    drafts: list[Draft] = []
    faults: list[str] = []
    names: set[str] = set()
    rows = _json_rows(text) if kind is Format.JSON else _table_rows(text)
    for number, record in enumerate(rows, 1):
        if isinstance(record, str):
            faults.append(f"row {number}: {record}")
        elif (key := _text_key(record)) and (draft := _article(record, key, number, names)):
            drafts.append(draft)
    if not drafts and not faults:
        raise Unreadable(f"no row has a text; name its column {', '.join(TEXT_KEYS[:3])} or so")
    return drafts, faults


def _article(record: Record, key: str, number: int, names: set[str]) -> Draft | None:
    """The article in one row; its name in the file is its id there, else its number."""
    about = header({name: value for name, value in record.items() if name != key})
    paragraphs = tuple(paragraphs_of(normalised(_text(record[key]))))
    if not paragraphs:
        return None
    known = {name.lower(): value for name, value in record.items()}
    name = next((str(known[i]).strip() for i in IDS if known.get(i) not in (None, "")), "")
    if not name or name in names or len(name) > 100:
        name = str(number)
    names.add(name)
    return Draft(paragraphs, about.title, about.author, about.published, about.url, name=name)


def _text_key(record: Record) -> str | None:
    known = {key.strip().lower().replace(" ", "_"): key for key in record}
    return next((known[k] for k in TEXT_KEYS if k in known and _text(record[known[k]])), None)


def _text(value: object) -> str:
    if isinstance(value, list):
        return "\n\n".join(item for item in value if isinstance(item, str))
    return value if isinstance(value, str) else ""


def _json_rows(text: str) -> Iterator[Record | str]:
    """Each object of a file with one a line, of a list, or the only one."""
    try:
        whole = json.loads(text)
    except (json.JSONDecodeError, RecursionError):
        yield from (_json_row(line) for line in text.split("\n") if line.strip())
        return
    if isinstance(whole, dict) and not _text_key(whole):
        lists = [value for value in whole.values() if isinstance(value, list)]
        whole = max(lists, key=len, default=whole)
    for row in whole if isinstance(whole, list) else [whole]:
        yield row if isinstance(row, dict) else "not an object"


def _json_row(line: str) -> Record | str:
    try:
        row = json.loads(line)
    except json.JSONDecodeError as error:
        return f"not JSON ({error.msg})"
    except RecursionError:
        return "nested too deeply"
    return row if isinstance(row, dict) else "not an object"


def _table_rows(text: str) -> Iterator[Record | str]:
    csv.field_size_limit(LONGEST_CELL)
    first = text.split("\n", 1)[0]
    comma = max(",;\t", key=first.count)
    reader = csv.DictReader(io.StringIO(text.lstrip("\ufeff"), newline=""), delimiter=comma)
    try:
        for row in reader:
            yield {key: value for key, value in row.items() if isinstance(key, str)}
    except csv.Error as error:
        yield f"not CSV ({error})"
