"""The page for operators names what there is, and all of it."""

from __future__ import annotations

import re

from bot import wording
from bot.handlers.menus import FOR_ADMINS, IN_GROUPS, IN_PRIVATE
from bot.handlers.wiring import ASKED, CHATTED
from bot.handlers.wiring import FOR_ADMINS as ADMIN_COMMANDS
from config.settings import AnswerSettings, LoggingSettings, TelegramSettings
from tests.telegram.driving import ROOT

PAGE = (ROOT / "docs" / "telegram.md").read_text(encoding="utf-8")
SETTINGS = {
    "telegram": TelegramSettings.model_fields,
    "answers": AnswerSettings.model_fields,
    "logging": LoggingSettings.model_fields,
}


def rows(heading: str) -> list[list[str]]:
    """The table under a heading, without its head."""
    section = PAGE.split(f"\n## {heading}\n")[1].split("\n## ")[0]
    lines = [line for line in section.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


def test_every_setting_is_told_with_its_default() -> None:
    told: dict[str, str] = {}
    for names, default, _ in rows("Settings"):
        keys = re.findall(r"`(\w+)`", names)
        told.update(zip(keys, default.split(", "), strict=True))
    fields = TelegramSettings.model_fields
    assert set(told) == set(fields)
    for key, default in told.items():
        value = fields[key].default
        if isinstance(value, bool | int):
            assert default == str(value).lower(), key


def test_every_setting_that_is_named_exists() -> None:
    for section, key in re.findall(r"\b(telegram|answers|logging)\.(\w+)", PAGE):
        if (section, key) != ("telegram", "org"):
            assert key in SETTINGS[section] or key in ("md", "live_smoke", "standin")


def test_every_admin_command_is_told() -> None:
    told = {name for row in rows("Admins") for name in re.findall(r"`/(\w+)", row[0])}
    assert told == {name for name, _ in FOR_ADMINS} == set(ADMIN_COMMANDS)


def test_menus_and_help_name_commands_that_there_are() -> None:
    menus = {name for menu in (IN_GROUPS, IN_PRIVATE, FOR_ADMINS) for name, _ in menu}
    helped = set(re.findall(r"(?<![\w/<])/([a-z]+)", wording.HELP + wording.ADMIN_HELP))
    commands = {*ASKED, *CHATTED, *ADMIN_COMMANDS}
    assert menus <= commands
    assert helped <= commands
    assert menus <= helped | {"help", "start"}


def test_every_test_of_a_fault_that_is_named_exists() -> None:
    tests = (ROOT / "tests" / "telegram" / "test_faults.py").read_text(encoding="utf-8")
    named = re.findall(r"`(test_\w+)`", PAGE)
    assert len(named) == 14
    assert [name for name in named if f"def {name}(" not in tests] == []
