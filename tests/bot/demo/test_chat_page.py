"""The demo's chat page over HTTP: what it is given, what its reader can do, and that nobody else can act."""

import asyncio
import base64
import json
import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from importlib import resources
from typing import Any

import aiohttp
import pytest

from bot.demo import chat_page
from bot.demo.chat_page import ChatPage, Surroundings
from bot.demo.clock import FastClock
from bot.demo.telegram.bot_api import BotApi
from bot.demo.telegram.calls import Call
from bot.demo.telegram.errors import RefusedError
from bot.demo.telegram.methods import registry

START = datetime(2026, 11, 22, 2, 40, tzinfo=UTC)
DUE = START + timedelta(minutes=20)
READER = 1001


class Browser:
    """A tab with the page: reads, acts, hears."""

    def __init__(self, api: BotApi, session: aiohttp.ClientSession) -> None:
        self.api, self.session = api, session

    async def get(self, path: str) -> aiohttp.ClientResponse:
        return await self.session.get(self.api.url + path)

    async def state(self, reader: int = 1) -> dict[str, Any]:
        answer: dict[str, Any] = await (await self.get(f"/chat/state?reader={reader}")).json()
        return answer

    async def act(self, name: str, headers: dict[str, str] | None = None, **body: object) -> int:
        async with self.session.post(f"{self.api.url}/chat/{name}", json=body, headers=headers) as answer:
            return answer.status

    async def hear(self, kind: str, events: aiohttp.ClientResponse) -> dict[str, Any]:
        """Wait for the next event of a kind."""
        async for line in events.content:
            if line.startswith(b"data: "):
                event: dict[str, Any] = json.loads(line[6:])
                if event["kind"] == kind:
                    return event
        raise AssertionError(f"the stream ended without {kind}")

    def bot(self, method: str, **parameters: object) -> Any:  # noqa: ANN401 - a Bot API result
        return registry.carry_out(self.api.messenger, Call(method=method, parameters=parameters))


@pytest.fixture
def clock() -> FastClock:
    return FastClock(START)


@pytest.fixture
async def browser(clock: FastClock) -> AsyncIterator[Browser]:
    async def due(chat_id: int) -> datetime | None:
        return DUE if chat_id == READER else None

    api = BotApi()
    ChatPage(api, Surroundings(clock=clock, due=due, sites=[("Степной вестник", "http://127.0.0.1:1/")]))
    async with api, aiohttp.ClientSession() as session:
        yield Browser(api, session)


@pytest.mark.parametrize(
    "path", ["/", "/chat/chat.css", "/chat/chat.js", "/chat/bubble.js", "/chat/words.js", "/chat/icon.svg"]
)
async def test_the_page_is_served_with_a_strict_policy(browser: Browser, path: str) -> None:
    answer = await browser.get(path)
    assert answer.status == 200
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert (await browser.get("/chat/secret.txt")).status == 404


def test_the_page_needs_nothing_from_elsewhere_and_builds_no_markup_from_text() -> None:
    texts = [file.read_text("utf-8") for file in resources.files("bot.demo").joinpath("chat").iterdir()]
    for text in texts:
        without_namespace = text.replace("http://www.w3.org/2000/svg", "")
        assert not re.search(
            r"(src|href)=\"(https?:)?//|url\((?!#)|@import|innerHTML|outerHTML|insertAdjacentHTML|document\.write",
            without_namespace,
        )


def test_every_language_of_the_page_has_every_word() -> None:
    words = resources.files("bot.demo").joinpath("chat", "words.js").read_text("utf-8")
    blocks = re.findall(r"^  (ru|kk|en): \{(.*?)^  \},", words, re.MULTILINE | re.DOTALL)
    keys = {language: set(re.findall(r"(\w+): [\"\[]", block)) for language, block in blocks}
    assert keys["ru"] == keys["kk"] == keys["en"]
    page = resources.files("bot.demo").joinpath("chat", "index.html").read_text("utf-8")
    assert set(re.findall(r"data-(?:words|label|placeholder)=\"(\w+)\"", page)) <= keys["ru"]


