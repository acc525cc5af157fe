"""Topics in the database: filed once, matched when a story is born or grows, tried on the past; on both databases."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, insert, select, update

from parsers.article import Article, Tag
from parsers.language import lemmas
from storage.articles import articles, tags
from storage.database import Connection, Database
from storage.digests import digests, explain, selection
from storage.digests.digests import NewDigest
from storage.errors import TooManyTopicsError
from storage.model import ChatKind, Topic
from storage.outbox import outbox
from storage.schema import tables
from storage.stories import stories
from storage.stories.clustering import features
from storage.subscribers import mutes, subscribers
from storage.topics import index, topics
from storage.topics.query import parser

NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)
WEEK = timedelta(days=7)
VISIT = Article(
    url="https://www.zakon.kz/1",
    site="zakon.kz",
    site_id="1",
    title="Алматинская область усиливает партнерство с Китаем",
    lead="Делегация во главе с акимом Маратом Султангазиевым посетила Пекин.",
    language="ru",
    published_at=NOW,
    tags=(Tag(label="Китай"), Tag(label="Султангазиев Марат")),
)
BANK = Article(
    url="https://www.zakon.kz/2",
    site="zakon.kz",
    site_id="2",
    title="Нацбанк сохранил базовую ставку",
    lead="",
    paragraphs=("Решение объявил Тимур Сулейменов. Инфляция замедлилась.",),
    language="ru",
    published_at=NOW - timedelta(days=2),
)
OIL = Article(
    url="https://kaz.zakon.kz/3",
    site="kaz.zakon.kz",
    site_id="3",
    title="Мұнай бағасы қымбаттады",
    lead="Бұл туралы Қазақстан Республикасының Энергетика министрлігінде айтылды.",
    language="kk",
    published_at=NOW - timedelta(days=9),
)


async def _publish(connection: Connection, article: Article, *, now: datetime = NOW) -> int:
    """Save an article, give it its story, and match that."""
    saved = await articles.save(connection, article, now=now)
    await tags.attach(connection, saved.article_id, article, now=now)
    assigned = await stories.assign(connection, saved.article_id, features.extract(article), now=now)
    await topics.match(connection, assigned.story_id, now=now)
    return assigned.story_id


async def _topic(connection: Connection, text: str) -> Topic:
    return await topics.ensure(connection, parser.parse(text), now=NOW)


async def _matches(connection: Connection, topic: Topic) -> dict[int, tuple[str, str]]:
    found = tables.topic_matches
    rows = await connection.execute(select(found).where(found.c.topic_id == topic.id))
    return {row.story_id: (row.form, row.place) for row in rows}


async def test_a_topic_is_one_however_it_is_typed(database: Database) -> None:
    async with database.transaction() as connection:
        first = await _topic(connection, "Алматинская  область")
        again = await _topic(connection, "алматинская область")

        assert (first.id, first.query) == (again.id, again.query)
        assert (first.query, first.label) == ("алматинская область", "Алматинская область")
        assert again.label == "алматинская область", "each in their own words"
        assert await topics.get(connection, first.id) == first
        assert await topics.get(connection, 99) is None


async def test_a_new_story_is_put_on_its_topics_with_the_words_found(database: Database) -> None:
    async with database.transaction() as connection:
        expected = {
            "Алматинская область": ("Алматинская область", "title"),
            "Марат Султангазиев": ("Маратом Султангазиевым", "lead"),
            "#Султангазиев_Марат": ("Султангазиев Марат", "tag"),
            "#КНР": ("Китай", "tag"),
            "парт* NOT футбол": ("партнерство", "title"),
            "source:zakon.kz AND lang:ru": ("zakon.kz + ru", "source"),
            "(футбол OR Пекин) NOT lang:kk": ("Пекин", "lead"),
        }
        found = {text: await _topic(connection, text) for text in expected}
        missed = [
            await _topic(connection, text) for text in ("ким", "футбол", "source:kaz.zakon.kz", "Китай NOT пекин")
        ]
        story = await _publish(connection, VISIT)

        for text, words in expected.items():
            assert await _matches(connection, found[text]) == {story: words}
        for topic in missed:
            assert await _matches(connection, topic) == {}
        assert await topics.match(connection, story, now=NOW) == 0


async def test_a_body_speaks_where_there_is_no_lead(database: Database) -> None:
    async with database.transaction() as connection:
        topic = await _topic(connection, "Тимур Сулейменов")
        story = await _publish(connection, BANK)

        assert await _matches(connection, topic) == {story: ("Тимур Сулейменов", "text")}


async def test_a_story_that_grows_is_matched_by_what_is_new(database: Database) -> None:
    async with database.transaction() as connection:
        topic = await _topic(connection, "канатная дорога")
        story = await _publish(connection, VISIT)
        copy = replace(
            VISIT, url="https://tengrinews.kz/1", site="tengrinews.kz", title=VISIT.title + ": канатную дорогу построят"
        )

        assert await _publish(connection, copy, now=NOW + timedelta(hours=1)) == story
        assert await _matches(connection, topic) == {story: ("канатную дорогу", "title")}


async def test_a_corrected_article_is_matched_anew(database: Database) -> None:
    async with database.transaction() as connection:
        topic = await _topic(connection, "Шанхай")
        story = await _publish(connection, VISIT)
        assert await _matches(connection, topic) == {}

        corrected = replace(VISIT, lead=VISIT.lead.replace("Пекин", "Шанхай"))
        await _publish(connection, corrected, now=NOW + timedelta(hours=1))
        assert await _matches(connection, topic) == {story: ("Шанхай", "lead")}


async def test_words_that_a_correction_took_out_reach_only_who_was_told_of_them(database: Database) -> None:
    later = NOW + timedelta(hours=1)
    async with database.transaction() as connection:
        told, untold = [
            await subscribers.add(connection, chat, ChatKind.PRIVATE, "ru", "Asia/Almaty", now=NOW) for chat in (7, 8)
        ]
        gone, kept = await _topic(connection, "Пекин"), await _topic(connection, "партнерство")
        for reader in (told, untold):
            await topics.follow(connection, reader.id, gone.id, now=NOW)
        await mutes.mute(connection, untold.id, kept.id, now=NOW)
        story = await stories.get(connection, await _publish(connection, VISIT))
        assert story is not None
        await digests.record(
            connection,
            NewDigest(subscriber_id=told.id, told=(story,), parts=(outbox.Draft("a", "a"),), due_at=NOW),
            now=NOW,
        )

        corrected = replace(VISIT, title="Область усиливает связи", lead=VISIT.lead.replace("Пекин", "соседей"))
        await _publish(connection, corrected, now=later)
        for_told = (
            await selection.for_subscriber(connection, told.id, since=NOW - WEEK, now=later, again=True)
        ).candidates
        for_untold = (await selection.for_subscriber(connection, untold.id, since=NOW - WEEK, now=later)).candidates
        why = [await explain.story(connection, reader.id, story.id) for reader in (told, untold)]

        assert [match.topic.label for candidate in for_told for match in candidate.matches] == ["Пекин"]
        assert for_untold == ()
        assert [[match.form for match in one.matches] for one in why if one] == [["Пекин"], []]
        # What hid the story has gone from it too.
        assert not await mutes.hidden(connection, untold.id, [story])

        await _publish(connection, VISIT, now=later)
        assert (
            await selection.for_subscriber(connection, untold.id, since=NOW - WEEK, now=later)
        ).candidates == ()  # партнерство is back too
        await mutes.unmute(connection, untold.id, kept.id)
        (back,) = (await selection.for_subscriber(connection, untold.id, since=NOW - WEEK, now=later)).candidates
        assert [(match.form, match.matched_at) for match in back.matches] == [("Пекин", later)]


async def test_words_that_another_article_still_has_keep_the_story_on_its_topic(database: Database) -> None:
    async with database.transaction() as connection:
        topic = await _topic(connection, "Пекин")
        story = await _publish(connection, VISIT)
        copy = replace(VISIT, url="https://tengrinews.kz/1", site="tengrinews.kz")
        assert await _publish(connection, copy, now=NOW + timedelta(hours=1)) == story
        corrected = replace(VISIT, lead=VISIT.lead.replace("Пекин", "соседей"))
        await _publish(connection, corrected, now=NOW + timedelta(hours=2))

        gone = await connection.scalar(select(tables.topic_matches.c.gone_at))
        assert (await _matches(connection, topic), gone) == ({story: ("Пекин", "lead")}, None)


async def test_a_refused_word_takes_away_the_articles_that_have_it_and_not_the_story(database: Database) -> None:
    async with database.transaction() as connection:
        topic = await _topic(connection, "Пекин NOT Шанхай")
        both = await _publish(connection, replace(VISIT, lead=VISIT.lead.replace("Пекин", "Пекин и Шанхай")))
        assert await _matches(connection, topic) == {}

        other = replace(VISIT, url="https://tengrinews.kz/1", site="tengrinews.kz")
        assert await _publish(connection, other, now=NOW + timedelta(hours=1)) == both
        assert await _matches(connection, topic) == {both: ("Пекин", "lead")}


@pytest.mark.parametrize(
    ("text", "caught"),
    [
        ("ставка", ["2"]),
        ("базовая ставка", ["2"]),
        ("Китай OR ставка", ["1", "2"]),
        ("Китай OR (базовая ставка)", ["1", "2"]),
        ("инфляция NOT ставка", []),
        ('"базовую ставку"', ["2"]),
        ("=ставка", []),
        ("title:инфляция", []),
        ("title:ставк*", ["2"]),
        ("ставк*", ["2"]),
        ("#Китай", ["1"]),
        ("lang:ru NOT (Тимур Сулейменов)", ["1"]),
        ("lang:kk", []),
        ("мұнай", []),
    ],
)
async def test_a_topic_is_tried_on_the_last_week(database: Database, text: str, caught: list[str]) -> None:
    async with database.transaction() as connection:
        for article in (OIL, BANK, VISIT):
            await _publish(connection, article)
        query = parser.parse(text)
        trial = await topics.trial(connection, query, since=NOW - WEEK)

        assert [story.members[0].url[-1] for story in trial.examples] == caught
        assert (trial.count, trial.total) == (len(caught), 2)


async def test_a_trial_shows_a_few_and_counts_all(database: Database) -> None:
    async with database.transaction() as connection:
        for article in (OIL, BANK, VISIT):
            await _publish(connection, article)
        trial = await topics.trial(connection, parser.parse("lang:ru OR lang:kk"), since=NOW - 2 * WEEK, limit=1)

        assert trial.count == 3
        assert [story.headline for story in trial.examples] == [VISIT.title]


async def test_a_new_topic_is_put_on_the_stories_of_the_past(database: Database) -> None:
    async with database.transaction() as connection:
        old = await _publish(connection, OIL)
        new = await _publish(connection, VISIT)
        topic = await _topic(connection, "Пекин OR мұнай")

        query = parser.parse("Пекин OR мұнай")
        last_week = await topics.past(connection, query, since=NOW - WEEK)
        both_weeks = await topics.past(connection, query, since=NOW - 2 * WEEK)

        assert await topics.backfill(connection, topic.id, last_week, now=NOW) == 1
        assert await topics.backfill(connection, topic.id, both_weeks, now=NOW) == 1
        assert await topics.backfill(connection, topic.id, both_weeks, now=NOW) == 0
        assert await topics.backfill(connection, 99, both_weeks, now=NOW) == 0
        assert await _matches(connection, topic) == {new: ("Пекин", "lead"), old: ("Мұнай", "title")}


async def test_following_and_unfollowing(database: Database) -> None:
    async with database.transaction() as connection:
        reader = await subscribers.add(connection, 7, ChatKind.PRIVATE, "ru", "Asia/Almaty", now=NOW)
        oil, china = await _topic(connection, "мұнай"), await _topic(connection, "Китай")

        assert await topics.follow(connection, reader.id, china.id, now=NOW)
        assert not await topics.follow(connection, reader.id, china.id, now=NOW)
        assert await topics.follow(connection, reader.id, oil.id, now=NOW + WEEK)
        assert await topics.for_subscriber(connection, reader.id) == [china, oil]
        assert await topics.unfollow(connection, reader.id, china.id)
        assert not await topics.unfollow(connection, reader.id, china.id)
        assert await topics.for_subscriber(connection, reader.id) == [oil]


async def test_there_is_a_most_to_follow(database: Database) -> None:
    async with database.transaction() as connection:
        reader = await subscribers.add(connection, 7, ChatKind.PRIVATE, "ru", "Asia/Almaty", now=NOW)
        numbers = range(1, topics.MAX_FOLLOWED + 1)
        made = [{"id": n, "query": f"n{n}", "label": "", "created_at": NOW, "lexicon": 0} for n in numbers]
        await connection.execute(insert(tables.topics), made)
        followed = [{"subscriber_id": reader.id, "topic_id": n, "followed_at": NOW} for n in numbers[1:]]
        await connection.execute(insert(tables.follows), followed)

        assert await topics.follow(connection, reader.id, 1, now=NOW)
        with pytest.raises(TooManyTopicsError):
            await topics.follow(connection, reader.id, 99_999, now=NOW)
        assert not await topics.follow(connection, reader.id, 1, now=NOW)


async def test_a_topic_is_filed_under_its_rarest_words(database: Database) -> None:
    async with database.transaction() as connection:
        for text in ("область", "Абайская область", "lang:ru AND Жетысуская область"):
            topic = await _topic(connection, text)
        keys = await connection.scalars(select(tables.topic_keys.c.key).where(tables.topic_keys.c.topic_id == topic.id))

        assert all("жетысуск" in key for key in keys)


async def test_newer_word_forms_file_every_topic_anew(database: Database) -> None:
    async with database.transaction() as connection:
        topic = await _topic(connection, "Китай")
        keys = tables.topic_keys
        await connection.execute(keys.delete())
        await connection.execute(update(tables.topics).values(lexicon=lemmas.VERSION - 1))

        assert await index.refile(connection) == 1
        assert await index.refile(connection) == 0
        assert await connection.scalar(select(func.count()).select_from(keys).where(keys.c.topic_id == topic.id)) == 2


async def test_topics_nobody_follows_and_lines_of_old_articles_are_forgotten(database: Database) -> None:
    async with database.transaction() as connection:
        reader = await subscribers.add(connection, 7, ChatKind.PRIVATE, "ru", "Asia/Almaty", now=NOW)
        followed, tried = await _topic(connection, "Китай"), await _topic(connection, "Пекин")
        await topics.follow(connection, reader.id, followed.id, now=NOW)
        await _publish(connection, OIL)
        visit = await _publish(connection, VISIT)

        kept = await topics.forget(connection, topics_before=NOW, lines_before=NOW - 30 * WEEK)
        assert kept == (0, 0)
        later = NOW + timedelta(hours=1)
        assert await topics.forget(connection, topics_before=later, lines_before=NOW - WEEK) == (1, 1)
        assert await topics.get(connection, tried.id) is None
        assert await topics.get(connection, followed.id) == followed
        # What was matched stays matched; only trials no longer reach the old article.
        assert set(await _matches(connection, followed)) == {visit}
        assert (await topics.trial(connection, parser.parse("мұнай"), since=NOW - 30 * WEEK)).count == 0
