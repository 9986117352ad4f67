"""A library over a small corpus, with what shows which work was done; its models are fakes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from bot.library import Library
from corpus.documents import Document, Kind, Quotation
from corpus.reading import ReadingOptions
from embeddings.recipe import Recipe
from embeddings.storage import Store
from tests.builders import STORY, person
from tests.fakes import WordEncoder

SECOND = "The baker opened at five.\n\nShe sold forty loaves before the bell rang."


class MarkedQuotations:
    """Finds what stands in double quotation marks, all of it said by Mara Lind."""

    def __init__(self) -> None:
        self.read: list[str] = []

    def quotations(self, document: Document) -> list[Quotation]:
        self.read.append(document.id)
        found, start = [], document.text.find('"')
        while start >= 0:
            end = document.text.index('"', start + 1) + 1
            found.append(Quotation(document, start, end, kind=Kind.DIRECT, speakers=(person(),)))
            start = document.text.find('"', end)
        return found


@dataclass
class Desk:
    """A library over a corpus folder, with what shows which work was done."""

    folder: Path
    data: Path
    encoder: WordEncoder
    finder: MarkedQuotations
    recipe: Recipe
    library: Library

    def write(self, name: str, text: str | bytes) -> None:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())

    def reopened(self, **changes: object) -> Desk:
        """The same folders in a new process's eyes, with another recipe where asked."""
        recipe = replace(self.recipe, **changes)  # type: ignore[arg-type]
        library = Library(self.folder, Store(self.data), recipe)
        return replace(self, recipe=recipe, library=library)


def recipe_of(
    encoder: Callable[[], WordEncoder], finder: Callable[[], Any], *, sentences: int, overlap: int
) -> Recipe:
    """A recipe whose models cost nothing."""
    return Recipe(
        options=ReadingOptions(),
        sentences=sentences,
        overlap=overlap,
        spacy_model="none",
        min_confidence=0.5,
        encoder_name="words",
        encoder_digest=lambda: "words-1",
        encoder=encoder,
        finder=finder,
    )


def desk_at(folder: Path, *, data: Path | None = None) -> Desk:
    """A library over a new corpus of two files in ``folder``."""
    encoder, finder = WordEncoder(), MarkedQuotations()
    recipe = recipe_of(lambda: encoder, lambda: finder, sentences=3, overlap=1)
    stories, data = folder / "stories", data or folder / "data"
    made = Desk(stories, data, encoder, finder, recipe, Library(stories, Store(data), recipe))
    made.write("harbour.txt", STORY)
    made.write("town/baker.txt", SECOND)
    return made


def story_number(number: int) -> str:
    """A story of some size in which every paragraph and every quotation has the same number."""
    lines = [
        f'"The toll is {number} crowns," said Mara Lind. She wrote {number}.' for _ in range(40)
    ]
    return "\n\n".join(lines)
