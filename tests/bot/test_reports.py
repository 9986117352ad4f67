"""What admins read."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from bot import reports
from bot.logbook import Event, Logbook
from corpus.reading import Notice
from embeddings.comparing import Failure, ReloadReport
from tests.builders import document
from tests.telegram.standin.layout import parsed, units
from tests.telegram.stub import Edition

STORY = document("The ferry came late.")
PATHS = st.lists(st.text(min_size=1, max_size=300), max_size=40).map(tuple)


def test_a_reload_is_told_in_numbers_and_names() -> None:
    report = ReloadReport(
        3, (), ("toll.txt",), ("b.txt",), unchanged=4, failed=(Failure("c.bin", "c.bin: binary"),)
    )
    assert reports.reload_report(report).text.splitlines() == [
        "Version 3 answers · 0.0 s",
        "1 changed, 1 removed, 0 added, 4 unchanged, 1 failed",
        "",
        "Changed:",
        "• toll.txt",
        "",
        "Removed:",
        "• b.txt",
        "",
        "Not read, or not whole; what could not be read stays as it was before:",
        "• c.bin: binary",
    ]


def test_what_is_to_be_looked_at_in_what_was_read_is_no_failure() -> None:
    report = ReloadReport(3, ("b.txt",), notices=(Notice("b.txt", "read as koi8-r"),))

    assert reports.reload_report(report).text.splitlines()[1:] == [
        "0 changed, 0 removed, 1 added, 0 unchanged",
        "",
        "Added:",
        "• b.txt",
        "",
        "Read, but to be looked at:",
        "• b.txt: read as koi8-r",
    ]
    assert reports.unread(report) == []
    assert reports.noticed(report) == ["look at b.txt: read as koi8-r"]
    proposed = reports.proposal("Add", "b.txt", [STORY], notices=["b.txt: read as koi8-r"]).text
    assert "Read, but to be looked at:\n• b.txt: read as koi8-r" in proposed
    assert "could not be read" not in proposed


def test_documents_that_are_copies_are_told_of() -> None:
    report = ReloadReport(3, ("b.txt",), copies=(("b.txt", "a.txt"),), copied=2)
    assert reports.reload_report(report).text.splitlines()[1:] == [
        "0 changed, 0 removed, 1 added, 0 unchanged, 2 documents are copies",
        "",
        "Added:",
        "• b.txt",
        "",
        "Copies:",
        "• b.txt of a.txt",
    ]
    assert "Copies" not in reports.reload_report(ReloadReport(3, ("b.txt",))).text


def test_no_change_is_said_so() -> None:
    assert reports.reload_report(ReloadReport(3, unchanged=2)).text.startswith("No changes.")
    assert "no changes" in reports.difference_report(ReloadReport(3)).text
    failed = ReloadReport(3, unchanged=2, failed=(Failure("c", "why"),))
    assert reports.reload_report(failed).text.startswith("No changes, and version 3")


@given(PATHS, PATHS, st.lists(st.tuples(st.text(max_size=50), st.text(max_size=900)), max_size=30))
def test_any_report_is_one_valid_message(
    added: tuple[str, ...], removed: tuple[str, ...], failed: list[tuple[str, str]]
) -> None:
    report = ReloadReport(
        9,
        added,
        (),
        removed,
        (("a<", "b&"),),
        failed=tuple(Failure(*f) for f in failed),
        rebuilt="<x>",
    )
    for message in (reports.reload_report(report), reports.difference_report(report)):
        shown, _ = parsed(message.html)
        assert 0 < units(shown) <= 4096


@given(
    st.text(max_size=120),
    st.lists(st.text("🚢<a", max_size=150), max_size=40),
    st.lists(st.text("🚢<a", max_size=400), max_size=40),
)
def test_any_proposal_is_one_valid_message_with_what_could_not_be_read(
    name: str, titles: list[str], warnings: list[str]
) -> None:
    listed = [replace(STORY, title=title) for title in titles]
    message = reports.proposal("Replace", name, listed, warnings)
    shown, _ = parsed(message.html)
    assert 0 < units(shown) <= 4096
    assert shown.endswith("Nothing is done until you press Apply.")
    assert ("could not be read" in shown) == bool(warnings)


def test_a_proposal_names_the_parts_that_could_not_be_read() -> None:
    warnings = [f"a.zip/{n}.pdf: damaged" for n in range(7)]
    text = reports.proposal("Add", "a.zip", [STORY], warnings).text
    assert "7 parts could not be read:\n• a.zip/0.pdf: damaged\n" in text
    assert "… and 2 more" in text


def test_the_state_is_told_in_counts_and_kinds() -> None:
    edition = Edition(7, (), (), (), ())
    book = Logbook()
    book.count(Event.ANSWERED)
    fault = book.fault(KeyError("secret"), "a test")
    text = reports.status(edition, book, waiting=1, places=32, mode="polling", reloading=True).text
    assert "Version 7" in text
    assert "Waiting: 1 of 32; a reload is running" in text
    assert "answered 1" in text
    assert f"KeyError (0 s ago, {fault})" in text
    assert "secret" not in text


def test_readers_are_told_what_answers() -> None:
    text = reports.about(Edition(1, (), (), (), ())).text
    assert "Corpus v1: 0 documents, 0 quotations, 0 speakers." in text
    assert "stub, on this machine" in text
