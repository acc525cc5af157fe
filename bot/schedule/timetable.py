"""When a digest is due: slots of a timetable in the subscriber's zone, holidays heeded; reads no clock or text."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.places import countries
from bot.schedule import holiday_calendar
from storage.model import HolidayRule, OnHolidays, Slot, TimetableEntry

EVERY_DAY = frozenset(range(7))
WORKING_DAYS = frozenset(range(5))
WEEKEND = frozenset({5, 6})

# Each weekday comes round within seven days; a date a zone has skipped (Apia, 2011-12-30) costs another week, and so
# do holidays: a weekly slot has met two of them in a row.
_HORIZON_DAYS = 40
# A day of a weekend that is worked has the times of the working day beside it.
_BESIDE = {5: 4, 6: 0}
NO_RULE = HolidayRule()


@dataclass(frozen=True, slots=True, kw_only=True)
class DaysAndTimes:
    """The times that share one set of weekdays: what a line about a timetable says."""

    weekdays: frozenset[int]
    times: tuple[time, ...]


def merge(entries: Iterable[TimetableEntry]) -> tuple[TimetableEntry, ...]:
    """Return the entries in order of time, one for each time: their weekdays are joined, and none is left dayless."""
    days: dict[time, frozenset[int]] = {}
    for entry in entries:
        days[entry.at] = days.get(entry.at, frozenset()) | entry.weekdays
    return tuple(TimetableEntry(at=at, weekdays=days[at]) for at in sorted(days) if days[at])


def describe(entries: Iterable[TimetableEntry]) -> tuple[DaysAndTimes, ...]:
    """Group a timetable by its weekdays, for texts: most days first, times in order."""
    times: dict[frozenset[int], list[time]] = {}
    for entry in merge(entries):
        times.setdefault(entry.weekdays, []).append(entry.at)
    order = sorted(times, key=lambda days: (-len(days), sorted(days)))
    return tuple(DaysAndTimes(weekdays=days, times=tuple(times[days])) for days in order)


def next_slot(
    entries: Iterable[TimetableEntry], zone: str, after: datetime, holidays: HolidayRule = NO_RULE
) -> Slot | None:
    """Return the first slot due later than `after`, or None for a timetable without entries.

    Each local day has each of its times exactly once: of a time that happens twice (clocks go back) the first counts,
    and a time that does not happen (clocks go forward) moves to the first moment that does. Times that fall into one
    such gap become one slot, the earliest: nobody wants two digests in the same second.

    Args:
        entries: the timetable.
        zone: an IANA name; an unknown one raises `zoneinfo.ZoneInfoNotFoundError`.
        after: an aware moment.
        holidays: what public holidays do to it.
    """
    first = after.astimezone(ZoneInfo(zone)).date() - timedelta(days=1)
    return next((slot for slot in _slots(entries, zone, first, holidays) if slot.due_at > after), None)


def is_weekly(entries: Iterable[TimetableEntry]) -> bool:
    """Say whether digests come on one day of the week only."""
    return len(frozenset().union(*(entry.weekdays for entry in entries))) == 1


def slots_between(
    entries: Iterable[TimetableEntry], zone: str, after: datetime, until: datetime, holidays: HolidayRule = NO_RULE
) -> tuple[Slot, ...]:
    """Return the slots with `after < due_at <= until`, earliest first: the ones a sleeping bot has missed."""
    entries = merge(entries)
    found: list[Slot] = []
    slot = next_slot(entries, zone, after, holidays)
    while slot is not None and slot.due_at <= until:
        found.append(slot)
        slot = next_slot(entries, zone, slot.due_at, holidays)
    return tuple(found)


def _slots(entries: Iterable[TimetableEntry], zone: str, first: date, holidays: HolidayRule) -> Iterator[Slot]:
    entries = merge(entries)
    country = holidays.country or (countries.of_zone(zone) if holidays.kind is not OnHolidays.USUAL else "")
    for offset in range(_HORIZON_DAYS):
        day = first + timedelta(days=offset)
        if not _happens(day, zone):
            continue
        for at in _times(entries, day, holidays, country):
            yield Slot(local_date=day, at=at, due_at=moment(day, at, zone))


def _times(entries: Iterable[TimetableEntry], day: date, holidays: HolidayRule, country: str) -> Iterable[time]:
    """Return when digests are due on a day, in order."""
    what = (
        holiday_calendar.DayKind.ORDINARY if holidays.kind is OnHolidays.USUAL else holiday_calendar.kind(country, day)
    )
    weekday = _BESIDE.get(day.weekday(), day.weekday()) if what is holiday_calendar.DayKind.WORKED else day.weekday()
    if what is holiday_calendar.DayKind.HOLIDAY and holidays.kind is OnHolidays.SUNDAY:
        weekday = 6
    times = [entry.at for entry in entries if weekday in entry.weekdays]
    if what is not holiday_calendar.DayKind.HOLIDAY or holidays.kind is OnHolidays.SUNDAY:
        return times
    # A time of its own stands for those of the day: where there were none, none is added.
    return [holidays.at] if times and holidays.at is not None else []


def _happens(day: date, zone: str) -> bool:
    """Say whether a date exists in a zone: crossing the date line has swallowed whole days."""
    return moment(day, time(), zone).astimezone(ZoneInfo(zone)).date() == day


def moment(day: date, at: time, zone: str) -> datetime:
    """Return when it is `at` on a day in a zone, in UTC: the first time if twice, the first moment after if never."""
    local = datetime.combine(day, at, ZoneInfo(zone))
    utc = local.astimezone(UTC)
    if utc.astimezone(local.tzinfo).replace(tzinfo=None) == local.replace(tzinfo=None):
        return utc
    return _end_of_gap(local)


def _end_of_gap(local: datetime) -> datetime:
    """Find when the clocks jump over `local`: by the new offset it is still before that, by the old one after."""
    before, after = local.replace(fold=1).astimezone(UTC), local.replace(fold=0).astimezone(UTC)
    old = before.astimezone(local.tzinfo).utcoffset()
    while after - before > timedelta(seconds=1):
        middle = before + timedelta(seconds=(after - before) // timedelta(seconds=2))
        if middle.astimezone(local.tzinfo).utcoffset() == old:
            before = middle
        else:
            after = middle
    return after
