"""Telegram channels as people and pages name them: "@name", a link to one or to its post. Fetches nothing.

https://core.telegram.org/api/links lists the links that there are.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qs, urlsplit

PREVIEW: Final = "https://t.me"
"""Where Telegram shows public channels to browsers."""

_HOSTS: Final = frozenset({"t.me", "telegram.me", "telegram.dog"})
# Telegram gives names of five letters and more, and sells some of four.
_NAME: Final = re.compile(r"[A-Za-z][A-Za-z0-9_]{3,31}")
_MENTION: Final = re.compile(r"(?<![\w@./])@([A-Za-z][A-Za-z0-9_]{3,31})(?![\w@]|\.\w)")
_MOST_MENTIONS: Final = 200
# What stands where a name may, and is none.
_RESERVED: Final = frozenset(
    {
        "addemoji", "addlist", "addstickers", "addtheme", "auction", "boost", "confirmphone", "contact", "giftcode",
        "invoice", "joinchat", "login", "nft", "premium_offer", "proxy", "setlanguage", "share", "socks", "stars_topup",
    }
)  # fmt: skip
# Behind these is a channel without a name, which only its members can read.
_CLOSED: Final = frozenset({"c", "joinchat"})


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelReference:
    """What an address says: a channel, and the post of it that is linked, if any; no `name` if it is a closed one."""

    name: str
    post: int | None = None


def mentions(text: str) -> list[str]:
    """Return the names that a text mentions ("@name"), each once, in their order."""
    found = (match.group(1) for match in _MENTION.finditer(text))
    return list(dict.fromkeys(found))[:_MOST_MENTIONS]


def without_mentions(text: str) -> str:
    """Return a text with its mentions taken out."""
    return _MENTION.sub("", text)


def referred(url: str, *, preview: str = PREVIEW) -> ChannelReference | None:
    """Return the channel that an address leads to, None if it is of no channel; `preview` is where pages are shown."""
    try:
        parts = urlsplit(url.strip())
        host = (parts.hostname or "").lower().removeprefix("www.")
    except ValueError:
        return None
    if parts.scheme == "tg":
        return _by_name(parse_qs(parts.query).get("domain", [""])[:1])
    path = [part for part in parts.path.split("/") if part]
    if parts.netloc == urlsplit(preview).netloc or host in _HOSTS:
        return _by_path(path)
    before, _, domain = host.partition(".")
    return _by_name([before, *path]) if domain in _HOSTS else None


def is_post(url: str) -> bool:
    """Say whether an address is that of a channel's post."""
    reference = referred(url)
    return reference is not None and reference.post is not None and bool(reference.name)


def canonical(url: str) -> str:
    """Return an address, that of a post in the one spelling that we know it by."""
    reference = referred(url)
    if reference is None or reference.post is None or not reference.name:
        return url
    return post_url(PREVIEW, reference.name, reference.post)


def preview_url(name: str, *, preview: str = PREVIEW, before: int | None = None) -> str:
    """Return where the latest posts of a channel are shown, or those `before` one of them."""
    return f"{preview}/s/{name.lower()}" + ("" if before is None else f"?before={before}")


def post_url(url: str, name: str, post: int) -> str:
    """Return the address of a post, the same whatever spelling of its channel's name the page at `url` uses."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}/{name.lower()}/{post}"


def site(name: str) -> str:
    """Return what a channel's articles have for their site."""
    return f"t.me/{name.lower()}"


def name_of(site: str) -> str:
    """Return the name of the channel whose articles have this site, "" if it is no channel's."""
    before, _, name = site.partition("/")
    return name if before == "t.me" and _NAME.fullmatch(name) else ""


def _by_path(path: Sequence[str]) -> ChannelReference | None:
    if path[:1] == ["s"]:
        path = path[1:]
    if not path:
        return None
    if path[0] in _CLOSED or path[0].startswith("+"):
        return ChannelReference(name="")
    return _by_name(path)


def _by_name(path: Sequence[str]) -> ChannelReference | None:
    name = path[0] if path else ""
    if not _NAME.fullmatch(name) or name.lower() in _RESERVED:
        return None
    # Of a post in a thread, or a comment, the last number is its own.
    number = path[-1] if len(path) > 1 else ""
    is_post = number.isascii() and number.isdecimal() and 0 < len(number) < 16
    return ChannelReference(name=name, post=int(number) if is_post else None)
