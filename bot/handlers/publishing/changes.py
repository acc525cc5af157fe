"""The log of who changed what of a group or a channel: noticed around every handler, shown on one screen."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from aiogram import BaseMiddleware, F, Router
from aiogram.dispatcher.flags import get_flag
from aiogram.types import TelegramObject, User

from bot.export import setting_diff, transfer
from bot.export.setting_diff import Snapshot
from bot.handlers import paging
from bot.handlers.middlewares import OPEN_TO_ALL, OWN, STRANGERS, Handler
from bot.handlers.reply import Reply
from bot.keyboards import Go
from bot.texts import Html, Texts
from storage.admins import setting_changes
from storage.admins.setting_changes import Change, PastChange, Person
from storage.database import Connection, Database
from storage.model import ChatKind, Subscriber
from storage.subscribers import subscribers
from storage.topics import topics

SHOWN: Final = 15
_DETAIL: Final = 60


class LogChanges(BaseMiddleware):
    """Writes down what a handler has changed of a group or a channel, by whom: no handler has to think of it.

    To be registered after whatever puts a channel in the reader's place, and where one chat is configured by one
    admin at a time: what another changes meanwhile would be taken for theirs.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:  # noqa: ANN401 - aiogram's signature
        """Look at the settings before and after the handler."""
        subscriber: Subscriber | None = data["subscriber"]
        if subscriber is None or subscriber.kind is ChatKind.PRIVATE or _changes_nothing(data):
            return await handler(event, data)
        async with self._database.read() as connection:
            before = await _snapshot(connection, subscriber)
        try:
            return await handler(event, data)
        finally:
            await self._note(subscriber, before, data)

    async def _note(self, subscriber: Subscriber, before: Snapshot | None, data: Mapping[str, Any]) -> None:
        now: datetime = data["now"]
        async with self._database.read() as connection:
            after = await _snapshot(connection, subscriber)
        if before is None or after is None:
            return
        changes = setting_diff.changes(before, after)
        if not changes:
            return
        async with self._database.transaction() as connection:
            await setting_changes.record(
                connection, subscriber.id, _person(data.get("event_from_user")), changes, now=now
            )


def _changes_nothing(data: Mapping[str, Any]) -> bool:
    return any(get_flag(dict(data), flag) for flag in (OPEN_TO_ALL, STRANGERS, OWN))


def _person(user: User | None) -> Person:
    """Who it was; one who writes as the group itself comes to us as a bot of Telegram's."""
    return Person() if user is None or user.is_bot else Person(user_id=user.id, name=user.full_name)


async def _snapshot(connection: Connection, subscriber: Subscriber) -> Snapshot | None:
    found = next(iter(await subscribers.load(connection, [subscriber.id])), None)
    if found is None:
        return None
    labels = {topic.query: topic.label for topic in await topics.for_subscriber(connection, found.id)}
    return Snapshot(subscriber=found, belongings=await transfer.gather(connection, found), labels=labels)


async def show(_: TelegramObject, reply: Reply, database: Database, subscriber: Subscriber, now: datetime) -> None:
    """Show what was changed last, and by whom."""
    async with database.read() as connection:
        found = await setting_changes.latest(connection, subscriber.id, SHOWN)
    if not found:
        await reply.show(reply.texts("changes-none"))
        return
    rows = Html("\n".join(row(reply.texts, one, subscriber.zone, now) for one in found))
    await reply.show(reply.texts("changes", list=rows))


def row(texts: Texts, past: PastChange, zone: str, now: datetime) -> str:
    """Write one line of the log: when, who, what."""
    what = described(texts, past.change)
    who = paging.shortened(past.by, _DETAIL) or texts.plain("changes-nobody")
    return texts("changes-row", when=texts.moment(past.at, zone, now=now), who=who, what=what)


def described(texts: Texts, change: Change) -> str:
    """Say what was changed; a kind that a newer Svodka wrote is named as it is."""
    key = f"change-{change.kind}"
    return texts.plain(key, detail=paging.shortened(change.detail, _DETAIL)) if key in texts else change.kind


def build_router() -> Router:
    """Route the log's screen."""
    router = Router(name="changes")
    router.callback_query.register(show, Go.filter(F.to == "changes"))
    return router
