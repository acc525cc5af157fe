"""What is said to Telegram at a start: who we are, whether updates come here, and the menus of commands."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from functools import partial
from typing import TypeVar

from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest, TelegramUnauthorizedError

from bot import commands
from bot.config import SettingsError
from bot.delivery import webhooks

log = logging.getLogger(__name__)

_Answer = TypeVar("_Answer")


async def greet(bot: Bot, operator_chat_id: int | None, stop: asyncio.Event) -> None:
    """Make sure that Telegram knows us, and set the command menus; the crawl and the digests wait for neither.

    Raises SettingsError if it does not know the token.
    """
    me = await _until_answered(bot.get_me, stop, "Telegram does not answer")
    if me is None:
        return
    log.info("Running as @%s", me.username)
    webhook = await _until_answered(bot.get_webhook_info, stop, "The webhook is not known")
    if webhook is not None and webhook.url:
        log.error("%s", webhooks.advice(webhook.url))
    # A menu that Telegram refuses is worth a line in the log, not the bot.
    await _until_answered(partial(commands.set_menus, bot), stop, "The command menus are not set")
    if operator_chat_id is not None:
        menu = partial(commands.set_operators_menu, bot, operator_chat_id)
        await _until_answered(menu, stop, "The operator's menu is not set")


async def _until_answered(ask: Callable[[], Awaitable[_Answer]], stop: asyncio.Event, trouble: str) -> _Answer | None:
    """Ask Telegram until it answers; None if it refuses, or if the bot stops before."""
    delay = 1.0
    while not stop.is_set():
        try:
            return await ask()
        except TelegramUnauthorizedError:
            raise SettingsError("Telegram does not know this BOT_TOKEN: copy it again from @BotFather.") from None
        except TelegramBadRequest as refused:
            log.error("%s: %s", trouble, refused.message)  # noqa: TRY400 - its traceback says no more
            return None
        except Exception as error:  # noqa: BLE001 - Telegram may be away for a while; we wait for it
            log.warning("%s (%s); trying again in %.0f s", trouble, error, delay)
            await _rest(stop, delay)
            delay = min(delay * 2, 60)
    return None


async def _rest(stop: asyncio.Event, seconds: float) -> None:
    try:
        await asyncio.wait_for(stop.wait(), seconds)
    except TimeoutError:
        return
