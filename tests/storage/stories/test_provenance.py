"""Whose account an article passes on: ten channels that forward one text are one source, and nine copies."""

from datetime import UTC, datetime, timedelta

import pytest

from parsers.article import Article, ListingKind, Origin
from storage.articles import articles
from storage.database import Connection, Database
from storage.model import ChatKind, MemberKind
from storage.sources import added_sources, own_sources
from storage.sources.added_sources import AddedState
from storage.stories import ownership, stories, visibility
from storage.stories.arrivals import NewArticle
from storage.stories.clustering import features
from storage.subscribers import subscribers

NOW = datetime(2026, 11, 22, 8, tzinfo=UTC)
TEXT = "Трассу Астана — Павлодар закрыли из-за метели"
ORIGIN = Origin(site="t.me/alatau_times", url="https://t.me/alatau_times/33")
PAGE = "https://stepnoy.example/news/1-sneg"


def post(
    channel: str, title: str = TEXT, *, number: int = 1, origin: Origin | None = None, minutes: float = 0
) -> Article:
    return Article(
        url=f"https://t.me/{channel}/{number}", site=f"t.me/{channel}", site_id=str(number), title=title, language="ru",
        published_at=NOW + timedelta(minutes=minutes), origin=origin,
    )  # fmt: skip


async def read(connection: Connection, one: Article, *, source_id: int | None = None) -> stories.Assigned:
    saved = await articles.save(connection, one, now=one.published_at)
    return await stories.assign(
        connection, saved.article_id, features.extract(one), now=one.published_at, source_id=source_id
    )


@pytest.mark.parametrize("origin_comes", [0, 4, 10, None])
async def test_ten_channels_that_forward_one_text_are_one_source(database: Database, origin_comes: int | None) -> None:
    told = [post(f"channel_{n}", origin=ORIGIN, minutes=n) for n in range(10)]
    if origin_comes is not None:
        told[origin_comes:origin_comes] = [post("alatau_times", number=33, minutes=origin_comes)]
    async with database.transaction() as connection:
        placed = [await read(connection, one) for one in told]
        story = await stories.get(connection, placed[0].story_id)
    assert story is not None
    assert {one.story_id for one in placed} == {story.id}
    assert story.source_count == 1
    copies = [one for one in placed if one.kind is MemberKind.COPY]
    assert len(copies) == (10 if origin_comes == 0 else 9)


async def test_together_they_are_placed_as_one_by_one(database: Database) -> None:
    told = [post("channel_1", origin=ORIGIN), post("alatau_times", number=33), post("channel_2", origin=ORIGIN)]
    async with database.transaction() as connection:
        saved = await articles.save_all(connection, told, now=NOW)
        arrivals = [
            NewArticle(article_id=one.article_id, features=features.extract(each))
            for one, each in zip(saved, told, strict=True)
        ]
        placed = await stories.assign_all(connection, arrivals, now=NOW)
    assert len({one.story_id for one in placed}) == 1
    assert [one.kind for one in placed] == [MemberKind.FIRST, MemberKind.SAME, MemberKind.COPY]


async def test_a_forward_of_few_words_finds_its_origin_all_the_same(database: Database) -> None:
    async with database.transaction() as connection:
        origin = await read(connection, post("alatau_times", "Снег", number=33))
        forward = await read(connection, post("channel_1", "Снег", origin=ORIGIN))
        own = await read(connection, post("channel_2", "Снег"))
    assert forward.story_id == origin.story_id
    assert forward.kind is MemberKind.COPY
    assert own.kind is not MemberKind.COPY


