"""Driving the bot from outside: people who write in Telegram, and the process that answers."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import httpx

from tests.telegram.standin.layout import cut
from tests.telegram.standin.server import Running
from tests.telegram.standin.state import State

T = TypeVar("T")
Json = dict[str, Any]

TOKEN = "123456789:AAtesttesttesttesttesttesttesttest0"
ADMIN, READER, OTHER = 1001, 42, 43
GROUP = -100777
PATIENCE = 20.0  # seconds that a machine under load may take for anything
STARTING = 90.0  # seconds to load the models
QUOTH = [sys.executable, "-c", "import sys; from bot.cli import main; sys.exit(main())"]
STUB = [sys.executable, "-m", "tests.telegram.stub"]
ROOT = Path(__file__).parents[2]


def wait_for(look: Callable[[], T], patience: float = PATIENCE) -> T:
    """The first truthy thing that ``look`` sees; an AssertionError when there is none in time."""
    end = time.monotonic() + patience
    while time.monotonic() < end:
        seen = look()
        if seen:
            return seen
        time.sleep(0.03)
    raise AssertionError(f"nothing seen in {patience:.0f} s")


@dataclass
class Chat:
    """One chat as one person sees it."""

    telegram: Telegram
    id: int
    user: int = READER

    def write(self, text: str, **more: Any) -> int:
        """Write a message; its id."""
        return int(self.telegram.do("message", **self._who, text=text, **more)["message_id"])

    def send_file(self, name: str, **document: Any) -> int:
        return int(
            self.telegram.do("message", **self._who, document={"name": name, **document})[
                "message_id"
            ]
        )

    def edit(self, message_id: int, text: str) -> None:
        self.telegram.do("edit", chat_id=self.id, message_id=message_id, text=text)

    def press(self, label: str = "", **more: Any) -> str | None:
        """Press a button; the line that the bot tells over the chat."""
        query = self.telegram.do("press", **self._who, label=label, **more)["query_id"]

        def look() -> list[str | None]:
            press = self.telegram.seen("presses")[query]
            return [press["text"]] if press["answered"] else []

        return wait_for(look)[0]

    @property
    def _who(self) -> Json:
        return {"chat_id": self.id, "user_id": self.user}

    def messages(self) -> list[Json]:
        seen: list[Json] = self.telegram.seen("chat", id=self.id)
        return [m for m in seen if not m.get("deleted")]

    def answers(self) -> list[Json]:
        """The messages of the bot, oldest first."""
        return [m for m in self.messages() if m["from"]["id"] == self.telegram.state.me["id"]]

    def ask(self, text: str, **more: Any) -> Json:
        """Write, and wait for the answer to this very message."""
        asked = self.write(text, **more)
        return self.answer_to(asked)

    def answer_to(self, asked: int, patience: float = PATIENCE) -> Json:
        return wait_for(lambda: next(iter(self.answers_to(asked)), None), patience) or {}

    def answers_to(self, asked: int) -> list[Json]:
        return [
            m
            for m in self.answers()
            if (m.get("reply_to_message") or {}).get("message_id") == asked
        ]

    def next_answer(self, after: int) -> Json:
        """The first message of the bot beyond the ``after`` ones it has sent already."""
        return wait_for(lambda: self.answers()[after:])[0]

    def settled(self, quiet: float = 0.6) -> list[Json]:
        """The bot's messages once it has written no more for a while."""
        seen = self.answers()
        since = time.monotonic()
        while time.monotonic() - since < quiet:
            time.sleep(0.05)
            now = self.answers()
            if now != seen:
                seen, since = now, time.monotonic()
        return seen


@dataclass
class Telegram:
    """The stand-in with a client to it."""

    state: State = field(default_factory=lambda: State(TOKEN))

    def __post_init__(self) -> None:
        self._running = Running(self.state)
        self.root = self._running.root
        self._client = httpx.Client(base_url=self.root, timeout=20)

    def do(self, deed: str, **particulars: Any) -> Json:
        answer: Json = self._client.post(f"/sim/{deed}", json=particulars).json()
        if "error" in answer:
            raise AssertionError(answer["error"])
        return answer

    def seen(self, what: str, **query: Any) -> Any:
        return self._client.get(f"/seen/{what}", params=query).json()

    def calls(self, method: str = "") -> list[Json]:
        """The bot's calls of a method, those that were refused too."""
        calls: list[Json] = self.seen("calls")
        return [c for c in calls if not method or c["method"].lower() == method.lower()]

    def refused(self) -> list[Json]:
        """The calls that were malformed: what a bot that keeps to the rules never makes."""
        return [c for c in self.calls() if c.get("status") == 400]

    def private(self, user: int = READER) -> Chat:
        return Chat(self, user, user)

    def group(self, user: int = READER, chat: int = GROUP) -> Chat:
        return Chat(self, chat, user)

    def inline(self, query: str, user: int = READER) -> str:
        return str(self.do("inline", user_id=user, query=query)["query_id"])

    def inline_answer(self, query_id: str) -> Json:
        def look() -> Json | None:
            query: Json = self.seen("inline")[query_id]
            return query if query["results"] is not None else None

        return wait_for(look) or {}

    def close(self) -> None:
        self._client.close()
        self._running.stop()


