"""Words of a question that are typed wrong, mended where the corpus leaves no doubt."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from corpus.documents import Excerpt
from embeddings.stemming import stem
from embeddings.words import Words

SHORTEST = 5  # letters: shorter words are too easily like another
MOST = 4  # words that stand nowhere: a question with more of them is about something else
WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")


def mended(
    question: str, items: Sequence[Excerpt], words: Words, *, known: Callable[[str], bool]
) -> dict[str, str]:
    """By each misspelt word of a question, the word of the corpus that it is meant for.

    Only lower-case words that stand nowhere in the corpus, are not ``known`` otherwise, and are
    near exactly one word of it: a name is not to become another, nor a horse a house.
    """
    strange = [
        word
        for word in dict.fromkeys(WORD.findall(question))
        if len(word) >= SHORTEST
        and word.islower()
        and not any(each.terms for each in words.words(word))
    ]
    if len(strange) > MOST:
        return {}
    found: dict[str, str] = {}
    for word in strange:
        near = None if known(word) else words.near_spelling(word)
        meant = _as_written(near[0], items[near[1]].text, words.languages) if near else None
        if meant:
            found[word] = meant
    return found


def replaced(question: str, words: dict[str, str]) -> str:
    """The question with its misspelt words mended."""
    return WORD.sub(lambda match: words.get(match[0], match[0]), question)


def _as_written(wanted: str, text: str, languages: Sequence[str]) -> str | None:
    """The first word of a text that has that stem, as it stands there."""
    for match in WORD.finditer(text):
        word = match.group()
        if any(stem(word.lower(), language) == wanted for language in languages):
            return word if not word.isupper() else word.lower()
    return None
