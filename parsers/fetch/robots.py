"""What a site's robots.txt allows us. Values only; `parsers.fetch.client` gets the file and asks here."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import accumulate
from typing import Final

from protego import Protego

from parsers import urls

# RFC 9309: at least 500 KiB must be read, and a copy should not be used for more than a day.
MAX_BYTES = 500 * 1024
LIFETIME = timedelta(hours=24)
# A crawl delay longer than this would starve the source; such sites mean "rarely", and the interval sees to that.
MAX_DELAY = 30.0
# So many rules take 0.4 s to read, once a day in a thread, and at worst 20 ms (mostly 0.1) with every address we ask
# for; sites that name every crawler on earth have some hundreds for all others.
MAX_RULES: Final = 5_000
# A rule that is longer, or has more wildcards, is cut there: so it forbids more, never less.
_MAX_PATTERN: Final = 500
_MAX_WILDCARDS: Final = 8
_MAX_SITEMAPS: Final = 200

# Spelt as people spell them (as Protego takes them).
_AGENT: Final = frozenset({"user-agent", "useragent", "user agent"})
_ALLOW: Final = frozenset({"allow"})
_DISALLOW: Final = frozenset({"disallow", "dissallow", "dissalow", "disalow", "diasllow", "disallaw"})
_DELAY: Final = frozenset({"crawl-delay", "crawl delay"})
_SITEMAP: Final = frozenset({"sitemap", "sitemaps", "site-map"})
_NAMES: Final = _AGENT | _ALLOW | _DISALLOW | _DELAY | _SITEMAP


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """One site's rules for us. `delay` is in seconds, 0 if none is asked; `sitemaps` are the addresses it names."""

    allows: Callable[[str], bool]
    expires_at: datetime
    delay: float = 0.0
    sitemaps: tuple[str, ...] = ()


@dataclass(slots=True)
class _Group:
    """The rules for one crawler, in the words of a robots.txt; `named` says that the file speaks of it at all."""

    named: bool = False
    lines: list[str] = field(default_factory=list)

    def add(self, line: str) -> None:
        if len(self.lines) < MAX_RULES:
            self.lines.append(line)


def everything(*, now: datetime) -> Rules:
    """Return the rules of a site without a robots.txt."""
    return Rules(allows=lambda _url: True, expires_at=now + LIFETIME)


def read(body: bytes, *, agent: str, now: datetime) -> Rules:
    """Read a robots.txt as the crawler that calls itself `agent` ("Svodka/0.1 (+...)").

    Only what it says to us is handed to Protego, which copies every rule to every crawler of its group: 32 kB that name
    1,000 crawlers and 1,000 rules take it 5.6 s and 80 MB, and both grow with the square.
    """
    text = body[:MAX_BYTES].decode("utf-8", "replace").removeprefix("\ufeff")
    group, sitemaps = _spoken_to(agent.partition("/")[0].strip().lower(), text)
    parsed = Protego.parse("\n".join(["User-agent: *", *group.lines]))
    delay = parsed.crawl_delay("*") or 0.0
    return Rules(
        allows=lambda url: bool(parsed.can_fetch(url, "*")),
        expires_at=now + LIFETIME,
        delay=min(max(float(delay), 0.0), MAX_DELAY),
        sitemaps=tuple(sitemaps),
    )


def _spoken_to(token: str, text: str) -> tuple[_Group, list[str]]:
    """Return the group that binds the crawler called `token`, merged from all its parts, and the sitemaps."""
    groups = {token: _Group(), "*": _Group()}
    sitemaps: list[str] = []
    current: set[str] = set()
    naming = False
    for name, value in _directives(text):
        if name in _SITEMAP:
            if value and len(sitemaps) < _MAX_SITEMAPS and len(value) <= urls.MAX_LENGTH:
                sitemaps.append(value)
            continue
        if name in _AGENT:
            current = current if naming else set()
            current |= {_crawler(value)} & groups.keys()
        elif line := _rule(name, value):
            for crawler in current:
                groups[crawler].add(line)
        naming = name in _AGENT
        for crawler in current if naming else ():
            groups[crawler].named = True
    return groups[token] if groups[token].named else groups["*"], sitemaps


def _directives(text: str) -> Iterator[tuple[str, str]]:
    """Yield the lines that we understand, as a name in lower case and what it says; a colon may be missing."""
    for line in text.splitlines():
        words = line.partition("#")[0].strip()
        name, _, value = words.partition(":")
        if (name := name.strip().lower()) not in _NAMES:
            name, value = _without_colon(words)
        if name:
            yield name, value.strip()


def _without_colon(words: str) -> tuple[str, str]:
    one, _, rest = words.partition(" ")
    two, _, behind = rest.lstrip().partition(" ")
    pairs = (one.lower(), rest), (f"{one} {two}".lower(), behind)
    return next(((name, value) for name, value in pairs if name in _NAMES), ("", ""))


def _crawler(value: str) -> str:
    """Return the crawler a group is for: "Svodka/1.0" and "svodka*" are "svodka"."""
    name = value.partition("/")[0].strip().lower()
    return name if name == "*" else name.replace("*", "")


def _rule(name: str, value: str) -> str:
    """Return a line for Protego; "" for one that says nothing, or allows more than may be read of it."""
    if not value:
        return ""
    if name in _DELAY:
        return f"Crawl-delay: {value[:20]}"
    pattern = _cut(value)
    if name in _DISALLOW:
        return f"Disallow: {pattern}"
    return f"Allow: {pattern}" if pattern == value else ""


def _cut(pattern: str) -> str:
    """Cut a pattern behind as many characters and wildcards as are looked at."""
    short = pattern[:_MAX_PATTERN]
    stars = accumulate(char == "*" for char in short)
    return short[: sum(seen <= _MAX_WILDCARDS for seen in stars)]