async def test_a_new_reader_has_an_empty_chat(browser: Browser) -> None:
    state = await browser.state()
    assert (state["started"], state["messages"], state["language"]) == (False, [], "ru")
    assert state["due"] == int(DUE.timestamp() * 1000)
    assert state["sites"] == [{"name": "Степной вестник", "url": "http://127.0.0.1:1/"}]
    with pytest.raises(RefusedError, match="can't initiate conversation"):
        browser.bot("sendMessage", chat_id=READER, text="x")


async def test_what_the_reader_says_reaches_the_bot(browser: Browser) -> None:
    assert await browser.act("say", text="/start") == 200
    assert await browser.act("say", text="  ") == 200
    assert await browser.act("share", latitude=43.2, longitude=76.9) == 200
    first, second = browser.api.messenger.updates.pending.values()
    assert first["message"]["text"] == "/start"  # type: ignore[index]  # a Bot API object
    assert second["message"]["location"] == {"latitude": 43.2, "longitude": 76.9}  # type: ignore[index]  # a Bot API object
    state = await browser.state()
    assert state["started"]
    assert state["messages"][0]["mine"]
    assert state["messages"][0]["entities"] == [["bot_command", 0, 6, ""]]
    assert state["messages"][1]["attachment"] == {"kind": "place", "name": "43.20, 76.90"}


async def test_messages_edits_taps_and_toasts_arrive_as_events(browser: Browser) -> None:
    await browser.act("say", text="/start")
    async with browser.session.get(f"{browser.api.url}/chat/events") as events:
        assert (await browser.hear("time", events))["clock"]["speed"] == 1
        buttons = {"inline_keyboard": [[{"text": "Китай", "callback_data": "t:1"}]]}
        sent = browser.bot("sendMessage", chat_id=READER, text="<b>ж</b>", parse_mode="HTML", reply_markup=buttons)
        message = (await browser.hear("message", events))["message"]
        assert message["entities"] == [["bold", 0, 1, ""]]
        assert message["rows"][0][0]["label"] == "Китай"
        assert await browser.act("tap", message=message["id"], data="t:1") == 200
        await browser.hear("tap", events)
        (query_id,) = browser.api.messenger.callbacks
        browser.bot("answerCallbackQuery", callback_query_id=query_id, text="Слежу", show_alert=True)
        toast = await browser.hear("toast", events)
        assert (toast["id"], toast["text"], toast["alert"]) == (message["id"], "Слежу", True)
        browser.bot("sendChatAction", chat_id=READER, action="typing")
        await browser.hear("typing", events)
        browser.bot("editMessageText", chat_id=READER, message_id=sent["message_id"], text="z")
        assert (await browser.hear("edit", events))["message"]["edited"]
        browser.bot("deleteMessage", chat_id=READER, message_id=sent["message_id"])
        assert (await browser.hear("delete", events))["id"] == message["id"]
        keyboard = {"keyboard": [["Алматы", {"text": "Где я", "request_location": True}]]}
        browser.bot("sendMessage", chat_id=READER, text="?", reply_markup=keyboard)
        rows = (await browser.hear("keyboard", events))["keyboard"]["rows"]
        assert rows == [[{"label": "Алматы", "location": False}, {"label": "Где я", "location": True}]]


