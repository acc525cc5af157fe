"""The only module that knows APScheduler: a handful of system jobs, never one per subscriber."""

import asyncio
import contextlib
import logging
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from apscheduler.events import EVENT_JOB_MISSED, JobExecutionEvent
from apscheduler.schedulers.asyncio import AsyncIOScheduler

log = logging.getLogger(__name__)

# APScheduler's intervals follow the wall. How often we look whether somebody set it, and from when that matters.
_LOOK_SECONDS: Final = 5.0
_SET: Final = timedelta(seconds=5)


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """Work that repeats: `work` is awaited `every` interval, first after `delay`; it never overlaps itself."""

    name: str
    work: Callable[[], Awaitable[object]]
    every: timedelta
    delay: timedelta = timedelta(0)


class Scheduler:
    """Runs jobs on the event loop. A job that raises is logged and runs again at its next time.

    Intervals hold when the clock of the machine is set: `wall` gives its time, `elapsed` monotonic seconds.
    """

    def __init__(
        self,
        jobs: tuple[Job, ...],
        *,
        wall: Callable[[], datetime] = lambda: datetime.now(UTC),
        elapsed: Callable[[], float] = time.monotonic,
        look: float = _LOOK_SECONDS,
    ) -> None:
        self._wall, self._elapsed, self._look = wall, elapsed, look
        self._began = wall() - timedelta(seconds=elapsed())
        self._looking: asyncio.TimerHandle | None = None
        # The default grace of one second silently skips a run when the loop was busy; a late run is still wanted.
        self._scheduler = AsyncIOScheduler(
            timezone=UTC, job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
        )
        self._scheduler.add_listener(_log_missed, EVENT_JOB_MISSED)
        self._under_way: set[asyncio.Event] = set()
        start = wall()
        for job in jobs:
            self._scheduler.add_job(
                self._guarded(job),
                "interval",
                seconds=job.every.total_seconds(),
                id=job.name,
                name=job.name,
                next_run_time=start + job.delay,
            )

    def start(self) -> None:
        """Begin; needs a running event loop."""
        self._scheduler.start()
        self._follow_the_wall()

    async def stop(self, *, patience: float = 5.0) -> None:
        """Start no more jobs; give those under way `patience` seconds to finish, then cancel them."""
        if self._looking is not None:
            self._looking.cancel()
        self._scheduler.pause()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(patience):
                for finished in tuple(self._under_way):
                    await finished.wait()
        self._scheduler.shutdown(wait=False)

    def _follow_the_wall(self) -> None:
        """Move what is due with the clock when somebody has set it: set back by hours, no job would run for hours."""
        began = self._wall() - timedelta(seconds=self._elapsed())
        moved = began - self._began
        if abs(moved) > _SET:
            log.warning("The clock of this machine was set by %s; jobs keep their intervals", moved)
            for job in self._scheduler.get_jobs():
                job.modify(next_run_time=job.next_run_time + moved)
        self._began = began
        self._looking = asyncio.get_running_loop().call_later(self._look, self._follow_the_wall)

    def _guarded(self, job: Job) -> Callable[[], Awaitable[None]]:
        async def run() -> None:
            finished = asyncio.Event()
            self._under_way.add(finished)
            try:
                await job.work()
            except asyncio.CancelledError:
                log.info("Job %s was cut short by stopping", job.name)
            except Exception:
                log.exception("Job %s failed; it runs again in %s", job.name, job.every)
            finally:
                finished.set()
                self._under_way.discard(finished)

        return run


def _log_missed(event: JobExecutionEvent) -> None:
    log.warning("Job %s was due at %s and not run", event.job_id, event.scheduled_run_time)
