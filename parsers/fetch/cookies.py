"""Cookies for one chain of redirects: some sites hand out a pass and send everybody back to where they came from."""

from http.cookies import SimpleCookie
from typing import Final

from aiohttp import CookieJar
from yarl import URL

# What a browser sends at most to one host.
_MAX_HEADER: Final = 8_192


class ChainCookies:
    """What the answers of one chain have set; forgotten with it, so that nobody follows us from one article to another.

    Domains, paths and `Secure` are obeyed as in a browser.
    """

    def __init__(self) -> None:
        # Our own servers on loopback are addresses, not names.
        self._jar = CookieJar(unsafe=True)

    def take(self, given: SimpleCookie, url: URL) -> None:
        """Keep what the answer of `url` sets."""
        if given:
            self._jar.update_cookies(given, url)

    def header(self, url: URL) -> str:
        """Return the Cookie header for `url`, "" for none."""
        header = ""
        for name, morsel in self._jar.filter_cookies(url).items():
            pair = f"{'; ' if header else ''}{name}={morsel.coded_value}"
            if len(header) + len(pair) <= _MAX_HEADER:
                header += pair
        return header
