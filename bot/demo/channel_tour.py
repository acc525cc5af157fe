"""`svodka demo --tour channel`: a channel of one's own, from its first admin to a reader who takes its digest along."""

import asyncio
import re
from datetime import datetime, timedelta

from rich.console import Console

from bot.demo import terminal
from bot.demo.demo import Demo
from bot.demo.telegram.chats import Chat, Sent
from bot.demo.telegram.people import Person
from bot.demo.tour import PATIENCE, Step, Tour
from storage.subscribers import subscribers

CHANNEL, EDITOR, STRANGER = -1_001_000_000_055, 81, 82


class ChannelTour(Tour):
    """The conversation of two admins of a channel, and of somebody who reads it."""

    def __init__(self, playing: Demo, console: Console) -> None:
        super().__init__(playing, console)
        self._editor: Person = playing.api.person(EDITOR, "Данияр", "ru")
        self._stranger: Person = playing.api.person(STRANGER, "Мадина", "ru")
        self._channel: Chat = playing.api.group(
            CHANNEL, "Новости города", kind="channel", bot="administrator", admins=[self._reader, self._editor]
        )
        self._channel.username = "gorod_news"

    def steps(self) -> tuple[Step, ...]:
        """Name the steps, in order."""
        return (
            ("Бот читает издания", self._read),
            ("Канал: имя, время — и главное уже есть", self._begin),
            ("Рубрика, подпись, закрепление, ночью тихо", self._dress),
            ("Сначала показать мне", self._hold_back),
            ("Двое редакторов: один убирает, другой публикует", self._edit),
            ("Кто что менял", self._log),
            ("Читатель берёт такую же сводку себе", self._take_along),
        )

    async def _begin(self) -> None:
        await self._say("/start")
        await self._say("/channel @gorod_news")
        self._check("Новости города" in self._last.text, "the channel to be configured")
        await self._say("/schedule 8:00")
        post = await self._posted(1)
        self._check("Главное" in post.text, "the channel to tell the main stories though it follows nothing")
        self._check("ваш" not in post.text, "a post that speaks to nobody of topics of theirs")

    async def _dress(self) -> None:
        await self._say("/follow снегопад")
        await self._say("/signature Новости города, @gorod_news")
        await self._open("button-publication", "button-appearance")
        await self._tap(self._ru.plain("button-publish-pinned"))
        await self._tap(self._ru.plain("button-sound", sound="on"))
        self._check(self._ru.plain("button-sound", sound="night") in self._last.labels, "nights to be silent")

    async def _hold_back(self) -> None:
        before = len(self._posts())
        await self._open("button-publication")
        await self._tap(self._ru.plain("button-publish-editors"))
        await self._editor.say("/channel @gorod_news")
        self._demo.clock.leap(self._demo.clock() + timedelta(minutes=15))
        await self._all_read()
        self._demo.clock.leap(await self._due_of_channel())
        async with asyncio.timeout(PATIENCE):
            while not (self._waits(self._reader) and self._waits(self._editor)):  # noqa: ASYNC110 - the sender knows nothing of us
                await asyncio.sleep(0.1)
        self._show()
        self._check(len(self._posts()) == before, "nothing to be posted that no editor has seen")

    async def _edit(self) -> None:
        before = len(self._posts())
        await self._tap(self._ru.plain("button-proposal-edit"))
        await self._tap(self._ru.plain("button-proposal-drop"))
        dropped = re.search(r"<s>(.+?)</s>", self._last.html)
        self._check(dropped is not None, "the dropped story to be struck through")
        # The other editor's message is older than that: they look again before they post.
        await self._editor.tap(self._ru.plain("button-proposal-post"))
        self._check(len(self._posts()) == before, "nothing to be posted that its editor has not seen")
        terminal.noted(self._console, self._editor.toasts[-1].text)
        terminal.tapped(self._console, self._ru.plain("button-proposal-post"))
        (answer,) = await self._editor.tap(self._ru.plain("button-proposal-post"))
        terminal.received(self._console, answer)
        post = await self._posted(before + 1)
        self._check("Новости города, @gorod_news" in post.text, "the signature at the end")
        self._check(dropped is not None and dropped[1][:40] not in post.text, "the dropped story to be left out")
        async with asyncio.timeout(PATIENCE):
            while self._channel.pinned != [post.id]:  # noqa: ASYNC110 - as above
                await asyncio.sleep(0.1)

    async def _log(self) -> None:
        await self._say("/settings")
        self._check("Данияр: сводка опубликована" in self._last.text, "the log to say who posted the digest")
        await self._tap(self._ru.plain("button-more"))
        await self._tap(self._ru.plain("button-group-more"))
        await self._tap(self._ru.plain("button-changes"))
        self._check("Айгерим: тема «снегопад» добавлена" in self._last.text, "the log to say who added the rubric")

    async def _take_along(self) -> None:
        button = self._posts()[-1].buttons[0]
        self._tell(f"[ {button.label} ] → {button.url}")
        said = await self._stranger.say(f"/start {button.url.partition('start=')[2]}")
        for message in said[:1]:
            terminal.received(self._console, message)
        self._check(bool(said) and "Добавлена 1 тема" in said[0].text, "the topics of the channel to be theirs")

    async def _open(self, *keys: str) -> None:
        await self._say("/settings")
        for key in keys:
            await self._tap(self._ru.plain(key))

    def _posts(self) -> list[Sent]:
        return self._channel.from_bot()

    async def _posted(self, number: int) -> Sent:
        """Wait for the channel's message of a number, and show it."""
        async with asyncio.timeout(PATIENCE):
            while len(self._posts()) < number:  # noqa: ASYNC110 - the sender knows nothing of us to wake us
                await asyncio.sleep(0.1)
        post = self._posts()[number - 1]
        self._tell(f"@{self._channel.username}:")
        terminal.received(self._console, post)
        return post

    async def _due_of_channel(self) -> datetime:
        async with self._demo.application.database.read() as connection:
            found = await subscribers.get(connection, CHANNEL)
        self._check(found is not None and found.next_due_at is not None, "a digest of the channel to be scheduled")
        return found.next_due_at if found and found.next_due_at else self._demo.clock()

    def _waits(self, person: Person) -> bool:
        return any("ждёт вас" in message.text for message in person.messages)
