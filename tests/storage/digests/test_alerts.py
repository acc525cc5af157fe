"""Who waits for breaking news, on both databases, and at the size of a town."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from sqlalchemy import insert

from storage.database import Connection, Database
from storage.digests import alerts, digests
from storage.digests.alerts import Threshold
from storage.digests.digests import NewDigest
from storage.model import Breaking, ChatKind, MemberKind, Preferences, Style, WhenEmpty
from storage.outbox import outbox
from storage.schema import preference_tables, tables
from storage.stories import stories
from storage.subscribers import preferences, subscribers, suspensions

NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)
HOUR = timedelta(hours=1)
THREE = Threshold(sources=3, minutes=60)
WANTS = Preferences(breaking=Breaking.ON)


async def _reader(
    connection: Connection, chat_id: int, topics: Sequence[int], chosen: Preferences | None = None
) -> int:
    reader = await subscribers.add(connection, chat_id, ChatKind.PRIVATE, "ru", "Asia/Almaty", now=NOW)
    for topic_id in topics:
        await connection.execute(
            insert(tables.follows).values(subscriber_id=reader.id, topic_id=topic_id, followed_at=NOW)
        )
    if chosen:
        await preferences.save(connection, reader.id, chosen)
    return reader.id


async def _topics(connection: Connection, *labels: str) -> list[int]:
    for label in labels:
        await connection.execute(insert(tables.topics).values(query=label, label=label, created_at=NOW))
    return list(range(1, len(labels) + 1))


async def _story(connection: Connection, story_id: int, topics: Sequence[int], *, sources: int = 3) -> int:
    at = NOW - HOUR / 2
    await connection.execute(
        insert(tables.stories).values(
            id=story_id, headline=f"Сюжет {story_id}", summary="", url="", first_at=at, last_at=at, grown_at=at,
            member_count=sources, source_count=sources,
        )
    )  # fmt: skip
    for number in range(sources):
        await connection.execute(
            insert(tables.articles).values(
                site=f"{number}.kz", site_id=str(story_id), url=f"https://{number}.kz/{story_id}", title="t", lead="",
                paragraphs=[], authors=[], images=[], quotes=[], published_at=at, saved_at=at, joined_at=at,
                fingerprint="", story_id=story_id, member_kind=MemberKind.SAME,
            )
        )  # fmt: skip
    for topic_id in topics:
        await connection.execute(
            insert(tables.topic_matches).values(
                topic_id=topic_id, story_id=story_id, form="Сюжет", place="title", matched_at=at
            )
        )
    return story_id


async def test_each_threshold_that_readers_chose_is_named_once(database: Database) -> None:
    async with database.transaction() as connection:
        assert await alerts.thresholds(connection) == []
        await _reader(connection, 1, [], WANTS)
        await _reader(connection, 2, [], Preferences(breaking=Breaking.WAKE))
        await _reader(connection, 3, [], Preferences(breaking=Breaking.ON, breaking_sources=2, breaking_minutes=30))
        await _reader(connection, 4, [], Preferences(breaking_sources=9))
        assert await alerts.thresholds(connection) == [Threshold(sources=2, minutes=30), THREE]


async def test_only_stories_with_enough_sources_that_grew_lately_are_looked_at(database: Database) -> None:
    async with database.transaction() as connection:
        await _story(connection, 1, [])
        await _story(connection, 2, [], sources=2)
        (found,) = await alerts.grown(connection, since=NOW - HOUR, now=NOW, sources=3)
        assert await alerts.grown(connection, since=NOW - HOUR / 3, now=NOW, sources=3) == []
    assert (found.id, len(found.members)) == (1, 3)


async def test_who_follows_it_asked_for_it_and_knows_nothing_of_it_waits(database: Database) -> None:
    async with database.transaction() as connection:
        quake, almaty, football = await _topics(connection, "землетрясение", "Алматы", "футбол")
        waits = await _reader(connection, 1, [quake, almaty, football], WANTS)
        await _reader(connection, 2, [football], WANTS)
        await _reader(connection, 3, [quake])
        await _reader(connection, 4, [quake], Preferences(breaking=Breaking.ON, breaking_sources=2))
        knows = await _reader(connection, 5, [quake], WANTS)
        gone = await _reader(connection, 6, [quake], WANTS)
        await suspensions.suspend(connection, gone, "blocked", now=NOW)
        story_id = await _story(connection, 1, [quake, almaty])
        told = await stories.load(connection, [story_id])
        await digests.record(
            connection,
            NewDigest(subscriber_id=knows, told=tuple(told), parts=(outbox.Draft("a", "a"),), due_at=NOW),
            now=NOW,
        )
        (waiting,) = await alerts.waiting(connection, THREE, [story_id])
        assert await alerts.untold(connection, knows, [story_id]) == set()
        assert await alerts.untold(connection, waits, [story_id]) == {story_id}
    assert waiting.subscriber_id == waits
    assert [match.topic.label for match in waiting.matches[story_id]] == ["землетрясение", "Алматы"]


async def test_readers_come_in_pages_each_with_all_of_their_stories(database: Database) -> None:
    async with database.transaction() as connection:
        (topic,) = await _topics(connection, "погода")
        readers = [await _reader(connection, chat_id, [topic], WANTS) for chat_id in range(1, 6)]
        both = [await _story(connection, number, [topic]) for number in (1, 2)]
        first = await alerts.waiting(connection, THREE, both, limit=3)
        rest = await alerts.waiting(connection, THREE, both, after=first[-1].subscriber_id, limit=3)
        assert await alerts.waiting(connection, THREE, both, after=rest[-1].subscriber_id, limit=3) == []
    assert [one.subscriber_id for one in (*first, *rest)] == readers
    assert all(set(one.matches) == set(both) for one in (*first, *rest))


async def test_interruptions_are_counted_apart_from_digests(database: Database) -> None:
    async with database.transaction() as connection:
        often, never = await _reader(connection, 1, []), await _reader(connection, 2, [])
        for hours, breaking in ((30, True), (5, True), (4, True), (3, False)):
            at = NOW - hours * HOUR
            await digests.record(connection, NewDigest(subscriber_id=often, due_at=at), now=at, breaking=breaking)
        assert await alerts.interruptions(connection, [often, never], since=NOW - 24 * HOUR) == {often: 2}


async def test_five_thousand_readers_of_one_story_are_all_found(database: Database) -> None:
    number = 5000
    async with database.transaction() as connection:
        (topic,) = await _topics(connection, "погода")
        story_id = await _story(connection, 1, [topic])
        ids = range(1, number + 1)
        await connection.execute(
            insert(tables.subscribers).values(
                kind="private", language="ru", zone="Asia/Almaty", state="active", created_at=NOW
            ),
            [{"id": each, "chat_id": each} for each in ids],
        )
        await connection.execute(
            insert(tables.follows).values(topic_id=topic, followed_at=NOW), [{"subscriber_id": each} for each in ids]
        )
        await connection.execute(
            insert(preference_tables.preferences).values(
                stories=12, style=Style.COMPACT, when_empty=WhenEmpty.SKIP, breaking=Breaking.ON, breaking_sources=3,
                breaking_minutes=60,
            ),
            [{"subscriber_id": each} for each in ids],
        )  # fmt: skip
        # Every second one was told by a digest.
        await connection.execute(
            insert(tables.digests).values(kind="slot", due_at=NOW, composed_at=NOW),
            [{"id": each, "subscriber_id": each} for each in ids[::2]],
        )
        await connection.execute(
            insert(tables.tellings).values(story_id=story_id, member_count=3, version=1),
            [{"digest_id": each, "subscriber_id": each} for each in ids[::2]],
        )
    found, after = 0, 0
    async with database.read() as connection:
        while page := await alerts.waiting(connection, THREE, [story_id], after=after):
            found, after = found + len(page), page[-1].subscriber_id
    assert found == number // 2
