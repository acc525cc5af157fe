"""The link to the operator's page: /page in the operator's chat, answered to one person alone."""

from aiogram import Bot
from aiogram.enums import ChatType
from aiogram.exceptions import TelegramAPIError
from aiogram.types import Message

from bot.handlers.operator.status import Vitality
from bot.handlers.reply import Reply


async def page(message: Message, bot: Bot, reply: Reply, vitality: Vitality) -> None:
    """Send a link that opens the page once; in a group to who asks, in private."""
    speak = reply.texts
    if not vitality.page.address:
        await reply.say(speak("page-link-none"))
        return
    if message.chat.type == ChatType.PRIVATE:
        await reply.say(speak("page-link-sent", url=vitality.page.link(speak.language)))
        return
    is_told = message.from_user is not None and message.sender_chat is None
    if message.from_user is not None and is_told:
        text = speak("page-link-sent", url=vitality.page.link(speak.language))
        try:
            await bot.send_message(message.from_user.id, text, parse_mode="HTML")
        except TelegramAPIError:
            is_told = False
    await reply.say(speak("page-link-private" if is_told else "page-link-start-me"))
