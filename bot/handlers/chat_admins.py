"""Who is an admin of a chat, as Telegram says and as is remembered briefly; lets nobody through by itself."""

import logging
from collections import OrderedDict
from datetime import datetime, timedelta
from typing import Final

from aiogram import Bot
from aiogram.enums import ChatMemberStatus
from aiogram.exceptions import TelegramAPIError, TelegramBadRequest

log = logging.getLogger(__name__)

REMEMBERED: Final = timedelta(seconds=30)
MOST_REMEMBERED: Final = 10_000
# The account that stands for every admin who is anonymous; no other member of a group can act as it.
ANONYMOUS_ADMIN_ID: Final = 1_087_968_824
_LEADERS: Final = frozenset({ChatMemberStatus.CREATOR, ChatMemberStatus.ADMINISTRATOR})


class AdminsHiddenError(Exception):
    """Telegram tells us neither who a member is nor who the admins are, for we are no admin."""


class ChatAdmins:
    """Says who is an admin."""

    def __init__(self) -> None:
        self._known: OrderedDict[tuple[int, int], tuple[datetime, bool]] = OrderedDict()

    async def is_admin(self, bot: Bot, chat_id: int, user_id: int, now: datetime) -> bool:
        """Say whether somebody is an admin of a chat, as Telegram said not long ago. Raises AdminsHiddenError."""
        if user_id == ANONYMOUS_ADMIN_ID:
            return True
        known = self._known.get((chat_id, user_id))
        if known is not None and now - known[0] < REMEMBERED:
            return known[1]
        is_admin = await _ask(bot, chat_id, user_id)
        self._known[chat_id, user_id] = now, is_admin
        self._known.move_to_end((chat_id, user_id))
        if len(self._known) > MOST_REMEMBERED:
            self._known.popitem(last=False)
        return is_admin

    async def may(self, bot: Bot, chat_id: int, user_id: int, now: datetime) -> bool:
        """Say whether somebody is an admin of a channel; one that we cannot ask about is out of reach for all."""
        try:
            return await self.is_admin(bot, chat_id, user_id, now)
        except (TelegramAPIError, AdminsHiddenError) as refusal:
            log.info("A channel cannot be asked for its admins: %r", refusal)
            return False


async def _ask(bot: Bot, chat_id: int, user_id: int) -> bool:
    """Ask about the member; where members are hidden from us, look whether they are among the admins."""
    try:
        return (await bot.get_chat_member(chat_id, user_id)).status in _LEADERS
    except TelegramBadRequest as refusal:
        log.info("A member is not shown to us (%s); asked for the admins", refusal.message)
    try:
        return any(one.user.id == user_id for one in await bot.get_chat_administrators(chat_id))
    except TelegramBadRequest as refusal:
        raise AdminsHiddenError from refusal
