"""What is remembered of readers, and for how long."""

from __future__ import annotations

from pathlib import Path

from bot.access import Limits
from bot.handlers.room import Key, Room
from bot.replies import Answer, Citation, Intent
from bot.uploads import Proposal
from config.settings import Settings
from corpus.documents import Document, Excerpt, Span
from tests.telegram.stub import core

READER, OTHER = 42, 43
STORY = Document("pier", "The pier", "The pier closed.", (Span(0, 16),))


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def room(folder: Path) -> Room:
    folder.joinpath("pier.txt").write_text("The pier closed.\n")
    service = core(folder)
    service.library.refresh()
    return Room(Settings(), service)


def answer(question: str) -> Answer:
    return Answer(question, Intent.ABOUT, (Citation(1, Excerpt(STORY, 0, 16)),))


def test_what_is_too_old_goes_without_anybody_asking(tmp_path: Path) -> None:
    clock, kept = Clock(), room(tmp_path)
    kept.per_user = Limits(20, clock)
    kept.per_user.take(READER)
    kept.answers._clock = clock
    kept.keep(READER, answer("why?"))
    clock.now = 29 * 60
    kept.tidy()
    assert (len(kept.per_user), len(kept.answers._kept)) == (0, 1)
    clock.now = 31 * 60
    kept.tidy()
    assert not kept.answers._kept


def test_a_reader_is_forgotten_but_for_the_count_of_this_minute(tmp_path: Path) -> None:
    kept = room(tmp_path)
    for user in (READER, OTHER):
        kept.service.conversations.reply(Key(user, None, user), "the pier?")
        kept.keep(user, answer("the pier?"))
        kept.per_user.take(user)
        kept.proposals.add(Proposal(user, "a.txt", tmp_path / "a.txt", b"a"))
    assert kept.forget_user(READER) == 1
    last = kept.service.conversations.last
    assert last(Key(READER, None, READER)) is None
    assert last(Key(OTHER, None, OTHER)) is not None
    assert len(kept.answers) == 1
    assert kept.proposals.withdraw(OTHER) == 1
    assert len(kept.per_user) == 2  # else forgetting would be a way past the limits
