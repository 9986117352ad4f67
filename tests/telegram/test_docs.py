"""The page for operators names what there is, and all of it."""

from __future__ import annotations

import re
import tomllib

from bot import wording
from bot.handlers.menus import FOR_ADMINS, IN_GROUPS, IN_PRIVATE
from bot.handlers.wiring import ASKED, CHATTED
from bot.handlers.wiring import FOR_ADMINS as ADMIN_COMMANDS
from config.settings import AnswerSettings, LoggingSettings, Settings, TelegramSettings
from tests.telegram.driving import ROOT

PAGE = (ROOT / "docs" / "telegram.md").read_text(encoding="utf-8")
README = (ROOT / "README.md").read_text(encoding="utf-8")
SETTINGS = {
    "telegram": TelegramSettings.model_fields,
    "answers": AnswerSettings.model_fields,
    "logging": LoggingSettings.model_fields,
}


def rows(heading: str, page: str = PAGE) -> list[list[str]]:
    """The table under a heading, without its head."""
    section = re.split(r"\n##+ ", page.split(f"# {heading}\n")[1])[0]
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


def test_the_readme_tells_the_same_admin_commands() -> None:
    told = {
        name for row in rows("Admin commands", README) for name in re.findall(r"`/(\w+)", row[0])
    }
    assert told == set(ADMIN_COMMANDS)


def test_settings_of_the_readme_exist_with_their_defaults() -> None:
    for names, default, _ in rows("Settings to think about", README):
        for section, key in re.findall(r"`(\w+)\.(\w+)`", names):
            value = getattr(getattr(Settings(), section), key)
            if value not in ((), None):
                assert default.strip("`") == str(value).lower().replace("info", "INFO"), key


def test_settings_that_are_shown_can_be_used() -> None:
    for block in re.findall(r"^ *```toml\n(.*?)^ *```", README + PAGE, re.DOTALL | re.MULTILINE):
        Settings.model_validate(tomllib.loads(block))


def test_headings_that_are_pointed_to_are_there() -> None:
    pages = {"docs/telegram.md": PAGE, "../README.md": README}
    for text in (README, PAGE):
        for name, anchor in re.findall(r"\]\(([^)#:]+)#([^)]+)\)", text):
            headings = re.findall(r"^#+ (.+)$", pages[name], re.MULTILINE)
            anchors = {re.sub(r"[^\w -]", "", h).lower().replace(" ", "-") for h in headings}
            assert anchor in anchors, (name, anchor)


def test_menus_and_help_name_commands_that_there_are() -> None:
    menus = {name for menu in (IN_GROUPS, IN_PRIVATE, FOR_ADMINS) for name, _ in menu}
    helped = set(re.findall(r"(?<![\w/<])/([a-z]+)", wording.HELP + wording.ADMIN_HELP))
    commands = {*ASKED, *CHATTED, *ADMIN_COMMANDS}
    assert menus <= commands
    assert helped <= commands
    assert menus <= helped | {"help", "start"}


def test_every_test_of_a_fault_that_is_named_exists_and_runs_in_the_modes_told() -> None:
    tests = (ROOT / "tests" / "telegram" / "test_faults.py").read_text(encoding="utf-8")
    takes = dict(re.findall(r"^def (test_\w+)\(([^)]*)\)", tests, re.MULTILINE))
    told = re.findall(r"`(test_\w+)` \| (both|polling) \|$", PAGE, re.MULTILINE)
    assert len(told) == len(re.findall(r"`test_\w+`", PAGE)) >= 15
    for name, modes in told:
        # One bot for each mode, or a mode of its own.
        in_both = re.search(r"\b(bot|modes?):", takes[name]) is not None
        skips = "pytest.skip(" in tests.partition(f"def {name}(")[2].partition("\ndef ")[0]
        assert (in_both and not skips) == (modes == "both"), name
