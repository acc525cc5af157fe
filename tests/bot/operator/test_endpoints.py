"""What other programs are told on the metrics port, and when it says that something is wrong."""

import asyncio
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import aiohttp
import pytest

from bot.config import SettingsError
from bot.operator import endpoints, health
from bot.operator.health import Health
from bot.operator.vitals import Vitals, Watch
from bot.runtime.progress import Progress
from storage.database import Database
from storage.maintenance.overview import Overview
from tests.bot.conftest import Clock
from tests.bot.test_app import running

if TYPE_CHECKING:
    from bot.app import Application

Look = Callable[[str], Awaitable[tuple[int, str]]]


@asynccontextmanager
async def _looking(judge: Health) -> AsyncIterator[Look]:
    async with (
        endpoints.served(endpoints.build(judge), 0, setting="METRICS_PORT") as port,
        aiohttp.ClientSession() as session,
    ):

        async def look(path: str) -> tuple[int, str]:
            async with session.get(f"http://127.0.0.1:{port}{path}") as answer:
                return answer.status, await answer.text()

        yield look


@dataclass
class Bench:
    """A bot's progress by a clock of the test, and a database that may be away."""

    seconds: float = 1000.0
    trouble: Exception | None = None
    hangs: bool = False
    progress: Progress = field(init=False)

    def __post_init__(self) -> None:
        self.progress = Progress(elapsed=lambda: self.seconds)

    async def ask(self) -> None:
        if self.hangs:
            await asyncio.sleep(60)
        if self.trouble:
            raise self.trouble

    def all_move(self) -> None:
        for part in (health.POLLED, health.POLL_TRIED, health.CRAWLED, health.DELIVERED):
            self.progress.moved(part)


async def test_what_has_not_begun_is_not_ready_and_alive() -> None:
    bench = Bench()
    async with _looking(Health(progress=bench.progress, ask=bench.ask)) as look:
        status, said = await look("/readyz")
        assert status == 503
        assert "polling has not begun yet" in said
        assert await look("/healthz") == (200, "ok\n")


async def test_messages_that_wait_while_none_is_sent_are_late_and_not_ready(database: Database) -> None:
    now = datetime(2026, 12, 1, 8, tzinfo=UTC)
    bench = Bench()
    bench.all_move()

    def seen(**numbers: object) -> None:
        watch.latest = Vitals(at=now, overview=Overview(**numbers))  # type: ignore[arg-type] # by name

    watch = Watch(database=database, clock=lambda: now, progress=bench.progress)
    async with _looking(Health(progress=bench.progress, ask=bench.ask, silence=watch.silence)) as look:
        assert await look("/readyz") == (200, "ok\n")
        seen(waiting=3, oldest_wait=700.0)
        assert await look("/readyz") == (503, "messages have been waiting for 700 s, and none was sent\n")
        seen(waiting=3, oldest_wait=5000.0, sent_at=now - timedelta(seconds=5))
        assert await look("/readyz") == (200, "ok\n")
        seen(waiting=3, oldest_wait=5000.0, sent_at=now - timedelta(seconds=900))
        assert (await look("/readyz"))[0] == 503
        seen(sent_at=now - timedelta(days=1))
        assert await look("/readyz") == (200, "ok\n")


@pytest.mark.parametrize("part", [health.POLLED, health.CRAWLED, health.DELIVERED])
async def test_a_part_that_stands_still_is_named_and_not_ready(part: str) -> None:
    bench = Bench()
    async with _looking(Health(progress=bench.progress, ask=bench.ask)) as look:
        bench.all_move()
        assert await look("/readyz") == (200, "ok\n")
        bench.seconds += health.LIMITS[part] + 1
        for other in {*health.LIMITS, health.POLL_TRIED} - {part}:
            bench.progress.moved(other)
        assert await look("/readyz") == (503, f"{part} has not moved for {health.LIMITS[part] + 1:.0f} s\n")
        assert (await look("/healthz"))[0] == 200, "Telegram or a publisher may be away: a new start would not help"


async def test_polling_that_is_not_even_tried_is_dead() -> None:
    bench = Bench()
    async with _looking(Health(progress=bench.progress, ask=bench.ask)) as look:
        bench.all_move()
        bench.seconds += 601
        status, said = await look("/healthz")
        assert (status, said) == (503, "polling-tried has not moved for 601 s\n")


@pytest.mark.parametrize(("hangs", "trouble"), [(True, None), (False, OSError("gone"))])
async def test_a_database_that_is_away_is_told(
    hangs: bool, trouble: Exception | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(health, "_DATABASE_SECONDS", 0.05)
    bench = Bench(hangs=hangs, trouble=trouble)
    async with _looking(Health(progress=bench.progress, ask=bench.ask)) as look:
        bench.all_move()
        status, said = await look("/readyz")
        assert status == 503
        assert said.startswith("the database ")
        assert "gone" not in said, "an error may hold an address"


@pytest.mark.parametrize("path", ["/", "/metrics/", "/healthz/x", "/admin", "/metrics.txt", "/..%2f..%2fetc/passwd"])
async def test_every_other_path_is_unknown(path: str) -> None:
    bench = Bench()
    async with _looking(Health(progress=bench.progress, ask=bench.ask)) as look:
        assert (await look(path))[0] == 404


async def test_a_port_that_is_taken_is_a_sentence() -> None:
    bench = Bench()
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        answers = endpoints.build(Health(progress=bench.progress, ask=bench.ask))
        with pytest.raises(SettingsError, match=f"METRICS_PORT: port {port} cannot be listened on"):
            await endpoints.served(answers, port, setting="METRICS_PORT").__aenter__()


async def test_numbers_are_shown_for_prometheus(database: Database, clock: Clock) -> None:
    bench = Bench()
    await Watch(database=database, clock=clock, progress=bench.progress).look()
    async with _looking(Health(progress=bench.progress, ask=bench.ask)) as look:
        status, said = await look("/metrics")
    assert status == 200
    for name in ("svodka_due 0.0", "svodka_outbox_waiting 0.0", "svodka_disk_free_ratio", "svodka_fetches_total"):
        assert name in said


async def _until_ready(application: "Application", *, ready: bool) -> None:
    async with asyncio.timeout(30):
        while bool(await application.health.unready()) == ready:
            await asyncio.sleep(0.05)


async def test_the_whole_bot_becomes_ready_and_is_not_while_telegram_is_away(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    import math

    from bot.demo.telegram.bot_api import BotApi

    async with BotApi() as api, running(api, sqlite_url) as application:
        await _until_ready(application, ready=True)
        monkeypatch.setitem(health.LIMITS, health.POLLED, 2.0)
        api.fail("getUpdates", 502, "Bad Gateway", times=math.inf)
        await _until_ready(application, ready=False)
        assert application.health.dead() == []
