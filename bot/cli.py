"""The ``quoth`` command. Everything heavy is imported inside the command that needs it."""

from __future__ import annotations

import argparse
import errno
import io
import json
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from config.errors import StorageError, UserError

if TYPE_CHECKING:
    from bot.library import Library
    from bot.wiring import Service
    from config.settings import Settings
    from corpus.documents import Quotation

ANSWERED, SILENT, CANNOT, INTERRUPTED = 0, 1, 2, 130
NAMED = 5  # documents of one file, where one has to be chosen
OUTPUT_FAULTS = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO}

DESCRIPTION = """\
Ask a story who said what. Quoth answers with excerpts, word for word, each with the place
where it stands and who said it, and says so when the story does not answer."""

EXAMPLES = """\
examples:
  quoth chat                                   talk to the sample story
  quoth ask "Who said bait?"                   one question, one answer
  quoth ask --corpus letters/ --json "What did the mayor say about the bridge?"
  quoth quotes --corpus letters/ --speaker mayor
  quoth serve --config quoth.toml              the Telegram bot (TELEGRAM_BOT_TOKEN is set)

exit codes: 0 answered or done, 1 no answer or nothing found, 2 cannot run, 130 Ctrl-C"""


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one command; its exit code."""
    arguments = _parser().parse_args(argv)
    _forgive_encodings()
    try:
        code = int(arguments.run(arguments))
        sys.stdout.flush()
        return code
    except UserError as error:
        print(f"quoth: {error}", file=sys.stderr)
        return CANNOT
    except KeyboardInterrupt:
        print(file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:  # the reader of the pipe has seen enough
        _drop_output()
        return ANSWERED
    except OSError as error:
        if error.errno not in OUTPUT_FAULTS or error.filename:
            raise
        _drop_output()
        print(f"quoth: cannot write the output: {error.strerror}; free space", file=sys.stderr)
        return CANNOT


def _forgive_encodings() -> None:
    """Bytes and characters that a stream cannot hold are replaced, and end nothing."""
    for stream in (sys.stdin, sys.stdout):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def _drop_output() -> None:
    """Sends what is still to be written nowhere, so that the end of the process is quiet."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _parser() -> argparse.ArgumentParser:
    common = _common_flags()
    parser = argparse.ArgumentParser(
        prog="quoth",
        description=DESCRIPTION,
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        parents=[common],
    )
    parser.add_argument("--version", action=_Version)
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)

    def command(name: str, run: Callable[[Any], int], summary: str) -> argparse.ArgumentParser:
        sub = commands.add_parser(
            name, help=summary, description=summary[:1].upper() + summary[1:], parents=[common]
        )
        sub.set_defaults(run=run)
        return sub

    command("chat", _chat, "talk to the story in this terminal")
    ask = command("ask", _ask, "answer questions; put each in quotation marks")
    ask.add_argument("questions", nargs="*", metavar="QUESTION", help="what you want to know")
    ask.add_argument(
        "--questions",
        dest="file",
        type=Path,
        metavar="FILE",
        help='answer a file of lines {"id": ..., "question": ...}, one JSON object a line',
    )
    ask.add_argument("--json", action="store_true", help="one JSON object a reply")
    quotes = command("quotes", _quotes, "list the quotations found, with speaker and evidence")
    quotes.add_argument("--speaker", metavar="NAME", help="only what this speaker says")
    quotes.add_argument("--json", action="store_true", help="one JSON object a line")
    speakers = command("speakers", _speakers, "list who speaks, with other names and counts")
    speakers.add_argument("--json", action="store_true", help="one JSON object a line")
    text = command("text", _text, "print the text of a document, as all offsets count it")
    text.add_argument(
        "document", nargs="?", metavar="DOCUMENT", help="its id or file; none: list them"
    )
    text.add_argument("--removed", action="store_true", help="list what was taken out, and why")
    command("index", _index, "build or refresh the index of the corpus")
    command("reload", _index, "the same as index: only what changed is read again")
    command("serve", _serve, "run the Telegram bot")
    evaluate = command("eval", _eval, "score Quoth on gold data")
    evaluate.add_argument("what", choices=("retrieval", "quotes", "answers"))
    evaluate.add_argument("path", type=Path, metavar="PATH", help="a gold file, or its folder")
    evaluate.add_argument("--json", action="store_true", help="one JSON object")
    return parser


