"""From the outbox to a chat: aiogram unmodified, real HTTP, a real database, and everything that may go wrong."""

import asyncio
import json
import math
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

import pytest
from aiogram import Bot
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import TelegramUnauthorizedError
from aiogram.methods import SendDocument, SendMessage
from aiogram.types import BufferedInputFile
from prometheus_client import REGISTRY

from bot.delivery.limiter import Limiter
from bot.delivery.sender import LEASE, Sender, concurrency_for
from bot.delivery.session import LimitedSession, Session
from bot.demo.telegram.bot_api import BotApi
from bot.demo.telegram.chats import Chat
from bot.runtime import trace
from storage.database import Connection, Database
from storage.digests import digests
from storage.digests.digests import NewDigest
from storage.model import ChatKind, PartState, Subscriber, SubscriberState
from storage.outbox import outbox, outbox_upkeep
from storage.subscribers import subscribers

CONCURRENCY = concurrency_for(30)
KEYBOARD = json.dumps({"inline_keyboard": [[{"text": "Ещё", "callback_data": "more"}]]})


class Clock:
    """A time that moves when somebody sleeps."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
        self.slept = 0.0

    def __call__(self) -> datetime:
        return self.now

    def seconds(self) -> float:
        return self.now.timestamp()

    async def sleep(self, seconds: float) -> None:
        self.slept += seconds
        self.now += timedelta(seconds=seconds)
        await asyncio.sleep(0)

    def elapsed(self) -> float:
        """Monotonic seconds: a busy machine adds none, and setting the clock neither."""
        return self.slept


class House:
    """A bot with an outbox: what a test touches."""

    def __init__(self, api: BotApi, bot: Bot, database: Database, clock: Clock) -> None:
        self.api, self.bot, self.database, self.clock = api, bot, database, clock
        self.limiter = Limiter(clock=clock.seconds, sleep=clock.sleep)
        self.sender = Sender(bot, database, self.limiter, clock, elapsed=clock.elapsed, idle=0.01)

    async def subscribe(self, chat_id: int, kind: ChatKind = ChatKind.PRIVATE, thread: int | None = None) -> Subscriber:
        async with self.database.transaction() as connection:
            return await subscribers.add(
                connection, chat_id, kind, "ru", "Asia/Almaty", now=self.clock.now, thread_id=thread
            )

    async def put(self, subscriber: Subscriber, *htmls: str, keyboard: str = "") -> None:
        async with self.database.transaction() as connection:
            parts = [outbox.Draft(html, f"plain {html}", keyboard) for html in htmls]
            await outbox.add(connection, subscriber.id, parts, now=self.clock.now)

    async def counts(self) -> dict[str, int]:
        async with self.database.read() as connection:
            return {str(state): number for state, number in (await outbox_upkeep.counts(connection)).items() if number}

    async def known(self, chat_id: int) -> Subscriber:
        async with self.database.read() as connection:
            found = await subscribers.get(connection, chat_id)
        assert found is not None
        return found

    async def deliver(self) -> int:
        """Send until nothing is claimable at this moment."""
        tried = 0
        while number := await self.sender.deliver_once():
            tried += number
        return tried


@pytest.fixture
async def house(database: Database) -> AsyncIterator[House]:
    async with BotApi() as api:
        session = Session(api=TelegramAPIServer.from_base(api.url))
        yield House(api, Bot(api.token, session=session), database, Clock())
        # AiohttpSession.close() sleeps a quarter of a second for TLS, which is not spoken here.
        if session._session is not None:
            await session._session.close()


def texts(chat: Chat) -> list[str]:
    return [message.text for message in chat.from_bot()]


def repeats() -> float:
    return REGISTRY.get_sample_value("svodka_repeats_total") or 0.0


async def test_the_parts_of_a_chat_arrive_once_and_in_order(house: House) -> None:
    reader = house.api.person(7)
    await house.put(await house.subscribe(7), "<b>one</b>", "two", "three", keyboard=KEYBOARD)
    await house.deliver()
    assert texts(reader.chat) == ["one", "two", "three"]
    assert reader.last.labels == ("Ещё",)
    assert await house.counts() == {"sent": 3}
    assert await house.deliver() == 0


async def test_no_link_preview_takes_the_place_of_the_text(house: House) -> None:
    house.api.person(7)
    await house.put(await house.subscribe(7), '<a href="https://zakon.kz/1">one</a>')
    await house.deliver()
    (call,) = house.api.called("sendMessage")
    assert call.structure("link_preview_options") == {"is_disabled": True}


async def test_a_flood_answer_is_waited_for_and_loses_nothing(house: House) -> None:
    first, second = house.api.person(7), house.api.person(8)
    house.api.fail("sendMessage", 429, "Too Many Requests: retry after 30", retry_after=30, chat_id=7)
    await house.put(await house.subscribe(7), "one", "two")
    await house.put(await house.subscribe(8), "other")
    await house.deliver()
    assert texts(first.chat) == []
    house.clock.now += timedelta(seconds=31)
    await house.deliver()
    assert texts(first.chat) == ["one", "two"]
    assert texts(second.chat) == ["other"]
    assert await house.counts() == {"sent": 3}


async def test_nothing_is_claimed_while_everybody_is_paused(house: House) -> None:
    house.api.person(8)
    await house.put(await house.subscribe(8), "one")
    house.limiter.penalise(7, 30)
    assert await house.deliver() == 0
    assert await house.counts() == {"pending": 1}


async def test_a_reader_who_blocked_the_bot_is_suspended_with_the_settings_kept(house: House) -> None:
    house.api.person(7).chat.bot = "kicked"
    await house.put(await house.subscribe(7), "one", "two")
    await house.deliver()
    known = await house.known(7)
    assert known.state is SubscriberState.SUSPENDED
    assert "blocked" in known.suspended_for
    assert known.zone == "Asia/Almaty"
    assert await house.counts() == {"dropped": 2}


async def test_a_group_is_followed_into_its_supergroup(house: House) -> None:
    owner = house.api.person(1)
    group = house.api.group(-5, "Двор", kind="group", admins=[owner])
    group.successor = -1005
    new = house.api.group(-1005, "Двор", admins=[owner])
    await house.put(await house.subscribe(-5, ChatKind.GROUP), "one", "two")
    await house.deliver()
    assert texts(new) == ["one", "two"]
    assert (await house.known(-1005)).kind is ChatKind.SUPERGROUP


async def test_markup_telegram_refuses_arrives_as_plain_text(house: House) -> None:
    reader = house.api.person(7)
    await house.put(await house.subscribe(7), "<div>one</div>", keyboard=KEYBOARD)
    await house.deliver()
    assert texts(reader.chat) == ["plain <div>one</div>"]


async def test_a_keyboard_that_is_none_does_not_cost_the_text(house: House) -> None:
    reader = house.api.person(7)
    await house.put(await house.subscribe(7), "one", keyboard="{broken")
    await house.deliver()
    assert texts(reader.chat) == ["one"]


async def test_a_message_that_can_never_be_sent_does_not_hold_up_the_next(house: House) -> None:
    reader = house.api.person(7)
    house.api.fail("sendMessage", 400, "Bad Request: something odd")
    await house.put(await house.subscribe(7), "one", "two")
    await house.deliver()
    assert texts(reader.chat) == ["two"]
    assert await house.counts() == {"failed": 1, "sent": 1}


async def test_a_closed_thread_falls_back_to_the_chat(house: House) -> None:
    group = house.api.group(-100, "Двор", forum=True)
    house.api.fail("sendMessage", 400, "Bad Request: TOPIC_CLOSED")
    await house.put(await house.subscribe(-100, ChatKind.SUPERGROUP, thread=9), "one")
    await house.deliver()
    assert texts(group) == ["one"]
    first, second = house.api.called("sendMessage")
    assert "message_thread_id" in first.parameters
    assert "message_thread_id" not in second.parameters


@pytest.mark.parametrize(
    ("fault", "uncertain"),
    [
        ({"code": 500, "description": "Internal Server Error"}, False),
        ({"code": 502, "raw_html": True}, True),
        ({"drop": True}, True),
    ],
)
async def test_a_passing_trouble_is_tried_again(house: House, fault: dict[str, object], uncertain: bool) -> None:
    reader = house.api.person(7)
    house.api.fail("sendMessage", **fault)  # type: ignore[arg-type]  # the keywords of three cases
    await house.put(await house.subscribe(7), "one", "two")
    await house.deliver()
    assert texts(reader.chat) == []
    before = repeats()
    house.clock.now += timedelta(seconds=5)
    await house.deliver()
    assert texts(reader.chat) == ["one", "two"]
    assert repeats() - before == uncertain


async def test_an_answer_that_never_came_is_a_counted_repeat(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.delivery.attempt._REQUEST_SECONDS", 0.1)
    reader = house.api.person(7)
    house.api.fail("sendMessage", delay=0.4, accepted=True)
    await house.put(await house.subscribe(7), "one")
    await house.deliver()
    before = repeats()
    house.clock.now += timedelta(seconds=5)
    await house.deliver()
    assert texts(reader.chat) == ["one", "one"]
    assert repeats() - before == 1


async def test_after_a_crash_only_the_part_in_flight_may_come_twice(house: House) -> None:
    reader = house.api.person(7)
    await house.put(await house.subscribe(7), "one", "two", "three")
    await house.sender.deliver_once()
    # A process that died after it had claimed the second part: it may have sent it or not.
    async with house.database.transaction() as connection:
        (taken,) = await outbox.claim(connection, now=house.clock.now, limit=5, lease=LEASE)
    assert taken.number == 2
    assert await house.deliver() == 0
    before = repeats()
    house.clock.now += LEASE + timedelta(seconds=1)
    await house.deliver()
    assert texts(reader.chat) == ["one", "two", "three"]
    assert repeats() - before == 1


async def test_a_refused_token_stops_the_sender_and_loses_nothing(house: House) -> None:
    house.api.person(7)
    await house.put(await house.subscribe(7), "one")
    house.api.fail("sendMessage", 401, "Unauthorized")
    with pytest.raises(TelegramUnauthorizedError):
        await house.sender.run(asyncio.Event())
    assert await house.counts() == {"pending": 1}


async def test_stopping_finishes_what_is_in_flight(house: House) -> None:
    reader = house.api.person(7)
    house.api.fail("sendMessage", delay=0.2)
    await house.put(await house.subscribe(7), "one", "two")
    stop = asyncio.Event()
    async with asyncio.TaskGroup() as group:
        group.create_task(house.sender.run(stop))
        while not house.api.called("sendMessage"):
            await asyncio.sleep(0.01)
        stop.set()
    assert texts(reader.chat) == ["one"]
    assert await house.counts() == {"sent": 1, "pending": 1}


async def test_stopping_does_not_wait_for_the_next_look_into_the_outbox(house: House) -> None:
    reader = house.api.person(7)
    lazy = Sender(house.bot, house.database, house.limiter, house.clock, elapsed=house.clock.elapsed, idle=60)
    await house.put(await house.subscribe(7), "one")
    stop = asyncio.Event()
    async with asyncio.timeout(10), asyncio.TaskGroup() as group:
        group.create_task(lazy.run(stop))
        while not reader.messages:
            await asyncio.sleep(0)
        # Telegram has it, and the sender has not yet heard so.
        stop.set()
    assert await house.counts() == {"sent": 1}


async def test_stopping_gives_back_what_waits_for_its_turn(house: House) -> None:
    reader = house.api.person(7)
    patient = Sender(house.bot, house.database, Limiter(), house.clock, elapsed=house.clock.elapsed, idle=0.01)
    await house.put(await house.subscribe(7), "one", "two", "three", "four", "five")
    stop = asyncio.Event()
    async with asyncio.TaskGroup() as group:
        group.create_task(patient.run(stop))
        while len(reader.messages) < 3:
            await asyncio.sleep(0.01)
        await asyncio.sleep(0.05)
        stop.set()
    assert texts(reader.chat) == ["one", "two", "three"]
    assert await house.counts() == {"sent": 3, "pending": 2}


async def test_many_chats_are_served_at_once_and_a_slow_one_holds_up_nobody(house: House) -> None:
    slow = house.api.person(1)
    people = [house.api.person(number) for number in range(2, 40)]
    house.api.fail("sendMessage", delay=2, chat_id=1)
    for person in (slow, *people):
        await house.put(await house.subscribe(person.id), "one", "two")
    stop = asyncio.Event()
    async with asyncio.TaskGroup() as group:
        group.create_task(house.sender.run(stop))
        while not all(len(person.messages) == 2 for person in (slow, *people)):
            await asyncio.sleep(0.01)
        stop.set()
    # It was first in the queue; more chats than are served at once have been answered before it.
    before = [person for person in people if person.messages[0].id < slow.messages[0].id]
    assert len(before) > CONCURRENCY


async def test_a_message_put_into_an_empty_outbox_leaves_when_the_sender_is_woken(house: House) -> None:
    reader = house.api.person(7)
    lazy = Sender(house.bot, house.database, house.limiter, house.clock, elapsed=house.clock.elapsed, idle=60)
    subscriber = await house.subscribe(7)
    stop = asyncio.Event()
    async with asyncio.TaskGroup() as group:
        group.create_task(lazy.run(stop))
        await asyncio.sleep(0.05)
        await house.put(subscriber, "one")
        lazy.wake()
        async with asyncio.timeout(5):
            while not reader.messages:
                await asyncio.sleep(0.01)
        stop.set()


async def test_a_database_that_fails_is_asked_again(house: House, caplog: pytest.LogCaptureFixture) -> None:
    async with house.database.transaction() as connection:
        await connection.exec_driver_sql("DROP TABLE outbox")
    assert await house.sender.deliver_once() == 0
    assert "The outbox cannot be read" in caplog.text


async def test_a_mistake_of_ours_costs_one_lease_and_not_the_other_messages(
    house: House, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader = house.api.person(8)
    house.api.person(7)
    acquire = house.limiter.acquire

    async def failing(chat_id: int, kind: ChatKind = ChatKind.PRIVATE, *, bulk: bool = False) -> None:
        if chat_id == 7:
            raise ZeroDivisionError
        await acquire(chat_id, kind, bulk=bulk)

    monkeypatch.setattr(house.limiter, "acquire", failing)
    await house.put(await house.subscribe(7), "one")
    await house.put(await house.subscribe(8), "two")
    await house.deliver()
    assert texts(reader.chat) == ["two"]
    assert "is left to its lease" in caplog.text
    assert await house.counts() == {str(PartState.SENDING): 1, str(PartState.SENT): 1}


async def test_a_message_refused_even_without_markup_is_given_up(house: House) -> None:
    reader = house.api.person(7)
    house.api.fail("sendMessage", 400, "Bad Request: can't parse entities: x", times=2)
    await house.put(await house.subscribe(7), "one", "two")
    await house.deliver()
    assert texts(reader.chat) == ["two"]
    assert await house.counts() == {"failed": 1, "sent": 1}


async def test_handlers_speak_through_the_same_limiter_and_repeat_what_was_refused(house: House) -> None:
    reader = house.api.person(7)
    house.bot.session.middleware(LimitedSession(house.limiter))
    house.api.fail("sendMessage", 429, "Too Many Requests: retry after 3", retry_after=3, times=2)
    await house.bot.send_chat_action(7, "typing")
    for text in ("one", "two", "three", "four", "five"):
        await house.bot.send_message(7, text)
    assert texts(reader.chat) == ["one", "two", "three", "four", "five"]
    assert house.clock.slept >= 6 + 2
    await house.bot.get_me()


async def test_a_flood_that_does_not_end_reaches_the_handler(house: House) -> None:
    house.api.person(7)
    house.bot.session.middleware(LimitedSession(house.limiter))
    house.api.fail("sendMessage", 429, "Too Many Requests: retry after 3", retry_after=3, times=5)
    with pytest.raises(Exception, match="Flood control"):
        await house.bot.send_message(7, "one")


async def test_requests_go_as_json_and_those_with_a_file_as_a_form(house: House) -> None:
    reader = house.api.person(7)
    text = SendMessage(chat_id=7, text="Қайырлы таң", disable_notification=True)
    file = SendDocument(chat_id=7, document=BufferedInputFile(b"{}", "settings.json"), caption="Баптаулар")
    bodies = [house.bot.session.build_form_data(house.bot, method)() for method in (text, file)]  # type: ignore[attr-defined] # ours
    assert [body.content_type.partition(";")[0] for body in bodies] == ["application/json", "multipart/form-data"]
    await house.bot(text)
    await house.bot(file)
    assert texts(reader.chat) == ["Қайырлы таң", "Баптаулар"]


async def test_an_outcome_that_a_mistake_of_ours_keeps_from_being_written_holds_up_nobody_and_is_sent_once(
    house: House, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = [house.api.person(chat_id) for chat_id in (7, 8)]
    subscribed = [await house.subscribe(person.id) for person in people]
    for subscriber in subscribed:
        await house.put(subscriber, "one")
    whole, together = outbox.sent, outbox.sent_all

    async def broken(connection: Connection, part_id: int, message_id: int, now: datetime, *, chat_id: int) -> None:
        if part_id == 1:
            raise ZeroDivisionError
        await whole(connection, part_id, message_id, now, chat_id=chat_id)

    async def broken_together(connection: Connection, parts: list[tuple[int, int, int]], now: datetime) -> None:
        if any(part_id == 1 for part_id, _, _ in parts):
            raise ZeroDivisionError
        await together(connection, parts, now)

    monkeypatch.setattr(outbox, "sent_all", broken_together)
    monkeypatch.setattr(outbox, "sent", broken)
    await house.deliver()
    assert "What became of message 1 cannot be written" in caplog.text
    house.clock.now += LEASE + timedelta(hours=1)
    await house.put(subscribed[1], "two")
    await house.deliver()
    assert [texts(person.chat) for person in people] == [["one"], ["one", "two"]]
    assert await house.counts() == {"sending": 1, "sent": 2}


async def test_the_line_of_a_sent_message_has_the_ids_of_the_articles_it_tells_of(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    reader = await house.subscribe(house.api.person(7).id)
    told = outbox.Draft('<a href="https://zakon.kz/1?a=1&amp;b=2">новость</a>', "новость")
    async with house.database.transaction() as connection:
        digest = NewDigest(subscriber_id=reader.id, parts=(told,), due_at=house.clock.now)
        await digests.record(connection, digest, now=house.clock.now)
    with caplog.at_level("INFO"):
        await house.deliver()
    (line,) = [record for record in caplog.records if record.getMessage() == "Message 1 is sent"]
    assert vars(line)["traces"] == [trace.of("https://zakon.kz/1?a=1&b=2")]


@asynccontextmanager
async def sending(sender: Sender) -> AsyncIterator[None]:
    """Let a sender run; at the end it is told to stop and has to within ten seconds, as Docker demands."""
    stop = asyncio.Event()
    async with asyncio.TaskGroup() as group:
        running = group.create_task(sender.run(stop))
        yield
        stop.set()
        async with asyncio.timeout(10):
            await running


async def until(condition: Callable[[], bool | Awaitable[bool]]) -> None:
    """Wait for what a person would see."""
    async with asyncio.timeout(20):
        while not (found := condition()) or (not isinstance(found, bool) and not await found):
            await asyncio.sleep(0.01)


async def test_more_chats_than_are_served_at_once_are_served_without_a_rest_between(house: House) -> None:
    people = [house.api.person(number) for number in range(1, 3 * CONCURRENCY + 1)]
    for person in people:
        await house.put(await house.subscribe(person.id), "one")
    async with sending(
        Sender(house.bot, house.database, house.limiter, house.clock, elapsed=house.clock.elapsed, idle=60)
    ):
        await until(lambda: all(person.messages for person in people))


async def writable(database: Database, *, on: bool) -> None:
    """Make a SQLite database refuse what is written, as on a full disk, or take it again."""
    async with database._writer.connect() as connection:
        driver = (await connection.get_raw_connection()).driver_connection
        assert driver is not None
        await (await driver.execute(f"PRAGMA query_only = {'OFF' if on else 'ON'}")).close()


async def test_what_is_known_while_the_database_takes_nothing_is_kept_and_sent_once(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    people = [house.api.person(number) for number in range(1, 30)]
    house.api.fail("sendMessage", delay=0.5, times=CONCURRENCY)
    for person in people:
        await house.put(await house.subscribe(person.id), "one", "two")
    async with sending(house.sender):
        await until(lambda: bool(house.api.called("sendMessage")))
        await writable(house.database, on=False)
        await until(lambda: "The outbox cannot be read or written" in caplog.text)
        # Long after every lease has run out.
        house.clock.now += LEASE + timedelta(hours=1)
        await asyncio.sleep(0.3)
        known = [texts(person.chat) for person in people]
        assert len([one for one in known if one]) <= CONCURRENCY, "nothing new is begun meanwhile"
        await writable(house.database, on=True)
        await until(lambda: all(len(person.messages) == 2 for person in people))
    assert {tuple(texts(person.chat)) for person in people} == {("one", "two")}
    assert await house.counts() == {"sent": 58}


async def test_stopping_with_a_database_that_takes_nothing_says_which_messages_may_come_twice(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    reader = house.api.person(7)
    house.api.fail("sendMessage", delay=0.3)
    await house.put(await house.subscribe(7), "one")
    async with sending(house.sender):
        await until(lambda: bool(house.api.called("sendMessage")))
        await writable(house.database, on=False)
        await until(lambda: bool(reader.messages))
    assert "Message 1 is left to its lease, though it is known: Delivered" in caplog.text
    await writable(house.database, on=True)


@pytest.mark.parametrize("hours", [-5, -1, 1, 24])
async def test_a_clock_that_jumps_sends_nothing_twice_and_stops_nothing(house: House, hours: int) -> None:
    slow, quick = house.api.person(1), [house.api.person(number) for number in range(2, 20)]
    house.api.fail("sendMessage", delay=1, chat_id=1)
    for person in (slow, *quick):
        await house.put(await house.subscribe(person.id), "one", "two", "three")
    async with sending(house.sender):
        await until(lambda: bool(quick[0].messages))
        house.clock.now += timedelta(hours=hours)
        await until(lambda: all(len(person.messages) == 3 for person in (slow, *quick)))
    assert {tuple(texts(person.chat)) for person in (slow, *quick)} == {("one", "two", "three")}


async def test_what_a_wrong_clock_put_into_the_future_leaves_after_a_restart(house: House) -> None:
    reader = house.api.person(7)
    subscriber = await house.subscribe(7)
    house.clock.now += timedelta(hours=5)
    await house.put(subscriber, "one")
    house.clock.now -= timedelta(hours=5)
    restarted = Sender(house.bot, house.database, house.limiter, house.clock, elapsed=house.clock.elapsed, idle=0.01)
    async with sending(restarted):
        await until(lambda: bool(reader.messages))


async def test_while_telegram_is_away_it_is_asked_now_and_then_and_full_speed_is_back_at_once(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    people = [house.api.person(number) for number in range(1, 40)]
    for person in people:
        await house.put(await house.subscribe(person.id), "one")
    house.api.fail("sendMessage", 502, "Bad Gateway", times=math.inf)
    async with sending(house.sender):
        await until(lambda: "Telegram cannot be reached" in caplog.text)
        await until(lambda: not house.sender._under_way)
        asked = len(house.api.called("sendMessage"))
        await asyncio.sleep(1.2)
        assert len(house.api.called("sendMessage")) - asked <= 3
        house.api.heal()
        # The few that were tried before it was known to be away have their back-off.
        house.clock.now += timedelta(seconds=3)
        await until(lambda: all(person.messages for person in people))
    assert "Telegram is back" in caplog.text
    async with house.database.read() as connection:
        rows = await connection.exec_driver_sql("SELECT attempts FROM outbox")
        assert max(rows.scalars()) <= 2, "a try while nobody could be reached is no attempt"


async def test_one_message_that_telegram_chokes_on_opens_nothing(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    people = [house.api.person(number) for number in range(1, 5)]
    house.api.fail("sendMessage", 500, "Internal Server Error", times=math.inf, chat_id=1)
    for person in people:
        await house.put(await house.subscribe(person.id), "one", "two", "three")
    await house.deliver()
    assert [len(person.messages) for person in people] == [0, 3, 3, 3]
    assert "cannot be reached" not in caplog.text


@pytest.mark.parametrize("refusal", ["WEBPAGE_CURL_FAILED", "Wrong HTTP URL specified", "MEDIA_EMPTY"])
async def test_a_picture_that_telegram_refuses_never_costs_the_text(house: House, refusal: str) -> None:
    reader = house.api.person(7)
    subscriber = await house.subscribe(7)
    part = outbox.Draft("<b>news</b>", "news", KEYBOARD, "https://a.kz/1")
    async with house.database.transaction() as connection:
        await outbox.add(connection, subscriber.id, [part], now=house.clock.now)
    house.api.fail("sendMessage", 400, f"Bad Request: {refusal}")
    await house.deliver()
    assert texts(reader.chat) == ["news"]
    assert reader.last.labels == ("Ещё",)
    assert reader.last.entities
    assert house.api.called("sendMessage")[-1].structure("link_preview_options") == {"is_disabled": True}
    assert await house.counts() == {"sent": 1}
