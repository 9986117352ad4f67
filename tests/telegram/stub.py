"""The bot process with a small core in the place of models: it starts in a moment.

Only the core is a stand-in: settings, token, Telegram and signals are the real ones. Words in a
question make it slow ("slow 2" takes two seconds) or broken ("explode"); a file ".explode" in the
corpus breaks the list of speakers.
"""

from __future__ import annotations

import argparse
import os
import pickle
import re
import sys
import time
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from pathlib import Path, PosixPath

from bot.replies import Abstention, Answer, Citation, Intent, Reply, Silence
from config.credentials import telegram_token
from config.errors import UserError
from config.loading import load_settings
from corpus.documents import Document, Excerpt, Person, Quotation
from corpus.reading import ReadingOptions, find_sources, read_corpus
from embeddings.comparing import Failure, ReloadReport
from embeddings.contents import SourceRecord
from embeddings.storage import Fingerprint, Manifest

SENTENCE = re.compile(r"\S[^.!?\n]*[.!?]*")
SAID = re.compile(r"\"([^\"]+)\" said ([A-Z]\w+ [A-Z]\w+)")
RELOAD_SECONDS = "STUB_RELOAD_SECONDS"
LOOK_SECONDS = (
    "STUB_LOOK_SECONDS"  # between two looks at the webhook; as the bot has it where unset
)


@dataclass(frozen=True)
class Edition:
    """A version, as far as the bot looks at it."""

    number: int
    documents: tuple[Document, ...]
    records: tuple[SourceRecord, ...]
    quotations: tuple[Quotation, ...]
    people: tuple[Person, ...]

    @property
    def manifest(self) -> Manifest:
        counts = {"documents": len(self.documents), "quotations": len(self.quotations)}
        return Manifest(1, Fingerprint("", "", "", "stub", ""), counts)


class Drive(PosixPath):
    """A folder that hangs while a file called ``hangs`` lies beside it, as network drives do."""

    def stat(self, *, follow_symlinks: bool = True) -> os.stat_result:
        while Path(self.parent, "hangs").exists():
            time.sleep(0.1)
        return super().stat(follow_symlinks=follow_symlinks)


@dataclass
class Library:
    """Reads the folder; a reload takes as long as it is told to, once it has read."""

    corpus_path: Path
    editions: list[Edition] = field(default_factory=list)
    kept_in: Path | None = None  # the version that answers survives the process there

    @property
    def current(self) -> Edition:
        return self.editions[-1]

    def open(self) -> Edition | None:
        if self.kept_in and self.kept_in.exists():
            self.editions.append(pickle.loads(self.kept_in.read_bytes()))
        return self.editions[-1] if self.editions else None

    def refresh(self, *, progress: Callable[[str, int, int], None] | None = None) -> ReloadReport:
        steps = 10
        report, edition = self._compared()
        for step in range(steps if self.editions else 0):
            time.sleep(float(os.environ.get(RELOAD_SECONDS, "0")) / steps)
            if progress:
                progress("embedding", step, steps)
        if edition is not None:
            self.editions.append(edition)
            if self.kept_in:
                self.kept_in.parent.mkdir(exist_ok=True)
                self.kept_in.write_bytes(pickle.dumps(edition))
        return report

    def difference(self) -> ReloadReport:
        return self._compared()[0]

    def rollback(self) -> ReloadReport:
        if len(self.editions) < 2:
            raise UserError("there is no earlier version to go back to")
        earlier = self.editions[-2]
        number = self.current.number + 1
        self.editions.append(
            Edition(number, earlier.documents, earlier.records, earlier.quotations, earlier.people)
        )
        return ReloadReport(number)

    def give_up(self) -> None:
        """A reload of the stand-in ends by itself."""

    def _compared(self) -> tuple[ReloadReport, Edition | None]:
        readings = list(read_corpus(find_sources(self.corpus_path), ReadingOptions()))
        failed = tuple(
            Failure(source.path, str(read))
            for source, read in readings
            if isinstance(read, UserError)
        )
        read = {s.path: tuple(r) for s, r in readings if isinstance(r, list)}
        before = {d.path: d for d in self.editions[-1].documents} if self.editions else {}
        now = {document.path: document for documents in read.values() for document in documents}
        added = tuple(sorted(now.keys() - before.keys()))
        removed = tuple(sorted(before.keys() - now.keys()))
        same = now.keys() & before.keys()
        changed = tuple(sorted(path for path in same if now[path] != before[path]))
        number = self.editions[-1].number if self.editions else 0
        any_change = bool(added or removed or changed or not self.editions)
        report = ReloadReport(
            number + any_change,
            added,
            changed,
            removed,
            unchanged=len(same) - len(changed),
            failed=failed,
        )
        return report, _edition(number + 1, read) if any_change else None


