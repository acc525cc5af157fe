"""Kills the real program again and again: `python -m benchmarks.crash [--kills N] [--database URL] [--seed S]`.

Digests of one to four messages wait for a chat each. Telegram, on loopback, is in a bad mood: it takes a message and
answers; takes it and breaks the connection, or stays silent, before it says so; answers 429, 500, a page of HTML, or
half of its JSON; some chats have blocked the bot, one in a hundred refuses one message. At random moments the program
is killed (SIGKILL, now and then SIGTERM) and started anew; after each kill the database's integrity is checked. In the
end it runs until nothing waits.

Printed is what was lost (a chat that takes messages and did not get one), what came before its predecessor, and what
came twice beside what was in flight when it happened: messages that were being sent when the program was killed, or
whose answer never came. By default in a temporary SQLite file.
"""

import argparse
import asyncio
import os
import random
import sys
import tempfile
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from aiohttp import web
from sqlalchemy import func, select, text

from benchmarks import due, sending
from bot import config
from storage.database import Database
from storage.digests import digests
from storage.digests.digests import NewDigest
from storage.model import PartState
from storage.outbox import outbox
from storage.schema import tables

# Of a hundred chats one has blocked the bot, and one refuses its second message.
BLOCKED, PICKY = 7, 13
_MOODS: Final = (
    ("taken", 86), ("broken after", 3), ("silent after", 1), ("broken before", 2), ("flood", 2), ("error", 3),
    ("html", 2), ("cut", 1),
)  # fmt: skip
_SILENCE: Final = 3.0
_LONGEST_LIFE: Final = 4.0
# So many in a hundred ends are told to stop, and may finish what they do.
_TOLD: Final = 10
Key = tuple[int, str]


@dataclass(slots=True)
class Telegram:
    """Takes messages when it is in the mood; remembers what it took, in order, and what it never said that it took."""

    mood: random.Random
    taken: list[Key] = field(default_factory=list)
    unsaid: set[Key] = field(default_factory=set)
    calm: bool = False
    first: asyncio.Event = field(default_factory=asyncio.Event)

    async def answer(self, asked: web.Request) -> web.StreamResponse:
        """Answer a method of the Bot API."""
        if asked.match_info["method"] != "sendMessage":
            return web.json_response({"ok": True, "result": sending_other(asked.match_info["method"])})
        body = await asked.json()
        chat, said = int(body["chat_id"]), str(body["text"])
        self.first.set()
        if chat % 100 == BLOCKED:
            return _refusal(403, "Forbidden: bot was blocked by the user")
        if chat % 100 == PICKY and said.endswith("/2"):
            return _refusal(400, "Bad Request: something odd")
        names, weights = zip(*_MOODS, strict=True)
        mood = "taken" if self.calm else self.mood.choices(names, weights)[0]
        return await self._moody(asked, mood, (chat, said))

    async def _moody(self, asked: web.Request, mood: str, message: Key) -> web.StreamResponse:
        if mood in ("taken", "broken after", "silent after", "cut"):
            self.taken.append(message)
        if mood in ("broken after", "broken before"):
            self.unsaid.update([message] if mood == "broken after" else [])
            assert asked.transport is not None
            asked.transport.close()
            return web.Response()
        if mood == "silent after":
            self.unsaid.add(message)
            await asyncio.sleep(_SILENCE)
        if mood == "cut":
            self.unsaid.add(message)
            return web.Response(text='{"ok":true,"result":{"mess', content_type="application/json")
        if mood == "flood":
            return _refusal(429, "Too Many Requests", retry_after=1)
        if mood == "error":
            return _refusal(500, "Internal Server Error")
        if mood == "html":
            return web.Response(text="<html><h1>502 Bad Gateway</h1></html>", content_type="text/html", status=502)
        return web.json_response({"ok": True, "result": {"message_id": len(self.taken), "date": 1}})


def _refusal(code: int, reason: str, **parameters: int) -> web.Response:
    body = {"ok": False, "error_code": code, "description": reason, "parameters": parameters}
    return web.json_response(body, status=code)


def sending_other(method: str) -> object:
    """Return what Telegram says to what is not a message."""
    known: dict[str, object] = {
        "getMe": {"id": 1, "is_bot": True, "first_name": "Bot", "username": "bot"},
        "getUpdates": [],
        "getWebhookInfo": {"url": "", "has_custom_certificate": False, "pending_update_count": 0},
    }
    return known.get(method, True)


def written(chat: int) -> list[str]:
    """Return the messages of a chat's digest: one to four."""
    number = 1 + chat % 4
    return [f"{chat}/{at}" for at in range(1, number + 1)]


