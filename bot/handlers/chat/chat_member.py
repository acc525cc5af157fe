"""Being blocked, added, removed and moved to a supergroup: suspends, resumes, follows; wipes nothing."""

import logging
from datetime import datetime

from aiogram import Bot, F, Router
from aiogram.enums import ChatMemberStatus, ChatType
from aiogram.exceptions import TelegramAPIError
from aiogram.types import ChatMemberUpdated, Message

from bot import keyboards, rescheduling
from bot import texts as languages
from bot.handlers.budgets import Budgets, Work
from bot.handlers.chat import channels
from bot.handlers.middlewares import OPEN_TO_ALL, STRANGERS
from bot.keyboards import Go
from bot.runtime import metrics
from storage.admins import group_admins
from storage.database import Database
from storage.model import Subscriber, SubscriberState
from storage.subscribers import subscribers, suspensions

log = logging.getLogger(__name__)

_GONE = frozenset({ChatMemberStatus.LEFT, ChatMemberStatus.KICKED})


async def changed(event: ChatMemberUpdated, bot: Bot, database: Database, budgets: Budgets, now: datetime) -> None:
    """Suspend a chat that shut us out, resume one that took us back; greet whoever has just added us."""
    was_out = event.old_chat_member.status in _GONE
    is_out = event.new_chat_member.status in _GONE
    async with database.transaction() as connection:
        subscriber = await subscribers.get(connection, event.chat.id)
        if subscriber is not None and is_out:
            await suspensions.suspend(connection, subscriber.id, _reason(event), now=now)
        elif subscriber is not None and subscriber.state is SubscriberState.SUSPENDED:
            await rescheduling.resume(connection, subscriber, now=now)
    log.info("Chat of kind %s: %s -> %s", event.chat.type, event.old_chat_member.status, event.new_chat_member.status)
    is_group = event.chat.type in {ChatType.GROUP, ChatType.SUPERGROUP}
    is_new = was_out and not is_out and is_group and not await _is_known(event, subscriber, database)
    if is_new and _may_be_greeted(event, budgets, now):
        await _greet(event, languages.guess(event.from_user.language_code))
    if event.chat.type == ChatType.CHANNEL and _is_promotion(event):
        await channels.added(event, bot, database, now)


async def moved(message: Message, database: Database, now: datetime) -> None:
    """Follow a group to the supergroup it has become; both of them say so, in any order."""
    old_id = message.migrate_from_chat_id or message.chat.id
    new_id = message.migrate_to_chat_id or message.chat.id
    async with database.transaction() as connection:
        await rescheduling.migrate(connection, old_id, new_id, now=now)


async def _is_known(event: ChatMemberUpdated, subscriber: Subscriber | None, database: Database) -> bool:
    """Whether the group was configured before: it has taken us back, or become a supergroup, and will say so."""
    if subscriber is not None or event.chat.type != ChatType.SUPERGROUP:
        return subscriber is not None
    async with database.read() as connection:
        return await group_admins.is_about_to_move(connection, event.chat.title or "")


def _may_be_greeted(event: ChatMemberUpdated, budgets: Budgets, now: datetime) -> bool:
    """Say whether whoever added us has not done so too often; the groups beyond that find the commands by themselves.

    A greeting takes a permit to send, of which answers and digests have 30 a second.
    """
    wait = budgets.spend(event.from_user.id, Work.GREETING, now)
    if not wait:
        return True
    metrics.refuse("greeting", "budget")
    if budgets.is_first_refusal(event.from_user.id, Work.GREETING, now):
        log.warning("Account %d adds us to groups by the dozen: no more are greeted for now", event.from_user.id)
    return False


def _is_promotion(event: ChatMemberUpdated) -> bool:
    before, after = event.old_chat_member.status, event.new_chat_member.status
    return after == ChatMemberStatus.ADMINISTRATOR != before


def _reason(event: ChatMemberUpdated) -> str:
    return "blocked" if event.chat.type == ChatType.PRIVATE else str(event.new_chat_member.status)


async def _greet(event: ChatMemberUpdated, language: str) -> None:
    texts = languages.for_language(language)
    start = keyboards.button(texts.plain("button-topics"), Go(to="start"))
    keyboard = keyboards.mark_keyboard(keyboards.keyboard([start]), event.chat.id)
    try:
        await event.answer(texts("group-welcome"), parse_mode="HTML", reply_markup=keyboard)
    except TelegramAPIError as refusal:
        # A group may not let its members write; its admins still find the commands.
        log.info("A group was not greeted: %s", refusal.message)


def build_router() -> Router:
    """Route what Telegram tells about our place in chats."""
    router = Router(name="membership")
    router.my_chat_member.register(changed)
    upgrade = F.migrate_to_chat_id | F.migrate_from_chat_id
    router.message.register(moved, upgrade, flags={OPEN_TO_ALL: True, STRANGERS: True})
    return router
