"""The README is true: its commands are run over the sample, and what they print is compared."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from bot.cli import _parser, main

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def transcripts() -> list[tuple[str, str]]:
    """Each command of a console block with the lines that it is said to print."""
    found = []
    for block in re.findall(r"^```console\n(.*?)^```", README, re.DOTALL | re.MULTILINE):
        for entry in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, printed = entry.partition("\n")
            found.append((command, printed))
    return found


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("data")


@pytest.mark.parametrize(("command", "printed"), transcripts(), ids=lambda part: part[:60])
def test_a_command_prints_what_the_readme_shows(
    command: str, printed: str, data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    program, *arguments = shlex.split(command)
    assert program == "quoth"

    main([*arguments, "--data", str(data)])

    shown = capsys.readouterr().out
    assert shown.rstrip("\n") == printed.rstrip("\n")


def test_every_command_is_in_the_readme() -> None:
    actions = [action for action in _parser()._actions if isinstance(action.choices, dict)]
    for command in actions[0].choices or ():
        assert f"`quoth {command}" in README, f"the README does not tell of quoth {command}"


def test_every_dependency_earns_its_place_in_the_readme() -> None:
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    wanted = [*project["dependencies"], *(d for extra in extras.values() for d in extra)]
    for requirement in wanted:
        name = re.split(r"[\[<>=!~; ]", requirement)[0]
        assert name == "quoth" or f"`{name}`" in README, f"the README does not say why {name}"


def test_every_file_that_the_readme_points_to_is_there() -> None:
    for target in re.findall(r"\]\(([^)#:]+)\)", README):
        assert (ROOT / target).exists(), target


def test_every_make_target_of_the_readme_exists() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in re.findall(r"`make ([a-z-]+)`", README):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target
