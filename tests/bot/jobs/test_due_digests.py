"""Digests, breaking news and corrections, from articles to what a reader sees in the chat."""

from collections.abc import AsyncIterator, Iterable
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest
from aiogram import Bot
from aiogram.client.telegram import TelegramAPIServer
from sqlalchemy import update

from bot import subscriptions
from bot.crawler import ingest
from bot.delivery.circuit import Circuit
from bot.delivery.limiter import Limiter
from bot.delivery.sender import Sender
from bot.delivery.session import Session
from bot.demo.telegram.bot_api import BotApi
from bot.demo.telegram.chats import Sent
from bot.digest import formatting, render_rich
from bot.digest.compose import Material, Silence
from bot.digest_builder import builder
from bot.digest_builder.issues import Issues
from bot.jobs import breaking_news, corrections, due_digests
from bot.runtime import metrics
from bot.schedule import timetable
from parsers.article import Article, Image
from storage.database import Connection, Database
from storage.digests import alerts, digests
from storage.digests.digests import NewDigest
from storage.model import (
    Breaking,
    ChatKind,
    DigestKind,
    HolidayRule,
    OnHolidays,
    OtherLanguages,
    PartState,
    Preferences,
    QuietHours,
    Style,
    Subscriber,
    SubscriberState,
    TimetableEntry,
    WhenEmpty,
)
from storage.outbox import outbox_upkeep
from storage.schema import tables
from storage.sources.listing_states import ListingState
from storage.stories.clustering import features
from storage.subscribers import preferences, subscribers

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
MORNING = (TimetableEntry(at=time(8)),)
NIGHT = QuietHours(start=time(23), end=time(7))
QUAKE = "Землетрясение магнитудой 5,2 произошло в Алматинской области"


class Clock:
    """A time that moves when somebody sleeps: eight in the morning in Almaty, on a Sunday."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)

    def seconds(self) -> float:
        return self.now.timestamp()

    def elapsed(self) -> float:
        """Monotonic seconds: none, however long a busy machine takes."""
        return 0.0


class House:
    """Publishers, the jobs and the sender; a test looks into the chat."""

    def __init__(self, api: BotApi, bot: Bot, database: Database) -> None:
        self.api, self.database, self.clock = api, database, Clock()
        limiter = Limiter(clock=self.clock.seconds, sleep=self.clock.sleep)
        circuit = Circuit(clock=self.clock.seconds)
        self.sender = Sender(bot, database, limiter, self.clock, elapsed=self.clock.elapsed, circuit=circuit, idle=0.01)
        self.woken = 0
        self.read = 0

    def wake(self) -> None:
        self.woken += 1

    async def subscribe(
        self, chat_id: int = 7, topic: str = "землетрясение", chosen: Preferences | None = None
    ) -> Subscriber:
        """Let somebody follow a topic and have a digest each morning; the first is due now."""
        self.api.person(chat_id)
        async with self.database.transaction() as connection:
            subscriber = await subscribers.add(
                connection, chat_id, ChatKind.PRIVATE, "ru", "Asia/Almaty", now=self.clock.now
            )
            await subscribers.set_timetable(connection, subscriber.id, MORNING, self.clock.now)
            if chosen:
                await preferences.save(connection, subscriber.id, chosen)
        await subscriptions.follow(self.database, subscriber, topic, now=self.clock.now)
        return await self.known(chat_id)

    async def known(self, chat_id: int = 7) -> Subscriber:
        async with self.database.read() as connection:
            found = await subscribers.get(connection, chat_id)
        assert found is not None
        return found

    def article(self, title: str, site: str, minutes_ago: float = 0) -> Article:
        self.read += 1
        return Article(
            url=f"https://{site}/{self.read}", site=site, site_id=str(self.read), title=title, language="ru",
            lead="Толчки ощущались в Алматы, сообщили сейсмологи. Пострадавших нет.",
            published_at=self.clock.now - timedelta(minutes=minutes_ago),
        )  # fmt: skip

    async def publish(self, *articles: Article) -> None:
        for article in articles:
            extracted = features.extract(article)
            await ingest.save(self.database, article, extracted, found_at=article.url, now=self.clock.now)

    async def write(self, title: str, *sites: str, minutes_ago: float = 0) -> None:
        await self.publish(*(self.article(title, site, minutes_ago) for site in sites))

    async def deliver(self) -> list[Sent]:
        """Compose what is due, send it, and return what is new in the first reader's chat."""
        before = len(self.messages())
        await due_digests.deliver_due(self.database, self.clock, wake=self.wake)
        await self.send()
        return self.messages()[before:]

    async def interrupt(self) -> int:
        told = await breaking_news.tell_breaking(self.database, self.clock, wake=self.wake)
        await self.send()
        return told

    async def correct(self) -> int:
        edits = await corrections.put_right(self.database, now=self.clock.now, wake=self.wake)
        await self.send()
        return edits

    async def send(self) -> None:
        while await self.sender.deliver_once():
            pass

    def messages(self, chat_id: int = 7) -> list[Sent]:
        return self.api.person(chat_id).chat.from_bot()

    def texts(self, chat_id: int = 7) -> list[str]:
        return [message.text for message in self.messages(chat_id)]


