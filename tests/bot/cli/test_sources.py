"""Sources at the terminal: trying, adding, listing, exchanging; on the sample publishers."""

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.demo.newsroom.server import Newsroom
from parsers import sites
from parsers.article import Article, Page, ParseError
from parsers.listings.health import Health
from parsers.page import generic
from storage.database import Database
from storage.sources import listing_states
from tests.bot.conftest import Command

START = datetime(2026, 11, 22, 7, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def one_source(svodka: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCES", "zakon.kz")


@pytest.fixture
async def newsroom() -> AsyncIterator[Newsroom]:
    async with Newsroom(started_at=START, clock=lambda: START) as opened:
        yield opened


def front(newsroom: Newsroom, number: int) -> tuple[str, str, str]:
    """A publisher's front page, and the option that allows it: 1 has an RSS feed, 4 a news sitemap."""
    url = newsroom.front_pages[number][1]
    return url, "--allow-private", url.removeprefix("http://").rstrip("/")


@pytest.mark.parametrize(("number", "kind"), [(1, "feed"), (2, "feed"), (3, "feed"), (4, "sitemap")])
async def test_trying_an_address_shows_the_list_and_the_first_article(
    svodka: Command, newsroom: Newsroom, capsys: pytest.CaptureFixture[str], number: int, kind: str
) -> None:
    assert await asyncio.to_thread(svodka, "source", "try", *front(newsroom, number)) == 0
    shown = capsys.readouterr().out
    assert f"({kind}, found:" in shown
    assert "articles, newest 2026-11-22" in shown
    assert "published" in shown


async def test_trying_a_name_shows_the_posts_of_its_channel(
    svodka: Command, newsroom: Newsroom, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    base = newsroom.preview.base
    monkeypatch.setenv("TELEGRAM_PREVIEW", base)
    allow = ("--allow-private", base.removeprefix("http://"))
    assert await asyncio.to_thread(svodka, "source", "try", "@steppe_now", *allow) == 0
    shown = capsys.readouterr().out
    assert "(channel, found: given): 4 articles, newest 2026-11-22" in shown
    assert "Сильный снегопад идёт на Алматы" in shown
    assert "Подписаться" not in shown
    assert "site       t.me/steppe_now #412" in shown
    assert await asyncio.to_thread(svodka, "source", "try", "@quiet_steppe", *allow) == 1
    assert "Nothing to read there: no-preview" in capsys.readouterr().out
    assert await asyncio.to_thread(svodka, "source", "add", "@alatau_roads", *allow) == 0
    assert "Added as t.me/alatau_roads" in capsys.readouterr().out


async def test_trying_says_what_was_tried_in_vain(
    svodka: Command, newsroom: Newsroom, capsys: pytest.CaptureFixture[str]
) -> None:
    url, *allow = front(newsroom, 1)
    assert await asyncio.to_thread(svodka, "source", "try", f"{url}nowhere", *allow) in {0, 1}
    assert "404" in capsys.readouterr().out


async def test_a_known_source_is_tried_by_its_name_and_read_its_own_way(
    svodka: Command, newsroom: Newsroom, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    zakon = newsroom.sources()[0]
    monkeypatch.setattr(sites, "SOURCES", (zakon,))
    allow = [word for host in newsroom.hosts for word in ("--allow-private", host)]
    assert await asyncio.to_thread(svodka, "source", "try", "zakon.kz", *allow) == 0
    shown = capsys.readouterr().out
    assert "(html, found: given)" in shown
    assert "site       zakon.kz" in shown
    assert await asyncio.to_thread(svodka, "source", "try", "zakon.kz") == 1
    assert "(given): address" in capsys.readouterr().out


async def test_a_known_sources_reading_is_compared_with_that_of_any_page(
    svodka: Command, newsroom: Newsroom, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuses(page: Page) -> Article:
        raise ParseError(page.url, "an article without title", missing=("title",))

    zakon = replace(newsroom.sources()[0], parse_otherwise=generic.parse_article)
    allow = [word for host in newsroom.hosts for word in ("--allow-private", host)]
    command = ("source", "try", "zakon.kz", "--diff", *allow)
    monkeypatch.setattr(sites, "SOURCES", (zakon,))
    assert await asyncio.to_thread(svodka, *command) == 0
    shown = capsys.readouterr().out
    assert all(word in shown for word in ("its module", "as any page", "letters", "the same"))
    monkeypatch.setattr(sites, "SOURCES", (replace(zakon, parse_article=refuses),))
    assert await asyncio.to_thread(svodka, *command) == 1
    shown = capsys.readouterr().out
    assert "an article without title" in shown
    assert "  + " in shown
    monkeypatch.setattr(sites, "SOURCES", (replace(zakon, parse_otherwise=None),))
    assert await asyncio.to_thread(svodka, *command) == 0
    assert "has no module of its own" in capsys.readouterr().out


async def test_a_private_address_is_refused_unless_it_is_allowed(
    svodka: Command, newsroom: Newsroom, capsys: pytest.CaptureFixture[str]
) -> None:
    url, *_ = front(newsroom, 1)
    for command in ("try", "add"):
        assert await asyncio.to_thread(svodka, "source", command, url) == 1
        assert str(Health.REDIRECTS) in capsys.readouterr().out
    assert "--allow-private" not in _help(svodka, capsys, "source", "try")


def _help(svodka: Command, capsys: pytest.CaptureFixture[str], *command: str) -> str:
    assert svodka(*command, "--help") == 0
    return capsys.readouterr().out


async def test_a_source_is_added_listed_exported_and_removed(
    svodka: Command, newsroom: Newsroom, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert await asyncio.to_thread(svodka, "source", "add", *front(newsroom, 1)) == 0
    assert "Added as 127.0.0.1." in capsys.readouterr().out
    assert await asyncio.to_thread(svodka, "source", "add", *front(newsroom, 1)) == 1
    assert "reads it already" in capsys.readouterr().out

    assert await asyncio.to_thread(svodka, "sources") == 0
    listed = capsys.readouterr().out
    assert "zakon.kz" in listed
    assert "/rss.xml" in listed

    assert await asyncio.to_thread(svodka, "source", "export", "feeds.opml") == 0
    assert "/rss.xml" in (tmp_path / "feeds.opml").read_text(encoding="utf-8")
    assert await asyncio.to_thread(svodka, "source", "export", "feeds.opml") == 1

    assert await asyncio.to_thread(svodka, "source", "remove", "127.0.0.1") == 0
    assert await asyncio.to_thread(svodka, "source", "remove", "zakon.kz") == 1
    assert "SOURCES=-NAME" in capsys.readouterr().out
    await asyncio.to_thread(svodka, "sources")
    assert "/rss.xml" not in capsys.readouterr().out


async def test_the_list_says_what_is_wrong_with_a_source(
    svodka: Command, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert await asyncio.to_thread(svodka, "db", "migrate") == 0
    now = datetime.now(UTC)
    async with await Database.open(f"sqlite:///{tmp_path}/svodka.db") as database, database.transaction() as connection:
        from bot.sources import catalogue

        listing = catalogue.chosen(["zakon.kz"])["zakon.kz"].listings[0]
        await listing_states.register(connection, {listing.url: "zakon.kz"}, now=now)
        (state,) = await listing_states.due(connection, [listing.url], now=now, lease=timedelta(minutes=1))
        await listing_states.failed(connection, state, Health.FORBIDDEN, now=now, detail="answered 403 [red]")
    assert await asyncio.to_thread(svodka, "sources") == 0
    shown = capsys.readouterr().out
    assert "forbidden" in shown
    assert "answered 403 [red]" in shown


async def test_a_file_of_feeds_is_imported(svodka: Command, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "feeds.opml").write_text(
        '<opml><body><outline text="Степь" xmlUrl="https://steppe.example/rss"/>'
        '<outline xmlUrl="http://127.0.0.1/rss"/></body></opml>',
        encoding="utf-8",
    )
    assert await asyncio.to_thread(svodka, "source", "import", "feeds.opml") == 0
    assert "1 added, 0 known, 1 not usable." in capsys.readouterr().out
    (tmp_path / "feeds.opml").write_bytes(b"\x00<html>")
    assert await asyncio.to_thread(svodka, "source", "import", "feeds.opml") == 1
    assert "not an OPML file" in capsys.readouterr().err


def test_the_operator_guide_lists_every_command_for_sources(
    svodka: Command, capsys: pytest.CaptureFixture[str]
) -> None:
    guide = (Path(__file__).parents[3] / "docs" / "operating.md").read_text(encoding="utf-8")
    helped = _help(svodka, capsys, "source")
    for command in ("try", "add", "remove", "import", "export"):
        assert f" {command} " in helped
        assert f"`svodka source {command}" in guide
    for word in Health:
        assert f"`{word}`" in guide


async def test_a_list_that_goes_into_a_file_is_whole(
    svodka: Command, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from bot.cli import console
    from bot.sources import catalogue

    monkeypatch.delenv("SOURCES")
    monkeypatch.setattr(console.console, "_width", 40)
    assert await asyncio.to_thread(svodka, "sources") == 0
    lines = [line.split("\t") for line in capsys.readouterr().out.splitlines()]
    known = catalogue.chosen([])
    assert [line[0] for line in lines] == list(known)
    assert all(listing.url in line[2] for line in lines for listing in known[line[0]].listings)


async def test_a_list_for_programs_is_json(svodka: Command, capsys: pytest.CaptureFixture[str]) -> None:
    assert await asyncio.to_thread(svodka, "sources", "--json") == 0
    found = json.loads(capsys.readouterr().out)
    (zakon,) = (one for one in found if one["name"] == "zakon.kz")
    assert (zakon["health"], zakon["since"], zakon["language"]) == ("new", None, "ru")
    assert zakon["listings"]
