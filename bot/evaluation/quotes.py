"""Scores who said what on gold quotations: what is found, and whose it is said to be.

Stretches are compared by the words in them, so marks and commas do not matter. The headline for
finding is an overlap of 80 %, for the whole the share of quotations found and rightly named.
"""

from __future__ import annotations

import json
import re
import time
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from config.errors import UserError
from corpus.documents import Document, Kind, Quotation, Span
from corpus.names import ARTICLES
from corpus.quoting.parsing import paragraphs_of

THRESHOLDS = {"exact": 1.0, "overlap80": 0.8, "overlap30": 0.3}
HEADLINE = "overlap80"  # speakers are judged on what this finds
WORD = re.compile(r"\w+")
AND = re.compile(r"\band\b")
POSSESSIVE = re.compile(r"['’]s\b")
SUFFIXES = frozenset(("jr", "sr", "ii", "iii"))
PRONOUNS = frozenset(
    """
    i me my we us our you he him his she her it its they them their who which that this these those
    """.split()
)
MEN = frozenset("mr sir lord uncle father king brother".split())
WOMEN = frozenset("mrs miss ms lady madam aunt mother queen sister".split())
# What follows the noun that a name or role hangs on: "the mayor, who ...", "head of the board".
AFTER_NAME = re.compile(
    r"\s*[,(;:—]|\s+(?:of|at|for|from|in|on|to|with|by|who|whose|which|that)\s", re.IGNORECASE
)


class Finder(Protocol):
    """Whatever finds the quotations of a document."""

    def quotations(self, document: Document) -> list[Quotation]: ...


@dataclass(frozen=True, slots=True)
class Guess:
    """A quotation as found: a stretch of the text, and whose it is said to be."""

    start: int
    end: int
    kind: Kind | None = None
    speaker: str | None = None
    mention: Span | None = None

    @classmethod
    def of(cls, quotation: Quotation) -> Guess:
        return cls(
            quotation.start,
            quotation.end,
            quotation.kind,
            quotation.speaker,
            quotation.mention,
        )


@dataclass(frozen=True, slots=True)
class GoldQuote:
    """A quotation as a person marked it."""

    start: int
    end: int
    kind: Kind
    speaker: str | None = None
    aliases: tuple[str, ...] = ()
    mention: str | None = None
    mention_span: Span | None = None
    optional: bool = False  # neither rewarded nor punished


@dataclass(frozen=True, slots=True)
class GoldDocument:
    """A text with its quotations; ``kinds`` are the kinds that were marked in it."""

    id: str
    text: str
    kinds: frozenset[Kind]
    quotes: tuple[GoldQuote, ...]

    @property
    def document(self) -> Document:
        """The document for a finder, its paragraphs parted by blank lines."""
        paragraphs = tuple(paragraphs_of(self.text))
        return Document(self.id, self.id, self.text, paragraphs)


