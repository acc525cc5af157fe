"""Links that lead into the private chat with the bot, and what follows /start in them; knows no chat by itself.

The bot's own name is known to Telegram alone, so a button of the outbox holds `INVITATION` until it is sent.
"""

import re
from typing import Final

from bot.deep_links import seals

INVITATION: Final = "https://t.me/?start=digest"
"""The address of the button that leads from a chat's digest to one's own, before it is sent."""

_PAYLOAD: Final = re.compile(r"of-([0-9]{1,15})-([A-Za-z0-9_-]{8})")
_PURPOSE: Final = "invitation"


def start_link(username: str, payload: str) -> str:
    """Return the address that opens the private chat with the bot, and says /start with a payload there."""
    return f"https://t.me/{username}?start={payload}"


def payload(secret: str, subscriber_id: int) -> str:
    """Return what follows /start for whoever wants the topics of a chat for themselves; `secret` is the bot's token."""
    return f"of-{subscriber_id}-{seals.sign(secret, _PURPOSE, subscriber_id)}"


def invited_by(written: str, secret: str) -> int | None:
    """Return the subscriber whose topics somebody wants, None if no invitation of ours says so."""
    found = _PAYLOAD.fullmatch(written)
    if found is None:
        return None
    subscriber_id = int(found[1])
    return subscriber_id if seals.verify(found[2], secret, _PURPOSE, subscriber_id) else None
