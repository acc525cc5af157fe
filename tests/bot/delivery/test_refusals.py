"""What Telegram refuses, as docs/delivery.md lists it: what readers and admins see of it, then and days later."""

import asyncio
import logging
import math
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path

import pytest
from aiogram import Bot
from aiogram.client.telegram import TelegramAPIServer
from sqlalchemy import update

from bot import subscriptions
from bot.delivery import record
from bot.delivery.outcome import Delivered, Suspend
from bot.delivery.session import Session
from bot.demo.telegram.bot_api import BotApi
from bot.digest import formatting
from bot.jobs import suspensions as announcements
from bot.runtime import metrics
from storage.admins import channels, group_admins
from storage.database import Database
from storage.digests import digests
from storage.model import ChatKind, Preferences, Style, Subscriber, SubscriberState
from storage.outbox import outbox, outbox_upkeep
from storage.schema import tables
from storage.subscribers import subscribers, supergroups, suspensions
from tests.bot.jobs.test_due_digests import DAY, FIXED, HOUR, MORNING, QUAKE, House
from tests.storage.conftest import backend, database, database_url

__all__ = ["backend", "database", "database_url"]  # fixtures: SQLite and PostgreSQL

GROUP, CHANNEL, ADMIN = -1_001_000_000_001, -1_001_000_000_002, 70
RIGHTS = "Bad Request: not enough rights to send text messages to the chat"
OLD_NEWS, NEW_NEWS = "Землетрясение разрушило школу в Турции", "Землетрясение ощутили жители Лимы"


class Chats(House):
    """Publishers, jobs and the sender, and chats of any kind that one admin has configured."""

    async def add(
        self, chat_id: int = GROUP, kind: ChatKind = ChatKind.SUPERGROUP, *, admin: bool = True
    ) -> Subscriber:
        """Let a chat follow earthquakes, with a digest each morning; the first is due now."""
        if kind is ChatKind.PRIVATE:
            return await self.subscribe(chat_id)
        person = self.api.person(ADMIN)
        rank = "administrator" if kind is ChatKind.CHANNEL else "member"
        self.api.group(chat_id, f"Чат {-chat_id}", kind=str(kind), bot=rank, admins=[person])
        async with self.database.transaction() as connection:
            added = await subscribers.add(connection, chat_id, kind, "ru", "Asia/Almaty", now=self.clock.now)
            await subscribers.set_timetable(connection, added.id, MORNING, self.clock.now)
            if admin:
                reader = await subscribers.add(
                    connection, ADMIN, ChatKind.PRIVATE, "ru", "Asia/Almaty", now=self.clock.now
                )
                if kind is ChatKind.CHANNEL:
                    await channels.link(connection, reader.id, added.id, f"Чат {-chat_id}")
                else:
                    await group_admins.configured_by(connection, added.id, ADMIN, f"Чат {-chat_id}")
        await subscriptions.follow(self.database, added, "землетрясение", now=self.clock.now)
        return await self.known(chat_id)

    async def send(self) -> None:
        """Send until nothing waits, however long Telegram asks to wait."""
        async with asyncio.timeout(300):
            while await self._waits():
                if not await self.sender.deliver_once():
                    self.clock.now += timedelta(seconds=1)

    async def _waits(self) -> bool:
        async with self.database.read() as connection:
            return await outbox_upkeep.waiting_since(connection) is not None

    async def morning(self) -> None:
        """Compose and send what is due, and tell of who is suspended; then it is the next morning."""
        began = self.clock.now
        await self.deliver()
        while await announcements.announce(self.database, self.clock, wake=self.wake):
            await self.send()
        self.clock.now = began + DAY

    def in_chat(self, chat_id: int = GROUP) -> list[str]:
        return [message.text for message in self.api.messenger.chats[chat_id].from_bot()]


