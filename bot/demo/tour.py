"""`svodka demo --tour`: a conversation played through the whole real application, each step checked as it happens."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import ClassVar, TypeAlias

from rich.console import Console

from bot import texts
from bot.demo import demo, terminal
from bot.demo.clock import FastClock
from bot.demo.demo import Demo
from bot.demo.newsroom.articles import ZONE
from bot.demo.telegram.chats import Sent
from bot.demo.telegram.people import Person
from storage.articles import articles
from storage.digests import digests
from storage.model import ReadingTotals, Receipt, Subscriber, SubscriberState
from storage.subscribers import subscribers

# A loaded machine starts a worker in twenty seconds.
PATIENCE = 90.0
# A step waits for several things, each with its patience; whatever else it may wait for, it ends.
STEP_SECONDS = 240.0
SEED = "china-visit"  # the story of the page we were given as the first example
READER = 77
LONDON = (51.507, -0.128)
Step: TypeAlias = tuple[str, Callable[[], Awaitable[None]]]


class TourError(Exception):
    """A step did not happen; says what was expected."""


async def play(console: Console, kind: "type[Tour] | None" = None) -> int:
    """Play a tour, the newcomer's by default; return 0 if each step happened, 1 with the step that did not."""
    logging.getLogger("apscheduler").setLevel(logging.ERROR)  # its remarks would stand between the messages
    began = time.monotonic()
    stop = asyncio.Event()
    # At its own speed the clock stands still for a conversation; the tour moves it.
    clock = FastClock(demo.morning(datetime.now(UTC)))
    async with (
        demo.open_demo(clock, hurried=True, operator=(kind or Tour).operator) as playing,
        asyncio.TaskGroup() as group,
    ):
        group.create_task(playing.application.run(stop, long_poll=2))
        try:
            problem = await (kind or Tour)(playing, console).problem()
        finally:
            stop.set()
    spent = time.monotonic() - began
    if problem:
        console.print(f"\n[bold red]✗ {problem}[/] ({spent:.0f} s)")
        return 1
    console.print(f"\n[bold green]✓ Every step happened[/] ({spent:.0f} s)")
    return 0


