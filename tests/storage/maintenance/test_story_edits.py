"""Stories that the operator merges and splits by hand: undone on request, and left alone by the weekly review."""

from datetime import UTC, datetime, timedelta

import pytest

from parsers.article import Article
from storage.articles import articles, tags
from storage.database import Connection, Database
from storage.maintenance import reclustering, story_edits
from storage.maintenance.story_edits import EditError, EditKind
from storage.stories import stories
from storage.stories.clustering import features
from storage.topics import topics

NOW = datetime(2026, 11, 20, 8, tzinfo=UTC)
QUAKE = (
    "В Алматы ощутили землетрясение магнитудой 4,7",
    "Эпицентр находился в 62 километрах от города, пострадавших нет.",
)
GOLD = ("Казахстанец выиграл золото чемпионата мира по дзюдо", "Дзюдоист из Тараза победил в финале чемпионата мира.")


async def _story(connection: Connection, text: tuple[str, str], *numbers: int) -> int:
    """Let sites write of one event; return its story."""
    found = set()
    for number in numbers:
        at = NOW + timedelta(minutes=number)
        article = Article(
            url=f"https://s{number}.kz/1", site=f"s{number}.kz", site_id="1", title=text[0], lead=text[1],
            language="ru", published_at=at,
        )  # fmt: skip
        saved = await articles.save(connection, article, now=at)
        await tags.attach(connection, saved.article_id, article, now=at)
        found.add((await stories.assign(connection, saved.article_id, features.extract(article), now=at)).story_id)
        await topics.match(connection, max(found), now=at)
    (story_id,) = found
    return story_id


async def _sites(connection: Connection, story_id: int) -> list[str]:
    story = await stories.get(connection, story_id)
    return [member.site for member in story.members] if story else []


async def _reviewed(database: Database) -> int:
    return len([change async for change in reclustering.review(database, now=NOW + timedelta(hours=2))])


async def test_what_was_merged_by_hand_stays_one_and_comes_apart_on_request(database: Database) -> None:
    async with database.transaction() as connection:
        quake, gold = await _story(connection, QUAKE, 1, 2), await _story(connection, GOLD, 3, 4)
        edit = await story_edits.merge(connection, gold, quake, now=NOW)
        assert await _sites(connection, quake) == ["s1.kz", "s2.kz", "s3.kz", "s4.kz"]

    assert await _reviewed(database) == 0, "two events, but the operator has said that they are one"

    async with database.transaction() as connection:
        undone = await story_edits.undo(connection, edit, now=NOW)
        assert undone.kind is EditKind.MERGE
        (latest, first) = await story_edits.listed(connection)
        assert (latest.kind, first.undone_at) == (EditKind.SPLIT, NOW)
        assert await _sites(connection, quake) == ["s1.kz", "s2.kz"]
        assert await _sites(connection, latest.other_id) == ["s3.kz", "s4.kz"]


async def test_what_was_split_by_hand_stays_two_and_becomes_one_on_request(database: Database) -> None:
    async with database.transaction() as connection:
        quake = await _story(connection, QUAKE, 1, 2, 3, 4)
        story = await stories.get(connection, quake)
        assert story is not None
        leaving = [member.article_id for member in story.members[2:]]
        edit = await story_edits.split(connection, quake, leaving, now=NOW)
        (done,) = await story_edits.listed(connection)
        assert await _sites(connection, done.other_id) == ["s3.kz", "s4.kz"]

    assert await _reviewed(database) == 0, "one event, but the operator has said that they are two"

    async with database.transaction() as connection:
        await story_edits.undo(connection, edit, now=NOW)
        assert len(await _sites(connection, quake)) == 4


@pytest.mark.parametrize(("of", "reason"), [((1, 2), "all"), ((), "gone"), ((3,), "gone")])
async def test_a_story_keeps_something_and_loses_something(
    database: Database, of: tuple[int, ...], reason: str
) -> None:
    async with database.transaction() as connection:
        quake, gold = await _story(connection, QUAKE, 1, 2), await _story(connection, GOLD, 3)
        members: dict[int, int] = {}
        for each in (quake, gold):
            story = await stories.get(connection, each)
            assert story is not None
            members |= {int(member.site[1]): member.article_id for member in story.members}
        with pytest.raises(EditError) as refused:
            await story_edits.split(connection, quake, [members[number] for number in of], now=NOW)
        assert refused.value.reason == reason


async def test_what_is_one_or_gone_is_not_merged_and_nothing_is_undone_twice(database: Database) -> None:
    async with database.transaction() as connection:
        quake, gold = await _story(connection, QUAKE, 1), await _story(connection, GOLD, 2)
        for pair, reason in (((quake, quake), "same"), ((quake, 999), "gone"), ((999, quake), "gone")):
            with pytest.raises(EditError) as refused:
                await story_edits.merge(connection, *pair, now=NOW)
            assert refused.value.reason == reason
        edit = await story_edits.merge(connection, gold, quake, now=NOW)
        await story_edits.undo(connection, edit, now=NOW)
        for number in (edit, 999):
            with pytest.raises(EditError) as refused:
                await story_edits.undo(connection, number, now=NOW)
            assert refused.value.reason == "undone"