@pytest.fixture
async def house(database: Database) -> AsyncIterator[Chats]:
    async with BotApi(busy=lambda: False) as api:
        session = Session(api=TelegramAPIServer.from_base(api.url))
        yield Chats(api, Bot(api.token, session=session), database)
        # AiohttpSession.close() sleeps a quarter of a second for TLS, which is not spoken here.
        if session._session is not None:
            await session._session.close()


@pytest.mark.parametrize(
    ("code", "said"),
    [
        (400, RIGHTS),
        (400, "Bad Request: CHAT_RESTRICTED"),
        (400, "Bad Request: CHANNEL_PRIVATE"),
        (400, "Bad Request: have no rights to send a message"),
        (400, "Bad Request: CHAT_ADMIN_REQUIRED"),
        (400, "Bad Request: need administrator rights in the channel chat"),
        (400, "Bad Request: chat not found"),
        (400, "Bad Request: TOPIC_CLOSED"),
        (403, "Forbidden: CHAT_WRITE_FORBIDDEN"),
        (403, "Forbidden: CHAT_SEND_PLAIN_FORBIDDEN"),
    ],
)
async def test_a_chat_that_refuses_once_gets_with_the_next_digest_what_it_missed(
    house: Chats, code: int, said: str
) -> None:
    await house.add()
    await house.write(QUAKE, "zakon.kz")
    house.api.fail("sendMessage", code, said)
    await house.morning()
    assert house.in_chat() == []
    assert (await house.known(GROUP)).barred_since is not None
    await house.write(NEW_NEWS, "zakon.kz")
    await house.morning()
    (digest,) = house.in_chat()
    assert QUAKE in digest
    assert NEW_NEWS in digest
    chat = await house.known(GROUP)
    assert (chat.state, chat.barred_since, chat.suspended_for) == (SubscriberState.ACTIVE, None, "")
    assert house.texts(ADMIN) == []


@pytest.mark.parametrize(
    ("kind", "chat_id", "said"),
    [
        (ChatKind.SUPERGROUP, GROUP, RIGHTS),
        (ChatKind.CHANNEL, CHANNEL, "Bad Request: need administrator rights in the channel chat"),
        (ChatKind.SUPERGROUP, GROUP, "Bad Request: TOPIC_CLOSED"),
    ],
)
async def test_a_chat_that_refuses_for_days_is_suspended_and_its_admin_told_once(
    house: Chats, kind: ChatKind, chat_id: int, said: str
) -> None:
    await house.add(chat_id, kind)
    house.api.fail("sendMessage", 400, said, times=math.inf, chat_id=chat_id)
    states = []
    for number in range(6):
        await house.write(f"Землетрясение номер {number} произошло в городе {number}", "zakon.kz")
        await house.morning()
        states.append((await house.known(chat_id)).state is SubscriberState.SUSPENDED)
    assert states == [False, False, False, True, True, True]
    assert len([call for call in house.api.called("sendMessage") if call.integer("chat_id") == chat_id]) == 4
    (told,) = house.texts(ADMIN)
    assert f"«Чат {-chat_id}» остановлена" in told
    assert "Началось: воскресенье, 22 ноября, 08:00" in told
    assert ("нет права писать" in told) != ("тема форума закрыта" in told)


async def test_a_weekly_digest_is_tried_three_times(house: Chats) -> None:
    chat = await house.add()
    async with house.database.transaction() as connection:
        weekly = (replace(MORNING[0], weekdays=frozenset({6})),)
        await subscribers.set_timetable(connection, chat.id, weekly, house.clock.now)
    house.api.fail("sendMessage", 400, RIGHTS, times=math.inf, chat_id=GROUP)
    states = []
    for number in range(3):
        await house.write(f"Землетрясение номер {number} произошло в городе {number}", "zakon.kz")
        await house.morning()
        states.append(str((await house.known(GROUP)).state))
        house.clock.now += 6 * DAY
    assert states == ["active", "active", "suspended"]


