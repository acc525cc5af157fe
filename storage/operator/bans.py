"""Whom the operator lets do nothing: chats, and people by their id; what else becomes of them is elsewhere."""

from datetime import datetime

from sqlalchemy import delete, select

from storage.database import Connection, insert
from storage.schema import operator_tables

_bans = operator_tables.bans


async def ban(connection: Connection, chat_id: int, reason: str, *, now: datetime) -> bool:
    """Let a chat do nothing from now on; False if that was said before."""
    statement = insert(connection, _bans).values(chat_id=chat_id, banned_at=now, reason=reason)
    return (await connection.execute(statement.on_conflict_do_nothing())).rowcount > 0


async def unban(connection: Connection, chat_id: int) -> bool:
    """Let a chat do what all may; False if it could."""
    return (await connection.execute(delete(_bans).where(_bans.c.chat_id == chat_id))).rowcount > 0


async def listed(connection: Connection) -> frozenset[int]:
    """Return all who are banned."""
    return frozenset(await connection.scalars(select(_bans.c.chat_id)))
