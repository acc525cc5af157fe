"""Who is behind each site, as the catalogue says: kept for the counts of independent sources, which follow it."""

from collections.abc import Mapping

from sqlalchemy import select

from storage.database import Database, insert
from storage.schema import source_tables
from storage.stories import writer

_owners = source_tables.site_owners
_AT_ONCE = 500


async def save(database: Database, owners: Mapping[str, str]) -> int:
    """Remember the owners of sites, and count the sources of known stories anew where that changes who is behind one.

    Sites that are not in it stay as they were: a catalogue that is read in part says nothing of the rest.

    Returns:
        How many sites are new or have another owner.
    """
    async with database.read() as connection:
        known = {row.site: row.owner for row in await connection.execute(select(_owners))}
    changed = {site: owner for site, owner in owners.items() if known.get(site) != owner}
    if not changed:
        return 0
    async with database.transaction() as connection:
        statement = insert(connection, _owners)
        rows = [{"site": site, "owner": owner} for site, owner in sorted(changed.items())]
        await connection.execute(
            statement.on_conflict_do_update(index_elements=["site"], set_={"owner": statement.excluded.owner}), rows
        )
    after: int | None = 0
    while after is not None:
        async with database.transaction() as connection:
            after = await writer.recount(connection, changed, after=after, limit=_AT_ONCE)
    return len(changed)
