"""How far a time is from UTC: "МСК", "EST", "GMT+5", "по времени Астаны", "+05:00"; else by its site's country."""

import re
from collections.abc import Iterable
from datetime import UTC, timedelta, timezone, tzinfo
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

# Hours from UTC. Where an abbreviation has several meanings, that of mail (RFC 822), else that of our readers.
_HOURS = {
    "z": 0, "utc": 0, "gmt": 0, "ut": 0, "wet": 0, "west": 1, "bst": 1, "cet": 1, "cest": 2, "met": 1, "mest": 2,
    "eet": 2, "eest": 3, "msk": 3, "мск": 3, "msd": 4, "trt": 3, "gst": 4, "samt": 4, "yekt": 5, "екб": 5, "uzt": 5,
    "pkt": 5, "aqtt": 5, "orat": 5, "ist": 5.5, "omst": 6, "kgt": 6, "krat": 7, "novt": 7, "irkt": 8, "yakt": 9,
    "vlat": 10, "magt": 11, "pett": 12, "ict": 7, "hkt": 8, "sgt": 8, "jst": 9, "kst": 9, "aest": 10, "aedt": 11,
    "nzst": 12, "nzdt": 13, "sast": 2, "nst": -3.5, "ndt": -2.5, "ast": -4, "adt": -3, "est": -5, "edt": -4,
    "cst": -6, "cdt": -5, "mst": -7, "mdt": -6, "pst": -8, "pdt": -7, "akst": -9, "akdt": -8, "hst": -10, "brt": -3,
}  # fmt: skip
# Named without saying whether it is summer there, or by the city; what matters is the beginning of the word.
_PLACES = {
    "et": "America/New_York", "ct": "America/Chicago", "mt": "America/Denver", "pt": "America/Los_Angeles",
    "almt": "Asia/Almaty", "москв": "Europe/Moscow", "московск": "Europe/Moscow", "мәскеу": "Europe/Moscow",
    "moscow": "Europe/Moscow", "астан": "Asia/Almaty", "astana": "Asia/Almaty", "алмат": "Asia/Almaty",
    "almaty": "Asia/Almaty", "нур-султан": "Asia/Almaty", "киев": "Europe/Kyiv", "минск": "Europe/Minsk",
    "ташкент": "Asia/Tashkent", "бишкек": "Asia/Bishkek", "лондон": "Europe/London", "london": "Europe/London",
}  # fmt: skip
# One zone holds for the whole country: what a time without an offset means on its pages.
_COUNTRIES = {
    "at": "Europe/Vienna", "be": "Europe/Brussels", "by": "Europe/Minsk", "ch": "Europe/Zurich", "cz": "Europe/Prague",
    "de": "Europe/Berlin", "dk": "Europe/Copenhagen", "fi": "Europe/Helsinki", "fr": "Europe/Paris",
    "gr": "Europe/Athens", "hu": "Europe/Budapest", "ie": "Europe/Dublin", "il": "Asia/Jerusalem", "in": "Asia/Kolkata",
    "it": "Europe/Rome", "jp": "Asia/Tokyo", "kg": "Asia/Bishkek", "kr": "Asia/Seoul", "kz": "Asia/Almaty",
    "nl": "Europe/Amsterdam", "no": "Europe/Oslo", "pl": "Europe/Warsaw", "ro": "Europe/Bucharest",
    "ru": "Europe/Moscow", "se": "Europe/Stockholm", "tr": "Europe/Istanbul", "tw": "Asia/Taipei",
    "ua": "Europe/Kyiv", "uk": "Europe/London", "uz": "Asia/Tashkent", "vn": "Asia/Ho_Chi_Minh",
    "za": "Africa/Johannesburg",
}  # fmt: skip
# Languages that are at home in one of these countries alone.
_HOMES = {
    "be": "by", "cs": "cz", "da": "dk", "el": "gr", "fi": "fi", "he": "il", "hu": "hu", "it": "it", "ja": "jp",
    "kk": "kz", "ko": "kr", "ky": "kg", "no": "no", "pl": "pl", "ro": "ro", "sv": "se", "tr": "tr", "uk": "ua",
    "uz": "uz", "vi": "vn",
}  # fmt: skip
# They are also words: "10:00 est ..." is no zone where the sentence goes on.
_ALSO_WORDS = frozenset({"est", "ist", "met", "west", "ast", "gst", "et", "ct", "mt", "pt"})
_CITIES = frozenset(name for name in _PLACES if len(name) > 4 or name == "киев")


