"""Which addresses Telegram makes a link of, and the form it gives them; a link it does not like is dropped silently."""

import re
import string

_PERSON = re.compile(r"tg://user\?id=(\d+)", re.IGNORECASE)
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*)://", re.IGNORECASE)
_LABEL = r"[^\x00-\x20/?#:@.\"<>]+"
_HOST = re.compile(rf"(?:[^\s@/?#]*@)?(?:(?:{_LABEL}\.)+{_LABEL}|localhost)(?::\d{{1,5}})?(?=[/?#]|\Z)", re.IGNORECASE)
# Telegram lowers only the letters of ASCII in a host.
_LOWER = str.maketrans(string.ascii_uppercase, string.ascii_lowercase)


def person_of(address: str) -> int:
    """Return the user id that a `tg://user?id=` link names, or 0."""
    found = _PERSON.fullmatch(address)
    return int(found[1]) if found else 0


def checked(address: str) -> str:
    """Return the address as Telegram stores it, or "" if it would not make a link of it."""
    scheme = _SCHEME.match(address)
    if scheme is None:
        return _with_host("http", address)
    if scheme[1].lower() in {"tg", "ton", "tonsite"}:
        return address
    if scheme[1].lower() not in {"http", "https"}:
        return ""
    return _with_host(scheme[1].lower(), address[scheme.end() :])


def _with_host(scheme: str, rest: str) -> str:
    host = _HOST.match(rest)
    if host is None:
        return ""
    path = rest[host.end() :]
    return f"{scheme}://{host[0].translate(_LOWER)}{'' if path.startswith('/') else '/'}{path}"
