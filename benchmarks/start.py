"""How long `svodka run` takes until it is ready, beside `import aiogram`: `python -m benchmarks.start [--times N]`.

The bot is a process of its own, as an operator starts it: SQLite in a temporary folder, every source of the catalogue
with publishers out of reach, and a Telegram that answers at once. Ready is what `/readyz` says. Then the memory of all
its processes some seconds later (PSS: what they share is counted once). The fastest of some starts of each kind counts,
taken in turns, for the machine is never quiet.
"""

import argparse
import asyncio
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from pathlib import Path

import aiohttp

from bot.config import Settings
from bot.demo.telegram.bot_api import BotApi

READY_SECONDS, READY_RATIO, PSS = 6.0, 2.0, 300
IMPORT = (sys.executable, "-c", "import aiogram")
# What else a person waits for at the terminal.
COMMANDS = {"svodka --help": ("--help",), "svodka run --help": ("run", "--help")}
_PATIENCE = 90.0
# What was loaded by then is what it has when nothing happens.
_SETTLED = 5.0


def family(root: int) -> list[int]:
    """Return a process and all that descend from it."""
    found, parents = [root], {}
    for entry in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = entry.read_text(encoding="utf-8").rpartition(")")[2].split()
        except OSError:  # it has ended meanwhile
            continue
        parents[int(entry.parent.name)] = int(fields[1])
    for process in found:
        found += [child for child, parent in parents.items() if parent == process]
    return found


def pss(processes: Iterable[int]) -> dict[int, float]:
    """Return the proportional memory of each process in megabytes."""
    found = {}
    for process in processes:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text(encoding="ascii").splitlines()
        found[process] = next(int(line.split()[1]) / 1000 for line in lines if line.startswith("Pss:"))
    return found


def seconds(command: Sequence[str]) -> float:
    """Return how long a command takes."""
    began = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)  # noqa: S603 - our own
    return time.perf_counter() - began


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


async def _until_ready(process: asyncio.subprocess.Process, port: int) -> None:
    async with asyncio.timeout(_PATIENCE), aiohttp.ClientSession() as session:
        while process.returncode is None:
            try:
                async with session.get(f"http://127.0.0.1:{port}/readyz") as answer:
                    if answer.status == 200:
                        return
            except aiohttp.ClientError:
                pass
            await asyncio.sleep(0.02)
    raise SystemExit(f"svodka run has ended by itself with {process.returncode}")


async def start(folder: Path, *, semantic: str, settle: bool) -> tuple[float, dict[int, float]]:
    """Start the bot once; return the seconds until it was ready, and the memory of its processes."""
    port = _free_port()
    async with BotApi() as api:
        settings = {
            "BOT_TOKEN": api.token,
            "TELEGRAM_API": api.url,
            "DATABASE_URL": f"sqlite:///{folder}/svodka.db",
            "PROXY": "http://127.0.0.1:9",
            "METRICS_PORT": str(port),
            "SEMANTIC": semantic,
        }
        others = {name: value for name, value in os.environ.items() if name.lower() not in Settings.model_fields}
        began = time.perf_counter()
        with (folder / "log").open("ab") as log:
            process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "bot", "run", env={**others, **settings}, cwd=folder, stderr=log
            )
        try:
            await _until_ready(process, port)
            ready = time.perf_counter() - began
            if settle:
                await asyncio.sleep(_SETTLED)
            return ready, pss(family(process.pid))
        finally:
            if process.returncode is None:
                process.terminate()
            await process.wait()


def main() -> int:
    """Print seconds, ratios and memory; 1 if one is above its limit."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.start")
    parser.add_argument("--times", type=int, default=3)
    parser.add_argument("--semantic", choices=("auto", "off"), default="off")
    asked = parser.parse_args()
    imports, starts = [], []
    memory: dict[int, float] = {}
    with tempfile.TemporaryDirectory() as folder:
        for number in range(asked.times + 1):
            taken, memory = asyncio.run(start(Path(folder), semantic=asked.semantic, settle=number == asked.times))
            if number == 0:
                print(f"the very first, which makes the database: ready in {taken:.2f} s")
                continue
            starts.append(taken)
            imports.append(seconds(IMPORT))
    ready, importing = min(starts), min(imports)
    print(f"import aiogram      {importing:5.2f} s")
    print(
        f"svodka run, ready   {ready:5.2f} s   {ready / importing:.2f}x (at most {READY_RATIO:g}x, {READY_SECONDS:g} s)"
    )
    for name, arguments in COMMANDS.items():
        taken = min(seconds((sys.executable, "-m", "bot", *arguments)) for _ in range(asked.times))
        print(f"{name:<19} {taken:5.2f} s   {taken / importing:.2f}x")
    each = ", ".join(f"{size:.0f}" for size in memory.values())
    print(f"memory of all       {sum(memory.values()):5.0f} MB  (PSS; at most {PSS}): {each}")
    return int(ready > min(READY_SECONDS, READY_RATIO * importing) or sum(memory.values()) > PSS)


if __name__ == "__main__":
    sys.exit(main())
