from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, insert, select, update

from parsers.article import Article, Image, Quote, Tag, TagKind
from storage.articles import articles, url_key
from storage.articles.articles import Outcome
from storage.database import Connection, Database
from storage.model import ReadingTotals
from storage.schema import tables

NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)
HOUR = timedelta(hours=1)
ARTICLE = Article(
    url="https://www.news.example/city/104233-tramvai-vernulis.html",
    site="news.example",
    site_id="104233",
    title="Трамваи вернулись на улицу Садовую",
    lead="После ремонта путей движение открыли утром.",
    paragraphs=("Первый вагон вышел в шесть.", "Пассажиры аплодировали."),
    authors=("Анна Ли",),
    section="Город",
    language="ru",
    published_at=NOW - HOUR,
    images=(Image(url="https://news.example/1.jpg", credit="Фото: А. Ли"), Image(credit="пресс-служба")),
    quotes=(Quote(text="Ждали два года", speaker="Марат Оспанов"), Quote(text="Наконец-то")),
)


async def _row(connection: Connection, article_id: int) -> dict[str, object]:
    query = select(tables.articles).where(tables.articles.c.id == article_id)
    return dict((await connection.execute(query)).mappings().one())


async def test_an_article_is_read_back_as_it_was_saved(database: Database) -> None:
    async with database.transaction() as connection:
        saved = await articles.save(connection, ARTICLE, now=NOW)
        assert await articles.get(connection, saved.article_id) == ARTICLE
        assert await articles.get(connection, saved.article_id + 1) is None

    assert saved.outcome is Outcome.NEW
    assert saved.story_id is None


async def test_saving_twice_changes_nothing(database: Database) -> None:
    almaty = timezone(timedelta(hours=5))
    elsewhere = replace(ARTICLE, published_at=ARTICLE.published_at.astimezone(almaty))
    async with database.transaction() as connection:
        first = await articles.save(connection, ARTICLE, now=NOW)
        before = await _row(connection, first.article_id)
        second = await articles.save(connection, elsewhere, now=NOW + HOUR)
        assert await _row(connection, first.article_id) == before

    assert (second.article_id, second.outcome) == (first.article_id, Outcome.UNCHANGED)


@pytest.mark.parametrize(
    "edit",
    [
        {"title": "Трамваи вернулись на Садовую"},
        {"lead": "Движение открыли вечером."},
        {"paragraphs": ("Первый вагон вышел в семь.",)},
    ],
    ids=["title", "lead", "body"],
)
async def test_an_article_whose_wording_changed_is_marked_corrected(database: Database, edit: dict[str, Any]) -> None:
    edited = replace(ARTICLE, **edit)
    async with database.transaction() as connection:
        first = await articles.save(connection, ARTICLE, now=NOW)
        second = await articles.save(connection, edited, now=NOW + HOUR)
        row = await _row(connection, first.article_id)
        assert await articles.get(connection, first.article_id) == edited

    assert (second.article_id, second.outcome, second.corrected) == (first.article_id, Outcome.UPDATED, True)
    assert row["corrected_at"] == NOW + HOUR
    assert row["retitled_at"] == (NOW + HOUR if "title" in edit else None)
    assert row["saved_at"] == NOW


@pytest.mark.parametrize(
    "edit",
    [
        {"section": "Транспорт"},
        {"images": ()},
        {"authors": ("Анна Ли", "Ерлан Ким")},
        {"title": "Трамваи  вернулись\u00a0на улицу Садовую "},
    ],
    ids=["section", "images", "authors", "white space"],
)
async def test_an_article_whose_trimmings_changed_is_updated_and_not_corrected(
    database: Database, edit: dict[str, Any]
) -> None:
    edited = replace(ARTICLE, **edit)
    async with database.transaction() as connection:
        first = await articles.save(connection, ARTICLE, now=NOW)
        second = await articles.save(connection, edited, now=NOW + HOUR)
        row = await _row(connection, first.article_id)
        assert await articles.get(connection, first.article_id) == edited

    assert (second.outcome, second.corrected) == (Outcome.UPDATED, False)
    assert row["corrected_at"] is None
    assert row["retitled_at"] is None


