from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta

import pytest
from sqlalchemy import func, insert, select, update

from storage.database import Connection, Database
from storage.digests import digests, selection
from storage.digests.digests import NewDigest
from storage.model import ChatKind, MemberKind, Slot, Story, StoryCandidate, Subscriber
from storage.outbox import outbox, outbox_upkeep
from storage.schema import tables
from storage.stories import stories
from storage.subscribers import mutes, saved_stories, subscribers

NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
SLOT = Slot(local_date=date(2026, 3, 2), at=time(13), due_at=NOW)
HELLO = outbox.Draft("<b>Сводка</b>", "Сводка")


async def _subscriber(connection: Connection, chat_id: int = 7) -> Subscriber:
    return await subscribers.add(connection, chat_id, ChatKind.PRIVATE, "ru", "Asia/Almaty", now=NOW)


async def _topic(connection: Connection, query: str, *followers: Subscriber) -> int:
    await connection.execute(insert(tables.topics).values(query=query, label=query, created_at=NOW))
    topic_id = await connection.scalar(select(func.max(tables.topics.c.id))) or 0
    for subscriber in followers:
        await connection.execute(
            insert(tables.follows).values(subscriber_id=subscriber.id, topic_id=topic_id, followed_at=NOW)
        )
    return topic_id


async def _story(connection: Connection, headline: str, topics: Sequence[int], at: datetime = NOW) -> int:
    """Make a story of one article that is on these topics."""
    await connection.execute(
        insert(tables.stories).values(
            headline=headline, summary="", url="", first_at=at, last_at=at, grown_at=at, member_count=0
        )
    )
    story_id = await connection.scalar(select(func.max(tables.stories.c.id))) or 0
    for topic_id in topics:
        await connection.execute(
            insert(tables.topic_matches).values(
                topic_id=topic_id, story_id=story_id, form=headline.split(maxsplit=1)[0], place="title", matched_at=at
            )
        )
    await _grow(connection, story_id, at)
    return story_id


async def _grow(connection: Connection, story_id: int, at: datetime) -> None:
    number = await connection.scalar(select(func.count()).select_from(tables.articles))
    await connection.execute(
        insert(tables.articles).values(
            site="news.example", site_id=str(number), url=f"https://news.example/{number}", title="t", lead="",
            paragraphs=[], authors=[], images=[], quotes=[], published_at=at, saved_at=at, joined_at=at,
            fingerprint="", story_id=story_id, member_kind=MemberKind.SAME,
        )
    )  # fmt: skip
    await connection.execute(
        update(tables.stories)
        .where(tables.stories.c.id == story_id)
        .values(grown_at=at, last_at=at, member_count=tables.stories.c.member_count + 1, source_count=1)
    )


async def _candidates(
    connection: Connection, subscriber: Subscriber, now: datetime = NOW, *, again: bool = False
) -> Sequence[StoryCandidate]:
    return (await selection.for_subscriber(connection, subscriber.id, since=now - DAY, now=now, again=again)).candidates


def _headlines(candidates: Sequence[StoryCandidate]) -> list[str]:
    return [candidate.story.headline for candidate in candidates]


async def _tell(
    connection: Connection, subscriber: Subscriber, told: Sequence[Story], now: datetime = NOW
) -> int | None:
    return await digests.record(
        connection, NewDigest(subscriber_id=subscriber.id, told=tuple(told), parts=(HELLO,), due_at=now), now=now
    )


async def test_a_reader_may_be_told_the_stories_on_their_topics(database: Database) -> None:
    async with database.transaction() as connection:
        reader, other = await _subscriber(connection, 1), await _subscriber(connection, 2)
        china = await _topic(connection, "Китай", reader)
        weather = await _topic(connection, "погода", other)
        await _story(connection, "Китаю нужен мост", [china], NOW - HOUR)
        await _story(connection, "Погода портится", [weather])
        await _story(connection, "Без темы", [])
        (candidate,) = await _candidates(connection, reader)

    assert candidate.story.headline == "Китаю нужен мост"
    assert candidate.told is None
    (match,) = candidate.matches
    assert (match.topic.label, match.form, match.place, match.matched_at) == ("Китай", "Китаю", "title", NOW - HOUR)


async def test_a_story_on_several_topics_is_one_candidate_with_every_reason(database: Database) -> None:
    async with database.transaction() as connection:
        reader = await _subscriber(connection)
        topics = [await _topic(connection, label, reader) for label in ("Китай", "банк", "мост")]
        await _story(connection, "Китай даст денег", topics[:2])
        (candidate,) = await _candidates(connection, reader)

    assert [match.topic.label for match in candidate.matches] == ["Китай", "банк"]


