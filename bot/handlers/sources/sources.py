"""Sources: how each is doing, adding one by its address or many by a file, and the operator's word on what is added."""

import logging
from datetime import datetime
from functools import partial
from typing import Final

from aiogram import Bot, F, Router
from aiogram.enums import ChatType
from aiogram.types import (
    BufferedInputFile,
    CallbackQuery,
    InlineKeyboardMarkup,
    Message,
    MessageOriginChannel,
    TelegramObject,
)

from bot.handlers import documents
from bot.handlers.budgets import BUDGET, Budgets, Work, refuse
from bot.handlers.middlewares import OWN, STRANGERS
from bot.handlers.registration import command_and_button
from bot.handlers.reply import ForgedButtonError, Reply
from bot.handlers.sources import bulk, views
from bot.handlers.sources.callbacks import DecisionTap, OpmlTap, SourceAct, SourcesPageTap, SourceTap
from bot.runtime import metrics
from bot.sources.registry import NotAddedError, Policy, SourceRegistry
from parsers import url_finder, urls
from parsers.article import ParseError
from parsers.listings import discovery, opml
from parsers.telegram import addresses
from storage.model import Subscriber
from storage.sources.added_sources import AddedState

log = logging.getLogger(__name__)

_MOST_ADDRESSES: Final = 10
_FILE_NAME: Final = "svodka.opml"


async def list_sources(
    event: TelegramObject,
    reply: Reply,
    registry: SourceRegistry,
    subscriber: Subscriber,
    now: datetime,
    written: str,
    budgets: Budgets,
) -> None:
    """/sources: how they are doing; /sources https://...: look at that address."""
    if written:
        await look(event, reply, registry, subscriber, now, written, budgets)
        return
    await _show_list(reply, registry, subscriber, now)


async def turn(
    _: CallbackQuery,
    callback_data: SourcesPageTap,
    reply: Reply,
    registry: SourceRegistry,
    subscriber: Subscriber,
    now: datetime,
) -> None:
    """Turn a page of the list."""
    await _show_list(reply, registry, subscriber, now, number=callback_data.page)


async def look(
    _: TelegramObject,
    reply: Reply,
    registry: SourceRegistry,
    subscriber: Subscriber,
    now: datetime,
    written: str,
    budgets: Budgets,
    hint: str = "",
) -> None:
    """Answer at once that we are looking; what is found takes that answer's place, one for all addresses.

    A `hint` stands under what is found.
    """
    texts = reply.texts
    found = discovery.addresses_in(written)
    if any(urls.has_credentials(address) for address in found):
        metrics.refuse("source", "password")
        await reply.say(texts("sources-not-password"))
        return
    if not found:
        await reply.say(texts("sources-no-address", text=written[:100]))
        return
    first, *others = found[:_MOST_ADDRESSES]
    if wait := budgets.spend(subscriber.chat_id, Work.LOOK, now, amount=1 + len(others)):
        await refuse(reply, Work.LOOK, wait)
        return
    if others:
        said = texts("sources-looking-several", count=len(found[:_MOST_ADDRESSES]))
        errand = partial(bulk.explore, addresses=(first, *others))
    else:
        said = texts("sources-looking", address=first[:200])
        errand = partial(_explore, address=first, hint=hint)
    if len(found) > _MOST_ADDRESSES:
        await reply.say(texts("sources-several-cut", count=_MOST_ADDRESSES))
    later = await reply.placeholder(said)
    if not registry.background.begin(partial(errand, later, registry, subscriber, now)):
        await later.replace(texts("sources-busy"))


async def look_at_forwarded(
    message: Message,
    reply: Reply,
    registry: SourceRegistry,
    subscriber: Subscriber,
    now: datetime,
    budgets: Budgets,
) -> None:
    """Look at the channel that a forwarded message is from."""
    origin = message.forward_origin
    assert isinstance(origin, MessageOriginChannel)  # noqa: S101 - the filter of this handler
    # One without a name was refused before it came here.
    written = f"{addresses.PREVIEW}/{origin.chat.username}"
    await look(message, reply, registry, subscriber, now, written, budgets, reply.texts("channel-refused-hint"))


async def _explore(
    reply: Reply, registry: SourceRegistry, subscriber: Subscriber, now: datetime, *, address: str, hint: str
) -> None:
    keyboard: InlineKeyboardMarkup | None = None
    try:
        found = await registry.look(address, added_by=subscriber.id, now=now)
        text, keyboard = views.preview(reply.texts, found, subscriber, registry.policy, now=now)
    except NotAddedError as error:
        metrics.refuse("source", error.reason)
        text = views.refusal(reply.texts, error, address)
    except Exception:
        await reply.replace(reply.texts("trouble"))
        raise
    await reply.replace(f"{text}\n\n{hint}".strip(), keyboard)


async def add(
    _: CallbackQuery,
    callback_data: SourceTap,
    bot: Bot,
    reply: Reply,
    registry: SourceRegistry,
    subscriber: Subscriber,
    now: datetime,
) -> None:
    """Add the source of a preview, or propose it to the operator."""
    try:
        source = await registry.add(callback_data.source_id, added_by=subscriber.id, now=now)
    except NotAddedError as error:
        await reply.replace(views.refusal(reply.texts, error, ""))
        return
    can_offer = registry.operator_chat_id is not None
    await reply.replace(*views.added(reply.texts, source, can_offer=can_offer))
    if source.state is AddedState.PROPOSED:
        await bulk.propose(bot, registry, [source])


