"""The face in a terminal: replies in colour or plain, progress, and the chat."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext, suppress
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.text import Text

from bot import wording
from bot.conversation import Conversations
from bot.replies import Abstention, Answer, Citation, Courtesy, Intent, Reply
from corpus.documents import Document, Excerpt, Person, Quotation
from embeddings.comparing import ReloadReport
from embeddings.recipe import Progress as Report

CHAT_KEY = "terminal"
WELCOME = "Ask about the story, or type help. Ctrl-D ends."
HELP = """\
Ask in your own words, for example:
  Who said the bridge would stay shut?      what did the mayor say about the toll
  Why was the ferry late?                   and what did she reply?
Short commands: speakers · sources · more · help · quit"""


class _Output(Console):
    def on_broken_pipe(self) -> None:  # it would end the process as if something had failed
        raise BrokenPipeError


def console() -> Console:
    """Standard output: colours on a terminal, plain text in a pipe (or with NO_COLOR set)."""
    return _Output(highlight=False, soft_wrap=not sys.stdout.isatty())


def show_reply(out: Console, reply: Reply) -> None:
    """Prints one reply."""
    match reply:
        case Answer():
            _show_answer(out, reply)
        case Abstention():
            out.print(Text(wording.abstention(reply), style="yellow"))
        case Courtesy():
            out.print(Text(reply.text))


def _show_answer(out: Console, reply: Answer) -> None:
    if reply.intent is Intent.WHO_SAID and reply.citations[0].quotation:
        out.print(Text(_speaker_line(reply.citations[0].quotation), style="bold cyan"))
    for note in reply.notes:
        out.print(Text(note, style="yellow"))
    for citation in reply.citations:
        out.print(_heading(citation))
        out.print(_excerpt(citation), soft_wrap=not out.is_terminal)
        out.print()
    if reply.more:
        out.print(
            Text(f"{len(reply.more)} more; type “more” in the chat to see them.", style="dim")
        )


def _speaker_line(quotation: Quotation) -> str:
    if not quotation.speaker:
        return "Speaker not stated."
    line = quotation.speaker
    return f"{line} denied or did not say it." if quotation.negated else f"{line}."


def _heading(citation: Citation) -> Text:
    heading = Text(f"[{citation.number}] ", style="bold")
    if citation.quotation:
        heading.append(said_by(citation.quotation), style="cyan")
        heading.append(" — ")
    heading.append(where(citation.excerpt), style="dim")
    if copies := wording.copies(citation.excerpt.document):
        heading.append(f", {copies}", style="dim")
    return heading


def said_by(quotation: Quotation) -> str:
    """Who says a quotation, with the words that show it: Ana Ruz (“she wrote”)."""
    passing = "told by" if quotation.is_told else "via"
    via = f", {passing} {quotation.via}" if quotation.via else ""
    if not quotation.speaker:
        return f"speaker not stated{via}"
    shown = f" (“{words}”)" if (words := quotation.speaker_words) else ""
    denied = ", denied or not said" if quotation.negated else ""
    return f"{quotation.speaker}{shown}{via}{denied}"


def where(excerpt: Excerpt) -> str:
    """Where an excerpt stands: title, page or chapter, paragraph, offsets."""
    section = f", {excerpt.section}" if excerpt.section else ""
    return (
        f"{excerpt.document.title}{section}, paragraph {excerpt.paragraph}"
        f" [{excerpt.document.id} {excerpt.start}–{excerpt.end}]"
    )


def _excerpt(citation: Citation) -> Text:
    """The excerpt with its answering sentence in bold; on paper, nothing is added to it."""
    text = Text(citation.excerpt.text)
    if citation.highlight:
        start = citation.highlight.start - citation.excerpt.start
        text.stylize("bold", max(0, start), citation.highlight.end - citation.excerpt.start)
    return text


def show_quotations(out: Console, quotations: Sequence[Quotation]) -> None:
    for quotation in quotations:
        out.print(Text(said_by(quotation), style="cyan"), end=" ")
        out.print(
            Text(f"— {where(quotation)}, {quotation.kind}, {quotation.evidence}", style="dim")
        )
        out.print(Text(quotation.text))
        out.print()


def show_speakers(out: Console, speakers: Sequence[tuple[Person, int]]) -> None:
    for person, count in speakers:
        also = ", ".join((*person.roles, *person.aliases))
        line = Text(f"{count:>5}  ", style="dim")
        line.append(person.name, style="bold")
        line.append(f"  {also}" if also else "", style="dim")
        out.print(line)


def show_sources(out: Console, documents: Sequence[Document]) -> None:
    for document in documents:
        facts = ", ".join(fact for fact in (document.author, document.published) if fact)
        line = Text(document.title, style="bold")
        line.append(f"  {facts}" if facts else "", style="dim")
        line.append(f"  [{document.id}]", style="dim")
        if document.also_at:
            line.append(f"  also at {', '.join(document.also_at)}", style="dim")
        out.print(line)


def show_report(out: Console, report: ReloadReport) -> None:
    """What a reload did, file by file where it matters."""
    if report.rebuilt:
        out.print(f"Made anew: {report.rebuilt}.")
    for word, paths in (
        ("added", report.added),
        ("changed", report.changed),
        ("removed", report.removed),
        ("renamed", tuple(f"{old} -> {new}" for old, new in report.renamed)),
    ):
        for path in paths:
            out.print(Text(f"{word:>8}  {path}"))
    for copy, original in report.copies:
        out.print(Text(f"    copy  {copy} of {original}"))
    for failure in report.failed:
        out.print(Text(f"  failed  {failure.path}: {failure.reason}", style="red"))
    for notice in report.notices:
        out.print(Text(f"  notice  {notice.path}: {notice.message}", style="yellow"))
    counts = (
        f"{len(report.added)} added, {len(report.changed)} changed, {len(report.removed)} removed,"
        f" {report.unchanged} unchanged, {len(report.failed)} failed"
    )
    if report.copied:
        counts += f"; {wording.copied(report.copied)}"
    nothing = "" if report.changed_anything else "No changes: "
    out.print(f"{nothing}{counts}. Version {report.version}, {report.seconds:.1f} s.")


@contextmanager
def progress_bar() -> Iterator[Report]:
    """A callback for progress, drawn on a terminal's stderr once the work takes over a second."""
    if not sys.stderr.isatty():
        yield lambda stage, done, total: None
        return
    bar = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        transient=True,
    )
    tasks: dict[str, Any] = {}
    with _after_a_second(bar):

        def tell(stage: str, done: int, total: int) -> None:
            if stage not in tasks:
                tasks[stage] = bar.add_task(stage, total=total)
            bar.update(tasks[stage], completed=done, total=total)

        yield tell


