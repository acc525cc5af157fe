"""Private sources from their readers' side: who added one is told what it finds, in every way; nobody else is."""

from datetime import timedelta
from typing import Any

from bot.crawler import ingest
from parsers.article import Article, ListingKind
from storage.digests import selection
from storage.sources import added_sources, own_sources
from storage.sources.added_sources import AddedState
from storage.stories import stories
from storage.stories.clustering import features
from storage.subscribers import subscribers

# Fixtures of tests/bot/conftest.py; importlib mode shares no names with it.
Stage = Any
Person = Any
SITE = "secret.example"
TITLE = "Китай открыл тайную лабораторию"


async def _give(stage: Stage, person: Person) -> int:
    """Let a reader have a private source."""
    async with stage.database.transaction() as connection:
        own = await subscribers.get(connection, person.id)
        assert own is not None
        source = await added_sources.preview(
            connection, url=f"https://{SITE}/feed", kind=ListingKind.FEED, names=[SITE], title="Тайное", language="ru",
            now=stage.clock.now,
        )  # fmt: skip
        await added_sources.take(connection, source.id, AddedState.PRIVATE, added_by=own.id, now=stage.clock.now)
        await own_sources.give(connection, own.id, source.id, now=stage.clock.now)
    return source.id


async def _find(stage: Stage, source_id: int, *, url: str = f"https://{SITE}/1", site: str = SITE) -> str:
    """Let the private source list an article."""
    at = stage.clock.now - timedelta(hours=1)
    article = Article(url=url, site=site, site_id="1", title=TITLE, published_at=at, language="ru")
    return await ingest.save(
        stage.database, article, features.extract(article), found_at=url, private_id=source_id, now=at
    )


async def _told(stage: Stage, person: Person) -> list[str]:
    now = stage.clock.now
    async with stage.database.read() as connection:
        own = await subscribers.get(connection, person.id)
        assert own is not None
        found = await selection.for_subscriber(connection, own.id, since=now - timedelta(days=7), now=now)
    return [candidate.story.headline for candidate in found.candidates]


async def test_only_who_has_a_private_source_is_told_what_it_finds(stage: Stage) -> None:
    owner, other = stage.person(7), stage.person(8)
    for person in (owner, other):
        await person.say("/follow Китай")
    await _find(stage, await _give(stage, owner))
    assert (await _told(stage, owner), await _told(stage, other)) == ([TITLE], [])
    for person, is_found in ((owner, True), (other, False)):
        for text in ("/search лаборатория", "/follow лаборатория", "тайная лаборатория", f"https://{SITE}/1"):
            said = " ".join([answer.html for answer in await person.say(text)])
            assert (SITE in said and TITLE in said) is is_found, text
        # What is asked for inline is posted in others' chats: there even its owner finds nothing of it.
        assert not await person.ask_inline("лаборатория")
        (listed,) = await person.say("/sources")
        assert ("Тайное" in listed.text) is is_found


async def test_a_forged_button_opens_and_keeps_nobody_elses_story(stage: Stage) -> None:
    owner, other = stage.person(7), stage.person(8)
    for person in (owner, other):
        await person.say("/follow Китай")
    await _find(stage, await _give(stage, owner))
    for data in ("story:1", "keep:s:1", "keep:f:1"):
        for answer in await stage.press(other, data):
            assert TITLE not in answer.text
    (saved,) = await other.say("/saved")
    assert TITLE not in saved.text
    assert any(TITLE in answer.text for answer in await stage.press(owner, "story:1"))


async def test_a_private_source_writes_nothing_over_what_all_are_told(stage: Stage) -> None:
    owner, other = stage.person(7), stage.person(8)
    await other.say("/follow Китай")
    await owner.say("/help")
    await owner.say("/follow Китай")
    await stage.write("Китай строит дорогу", site="zakon.kz")
    assert await _find(stage, await _give(stage, owner), url="https://zakon.kz/1", site="zakon.kz") == "unchanged"
    assert await _told(stage, other) == await _told(stage, owner) == ["Китай строит дорогу"]


async def test_who_lists_an_article_before_the_catalogue_does_changes_nothing_for_anybody(stage: Stage) -> None:
    owner, other = stage.person(7), stage.person(8)
    for person in (owner, other):
        await person.say("/follow Китай")
    await stage.write(TITLE, site="tengrinews.kz")
    source_id = await _give(stage, owner)
    at = stage.clock.now - timedelta(hours=1)
    article = Article(
        url="https://zakon.kz/9", site="zakon.kz", site_id="9", title=TITLE, published_at=at, language="ru"
    )
    for private_id in (source_id, None):
        await ingest.save(
            stage.database, article, features.extract(article), found_at=article.url, private_id=private_id, now=at
        )
    async with stage.database.read() as connection:
        (story,) = await stories.load(connection, [1])
    assert {member.site for member in story.members} == {"tengrinews.kz", "zakon.kz"}
    assert await _told(stage, other) == await _told(stage, owner) == [TITLE]


async def test_who_drops_a_source_is_told_of_it_no_more_and_it_goes_with_the_last(stage: Stage) -> None:
    owner = stage.person(7)
    await owner.say("/follow Китай")
    source_id = await _give(stage, owner)
    await _find(stage, source_id)
    (listed,) = await owner.say("/sources")
    (left,) = await owner.tap("✕ Тайное", message=listed)
    assert "Тайное" not in left.text
    assert await _told(stage, owner) == []
    async with stage.database.read() as connection:
        assert await added_sources.get(connection, source_id) is None
