"""`svodka demo --tour operator`: what an operator sees, orders and is told, through the whole application."""

import asyncio
import tempfile
from datetime import timedelta
from pathlib import Path
from typing import ClassVar

import aiohttp
from rich.console import Console

from bot.demo import terminal
from bot.demo.demo import Demo, operator_page
from bot.demo.telegram.people import Person
from bot.demo.tour import PATIENCE, READER, Step, Tour, TourError
from storage import backup

FRIEND, SPAMMER = 78, 79


class OperatorTour(Tour):
    """The conversation of an operator whose bot has two readers, one of whom is a nuisance."""

    operator: ClassVar[int | None] = READER

    def __init__(self, playing: Demo, console: Console) -> None:
        super().__init__(playing, console)
        self._friend: Person = playing.api.person(FRIEND, "Данияр", "ru")
        self._spammer: Person = playing.api.person(SPAMMER, "Спамер", "ru")

    def steps(self) -> tuple[Step, ...]:
        """Name the steps, in order."""
        return (
            ("Бот читает издания, у него появляются читатели", self._begin),
            ("Как дела: /status и /stats", self._ask),
            ("Всё на одной странице: ссылка из /page открывает её один раз", self._page),
            ("Чужой чат этих команд не знает", self._stranger),
            ("Сказать всем: посмотреть, выбрать кому, подтвердить, получить отчёт", self._broadcast),
            ("Не отвечать тому, кто мешает", self._ban),
            ("Копия базы не удалась: сказано раз, и раз, когда удалась", self._alert),
            ("Копия проверена и лежит на своём месте после восстановления", self._restore),
        )

    async def _begin(self) -> None:
        await self._read()
        for person in (self._reader, self._friend, self._spammer):
            await person.say("/start")
        self._show()

    async def _ask(self) -> None:
        await self._say("/status")
        self._check("Подписчики: 3" in self._last.text, "three subscribers to be counted")
        await self._say("/stats")
        self._check("Новых подписчиков: 3" in self._last.text, "three to have joined")

    async def _page(self) -> None:
        async with operator_page(self._demo) as page, aiohttp.ClientSession(cookie_jar=_jar()) as browser:
            await self._say("/page")
            link = self._last.links[0]
            form, sent_by = {"key": link.partition("key=")[2]}, {"Origin": page.address}
            async with browser.post(link.partition("?")[0], data=form, headers=sent_by) as answer:
                shown = await answer.text()
            self._check("Подписчики" in shown, "the link to open the page")
            async with browser.post(link.partition("?")[0], data=form, headers=sent_by) as answer:
                self._check(answer.status == 403, "the link to open nothing twice")
        self._tell("Открыта страница «Сегодня»; вторая попытка отклонена.")

    async def _stranger(self) -> None:
        (answer,) = await self._friend.say("/status")
        terminal.received(self._console, answer)
        self._check("Подписчики" not in answer.text, "another chat to be told nothing")

    async def _broadcast(self) -> None:
        await self._say("/broadcast Завтра с 9 до 10 бот будет недоступен.")
        await self._tap("Всем (3)")
        await self._tap("Отправить (3)")
        await self._until("Рассылка закончена", self._reader)
        self._check("Доставлено: 3" in self._reader.last.text, "all three to have got it")
        got = [message for message in self._friend.messages if "с 9 до 10" in message.text]
        self._check(len(got) == 1, f"a reader to get it once, not {len(got)} times")
        self._show()

    async def _ban(self) -> None:
        await self._say(f"/ban {SPAMMER} спам")
        self._check(await self._spammer.say("/help") == [], "the banned chat not to be answered")
        await self._say(f"/unban {SPAMMER}")
        self._check(bool(await self._spammer.say("/help")), "the chat to be answered again")

    async def _alert(self) -> None:
        app = self._demo.application
        folder = app.database.backups
        assert folder is not None  # noqa: S101 - the demo has a file
        await asyncio.to_thread(_in_the_way, folder)
        self._demo.clock.leap(self._demo.clock() + timedelta(days=2))
        await app.backups.write_if_due()
        await app.look()
        await self._until("Копия базы не сделана", self._reader)
        await asyncio.to_thread(_out_of_the_way, folder)
        await app.backups.write_if_due()
        for _ in range(2):
            await app.look()
            self._demo.clock.leap(self._demo.clock() + timedelta(minutes=3))
        await app.look()
        await self._until("Снова в порядке", self._reader)
        self._show()

    async def _restore(self) -> None:
        app = self._demo.application
        with tempfile.TemporaryDirectory(prefix="svodka-drill-") as name:
            copy, target = Path(name) / "copy.db", Path(name) / "restored.db"
            contents = await app.database.backup(copy)
            await asyncio.to_thread(backup.put_back, copy, target, now=self._demo.clock())
            restored = await asyncio.to_thread(backup.prove, target)
        self._tell(f"Подписчиков: {restored.subscribers}, сюжетов: {restored.stories}.")
        self._check(restored == contents, "all of the copy to be in its place")
        self._check(restored.subscribers == 3, "three subscribers to be in it")

    async def _until(self, words: str, person: Person) -> None:
        try:
            async with asyncio.timeout(PATIENCE):
                while not any(words in message.text for message in person.messages):  # noqa: ASYNC110 - nobody wakes us
                    await asyncio.sleep(0.1)
        except TimeoutError:
            raise TourError(f"expected to be told “{words}” within {PATIENCE:.0f} s") from None


def _jar() -> aiohttp.CookieJar:
    """Cookies of an address too."""
    return aiohttp.CookieJar(unsafe=True)


def _in_the_way(folder: Path) -> None:
    """Let a file stand where copies go."""
    if folder.exists():
        folder.rename(folder.with_suffix(".aside"))
    folder.write_text("in the way", encoding="utf-8")


def _out_of_the_way(folder: Path) -> None:
    folder.unlink()
    aside = folder.with_suffix(".aside")
    if aside.exists():
        aside.rename(folder)
