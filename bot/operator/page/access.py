"""Who may see the operator's page: one-time links that the bot gives, and the sessions that they open; no HTTP."""

import hashlib
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

LINK_SECONDS: Final = 600.0
SESSION_SECONDS: Final = 12 * 3600.0
# The oldest goes first: an operator needs one link and a few browsers.
_MOST: Final = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """A browser that has come by a link. `token` stands in every form of its pages, and in no other site's."""

    language: str
    token: str
    until: float


@dataclass(slots=True, kw_only=True)
class Access:
    """Remembers links and sessions in this process alone, by the hashes of their keys: a new start asks for a new link.

    `elapsed` is monotonic seconds.
    """

    elapsed: Callable[[], float] = time.monotonic
    _links: dict[str, tuple[str, float]] = field(default_factory=dict)
    _sessions: dict[str, Session] = field(default_factory=dict)

    def invite(self, language: str) -> str:
        """Return the key of a new link: it opens one session, within ten minutes."""
        key = secrets.token_urlsafe(32)
        self._links[_hash(key)] = (language, self.elapsed() + LINK_SECONDS)
        while len(self._links) > _MOST:
            del self._links[next(iter(self._links))]
        return key

    def enter(self, key: str) -> str | None:
        """Return the key of a new session for that of a link; None if there is none, it was used, or it is too old."""
        language, until = self._links.pop(_hash(key), ("", float("-inf")))
        if until < self.elapsed():
            return None
        opened = secrets.token_urlsafe(32)
        token = secrets.token_urlsafe(32)
        self._sessions[_hash(opened)] = Session(language=language, token=token, until=self.elapsed() + SESSION_SECONDS)
        while len(self._sessions) > _MOST:
            del self._sessions[next(iter(self._sessions))]
        return opened

    def session(self, key: str) -> Session | None:
        """Return the session of a key; None if there is none, or it is over."""
        found = self._sessions.get(_hash(key))
        return found if found is not None and found.until >= self.elapsed() else None

    def leave(self, key: str) -> None:
        """End a session."""
        self._sessions.pop(_hash(key), None)


def _hash(key: str) -> str:
    """What is compared and kept: whoever reads our memory, or measures how long we take, learns no key."""
    return hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()
