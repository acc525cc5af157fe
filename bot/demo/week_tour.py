"""`svodka demo --tour week`: a reader's first week, a day a step, through the whole application."""

import asyncio
from datetime import datetime, timedelta
from typing import Final

from rich.console import Console

from bot.demo import terminal
from bot.demo.demo import Demo
from bot.demo.newsroom.articles import ZONE
from bot.demo.telegram.chats import Sent
from bot.demo.telegram.people import Person
from bot.demo.tour import PATIENCE, Step, Tour
from bot.jobs import breaking_news

WEEKLY: Final = 79
_WEEKDAYS: Final = ("пн", "вт", "ср", "чт", "пт", "сб", "вс")


class WeekTour(Tour):
    """The week of a reader who ticked two rubrics, and of another who wants one digest a week."""

    def __init__(self, playing: Demo, console: Console) -> None:
        super().__init__(playing, console)
        self._weekly: Person = playing.api.person(WEEKLY, "Данияр", "ru")

    def steps(self) -> tuple[Step, ...]:
        """Name the steps, in order."""
        return (
            ("Бот читает издания", self._read),
            ("Первая минута: рубрики вместо слов, четыре нажатия", self._begin),
            ("Второй читатель: раз в неделю", self._begin_weekly),
            ("День 1, утро: новое, каждая новость один раз", self._first_morning),
            ("День 1, вечер: развитие утренней новости", self._first_evening),
            ("День 3: тихое утро, сводки нет, и это сказано", self._quiet_morning),
            ("День 4: срочное от трёх изданий", self._breaking),
            ("День 6: неделя целиком", self._week),
        )

    async def _begin(self) -> None:
        taps = 0
        await self._say("/start")
        for label in ("Происшествия", "Экономика", "Готово", "08:00 + 19:00"):
            await self._tap(self._ru.plain("button-done") if label == "Готово" else label)
            taps += 1
        await self._digest()
        self._check(taps <= 4, "four taps at most")
        text = self._digests[-1].text
        self._check("▪ Происшествия" in text or "▪ Экономика" in text, "the rubrics to head their stories")
        self._check("Цифры внизу" in text, "the first digest to say what its numbers do")
        self._check("На ваши темы — " in text, "an account of what was read")

    async def _begin_weekly(self) -> None:
        await self._weekly.say("/start")
        await self._weekly.tap("Происшествия")
        day = _WEEKDAYS[(self._began + timedelta(days=6)).astimezone(ZONE).weekday()]
        await self._weekly.say(f"/schedule {day} 10:00")
        self._tell(f"Раз в неделю: {day} 10:00.")

    async def _first_morning(self) -> None:
        await self._on_time(1, 8)
        text = self._digests[-1].text
        titles = ("Лавина сошла на дорогу", "накрыла лавина", "Лавина перекрыла")
        told = [block for block in text.split("\n\n") if any(title in block for title in titles)]
        self._check(len(told) == 1, f"one entry for three publishers' avalanche, not {len(told)}")

    async def _first_evening(self) -> None:
        await self._on_time(1, 19)
        text = self._digests[-1].text
        self._check("Экскаваторы вывезли" in text, "the evening to tell what became of the morning's avalanche")

    async def _quiet_morning(self) -> None:
        await self._on_time(2, 8)
        self._check("на 9 процентов" in self._digests[-1].text, "the price of heating to be told the day before")
        await self._on_time(2, 19, expected=False)
        await self._on_time(3, 8, expected=False)
        await self._say("/digest")
        self._check("Нового по вашим темам нет" in self._last.text, "to be told that nothing is new")
        # A slot that had nothing to tell is a digest without messages.
        receipt = await self._receipt()
        self._check(receipt is None or not receipt.parts, "no digest where there is nothing new")

    async def _breaking(self) -> None:
        await self._say("/settings")
        await self._tap(self._ru.plain("button-group-look"))
        await self._tap(self._ru.plain("button-preferences"))
        await self._tap(self._ru.plain("button-breaking-on"))
        await self._on_time(3, 19, expected=False)
        await self._on_time(4, 8, expected=False)
        await self._leap(4, 12, 35)
        app = self._demo.application
        await breaking_news.tell_breaking(app.database, app.clock, wake=app.sender.wake)
        urgent = await self._until("Срочно по вашим темам", self._reader)
        self._show()
        self._check("Актобе" in urgent.text, "the derailed train to interrupt")

    async def _week(self) -> None:
        await self._leap(6, 9, 58)
        before = len(self._weekly.messages)
        self._demo.clock.leap(self._moment(6, 10, 0))
        week = await self._until("Неделя · ", self._weekly, after=before)
        terminal.received(self._console, week)
        self._check("Медеу" in week.text, "the avalanche of six days ago to be in the week")
        self._check("Актобе" in week.text, "the train to be in the week")

    async def _leap(self, day: int, hour: int, minute: int) -> None:
        """Go to an hour of a day of the week, and have read what is out by then."""
        self._demo.clock.leap(self._moment(day, hour, minute))
        await self._all_read()
        self._tell(f"День {day}, {self._hour()}.")

    def _moment(self, day: int, hour: int, minute: int) -> datetime:
        start = self._began.astimezone(ZONE) + timedelta(days=day)
        return start.replace(hour=hour, minute=minute, second=0, microsecond=0)

    async def _on_time(self, day: int, hour: int, *, expected: bool = True) -> None:
        """Have read what comes before a slot, then let it come due."""
        slot = self._moment(day, hour, 0)
        await self._leap(*self._before(slot, day))
        self._demo.clock.leap(slot)
        if expected:
            await self._digest()
            return
        async with asyncio.timeout(PATIENCE):
            while (due := await self._due()) is None or due <= slot:  # noqa: ASYNC110 - the job knows nothing of us
                await asyncio.sleep(0.1)

    def _before(self, slot: datetime, day: int) -> tuple[int, int, int]:
        earlier = slot - timedelta(minutes=2)
        return day, earlier.hour, earlier.minute

    async def _until(self, words: str, person: Person, *, after: int = 0) -> Sent:
        """Wait for a message that begins with some words, behind the first `after` messages."""
        async with asyncio.timeout(PATIENCE):
            while True:
                found = [message for message in person.messages[after:] if message.text.startswith(words)]
                if found:
                    return found[-1]
                await asyncio.sleep(0.1)
