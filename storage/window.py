"""What may be told at one moment, read once for all readers, and what one of them may be told of it. Values only."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final

from storage.model import Follow, Match, Story, StoryCandidate, Told


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """The stories that grew, or were corrected, after `since` and up to `now`, the earliest first, by id.

    `changed_at` is when each last did so, `matches` which of them are on which topic, those that are gone too;
    `private` are those that only the readers of some sources know, with these sources; `main` are those that most
    sources tell, whatever they are about. `standing` remembers, by story and version, whether what was told still
    stands: many readers were told the same.
    """

    since: datetime
    now: datetime
    stories: Mapping[int, Story] = field(default_factory=dict)
    changed_at: Mapping[int, datetime] = field(default_factory=dict)
    matches: Mapping[int, tuple[Match, ...]] = field(default_factory=dict)
    private: Mapping[int, frozenset[int]] = field(default_factory=dict)
    main: frozenset[int] = frozenset()
    standing: dict[tuple[int, int], bool] = field(default_factory=dict, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Leanings:
    """How much stronger stories are to one reader than to others, by story, and by topic for all of its stories.

    `excluded` are sites in whose words nothing is told on a topic.
    """

    stories: Mapping[int, float] = field(default_factory=dict)
    topics: Mapping[int, float] = field(default_factory=dict)
    excluded: Mapping[int, frozenset[str]] = field(default_factory=dict)

    def of(self, story_id: int, topic_id: int) -> float:
        """Return how much stronger a story is on a topic."""
        return self.stories.get(story_id, 0.0) + self.topics.get(topic_id, 0.0)


NO_LEANINGS: Final = Leanings()


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """What one reader may be told of a window: what changed after `since` on their topics, less what they know.

    `told` is what they were told of stories that say more, or other, since then; `settled` are the stories of which
    they know all. `followed` are stories that they follow themselves, `main` the main ones, which they are told on a
    topic or not; `muted` those they do not want, `unseen` those that are not for them, among them the `foreign`, which
    nobody tells in their `languages` (the preferred ones first; none: any). `news` is what articles that joined since
    then say first, by article, `leanings` what they said they want more and less of. With `again` all of it is told
    anew: nothing is settled.
    """

    window: Window
    since: datetime
    follows: Mapping[int, Follow] = field(default_factory=dict)
    told: Mapping[int, Told] = field(default_factory=dict)
    settled: frozenset[int] = frozenset()
    followed: frozenset[int] = frozenset()
    main: frozenset[int] = frozenset()
    muted: frozenset[int] = frozenset()
    languages: tuple[str, ...] = ()
    unseen: frozenset[int] = frozenset()
    foreign: frozenset[int] = frozenset()
    news: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    leanings: Leanings = NO_LEANINGS
    again: bool = False

    @property
    def regardless(self) -> frozenset[int]:
        """The stories that they are told on a topic or not."""
        return self.followed | self.main

    @property
    def candidates(self) -> tuple[StoryCandidate, ...]:
        """The stories they may be told, the earliest first."""
        return tuple(each for each in self._found() if each.story.id not in self.muted)

    @property
    def hidden(self) -> int:
        """How many more there would be without what they mute."""
        return sum(each.story.id in self.muted for each in self._found())

    def _found(self) -> Iterator[StoryCandidate]:
        window, wanted = self.window, self._wanted()
        for story_id, story in window.stories.items():
            if story_id in wanted and window.changed_at[story_id] > self.since:
                told = self.told.get(story_id)
                news = self.news if told else {}
                yield StoryCandidate(story=story, matches=tuple(wanted[story_id]), told=told, news=news)

    def _wanted(self) -> dict[int, list[Match]]:
        wanted: dict[int, list[Match]] = {}
        for topic_id, follow in self.follows.items():
            for match in self.window.matches.get(topic_id, ()):
                if not match.gone or match.story_id in self.told:
                    wanted.setdefault(match.story_id, []).append(called(match, follow))
        for story_id in self.regardless:
            wanted.setdefault(story_id, [])
        for story_id in self.settled | self.unseen:
            wanted.pop(story_id, None)
        return wanted


def called(match: Match, follow: Follow) -> Match:
    """Call the topic of a match what its reader calls it."""
    if follow.label is None or follow.label == match.topic.label:
        return match
    return replace(match, topic=replace(match.topic, label=follow.label))


def of_candidates(
    candidates: Iterable[StoryCandidate],
    *,
    now: datetime,
    follows: Mapping[int, Follow] | None = None,
    languages: tuple[str, ...] = (),
) -> Selection:
    """Return a selection of just these stories, as of a reader who follows the topics they are on.

    One that is given twice counts once. They are told in `languages` where somebody tells them so.
    """
    listed = tuple({each.story.id: each for each in candidates}.values())
    matches: dict[int, list[Match]] = {}
    for match in (match for each in listed for match in each.matches):
        matches.setdefault(match.topic.id, []).append(match)
    earliest = datetime.min.replace(tzinfo=now.tzinfo)
    window = Window(
        since=earliest,
        now=now,
        stories={each.story.id: each.story for each in listed},
        changed_at={each.story.id: now for each in listed},
        matches={topic_id: tuple(found) for topic_id, found in matches.items()},
    )
    return Selection(
        window=window,
        since=earliest,
        follows={topic_id: (follows or {}).get(topic_id) or Follow(topic_id=topic_id) for topic_id in matches},
        told={each.story.id: each.told for each in listed if each.told},
        followed=frozenset(each.story.id for each in listed if not each.matches),
        news={article_id: said for each in listed for article_id, said in each.news.items()},
        languages=languages,
    )
