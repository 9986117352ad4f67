"""Files of one JSON object a line: questions to ask, and questions with known answers."""

from __future__ import annotations

from pathlib import Path

from config.errors import UserError


def numbered_lines(path: Path) -> list[tuple[int, str]]:
    """The lines of a file that are not blank, each with its number from 1.

    Only a line feed ends a line: JSON may hold the other ends of line that Unicode knows. Raises
    UserError where the file cannot be read.
    """
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise UserError(f"{path}: cannot be read ({error}); give a JSON Lines file") from None
    return [(number, line) for number, line in enumerate(lines, 1) if line.strip()]