async def test_only_what_grew_since_then_is_a_candidate(database: Database) -> None:
    async with database.transaction() as connection:
        reader = await _subscriber(connection)
        china = await _topic(connection, "Китай", reader)
        await _story(connection, "Давно", [china], NOW - 2 * DAY)
        await _story(connection, "Только что", [china], NOW)
        await _story(connection, "Вчера", [china], NOW - DAY)
        await _story(connection, "Утром", [china], NOW - HOUR)
        await _story(connection, "Потом", [china], NOW + HOUR)
        assert _headlines(await _candidates(connection, reader)) == ["Утром", "Только что"]


async def test_what_was_told_is_not_told_again_until_it_grows(database: Database) -> None:
    async with database.transaction() as connection:
        reader, other = await _subscriber(connection, 1), await _subscriber(connection, 2)
        china = await _topic(connection, "Китай", reader, other)
        story_id = await _story(connection, "Мост", [china], NOW - HOUR)
        (first,) = await _candidates(connection, reader)
        await _tell(connection, reader, [first.story])
        assert list(await _candidates(connection, reader, NOW + HOUR)) == []
        assert _headlines(await _candidates(connection, other, NOW + HOUR)) == ["Мост"]

        await _grow(connection, story_id, NOW + HOUR)
        (grown,) = await _candidates(connection, reader, NOW + 2 * HOUR)
        assert grown.told is not None
        assert (grown.told.member_count, grown.told.told_at, grown.told.headline) == (1, NOW, "Мост")
        assert len(grown.story.members) == 2

        await _tell(connection, reader, [grown.story], NOW + 2 * HOUR)
        assert list(await _candidates(connection, reader, NOW + 3 * HOUR)) == []


async def test_a_followed_story_is_told_as_it_grows_whatever_the_topics(database: Database) -> None:
    async with database.transaction() as connection:
        reader, other = await _subscriber(connection), await _subscriber(connection, 8)
        story_id = await _story(connection, "Мост", [])
        story = await stories.get(connection, story_id)
        assert story is not None
        await _tell(connection, reader, [story])
        await saved_stories.follow(connection, reader.id, story_id, now=NOW)
        assert list(await _candidates(connection, reader, NOW + HOUR)) == []
        await _grow(connection, story_id, NOW + HOUR)
        (grown,) = await _candidates(connection, reader, NOW + 2 * HOUR)
        assert (grown.story.id, grown.matches) == (story_id, ())
        assert grown.told is not None
        assert grown.told.member_count == 1
        assert list(await _candidates(connection, other, NOW + 2 * HOUR)) == []


async def test_what_several_readers_may_be_told_is_read_at_once(database: Database) -> None:
    async with database.transaction() as connection:
        one, two, none = [await _subscriber(connection, chat_id) for chat_id in (1, 2, 3)]
        china, weather = await _topic(connection, "Китай", one, two), await _topic(connection, "погода", two)
        await _story(connection, "Мост", [china], NOW - 3 * HOUR)
        await _story(connection, "Дождь", [weather, china], NOW - HOUR)
        (first, _) = await _candidates(connection, one)
        await _tell(connection, one, [first.story], NOW - 2 * HOUR)
        since = {one.id: NOW - DAY, two.id: NOW - 2 * HOUR, none.id: NOW - DAY}
        found = await selection.for_subscribers(connection, since, now=NOW)
        assert await selection.for_subscribers(connection, {}, now=NOW) == {}

    assert {each: _headlines(selected.candidates) for each, selected in found.items()} == {
        one.id: ["Дождь"], two.id: ["Дождь"], none.id: []
    }  # fmt: skip
    assert [len(found[each].candidates[0].matches) for each in (one.id, two.id)] == [1, 2]


async def test_what_a_reader_muted_is_counted(database: Database) -> None:
    async with database.transaction() as connection:
        reader = await _subscriber(connection)
        china = await _topic(connection, "Китай", reader)
        for headline in ("Мост", "Дорога", "Тоннель"):
            await _story(connection, headline, [china])
        await saved_stories.mute(connection, reader.id, 1, now=NOW)
        muted = await _topic(connection, "тоннель")
        await connection.execute(
            insert(tables.topic_matches).values(topic_id=muted, story_id=3, form="", place="", matched_at=NOW)
        )
        await mutes.mute(connection, reader.id, muted, now=NOW)
        found = await selection.for_subscriber(connection, reader.id, since=NOW - DAY, now=NOW)

    assert (_headlines(found.candidates), found.hidden) == (["Дорога"], 2)


async def test_a_recap_brings_back_what_was_told(database: Database) -> None:
    async with database.transaction() as connection:
        reader = await _subscriber(connection)
        china = await _topic(connection, "Китай", reader)
        await _story(connection, "Мост", [china], NOW - HOUR)
        (first,) = await _candidates(connection, reader)
        await _tell(connection, reader, [first.story])
        (again,) = await _candidates(connection, reader, again=True)

    assert again.told is not None


