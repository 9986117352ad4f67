"""Times each step of finding on a large made-up corpus; ``make bench`` prints the table.

The passages that are read are the shipped sample's, again and again; words and vectors are drawn at
random in the proportions of real text, since no step's time depends on what they mean.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from itertools import cycle, islice
from pathlib import Path

import numpy as np

from bot.evaluation.question_sets import PARAGRAPH
from config.settings import Settings
from corpus.chunking import passages
from corpus.documents import Document, Span
from embeddings.encoders import Encoder, load_encoder
from embeddings.index import VectorIndex
from embeddings.lexical import WordIndex
from embeddings.retrieval import (
    LOOKED_AT,
    READ,
    Collection,
    blended,
    distinct,
    looked_at,
    read_by,
    search,
)
from embeddings.silence import assess

SIZES = (1_000, 10_000, 100_000)
QUESTIONS = 40
VOCABULARY = 60_000
WORDS = 90  # in a passage
COMMONNESS = 1.1  # the exponent of word frequencies
SAMPLES = Path(__file__).parents[2] / "corpus" / "samples"

Step = tuple[str, Callable[[str], object]]


def sample_documents(folder: Path = SAMPLES) -> list[Document]:
    """The texts of the shipped sample, front matter and all: only their lengths matter."""
    found = []
    for file in sorted(folder.rglob("*.md")):
        text = file.read_text(encoding="utf-8")
        found.append(
            Document(
                file.stem,
                file.stem,
                text,
                tuple(Span(*found.span()) for found in PARAGRAPH.finditer(text)),
            )
        )
    return found


def made_up(size: int, encoder: Encoder) -> tuple[Collection, list[str]]:
    """A collection of that many passages, and questions in words of its own."""
    random = np.random.default_rng(size)
    documents = sample_documents()
    real = [passage for document in documents for passage in passages(document)]
    rows = random.standard_normal((size, encoder.width), dtype=np.float32)
    rows += 2 * rows[random.integers(0, size, size)]
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    numbers = (random.zipf(COMMONNESS, size * WORDS) % VOCABULARY).reshape(size, WORDS)
    words = np.array([f"w{number}" for number in range(VOCABULARY)])
    texts = [" ".join(words[line]) for line in numbers]
    asked = [" ".join(text.split()[:9]) for text in texts[:: max(1, size // QUESTIONS)]]
    items = list(islice(cycle(real), size))
    return Collection(items, VectorIndex(rows), WordIndex.of(texts)), asked[:QUESTIONS]


def steps(collection: Collection, encoder: Encoder, reader: object) -> Iterator[Step]:
    """Every step of an answer, each given what the steps before it made."""
    from embeddings.reader import Reader

    vector = encoder.encode_question("Who painted the ferries green, and what was she paid?")
    hits = blended("w1 w2 w3", vector, collection, limit=20)
    asked = collection.words.words("Who painted the ferries green, and what was she paid?")
    near = [looked_at(hit, asked, collection) for hit in hits[:LOOKED_AT]]
    yield "encode the question", encoder.encode_question
    yield "words (BM25)", collection.words.scores
    yield "nearest by meaning", lambda _: collection.vectors.candidates(vector, 400)
    yield "blend", lambda q: blended(q, vector, collection, limit=20)
    yield "look at sentences", lambda _: [looked_at(h, asked, collection) for h in hits[:LOOKED_AT]]
    yield "finding (all but encoding)", lambda q: search(q, vector, collection)
    yield "merge repeats", lambda _: distinct(hits, collection)
    yield "weigh evidence", lambda q: assess(q, vector, hits, collection, encoder=encoder.name)
    if isinstance(reader, Reader):
        yield "read", lambda q: read_by(reader, q, near[:READ], collection)

    def whole(question: str) -> object:
        own = encoder.encode_question(question)
        known = reader if isinstance(reader, Reader) else None
        found = search(question, own, collection, reader=known)
        return assess(question, own, found, collection, encoder=encoder.name)

    yield "all", whole


def medians(named: Iterator[Step], questions: Sequence[str]) -> dict[str, float]:
    """The median milliseconds of each step."""
    return {name: _median(step, questions) for name, step in named}


def _median(step: Callable[[str], object], questions: Sequence[str]) -> float:
    for question in questions[:3]:
        step(question)
    times = []
    for question in questions:
        started = time.perf_counter()
        step(question)
        times.append(time.perf_counter() - started)
    return 1000 * float(np.median(times))


def main() -> None:
    from embeddings.reader import MODEL, Reader

    settings = Settings()
    encoder = load_encoder(settings.index.encoder, threads=settings.index.threads)
    reader = Reader.load() if MODEL.is_dir() else None
    columns = {}
    for size in SIZES:
        collection, questions = made_up(size, encoder)
        columns[size] = medians(steps(collection, encoder, reader), questions)
    sys.stdout.write(table(columns, encoder.name) + "\n")


def table(columns: dict[int, dict[str, float]], encoder: str) -> str:
    """Milliseconds by step and number of passages, as Markdown."""
    cores = os.cpu_count()
    lines = [f"| {encoder}, {cores} cores; ms | " + " | ".join(f"{n:,}" for n in columns) + " |"]
    lines.append("|---|" + "---|" * len(columns))
    for step in next(iter(columns.values())):
        values = " | ".join(f"{column[step]:.2f}" for column in columns.values())
        lines.append(f"| {step} | {values} |")
    return "\n".join(lines)


if __name__ == "__main__":
    main()
