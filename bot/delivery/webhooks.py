"""A webhook that somebody set for this bot: while it is there, Telegram sends updates to it and none to us."""

from aiogram import Bot
from yarl import URL


def advice(url: str) -> str:
    """Say where the updates go, without the path, in which a secret often stands, and what to do."""
    return (
        f"A webhook is set for this bot: what readers write goes to {URL(url).host}, and not to this process."
        " If that is no longer wanted: svodka run --remove-webhook"
    )


async def remove(bot: Bot) -> None:
    """Take the webhook away; what waits for it will come to us."""
    await bot.delete_webhook(drop_pending_updates=False)