async def drop(
    _: CallbackQuery,
    callback_data: SourceTap,
    reply: Reply,
    registry: SourceRegistry,
    subscriber: Subscriber,
    now: datetime,
) -> None:
    """Drop a source of one's own and show what is left."""
    is_gone = await registry.let_go(callback_data.source_id, subscriber.id)
    reply.note = reply.texts.plain("sources-dropped" if is_gone else "button-done-already")
    await _show_list(reply, registry, subscriber, now)


async def offer_to_all(
    _: CallbackQuery, callback_data: SourceTap, bot: Bot, reply: Reply, registry: SourceRegistry, subscriber: Subscriber
) -> None:
    """Ask the operator to read a source of one's own for everybody."""
    own = {source.id: source for source in await registry.own(subscriber.id)}
    source = own.get(callback_data.source_id)
    if source is None:
        raise ForgedButtonError
    await reply.replace(reply.texts("sources-offered", title=views.shortened(source.title)))
    await bulk.propose(bot, registry, [source])


async def _show_list(
    reply: Reply, registry: SourceRegistry, subscriber: Subscriber, now: datetime, *, number: int = 0
) -> None:
    standings, own = await registry.standings(subscriber.id), await registry.own(subscriber.id)
    await reply.show(*views.listed(reply.texts, standings, own, registry.policy, now=now, number=number))


async def cancel(
    _: CallbackQuery, callback_data: SourceTap, reply: Reply, registry: SourceRegistry, subscriber: Subscriber
) -> None:
    """Forget a preview."""
    await registry.cancel(callback_data.source_id, added_by=subscriber.id)
    await reply.replace(reply.texts("sources-cancelled"))


async def decide(
    query: CallbackQuery, callback_data: DecisionTap, bot: Bot, reply: Reply, registry: SourceRegistry, now: datetime
) -> None:
    """The operator's word on a proposal; whoever proposed is told."""
    if query.message is None or query.message.chat.id != registry.operator_chat_id:
        reply.alert(reply.texts.plain("sources-operator-only"))
        return
    source = await registry.decide(callback_data.source_id, approved=callback_data.approved, now=now)
    if source is None:
        reply.note = reply.texts.plain("button-done-already")
        return
    key = "sources-approved" if callback_data.approved else "sources-refused"
    await reply.replace(reply.texts(key, title=views.shortened(source.title), url=source.url[:500]))
    await bulk.tell_reader(bot, registry.database, [source])


async def import_opml(
    message: Message, bot: Bot, reply: Reply, registry: SourceRegistry, subscriber: Subscriber, now: datetime
) -> None:
    """Add the sources of an OPML file; a broken one changes nothing."""
    texts = reply.texts
    document = message.document
    assert document is not None  # noqa: S101 - the filter of this handler
    if (document.file_size or 0) > opml.MAX_BYTES:
        metrics.refuse("opml", "too-large")
        await reply.say(texts("opml-too-large", limit=opml.MAX_BYTES // 1024 // 1024))
        return
    content = await documents.download(bot, document, limit=opml.MAX_BYTES)
    try:
        imported = await registry.take(content, added_by=subscriber.id, now=now)
    except ParseError as error:
        metrics.refuse("opml", "unreadable")
        log.info("A file of sources was refused: %s", error.reason)
        await reply.say(texts("opml-unreadable"))
        return
    except NotAddedError as error:
        await reply.say(views.refusal(texts, error, ""))
        return
    await reply.say(views.imported(texts, imported, registry.policy))
    if registry.policy is Policy.APPROVAL:
        await bulk.propose(bot, registry, imported.new)


async def export_opml(
    _: CallbackQuery, reply: Reply, registry: SourceRegistry, subscriber: Subscriber, now: datetime
) -> None:
    """Send the feeds that are read for a reader as an OPML file."""
    content = await registry.write(now=now, subscriber_id=subscriber.id)
    await reply.send_file(BufferedInputFile(content, _FILE_NAME), reply.texts("opml-export"))


def build_router() -> Router:
    """Route /sources, addresses and OPML files, and the operator's buttons."""
    router = Router(name="sources")
    command_and_button(router, "sources", list_sources)
    router.message.register(look, F.text.func(url_finder.consists_of_urls))
    private = F.chat.type == ChatType.PRIVATE
    router.message.register(look_at_forwarded, private, F.forward_origin.type == "channel")
    router.message.register(look, private, F.text.func(discovery.consists_of_sources))
    router.message.register(
        import_opml, F.document.file_name.lower().endswith((".opml", ".xml")), flags={BUDGET: Work.FILE}
    )
    router.callback_query.register(turn, SourcesPageTap.filter())
    router.callback_query.register(add, SourceTap.filter(F.act == SourceAct.ADD))
    router.callback_query.register(cancel, SourceTap.filter(F.act == SourceAct.CANCEL))
    router.callback_query.register(drop, SourceTap.filter(F.act == SourceAct.DROP))
    router.callback_query.register(offer_to_all, SourceTap.filter(F.act == SourceAct.OFFER), flags={BUDGET: Work.LOOK})
    router.callback_query.register(export_opml, OpmlTap.filter(), flags={BUDGET: Work.FILE})
    router.callback_query.register(decide, DecisionTap.filter(), flags={OWN: True, STRANGERS: True})
    return router
