"""Takes the pictures of docs/reader.md, stories.md and operating.md anew: `make pictures`. Photographs the demo."""

import asyncio
import base64
import itertools
import logging
import sys
import tempfile
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

import aiohttp

from bot import texts
from bot.crawler import ingest
from bot.demo import chat_page, demo
from bot.demo.chat_page import MOST_READERS
from bot.demo.clock import FastClock
from bot.demo.demo import Demo
from bot.demo.telegram.chats import Chat
from bot.demo.telegram.people import Person
from bot.jobs import breaking_news, corrections
from bot.operator.page.page import ROOT
from parsers.article import Article
from storage.operator import browsing
from storage.stories.clustering import features

FOLDER: Final = Path(__file__).parent
READER, FRIEND = 1001, 78  # the first reader of the chat page
WIDTH: Final = 430
# For what the bot does by itself, and for the browser: neither tells us when it is done.
PATIENCE: Final = 60.0
SETTLING: Final = 2.0
# What three publishers write, each in its own words: a copy would confirm nothing.
BLAST: Final = {
    "stepnoy-vestnik.example": (
        "Взрыв газа повредил 12 квартир в Караганде",
        "Жильцов дома в Майкудуке эвакуировали, пострадавших нет, сообщили в МЧС.",
    ),
    "alatau-times.example": (
        "В Караганде в жилом доме взорвался газ",
        "Спасатели вывели из девятиэтажки в Майкудуке сорок человек. Взрыв газа произошел утром.",
    ),
    "zakon.kz": (
        "Взрыв газа в девятиэтажке Караганды: жильцов эвакуировали",
        "Газ взорвался на третьем этаже дома в Майкудуке. Караганда отправила на место психологов.",
    ),
}


