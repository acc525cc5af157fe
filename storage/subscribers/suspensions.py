"""Chats that Telegram takes no messages for: since when, when that makes them sleep, and who is told; sends nothing."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import func, literal, select, update

from storage.database import Connection
from storage.model import Subscriber, SubscriberState
from storage.schema import preference_tables, tables
from storage.schema.columns import UtcDateTime
from storage.subscribers import subscribers

_subscribers = tables.subscribers
_channels = preference_tables.channels
_admins = preference_tables.group_admins

# A chat that is barred is suspended only after so long, and after so many digests. Telegram's own mistake of October
# 2023 lasted a day; a group closed over a weekend opens after two and a half; a weekly digest is tried three times.
PATIENCE: Final = timedelta(days=3)
TRIES: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Configurer:
    """Somebody with a private chat with us (`id`: their subscriber's) who configured a chat, and its title."""

    id: int
    language: str
    zone: str
    title: str


async def suspend(connection: Connection, subscriber_id: int, reason: str, *, now: datetime) -> None:
    """Stop talking to a chat; nothing of its settings is lost. One that is suspended already keeps its first reason."""
    await connection.execute(
        update(_subscribers)
        .where(_subscribers.c.id == subscriber_id, _subscribers.c.state != SubscriberState.SUSPENDED)
        .values(
            state=SubscriberState.SUSPENDED,
            suspended_for=reason,
            barred_since=func.coalesce(_subscribers.c.barred_since, literal(now, UtcDateTime)),
            barred_told_at=None,
            next_due_at=None,
        )
    )


async def bar(connection: Connection, subscriber_id: int, reason: str, *, now: datetime) -> bool:
    """A chat has not taken a digest; suspend it if that has gone on for long enough, and say whether."""
    rows = await connection.execute(
        update(_subscribers)
        .where(_subscribers.c.id == subscriber_id, _subscribers.c.state != SubscriberState.SUSPENDED)
        .values(
            suspended_for=reason,
            barred_since=func.coalesce(_subscribers.c.barred_since, literal(now, UtcDateTime)),
            barred_times=_subscribers.c.barred_times + 1,
        )
        .returning(_subscribers.c.barred_since, _subscribers.c.barred_times)
    )
    row = rows.first()
    if row is None or row.barred_times < TRIES or now - row.barred_since < PATIENCE:
        return False
    await suspend(connection, subscriber_id, reason, now=now)
    return True


async def unbar(connection: Connection, subscriber_id: int) -> None:
    """A chat has taken a message: what it refused before counts no more."""
    await connection.execute(
        update(_subscribers)
        .where(_subscribers.c.id == subscriber_id, _subscribers.c.state != SubscriberState.SUSPENDED)
        .values(suspended_for="", barred_since=None, barred_times=0)
    )


async def untold(connection: Connection, *, limit: int = 100) -> list[int]:
    """Return the ids of suspended subscribers of whom nobody was told."""
    query = (
        select(_subscribers.c.id)
        .where(
            _subscribers.c.barred_told_at.is_(None),
            _subscribers.c.barred_since.is_not(None),
            _subscribers.c.state == SubscriberState.SUSPENDED,
        )
        .order_by(_subscribers.c.barred_since, _subscribers.c.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    return list(await connection.scalars(query))


async def by_older_rules(connection: Connection, *, after: int, limit: int) -> list[Subscriber]:
    """Return the next subscribers that were suspended before it was noted since when: at the first refusal."""
    query = (
        select(_subscribers.c.id)
        .where(
            _subscribers.c.state == SubscriberState.SUSPENDED,
            _subscribers.c.barred_since.is_(None),
            _subscribers.c.id > after,
        )
        .order_by(_subscribers.c.id)
        .limit(limit)
    )
    found = await subscribers.load(connection, list(await connection.scalars(query)), to_change=True)
    return sorted(found, key=lambda one: one.id)


async def told(connection: Connection, subscriber_ids: Iterable[int], *, now: datetime) -> None:
    """Somebody was told of these, or there is nobody to tell."""
    await connection.execute(
        update(_subscribers).where(_subscribers.c.id.in_(list(subscriber_ids))).values(barred_told_at=now)
    )


async def configurers(connection: Connection, subscriber_id: int) -> list[Configurer]:
    """Return whom to tell of a channel or a group: who configured it, and can be written to in private."""
    person = _subscribers.c
    of_channel = (
        select(person.id, person.language, person.zone, _channels.c.title)
        .join(_channels, _channels.c.subscriber_id == person.id)
        .where(_channels.c.channel_id == subscriber_id)
    )
    of_group = (
        select(person.id, person.language, person.zone, _admins.c.title)
        .join(_admins, _admins.c.user_id == person.chat_id)
        .where(_admins.c.subscriber_id == subscriber_id)
    )
    found = []
    for query in (of_channel, of_group):
        rows = await connection.execute(query.where(person.state != SubscriberState.SUSPENDED).order_by(person.id))
        found += [Configurer(id=row.id, language=row.language, zone=row.zone, title=row.title) for row in rows]
    return found
