"""What readers said they want more and less of, as it bears on the stories of one window."""

from collections.abc import Iterable, Mapping
from typing import Final

from sqlalchemy import select

from storage import bulk
from storage.database import Connection
from storage.model import Follow
from storage.schema import tables
from storage.subscribers import tastes
from storage.subscribers.tastes import Weights
from storage.window import NO_LEANINGS, Leanings, Window

# How much stronger a story is for each step of a taste: a source more or less weighs about as much. Chosen beforehand;
# what it brings says `benchmarks.tastes`.
STEP: Final = 0.6
# Whatever is said of a story's tags together.
_MOST: Final = 3 * STEP


async def of_all(connection: Connection, window: Window, subscriber_ids: Iterable[int]) -> dict[int, Leanings]:
    """Return the leanings of those of some readers who said anything; the tags of stories are read once for all."""
    said = await tastes.of_all(connection, subscriber_ids)
    if not said:
        return {}
    carried = await _carried(connection, window, {tag_id for weights in said.values() for tag_id in weights.tags})
    return {each: _leanings(weights, carried) for each, weights in said.items()}


def excluded(window: Window, follows: Mapping[int, Follow], leanings: Leanings) -> set[int]:
    """Return the stories that nobody tells but sites which a reader excludes, on every topic of theirs it is on."""
    if leanings is NO_LEANINGS or not leanings.excluded:
        return set()
    open_, closed = set(), set()
    for topic_id in follows:
        sites = leanings.excluded.get(topic_id, frozenset())
        for match in window.matches.get(topic_id, ()):
            story = window.stories.get(match.story_id)
            if story is not None and sites and all(member.site in sites for member in story.standing):
                closed.add(match.story_id)
            else:
                open_.add(match.story_id)
    return closed - open_


def _leanings(weights: Weights, carried: Mapping[int, frozenset[int]]) -> Leanings:
    by_story: dict[int, float] = {}
    for tag_id, weight in weights.tags.items():
        for story_id in carried.get(tag_id, ()):
            by_story[story_id] = by_story.get(story_id, 0.0) + STEP * weight
    return Leanings(
        stories={story_id: max(-_MOST, min(_MOST, total)) for story_id, total in by_story.items() if total},
        topics={topic_id: STEP * weight for topic_id, weight in weights.topics.items()},
        excluded=weights.excluded,
    )


async def _carried(connection: Connection, window: Window, tag_ids: set[int]) -> dict[int, frozenset[int]]:
    """Which stories of a window carry which of some tags."""
    story_tags = tables.story_tags
    rows = await connection.execute(
        select(story_tags.c.tag_id, story_tags.c.story_id).where(
            bulk.among(connection, story_tags.c.tag_id, tag_ids), story_tags.c.last_at > window.since
        )
    )
    found: dict[int, set[int]] = {}
    for tag_id, story_id in rows:
        if story_id in window.stories:
            found.setdefault(tag_id, set()).add(story_id)
    return {tag_id: frozenset(stories) for tag_id, stories in found.items()}
