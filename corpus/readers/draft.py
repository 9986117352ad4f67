"""What a reader finds in a file, before it is cleaned and becomes a document."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final, NamedTuple

from corpus.documents import Removal

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


class Fault(NamedTuple):
    """What is wrong with one part of a file that holds several; ``name`` is its place there."""

    name: str
    message: str


class Found(NamedTuple):
    """The stories of a file, and the parts of it that could not be read."""

    drafts: tuple[Draft, ...]
    faults: tuple[Fault, ...] = ()


@contextmanager
def extra(name: str, what: str) -> Iterator[None]:
    """Imports inside it that fail name the optional part of quoth to install."""
    try:
        yield
    except ImportError:
        raise Unreadable(f"{what} needs an extra: pip install 'quoth[{name}]'") from None