@pytest.fixture
async def house(database: Database) -> AsyncIterator[House]:
    async with BotApi(busy=lambda: False) as api:
        session = Session(api=TelegramAPIServer.from_base(api.url))
        yield House(api, Bot(api.token, session=session), database)
        # AiohttpSession.close() sleeps a quarter of a second for TLS, which is not spoken here.
        if session._session is not None:
            await session._session.close()


async def test_a_due_slot_becomes_a_digest_in_the_chat_and_the_next_one_is_set(house: House) -> None:
    await house.subscribe()
    await house.write(QUAKE, "zakon.kz", "tengrinews.kz")
    (digest,) = await house.deliver()
    assert digest.text.startswith("Сводка на 08:00 · воскресенье, 22 ноября\n\n▪ землетрясение\n1. " + QUAKE)
    assert digest.labels == ("1",)
    assert house.woken == 1
    assert (await house.known()).next_due_at == house.clock.now + DAY
    assert await house.deliver() == []


@pytest.mark.parametrize(
    ("hours", "span"), [(36, "22 ноября 08:00 – 23 ноября 20:00"), (2, "22 ноября 08:00 – 10:00"), (0.9, None)]
)
async def test_a_digest_after_downtime_says_for_which_hours_it_stands(
    house: House, hours: float, span: str | None
) -> None:
    reader = await house.subscribe()
    hourly = [TimetableEntry(at=time(hour)) for hour in range(24)]
    async with house.database.transaction() as connection:
        await subscribers.set_timetable(connection, reader.id, hourly, house.clock.now)
    house.clock.now += timedelta(hours=hours)
    await house.write(QUAKE, "zakon.kz", "tengrinews.kz")
    (digest,) = await house.deliver()
    said = f"Бот не работал. Это одна сводка за {span}."
    assert (said in digest.text) if span else ("Бот не работал" not in digest.text)

    house.clock.now += HOUR
    await house.write(QUAKE + ": спасатели едут", "inform.kz")
    assert all("Бот не работал" not in each.text for each in await house.deliver())


async def test_what_was_told_before_is_in_the_next_account(house: House) -> None:
    await house.subscribe(chosen=Preferences(when_empty=WhenEmpty.SAY))
    await house.write(QUAKE, "zakon.kz", "tengrinews.kz")
    await house.deliver()
    house.clock.now += timedelta(hours=12)
    async with house.database.read() as connection:
        digest = await builder.current(connection, await house.known(), Preferences(), now=house.clock.now)
    account = digest.account
    assert (account.articles, account.stories, account.on_topics, account.told) == (2, 1, 1, 1)


