"""What admins read: reload reports, differences, the state of the bot, proposals."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence

from bot import wording
from bot.layout import Message, Piece, escaped, packed
from bot.logbook import Logbook
from bot.service import Edition
from bot.wording import visible
from config.errors import UserError
from corpus.documents import Document
from embeddings.comparing import ReloadReport

LISTED = 15  # paths of one kind in a report; the rest is counted
PATH_SHOWN, NOTICE_SHOWN, REASON_SHOWN = 100, 200, 300
PROPOSED, WARNED = 10, 5  # documents and faults of an upload that are listed
UNREAD = "Not read, or not whole; what could not be read stays as it was before"
NOTICED = "Read, but to be looked at"


def reload_report(report: ReloadReport) -> Message:
    """What a reload did."""
    if not report.changed_anything and not report.failed:
        return Message(f"<b>No changes.</b> Version {report.version} goes on answering.")
    head = (
        f"<b>Version {report.version} answers</b> · {_seconds(report.seconds)}\n{counted(report)}"
    )
    if not report.changed_anything:
        head = (
            f"<b>No changes</b>, and version {report.version} goes on answering.\n{counted(report)}"
        )
    return _with_paths(head, report)


def difference_report(report: ReloadReport) -> Message:
    """What a reload would do."""
    if not report.changed_anything and not report.failed:
        return Message("A reload would change nothing: no changes in the corpus folder.")
    return _with_paths(f"<b>A reload would make:</b>\n{counted(report)}", report)


def rollback_report(report: ReloadReport) -> Message:
    return Message(
        f"<b>Back to the version before</b>, as version {report.version}.\n"
        "The files of the corpus are as they were: the next /reload reads them again."
    )


def counted(report: ReloadReport) -> str:
    """The numbers of a report in one line."""
    numbers = [
        f"{len(report.changed)} changed",
        f"{len(report.removed)} removed",
        f"{len(report.added)} added",
        *([f"{len(report.renamed)} renamed"] if report.renamed else []),
        f"{report.unchanged} unchanged",
        *([f"{len(report.failed)} failed"] if report.failed else []),
        *([wording.copied(report.copied)] if report.copied else []),
    ]
    return ", ".join(numbers)


def _with_paths(head: str, report: ReloadReport) -> Message:
    renamed = [f"{old} → {new}" for old, new in report.renamed]
    blocks = [
        _block("Changed", report.changed),
        _block("Removed", report.removed),
        _block("Added", report.added),
        _block("Renamed", renamed),
        _block("Copies", [f"{copy} of {original}" for copy, original in report.copies]),
        _block(UNREAD, _failures(report), most=REASON_SHOWN),
        _block(NOTICED, _notices(report), most=REASON_SHOWN),
        [f"Made anew: {escaped(visible(report.rebuilt, most=REASON_SHOWN))}"]
        if report.rebuilt
        else [],
    ]
    lines = ["\n".join(block) for block in blocks if block]
    return packed(Piece(html) for html in [head, *lines])[0]


def unread(report: ReloadReport) -> list[str]:
    """Which files could not be read, and why, in a line each for the log."""
    return _logged("could not read", _failures(report))


def noticed(report: ReloadReport) -> list[str]:
    """What is to be looked at in files that were read, in a line each for the log."""
    return _logged("look at", _notices(report))


def _logged(what: str, lines: Sequence[str]) -> list[str]:
    shown = [f"{what} {visible(line, most=REASON_SHOWN)}" for line in lines[:LISTED]]
    rest = len(lines) - LISTED
    return [*shown, *([f"{what} {rest} more"] if rest > 0 else [])]


def _notices(report: ReloadReport) -> list[str]:
    return [f"{notice.path}: {notice.message}" for notice in report.notices]


def _failures(report: ReloadReport) -> list[str]:
    return [f"{f.path}: {f.reason.removeprefix(f.path).lstrip(': ')}" for f in report.failed]


def _block(title: str, paths: Sequence[str], *, most: int = PATH_SHOWN) -> list[str]:
    if not paths:
        return []
    lines = [f"• {escaped(visible(path, most=most))}" for path in paths[:LISTED]]
    rest = len(paths) - LISTED
    return [f"<b>{title}:</b>", *lines, *([f"… and {rest} more"] if rest > 0 else [])]


def progress(stage: str, done: int, of: int) -> Message:
    """How far a reload is; answers go on meanwhile."""
    share = f" {done} of {of}" if of else ""
    return Message(f"Reloading: {escaped(stage)}{share} …\nI go on answering meanwhile.")


def status(
    edition: Edition, logbook: Logbook, *, waiting: int, places: int, mode: str, reloading: bool
) -> Message:
    """The state of the bot in a few lines; counts and kinds, nobody's words."""
    counts = edition.manifest.counts
    listed = ", ".join(f"{n} {escaped(what)}" for what, n in counts.items())
    events = ", ".join(f"{event} {n}" for event, n in logbook.counts.most_common())
    faults = "; ".join(f"{f.kind} ({_ago(f.when)}, {f.id})" for f in logbook.faults)
    lines = [
        f"<b>Version {edition.number}</b>: {listed}",
        f"Model: {escaped(edition.manifest.fingerprint.encoder)}",
        f"Up for {_duration(time.time() - logbook.started)}, by {mode}",
        f"Waiting: {waiting} of {places}" + ("; a reload is running" if reloading else ""),
        f"Since the start: {escaped(events) or 'nothing yet'}",
        f"Last errors: {escaped(faults) or 'none'}",
    ]
    return Message("\n".join(lines))