class Album:
    """A demo, its reader, and the pictures of their chat."""

    def __init__(self, playing: Demo, browser: "Browser") -> None:
        self.demo, self.browser = playing, browser
        self.reader: Person = playing.api.person(READER, "Айгерим", "ru", started=False)
        self.friend: Person = playing.api.person(FRIEND, "Данияр", "ru")

    def clear(self) -> None:
        """Begin a picture with an empty chat."""
        chat = self._shown
        for message in list(chat.messages.values()):
            self.demo.api.messenger.delete(message)

    @property
    def _shown(self) -> Chat:
        return self.demo.api.messenger.chats[READER]

    async def until(self, happened: Callable[[], bool]) -> None:
        """Wait for what the bot does by itself."""
        async with asyncio.timeout(PATIENCE):
            while not happened():  # noqa: ASYNC110 - as said above
                await asyncio.sleep(0.1)
        await asyncio.sleep(0.5)

    async def take(self, name: str, height: int, chat: str = "") -> None:
        """Photograph the reader's own chat, or the group or channel of the page."""
        path = FOLDER / f"reader-{name}.png"
        path.write_bytes(await self.browser.photograph(f"{self.demo.api.url}/?reader=1&chat={chat}", height))
        print(f"{path.name}: {path.stat().st_size // 1024} KB")  # noqa: T201 - this is what it is run for

    # The pictures, in the order of the guide; each begins where the one before has ended.

    async def onboarding(self) -> None:
        """Three taps."""
        reader = self.reader
        await reader.say("/start")
        await self.take("start", 930)
        await reader.tap("Происшествия")
        await reader.tap("Экономика")
        await reader.tap("Готово")
        await self.take("time", 600)
        await reader.tap("08:00")
        await self.until(lambda: "Первая сводка" in self._texts() and "На ваши темы" in self._texts())
        await self.take("digest", 1130)

    async def card(self) -> None:
        """A story's card."""
        await self.reader.tap("1")
        await self.take("card", 640)
        await self.reader.tap("Сохранить")

    async def topics(self) -> None:
        """A topic tried before it is followed, a mistake explained, mutes."""
        self.clear()
        await self.reader.say("нацбанк OR (ставка AND банк)")
        await self.take("trial", 560)
        await self.reader.tap("Следить")
        self.clear()
        await self.reader.say("/follow (банк AND")
        await self.reader.say("/mute футбол")
        await self.take("mistake", 560)

    async def finding(self) -> None:
        """/search, an address by itself, /saved."""
        self.clear()
        await self.reader.say("/search снегопад")
        found = self.reader.last.links[0]
        await self.take("search", 480)
        self.clear()
        await self.reader.say(found)
        await self.take("why", 600)
        self.clear()
        await self.reader.say("/saved")
        await self.take("saved", 330)

    async def settings(self) -> None:
        """/settings, the look of digests, quiet hours, holidays."""
        self.clear()
        await self.reader.say("/settings")
        await self.take("settings", 820)
        await self.reader.tap("Вид и язык")
        await self.reader.tap("Вид сводки")
        await self.take("preferences", 800)
        self.clear()
        await self.reader.say("/schedule будни 8:00 19:30; по праздникам 11:00")
        await self.reader.say("/quiet с 23 до 7")
        await self.take("schedule", 820)
        self.clear()
        await self.reader.say("/holidays")
        await self.take("holidays", 640)

    async def channels(self) -> None:
        """A story of sites and channels; a channel that is shown before it is read."""
        self.clear()
        await self.reader.say("/start")
        await self.reader.say("/follow землетрясение")
        self.clear()
        await self.reader.say("/digest")
        await self.until(lambda: "землетрясение" in self._texts() and "Прочитан" in self._texts())
        number = next(
            line.partition(".")[0] for line in self._texts().splitlines() if "землетрясение" in line and "." in line
        )
        await self.take("channels", 480)
        await self.reader.tap(number)
        self._shown.messages = {self.reader.last.id: self.reader.last}
        await self.take("channels-card", 1000)
        self.clear()
        await self.reader.say("@alatau_roads")
        await self.until(lambda: "Читать этот канал?" in self._texts())
        await self.take("channel", 590)

    async def breaking(self) -> None:
        """Breaking news, and its headline corrected."""
        self.clear()
        reader = self.reader
        await reader.say("/quiet off")
        await reader.say("/follow взрыв")
        await reader.say("/settings")
        await reader.tap("Вид и язык")
        await reader.tap("Вид сводки")
        await reader.tap("prefer:breaking:on")
        self.clear()
        for site, (title, lead) in BLAST.items():
            await self._write(site, title, lead)
        app = self.demo.application
        await breaking_news.tell_breaking(app.database, app.clock, wake=app.sender.wake)
        await self.until(lambda: "Караганде" in self._texts())
        await self.take("breaking", 470)
        for site, (title, lead) in BLAST.items():
            await self._write(site, title.replace("12", "16"), lead)
        await corrections.put_right(app.database, now=app.clock(), wake=app.sender.wake)
        await self.until(lambda: "16" in self._texts())
        await self.take("correction", 470)

    async def group(self) -> None:
        """A group: a member is refused, an admin obeyed."""
        await self.browser.open(f"{self.demo.api.url}/?reader=1&chat=group")  # whoever opens it has made it
        group = self.demo.api.messenger.chats[chat_page.PLACES["group"][0]]
        group.people[self.friend.id] = "member"
        for person in (self.friend, self.reader):
            await person.say("/follow Китай", chat=group)
        await self.take("group", 800, "group")

    async def editor(self) -> None:
        """A channel's digest comes to its admin first, who leaves a story out and posts it."""
        await self.browser.open(f"{self.demo.api.url}/?reader=1&chat=channel")
        self.clear()
        reader = self.reader
        await reader.say("/channel @gorod_demo")
        await reader.say("/signature Новости города, @gorod_demo")
        await reader.say("/settings")
        await reader.tap("Публикация")
        await reader.tap("Сначала показать мне")
        self.clear()
        await reader.say("/settings")
        await self.take("channel-settings", 560)
        self.clear()
        await reader.say("/schedule 8:00")
        await self.until(lambda: "ждёт вас" in self._texts())
        await reader.tap("Править")
        await reader.tap("✕ Убрать")
        self._shown.messages = {reader.last.id: reader.last}
        await self.take("editor", 760)
        await reader.tap("Готово")
        await reader.tap("Опубликовать")
        channel = self.demo.api.messenger.chats[chat_page.PLACES["channel"][0]]
        await self.until(lambda: bool(channel.from_bot()))
        await self.take("channel-post", 900, "channel")

    async def carrying(self) -> None:
        """/export and /import."""
        self.clear()
        await self.reader.say("/export")
        document = self.reader.last.attachment["document"]
        assert isinstance(document, dict)  # noqa: S101 - what the bot sent
        name, content = self.demo.api.messenger.files[str(document["file_id"])]
        await self.reader.send_document(name, content)
        await self.take("import", 620)

    async def story(self) -> None:
        """One story as it grows: told by four, then by a fifth; its history."""
        self.clear()
        await self.reader.say("/start")
        await self.reader.say("/follow Нацбанк")
        self.clear()
        await self.reader.say("/digest")
        await self.until(lambda: "zakon.kz и ещё 3" in self._texts())
        clock = self.demo.clock
        clock.leap(clock() + timedelta(minutes=15))
        await self.demo.application.crawler.crawl()
        self.clear()
        await self.reader.say("/digest")
        await self.until(lambda: "Развитие: +1 источник" in self._texts())
        await self.take("growing", 600)
        lines = self._texts().splitlines()
        number = next(line.partition(".")[0] for line in lines if ". Нацбанк сохранил" in line)
        await self.reader.tap(number)
        self._shown.messages = {self.reader.last.id: self.reader.last}
        await self.take("timeline", 1090)

    async def operator(self) -> None:
        """The operator's page: the day at a glance, and a story of many sources in dark colours."""
        async with demo.operator_page(self.demo) as page:
            await self.browser.open(page.link("ru"))
            await self.browser.run("document.querySelector('button.main').click()")
            await asyncio.sleep(SETTLING)
            for name, path, height, scheme in (
                ("today", "/", 1500, "light"),
                ("story-dark", f"/stories/{await self._widest_story()}", 1100, "dark"),
            ):
                file = FOLDER / f"operator-{name}.png"
                file.write_bytes(await self.browser.photograph(f"{page.address}{ROOT}{path}", height, scheme=scheme))
                print(f"{file.name}: {file.stat().st_size // 1024} KB")  # noqa: T201 - as above

    async def status(self) -> None:
        """What the operator reads in their chat."""
        operator = self.demo.api.person(demo.OPERATOR, "Оператор", "ru")
        await operator.say("/status")
        path = FOLDER / "operator-status.png"
        address = f"{self.demo.api.url}/?reader={MOST_READERS}"
        path.write_bytes(await self.browser.photograph(address, 620))
        print(f"{path.name}: {path.stat().st_size // 1024} KB")  # noqa: T201 - as above

    async def _widest_story(self) -> int:
        async with self.demo.application.database.read() as connection:
            return max(await browsing.recent(connection), key=lambda story: story.sources).id

    def _texts(self) -> str:
        return "\n".join(message.text for message in self._shown.from_bot())

    async def _write(self, site: str, title: str, lead: str) -> None:
        now = self.demo.clock()
        article = Article(
            url=f"https://{site}/blast", site=site, site_id="blast", title=title, language="ru", published_at=now,
            lead=lead,
        )  # fmt: skip
        extracted = features.extract(article)
        await ingest.save(self.demo.application.database, article, extracted, found_at=article.url, now=now)


