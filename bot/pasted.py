"""Where words stand that were pasted from the story."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.asking import Asking, likely_rows, numbered_once
from bot.citing import opened, shortened, where_words_stand, whole_sentences
from bot.edition import plain
from bot.replies import Answer, Citation

FEWEST_PASTED = 4  # words that are looked up as a sentence of the story


def pasted(asking: Asking) -> Answer | None:
    """For a sentence of the story, pasted with or without the clause that parts it: its place.

    What ends as a question does is asked, though somebody in the story may ask it too.
    """
    wanted = plain(asking.question.text).split()
    if len(wanted) < FEWEST_PASTED or asking.question.text.rstrip().endswith("?"):
        return None
    cited = [*_places_of(asking, wanted), *_places_of_halves(asking, wanted)]
    return asking.as_answer(numbered_once(cited)) if cited else None


def _places_of(asking: Asking, wanted: Sequence[str]) -> Iterator[Citation]:
    """The passages in which the words stand, those sentences highlighted."""
    collection = asking.version.passage_collection
    for row in likely_rows(collection, " ".join(wanted)):
        passage = collection.items[row]
        document = passage.document
        if place := where_words_stand(document.text, [passage.span], wanted):
            sentence = whole_sentences(document, *place)
            excerpt = opened(shortened(passage, sentence), sentence)
            yield Citation(0, excerpt, asking.edition.quotation_in(sentence), sentence, 1.0)


def _places_of_halves(asking: Asking, wanted: Sequence[str]) -> Iterator[Citation]:
    """The quotations whose halves together are the words."""
    quotations = asking.version.quotations
    for row in likely_rows(asking.version.quotation_collection, " ".join(wanted)):
        halves = [quotations[half] for half in asking.edition.halves(row)]
        text = halves[0].document.text
        if where_words_stand(text, [half.span for half in halves], wanted):
            yield asking.cited_quotation((row, 1.0))
