"""Sources that the operator pauses, and the history of their health."""

from datetime import UTC, datetime, timedelta

from storage.database import Database
from storage.sources import health_history, listing_states, pauses
from storage.sources.listing_states import Answer

NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)
LATEST, FEED = "https://news.example/latest", "https://other.example/feed.xml"
LEASE = timedelta(minutes=5)


async def test_nothing_of_a_paused_source_is_due_until_it_goes_on(database: Database) -> None:
    async with database.transaction() as connection:
        await listing_states.register(connection, {LATEST: "news.example", FEED: "other.example"}, now=NOW)
        assert await pauses.pause(connection, "news.example", now=NOW)
        assert not await pauses.pause(connection, "news.example", now=NOW + LEASE)
        assert await pauses.listed(connection) == {"news.example": NOW}
        for everything in (False, True):
            due = await listing_states.due(
                connection, [LATEST, FEED], now=NOW + LEASE, lease=LEASE, everything=everything
            )
            assert [state.url for state in due] == [FEED]
        assert await pauses.resume(connection, "news.example")
        assert not await pauses.resume(connection, "news.example")
        due = await listing_states.due(connection, [LATEST, FEED], now=NOW + LEASE, lease=timedelta(0))
        assert [state.url for state in due] == [LATEST]


async def test_a_paused_source_does_not_fall_silent(database: Database) -> None:
    async with database.transaction() as connection:
        await listing_states.register(connection, {LATEST: "news.example"}, now=NOW)
        (state,) = await listing_states.states(connection)
        await listing_states.answered(connection, state, Answer(new=1, silent_at=NOW + LEASE), now=NOW)
        await pauses.pause(connection, "news.example", now=NOW)
        assert await listing_states.fall_silent(connection, "stale", now=NOW + 2 * LEASE) == 0
        await pauses.resume(connection, "news.example")
        assert await listing_states.fall_silent(connection, "stale", now=NOW + 2 * LEASE) == 1


async def test_a_listing_is_asked_at_once_when_told_so(database: Database) -> None:
    async with database.transaction() as connection:
        await listing_states.register(connection, {LATEST: "news.example"}, now=NOW + timedelta(hours=5))
        assert await listing_states.due(connection, [LATEST], now=NOW, lease=LEASE) == []
        assert await listing_states.ask_now(connection, "news.example", now=NOW) == 1
        assert len(await listing_states.due(connection, [LATEST], now=NOW, lease=LEASE)) == 1


async def test_each_change_of_health_is_remembered_once_for_a_while(database: Database) -> None:
    async with database.transaction() as connection:
        await listing_states.register(connection, {LATEST: "news.example"}, now=NOW)
        for hours, said in enumerate(("slow", "slow", "missing")):
            (state,) = await listing_states.states(connection)
            now = NOW + timedelta(hours=hours)
            await listing_states.failed(connection, state, said, now=now, detail="x" * 999)
        changes = await health_history.of_listings(connection, [LATEST])
        assert [(change.health, change.at) for change in changes] == [
            ("missing", NOW + timedelta(hours=2)),
            ("slow", NOW),
        ]
        assert {len(change.detail) for change in changes} == {300}
        assert await health_history.forget(connection, before=NOW + timedelta(hours=1)) == 1
        assert await health_history.of_listings(connection, [FEED]) == []
