"""The digests of readers now, by what they chose: reads what may be told and composes it; writes nothing."""

import logging
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from bot import texts
from bot.digest import compose, render, render_rich
from bot.digest.compose import Digest, Material, Silence
from bot.digest.issue import Issue
from bot.digest.length import Length
from bot.digest_builder import routing, story_buttons
from bot.digest_builder.issues import Issues
from bot.runtime import metrics
from bot.schedule import timetable
from bot.texts import Texts
from storage.database import Connection
from storage.digests import digests, selection
from storage.digests.digests import Reception
from storage.model import ChatKind, Preferences, QuietHours, Sound, Style, Subscriber
from storage.outbox.outbox import Draft
from storage.sources.listing_states import ListingState
from storage.stories import added_facts
from storage.window import Selection

log = logging.getLogger(__name__)

# So far back a digest looks at least: the first has something to tell, and what had no room yesterday may have it now.
REACH: Final = timedelta(hours=24)
# A reader without a digest for longer, though there were slots, was away: they get what mattered, not the backlog.
AWAY: Final = timedelta(days=2)
WEEK: Final = timedelta(days=7)
LONGEST_RECAP: Final = WEEK
# A digest that is asked for between two weekly ones tells what is new, as any does.
_MOST_OF_A_WEEK: Final = timedelta(days=5)
# From when the silence of a source is worth a line, and when everybody has read it often enough.
_SILENT_DAYS: Final = range(2, 8)
# When a digest that is silent at night makes no sound.
NIGHT: Final = QuietHours(start=time(22), end=time(8))


async def current(
    connection: Connection,
    subscriber: Subscriber,
    preferences: Preferences,
    *,
    now: datetime,
    silent: tuple[Silence, ...] = (),
) -> Digest:
    """Compose what a subscriber is told when they ask: what is new to them, or a ranked recap if they were away."""
    issues = Issues(now, of=[subscriber.id])
    material = await gather(connection, [subscriber], issues, silent=silent)
    return compose.compose(replace(material[subscriber.id], length=length(preferences)))


async def gather(
    connection: Connection, subscribers: Iterable[Subscriber], issues: Issues, *, silent: tuple[Silence, ...] = ()
) -> dict[int, Material]:
    """Read what the digests of several subscribers are made of, by subscriber; what they share is read once.

    A digest is a recap from when its reader went away, if they were.
    """
    by_id, now = {subscriber.id: subscriber for subscriber in subscribers}, issues.now
    receptions = await digests.receptions(connection, by_id)
    last = {each: _last(reception) for each, reception in receptions.items()}
    weeks = {each for each, subscriber in by_id.items() if _ends_a_week(subscriber, last.get(each), now)}
    away = {
        each: max(last.get(each, now - WEEK), now - WEEK)
        if each in weeks
        else away_since(subscriber, last.get(each), now)
        for each, subscriber in by_id.items()
    }
    since = {each: away[each] or last.get(each, now - REACH) for each in by_id}
    reach = {each: away[each] or _reach(since[each], receptions.get(each), now) for each in by_id}
    found: dict[int, Material] = {}
    for issue, alike in await issues.prepare(connection, reach):
        selections = await selection.select_all(connection, issue.window, alike)
        for each, chosen in (await _with_news(connection, issue, selections)).items():
            found[each] = Material(
                subscriber=by_id[each],
                issue=issue,
                selection=chosen,
                reading=await issues.reading(connection, reach[each]),
                since=away[each],
                silent=silent,
                first=each not in receptions,
                weekly=each in weeks,
            )
    return found


def _ends_a_week(subscriber: Subscriber, last: datetime | None, now: datetime) -> bool:
    """Say whether a digest is the one of a week: its reader gets one a week, and the last one is that long ago."""
    return timetable.is_weekly(subscriber.timetable) and (last is None or now - last > _MOST_OF_A_WEEK)


def _last(reception: Reception) -> datetime:
    """Return until when a reader has got digests: up to the first one at most, if none of them arrived."""
    return reception.last_at or reception.first_at - REACH


def _reach(since: datetime, reception: Reception | None, now: datetime) -> datetime:
    """Return how far back to look: as far as a digest always does, and to the last one that arrived whole."""
    whole = reception.whole_at or reception.first_at - REACH if reception else since
    return min(since, now - REACH, max(whole, now - LONGEST_RECAP))


async def _with_news(connection: Connection, issue: Issue, selections: Mapping[int, Selection]) -> dict[int, Selection]:
    """Say of each story that was told what has been added to it since."""
    grown = {each: issue.known(chosen) for each, chosen in selections.items() if chosen.told}
    added = await added_facts.added(connection, [one for known in grown.values() for one in known])
    return {each: replace(chosen, news=added) if each in grown else chosen for each, chosen in selections.items()}