async def test_a_weekly_digest_tells_what_mattered_in_the_week_and_what_came_of_it(house: House) -> None:
    reader = await house.subscribe()
    async with house.database.transaction() as connection:
        sundays = [TimetableEntry(at=time(8), weekdays=frozenset({6}))]
        await subscribers.set_timetable(connection, reader.id, sundays, house.clock.now)
        await connection.execute(
            update(tables.subscribers).where(tables.subscribers.c.id == reader.id).values(next_due_at=house.clock.now)
        )
    sunday = house.clock.now
    house.clock.now = sunday - timedelta(days=6)
    await house.write(QUAKE, "zakon.kz", "tengrinews.kz", "inform.kz")
    house.clock.now = sunday - timedelta(days=2)
    await house.write("Землетрясение в Чили разрушило мост", "zakon.kz")
    house.clock.now = sunday
    (digest,) = await house.deliver()
    lines = digest.text.split("\n")
    assert lines[0] == "Неделя · 15 нояб. — 22 нояб."
    # Three sources of six days ago outweigh one of the day before yesterday.
    assert lines[3].startswith(f"1. {QUAKE}")
    assert "Чили" in digest.text
    async with house.database.read() as connection:
        again = await builder.current(
            connection, await house.known(), Preferences(), now=house.clock.now + timedelta(days=1)
        )
    assert not again.weekly


async def test_what_had_no_room_comes_with_the_next_digest(house: House) -> None:
    await house.subscribe(chosen=Preferences(stories=5))
    cities = ("Риме", "Токио", "Лиме", "Перми", "Хевроне", "Карачи", "Измире", "Кито")
    many = [f"Землетрясение в {city}: толчки силой {number}" for number, city in enumerate(cities, start=2)]
    for title in many:
        await house.write(title, "zakon.kz")
    async with house.database.read() as connection:
        digest = await builder.current(connection, await house.known(), Preferences(stories=5), now=house.clock.now)
    # Those that have no room are told in brief; without brief ones they stay candidates, see below.
    assert (digest.account.shown, digest.account.brief, digest.account.rest) == (5, 3, 0)


async def test_a_story_read_before_the_last_digest_and_not_told_is_told_by_the_next(house: House) -> None:
    await house.subscribe()
    await house.write(QUAKE, "zakon.kz")
    async with house.database.transaction() as connection:
        reader = await house.known()
        await digests.record(
            connection, NewDigest(subscriber_id=reader.id, due_at=house.clock.now), now=house.clock.now
        )
    house.clock.now += timedelta(minutes=10)
    (digest,) = await house.deliver()
    assert QUAKE in digest.text
    # What was read is counted from where the digest looks: the account adds up.
    assert "Прочитана 1 статья, это 1 сюжет. На ваши темы — 1, все здесь." in digest.text


@pytest.mark.parametrize(
    ("choice", "said"),
    [
        (WhenEmpty.SKIP, []),
        (WhenEmpty.SAY, ["По вашим темам ничего нового."]),
    ],
)
async def test_an_empty_digest_is_skipped_or_one_quiet_line_as_chosen(
    house: House, choice: WhenEmpty, said: list[str]
) -> None:
    reader = await house.subscribe(chosen=Preferences(when_empty=choice))
    messages = await house.deliver()
    assert [line for message in messages for line in message.text.split("\n\n")[1:2]] == said
    async with house.database.read() as connection:
        (receipt,) = await digests.receipts(connection, reader.id, 5)
    assert (receipt.kind, receipt.parts, receipt.stories) == (DigestKind.SLOT, len(said), 0)


async def test_a_digest_that_was_asked_for_says_whether_there_was_anything(house: House) -> None:
    reader = await house.subscribe(chosen=Preferences(quiet=QuietHours(start=time(7), end=time(9))))
    assert not await due_digests.digest_now(house.database, reader, now=house.clock.now, wake=house.wake)
    await house.write(QUAKE, "zakon.kz")
    # Quiet hours hold only what nobody asked for.
    assert await due_digests.digest_now(house.database, reader, now=house.clock.now, wake=house.wake)
    await house.send()
    assert QUAKE in house.texts()[-1]
    assert house.woken == 1


