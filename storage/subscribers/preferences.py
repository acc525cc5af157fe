"""What subscribers chose for their digests, one row each; who chose nothing has the defaults. Applies none of it."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Row, select

from storage.database import Connection, insert
from storage.model import Breaking, OtherLanguages, Preferences, QuietHours, Sound, Style, WhenEmpty
from storage.schema import preference_tables, tables

_preferences = preference_tables.preferences


async def get(connection: Connection, subscriber_id: int) -> Preferences:
    """Return what a subscriber chose, the defaults if nothing."""
    row = (await connection.execute(select(_preferences).where(_preferences.c.subscriber_id == subscriber_id))).first()
    return Preferences() if row is None else _read(row)


async def to_change(connection: Connection, subscriber_id: int) -> Preferences:
    """Return what a subscriber chose, and let nobody else change it before this transaction ends."""
    await connection.execute(
        select(tables.subscribers.c.id).where(tables.subscribers.c.id == subscriber_id).with_for_update()
    )
    return await get(connection, subscriber_id)


async def load(connection: Connection, subscriber_ids: Iterable[int]) -> dict[int, Preferences]:
    """Return what each of the subscribers chose, by id."""
    ids = list(subscriber_ids)
    rows = await connection.execute(select(_preferences).where(_preferences.c.subscriber_id.in_(ids)))
    return {each: Preferences() for each in ids} | {row.subscriber_id: _read(row) for row in rows}


async def save(connection: Connection, subscriber_id: int, preferences: Preferences) -> None:
    """Remember what a subscriber chose, all of it."""
    quiet = preferences.quiet
    values = {
        "stories": preferences.stories,
        "minutes": preferences.minutes,
        "style": preferences.style,
        "when_empty": preferences.when_empty,
        "quiet_from": quiet.start if quiet else None,
        "quiet_to": quiet.end if quiet else None,
        "breaking": preferences.breaking,
        "breaking_sources": preferences.breaking_sources,
        "breaking_minutes": preferences.breaking_minutes,
        "main": preferences.main,
        "languages": ",".join(preferences.languages),
        "others": preferences.others,
        "sound": preferences.sound,
        "footer": preferences.footer,
        "signature": preferences.signature,
        "pinned": preferences.pinned,
        "invite": preferences.invite,
        "editors": preferences.editors,
    }
    await connection.execute(
        insert(connection, _preferences)
        .values(subscriber_id=subscriber_id, **values)
        .on_conflict_do_update(index_elements=["subscriber_id"], set_=values)
    )


def _read(row: Row[Any]) -> Preferences:
    return Preferences(
        stories=row.stories,
        minutes=row.minutes,
        style=Style(row.style),
        when_empty=WhenEmpty(row.when_empty),
        quiet=None if row.quiet_from is None else QuietHours(start=row.quiet_from, end=row.quiet_to),
        breaking=Breaking(row.breaking),
        breaking_sources=row.breaking_sources,
        breaking_minutes=row.breaking_minutes,
        main=row.main,
        languages=tuple(filter(None, row.languages.split(","))),
        others=OtherLanguages(row.others),
        sound=Sound(row.sound),
        footer=row.footer,
        signature=row.signature,
        pinned=row.pinned,
        invite=row.invite,
        editors=row.editors,
    )