def about(edition: Edition) -> Message:
    """What answers, for readers."""
    people = sum(1 for _ in edition.people)
    return Message(
        "<b>I answer from a story, word for word.</b>\n"
        "No sentence of mine is made up by a machine: every excerpt stands in the document at the "
        "paragraph I name, and who said it is taken from the text or not stated.\n\n"
        f"Corpus v{edition.number}: {_counted(len(edition.documents), 'document')}, "
        f"{_counted(len(edition.quotations), 'quotation')}, {_counted(people, 'speaker')}.\n"
        f"Sentence model: {escaped(edition.manifest.fingerprint.encoder)}, on this machine."
    )


def proposal(
    verb: str,
    name: str,
    documents: Iterable[Document],
    warnings: Sequence[str] = (),
    notices: Sequence[str] = (),
) -> Message:
    """What an upload or a removal would do; nothing is done yet."""
    listed = list(documents)
    lines = [
        f"• {escaped(visible(d.title, most=PATH_SHOWN))}: "
        f"{_counted(len(d.paragraphs), 'paragraph')}, {_counted(len(d.text), 'character')}"
        for d in listed[:PROPOSED]
    ]
    if len(listed) > PROPOSED:
        lines.append(f"… and {len(listed) - PROPOSED} more")
    unread = f"{_counted(len(warnings), 'part')} could not be read"
    lines += _listed(unread, warnings, most=PATH_SHOWN)
    lines += _listed(NOTICED, notices, most=NOTICE_SHOWN)
    head = f"<b>{verb} {escaped(visible(name, most=PATH_SHOWN))}?</b>"
    return Message("\n".join([head, *lines, "Nothing is done until you press Apply."]))


def _listed(title: str, remarks: Sequence[str], *, most: int) -> list[str]:
    if not remarks:
        return []
    lines = [f"• {escaped(visible(remark, most=most))}" for remark in remarks[:WARNED]]
    rest = len(remarks) - WARNED
    return [f"<b>{title}:</b>", *lines, *([f"… and {rest} more"] if rest > 0 else [])]


def _counted(number: int, what: str) -> str:
    return f"{number:,} {what}" + ("" if number == 1 else "s")


def _seconds(seconds: float) -> str:
    return f"{seconds:.1f} s" if seconds < 100 else _duration(seconds)


def _duration(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    days, hours = divmod(hours, 24)
    parts = [(days, "d"), (hours, "h"), (minutes, "min"), (rest, "s")]
    return " ".join(f"{n} {unit}" for n, unit in parts if n)[:30] or "0 s"


def _ago(when: float) -> str:
    return f"{_duration(max(0, time.time() - when))} ago"


def failed(error: UserError) -> Message:
    """Why something was not done, in the words made for whoever can mend it."""
    return Message(escaped(reason(error)))


def reason(error: UserError) -> str:
    """The same on one line of plain text, for the log."""
    return visible(str(error), most=REASON_SHOWN)
