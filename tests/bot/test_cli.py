"""The command as people use it, with the real models over the sample."""

from __future__ import annotations

import errno
import json
import subprocess
import sys
from pathlib import Path

import pytest

from bot.cli import main

ROOT = Path(__file__).parent.parent.parent
QUOTH = str(Path(sys.executable).parent / "quoth")
BRIDGE = """The swing bridge

Mayor Ilsa Brandt said the swing bridge would stay shut until spring.

"That is nonsense," answered ferry owner Tomas Reede. "Brandt promised me Friday."
"""


@pytest.fixture(scope="module")
def bridge(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """The flags of a small corpus that is indexed."""
    folder = tmp_path_factory.mktemp("bridge")
    (folder / "stories").mkdir()
    (folder / "stories" / "saved").mkdir()
    for name in ("bridge.txt", "saved/again.txt"):
        (folder / "stories" / name).write_text(BRIDGE, encoding="utf-8")
    flags = ["--corpus", str(folder / "stories"), "--data", str(folder / "data")]
    assert main(["index", *flags]) == 0
    return flags


def run(*arguments: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
    """The installed command as a process of its own."""
    return subprocess.run(
        [QUOTH, *arguments], input=stdin, capture_output=True, text=True, timeout=100
    )


def test_ask_says_who_said_it_with_the_words_that_show_it(
    bridge: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    code = main(["ask", *bridge, "Who said that is nonsense?"])

    shown = capsys.readouterr().out
    assert code == 0
    assert "Tomas Reede" in shown
    assert "“answered ferry owner Tomas Reede”" in shown
    assert '"That is nonsense,"' in shown


def test_a_copy_is_found_by_its_file_and_told_of_wherever_its_document_is(
    bridge: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    texts = []
    for name in ("bridge", "bridge.txt", "saved/again", "saved/again.txt"):
        assert main(["text", *bridge, name]) == 0
        shown = capsys.readouterr()
        assert shown.err.endswith("has copies, and its text is shown: saved/again.txt\n")
        texts.append(shown.out)
    assert set(texts) == {BRIDGE}

    main(["text", *bridge])
    assert "also at saved/again.txt" in capsys.readouterr().out
    main(["ask", *bridge, "Who said that is nonsense?"])
    assert "also in 1 other place" in " ".join(capsys.readouterr().out.split())
    main(["index", *bridge])
    assert "1 document is a copy" in " ".join(capsys.readouterr().out.split())


def test_ask_json_keeps_to_the_contract_and_its_offsets_count_in_the_text(
    bridge: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["ask", "--json", *bridge, "What did Reede say about Friday?"]) == 0
    reply = json.loads(capsys.readouterr().out)
    assert main(["text", *bridge, "bridge"]) == 0
    text = capsys.readouterr().out

    assert reply["answered"] is True
    assert reply["intent"] == "what-said"
    assert reply["speaker"] == "Tomas Reede"
    assert reply["notes"] == []
    for citation in reply["citations"]:
        assert text[citation["start"] : citation["end"]] == citation["excerpt"]
        start, end = citation["highlight"]
        assert citation["start"] <= start < end <= citation["end"]
        assert citation["speaker"] == "Tomas Reede"
        assert "Brandt promised me Friday." in citation["excerpt"]
    assert set(reply["citations"][0]) == {
        *("number", "document", "title", "paragraph", "start", "end", "excerpt", "highlight"),
        *("speaker", "speaker_words", "kind", "score"),
    }


def test_an_abstention_exits_with_one_and_names_the_speakers(
    bridge: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    code = main(["ask", *bridge, "What did Oskar Vell say about the bridge?"])

    shown = capsys.readouterr().out
    assert code == 1
    assert "no such speaker" in shown
    assert "Tomas Reede" in shown


def test_a_question_without_quotation_marks_is_one_question(
    bridge: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["ask", "--json", *bridge, "who", "said", "it", "was", "nonsense"]) == 0

    assert json.loads(capsys.readouterr().out)["question"] == "who said it was nonsense"


def test_a_file_of_questions_gives_one_object_a_line(
    bridge: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    questions = tmp_path / "questions.jsonl"
    lines = [{"id": "a", "question": "Who said nonsense?"}, {"id": "b", "question": "Why rice?"}]
    questions.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")

    assert main(["ask", *bridge, "--questions", str(questions)]) == 0

    replies = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(reply["id"], reply["answered"]) for reply in replies] == [("a", True), ("b", False)]


def test_quotes_and_speakers_list_what_was_found(
    bridge: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["quotes", "--json", *bridge]) == 0
    quotes = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert main(["quotes", *bridge, "--speaker", "the mayor"]) == 0
    of_mayor = capsys.readouterr().out
    assert main(["speakers", "--json", *bridge]) == 0
    speakers = [json.loads(line) for line in capsys.readouterr().out.splitlines()]

    assert {quote["speaker"] for quote in quotes} == {"Ilsa Brandt", "Tomas Reede"}
    assert {quote["kind"] for quote in quotes} == {"direct", "indirect"}
    assert all(quote["text"] in BRIDGE for quote in quotes)
    assert "the swing bridge would stay shut" in of_mayor
    assert "nonsense" not in of_mayor
    assert {(s["name"], s["quotations"]) for s in speakers} == {
        ("Ilsa Brandt", 1),
        ("Tomas Reede", 2),
    }


def test_text_lists_the_documents_and_knows_no_other(
    bridge: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["text", *bridge]) == 0
    assert "[bridge]" in capsys.readouterr().out
    assert main(["text", *bridge, "tunnel"]) == 2
    assert "no document 'tunnel'" in capsys.readouterr().err


def test_nobody_of_that_name_exits_with_one_and_offers_the_nearest(
    bridge: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["quotes", *bridge, "--speaker", "Oskar Vell"]) == 1

    assert "nearest in name" in capsys.readouterr().err


def test_reload_tells_what_changed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "bridge.txt").write_text(BRIDGE, encoding="utf-8")
    flags = ["--corpus", str(tmp_path), "--data", str(tmp_path / ".data")]
    main(["index", *flags])
    capsys.readouterr()

    assert main(["reload", *flags]) == 0

    assert "No changes: 0 added, 0 changed, 0 removed, 1 unchanged" in capsys.readouterr().out


def test_a_guessed_encoding_is_noticed_and_not_said_to_be_left_out(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "bridge.txt").write_text(BRIDGE, encoding="utf-8")
    (tmp_path / "ebb.txt").write_bytes("Паром опоздал.".encode("koi8_r"))
    flags = ["--corpus", str(tmp_path), "--data", str(tmp_path / ".data")]

    assert main(["index", *flags]) == 0
    told = capsys.readouterr().out
    assert "notice  ebb.txt: read as " in told
    assert "2 added, 0 changed, 0 removed, 0 unchanged, 0 failed" in told

    (tmp_path / "ebb.txt").write_bytes("Паром ушёл.".encode("koi8_r"))
    main(["speakers", *flags])
    told = capsys.readouterr().err
    assert "quoth: ebb.txt: read as " in told
    assert "left out" not in told


@pytest.mark.parametrize(
    ("prepare", "arguments", "message"),
    [
        (lambda _: None, ["--corpus", "{here}/none"], "none: no such file or directory"),
        (lambda here: (here / "empty").mkdir(), ["--corpus", "{here}/empty"], "no text to answer"),
        (
            lambda here: (here / "a.txt").write_bytes(bytes(range(256)) * 9),
            ["--corpus", "{here}"],
            "not text but binary",
        ),
        (
            lambda here: (here / "file").write_text("in the way", encoding="utf-8"),
            ["--data", "{here}/file/data"],
            "cannot write the index",
        ),
        (
            lambda here: (here / "q.toml").write_text("[index]\nencodr = 1\n", encoding="utf-8"),
            ["--config", "{here}/q.toml"],
            "the nearest known one is index.encoder",
        ),
        (
            lambda here: (here / "q.toml").write_text(
                '[index]\nencoder = "no-such-model"\n', encoding="utf-8"
            ),
            ["--config", "{here}/q.toml"],
            "no-such-model",
        ),
    ],
)
def test_what_the_operator_can_mend_is_one_line_and_exit_code_two(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    prepare: object,
    arguments: list[str],
    message: str,
) -> None:
    prepare(tmp_path)  # type: ignore[operator]
    flags = [argument.format(here=tmp_path) for argument in arguments]
    if "--data" not in flags:
        flags += ["--data", str(tmp_path / "data")]

    code = main(["ask", *flags, "Who said it?"])

    captured = capsys.readouterr()
    assert code == 2
    assert captured.out == ""
    assert message in captured.err
    assert captured.err.count("\n") == 1


def test_serve_without_a_token_says_where_to_put_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = main(["serve", "--data", str(tmp_path)])

    assert code == 2
    assert "TELEGRAM_BOT_TOKEN_FILE" in capsys.readouterr().err


def test_questions_that_cannot_be_read_name_the_file_and_line(
    bridge: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = tmp_path / "broken.jsonl"
    broken.write_text('{"id": "a", "question": "Who?"}\n{"id": "b"}\n', encoding="utf-8")

    assert main(["ask", *bridge, "--questions", str(broken)]) == 2
    assert f"{broken}:2: not a line like" in capsys.readouterr().err
    assert main(["ask", *bridge]) == 2
    assert "nothing asked" in capsys.readouterr().err


def test_the_chat_answers_lines_from_a_pipe_and_follows_up(bridge: list[str]) -> None:
    lines = "What did Reede say about Friday?\nand what did he say about nonsense?\nspeakers\n"

    done = run("chat", *bridge, stdin=lines)

    assert done.returncode == 0
    assert done.stderr == ""
    assert "\x1b[" not in done.stdout
    assert "Brandt promised me Friday." in done.stdout
    assert '"That is nonsense,"' in done.stdout
    assert "Ilsa Brandt" in done.stdout


def test_a_question_on_a_cold_start_over_a_fresh_index_answers(bridge: list[str]) -> None:
    done = run("ask", *bridge, "Who said the bridge would stay shut?")

    assert done.returncode == 0
    assert "Ilsa Brandt" in done.stdout
    assert done.stderr == ""


def test_every_command_explains_itself() -> None:
    for command in (
        "chat",
        "ask",
        "quotes",
        "speakers",
        "text",
        "index",
        "reload",
        "serve",
        "eval",
    ):
        done = run(command, "--help")

        assert done.returncode == 0
        assert "--corpus" in done.stdout


def test_the_version_is_the_installed_one() -> None:
    from importlib.metadata import version

    assert run("--version").stdout == f"quoth {version('quoth')}\n"


def test_bytes_and_halves_of_characters_in_a_question_end_nothing(bridge: list[str]) -> None:
    asked = subprocess.run(
        [QUOTH, "ask", *bridge, "--json", b"Who said \xff nonsense \xed\xa0\xbd?"],
        capture_output=True,
        timeout=100,
    )
    typed = subprocess.run(
        [QUOTH, "chat", *bridge],
        input=b"\xff who said nonsense\n",
        capture_output=True,
        timeout=100,
    )

    assert json.loads(asked.stdout)["question"].startswith("Who said ? nonsense")
    assert typed.returncode == 0
    assert b"Traceback" not in typed.stderr


def test_output_that_cannot_hold_a_character_is_still_json(
    bridge: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONIOENCODING", "ascii")

    asked = run("ask", *bridge, "--json", "Who said “nonsense”?")
    plain = run("quotes", *bridge)

    assert json.loads(asked.stdout)["question"] == "Who said “nonsense”?"
    assert plain.returncode == 0


def test_a_full_disk_under_the_output_is_one_line(bridge: list[str]) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("this system has no /dev/full")
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [QUOTH, "quotes", *bridge], stdout=full, stderr=subprocess.PIPE, text=True, timeout=100
        )

    assert done.returncode == 2
    assert done.stderr.startswith("quoth: cannot write the output: No space left on device")
    assert done.stderr.count("\n") == 1


def test_a_reader_that_has_seen_enough_is_no_failure(bridge: list[str]) -> None:
    process = subprocess.Popen(
        [QUOTH, "quotes", *bridge], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert process.stdout
    assert process.stderr
    process.stdout.close()

    assert process.wait(timeout=100) == 0
    assert process.stderr.read() == b""
    process.stderr.close()


def test_an_index_that_cannot_be_written_still_answers(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "bridge.txt").write_text(BRIDGE, encoding="utf-8")
    flags = ["--corpus", str(tmp_path / "bridge.txt"), "--data", str(tmp_path / "data")]
    assert main(["index", *flags]) == 0
    with (tmp_path / "bridge.txt").open("a") as file:
        file.write("\nThe ferry stayed in port.\n")

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("embeddings.storage._flush_file", full)
    asked = main(["ask", *flags, "Who said that is nonsense?"])
    told = capsys.readouterr()
    indexed = main(["index", *flags])

    assert asked == 0
    assert "Tomas Reede" in told.out
    assert told.err.count("\n") == 1
    assert told.err.endswith("the earlier index answers\n")
    assert indexed == 2


@pytest.mark.parametrize("flag", ["--corpus", "--data", "--config"])
def test_an_empty_path_is_not_the_folder_we_are_in(
    flag: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["ask", flag, "", "Who?"])

    assert stopped.value.code == 2
    assert f"argument {flag}: the path is empty" in capsys.readouterr().err


def test_questions_from_a_file_and_the_command_line_are_not_mixed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["ask", "--questions", str(tmp_path / "q.jsonl"), "Who?"]) == 2

    assert "give one of the two" in capsys.readouterr().err


def test_a_line_separator_within_a_question_does_not_end_its_line(
    bridge: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "q.jsonl"
    path.write_text('{"id": 7, "question": "Who said\u2028nonsense?"}\r\n', encoding="utf-8")

    assert main(["ask", *bridge, "--questions", str(path)]) == 0

    assert json.loads(capsys.readouterr().out)["id"] == 7