def _common_flags() -> argparse.ArgumentParser:
    """Flags that may stand before or after the command."""
    common = argparse.ArgumentParser(add_help=False, argument_default=argparse.SUPPRESS)
    flags = common.add_argument_group("common flags")
    flags.add_argument(
        "--corpus", type=_path, metavar="PATH", help="file or folder to answer from (the sample)"
    )
    flags.add_argument("--config", type=_path, metavar="FILE", help="settings (quoth.toml)")
    flags.add_argument("--data", type=_path, metavar="DIR", help="where the index is kept")
    flags.add_argument("--verbose", action="store_true", help="say more about what is done")
    return common


def _path(value: str) -> Path:
    """A path; an empty one, as of a shell variable that is not set, is not the folder we are in."""
    if not value.strip():
        raise argparse.ArgumentTypeError("the path is empty; give a file or folder")
    return Path(value)


class _Version(argparse.Action):
    """Prints the installed version; the metadata is read only when asked for."""

    def __init__(self, option_strings: Sequence[str], dest: str, **_: Any) -> None:
        super().__init__(option_strings, dest, nargs=0, help="print the version and exit")

    def __call__(self, parser: argparse.ArgumentParser, *_: Any) -> None:
        from importlib.metadata import version

        print(f"quoth {version('quoth')}")
        parser.exit()


# --- commands ------------------------------------------------------------------------------------


def _chat(arguments: argparse.Namespace) -> int:
    from bot import terminal, wiring

    settings = _settings(arguments)
    service = wiring.build_service(settings)
    _up_to_date(service.library)
    terminal.chat(
        terminal.console(),
        service.conversations,
        history=wiring.data_folder(settings) / "history",
        speakers=service.answerer.speakers,
        documents=lambda: service.library.current.documents,
    )
    return ANSWERED


def _ask(arguments: argparse.Namespace) -> int:
    from bot import terminal
    from bot.records import reply_record
    from bot.replies import Answer

    questions = _questions(arguments)
    service = _service(arguments)
    out = terminal.console()
    answered = 0
    for number, (id_, question) in enumerate(questions):
        reply = service.conversations.reply(number, question)  # each in one of its own
        answered += isinstance(reply, Answer)
        if arguments.json or arguments.file:
            _print_json(reply_record(reply, id_=id_))
        else:
            if len(questions) > 1:
                out.rule(question, align="left")
            terminal.show_reply(out, reply)
    return ANSWERED if answered or arguments.file else SILENT


def _questions(arguments: argparse.Namespace) -> list[tuple[str | None, str]]:
    words = [_readable(word) for word in arguments.questions]
    if arguments.file and words:
        raise UserError("questions in a file and on the command line; give one of the two")
    if arguments.file:
        return _questions_in(arguments.file)
    if not words:
        raise UserError('nothing asked; write a question: quoth ask "Who said bait?"')
    if len(words) > 1 and not any(" " in word for word in words):
        return [(None, " ".join(words))]  # one question without quotation marks
    return [(None, word) for word in words]


def _readable(question: str) -> str:
    """The question without halves of characters, which no encoding holds."""
    return question.encode("utf-8", "replace").decode()


def _questions_in(path: Path) -> list[tuple[str | None, str]]:
    from bot.json_lines import numbered_lines

    questions = []
    for number, line in numbered_lines(path):
        try:
            record = json.loads(line)
            questions.append((record.get("id"), _readable(str(record["question"]))))
        except (ValueError, KeyError, AttributeError):
            raise UserError(
                f'{path}:{number}: not a line like {{"id": "a", "question": "Who ...?"}}'
            ) from None
    return questions


def _quotes(arguments: argparse.Namespace) -> int:
    from bot import terminal
    from bot.records import quotation_record

    service = _service(arguments)
    quotations: Sequence[Quotation] = service.library.current.quotations
    if arguments.speaker is not None:
        quotations = service.answerer.quotations_of(arguments.speaker)
    if arguments.json:
        for quotation in quotations:
            _print_json(quotation_record(quotation))
    else:
        terminal.show_quotations(terminal.console(), quotations)
    if not quotations:
        print(_nobody(service, arguments.speaker), file=sys.stderr)
    return ANSWERED if quotations else SILENT


def _nobody(service: Service, name: str | None) -> str:
    if name is None:
        return "quoth: no quotations in this corpus"
    near = ", ".join(service.answerer.edition.nearest_names(name))
    return f"quoth: no speaker {name!r}; nearest in name: {near or 'nobody speaks here'}"


