"""How many messages of a day were beyond Telegram's free rate, and so paid for."""

from datetime import date

from sqlalchemy import delete, select

from storage.database import Connection, insert
from storage.schema import maintenance_tables

_paid = maintenance_tables.paid_messages


async def of_day(connection: Connection, day: date) -> int:
    """Return how many were paid for on a day of UTC."""
    return await connection.scalar(select(_paid.c.messages).where(_paid.c.day == day)) or 0


async def put(connection: Connection, day: date, messages: int) -> None:
    """Write down how many were paid for on a day so far."""
    statement = insert(connection, _paid).values(day=day, messages=messages)
    await connection.execute(statement.on_conflict_do_update(index_elements=["day"], set_={"messages": messages}))


async def forget(connection: Connection, *, before: date) -> int:
    """Forget the days before a day; return how many there were."""
    return (await connection.execute(delete(_paid).where(_paid.c.day < before))).rowcount
