"""How the bot is doing, in the operator's chat: /status and /stats."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from aiogram.types import Message

from bot.delivery.paid_broadcasts import PaidBroadcasts
from bot.handlers.reply import Reply
from bot.operator.health import Health
from bot.operator.page import charts
from bot.operator.page.page import OperatorPage
from bot.operator.vitals import Watch
from bot.texts import Html, Texts
from parsers.listings.health import Health as ListingHealth
from storage.database import Database
from storage.maintenance import overview
from storage.maintenance.overview import Overview
from storage.operator import activity

_HOURS = 24
_WELL = frozenset({ListingHealth.OK, "new", ListingHealth.STALE, ListingHealth.UNDATED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Vitality:
    """What /status looks at, and the page that shows more of it.

    `paid` is what messages beyond the free rate cost, None if none are bought.
    """

    watch: Watch
    health: Health
    page: OperatorPage
    paid: PaidBroadcasts | None = None


async def status(_: Message, reply: Reply, vitality: Vitality, database: Database, now: datetime) -> None:
    """Say how the bot is doing at this moment."""
    await vitality.watch.look()
    seen = vitality.watch.latest
    assert seen is not None  # noqa: S101 - looked just now
    unready = await vitality.health.unready()
    speak = reply.texts
    state = speak("status-troubles", list="\n".join(unready)) if unready else speak("status-well")
    said = [state, _numbers(speak, seen.overview, seen.disk_free, seen.loop_delay), await _day(speak, database, now)]
    if vitality.paid:
        rate, most, spent, sold = vitality.paid.account
        said.append(speak("status-paid" if sold else "status-not-sold", rate=rate, most=most, spent=spent))
    await reply.say(Html("\n\n".join(said)))


async def _day(speak: Texts, database: Database, now: datetime) -> str:
    """Draw the last day by hours: what was sent, and the stories that began."""
    begin = now.replace(minute=0, second=0, microsecond=0) - timedelta(hours=_HOURS - 1)
    hours = [begin + timedelta(hours=each) for each in range(_HOURS)]
    async with database.read() as connection:
        done = await activity.activity(connection, since=begin, span=timedelta(hours=1))
    drawn: dict[str, str | int] = {}
    for name, counts in (("sent", done.sent), ("stories", done.stories)):
        values = [counts.get(hour, 0) for hour in hours]
        drawn |= {name: charts.sparkline(values), f"{name}Count": round(sum(values))}
    return speak("status-day", **drawn)


def _numbers(speak: Texts, seen: Overview, disk_free: float, loop_delay: float) -> str:
    broken = sum(count for health, count in seen.listings.items() if health not in _WELL)
    lines = (
        speak(
            "status-subscribers", **{name: seen.subscribers.get(name, 0) for name in ("active", "paused", "suspended")}
        ),
        speak("status-due", due=seen.due, updates=seen.updates_waiting),
        speak("status-outbox", waiting=seen.waiting, seconds=round(seen.oldest_wait)),
        speak("status-lateness", seconds=-1 if seen.lateness is None else round(seen.lateness)),
        speak("status-listings", all=sum(seen.listings.values()), broken=broken),
        speak("status-stories", count=seen.stories_of_hour),
        speak(
            "status-machine",
            megabytes=round(seen.bytes / 2**20),
            free=round(disk_free * 100),
            delay=round(loop_delay * 1000),
        ),
    )
    return Html("\n".join(lines))


async def stats(_: Message, reply: Reply, database: Database, now: datetime) -> None:
    """Say how much was done lately."""
    async with database.read() as connection:
        found = await overview.stats(connection, now)
    speak = reply.texts
    lines = [
        speak(
            "stats-period",
            name=speak.plain(f"stats-{name}"),
            joined=one.joined,
            sent=one.sent,
            failed=one.failed,
            stories=one.stories,
        )
        for name, one in (("day", found.day), ("week", found.week))
    ]
    lines += [speak("stats-topics", list=", ".join(f"{label} ({count})" for label, count in found.topics) or "-")]
    await reply.say(Html("\n\n".join(lines)))
