"""The articles of the sample publishers, read from `articles/*.toml`, with times that count from the demo's start."""

import re
import tomllib
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from importlib import resources
from string import Template
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_date

ZONE = ZoneInfo("Asia/Almaty")
_CYRILLIC = (
    "а=a б=b в=v г=g д=d е=e ё=e ж=zh з=z и=i й=y к=k л=l м=m н=n о=o п=p р=r с=s т=t у=u ф=f х=kh ц=ts ч=ch "
    "ш=sh щ=shch ъ= ы=y ь= э=e ю=yu я=ya ә=a ғ=g қ=q ң=n ө=o ұ=u ү=u һ=h і=i"
)
_LATIN = str.maketrans(dict(pair.split("=") for pair in _CYRILLIC.split()))
_CREDIT = "Фото: "
_QUOTE = "> "


class PartKind(StrEnum):
    """What a piece of an article's body is."""

    TEXT = "text"
    CREDIT = "credit"
    QUOTE = "quote"


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticlePart:
    """A piece of a body: a paragraph, a picture's credit, or a quote with its speaker."""

    kind: PartKind
    text: str
    speaker: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """One article as its publisher wrote it.

    `published_at` is aware, in the publisher's zone, and may lie ahead: then the article is not out yet. `hero` credits
    the first picture; `related` is the headline of a card that stands among the text and does not belong to it;
    `embedded` puts a social post there too. Articles about one event share their `story`, in whatever language; it is
    empty where nobody else tells of the event, and stands on no page.
    """

    id: str
    section: str
    title: str
    lead: str
    published_at: datetime
    parts: tuple[ArticlePart, ...]
    tags: tuple[str, ...]
    author: str = ""
    hero: str = ""
    related: str = ""
    embedded: bool = False
    story: str = ""

    @property
    def slug(self) -> str:
        """The headline in Latin letters, as it stands in an address."""
        return slug(self.title)

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """What a parser should find as the body: the text and the quotes, no credits."""
        return tuple(part.text for part in self.parts if part.kind is not PartKind.CREDIT)

    @property
    def credits(self) -> tuple[str, ...]:
        """Whom the pictures are by; the first is empty if nobody is named."""
        return (self.hero, *(part.text for part in self.parts if part.kind is PartKind.CREDIT))


@dataclass(frozen=True, slots=True, kw_only=True)
class SamplePublisher:
    """A sample publisher, newest article first: `name` is its host name, `popular` are headlines shown beside them."""

    name: str
    title: str
    language: str
    tagline: str
    articles: tuple[Written, ...]
    popular: tuple[str, ...] = ()

    def out(self, now: datetime) -> tuple[Written, ...]:
        """Return what has been published by `now`, newest first."""
        return tuple(article for article in self.articles if article.published_at <= now)


def load(file: str, *, started_at: datetime) -> SamplePublisher:
    """Return the publisher of `articles/<file>.toml`, its times counted from `started_at` (aware)."""
    text = resources.files(__package__).joinpath("articles", f"{file}.toml").read_text("utf-8")
    data = tomllib.loads(Template(text).substitute(_dates(started_at)))
    written = (_written(row, started_at) for row in data["article"])
    return SamplePublisher(
        name=data["name"],
        title=data["title"],
        language=data["language"],
        tagline=data.get("tagline", ""),
        popular=tuple(data.get("popular", ())),
        articles=tuple(sorted(written, key=lambda article: article.published_at, reverse=True)),
    )


def slug(title: str) -> str:
    """Return `title` as lower-case Latin words joined by hyphens, at most 80 characters."""
    latin = title.lower().translate(_LATIN)
    return "-".join(re.findall(r"[a-z0-9]+", latin))[:80].strip("-")


def long_date(day: date) -> str:
    """Return a day as Russian pages print it: "22 ноября"."""
    return format_date(day, "d MMMM", locale="ru")


def _dates(started_at: datetime) -> dict[str, str]:
    today = started_at.astimezone(ZONE).date()
    return {
        "today": long_date(today),
        "yesterday": long_date(today - timedelta(days=1)),
        "tomorrow": long_date(today + timedelta(days=1)),
        "year": str(today.year),
    }


def _written(row: dict[str, Any], started_at: datetime) -> Written:
    moment = started_at.astimezone(ZONE).replace(microsecond=0) + timedelta(minutes=row["minutes"])
    return Written(
        id=row["id"],
        section=row["section"],
        title=row["title"],
        lead=row["lead"],
        published_at=moment,
        parts=tuple(_part(text.strip()) for text in row["body"].split("\n\n")),
        tags=tuple(row["tags"]),
        author=row.get("author", ""),
        hero=row.get("hero", ""),
        related=row.get("related", ""),
        embedded=row.get("embed", False),
        story=row.get("story", ""),
    )


def _part(text: str) -> ArticlePart:
    if text.startswith(_CREDIT):
        return ArticlePart(kind=PartKind.CREDIT, text=text.removeprefix(_CREDIT))
    if text.startswith(_QUOTE):
        words, _, speaker = text.removeprefix(_QUOTE).partition(" | ")
        return ArticlePart(kind=PartKind.QUOTE, text=f'"{words}"', speaker=speaker)
    return ArticlePart(kind=PartKind.TEXT, text=text)
