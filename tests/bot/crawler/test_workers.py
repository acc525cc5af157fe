"""Reading in worker processes: a page that takes too long, or kills its reader, is a ParseError and stops nobody."""

import asyncio
import os
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Awaitable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.crawler.workers import Workers
from parsers.article import Article, Link, Page, ParseError
from storage.stories.clustering import embedding

NOW = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)
PAGE = Page(url="https://news.example/latest", body=b"one two", fetched_at=NOW)


def words_as_links(page: Page) -> list[Link]:
    return [Link(url=f"https://news.example/{word}") for word in page.body.decode().split()]


def never(page: Page) -> list[Link]:
    while page:
        time.sleep(1)
    return []


def deadly(page: Page) -> list[Link]:
    os._exit(len(page.body))


def deadly_meaning(beginning: tuple[str, str], language: str) -> bytes:
    os._exit(len(beginning[0] + language))


def refusing(page: Page) -> list[Link]:
    raise ParseError(page.url, "no title", missing=("title",))


def plain_article(page: Page) -> Article:
    title, _, lead = page.body.decode().partition("\n")
    return Article(
        url=page.url, site="news.example", site_id="1", title=title, lead=lead, published_at=NOW, language="ru"
    )


@pytest.fixture
async def workers() -> AsyncIterator[Workers]:
    async with Workers(time_limit=1.5) as workers:
        yield workers


async def test_links_and_articles_are_read_in_another_process(workers: Workers) -> None:
    assert [link.url[-3:] for link in await workers.links(words_as_links, PAGE)] == ["one", "two"]

    body = "В Алматы открыли мост\nМост через реку открыли в понедельник.".encode()
    article, extracted = await workers.article(plain_article, Page(url=PAGE.url, body=body, fetched_at=NOW))
    assert article.title == "В Алматы открыли мост"
    assert extracted.title


async def test_with_the_model_an_article_is_read_with_its_meaning() -> None:
    async with Workers(semantic="on") as workers:
        _, extracted = await workers.article(plain_article, PAGE)
    assert workers.without_meaning == ""
    assert extracted.traits.meaning


async def test_a_model_that_does_not_work_on_this_machine_is_done_without(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(embedding, "vector", deadly_meaning)
    async with Workers(semantic="auto") as workers:
        _, extracted = await workers.article(plain_article, PAGE)
    assert "does not work on this machine" in caplog.text
    assert not extracted.traits.meaning


async def test_a_refusal_says_the_same_as_it_would_here(workers: Workers) -> None:
    with pytest.raises(ParseError, match="no title") as caught:
        await workers.links(refusing, PAGE)
    assert caught.value.missing == ("title",)


async def test_a_page_that_takes_too_long_is_given_up_and_the_next_is_read(workers: Workers) -> None:
    with pytest.raises(ParseError, match="took more than"):
        await workers.links(never, PAGE)
    assert len(await workers.links(words_as_links, PAGE)) == 2


async def test_a_page_that_kills_its_reader_is_given_up_and_the_next_is_read(workers: Workers) -> None:
    with pytest.raises(ParseError, match="stopped its reader"):
        await workers.links(deadly, PAGE)
    assert len(await workers.links(words_as_links, PAGE)) == 2


def greedy(page: Page) -> list[Link]:
    return [Link(url=page.url)] * len(bytearray(4 * 2**30))


def told_of_it(page: Page) -> list[Link]:
    own = Path("/proc/self/environ").read_bytes().decode() + "".join(os.environ)
    return [Link(url=name) for name in ("BOT_TOKEN", "DATABASE_URL", "HTTPS_PROXY", "PATH") if name in own]


def long_title(page: Page) -> Article:
    return Article(url=page.url, site="news.example", site_id="1", title="слово " * 100_000, published_at=NOW)


async def test_a_page_that_takes_too_much_memory_is_given_up_and_stops_nobody(workers: Workers) -> None:
    with pytest.raises(ParseError, match="too much memory"):
        await workers.links(greedy, PAGE)
    assert len(await workers.links(words_as_links, PAGE)) == 2


async def test_an_article_leaves_its_worker_within_its_limits(workers: Workers) -> None:
    article, extracted = await workers.article(long_title, PAGE)
    assert len(article.title) < 1_000
    assert len(extracted.title) < 1_000


def test_workers_know_no_secret() -> None:
    """The server of workers is born once in a process, so this takes a process of its own."""
    script = (
        "import asyncio, tests.bot.crawler.test_workers as t\n"
        "async def main():\n"
        "    async with t.Workers() as workers:\n"
        "        print(*(link.url for link in await workers.links(t.told_of_it, t.PAGE)))\n"
        "if __name__ == '__main__': asyncio.run(main())"
    )
    secrets = {"BOT_TOKEN": "1:a", "DATABASE_URL": "postgresql://a:b@c/d", "HTTPS_PROXY": "http://a:b@c"}
    said = subprocess.run(  # noqa: S603 - our own script
        [sys.executable, "-c", script], env=dict(os.environ) | secrets, capture_output=True, text=True, check=True,
        cwd=Path(__file__).parents[3],
    )  # fmt: skip
    assert said.stdout.split() == ["PATH"]


def stuck_in_a_library(page: Page) -> list[Link]:
    """What no handler of a signal interrupts: work that goes on in C, as a parser's does."""
    return [Link(url=f"{page.url}/{sum(range(10**12))}")]


async def _refused(reading: Awaitable[object]) -> str:
    with pytest.raises(ParseError) as caught:
        await reading
    return str(caught.value)


async def test_the_catalogue_waits_for_no_page_of_what_was_added(workers: Workers) -> None:
    async with asyncio.TaskGroup() as group:
        stuck = [group.create_task(_refused(workers.links(stuck_in_a_library, PAGE, party="7"))) for _ in range(3)]
        await asyncio.sleep(0)
        for _ in range(3):
            assert await workers.links(words_as_links, PAGE)
        assert not stuck[2].done()
        assert "more than 1.5 s" in await stuck[0]
        for each in stuck[1:]:
            each.cancel()


async def test_what_is_stuck_is_ended_when_its_time_is_up_and_not_seconds_later(workers: Workers) -> None:
    assert await workers.links(words_as_links, PAGE, party="7")
    began = time.perf_counter()
    assert "more than 1.5 s" in await _refused(workers.links(stuck_in_a_library, PAGE, party="7"))
    assert time.perf_counter() - began < 1.5 + 1.5, "the pool would wait for three seconds before it kills"
