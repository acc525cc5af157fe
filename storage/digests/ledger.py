"""The ledger: what each reader was told of each story, in few bytes; what it was called is kept once, as a version.

A version's number is made of what it says. So whoever tells a story knows it without asking, and cannot be wrong about
it after a rollback.
"""

from collections.abc import Collection, Iterable
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
    """What one digest tells one reader of a story, and the number of the message that says it."""

    subscriber_id: int
    digest_id: int
    story: Story
    part: int | None


@lru_cache(maxsize=_REMEMBERED)
def version(headline: str, url: str) -> int:
    """Return the number of what a story is called: 63 bits of it, of which a story has a handful."""
    digest = blake2b(f"{url}\0{headline}".encode(errors="surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big") >> 1


def said_by(tellings: Table | Alias) -> ColumnElement[bool]:
    """Whether a version is what a telling said."""
    return (_versions.c.story_id == tellings.c.story_id) & (_versions.c.version == tellings.c.version)


async def write(connection: Connection, tellings: Iterable[Telling], known: Collection[tuple[int, int]] = ()) -> None:
    """Write what digests tell; `known` are versions that are written already, by story and number."""
    rows, called = [], {}
    for subscriber_id, digest_id, story, part in tellings:
        number = version(story.headline, story.url)
        called[story.id, number] = story
        rows.append((subscriber_id, story.id, digest_id, len(story.members), number, part))
    await name(connection, {key: (story.headline, story.url) for key, story in called.items() if key not in known})
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