class Browser:
    """Chromium without a window, spoken to by its DevTools protocol."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self._socket = socket
        self._ids = itertools.count(1)

    async def open(self, url: str) -> None:
        """Go to a page, and wait until it has settled."""
        await self._do("Page.navigate", url=url)
        await asyncio.sleep(SETTLING)

    async def run(self, script: str) -> None:
        """Run a script on the page."""
        await self._do("Runtime.evaluate", expression=script)

    async def photograph(self, url: str, height: int, *, scheme: str = "light") -> bytes:
        """Open a page anew and return it as a PNG."""
        size = {"width": WIDTH, "height": height, "deviceScaleFactor": 1, "mobile": True}
        await self._do("Emulation.setDeviceMetricsOverride", **size)
        await self._do("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])
        await self.open(url)
        shot = await self._do("Page.captureScreenshot", format="png")
        return base64.b64decode(shot["data"])

    async def _do(self, method: str, **parameters: object) -> dict[str, Any]:
        number = next(self._ids)
        await self._socket.send_json({"id": number, "method": method, "params": parameters})
        async with asyncio.timeout(PATIENCE):
            while (answer := await self._socket.receive_json()).get("id") != number:
                pass
        if "error" in answer:
            raise SystemExit(f"Chromium: {answer['error']}")
        result: dict[str, Any] = answer["result"]
        return result


@asynccontextmanager
async def open_browser() -> AsyncIterator[Browser]:
    """Start Chromium and end it."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        process = await asyncio.create_subprocess_exec(
            "chromium", "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--no-first-run",
            "--disable-background-networking", "--disable-component-update", "--disable-sync",
            "--remote-debugging-port=0", f"--user-data-dir={profile}", "about:blank",
            stderr=asyncio.subprocess.PIPE,
        )  # fmt: skip
        assert process.stderr is not None  # noqa: S101 - asked for just now
        try:
            async with asyncio.timeout(PATIENCE):
                while not (line := (await process.stderr.readline()).decode()).startswith("DevTools listening on"):
                    pass
            host = urlsplit(line.split()[-1]).netloc
            async with aiohttp.ClientSession() as session:
                async with session.get(f"http://{host}/json") as answer:
                    pages = await answer.json()
                address = next(page["webSocketDebuggerUrl"] for page in pages if page["type"] == "page")
                async with session.ws_connect(address, max_msg_size=0) as socket:
                    yield Browser(socket)
        finally:
            process.terminate()
            await process.wait()


async def main(wanted: Sequence[str]) -> None:
    """Play and photograph: everything, or the scenes that are named."""
    logging.getLogger("apscheduler").setLevel(logging.ERROR)
    texts.for_language("ru")
    stop, clock = asyncio.Event(), FastClock(demo.morning(datetime.now(UTC)))
    async with (
        open_browser() as browser,
        demo.open_demo(clock, hurried=True, operator=demo.OPERATOR) as playing,
        asyncio.TaskGroup() as running,
    ):
        await playing.application.crawler.crawl()
        clock.leap(clock() + timedelta(minutes=1))
        running.create_task(playing.application.run(stop, long_poll=2))
        album = Album(playing, browser)
        try:
            for scene in (
                album.onboarding, album.card, album.topics, album.finding, album.settings, album.channels,
                album.breaking, album.group, album.carrying, album.story, album.editor, album.operator, album.status,
            ):  # fmt: skip
                if not wanted or scene.__name__ in wanted:
                    await scene()
        finally:
            stop.set()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1:]))