def away_since(subscriber: Subscriber, last: datetime | None, now: datetime) -> datetime | None:
    """Return since when a reader has been away, None if they were not: a weekly digest is no absence."""
    if last is None or now - last <= AWAY:
        return None
    start = max(last, now - LONGEST_RECAP)
    slots = timetable.slots_between(subscriber.timetable, subscriber.zone, start, now, subscriber.holidays)
    return None if subscriber.timetable and len(slots) < 2 else start


def length(preferences: Preferences) -> Length:
    """Return how long a reader wants a digest; an editor sees all of one that they are to choose from."""
    whole = Length(stories=preferences.stories, minutes=preferences.minutes)
    return replace(whole, brief=0) if preferences.editors else whole


def _makes_sound(sound: Sound, digest: Digest) -> bool:
    local = digest.composed_at.astimezone(ZoneInfo(digest.zone)).time()
    is_night = local >= NIGHT.start or local < NIGHT.end
    return sound is Sound.ON or (sound is Sound.NIGHT and not is_night)


def parts(digest: Digest, subscriber: Subscriber, preferences: Preferences) -> tuple[Draft, ...]:
    """Write a digest for the outbox: its messages, behind the one rich message that may stand for all of them."""
    classic = drafts(digest, subscriber, preferences)
    if preferences.style is not Style.ONE or subscriber.kind is not ChatKind.PRIVATE:
        return classic
    if digest.breaking or digest.empty or any(draft.thread_id is not None for draft in classic):
        return classic
    whole = render_rich.message(
        _signed(digest, preferences),
        texts.for_language(subscriber.language),
        numbers=story_buttons.belong_to(subscriber.kind),
    )
    if whole is None:
        metrics.parts.labels("oversized").inc()
        log.info("The digest of subscriber %d is beyond one rich message and goes as classic ones", subscriber.id)
        return classic
    keyboard = story_buttons.keyboard(whole.numbered)
    silent = classic[0].silent
    rich = Draft(html=whole.html, plain="", keyboard=keyboard, stories=whole.stories, rich=True, silent=silent)
    return (rich, *classic)


def drafts(digest: Digest, subscriber: Subscriber, preferences: Preferences) -> tuple[Draft, ...]:
    """Write a digest as messages for the outbox, by forum threads, each with buttons for the stories it numbers."""
    speak = texts.for_language(subscriber.language)
    numbers = story_buttons.belong_to(subscriber.kind)
    digest = _signed(digest, preferences)
    routed = [
        (thread_id, message)
        for thread_id, part in routing.split(digest)
        for message in render.messages(part, speak, style=preferences.style, numbers=numbers and not digest.breaking)
    ]
    # One digest, one sound, however many messages it takes.
    sounding = {thread_id: place for place, (thread_id, _) in reversed(list(enumerate(routed)))}
    makes_sound = _makes_sound(preferences.sound, digest)
    written = [
        Draft(
            html=message.html,
            plain=message.plain,
            keyboard=story_buttons.keyboard(message.numbered),
            preview=message.preview,
            stories=message.stories,
            thread_id=thread_id,
            silent=not makes_sound or place != sounding[thread_id],
        )
        for place, (thread_id, message) in enumerate(routed)
    ]
    return tuple(written if digest.empty or not digest.shared else _published(written, digest, speak, preferences))


def _signed(digest: Digest, preferences: Preferences) -> Digest:
    return replace(digest, accounts=digest.accounts and preferences.footer, signature=preferences.signature)


def _published(written: list[Draft], digest: Digest, speak: Texts, preferences: Preferences) -> list[Draft]:
    """Have a chat's digest pinned, and let its members have one of their own, as its admins chose."""
    if preferences.pinned and not digest.breaking:
        written[0] = written[0]._replace(pin=True)
    if preferences.invite:
        written[-1] = written[-1]._replace(keyboard=story_buttons.invitation(speak))
    return written


def silences(states: Iterable[ListingState], now: datetime) -> tuple[Silence, ...]:
    """Name the sources all of whose listings have been silent for days; one that is long gone is not named again."""
    newest: dict[str, datetime] = {}
    speaking = set()
    for state in states:
        if state.newest_at is None or state.silent_at is None or state.silent_at > now:
            speaking.add(state.source)
        else:
            newest[state.source] = max(state.newest_at, newest.get(state.source, state.newest_at))
    days = {source: (now - at).days for source, at in newest.items() if source not in speaking}
    return tuple(Silence(source=source, days=days[source]) for source in sorted(days) if days[source] in _SILENT_DAYS)
