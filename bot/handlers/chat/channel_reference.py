"""How people name a channel: its @name, its id, or a link they copied, to it or to one of its posts."""

import re
from typing import Final

_HOSTS: Final = r"(?:www\.)?(?:t|telegram)\.(?:me|dog)"
# https://core.telegram.org/api/links
_LINK: Final = re.compile(rf"(?:https?://)?{_HOSTS}/(?P<path>[^?#\s]+)", re.IGNORECASE)
_APP_LINK: Final = re.compile(r"tg://(?:resolve|privatepost)\?(?P<query>\S+)", re.IGNORECASE)
_NAME: Final = re.compile(r"[A-Za-z][A-Za-z0-9_]{2,31}")
_ID: Final = re.compile(r"-100[0-9]{1,13}")
_INNER_ID: Final = re.compile(r"[0-9]{1,13}")
_LONGEST: Final = 200


def parse(written: str) -> str | int | None:
    """Return what Telegram's getChat takes, an @name or an id; None for what names no channel.

    A link to a post of a private channel (t.me/c/1234567890/55) holds its id without the -100 before it.
    """
    written = written[:_LONGEST].strip()
    if _ID.fullmatch(written):
        return int(written)
    if app := _APP_LINK.fullmatch(written):
        fields = dict(pair.partition("=")[::2] for pair in app["query"].split("&"))
        return _named(fields.get("domain", "")) or _inner(fields.get("channel", ""))
    if link := _LINK.fullmatch(written.split("?")[0].split("#")[0]):
        return _in_path(link["path"].strip("/").split("/"))
    return _named(written.removeprefix("@"))


def _in_path(parts: list[str]) -> str | int | None:
    first, *others = parts
    if first == "c":
        return _inner(others[0]) if others else None
    # t.me/s/name shows a channel in the browser.
    return _named(others[0] if first == "s" and others else first)


def _named(name: str) -> str | None:
    return f"@{name}" if _NAME.fullmatch(name) else None


def _inner(number: str) -> int | None:
    return int(f"-100{number}") if _INNER_ID.fullmatch(number) else None
