"""The sample publishers: their pages read as written, their listings in order, their articles at their time."""

import pickle
from collections import Counter
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest

from bot.demo.newsroom.articles import SamplePublisher, Written
from bot.demo.newsroom.server import Newsroom
from parsers import explorer
from parsers.article import Article, Link, ListingKind, Page, Source, TagKind
from parsers.fetch.client import Fetcher, FetchError, NotModified, Politeness
from parsers.listings import sitemap

START = datetime(2026, 11, 22, 7, 0, tzinfo=UTC)


class Clock:
    """The present moment, which a test moves."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def newsroom(clock: Clock) -> AsyncIterator[Newsroom]:
    async with Newsroom(started_at=START, clock=clock) as opened:
        yield opened


@pytest.fixture
async def fetcher(newsroom: Newsroom) -> AsyncIterator[Fetcher]:
    async with Fetcher(Politeness(user_agent="Svodka/test", delay=0, private_hosts=newsroom.hosts)) as opened:
        yield opened


async def page(fetcher: Fetcher, url: str, now: datetime = START) -> Page:
    got = await fetcher.get(url, now=now)
    assert isinstance(got, Page)
    return got


async def links(fetcher: Fetcher, source: Source, now: datetime = START) -> list[Link]:
    return source.list_links(await page(fetcher, source.listings[0].url, now))


async def articles(fetcher: Fetcher, source: Source, now: datetime) -> list[Article]:
    found = await links(fetcher, source, now)
    if source.listings[0].kind is ListingKind.HTML:
        found += source.list_links(await page(fetcher, source.listings[0].url.replace("p=1", "p=2"), now))
    return [source.parse_article(await page(fetcher, link.url, now)) for link in found]


def names(publishers: tuple[SamplePublisher, ...]) -> list[str]:
    return [publisher.name for publisher in publishers]


@pytest.mark.parametrize("number", range(5))
async def test_every_article_reads_as_its_publisher_wrote_it(
    newsroom: Newsroom, fetcher: Fetcher, clock: Clock, number: int
) -> None:
    clock.now = START + timedelta(days=7)
    publisher, source = newsroom.publishers[number], newsroom.sources()[number]
    read = await articles(fetcher, source, clock.now)

    assert len(read) == len(publisher.articles)
    for article, written in zip(read, publisher.articles, strict=True):
        assert article.title == written.title
        assert article.lead == written.lead
        assert article.paragraphs == written.paragraphs
        assert article.published_at == written.published_at
        assert [tag.label for tag in article.tags] == list(written.tags)
        assert article.authors == ((written.author,) if written.author else ())
        assert (article.site, article.site_id) == (source.name, written.id)
        assert article.language == source.language == publisher.language
        assert article.images[0].url.endswith(".svg")


async def test_the_seed_is_there_in_full(newsroom: Newsroom, fetcher: Fetcher) -> None:
    (source, *_) = newsroom.sources()
    (link,) = [link for link in await links(fetcher, source) if link.title.startswith("От канатной дороги")]
    article = source.parse_article(await page(fetcher, link.url))

    assert article.lead.startswith("Алматинская область укрепляет стратегическое партнерство")
    assert len(article.paragraphs) == 12
    assert [image.credit for image in article.images] == ["пресс-служба акима Алматинской области"] * 5
    assert article.quotes[-1].text.endswith("Мы открыты для совместной работы и нацелены на результат")
    assert article.quotes[-1].speaker == "Марат Султангазиев"
    kinds = [tag.kind for tag in article.tags]
    assert (len(kinds), kinds.count(TagKind.PERSON), kinds.count(TagKind.YEAR)) == (7, 1, 1)


async def test_credits_and_speakers_are_found_and_insets_left_out(newsroom: Newsroom, fetcher: Fetcher) -> None:
    (source, *_), (publisher, *_) = newsroom.sources(), newsroom.publishers
    for link in await links(fetcher, source):
        written = next(one for one in publisher.articles if one.title == link.title)
        article = source.parse_article(await page(fetcher, link.url))
        assert tuple(image.credit for image in article.images) == written.credits
        said = [part.speaker for part in written.parts if part.speaker]
        found = {quote.speaker for quote in article.quotes if quote.speaker}
        assert found - {"Марат Султангазиев"} == set(said)  # whom the seed names, in the sentence before his words
        assert not any("Материал по теме" in text or "Instagram" in text for text in article.paragraphs)


async def test_listings_name_the_newest_article_first(newsroom: Newsroom, fetcher: Fetcher) -> None:
    for source, publisher in zip(newsroom.sources(), newsroom.publishers, strict=True):
        found = await links(fetcher, source)
        out = publisher.out(START)
        assert [link.title for link in found] == [article.title for article in out][: len(found)]
        assert len(found) == min(len(out), 20)
        assert all(link.published_at is not None for link in found)


async def test_the_listing_goes_on_until_it_ends(newsroom: Newsroom, fetcher: Fetcher) -> None:
    (source, *_), (publisher, *_) = newsroom.sources(), newsroom.publishers
    url = source.listings[0].url
    pages = [await page(fetcher, url.replace("p=1", f"p={number}")) for number in (1, 2, 3)]
    seen = [link.url for one in pages for link in source.list_links(one)]
    assert len(seen) == len(set(seen)) == len(publisher.out(START))
    assert (await page(fetcher, url.replace("p=1", "p=-7"))).body == (await page(fetcher, url)).body


async def test_later_articles_appear_at_their_time_and_not_before(
    newsroom: Newsroom, fetcher: Fetcher, clock: Clock
) -> None:
    (source, *_), (publisher, *_) = newsroom.sources(), newsroom.publishers
    first = len(publisher.out(START))
    later = [article for article in reversed(publisher.articles) if article.published_at > START]
    assert len(later) == 12
    for number, article in enumerate(later, 1):
        clock.now = article.published_at - timedelta(seconds=1)
        assert article.title not in [link.title for link in await links(fetcher, source, clock.now)]
        with pytest.raises(FetchError):
            await page(fetcher, _address(newsroom, article), clock.now)
        clock.now = article.published_at
        assert (await links(fetcher, source, clock.now))[0].title == article.title
        assert len(publisher.out(clock.now)) == first + number


def _address(newsroom: Newsroom, article: Written) -> str:
    return newsroom.url.replace("/news/", f"/{article.section}/{article.id}-{article.slug}.html")


async def test_an_unchanged_listing_is_not_sent_again(newsroom: Newsroom, fetcher: Fetcher, clock: Clock) -> None:
    for source in newsroom.sources():
        known = await page(fetcher, source.listings[0].url)
        again = await fetcher.get(known.url, etag=known.etag, now=START)
        assert isinstance(again, NotModified)
    clock.now += timedelta(hours=1)
    assert isinstance(await fetcher.get(newsroom.sources()[0].listings[0].url, etag=known.etag, now=START), Page)


async def test_the_sitemap_names_what_the_listing_names(newsroom: Newsroom, fetcher: Fetcher) -> None:
    (source, *_) = newsroom.sources()
    (named,) = await fetcher.sitemaps(newsroom.url, now=START)
    assert named == source.backfill[0].url
    (child,) = sitemap.children(await page(fetcher, named))
    assert len(sitemap.list_links(await page(fetcher, child))) == len(newsroom.publishers[0].out(START))


async def test_a_person_finds_pages_to_look_at(newsroom: Newsroom, fetcher: Fetcher) -> None:
    for source in newsroom.sources():
        base = "/".join(source.listings[0].url.split("/")[:3])
        front = (await page(fetcher, f"{base}/")).body.decode()
        assert source.title in front
        assert '<link rel="stylesheet" href="/newsroom.css">' in front
        assert b"prefers-color-scheme: dark" in (await page(fetcher, f"{base}/newsroom.css")).body
    source = newsroom.sources()[0]
    tagged = await page(fetcher, newsroom.url.replace("/news/", "/tags/pozhar/"))
    assert len(source.list_links(tagged)) == 2
    with pytest.raises(FetchError):
        await page(fetcher, newsroom.url.replace("/news/", "/tags/nobody/"))


async def test_the_list_of_each_publisher_is_found_from_its_front_page(newsroom: Newsroom, fetcher: Fetcher) -> None:
    for source in newsroom.sources():
        base = "/".join(source.listings[0].url.split("/")[:3])
        found = await explorer.explore(f"{base}/", fetcher=fetcher, read=explorer.directly, now=START)
        expected = source.backfill or source.listings
        assert [candidate.listing for candidate in found.candidates] == list(expected)


async def test_pictures_are_drawn_alike_each_time(newsroom: Newsroom, fetcher: Fetcher) -> None:
    source = newsroom.sources()[1]
    article = source.parse_article(await page(fetcher, (await links(fetcher, source))[0].url))
    drawn = {(await page(fetcher, article.images[0].url)).body for _ in range(2)}
    assert len(drawn) == 1
    assert drawn.pop().startswith(b"<svg")


async def test_sources_go_to_worker_processes(newsroom: Newsroom) -> None:
    for source in newsroom.sources():
        assert pickle.loads(pickle.dumps(source)).name == source.name  # noqa: S301 - our own


def test_the_articles_are_what_the_demo_needs() -> None:
    publishers = Newsroom(started_at=START, clock=lambda: START).publishers
    everything = [article for publisher in publishers for article in publisher.articles]
    assert len(everything) >= 60
    assert {publisher.language for publisher in publishers} == {"ru", "kk", "en"}
    assert len(set(names(publishers))) == 5
    recent = [article for article in everything if timedelta(0) <= START - article.published_at < timedelta(hours=20)]
    assert len(recent) > 50
    assert sum(article.published_at > START for article in everything) >= 8
    stories = Counter(article.story for article in everything if article.story)
    assert sum(count >= 2 for count in stories.values()) >= 15
    for publisher in publishers:
        identities = [article.id for article in publisher.articles]
        assert len(identities) == len(set(identities))
        assert all(article.slug and article.lead.endswith((".", '"')) for article in publisher.articles)


def test_dates_in_the_articles_follow_the_start() -> None:
    publisher = Newsroom(started_at=datetime(2027, 1, 1, 7, tzinfo=UTC), clock=lambda: START).publishers[0]
    titles = [article.title for article in publisher.articles]
    assert "Курс доллара на 1 января: 515,9 тенге" in titles
    assert "Курс доллара на 31 декабря: 512,4 тенге" in titles
    assert any("2027 год" in article.tags for article in publisher.articles)
