"""What a reader finds in a file, before it is cleaned and becomes a document."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final, NamedTuple

from corpus.documents import Document, Removal

AROUND: Final = "the page around the story"  # why a web page's menus and the like are removed


class Unreadable(ValueError):
    """What a file is instead of a story, and what to do about it, in one line."""


class Mark(NamedTuple):
    """Where a page or chapter starts: at a character of one of the draft's paragraphs."""

    paragraph: int
    offset: int
    label: str


@dataclass(frozen=True, slots=True)
class Draft:
    """One story as its file tells it. ``name`` is its place in a file that holds several."""

    paragraphs: tuple[str, ...]
    title: str | None = None
    author: str | None = None
    published: str | None = None
    url: str | None = None
    marks: tuple[Mark, ...] = ()
    removed: tuple[Removal, ...] = ()
    name: str = ""


class Remark(NamedTuple):
    """What is to be said of a part of a file; ``name`` is its place there, empty for the whole."""

    name: str
    message: str


class Found(NamedTuple):
    """The stories of a file, with its ``faults``, parts that could not be read.

    ``notices`` tell of what was read, but may not be as it was written.
    """

    drafts: tuple[Draft, ...]
    faults: tuple[Remark, ...] = ()
    notices: tuple[Remark, ...] = ()


class Contents(NamedTuple):
    """What a file holds: documents, and what is to be said of it or its parts, each by its path."""

    documents: list[Document]
    faults: list[tuple[str, str]]
    notices: list[tuple[str, str]]


@contextmanager
def extra(name: str, what: str) -> Iterator[None]:
    """Imports inside it that fail name the optional part of quoth to install."""
    try:
        yield
    except ImportError:
        raise Unreadable(f"{what} needs an extra: pip install 'quoth[{name}]'") from None
