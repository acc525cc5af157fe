"""`svodka demo --tour reader`: everything a reader can do, one part after another, through the whole application."""

import re

from rich.console import Console

from bot.demo import terminal
from bot.demo.demo import Demo
from bot.demo.telegram.people import Person
from bot.demo.tour import Step, Tour

RATE = "Нацбанк сохранил базовую ставку на уровне 16,5%"  # four publishers tell it, and a fifth later on
FRIEND, GROUP, FORUM_THREAD = 78, -1_001_000_000_077, 5


class ReaderTour(Tour):
    """The conversation of a reader who came by a friend's link and tries everything."""

    def __init__(self, playing: Demo, console: Console) -> None:
        super().__init__(playing, console)
        self._friend: Person = playing.api.person(FRIEND, "Данияр", "ru")

    def steps(self) -> tuple[Step, ...]:
        """Name the steps, in order."""
        return (
            ("Бот читает издания", self._read),
            ("По ссылке друга: темы и время сразу", self._take),
            ("Под сводкой: почему, сохранить, следить", self._card),
            ("Сайты и каналы об одном; канал по имени", self._read_channels),
            ("О чём не рассказывать", self._hush),
            ("Какой быть сводке, когда молчать, что в праздники", self._choose),
            ("Найти, спросить почему, показать в другом чате", self._find),
            ("Что будет и что было", self._look),
            ("Сводка с памятью: только новое", self._developed),
            ("В группе решают администраторы, сводка — в своей теме форума", self._lead),
            ("Настройки с собой", self._carry),
            ("Забыть всё", self._forget),
        )

    async def _take(self) -> None:
        for text in ("/follow Алматинская область", "/follow Нацбанк", "/schedule 8:00"):
            await self._friend.say(text)
        await self._friend.say("/share")
        # The friend's own first digest may arrive meanwhile.
        token = re.search(r"start=([\w-]+)", "\n".join(message.text for message in self._friend.messages))
        self._check(token is not None, "a link in the friend's answer")
        await self._say(f"/start {token[1] if token else ''}")
        self._check("Алматинская область" in self._last.text, "the link to show what it carries")
        await self._tap(self._ru.plain("button-share-all"))
        await self._digest()
        self._seed_block()
        self._check("zakon.kz и ещё 3" in self._entry(RATE), "four publishers' articles to be one entry")

    async def _card(self) -> None:
        number = re.search(rf"^(\d+)\. {re.escape(RATE)}", self._entry(RATE), re.MULTILINE)
        await self._tap(number[1] if number else "1")
        self._check("Тема «" in self._last.text, "the card to name the topic")
        self._check("4 источника собраны в один сюжет" in self._last.text, "the card to count the sources")
        self._check("Только у " in self._last.text, "the card to say what one source alone tells")
        await self._tap(self._ru.plain("button-keep-follow"))
        await self._tap(self._ru.plain("button-keep-save"))
        await self._say("/saved")
        self._check(bool(self._last.links), "the saved story with its link")

    async def _read_channels(self) -> None:
        await self._say("/search землетрясение")
        quake = self._last.links[0]
        await self._say(quake)
        self._check(" и 2 канала рассказали об этом" in self._last.text, "sites and channels to be one story")
        await self._say("@alatau_roads")
        self._check("Читать этот канал?" in self._last.text, "the channel to be shown with its last posts")
        await self._tap(self._ru.plain("button-read-channel"))
        self._check("Дороги Алатау" in self._last.text, "the channel to be read for its reader")
        await self._say("@quiet_steppe")
        self._check(self._ru.plain("health-no-preview") in self._last.text, "to be told why another cannot be read")

    async def _hush(self) -> None:
        await self._say("/mute футбол")
        await self._say("/mute source:")
        self._check("source:" in self._last.text, "an explanation of what is missing")
        await self._say("/mute")
        self._check("футбол" in self._last.text, "the mutes to be listed")

    async def _choose(self) -> None:
        await self._say("/holidays")
        await self._tap("11:00")
        self._check("в 11:00" in self._last.text, "holidays to have a time of their own")
        await self._say("/quiet с 23 до 7")
        self._check("23:00–07:00" in self._last.text, "quiet hours to be set")
        await self._say("/settings")
        await self._tap(self._ru.plain("button-group-look"))
        await self._tap(self._ru.plain("button-preferences"))
        await self._tap(self._ru.plain("button-style-cards"))
        chosen = self._ru.plain("button-chosen", topic=self._ru.plain("button-style-cards"))
        self._check(chosen in self._last.labels, "the choice to be shown in place")

    async def _find(self) -> None:
        await self._say("/search снегопад")
        self._check(bool(self._last.links), "stories to be found")
        found = self._last.links[0]
        await self._tap(self._ru.plain("button-follow"))
        await self._say(found)
        self._check("Сюжет:" in self._last.text, "an address by itself to be explained")
        terminal.said(self._console, "@svodka_demo_bot снегопад")
        results = await self._reader.ask_inline("снегопад")
        self._tell(f"В любом чате предложено сюжетов: {len(results)}.")
        self._check(bool(results), "stories to share inline")

    async def _look(self) -> None:
        await self._say("/deliveries")
        self._check("по вашей просьбе" in self._last.text, "a receipt of the first digest")
        await self._say("/preview")
        await self._say("/catchup 3")
        self._check(self._last.text == self._ru.plain("catchup-note"), "a recap of three days")

    async def _developed(self) -> None:
        await self._scheduled()
        entry = self._entry(RATE)
        self._check("Развитие: +1 источник · " in entry, "the next digest to say how many sources were added")
        self._check("Новое: " in entry, "the next digest to say what is new")
        self._check("Комитет по денежно-кредитной политике" not in entry, "nothing in it that was told before")

    async def _lead(self) -> None:
        group = self._demo.api.group(GROUP, "Редакция", admins=[self._reader], members=[self._friend], forum=True)
        (refusal,) = await self._friend.say("/follow Китай", chat=group)
        (answer,) = await self._reader.say("/follow Китай", chat=group)
        for message in (refusal, answer):
            terminal.received(self._console, message)
        self._check(refusal.text == self._ru.plain("admins-only"), "a member to be refused")
        self._check("Китай" in answer.text, "an admin to be obeyed")
        (answer,) = await self._reader.say("/thread", chat=group, thread_id=FORUM_THREAD)
        terminal.received(self._console, answer)
        self._check(answer.text == self._ru.plain("thread-set"), "digests to go to the thread")

    async def _carry(self) -> None:
        await self._say("/export")
        document = self._last.attachment.get("document")
        self._check(isinstance(document, dict), "a file")
        file_id = str(document["file_id"]) if isinstance(document, dict) else ""
        name, content = self._demo.api.messenger.files[file_id]
        terminal.said(self._console, name)
        await self._reader.send_document(name, content)
        self._show()
        await self._tap(self._ru.plain("button-import-all"))
        self._check("у вас уже есть" in self._last.text, "the file to hold nothing that is not there")

    async def _forget(self) -> None:
        await self._say("/delete")
        await self._tap(self._ru.plain("button-delete-yes"))
        self._check(await self._subscriber() is None, "nothing about the reader to be left")
