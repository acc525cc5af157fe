"""What is different between the settings of a chat at two moments, as lines of its log. Pure."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields

from bot.export.file_format import Belongings
from bot.schedule import timetable_parser
from storage.admins.setting_changes import Change
from storage.model import Preferences, Subscriber, SubscriberState


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """The settings of a chat at one moment; `labels` are what it calls its topics, by their queries."""

    subscriber: Subscriber
    belongings: Belongings
    labels: Mapping[str, str]


def changes(before: Snapshot, after: Snapshot) -> list[Change]:
    """Return what was changed, in the order of the settings."""
    return [
        *_topics(before, after),
        *_added("muted", before.belongings.muted, after.belongings.muted),
        *_added("unmuted", after.belongings.muted, before.belongings.muted),
        *_importance(before, after),
        *_timetable(before.subscriber, after.subscriber),
        *_preferences(before.belongings.preferences or Preferences(), after.belongings.preferences or Preferences()),
        *_added("source", _urls(before.belongings), _urls(after.belongings)),
        *_added("unsource", _urls(after.belongings), _urls(before.belongings)),
    ]


def _topics(before: Snapshot, after: Snapshot) -> Iterator[Change]:
    yield from _added("topic", before.belongings.topics, after.belongings.topics, after.labels)
    yield from _added("untopic", after.belongings.topics, before.belongings.topics, before.labels)


def _added(
    kind: str, before: Iterable[str], after: Iterable[str], labels: Mapping[str, str] | None = None
) -> Iterator[Change]:
    known = set(before)
    for each in after:
        if each not in known:
            yield Change(kind=kind, detail=(labels or {}).get(each, each))


def _importance(before: Snapshot, after: Snapshot) -> Iterator[Change]:
    was, now = before.belongings.importance, after.belongings.importance
    for query in was.keys() & now.keys():
        if was[query] is not now[query]:
            yield Change(kind="importance", detail=after.labels.get(query, query))


def _timetable(was: Subscriber, now: Subscriber) -> Iterator[Change]:
    if was.timetable != now.timetable:
        detail = timetable_parser.write(now.timetable, now.language) if now.timetable else ""
        yield Change(kind="schedule" if detail else "unschedule", detail=detail)
    if was.zone != now.zone:
        yield Change(kind="zone", detail=now.zone)
    if was.language != now.language:
        yield Change(kind="language", detail=now.language)
    if was.holidays != now.holidays:
        yield Change(kind="holidays")
    if was.thread_id != now.thread_id:
        yield Change(kind="thread")
    paused = SubscriberState.PAUSED
    if (was.state is paused) != (now.state is paused):
        yield Change(kind="pause" if now.state is paused else "resume")


def _preferences(was: Preferences, now: Preferences) -> Iterator[Change]:
    """What is on or off is named; of the rest of how a digest looks, that it was changed."""
    named = {"main", "footer", "pinned", "invite", "editors", "sound", "signature", "languages", "quiet"}
    others = False
    for field in fields(Preferences):
        old, new = getattr(was, field.name), getattr(now, field.name)
        if old != new and field.name in named:
            yield Change(kind=field.name, detail=_value(new))
        others = others or (old != new and field.name not in named)
    if others:
        yield Change(kind="preferences")


def _value(value: object) -> str:
    if isinstance(value, bool):
        return "on" if value else "off"
    if isinstance(value, tuple):
        return ", ".join(map(str, value))
    return str(value) if isinstance(value, str) else ""


def _urls(belongings: Belongings) -> list[str]:
    return [one.url for one in belongings.sources]
