import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from storage.database import Connection, Database
from storage.sources import listing_states
from storage.sources.listing_states import Answer, ListingState, Pace

NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)
LEASE = timedelta(minutes=5)
LATEST = "https://news.example/latest"
FEED = "https://other.example/feed.xml"
PACE = Pace(first=timedelta(minutes=10), shortest=timedelta(minutes=2), longest=timedelta(minutes=30), jitter=0)


async def _keep(connection: Connection) -> None:
    listings = {LATEST: "news.example", FEED: "other.example"}
    await listing_states.register(connection, listings, now=NOW, pace=PACE)


async def _due(database: Database, now: datetime, *urls: str, everything: bool = False) -> list[ListingState]:
    async with database.transaction() as connection:
        wanted = urls or (LATEST, FEED)
        return await listing_states.due(connection, wanted, now=now, lease=LEASE, everything=everything)


async def _state(database: Database, url: str = LATEST) -> ListingState:
    async with database.read() as connection:
        return next(state for state in await listing_states.states(connection) if state.url == url)


async def test_a_listing_we_never_saw_is_due_at_once(database: Database) -> None:
    async with database.transaction() as connection:
        await _keep(connection)

    due = await _due(database, NOW)
    assert [(state.url, state.source, state.health) for state in due] == [
        (LATEST, "news.example", "new"),
        (FEED, "other.example", "new"),
    ]


async def test_only_the_listings_asked_for_are_due(database: Database) -> None:
    async with database.transaction() as connection:
        await listing_states.register(connection, {}, now=NOW)
        await _keep(connection)

    assert [state.url for state in await _due(database, NOW, FEED)] == [FEED]


async def test_a_claimed_listing_is_due_again_when_its_lease_ends(database: Database) -> None:
    async with database.transaction() as connection:
        await _keep(connection)
    await _due(database, NOW)

    assert await _due(database, NOW + LEASE - timedelta(seconds=1)) == []
    assert len(await _due(database, NOW + LEASE)) == 2
    assert len(await _due(database, NOW + LEASE, everything=True)) == 2


async def test_what_an_answer_said_of_itself_is_kept_for_the_next_question(database: Database) -> None:
    async with database.transaction() as connection:
        await _keep(connection)
        (state,) = await listing_states.due(connection, [LATEST], now=NOW, lease=LEASE)
        await listing_states.answered(
            connection, state, Answer(new=3, etag='"abc"', last_modified="Mon"), now=NOW, pace=PACE
        )
        await _keep(connection)

    state = await _state(database)
    assert (state.etag, state.last_modified) == ('"abc"', "Mon")
    assert (state.health, state.checked_at, state.changed_at) == ("ok", NOW, NOW)
    assert state.due_at == NOW + state.interval


async def test_busy_listings_are_asked_more_often_and_quiet_ones_less(database: Database) -> None:
    async with database.transaction() as connection:
        await _keep(connection)
    for number in range(20):
        state = await _state(database)
        async with database.transaction() as connection:
            await listing_states.answered(connection, state, Answer(new=number), now=NOW, pace=PACE)
    assert (await _state(database)).interval == PACE.shortest

    for _ in range(20):
        state = await _state(database)
        async with database.transaction() as connection:
            await listing_states.not_modified(connection, state, now=NOW, pace=PACE)
    assert (await _state(database)).interval == PACE.longest


async def test_not_modified_keeps_the_validators(database: Database) -> None:
    async with database.transaction() as connection:
        await _keep(connection)
        (state,) = await listing_states.due(connection, [LATEST], now=NOW, lease=LEASE)
        await listing_states.answered(connection, state, Answer(etag='"abc"', last_modified="Mon"), now=NOW)
    state = await _state(database)
    async with database.transaction() as connection:
        assert not await listing_states.not_modified(connection, state, now=NOW + LEASE)

    after = await _state(database)
    assert (after.etag, after.last_modified) == ('"abc"', "Mon")
    assert after.checked_at == NOW + LEASE


async def test_a_failing_listing_is_asked_less_and_less_but_never_given_up(database: Database) -> None:
    async with database.transaction() as connection:
        await _keep(connection)
    waits = []
    for _ in range(40):
        state = await _state(database)
        async with database.transaction() as connection:
            await listing_states.failed(connection, state, "timeout", now=NOW, detail="no answer in 20 s", pace=PACE)
        waits.append((await _state(database)).due_at - NOW)

    assert waits == sorted(waits)
    assert waits[0] == PACE.first
    assert waits[-1] == timedelta(hours=6)
    state = await _state(database)
    assert (state.health, state.detail, state.failures) == ("timeout", "no answer in 20 s", 40)


