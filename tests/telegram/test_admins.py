"""What admins and the folder watch do to the corpus, over the small core."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.telegram.conftest import Start
from tests.telegram.driving import ADMIN, Chat, Process, Telegram, wait_for

pytestmark = pytest.mark.slow

SEAL = "A seal was seen at the slipway.\n"
BROKEN = b"\x7fELF\0\0\0\1" * 50
WATCHING = {"watch": True, "watch_seconds": 1}


@pytest.fixture(scope="module")
def bot(start: Start, telegram: Telegram) -> Process:
    return start(telegram=telegram).ready()


@pytest.fixture
def admin(bot: Process, telegram: Telegram) -> Chat:
    return telegram.private(ADMIN)


def propose(admin: Chat, name: str, text: str) -> int:
    """Send a document; the message that proposes to take it in."""
    proposal = admin.answer_to(admin.send_file(name, text=text))
    assert "Nothing is done until you press Apply" in proposal["text"]
    return int(proposal["message_id"])


def last_error(admin: Chat) -> str:
    return str(admin.ask("/status")["text"]).rpartition("Last errors: ")[2]


# --- documents -----------------------------------------------------------------------------------


def test_what_is_applied_while_a_reload_runs_is_read_by_the_next(
    start: Start, alone: Telegram
) -> None:
    bot = start(telegram=alone, environment={"STUB_RELOAD_SECONDS": "2"}).ready()
    admin = alone.private(ADMIN)
    proposals = [propose(admin, "seal.txt", SEAL), propose(admin, "eel.txt", "An eel was sold.")]
    admin.answer_to(admin.write("/reload"))
    for proposal in proposals:
        assert admin.press("Apply", message_id=proposal) == "Applied"
    wait_for(lambda: "2 added" in admin.answers()[-1]["text"])
    assert "slipway" in alone.private().ask("seal")["text"]
    for name in ("seal", "eel"):
        assert f"admin=1001 add '{name}.txt': version 2, 0 changed, 0 removed, 2" in bot.output
    assert len([m for m in admin.settled() if "answers ·" in m["text"]]) == 1
    assert bot.stop() == 0


def test_every_action_leaves_a_line_with_its_reason(
    bot: Process, admin: Chat, telegram: Telegram
) -> None:
    propose(admin, "seal.txt", SEAL)
    admin.ask("/cancel")
    bot.logged("admin=1001 cancel: 1 proposals withdrawn")

    admin.answer_to(admin.send_file("program.txt", hex=BROKEN.hex()))
    assert re.search(r"admin=1001 upload: not done: program\.txt: \S+", bot.output)

    admin.ask("/remove the lighthouse")
    bot.logged("admin=1001 remove: not done: No document of that name")
    assert "lighthouse" not in bot.output

    telegram.do("fault", method="getFile", code=500)
    told = admin.answer_to(admin.send_file("seal.txt", text=SEAL))["text"]
    assert "could not fetch the file" in told
    bot.logged(f"admin=1001 upload: not done: {told}")

    proposal = propose(admin, "pier.txt", "The pier closed in May.\n")
    (bot.corpus / "pier.txt").mkdir()  # in the way of the file
    admin.press("Apply", message_id=proposal)
    bot.logged("'pier.txt': failed, error ")
    (bot.corpus / "pier.txt").rmdir()

    cancelled = propose(admin, "pier.txt", "The pier closed in May.\n")
    apply = admin.messages()[-1]["reply_markup"]["inline_keyboard"][0][0]["callback_data"]
    admin.press("Cancel", message_id=cancelled)
    admin.press(data=apply, message_id=cancelled)
    bot.logged("admin=1001 pressed for a proposal that is over")


def test_one_proposal_too_many_is_refused_and_drops_none(bot: Process, admin: Chat) -> None:
    admin.ask("/cancel")
    first, *_ = [propose(admin, f"tale{n}.txt", f"Tale {n} is short.") for n in range(10)]
    refused = admin.answer_to(admin.send_file("tale10.txt", text="Tale 10 is short."))
    assert "10 proposals wait for a decision" in refused["text"]
    assert admin.press("Cancel", message_id=first) == "Cancelled"
    propose(admin, "tale10.txt", "Tale 10 is short.")
    assert "start afresh" in admin.ask("/cancel")["text"]


# --- the folder watch ----------------------------------------------------------------------------


@pytest.fixture
def watching(start: Start, alone: Telegram) -> Callable[[], Process]:
    """Starts the same bot each time, as after a stop."""
    folders: list[Path] = []

    def again() -> Process:
        same = {"folder": folders[0], "corpus": folders[0] / "corpus"} if folders else {}
        process = start(telegram=alone, settings=WATCHING, **same)
        folders.append(process.folder)
        return process.ready()

    return again


def test_the_watch_waits_for_a_folder_that_is_gone_at_a_restart(
    watching: Callable[[], Process], alone: Telegram
) -> None:
    bot = watching()
    assert bot.stop() == 0
    bot.corpus.rename(bot.folder / "away")
    bot = watching()
    bot.logged("the corpus folder cannot be looked at")
    (bot.folder / "away").rename(bot.corpus)
    (bot.corpus / "new.txt").write_text(SEAL, encoding="utf-8")
    bot.logged("watch: version 2, 0 changed, 0 removed, 1 added")
    assert "slipway" in alone.private().ask("seal")["text"]
    assert bot.output.count("the corpus folder cannot be looked at") == 1
    assert bot.output.count("the corpus folder can be looked at again") == 1


def test_reasons_of_a_reload_by_the_watch_are_logged_and_failures_are_in_the_status(
    watching: Callable[[], Process], alone: Telegram
) -> None:
    bot, admin = watching(), alone.private(ADMIN)
    (bot.corpus / "broken.txt").write_bytes(BROKEN)
    output = bot.logged("watch: version 1, 0 changed, 0 removed, 0 added, 1 unchanged, 1 failed")
    assert re.search(r"admin=0 watch: could not read broken\.txt: \w+", output)
    assert last_error(admin) == "none"

    bot.corpus.rename(bot.folder / "away")
    asked = admin.write("/reload")
    wait_for(lambda: "check the path of the corpus" in admin.answer_to(asked)["text"])
    found = re.search(r"reload: failed, error (\w{6}): .*check the path", bot.output)
    assert found
    assert "CorpusError" in last_error(admin)
    assert found[1] in last_error(admin)


def test_a_folder_that_hangs_holds_up_neither_answers_nor_the_stop(
    watching: Callable[[], Process], alone: Telegram
) -> None:
    bot = watching()
    (bot.folder / "hangs").touch()
    time.sleep(2.5)
    assert "sold in May" in alone.private().ask("crane")["text"]
    began = time.monotonic()
    assert bot.stop() == 0
    assert time.monotonic() - began < 5
    assert "answers unfinished" not in bot.output
    assert "Traceback" not in bot.output
    assert "ERROR" not in bot.output