def standing_in() -> Iterator[Telegram]:
    """A stand-in for as long as a fixture lasts."""
    running = Telegram()
    yield running
    running.close()


def quotes(message: Json) -> list[str]:
    """The texts of the quote blocks of a message, by their offsets."""
    return [
        cut(message["text"], e["offset"], e["length"])
        for e in message.get("entities", [])
        if e["type"].endswith("blockquote")
    ]


def labels(message: Json) -> list[str]:
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    return [button["text"] for row in rows for button in row]


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@dataclass
class Process:
    """A bot process with its settings, its output, and its end."""

    telegram: Telegram
    folder: Path
    corpus: Path
    mode: str = "polling"
    command: Sequence[str] = tuple(QUOTH)
    level: str = "INFO"
    token: str = TOKEN
    root: str = ""
    settings: Json = field(default_factory=dict)
    environment: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        self.port, self.health = free_port(), free_port()
        self._log = self.folder / "bot.log"
        self.started = time.monotonic()
        with self._log.open("ab") as log:
            self.process = subprocess.Popen(
                [*self.command, *self._arguments()],
                cwd=ROOT,
                env=self._environment(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
            )

    def _arguments(self) -> list[str]:
        telegram: Json = {
            "admins": [ADMIN],
            "api_root": self.root or self.telegram.root,
            "mode": self.mode,
            "rate_limit": False,
            "health_port": self.health,
            "user_per_minute": 600,
            "group_per_minute": 600,
            **self.settings,
        }
        if self.mode == "webhook":
            telegram["webhook_url"] = f"http://127.0.0.1:{self.port}"
            telegram["webhook_port"] = self.port
            telegram["webhook_path"] = "hook"
        lines = ["[telegram]", *(f"{key} = {_toml(value)}" for key, value in telegram.items())]
        lines += ["[logging]", f'level = "{self.level}"', "[index]", "threads = 1"]
        config = self.folder / "quoth.toml"
        config.write_text("\n".join(lines) + "\n", encoding="utf-8")
        corpus, data = str(self.corpus), str(self.folder / "data")
        return ["serve", "--corpus", corpus, "--config", str(config), "--data", data]

    def _environment(self) -> dict[str, str]:
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("QUOTH_", "TELEGRAM_"))}
        # One thread for the model: several test processes share few cores.
        few = {"OMP_NUM_THREADS": "1", "TOKENIZERS_PARALLELISM": "false"}
        given = {"TELEGRAM_BOT_TOKEN": self.token} if self.token else {}
        return {**kept, **few, **given, **self.environment}

    def ready(self, patience: float = STARTING) -> Process:
        """Wait until the bot says that it can answer."""

        def look() -> bool:
            assert self.process.poll() is None, self.output
            return self.is_ready()

        wait_for(look, patience)
        return self

    def is_ready(self) -> bool:
        try:
            answer = httpx.get(f"http://127.0.0.1:{self.health}/healthz", timeout=5)
        except httpx.HTTPError:
            return False
        return answer.status_code == 200

    @property
    def output(self) -> str:
        return self._log.read_text(encoding="utf-8", errors="replace")

    def logged(self, words: str, patience: float = PATIENCE) -> str:
        """The output, once ``words`` stand in it."""
        wait_for(lambda: words in self.output, patience)
        return self.output

    def ends(self, patience: float = PATIENCE) -> int:
        """Wait for the end; the exit code."""
        return self.process.wait(patience)

    def stop(self, number: int = signal.SIGTERM, patience: float = 40) -> int:
        if self.process.poll() is None:
            self.process.send_signal(number)
        try:
            return self.process.wait(patience)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            raise AssertionError(f"still running after {patience} s:\n{self.output}") from None

    def memory(self) -> int:
        """Resident bytes."""
        pages = Path(f"/proc/{self.process.pid}/statm").read_text().split()[1]
        return int(pages) * os.sysconf("SC_PAGE_SIZE")


def _toml(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return "[" + ", ".join(map(_toml, value)) + "]"
    return f'"{value}"' if isinstance(value, str) else str(value)
