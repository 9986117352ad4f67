"""Articles in rows: .jsonl, a JSON list, .csv and .tsv with named columns."""

from __future__ import annotations

import csv
import io
import json
import re
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
DEEPEST: Final = 4  # objects within objects, in which the list of articles is looked for
SEPARATOR_LINE: Final = re.compile(r"sep=([,;\t|])\r?\n", re.I)  # spreadsheets write it first
MARKUP: Final = re.compile(r"</(?:p|div|span|strong|em|a|li|h[1-6]|b|i)>|<br\s*/?>|<p>", re.I)
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
        elif (key := _text_key(record := _opened(record))) and (
            draft := _article(record, key, number, names)
        ):
            drafts.append(draft)
    if not drafts and not faults:
        raise Unreadable(f"no row has a text; name its column {', '.join(TEXT_KEYS[:3])} or so")
    return drafts, faults


def _opened(record: Record) -> Record:
    """The row, with what stands in objects within it where it has no text itself."""
    if _text_key(record):
        return record
    inner = [value for value in record.values() if isinstance(value, dict)]
    return {k: v for each in inner for k, v in each.items() if isinstance(k, str)} | {
        key: value for key, value in record.items() if not isinstance(value, dict)
    }


def _article(record: Record, key: str, number: int, names: set[str]) -> Draft | None:
    """The article in one row; its name in the file is its id there, else its number."""
    about = header({name: value for name, value in record.items() if name != key})
    paragraphs = _paragraphs(_text(record[key]))
    if not paragraphs:
        return None
    known = {name.lower(): value for name, value in record.items()}
    name = next((str(known[i]).strip() for i in IDS if known.get(i) not in (None, "")), "")
    if not name or name in names or len(name) > 100:
        name = str(number)
    names.add(name)
    return Draft(paragraphs, about.title, about.author, about.published, about.url, name=name)


def _paragraphs(text: str) -> tuple[str, ...]:
    """Those of a text, or of a stretch of a web page, which is what editing systems keep."""
    if MARKUP.search(text):
        from corpus.readers.web import page_paragraphs

        return page_paragraphs(text)
    return tuple(paragraphs_of(normalised(text)))


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
        whole = max(_lists_in(whole), key=len, default=whole)
    for row in whole if isinstance(whole, list) else [whole]:
        yield row if isinstance(row, dict) else "not an object"


def _lists_in(value: dict[str, object]) -> Iterator[list[object]]:
    """The lists of objects in an object or in objects within it."""
    pending: list[tuple[int, object]] = [(0, value)]
    while pending:
        depth, held = pending.pop()
        if isinstance(held, list) and any(isinstance(item, dict) for item in held):
            yield held
        elif isinstance(held, dict) and depth < DEEPEST:
            pending += [(depth + 1, inner) for inner in held.values()]


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
    text = text.lstrip("\ufeff")
    if stated := SEPARATOR_LINE.match(text):
        text = text[stated.end() :]
    first = text.split("\n", 1)[0]
    comma = stated[1] if stated else max(",;\t|", key=first.count)
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=comma)
    try:
        for row in reader:
            yield {key: value for key, value in row.items() if isinstance(key, str)}
    except csv.Error as error:
        yield f"not CSV ({error})"
