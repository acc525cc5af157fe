"""A minute on which everything goes wrong: `python -m benchmarks.bad_minute [--figure FILE.svg]`.

Two messages wait for each of hundreds of chats, and the real program sends them. Telegram, on loopback, takes all that
comes; then it answers everything with 429, then every connection breaks, then the program is killed (SIGKILL) and
started anew. Printed is how many messages came, how many twice, and whether any came before its predecessor; the figure
shows how many came each second.
"""

import argparse
import asyncio
import os
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Final

from aiohttp import web

from benchmarks import due, sending
from bot import config
from storage.database import Database
from storage.outbox import outbox

CHATS: Final = 800
FLOOD, AWAY, KILL = (10.0, 14.0), (24.0, 32.0), 42.0
_RETRY_AFTER: Final = 4
_WIDTH, _HEIGHT, _LEFT, _TOP = 800, 240, 40, 20


class Telegram:
    """Takes messages, except when it does not; remembers what came when."""

    def __init__(self) -> None:
        self.began = 0.0
        self.taken: list[tuple[float, int, str]] = []
        self.refused: list[float] = []

    async def answer(self, asked: web.Request) -> web.StreamResponse:
        """Answer a method of the Bot API."""
        if asked.match_info["method"] != "sendMessage":
            return web.json_response({"ok": True, "result": _other(asked.match_info["method"])})
        body = await asked.json()
        now = time.perf_counter()
        self.began = self.began or now
        now -= self.began
        if FLOOD[0] <= now < FLOOD[1]:
            self.refused.append(now)
            return web.json_response(
                {"ok": False, "error_code": 429, "description": "Too Many Requests",
                 "parameters": {"retry_after": _RETRY_AFTER}}, status=429,
            )  # fmt: skip
        if AWAY[0] <= now < AWAY[1]:
            self.refused.append(now)
            assert asked.transport is not None
            asked.transport.close()
            return web.Response()
        self.taken.append((now, body["chat_id"], body["text"]))
        return web.json_response({"ok": True, "result": {"message_id": len(self.taken), "date": 1}})


def _other(method: str) -> object:
    known: dict[str, object] = {
        "getMe": {"id": 1, "is_bot": True, "first_name": "Bot", "username": "bot"},
        "getUpdates": [],
        "getWebhookInfo": {"url": "", "has_custom_certificate": False, "pending_update_count": 0},
    }
    return known.get(method, True)


async def fill(dsn: str) -> None:
    """Let two messages wait for each chat."""
    async with await Database.open(dsn) as database:
        await database.migrate()
        await due.fill(database, CHATS)
        batches = [
            outbox.Batch(subscriber_id=chat, parts=[outbox.Draft(text, text) for text in ("1", "2")])
            for chat in range(1, CHATS + 1)
        ]
        async with database.transaction() as connection:
            await outbox.add_all(connection, batches, now=due.NOW, priority=outbox.Priority.SLOT)


async def start(folder: Path, url: str) -> asyncio.subprocess.Process:
    """Run the bot as an operator does."""
    others = {name: value for name, value in os.environ.items() if name.lower() not in config.Settings.model_fields}
    settings = {
        "BOT_TOKEN": sending.TOKEN, "TELEGRAM_API": url, "DATABASE_URL": f"sqlite:///{folder}/bad.db",
        "PROXY": "http://127.0.0.1:9", "SEMANTIC": "off", "BACKUP_HOURS": "0",
        "PYTHONPATH": str(Path(__file__).parents[1]),
    }  # fmt: skip
    return await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "run", env={**others, **settings}, cwd=folder, stderr=asyncio.subprocess.DEVNULL
    )


async def play(folder: Path) -> Telegram:
    """Play the minute, and wait until everything has come."""
    telegram, app = Telegram(), web.Application()
    app.router.add_post("/bot{token}/{method}", telegram.answer)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    await fill(f"sqlite:///{folder}/bad.db")
    bot = await start(folder, url)
    while not telegram.began:  # noqa: ASYNC110 - nobody wakes us
        await asyncio.sleep(0.01)
    await asyncio.sleep(telegram.began + KILL - time.perf_counter())
    bot.kill()
    await bot.wait()
    bot = await start(folder, url)
    while len({one[1:] for one in telegram.taken}) < 2 * CHATS:  # noqa: ASYNC110 - as above
        await asyncio.sleep(0.1)
    await asyncio.sleep(2)
    bot.terminate()
    await bot.wait()
    await runner.cleanup()
    return telegram


def judged(telegram: Telegram) -> str:
    """Say what came, what came twice, and what came out of order."""
    counted = Counter(one[1:] for one in telegram.taken)
    twice = sum(count - 1 for count in counted.values())
    first: dict[tuple[int, str], float] = {}
    for at, chat, text in telegram.taken:
        first.setdefault((chat, text), at)
    early = sum(first[chat, "2"] < first[chat, "1"] for chat, text in first if text == "1")
    lost = 2 * CHATS - len(counted)
    refused = len(telegram.refused)
    return (
        f"{2 * CHATS:,} messages: {lost} lost, {twice} twice, {early} out of order; {refused} tries refused or cut off;"
        f" {telegram.taken[-1][0]:.0f} s"
    )


def figure(telegram: Telegram) -> str:
    """Draw how many messages came each second, and what went wrong when."""
    seconds = int(telegram.taken[-1][0]) + 1
    taken = Counter(int(at) for at, _, _ in telegram.taken)
    step, unit = (_WIDTH - _LEFT) / seconds, (_HEIGHT - 2 * _TOP - 20) / 32
    base = _HEIGHT - 40
    bars = "".join(
        f'<rect x="{_LEFT + at * step:.1f}" y="{base - taken[at] * unit:.1f}" width="{step - 1:.1f}" '
        f'height="{taken[at] * unit:.1f}" fill="#3b82c4"/>'
        for at in range(seconds)
    )
    spans = "".join(
        f'<rect x="{_LEFT + begin * step:.1f}" y="{_TOP}" width="{(end - begin) * step:.1f}" height="{base - _TOP}" '
        f'fill="{colour}" opacity="0.25"/><text x="{_LEFT + begin * step + 3:.1f}" y="{_TOP + 12}">{words}</text>'
        for (begin, end), words, colour in (
            (FLOOD, "429", "#e0a100"), (AWAY, "away", "#888888"), ((KILL, KILL + 0.4), "SIGKILL", "#c00000"),
        )
    )  # fmt: skip
    lines = "".join(
        f'<line x1="{_LEFT}" x2="{_WIDTH}" y1="{base - rate * unit:.1f}" y2="{base - rate * unit:.1f}" '
        f'stroke="#999999" stroke-width="0.5"/><text x="8" y="{base - rate * unit + 4:.1f}">{rate}</text>'
        for rate in (0, 10, 20, 30)
    )
    ticks = "".join(f'<text x="{_LEFT + at * step:.1f}" y="{base + 16}">{at} s</text>' for at in range(0, seconds, 10))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" font-family="sans-serif" '
        f'font-size="11" fill="#777777">{lines}{spans}{bars}{ticks}'
        f'<text x="{_LEFT}" y="{_HEIGHT - 6}">{judged(telegram)}</text></svg>\n'
    )


def main() -> None:
    """Read the arguments, play, and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--figure", type=Path, help="where to write the figure")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        telegram = asyncio.run(play(Path(name)))
    print(judged(telegram))
    if arguments.figure:
        arguments.figure.write_text(figure(telegram), encoding="utf-8")


if __name__ == "__main__":
    main()
