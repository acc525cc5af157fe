"""Whether a digest was late, by how much and why, from what the ledger remembers of it. Pure."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from bot.schedule import quiet_hours
from storage.model import DigestKind, QuietHours, Receipt

# Due slots are looked at every few seconds, and the digests of a minute leave in a minute: what is later has a reason.
LATE: Final = timedelta(minutes=1)


class Cause(StrEnum):
    """Why a digest was late: nobody composed it in time, Telegram did not take it, others were before it."""

    COMPOSED = "composed"
    TELEGRAM = "telegram"
    QUEUE = "queue"


def late_by(receipt: Receipt, quiet: QuietHours | None, now: datetime) -> timedelta | None:
    """Return by how much a digest came late, or has not come yet; None if it is in time, or had nothing to say."""
    if receipt.kind is not DigestKind.SLOT or not receipt.sent + _waiting(receipt):
        return None
    came = now if _waiting(receipt) or receipt.sent_at is None else receipt.sent_at
    late = came - _due_at(receipt, quiet)
    return late if late > LATE else None


def why(receipt: Receipt, quiet: QuietHours | None) -> Cause:
    """Return the cause of the greater part of a delay."""
    if receipt.composed_at - _due_at(receipt, quiet) > LATE:
        return Cause.COMPOSED
    return Cause.TELEGRAM if receipt.trouble else Cause.QUEUE


def _waiting(receipt: Receipt) -> int:
    return receipt.parts - receipt.sent - receipt.failed


def _due_at(receipt: Receipt, quiet: QuietHours | None) -> datetime:
    """When it should have come: its slot, or the end of the quiet hours that its reader has around it."""
    ends = quiet_hours.ends_at(quiet, receipt.zone, receipt.due_at) if quiet else None
    return ends or receipt.due_at
