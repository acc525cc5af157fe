"""/preview and /catchup: digests to look at, which change nothing of what was told."""

from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from aiogram import Router
from aiogram.types import CallbackQuery, InlineKeyboardMarkup, TelegramObject

from bot import keyboards
from bot.digest_builder import previews as recaps
from bot.digest_builder.previews import Preview
from bot.handlers.budgets import BUDGET, Work
from bot.handlers.registration import command_and_button
from bot.handlers.reply import Reply
from bot.keyboards import CatchupTap, Go
from bot.runtime import metrics
from bot.schedule import pause
from storage.database import Database
from storage.model import ChatKind, Subscriber

_SPANS: Final = (1, 3, 7)


async def preview(_: TelegramObject, reply: Reply, database: Database, subscriber: Subscriber, now: datetime) -> None:
    """/preview: what the next digest would hold by now."""
    await _say(reply, subscriber, await recaps.preview(database, subscriber, now=now), "preview")


async def catchup(
    _: TelegramObject, reply: Reply, database: Database, subscriber: Subscriber, now: datetime, written: str
) -> None:
    """/catchup 3d: the strongest of the last days; without a number, ask how many."""
    if not written:
        buttons = [
            keyboards.button(reply.texts.plain(f"button-catchup-{days}"), CatchupTap(days=days)) for days in _SPANS
        ]
        await reply.show(reply.texts("catchup-how-long"), keyboards.keyboard(buttons))
        return
    today = now.astimezone(ZoneInfo(subscriber.zone)).date()
    try:
        span = pause.parse(written, today) - today
    except pause.UntilError as error:
        metrics.refuse("catchup", error.reason)
        await reply.say(reply.texts("catchup-bad", text=error.text[:60]))
        return
    await _catch_up(reply, database, subscriber, now, span)


async def catchup_tap(
    _: CallbackQuery, callback_data: CatchupTap, reply: Reply, database: Database, subscriber: Subscriber, now: datetime
) -> None:
    """Recap the days of a button."""
    await _catch_up(reply, database, subscriber, now, timedelta(days=max(1, callback_data.days)))


async def _catch_up(reply: Reply, database: Database, subscriber: Subscriber, now: datetime, span: timedelta) -> None:
    found = await recaps.recap(database, subscriber, since=now - min(span, recaps.LONGEST), now=now)
    await _say(reply, subscriber, found, "catchup")


async def _say(reply: Reply, subscriber: Subscriber, found: Preview, kind: str) -> None:
    texts = reply.texts
    if not found.drafts:
        where = "languages" if found.foreign else "topics"
        text = texts("nothing-but-foreign", foreign=found.foreign) if found.foreign else texts(f"{kind}-empty")
        button = keyboards.button(texts.plain(f"button-{where}"), Go(to=where))
        await reply.say(text, keyboards.keyboard([button, keyboards.back(texts)]))
        return
    has_buttons = subscriber.kind is ChatKind.PRIVATE
    for draft in found.drafts:
        shown = InlineKeyboardMarkup.model_validate_json(draft.keyboard) if draft.keyboard and has_buttons else None
        await reply.say(draft.html, shown)
    await reply.say(texts(f"{kind}-note"))


def build_router() -> Router:
    """Route /preview and /catchup."""
    router = Router(name="recap")
    command_and_button(router, "preview", preview)
    command_and_button(router, "catchup", catchup)
    router.callback_query.register(catchup_tap, CatchupTap.filter(), flags={BUDGET: Work.DIGEST})
    return router