@dataclass(slots=True)
class QuoteScores:
    """Counts over gold documents, and the shares made of them, in per cent."""

    counts: Counter[str] = field(default_factory=Counter)
    kinds: dict[str, Counter[str]] = field(default_factory=dict)
    characters: int = 0
    seconds: float = 0.0

    def record(self) -> dict[str, Any]:
        counts = self.counts
        record: dict[str, Any] = {
            name: counts[name] for name in ("documents", "gold", "optional", "predicted")
        }
        for name in THRESHOLDS:
            right = counts[f"{name} right"]
            record[name] = _shares(right, counts[f"{name} wrong"], counts["gold"] - right)
        record["speaker_accuracy"] = _percent(counts["named"], counts["judged"])
        record["mention_accuracy"] = _percent(counts["pointed"], counts["judged"])
        record["speaker_precision"] = _percent(counts["named"], counts["answered"])
        record["end_to_end"] = self._whole("named")
        record["end_to_end_mention"] = self._whole("pointed")
        record["by_kind"] = {
            kind: _by_kind(self.kinds[kind]) for kind in sorted(self.kinds) if self.kinds[kind]
        }
        if self.seconds:
            record["kb_per_second"] = round(self.characters / 1000 / self.seconds, 1)
        return record

    def _whole(self, how: str) -> dict[str, float]:
        """Precision, recall and F1 of what is found and rightly named."""
        counts = self.counts
        right = counts[how] + counts["nameless"]
        counted = counts["predicted"] - counts["forgiven"]
        return _shares(right, counted - right, counts["gold"] - right)

    def table(self) -> str:
        record = self.record()
        rows = [
            f"{record['documents']} documents, {record['gold']} quotations"
            f" (and {record['optional']} optional), {record['predicted']} found",
            f"{'':<20} {'P':>6} {'R':>6} {'F1':>6}",
        ]
        for name in (*THRESHOLDS, "end_to_end", "end_to_end_mention"):
            shares = " ".join(f"{record[name][share]:6.1f}" for share in ("P", "R", "F1"))
            rows.append(f"{name:<20} {shares}")
        for name in ("speaker_accuracy", "mention_accuracy", "speaker_precision"):
            rows.append(f"{name:<20} {_shown(record[name])}")
        rows.append(f"{'by kind':<20} {'gold':>6} {'found':>6} {'named':>6} {'mention':>7}")
        for kind, of_kind in record["by_kind"].items():
            shown = [of_kind[name] for name in ("recall80", "speaker_accuracy", "mention_accuracy")]
            rows.append(f"{kind:<20} {of_kind['gold']:>6} {' '.join(map(_shown, shown))}")
        if "kb_per_second" in record:
            rows.append(f"{'speed':<20} {record['kb_per_second']:6.1f} kB/s")
        return "\n".join(rows)


def evaluate_quotes(path: Path, finder: Finder) -> QuoteScores:
    """How well a finder does on the gold file, or on every gold file of the folder."""
    gold = gold_documents(path)
    if gold:
        finder.quotations(Document("", "", "Nobody said so.", (Span(0, 15),)))  # loads the model
    guesses: dict[str, list[Guess]] = {}
    begun = time.perf_counter()
    for one in gold:
        # Gold marks whole quotations, not what is told within them.
        whole = [found for found in finder.quotations(one.document) if not found.is_told]
        guesses[one.id] = [Guess.of(found) for found in whole]
    seconds = time.perf_counter() - begun
    scores = score_quotations(gold, guesses)
    scores.seconds = seconds
    return scores


def score_quotations(
    gold: Iterable[GoldDocument], guesses: Mapping[str, Sequence[Guess]]
) -> QuoteScores:
    """The scores of what was found in each document; a document without guesses counts as empty."""
    scores = QuoteScores()
    for one in gold:
        _score_document(scores, one, guesses.get(one.id, ()))
    return scores


# --- one document ------------------------------------------------------------------------------


def _score_document(scores: QuoteScores, gold: GoldDocument, found: Sequence[Guess]) -> None:
    first_at: dict[tuple[int, int], Guess] = {}
    for guess in found:
        first_at.setdefault((guess.start, guess.end), guess)
    guesses = [guess for guess in first_at.values() if _is_marked(guess, gold.kinds)]
    wanted = [quote for quote in gold.quotes if not quote.optional]
    words = [(word.start(), word.end()) for word in WORD.finditer(gold.text)]
    ours, theirs, free = (
        [_words_in(words, one.start, one.end) for one in spans]
        for spans in (guesses, wanted, [quote for quote in gold.quotes if quote.optional])
    )
    counts = scores.counts
    counts["documents"] += 1
    counts["gold"] += len(wanted)
    counts["optional"] += len(free)
    counts["predicted"] += len(guesses)
    scores.characters += len(gold.text)
    for quote in wanted:
        scores.kinds.setdefault(str(quote.kind), Counter())["gold"] += 1
    for name, need in THRESHOLDS.items():
        pairs = _pairs(ours, theirs, need)
        left = [guess for number, guess in enumerate(ours) if number not in pairs]
        forgiven = sum(any(_overlap(one, other) >= need for other in free) for one in left)
        counts[f"{name} right"] += len(pairs)
        counts[f"{name} wrong"] += len(left) - forgiven
        if name == HEADLINE:
            counts["forgiven"] += forgiven
            for number, other in pairs.items():
                _judge(scores, guesses[number], wanted[other])


