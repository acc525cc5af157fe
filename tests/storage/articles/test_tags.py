"""Tags: one key for every spelling, those given and those found."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.article import Article, Tag, TagKind
from storage.articles import articles, tags
from storage.database import Connection, Database
from storage.model import CanonicalTag
from storage.stories import stories
from storage.stories.clustering import features

NOW = datetime(2026, 11, 20, 8, tzinfo=UTC)


def article(title: str, lead: str = "", *, given: tuple[Tag, ...] = (), site_id: str = "1") -> Article:
    return Article(
        url=f"https://a.example/{site_id}", site="a.example", site_id=site_id, title=title, lead=lead,
        published_at=NOW, tags=given,
    )  # fmt: skip


async def tagged(connection: Connection, one: Article) -> int:
    saved = await articles.save(connection, one, now=NOW)
    await tags.attach(connection, saved.article_id, one, now=NOW)
    await stories.assign(connection, saved.article_id, features.extract(one), now=NOW)
    return saved.article_id


@pytest.mark.parametrize(
    "labels",
    [
        ("Китай", "КНР", "Қытай", "China", "китай", "Китaй", "Китайская Народная Республика"),
        ("Казахстан", "Қазақстан", "Kazakhstan", "РК", "Республика Казахстан"),
        ("Алматинская область", "Алматы облысы", "в Алматинской области".removeprefix("в ")),
        ("Дорожное строительство", "дорожное  строительство", "Дорожного строительства"),
        ("2025 год", "2025", "2025 жыл"),
    ],
)
def test_spellings_of_one_tag_share_a_key(labels: tuple[str, ...]) -> None:
    assert len({tags.key(label) for label in labels}) == 1


def test_a_person_has_one_key_in_any_order_and_case() -> None:
    assert tags.key("Султангазиев Марат") == tags.key("Маратом Султангазиевым", TagKind.PERSON)


def test_a_year_is_not_a_topic() -> None:
    assert not tags.is_topic(Tag(label="2025 год"))
    assert not tags.is_topic(CanonicalTag(id=1, key="2025", label="2025 год", kind=TagKind.YEAR))
    assert tags.is_topic(Tag(label="Бизнес"))
    assert tags.is_topic(Tag(label="Программа 2025"))


def test_tags_are_found_where_the_publisher_gives_none() -> None:
    found = tags.for_article(
        article("Аким Алматинской области посетил Пекин", "Марат Султангазиев встретился с мэром.")
    )

    assert {(tag.label, tag.kind) for tag in found} == {
        ("Алматинская область", TagKind.PLACE),
        ("Пекин", TagKind.PLACE),
        ("Марат Султангазиев", TagKind.PERSON),
    }
    assert not any(tag.given for tag in found)


def test_a_given_tag_wins_over_the_same_one_found() -> None:
    found = tags.for_article(article("Китай строит дорогу", given=(Tag(label="КНР", kind=TagKind.PLACE),)))
    assert [(tag.label, tag.given) for tag in found] == [("Китай", True)]


def test_families_are_no_town() -> None:
    assert tags.for_article(article("Помощь получили двести семей области")) == ()


async def test_a_tag_seen_once_is_found_in_later_articles(database: Database) -> None:
    async with database.transaction() as connection:
        await tagged(connection, article("Новый маршрут", given=(Tag(label="Канатная дорога"),)))
        later = await tagged(connection, article("Строительство канатной дороги отложили", site_id="2"))
        story = await stories.load(connection, [later])

    assert [tag.label for tag in story[0].tags] == ["Канатная дорога"]


async def test_tagging_again_replaces_what_was_there(database: Database) -> None:
    async with database.transaction() as connection:
        one = article("Заметка", given=(Tag(label="Бокс"), Tag(label="Спорт")))
        article_id = await tagged(connection, one)
        await tags.attach(connection, article_id, article("Заметка", given=(Tag(label="Бокс"),)), now=NOW)
        saved = await articles.get(connection, article_id)

    assert saved is not None
    assert [tag.label for tag in saved.tags] == ["Бокс"]


async def test_the_liveliest_tags_come_first_without_years_and_what_is_everywhere(database: Database) -> None:
    common = (Tag(label="2026 год"), Tag(label="Казахстан"))
    async with database.transaction() as connection:
        await tagged(connection, article("Бой за титул", given=(Tag(label="Бокс"), *common)))
        await tagged(connection, article("Матч отменён", given=(Tag(label="Футбол"), *common), site_id="2"))
        await tagged(connection, article("Сезон открыт", given=(Tag(label="Футбол"), *common), site_id="3"))
        alive = await tags.alive(connection, since=NOW - timedelta(days=1), limit=5)
        nothing = await tags.alive(connection, since=NOW + timedelta(days=1), limit=5)

    assert [tag.label for tag in alive] == ["Футбол", "Бокс"]
    assert nothing == []


@given(st.text(max_size=300))
def test_any_label_has_a_key_that_can_be_kept(label: str) -> None:
    assert len(tags.key(label).encode()) <= 1020
    assert "\0" not in tags.key(label)


@given(st.text(max_size=200), st.lists(st.text(max_size=40), max_size=5))
def test_any_article_can_be_tagged(title: str, labels: list[str]) -> None:
    found = tags.for_article(article(title, given=tuple(Tag(label=label) for label in labels)))
    assert len({tag.key for tag in found}) == len(found)
    assert all(tag.key for tag in found)


async def test_the_tags_of_several_articles_are_read_together_and_say_who_gave_them(database: Database) -> None:
    async with database.transaction() as connection:
        given = await tagged(connection, article("Открыт мост", given=(Tag(label="Дороги"),)))
        named = await tagged(connection, article("Визит в Китай", site_id="2"))
        none = await tagged(connection, article("Тихий день", site_id="3"))
        found = await tags.load(connection, [given, named, none])
    assert [(tag.label, tag.given) for tag in found[given]] == [("Дороги", True)]
    assert [(tag.key, tag.kind, tag.given) for tag in found[named]] == [(tags.key("Китай"), TagKind.PLACE, False)]
    assert none not in found
