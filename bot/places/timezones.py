"""From a city, a zone's name or a point on the map to an IANA time zone; asks no network and keeps no location."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from rapidfuzz import process
from rapidfuzz.distance import OSA

DATA: Final = Path(__file__).parent / "data" / "places.txt"

USUAL: Final = (
    "Asia/Almaty",
    "Asia/Aqtobe",
    "Asia/Aqtau",
    "Asia/Bishkek",
    "Asia/Tashkent",
    "Europe/Moscow",
    "Europe/Istanbul",
    "Europe/Berlin",
)
"""The zones of most of our readers, the likeliest first."""

_LONGEST: Final = 60
# Shorter names are too near to too many others; longer ones may have two mistakes.
_SHORTEST: Final = 4
_LONG: Final = 7
# Of the sixteen thousand cities those that our readers are likely to mean.
_LIKELY: Final = 3_000
# What people write for short.
_SPOKEN: Final = {"мск": "москва", "спб": "санкт петербург", "екб": "екатеринбург", "нск": "новосибирск",
                  "алма": "алматы", "nyc": "new york"}  # fmt: skip
_OFFSET: Final = re.compile(
    r"(?:utc|gmt|etc/gmt|мск|msk)?\s*[+\-−–]\s*\d{1,2}(?:[:.]?\d{2})?(?:\s*(?:utc|gmt|мск|msk))?"
)
_AROUND: Final = re.compile(r"^(?:г|гор|город|қ|в|in)\s++|(?<!\s)\s++(?:қаласы|қ|city)$")
_SIGNS: Final = re.compile(r"[^\w\s-]")
_GAPS: Final = re.compile(r"[\s_-]++")


class UnknownPlaceError(LookupError):
    """No zone for what was given; `reason` is a text key."""

    def __init__(self, reason: str, text: str = "") -> None:
        super().__init__(f"{reason}: {text}")
        self.reason = reason
        self.text = text


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedZone:
    """A zone, and the city as it was written, empty where the zone itself was named."""

    zone: str
    city: str = ""


def find(text: str) -> NamedZone:
    """Find the zone of a city (Russian, Kazakh, English, old names too) or of an IANA name in any case.

    Of several cities with one name the likeliest for a reader in Kazakhstan is meant. Blocks for some 20 ms at its
    first call.

    Raises:
        UnknownPlaceError: there is none ("timezone-unknown"), or only an offset was given ("timezone-offset").
    """
    written = " ".join(text.split())
    if _OFFSET.fullmatch(written.casefold()):
        raise UnknownPlaceError("timezone-offset", written)
    if zone := _zones().get(written.casefold().replace(" ", "_")):
        return NamedZone(zone=zone)
    zone = _zone_of_city(folded(written)) if len(written) <= _LONGEST else None
    if zone is None:
        raise UnknownPlaceError("timezone-unknown", written[:_LONGEST])
    return NamedZone(zone=zone, city=written)


def nearest(text: str) -> NamedZone | None:
    """Find the city that was meant by a name with a mistake or two; the likeliest of those equally near.

    Blocks for some 30 ms, and some 100 at its first call.
    """
    name = _AROUND.sub("", folded(" ".join(text.split())))
    if not _SHORTEST <= len(name) <= _LONGEST:
        return None
    most = 2 if len(name) >= _LONG else 1
    found = process.extract(name, _names_of_cities(), scorer=OSA.distance, score_cutoff=most, limit=None)
    best = min(found, key=lambda one: (one[1], one[2]), default=None)
    if best is None:
        return None
    zone = _zone_of_city(best[0])
    return NamedZone(zone=zone, city=best[0].title()) if zone else None


def at(latitude: float, longitude: float) -> NamedZone:
    """Find the zone of a point; the location itself goes nowhere else.

    Raises:
        UnknownPlaceError: the point is at sea, where no zone has a name.
    """
    from tzfpy import get_tz  # noqa: PLC0415 - loads 10 MB of borders that most processes never need

    zone = get_tz(longitude, latitude)
    known = _zones().get(zone.casefold())
    if known is None or known.startswith("Etc/"):
        raise UnknownPlaceError("timezone-sea")
    return NamedZone(zone=known)


def is_zone(name: str) -> bool:
    """Whether there is a zone of exactly this name."""
    return name in _names()


def current(zone: str) -> str:
    """Return today's name of a zone: "Asia/Calcutta" is Asia/Kolkata. An unknown one comes back as it is."""
    return _zones().get(zone.casefold(), zone)


