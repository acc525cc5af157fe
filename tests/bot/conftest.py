"""What the tests of the bot share: TDLib as the judge of our texts, and the whole bot on a stage with its readers."""

import asyncio
import itertools
import json
from collections.abc import AsyncIterator, Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import pytest

from bot.runtime import lazy_models
from parsers.article import Article, Tag
from storage.database import Database
from storage.model import Subscriber

if TYPE_CHECKING:
    from pydantic.fields import FieldInfo

    from bot.demo.telegram.bot_api import BotApi
    from bot.demo.telegram.chats import Sent
    from bot.demo.telegram.people import Person


# As `svodka run` loads it, and 1.4 s sooner in each process of tests.
lazy_models.import_aiogram()


class JudgeError(AssertionError):
    """TDLib refuses a text; the message is the one Telegram would answer with."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parsed:
    """A text as its reader sees it; entities in TDLib's form, offsets and lengths in UTF-16 units."""

    text: str
    entities: tuple[dict[str, Any], ...]

    def links(self) -> list[str]:
        """Return the addresses behind words, in order."""
        return [entity["type"]["url"] for entity in self.entities if "url" in entity["type"]]


Judge: TypeAlias = Callable[[str], Parsed]


@pytest.fixture(scope="session")
def judge() -> Judge:
    """Parse Telegram HTML with TDLib, the parser of Telegram's own Bot API server; needs no network."""
    import tdjson

    def execute(request: dict[str, Any]) -> dict[str, Any]:
        answer: dict[str, Any] = json.loads(tdjson.td_execute(json.dumps(request).encode()) or b"{}")
        return answer

    execute({"@type": "setLogVerbosityLevel", "new_verbosity_level": 0})

    def parse(html: str) -> Parsed:
        answer = execute({"@type": "parseTextEntities", "text": html, "parse_mode": {"@type": "textParseModeHTML"}})
        if answer["@type"] == "error":
            raise JudgeError(answer["message"])
        return Parsed(text=answer["text"], entities=tuple(answer["entities"]))

    return parse


@dataclass(slots=True)
class Clock:
    """The time, as the test wants it: a Sunday afternoon in Almaty."""

    now: datetime = datetime(2026, 11, 22, 9, 5, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **span: float) -> None:
        self.now += timedelta(**span)


@dataclass(kw_only=True)
class Stage:
    """The bot as it answers readers, real but for Telegram; digests asked for are noted, not composed."""

    api: "BotApi"
    database: Database
    clock: Clock
    asked: list[int] = field(default_factory=list)
    composes: bool = True
    breaks: bool = False
    written: int = 0

    def person(self, user_id: int = 7, language: str = "ru") -> "Person":
        return self.api.person(user_id, "Айгерим", language)

    async def write(
        self,
        *titles: str,
        hours_ago: float = 5,
        site: str = "zakon.kz",
        lead: str = "",
        language: str = "ru",
        tags: tuple[str, ...] = (),
    ) -> None:
        """Let a publisher write articles, and find their stories and topics, as the crawl does."""
        from bot.crawler import ingest
        from storage.stories.clustering import features

        for title in titles:
            self.written += 1
            article = Article(
                url=f"https://{site}/{self.written}",
                site=site,
                site_id=str(self.written),
                title=title,
                lead=lead,
                published_at=self.clock.now - timedelta(hours=hours_ago),
                language=language,
                tags=tuple(Tag(label=label) for label in tags),
            )
            extracted = features.extract(article)
            await ingest.save(
                self.database, article, extracted, found_at=article.url, now=self.clock.now - timedelta(hours=hours_ago)
            )

    async def press(self, person: "Person", data: str, *, about: int | None = None) -> "list[Sent]":
        """Press a button that may be on no keyboard of ours, under the bot's last message.

        `about` is the chat whose settings it says it is about; by default the reader's own. 0: it says nothing.
        """
        from bot import keyboards

        if about != 0:
            data = keyboards.mark(data, about or person.id)
        query: dict[str, object] = {
            "id": person.actor.messenger.ask(person.id, person.last),
            "from": person.wire,
            "message": person.actor.messenger.wire(person.last),
            "data": data,
            "chat_instance": "1",
        }
        return await person._do("callback_query", query, person.chat)

    async def digest_now(self, database: Database, subscriber: Subscriber, *, now: datetime) -> bool:
        assert database is self.database
        assert now == self.clock.now
        if self.breaks:
            raise RuntimeError("a bug of ours")
        self.asked.append(subscriber.chat_id)
        return self.composes


@pytest.fixture
def clock() -> Clock:
    """A clock that stands still until it is told to move."""
    return Clock()


@pytest.fixture
async def stage(database: Database, clock: Clock) -> AsyncIterator[Stage]:
    """The bot, polling a local Bot API server over HTTP."""
    from aiogram import Bot
    from aiogram.client.telegram import TelegramAPIServer

    from bot import dispatcher
    from bot.delivery.session import Session
    from bot.demo.telegram.bot_api import BotApi
    from bot.updates.inbox import Inbox
    from bot.updates.polling import Poller

    async with BotApi(clock=clock) as api:
        built = Stage(api=api, database=database, clock=clock)
        session = Session(api=TelegramAPIServer.from_base(api.url))
        bot = Bot(api.token, session=session)
        answers = dispatcher.build(database, clock=clock, digest_now=built.digest_now)
        stop = asyncio.Event()
        poller = Poller(bot, answers, Inbox(database=database, clock=clock))
        # The poller goes on without a slow handler: what it has fetched may still be without its answer.
        api.busy = lambda: poller.busy
        polling = asyncio.get_running_loop().create_task(poller.run(stop, long_poll=1))
        yield built
        stop.set()
        await polling
        # aiogram's own close sleeps for a quarter of a second.
        if session._session is not None:
            await session._session.close()


@pytest.fixture
async def reader(stage: Stage) -> "Person":
    """Somebody who reads Russian and has a private chat with the bot."""
    return stage.person()


@pytest.fixture
def kinds_of_buttons() -> list[str]:
    """Return buttons of every class of callback data, wherever it stands, with each value of what has few.

    Those that go where a command goes are left out: they are as many as commands.
    """
    from aiogram.filters.callback_data import CallbackData

    from bot import dispatcher  # noqa: F401 - imports every module that has a class

    ours = [kind for kind in CallbackData.__subclasses__() if kind.__module__.startswith("bot.")]
    return [
        kind(**dict(zip(kind.model_fields, values, strict=True))).pack()
        for kind in ours
        if kind.__prefix__ != "go"
        for values in itertools.product(*map(_examples, kind.model_fields.values()))
    ]


def _examples(field: "FieldInfo") -> Iterable[object]:
    annotation: Any = field.annotation
    if any(getattr(rule, "pattern", None) for rule in field.metadata):
        return ("",)  # what is bounded by a pattern may be left out
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        return list(annotation)
    return {bool: (False, True), int: (1,), str: ("x",)}[annotation]


Command: TypeAlias = Callable[..., int]


@pytest.fixture
def svodka(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Command:
    """Run the command line in an empty folder with no settings, on a wide screen; returns the exit code."""
    from bot import config
    from bot.cli import console, program

    for name in config.Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.setenv("SEMANTIC", "off")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(console.console, "_width", 250)

    def run(*arguments: str) -> int:
        return program.run(list(arguments))

    return run
