"""A local Bot API server: real HTTP for an unmodified aiogram, strict where Telegram is, with faults on order.

async with BotApi() as api:
    bot = Bot(api.token, session=AiohttpSession(api=TelegramAPIServer.from_base(api.url)))
    ...
    reader = api.person(7, "Айгерим", "ru")
    answers = await reader.say("/start")
"""

import asyncio
import time
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from types import TracebackType
from typing import Self

from aiohttp import web

from bot.demo.telegram import calls, responses
from bot.demo.telegram.calls import Call
from bot.demo.telegram.chats import Chat
from bot.demo.telegram.errors import RefusedError
from bot.demo.telegram.faults import Fault, Faults
from bot.demo.telegram.flood_control import FloodControl
from bot.demo.telegram.methods import registry
from bot.demo.telegram.people import Actor, Person
from bot.demo.telegram.state import Messenger, StateChange

BOT_ID = 4_242_424_242
_MOST_BYTES = 55 * 2**20


def _now() -> datetime:
    return datetime.now(UTC)


class BotApi:
    """The server, while its context is open; `url` is what TelegramAPIServer.from_base takes.

    Args:
        host, port: where it listens; port 0 takes a free one.
        token: the only token it knows; any of Telegram's form.
        clock: the time that messages carry.
        flood_control: refuse with 429 what Telegram would find too fast.
        busy: tells whether the bot still works on an update (`lambda: bool(dispatcher._handle_update_tasks)`);
            without it the bot counts as done once it has made no call for `quiet` seconds.
        patience: seconds a person waits for the bot to be done.
    """

    def __init__(
        self,
        *,
        host: str = "127.0.0.1",
        port: int = 0,
        token: str = f"{BOT_ID}:demo-token-that-opens-nothing",
        clock: Callable[[], datetime] = _now,
        flood_control: bool = False,
        busy: Callable[[], bool] | None = None,
        quiet: float = 0.03,
        patience: float = 10,
    ) -> None:
        self.token = token
        self.host, self.port = host, port
        self.messenger = Messenger(
            clock=clock,
            bot={
                "id": int(token.split(":", maxsplit=1)[0]),
                "is_bot": True,
                "first_name": "Сводка",
                "username": "svodka_demo_bot",
            },
        )
        self.busy = busy
        self.closing = False
        self.calls: list[Call] = []
        self.app = web.Application(client_max_size=_MOST_BYTES)
        self.app.router.add_route("*", "/bot{token}/{method}", self._handle)
        self.app.router.add_get("/file/bot{token}/documents/{file_id}", self._download)
        self._faults = Faults()
        self._flood = FloodControl(time.monotonic) if flood_control else None
        self._quiet, self._patience = quiet, patience
        self._in_flight, self._last_call = 0, 0.0
        self._runner = web.AppRunner(self.app, access_log=None, shutdown_timeout=0.5)

    async def __aenter__(self) -> Self:
        await self._runner.setup()
        site = web.TCPSite(self._runner, self.host, self.port)
        await site.start()
        self.port = self._runner.addresses[0][1]
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.closing = True
        self.messenger.updates.close()
        self.messenger.tell(StateChange(kind="closing", chat_id=0))
        await self._runner.cleanup()

    @property
    def url(self) -> str:
        """The address of the server."""
        return f"http://{self.host}:{self.port}"

    # People and chats

    def person(
        self,
        user_id: int,
        first_name: str = "Читатель",
        language_code: str = "ru",
        *,
        started: bool = True,
        username: str = "",
    ) -> Person:
        """Return a person, new or known; `started` False is somebody who has never opened the chat."""
        chat = self.messenger.chats.setdefault(
            user_id, Chat(id=user_id, kind="private", title=first_name, started=started)
        )
        person = Person(
            actor=Actor(messenger=self.messenger, settle=self.settle),
            id=user_id,
            first_name=first_name,
            language_code=language_code,
            chat=chat,
            username=username,
        )
        self.messenger.accounts[user_id] = person.wire
        return person

    def group(
        self,
        chat_id: int,
        title: str,
        *,
        kind: str = "supergroup",
        bot: str = "member",
        admins: Iterable[Person] = (),
        members: Iterable[Person] = (),
        forum: bool = False,
    ) -> Chat:
        """Return a new group, supergroup or channel; `chat_id` is negative; the first admin is its creator."""
        chat = Chat(id=chat_id, kind=kind, title=title, bot=bot, forum=forum)
        chat.people = {person.id: "member" for person in members}
        chat.people |= {person.id: "administrator" if place else "creator" for place, person in enumerate(admins)}
        self.messenger.chats[chat_id] = chat
        return chat

    async def migrate(self, chat: Chat, new_id: int, by: Person) -> Chat:
        """Turn a group into a supergroup with a new id, and tell the bot as Telegram does, in both chats."""
        new = self.group(new_id, chat.title, bot=chat.bot)
        new.people = dict(chat.people)
        await by.send(attachment={"migrate_to_chat_id": new_id}, chat=chat)
        chat.successor = new_id
        await by.send(attachment={"migrate_from_chat_id": chat.id}, chat=new)
        return new

    # Faults

    def fail(
        self,
        method: str,
        code: int = 0,
        description: str = "",
        *,
        retry_after: int | None = None,
        migrate_to_chat_id: int | None = None,
        times: float = 1,
        chat_id: int | None = None,
        raw_html: bool = False,
        delay: float = 0,
        drop: bool = False,
        accepted: bool = False,
    ) -> None:
        """Let the next `times` calls of a method ("*": any) go wrong; see `bot.demo.telegram.faults.Fault`."""
        self._faults.add(
            Fault(
                method=method,
                code=code,
                description=description,
                retry_after=retry_after,
                migrate_to_chat_id=migrate_to_chat_id,
                times=times,
                chat_id=chat_id,
                raw_html=raw_html,
                delay=delay,
                drop=drop,
                accepted=accepted,
            )
        )

    def heal(self) -> None:
        """Forget the faults that still wait."""
        self._faults.clear()

    def called(self, method: str) -> list[Call]:
        """Return the calls of one method so far, refused ones too."""
        return [call for call in self.calls if call.method.lower() == method.lower()]

    # Waiting

    async def settle(self, update_id: int = 0) -> None:
        """Wait until the bot has confirmed an update and is done with it.

        Raises:
            TimeoutError: it has not been within `patience` seconds.
        """
        try:
            async with asyncio.timeout(self._patience):
                while not self._settled(update_id):  # noqa: ASYNC110 - quiet is the absence of events
                    await asyncio.sleep(0.003)
        except TimeoutError:
            state = "has not fetched" if update_id in self.messenger.updates.pending else "is still busy with"
            raise TimeoutError(f"after {self._patience} s the bot {state} update {update_id}") from None

    def _settled(self, update_id: int) -> bool:
        if update_id in self.messenger.updates.pending or self._in_flight:
            return False
        if self.busy is not None:
            return not self.busy()
        return time.monotonic() - self._last_call >= self._quiet

    async def until(self, happened: Callable[[], object], *, within: float = 10) -> None:
        """Wait until something has come true in the chats, looking again after each change.

        Raises:
            TimeoutError: it has not within that many seconds.
        """
        with self.messenger.listen() as changes:
            async with asyncio.timeout(within):
                while not happened():
                    await changes.get()

    # HTTP

    async def _handle(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        try:
            self._check_token(request)
            call = await calls.read(request, method)
            if method.lower() == "getupdates":
                return responses.result(await self._get_updates(call))
            return await self._answered(request, call)
        except RefusedError as refused:
            return web.json_response(refused.wire, status=refused.code)

    def _check_token(self, request: web.Request) -> None:
        if request.match_info["token"] != self.token:
            raise RefusedError(401, "Unauthorized")

    async def _get_updates(self, call: Call) -> object:
        fault = self._faults.take(call)
        if fault is not None and fault.code:
            raise fault.refusal
        taken = self.messenger.updates.take(
            offset=call.integer("offset"),
            limit=call.integer("limit", 100),
            wait=call.integer("timeout"),
            allowed=call.structure("allowed_updates"),
        )
        self._last_call = time.monotonic()
        return await taken

    async def _answered(self, request: web.Request, call: Call) -> web.StreamResponse:
        self._in_flight += 1
        try:
            self.calls.append(call)
            return await self._with_faults(request, call)
        finally:
            self._in_flight -= 1
            self._last_call = time.monotonic()

    async def _with_faults(self, request: web.Request, call: Call) -> web.StreamResponse:
        fault = self._faults.take(call)
        if fault is None:
            return responses.result(self._carry_out(call))
        result = self._carry_out(call) if fault.accepted else None
        await asyncio.sleep(fault.delay)
        if fault.drop:
            return responses.hang_up(request)
        if fault.raw_html:
            return responses.bad_gateway(fault.code)
        if fault.code:
            raise fault.refusal
        return responses.result(result if fault.accepted else self._carry_out(call))

    def _carry_out(self, call: Call) -> object:
        if self._flood is not None and call.method.lower() in registry.SPEAKING:
            self._flood.check(call.integer("chat_id"), paid=call.flag("allow_paid_broadcast"))
        return registry.carry_out(self.messenger, call)

    async def _download(self, request: web.Request) -> web.Response:
        found = self.messenger.files.get(request.match_info["file_id"])
        if request.match_info["token"] != self.token or found is None:
            raise web.HTTPNotFound
        return web.Response(body=found[1], content_type="application/octet-stream")