async def test_the_wait_a_publisher_asks_for_is_kept(database: Database) -> None:
    day = timedelta(days=1)
    async with database.transaction() as connection:
        await _keep(connection)
        (state,) = await listing_states.due(connection, [LATEST], now=NOW, lease=LEASE)
        await listing_states.failed(connection, state, "status-429", now=NOW, retry_after=day)

    assert (await _state(database)).due_at == NOW + day


async def test_only_a_change_of_health_is_news(database: Database) -> None:
    async with database.transaction() as connection:
        await _keep(connection)
    news = []
    hours = iter(range(100))

    async def record(reason: str) -> None:
        state = await _state(database)
        now = NOW + timedelta(hours=next(hours))
        async with database.transaction() as connection:
            if reason:
                news.append(await listing_states.failed(connection, state, reason, now=now))
            else:
                news.append(await listing_states.answered(connection, state, Answer(), now=now))

    for reason in ("", "", "timeout", "timeout", "status-403", "", ""):
        await record(reason)

    assert news == [False, False, True, False, True, True, False]
    state = await _state(database)
    assert state.health_since == NOW + timedelta(hours=5)
    assert state.failures == 0


async def test_listings_do_not_march_in_step(database: Database) -> None:
    urls = [f"https://news.example/{number}" for number in range(30)]
    async with database.transaction() as connection:
        await listing_states.register(connection, dict.fromkeys(urls, "news.example"), now=NOW)
        for state in await listing_states.due(connection, urls, now=NOW, lease=LEASE):
            await listing_states.answered(connection, state, Answer(), now=NOW)
        waits = [(state.due_at - NOW) / state.interval for state in await listing_states.states(connection)]
    assert len(set(waits)) > 25
    assert 0.9 <= min(waits) < 0.95
    assert 1.05 < max(waits) <= 1.1


async def test_a_publisher_that_says_how_long_its_answer_holds_is_left_alone_that_long_but_no_longer_than_usual(
    database: Database,
) -> None:
    for fresh_for, wait in ((timedelta(minutes=20), timedelta(minutes=20)), (timedelta(days=1), PACE.longest)):
        async with database.transaction() as connection:
            await _keep(connection)
            (state,) = await listing_states.due(connection, [LATEST], now=NOW, lease=LEASE, everything=True)
            await listing_states.answered(connection, state, Answer(new=1, fresh_for=fresh_for), now=NOW, pace=PACE)
        assert (await _state(database)).due_at == NOW + wait


async def test_a_change_of_health_is_news_until_the_operator_was_told(database: Database) -> None:
    async with database.transaction() as connection:
        await _keep(connection)

    async def fail(times: int) -> list[str]:
        for _ in range(times):
            state = await _state(database)
            async with database.transaction() as connection:
                await listing_states.failed(connection, state, "forbidden", now=NOW)
        async with database.read() as connection:
            return [state.health for state in await listing_states.changes(connection)]

    assert await fail(2) == [], "a publisher may stumble"
    assert await fail(1) == ["forbidden"]
    async with database.transaction() as connection:
        await listing_states.told(connection, await listing_states.changes(connection))
        assert await listing_states.changes(connection) == []
    assert await fail(5) == []
    async with database.transaction() as connection:
        await listing_states.answered(connection, await _state(database), Answer(), now=NOW)
        assert [(state.told, state.health) for state in await listing_states.changes(connection)] == [
            ("forbidden", "ok")
        ]


async def test_a_listing_falls_silent_when_its_time_has_come(database: Database) -> None:
    async with database.transaction() as connection:
        await _keep(connection)
        silent_at = NOW + timedelta(days=2)
        (state,) = await listing_states.due(connection, [LATEST], now=NOW, lease=LEASE)
        await listing_states.answered(connection, state, Answer(newest_at=NOW, silent_at=silent_at), now=NOW)
        assert await listing_states.fall_silent(connection, "stale", now=silent_at - timedelta(seconds=1)) == 0
        assert await listing_states.fall_silent(connection, "stale", now=silent_at) == 1
        assert await listing_states.fall_silent(connection, "stale", now=silent_at) == 0
        assert [state.health for state in await listing_states.changes(connection)] == ["stale"]
    assert (await _state(database)).health_since == silent_at


@pytest.mark.parametrize("backend", ["postgresql"])
async def test_two_processes_never_read_the_same_listing(database: Database) -> None:
    urls = [f"https://news.example/{number}" for number in range(20)]
    async with database.transaction() as connection:
        await listing_states.register(connection, dict.fromkeys(urls, "news.example"), now=NOW)

    async def take() -> list[str]:
        async with database.transaction() as connection:
            due = await listing_states.due(connection, urls, now=NOW, lease=LEASE, limit=10)
            await asyncio.sleep(0.05)
            return [state.url for state in due]

    first, second = await asyncio.gather(take(), take())
    assert sorted(first + second) == sorted(urls)
