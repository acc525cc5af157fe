"""Says in a reader's words why a chat gets nothing, and since when; decides and sends nothing."""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Final

from bot.texts import Texts
from storage.model import Subscriber

# The text that explains each, by pieces of what Telegram says, in small letters; the first that fits.
_EXPLAINED: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "barred-blocked": ("blocked",),
        "barred-removed": ("kicked", "left", "not a member"),
        "barred-closed": ("topic_closed", "topic_deleted", "topic_id_invalid", "thread not found"),
        "barred-gone": ("deactivated", "deleted", "not found", "peer_id_invalid", "channel_private"),
        "barred-rights": ("rights", "forbidden", "restricted", "admin_required", "write access"),
    }
)


def explain(texts: Texts, said: str) -> str:
    """Say what it means that Telegram, or a membership update, said this; quote what we know no words for."""
    known = said.lower()
    for key, pieces in _EXPLAINED.items():
        if any(piece in known for piece in pieces):
            return texts.plain(key)
    return texts.plain("barred-other", said=said)


def since(texts: Texts, subscriber: Subscriber, now: datetime) -> str:
    """Say since when a chat gets nothing; what was suspended by an older Svodka has no such moment."""
    if subscriber.barred_since is None:
        return texts.plain("barred-since-unknown")
    return texts.moment(subscriber.barred_since, subscriber.zone, now=now)
