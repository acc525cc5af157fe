"""Which addresses Telegram makes a link of, and the form it gives them; a link it does not like is dropped silently."""

import re
import string

_INNER = re.compile(
    r"(?P<scheme>tg|ton|tonsite):(?://)?(?P<host>[a-z0-9_-]+)(?P<path>[/?#].*)?", re.IGNORECASE | re.DOTALL
)
_PERSON = re.compile(r"user/?\?(?:(?!id=)[^&#]*&)*id=([1-9]\d{0,12})(?:[&#].*)?", re.DOTALL | re.IGNORECASE | re.ASCII)
_MOST_USER_ID = 2**40 - 1
_SCHEME = re.compile(r"(https?)://", re.IGNORECASE)
_HOST = re.compile(
    r"(?P<user>[^\x00-\x20\x7f@/?#]*+@)?"
    r"(?P<host>\[[0-9a-f:.]++\]|(?=[^\x00-\x20\x7f/?#:@\"<>\\\[\].]*+\.)[^\x00-\x20\x7f/?#:@\"<>\\\[\]]++)"
    r"(?::0*+(?P<port>[1-9]\d{0,4}))?(?=[/?#]|\Z)",
    re.IGNORECASE,
)
_MOST_PORT = 65_535
_TO_ESCAPE = re.compile(r"[\x00-\x20\x7f]")
# Telegram lowers only the letters of ASCII in a host.
_LOWER = str.maketrans(string.ascii_uppercase, string.ascii_lowercase)


def person_of(address: str) -> int:
    """Return the user id that a `tg://user?id=` link names, or 0."""
    inner = checked(address).partition("://")
    found = _PERSON.fullmatch(inner[2]) if inner[0] == "tg" else None
    return int(found[1]) if found and int(found[1]) <= _MOST_USER_ID else 0


def checked(address: str) -> str:
    """Return the address as Telegram stores it, or "" if it would not make a link of it."""
    inner = _INNER.fullmatch(address)
    if inner:
        return f"{inner['scheme'].lower()}://{inner['host'].lower()}{_path(inner['path'] or '', '/#')}"
    scheme = _SCHEME.match(address)
    name, rest = (scheme[1].lower(), address[scheme.end() :]) if scheme else ("http", address)
    host = _HOST.match(rest)
    if host is None or not host["host"].strip(".") or int(host["port"] or 80) > _MOST_PORT:
        return ""
    user = "" if host["user"] == "@" else host["user"] or ""
    port = f":{host['port']}" if host["port"] else ""
    return f"{name}://{user}{host['host'].translate(_LOWER)}{port}{_path(rest[host.end() :], '/?#')}"


def _path(path: str, needs_slash: str) -> str:
    """Escape a path, and begin it with a slash where Telegram adds one: before these characters and to an empty one."""
    path = _TO_ESCAPE.sub(lambda found: f"%{ord(found[0]):02X}", path)
    return "/" + path if not path or (path[0] in needs_slash and path[0] != "/") else path