async def test_events_of_others_are_not_heard_and_time_goes_on(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.demo.chat_page.TICK", 0.05)
    browser.api.person(7)
    async with browser.session.get(f"{browser.api.url}/chat/events") as events:
        await browser.hear("time", events)
        browser.bot("sendMessage", chat_id=7, text="не вам")
        line = b""
        while b"data" not in line:
            line = await events.content.readline()
        assert json.loads(line[6:])["kind"] == "time"
        sent = browser.bot("sendMessage", chat_id=7, text="x")
        browser.bot("deleteMessage", chat_id=7, message_id=sent["message_id"])


async def test_a_message_deleted_at_once_is_told_by_its_number(browser: Browser) -> None:
    await browser.act("say", text="/start")
    async with browser.session.get(f"{browser.api.url}/chat/events") as events:
        await browser.hear("time", events)
        sent = browser.bot("sendMessage", chat_id=READER, text="x")
        browser.bot("deleteMessage", chat_id=READER, message_id=sent["message_id"])
        assert (await browser.hear("message", events))["id"] == sent["message_id"]


async def test_the_readers_language_chooses_the_command_menu(browser: Browser) -> None:
    browser.bot("setMyCommands", commands=[{"command": "topics", "description": "мои темы"}])
    kazakh = [{"command": "topics", "description": "тақырыптарым"}]
    browser.bot("setMyCommands", commands=kazakh, language_code="kk")
    assert await browser.act("language", language="kk") == 200
    assert (await browser.state())["commands"] == [{"name": "topics", "description": "тақырыптарым"}]
    assert browser.api.messenger.accounts[READER]["language_code"] == "kk"
    assert await browser.act("language", language="xx") == 400


async def test_blocking_and_unblocking(browser: Browser) -> None:
    await browser.act("say", text="/start")
    await browser.act("block", blocked=True)
    assert (await browser.state())["blocked"]
    await browser.act("block", blocked=False)
    assert not (await browser.state())["blocked"]


async def test_the_clock_can_be_hurried(browser: Browser, clock: FastClock) -> None:
    assert await browser.act("clock", speed=60) == 200
    assert clock.speed == 60
    assert await browser.act("clock", speed=7) == 400
    assert await browser.act("clock", leap=True) == 200
    assert clock() >= DUE
    before = clock()
    clock.leap(START)
    assert clock() >= before
    async with browser.session.post(f"{browser.api.url}/chat/clock?reader=2", json={"leap": True}) as answer:
        assert answer.status == 200


async def test_files_can_be_fetched(browser: Browser) -> None:
    await browser.act("say", text="/export")
    browser.api.messenger.keep_file("темы.json", b"{}")
    browser.bot("sendDocument", chat_id=READER, document="file-1")
    browser.bot("sendPhoto", chat_id=READER, photo="https://zakon.kz/1.jpg")
    document, photo = (await browser.state())["messages"][1:]
    assert document["attachment"] == {"kind": "file", "name": "темы.json", "size": 2, "url": "/chat/files/file-1"}
    assert photo["attachment"] == {"kind": "photo"}
    answer = await browser.get("/chat/files/file-1")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="????.json"'
    assert await answer.read() == b"{}"
    assert (await browser.get("/chat/files/none")).status == 404


async def test_photos_voice_and_stickers_reach_the_bot_and_are_drawn(browser: Browser) -> None:
    for kind in ("photo", "voice", "sticker"):
        assert await browser.act("attach", kind=kind) == 200
    sent = browser.api.messenger.chats[READER].messages.values()
    assert [set(message.attachment) for message in sent] == [{"photo"}, {"voice"}, {"sticker"}]
    drawn = [message["attachment"] for message in (await browser.state())["messages"]]
    assert drawn == [{"kind": "photo"}, {"kind": "voice", "name": "0:04"}, {"kind": "sticker", "name": "👍"}]


async def test_a_file_of_ones_own_reaches_the_bot_as_it_is(browser: Browser) -> None:
    content = base64.b64encode("китай\n".encode()).decode()
    assert await browser.act("attach", kind="document", file="../темы.txt", content=content) == 200
    (message,) = (await browser.state())["messages"]
    assert message["attachment"]["name"] == "темы.txt"
    assert await (await browser.get(message["attachment"]["url"])).read() == "китай\n".encode()


@pytest.mark.parametrize(
    "body",
    [
        {"kind": "rocket"}, {}, {"kind": "document"}, {"kind": "document", "file": "x", "content": "*"},
        {"kind": "document", "file": "", "content": ""}, {"kind": "document", "file": "x", "content": "A" * 800_000},
        {"kind": []},
    ],
)  # fmt: skip
async def test_what_is_no_attachment_is_refused(browser: Browser, body: dict[str, object]) -> None:
    assert await browser.act("attach", None, **body) == 400
    assert (await browser.state())["messages"] == []


async def test_only_the_page_itself_may_act(browser: Browser) -> None:
    assert await browser.act("say", headers={"Origin": "https://evil.example"}, text="x") == 403
    assert await browser.act("say", headers={"Origin": browser.api.url}, text="x") == 200
    assert await browser.act("say", headers={"Host": "evil.example"}, text="x") == 403
    async with browser.session.post(f"{browser.api.url}/chat/say", data={"text": "x"}) as answer:
        assert answer.status == 403


@pytest.mark.parametrize(
    ("name", "body"),
    [("say", {}), ("tap", {"message": 99, "data": "x"}), ("tap", {"message": "x"}), ("share", {"latitude": []})],
)
async def test_a_broken_act_is_refused(browser: Browser, name: str, body: dict[str, object]) -> None:
    assert await browser.act(name, None, **body) == 400


@pytest.mark.parametrize("reader", ["0", "10", "x"])
async def test_readers_are_numbered_from_one_to_nine(browser: Browser, reader: str) -> None:
    assert (await browser.get(f"/chat/state?reader={reader}")).status == 400
    assert (await browser.state(9))["messages"] == []


async def test_closing_the_server_ends_the_stream(clock: FastClock) -> None:
    async def due(_: int) -> None:
        return None

    api = BotApi()
    ChatPage(api, Surroundings(clock=clock, due=due))
    async with aiohttp.ClientSession() as session:
        async with api:
            events = await session.get(f"{api.url}/chat/events")
            await events.content.readline()
        async with asyncio.timeout(2):
            await events.read()


async def _with_chat(browser: Browser, chat: str, reader: int = 1) -> dict[str, Any]:
    answer: dict[str, Any] = await (await browser.get(f"/chat/state?reader={reader}&chat={chat}")).json()
    return answer


async def test_the_first_reader_makes_the_group_and_others_join_it(browser: Browser) -> None:
    shown = await _with_chat(browser, "group")
    assert (shown["title"], shown["due"], shown["blocked"]) == ("Редакция", None, False)
    await _with_chat(browser, "group", reader=2)
    group = browser.api.messenger.chats[chat_page.PLACES["group"][0]]
    assert group.people == {READER: "creator", READER + 1: "member"}
    assert group.bot == "member"
    assert await browser.act("say?reader=2&chat=group", text="Здравствуйте") == 200
    (said,) = (await _with_chat(browser, "group"))["messages"]
    assert (said["text"], said["mine"], said["author"]) == ("Здравствуйте", False, "Читатель 2")
    (own,) = (await _with_chat(browser, "group", reader=2))["messages"]
    assert (own["mine"], own["author"]) == (True, "")
    # What is said in the group stays there.
    assert (await browser.state())["messages"] == []


async def test_the_channel_is_its_first_readers_and_shows_what_is_posted(browser: Browser) -> None:
    shown = await _with_chat(browser, "channel")
    assert (shown["title"], shown["address"]) == ("Новости города", "gorod_demo")
    channel = browser.api.messenger.chats[chat_page.PLACES["channel"][0]]
    assert (channel.people, channel.bot) == ({READER: "creator"}, "administrator")
    async with browser.session.get(f"{browser.api.url}/chat/events?reader=1&chat=channel") as events:
        # Once it has said anything, it listens.
        await browser.hear("time", events)
        browser.bot("sendMessage", chat_id=channel.id, text="Сводка")
        assert (await browser.hear("message", events))["message"]["text"] == "Сводка"
    assert (await browser.state())["messages"] == []


async def test_a_chat_that_is_not_offered_is_refused(browser: Browser) -> None:
    assert (await browser.get("/chat/state?reader=1&chat=secret")).status == 400
    assert await browser.act("say?reader=1&chat=-1001", text="x") == 400
