"""Why a reader was, or was not, told of an article: its story, the words found on it, what they were told."""

from sqlalchemy import func, select, true

from storage.articles import url_key
from storage.database import Connection
from storage.digests import ledger, row_values
from storage.model import Match, StoryCandidate, Told
from storage.schema import tables
from storage.stories import stories, visibility


async def why(connection: Connection, subscriber_id: int, url: str) -> StoryCandidate | None:
    """Return the story of the article at an address (any variant of it), with the reader's matches and last telling.

    None for an address that was never read, or an article without a story.
    """
    story_id = await connection.scalar(
        select(tables.articles.c.story_id)
        .join(tables.addresses, tables.addresses.c.article_id == tables.articles.c.id)
        .where(tables.addresses.c.key == url_key.key(url))
    )
    return None if story_id is None else await story(connection, subscriber_id, story_id)


async def story(connection: Connection, subscriber_id: int, story_id: int) -> StoryCandidate | None:
    """Return a story with the reader's matches and last telling, None if it is no more."""
    found = await stories.get(connection, story_id)
    if found is None or not await visibility.may_see(connection, subscriber_id, found.id):
        return None
    told = await _told(connection, subscriber_id, story_id)
    return StoryCandidate(
        story=found,
        matches=await _matches(connection, subscriber_id, story_id, gone=told is not None),
        told=told,
    )


async def _matches(connection: Connection, subscriber_id: int, story_id: int, *, gone: bool) -> tuple[Match, ...]:
    """Return the reader's topics that a story is on; those too that it is on no longer, if they were told of it."""
    matches, topics, follows = tables.topic_matches, tables.topics, tables.follows
    rows = await connection.execute(
        select(matches, topics.c.query, func.coalesce(follows.c.label, topics.c.label).label("label"))
        .join(topics, topics.c.id == matches.c.topic_id)
        .join(follows, follows.c.topic_id == matches.c.topic_id)
        .where(
            follows.c.subscriber_id == subscriber_id,
            matches.c.story_id == story_id,
            true() if gone else matches.c.gone_at.is_(None),
        )
        .order_by(matches.c.topic_id)
    )
    return tuple(row_values.match(row) for row in rows)


async def _told(connection: Connection, subscriber_id: int, story_id: int) -> Told | None:
    digests, tellings, versions = tables.digests, tables.tellings, tables.versions
    row = (
        await connection.execute(
            select(tellings, digests.c.composed_at, versions.c.headline, versions.c.url)
            .join(digests, digests.c.id == tellings.c.digest_id)
            .join(versions, ledger.said_by(tellings))
            .where(tellings.c.subscriber_id == subscriber_id, tellings.c.story_id == story_id)
            .order_by(digests.c.composed_at.desc(), digests.c.id.desc())
            .limit(1)
        )
    ).first()
    return row_values.told(row) if row else None