@pytest.mark.parametrize("article_first", [True, False])
async def test_a_post_tells_of_the_article_it_links_to(database: Database, article_first: bool) -> None:
    page = Article(
        url=PAGE, site="stepnoy.example", site_id="1", title="Непогода: движение между городами прекращено на сутки",
        lead="Автобусы не выйдут, сообщили в КазАвтоЖоле. Метель продлится до утра.", published_at=NOW, language="ru",
    )  # fmt: skip
    origin = Origin(site="stepnoy.example", url=f"{PAGE}?utm_source=telegram")
    told = [page, post("stepnoy_news", "Метель: автобусы стоят", origin=origin, minutes=1)]
    async with database.transaction() as connection:
        placed = [await read(connection, one) for one in (told if article_first else told[::-1])]
        story = await stories.get(connection, placed[0].story_id)
    assert story is not None
    assert placed[0].story_id == placed[1].story_id
    assert story.source_count == 1


async def test_a_link_alone_pulls_no_stranger_in(database: Database) -> None:
    long = "Сборная Казахстана по хоккею обыграла Словению и вышла в четвертьфинал турнира в Братиславе"
    async with database.transaction() as connection:
        page = await read(
            connection,
            Article(
                url=PAGE, site="stepnoy.example", site_id="1", title=TEXT, lead="Автобусы не выйдут.", published_at=NOW
            ),
        )
        match = post("stepnoy_news", long, origin=Origin(site="stepnoy.example", url=PAGE), minutes=1)
        match = Article(**{name: getattr(match, name) for name in Article.__slots__} | {"lead": long + " " + long})
        other = await read(connection, match)
    assert other.story_id != page.story_id


async def test_an_old_account_opens_no_closed_story(database: Database) -> None:
    async with database.transaction() as connection:
        origin = await read(connection, post("alatau_times", number=33))
        late = await read(connection, post("channel_1", origin=ORIGIN, minutes=60 * 24 * 6))
    assert late.story_id != origin.story_id


async def test_a_private_forward_stays_private(database: Database) -> None:
    async with database.transaction() as connection:
        reader = await subscribers.add(connection, 7, ChatKind.PRIVATE, "ru", "Asia/Almaty", now=NOW)
        source = await added_sources.preview(
            connection, url="https://t.me/s/channel_1", kind=ListingKind.CHANNEL, names=["t.me/channel_1"], title="",
            language="", now=NOW,
        )  # fmt: skip
        await added_sources.take(connection, source.id, AddedState.PRIVATE, added_by=reader.id, now=NOW)
        await own_sources.give(connection, reader.id, source.id, now=NOW)
        origin = await read(connection, post("alatau_times", number=33))
        forward = await read(connection, post("channel_1", origin=ORIGIN), source_id=source.id)
        again = await read(connection, post("channel_1", origin=ORIGIN, number=2), source_id=source.id)
        public = await read(connection, post("channel_2", origin=ORIGIN))
        assert await visibility.is_everybodys(connection, origin.story_id)
        assert not await visibility.is_everybodys(connection, forward.story_id)
    assert origin.story_id == public.story_id
    assert forward.story_id == again.story_id != origin.story_id


async def test_a_forward_of_a_publishers_channel_counts_as_the_publisher(database: Database) -> None:
    await ownership.save(database, {"t.me/alatau_times": "alatau-times.example"})
    async with database.transaction() as connection:
        first = await read(
            connection,
            Article(url="https://alatau-times.example/1", site="alatau-times.example", site_id="1", title=TEXT,
                    lead="Автобусы не выйдут, сообщили в КазАвтоЖоле.", published_at=NOW, language="ru"),
        )  # fmt: skip
        forward = await read(connection, post("channel_1", TEXT + ", автобусы не выйдут", origin=ORIGIN))
        story = await stories.get(connection, first.story_id)
    assert story is not None
    assert forward.story_id == first.story_id
    assert story.source_count == 1


@pytest.mark.parametrize(
    ("text", "kind"),
    [(TEXT, MemberKind.COPY), (f"{TEXT}, автобусы Алматы и Шымкента тоже стоят", MemberKind.SAME)],
)
async def test_a_short_text_that_is_pasted_is_a_copy_without_any_mark(
    database: Database, text: str, kind: MemberKind
) -> None:
    async with database.transaction() as connection:
        first = await read(connection, post("channel_1"))
        second = await read(connection, post("channel_2", text, minutes=1))
    assert second.story_id == first.story_id
    assert second.kind is kind
