"""Settings, read once from the environment and `.env`; each name also stands in `.env.example` (a test compares)."""

import re
from io import StringIO
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import SplitResult, urlsplit

from dotenv.parser import parse_stream
from pydantic import Field, SecretStr, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, NoDecode, PydanticBaseSettingsSource, SettingsConfigDict
from yarl import URL

from bot.runtime import redaction

_CHAT_ID = re.compile(r"-?[1-9][0-9]{0,14}")
_LONGEST_CONTACT = 200
_FREE_PER_SECOND = 30
# Of a name in ASCII, or an address; what else is in one was pasted along.
_HOST = re.compile(r"[A-Za-z0-9._:-]+")
# The library adds it, and the token: people paste addresses that have both.
_BOT_IN_PATH = re.compile(r"/bot(?:[0-9]|$)")


class SettingsError(Exception):
    """The settings cannot be used; the message names each one and says what to do."""


class Settings(BaseSettings):
    """What an operator may set. Every field is an environment variable of the same name in capitals."""

    model_config = SettingsConfigDict(env_file=".env", env_file_encoding="utf-8-sig", extra="ignore", frozen=True)

    bot_token: SecretStr = SecretStr("")
    """From @BotFather. Needed by `run` only."""

    database_url: str = Field(default="sqlite:///svodka.db", repr=False)
    """`sqlite:///file.db` or `postgresql://user:password@host/database`."""

    contact: str = ""
    """An address or page where publishers can reach you; it stands in our User-Agent."""

    sources: Annotated[tuple[str, ...], NoDecode] = ()
    """Names of the sources to read, separated by commas; empty means all of the catalogue. `-name` leaves one out."""

    source_policy: Literal["", "private", "open", "approval", "closed"] = ""
    """What becomes of sources that readers add: `private` (read for who added them), `open` (for everybody),
    `approval` (for everybody once the operator consents), `closed` (readers add none). Empty: private."""

    operator_chat_id: int | None = None
    """The chat that is told of trouble and may give the operator's commands; empty for none."""

    telegram_api: str = Field(default="https://api.telegram.org", repr=False)
    """The Bot API server; a local one when you run your own."""

    telegram_preview: str = Field(default="https://t.me", repr=False)
    """Where public channels are shown to browsers; a mirror of your own where t.me cannot be reached."""

    proxy: str = Field(default="", repr=False)
    """An HTTP proxy for requests to publishers, `http://host:port` or `http://user:password@host:port`; empty: none."""

    crawl_seconds: float = Field(default=60, ge=1, le=3600)
    """How often to look which listings are due."""

    deliver_seconds: float = Field(default=5, ge=0.2, le=60)
    """How often to look which digests are due."""

    messages_per_second: int = Field(default=30, ge=1, le=1000)
    """How many messages leave in a second at most. 30 are free; Telegram sells up to 1,000 for 0.1 Stars each beyond 30
    a second, to bots with 10,000 Stars on their balance."""

    stars_a_day: int = Field(default=0, ge=0, le=1_000_000, validate_default=True)
    """The most that messages beyond 30 a second may cost a day (UTC), in Stars."""

    workers: int = Field(default=1, ge=1, le=32)
    """Processes that read the catalogue's pages; one more reads what people add."""

    semantic: Literal["auto", "on", "off"] = "auto"
    """Whether articles are also compared by meaning: if svodka[semantic] is installed, always (`check` says what is
    missing), or never."""

    keep_days: int = Field(default=30, ge=7, le=36_500)
    """How long sent messages stay in the outbox. Stories and what readers were told are kept."""

    backup_hours: float = Field(default=24, ge=0, le=24 * 31)
    """How often a SQLite database is copied while the bot runs; 0 for never."""

    backup_keep: int = Field(default=7, ge=1, le=1000)
    """How many of these copies are kept; those made before a change of the schema are not counted."""

    backup_folder: str = ""
    """Where the copies go; empty: a folder `backups` beside the database."""

    metrics_port: int = Field(default=0, ge=0, le=65535)
    """A loopback port for /metrics, /healthz, /readyz and the operator's page; 0 for none."""

    page_changes: Literal["on", "off"] = "off"
    """Whether sources and stories may be changed on the operator's page, or only looked at."""

    page_address: str = ""
    """Where the operator's browser finds the page, if a proxy of yours leads there; empty: http://127.0.0.1:PORT."""

    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    """How much the log says."""

    log_format: Literal["text", "json"] = "text"
    """Lines for people, or a JSON object each for a collector."""

    @field_validator("log_level", mode="before")
    @classmethod
    def _in_capitals(cls, value: Any) -> Any:  # noqa: ANN401 - a raw setting may be anything
        return value.upper() if isinstance(value, str) else value

    @field_validator("semantic", "source_policy", "log_format", "page_changes", mode="before")
    @classmethod
    def _in_small_letters(cls, value: Any) -> Any:  # noqa: ANN401 - a raw setting may be anything
        return value.lower() if isinstance(value, str) else value

    @field_validator("sources", mode="before")
    @classmethod
    def _split(cls, value: Any) -> Any:  # noqa: ANN401 - a raw setting may be anything
        if isinstance(value, str):
            return tuple(name.strip() for name in value.split(",") if name.strip())
        return value

    @field_validator("operator_chat_id", mode="before")
    @classmethod
    def _is_a_chat(cls, value: Any) -> Any:  # noqa: ANN401 - a raw setting may be anything
        """Take what a chat's number looks like, and not all that Python can make a number of ("1.0", "5_000")."""
        if value is not None and not _CHAT_ID.fullmatch(str(value)):
            raise ValueError("not a chat's number; it is up to 15 digits, with a minus before those of groups")
        return value

    @field_validator("contact")
    @classmethod
    def _fits_a_header(cls, value: str) -> str:
        """Refuse what no server would take in a User-Agent: every page would fail."""
        if len(value) > _LONGEST_CONTACT or not value.isprintable():
            raise ValueError(f"must be one line of at most {_LONGEST_CONTACT} characters")
        return value

    @field_validator("telegram_api", "telegram_preview", "page_address")
    @classmethod
    def _is_server(cls, value: str, info: ValidationInfo) -> str:
        """Refuse what is no address of a server, and never say what was written: it may hold a password."""
        value = value.rstrip("/")
        if not value and info.field_name == "page_address":
            return value
        parts = _server(value)
        if parts is None or parts.query or parts.fragment or _BOT_IN_PATH.search(parts.path):
            raise ValueError("not a server's address; write https://host or http://host:port, without /bot")
        return value

    @field_validator("proxy")
    @classmethod
    def _is_proxy(cls, value: str) -> str:
        """Refuse what is no HTTP proxy, and never say what was written: it may hold a password."""
        parts = _server(value)
        if value and (parts is None or parts.path.strip("/") or parts.query or parts.fragment):
            raise ValueError("not an HTTP proxy; write http://host:port or http://user:password@host:port")
        return value

    @field_validator("stars_a_day")
    @classmethod
    def _is_affordable(cls, value: int, info: ValidationInfo) -> int:
        """Refuse to buy without a limit."""
        if info.data.get("messages_per_second", 0) > _FREE_PER_SECOND and not value:
            raise ValueError(
                "is not set, and MESSAGES_PER_SECOND is above 30, which Telegram sells: write how many Stars a day it "
                "may cost at most (10 messages beyond 30 a second are a Star)"
            )
        return value

    @field_validator("*", mode="before")
    @classmethod
    def _trim(cls, value: Any, info: ValidationInfo) -> Any:  # noqa: ANN401 - a raw setting may be anything
        """Take what stands between blanks; what is empty is not set, but for the database, which nobody means to lose.

        It stands last, for pydantic begins with the last.
        """
        if not isinstance(value, str):
            return value
        value = value.strip()
        if not value and info.field_name == "database_url":
            raise ValueError("is empty; write sqlite:///svodka.db, or leave the line out for the same")
        assert info.field_name is not None  # noqa: S101 - it is a field's validator
        return value or cls.model_fields[info.field_name].default

    @property
    def backups(self) -> Path | None:
        """Where copies of the database go; None for beside it."""
        return Path(self.backup_folder).expanduser() if self.backup_folder else None

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Arguments win over the environment, which wins over `.env`."""
        del settings_cls, file_secret_settings
        return init_settings, env_settings, dotenv_settings

    def token(self) -> str:
        """Return the bot token, or raise SettingsError that says how to get one; the token itself is never shown."""
        token = self.bot_token.get_secret_value().strip()
        if not token:
            raise SettingsError(
                "BOT_TOKEN is not set. Ask @BotFather in Telegram for a bot, then put BOT_TOKEN=... into .env "
                "(copy .env.example). To try Svodka without a token: make demo."
            )
        if not redaction.TOKEN.fullmatch(token):
            raise SettingsError(
                "BOT_TOKEN does not look like a token: it should be digits, a colon and about 35 letters, "
                "as in 123456789:AAE... Copy it again from @BotFather."
            )
        return token


def load(env_file: Path | None = Path(".env"), **overrides: object) -> Settings:
    """Read the settings; `overrides` win. Raises SettingsError, a line per setting that cannot be used."""
    if env_file is not None:
        _check_file(env_file)
    try:
        return Settings(_env_file=env_file, **overrides)  # type: ignore[arg-type] # pydantic checks the values
    except ValidationError as error:
        lines = (
            f"{'.'.join(map(str, e['loc'])).upper()}: {e['msg'].removeprefix('Value error, ')}"
            for e in error.errors(include_input=False)
        )
        raise SettingsError("Some settings cannot be used:\n  " + "\n  ".join(lines)) from None


def _server(address: str) -> SplitResult | None:
    """Take the address of an HTTP server apart; None for what is none, or what our HTTP client would not take."""
    try:
        parts, url = urlsplit(address), URL(address)
        is_whole = (
            url.host and parts.scheme in ("http", "https") and parts.port != 0 and _HOST.fullmatch(url.raw_host or "")
        )
    except ValueError:
        return None
    return parts if is_whole and address.isprintable() and " " not in address else None


def _check_file(path: Path) -> None:
    """Refuse a file that would be read otherwise than it was meant; never repeat what stands in it."""
    if path.is_dir():
        raise SettingsError(f"{path} is a folder; the settings stand in a file of that name.")
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return
    except OSError as error:
        raise SettingsError(f"{path} cannot be read ({error.strerror}): let this user read it.") from None
    if content.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in content:
        raise SettingsError(f"{path} is written in UTF-16: save it as UTF-8.")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise SettingsError(
            f"{path}, line {line}, is not UTF-8 (it may be Windows-1251): save the file as UTF-8."
        ) from None
    for binding in parse_stream(StringIO(text)):
        if binding.error:
            raise SettingsError(f"{path}, line {binding.original.line}, cannot be read: write NAME=value, a line each.")
        if binding.key and binding.value is None:
            raise SettingsError(
                f"{path}, line {binding.original.line}, has no value: write {binding.key[:40]}=value, or take it out."
            )
