"""A chat that lets us pin nothing: pinning ends, and whoever configures the chat is told, once."""

from dataclasses import replace
from datetime import datetime
from typing import Final

from bot import texts
from storage.admins import setting_changes
from storage.admins.setting_changes import Change, Person
from storage.database import Connection
from storage.digests import outbox
from storage.digests.outbox import Draft
from storage.subscribers import preferences, suspensions

_TITLE: Final = 80


async def stop_pinning(connection: Connection, subscriber_id: int, *, now: datetime) -> None:
    """Pin no more digests of a chat, until somebody asks for it again."""
    chosen = await preferences.to_change(connection, subscriber_id)
    if not chosen.pinned:
        return
    await preferences.save(connection, subscriber_id, replace(chosen, pinned=False))
    await setting_changes.record(connection, subscriber_id, Person(), [Change(kind="pin-refused")], now=now)
    for person in await suspensions.configurers(connection, subscriber_id):
        speak, title = texts.for_language(person.language), person.title[:_TITLE]
        said = Draft(html=speak("pin-refused", title=title), plain=speak.plain("pin-refused", title=title))
        await outbox.add(connection, person.id, [said], now=now)
