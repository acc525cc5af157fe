"""How fast messages leave through the outbox, beside stock aiogram and bare aiohttp: `python -m benchmarks.sending`.

A Telegram that answers at once is a process of its own. Each way sends the same text to as many chats, as many at a
time; then the sender sends at 30 and at 1,000 a second, and Telegram counts what comes. SQLite in a temporary folder,
or the empty database that `--database` names.
"""

import argparse
import asyncio
import json
import resource
import sys
import tempfile
import time
from bisect import bisect_left
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime

import aiohttp
from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.types import InlineKeyboardMarkup
from aiohttp import web

from benchmarks import due
from bot.delivery import session
from bot.delivery.limiter import Limiter
from bot.delivery.sender import Sender, concurrency_for
from bot.runtime import gc_tuning
from storage.database import Database
from storage.outbox import outbox, outbox_upkeep

TOKEN = "123456789:AAExxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"  # noqa: S105 - nobody's
BUTTONS = [{"text": str(number), "callback_data": f"story:{number}"} for number in range(1, 7)]
KEYBOARD = json.dumps({"inline_keyboard": [BUTTONS, BUTTONS]})
AT_ONCE = 25
UNBOUND = 1_000_000


async def serve() -> None:
    """Be Telegram: take everything at once; after a word from the parent, say when each message came."""
    came: list[float] = []
    message = {"message_id": 7, "date": 1, "chat": {"id": 1, "type": "private"}, "text": due.TEXT}
    answer = json.dumps({"ok": True, "result": message}, separators=(",", ":")).encode()

    async def take(request: web.Request) -> web.Response:
        await request.read()
        came.append(time.perf_counter())
        return web.Response(body=answer, content_type="application/json")

    async def counted(_request: web.Request) -> web.Response:
        found = came.copy()
        came.clear()
        return web.json_response(found)

    app = web.Application()
    app.router.add_get("/came", counted)
    app.router.add_post("/{path:.*}", take)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    print(runner.addresses[0][1], flush=True)
    await asyncio.to_thread(sys.stdin.readline)
    await runner.cleanup()


async def _each(number: int, send: Callable[[int], Awaitable[object]]) -> None:
    """Send to chats, some at a time."""
    chats = iter(range(1, number + 1))

    async def work() -> None:
        for chat in chats:
            await send(chat)

    async with asyncio.TaskGroup() as group:
        for _ in range(AT_ONCE):
            group.create_task(work())


async def bare(url: str, number: int) -> None:
    """Post JSON by aiohttp alone."""
    async with aiohttp.ClientSession() as http:

        async def send(chat: int) -> None:
            body = {"chat_id": chat, "text": due.TEXT, "parse_mode": "HTML", "reply_markup": json.loads(KEYBOARD)}
            async with http.post(f"{url}/bot{TOKEN}/sendMessage", json=body) as response:
                await response.json()

        await _each(number, send)


async def stock(url: str, number: int) -> None:
    """Send by aiogram as it comes."""
    keyboard = InlineKeyboardMarkup.model_validate_json(KEYBOARD)
    async with Bot(TOKEN, session=AiohttpSession(api=TelegramAPIServer.from_base(url))) as bot:
        await _each(number, lambda chat: bot.send_message(chat, due.TEXT, parse_mode="HTML", reply_markup=keyboard))


async def put(database: Database, start: int, number: int) -> None:
    """Let one message wait for each of some chats."""
    batches = [
        outbox.Batch(subscriber_id=chat, parts=[outbox.Draft(due.TEXT, due.TEXT, KEYBOARD)])
        for chat in range(start, start + number)
    ]
    async with database.transaction() as connection:
        await outbox.add_all(connection, batches, now=due.NOW, priority=outbox.Priority.SLOT)


async def through_the_outbox(database: Database, url: str, per_second: int) -> None:
    """Send what waits, and stop when nothing does."""
    http = session.Session(api=TelegramAPIServer.from_base(url))
    async with Bot(TOKEN, session=http) as bot:
        sender = Sender(bot, database, Limiter(per_second=per_second), lambda: datetime.now(UTC), idle=0.05)
        stop = asyncio.Event()
        async with asyncio.TaskGroup() as group:
            group.create_task(sender.run(stop))
            while True:
                await asyncio.sleep(0.02)
                async with database.read() as connection:
                    waits = await outbox_upkeep.waiting_since(connection)
                if waits is None:
                    stop.set()
                    return


async def measured(what: str, number: int, work: Awaitable[None], beside: float = 0.0) -> float:
    """Print how many a second one way sends, and how that is beside another way; return the seconds of one message."""
    wall, cpu = time.perf_counter(), time.process_time()
    await work
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    ratio = f"   {beside / (wall / number):.2f}x stock aiogram" if beside else ""
    print(f"{what:44} {number / wall:8,.0f} a second {cpu / number * 1000:8.2f} ms of CPU each{ratio}")
    return wall / number


def rates(came: Sequence[float], per_second: int) -> None:
    """Print what Telegram saw at a rate."""
    times = sorted(came)
    most = max(bisect_left(times, start + 1.0) - at for at, start in enumerate(times))
    last = times[-1]
    tens = [(bisect_left(times, start + 10) - at) / 10 for at, start in enumerate(times) if start + 10 < last] or [
        (len(times) - 1) / (last - times[0])
    ]
    print(
        f"at {per_second:,}: {min(tens):.2f} to {max(tens):.2f} a second over ten seconds, at most {most} in any second"
    )


async def run(dsn: str, number: int) -> None:
    """Measure all ways."""
    server = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "benchmarks.sending", "--serve", stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )  # fmt: skip
    assert server.stdin
    assert server.stdout
    url = f"http://127.0.0.1:{int(await server.stdout.readline())}"
    async with await Database.open(dsn) as database, aiohttp.ClientSession() as http:
        await database.migrate()
        paced = {30: 30 * 21, 1000: 1000 * 15}
        await due.fill(database, max(number, *paced.values()))
        gc_tuning.settle()
        for turn in range(2):
            print(f"turn {turn + 1}, {AT_ONCE} at a time, {concurrency_for(UNBOUND)} through the outbox")
            await measured("bare aiohttp", number, bare(url, number))
            beside = await measured("stock aiogram", number, stock(url, number))
            await put(database, 1, number)
            await measured("through the outbox", number, through_the_outbox(database, url, UNBOUND), beside)
        for per_second, messages in paced.items():
            async with http.get(f"{url}/came") as response:
                await response.read()
            await put(database, 1, messages)
            await through_the_outbox(database, url, per_second)
            async with http.get(f"{url}/came") as response:
                rates(json.loads(await response.read()), per_second)
    server.stdin.write(b"stop\n")
    await server.wait()
    print(f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB at most")


def main() -> None:
    """Read the arguments and measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--messages", type=int, default=4_000)
    parser.add_argument("--database", default="", help="an empty database; a temporary SQLite file if not given")
    parser.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.serve:
        asyncio.run(serve())
        return
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(run(arguments.database or f"sqlite:///{folder}/sending.db", arguments.messages))


if __name__ == "__main__":
    main()
