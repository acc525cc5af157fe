"""What may be told at one moment, prepared once for all its readers: each topic's stories ranked, each story's words.

A reader's digest is a merge of their topics' lists, less what they know: it looks at little more than it tells.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from heapq import heapify, heappop, heapreplace, merge
from typing import Final, NamedTuple, TypeAlias

from bot.digest import telling
from bot.digest.telling import Telling
from storage import window
from storage.model import Follow, Importance, Match, StoryCandidate
from storage.subscribers import reading_languages
from storage.window import NO_LEANINGS, Leanings, Selection, Window

# So many stories of an important topic come before everything else; the next ones wait for their turn.
_LEADING: Final = 5
# Each story a topic has already placed makes its next one this much weaker, so that no topic eats the digest.
_CROWDING: Final = 0.85
_NO_TOPIC: Final = 0

_Ranked: TypeAlias = tuple[float, int]
"""How strong a story is, with a minus, and its id: in this order they are told."""


class _Shelf(NamedTuple):
    """The stories of one topic: strongest first, with when they changed; and in the order in which they changed."""

    ranked: Sequence[tuple[float, int, datetime]]
    moments: Sequence[datetime]
    ids: Sequence[int]

    def since(self, moment: datetime) -> Sequence[int]:
        """Return the stories that changed after a moment."""
        return self.ids[bisect_right(self.moments, moment) :] if moment >= self.moments[0] else self.ids


class Chosen(NamedTuple):
    """The strongest stories for one reader; how many may be told, are on their topics, hidden by mutes, or foreign."""

    tellings: list[Telling]
    told: int
    on_topics: int
    hidden: int
    foreign: int = 0


class Issue:
    """A window made ready to be told; it is kept as long as the window, and grows with what was asked of it."""

    def __init__(self, news: Window) -> None:
        self.window = news
        self._matches: dict[int, dict[int, Match]] = {}
        for topic_id, found in news.matches.items():
            for match in found:
                self._matches.setdefault(match.story_id, {})[topic_id] = match
        self._shelves: dict[int, _Shelf] = {}
        self._told_alone: dict[tuple[int, tuple[str, ...]], Telling] = {}
        self._tellings: dict[tuple[int, tuple[str, ...], int], Telling] = {}
        self._retold: dict[tuple[object, ...], Telling | None] = {}

    def known(self, selection: Selection) -> list[StoryCandidate]:
        """Return the stories that a reader was told of, and may be told of again, with why and what they know."""
        found = []
        for story_id, told in selection.told.items():
            matches = self._of_reader(story_id, selection.follows)
            if not matches and story_id not in selection.regardless:
                continue
            if story_id in selection.unseen or self.window.changed_at[story_id] <= selection.since:
                continue
            story = self.window.stories[story_id]
            found.append(
                StoryCandidate(
                    story=story, matches=matches, told=None if selection.again else told, news=selection.news
                )
            )
        return found

    def choose(
        self, selection: Selection, tongues: tuple[str, ...], *, most: int, half_life: timedelta = telling.HALF_LIFE
    ) -> Chosen:
        """Choose what a reader is told, up to `most` stories, in its order: by importance, then by strength."""
        shelves = self._of_topics(selection.follows)
        fresh, shared, told_before = self._fresh(selection, shelves)
        foreign = len((fresh & selection.foreign) - selection.muted)
        fresh -= selection.unseen
        known = self.known(selection)
        retold = [self._retell(each, tongues, selection, half_life) for each in known
                  if each.story.id not in selection.muted]  # fmt: skip
        hidden = len(fresh & selection.muted) + len(known) - len(retold)
        said = {each.story.id: each for each in retold if each}
        if half_life != telling.HALF_LIFE:
            shelves = {topic_id: self._shelf(topic_id, half_life) for topic_id in shelves}
        queues = self._queues(selection, shelves, shared, said.values(), half_life)
        tellings = [
            said.get(story_id) or self._tell(story_id, tongues, topic_id, -strength, selection, half_life)
            for topic_id, strength, story_id in _merged(queues, selection.follows, most)
        ]
        shown = len(fresh - selection.muted)
        on_topics = told_before + len(retold) + shown + hidden + foreign
        return Chosen(tellings, told=len(said) + shown, on_topics=on_topics, hidden=hidden, foreign=foreign)

    def _fresh(self, selection: Selection, shelves: Mapping[int, _Shelf]) -> tuple[set[int], set[int], int]:
        """The stories new to a reader, also those not for them; those on several topics; how many they know all of."""
        since, moments = selection.since, self.window.changed_at
        found: set[int] = set()
        shared: set[int] = set()
        for shelf in shelves.values():
            ids = shelf.since(since)
            shared.update(found.intersection(ids))
            found.update(ids)
        found.update(story_id for story_id in selection.regardless if moments[story_id] > since)
        told_before = len((found & selection.settled) - selection.unseen)
        found -= selection.settled
        found -= selection.told.keys()
        return found, shared, told_before

    def _of_topics(self, follows: Iterable[int]) -> dict[int, _Shelf]:
        found = {}
        for topic_id in follows:
            shelf = self._shelves.get(topic_id)
            if shelf is None:
                shelf = self._shelves[topic_id] = self._shelf(topic_id, telling.HALF_LIFE)
            if shelf.ids:
                found[topic_id] = shelf
        return found

    def _shelf(self, topic_id: int, half_life: timedelta) -> _Shelf:
        stories, moments = self.window.stories, self.window.changed_at
        found = [match for match in self.window.matches.get(topic_id, ()) if not match.gone]
        ranked = sorted(
            (-telling.strength(stories[match.story_id], match, now=self.window.now, half_life=half_life),
             match.story_id, moments[match.story_id])
            for match in found
        )  # fmt: skip
        by_change = sorted((moment, story_id) for _, story_id, moment in ranked)
        return _Shelf(ranked, [moment for moment, _ in by_change], [story_id for _, story_id in by_change])

    def _queues(
        self,
        selection: Selection,
        shelves: Mapping[int, _Shelf],
        shared: set[int],
        retold: Iterable[Telling],
        half_life: timedelta,
    ) -> dict[int, Iterator[_Ranked]]:
        """The stories of each topic for one reader, strongest first; each under one topic."""
        skip = frozenset().union(selection.told, selection.settled, selection.muted, selection.unseen)
        queues = {
            topic_id: self._queue(topic_id, shelf, selection, skip, shared) for topic_id, shelf in shelves.items()
        }
        extra: dict[int, list[_Ranked]] = {}
        for each in retold:
            extra.setdefault(each.match.topic.id if each.match else _NO_TOPIC, []).append(each.rank)
        if selection.regardless:
            extra.setdefault(_NO_TOPIC, []).extend(self._on_no_topic(selection, skip, half_life))
        for topic_id, listed in extra.items():
            queues[topic_id] = merge(queues.get(topic_id, iter(())), sorted(listed))
        return queues

    def _queue(
        self, topic_id: int, shelf: _Shelf, selection: Selection, skip: frozenset[int], shared: set[int]
    ) -> Iterator[_Ranked]:
        since, follows = selection.since, selection.follows
        for strength, story_id, changed_at in _as_it_leans(topic_id, shelf.ranked, selection.leanings):
            if (
                changed_at > since
                and story_id not in skip
                and (story_id not in shared or self._match(story_id, follows).topic.id == topic_id)
            ):
                yield strength, story_id

    def _on_no_topic(self, selection: Selection, skip: frozenset[int], half_life: timedelta) -> Iterator[_Ranked]:
        """Stories that a reader follows themselves, and that are on none of their topics."""
        for story_id in selection.regardless - skip:
            matches = self._of_reader(story_id, selection.follows)
            if self.window.changed_at[story_id] > selection.since and all(match.gone for match in matches):
                story = self.window.stories[story_id]
                strength = telling.strength(story, None, now=self.window.now, half_life=half_life)
                yield -strength - selection.leanings.of(story_id, _NO_TOPIC), story_id

    def _of_reader(self, story_id: int, follows: Mapping[int, Follow]) -> tuple[Match, ...]:
        """The matches of a story with a reader's topics, in the order they were followed."""
        matches = self._matches.get(story_id, {})
        if len(matches) == 1:
            return tuple(matches.values()) if next(iter(matches)) in follows else ()
        return tuple(matches[topic_id] for topic_id in follows if topic_id in matches)

    def _match(self, story_id: int, follows: Mapping[int, Follow]) -> Match:
        """The match that a story which is new to a reader is told under."""
        standing = (match for match in self._of_reader(story_id, follows) if not match.gone)
        return min(standing, key=lambda match: telling.pertinence(match, follows))

    def _alone(self, story_id: int, tongues: tuple[str, ...]) -> Telling:
        """A story in the words of some languages, on no topic: what is written of it is the same on every one."""
        key = (story_id, tongues)
        if key not in self._told_alone:
            story = reading_languages.in_language(self.window.stories[story_id], *tongues)
            self._told_alone[key] = telling.first(story, foreign=reading_languages.is_foreign(story, tongues))
        return self._told_alone[key]

    def _tell(
        self, story_id: int, tongues: tuple[str, ...], topic_id: int, strength: float, selection: Selection,
        half_life: timedelta,
    ) -> Telling:  # fmt: skip
        key, follows, leanings = (story_id, tongues, topic_id), selection.follows, selection.leanings
        found = self._tellings.get(key)
        # What leans is as strong as that to one reader alone.
        leans = leanings is not NO_LEANINGS
        if found is None or leans:
            match = self._matches[story_id][topic_id] if topic_id else None
            found = telling.under(self._alone(story_id, tongues), match, strength)
            if half_life == telling.HALF_LIFE and not leans:
                self._tellings[key] = found
        if excluded := leanings.excluded.get(topic_id):
            found = telling.without(found, excluded, tongues)
        return _called(found, follows) if topic_id in follows and follows[topic_id].label is not None else found

    def _retell(
        self, candidate: StoryCandidate, tongues: tuple[str, ...], selection: Selection, half_life: timedelta
    ) -> Telling | None:
        """Tell a story anew to one who was told of it; many were told the same."""
        told, follows = candidate.told, selection.follows
        match = min(candidate.matches, key=lambda each: telling.pertinence(each, follows), default=None)
        knows = told and (told.member_count, told.headline, told.url)
        key = (candidate.story.id, tongues, match and match.topic.id, knows, half_life)
        if key not in self._retold:
            heard = replace(
                candidate, story=self._alone(candidate.story.id, tongues).story, matches=(match,) if match else ()
            )
            retold = telling.tell(heard, now=self.window.now, half_life=half_life)
            foreign = reading_languages.is_foreign(heard.story, tongues)
            self._retold[key] = replace(retold, foreign=foreign) if retold and foreign else retold
        found = self._retold[key]
        if found is not None and selection.leanings is not NO_LEANINGS:
            topic_id = found.match.topic.id if found.match else _NO_TOPIC
            found = replace(found, strength=found.strength + selection.leanings.of(found.story.id, topic_id))
        return found and _called(found, follows)