@contextmanager
def _after_a_second(bar: Progress) -> Iterator[None]:
    from threading import Timer

    timer = Timer(1.0, bar.start)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        bar.stop()


def chat(
    out: Console,
    conversations: Conversations,
    *,
    history: Path,
    speakers: Callable[[], Sequence[tuple[Person, int]]],
    documents: Callable[[], Sequence[Document]],
) -> None:
    """Asks and answers until the end of input (Ctrl-D) or "quit"; Ctrl-C clears the line."""
    commands: dict[str, Callable[[], None]] = {
        "help": lambda: out.print(HELP),
        "speakers": lambda: show_speakers(out, speakers()),
        "sources": lambda: show_sources(out, documents()),
        "more": lambda: show_reply(out, conversations.more(CHAT_KEY)),
    }
    for line in _lines(out, history):
        words = line.strip().lstrip("/")
        if words.lower() in {"quit", "exit", "q"}:
            return
        if not words:
            continue
        with _thinking(out):
            command = commands.get(words.lower())
            reply = None if command else conversations.reply(CHAT_KEY, line.strip())
        if command:
            command()
        elif reply:
            show_reply(out, reply)


def _thinking(out: Console) -> Any:
    return out.status("looking…") if out.is_terminal else nullcontext()


def _lines(out: Console, history: Path) -> Iterator[str]:
    """The lines that somebody types, with a prompt and history on a terminal."""
    if not sys.stdin.isatty():
        yield from sys.stdin
        return
    from prompt_toolkit import PromptSession
    from prompt_toolkit.history import FileHistory, InMemoryHistory

    kept: FileHistory | InMemoryHistory = InMemoryHistory()
    with suppress(OSError):
        history.parent.mkdir(parents=True, exist_ok=True)
        history.touch(mode=0o600)
        kept = FileHistory(str(history))
    session: PromptSession[str] = PromptSession(history=kept)
    out.print(WELCOME, style="dim")
    while True:
        try:
            yield session.prompt("you> ")
        except KeyboardInterrupt:
            out.print("(Ctrl-D ends)", style="dim")
        except EOFError:
            return
