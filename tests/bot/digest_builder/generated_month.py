"""Thirty mornings of made-up news for readers with all kinds of wishes, written into a database; composes nothing."""

import random
from collections.abc import AsyncIterator
from datetime import UTC, datetime, time, timedelta
from typing import Any

from sqlalchemy import update

from storage.database import Connection, Database
from storage.model import Breaking, ChatKind, MemberKind, Style, SubscriberState, WhenEmpty
from storage.schema import preference_tables, saved_tables, source_tables, tables

FIRST = datetime(2026, 11, 1, 3, 0, tzinfo=UTC)
DAY = timedelta(days=1)
SITES = ("zakon.kz", "tengrinews.kz", "informburo.kz", "kapital.kz", "egemen.kz", "orda.kz")
LANGUAGES = ("ru", "kk", "en")
ZONES = ("Asia/Almaty", "Europe/Moscow", "Asia/Tokyo", "America/New_York")
TITLES = (
    "Ставку повысили до 17,5% & «обещали» <ещё>", "Қазақстанда жаңа көпір ашылды", "Quake of 5.2 near Almaty",
    "Пожар на рынке: погибли пятеро, 12 в больнице", "@svodka #тег $TSLA /start +7 (727) 250-00-00 a.kz/путь",
    "Очень длинный заголовок, " + "у которого нет конца, " * 30, "خبر عاجل: زلزال في ألماتي (5.2)", "", "\u200b\u2060",
    "Мост через Иртыш закрыли до весны",
)  # fmt: skip
LEADS = ("", "Толчки ощущались в Алматы, сообщили сейсмологи. Пострадавших нет.", "Коротко. Ясно. " + "И ещё. " * 60)
TOPICS = 14
READERS = 24


