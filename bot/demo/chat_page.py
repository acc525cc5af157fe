"""The chat page of the demo: a messenger in the browser, served beside the Bot API; a reader acts, and hears by SSE.

Only this machine may use it: a request that changes something must carry JSON and come from the page itself.
"""

import asyncio
import json
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from importlib import resources
from typing import Any
from urllib.parse import urlsplit

from aiohttp import web

from bot.demo import attachments
from bot.demo.clock import FastClock
from bot.demo.telegram.bot_api import BotApi
from bot.demo.telegram.chats import Chat, Sent
from bot.demo.telegram.formatting.keyboards import Markup
from bot.demo.telegram.people import Actor, Person
from bot.demo.telegram.state import StateChange, Toast

Wire = dict[str, object]
Due = Callable[[int], Awaitable[datetime | None]]
LANGUAGES = ("ru", "kk", "en")
FIRST_READER, MOST_READERS = 1001, 9
# The group and the channel that the side panel adds; the first reader who opens one has made it.
PLACES = {"group": (-1_001_000_000_901, "supergroup"), "channel": (-1_001_000_000_902, "channel")}
_TITLES = {"group": "Редакция", "channel": "Новости города"}
_CHANNEL_NAME = "gorod_demo"
TICK = 2.0
_SPEEDS = (1.0, 20.0, 60.0, 600.0)
_FILES = {
    "index.html": "text/html",
    "chat.css": "text/css",
    "chat.js": "text/javascript",
    "bubble.js": "text/javascript",
    "words.js": "text/javascript",
    "icon.svg": "image/svg+xml",
}
_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}


@dataclass(frozen=True, kw_only=True)
class View:
    """Who looks, and at which of their chats."""

    person: Person
    chat: Chat

    @property
    def is_private(self) -> bool:
        """Whether it is their own chat with the bot."""
        return self.chat is self.person.chat


@dataclass(frozen=True, kw_only=True)
class Surroundings:
    """What the page shows beside the chat: the clock, when a reader's next digest is due, the sample sites."""

    clock: FastClock
    due: Due
    sites: Sequence[tuple[str, str]] = ()