class Tour:
    """The conversation of one reader; `console` shows it. `operator` is the operator's chat, if the tour has one."""

    operator: ClassVar[int | None] = None

    def __init__(self, playing: Demo, console: Console) -> None:
        self._demo, self._console = playing, console
        self._reader: Person = playing.api.person(READER, "Айгерим", "ru", started=False)
        self._shown: dict[int, Sent] = {}
        self._toasts = 0
        self._began = playing.clock()
        self._digests: list[Sent] = []
        self._told: set[int] = set()
        self._ru, self._kk = texts.for_language("ru"), texts.for_language("kk")

    async def problem(self) -> str:
        """Play all steps; return "" or what went wrong."""
        for number, (title, step) in enumerate(self.steps(), start=1):
            self._console.rule(f"[bold]{number}. {title}", align="left", style="dim")
            try:
                async with asyncio.timeout(STEP_SECONDS):
                    await step()
            except (TourError, LookupError, TimeoutError) as error:
                return f"{title}: {str(error) or f'it took longer than {PATIENCE:.0f} s to happen'}"
        return ""

    # Steps

    def steps(self) -> tuple[Step, ...]:
        """Name the steps, in order."""
        return (
            ("Бот читает издания", self._read),
            ("Три нажатия до первой сводки", self._meet),
            ("Тема — слово в любой форме", self._follow),
            ("Любая минута, любые дни; ошибка объяснена", self._schedule),
            ("Сводка по расписанию: только новое", self._scheduled),
            ("Больше рассказывать нечего", self._nothing_new),
            ("Другой город, другой язык", self._settle),
            ("Пауза и возвращение", self._pause),
            ("Забыть всё", self._delete),
        )

    async def _read(self) -> None:
        count = await self._all_read()
        houses = len(self._demo.newsroom.publishers)
        channels = len(self._demo.newsroom.channels())
        self._tell(
            f"Изданий: {houses}, каналов: {channels}. Статей прочитано: {count.articles}. Сюжетов: {count.stories}."
        )
        self._check(count.stories < count.articles, "some articles of several publishers to become one story")

    async def _meet(self) -> None:
        await self._say("/start")
        await self._tap("Алматинская область")
        await self._tap(self._ru.plain("button-done"))
        await self._tap("08:00")
        await self._digest()
        block = self._seed_block()
        sites = {publisher.name for publisher in self._demo.newsroom.publishers if publisher.name in block}
        self._check(len(sites) >= 2, f"the story to name two sources or more, not {sorted(sites)}")

    async def _follow(self) -> None:
        await self._say("/follow снегопад")
        self._check("снегопад" in self._last.text.lower(), "the topic to be confirmed")
        await self._say("/topics")
        self._check("Алматинская область" in self._last.text, "both topics to be listed")
        await self._say("/follow")
        await self._say("/unfollow футбол")

    async def _schedule(self) -> None:
        await self._say("/schedule 25:99")
        self._check(self._last.text != "", "an explanation")
        await self._say("/schedule 8:00, 20:30")
        due = await self._due()
        self._check(due is not None and f"{due:%H:%M}" == "03:00", f"the next digest to be due at 08:00, not {due}")

    async def _scheduled(self) -> None:
        self._demo.clock.leap(self._demo.clock() + timedelta(minutes=15))
        count = await self._all_read()
        self._tell(
            f"Часы переведены на {self._hour()}. За это время вышли новые статьи, всего их теперь {count.articles}."
        )
        due = await self._due()
        self._check(due is not None, "a digest to be scheduled")
        self._demo.clock.leap(due or self._demo.clock())
        before = len(self._digests)
        await self._digest()
        new = "\n".join(message.text for message in self._digests[before:])
        self._check("08:00" in new.split("\n")[0], "the digest to name its slot")
        older, newer = self._titles()
        self._check(any(title in new for title in newer), "the digest to tell what came out since the first one")
        # An old headline stands there only for what has been added to it.
        fresh = "\n\n".join(block for block in new.split("\n\n") if not _develops(block))
        repeated = [title for title in older if title in fresh]
        self._check(not repeated, f"nothing old in the digest, not {repeated}")
        self._seed_block()

    async def _nothing_new(self) -> None:
        await self._say("/digest")
        self._check(await self._receipt() is None, "no digest where there is nothing new")
        await self._say("/deliveries")

    async def _settle(self) -> None:
        before = await self._due()
        await self._share(*LONDON, "Лондон")
        self._check(await self._due() != before, "the next digest to move with the zone")
        await self._say("/language")
        await self._tap(self._kk.plain("language-name"))
        self._check(self._kk.plain("language-set") in self._last.text, "the bot to answer in Kazakh")

    async def _pause(self) -> None:
        await self._say("/pause 3 күн")
        self._check(await self._state() is SubscriberState.PAUSED, "digests to be paused")
        await self._say("/resume")
        self._check(await self._state() is SubscriberState.ACTIVE, "digests to come again")

    async def _delete(self) -> None:
        await self._say("/delete")
        await self._tap(self._kk.plain("button-delete-yes"))
        self._check(await self._subscriber() is None, "nothing about the reader to be left")

    # Acting

    async def _say(self, text: str) -> None:
        terminal.said(self._console, text)
        await self._reader.say(text)
        self._show()

    async def _tap(self, label: str) -> None:
        terminal.tapped(self._console, label)
        await self._reader.tap(label)
        self._show()

    async def _share(self, latitude: float, longitude: float, name: str) -> None:
        terminal.said(self._console, f"📍 {name}")
        await self._reader.share_location(latitude, longitude)
        self._show()

    async def _digest(self) -> None:
        """Wait until a digest has arrived whole, and show it."""
        async with asyncio.timeout(PATIENCE):  # the sender knows nothing of us to wake us
            while (receipt := await self._receipt()) is None or not receipt.parts or receipt.sent < receipt.parts:  # noqa: ASYNC110 - as above
                await asyncio.sleep(0.1)
        self._told.add(receipt.digest_id)
        self._digests += self._reader.messages[-receipt.parts :]
        self._show()

    async def _receipt(self) -> Receipt | None:
        """Return the newest digest's receipt, unless it has been dealt with."""
        subscriber = await self._subscriber()
        if subscriber is None:
            return None
        async with self._demo.application.database.read() as connection:
            found = await digests.receipts(connection, subscriber.id, 1)
        return next((receipt for receipt in found if receipt.digest_id not in self._told), None)

    def _show(self) -> None:
        """Print what is new or changed, and what taps were answered with."""
        for toast in self._reader.toasts[self._toasts :]:
            if toast.text:
                terminal.noted(self._console, toast.text)
        self._toasts = len(self._reader.toasts)
        for message in self._reader.messages:
            before = self._shown.get(message.id)
            if before != message:
                self._shown[message.id] = message
                same_text = before is not None and before.text == message.text
                terminal.received(self._console, message, buttons_only=same_text)

    def _tell(self, text: str) -> None:
        self._console.print(f"  {text}", highlight=False)

    # Looking

    @property
    def _last(self) -> Sent:
        return self._reader.last

    def _check(self, happened: bool, expected: str) -> None:
        if not happened:
            raise TourError(f"expected {expected}")

    def _hour(self) -> str:
        return f"{self._demo.clock().astimezone(ZONE):%H:%M}"

    async def _subscriber(self) -> Subscriber | None:
        async with self._demo.application.database.read() as connection:
            return await subscribers.get(connection, READER)

    async def _due(self) -> datetime | None:
        subscriber = await self._subscriber()
        return subscriber.next_due_at if subscriber else None

    async def _state(self) -> SubscriberState | None:
        subscriber = await self._subscriber()
        return subscriber.state if subscriber else None

    async def _all_read(self) -> ReadingTotals:
        """Wait until everything that is out has been read; return how much that is."""
        out = self._demo.newsroom.addresses(self._demo.clock())
        async with asyncio.timeout(PATIENCE):
            while len(await self._known(out)) < len(out):  # noqa: ASYNC110 - nor does the crawler
                await asyncio.sleep(0.1)
        return await self._reading()

    async def _known(self, addresses: Sequence[str]) -> set[str]:
        async with self._demo.application.database.read() as connection:
            return await articles.known(connection, addresses)

    async def _reading(self) -> ReadingTotals:
        now = self._demo.clock()
        async with self._demo.application.database.read() as connection:
            return await articles.reading(connection, now - timedelta(days=3), now + timedelta(minutes=1))

    def _titles(self) -> tuple[list[str], list[str]]:
        """Return the headlines that were out when the demo began, and the others."""
        everything = [one for publisher in self._demo.newsroom.publishers for one in publisher.articles]
        old = [one.title for one in everything if one.published_at <= self._began]
        return old, [one.title for one in everything if one.published_at > self._began]

    def _entry(self, title: str) -> str:
        """Return what the newest digest tells under a headline."""
        blocks = [block for block in self._digests[-1].text.split("\n\n") if title in block]
        self._check(len(blocks) == 1, f"“{title}” once in the digest, not {len(blocks)} times")
        return blocks[0]

    def _seed_block(self) -> str:
        """Return the only place in all digests that tells the seed's story."""
        publishers = self._demo.newsroom.publishers
        titles = [one.title for publisher in publishers for one in publisher.articles if one.story == SEED]
        blocks = [block for digest in self._digests for block in digest.text.split("\n\n")]
        telling = [block for block in blocks if any(title in block for title in titles)]
        self._check(len(telling) == 1, f"the seed's story exactly once in all digests, not {len(telling)} times")
        return telling[0]


def _develops(block: str) -> bool:
    return any(word in block for word in ("Развитие: +", "Продолжение"))
