"""Stories: articles about one event come together, others stay apart."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from parsers.article import Article, Image, Tag
from storage.articles import articles, tags
from storage.database import Connection, Database
from storage.model import ChatKind, MemberKind
from storage.schema import tables
from storage.stories import explain, stories, writer
from storage.stories.arrivals import NewArticle
from storage.stories.clustering import features
from storage.subscribers import saved_stories, subscribers

NOW = datetime(2026, 11, 20, 8, tzinfo=UTC)

QUAKE = (
    "В Алматы ощутили землетрясение магнитудой 4,7",
    (
        "Подземные толчки почувствовали жители Алматы в ночь на пятницу. Эпицентр находился в 62 километрах к "
        "юго-востоку от города, на территории Кыргызстана, сообщили в Казселезащите. Пострадавших нет."
    ),
)
QUAKE_ELSEWHERE = (
    "Землетрясение магнитудой 4,7 произошло близ Алматы",
    (
        "Сейсмостанции зафиксировали землетрясение на территории Кыргызстана, в 62 км к юго-востоку от Алматы. "
        "Жители города ощутили толчки ночью, разрушений и пострадавших нет."
    ),
)
FIRE = (
    "Пожар на рынке в Шымкенте: сгорели девять бутиков",
    (
        "Крупное возгорание случилось на вещевом рынке Шымкента. Огонь охватил 300 квадратных метров, "
        "спасатели эвакуировали сорок человек."
    ),
)


def article(site: str, text: tuple[str, str], *, hours: float = 0, site_id: str = "1", **more: object) -> Article:
    return Article(
        url=f"https://{site}/{site_id}", site=site, site_id=site_id, title=text[0], lead=text[1], language="ru",
        published_at=NOW + timedelta(hours=hours), **more,  # type: ignore[arg-type]  # fields by name
    )  # fmt: skip


async def read(connection: Connection, one: Article, *, now: datetime | None = None) -> stories.Assigned:
    saved = await articles.save(connection, one, now=now or one.published_at)
    await tags.attach(connection, saved.article_id, one, now=now or one.published_at)
    return await stories.assign(connection, saved.article_id, features.extract(one), now=now or one.published_at)


async def test_two_publishers_tell_one_story(database: Database) -> None:
    async with database.transaction() as connection:
        first = await read(connection, article("a.kz", QUAKE))
        second = await read(connection, article("b.kz", QUAKE_ELSEWHERE, hours=1))
        other = await read(connection, article("a.kz", FIRE, hours=1, site_id="2"))
        story = await stories.get(connection, first.story_id)

    assert (first.created, first.kind, first.verdict) == (True, MemberKind.FIRST, None)
    assert second.story_id == first.story_id
    assert second.verdict is not None
    assert second.verdict.score > 0.5
    assert other.story_id != first.story_id
    assert story is not None
    assert [(member.site, member.kind) for member in story.members] == [
        ("a.kz", MemberKind.FIRST),
        ("b.kz", MemberKind.SAME),
    ]
    assert story.source_count == 2
    assert story.headline in (QUAKE[0], QUAKE_ELSEWHERE[0])
    assert story.summary.endswith(".")
    assert (story.first_at, story.last_at) == (NOW, NOW + timedelta(hours=1))
    assert {"Алматы", "Кыргызстан"} <= {tag.label for tag in story.tags}


async def test_a_copy_adds_no_source(database: Database) -> None:
    text = (QUAKE[0], QUAKE[1] * 2)
    async with database.transaction() as connection:
        first = await read(connection, article("a.kz", text))
        copy = await read(connection, article("b.kz", ("Алматинцы почувствовали толчки", text[1]), hours=1))
        sister = await read(connection, article("kaz.a.kz", QUAKE_ELSEWHERE, hours=2))
        story = await stories.get(connection, first.story_id)

    assert {copy.story_id, sister.story_id} == {first.story_id}
    assert copy.kind is MemberKind.COPY
    assert story is not None
    assert (len(story.members), story.source_count) == (3, 1)


async def test_together_and_one_by_one_come_to_the_same(database: Database) -> None:
    texts = [QUAKE, FIRE, QUAKE_ELSEWHERE, ("Пожар на рынке Шымкента потушен", FIRE[1]), QUAKE]
    arrivals = [article(f"{number}.kz", text, hours=number) for number, text in enumerate(texts)]
    async with database.transaction() as connection:
        singly = [(await read(connection, one)).story_id for one in arrivals]
    async with database.transaction() as connection:
        await connection.execute(writer._stories.delete())
        for table in (tables.story_keys, tables.word_counts, tables.articles):
            await connection.execute(table.delete())
        saved = [await articles.save(connection, one, now=NOW) for one in arrivals]
        await tags.attach_all(connection, [(each.article_id, one) for each, one in zip(saved, arrivals, strict=True)])
        together = await stories.assign_all(
            connection,
            [
                NewArticle(article_id=each.article_id, features=features.extract(one))
                for each, one in zip(saved, arrivals, strict=True)
            ],
            now=NOW + timedelta(hours=9),
        )

    def shape(ids: list[int]) -> list[int]:
        return [ids.index(each) for each in ids]

    assert shape([each.story_id for each in together]) == shape(singly) == [0, 1, 0, 1, 0]


async def test_an_edited_article_updates_its_story_and_is_not_counted_twice(database: Database) -> None:
    later = NOW + timedelta(hours=3)
    async with database.transaction() as connection:
        first = await read(connection, article("a.kz", QUAKE))
        grown = (await stories.load(connection, [first.story_id]))[0]
        text = ("В Алматы ощутили землетрясение магнитудой 4,9", QUAKE[1])
        again = await read(connection, article("a.kz", text), now=later)
        (story,) = await stories.load(connection, [first.story_id])

    assert again.story_id == first.story_id
    assert not again.created
    assert (len(grown.members), len(story.members)) == (1, 1)
    assert story.headline == text[0]
    assert story.members[0].corrected_at == later


async def test_what_comes_after_long_silence_is_a_new_story(database: Database) -> None:
    async with database.transaction() as connection:
        first = await read(connection, article("a.kz", QUAKE))
        again = await read(connection, article("b.kz", QUAKE_ELSEWHERE, hours=24 * 30))
    assert again.story_id != first.story_id


async def test_a_clock_that_runs_ahead_does_not_part_a_story(database: Database) -> None:
    async with database.transaction() as connection:
        first = await read(connection, article("a.kz", QUAKE))
        ahead = await read(connection, article("b.kz", QUAKE_ELSEWHERE, hours=24 * 400), now=NOW)
    assert ahead.story_id == first.story_id


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("Курс валют на 5 мая", ""), ("Курс валют на 6 мая", "")),
        (("Погода в Астане на 12 ноября", "Без осадков."), ("Погода в Астане на 13 ноября", "Без осадков.")),
        (
            ("ДТП в Караганде: погибли три человека", "Авария произошла на трассе Караганда — Балхаш."),
            ("ДТП в Костанае: погибли два человека", "Авария произошла на трассе Костанай — Рудный."),
        ),
    ],
)
async def test_reports_alike_of_different_things_stay_apart(
    database: Database, one: tuple[str, str], other: tuple[str, str]
) -> None:
    async with database.transaction() as connection:
        first = await read(connection, article("a.kz", one))
        second = await read(connection, article("b.kz", other, hours=20))
    assert first.story_id != second.story_id


async def test_an_article_of_nothing_but_a_title_has_its_own_story(database: Database) -> None:
    async with database.transaction() as connection:
        first = await read(connection, article("a.kz", ("Дайджест", "")))
        second = await read(connection, article("b.kz", ("Дайджест", "")))
        unknown = await stories.get(connection, 12345)
        (story,) = await stories.load(connection, [first.story_id, 12345])
    assert unknown is None
    assert story.members[0].title == "Дайджест"
    assert second.story_id


async def test_nothing_to_assign_is_nothing_done(database: Database) -> None:
    async with database.transaction() as connection:
        assert await stories.assign_all(connection, [], now=NOW) == []


async def test_a_member_shows_its_picture_and_a_lead_may_stand_in_the_body(database: Database) -> None:
    images = (
        Image(credit="МЧС"),
        Image(url="https://a.kz/1.webp", width=90, height=90),
        Image(url="https://a.kz/2.webp", alt="Пожар", width=900, height=500),
    )
    one = article("a.kz", (FIRE[0], ""), paragraphs=(FIRE[1],), images=images, tags=(Tag(label="Шымкент"),))
    async with database.transaction() as connection:
        assigned = await read(connection, one)
        (story,) = await stories.load(connection, [assigned.story_id])
    assert (story.members[0].image_url, story.members[0].image_area) == ("https://a.kz/2.webp", 450_000)
    assert story.summary == "Крупное возгорание случилось на вещевом рынке Шымкента."


async def test_it_can_say_why_two_articles_are_together_or_apart(database: Database) -> None:
    async with database.transaction() as connection:
        await read(connection, article("a.kz", QUAKE))
        await read(connection, article("b.kz", QUAKE_ELSEWHERE, hours=1))
        await read(connection, article("a.kz", FIRE, hours=1, site_id="2"))
        together = await explain.why(connection, "https://a.kz/1", "https://b.kz/1")
        apart = await explain.why(connection, "https://a.kz/1", "https://a.kz/2")
        unknown = await explain.why(connection, "https://a.kz/1", "https://nobody.kz/")

    assert together is not None
    assert together.together
    assert together.verdict.same
    assert together.met_by
    assert apart is not None
    assert not apart.together
    assert not apart.verdict.same
    assert unknown is None


async def test_a_closed_story_is_taken_up_again_by_a_new_one_linked_to_it(database: Database) -> None:
    async with database.transaction() as connection:
        first = await read(connection, article("a.kz", QUAKE))
        await read(connection, article("b.kz", QUAKE_ELSEWHERE, hours=1))
        reader = await subscribers.add(connection, 7, ChatKind.PRIVATE, "ru", "Asia/Almaty", now=NOW)
        await saved_stories.follow(connection, reader.id, first.story_id, now=NOW)
        other = await read(connection, article("a.kz", FIRE, hours=24 * 9, site_id="2"))
        again = await read(connection, article("c.kz", QUAKE, hours=24 * 9))
        (story, fire) = await stories.load(connection, [again.story_id, other.story_id])

    assert again.created
    assert story.continues_id == first.story_id
    assert fire.continues_id is None
    assert story.earlier is not None
    assert story.earlier.headline == QUAKE[0]
    assert fire.earlier is None
    # Who followed it to its end is told what becomes of it.
    async with database.read() as connection:
        assert (await saved_stories.marks(connection, reader.id, again.story_id)).followed
        assert not (await saved_stories.marks(connection, reader.id, other.story_id)).followed


async def test_what_closed_stories_are_met_by_is_forgotten_lone_ones_first(database: Database) -> None:
    async def keys(story_id: int) -> int:
        count = select(func.count()).select_from(tables.story_keys).where(tables.story_keys.c.story_id == story_id)
        return await connection.scalar(count) or 0

    async with database.transaction() as connection:
        pair = await read(connection, article("a.kz", QUAKE))
        await read(connection, article("b.kz", QUAKE_ELSEWHERE, hours=1))
        lone = await read(connection, article("a.kz", FIRE, site_id="2"))
        assert await stories.forget(connection, now=NOW + timedelta(days=4)) == 0
        assert await stories.forget(connection, now=NOW + timedelta(days=9)) > 0
        assert (await keys(pair.story_id) > 0, await keys(lone.story_id)) == (True, 0)
        assert await stories.forget(connection, now=NOW + timedelta(days=40)) > 0
        assert await keys(pair.story_id) == 0
        centre = await connection.scalar(select(tables.stories.c.centre).where(tables.stories.c.id == pair.story_id))
        edited = await read(connection, article("a.kz", (QUAKE[0] + "!", QUAKE[1])), now=NOW + timedelta(days=41))

    assert centre is None
    assert edited.story_id == pair.story_id
