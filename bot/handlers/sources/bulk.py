"""Several sources at once: addresses pasted together, and the operator's word on many proposals; one message each."""

import asyncio
import logging
from collections.abc import Sequence
from datetime import datetime
from typing import Final, TypeAlias

from aiogram import Bot, Router
from aiogram.exceptions import TelegramAPIError
from aiogram.types import CallbackQuery, InlineKeyboardMarkup, Message

from bot import keyboards
from bot.handlers import paging
from bot.handlers.middlewares import OWN, STRANGERS
from bot.handlers.reply import Reply
from bot.handlers.sources import views
from bot.handlers.sources.callbacks import BatchTap, SeveralTap
from bot.runtime import metrics
from bot.sources import health_alerts
from bot.sources.registry import Discovered, NotAddedError, SourceRegistry
from bot.texts import Html, Texts
from bot.texts import for_language as speaking
from storage.database import Database
from storage.model import Subscriber
from storage.sources import added_sources
from storage.sources.added_sources import AddedSource, AddedState
from storage.subscribers import subscribers

log = logging.getLogger(__name__)

Looked: TypeAlias = tuple[str, Discovered | NotAddedError]

_AT_ONCE: Final = 8


async def explore(
    reply: Reply, registry: SourceRegistry, subscriber: Subscriber, now: datetime, addresses: Sequence[str]
) -> None:
    """Look at several addresses and say in one message what each led to."""
    texts = reply.texts
    try:
        looked = await asyncio.gather(*(_look(registry, subscriber, now, address) for address in addresses))
    except Exception:
        await reply.replace(texts("trouble"))
        raise
    lines = [_line(texts, number, *one) for number, one in enumerate(looked, start=1)]
    text = "\n".join([texts("sources-several", count=len(looked)), paging.page(lines, 0).html])
    found = {one.source.id: one.source.title for _, one in looked if isinstance(one, Discovered)}
    await reply.replace(text, _offer(texts, found))


async def add(
    _: CallbackQuery,
    callback_data: SeveralTap,
    bot: Bot,
    reply: Reply,
    registry: SourceRegistry,
    subscriber: Subscriber,
    now: datetime,
) -> None:
    """Add one of several that were found, or all; what is left stays on offer."""
    texts = reply.texts
    offered = _offered(reply.tapped)
    wanted = [callback_data.source_id] if callback_data.source_id else list(offered)
    added, lines = [], []
    for source_id in wanted:
        try:
            source = await registry.add(source_id, added_by=subscriber.id, now=now)
        except NotAddedError as error:
            metrics.refuse("source", error.reason)
            lines.append(views.refusal(texts, error, offered.get(source_id, "")))
            continue
        added.append(source)
        lines.append(views.added(texts, source, can_offer=False)[0])
    left = {source_id: title for source_id, title in offered.items() if source_id not in wanted}
    if left:
        reply.note = texts.plain("sources-several-added" if added else "button-done-already")
        await reply.replace_keyboard(_offer(texts, left))
    else:
        await reply.replace("\n".join(lines) or texts("sources-not-gone"))
    await propose(bot, registry, [source for source in added if source.state is AddedState.PROPOSED])


async def propose(bot: Bot, registry: SourceRegistry, proposed: Sequence[AddedSource]) -> None:
    """Ask the operator in one message; a chat that cannot be reached is logged, and the proposals wait in the list."""
    if not proposed:
        return
    if registry.operator_chat_id is None:
        log.warning("%d sources wait for consent, and there is no OPERATOR_CHAT_ID", len(proposed))
        return
    speak = await health_alerts.operators_texts(registry.database, registry.operator_chat_id)
    (first, *others) = proposed
    if others:
        ids = [source.id for source in proposed]
        asked = BatchTap(reader=first.added_by or 0, first=min(ids), last=max(ids), source_id=0, approved=True)
        text, keyboard = _batch(speak, await _pending(registry.database, asked), asked)
    else:
        text = speak("sources-proposal", title=views.shortened(first.title), url=first.url[:500])
        keyboard = views.proposal_keyboard(speak, first)
    try:
        await bot.send_message(registry.operator_chat_id, text, parse_mode="HTML", reply_markup=keyboard)
    except TelegramAPIError as error:
        log.warning("The operator's chat cannot be asked about %d sources: %s", len(proposed), error)


async def decide(
    query: CallbackQuery, callback_data: BatchTap, bot: Bot, reply: Reply, registry: SourceRegistry, now: datetime
) -> None:
    """The operator's word on one or all of those proposed together; what is left is shown in the same place."""
    texts = reply.texts
    if query.message is None or query.message.chat.id != registry.operator_chat_id:
        reply.alert(texts.plain("sources-operator-only"))
        return
    pending = await _pending(registry.database, callback_data)
    wanted = [one for one in pending if callback_data.source_id in {0, one.id}]
    said = [await registry.decide(one.id, approved=callback_data.approved, now=now) for one in wanted]
    decided = [source for source in said if source is not None]
    reply.note = texts.plain("sources-decided" if decided else "button-done-already", count=len(decided))
    left = [one for one in pending if one not in wanted]
    if left:
        await reply.replace(*_batch(texts, left, callback_data))
    else:
        await reply.replace(texts("sources-proposals-done"))
    await tell_reader(bot, registry.database, decided)


