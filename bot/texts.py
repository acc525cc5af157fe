"""What the bot says, in its readers' languages (Fluent files in `locales/`); knows no chat and no Telegram object."""

import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from functools import cache
from html import escape
from pathlib import Path
from typing import Final, TypeAlias
from zoneinfo import ZoneInfo

from babel.dates import format_date, get_timezone_location
from fluent.runtime import FluentBundle, FluentResource

LANGUAGES: Final = ("ru", "kk", "en")
DEFAULT: Final = "ru"
_LONG: Final = 500
_PLACEHOLDER: Final = re.compile("(\0[a-z_]+\0)")
LOCALES: Final = Path(__file__).parent / "locales"

# Kazakh puts the weekday after the date; CLDR's skeletons for it are patchy, so the pattern is ours.
_DAY_PATTERNS: Final = {"ru": "EEEE, d MMMM", "kk": "d MMMM, EEEE", "en": "EEEE, d MMMM"}


# As the texts name them.
_WEEKDAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class Html(str):
    """A value that is Telegram HTML already and must not be escaped again."""

    __slots__ = ()


class MissingTextError(LookupError):
    """A text that no locale has: a mistake of ours, which the tests find."""


Value: TypeAlias = str | int | float


class Texts:
    """The texts of one language: `texts("followed", topic=label)` is Telegram HTML, values escaped.

    `texts.plain(...)` gives the same without escaping, for buttons, callback answers and menus. Numbers are written
    and take their plural form as the language does; pass an id as a string.
    """

    languages: Final = LANGUAGES

    def __init__(self, language: str, bundle: FluentBundle) -> None:
        self.language = language
        self._bundle = bundle

    def __call__(self, key: str, /, **values: Value) -> str:
        """Return the text as Telegram HTML; string values are escaped unless they are `Html`."""
        return Html(self._format(key, {name: _escaped(value) for name, value in values.items()}))

    def plain(self, key: str, /, **values: Value) -> str:
        """Return the text for a place where Telegram reads no markup."""
        return self._format(key, values)

    def __contains__(self, key: str) -> bool:
        """Whether there is such a text."""
        return self._bundle.has_message(key)

    def day(self, day: date, *, today: date | None = None) -> str:
        """Write a day: "сегодня", "завтра" where `today` is known, else "понедельник, 23 ноября"."""
        distance = (day - today).days if today else None
        if distance in {0, 1}:
            return self.plain("day-today" if distance == 0 else "day-tomorrow")
        pattern = _DAY_PATTERNS[self.language]
        if today and abs(day - today) > timedelta(days=300):
            pattern = pattern.replace("MMMM", "MMMM y")
        return str(format_date(day, format=pattern, locale=self.language))

    def moment(self, moment: datetime, zone: str, *, now: datetime) -> str:
        """Write an aware moment as the clock on the reader's wall shows it: "завтра, 08:00"."""
        local = moment.astimezone(ZoneInfo(zone))
        today = now.astimezone(ZoneInfo(zone)).date()
        return self.plain("moment", day=self.day(local.date(), today=today), time=f"{local:%H:%M}")

    def appointment(self, moment: datetime, zone: str, *, now: datetime) -> str:
        """Write when something comes, within a sentence: "завтра в 08:00", "в пятницу, 4 декабря, в 08:00"."""
        local = moment.astimezone(ZoneInfo(zone))
        today = now.astimezone(ZoneInfo(zone)).date()
        is_near = (local.date() - today).days in {0, 1}
        weekday = "near" if is_near else _WEEKDAYS[local.weekday()]
        day = self.day(local.date(), today=today) if is_near else self._date(local.date(), today)
        return self.plain("appointment", day=day, weekday=weekday, time=f"{local:%H:%M}")

    def _date(self, day: date, today: date) -> str:
        """Write a date without its weekday; with its year, if that is another or far away."""
        pattern = "d MMMM y" if abs(day - today) > timedelta(days=300) else "d MMMM"
        return str(format_date(day, format=pattern, locale=self.language))

    def zone(self, zone: str, *, now: datetime) -> str:
        """Write a zone as a person names it: its city, and how far its clocks are from UTC: "Алматы, UTC+5"."""
        offset = now.astimezone(ZoneInfo(zone)).utcoffset() or timedelta(0)
        hours, minutes = divmod(int(abs(offset).total_seconds()) // 60, 60)
        sign = "" if not offset else "+" if offset > timedelta(0) else "−"
        distance = f"UTC{sign}{hours}" + (f":{minutes:02d}" if minutes else "") if offset else "UTC"
        if "/" not in zone or zone.startswith("Etc/"):
            return distance
        return f"{_city(zone, self.language)}, {distance}"

    def _format(self, key: str, values: Mapping[str, Value]) -> str:
        if key not in self:
            raise MissingTextError(key)
        pattern = self._bundle.get_message(key).value
        if pattern is None:
            raise MissingTextError(key)
        # Fluent takes no value beyond 2,500 characters; a list may be longer, and is put in its place afterwards.
        long = {f"\0{name}\0": value for name, value in values.items() if isinstance(value, str) and len(value) > _LONG}
        text, errors = self._bundle.format_pattern(pattern, dict(values) | {mark[1:-1]: mark for mark in long})
        if errors:
            raise MissingTextError(f"{key}: {errors[0]}")
        return "".join(long.get(part, part) for part in _PLACEHOLDER.split(str(text)))


@cache
def _city(zone: str, language: str) -> str:
    return str(get_timezone_location(zone, locale=language, return_city=True))


@cache
def for_language(language: str) -> Texts:
    """Return the texts of a language; of the default one for a language we do not speak."""
    chosen = language if language in LANGUAGES else DEFAULT
    bundle = FluentBundle([chosen], use_isolating=False)
    for path in sorted((LOCALES / chosen).glob("*.ftl")):
        bundle.add_resource(FluentResource(path.read_text(encoding="utf-8")))
    return Texts(chosen, bundle)


# Telegram tells the language of the reader's app. Readers of these are likelier to read Russian than English.
_READ_RUSSIAN: Final = frozenset({"be", "ky", "tg", "uk", "uz", "tk", "hy", "ka", "az", "tt", "ba"})


def guess(language_code: str | None) -> str:
    """Choose a language we speak by Telegram's `language_code` ("kk", "ru-RU", ...)."""
    code = (language_code or DEFAULT).lower().replace("_", "-").split("-")[0]
    if code in LANGUAGES:
        return code
    return "ru" if code in _READ_RUSSIAN else "en"


def _escaped(value: Value) -> Value:
    if isinstance(value, str) and not isinstance(value, Html):
        return escape(value)
    return value
