"""Title, author, date and address where a text file states them before the story."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

FENCE: Final = re.compile(r"(---|\+\+\+)[ \t]*\n(.*?)(?:^|\n)(?:\1|\.\.\.)[ \t]*(?:\n|\Z)", re.S)
ENTRY: Final = re.compile(r"([A-Za-z][\w .-]{0,30}?)[ \t]*:(?:[ \t]+(.*)|[ \t]*)")
LONGEST: Final = 20_000  # characters in which front matter ends, or is none
BY: Final = re.compile(r"^by\s+(?=\S)", re.I)
NAMED: Final = re.compile(
    r"\{(?:[^{}]*,)?\s*name:\s*([^{},]+)(?:,[^{}]*)?\}"
)  # an author as a table
EPOCH: Final = re.compile(r"\d{9,10}|\d{12,13}")
TIMED: Final = re.compile(r"\d{4}-\d\d-\d\d[T ]\d")  # a day and its time; the day is kept
NAMES: Final[Mapping[str, tuple[str, ...]]] = {
    "title": ("title", "headline", "titel", "titre", "titulo", "título", "titolo"),
    "author": ("author", "authors", "byline", "by", "creator", "writer", "autor", "auteur",
               "autore"),
    "published": ("date", "published", "pubdate", "pub_date", "publication_date", "publish_date",
                  "published_at", "published_on", "release_date", "date_published", "datepublished",
                  "datum", "fecha", "created", "created_at"),
    "url": ("url", "link", "source_url", "canonical", "canonical_url", "source", "address"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Header:
    """What is known of a story beside its text."""

    title: str | None = None
    author: str | None = None
    published: str | None = None
    url: str | None = None


def split_header(text: str) -> tuple[Header, str]:
    """The header that ``text`` starts with, if it does, and the story after it."""
    text = text.lstrip("\ufeff")
    if fenced := FENCE.match(text, 0, LONGEST):
        entries = _toml(fenced[2]) if fenced[1] == "+++" else _entries(fenced[2])
        return (header(entries), text[fenced.end() :]) if entries is not None else (Header(), text)
    return _unfenced(text)


def header(entries: Mapping[str, object]) -> Header:
    """The header in ``entries``, whose keys may be any usual name in any case."""
    known = {_plain(key): value for key, value in entries.items()}
    found = {
        noun: next((v for name in names if (v := _words(known.get(name)))), None)
        for noun, names in NAMES.items()
    }
    if found["url"] and not re.match(r"https?://", found["url"]):
        found["url"] = next(
            (v for n in NAMES["url"] if (v := _words(known.get(n))) and v.startswith("http")), None
        )
    if found["author"]:
        found["author"] = BY.sub("", found["author"])
    if found["published"] and EPOCH.fullmatch(found["published"]):
        found["published"] = _day(int(found["published"]))
    if found["published"] and TIMED.match(found["published"]):
        found["published"] = found["published"][:10]
    return Header(**found)


def _plain(key: str) -> str:
    return key.strip().lower().replace("-", "_").replace(" ", "_")


def _day(epoch: int) -> str:
    """The day of a time as databases count it, in seconds or milliseconds since 1970."""
    seconds = epoch if epoch < 10**10 else epoch // 1000
    return datetime.fromtimestamp(seconds, UTC).date().isoformat()


def _unfenced(text: str) -> tuple[Header, str]:
    """A first block of nothing but lines like ``Title: The Long Ebb`` is a header too."""
    block, _, rest = text[:LONGEST].lstrip("\n").partition("\n\n")
    known = {name for names in NAMES.values() for name in names}
    lines = [ENTRY.fullmatch(line.strip()) for line in block.split("\n")]
    keys = [_plain(line[1]) for line in lines if line]
    if len(keys) < len(lines) or not rest or not known.issuperset(keys):
        return Header(), text
    if len(keys) == 1 and keys[0] not in ("title", "headline"):
        return Header(), text
    start = text.index(block) + len(block)
    return header({line[1]: line[2] for line in lines if line}), text[start:].lstrip("\n")


def _toml(block: str) -> dict[str, object] | None:
    try:
        return tomllib.loads(block)
    except tomllib.TOMLDecodeError:
        return None


def _entries(block: str) -> dict[str, object] | None:
    """The plain ``key: value`` lines and lists of YAML; None where the block is something else."""
    entries: dict[str, object] = {}
    key = ""
    for line in block.split("\n"):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        if entry := ENTRY.fullmatch(line.rstrip()):
            key = entry[1]
            entries[key] = _value((entry[2] or "").strip())
        elif key and line[0] in " \t-":
            item = _unquoted(line.strip().removeprefix("-").strip())
            _add(entries, key, item)
        else:
            return None
    return entries


def _add(entries: dict[str, object], key: str, item: str) -> None:
    """``item`` goes on under ``key``: one more of a list, or one more line of a folded text."""
    value = entries[key]
    if isinstance(value, list):
        value.append(item)
    elif value in ("", "|", ">", "|-", ">-"):
        entries[key] = [item]
    else:
        entries[key] = f"{value} {item}"


def _value(text: str) -> object:
    if text.startswith("[") and text.endswith("]"):
        return [_unquoted(item.strip()) for item in text[1:-1].split(",") if item.strip()]
    if named := NAMED.fullmatch(text):
        return _unquoted(named[1].strip())
    return _unquoted(text)


def _unquoted(text: str) -> str:
    if len(text) > 1 and text[0] == text[-1] and text[0] in "\"'":
        quote, inner = text[0], text[1:-1]
        return inner.replace('\\"', '"') if quote == '"' else inner.replace("''", "'")
    return text


def _words(value: object) -> str | None:
    """``value`` as one line: a list's items joined as names are, a name out of its table."""
    if isinstance(value, Mapping):
        value = next((value[key] for key in ("name", "main", "original") if value.get(key)), None)
    if isinstance(value, list | tuple):
        names = [name for item in value if (name := _words(item))]
        return " and ".join(filter(None, (", ".join(names[:-1]), *names[-1:]))) or None
    if value is None or isinstance(value, bool):
        return None
    return " ".join(str(value).split()) or None
