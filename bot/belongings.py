"""What a subscriber has set, as a JSON document they can take along; reads a hostile one without harm."""

from collections.abc import Iterable
from datetime import time
from typing import Annotated, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from bot import places, texts
from bot.digest.timetable_text import MAX_TIMES
from storage.model import Subscriber, TimetableEntry, Topic

MOST_BYTES: Final = 256 * 1024
FILE_NAME: Final = "svodka.json"


class BelongingsError(ValueError):
    """The document cannot be read; the message says where, for the log."""


class Entry(BaseModel):
    """A time of day and its weekdays, Monday is 1 as people count."""

    model_config = ConfigDict(extra="forbid", strict=True)

    at: Annotated[str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]
    weekdays: Annotated[list[Annotated[int, Field(ge=1, le=7)]], Field(min_length=1, max_length=7)]


class Belongings(BaseModel):
    """Version 1 of the document. Unknown names are refused: they would be lost in silence."""

    model_config = ConfigDict(extra="forbid", strict=True)

    svodka: Literal[1]
    language: Annotated[str, Field(max_length=8)]
    zone: Annotated[str, Field(max_length=64)]
    timetable: Annotated[list[Entry], Field(max_length=MAX_TIMES)]
    topics: Annotated[list[Annotated[str, Field(max_length=300)]], Field(max_length=500)]

    @property
    def entries(self) -> tuple[TimetableEntry, ...]:
        """The timetable as storage has it."""
        return tuple(
            TimetableEntry(at=time.fromisoformat(one.at), weekdays=frozenset(day - 1 for day in one.weekdays))
            for one in self.timetable
        )


def write(subscriber: Subscriber, topics: Iterable[Topic]) -> bytes:
    """Write the document, UTF-8."""
    document = Belongings(
        svodka=1,
        language=subscriber.language,
        zone=subscriber.zone,
        timetable=[
            Entry(at=f"{entry.at:%H:%M}", weekdays=sorted(day + 1 for day in entry.weekdays))
            for entry in subscriber.timetable
        ],
        topics=[topic.query for topic in topics],
    )
    return document.model_dump_json(indent=2).encode()


def read(content: bytes) -> Belongings:
    """Read a document.

    Raises:
        BelongingsError: it is too long, no JSON, not of this form, or names a language or zone that is none.
    """
    if len(content) > MOST_BYTES:
        raise BelongingsError(f"{len(content)} bytes")
    try:
        document = Belongings.model_validate_json(content)
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        raise BelongingsError(f"{'.'.join(map(str, first['loc']))}: {first['type']}") from error
    if document.language not in texts.LANGUAGES:
        raise BelongingsError("language")
    if not places.is_zone(document.zone):
        raise BelongingsError("zone")
    return document
