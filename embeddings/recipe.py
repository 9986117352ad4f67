"""How a version is made, and what it is marked with."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import corpus
from corpus.reading import ReadingOptions
from embeddings.storage import Fingerprint

if TYPE_CHECKING:
    from corpus.quoting.finding import QuotationFinder
    from embeddings.encoders import Encoder

Progress = Callable[[str, int, int], None]  # what is done ("embedding"), how many, of how many


@dataclass(frozen=True, slots=True)
class Recipe:
    """How a version is made: the text's settings, and the models, loaded when first needed."""

    options: ReadingOptions
    sentences: int
    overlap: int
    spacy_model: str
    min_confidence: float
    encoder_name: str
    encoder_digest: Callable[[], str]
    encoder: Callable[[], Encoder]
    finder: Callable[[], QuotationFinder]

    def fingerprint(self) -> Fingerprint:
        """What a version made by this recipe is marked with."""
        return Fingerprint(
            reading=f"clean={self.options.clean} encoding={self.options.encoding}"
            f" code={_code_digest('*.py', 'page/*', 'readers/*.py')}",
            passages=f"sentences={self.sentences} overlap={self.overlap}"
            f" code={_code_digest('chunking.py', 'sentences.py')}",
            quotations=f"model={self.spacy_model} min_confidence={self.min_confidence}"
            f" code={_code_digest('*.py', '*.txt', 'quoting/*')}",
            encoder=self.encoder_name,
            encoder_digest=self.encoder_digest(),
        )


@cache  # of the code as it was when this process first asked: what it runs is not newer
def _code_digest(*patterns: str) -> str:
    """A digest of the code and word lists that shape the text, so that a new release rebuilds."""
    digest = hashlib.sha256()
    root = Path(corpus.__path__[0])
    for pattern in patterns:
        for path in sorted(root.glob(pattern)):
            if path.is_file():
                digest.update(path.read_bytes())
    return digest.hexdigest()[:12]
