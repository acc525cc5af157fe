"""Groups that become supergroups: a new chat with the old one's settings; who says so is not known here."""

from sqlalchemy import delete, exists, select, update

from storage.database import Connection
from storage.model import ChatKind
from storage.schema import preference_tables, saved_tables, source_tables, tables

_subscribers = tables.subscribers


async def migrate(connection: Connection, old_chat_id: int, new_chat_id: int) -> bool:
    """Follow a group that became a supergroup; false if the old chat is no subscriber.

    Its messages cannot be edited any more: a supergroup numbers its own from one again.
    Where the new chat has subscribed too, both are joined: nothing either of them chose is lost.
    """
    old = await _id_of(connection, old_chat_id)
    if old is None or old_chat_id == new_chat_id:
        return False
    await _forget_message_numbers(connection, old)
    new = await _id_of(connection, new_chat_id)
    if new is not None:
        await _join(connection, new, old)
    await connection.execute(
        update(_subscribers).where(_subscribers.c.id == old).values(chat_id=new_chat_id, kind=ChatKind.SUPERGROUP)
    )
    return True


async def _id_of(connection: Connection, chat_id: int) -> int | None:
    found: int | None = await connection.scalar(
        select(_subscribers.c.id).where(_subscribers.c.chat_id == chat_id).with_for_update()
    )
    return found


async def _forget_message_numbers(connection: Connection, subscriber_id: int) -> None:
    parts = tables.outbox
    mine = parts.c.subscriber_id == subscriber_id
    await connection.execute(delete(parts).where(mine, parts.c.edit_of.is_not(None), parts.c.settled_at.is_(None)))
    await connection.execute(update(parts).where(mine, parts.c.message_id > 0).values(message_id=0))


async def _join(connection: Connection, leaving: int, staying: int) -> None:
    """Move what one subscriber has to another, and forget the one."""
    for table, name in (
        (tables.follows, "topic_id"),
        (tables.timetables, "at"),
        (saved_tables.saved_stories, "story_id"),
        (saved_tables.followed_stories, "story_id"),
        (saved_tables.muted_stories, "story_id"),
        (saved_tables.muted_topics, "topic_id"),
        (saved_tables.saved_links, "url"),
        (source_tables.own_sources, "source_id"),
    ):
        theirs = table.alias()
        doubled = exists().where(theirs.c.subscriber_id == staying, theirs.c[name] == table.c[name])
        await connection.execute(
            update(table).where(table.c.subscriber_id == leaving, ~doubled).values(subscriber_id=staying)
        )
    for single in (preference_tables.preferences, preference_tables.group_admins, preference_tables.proposals):
        theirs = single.alias()
        await connection.execute(
            update(single)
            .where(single.c.subscriber_id == leaving, ~exists().where(theirs.c.subscriber_id == staying))
            .values(subscriber_id=staying)
        )
    # Both may have had the same slot; what was told counts more than which slot it was told in.
    await connection.execute(
        update(tables.digests)
        .where(tables.digests.c.subscriber_id == leaving)
        .values(subscriber_id=staying, local_date=None, at=None)
    )
    for table in (tables.tellings, tables.outbox, preference_tables.setting_changes):
        await connection.execute(update(table).where(table.c.subscriber_id == leaving).values(subscriber_id=staying))
    await connection.execute(delete(_subscribers).where(_subscribers.c.id == leaving))
