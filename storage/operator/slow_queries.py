"""Remembers which statements took long, for the operator to see; their text alone, never the values in them."""

from collections import OrderedDict
from dataclasses import dataclass
from typing import Final

_SLOW_SECONDS: Final = 0.1
_MOST: Final = 50
_LONGEST_TEXT: Final = 2000


@dataclass(slots=True)
class SlowQuery:
    """A statement that took long: how often, and for how many seconds at most and together."""

    statement: str
    count: int = 0
    longest: float = 0.0
    total: float = 0.0


class SlowQueries:
    """The statements that took `threshold` seconds or longer since the start; those that were slow last are kept."""

    def __init__(self, threshold: float = _SLOW_SECONDS) -> None:
        self._threshold = threshold
        self._known: OrderedDict[str, SlowQuery] = OrderedDict()

    def note(self, statement: str, seconds: float) -> None:
        """Note how long a statement took."""
        if seconds < self._threshold:
            return
        key = " ".join(statement[:_LONGEST_TEXT].split())
        found = self._known.setdefault(key, SlowQuery(key))
        self._known.move_to_end(key)
        found.count += 1
        found.longest = max(found.longest, seconds)
        found.total += seconds
        while len(self._known) > _MOST:
            self._known.popitem(last=False)

    def worst(self, limit: int = 20) -> list[SlowQuery]:
        """Return those that took the most time together, the worst first."""
        return sorted(self._known.values(), key=lambda query: -query.total)[:limit]