async def fill(url: str, chats: int) -> None:
    """Let a digest wait for each chat."""
    async with await Database.open(url) as database:
        await database.migrate()
        await due.fill(database, chats)
        async with database.transaction() as connection:
            await connection.execute(tables.subscribers.update().values(next_due_at=None))
            for chat in range(1, chats + 1):
                parts = tuple(outbox.Draft(said, said) for said in written(chat))
                new = NewDigest(subscriber_id=chat, parts=parts, due_at=due.NOW)
                await digests.record(connection, new, now=due.NOW)


async def start(folder: Path, url: str, api: str) -> asyncio.subprocess.Process:
    """Run the bot as an operator does."""
    others = {name: value for name, value in os.environ.items() if name.lower() not in config.Settings.model_fields}
    settings = {
        "BOT_TOKEN": sending.TOKEN, "TELEGRAM_API": api, "DATABASE_URL": url, "PROXY": "http://127.0.0.1:9",
        "SEMANTIC": "off", "BACKUP_HOURS": "0", "DELIVER_SECONDS": "0.2",
        "PYTHONPATH": str(Path(__file__).parents[1]),
    }  # fmt: skip
    return await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "run", env={**others, **settings}, cwd=folder, stderr=asyncio.subprocess.DEVNULL
    )


async def look(url: str) -> tuple[set[int], dict[str, int]]:
    """Check the database's integrity; return the messages that were being sent, and how many are in which state."""
    async with await Database.open(url) as database, database.read() as connection:
        if url.startswith("sqlite"):
            said = await connection.scalar(text("PRAGMA integrity_check"))
            assert said == "ok", said
        sent = tables.outbox.c.state == PartState.SENDING
        flying = set(await connection.scalars(select(tables.outbox.c.id).where(sent)))
        rows = await connection.execute(select(tables.outbox.c.state, func.count()).group_by(tables.outbox.c.state))
        return flying, {str(state): number for state, number in rows}


async def play(arguments: argparse.Namespace, folder: Path) -> bool:
    """Kill it so often, let it finish, and say what came of it."""
    mood = random.Random(arguments.seed)
    telegram, app = Telegram(mood=mood), web.Application()
    app.router.add_post("/bot{token}/{method}", telegram.answer)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    api = f"http://127.0.0.1:{runner.addresses[0][1]}"
    url = arguments.database or f"sqlite:///{folder}/crash.db"
    await fill(url, arguments.chats)
    in_flight, began = 0, time.perf_counter()
    for kill in range(1, arguments.kills + 1):
        telegram.first.clear()
        bot = await start(folder, url, api)
        with suppress(TimeoutError):
            await asyncio.wait_for(telegram.first.wait(), 60)
        await asyncio.sleep(mood.uniform(0, _LONGEST_LIFE))
        if mood.randrange(100) < _TOLD:
            bot.terminate()
            await bot.wait()
        else:
            bot.kill()
            await bot.wait()
        flying, states = await look(url)
        in_flight += len(flying)
        if kill % 10 == 0 or kill == arguments.kills:
            print(f"{kill} ends, {time.perf_counter() - began:.0f} s: {states}", flush=True)
        if not states.get("pending") and not flying:
            break
    telegram.calm = True
    bot = await start(folder, url, api)
    while (found := await look(url))[0] or found[1].get("pending"):  # noqa: ASYNC110 - nobody wakes us
        await asyncio.sleep(1)
    bot.terminate()
    await bot.wait()
    await runner.cleanup()
    return report(telegram, arguments.chats, in_flight)


def report(telegram: Telegram, chats: int, in_flight: int) -> bool:
    """Print what was lost, repeated or out of order; return whether all is as promised."""
    counted = Counter(telegram.taken)
    order: dict[Key, int] = {}
    for at, message in enumerate(telegram.taken):
        order.setdefault(message, at)
    lost = early = 0
    for chat in range(1, chats + 1):
        if chat % 100 == BLOCKED:
            continue
        due_here = [(chat, said) for said in written(chat) if not (chat % 100 == PICKY and said.endswith("/2"))]
        lost += sum(message not in counted for message in due_here)
        came = [order[message] for message in due_here if message in order]
        early += came != sorted(came)
    twice = sum(count - 1 for count in counted.values())
    explained = in_flight + sum(counted[message] - 1 for message in telegram.unsaid)
    print(
        f"{len(counted):,} messages: {lost} lost, {early} chats out of order, {twice} came twice; in flight at an end:"
        f" {in_flight}, taken without a word: {len(telegram.unsaid)}"
    )
    return lost == 0 and early == 0 and twice <= explained


def main() -> None:
    """Read the arguments, play, and end with 1 if a promise was broken."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--chats", type=int, default=2000)
    parser.add_argument("--database", default="", help="an empty PostgreSQL database")
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        sys.exit(not asyncio.run(play(arguments, Path(name))))


if __name__ == "__main__":
    main()
