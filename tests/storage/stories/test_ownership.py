"""Who is behind a site, as the catalogue says, decides how many independent sources a story has."""

from datetime import UTC, datetime, timedelta

from parsers.article import Article
from storage.articles import articles, tags
from storage.database import Connection, Database
from storage.stories import ownership, stories
from storage.stories.clustering import features

NOW = datetime(2026, 11, 20, 8, tzinfo=UTC)
TITLE = "В Алматы ощутили землетрясение магнитудой 4,7"
LEADS = (
    "Подземные толчки почувствовали жители Алматы в ночь на пятницу. Эпицентр находился в 62 километрах к юго-востоку.",
    "Землетрясение в Алматы: магнитуда 4,7, очаг в 62 километрах от города, сообщили сейсмологи ночью в пятницу.",
    "Жителей Алматы разбудили толчки магнитудой 4,7, пострадавших в городе нет, передают спасатели утром в пятницу.",
)


async def _told(connection: Connection, *sites: str) -> int:
    ids = set()
    for number, site in enumerate(sites):
        one = Article(
            url=f"https://{site}/1", site=site, site_id="1", title=TITLE, lead=LEADS[number], language="ru",
            published_at=NOW + timedelta(hours=number),
        )  # fmt: skip
        saved = await articles.save(connection, one, now=NOW)
        await tags.attach(connection, saved.article_id, one, now=NOW)
        ids.add((await stories.assign(connection, saved.article_id, features.extract(one), now=NOW)).story_id)
    (story_id,) = ids
    return story_id


async def test_two_sites_of_one_owner_are_one_source(database: Database) -> None:
    await ownership.save(database, {"news.kz": "House", "sport.com": "House"})
    async with database.transaction() as connection:
        story = await stories.get(connection, await _told(connection, "news.kz", "sport.com", "other.kz"))
    assert story is not None
    assert (len(story.members), story.source_count) == (3, 2)
    assert [member.owner for member in story.members] == ["House", "House", ""]


async def test_stories_already_kept_are_counted_anew_when_an_owner_becomes_known(database: Database) -> None:
    async with database.transaction() as connection:
        story_id = await _told(connection, "news.kz", "sport.com", "kaz.news.kz")
        before = await stories.get(connection, story_id)
    assert before is not None
    assert before.source_count == 2

    assert await ownership.save(database, {"news.kz": "House", "sport.com": "House", "kaz.news.kz": "House"}) == 3
    assert await ownership.save(database, {"news.kz": "House"}) == 0

    async with database.read() as connection:
        after = await stories.get(connection, story_id)
    assert after is not None
    assert after.source_count == 1