def _speakers(arguments: argparse.Namespace) -> int:
    from bot import terminal
    from bot.records import speaker_record

    speakers = _service(arguments).answerer.speakers()
    if arguments.json:
        for person, count in speakers:
            _print_json(speaker_record(person, count))
    else:
        terminal.show_speakers(terminal.console(), speakers)
    return ANSWERED if speakers else SILENT


def _text(arguments: argparse.Namespace) -> int:
    from bot import terminal

    version = _service(arguments).library.current
    if arguments.document is None:
        terminal.show_sources(terminal.console(), version.documents)
        return ANSWERED
    documents = version.named(arguments.document)
    if not documents:
        raise UserError(f"no document {arguments.document!r} here; quoth text lists them")
    if len(documents) > 1:
        ids = ", ".join(document.id for document in documents[:NAMED])
        more = f" and {len(documents) - NAMED} more" if len(documents) > NAMED else ""
        raise UserError(f"several documents in {arguments.document}: {ids}{more}; choose one")
    document = documents[0]
    if document.also_at:
        places = ", ".join(document.also_at)
        print(
            f"quoth: {document.path} has copies, and its text is shown: {places}", file=sys.stderr
        )
    if arguments.removed:
        for removal in document.removed:
            print(f"{removal.reason}: {removal.text}")
        return ANSWERED if document.removed else SILENT
    print(document.text)
    return ANSWERED


def _index(arguments: argparse.Namespace) -> int:
    from bot import terminal, wiring

    library = wiring.build_service(_settings(arguments)).library
    with terminal.progress_bar() as progress:
        report = library.refresh(progress=progress)
    terminal.show_report(terminal.console(), report)
    return ANSWERED


def _serve(arguments: argparse.Namespace) -> int:
    from config.credentials import telegram_token

    settings = _settings(arguments)
    token = telegram_token(os.environ)
    from bot.apart import Apart
    from bot.app import serve
    from bot.wiring import build_service

    return serve(settings, token, build_service(settings, elsewhere=Apart(settings)))


def _eval(arguments: argparse.Namespace) -> int:
    from bot.evaluation import evaluate

    scores = evaluate(arguments.what, arguments.path, _settings(arguments))
    if arguments.json:
        _print_json(scores.record())
    else:
        print(scores.table())
    return ANSWERED


# --- shared steps --------------------------------------------------------------------------------


def _settings(arguments: argparse.Namespace) -> Settings:
    from config.loading import load_settings

    given = vars(arguments)
    flags: dict[str, dict[str, Any]] = {}
    if "corpus" in given:
        flags["corpus"] = {"path": given["corpus"]}
    if "data" in given:
        flags["index"] = {"data": given["data"]}
    if given.get("verbose"):
        flags["logging"] = {"level": "DEBUG"}
    settings = load_settings(config=given.get("config"), flags=flags, environ=os.environ)
    _log(settings.logging.level if arguments.run is _serve or given.get("verbose") else "WARNING")
    return settings


def _log(level: str) -> None:
    """A bot's log tells what it does; in the terminal only what goes wrong is said."""
    import logging

    logging.basicConfig(format="%(asctime)s %(levelname)s %(name)s: %(message)s", level="WARNING")
    for package in ("bot", "config", "corpus", "embeddings"):
        logging.getLogger(package).setLevel(level)


def _service(arguments: argparse.Namespace) -> Service:
    """The parts, over an index that is up to date."""
    from bot.wiring import build_service

    service = build_service(_settings(arguments))
    _up_to_date(service.library)
    return service


def _up_to_date(library: Library) -> None:
    """Brings the index up to the files; says so where that took more than looking.

    Where the data folder is full or read-only, the index that is there answers.
    """
    from bot import terminal

    try:
        with terminal.progress_bar() as progress:
            report = library.refresh(progress=progress)
    except StorageError as error:
        if library.open() is None:
            raise
        print(f"quoth: {error}; the earlier index answers", file=sys.stderr)
        return
    if report.rebuilt:
        print(f"quoth: index made anew: {report.rebuilt}", file=sys.stderr)
    for failure in report.failed:
        print(f"quoth: left out {failure.path}: {failure.reason}", file=sys.stderr)
    for notice in report.notices:
        print(f"quoth: {notice.path}: {notice.message}", file=sys.stderr)


def _print_json(record: dict[str, Any]) -> None:
    unicode = (sys.stdout.encoding or "utf-8").lower().startswith("utf")
    print(json.dumps(record, ensure_ascii=not unicode))


if __name__ == "__main__":
    raise SystemExit(main())