async def test_a_slot_in_quiet_hours_is_held_until_they_end(house: House) -> None:
    await house.subscribe(chosen=Preferences(quiet=QuietHours(start=time(22), end=time(9))))
    await house.write(QUAKE, "zakon.kz")
    assert await house.deliver() == []
    assert (await house.known()).next_due_at == house.clock.now + HOUR
    house.clock.now += HOUR
    (digest,) = await house.deliver()
    assert "Выпуск на 08:00 отправлен с опозданием: 09:00." in digest.text
    assert (await house.known()).next_due_at == house.clock.now + 23 * HOUR


async def test_after_the_eve_of_a_holiday_the_next_digest_is_the_day_after_it(house: House) -> None:
    house.clock.now = datetime(2026, 12, 15, 3, 0, tzinfo=UTC)
    subscriber = await house.subscribe()
    async with house.database.transaction() as connection:
        rule = HolidayRule(kind=OnHolidays.OFF)
        await subscribers.set_holidays(connection, subscriber.id, rule, house.clock.now)
    await house.deliver()
    async with house.database.read() as connection:
        found = await subscribers.get(connection, 7)
    assert found is not None
    assert found.next_due_at == datetime(2026, 12, 17, 3, 0, tzinfo=UTC)


async def test_who_was_away_gets_a_recap_of_what_mattered(house: House) -> None:
    reader = await house.subscribe()
    await house.write(QUAKE, "zakon.kz")
    await house.deliver()
    async with house.database.transaction() as connection:
        await subscribers.pause(connection, reader.id, house.clock.now + 4 * DAY, house.clock.now + 4 * DAY)
    house.clock.now += DAY
    await house.write("Землетрясение разрушило школу в Турции", "zakon.kz", "b.kz")
    house.clock.now += 3 * DAY
    (recap,) = await house.deliver()
    assert recap.text.startswith("Пока вас не было · 22 нояб. — 26 нояб.\n\n")
    assert "разрушило школу" in recap.text
    assert (await house.known()).state is SubscriberState.ACTIVE


@pytest.mark.parametrize(
    ("weekdays", "days", "away"),
    [
        (timetable.EVERY_DAY, 1.5, False),
        (timetable.EVERY_DAY, 4, True),
        (frozenset({6}), 7, False),
        (timetable.WORKING_DAYS, 3, False),
        (frozenset[int](), 5, True),
        (timetable.EVERY_DAY, 400, True),
    ],
)
async def test_a_week_between_digests_is_no_absence_if_it_was_chosen(
    house: House, weekdays: frozenset[int], days: float, away: bool
) -> None:
    entries = (TimetableEntry(at=time(8), weekdays=weekdays),) if weekdays else ()
    reader = replace(await house.subscribe(), timetable=entries)
    now = house.clock.now + (DAY if weekdays == timetable.WORKING_DAYS else timedelta(0))
    since = builder.away_since(reader, now - timedelta(days=days), now)
    assert since == (now - min(timedelta(days=days), builder.LONGEST_RECAP) if away else None)
    assert builder.away_since(reader, None, now) is None


def _listing(source: str, days_ago: float | None, now: datetime) -> ListingState:
    newest = None if days_ago is None else now - timedelta(days=days_ago)
    return ListingState(
        url=f"https://{source}/{days_ago}", source=source, etag="", last_modified="", due_at=now, interval=HOUR,
        health="ok", detail="", failures=0, health_since=None, checked_at=None, changed_at=None,
        newest_at=newest, silent_at=newest + 1.5 * DAY if newest else None,
    )  # fmt: skip


def test_only_a_source_that_is_silent_as_a_whole_and_for_days_is_named() -> None:
    now = Clock().now
    states = [
        _listing("silent.kz", 3.2, now),
        _listing("silent.kz", 5, now),
        _listing("half.kz", 3, now),
        _listing("half.kz", 0.1, now),
        _listing("undated.kz", None, now),
        _listing("yesterday.kz", 1.8, now),
        _listing("gone.kz", 30, now),
    ]
    (silence,) = builder.silences(states, now)
    assert (silence.source, silence.days) == ("silent.kz", 3)