class ChatPage:
    """Adds the page's routes to a Bot API server that has not started yet; `/` is the page."""

    def __init__(self, api: BotApi, surroundings: Surroundings, *, zone: str = "Asia/Almaty") -> None:
        self._api, self._around, self._zone = api, surroundings, zone
        self._readers: dict[int, Person] = {}
        routes = api.app.router
        routes.add_get("/", self._index)
        routes.add_get("/chat/state", self._state)
        routes.add_get("/chat/events", self._events)
        routes.add_get("/chat/files/{file_id}", self._file)
        routes.add_get("/chat/{name}", self._static)
        for name in ("say", "tap", "share", "attach", "language", "block", "clock"):
            routes.add_post(f"/chat/{name}", self._acting(getattr(self, f"_{name}")))

    def reader(self, number: int) -> Person:
        """Return the page's reader of a number, from 1; a new one has not opened the chat yet."""
        if number not in self._readers:
            person = self._api.person(FIRST_READER + number - 1, f"Читатель {number}", "ru", started=False)
            # The page does not wait for the bot: what it does arrives as events.
            self._readers[number] = Person(
                actor=Actor(messenger=self._api.messenger, settle=_at_once),
                id=person.id,
                first_name=person.first_name,
                language_code=person.language_code,
                chat=person.chat,
            )
        return self._readers[number]

    def _reader(self, request: web.Request) -> Person:
        number = request.query.get("reader", "1")
        if not number.isdecimal() or not 1 <= int(number) <= MOST_READERS:
            raise web.HTTPBadRequest(text=f"reader is a number from 1 to {MOST_READERS}")
        return self.reader(int(number))

    async def _view(self, request: web.Request) -> View:
        person, name = self._reader(request), request.query.get("chat", "")
        if name not in {"", *PLACES}:
            raise web.HTTPBadRequest(text=f"chat is one of {', '.join(PLACES)}")
        return View(person=person, chat=await self._place(person, name) if name else person.chat)

    async def _place(self, person: Person, name: str) -> Chat:
        """Return the group or the channel. Who opens it first is its creator, and lets the bot in; others join."""
        chat_id, kind = PLACES[name]
        chat = self._api.messenger.chats.get(chat_id)
        if chat is None:
            chat = self._api.group(chat_id, _TITLES[name], kind=kind, bot="left", admins=[person])
            chat.username = _CHANNEL_NAME if kind == "channel" else ""
            await person.change_bot(chat, "administrator" if kind == "channel" else "member")
        chat.people.setdefault(person.id, "member")
        return chat

    # Reading

    async def _index(self, _request: web.Request) -> web.Response:
        return _static("index.html")

    async def _static(self, request: web.Request) -> web.Response:
        return _static(request.match_info["name"])

    async def _file(self, request: web.Request) -> web.Response:
        found = self._api.messenger.files.get(request.match_info["file_id"])
        if found is None:
            raise web.HTTPNotFound
        name = found[0].rpartition("/")[2].replace('"', "")
        headers = {
            **_HEADERS,
            "Content-Disposition": f'attachment; filename="{name.encode("ascii", "replace").decode()}"',
        }
        return web.Response(body=found[1], content_type="application/octet-stream", headers=headers)

    async def _state(self, request: web.Request) -> web.Response:
        view = await self._view(request)
        state = {
            "bot": {"name": self._api.messenger.bot["first_name"], "username": self._api.messenger.bot["username"]},
            "title": "" if view.is_private else view.chat.title,
            "address": view.chat.username if view.chat.kind == "channel" else "",
            "zone": self._zone,
            "sites": [{"name": name, "url": url} for name, url in self._around.sites],
            "messages": [_message(message, view) for message in view.chat.messages.values()],
            **self._shown(view),
            **await self._time(view.chat),
        }
        return web.json_response(state, headers=_HEADERS)

    def _shown(self, view: View) -> Wire:
        commands = self._api.messenger.commands_for(view.chat, view.person.language_code)
        return {
            "language": view.person.language_code,
            "started": view.chat.started,
            "blocked": view.is_private and view.chat.bot == "kicked",
            "keyboard": _keyboard(view.chat.keyboard),
            "commands": [{"name": each["command"], "description": each["description"]} for each in commands],
        }

    async def _time(self, chat: Chat) -> Wire:
        due = await self._around.due(chat.id)
        clock = self._around.clock
        return {
            "clock": {"now": _milliseconds(clock()), "speed": clock.speed},
            "due": _milliseconds(due) if due else None,
        }

    async def _events(self, request: web.Request) -> web.StreamResponse:
        view = await self._view(request)
        response = web.StreamResponse(headers={**_HEADERS, "Content-Type": "text/event-stream"})
        await response.prepare(request)
        with self._api.messenger.listen() as changes, suppress(ConnectionError):
            while True:
                await response.write(_event({"kind": "time", **await self._time(view.chat)}))
                with suppress(TimeoutError):
                    async with asyncio.timeout(TICK):
                        while not self._api.closing:
                            await self._tell(response, view, await changes.get())
                if self._api.closing:
                    break
        return response

    async def _tell(self, response: web.StreamResponse, view: View, change: StateChange) -> None:
        if change.chat_id in {0, view.chat.id}:
            await response.write(_event({"kind": change.kind, **self._detail(view, change)}))

    def _detail(self, view: View, change: StateChange) -> Wire:
        if change.kind in {"message", "edit"}:
            message = view.chat.messages.get(change.message_id)
            return {"message": _message(message, view)} if message else {"id": change.message_id}
        if change.kind in {"keyboard", "commands"}:
            return self._shown(view)
        if isinstance(change.detail, Toast):
            return {"id": change.message_id, "text": change.detail.text, "alert": change.detail.alert}
        return {"id": change.message_id}

    # Acting

    def _acting(self, act: Callable[[View, Any], Awaitable[None]]) -> Callable[[web.Request], Awaitable[web.Response]]:
        async def handle(request: web.Request) -> web.Response:
            if not self._from_here(request):
                raise web.HTTPForbidden(text="only the page itself may act")
            try:
                await act(await self._view(request), await request.json())
            except (KeyError, TypeError, ValueError, LookupError) as error:
                raise web.HTTPBadRequest(text=str(error)) from None
            return web.json_response({}, headers=_HEADERS)

        return handle

    def _from_here(self, request: web.Request) -> bool:
        """Whether the page sent this: another site's page can send neither JSON nor our name as its own."""
        origin = request.headers.get("Origin")
        at_home = request.url.host in {self._api.host, "localhost", "127.0.0.1", "::1"}
        same = origin is None or urlsplit(origin).netloc == request.host
        return at_home and same and request.content_type == "application/json"

    async def _say(self, view: View, body: Any) -> None:  # noqa: ANN401 - JSON
        text = str(body["text"]).strip()
        if text:
            await view.person.say(text, chat=view.chat)

    async def _tap(self, view: View, body: Any) -> None:  # noqa: ANN401 - JSON
        message = view.chat.messages[int(body["message"])]
        await view.person.tap(str(body["data"]), message=message, chat=view.chat)

    async def _share(self, view: View, body: Any) -> None:  # noqa: ANN401 - JSON
        place = {"latitude": float(body["latitude"]), "longitude": float(body["longitude"])}
        await view.person.send(attachment={"location": place}, chat=view.chat)

    async def _attach(self, view: View, body: Any) -> None:  # noqa: ANN401 - JSON
        if body["kind"] == "document":
            name, content = attachments.file(body)
            await view.person.send_document(name, content, chat=view.chat)
            return
        await view.person.send(attachment=attachments.sample(str(body["kind"])), chat=view.chat)

    async def _language(self, view: View, body: Any) -> None:  # noqa: ANN401 - JSON
        if body["language"] not in LANGUAGES:
            raise ValueError(f"language is one of {', '.join(LANGUAGES)}")
        person = view.person
        person.language_code = body["language"]
        self._api.messenger.accounts[person.id] = person.wire
        self._api.messenger.tell(StateChange(kind="commands", chat_id=view.chat.id))

    async def _block(self, view: View, body: Any) -> None:  # noqa: ANN401 - JSON
        person = view.person
        await (person.block() if body["blocked"] else person.unblock())
        self._api.messenger.tell(StateChange(kind="commands", chat_id=person.chat.id))

    async def _clock(self, view: View, body: Any) -> None:  # noqa: ANN401 - JSON
        clock = self._around.clock
        if "speed" in body:
            if body["speed"] not in _SPEEDS:
                raise ValueError(f"speed is one of {_SPEEDS}")
            clock.speed = float(body["speed"])
        elif due := await self._around.due(view.chat.id):
            clock.leap(due)


