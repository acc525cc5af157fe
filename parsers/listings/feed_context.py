"""What the items of a feed are read by: where it is, what its times mean, and which addresses are no article's."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlsplit

from parsers import canonical_url, urls, zone_names
from parsers.article import Page
from parsers.text import character_references

UNKNOWN_ZONE = "UTC"
_SEARCHER = re.compile(r"(?:www\.)?google\.[a-z]{2,3}(?:\.[a-z]{2})?")
# What leads to no page: a place on this one, a script, somebody's mail, and what programs write for nothing at all.
_NOWHERE = re.compile(
    r"\s*+(?:#|<|(?:javascript|mailto|tel|data|about):|(?:null|none|undefined|nan|false)?+\s*+$)", re.IGNORECASE
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedContext:
    """What an item is read by: its feed's page, the zone of times without one, and the addresses of no article."""

    page: Page
    zone: str
    elsewhere: frozenset[str]

    @classmethod
    def of(cls, page: Page, zone: str, language: str, home: object) -> "FeedContext":
        """Take the zone that is known, that of the site's country, or that of the feed's language, in this order."""
        by_host = zone_names.of_site(page.url)
        by_language = zone_names.of_language(language) if by_host == UNKNOWN_ZONE else ""
        own = (urls.joined(page.url, address) for address in (page.url, home) if isinstance(address, str))
        return cls(
            page=page,
            zone=zone or by_language or by_host,
            elsewhere=frozenset(canonical_url.key(url) for url in own if url),
        )

    def leading(self, addresses: Iterable[object]) -> tuple[str, ...]:
        """Return those of the addresses that lead to a page of the item's own, absolute, each once."""
        return tuple(dict.fromkeys(filter(None, map(self._lead, addresses))))

    def _lead(self, address: object) -> str:
        """Return an item's address, absolute; empty if it is none, or that of a front page or of the feed itself."""
        if not isinstance(address, str) or _NOWHERE.match(address):
            return ""
        written = character_references.without_surrogates(address.strip())
        host = urlsplit(self.page.url).netloc
        if host and written.startswith((f"{host}/", f"{host.removeprefix('www.')}/")):
            written = f"//{written}"  # the scheme was forgotten
        url = _unwrapped(urls.joined(self.page.url, written))
        key = canonical_url.key(url) if url else ""
        return url if ("/" in key or "?" in key) and key not in self.elsewhere else ""


def _unwrapped(url: str) -> str:
    """Return where a link of Google's alerts leads; any other address as it is."""
    parts = urlsplit(url)
    if parts.path != "/url" or not _SEARCHER.fullmatch(parts.hostname or ""):
        return url
    pairs = dict(parse_qsl(parts.query))
    return urls.joined(url, pairs.get("url") or pairs.get("q") or "") or url
