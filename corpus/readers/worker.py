"""The process that reads untrusted files: started by `corpus.isolation`, asked by lines of JSON."""

from __future__ import annotations

import json
import os
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Final

from config.errors import CorpusError
from corpus.readers.damage import fault_of, place_of
from corpus.readers.options import ReadingOptions
from corpus.sources import Source

FORBIDDEN: Final = (
    "socket.connect", "socket.getaddrinfo", "socket.bind", "socket.sendto", "subprocess.Popen",
    "os.system", "os.exec", "os.fork", "os.posix_spawn", "os.remove", "os.rename", "os.rmdir",
    "os.mkdir", "os.link", "os.symlink", "os.truncate", "os.chmod", "shutil.rmtree",
    "ctypes.dlsym/unsafe",
)  # fmt: skip
SPARE_SECONDS: Final = 5  # of processor beyond the time a file has; the parent stops it before


def main() -> None:
    """Read the files that standard input names until it ends."""
    requests = sys.stdin.buffer
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # a library that prints must not write into the answers
    options = ReadingOptions(**json.loads(requests.readline()))
    _limit_memory(options.memory_bytes)
    _forbid()
    for line in requests:
        request = json.loads(line)
        _limit_processor(options.seconds_per_file)
        answer = json.dumps(_answer(request, options)).encode()
        answers.write(len(answer).to_bytes(8) + answer)
        answers.flush()


def _answer(request: dict[str, str], options: ReadingOptions) -> dict[str, object]:
    from corpus.reading import read_here

    file = Path(os.fsdecode(bytes.fromhex(request["file"])))
    try:
        contents = read_here(Source(request["path"], file, 0, 0), options)
        return contents._asdict() | {"documents": [asdict(d) for d in contents.documents]}
    except CorpusError as error:
        return {"error": str(error)}
    except Exception as error:  # whatever a damaged file makes of a library that parses it
        return {"error": f"{request['path']}: {fault_of(error)}", "place": place_of(error)}


def _limit_memory(size: int) -> None:
    try:
        import resource
    except ImportError:  # Windows: the time limit alone has to do
        return
    for kind, most in (
        (resource.RLIMIT_AS, size),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
    ):
        _, hard = resource.getrlimit(kind)
        within = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(kind, (within, hard))


def _limit_processor(seconds: float) -> None:
    try:
        import resource
    except ImportError:
        return
    used = resource.getrusage(resource.RUSAGE_SELF)
    most = int(used.ru_utime + used.ru_stime + seconds) + SPARE_SECONDS
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (most, hard))


def _forbid() -> None:
    """No file that is read may make its reader call out, start programs or change the disk."""

    def refuse(event: str, arguments: tuple[object, ...]) -> None:
        writes = event == "open" and isinstance(arguments[1], str) and _writes(arguments[1])
        if writes or event in FORBIDDEN:
            raise PermissionError(f"reading a file does not need {event}")

    sys.addaudithook(refuse)


def _writes(mode: str) -> bool:
    return any(letter in mode for letter in "wax+")