def _is_marked(guess: Guess, kinds: frozenset[Kind]) -> bool:
    """Whether the document marks this kind of quotation at all."""
    return not kinds or guess.kind is None or guess.kind in kinds


def _words_in(words: Sequence[tuple[int, int]], start: int, end: int) -> range:
    """The numbers of the words that stand wholly between two offsets."""
    first = bisect_left(words, start, key=lambda word: word[0])
    last = bisect_right(words, end, key=lambda word: word[1])
    return range(first, max(first, last))


def _overlap(one: range, other: range) -> float:
    """The share of the longer of two stretches that both have."""
    shared = min(one.stop, other.stop) - max(one.start, other.start)
    return shared / max(len(one), len(other)) if shared > 0 else 0.0


def _pairs(ours: Sequence[range], theirs: Sequence[range], need: float) -> dict[int, int]:
    """Which of ours is which of theirs: each at most once, the best overlap first."""
    likely = sorted(
        (-overlap, number, other)
        for number, one in enumerate(ours)
        for other, another in enumerate(theirs)
        if (overlap := _overlap(one, another)) >= need
    )
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for _, number, other in likely:
        if number not in pairs and other not in taken:
            pairs[number] = other
            taken.add(other)
    return pairs


def _judge(scores: QuoteScores, guess: Guess, gold: GoldQuote) -> None:
    of_kind = scores.kinds[str(gold.kind)]
    of_kind["found"] += 1
    if not gold.speaker:
        scores.counts["nameless"] += 1
        return
    named = is_right_speaker(guess.speaker, gold)
    pointed = named or _points_at_mention(guess, gold)
    scores.counts["answered"] += bool(guess.speaker)
    for counts in (scores.counts, of_kind):
        counts["judged"] += 1
        counts["named"] += named
        counts["pointed"] += pointed


# --- names -------------------------------------------------------------------------------------


def is_right_speaker(name: str | None, gold: GoldQuote) -> bool:
    """Whether a name is the gold speaker's; of joint speakers, all have to be named."""
    if not name or not gold.speaker:
        return False
    if AND.search(gold.speaker):
        if is_same_name(name, gold.speaker):
            return True
        words = set(_words(name))
        everyone = [one for one in re.split(r",|\band\b", gold.speaker) if one.strip()]
        return all(_head(one) in words for one in everyone)
    return any(is_same_name(name, known) for known in (gold.speaker, *gold.aliases))


def is_same_name(name: str, other: str) -> bool:
    """Whether two names are one: equal, or one last word and no titles that clash."""
    ours = [word for word in _words(name) if word not in ARTICLES]
    theirs = [word for word in _words(other) if word not in ARTICLES]
    if not ours or not theirs:
        return False
    if ours == theirs:
        return True
    if _head(name) != _head(other) or _head(name) in PRONOUNS:
        return False
    return not _titles_clash(set(_words(name)), set(_words(other)))


def _titles_clash(ours: set[str], theirs: set[str]) -> bool:
    if (ours & MEN and theirs & WOMEN) or (ours & WOMEN and theirs & MEN):
        return True
    mine, yours = ours & WOMEN, theirs & WOMEN
    return bool(mine and yours and not mine & yours)


def _points_at_mention(guess: Guess, gold: GoldQuote) -> bool:
    """Whether a guess at least points at the phrase that names the speaker: he, the letter."""
    if guess.mention and gold.mention_span:
        (start, end), (from_, to) = guess.mention, gold.mention_span
        if start < to and from_ < end:
            return True
    return bool(gold.mention and guess.speaker and _words(gold.mention) == _words(guess.speaker))


