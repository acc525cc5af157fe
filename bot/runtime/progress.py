"""When each part of the bot last got on: what health is judged by. Knows no part; each is a name."""

import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field


@dataclass(slots=True, kw_only=True)
class Progress:
    """Remembers when something last happened; `elapsed` is monotonic seconds, which nobody can set.

    What never happened is as old as this object: a start has its time too.
    """

    elapsed: Callable[[], float] = time.monotonic
    _began: float = field(init=False)
    _at: dict[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._began = self.elapsed()

    def moved(self, what: str) -> None:
        """Something happened just now."""
        self._at[what] = self.elapsed()

    def moving(self, what: str, work: Callable[[], Awaitable[object]]) -> Callable[[], Awaitable[object]]:
        """Return work that, once done without an error, counts as having happened."""

        async def run() -> object:
            done = await work()
            self.moved(what)
            return done

        return run

    def age(self, what: str) -> float:
        """Return the seconds since something last happened."""
        return self.elapsed() - self._at.get(what, self._began)

    def seen(self, what: str) -> bool:
        """Whether it has happened at all."""
        return what in self._at
