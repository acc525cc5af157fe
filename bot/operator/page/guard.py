"""What keeps the operator's page to the operator: headers, whose request it is, and that it comes from the page."""

from collections.abc import Awaitable, Callable
from typing import Final
from urllib.parse import urlsplit

from aiohttp import web

from bot.operator.page.access import Access, Session

COOKIE: Final = "svodka_operator"
SESSION: Final = web.RequestKey("session", Session)
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
_LOOPBACK: Final = frozenset({"127.0.0.1", "localhost", "::1"})
_HEADERS: Final = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'",
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    # With "no-referrer" browsers would say of our own forms that they come from nowhere.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}


def protect(response: web.StreamResponse) -> web.StreamResponse:
    """Let nobody frame, keep, guess at or run anything in an answer."""
    response.headers.update(_HEADERS)
    return response


def named_here(request: web.Request, address: str) -> bool:
    """Whether a request names us as its server: a name that leads here by somebody else's DNS is not ours."""
    return request.url.host in _LOOPBACK or (bool(address) and request.host == urlsplit(address).netloc)


def from_here(request: web.Request) -> bool:
    """Whether a page of ours sent this, and not another site's: browsers say so themselves."""
    if request.headers.get("Sec-Fetch-Site", "same-origin") != "same-origin":
        return False
    origin = request.headers.get("Origin")
    return origin is not None and urlsplit(origin).netloc == request.host


def session_of(request: web.Request, access: Access) -> Session | None:
    """Return the session that a request's cookie names."""
    return access.session(request.cookies.get(COOKIE, ""))


def remember(response: web.Response, key: str, *, is_secure: bool, seconds: float) -> None:
    """Let a browser keep the key of its session, and show it to nobody but us."""
    response.set_cookie(
        COOKIE, key, max_age=int(seconds), path="/operator", httponly=True, secure=is_secure, samesite="Strict"
    )