def in_place_of(removed: str, offset: timedelta, now: datetime) -> str:
    """Return a zone where the clocks show what they did in one that is known no more.

    A zone of our readers if one is as far from UTC and in the same part of the world; else that distance itself, which
    moves no clocks; else, for half hours, the first of the same part of the world, or of any.
    """
    area = removed.partition("/")[0].casefold()
    near = [zone for zone in _today() if now.astimezone(ZoneInfo(zone)).utcoffset() == offset]
    of_area = [zone for zone in near if zone.partition("/")[0].casefold() == area]
    for zone in USUAL:
        if zone in of_area:
            return zone
    hours, rest = divmod(offset, timedelta(hours=1))
    # Their signs are the other way round: what is east of Greenwich is "Etc/GMT-5".
    fixed = f"Etc/GMT{-hours:+d}" if hours else "Etc/GMT"
    if not rest and is_zone(fixed):
        return fixed
    return next(iter(of_area or near), "Etc/UTC")


def folded(name: str) -> str:
    """Fold what people write differently: case, ё, hyphens, apostrophes, accents of Latin letters."""
    bare = _SIGNS.sub("", name.casefold().replace("ё", "е"))
    words = " ".join(_GAPS.split(bare)).strip()
    return "".join(_letter(character) for character in words)


def _letter(character: str) -> str:
    """Drop the accent of a Latin letter; й and Kazakh letters are letters of their own."""
    base = unicodedata.normalize("NFD", character)[0]
    return base if base.isascii() else character


def _zone_of_city(name: str) -> str | None:
    places = _places()
    for wanted in (_SPOKEN.get(name, name), _AROUND.sub("", name)):
        # Lines stand in the order of likelihood, so the first place with the name is the one.
        found = places.find(f"|{wanted}|") if wanted else -1
        if found >= 0:
            start = places.rfind("\n", 0, found) + 1
            return current(places[start : places.index("|", start)])
    return None


@cache
def _names() -> frozenset[str]:
    return frozenset(_zones().values()) | frozenset(
        resources.files("tzdata").joinpath("zones").read_text(encoding="utf-8").split()
    )


@cache
def _places() -> str:
    return DATA.read_text(encoding="utf-8")


@cache
def _names_of_cities() -> Sequence[str]:
    """The names of the likeliest cities, the likeliest first."""
    lines = _places().splitlines()[1 : 1 + _LIKELY]
    return tuple(name for line in lines for name in line.split("|")[1:] if len(name) >= _SHORTEST)


@cache
def _today() -> Sequence[str]:
    """Names of places as tzdata has them today."""
    table = resources.files("tzdata").joinpath("zoneinfo/zone.tab").read_text(encoding="utf-8").splitlines()
    return tuple(line.split("\t")[2] for line in table if line and not line.startswith("#"))


@cache
def _zones() -> dict[str, str]:
    """Every zone name in lower case, and the name it has today.

    Names in tzdata's zone.tab are today's; any other one that is a link is an old name of its target.
    """
    files = resources.files("tzdata")
    names = files.joinpath("zones").read_text(encoding="utf-8").split()
    today = frozenset(_today())
    source = files.joinpath("zoneinfo/tzdata.zi").read_text(encoding="utf-8").splitlines()
    links = {line.split()[2]: line.split()[1] for line in source if line.startswith("L ")}
    return {name.casefold(): name if name in today else links.get(name, name) for name in names if name != "Factory"}
