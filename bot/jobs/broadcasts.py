"""Sends what the operator says to many: a portion at a time, behind everything else; then a receipt to the operator."""

import logging
from collections.abc import Callable
from datetime import datetime
from typing import Final

from aiogram import Bot
from aiogram.exceptions import TelegramAPIError

from bot.sources import health_alerts
from storage.database import Database
from storage.outbox import broadcasts

log = logging.getLogger(__name__)

# Eight seconds' worth: a stop is felt within these, and a new start finds few that wait.
AT_ONCE: Final = 200


async def go_on(
    database: Database, bot: Bot, operator_chat_id: int, *, clock: Callable[[], datetime], wake: Callable[[], None]
) -> None:
    """Put the next messages of what was ordered into the outbox; tell the operator of what has ended."""
    async with database.read() as connection:
        ended = await broadcasts.finished(connection)
    async with database.transaction() as connection:
        count = await broadcasts.put_out(connection, now=clock(), at_once=AT_ONCE)
    if count:
        wake()
    for receipt in ended:
        speak = await health_alerts.operators_texts(database, operator_chat_id)
        text = speak(
            "broadcast-receipt",
            state=receipt.broadcast.state,
            total=receipt.broadcast.total,
            sent=receipt.sent,
            failed=receipt.failed,
            dropped=receipt.dropped,
        )
        try:
            await bot.send_message(operator_chat_id, text, parse_mode="HTML")
        except TelegramAPIError as error:
            log.warning("The operator's chat cannot be told that a broadcast has ended: %s", error)
            continue
        async with database.transaction() as connection:
            await broadcasts.told(connection, receipt.broadcast.id, now=clock())
