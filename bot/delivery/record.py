"""What became of a message, as the database remembers it: one transaction of the caller's, no request."""

import logging
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Final

from bot import rescheduling, texts
from bot.delivery import outcome
from bot.delivery.outcome import (
    Barred,
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
from bot.runtime import trace
from storage.admins import setting_changes
from storage.admins.setting_changes import Change, Person
from storage.database import Connection
from storage.digests import digests
from storage.model import Missed, Part, Pinning
from storage.outbox import outbox, pins
from storage.outbox.outbox import Draft
from storage.subscribers import forum_threads, preferences, subscribers, suspensions

log = logging.getLogger(__name__)

_TITLE: Final = 80
_MOVED: Final = "the group is a supergroup now"


async def write_all(connection: Connection, results: Iterable[tuple[Part, Outcome]], *, now: datetime) -> None:
    """Write down what became of messages: those that simply arrived together, the others one by one."""
    plain: list[tuple[int, int, int]] = []
    for part, result in results:
        if isinstance(result, Delivered) and _is_plain(part, result):
            plain.append((part.id, result.message_id or 0, part.chat_id))
        else:
            await write(connection, part, result, now=now)
    await outbox.sent_all(connection, plain, now)


def log_sent(part: Part, result: Outcome) -> None:
    """Say that a message of a digest arrived, with the ids (bot.runtime.trace) of the articles it tells of."""
    if isinstance(result, Delivered) and part.digest_id is not None and log.isEnabledFor(logging.INFO):
        log.info(
            "Message %d is sent",
            part.id,
            extra={
                "message_id": result.message_id,
                "digest": part.digest_id,
                "subscriber": part.subscriber_id,
                "traces": trace.in_html(part.html),
            },
        )


def _is_plain(part: Part, result: Delivered) -> bool:
    """Whether there is nothing to write of a message but that it arrived."""
    return not (part.rich or part.barred or part.pinning or result.missed or part.thread_id is not None)


async def write(connection: Connection, part: Part, result: Outcome, *, now: datetime) -> None:
    """Write down what became of a message."""
    match result:
        case Delivered():
            await _delivered(connection, part, result, now)
        case outcome.Classic():
            await outbox.mark_superseded(connection, part.id)
            log.warning("Message %d goes as classic ones: %s", part.id, result.reason)
        case Unreached(counts=False):
            await outbox.release(connection, [part.id], now=now, error=result.reason, uncertain=result.uncertain)
        case Retry():
            after = outcome.backoff(part.attempts, part.id) if result.after is None else result.after
            log.info("Message %d again in %.0f s: %s", part.id, after.total_seconds(), result.reason)
            await outbox.retry(connection, part.id, now + after, result.reason, uncertain=result.uncertain)
        case Migrate():
            await rescheduling.migrate(connection, part.chat_id, result.chat_id, now=now)
            await outbox.retry(connection, part.id, now, _MOVED)
        case Stop():
            await outbox.retry(connection, part.id, now, result.reason)
            log.critical("Telegram refuses the token: %s", result.reason)
        case Suspend() | Barred() | WithoutThread():
            await _refused(connection, part, result, now)
        case PlainText() | Fail():
            await _fail(connection, part, result.reason, now)


async def _delivered(connection: Connection, part: Part, result: Delivered, now: datetime) -> None:
    await outbox.sent(connection, part.id, result.message_id or 0, now, chat_id=part.chat_id)
    await _note_threads(connection, part, result, now)
    await _pinned(connection, part, result, now)
    if part.barred and part.edit_of is None:
        await suspensions.unbar(connection, part.subscriber_id)
    if part.rich and part.digest_id is not None:
        await digests.merge(connection, part.digest_id, part.number)


async def _pinned(connection: Connection, part: Part, result: Delivered, now: datetime) -> None:
    if part.pinning is Pinning.ASKED and part.edit_of is None and result.message_id:
        await pins.pin(connection, part, result.message_id, now=now)
    elif part.pinning is Pinning.PIN:
        await pins.unpin_previous(connection, part, now=now)


async def _stop_pinning(connection: Connection, subscriber_id: int, *, now: datetime) -> None:
    """Pin no more digests of a chat, until somebody asks for it again; whoever configures it is told."""
    chosen = await preferences.to_change(connection, subscriber_id)
    if not chosen.pinned:
        return
    await preferences.save(connection, subscriber_id, replace(chosen, pinned=False))
    await setting_changes.record(connection, subscriber_id, Person(), [Change(kind="pin-refused")], now=now)
    for person in await suspensions.configurers(connection, subscriber_id):
        speak, title = texts.for_language(person.language), person.title[:_TITLE]
        said = Draft(html=speak("pin-refused", title=title), plain=speak.plain("pin-refused", title=title))
        await outbox.add(connection, person.id, [said], now=now)


async def _refused(connection: Connection, part: Part, result: Suspend | Barred | WithoutThread, now: datetime) -> None:
    """The chat took no message; that it takes no edit says nothing of the next digest."""
    if await _has_moved(connection, part):
        await outbox.retry(connection, part.id, now, _MOVED)
    elif isinstance(result, Suspend):
        await suspensions.suspend(connection, part.subscriber_id, result.reason, now=now)
        await _drop_all(connection, part, result.reason, now)
    elif part.edit_of is not None:
        await _fail(connection, part, result.reason, now)
        if part.pinning is Pinning.PIN and isinstance(result, Barred):
            await _stop_pinning(connection, part.subscriber_id, now=now)
    elif isinstance(result, Barred):
        await suspensions.bar(connection, part.subscriber_id, result.reason, now=now)
        await _drop_all(connection, part, result.reason, now)
    elif await _fail(connection, part, result.reason, now) is Missed.WHOLE:
        # Only now: other threads of the chat may have been open.
        await suspensions.bar(connection, part.subscriber_id, result.reason, now=now)


async def _fail(connection: Connection, part: Part, reason: str, now: datetime) -> Missed | None:
    # A message its reader has deleted cannot be put right, and needs not be.
    level = logging.INFO if part.edit_of else logging.ERROR
    log.log(level, "Message %d cannot be sent: %s", part.id, reason)
    return await digests.fail(connection, part, reason, now=now)


async def _has_moved(connection: Connection, part: Part) -> bool:
    """Whether the chat that refused is not its subscriber's any more: a supergroup has taken its place meanwhile."""
    subscriber = await subscribers.get(connection, part.chat_id)
    return subscriber is None or subscriber.id != part.subscriber_id


async def _drop_all(connection: Connection, part: Part, reason: str, now: datetime) -> None:
    dropped = await digests.drop_all(connection, part.subscriber_id, reason, now=now)
    log.info("Subscriber %d takes nothing, %d messages dropped: %s", part.subscriber_id, dropped, reason)


async def _note_threads(connection: Connection, part: Part, result: Delivered, now: datetime) -> None:
    for thread_id in result.missed:
        await forum_threads.close(connection, part.subscriber_id, thread_id, now=now)
    if part.thread_id is not None and part.edit_of is None and not result.missed:
        await forum_threads.reopen(connection, part.subscriber_id, part.thread_id)
