"""What else a new topic's reader may want: tags that stand beside it far more often than elsewhere; follows nothing."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import func, select

from storage.articles import tags
from storage.database import Connection
from storage.errors import TopicSyntaxError
from storage.model import CanonicalTag, Story
from storage.schema import tables
from storage.topics.query import parser
from storage.topics.query.document import Document
from storage.topics.query.parser import Query

# Fewer stories say nothing of what belongs together.
_FEWEST: Final = 3
_SHARE: Final = 0.2
# A tag of half of all news stands beside everything; three times its usual share is a bond. By eye, on the demo's week.
_LIFT: Final = 3.0


async def beside(
    connection: Connection, query: Query, caught: Sequence[Story], *, total: int, since: datetime, language: str = ""
) -> list[CanonicalTag]:
    """Return tags that many of the caught stories have and few others, the closest first.

    Args:
        connection: to a database.
        query: the topic; tags that it catches by themselves are left out.
        caught: stories on it, of those since `since`.
        total: how many stories there are since `since`.
        since: an aware moment.
        language: in which the tags should be; "" for any.
    """
    if len(caught) < _FEWEST:
        return []
    counts = Counter(tag for story in caught for tag in set(story.tags))
    near = {tag: count for tag, count in counts.items() if count >= max(2, _SHARE * len(caught)) and _new(tag, query)}
    everywhere = await _counts(connection, [tag.id for tag in near], since)
    lifts = {
        tag: (count / len(caught)) / (max(count, everywhere.get(tag.id, 0)) / max(total, 1))
        for tag, count in near.items()
    }
    bonds = [tag for tag, lift in lifts.items() if lift >= _LIFT]
    if language:
        spoken = await tags.spoken(connection, [tag.id for tag in bonds], language, since=since)
        bonds = [tag for tag in bonds if tag.id in spoken] or bonds
    return sorted(bonds, key=lambda tag: (-near[tag] * lifts[tag], tag.id))


def _new(tag: CanonicalTag, query: Query) -> bool:
    """Whether a tag is a topic, reads as one, and is not what the query finds already."""
    if not tags.is_topic(tag):
        return False
    try:
        parser.parse(tag.label)
    except TopicSyntaxError:
        return False
    return query.match(Document(title=tag.label)) is None


async def _counts(connection: Connection, tag_ids: Sequence[int], since: datetime) -> dict[int, int]:
    of_story = tables.story_tags
    rows = await connection.execute(
        select(of_story.c.tag_id, func.count().label("stories"))
        .where(of_story.c.tag_id.in_(tag_ids), of_story.c.last_at >= since)
        .group_by(of_story.c.tag_id)
    )
    return {row.tag_id: row.stories for row in rows}
