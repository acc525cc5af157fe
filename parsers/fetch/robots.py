"""What a site's robots.txt allows us. Values only; `parsers.fetch.client` gets the file and asks here."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from protego import Protego

# RFC 9309: at least 500 KiB must be read, and a copy should not be used for more than a day.
MAX_BYTES = 500 * 1024
LIFETIME = timedelta(hours=24)
# A crawl delay longer than this would starve the source; such sites mean "rarely", and the interval sees to that.
MAX_DELAY = 30.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """One site's rules for us. `delay` is in seconds, 0 if none is asked; `sitemaps` are the addresses it names."""

    allows: Callable[[str], bool]
    expires_at: datetime
    delay: float = 0.0
    sitemaps: tuple[str, ...] = ()


def everything(*, now: datetime) -> Rules:
    """Return the rules of a site without a robots.txt."""
    return Rules(allows=lambda _url: True, expires_at=now + LIFETIME)


def read(body: bytes, *, agent: str, now: datetime) -> Rules:
    """Read a robots.txt as the crawler that calls itself `agent` ("Svodka/0.1 (+...)")."""
    token = agent.partition("/")[0].strip()
    parsed = Protego.parse(body[:MAX_BYTES].decode("utf-8", "replace").removeprefix("\ufeff"))
    delay = parsed.crawl_delay(token) or 0.0
    return Rules(
        allows=lambda url: bool(parsed.can_fetch(url, token)),
        expires_at=now + LIFETIME,
        delay=min(max(float(delay), 0.0), MAX_DELAY),
        sitemaps=tuple(parsed.sitemaps),
    )
