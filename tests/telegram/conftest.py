"""One stand-in and one bot process for all tests of a module: starting is what takes long."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.telegram.driving import STUB, Process, Telegram, standing_in

HARBOUR = (
    "The harbour office opens at eight.\n\n"
    '"The pier is rotten," said Mara Lind. The crane was sold in May.\n\n'
    '"We sail anyway," said Tomas Hale. Nobody has seen the crane since.\n'
)
Start = Callable[..., Process]


@pytest.fixture(scope="module", params=["polling", "webhook"])
def mode(request: pytest.FixtureRequest) -> str:
    """How updates come to the bot: what asks for it runs in both modes."""
    return str(request.param)


@pytest.fixture(scope="module")
def telegram() -> Iterator[Telegram]:
    yield from standing_in()


@pytest.fixture
def alone() -> Iterator[Telegram]:
    """A stand-in for a bot of its own: two bots on one would take each other's updates."""
    yield from standing_in()


@pytest.fixture(scope="module")
def start(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Start]:
    """Starts bot processes with the small core; those that still run are killed at the end."""
    started: list[Process] = []

    def begin(*, stories: dict[str, str] | None = None, **given: Any) -> Process:
        folder = given.pop("folder", None) or tmp_path_factory.mktemp("bot")
        if "corpus" not in given:
            given["corpus"] = write_stories(folder, stories or {"harbour.txt": HARBOUR})
        given.setdefault("command", STUB)
        started.append(Process(folder=folder, **given))
        return started[-1]

    yield begin
    for process in started:
        process.process.kill()
        process.process.wait()


def write_stories(folder: Path, stories: dict[str, str]) -> Path:
    corpus = folder / "corpus"
    corpus.mkdir(parents=True, exist_ok=True)
    for name, text in stories.items():
        (corpus / name).write_text(text, encoding="utf-8")
    return corpus
