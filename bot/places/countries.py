"""Countries by time zone and by name in our three languages; knows none of their holidays."""

from datetime import datetime
from functools import cache
from importlib import resources
from typing import Final
from zoneinfo import ZoneInfo

from babel import Locale

from bot import texts
from bot.places import timezones

# What people say and CLDR does not.
_SPOKEN: Final = {"рф": "RU", "сша": "US", "usa": "US", "uk": "GB", "англия": "GB", "england": "GB", "қр": "KZ",
                  "рк": "KZ", "киргизия": "KG", "қытай": "CN", "турция": "TR", "түркия": "TR"}  # fmt: skip
_LONGEST: Final = 60


def of_zone(zone: str) -> str:
    """Return the country of an IANA zone ("KZ"), empty for one that belongs to none, like UTC."""
    return _by_zone().get(timezones.current(zone), "")


def named(text: str) -> str:
    """Return the country that is written ("Россия", "Қазақстан", "kz"), empty if there is none of that name."""
    written = timezones.folded(text) if len(text) <= _LONGEST else ""
    return _by_name().get(written, "")


def only_zone(country: str, now: datetime) -> str:
    """Return the zone of a country all of whose clocks show the same now; empty where they do not."""
    zones = [zone for zone, code in _by_zone().items() if code == country]
    offsets = {now.astimezone(ZoneInfo(zone)).utcoffset() for zone in zones}
    return zones[0] if len(offsets) == 1 else ""


def name(country: str, language: str) -> str:
    """Write a country's name; its code where CLDR has none."""
    return str(Locale(language).territories.get(country, country))


@cache
def _by_zone() -> dict[str, str]:
    table = resources.files("tzdata").joinpath("zoneinfo/zone.tab").read_text(encoding="utf-8").splitlines()
    rows = (line.split("\t") for line in table if line and not line.startswith("#"))
    return {row[2]: row[0] for row in rows}


@cache
def _by_name() -> dict[str, str]:
    names: dict[str, str] = {}
    for language in texts.LANGUAGES:
        territories = {str(code): str(written) for code, written in Locale(language).territories.items()}
        countries = {code: written for code, written in territories.items() if len(code) == 2 and code.isalpha()}
        names |= {timezones.folded(code): code for code in countries}
        names |= {timezones.folded(written): code for code, written in countries.items()}
    return names | _SPOKEN