async def test_cards_show_a_picture_above_the_text(house: House) -> None:
    await house.subscribe(chosen=Preferences(style=Style.CARDS))
    article = house.article(QUAKE, "zakon.kz")
    await house.publish(replace(article, images=(Image(url="https://zakon.kz/quake.jpg"),)))
    (digest,) = await house.deliver()
    assert QUAKE in digest.text
    call = house.api.called("sendMessage")[-1]
    assert call.structure("link_preview_options") == {
        "url": article.url, "prefer_large_media": True, "show_above_text": True
    }  # fmt: skip


async def test_a_failing_digest_is_tried_again_and_stops_nobody_else(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = await house.subscribe(7), await house.subscribe(8)
    await house.write(QUAKE, "zakon.kz")
    whole = builder.drafts

    def broken(digest: object, subscriber: Subscriber, chosen: Preferences) -> object:
        if subscriber.id == first.id:
            raise RuntimeError("a bug of ours")
        return whole(digest, subscriber, chosen)  # type: ignore[arg-type] # passed on as it came

    monkeypatch.setattr(builder, "drafts", broken)
    await house.deliver()
    assert (len(house.texts(7)), len(house.texts(8))) == (0, 1)
    assert (await house.known(7)).next_due_at == house.clock.now + due_digests.POSTPONE
    monkeypatch.undo()
    house.clock.now += due_digests.POSTPONE
    await house.deliver()
    assert len(house.texts(7)) == 1
    assert second.id != first.id


async def test_readers_who_are_due_together_get_what_each_of_them_follows(house: House) -> None:
    number = due_digests.BATCH + 2
    for chat_id in range(1, number + 1):
        await house.subscribe(chat_id, topic="землетрясение" if chat_id % 2 else "футбол")
    await house.write(QUAKE, "zakon.kz")
    await house.write("Футбол: сборная выиграла", "zakon.kz")
    await house.deliver()
    for chat_id in range(1, number + 1):
        (text,) = house.texts(chat_id)
        assert (QUAKE in text, "сборная" in text) == (bool(chat_id % 2), not chat_id % 2)
    assert await house.deliver() == []


async def test_the_slots_of_a_process_that_died_are_composed_by_the_next_one_once(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    await house.subscribe()
    await house.write(QUAKE, "zakon.kz")

    async def killed(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(digests, "record_all", killed)
    with pytest.raises(KeyboardInterrupt):
        await house.deliver()
    monkeypatch.undo()
    assert await house.deliver() == []
    house.clock.now += due_digests.LEASE
    (digest,) = await house.deliver()
    assert QUAKE in digest.text
    assert await house.deliver() == []


async def test_a_story_told_while_a_slot_is_composed_is_not_told_by_it_again(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader = await house.subscribe()
    await house.write(QUAKE, "zakon.kz")
    whole = builder.gather

    async def while_somebody_asks(
        connection: Connection, due: Iterable[Subscriber], issues: Issues, *, silent: tuple[Silence, ...]
    ) -> dict[int, Material]:
        monkeypatch.undo()
        found = await whole(connection, due, issues, silent=silent)
        assert await due_digests.digest_now(house.database, reader, now=house.clock.now)
        return found

    monkeypatch.setattr(builder, "gather", while_somebody_asks)
    (digest,) = await house.deliver()
    assert QUAKE in digest.text
    assert (await house.known()).next_due_at == house.clock.now + DAY


async def test_a_timetable_changed_while_a_slot_is_composed_holds(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader = await house.subscribe()
    await house.write(QUAKE, "zakon.kz")
    whole = builder.gather

    async def while_the_timetable_changes(
        connection: Connection, due: Iterable[Subscriber], issues: Issues, *, silent: tuple[Silence, ...]
    ) -> dict[int, Material]:
        async with house.database.transaction() as writing:
            await subscribers.set_timetable(writing, reader.id, (), None)
        return await whole(connection, due, issues, silent=silent)

    monkeypatch.setattr(builder, "gather", while_the_timetable_changes)
    assert await house.deliver() == []
    assert (await house.known()).next_due_at is None


URGENT = Preferences(breaking=Breaking.ON, quiet=NIGHT)


async def test_breaking_news_interrupts_who_asked_for_it_once(house: House) -> None:
    await house.subscribe(7, chosen=URGENT)
    await house.subscribe(8)
    await house.subscribe(9, topic="футбол", chosen=URGENT)
    await house.write(QUAKE, "zakon.kz", "tengrinews.kz")
    assert await house.interrupt() == 0
    await house.write(QUAKE, "inform.kz")
    assert await house.interrupt() == 1
    (message,) = house.messages(7)
    assert message.text.startswith(f"Срочно по вашим темам\n\n▪ землетрясение\n{QUAKE}\n")
    assert message.text.endswith("zakon.kz, tengrinews.kz и ещё 1 · 08:00")
    assert (house.texts(8), house.texts(9)) == ([], [])
    assert await house.interrupt() == 0
    # The digest does not tell it again, and counts what was read since the last digest, not since the interruption.
    async with house.database.read() as connection:
        assert await digests.last_composed_at(connection, (await house.known(7)).id) is None
    await house.deliver()
    assert len(house.texts(7)) == 1


async def test_breaking_news_waits_for_the_end_of_quiet_hours_unless_one_wants_to_be_woken(house: House) -> None:
    await house.subscribe(7, chosen=URGENT)
    await house.subscribe(8, chosen=replace(URGENT, breaking=Breaking.WAKE))
    house.clock.now = datetime(2026, 11, 22, 19, 0, tzinfo=UTC)  # midnight in Almaty
    await house.write(QUAKE, "zakon.kz", "tengrinews.kz", "inform.kz")
    assert await house.interrupt() == 1
    assert (len(house.texts(7)), len(house.texts(8))) == (0, 1)
    house.clock.now = datetime(2026, 11, 23, 1, 59, tzinfo=UTC)
    assert await house.interrupt() == 0
    house.clock.now += timedelta(minutes=1)
    assert await house.interrupt() == 1
    assert len(house.texts(7)) == 1


async def test_nobody_is_interrupted_more_than_a_few_times_a_day(house: House) -> None:
    await house.subscribe(chosen=URGENT)
    cities = ("Риме", "Токио", "Лиме", "Перми", "Карачи")
    for city in cities:
        await house.write(f"Землетрясение в {city}", "zakon.kz", "tengrinews.kz", "inform.kz")
        await house.interrupt()
        house.clock.now += timedelta(minutes=5)
    assert len(house.texts()) == breaking_news.MOST_A_DAY
    # What did not interrupt is in the digest.
    (digest,) = await house.deliver()
    assert "Карачи" in digest.text
    assert "Риме" not in digest.text


async def test_a_digest_in_the_same_moment_and_breaking_news_tell_a_story_once(house: House) -> None:
    reader = await house.subscribe(chosen=URGENT)
    await house.write(QUAKE, "zakon.kz", "tengrinews.kz", "inform.kz")
    assert QUAKE in (await house.deliver())[0].text
    async with house.database.read() as connection:
        assert await alerts.untold(connection, reader.id, [1]) == set()
    assert await house.interrupt() == 0


FIXED = "Землетрясение магнитудой 4,2 произошло в Алматинской области"


async def _told_and_corrected(house: House) -> Article:
    await house.subscribe()
    article = house.article(QUAKE, "zakon.kz")
    await house.publish(article)
    await house.deliver()
    house.clock.now += timedelta(minutes=20)
    fixed = replace(article, title=FIXED)
    await house.publish(fixed)
    return fixed


async def test_a_corrected_headline_is_put_right_where_it_was_told(house: House) -> None:
    await _told_and_corrected(house)
    assert await house.correct() == 1
    (message,) = house.messages()
    assert f"1. {FIXED} (исправлено)\n" in message.text
    assert message.labels == ("1",)
    # It is done once, and the next digest has nothing to add.
    assert await house.correct() == 0
    house.clock.now += DAY
    assert await house.deliver() == []
    async with house.database.read() as connection:
        reader = await house.known()
        assert [(one.parts, one.sent) for one in await digests.receipts(connection, reader.id, 5)][-1] == (1, 1)


async def test_a_headline_corrected_twice_is_edited_twice(house: House) -> None:
    fixed = await _told_and_corrected(house)
    await house.correct()
    await house.correct()
    house.clock.now += timedelta(minutes=5)
    await house.publish(replace(fixed, title=FIXED.replace("4,2", "4,4")))
    assert await house.correct() == 1
    assert "магнитудой 4,4" in house.texts()[0]
    assert "4,2" not in house.texts()[0]


async def test_a_correction_whose_answer_was_lost_is_a_correction(house: House) -> None:
    await _told_and_corrected(house)
    house.api.fail("editMessageText", drop=True, accepted=True)
    await house.correct()
    house.clock.now += timedelta(minutes=1)
    assert await house.correct() == 0
    await house.correct()
    async with house.database.read() as connection:
        counts = await outbox_upkeep.counts(connection)
    assert (counts[PartState.SENT], counts[PartState.FAILED]) == (2, 0)


async def test_a_headline_that_cannot_be_edited_is_put_right_by_the_next_digest(house: House) -> None:
    await _told_and_corrected(house)
    house.api.fail("editMessageText", code=400, description="Bad Request: message to edit not found")
    assert await house.correct() == 1
    assert await house.correct() == 0
    house.clock.now += DAY
    await house.deliver()
    assert f"Заголовок исправлен. Было: «{QUAKE}»" in house.texts()[-1]


async def test_a_headline_told_long_ago_is_put_right_by_the_next_digest(house: House) -> None:
    article = house.article(QUAKE, "zakon.kz")
    await house.subscribe()
    await house.publish(article)
    await house.deliver()
    house.clock.now += 3 * DAY - HOUR
    await house.publish(replace(article, title=FIXED))
    assert await house.correct() == 0
    house.clock.now += HOUR
    await house.deliver()
    assert f"Было: «{QUAKE}»" in house.texts()[-1]


async def test_the_number_under_a_digest_has_the_story_behind_it(house: House) -> None:
    await house.subscribe()
    await house.write(QUAKE, "zakon.kz")
    (digest,) = await house.deliver()
    assert [(button.label, button.data) for button in digest.buttons] == [("1", "story:1")]


RICH = Preferences(style=Style.ONE)


async def _long_digest(house: House, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Write more than one classic message holds; return the headlines."""
    monkeypatch.setattr(formatting, "MAX_LENGTH", 300)
    await house.subscribe(chosen=RICH)
    titles = [f"Землетрясение произошло в {city}" for city in ("Риме", "Токио", "Лиме")]
    for title in titles:
        await house.write(title, "zakon.kz")
    return titles


async def test_a_digest_arrives_as_one_rich_message_and_nothing_else(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    titles = await _long_digest(house, monkeypatch)
    (digest,) = await house.deliver()
    assert digest.blocks
    assert all(title in digest.text for title in titles)
    assert len(digest.buttons) == len(titles)
    assert house.api.called("sendMessage") == []
    async with house.database.read() as connection:
        receipt = (await digests.receipts(connection, (await house.known()).id, 1))[0]
    assert (receipt.parts, receipt.sent, receipt.failed) == (1, 1, 0)


@pytest.mark.parametrize(("code", "reason"), [(404, "Not Found: method not found"), (400, "Bad Request: not allowed")])
async def test_a_refused_rich_message_is_told_by_classic_ones_once(
    house: House, monkeypatch: pytest.MonkeyPatch, code: int, reason: str
) -> None:
    titles = await _long_digest(house, monkeypatch)
    house.api.fail("sendRichMessage", code=code, description=reason)
    before = metrics.parts.labels("classic")._value.get()
    found = await house.deliver()
    assert metrics.parts.labels("classic")._value.get() == before + 1
    assert len(found) > 1
    assert not any(message.blocks for message in found)
    whole = "".join(message.text for message in found)
    assert [whole.count(title) for title in titles] == [1] * len(titles)
    assert len(house.api.called("sendRichMessage")) == 1
    house.clock.now += DAY
    assert await house.deliver() == []
    async with house.database.read() as connection:
        receipt = (await digests.receipts(connection, (await house.known()).id, 5))[-1]
    assert (receipt.sent, receipt.failed) == (len(found), 0)


async def test_a_rich_message_that_has_to_wait_is_still_one(house: House) -> None:
    await house.subscribe(chosen=RICH)
    await house.write(QUAKE, "zakon.kz")
    house.api.fail("sendRichMessage", 429, "Too Many Requests: retry after 30", retry_after=30)
    assert await house.deliver() == []
    house.clock.now += timedelta(seconds=31)
    await house.send()
    (message,) = house.messages()
    assert message.blocks


async def test_a_digest_beyond_one_rich_message_is_classic(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(render_rich, "MAX_LENGTH", 100)
    await house.subscribe(chosen=RICH)
    await house.write(QUAKE, "zakon.kz")
    (digest,) = await house.deliver()
    assert QUAKE in digest.text
    assert house.api.called("sendRichMessage") == []


async def test_breaking_news_and_empty_digests_are_never_rich(house: House) -> None:
    await house.subscribe(chosen=replace(URGENT, style=Style.ONE, when_empty=WhenEmpty.SAY))
    await house.write(QUAKE, "zakon.kz", "tengrinews.kz", "inform.kz")
    assert await house.interrupt() == 1
    (quiet,) = await house.deliver()
    assert not any(message.blocks for message in house.messages())
    assert QUAKE not in quiet.text


async def _rich_and_corrected(house: House, *, refused: bool = False) -> None:
    await house.subscribe(chosen=RICH)
    article = house.article(QUAKE, "zakon.kz")
    await house.publish(article)
    if refused:
        house.api.fail("sendRichMessage", code=400, description="Bad Request: not allowed")
    await house.deliver()
    house.clock.now += timedelta(minutes=20)
    await house.publish(replace(article, title=FIXED))


async def test_a_headline_in_a_rich_message_is_put_right_in_place(house: House) -> None:
    await _rich_and_corrected(house)
    assert await house.correct() == 1
    (message,) = house.messages()
    assert message.blocks
    assert f"1. {FIXED} (исправлено)\n" in message.text
    assert message.labels == ("1",)
    assert await house.correct() == 0
    house.clock.now += DAY
    assert await house.deliver() == []


async def test_a_headline_told_by_the_classic_form_is_put_right_there(house: House) -> None:
    await _rich_and_corrected(house, refused=True)
    assert await house.correct() == 1
    (message,) = house.messages()
    assert not message.blocks
    assert f"1. {FIXED} (исправлено)\n" in message.text


async def test_a_rich_edit_that_is_refused_is_left_to_the_next_digest(house: House) -> None:
    await _rich_and_corrected(house)
    house.api.fail("editMessageText", code=400, description="Bad Request: not allowed")
    assert await house.correct() == 1
    assert await house.correct() == 0
    house.clock.now += DAY
    await house.deliver()
    assert f"Заголовок исправлен. Было: «{QUAKE}»" in house.texts()[-1]


async def test_silence_for_want_of_a_language_is_explained_once_a_week(house: House) -> None:
    await house.subscribe(chosen=Preferences(languages=("en",)))
    house.clock.now += DAY  # a Monday, whose first digest opens the week
    said = []
    for _ in range(8):
        await house.write(f"{QUAKE} {house.clock.now:%d}", "zakon.kz")
        said += [message.text for message in await house.deliver()]
        house.clock.now += DAY
    assert len(said) == 2
    assert all("На ваших языках нового нет" in text for text in said)


@pytest.mark.parametrize(("others", "told"), [(OtherLanguages.SKIP, 0), (OtherLanguages.MARK, 1)])
async def test_breaking_news_in_other_languages_comes_with_a_mark_or_not_at_all(
    house: House, others: OtherLanguages, told: int
) -> None:
    await house.subscribe(
        chosen=Preferences(languages=("kk",), others=others, breaking=Breaking.ON, breaking_sources=2)
    )
    await house.write(QUAKE, "zakon.kz", "tengrinews.kz")
    assert await house.interrupt() == told
    assert [("на русском" in text) for text in house.texts()] == [True] * told