def _as_it_leans(
    topic_id: int, ranked: Sequence[tuple[float, int, datetime]], leanings: Leanings
) -> Sequence[tuple[float, int, datetime]]:
    """Rank the stories of a topic as one reader would, who said what they want more and less of."""
    if leanings is NO_LEANINGS:
        return ranked
    return sorted((strength - leanings.of(story_id, topic_id), story_id, at) for strength, story_id, at in ranked)


def _called(found: Telling, follows: Mapping[int, Follow]) -> Telling:
    """Let the topic of a telling be called what its reader calls it."""
    follow = follows.get(found.match.topic.id) if found.match else None
    if follow is None or follow.label is None or found.match is None:
        return found
    return replace(found, match=window.called(found.match, follow))


_WEAKER: Final = tuple(_CROWDING**number for number in range(200))


def _merged(
    queues: Mapping[int, Iterator[_Ranked]], follows: Mapping[int, Follow], most: int
) -> Iterator[tuple[int, float, int]]:
    """Put the queues of topics into one: the most important first, each topic's next story a little weaker.

    Yields up to `most` stories: (topic, strength with a minus, story).
    """
    heap = []
    for topic_id, queue in queues.items():
        if first := next(queue, None):
            strength, story_id = first
            follow = follows.get(topic_id)
            importance = follow.importance if follow else Importance.NORMAL
            heap.append((-importance, strength, story_id, 0, strength, topic_id, queue))
    heapify(heap)
    while heap and most > 0:
        rank, _, story_id, number, strength, topic_id, queue = heap[0]
        yield topic_id, strength, story_id
        most -= 1
        if following := next(queue, None):
            strength, story_id = following
            number += 1
            weaker = _WEAKER[number] if number < len(_WEAKER) else _CROWDING**number
            if number == _LEADING:
                # No topic, however important, eats the digest.
                rank = max(rank, -Importance.NORMAL)
            heapreplace(heap, (rank, strength * weaker, story_id, number, strength, topic_id, queue))
        else:
            heappop(heap)