class Month:
    """A month of news in a database; `mornings` writes what came overnight and yields the moment of each morning."""

    def __init__(self, database: Database, seed: int = 22) -> None:
        self.database = database
        self.chance = random.Random(seed)
        self.stories = 0
        self.articles = 0

    async def begin(self) -> None:
        """Let readers subscribe, each to some topics and with wishes of their own."""
        async with self.database.transaction() as connection:
            for number in range(1, TOPICS + 1):
                query = f"source:{SITES[0]}" if number == TOPICS else f"тема{number}"
                await _insert(connection, tables.topics, id=number, query=query, label=f"Тема {number}",
                              created_at=FIRST)  # fmt: skip
            await _insert(connection, source_tables.added_sources, id=1, name="own.example", title="Own", url="https://own.example/",
                          kind="feed", state="private", added_at=FIRST)  # fmt: skip
            for number in range(1, READERS + 1):
                await self._subscribe(connection, number)

    async def _subscribe(self, connection: Connection, number: int) -> None:
        chance = self.chance
        await _insert(
            connection, tables.subscribers, id=number, chat_id=number if number % 5 else -number,
            kind=ChatKind.PRIVATE if number % 5 else ChatKind.SUPERGROUP, language=chance.choice(LANGUAGES),
            zone=chance.choice(ZONES), state=SubscriberState.ACTIVE, created_at=FIRST - DAY, next_due_at=FIRST,
        )  # fmt: skip
        # Some have a digest each day, some often, some on weekdays only, and some are away for a while.
        for at in map(time, chance.sample(range(24), chance.choice((1, 1, 2, 5)))):
            await _insert(
                connection, tables.timetables, subscriber_id=number, at=at, weekdays=chance.choice((127, 127, 31, 64))
            )
        for topic in chance.sample(range(1, TOPICS), chance.randint(1, 8)):
            await _insert(
                connection, tables.follows, subscriber_id=number, topic_id=topic,
                followed_at=FIRST - timedelta(minutes=chance.randint(1, 5)), importance=chance.choice((0, 0, 0, 1, -1)),
                thread_id=chance.choice((None, 7, 9)) if number % 5 == 0 else None,
                label=chance.choice((None, None, "Моё <название>")),
            )  # fmt: skip
        if chance.random() < 0.4:
            muted = chance.choice((TOPICS, chance.randint(1, TOPICS - 1)))
            await _insert(connection, saved_tables.muted_topics, subscriber_id=number, topic_id=muted, muted_at=FIRST)
        if chance.random() < 0.3:
            await _insert(connection, source_tables.own_sources, subscriber_id=number, source_id=1, added_at=FIRST)
        await _insert(
            connection, preference_tables.preferences, subscriber_id=number, stories=chance.choice((1, 3, 12, 30)),
            minutes=chance.choice((None, None, 1, 5)), style=chance.choice(list(Style)),
            when_empty=chance.choice(list(WhenEmpty)), breaking=Breaking.OFF, breaking_sources=3, breaking_minutes=60,
        )  # fmt: skip

    async def mornings(self, days: int = 30) -> AsyncIterator[datetime]:
        """Write each night's news, and yield the morning."""
        for day in range(days):
            now = FIRST + day * DAY + timedelta(minutes=self.chance.randint(0, 9))
            async with self.database.transaction() as connection:
                for number in range(self.chance.choice((0, 4, 25, 60))):
                    await self._begin_story(connection, now - timedelta(minutes=7 * number + 1))
                for story_id in self.chance.sample(range(1, self.stories + 1), min(8, self.stories)):
                    await self._change(connection, story_id, now - timedelta(minutes=3))
            yield now

    def _words(self) -> tuple[str, str]:
        return f"{self.chance.choice(TITLES)}", self.chance.choice(LEADS)

    async def _begin_story(self, connection: Connection, at: datetime) -> None:
        self.stories += 1
        story_id, chance = self.stories, self.chance
        title, lead = self._words()
        await _insert(
            connection, tables.stories, id=story_id, headline=title, summary=lead, url=_url(self.articles + 1),
            language=chance.choice(LANGUAGES), first_at=at, last_at=at, grown_at=at, member_count=0, source_count=0,
        )  # fmt: skip
        for site in chance.sample(SITES, chance.randint(1, len(SITES))):
            await self._join(connection, story_id, site, at, (title, lead) if chance.random() < 0.5 else self._words())
        for topic in chance.sample(range(1, TOPICS + 1), chance.randint(0, 4)):
            gone = at if chance.random() < 0.1 else None
            await _insert(
                connection, tables.topic_matches, topic_id=topic, story_id=story_id, form="слово", matched_at=at,
                place=chance.choice(("title", "tag", "lead", "")), gone_at=gone,
            )  # fmt: skip
        if chance.random() < 0.05:
            await _insert(connection, source_tables.private_stories, story_id=story_id, source_id=1)
        for table, name in (
            (saved_tables.followed_stories, "followed_at"),
            (saved_tables.muted_stories, "muted_at"),
        ):
            for reader in chance.sample(range(1, READERS + 1), chance.choice((0, 0, 1))):
                await _insert(connection, table, subscriber_id=reader, story_id=story_id, **{name: at})

    async def _join(
        self, connection: Connection, story_id: int, site: str, at: datetime, words: tuple[str, str]
    ) -> None:
        self.articles += 1
        number, chance = self.articles, self.chance
        kind = chance.choice((MemberKind.SAME, MemberKind.COPY, MemberKind.FOLLOW_UP))
        images = [{"url": "https://a.kz/1.jpg"}] if chance.random() < 0.5 else []
        await _insert(
            connection, tables.articles, id=number, site=site, site_id=str(number), url=_url(number), title=words[0],
            lead=words[1], paragraphs=["Абзац о том, что стало известно."], authors=[], images=images, quotes=[],
            language=chance.choice(LANGUAGES), published_at=at, saved_at=at, joined_at=at, fingerprint="",
            story_id=story_id, member_kind=kind,
        )  # fmt: skip
        stories = tables.stories
        await connection.execute(
            update(stories)
            .where(stories.c.id == story_id)
            .values(
                member_count=stories.c.member_count + 1, source_count=stories.c.source_count + 1, last_at=at,
                grown_at=at,
            )
        )  # fmt: skip

    async def _change(self, connection: Connection, story_id: int, at: datetime) -> None:
        """Let a story grow, be corrected, be withdrawn, or leave a topic."""
        what = self.chance.random()
        stories, articles, matches = tables.stories, tables.articles, tables.topic_matches
        if what < 0.5:
            await self._join(connection, story_id, self.chance.choice((*SITES, "new.example")), at, self._words())
        elif what < 0.8:
            title = "Исправлено: " + self._words()[0]
            await connection.execute(
                update(articles)
                .where(articles.c.story_id == story_id)
                .values(title=title, corrected_at=at, retitled_at=at)
            )
            await connection.execute(update(stories).where(stories.c.id == story_id).values(headline=title))
        elif what < 0.9:
            await connection.execute(update(matches).where(matches.c.story_id == story_id).values(gone_at=at))
        else:
            await connection.execute(update(stories).where(stories.c.id == story_id).values(withdrawn_at=at))


def _url(number: int) -> str:
    return f"https://{SITES[number % len(SITES)]}/{number}"


async def _insert(connection: Connection, table: Any, **values: Any) -> None:  # noqa: ANN401 - a row of any table
    await connection.execute(table.insert().values(**values))
