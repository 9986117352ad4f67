"""Which stretch of text to show for what was found: whole sentences, and no more than it takes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from corpus.documents import Document, Excerpt, Kind, Quotation, Span
from corpus.sentences import sentences, sentences_of
from embeddings.retrieval import Collection, Hit, distinct

BEHIND = 0.6  # below the score of the best hit a hit is no longer shown; see docs/retrieval.md
FAR = 240  # characters: words that show the speaker further off are named, not shown in the excerpt
LONGEST_TAG = 160  # characters of narration between two halves of one sentence
LONGEST_PARAGRAPH = 20_000  # characters; a longer one is no paragraph, and slow to split
LONGEST = 900  # characters of one excerpt; beyond, the sentences around the answer are enough
FEWEST = 25  # words of an excerpt that starts with the paragraph of the answer
# How a paragraph starts that goes on from the one before; what is spoken may reply to it.
GOES_ON = re.compile(
    r"\W*(?:he|she|it|they|him|his|her|its|their|this|that|these|those|there|but|and|so|yet|then"
    r"|such|both|neither|another|however|instead)\b",
    re.IGNORECASE,
)
SPOKEN = re.compile("[\"“‘«„'–—]")


def around(quotation: Quotation) -> Excerpt:
    """The whole sentences that hold a quotation and, where it is near, who says it."""
    start, end = quotation.span
    for words in (quotation.mention, quotation.cue):
        if words and start - FAR <= words.start and words.end <= end + FAR:
            start, end = min(start, words.start), max(end, words.end)
    return whole_sentences(quotation.document, start, end)


def whole_sentences(document: Document, start: int, end: int) -> Excerpt:
    """The shortest run of whole sentences that covers ``start`` to ``end``."""
    covered = [
        sentence
        for paragraph in document.paragraphs_in(Span(start, end))
        for sentence in sentences(document.text, _near(document.text, paragraph, start, end))
        if sentence.end > start and sentence.start < end
    ]
    if not covered:
        return Excerpt(document, start, end)
    return Excerpt(document, min(start, covered[0].start), max(end, covered[-1].end))


def _near(text: str, paragraph: Span, start: int, end: int) -> Span:
    """The paragraph, or of one as long as a book what stands near a place in it, in whole words."""
    first, last = start - LONGEST_PARAGRAPH, end + LONGEST_PARAGRAPH
    if first > paragraph.start:
        first = next((n for n in range(first, start) if text[n].isspace()), start)
    if last < paragraph.end:
        last = next((n for n in range(last, end, -1) if text[n - 1].isspace()), end)
    return Span(max(first, paragraph.start), min(last, paragraph.end))


def is_split(before: Quotation, after: Quotation) -> bool:
    """Whether the clause of saying parts one sentence: “I will,” she said, “but not today.”"""
    text = before.document.text
    between = text[before.end : after.start]
    if not 0 < len(between) <= LONGEST_TAG or "\n" in between or before.kind is not Kind.DIRECT:
        return False
    if after.kind is not Kind.DIRECT or before.speakers != after.speakers:
        return False
    opening = re.search(r"\w", after.text)
    goes_on = between.rstrip()[-1:] in (",", ";", "—", "–", "-")
    return goes_on or (opening is not None and opening.group().islower())


def where_words_stand(text: str, spans: Iterable[Span], words: Sequence[str]) -> Span | None:
    """Where the words follow each other in some stretches of a text, marks and case aside."""
    found = [
        (match.group().casefold(), start + match.start(), start + match.end())
        for start, end in spans
        for match in re.finditer(r"\w+", text[start:end])
    ]
    for at in range(len(found) - len(words) + 1):
        if all(found[at + n][0] == word for n, word in enumerate(words)):
            return Span(found[at][1], found[at + len(words) - 1][2])
    return None


def neighbours(excerpt: Excerpt) -> list[Excerpt]:
    """The sentences of its paragraphs right before and right after an excerpt."""
    document = excerpt.document
    paragraphs = document.paragraphs_in(excerpt.span)
    if not paragraphs or paragraphs[-1].end - paragraphs[0].start > LONGEST_PARAGRAPH:
        return []
    spans = [span for paragraph in paragraphs for span in sentences(document.text, paragraph)]
    before = [span for span in spans if span.end <= excerpt.start][-1:]
    after = [span for span in spans if span.start >= excerpt.end][:1]
    return [Excerpt(document, start, end) for start, end in (*before, *after)]


def shortened(excerpt: Excerpt, highlight: Excerpt | None) -> Excerpt:
    """The excerpt, or where it is too long to read the sentences of it around the highlight."""
    if len(excerpt.text) <= LONGEST:
        return excerpt
    parts = sentences_of(excerpt)
    middle = next(
        (n for n, part in enumerate(parts) if highlight and part.end > highlight.start), 0
    )
    first = last = middle
    while True:
        for wider_first, wider_last in ((first, last + 1), (first - 1, last)):
            fits = wider_first >= 0 and wider_last < len(parts)
            if fits and parts[wider_last].end - parts[wider_first].start <= LONGEST:
                first, last = wider_first, wider_last
                break
        else:
            return Excerpt(excerpt.document, parts[first].start, parts[last].end)


def opened(excerpt: Excerpt, highlight: Excerpt | None) -> Excerpt:
    """The excerpt from the paragraph of the highlight on, or from the last before it that it needs.

    It needs what comes before where it goes on from there or is only a line or two. The end of a
    paragraph that starts before the excerpt is left out already where the next goes on from none.
    """
    document = excerpt.document
    paragraphs = document.paragraphs_in(excerpt.span)
    if highlight is None or len(paragraphs) < 2:
        return excerpt
    at = next((n for n, each in enumerate(paragraphs) if each.end > highlight.start), 0)
    least = 1 if at and paragraphs[0].start < excerpt.start else 0
    while at > least and not _stands_alone(document.text[paragraphs[at].start : excerpt.end]):
        at -= 1
    if at == 0 or GOES_ON.match(document.text, paragraphs[at].start):
        return excerpt
    return Excerpt(document, paragraphs[at].start, excerpt.end)


def _stands_alone(text: str) -> bool:
    """Whether an excerpt can start like this: more than a line, and going on from nothing."""
    return len(text.split()) >= FEWEST and not (GOES_ON.match(text) or SPOKEN.match(text))


def told_apart(hits: Sequence[Hit], collection: Collection) -> list[tuple[Hit, Excerpt]]:
    """The hits to show, best first, each with its excerpt; no two show the same text.

    Hits far behind the best are left out, and so are those that only say again what a better one
    says; of one that overlaps a better one the rest is shown, where that holds its answer.
    """
    found: list[tuple[Hit, Excerpt]] = []
    near = [hit for hit in hits if hit.score >= hits[0].score - BEHIND]
    for hit in distinct(near, collection):
        excerpt = opened(shortened(collection.items[hit.row], hit.sentence), hit.sentence)
        rest = without(excerpt, hit.sentence, [known for _, known in found])
        if rest is not None:
            found.append((hit, rest))
    return found


def without(excerpt: Excerpt, answer: Excerpt | None, known: Sequence[Excerpt]) -> Excerpt | None:
    """The excerpt without what is shown already; None where nothing or not its answer is left."""
    for other in known:
        if not overlap(excerpt, other):
            continue
        if answer is None or overlap(answer, other):
            return None
        after = answer.start >= other.end
        start, end = (other.end, excerpt.end) if after else (excerpt.start, other.start)
        excerpt = _stripped(excerpt.document, start, end)
    return excerpt


def _stripped(document: Document, start: int, end: int) -> Excerpt:
    text = document.text[start:end]
    return Excerpt(
        document, start + len(text) - len(text.lstrip()), end - len(text) + len(text.rstrip())
    )


def overlap(one: Excerpt, other: Excerpt) -> bool:
    """Whether two excerpts show some of the same text."""
    same = one.document.id == other.document.id
    return same and one.start < other.end and other.start < one.end
