"""What is a subscriber's own, as a JSON document to take along; reads old ones, and hostile ones without harm."""

import codecs
import json
import re
from collections.abc import Iterable
from datetime import time
from typing import Annotated, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from bot import texts
from bot.places import timezones
from bot.schedule import holiday_calendar
from bot.schedule.timetable_parser import MAX_TIMES
from parsers.article import TagKind
from storage.model import HolidayRule, Importance, OnHolidays, Preferences, Subscriber, TimetableEntry
from storage.subscribers.portable import MOST, KeptAddress, KeptStories
from storage.subscribers.tastes import MOST as MOST_LEARNED
from storage.subscribers.tastes import Taste

MOST_BYTES: Final = 1024 * 1024
FILE_NAME: Final = "svodka.json"
VERSION: Final = 2
# What no button of ours offers, a file may hold, but within reason.
_SANE: Final = {
    "stories": range(1, 101),
    "minutes": range(1, 61),
    "breaking_sources": range(1, 21),
    "breaking_minutes": range(1, 1441),
}
# Neither a login, which nobody is to keep, nor a line's end behind it.
_URL: Final = re.compile(r"^https?://[^\s<>\"\x00@/?#]{1,255}(?:[/?#][^\s<>\"\x00]{0,1000})?\Z")


class BelongingsError(ValueError):
    """The document cannot be read; `reason` is a text key and `place` where in it, if that is known."""

    def __init__(self, reason: str, place: str = "") -> None:
        super().__init__(f"{reason}: {place}")
        self.reason = reason
        self.place = place


class _Strict(BaseModel):
    # Unknown names are refused: they would be lost in silence.
    model_config = ConfigDict(extra="forbid", strict=True)


class TimetableLine(_Strict):
    """A time of day and its weekdays, Monday is 1 as people count."""

    at: Annotated[str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]
    weekdays: Annotated[list[Annotated[int, Field(ge=1, le=7)]], Field(min_length=1, max_length=7)]


class LinkedItem(_Strict):
    """A story or a source by its address."""

    url: Annotated[str, Field(pattern=_URL)]
    title: Annotated[str, Field(max_length=500)] = ""


class LearnedItem(_Strict):
    """What was learned of one thing, from -3 to 3: a tag by its label and kind, a topic by its query, a site on one."""

    tag: Annotated[str, Field(max_length=255)] = ""
    kind: TagKind = TagKind.SUBJECT
    topic: Annotated[str, Field(max_length=300)] = ""
    site: Annotated[str, Field(max_length=255)] = ""
    weight: Annotated[int, Field(ge=-3, le=3)]


_Topics = Annotated[list[Annotated[str, Field(max_length=300)]], Field(max_length=500)]
_Links = Annotated[list[LinkedItem], Field(max_length=MOST)]


class Belongings(_Strict):
    """Version 2 of the document. What is None, an older version did not hold, and is left as it is."""

    svodka: Literal[2]
    language: Annotated[str, Field(max_length=8)]
    zone: Annotated[str, Field(max_length=64)]
    timetable: Annotated[list[TimetableLine], Field(max_length=MAX_TIMES)]
    holidays: HolidayRule | None = None
    preferences: Preferences | None = None
    topics: _Topics
    important: _Topics = []
    if_room: _Topics = []
    muted: Annotated[list[Annotated[str, Field(max_length=300)]], Field(max_length=100)] = []
    saved: _Links = []
    followed_stories: _Links = []
    muted_stories: _Links = []
    sources: _Links = []
    learned: Annotated[list[LearnedItem], Field(max_length=MOST_LEARNED)] = []

    @property
    def entries(self) -> tuple[TimetableEntry, ...]:
        """The timetable as storage has it."""
        return tuple(
            TimetableEntry(at=time.fromisoformat(one.at), weekdays=frozenset(day - 1 for day in one.weekdays))
            for one in self.timetable
        )

    @property
    def importance(self) -> dict[str, Importance]:
        """How important each of the topics is."""
        unlike = dict.fromkeys(self.important, Importance.HIGH) | dict.fromkeys(self.if_room, Importance.LOW)
        return dict.fromkeys(self.topics, Importance.NORMAL) | unlike

    @property
    def stories(self) -> KeptStories:
        """The kept stories as storage has them."""
        return KeptStories(
            saved=_addresses(self.saved),
            followed=_addresses(self.followed_stories),
            muted=_addresses(self.muted_stories),
        )


