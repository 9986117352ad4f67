"""Puts the parts together; the one place that knows them all."""

from __future__ import annotations

import hashlib
import os
import re
import threading
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Generic, TypeVar

import corpus
from bot.answering import Answerer
from bot.asking import Models
from bot.conversation import Conversations
from bot.library import Elsewhere, Library
from config.settings import Settings
from corpus.quoting.finding import QuotationFinder
from corpus.reading import ReadingOptions
from embeddings.encoders import chosen, encoder_digest, load_encoder
from embeddings.recipe import Recipe
from embeddings.storage import Store

if TYPE_CHECKING:
    from embeddings.reader import Reader

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Service:
    """All that a face of Quoth needs: the corpus, who answers from it, and who remembers."""

    library: Library
    answerer: Answerer
    conversations: Conversations


class Once(Generic[T]):
    """Makes something slow when it is first asked for, once, whichever thread asks."""

    def __init__(self, make: Callable[[], T]) -> None:
        self._make = make
        self._lock = threading.Lock()
        self._made: list[T] = []

    def __call__(self) -> T:
        with self._lock:
            if not self._made:
                self._made.append(self._make())
            return self._made[0]


def sample_path() -> Path:
    """The stories that come with Quoth."""
    return Path(corpus.__path__[0]) / "samples"


def corpus_path(settings: Settings) -> Path:
    """The configured corpus, else the sample."""
    return settings.corpus.path or sample_path()


def data_folder(settings: Settings) -> Path:
    """Where the index of this corpus is kept: one folder a corpus, in the data folder."""
    import platformdirs

    data = settings.index.data or platformdirs.user_data_path("quoth", appauthor=False)
    path = corpus_path(settings).expanduser().resolve()
    name = re.sub(r"\W+", "-", path.stem.lower()).strip("-") or "corpus"
    return Path(data).expanduser() / f"{name}-{hashlib.sha256(os.fsencode(path)).hexdigest()[:8]}"


def build_service(settings: Settings, *, elsewhere: Elsewhere | None = None) -> Service:
    """The parts, put together; models load when they are first needed.

    With ``elsewhere``, reloads are done there, and this process opens what they made.
    """
    # Texts differ in length, and the kernels made for each length are kept: by default a
    # thousand of them, which is 280 MB more for no speed that could be measured.
    os.environ.setdefault("ONEDNN_PRIMITIVE_CACHE_CAPACITY", "32")
    threads = settings.index.threads or max(1, (os.cpu_count() or 1) // 2)
    name = chosen(settings.index.encoder)
    encoder = Once(
        partial(load_encoder, name, threads=threads, batch_size=settings.index.batch_size)
    )
    recipe = Recipe(
        options=reading_options(settings),
        sentences=settings.passages.sentences,
        overlap=settings.passages.overlap,
        spacy_model=settings.quotations.model,
        min_confidence=settings.quotations.min_confidence,
        encoder_name=name,
        encoder_digest=partial(encoder_digest, name),
        encoder=encoder,
        finder=Once(partial(quotation_finder, settings)),
    )
    library = Library(
        corpus_path(settings),
        Store(data_folder(settings)),
        recipe,
        keep=settings.index.keep_versions,
        elsewhere=elsewhere,
    )
    models = Models(encoder, Once(partial(load_reader, settings, threads=threads)))
    answerer = Answerer(library, models, settings.answers)
    conversations = Conversations(answerer, minutes=settings.answers.follow_up_minutes)
    return Service(library, answerer, conversations)


def quotation_finder(settings: Settings) -> QuotationFinder:
    """What finds quotations and speakers under these settings."""
    quotations = settings.quotations
    return QuotationFinder(quotations.model, min_confidence=quotations.min_confidence)


def load_reader(settings: Settings, *, threads: int) -> Reader | None:
    """The small reader, unless the settings leave it out."""
    if not settings.answers.reader:
        return None
    from embeddings.reader import Reader

    return Reader.load(threads=threads)


def reading_options(settings: Settings) -> ReadingOptions:
    """How files are read under these settings."""
    return ReadingOptions(
        clean=settings.corpus.clean,
        encoding=settings.corpus.encoding,
        max_file_bytes=settings.corpus.max_file_mb * 1_000_000,
        seconds_per_file=settings.corpus.seconds_per_file,
    )