def _any(names: Iterable[str]) -> str:
    return "|".join(sorted(names, key=len, reverse=True))


_NAMES = {*_HOURS, *_PLACES} - _CITIES
# What follows a time of day. A number alone is an offset only as machines write it: "10:00-11:00" is an hour.
_AFTER = re.compile(
    rf"""\s?[,;]?\s?[(\[]?(?:
        (?:по\s|время\s|time\s)?
        (?P<name>(?:{_any(_NAMES - _ALSO_WORDS)})(?![^\W\d_])|(?:{_any(_ALSO_WORDS)})(?!\s?[^\W\d_]))
        (?:\s?(?P<sign>[+-])(?P<hours>\d\d?)(?::?(?P<minutes>\d\d))?(?!\d))?
      | (?:по\s|время\s)?(?:времени\s)?(?P<city>{_any(_CITIES)})
      | (?P<bare>(?:\+|(?<=:\d\d:\d\d)-|(?<=\s)-)\d\d(?::?\d\d)?(?!\d)|\+\d(?!\d))
    )""",
    re.VERBOSE,
)
# "Asia/Almaty", which a text in small letters no longer says in its own.
_IANA = re.compile(r"\s?[(\[]?([a-z]{2,12}/[a-z_]{2,20}(?:/[a-z_]{2,20})?)")
_FURTHEST = timedelta(hours=15)


def after(text: str, at: int) -> tzinfo | None:
    """Return the zone that `text`, in lower case, names at `at`, where a time of day has ended; else None."""
    found = _AFTER.match(text, at)
    if found is None:
        return _iana(text, at)
    if found["bare"]:
        return _shifted(timedelta(), found["bare"][0], found["bare"][1:].replace(":", ""))
    if found["city"]:
        return ZoneInfo(_PLACES[found["city"]])
    if found["name"] in _PLACES:
        return ZoneInfo(_PLACES[found["name"]])
    base = timedelta(hours=_HOURS[found["name"]])
    if found["sign"]:
        return _shifted(base, found["sign"], found["hours"] + (found["minutes"] or ""))
    return timezone(base) if base else UTC


def of_site(url: str) -> str:
    """Return the IANA zone of the country a host's last label names, "UTC" if it names none or one of many zones."""
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        host = ""
    return _COUNTRIES.get(host.rpartition(".")[2], "UTC")


def of_language(code: str) -> str:
    """Return the IANA zone of the country that a language code names ("ru-KZ"), or is spoken in ("kk"); "" if many."""
    language, _, region = code.lower().replace("_", "-").partition("-")
    return _COUNTRIES.get(region, "") or _COUNTRIES.get(_HOMES.get(language, ""), "")


def _iana(text: str, at: int) -> tzinfo | None:
    found = _IANA.match(text, at)
    try:
        return (
            ZoneInfo(f"Etc/{found[1][4:].upper()}" if found[1].startswith("etc/") else found[1].title())
            if found
            else None
        )
    except (ZoneInfoNotFoundError, ValueError):
        return None


def _shifted(base: timedelta, sign: str, digits: str) -> tzinfo | None:
    hours, minutes = (int(digits), 0) if len(digits) < 3 else (int(digits[:-2]), int(digits[-2:]))
    shift = timedelta(hours=hours, minutes=minutes)
    whole = base + shift if sign == "+" else base - shift
    return timezone(whole) if abs(whole) < _FURTHEST and minutes < 60 else None
