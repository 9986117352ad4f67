"""Articles in rows: .jsonl, a JSON list, .csv and .tsv with named columns."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping
from typing import Final

from corpus.normalising import normalised
from corpus.readers.draft import Draft, Unreadable
from corpus.readers.formats import TEXT_KEYS, Format
from corpus.readers.front_matter import header
from corpus.readers.plain import paragraphs_of

IDS: Final = ("id", "_id", "doc_id", "docid", "slug", "uuid", "guid")
LONGEST_CELL: Final = 50_000_000  # characters
DEEPEST: Final = 4  # objects within objects, in which the list of articles is looked for
MOST_FAULTS: Final = 100  # rows that are named; a file with more is broken as a whole
SEPARATOR_LINE: Final = re.compile(r"sep=([,;\t|])\r?\n", re.I)  # spreadsheets write it first
MARKUP: Final = re.compile(r"</(?:p|div|span|strong|em|a|li|h[1-6]|b|i)>|<br\s*/?>|<p>", re.I)
BLANK: Final = re.compile(r"[ \t\r\n]*")
BETWEEN: Final = re.compile(r"[ \t\r,]*")
NEXT_ROW: Final = re.compile(r"\}\s*,\s*(?=\{)")  # in a list, after one that is broken
DECODER: Final = json.JSONDecoder()
Record = Mapping[str, object]


def read_records(text: str, kind: Format, *, most: int) -> tuple[list[Draft], list[str]]:
    """The article of every row that has text, and what is wrong with the other rows.

    Rows are read one after the other: what is no article is never held. More than ``most``
    articles are an error, since each is a document of its own.
    """
    drafts: list[Draft] = []
    faults: list[str] = []
    names: set[str] = set()
    without: list[int] = []
    for number, row in enumerate(_json_rows(text) if kind is Format.JSON else _table_rows(text), 1):
        try:
            draft = _article(row, number, names)
        except (Broken, Unreadable) as error:
            faults.append(f"row {number}: {error}")
            if len(faults) >= MOST_FAULTS:
                faults.append(f"row {number + 1} and all below: left out, too many are broken")
                break
            continue
        if draft:
            drafts.append(draft)
        elif not isinstance(row, Broken) and any(map(_text, row.values())):
            without.append(number)
        if len(drafts) > most:
            raise Unreadable(f"more than the {most:,} articles allowed in a file; split it")
    if not drafts and not faults:
        raise Unreadable(f"no row has a text; name its column {', '.join(TEXT_KEYS[:3])} or so")
    if without:
        faults.append(_without_text(without))
    return drafts, faults


class Broken(ValueError):
    """What is wrong with one row."""


def _without_text(rows: list[int]) -> str:
    if len(rows) == 1:
        return f"row {rows[0]}: no text in it; left out"
    return f"row {rows[0]} and {len(rows) - 1:,} more: no text in them; left out"


def _opened(record: Record) -> Record:
    """The row, with what stands in objects within it where it has no text itself."""
    if _text_key(record):
        return record
    inner = [value for value in record.values() if isinstance(value, dict)]
    return {k: v for each in inner for k, v in each.items() if isinstance(k, str)} | {
        key: value for key, value in record.items() if not isinstance(value, dict)
    }


def _article(row: Record | Broken, number: int, names: set[str]) -> Draft | None:
    """The article in one row; its name in the file is its id there, else its number."""
    if isinstance(row, Broken):
        raise row
    record = _opened(row)
    key = _text_key(record)
    paragraphs = _paragraphs(_text(record[key])) if key else ()
    if not paragraphs:
        return None
    about = header({name: value for name, value in record.items() if name != key})
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


def _json_rows(text: str) -> Iterator[Record | Broken]:
    """Each object of a file with one a line, of a list, or the only one."""
    at = _after_blank(text, 0)
    if text.startswith("[", at):
        yield from _list_rows(text, at + 1)
        return
    whole, end = _value(text, at)
    if isinstance(whole, dict) and _after_blank(text, end) == len(text):
        yield from map(_row, _articles_in(whole))
    else:
        yield from _line_rows(text, at)


def _value(text: str, at: int) -> tuple[object, int]:
    """The JSON value that starts at ``at`` and where it ends, or what is wrong with it."""
    try:
        return DECODER.raw_decode(text, at)
    except json.JSONDecodeError as error:
        return Broken(f"not JSON from its character {error.pos - at + 1} on; mend or remove it"), at
    except RecursionError:
        return Broken("nested too deeply; mend or remove it"), at
    except ValueError:  # thousands of digits
        return Broken("a number in it is too long; mend or remove it"), at


def _row(value: object) -> Record | Broken:
    return value if isinstance(value, dict | Broken) else Broken("not an object; mend or remove it")


def _after_blank(text: str, at: int) -> int:
    found = BLANK.match(text, at)
    return found.end() if found else at


def _list_rows(text: str, at: int) -> Iterator[Record | Broken]:
    """The objects of a list, read one by one; a broken one is left out."""
    while not text.startswith("]", at := _after_blank(text, at)):
        value, end = _value(text, at)
        yield _row(value)
        at = _after_blank(text, end)
        if isinstance(value, Broken) or not text.startswith((",", "]"), at):
            if not isinstance(value, Broken):
                yield Broken("no comma after it; mend it")
            if not (following := NEXT_ROW.search(text, at)):
                return
            at = following.end()
        elif text.startswith(",", at):
            at += 1


def _articles_in(whole: dict[str, object]) -> list[object]:
    """The object as the only article, or the longest list in it where that holds the text."""
    key = _text_key(whole)
    held: list[object] = max(_lists_in(whole), key=len, default=[whole])
    if not key:
        return held
    texts = [_text(item[k]) for item in held if isinstance(item, dict) and (k := _text_key(item))]
    return held if max(map(len, texts), default=0) > len(_text(whole[key])) else [whole]


def _lists_in(value: dict[str, object]) -> Iterator[list[object]]:
    """The lists of objects in an object or in objects within it."""
    pending: list[tuple[int, object]] = [(0, value)]
    while pending:
        depth, held = pending.pop()
        if isinstance(held, list) and any(isinstance(item, dict) for item in held):
            yield held
        elif isinstance(held, dict) and depth < DEEPEST:
            pending += [(depth + 1, inner) for inner in held.values()]


def _line_rows(text: str, at: int) -> Iterator[Record | Broken]:
    """The objects of a file with one a line, or one after the other; a broken line is left out."""
    while at < len(text):
        value, end = _value(text, at)
        following = BETWEEN.match(text, end)
        stop = following.end() if following else end
        if not isinstance(value, Broken) and text[stop : stop + 1] not in ("", "\n", "{"):
            value = Broken("more than an object; put each on a line of its own")
        if isinstance(value, Broken):
            stop = text.find("\n", end)
            stop = len(text) if stop < 0 else stop
        yield _row(value)
        at = _after_blank(text, stop)


def _table_rows(text: str) -> Iterator[Record | Broken]:
    csv.field_size_limit(LONGEST_CELL)
    text = text.lstrip("\ufeff")
    if stated := SEPARATOR_LINE.match(text):
        text = text[stated.end() :]
    first = text.split("\n", 1)[0]
    comma = stated[1] if stated else max(",;\t|", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=comma)
    names = next(reader, [])
    while True:
        try:
            cells = next(reader, None)
        except csv.Error:
            yield Broken("not CSV; put each cell with a line break in quotation marks")
            continue
        if cells is None:
            return
        if cells:
            yield _table_row(names, cells, comma)


def _table_row(names: list[str], cells: list[str], comma: str) -> Record | Broken:
    """A row by its column's names; a comma without quotation marks makes too many cells of one."""
    if any(map(str.strip, cells[len(names) :])):
        return Broken(
            f"{len(cells)} cells in {len(names)} columns; put each cell with a {comma!r} in"
            " quotation marks"
        )
    return {name: cell for name, cell in zip(names, cells, strict=False) if name.strip()}