def _words(name: str) -> list[str]:
    return [word.lower() for word in WORD.findall(POSSESSIVE.sub("", name))]


def _head(name: str) -> str:
    """The last word of the name or role itself."""
    core = AFTER_NAME.split(name.strip(), maxsplit=1)[0] or name
    words = _words(core) or _words(name)
    words = [word for word in words if word not in SUFFIXES] or words
    return words[-1] if words else ""


# --- shares ------------------------------------------------------------------------------------


def _shares(right: int, wrong: int, missed: int) -> dict[str, float]:
    precision = right / (right + wrong) if right + wrong else 0.0
    recall = right / (right + missed) if right + missed else 0.0
    both = precision + recall
    f1 = 2 * precision * recall / both if both else 0.0
    shares = {"P": precision, "R": recall, "F1": f1}
    return {name: round(100 * share, 1) for name, share in shares.items()}


def _percent(part: int, whole: int) -> float | None:
    return round(100 * part / whole, 1) if whole else None


def _by_kind(counts: Counter[str]) -> dict[str, Any]:
    return {
        "gold": counts["gold"],
        "recall80": _percent(counts["found"], counts["gold"]),
        "speaker_accuracy": _percent(counts["named"], counts["judged"]),
        "mention_accuracy": _percent(counts["pointed"], counts["judged"]),
    }


def _shown(share: float | None) -> str:
    return "     –" if share is None else f"{share:6.1f}"


# --- gold files --------------------------------------------------------------------------------


def gold_documents(path: Path) -> list[GoldDocument]:
    """The gold documents of a JSONL file, or of every one in a folder."""
    files = sorted(path.glob("*.jsonl")) if path.is_dir() else [path]
    if not files:
        raise UserError(f"{path}: no .jsonl file here; name a gold file")
    documents: dict[str, GoldDocument] = {}
    for file in files:
        for number, line in enumerate(_lines(file), 1):
            if not line.strip():
                continue
            where = f"{file}, line {number}"
            document = _document(line, where)
            if document.id in documents:
                raise UserError(f"{where}: the id {document.id!r} stands twice; rename one")
            documents[document.id] = document
    if not documents:
        raise UserError(f"{path}: no gold document in it; each line is one, as JSON")
    return list(documents.values())


def _lines(file: Path) -> list[str]:
    try:
        return file.read_text(encoding="utf-8").split("\n")
    except OSError as error:
        raise UserError(f"{file}: cannot read the gold file: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise UserError(f"{file}: not UTF-8; save it as UTF-8") from error


def _document(line: str, where: str) -> GoldDocument:
    try:
        record = json.loads(line)
    except ValueError as error:
        raise UserError(f"{where}: not JSON; each line is one document") from error
    try:
        text = _string(record["text"])
        return GoldDocument(
            _string(record["id"]),
            text,
            frozenset(Kind(kind) for kind in record.get("kinds") or ()),
            tuple(_quote(quote, text) for quote in record.get("quotes") or ()),
        )
    except KeyError as error:
        raise UserError(f"{where}: the key {error} is missing; add it") from error
    except (AttributeError, TypeError, ValueError) as error:
        raise UserError(f"{where}: not a gold document: {error}") from error


def _string(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{str(value)[:40]!r} should be text")
    return value


def _quote(record: dict[str, Any], text: str) -> GoldQuote:
    start, end = record["start"], record["end"]
    if not (isinstance(start, int) and isinstance(end, int) and 0 <= start < end <= len(text)):
        raise ValueError(f"the quote from {start} to {end} is outside the text")
    if record.get("text", text[start:end]) != text[start:end]:
        raise ValueError(f"the quote from {start} to {end} is not what stands there")
    at, to = record.get("speaker_start"), record.get("speaker_end")
    return GoldQuote(
        start,
        end,
        Kind(record["kind"]),
        record.get("speaker"),
        tuple(record.get("speaker_aliases") or ()),
        record.get("speaker_mention"),
        Span(at, to) if at is not None and to is not None else None,
        bool(record.get("optional")),
    )
