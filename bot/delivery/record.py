"""What became of a message, as the database remembers it: one transaction of the caller's, no request."""

import logging
from datetime import datetime

from bot.delivery import outcome
from bot.delivery.outcome import (
    Delivered,
    Fail,
    Migrate,
    Outcome,
    PlainText,
    Retry,
    Stop,
    Suspend,
    Unreached,
    WithoutThread,
)
from storage.database import Connection
from storage.digests import digests, outbox
from storage.model import Part
from storage.subscribers import forum_threads, subscribers

log = logging.getLogger(__name__)


async def write(connection: Connection, part: Part, result: Outcome, *, now: datetime) -> None:
    """Write down what became of a message."""
    match result:
        case Delivered():
            await outbox.sent(connection, part.id, result.message_id or 0, now)
            await _note_threads(connection, part, result, now)
            if part.rich and part.digest_id is not None:
                await digests.merge(connection, part.digest_id, part.number)
        case outcome.Classic():
            await outbox.mark_superseded(connection, part.id)
            log.warning("Message %d goes as classic ones: %s", part.id, result.reason)
        case Unreached(counts=False):
            await outbox.release(connection, [part.id], now=now, error=result.reason, uncertain=result.uncertain)
        case Retry():
            after = outcome.backoff(part.attempts, part.id) if result.after is None else result.after
            log.info("Message %d again in %.0f s: %s", part.id, after.total_seconds(), result.reason)
            await outbox.retry(connection, part.id, now + after, result.reason, uncertain=result.uncertain)
        case Suspend():
            await subscribers.suspend(connection, part.subscriber_id, result.reason)
            dropped = await outbox.drop_all(connection, part.subscriber_id, result.reason, now=now)
            log.info("Subscriber %d suspended, %d messages dropped: %s", part.subscriber_id, dropped, result.reason)
        case Migrate():
            await subscribers.migrate(connection, part.chat_id, result.chat_id)
            await outbox.retry(connection, part.id, now, "the group is a supergroup now")
        case Stop():
            await outbox.retry(connection, part.id, now, result.reason)
            log.critical("Telegram refuses the token: %s", result.reason)
        case PlainText() | WithoutThread() | Fail():
            await outbox.fail(connection, part.id, result.reason, now=now)
            # A message its reader has deleted cannot be put right, and needs not be.
            level = logging.INFO if part.edit_of else logging.ERROR
            log.log(level, "Message %d cannot be sent: %s", part.id, result.reason)


async def _note_threads(connection: Connection, part: Part, result: Delivered, now: datetime) -> None:
    for thread_id in result.missed:
        await forum_threads.close(connection, part.subscriber_id, thread_id, now=now)
    if part.thread_id is not None and part.edit_of is None and not result.missed:
        await forum_threads.reopen(connection, part.subscriber_id, part.thread_id)
