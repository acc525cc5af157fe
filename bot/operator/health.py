"""Whether the bot is alive, and whether it is ready: judged by when each part last got on. Asks the database only."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Final

from bot.runtime.progress import Progress

# What each part may take, in seconds. Telegram is asked every 35 s at most, and again after a minute where it failed.
POLLED: Final = "polling"
POLL_TRIED: Final = "polling-tried"
CRAWLED: Final = "crawl"
DELIVERED: Final = "deliver"
LIMITS: Final = {POLLED: 120.0, CRAWLED: 900.0, DELIVERED: 300.0}
# What moves by itself, whatever Telegram and the publishers do: if it does not, only a new start can help.
ALIVE: Final = {POLL_TRIED: 600.0}
# For so long messages may wait that could be sent, while none is.
LATE: Final = 600.0
_DATABASE_SECONDS: Final = 3.0

Ask = Callable[[], Awaitable[object]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """Judges; `ask` asks the database for anything, `silence` says for how long nothing left of what could be sent."""

    progress: Progress
    ask: Ask
    silence: Callable[[], float] = lambda: 0.0

    def dead(self) -> list[str]:
        """Return what has stood still for so long that the process should be started anew."""
        return [self._said(part) for part, limit in ALIVE.items() if self.progress.age(part) > limit]

    async def unready(self) -> list[str]:
        """Return what keeps readers from being served, in a line each; nothing if all is well."""
        found = [self._said(part) for part, limit in LIMITS.items() if self.progress.age(part) > limit]
        found += [f"{part} has not begun yet" for part in (POLLED, DELIVERED) if not self.progress.seen(part)]
        if (silence := self.silence()) > LATE:
            found.append(f"messages have been waiting for {silence:.0f} s, and none was sent")
        try:
            async with asyncio.timeout(_DATABASE_SECONDS):
                await self.ask()
        except TimeoutError:
            found.append(f"the database has not answered within {_DATABASE_SECONDS:.0f} s")
        except Exception as error:  # noqa: BLE001 - whatever it is, nothing can be read
            found.append(f"the database does not answer: {type(error).__name__}")
        return found

    def _said(self, part: str) -> str:
        return f"{part} has not moved for {self.progress.age(part):.0f} s"