async def _at_once(_update_id: int) -> None:
    return


def _static(name: str) -> web.Response:
    if name not in _FILES:
        raise web.HTTPNotFound
    text = resources.files("bot.demo").joinpath("chat", name).read_text("utf-8")
    return web.Response(text=text, content_type=_FILES[name], headers=_HEADERS)


def _event(body: Wire) -> bytes:
    return f"data: {json.dumps(body, ensure_ascii=False)}\n\n".encode()


def _milliseconds(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)


def _keyboard(markup: Markup) -> Wire:
    rows = [[{"label": one.label, "location": one.asks_location} for one in row] for row in markup.rows]
    return {"rows": rows, "placeholder": markup.placeholder, "oneTime": markup.one_time}


def _message(message: Sent, view: View) -> Wire:
    """The message as the page draws it; offsets are UTF-16 units, as JavaScript counts."""
    is_own = message.author.get("id") == view.person.id
    inline = message.keyboard if message.markup.kind == "inline" else ()
    return {
        "id": message.id,
        "mine": is_own,
        "author": "" if message.from_bot or is_own else str(message.author.get("first_name", "")),
        "text": message.text,
        "entities": [[one.kind, one.offset, one.length, one.value] for one in message.entities],
        "rows": [
            [{"label": b.label, "data": b.data, "url": b.url, "copies": b.copies, "style": b.style} for b in row]
            for row in inline
        ],
        "time": _milliseconds(message.date),
        "edited": message.edited_at is not None,
        "silent": message.silent,
        "attachment": attachments.shown(message.attachment),
    }
