"""When a host that many sources share is to be left alone by all of them; asks nothing, knows no source."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

# A refusal rests the host so long, and twice as long each time that nothing else came in between.
_FIRST: Final = timedelta(minutes=2)
_LONGEST: Final = timedelta(hours=2)
# A server that spares itself may send pages without anything in them; one such page may be a source's own matter.
_EMPTY: Final = 3


@dataclass(slots=True, kw_only=True)
class HostRest:
    """What one host has been answering, whoever asked."""

    until: datetime | None = None
    _refusals: int = 0
    _empty: int = 0

    def lasts(self, now: datetime) -> bool:
        """Say whether the host is to be left alone."""
        return self.until is not None and self.until > now

    def answered(self) -> None:
        """The host answers as it should."""
        self._refusals = self._empty = 0

    def refused(self, now: datetime, *, retry_after: float | None = None) -> None:
        """The host asks us to wait, for so many seconds if it says so."""
        wait = min(_LONGEST, _FIRST * 2.0 ** min(self._refusals, 16))
        self.until = now + max(wait, timedelta(seconds=min(retry_after or 0.0, _LONGEST.total_seconds())))
        self._refusals += 1

    def empty(self, now: datetime) -> None:
        """The host sends a page without what it used to hold; several in a row are a refusal."""
        self._empty += 1
        if self._empty >= _EMPTY:
            self._empty = 0
            self.refused(now)
