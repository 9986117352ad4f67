"""Reading in a process of its own: what a file does to its reader, it does to nothing else."""

from __future__ import annotations

import contextlib
import json
import logging
import os
import selectors
import subprocess
import sys
import time
from dataclasses import asdict
from typing import IO, Any, Final, Self

from config.credentials import without_secrets
from config.errors import CorpusError
from corpus.documents import Document, Removal, Section, Span
from corpus.readers.draft import Contents
from corpus.readers.options import ReadingOptions
from corpus.sources import Source

log = logging.getLogger(__name__)
FILES_EACH: Final = 500  # read by one process; then a fresh one, in case a library leaks
BLOCK: Final = 1 << 20
START: Final = (
    "import sys; sys.path[:] = sys.argv[1:]; from corpus.readers.worker import main; main()"
)


class ReaderProcess:
    """A process that reads one file at a time, within limits, and is replaced when it dies."""

    def __init__(self, options: ReadingOptions) -> None:
        self._options = options
        self._process: subprocess.Popen[bytes] | None = None
        self._files = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def read(self, source: Source) -> Contents:
        """What a file holds; a CorpusError where that is no document."""
        if self._files >= FILES_EACH:
            self.stop()
        process = self._process or self._start()
        self._files += 1
        request = {"path": source.path, "file": os.fsencode(source.file).hex()}
        try:
            answer = _ask(process, request, self._options.seconds_per_file)
        except TimeoutError:
            self.stop()
            raise CorpusError(
                f"{source.path}: not read within {self._options.seconds_per_file:g} seconds;"
                " split it, or raise seconds_per_file in [corpus]"
            ) from None
        except (EOFError, BrokenPipeError, ValueError):
            self.stop()
            raise CorpusError(
                f"{source.path}: its reader broke down; the file is damaged or made to do harm,"
                " save it again or remove it"
            ) from None
        if error := answer.get("error"):
            log.debug("reading ended with %s", answer.get("place") or "a fault of the file")
            raise CorpusError(str(error))
        return Contents(
            [_document(fields) for fields in answer["documents"]],
            faults=[(path, message) for path, message in answer["faults"]],
            notices=[(path, message) for path, message in answer["notices"]],
        )

    def stop(self) -> None:
        """End the process, whatever it is doing."""
        if process := self._process:
            self._process = None
            self._files = 0
            process.kill()
            for stream in (process.stdin, process.stdout):
                if stream:
                    _close(stream)
            process.wait()

    def _start(self) -> subprocess.Popen[bytes]:
        self._process = subprocess.Popen(
            [sys.executable, "-c", START, *map(os.path.abspath, sys.path)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=without_secrets(os.environ),  # what harms the reader must not find the token
        )
        _send(self._process, asdict(self._options))
        return self._process


def _ask(process: subprocess.Popen[bytes], request: object, seconds: float) -> dict[str, Any]:
    """The process's answer to ``request``, a JSON object after its length."""
    deadline = time.monotonic() + seconds
    _send(process, request)
    assert process.stdout
    with selectors.DefaultSelector() as waiting:
        waiting.register(process.stdout, selectors.EVENT_READ)
        size = int.from_bytes(_received(process.stdout.fileno(), 8, waiting, deadline))
        answer: dict[str, Any] = json.loads(
            bytes(_received(process.stdout.fileno(), size, waiting, deadline))
        )
    return answer


def _send(process: subprocess.Popen[bytes], message: object) -> None:
    assert process.stdin
    process.stdin.write(json.dumps(message).encode() + b"\n")
    process.stdin.flush()


def _received(pipe: int, size: int, waiting: selectors.BaseSelector, deadline: float) -> bytearray:
    content = bytearray()
    while len(content) < size:
        left = deadline - time.monotonic()
        if left <= 0 or not waiting.select(left):
            raise TimeoutError
        block = os.read(pipe, min(BLOCK, size - len(content)))
        if not block:
            raise EOFError
        content += block
    return content


def _close(stream: IO[bytes]) -> None:
    with contextlib.suppress(BrokenPipeError):  # what was buffered for a process that is gone
        stream.close()


def _document(fields: dict[str, Any]) -> Document:
    """A document out of what JSON keeps of it."""
    return Document(
        **fields
        | {
            "paragraphs": tuple(Span(*span) for span in fields["paragraphs"]),
            "sections": tuple(Section(*section) for section in fields["sections"]),
            "removed": tuple(Removal(*removal) for removal in fields["removed"]),
            "also_at": tuple(fields["also_at"]),
        }
    )