def _edition(number: int, read: dict[str, tuple[Document, ...]]) -> Edition:
    documents = tuple(document for found in read.values() for document in found)
    quotations = tuple(
        Quotation(document, match.start(1), match.end(1), speakers=(Person(match[2]),))
        for document in documents
        for match in SAID.finditer(document.text)
    )
    people = tuple(dict.fromkeys(p for q in quotations for p in q.speakers))
    records = tuple(
        SourceRecord(path, 0, 0, "", tuple(d.id for d in found)) for path, found in read.items()
    )
    return Edition(number, documents, records, quotations, people)


class Conversations:
    """Answers with the sentences that hold the longest word of the question."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._last: dict[Hashable, Reply] = {}

    def reply(self, key: Hashable, question: str, *, hurried: bool = False) -> Reply:
        if slow := re.search(r"slow ([\d.]+)", question):
            time.sleep(float(slow[1]))
        if "explode" in question:
            raise ValueError(f"cannot make sense of {question}")
        reply = self._found(question, self._library.current)
        self._last[key] = reply
        return reply

    def _found(self, question: str, edition: Edition) -> Reply:
        word = max(re.findall(r"\w+", question) or [""], key=len)
        excerpts = [
            Excerpt(document, match.start(), match.end())
            for document in edition.documents
            for match in SENTENCE.finditer(document.text)
            if word and word in match.group()
        ]
        if not excerpts:
            return Abstention(question, Intent.ABOUT, Silence.NOTHING_NEAR, version=edition.number)
        cited = tuple(Citation(n, excerpt) for n, excerpt in enumerate(excerpts, 1))
        return Answer(question, Intent.ABOUT, cited[:3], cited[3:], version=edition.number)

    def more(self, key: Hashable) -> Reply:
        return self._last.get(key) or Abstention("", Intent.ABOUT, Silence.NOTHING_LEFT)

    def said_by(self, key: Hashable, name: str) -> Reply:
        return self.reply(key, name)

    def who_said(self, key: Hashable, words: str) -> Reply:
        return self.reply(key, words)

    def last(self, key: Hashable) -> Reply | None:
        return self._last.get(key)

    def forget(self, key: Hashable) -> None:
        self._last.pop(key, None)

    def expire(self) -> None:
        """Nothing here grows old."""

    def rekey(self, moved: Callable[[Hashable], Hashable]) -> None:
        self._last = {moved(key): reply for key, reply in self._last.items()}

    def forget_where(self, matches: Callable[[Hashable], bool]) -> None:
        for key in [key for key in self._last if matches(key)]:
            del self._last[key]


class Answerer:
    def __init__(self, library: Library) -> None:
        self._library = library

    def speakers(self) -> list[tuple[Person, int]]:
        if (self._library.corpus_path / ".explode").exists():
            raise ValueError("a bug behind a button")
        quotations = self._library.current.quotations
        return [
            (person, sum(person in q.speakers for q in quotations))
            for person in self._library.current.people
        ]


@dataclass(frozen=True)
class Core:
    library: Library
    conversations: Conversations
    answerer: Answerer


def core(corpus: Path, kept_in: Path | None = None) -> Core:
    library = Library(corpus, kept_in=kept_in)
    return Core(library, Conversations(library), Answerer(library))


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("command")
    parser.add_argument("--corpus", type=Path)
    parser.add_argument("--config", type=Path)
    parser.add_argument("--data", type=Path)
    given = parser.parse_args()
    settings = load_settings(config=given.config, environ=os.environ)
    try:
        token = telegram_token(os.environ)
        from bot import app

        app.SECONDS_BETWEEN_LOOKS = float(os.environ.get(LOOK_SECONDS, app.SECONDS_BETWEEN_LOOKS))
        return app.serve(settings, token, core(Drive(given.corpus), given.data / "edition"))
    except UserError as error:
        sys.stderr.write(f"quoth: {error}\n")
        return 2


if __name__ == "__main__":
    sys.exit(main())
