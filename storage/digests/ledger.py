"""The ledger: what each reader was told of each story, in few bytes; what it was called is kept once, as a version.

A version's number is made of what it says. So whoever tells a story knows it without asking, and cannot be wrong about
it after a rollback.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from hashlib import blake2b
from typing import NamedTuple

from sqlalchemy import Alias, ColumnElement, Table, select

from storage import bulk
from storage.database import Connection
from storage.model import Story
from storage.schema import tables

_tellings = tables.tellings
_versions = tables.versions

# The digests of a morning tell the same few thousand headlines.
_REMEMBERED = 50_000


class Telling(NamedTuple):
    """What one digest tells one reader: stories, and the number of the message that says each, by the story's id."""

    subscriber_id: int
    digest_id: int
    stories: Sequence[Story]
    parts: Mapping[int, int]


@lru_cache(maxsize=_REMEMBERED)
def version(headline: str, url: str) -> int:
    """Return the number of what a story is called: 63 bits of it, of which a story has a handful."""
    digest = blake2b(f"{url}\0{headline}".encode(errors="surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big") >> 1


def said_by(tellings: Table | Alias) -> ColumnElement[bool]:
    """Whether a version is what a telling said."""
    return (_versions.c.story_id == tellings.c.story_id) & (_versions.c.version == tellings.c.version)


async def write(connection: Connection, tellings: Iterable[Telling]) -> None:
    """Write what digests tell."""
    rows = []
    called: dict[tuple[int, int], tuple[str, str]] = {}
    for subscriber_id, digest_id, stories, parts in tellings:
        for story in stories:
            number = version(story.headline, story.url)
            key = (story.id, number)
            if key not in called:
                called[key] = (story.headline, story.url)
            rows.append((subscriber_id, story.id, digest_id, len(story.members), number, parts.get(story.id)))
    await name(connection, called)
    # In the order in which they are kept.
    rows.sort()
    await bulk.put(connection, _tellings, rows)


async def name(connection: Connection, versions: dict[tuple[int, int], tuple[str, str]]) -> None:
    """Write what versions say (headline, address), by story and number; one that is known stays as it is."""
    await bulk.put(connection, _versions, [(*key, *said) for key, said in versions.items()])


async def texts(connection: Connection, keys: Iterable[tuple[int, int]]) -> dict[tuple[int, int], tuple[str, str]]:
    """Return the headline and the address of versions, by story and number."""
    wanted = set(keys)
    if not wanted:
        return {}
    query = select(_versions).where(bulk.among(connection, _versions.c.story_id, {story for story, _ in wanted}))
    rows = await connection.execute(query)
    return {key: (row.headline, row.url) for row in rows if (key := (row.story_id, row.version)) in wanted}
