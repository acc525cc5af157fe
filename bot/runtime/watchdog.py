"""Watches the event loop from a thread: says what holds it, and ends a process that it is held in for good.

Readers, digests and the crawl wait for whoever holds the loop; only a thread can see where it hangs.
"""

import asyncio
import logging
import os
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Final

from bot.runtime import metrics

log = logging.getLogger(__name__)

# Readers notice a second; nothing that is planned holds the loop for a twentieth of one.
HELD: Final = 1.0
# Nothing of ours takes so long: the process ends, and whoever keeps it running starts it anew.
FOR_GOOD: Final = 120.0
_BEAT: Final = 0.2
_FRAMES: Final = 12


@contextmanager
def doing(what: str) -> Iterator[None]:
    """Name what the current task is about, such as an update or an article: the watchdog says it of a held loop."""
    task = asyncio.current_task()
    assert task is not None  # noqa: S101 - called in coroutines only
    before = task.get_name()
    task.set_name(what)
    try:
        yield
    finally:
        task.set_name(before)


def end_process() -> None:
    """End without a goodbye, for nothing runs that could say it."""
    logging.shutdown()
    os._exit(os.EX_SOFTWARE)


@dataclass(slots=True)
class Watchdog:
    """Notes how late the loop is; `run` is to be a task of it.

    `held` and `for_good` are seconds; `end` is what is done of a loop that was held for good.
    """

    held: float = HELD
    for_good: float = FOR_GOOD
    end: Callable[[], None] = end_process
    _beat_at: float = 0.0
    _told_of: float = 0.0
    _over: threading.Event = field(default_factory=threading.Event)

    async def run(self, stop: asyncio.Event) -> None:
        """Let the loop be watched until `stop`."""
        self._beat_at = time.monotonic()
        watcher = threading.Thread(
            target=self._watch, args=(asyncio.get_running_loop(), threading.get_ident()), name="watchdog", daemon=True
        )
        watcher.start()
        try:
            while not stop.is_set():
                self._beat(time.monotonic())
                await asyncio.sleep(min(_BEAT, self.held / 4))
        finally:
            self._over.set()
            await asyncio.to_thread(watcher.join)

    def _beat(self, now: float) -> None:
        if self._told_of == self._beat_at:
            log.warning("The event loop is free again; it was held for %.1f s", now - self._beat_at)
        self._beat_at = now

    def _watch(self, loop: asyncio.AbstractEventLoop, thread_id: int) -> None:
        while not self._over.wait(min(_BEAT, self.held / 4)):
            beat_at = self._beat_at
            late = time.monotonic() - beat_at
            if late >= self.held and self._told_of != beat_at:
                self._told_of = beat_at
                metrics.stalls.inc()
                log.error("The event loop is held for %.1f s by %s:\n%s", late, _who(loop), _where(thread_id))
            if late >= self.for_good:
                log.critical("The event loop is held for good by %s; the process ends", _who(loop))
                self.end()
                return


def _who(loop: asyncio.AbstractEventLoop) -> str:
    task = asyncio.current_task(loop)
    return task.get_name() if task else "a callback"


def _where(thread_id: int) -> str:
    frame = sys._current_frames().get(thread_id)  # noqa: SLF001 - documented, and named so because it is CPython's
    return "".join(traceback.format_stack(frame, _FRAMES)[-_FRAMES:]) if frame else ""
