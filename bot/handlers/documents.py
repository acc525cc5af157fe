"""Fetching a file that somebody sent: from Telegram, or from the disk of a Bot API server of one's own."""

import asyncio
from io import BytesIO
from pathlib import Path
from typing import Final

from aiogram import Bot
from aiogram.types import Document

from bot.config import SettingsError

# A server that was started with `--local` names the place of a file on its disk, instead of a part of an address
# (https://core.telegram.org/bots/api#using-a-local-bot-api-server).
_ON_DISK: Final = "/"


async def download(bot: Bot, document: Document, *, limit: int) -> bytes:
    """Return what is in a file, of which no more than `limit` bytes are read.

    Raises SettingsError if a Bot API server of the operator keeps it where this process cannot read it.
    """
    file = await bot.get_file(document.file_id)
    place = file.file_path or ""
    if place.startswith(_ON_DISK):
        return await asyncio.to_thread(_read, Path(place), limit)
    content = BytesIO()
    await bot.download_file(place, destination=content)
    return content.getvalue()


def _read(path: Path, limit: int) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(limit + 1)
    except OSError as error:
        raise SettingsError(
            f"the Bot API server keeps files at {path}, where this process cannot read them ({error.strerror}):"
            " let it see the same folder under the same name"
        ) from None