def document(
    subscriber: Subscriber,
    preferences: Preferences,
    stories: KeptStories,
    *,
    topics: list[str],
    important: list[str],
    if_room: list[str],
    muted: list[str],
    sources: tuple[KeptAddress, ...],
    learned: Iterable[Taste] = (),
) -> Belongings:
    """Make the document of a subscriber; topics are queries of the topic language."""
    return Belongings(
        svodka=VERSION,
        language=subscriber.language,
        zone=subscriber.zone,
        timetable=[
            TimetableLine(at=f"{entry.at:%H:%M}", weekdays=sorted(day + 1 for day in entry.weekdays))
            for entry in subscriber.timetable
        ],
        holidays=subscriber.holidays,
        preferences=preferences,
        topics=topics,
        important=important,
        if_room=if_room,
        muted=muted,
        saved=_links(stories.saved),
        followed_stories=_links(stories.followed),
        muted_stories=_links(stories.muted),
        sources=_links(sources),
        learned=[
            LearnedItem(
                tag=one.label if one.tag_id is not None else "", kind=one.kind, topic=one.query, site=one.site,
                weight=one.weight,
            )
            for one in learned
        ],
    )  # fmt: skip


def write(belongings: Belongings) -> bytes:
    """Write the document, UTF-8."""
    return belongings.model_dump_json(indent=2).encode()


def read(content: bytes) -> Belongings:
    """Read a document of this version or an older one.

    Raises:
        BelongingsError: it is too long, no JSON, no such document, of a newer version, or says something impossible.
    """
    if len(content) > MOST_BYTES:
        raise BelongingsError("import-too-long", str(len(content)))
    content = content.removeprefix(codecs.BOM_UTF8)  # editors put it there
    version = _version(content)
    if version > VERSION:
        raise BelongingsError("import-newer", str(version))
    # Version 1 held less, under the same names.
    content = content if version == VERSION else json.dumps(json.loads(content) | {"svodka": VERSION}).encode()
    try:
        found = Belongings.model_validate_json(content)
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        raise BelongingsError("import-broken", ".".join(map(str, first["loc"]))[:80] or "JSON") from error
    if place := _impossible(found):
        raise BelongingsError("import-broken", place)
    return found


def _version(content: bytes) -> int:
    try:
        raw = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise BelongingsError("import-unreadable") from error
    version = raw.get("svodka") if isinstance(raw, dict) else None
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        raise BelongingsError("import-unreadable")
    return version


def _impossible(found: Belongings) -> str:
    """Return which part names what does not exist, empty if none does."""
    rule, chosen = found.holidays, found.preferences
    if found.language not in texts.LANGUAGES:
        return "language"
    if not timezones.is_zone(found.zone):
        return "zone"
    if rule and ((rule.kind is OnHolidays.AT) != (rule.at is not None) or not _is_minute(rule.at)):
        return "holidays.at"
    if rule and rule.country and not holiday_calendar.is_known(rule.country):
        return "holidays.country"
    if chosen and chosen.quiet and not (_is_minute(chosen.quiet.start) and _is_minute(chosen.quiet.end)):
        return "preferences.quiet"
    if chosen and not _are_languages(chosen.languages):
        return "preferences.languages"
    values = {name: getattr(chosen, name, None) for name in _SANE}
    wrong = (name for name, value in values.items() if value is not None and value not in _SANE[name])
    return next((f"preferences.{name}" for name in wrong), "")


def _are_languages(codes: tuple[str, ...]) -> bool:
    return set(codes) <= set(texts.LANGUAGES) and len(set(codes)) == len(codes)


def _is_minute(at: time | None) -> bool:
    return at is None or (at.tzinfo is None and at.second == 0 and at.microsecond == 0)


def _links(addresses: tuple[KeptAddress, ...]) -> list[LinkedItem]:
    """What could not be read back is left out: a file must never refuse itself."""
    return [LinkedItem(url=one.url, title=one.headline[:500]) for one in addresses if _URL.fullmatch(one.url)]


def _addresses(links: list[LinkedItem]) -> tuple[KeptAddress, ...]:
    return tuple(KeptAddress(url=one.url, headline=one.title) for one in links)
