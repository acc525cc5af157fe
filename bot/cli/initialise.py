"""`svodka init`: asks for what a bot needs to start, and writes `.env` for this user alone."""

import asyncio
import hmac
import os
import secrets
import shlex
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer
from rich.markup import escape

from bot import config
from bot.cli.console import console
from bot.config import SettingsError
from bot.runtime import lazy_models
from storage import private_files

if TYPE_CHECKING:
    from aiogram import Bot

_FILE: Final = Path(".env")
_PATIENCE: Final = 600.0
_LOOK: Final = 1.0


def init(
    without_chat: Annotated[
        bool, typer.Option("--without-chat", help="Ask for no operator's chat; it can be set later.")
    ] = False,
) -> None:
    """Ask for the token, the operator's chat and a contact, try them, and write `.env`."""
    if _FILE.exists():
        raise SettingsError(f"{_FILE} is there already, and is not overwritten: change it, or move it away.")
    console.print("Ask [bold]@BotFather[/] in Telegram for a bot: /newbot. It answers with a token.")
    given: dict[str, str] = {"BOT_TOKEN": typer.prompt("Token", hide_input=True).strip()}
    settings = config.load(None, bot_token=given["BOT_TOKEN"])
    settings.token()
    if chat := asyncio.run(_try(settings, asks=not without_chat)):
        given["OPERATOR_CHAT_ID"] = str(chat)
    console.print("An address or page where publishers can reach you; it stands in our requests.")
    given["CONTACT"] = typer.prompt("Contact", default="", show_default=False).strip()
    config.load(None, bot_token=given["BOT_TOKEN"], contact=given["CONTACT"])
    _write(given)
    console.print(f"Wrote [bold]{_FILE}[/], readable by you alone. Next: svodka check, then svodka run")


async def _try(settings: config.Settings, *, asks: bool) -> int | None:
    """Ask Telegram who the token is of, and in which chat its code is written; None if that is not asked."""
    # aiogram takes long to load; other commands need not wait for it.
    lazy_models.import_aiogram()
    from aiogram import Bot  # noqa: PLC0415 - as above
    from aiogram.client.session.aiohttp import AiohttpSession  # noqa: PLC0415 - as above
    from aiogram.client.telegram import TelegramAPIServer  # noqa: PLC0415 - as above
    from aiogram.exceptions import TelegramAPIError, TelegramUnauthorizedError  # noqa: PLC0415 - as above

    session = AiohttpSession(api=TelegramAPIServer.from_base(settings.telegram_api), timeout=15)
    async with Bot(settings.token(), session=session) as bot:
        try:
            me = await bot.get_me()
            console.print(f"This is [bold]@{me.username}[/].")
            return await _chat(bot, str(me.username)) if asks else None
        except TelegramUnauthorizedError:
            raise SettingsError("Telegram does not know this token: copy it again from @BotFather.") from None
        except TelegramAPIError as error:
            raise SettingsError(
                f"Telegram does not answer at {settings.telegram_api}: {escape(str(error))}. Check the network."
            ) from None


async def _chat(bot: "Bot", username: str) -> int:
    """Wait for the one chat that sends a code which only who sees this terminal knows; no update is taken away."""
    code = secrets.token_hex(5)
    console.print(
        f"Open [bold]https://t.me/{username}?start={code}[/] and press Start, or send the bot [bold]/start {code}[/]:"
        " that chat is told of trouble, and may give the operator's commands. Without one: svodka init --without-chat",
        soft_wrap=True,
        highlight=False,
    )
    deadline = time.monotonic() + _PATIENCE
    while time.monotonic() < deadline:
        # Without an offset nothing is acknowledged: what readers wrote meanwhile still waits for the bot.
        for update in await bot.get_updates(timeout=0, allowed_updates=["message"]):
            message = update.message
            written = (message.text or "").rpartition(" ")[2] if message else ""
            if message and hmac.compare_digest(written.encode(), code.encode()):
                console.print(f"Found: {escape(message.chat.full_name)}", highlight=False)
                return message.chat.id
        await asyncio.sleep(_LOOK)
    raise SettingsError("Nobody has sent the code within ten minutes: begin anew, or leave it out with --without-chat.")


def _write(given: dict[str, str]) -> None:
    private_files.create(_FILE)
    lines = [f"{name}={shlex.quote(value) if value else ''}\n" for name, value in given.items()]
    with _FILE.open("w", encoding="utf-8") as file:
        file.write("# Written by svodka init; .env.example and docs/operating.md describe every setting.\n")
        file.writelines(lines)
        file.flush()
        os.fsync(file.fileno())