async def test_the_time_of_an_edit_is_not_the_time_of_publication(database: Database) -> None:
    later = replace(ARTICLE, published_at=NOW)
    earlier = replace(ARTICLE, published_at=NOW - 5 * HOUR)
    async with database.transaction() as connection:
        first = await articles.save(connection, ARTICLE, now=NOW)
        assert (await articles.save(connection, later, now=NOW)).outcome is Outcome.UNCHANGED
        assert (await articles.save(connection, earlier, now=NOW)).outcome is Outcome.UPDATED
        row = await _row(connection, first.article_id)

    assert row["published_at"] == NOW - 5 * HOUR


async def test_an_update_says_which_story_the_article_is_in(database: Database) -> None:
    async with database.transaction() as connection:
        first = await articles.save(connection, ARTICLE, now=NOW)
        story_id = await _story(connection)
        await connection.execute(update(tables.articles).values(story_id=story_id))
        second = await articles.save(connection, replace(ARTICLE, title="Иначе"), now=NOW)
        third = await articles.save(connection, replace(ARTICLE, title="Иначе"), now=NOW)

    assert first.story_id is None
    assert second.story_id == third.story_id == story_id


async def test_the_same_id_on_another_site_is_another_article(database: Database) -> None:
    async with database.transaction() as connection:
        one = await articles.save(connection, ARTICLE, now=NOW)
        two = await articles.save(
            connection, replace(ARTICLE, site="kaz.news.example", url="https://kaz.news.example/1"), now=NOW
        )

    assert one.article_id != two.article_id
    assert two.outcome is Outcome.NEW


async def test_an_article_is_known_by_every_address_it_was_found_at(database: Database) -> None:
    listed = "https://news.example/go?id=104233"
    variants = [
        ARTICLE.url,
        "http://news.example/city/104233-tramvai-vernulis.html?utm_source=rss&utm_campaign=x#top",
        listed,
    ]
    async with database.transaction() as connection:
        saved = await articles.save(connection, ARTICLE, now=NOW, found_at=listed)
        known = await articles.known(connection, [*variants, "https://news.example/go?id=1"])
        assert known == set(variants)
        assert await articles.find(connection, variants[1]) == saved.article_id
        assert await articles.find(connection, "https://news.example/") is None
        assert await articles.known(connection, []) == set()


async def test_thousands_of_addresses_are_looked_up_at_once(database: Database) -> None:
    urls = [f"https://news.example/{number}" for number in range(40_000)]
    async with database.transaction() as connection:
        await articles.save(connection, replace(ARTICLE, url=urls[-1]), now=NOW)
        assert await articles.known(connection, urls) == {urls[-1]}


async def test_what_was_read_in_a_span_is_counted(database: Database) -> None:
    async with database.transaction() as connection:
        story_id = await _story(connection)
        for number in range(4):
            article = replace(ARTICLE, site_id=str(number), url=f"https://news.example/{number}")
            await articles.save(connection, article, now=NOW + number * HOUR)
        in_story = tables.articles.c.site_id.in_(["1", "2"])
        await connection.execute(update(tables.articles).where(in_story).values(story_id=story_id))
        assert await articles.reading(connection, NOW, NOW + 3 * HOUR) == ReadingTotals(articles=3, stories=1)
        assert await articles.reading(connection, NOW + 9 * HOUR, NOW + 10 * HOUR) == ReadingTotals(
            articles=0, stories=0
        )


async def test_canonical_tags_come_back_with_their_article(database: Database) -> None:
    async with database.transaction() as connection:
        saved = await articles.save(connection, ARTICLE, now=NOW)
        for number, (label, kind, given_by_publisher) in enumerate(
            [
                ("Транспорт", TagKind.SUBJECT, True),
                ("Марат Оспанов", TagKind.PERSON, True),
                ("Садовая", TagKind.PLACE, False),
            ],
            start=1,
        ):
            await connection.execute(insert(tables.tags).values(id=number, key=label, label=label, kind=kind))
            await connection.execute(
                insert(tables.article_tags).values(article_id=saved.article_id, tag_id=number, given=given_by_publisher)
            )
        article = await articles.get(connection, saved.article_id)

    assert article is not None
    assert article.tags == (Tag(label="Транспорт"), Tag(label="Марат Оспанов", kind=TagKind.PERSON))


