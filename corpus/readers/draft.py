"""What a reader finds in a file, before it is cleaned and becomes a document."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from corpus.documents import Removal


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
