"""Settings from everywhere: defaults < TOML file < environment < flags."""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import platformdirs
from pydantic import BaseModel, ValidationError
from pydantic_settings import (
    BaseSettings,
    EnvSettingsSource,
    InitSettingsSource,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)

from config.errors import UserError
from config.settings import Settings

PREFIX = "QUOTH_"
OTHER_VARIABLES = {"QUOTH_CONFIG", "QUOTH_WEBHOOK_SECRET"}  # ours, but not settings
FILE_NAME = "quoth.toml"


def known_keys() -> list[str]:
    """Every setting as ``section.key``."""
    return [
        f"{section}.{key}"
        for section, field in Settings.model_fields.items()
        if isinstance(field.annotation, type) and issubclass(field.annotation, BaseModel)
        for key in field.annotation.model_fields
    ]


def settings_file(config: Path | None, environ: Mapping[str, str]) -> Path | None:
    """The TOML file that applies: the one named, else ``quoth.toml`` here or in the user's folder.

    Raises UserError when a file was named and is not there.
    """
    named = config or (Path(environ["QUOTH_CONFIG"]) if environ.get("QUOTH_CONFIG") else None)
    if named:
        if not named.is_file():
            raise UserError(f"{named}: no such settings file; give one that exists with --config")
        return named
    usual = (Path(FILE_NAME), platformdirs.user_config_path("quoth", appauthor=False) / FILE_NAME)
    return next((path for path in usual if path.is_file()), None)


def load_settings(
    *,
    config: Path | None = None,
    flags: Mapping[str, Mapping[str, Any]] | None = None,
    environ: Mapping[str, str],
) -> Settings:
    """The settings of this run; ``flags`` are the strongest, as ``{section: {key: value}}``.

    Raises UserError, one line that names the key and where it stands, for an unknown key or a
    value that does not fit.
    """
    path = settings_file(config, environ)
    from_file = _read_toml(path) if path else {}
    _refuse_unknown_variables(environ)
    origins = _Origins(path, from_file, environ, flags or {})
    try:
        loaded = _everywhere(from_file, environ, flags or {})
        settings = Settings.model_validate(loaded.model_dump())
    except ValidationError as error:
        raise UserError(origins.explain(error)) from None
    return _with_paths_beside(path, from_file, settings)


def _read_toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UserError(f"{path}: not valid TOML: {error}; mend the file") from None
    except OSError as error:
        raise UserError(f"{path}: cannot be read: {error.strerror}; mend its rights") from None


def _everywhere(
    from_file: dict[str, Any], environ: Mapping[str, str], flags: Mapping[str, Any]
) -> Settings:
    class Everywhere(Settings, BaseSettings):
        model_config = SettingsConfigDict(
            env_prefix=PREFIX, env_nested_delimiter="_", env_nested_max_split=1, extra="forbid"
        )

        @classmethod
        def settings_customise_sources(
            cls,
            settings_cls: type[BaseSettings],
            init_settings: PydanticBaseSettingsSource,
            env_settings: PydanticBaseSettingsSource,
            dotenv_settings: PydanticBaseSettingsSource,
            file_secret_settings: PydanticBaseSettingsSource,
        ) -> tuple[PydanticBaseSettingsSource, ...]:
            return (
                InitSettingsSource(settings_cls, dict(flags)),
                _GivenEnvironment(settings_cls, environ),
                InitSettingsSource(settings_cls, from_file),
            )

    return Everywhere()


class _GivenEnvironment(EnvSettingsSource):
    """The environment that was handed over, not the one of the process."""

    def __init__(self, settings_cls: type[BaseSettings], environ: Mapping[str, str]) -> None:
        self._environ = environ
        super().__init__(settings_cls)

    def _load_env_vars(self) -> Mapping[str, str | None]:
        return {key.lower(): value for key, value in self._environ.items()}


def _refuse_unknown_variables(environ: Mapping[str, str]) -> None:
    known = {f"{PREFIX}{key.replace('.', '_').upper()}" for key in known_keys()} | OTHER_VARIABLES
    for name in sorted(environ):
        if name.startswith(PREFIX) and name not in known:
            raise UserError(f"environment: unknown setting {name}{_nearest(name, sorted(known))}")


def _nearest(key: str, known: list[str]) -> str:
    near = difflib.get_close_matches(key, known, n=1, cutoff=0.0)
    return f"; the nearest known one is {near[0]}" if near else ""


class _Origins:
    """Where each value came from, so that an error can name its place."""

    def __init__(
        self,
        path: Path | None,
        from_file: Mapping[str, Any],
        environ: Mapping[str, str],
        flags: Mapping[str, Mapping[str, Any]],
    ) -> None:
        self._path, self._from_file, self._environ, self._flags = path, from_file, environ, flags

    def explain(self, error: ValidationError) -> str:
        """The first fault, as one line."""
        fault = error.errors(include_url=False)[0]
        key = ".".join(str(part) for part in fault["loc"][:2])
        place = self._place(key)
        if fault["type"] == "extra_forbidden":
            return f"{place}: unknown setting {key}{_nearest(key, _names_like(key))}"
        reason = fault["msg"].removeprefix("Value error, ")
        if fault["type"] == "model_type":
            reason = f"it is a section; write [{key}] and its settings below"
        return f"{place}: {key} = {_shown(fault['input'])} does not fit: {_lower(reason)}"

    def _place(self, key: str) -> str:
        section, _, name = key.partition(".")
        if name in self._flags.get(section, {}):
            return "command line"
        variable = f"{PREFIX}{key.replace('.', '_').upper()}"
        if variable in self._environ:
            return f"environment: {variable}"
        return str(self._path or "settings")


def _names_like(key: str) -> list[str]:
    if "." in key:
        return known_keys()
    return [*Settings.model_fields, *known_keys()]


def _shown(value: object) -> str:
    shown = repr(value)
    return shown if len(shown) < 60 else f"{shown[:57]}..."


def _lower(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:]


def _with_paths_beside(
    path: Path | None, from_file: dict[str, Any], settings: Settings
) -> Settings:
    """Relative paths written in the file count from the file's folder."""
    if path is None:
        return settings
    changes: dict[str, BaseModel] = {}
    for section, key in (("corpus", "path"), ("index", "data")):
        written = from_file.get(section, {}).get(key)
        current = getattr(settings, section)
        if written is not None and getattr(current, key) == Path(written):
            beside = path.parent / Path(written).expanduser()
            changes[section] = current.model_copy(update={key: beside})
    return settings.model_copy(update=changes)


def example_toml() -> str:
    """The example file: every setting with its default and what it does."""
    return "\n".join(_example_lines())


def _example_lines() -> Iterator[str]:
    yield "# Every setting of Quoth with its default. Copy this file to quoth.toml and change it."
    yield "# The environment is stronger (QUOTH_INDEX_THREADS=1), flags are strongest."
    yield "# The bot's token never stands here: TELEGRAM_BOT_TOKEN or TELEGRAM_BOT_TOKEN_FILE."
    for section, field in Settings.model_fields.items():
        model = field.annotation
        assert isinstance(model, type)
        assert issubclass(model, BaseModel)
        yield f"\n[{section}]"
        for key, setting in model.model_fields.items():
            yield f"# {setting.description}"
            yield (
                f"{key} = {_toml(setting.default)}" if setting.default is not None else f"#{key} ="
            )
    yield ""


def _toml(value: object) -> str:
    match value:
        case bool():
            return str(value).lower()
        case str():
            return f'"{value}"'
        case tuple():
            return f"[{', '.join(_toml(item) for item in value)}]"
        case _:
            return str(value)