async def test_a_slot_has_one_digest(database: Database) -> None:
    async with database.transaction() as connection:
        reader, other = await _subscriber(connection, 1), await _subscriber(connection, 2)
        first = await digests.record(
            connection, NewDigest(subscriber_id=reader.id, slot=SLOT, parts=(HELLO,), due_at=NOW), now=NOW
        )
        again = await digests.record(
            connection, NewDigest(subscriber_id=reader.id, slot=SLOT, parts=(HELLO,), due_at=NOW), now=NOW
        )
        others = await digests.record(
            connection, NewDigest(subscriber_id=other.id, slot=SLOT, parts=(HELLO,), due_at=NOW), now=NOW
        )
        assert sum((await outbox_upkeep.counts(connection)).values()) == 2

    assert first is not None
    assert again is None
    assert others not in {None, first}


async def test_a_reader_may_ask_for_any_number_of_digests(database: Database) -> None:
    async with database.transaction() as connection:
        reader = await _subscriber(connection)
        assert await digests.last_composed_at(connection, reader.id) is None
        one = await _tell(connection, reader, [])
        two = await _tell(connection, reader, [], NOW + HOUR)
        assert await digests.last_composed_at(connection, reader.id) == NOW + HOUR

    assert None not in {one, two}
    assert one != two


async def test_a_digest_its_tellings_and_its_messages_are_written_together_or_not_at_all(database: Database) -> None:
    async with database.transaction() as connection:
        reader = await _subscriber(connection)
        china = await _topic(connection, "Китай", reader)
        await _story(connection, "Мост", [china])

    with pytest.raises(RuntimeError):  # noqa: PT012 - the failure is in the middle of the transaction
        async with database.transaction() as connection:
            (candidate,) = await _candidates(connection, reader)
            await digests.record(
                connection,
                NewDigest(subscriber_id=reader.id, slot=SLOT, told=(candidate.story,), parts=(HELLO,), due_at=NOW),
                now=NOW,
            )
            raise RuntimeError

    async with database.transaction() as connection:
        assert len(await _candidates(connection, reader)) == 1
        assert await digests.receipts(connection, reader.id, 10) == []
        assert await outbox_upkeep.waiting_since(connection) is None


async def test_a_receipt_says_what_became_of_each_digest(database: Database) -> None:
    async with database.transaction() as connection:
        reader = await _subscriber(connection)
        china = await _topic(connection, "Китай", reader)
        for number in range(3):
            await _story(connection, f"Мост {number}", [china])
        told = await stories.load(connection, [1, 2, 3])
        sent_id = await digests.record(
            connection,
            NewDigest(subscriber_id=reader.id, slot=SLOT, told=tuple(told), parts=(HELLO, HELLO, HELLO), due_at=NOW),
            now=NOW + HOUR,
        )
        empty_id = await _tell(connection, reader, [], NOW + 2 * HOUR)
        await outbox.drop_all(connection, reader.id, "nothing", now=NOW)
        await connection.execute(
            update(tables.outbox)
            .where(tables.outbox.c.digest_id == sent_id, tables.outbox.c.number < 3)
            .values(state="sent", settled_at=NOW + HOUR + timedelta(seconds=2))
        )
        empty, sent = await digests.receipts(connection, reader.id, 10)
        assert await digests.receipts(connection, reader.id, 1) == [empty]

    assert (sent.digest_id, sent.local_date, sent.at, sent.due_at) == (sent_id, SLOT.local_date, SLOT.at, NOW)
    assert sent.composed_at == NOW + HOUR
    assert (sent.stories, sent.parts, sent.sent, sent.failed) == (3, 3, 2, 1)
    assert sent.sent_at == NOW + HOUR + timedelta(seconds=2)
    assert (empty.digest_id, empty.local_date, empty.at, empty.sent_at) == (empty_id, None, None, None)
    assert (empty.stories, empty.parts, empty.sent, empty.failed) == (0, 1, 0, 1)


async def test_a_slot_that_had_nothing_to_tell_is_a_digest_too(database: Database) -> None:
    async with database.transaction() as connection:
        reader = await _subscriber(connection)
        await digests.record(connection, NewDigest(subscriber_id=reader.id, slot=SLOT, due_at=NOW), now=NOW)
        (receipt,) = await digests.receipts(connection, reader.id, 10)

    assert (receipt.parts, receipt.stories) == (0, 0)


async def test_forgetting_old_messages_keeps_what_was_told(database: Database) -> None:
    async with database.transaction() as connection:
        reader = await _subscriber(connection)
        china = await _topic(connection, "Китай", reader)
        await _story(connection, "Мост", [china])
        await _tell(connection, reader, [one.story for one in await _candidates(connection, reader)])
        await outbox.drop_all(connection, reader.id, "nothing", now=NOW)
        assert await outbox_upkeep.forget(connection, before=NOW + DAY) == 1
        assert list(await _candidates(connection, reader)) == []
