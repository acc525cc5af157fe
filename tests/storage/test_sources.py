import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from storage import sources
from storage.database import Connection, Database
from storage.sources import ListingState, Pace

NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)
LEASE = timedelta(minutes=5)
LATEST = "https://news.example/latest"
FEED = "https://other.example/feed.xml"
PACE = Pace(first=timedelta(minutes=10), shortest=timedelta(minutes=2), longest=timedelta(minutes=30))


async def _keep(connection: Connection) -> None:
    listings = {LATEST: "news.example", FEED: "other.example"}
    await sources.keep(connection, listings, now=NOW, pace=PACE)


async def _due(database: Database, now: datetime, *urls: str, everything: bool = False) -> list[ListingState]:
    async with database.transaction() as connection:
        wanted = urls or (LATEST, FEED)
        return await sources.due(connection, wanted, now=now, lease=LEASE, everything=everything)


async def _state(database: Database, url: str = LATEST) -> ListingState:
    async with database.read() as connection:
        return next(state for state in await sources.states(connection) if state.url == url)


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
        await sources.keep(connection, {}, now=NOW)
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
        (state,) = await sources.due(connection, [LATEST], now=NOW, lease=LEASE)
        await sources.answered(connection, state, now=NOW, new=3, etag='"abc"', last_modified="Mon", pace=PACE)
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
            await sources.answered(connection, state, now=NOW, new=number, pace=PACE)
    assert (await _state(database)).interval == PACE.shortest

    for _ in range(20):
        state = await _state(database)
        async with database.transaction() as connection:
            await sources.not_modified(connection, state, now=NOW, pace=PACE)
    assert (await _state(database)).interval == PACE.longest


async def test_not_modified_keeps_the_validators(database: Database) -> None:
    async with database.transaction() as connection:
        await _keep(connection)
        (state,) = await sources.due(connection, [LATEST], now=NOW, lease=LEASE)
        await sources.answered(connection, state, now=NOW, etag='"abc"', last_modified="Mon")
    state = await _state(database)
    async with database.transaction() as connection:
        assert not await sources.not_modified(connection, state, now=NOW + LEASE)

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
            await sources.failed(connection, state, "timeout", now=NOW, detail="no answer in 20 s")
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
        (state,) = await sources.due(connection, [LATEST], now=NOW, lease=LEASE)
        await sources.failed(connection, state, "status-429", now=NOW, retry_after=day)

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
                news.append(await sources.failed(connection, state, reason, now=now))
            else:
                news.append(await sources.answered(connection, state, now=now))

    for reason in ("", "", "timeout", "timeout", "status-403", "", ""):
        await record(reason)

    assert news == [False, False, True, False, True, True, False]
    state = await _state(database)
    assert state.health_since == NOW + timedelta(hours=5)
    assert state.failures == 0


async def test_a_page_that_gave_no_article_is_left_alone_longer_each_time(database: Database) -> None:
    page = "https://news.example/2026/photo?utm_source=rss"
    now = NOW
    waits = []
    async with database.transaction() as connection:
        for _ in range(12):
            retry_at = await sources.refuse(connection, page, "news.example", "without-time", now=now)
            waits.append(retry_at - now)
            just_before = retry_at - timedelta(seconds=1)
            assert await sources.refused(connection, [page, LATEST], now=just_before) == {page}
            assert await sources.refused(connection, [page], now=retry_at) == set()
            now = retry_at

    assert waits[:3] == [timedelta(hours=1), timedelta(hours=2), timedelta(hours=4)]
    assert waits[-1] == timedelta(days=7)


async def test_every_variant_of_a_refused_address_is_refused(database: Database) -> None:
    variants = [f"https://www.news.example/a/{suffix}" for suffix in ("", "#comments", "?utm_medium=x")]
    async with database.transaction() as connection:
        await sources.refuse(connection, "http://news.example/a", "news.example", "unreadable", now=NOW)
        assert await sources.refused(connection, variants, now=NOW) == set(variants)
        assert await sources.refused(connection, [], now=NOW) == set()


async def test_a_page_that_was_repaired_is_no_longer_refused(database: Database) -> None:
    async with database.transaction() as connection:
        await sources.refuse(connection, LATEST, "news.example", "unreadable", now=NOW)
        await sources.accept(connection, LATEST)
        assert await sources.refused(connection, [LATEST], now=NOW) == set()


async def test_a_hostile_address_is_refused_like_any_other(database: Database) -> None:
    hostile = ["", "\0", "http://[", "\ud800", "https://news.example/" + "ж" * 50_000, "https://h:99999999/"]
    async with database.transaction() as connection:
        for url in hostile:
            await sources.refuse(connection, url, "news.example", "x" * 200, now=NOW)
        assert await sources.refused(connection, hostile, now=NOW) == set(hostile)


async def test_old_refusals_are_forgotten(database: Database) -> None:
    async with database.transaction() as connection:
        await sources.refuse(connection, LATEST, "news.example", "unreadable", now=NOW)
        await sources.refuse(connection, FEED, "other.example", "unreadable", now=NOW + timedelta(days=30))
        assert await sources.forget_refusals(connection, before=NOW + timedelta(days=20)) == 1
        assert await sources.refused(connection, [FEED], now=NOW + timedelta(days=30)) == {FEED}


@pytest.mark.parametrize("backend", ["postgresql"])
async def test_two_processes_never_read_the_same_listing(database: Database) -> None:
    urls = [f"https://news.example/{number}" for number in range(20)]
    async with database.transaction() as connection:
        await sources.keep(connection, dict.fromkeys(urls, "news.example"), now=NOW)

    async def take() -> list[str]:
        async with database.transaction() as connection:
            due = await sources.due(connection, urls, now=NOW, lease=LEASE, limit=10)
            await asyncio.sleep(0.05)
            return [state.url for state in due]

    first, second = await asyncio.gather(take(), take())
    assert sorted(first + second) == sorted(urls)