async def tell_reader(bot: Bot, database: Database, decided: Sequence[AddedSource]) -> None:
    """Tell who proposed these what the operator said of them, in one message."""
    async with database.read() as connection:
        ids = {one.added_by for one in decided if one.added_by is not None}
        readers = await subscribers.load(connection, ids)
    for reader in readers:
        speak = speaking(reader.language)
        mine = [one for one in decided if one.added_by == reader.id]
        word = "approved" if mine[0].state is AddedState.APPROVED else "refused"
        key = f"sources-{word}-reader" if len(mine) == 1 else f"sources-{word}-reader-many"
        titles = ", ".join(views.shortened(one.title) for one in mine)
        try:
            await bot.send_message(reader.chat_id, speak(key, title=titles), parse_mode="HTML")
        except TelegramAPIError as error:
            log.info("Subscriber %d was not told of %d sources: %s", reader.id, len(mine), error)


async def _look(registry: SourceRegistry, subscriber: Subscriber, now: datetime, address: str) -> Looked:
    try:
        return address, await registry.look(address, added_by=subscriber.id, now=now)
    except NotAddedError as error:
        metrics.refuse("source", error.reason)
        return address, error


def _line(texts: Texts, number: int, address: str, came: Discovered | NotAddedError) -> str:
    if isinstance(came, NotAddedError):
        return texts("sources-several-not", number=number, why=Html(views.refusal(texts, came, address)))
    title, url = views.shortened(came.source.title), came.source.url
    return texts("sources-several-found", number=number, title=title, url=url[:200], count=came.candidate.count)


def _offer(texts: Texts, found: dict[int, str]) -> InlineKeyboardMarkup:
    rows = [
        [keyboards.button(texts.plain("button-add-one", title=title), SeveralTap(source_id=source_id))]
        for source_id, title in found.items()
    ]
    everything = keyboards.button(texts.plain("button-add-all", count=len(found)), SeveralTap(source_id=0))
    return keyboards.keyboard(*rows, [everything] if len(found) > 1 else [])


def _offered(message: Message | None) -> dict[int, str]:
    """Return the sources that the buttons of a message offer, with the buttons' words."""
    markup = message.reply_markup if message else None
    found = {}
    for button in (button for row in (markup.inline_keyboard if markup else ()) for button in row):
        data = button.callback_data or ""
        if data.startswith(f"{SeveralTap.__prefix__}:") and (source_id := SeveralTap.unpack(data).source_id):
            found[source_id] = button.text.partition(": ")[2]
    return found


async def _pending(database: Database, tap: BatchTap) -> list[AddedSource]:
    """Return what waits of those proposed together: others were not shown, and are not decided unseen."""
    async with database.read() as connection:
        waiting = await added_sources.listed(connection, AddedState.PROPOSED)
    return [one for one in waiting if one.added_by == tap.reader and tap.first <= one.id <= tap.last]


def _batch(texts: Texts, pending: Sequence[AddedSource], asked: BatchTap) -> tuple[str, InlineKeyboardMarkup]:
    """Show what waits of those that a tap is about, with the buttons for the operator's word."""
    shown = pending[:_AT_ONCE]
    lines = [
        texts("sources-proposals-row", number=number, title=views.shortened(one.title), url=one.url[:200])
        for number, one in enumerate(shown, start=1)
    ]
    text = texts("sources-proposals", count=len(pending), list=Html("\n".join(lines)))
    if len(pending) > len(shown):
        text += "\n" + texts("sources-proposals-more", count=len(pending) - len(shown))

    def say(source_id: int) -> list[BatchTap]:
        return [asked.model_copy(update={"source_id": source_id, "approved": word}) for word in (True, False)]

    rows = [
        [
            keyboards.button(texts.plain("button-approve-one", number=number), yes),
            keyboards.button(texts.plain("button-refuse-one", number=number), no),
        ]
        for number, (yes, no) in enumerate((say(one.id) for one in shown), start=1)
    ]
    every_yes, every_no = say(0)
    return text, keyboards.keyboard(
        *rows,
        [keyboards.button(texts.plain("button-approve-all", count=len(pending)), every_yes)],
        [keyboards.button(texts.plain("button-refuse-all", count=len(pending)), every_no)],
    )


def build_router() -> Router:
    """Route the buttons of what was pasted together and of what the operator is asked together."""
    router = Router(name="source_batches")
    router.callback_query.register(add, SeveralTap.filter())
    router.callback_query.register(decide, BatchTap.filter(), flags={OWN: True, STRANGERS: True})
    return router