async def test_nobody_to_tell_is_told_to_the_operator(house: Chats, caplog: pytest.LogCaptureFixture) -> None:
    await house.add(admin=False)
    await house.write(QUAKE, "zakon.kz")
    house.api.fail("sendMessage", 403, "Forbidden: bot was kicked from the supergroup chat")
    before = metrics.suspended.labels("operator")._value.get()
    await house.morning()
    assert f"Nobody to tell that chat {GROUP} is suspended: bot was kicked" in caplog.text
    assert metrics.suspended.labels("operator")._value.get() == before + 1


@pytest.mark.parametrize(
    ("said", "wakes"),
    [
        ("not enough rights to send text messages to the chat", True),
        ("CHAT_WRITE_FORBIDDEN", True),
        ("chat not found", True),
        ("TOPIC_CLOSED", True),
        ("bot was kicked from the supergroup chat", False),
        ("bot was blocked by the user", False),
        ("left", False),
        ("", False),
    ],
)
async def test_who_slept_by_the_old_rule_for_what_may_have_passed_is_tried_again(
    house: Chats, said: str, wakes: bool
) -> None:
    group = await house.add()
    other = await house.add(CHANNEL, ChatKind.CHANNEL)
    async with house.database.transaction() as connection:
        await suspensions.suspend(connection, other.id, said, now=house.clock.now)
        # As it was before 0017: no moment, no count.
        old = update(tables.subscribers).where(tables.subscribers.c.id == group.id)
        await connection.execute(old.values(state="suspended", suspended_for=said, next_due_at=None))
    assert await announcements.wake_by_older_rules(house.database, house.clock) == wakes
    assert await announcements.wake_by_older_rules(house.database, house.clock) == 0
    woken = await house.known(GROUP)
    assert (woken.state is SubscriberState.ACTIVE, woken.next_due_at is not None) == (wakes, wakes)
    assert (await house.known(CHANNEL)).state is SubscriberState.SUSPENDED
    house.clock.now += DAY
    await house.write(QUAKE, "zakon.kz")
    await house.morning()
    assert any(QUAKE in text for text in house.in_chat()) == wakes


@pytest.mark.parametrize("said", ["bot was blocked by the user", "user is deactivated"])
async def test_a_reader_who_shut_us_out_is_suspended_at_once_and_gets_a_recap_when_back(
    house: Chats, said: str
) -> None:
    await house.subscribe()
    await house.write("Землетрясение вызвало цунами в Японии", "zakon.kz")
    await house.morning()
    await house.write(OLD_NEWS, "zakon.kz")
    house.api.fail("sendMessage", 403, f"Forbidden: {said}")
    await house.morning()
    reader = await house.known()
    assert (reader.state, reader.suspended_for) == (SubscriberState.SUSPENDED, said)
    house.clock.now += 3 * DAY
    async with house.database.transaction() as connection:
        await subscribers.resume(connection, reader.id, house.clock.now)
    (_, recap) = [*house.texts(), *[message.text for message in await house.deliver()]]
    assert recap.startswith("Пока вас не было")
    assert OLD_NEWS in recap
    assert "цунами" not in recap


async def test_a_group_that_removed_us_before_its_first_digest_is_told_of_it_when_we_are_back(house: Chats) -> None:
    group = await house.add()
    await house.write(OLD_NEWS, "zakon.kz")
    house.api.fail("sendMessage", 403, "Forbidden: bot was kicked from the supergroup chat")
    await house.morning()
    assert "меня" not in "".join(house.in_chat())
    (told,) = house.texts(ADMIN)
    assert "бота нет среди участников" in told
    house.clock.now += 3 * DAY
    async with house.database.transaction() as connection:
        await subscribers.resume(connection, group.id, house.clock.now)
    await house.morning()
    (recap,) = house.in_chat()
    assert OLD_NEWS in recap