_TEXT = st.text(max_size=40)
_HOSTILE = st.builds(
    Article,
    url=_TEXT,
    site=st.text(max_size=300),
    site_id=st.text(max_size=300),
    title=_TEXT,
    lead=_TEXT,
    paragraphs=st.tuples(_TEXT),
    authors=st.tuples(_TEXT),
    section=_TEXT,
    language=_TEXT,
    published_at=st.datetimes(timezones=st.just(UTC), min_value=datetime(1900, 1, 1), max_value=datetime(2100, 1, 1)),  # noqa: DTZ001 - hypothesis wants naive bounds
    images=st.tuples(st.builds(Image, url=_TEXT, credit=_TEXT)),
    quotes=st.tuples(st.builds(Quote, text=_TEXT, speaker=_TEXT)),
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(article=_HOSTILE)
async def test_whatever_a_page_says_can_be_saved_and_found_again(database: Database, article: Article) -> None:
    async with database.transaction() as connection:
        saved = await articles.save(connection, article, now=NOW, found_at=article.url)
        again = await articles.save(connection, article, now=NOW)
        read = await articles.get(connection, saved.article_id)

    assert again.article_id == saved.article_id
    assert again.outcome is Outcome.UNCHANGED
    assert read is not None
    assert read.published_at <= article.published_at


@given(st.text(max_size=60))
def test_an_address_has_one_short_key(url: str) -> None:
    key = url_key.key(url)
    assert len(key.encode()) <= 1000
    assert "\0" not in key


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("https://a.example/x", "http://www.a.example/x/", True),
        ("https://a.example/x?id=1", "https://a.example/x?id=1&fbclid=f&utm_term=t", True),
        ("https://a.example/x?id=1", "https://a.example/x?id=2", False),
        ("https://a.example/x", "https://a.example/X", False),
        ("https://a.example/x", "https://A.EXAMPLE:443/x", True),
        ("http://a.example:8080/x", "http://a.example/x", False),
        ("https://a.example/x", "https://kaz.a.example/x", False),
    ],
)
def test_variants_of_an_address_share_a_key(one: str, other: str, same: bool) -> None:
    assert (url_key.key(one) == url_key.key(other)) is same


async def _story(connection: Connection) -> int:
    statement = insert(tables.stories).values(
        headline="h", summary="s", url="u", first_at=NOW, last_at=NOW, grown_at=NOW
    )
    await connection.execute(statement)
    return await connection.scalar(select(func.max(tables.stories.c.id))) or 0


@pytest.mark.parametrize("at_once", [True, False])
async def test_an_article_under_a_variant_of_a_known_address_is_that_article(
    database: Database, *, at_once: bool
) -> None:
    variants = [
        replace(ARTICLE, url=f"https://a.example{path}", site_id=path)
        for path in ("/most/1", "/most/1/", "/amp/most/1", "/most/1?from=rss")
    ]
    other = replace(ARTICLE, url="https://a.example/most/2", site_id="/most/2")
    async with database.transaction() as connection:
        if at_once:
            saved = await articles.save_all(connection, [*variants, other], now=NOW)
        else:
            saved = [await articles.save(connection, one, now=NOW) for one in (*variants, other)]
        assert await articles.find(connection, "http://www.a.example/most/1#x") == saved[0].article_id
    assert len({one.article_id for one in saved}) == 2
    assert saved[0].outcome is Outcome.NEW
    assert saved[-1].outcome is Outcome.NEW


async def test_an_article_is_known_by_its_alias(database: Database) -> None:
    async with database.transaction() as connection:
        await articles.save(connection, ARTICLE, now=NOW, found_at="https://a.example/go/1", alias="urn:svodka:a:1f")
        names = ["urn:svodka:a:1f", "urn:svodka:a:2f", "https://a.example/go/1", "https://a.example/go/2"]
        assert await articles.known(connection, names) == {"urn:svodka:a:1f", "https://a.example/go/1"}
