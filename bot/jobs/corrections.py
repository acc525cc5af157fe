"""Puts messages right whose headlines were corrected or withdrawn: as edits through the outbox, or later digests."""

import logging
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from itertools import groupby
from typing import Final

from bot import texts
from bot.digest import correction
from storage.database import Database
from storage.digests import corrections
from storage.digests.corrections import Correction
from storage.maintenance import task_runs

log = logging.getLogger(__name__)

_SETTLED: Final = "corrections settled"
# An outcome is dated before it is written: each look reaches back so far behind the last one.
_OVERLAP: Final = timedelta(minutes=2)


async def put_right(database: Database, *, now: datetime, wake: Callable[[], None]) -> int:
    """Put an edit of every message that holds a corrected headline into the outbox; return how many edits.

    Called often and each time for a few hundred messages, so that a headline many were told delays no digest.
    """
    await _settle(database, now)
    async with database.read() as connection:
        found = await corrections.due(connection, now=now)
    edits = 0
    for _, same in groupby(found, key=lambda one: (one.digest_id, one.number)):
        edits += await _put_right(database, list(same), now)
    if edits:
        log.info("Headlines put right, or marked as withdrawn, in %d messages", edits)
        wake()
    return edits


async def _settle(database: Database, now: datetime) -> None:
    """Write down what edits have changed since the last look; the clock may have been set back since."""
    async with database.transaction() as connection:
        looked = await task_runs.last(connection, _SETTLED)
        since = now - corrections.EDITABLE if looked is None else min(looked, now) - _OVERLAP
        await corrections.settle(connection, since=since)
        await task_runs.done(connection, _SETTLED, now=now)


async def _put_right(database: Database, found: Sequence[Correction], now: datetime) -> bool:
    """Write one edit of a message with all its corrections; those that cannot be made are left to the next digest."""
    first = found[0]
    html, hopeless = first.html, []
    for one in found:
        fixed = _fixed(html, one)
        if fixed is None:
            hopeless.append(one)
        else:
            html = fixed
    async with database.transaction() as connection:
        await corrections.give_up(connection, hopeless)
        if len(hopeless) < len(found):
            await corrections.edit(connection, first, html, first.plain, now=now)
    return len(hopeless) < len(found)


def _fixed(html: str, one: Correction) -> str | None:
    speak = texts.for_language(one.language)
    if one.withdrawn:
        return correction.withdraw(html, headline=one.was, texts=speak, is_rich=one.rich)
    return correction.correct(html, was=one.was, headline=one.title, texts=speak, is_rich=one.rich)
