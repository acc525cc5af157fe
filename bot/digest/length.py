"""How long a digest may be, in stories or in minutes of reading; knows no markup."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from storage.model import Story

# Silent reading of news in Russian, words a minute (published means lie around 180-200), and the glance that decides
# whether to read at all.
_WORDS_PER_MINUTE = 180
_GLANCE_MINUTES = 2 / 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Length:
    """At most so many stories and, if given, so many minutes; at least one story either way.

    `brief` more may follow by their headlines alone.
    """

    stories: int = 7
    minutes: float | None = None
    brief: int = 30

    @property
    def most(self) -> int:
        """How many stories a digest tells at most, whole or by their headlines."""
        return max(1, self.stories) + self.brief

    def count(self, stories: Sequence[Story]) -> int:
        """Return how many of the stories, in this order, a reader gets whole."""
        room = max(1, self.stories)
        if self.minutes is not None:
            spent = accumulate(minutes(story) for story in stories[:room])
            room = max(1, sum(moment <= self.minutes for moment in spent))
        return min(len(stories), room)


def minutes(story: Story) -> float:
    """Return the minutes it takes to read a story's headline and summary."""
    return _GLANCE_MINUTES + len(f"{story.headline} {story.summary}".split()) / _WORDS_PER_MINUTE
