"""`svodka check`: a line for each thing tried, and what to do about what does not work."""

import io
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from rich.console import Console

from bot import config
from bot.cli import doctor
from bot.demo.newsroom.server import Newsroom
from bot.demo.telegram.bot_api import BotApi
from parsers.article import Source
from parsers.fetch.client import Politeness
from storage.stories.clustering import embedding

NOW = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)


async def check(
    folder: Path, *, sources: tuple[Source, ...] = (), hosts: frozenset[str] = frozenset(), **settings: object
) -> tuple[bool, str]:
    screen = io.StringIO()
    chosen = config.load(None, **{"database_url": f"sqlite:///{folder}/svodka.db", **settings})
    politeness = Politeness(user_agent="Svodka tests", delay=0, timeout=5, private_hosts=hosts)
    console = Console(file=screen, width=200)
    healthy = await doctor.examine(
        chosen, console, now=NOW, sources=sources, politeness=politeness, env_file=folder / ".env"
    )
    return healthy, screen.getvalue()


async def test_when_everything_works_it_says_so(tmp_path: Path) -> None:
    async with BotApi() as api, Newsroom(started_at=NOW, clock=lambda: NOW) as newsroom:
        healthy, said = await check(
            tmp_path,
            sources=newsroom.sources(),
            hosts=newsroom.hosts,
            bot_token=api.token,
            telegram_api=api.url,
            contact="news@example.org",
        )
    assert healthy
    assert "@svodka_demo_bot" in said
    assert "ok   MESSAGES_PER_SECOND  30 a second, which is free" in said
    assert "articles listed" in said
    assert "ok   SEMANTIC  articles are also compared by meaning" in said
    assert "Everything works" in said
    assert "fail" not in said
    assert "warn" not in said


@pytest.mark.parametrize(
    ("stars", "mark", "says"),
    [
        (12_000, "ok  ", "up to 1,000 a second, for at most 500 Stars a day (5,000 messages beyond 30); 12,000 on the"),
        (50, "warn", "but Telegram wants 10,000 on the balance and there are 50: it will be 30 a second"),
    ],
)
async def test_a_rate_that_is_sold_is_shown_with_what_it_may_cost(
    tmp_path: Path, stars: int, mark: str, says: str
) -> None:
    async with BotApi() as api:
        api.messenger.stars = stars
        healthy, said = await check(
            tmp_path, bot_token=api.token, telegram_api=api.url, messages_per_second=1000, stars_a_day=500
        )
    assert healthy
    assert f"{mark} MESSAGES_PER_SECOND  up to 1,000" in said
    assert says in said


async def test_files_that_others_may_read_are_named_with_what_closes_them(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("BOT_TOKEN=")
    (tmp_path / "svodka.db").touch()
    for name in (".env", "svodka.db"):
        (tmp_path / name).chmod(0o644)
    _, said = await check(tmp_path)
    assert f"warn FILES  others on this machine may read what is the bot's alone: chmod 600 {tmp_path}/.env" in said
    assert f"{tmp_path}/svodka.db" in said
    for name in (".env", "svodka.db"):
        (tmp_path / name).chmod(0o600)
    _, said = await check(tmp_path)
    assert "FILES" not in said


async def test_a_model_that_is_asked_for_and_missing_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embedding, "PACKAGE", "no_such_package")
    async with BotApi() as api:
        for semantic, said_so in (("on", True), ("auto", False), ("off", False)):
            healthy, said = await check(tmp_path, bot_token=api.token, telegram_api=api.url, semantic=semantic)
            assert healthy
            assert ("warn SEMANTIC  the model is not installed; `make semantic` does that" in said) is said_so


async def test_a_source_that_refuses_us_is_no_reason_not_to_run(tmp_path: Path) -> None:
    async with BotApi() as api, Newsroom(started_at=NOW, clock=lambda: NOW) as newsroom:
        healthy, said = await check(
            tmp_path, sources=newsroom.sources()[:1], bot_token=api.token, telegram_api=api.url, contact="me"
        )
    assert healthy
    assert "warn zakon.kz" in said
    assert "The bot can run" in said


async def test_an_index_of_sitemaps_is_a_listing_too(tmp_path: Path) -> None:
    async with BotApi() as api, Newsroom(started_at=NOW, clock=lambda: NOW) as newsroom:
        zakon = newsroom.sources()[0]
        _, said = await check(
            tmp_path,
            sources=(replace(zakon, listings=zakon.backfill),),
            hosts=newsroom.hosts,
            bot_token=api.token,
            telegram_api=api.url,
        )
    assert "1 sitemaps listed" in said
    assert "warn zakon.kz" not in said


async def test_a_missing_token_fails_with_where_to_get_one(tmp_path: Path) -> None:
    healthy, said = await check(tmp_path)
    assert not healthy
    assert "fail BOT_TOKEN" in said
    assert "BotFather" in said
    assert "warn CONTACT" in said


async def test_a_token_telegram_does_not_know_fails(tmp_path: Path) -> None:
    async with BotApi() as api:
        stranger = "123456789:AAExampleExampleExampleExampleExampl"
        healthy, said = await check(tmp_path, bot_token=stranger, telegram_api=api.url)
    assert not healthy
    assert "Telegram does not know it" in said
    assert stranger not in said


async def test_a_telegram_that_does_not_answer_is_named(tmp_path: Path) -> None:
    async with BotApi() as api:
        away = api.url
    healthy, said = await check(tmp_path, bot_token=api.token, telegram_api=away)
    assert not healthy
    assert f"does not answer at {away}" in said


@pytest.mark.parametrize("address", ["postgresql://svodka:hush@127.0.0.1:9/news", "sqlite:////nowhere/at/all.db", "x"])
async def test_a_database_that_cannot_be_opened_fails_with_advice(tmp_path: Path, address: str) -> None:
    healthy, said = await check(tmp_path, database_url=address)
    assert not healthy
    assert "fail DATABASE_URL" in said
    assert "hush" not in said
