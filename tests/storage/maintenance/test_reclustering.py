"""The second look at stories: two that are one become one, one that is two falls apart, and nobody loses anything."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select, update

from parsers.article import Article
from storage.articles import articles, tags
from storage.database import Connection, Database
from storage.digests import digests, selection
from storage.digests.digests import NewDigest
from storage.maintenance import reclustering, task_runs
from storage.maintenance.reclustering import Revision, Step
from storage.model import ChatKind, MemberKind, Subscriber
from storage.schema import maintenance_tables, operator_tables, saved_tables, source_tables, tables
from storage.stories import merge_split, stories
from storage.stories.clustering import features, linkage, representatives
from storage.stories.clustering.representatives import Representative
from storage.stories.merge_split import Parted
from storage.subscribers import saved_stories, subscribers
from storage.topics import topics
from storage.topics.query import parser

NOW = datetime(2026, 11, 20, 8, tzinfo=UTC)
HOUR = timedelta(hours=1)

QUAKE = (
    (
        "В Алматы ощутили землетрясение магнитудой 4,7",
        (
            "Подземные толчки почувствовали жители Алматы в ночь на пятницу. Эпицентр находился в 62 километрах к "
            "юго-востоку от города, на территории Кыргызстана, сообщили в Казселезащите. Пострадавших нет."
        ),
    ),
    (
        "Землетрясение магнитудой 4,7 произошло близ Алматы",
        (
            "Сейсмостанции зафиксировали землетрясение на территории Кыргызстана, в 62 км к юго-востоку от Алматы. "
            "Жители города ощутили толчки ночью, разрушений и пострадавших нет."
        ),
    ),
    (
        "Алматинцев разбудили подземные толчки магнитудой 4,7",
        (
            "Землетрясение в 62 километрах от Алматы, на территории Кыргызстана, ощутили ночью жители города. "
            "Пострадавших и разрушений нет, сообщили сейсмологи."
        ),
    ),
)
FIRE = (
    (
        "Пожар на рынке в Шымкенте: сгорели девять бутиков",
        (
            "Крупное возгорание случилось на вещевом рынке Шымкента. Огонь охватил 300 квадратных метров, "
            "спасатели эвакуировали сорок человек."
        ),
    ),
    (
        "На вещевом рынке Шымкента сгорели девять бутиков",
        (
            "Пожар на рынке Шымкента охватил 300 квадратных метров. Спасатели эвакуировали сорок человек, девять "
            "бутиков уничтожены."
        ),
    ),
)
GOLD = (
    "Казахстанец выиграл золото чемпионата мира по дзюдо",
    "Дзюдоист из Тараза Елдос Сметов победил в финале чемпионата мира японца и принес сборной первую медаль.",
)


def article(number: int, text: tuple[str, str], *, hours: float = 0) -> Article:
    return Article(
        url=f"https://s{number}.kz/1", site=f"s{number}.kz", site_id="1", title=text[0], lead=text[1], language="ru",
        published_at=NOW + timedelta(hours=hours),
    )  # fmt: skip


async def read(connection: Connection, one: Article) -> int:
    now = one.published_at
    saved_one = await articles.save(connection, one, now=now)
    await tags.attach(connection, saved_one.article_id, one, now=now)
    assigned = await stories.assign(connection, saved_one.article_id, features.extract(one), now=now)
    await topics.match(connection, assigned.story_id, now=now)
    return int(assigned.story_id)


async def quake(connection: Connection) -> int:
    ids = {await read(connection, article(number, text, hours=number)) for number, text in enumerate(QUAKE)}
    (story_id,) = ids
    return story_id


async def fire(connection: Connection) -> int:
    ids = {await read(connection, article(8 + number, text, hours=number)) for number, text in enumerate(FIRE)}
    (story_id,) = ids
    return story_id


async def reader(connection: Connection, chat_id: int = 7) -> Subscriber:
    return await subscribers.add(connection, chat_id, ChatKind.PRIVATE, "ru", "Asia/Almaty", now=NOW)


async def tell(connection: Connection, subscriber: Subscriber, *ids: int, at: datetime) -> None:
    told = await stories.load(connection, ids)
    await digests.record(connection, NewDigest(subscriber_id=subscriber.id, told=tuple(told), due_at=at), now=at)


async def torn(connection: Connection, story_id: int) -> int:
    """Part the last member of a story off, as if it had been taken for another event when it came."""
    kept = (await merge_split.centres(connection, [story_id]))[story_id]
    return await merge_split.part(connection, story_id, Parted(stay=kept[:-1], leave=kept[-1:]))


async def reviewed(database: Database, *, hours: float = 10, dry_run: bool = False) -> list[Revision]:
    return [one async for one in reclustering.review(database, now=NOW + hours * HOUR, dry_run=dry_run)]


async def of_article(connection: Connection, number: int) -> int:
    found = await connection.scalar(select(tables.articles.c.story_id).where(tables.articles.c.site == f"s{number}.kz"))
    return int(found or 0)


async def test_two_stories_of_one_event_become_one(database: Database) -> None:
    async with database.transaction() as connection:
        story_id = await quake(connection)
        other_id = await torn(connection, story_id)
        fire_id = await fire(connection)

    (proposed,) = await reviewed(database, dry_run=True)
    (change,) = await reviewed(database)

    assert proposed == change
    assert (change.step, change.articles) == (Step.MERGE, 1)
    assert [one for one, _ in change.stories] == [story_id, other_id]
    assert change.score > linkage.AS_ONE
    assert change.evidence
    async with database.read() as connection:
        (story, another) = await stories.load(connection, [other_id, fire_id, story_id])
    assert (story.id, len(story.members), story.source_count) == (story_id, 3, 3)
    assert [member.kind for member in story.members].count(MemberKind.FIRST) == 1
    assert another.id == fire_id
    assert await reviewed(database) == []


async def test_a_new_article_finds_the_story_made_of_two(database: Database) -> None:
    async with database.transaction() as connection:
        story_id = await quake(connection)
        await torn(connection, story_id)
    await reviewed(database)
    async with database.transaction() as connection:
        late = ("Землетрясение близ Алматы: магнитуда 4,7", QUAKE[1][1])
        assert await read(connection, article(5, late, hours=12)) == story_id


async def test_a_story_of_two_events_falls_apart(database: Database) -> None:
    async with database.transaction() as connection:
        for query in ("Шымкент", "Алматы"):
            await topics.ensure(connection, parser.parse(query), now=NOW)
        first, second = await quake(connection), await fire(connection)
        await merge_split.merge(connection, second, first, now=NOW)

    (proposed,) = await reviewed(database, dry_run=True)
    (change,) = await reviewed(database)

    assert (proposed.step, proposed.stories[0], proposed.stories[1][0]) == (Step.SPLIT, change.stories[0], 0)
    assert (change.step, change.articles) == (Step.SPLIT, 2)
    assert change.score < linkage.APART
    async with database.read() as connection:
        (one, other) = await stories.load(connection, [each for each, _ in change.stories])
        matched = {
            row.story_id: row.label
            for row in await connection.execute(
                select(tables.topic_matches.c.story_id, tables.topics.c.label).join(tables.topics)
            )
        }
    assert one.id == first
    assert (len(one.members), len(other.members)) == (3, 2)
    assert other.headline in {title for title, _ in FIRE}
    assert [member.kind for member in other.members] == [MemberKind.FIRST, MemberKind.SAME]
    assert "Шымкент" in {tag.label for tag in other.tags}
    assert "Шымкент" not in {tag.label for tag in one.tags}
    assert matched == {one.id: "Алматы", other.id: "Шымкент"}
    assert other.continues_id is None
    assert await reviewed(database) == []


async def test_the_forgotten_members_of_a_long_story_go_with_their_own(database: Database) -> None:
    async with database.transaction() as connection:
        first = await quake(connection)
        for number in range(3):
            await read(connection, article(20 + number, QUAKE[number], hours=4 + number))
        second = await fire(connection)
        for number in range(4):
            await read(connection, article(30 + number, FIRE[number % 2], hours=4 + number))
        await merge_split.merge(connection, second, first, now=NOW)
        kept = (await merge_split.centres(connection, [first]))[first]
    assert len(kept) == representatives.FIRST + representatives.LATEST

    (change,) = await reviewed(database)

    assert change.articles == 6
    async with database.read() as connection:
        (one, other) = await stories.load(connection, [each for each, _ in change.stories])
    assert {member.title for member in one.members} == {title for title, _ in QUAKE}
    assert {member.title for member in other.members} == {title for title, _ in FIRE}


async def test_nobody_is_told_again_what_either_story_told(database: Database) -> None:
    async with database.transaction() as connection:
        story_id = await quake(connection)
        other_id = await torn(connection, story_id)
        both, one, none = [await reader(connection, chat) for chat in (1, 2, 3)]
        query = parser.parse("Алматы")
        topic = await topics.ensure(connection, query, now=NOW)
        for each in (both, one, none):
            await topics.follow(connection, each.id, topic.id, now=NOW)
        past = await topics.past(connection, query, since=NOW - HOUR)
        await topics.backfill(connection, topic.id, past, now=NOW)
        await tell(connection, both, other_id, at=NOW + 3 * HOUR)
        await tell(connection, both, story_id, other_id, at=NOW + 4 * HOUR)
        await tell(connection, one, story_id, at=NOW + 4 * HOUR)

    await reviewed(database)

    async with database.transaction() as connection:
        untold = [
            [candidate.story.id for candidate in found.candidates]
            for each in (both, one, none)
            for found in [await selection.for_subscriber(connection, each.id, since=NOW - HOUR, now=NOW + 10 * HOUR)]
        ]
        assert untold == [[], [], [story_id]]
        await read(connection, article(6, QUAKE[1], hours=11))
        (candidate,) = (await selection.for_subscriber(connection, one.id, since=NOW, now=NOW + 12 * HOUR)).candidates
    assert candidate.told is not None
    assert candidate.told.member_count == 3
    assert len(candidate.story.members) == 4


async def test_who_was_told_before_a_part_began_is_not_told_for_it(database: Database) -> None:
    async with database.transaction() as connection:
        first = await quake(connection)
        early, late = await reader(connection, 1), await reader(connection, 2)
        await tell(connection, early, first, at=NOW + 3 * HOUR)
        second = await read(connection, article(8, FIRE[0], hours=5))
        await read(connection, article(9, FIRE[1], hours=6))
        await merge_split.merge(connection, second, first, now=NOW)
        await tell(connection, late, first, at=NOW + 7 * HOUR)

    (change,) = await reviewed(database)

    new_id = change.stories[1][0]
    async with database.read() as connection:
        told = await connection.execute(
            select(tables.tellings.c.subscriber_id, tables.tellings.c.story_id, tables.tellings.c.member_count)
        )  # fmt: skip
        rows = {(row.subscriber_id, row.story_id): row.member_count for row in told}
    assert rows == {(early.id, first): 3, (late.id, first): 3, (late.id, new_id): 2}


async def test_what_readers_keep_goes_along_and_the_later_wish_holds(database: Database) -> None:
    async with database.transaction() as connection:
        story_id = await quake(connection)
        other_id = await torn(connection, story_id)
        keeper, fickle = await reader(connection, 1), await reader(connection, 2)
        await saved_stories.save(connection, keeper.id, other_id, now=NOW)
        await saved_stories.follow(connection, fickle.id, story_id, now=NOW)
        await saved_stories.mute(connection, fickle.id, other_id, now=NOW + HOUR)
        follow_up = await read(connection, article(7, GOLD, hours=2))
        await connection.execute(
            update(tables.stories).where(tables.stories.c.id == follow_up).values(continues_id=other_id)
        )

    await reviewed(database)

    async with database.read() as connection:
        assert [story.id for story in await saved_stories.page(connection, keeper.id, start=0, limit=9)] == [story_id]
        kept = await saved_stories.marks(connection, fickle.id, story_id)
        assert (kept.followed, kept.muted) == (False, True)
        continued = await stories.get(connection, follow_up)
        old_button = await stories.get(connection, other_id)
    assert continued is not None
    assert continued.continues_id == story_id
    assert old_button is not None
    assert old_button.id == story_id


async def test_what_another_process_put_into_a_merged_story_is_brought_home(database: Database) -> None:
    async with database.transaction() as connection:
        story_id = await quake(connection)
        other_id = await torn(connection, story_id)
    await reviewed(database)
    async with database.transaction() as connection:
        stray = await read(connection, article(7, GOLD, hours=2))
        await connection.execute(
            update(tables.articles).where(tables.articles.c.story_id == stray).values(story_id=other_id)
        )
    assert await reviewed(database) == []
    async with database.read() as connection:
        assert await of_article(connection, 7) == story_id


def test_every_table_that_points_at_a_story_is_moved() -> None:
    pointing = {
        table.name
        for table in tables.metadata.tables.values()
        for key in table.foreign_keys
        if key.column.table is tables.stories and table is not tables.stories
    }
    moved = {table.name for table in (*merge_split.OWN, *merge_split.SHARED)}
    # A private story is never reviewed; what was done by hand is told of the stories that it was done to.
    left = {maintenance_tables.merged_stories, source_tables.private_stories, operator_tables.story_edits}
    assert pointing == moved | {table.name for table in left}


def test_a_digest_of_the_day_does_not_hold_two_events_together_two_reports_of_both_do() -> None:
    kept = [
        Representative(article_id=number, weighed=features.weigh(features.extract(article(number, text))))
        for number, text in enumerate((*QUAKE, *FIRE))
    ]
    found = linkage.parts(kept)
    assert found is not None
    assert [member.article_id for member in found.leave] == [3, 4]
    assert linkage.one_event(kept[:3], kept[3:]) is None
    assert linkage.one_event(kept[:1], kept[1:2]) is not None  # two processes may take in both at once
    assert linkage.parts(kept[:3]) is None
    assert linkage.one_event(kept[:2], kept[2:3]) is not None
    assert linkage.parts(kept[:1]) is None


async def test_a_chore_is_due_again_after_its_time(database: Database) -> None:
    week = timedelta(days=7)
    async with database.transaction() as connection:
        assert await task_runs.due(connection, "review", every=week, now=NOW)
        await task_runs.done(connection, "review", now=NOW)
        await task_runs.done(connection, "review", now=NOW + HOUR)
        assert not await task_runs.due(connection, "review", every=week, now=NOW + week)
        assert await task_runs.due(connection, "review", every=week, now=NOW + week + HOUR)


_SPOT = st.integers(0, 7)
_STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("merge"), _SPOT, _SPOT),
        st.tuples(st.just("part"), _SPOT, st.sets(_SPOT, min_size=1)),
        st.tuples(st.just("tell"), _SPOT, st.integers(0, 12)),
        st.tuples(st.just("save"), _SPOT, st.just(0)),
        st.tuples(st.just("review"), st.just(0), st.just(0)),
    ),
    min_size=1,
    max_size=6,
)


@pytest.fixture
async def peopled(database: Database) -> tuple[Database, Subscriber]:
    async with database.transaction() as connection:
        await quake(connection)
        await fire(connection)
        await read(connection, article(15, GOLD))
        query = parser.parse("Шымкент")
        topic = await topics.ensure(connection, query, now=NOW)
        past = await topics.past(connection, query, since=NOW - HOUR)
        await topics.backfill(connection, topic.id, past, now=NOW)
        return database, await reader(connection)


@settings(max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(steps=_STEPS)
async def test_after_any_sequence_nothing_is_lost_and_a_second_review_changes_nothing(
    peopled: tuple[Database, Subscriber], steps: list[tuple[str, int, object]]
) -> None:
    database, subscriber = peopled
    for name, spot, how in steps:
        before = await _held(database)
        if name == "review":
            await reviewed(database)
        else:
            async with database.transaction() as connection:
                await _step(connection, subscriber, name, spot, how)
        after = await _held(database)
        assert after[0] == before[0]
        assert all(had <= has for had, has in zip(before[1:], after[1:], strict=True))
    await reviewed(database)
    assert await reviewed(database) == []
    assert (await _held(database))[0] == {f"s{number}.kz" for number in (0, 1, 2, 8, 9, 15)}


async def _step(connection: Connection, subscriber: Subscriber, name: str, spot: int, how: object) -> None:
    ids = sorted(set(await connection.scalars(select(tables.articles.c.story_id))))
    story_id = ids[spot % len(ids)]
    if name == "merge" and isinstance(how, int) and (other := ids[how % len(ids)]) != story_id:
        await merge_split.merge(connection, max(story_id, other), min(story_id, other), now=NOW)
    elif name == "part" and isinstance(how, set):
        members = (await merge_split.centres(connection, [story_id]))[story_id]
        await _part(connection, story_id, members, how)
    elif name == "tell" and isinstance(how, int):
        await tell(connection, subscriber, story_id, at=NOW + how * HOUR)
    elif name == "save":
        await saved_stories.save(connection, subscriber.id, story_id, now=NOW)


async def _part(connection: Connection, story_id: int, members: Sequence[Representative], leaving: set[int]) -> None:
    stay = tuple(member for at, member in enumerate(members) if at not in leaving)
    leave = tuple(member for at, member in enumerate(members) if at in leaving)
    if stay and leave:
        await merge_split.part(connection, story_id, Parted(stay=stay, leave=leave))


async def _held(database: Database) -> tuple[set[str], set[str], set[str]]:
    """The articles that have a living story, those that the reader knows, and those whose story they saved."""
    tellings, kept = tables.tellings, saved_tables.saved_stories
    async with database.read() as connection:
        living = select(tables.stories.c.id).where(tables.stories.c.member_count > 0)
        sites = select(tables.articles.c.site).where(tables.articles.c.story_id.in_(living))
        told = (
            select(tables.articles.c.site)
            .join(tellings, tellings.c.story_id == tables.articles.c.story_id)
            .join(tables.digests, tables.digests.c.id == tellings.c.digest_id)
            .where(tables.articles.c.joined_at <= tables.digests.c.composed_at)
        )
        keeping = select(tables.articles.c.site).join(kept, kept.c.story_id == tables.articles.c.story_id)
        counts = (
            select(tables.stories.c.id)
            .outerjoin(tables.articles, tables.articles.c.story_id == tables.stories.c.id)
            .group_by(tables.stories.c.id)
            .having(func.count(tables.articles.c.id) != tables.stories.c.member_count)
        )
        assert (await connection.scalars(counts)).all() == []
        for table in (*merge_split.OWN, *merge_split.SHARED):
            dead = select(table.c.story_id).where(table.c.story_id.not_in(living))
            assert (await connection.scalars(dead)).all() == [], table.name
        found = [set(await connection.scalars(query)) for query in (sites, told, keeping)]
    return found[0], found[1], found[2]
