"""What accounts of a story add to each other, read from either database."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import update

from parsers.article import Article
from storage.articles import articles
from storage.database import Connection, Database
from storage.model import Story, StoryCandidate, Told
from storage.schema import tables
from storage.stories import added_facts, stories, writer
from storage.stories.clustering import features
from storage.stories.clustering.representatives import Representative

NOW = datetime(2026, 11, 20, 8, tzinfo=UTC)
TEXTS = (
    ("Пожар на рынке в Шымкенте", "Огонь охватил 300 квадратных метров рынка, сообщили в МЧС.", "ru"),
    ("Пожар в Шымкенте потушен", "Огонь охватил 300 квадратных метров, ущерб составил 45 млн тенге.", "ru"),
    ("Шымкенттегі өрт сөндірілді", "Өрт 300 шаршы метрді шарпыды, шығын 52 млн теңге.", "kk"),
)


async def _story(connection: Connection) -> Story:
    ids, kept = [], []
    for number, (title, lead, language) in enumerate(TEXTS):
        at = NOW + timedelta(hours=number)
        one = Article(
            url=f"https://{number}.kz/1", site=f"{number}.kz", site_id="1", title=title, lead=lead, language=language,
            published_at=at,
        )  # fmt: skip
        saved = await articles.save(connection, one, now=at)
        assigned = await stories.assign(connection, saved.article_id, features.extract(one), now=at)
        ids.append(assigned.story_id)
        kept.append(Representative(article_id=saved.article_id, weighed=features.weigh(features.extract(one))))
    await connection.execute(update(tables.articles).values(story_id=ids[0]))
    await writer.say(connection, {ids[0]: kept}, {})
    (story,) = await stories.load(connection, ids[:1])
    return story


async def test_what_joined_since_it_was_told_says_what_is_new(database: Database) -> None:
    async with database.transaction() as connection:
        story = await _story(connection)
        told = Told(story_id=story.id, told_at=NOW, member_count=1, headline=story.headline)
        found = await added_facts.added(connection, [StoryCandidate(story=story, matches=(), told=told)])
        again = await added_facts.added(connection, [StoryCandidate(story=story, matches=(), told=told)])
        untold = await added_facts.added(connection, [StoryCandidate(story=story, matches=())])
    assert [found[member.article_id] for member in story.members[1:]] == [(TEXTS[1][1],), (TEXTS[2][1],)]
    assert again == found
    assert untold == {}


async def test_what_one_account_alone_says_is_shown_in_the_language_of_the_story(database: Database) -> None:
    async with database.transaction() as connection:
        story = await _story(connection)
        assert await added_facts.only(connection, story) == [("1.kz", (TEXTS[1][1],))]
        (lone,) = await stories.load(connection, [story.id])
    assert lone.language == "ru"
