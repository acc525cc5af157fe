"""Letting a chat do nothing, and letting it be: /ban and /unban in the operator's chat."""

import re
from datetime import datetime
from typing import Final

from aiogram.types import Message

from bot.handlers.reply import Reply
from bot.operator.bans import Bans

# As settings have it: up to 15 digits, with a minus before those of groups.
_WRITTEN: Final = re.compile(r"(-?[1-9][0-9]{0,14})(?:\s+(\S.{0,199}))?", re.DOTALL)


async def ban(message: Message, written: str, reply: Reply, bans: Bans, now: datetime) -> None:
    """Ban: /ban 12345 спам."""
    found = _WRITTEN.fullmatch(written)
    if found is None:
        await reply.say(reply.texts("ban-syntax"))
        return
    chat_id = int(found[1])
    if chat_id == message.chat.id:
        await reply.say(reply.texts("ban-yourself"))
        return
    is_new = await bans.ban(chat_id, found[2] or "", now=now)
    await reply.say(reply.texts("banned" if is_new else "banned-already", id=found[1]))


async def unban(_: Message, written: str, reply: Reply, bans: Bans) -> None:
    """Unban: /unban 12345."""
    found = _WRITTEN.fullmatch(written)
    if found is None:
        await reply.say(reply.texts("ban-syntax"))
        return
    was_banned = await bans.unban(int(found[1]))
    await reply.say(reply.texts("unbanned" if was_banned else "not-banned", id=found[1]))