async def test_of_a_digest_sent_in_part_only_that_part_is_told(house: Chats, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(formatting, "MAX_LENGTH", 300)
    await house.subscribe()
    titles = [OLD_NEWS, NEW_NEWS, "Землетрясение вызвало цунами в Японии"]
    for title in titles:
        await house.write(title, "zakon.kz")
    house.clock.now += HOUR
    house.api.fail("sendMessage", 400, "Bad Request: something odd")
    await house.deliver()
    told = "".join(house.texts())
    lost = [title for title in titles if title not in told]
    assert 0 < len(lost) < len(titles)
    house.clock.now += DAY - HOUR
    again = "".join(message.text for message in await house.deliver())
    assert [title for title in titles if title in again] == lost
    async with house.database.read() as connection:
        receipts = await digests.receipts(connection, (await house.known()).id, 5)
    assert (receipts[-1].stories, receipts[-1].failed) == (len(titles) - len(lost), 1)


async def test_a_rich_digest_that_did_not_arrive_is_not_told(house: Chats) -> None:
    await house.subscribe(chosen=Preferences(style=Style.ONE))
    await house.write(QUAKE, "zakon.kz")
    house.api.fail("sendRichMessage", 400, RIGHTS)
    assert await house.deliver() == []
    house.clock.now += DAY
    (digest,) = await house.deliver()
    assert QUAKE in digest.text


async def test_an_edit_that_is_refused_suspends_nobody_and_the_next_digest_corrects(house: Chats) -> None:
    await house.add()
    article = house.article(QUAKE, "zakon.kz")
    await house.publish(article)
    await house.deliver()
    house.clock.now += timedelta(minutes=20)
    await house.publish(replace(article, title=FIXED))
    house.api.fail("editMessageText", 403, "Forbidden: CHAT_WRITE_FORBIDDEN")
    assert await house.correct() == 1
    chat = await house.known(GROUP)
    assert (chat.state, chat.barred_since) == (SubscriberState.ACTIVE, None)
    house.clock.now += DAY
    await house.deliver()
    assert f"Было: «{QUAKE}»" in house.in_chat()[-1]


async def test_a_correction_edits_nothing_in_the_supergroup_that_a_group_has_become(house: Chats) -> None:
    await house.add(-500, ChatKind.GROUP)
    article = house.article(QUAKE, "zakon.kz")
    await house.publish(article)
    await house.deliver()
    house.clock.now += timedelta(minutes=20)
    await house.publish(replace(article, title=FIXED))
    house.api.group(GROUP, "Дом")
    house.api.messenger.chats[-500].successor = GROUP
    # An edit that is already on its way learns of the upgrade from Telegram.
    await house.correct()
    assert [call.integer("chat_id") for call in house.api.called("editMessageText")] == [-500]
    assert (await house.known(GROUP)).kind is ChatKind.SUPERGROUP
    house.clock.now += DAY
    await house.deliver()
    assert f"Было: «{QUAKE}»" in house.in_chat()[-1]


async def test_what_is_said_to_a_group_while_it_becomes_a_supergroup_concerns_the_old_one(house: Chats) -> None:
    group = await house.add(-500, ChatKind.GROUP)
    async with house.database.transaction() as connection:
        for html in ("one", "two"):
            await outbox.add(connection, group.id, [outbox.Draft(html, html)], now=house.clock.now)
        (first,) = await outbox.claim(connection, now=house.clock.now, limit=9, lease=HOUR)
        await supergroups.migrate(connection, -500, GROUP)
        await record.write(connection, first, Delivered(message_id=50), now=house.clock.now)
        (second,) = await outbox.claim(connection, now=house.clock.now, limit=9, lease=HOUR)
        refusal = Suspend(reason="the group chat was deleted")
        await record.write(connection, replace(second, chat_id=-500), refusal, now=house.clock.now)
    house.api.group(GROUP, "Дом")
    await house.send()
    assert (await house.known(GROUP)).state is SubscriberState.ACTIVE
    assert house.in_chat() == ["two"]
    async with house.database.read() as connection:
        numbers = await connection.exec_driver_sql("SELECT message_id FROM outbox ORDER BY id")
        assert next(iter(numbers.scalars())) == 0


@dataclass(frozen=True, kw_only=True)
class Case:
    """One row of the table: the refusal, the kind of chat, and how it ends for a chat that always refuses so."""

    code: int
    said: str
    kind: ChatKind = ChatKind.SUPERGROUP
    times: float = math.inf
    suspended: bool = True
    word: str = "admin"
    extra: dict[str, int] = field(default_factory=dict)


PRIVATE, SUPERGROUP = ChatKind.PRIVATE, ChatKind.SUPERGROUP
TABLE = (
    Case(code=403, said="Forbidden: bot was blocked by the user", kind=PRIVATE, word="nobody yet"),
    Case(code=403, said="Forbidden: user is deactivated", kind=PRIVATE, word="nobody yet"),
    Case(code=403, said="Forbidden: bot was kicked from the supergroup chat"),
    Case(code=403, said="Forbidden: the group chat was deleted", kind=ChatKind.GROUP),
    Case(code=400, said=RIGHTS),
    Case(code=403, said="Forbidden: CHAT_WRITE_FORBIDDEN", kind=ChatKind.CHANNEL),
    Case(code=400, said="Bad Request: chat not found"),
    Case(code=400, said="Bad Request: TOPIC_CLOSED"),
    Case(code=400, said="Bad Request: can't parse entities: odd", times=1, suspended=False, word="arrived"),
    Case(code=400, said="Bad Request: something new", suspended=False, word="log"),
    Case(code=429, said="Too Many Requests", times=1, suspended=False, word="arrived", extra={"retry_after": 5}),
    Case(code=500, said="Internal Server Error", times=1, suspended=False, word="arrived"),
)
# As many chats for each row; 84 make the thousand, which took 64 s on two cores, all as the table says.
OF_EACH = 3


async def test_every_refusal_in_one_fan_out_ends_as_the_table_says_and_none_without_a_word(
    house: Chats, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.ERROR)
    cases: dict[int, Case] = {}
    for number in range(OF_EACH * len(TABLE)):
        case = TABLE[number % len(TABLE)]
        chat_id = 1000 + number if case.kind is PRIVATE else -1_001_000_000_000 - number
        cases[chat_id] = case
        await house.add(chat_id, case.kind)
        house.api.fail("sendMessage", case.code, case.said, times=case.times, chat_id=chat_id, **case.extra)  # type: ignore[arg-type] # retry_after
    counted = metrics.suspended.labels("nobody yet")._value.get()
    for number in range(5):
        await house.write(f"Землетрясение номер {number} произошло в городе {number}", "zakon.kz")
        await house.morning()

    told = "\n".join(house.texts(ADMIN))
    for chat_id, case in cases.items():
        assert ((await house.known(chat_id)).state is SubscriberState.SUSPENDED) == case.suspended, case
        assert bool(house.in_chat(chat_id)) == (case.word == "arrived"), case
        assert told.count(f"«Чат {-chat_id}»") == (case.word == "admin"), case
    unseen = sum(case.word == "nobody yet" for case in cases.values())
    assert metrics.suspended.labels("nobody yet")._value.get() == counted + unseen
    assert len([one for one in caplog.records if "something new" in one.getMessage()]) >= OF_EACH


def test_every_row_of_the_table_names_a_test_that_exists() -> None:
    text = Path("docs/delivery.md").read_text(encoding="utf-8")
    tables = [table.splitlines() for table in text.split("\n\n") if table.startswith("| ")]
    tested = [rows for heading, _, *rows in tables if heading.endswith("| test |")]
    assert len(tested) == 2
    rows = [row for table in tested for row in table]
    assert len(rows) > len(TABLE) + 10
    written = "\n".join(path.read_text(encoding="utf-8") for path in Path("tests").rglob("test_*.py"))
    for row in rows:
        named = re.findall(r"`(test_[a-z0-9_]+)`", row)
        assert named, row
        assert all(re.search(rf"def {name}\b", written) for name in named), row
