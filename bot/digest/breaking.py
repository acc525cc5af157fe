"""Whether a story may interrupt a reader before the next digest: what several independent sources tell at once."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from bot.schedule import quiet_hours
from storage.model import QuietHours, Story, StoryCandidate
from storage.stories.clustering import independence

# Older than this it is no longer breaking: the next digest tells it. Quiet hours, through which it waits, do not count.
FRESH: Final = timedelta(hours=2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """At least `sources` independent publishers within `window` of each other."""

    sources: int = 3
    window: timedelta = timedelta(minutes=60)


@dataclass(frozen=True, slots=True, kw_only=True)
class Interruption:
    """Whether to interrupt, and when: `at` is None for no, now, or the end of the reader's quiet hours."""

    at: datetime | None
    reason: str


def broke_at(story: Story, rule: Rule) -> datetime | None:
    """Return the first moment at which enough independent publishers had told a story; None if there is none.

    Args:
        story: with all its members.
        rule: how many, how close.
    """
    confirming = [one for one in story.members if independence.confirms(one.kind, standing=one.withdrawn_at is None)]
    first: dict[str, datetime] = {}
    for member in sorted(confirming, key=lambda member: member.published_at):
        first.setdefault(independence.owner(member.teller, member.owner), member.published_at)
    times = sorted(first.values())
    for start, end in zip(times, times[rule.sources - 1 :], strict=False):
        if end - start <= rule.window:
            return end
    return None


def decide(
    candidate: StoryCandidate,
    *,
    rule: Rule,
    zone: str,
    now: datetime,
    hours: QuietHours | None = None,
    wake: bool = False,
) -> Interruption:
    """Decide whether a story that matches a reader's topics interrupts them.

    Args:
        candidate: the story, why it matched, and what the reader was told of it.
        rule: when a story is breaking.
        zone: the reader's, an IANA name.
        now: an aware moment.
        hours: the reader's quiet hours, through which it is held.
        wake: whether the reader wants to be woken all the same.
    """
    if not candidate.matches:
        return Interruption(at=None, reason="no topic")
    if candidate.told:
        return Interruption(at=None, reason="told")
    broke = broke_at(candidate.story, rule)
    if broke is None:
        return Interruption(at=None, reason="few sources")
    start, end = (now, now) if hours is None or wake else quiet_hours.last(hours, zone, now)
    waited = max(timedelta(0), min(now, end) - max(broke, start))
    if now - broke - waited > FRESH:
        return Interruption(at=None, reason="old")
    return Interruption(at=end, reason="held") if now < end else Interruption(at=now, reason="breaking")
