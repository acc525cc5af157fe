"""What readers said they want more and less of, as it bears on the stories of a window; on either database."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import insert

from parsers.article import TagKind
from storage.articles import tags, written_languages
from storage.database import Connection, Database
from storage.digests import leanings
from storage.model import CanonicalTag, ChatKind, Follow, Match, Member, MemberKind, Story, Topic
from storage.schema import tables
from storage.subscribers import subscribers, tastes
from storage.subscribers.tastes import Taste
from storage.window import NO_LEANINGS, Leanings, Window

NOW = datetime(2026, 11, 22, 3, tzinfo=UTC)
TOPIC = Topic(id=1, query="банк", label="банк")


def _member(number: int, site: str) -> Member:
    return Member(
        article_id=number, url=f"https://{site}/{number}", site=site, title="", lead="", language="ru",
        published_at=NOW, joined_at=NOW, kind=MemberKind.SAME,
    )  # fmt: skip


async def _story(connection: Connection, number: int, tag: CanonicalTag, *sites: str) -> Story:
    await connection.execute(
        insert(tables.stories).values(
            id=number, headline="", summary="", url=f"https://{sites[0]}/{number}", language="ru", first_at=NOW,
            last_at=NOW, grown_at=NOW, source_count=1, member_count=1,
        )
    )  # fmt: skip
    await connection.execute(insert(tables.story_tags).values(story_id=number, tag_id=tag.id, last_at=NOW))
    return Story(
        id=number, headline="", summary="", url=f"https://{sites[0]}/{number}", language="ru", first_at=NOW,
        last_at=NOW, members=tuple(_member(number, site) for site in sites), tags=(tag,),
    )  # fmt: skip


async def _set_up(connection: Connection) -> tuple[int, list[Story], CanonicalTag]:
    reader = await subscribers.add(connection, 7, ChatKind.PRIVATE, "ru", "Asia/Almaty", now=NOW)
    row = {"key": "футбол", "label": "футбол", "kind": "subject"}
    tag_id = (await connection.execute(insert(tables.tags).values(**row).returning(tables.tags.c.id))).scalar_one()
    await connection.execute(insert(tables.topics).values(query="банк", label="банк", created_at=NOW, lexicon=0))
    tag = CanonicalTag(id=tag_id, key="футбол", label="футбол", kind=TagKind.SUBJECT)
    stories = [await _story(connection, number, tag, "a.kz", *(["b.kz"] if number == 2 else [])) for number in (1, 2)]
    return reader.id, stories, tag


def _window(stories: list[Story]) -> Window:
    matches = tuple(Match(topic=TOPIC, story_id=one.id, form="", place="title", matched_at=NOW) for one in stories)
    return Window(
        since=NOW - timedelta(days=1), now=NOW, stories={one.id: one for one in stories},
        changed_at={one.id: NOW for one in stories}, matches={1: matches},
    )  # fmt: skip


async def test_stories_that_carry_a_liked_tag_lean_as_far_as_was_said(database: Database) -> None:
    async with database.transaction() as connection:
        reader_id, stories, tag = await _set_up(connection)
        assert await leanings.of_all(connection, _window(stories), [reader_id]) == {}
        assert await tastes.say(connection, reader_id, stories[0], 1, [1], now=NOW) == ["футбол"]
        found = await leanings.of_all(connection, _window(stories), [reader_id])
        assert found[reader_id].stories == {1: leanings.STEP, 2: leanings.STEP}
        # The contrary of what was said takes its place.
        await tastes.say(connection, reader_id, stories[0], -1, [1], now=NOW)
        (one,) = await tastes.listed(connection, reader_id)
        assert (one.weight, one.label, one.tag_id) == (-1, "футбол", tag.id)
        assert await tastes.take_back(connection, reader_id, 1)
        assert await leanings.of_all(connection, _window(stories), [reader_id]) == {}


async def test_what_contradicts_itself_weighs_nothing(database: Database) -> None:
    async with database.transaction() as connection:
        reader_id, stories, _ = await _set_up(connection)
        await tastes.say(connection, reader_id, stories[0], 1, [1], now=NOW)
        await tastes.say(connection, reader_id, stories[1], -1, [1], now=NOW)
        assert await tastes.listed(connection, reader_id) == []
        assert (await leanings.of_all(connection, _window(stories), [reader_id]))[reader_id].stories == {}


async def test_a_story_that_only_excluded_sites_tell_is_hidden_on_that_topic(database: Database) -> None:
    async with database.transaction() as connection:
        reader_id, stories, _ = await _set_up(connection)
        assert await tastes.exclude(connection, reader_id, 1, 1, "a.kz", now=NOW)
        assert not await tastes.exclude(connection, reader_id, 2, 1, "a.kz", now=NOW)
        leaning = (await leanings.of_all(connection, _window(stories), [reader_id]))[reader_id]
    follows = {1: Follow(topic_id=1)}
    assert leanings.excluded(_window(stories), follows, leaning) == {1}
    # On another topic of theirs it may be told.
    other = Match(topic=Topic(id=2, query="x", label="x"), story_id=1, form="", place="title", matched_at=NOW)
    window = _window(stories)
    wider = Window(
        since=window.since, now=NOW, stories=window.stories, changed_at=window.changed_at,
        matches={**window.matches, 2: (other,)},
    )  # fmt: skip
    assert leanings.excluded(wider, {**follows, 2: Follow(topic_id=2)}, leaning) == set()
    assert leanings.excluded(window, follows, NO_LEANINGS) == set()
    assert Leanings(topics={1: 0.5}, stories={3: 1.0}).of(3, 1) == 1.5


async def test_what_was_learned_elsewhere_is_brought_once(database: Database) -> None:
    async with database.transaction() as connection:
        reader_id, _, tag = await _set_up(connection)
        learned = [Taste(weight=2, tag_id=tag.id), Taste(weight=-1, topic_id=1, site="a.kz")]
        assert await tastes.bring(connection, reader_id, learned, now=NOW) == 2
        assert await tastes.bring(connection, reader_id, learned, now=NOW) == 0
        assert {(one.weight, one.site) for one in await tastes.listed(connection, reader_id)} == {(2, ""), (-1, "a.kz")}
        assert await tastes.forget(connection, reader_id, topic_id=1, site="a.kz")
        assert not await tastes.forget(connection, reader_id, topic_id=1, site="a.kz")


async def test_nobody_writes_in_any_language_where_there_are_no_articles(database: Database) -> None:
    async with database.transaction() as connection:
        assert await written_languages.shares(connection) == {}
        assert await tags.alive(connection, since=NOW, limit=5, language="kk") == []
        assert await tags.spoken(connection, [1, 2], "kk", since=NOW) == set()
        assert await tags.ids_of(connection, [("футбол", TagKind.SUBJECT)]) == {}
