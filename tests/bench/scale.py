"""What a first index and a reload cost at scale, beside listing the folder and embedding alone.

Makes FILES small stories (1,000) and times each step in a process of its own, in processor time,
which other work on the machine changes little. ``--fakes`` puts word counts and a pattern in place
of the models, so that only Quoth's own work is left. `make scale` prints both. Each step is told on
stderr as soon as it is done, with a progress bar on a terminal. With models, 10,000 files take
about 25 minutes of one core for the first index and 30 for embedding the same texts alone.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import statistics
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from bot import terminal
from bot.library import Library
from bot.wiring import build_service
from config.settings import CorpusSettings, IndexSettings, Settings
from corpus.documents import Document, Person, Quotation, Span
from corpus.sources import find_sources
from embeddings.storage import Store
from tests.bench.measuring import (
    ALONE,
    ENCODER,
    TEXTS,
    Results,
    Taken,
    embed_alone,
    measured,
    print_table,
    seconds,
    tell,
    working_folder,
)
from tests.builders import document
from tests.embeddings.desks import recipe_of
from tests.fakes import WordEncoder

WORDS = """ferry quay lantern ebb rope mast bell gull council ramp letter purser winter island
harbour tide ledger net barrel crane signal cargo pilot storm anchor the of and to a in was it
he she that with""".split()
GIVEN = "Mara Tomas Ines Jory Petra Anselm Dilys Corin Hanne Bram Odile Wendel".split()
SURNAMES = "Lind Reede Quill Tarn Voss Ferrow Salt Hask Minter Yarrow Dunnet Pell Orme".split()
ENDINGS = [a + b for a in ("", "ma", "be", "lo", "ke", "ru") for b in ("", "by", "sen", "ton", "s")]
SAID = re.compile(r'(?P<words>"[^"]+") (?P<cue>said) (?P<who>\w+ \w+)')
LISTING = "listing the folder"
TURNS = 3  # of a step that is done in a running process; the median counts


def story(number: int) -> str:
    """A story of six paragraphs, three of them with the words of one of 4,680 people."""
    chosen = random.Random(number)
    paragraphs = [f"Story {number} of the harbour"]
    for turn in range(6):
        sentences = [
            " ".join(chosen.choices(WORDS, k=chosen.randint(8, 20))).capitalize() + "."
            for _ in range(3)
        ]
        if turn % 2:
            who = f"{chosen.choice(GIVEN)} {chosen.choice(SURNAMES)}{chosen.choice(ENDINGS)}"
            said = " ".join(chosen.choices(WORDS, k=12)).capitalize()
            sentences.insert(0, f'"{said}," said {who}.')
        paragraphs.append(" ".join(sentences))
    return "\n\n".join(paragraphs) + "\n"


def write_stories(folder: Path, files: int) -> None:
    for number in range(files):
        path = folder / f"{number // 100:03}" / f"story-{number}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(story(number), encoding="utf-8")


class SaidBy:
    """Finds what stands in double quotation marks, and after it the two words of a name."""

    def quotations(self, document: Document) -> list[Quotation]:
        return [
            Quotation(
                document,
                *found.span("words"),
                speakers=(Person(found["who"], (found["who"].split()[1],)),),
                mention=Span(*found.span("who")),
                cue=Span(*found.span("cue")),
                evidence="cue",
                confidence=0.9,
            )
            for found in SAID.finditer(document.text)
        ]


def settings_of(folder: Path) -> Settings:
    return Settings(
        corpus=CorpusSettings(path=folder / "stories"),
        index=IndexSettings(data=folder / "data", threads=1, encoder=ENCODER),
    )


def library_of(folder: Path, *, fakes: bool) -> Library:
    if not fakes:
        return build_service(settings_of(folder)).library
    recipe = recipe_of(WordEncoder, SaidBy, sentences=5, overlap=2)
    return Library(folder / "stories", Store(folder / "data"), recipe)


# -- the steps, each run in a process of its own -------------------------------------------------


def listing(folder: Path, fakes: bool) -> Taken:
    return {LISTING: _median(lambda: find_sources(folder / "stories"))}


def first(folder: Path, fakes: bool) -> Taken:
    library = library_of(folder, fakes=fakes)
    with terminal.progress_bar() as progress:
        return {"first index": seconds(lambda: library.refresh(progress=progress))}


def quoting(folder: Path, fakes: bool) -> Taken:
    """A first index with quotations found in earnest, and word counts in place of vectors."""
    recipe = replace(
        build_service(settings_of(folder)).library._recipe,
        encoder_name=WordEncoder.name,
        encoder_digest=lambda: WordEncoder.digest,
        encoder=WordEncoder,
    )
    library = Library(folder / "stories", Store(folder / "data"), recipe)
    with terminal.progress_bar() as progress:
        return {"first index": seconds(lambda: library.refresh(progress=progress))}


def unchanged(folder: Path, fakes: bool) -> Taken:
    library = library_of(folder, fakes=fakes)
    return {"reload, nothing changed, new process": seconds(library.refresh)}


def one_file(folder: Path, fakes: bool) -> Taken:
    library = library_of(folder, fakes=fakes)
    change_one(folder, 0)
    return {"reload, one file changed, new process": seconds(library.refresh)}


def running(folder: Path, fakes: bool) -> Taken:
    """What a bot that runs already pays; its models are loaded and its version is open."""
    library = library_of(folder, fakes=fakes)
    library.open()
    change_one(folder, 1)
    library.refresh()
    changed = []
    for turn in range(TURNS):
        change_one(folder, turn + 2)
        changed.append(seconds(library.refresh))
    return {
        "reload, nothing changed, running": _median(library.refresh),
        "reload, one file changed, running": statistics.median(changed),
    }


def taken_over(folder: Path, fakes: bool) -> Taken:
    """What a bot pays that answers while another process reloads: it opens what that one made."""
    version = library_of(folder, fakes=fakes).open()
    assert version is not None
    version.load()
    store = Store(version.folder.parent.parent)
    opened = []
    for turn in range(TURNS):
        change_one(folder, turn + 2 + TURNS)
        made = library_of(folder, fakes=fakes).refresh().version
        opened.append(seconds(lambda: store.open(made, beside=version).load()))  # noqa: B023
    return {"opening what another process made of one file": statistics.median(opened)}


def loading(folder: Path, fakes: bool) -> Taken:
    """What of a reload in a new process goes into the models."""
    recipe = build_service(settings_of(folder)).library._recipe

    def load() -> None:
        recipe.encoder().encode_passages(["The tide turned."])
        recipe.finder().quotations(document("The tide turned."))

    return {"loading the models": seconds(load)}


def texts(folder: Path, fakes: bool) -> Taken:
    """Writes down for the next step what was embedded; nothing that is timed."""
    version = library_of(folder, fakes=fakes).open()
    assert version is not None
    every = [item.text for item in (*version.passages, *version.quotations)]
    (folder / TEXTS).write_text(json.dumps(every), encoding="utf-8")
    return {}


def alone(folder: Path, fakes: bool) -> Taken:
    return embed_alone(folder)


WITH_FAKES = (listing, first, unchanged, one_file, running, taken_over)
WITH_MODELS = (*WITH_FAKES, loading, texts, alone)
STEPS = {step.__name__: step for step in (*WITH_MODELS, quoting)}


def change_one(folder: Path, number: int) -> None:
    path = folder / "stories" / "000" / f"story-{number}.txt"
    path.write_text(path.read_text(encoding="utf-8") + "\nThe tide turned.\n", encoding="utf-8")


def _median(work: Callable[[], object]) -> float:
    return statistics.median(seconds(work) for _ in range(TURNS))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", type=int, nargs="?", default=1000)
    parser.add_argument("--fakes", action="store_true", help="no models: Quoth's own work alone")
    parser.add_argument("--folder", type=Path, help="where to work; else a temporary folder")
    parser.add_argument("--step", choices=STEPS, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.step:
        tell(STEPS[asked.step](asked.folder, asked.fakes))
        return
    with working_folder(asked.folder) as folder:
        write_stories(folder / "stories", asked.files)
        results: Results = {}
        for step in WITH_FAKES if asked.fakes else WITH_MODELS:
            results |= measured("tests.bench.scale", step.__name__, folder, fakes=asked.fakes)
    print_table(results, beside=(LISTING, ALONE))


if __name__ == "__main__":
    main()
