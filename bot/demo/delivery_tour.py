"""`svodka demo --tour delivery`: a morning on which everything goes wrong, and what becomes of each digest."""

import asyncio
import math
from datetime import datetime, timedelta

from rich.console import Console

from bot.demo import terminal
from bot.demo.demo import Demo
from bot.demo.telegram.people import Person
from bot.demo.tour import PATIENCE, Step, Tour
from bot.jobs import removed_zones
from storage.digests import digests
from storage.model import Receipt, SubscriberState
from storage.subscribers import subscribers

TOPICS = ("Алматинская область", "снегопад", "Нацбанк")
FLOODED, UNSURE, GONE, STRIPPED, GATEWAY = range(201, 206)
QUIET_ONES = range(206, 221)
AWAY = timedelta(minutes=12)
REMOVED = "Asia/Qapshagay"


class DeliveryTour(Tour):
    """Twenty-one readers who all get their digest at eight, and what happens to them."""

    def __init__(self, playing: Demo, console: Console) -> None:
        super().__init__(playing, console)
        ids = (FLOODED, UNSURE, GONE, STRIPPED, GATEWAY, *QUIET_ONES)
        self._crowd: dict[int, Person] = {each: playing.api.person(each, f"Читатель {each}", "ru") for each in ids}

    def steps(self) -> tuple[Step, ...]:
        """Name the steps, in order."""
        return (
            ("Бот читает издания", self._read),
            ("Двадцать один читатель, у всех сводка в 08:00", self._gather),
            ("В 08:00 Telegram недоступен", self._outage),
            ("Telegram вернулся, и дальше всё идёт не так", self._accidents),
            ("Что сказано читателям: /deliveries", self._receipts),
            ("Что стало с каждой сводкой", self._ledger),
            ("Часового пояса больше нет", self._zone),
        )

    async def _gather(self) -> None:
        self._reader.chat.started = True
        for person in self._everybody:
            for topic in TOPICS:
                await person.say(f"/follow {topic}")
            await person.say("/schedule 8:00")
        await self._digest()
        await self._until_settled()
        self._demo.clock.leap(self._demo.clock() + timedelta(minutes=15))
        count = await self._all_read()
        self._tell(f"Первую сводку получили все. Вышли новые статьи, всего их теперь {count.articles}.")
        due = await self._due()
        self._check(due is not None and f"{due:%H:%M}" == "03:00", f"digests to be due at 08:00, not {due}")

    async def _outage(self) -> None:
        self._demo.api.fail("sendMessage", drop=True, times=math.inf)
        due = await self._due()
        self._demo.clock.leap(due or self._demo.clock())
        asked = len(self._demo.api.called("sendMessage"))
        async with asyncio.timeout(PATIENCE):
            # What is not composed by then would be late for that, and not for Telegram's sake.
            while (  # noqa: ASYNC110 - nobody wakes us
                len(self._demo.api.called("sendMessage")) < asked + 5 or not await self._all_composed(due)
            ):
                await asyncio.sleep(0.05)
        self._demo.clock.leap(self._demo.clock() + AWAY)
        tried = len(self._demo.api.called("sendMessage")) - asked
        self._tell(f"Сводок ждёт отправки: {len(self._crowd) + 1}. Попыток за это время: {tried}: одна за всех.")
        self._check(not any(map(_digests, self._everybody)), "nobody to have got anything")

    async def _accidents(self) -> None:
        api = self._demo.api
        api.heal()
        api.fail("sendMessage", 429, "Too Many Requests: retry after 30", retry_after=30, chat_id=FLOODED)
        # Telegram has taken it, and the connection ends before it says so.
        api.fail("sendMessage", accepted=True, drop=True, chat_id=UNSURE)
        await self._crowd[GONE].block()
        api.fail("sendMessage", 400, "Bad Request: can't parse entities: unsupported start tag", chat_id=STRIPPED)
        api.fail("sendMessage", 502, raw_html=True, chat_id=GATEWAY)
        receipts = await self._until_settled()
        for chat_id, what in (
            (FLOODED, "429, «подождите 30 секунд»: дождались"),
            (UNSURE, "ответ потерялся: отправлено ещё раз, и это посчитано"),
            (GONE, "заблокировал бота: больше не беспокоим, настройки целы"),
            (STRIPPED, "разметка не понравилась: пришло простым текстом"),
            (GATEWAY, "вместо ответа страница шлюза: отправлено ещё раз"),
        ):
            self._tell(f"Читатель {chat_id}: {what}. Сводок в чате: {_digests(self._crowd[chat_id])}.")
        for person in self._everybody:
            wanted = {UNSURE: 2, GONE: 0}.get(person.id, 1)
            self._check(_digests(person) == wanted, f"{person.first_name} to have {wanted}, not {_digests(person)}")
        self._check(len(receipts) == len(self._crowd) + 1, "a receipt for everybody")

    async def _receipts(self) -> None:
        # Of those that wait, one is tried at a time: whose was not, waited behind the others.
        for chat_id, words in ((UNSURE, "что-то могло прийти дважды"), (QUIET_ONES[0], "позже на")):
            (answer,) = await self._crowd[chat_id].say("/deliveries")
            terminal.received(self._console, answer)
            self._check(words in answer.text, f"“{words}” in the answer")

    async def _ledger(self) -> None:
        receipts = await self._all_receipts()
        sent = sum(receipt.sent == receipt.parts for receipt in receipts)
        lost = sum(bool(receipt.failed) for receipt in receipts)
        repeated = sum(bool(receipt.repeated) for receipt in receipts)
        self._tell(
            f"Составлено: {len(receipts)}. Доставлено: {sent}. Возможно, дважды: {repeated}. Не доставлено: {lost}."
        )
        self._tell("То же у оператора в терминале: svodka ledger, svodka ledger --late, svodka ledger --lost.")
        self._check((sent, lost) == (len(self._crowd), 1), "all but the one who left to have theirs")
        async with self._demo.application.database.read() as connection:
            gone = await subscribers.get(connection, GONE)
        self._check(gone is not None and gone.state is SubscriberState.SUSPENDED, "the one who left to be suspended")

    async def _zone(self) -> None:
        app = self._demo.application
        before = await self._due()
        subscriber = await self._subscriber()
        self._check(subscriber is not None, "the reader to be known")
        if subscriber is not None:
            async with app.database.transaction() as connection:
                await subscribers.set_zone(connection, subscriber.id, REMOVED, before)
        # As at a start with a newer tzdata.
        await removed_zones.replace_all(app.database, self._demo.clock)
        app.sender.wake()
        async with asyncio.timeout(PATIENCE):
            while REMOVED not in self._reader.last.text:  # noqa: ASYNC110 - nobody wakes us
                await asyncio.sleep(0.05)
        self._show()
        self._check(await self._due() == before, "the next digest to come when it would have come")
        await self._tap(self._ru.plain("button-timezone"))
        self._check("Нажмите на город" in self._last.text, "the cities to choose from")
        await self._tap(self._ru.plain("city-astana"))
        self._check("Астана" in self._last.text, "the city to be chosen")

    async def _until_settled(self) -> list[Receipt]:
        """Let time pass until nothing of the newest digests waits any more; return what became of them."""
        async with asyncio.timeout(PATIENCE):
            while not all(map(_settled, receipts := await self._all_receipts())):
                self._demo.clock.leap(self._demo.clock() + timedelta(seconds=2))
                await asyncio.sleep(0.1)
        return receipts

    async def _all_composed(self, due: datetime | None) -> bool:
        receipts = await self._all_receipts()
        return len(receipts) == len(self._everybody) and all(due is None or each.due_at >= due for each in receipts)

    @property
    def _everybody(self) -> tuple[Person, ...]:
        return (self._reader, *self._crowd.values())

    async def _all_receipts(self) -> list[Receipt]:
        """Return the newest receipt of everybody who has one."""
        found = []
        async with self._demo.application.database.read() as connection:
            for person in self._everybody:
                subscriber = await subscribers.get(connection, person.id)
                if subscriber is not None:
                    found += await digests.receipts(connection, subscriber.id, 1)
        return found


def _settled(receipt: Receipt) -> bool:
    return receipt.parts > 0 and receipt.sent + receipt.failed == receipt.parts


def _digests(person: Person) -> int:
    """Return how often a chat holds the beginning of the digest of eight o'clock."""
    return sum(message.text.startswith("Сводка на 08:00") for message in person.messages)
