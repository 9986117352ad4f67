"""Imports go one way, and what is heavy or fenced in stays where it belongs."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
LAYERS = ["config", "corpus", "embeddings", "bot"]
FENCES = {  # who alone may import what
    "telegram": ("bot/app.py", "bot/handlers"),
    "spacy": ("corpus/quoting/parsing.py",),
    "sentence_transformers": ("embeddings/",),
    "transformers": ("embeddings/",),
    "torch": ("embeddings/",),
}
HEAVY = (
    *("torch", "spacy", "sentence_transformers", "transformers", "telegram", "trafilatura"),
    *("numpy", "pydantic", "rich"),
)


def modules() -> list[Path]:
    return [path for layer in LAYERS for path in sorted((ROOT / layer).rglob("*.py"))]


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_go_one_way_and_stay_within_their_fences(path: Path) -> None:
    place = path.relative_to(ROOT).as_posix()
    allowed = LAYERS[: LAYERS.index(place.split("/")[0]) + 1]

    for name in imports(path):
        top = name.split(".")[0]
        assert top not in LAYERS or top in allowed, f"{place} imports {name}"
        assert top not in FENCES or place.startswith(FENCES[top]), f"{place} imports {name}"


def test_no_module_is_named_like_one_of_the_standard_library() -> None:
    names = {path.stem for path in modules()} - {"__init__", "__main__"}

    assert not names & sys.stdlib_module_names
    assert "utils" not in names


def test_help_imports_nothing_heavy() -> None:
    code = (
        "import sys, contextlib, io\n"
        "from bot.cli import main\n"
        "with contextlib.suppress(SystemExit), contextlib.redirect_stdout(io.StringIO()):\n"
        "    main(['--help'])\n"
        f"heavy = [name for name in {HEAVY!r} if name in sys.modules]\n"
        "sys.exit(' '.join(heavy) or 0)"
    )

    subprocess.run([sys.executable, "-c", code], check=True, cwd=ROOT)


def test_every_folder_of_tests_is_a_package_but_those_of_data() -> None:
    folders = {path.parent for path in (ROOT / "tests").rglob("*.py")}

    assert [folder for folder in folders if not (folder / "__init__.py").is_file()] == []
