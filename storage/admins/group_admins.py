"""Who of its admins last configured a group, and what it was called then; who is an admin is not decided here."""

from sqlalchemy import exists, select

from storage.database import Connection, insert
from storage.model import ChatKind
from storage.schema import preference_tables, tables

_admins = preference_tables.group_admins


async def is_configured_by(connection: Connection, subscriber_id: int, user_id: int, title: str) -> bool:
    """Say whether this is who last configured a group, and what it was called then."""
    row = (await connection.execute(select(_admins).where(_admins.c.subscriber_id == subscriber_id))).first()
    return row is not None and (row.user_id, row.title) == (user_id, title)


async def configured_by(connection: Connection, subscriber_id: int, user_id: int, title: str) -> None:
    """Somebody, by their id at Telegram, has configured a group."""
    values = {"user_id": user_id, "title": title}
    await connection.execute(
        insert(connection, _admins)
        .values(subscriber_id=subscriber_id, **values)
        .on_conflict_do_update(index_elements=["subscriber_id"], set_=values)
    )


async def is_about_to_move(connection: Connection, title: str) -> bool:
    """Say whether a group of this title is configured and no supergroup yet: a new one is what it has become."""
    groups = tables.subscribers.c
    known = exists().where(
        _admins.c.subscriber_id == groups.id, _admins.c.title == title, groups.kind == ChatKind.GROUP
    )
    return bool(await connection.scalar(select(known)))
