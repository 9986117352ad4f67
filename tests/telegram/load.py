"""Measures the whole bot under load, over the stand-in: run with ``make load``.

Three scenes on the loopback: many readers at once, thousands of questions with an eye on memory,
and a reload of a large corpus while readers ask. Prints one table; ends with 1 where a promise is
broken.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import re
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import permutations
from pathlib import Path
from typing import Any

import httpx

from tests.telegram.driving import ADMIN, ROOT, Process, Telegram

SAMPLE = ROOT / "corpus" / "samples"
ASKED = (
    "What did the chief justice say about {} and {}?",
    "Who said {} should be {}?",
    "What did the attorney general reply about {} or {}?",
    "Why do agents go to {} for {}?",
    "Who wrote of {} and {}?",
    "What happened to the {} with the {}?",
    "How do I cook {} with {}?",
    "What did Mara Lind say about the {} and the {}?",
)
TOPICS = (
    "courthouses arrests letters witnesses victims safety trust piano herring harbour music rice"
    " fairness justice weapons agents officers cities counties policies judges lawyers rules cook"
    " winter money fish keys strings rooms stairs boats fathers daughters dealers songs markets"
    " crane toll bridge ferry tide barge lantern"
).split()
BUSY = "too many questions at once"
LOOK_EVERY = 0.05
READERS = list(range(30_000, 30_020))
WARMING = 800  # questions
PAUSE = 1.0  # seconds between two rounds of the readers
ROUNDS_AFTER = 3  # once the reload is done
VERSION = re.compile(r"corpus v(\d+)")
P95_WHILE_RELOADING, MOST_GROWTH = 2.0, 0.05


def all_different() -> Iterator[str]:
    """Questions of which none comes twice: a reply that is remembered would measure nothing."""
    pairs = list(permutations(TOPICS, 2))
    random.Random(1).shuffle(pairs)
    for shift in range(len(ASKED)):
        for number, pair in enumerate(pairs):
            yield ASKED[(number + shift) % len(ASKED)].format(*pair)


questions = all_different()


@dataclass(frozen=True)
class Outcome:
    """How long each answer took, and what was said."""

    seconds: list[float]
    texts: list[str]
    lost: int
    twice: int

    @property
    def busy(self) -> int:
        return sum(BUSY in text for text in self.texts)


def percentile(values: list[float], share: int) -> float:
    if len(values) < 2:
        return values[0] if values else 0.0
    return statistics.quantiles(values, n=100, method="inclusive")[share - 1]


async def crowd(
    telegram: Telegram, users: list[int], *, patience: float = 120, settle: float = 1.0
) -> Outcome:
    """All users ask at the same moment; what each of them gets, and after how long.

    ``settle`` is how long a second answer to the same question is looked out for.
    """
    async with httpx.AsyncClient(base_url=telegram.root, timeout=60) as client:
        before = {user: len(telegram.private(user).answers()) for user in users}
        sent: dict[int, float] = {}

        async def ask(user: int) -> None:
            sent[user] = time.time()
            text = next(questions)
            await client.post("/sim/message", json={"user_id": user, "text": text})

        seen_until = max((call["number"] for call in telegram.calls()), default=0)
        await asyncio.gather(*(ask(user) for user in users))
        end = time.monotonic() + patience
        first: dict[int, dict[str, Any]] = {}
        while time.monotonic() < end and len(first) < len(users):
            await asyncio.sleep(LOOK_EVERY)
            calls = (await client.get("/seen/calls", params={"since": seen_until})).json()
            under_way = [call["number"] for call in calls if "status" not in call]
            finished_until = min(under_way, default=0) - 1
            for call in calls:
                if "status" in call and (not under_way or call["number"] <= finished_until):
                    seen_until = max(seen_until, call["number"])
                if call["method"] == "sendMessage" and call.get("status") == 200:
                    first.setdefault(int(call["given"]["chat_id"]), call)
        await asyncio.sleep(settle)
    now = {user: telegram.private(user).answers()[before[user] :] for user in users}
    return Outcome(
        [first[user]["at"] - sent[user] for user in users if user in first],
        [str(messages[0]["text"]) for messages in now.values() if messages],
        sum(not messages for messages in now.values()),
        sum(len(messages) > 1 for messages in now.values()),
    )


def many_at_once(telegram: Telegram, count: int) -> bool:
    outcome = asyncio.run(crowd(telegram, list(range(10_000, 10_000 + count))))
    answered = len(outcome.texts) - outcome.busy
    print(
        f"{count} at once: {answered} answered, {outcome.busy} told busy, {outcome.lost} lost,"
        f" {outcome.twice} twice; {figures(outcome.seconds)}"
    )
    return not outcome.lost and not outcome.twice


def memory(telegram: Telegram, process: Process, count: int) -> bool:
    """Many questions of a few hundred readers; the memory at each fifth of the way.

    The first ``WARMING`` are not counted: until then the model still meets lengths of text that it
    makes kernels for, and keeps them.
    """
    marks: list[int] = []
    lost = 0
    for batch in range((WARMING + count) // 20):
        users = [20_000 + (batch * 20 + n) % 400 for n in range(20)]
        lost += asyncio.run(crowd(telegram, users, patience=60, settle=0)).lost
        asked = (batch + 1) * 20 - WARMING
        if asked >= 0 and asked % (count // 5) == 0:
            marks.append(process.memory())
        if batch % 10 == 9:
            telegram.state.calls.clear()
    growth = marks[-1] / marks[0] - 1
    megabytes = ", ".join(f"{mark / 1e6:.0f}" for mark in marks)
    print(
        f"{count} questions after the first {WARMING}: memory {megabytes} MB,"
        f" growth {100 * growth:+.1f} %, {lost} lost"
    )
    return growth < MOST_GROWTH and not lost


def while_reloading(telegram: Telegram, corpus: Path, megabytes: float, minutes: float) -> bool:
    """Twenty readers ask at the same moment, again and again, until a large reload is done.

    A few rounds more show that the new version answers.
    """
    write_large(corpus, megabytes)
    started, asked = time.monotonic(), telegram.private(ADMIN).write("/reload")
    rounds: list[tuple[str, Outcome]] = []
    after = 0
    while after < ROUNDS_AFTER and time.monotonic() < started + 60 * minutes:
        stage = "done" if finished(telegram, asked) else stage_of(telegram, asked)
        after += stage == "done"
        rounds.append((stage, asyncio.run(crowd(telegram, READERS, patience=60, settle=0))))
        telegram.state.calls.clear()
        time.sleep(PAUSE)
    every = [s for _, outcome in rounds for s in outcome.seconds]
    versions = [set(VERSION.findall(text)) for _, outcome in rounds for text in outcome.texts]
    mixed = sum(len(seen) > 1 for seen in versions)
    lost, twice = sum(o.lost for _, o in rounds), sum(o.twice for _, o in rounds)
    print(
        f"{megabytes:g} MB reload, {rounds[-1][0]} after {time.monotonic() - started:.0f} s:"
        f" {len(rounds)} times {len(READERS)} at once, {figures(every)};"
        f" {lost} lost, {twice} twice, {mixed} of two versions"
    )
    for stage in dict.fromkeys(stage for stage, _ in rounds):
        some = [s for name, outcome in rounds if name == stage for s in outcome.seconds]
        print(f"  {stage}: {len(some)} answers, {figures(some)}")
    for version in sorted(set().union(*versions)):
        print(f"  version {version}: named in {sum(version in seen for seen in versions)} answers")
    print("  " + telegram.private(ADMIN).answer_to(asked)["text"].replace("\n", " ")[:150])
    return not mixed and not lost and not twice and percentile(every, 95) < P95_WHILE_RELOADING


def figures(seconds: list[float]) -> str:
    return (
        f"median {statistics.median(seconds):.2f} s, p95 {percentile(seconds, 95):.2f} s,"
        f" longest {max(seconds):.2f} s"
    )


def finished(telegram: Telegram, asked: int) -> bool:
    answers = telegram.private(ADMIN).answers_to(asked)
    return bool(answers) and "Reloading" not in answers[0]["text"]


def stage_of(telegram: Telegram, asked: int) -> str:
    """What the reload is at, in the words of its progress."""
    answers = telegram.private(ADMIN).answers_to(asked)
    found = re.search(r"Reloading: ([a-z ]+)", answers[0]["text"]) if answers else None
    return found[1].strip() if found else "start"


def write_large(corpus: Path, megabytes: float) -> None:
    """Invented stories with plenty of speech, no two sentences quite alike."""
    words = "harbour crane toll bridge winter ferry council letter market mill tide barge lantern"
    names = ("Mara Lind", "Tomas Hale", "Ines Roth", "Nils Berg", "Petra Olin", "Hugo Varga")
    dice = random.Random(7)
    per_file = 60_000
    for number in range(round(megabytes * 1e6 / per_file)):
        lines = [f"Tale {number}"]
        while sum(map(len, lines)) < per_file:
            a, b, c = dice.sample(words.split(), 3)
            name = dice.choice(names)
            day = dice.randrange(1, 400)
            lines.append(
                f'"The {a} will not wait for the {b} after day {day}," said {name}. '
                f"The {c} stood where it had always stood, and {dice.choice(words.split())} "
                f"number {day * 7} was counted twice before the {a} came."
            )
        (corpus / f"tale{number}.txt").write_text("\n\n".join(lines), encoding="utf-8")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--users", type=int, default=300)
    parser.add_argument("--questions", type=int, default=2000)
    parser.add_argument("--megabytes", type=float, default=3.0)
    parser.add_argument("--minutes", type=float, default=30.0, help="of the reload, at most")
    parser.add_argument("--mode", choices=("polling", "webhook"), default="polling")
    parser.add_argument("--scenes", default="crowd,memory,reload")
    given = parser.parse_args()
    telegram = Telegram()
    with tempfile.TemporaryDirectory(prefix="quoth-load-") as name:
        corpus = Path(name) / "corpus"
        corpus.mkdir()
        for story in SAMPLE.rglob("*"):
            if story.suffix in (".txt", ".md"):
                (corpus / story.name).write_bytes(story.read_bytes())
        process = Process(telegram, Path(name) / "bot", corpus, mode=given.mode, level="WARNING")
        try:
            process.ready(300)
            print(f"ready after {time.monotonic() - process.started:.1f} s, by {given.mode}")
            kept = scenes(given, telegram, process, corpus)
            print(f"stopped with {process.stop()}")
        finally:
            process.process.kill()
            process.process.wait()
            telegram.close()
    return 0 if all(kept) else 1


def scenes(
    given: argparse.Namespace, telegram: Telegram, process: Process, corpus: Path
) -> list[bool]:
    kept = []
    wanted = given.scenes.split(",")
    if "crowd" in wanted:
        kept.append(many_at_once(telegram, given.users))
    if "memory" in wanted:
        kept.append(memory(telegram, process, given.questions))
    if "reload" in wanted:
        kept.append(while_reloading(telegram, corpus, given.megabytes, given.minutes))
    return kept


if __name__ == "__main__":
    sys.exit(main())
