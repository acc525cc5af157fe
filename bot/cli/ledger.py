"""`svodka ledger`: what was due, composed, sent, repeated, late or lost, and why."""

import asyncio
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any, Final
from zoneinfo import ZoneInfo

import typer
from rich.markup import escape
from rich.table import Table

from bot import config
from bot.cli.console import console
from bot.delivery import lateness
from storage.database import Connection, Database
from storage.digests import deliveries, digests
from storage.digests.deliveries import Overdue
from storage.errors import StorageError
from storage.model import QuietHours, Receipt
from storage.subscribers import preferences, subscribers

_WHY = {
    lateness.Cause.COMPOSED: "composed late: the bot was down or busy",
    lateness.Cause.TELEGRAM: "Telegram: ",
    lateness.Cause.QUEUE: "others were before it",
}
# Telegram's ids of chats have 52 bits at most.
_FARTHEST: Final = 2**52
_COLUMNS = ("chat", "due", "composed", "sent", "parts", "state", "late", "repeated", "why")


class UnknownChatError(StorageError):
    """A chat that has no digests here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One digest of the ledger, judged."""

    receipt: Receipt
    late: timedelta | None
    why: str

    @property
    def state(self) -> str:
        """What became of it, in a word."""
        one = self.receipt
        if one.failed:
            return "lost" if one.failed == one.parts else "lost in part"
        if one.parts == 0:
            return "no longer known" if one.stories else "nothing to send"
        return "sent" if one.sent == one.parts else "on its way"


@dataclass(slots=True, kw_only=True)
class Ledger:
    """What was found: how many of each, the lines to show, and whose slots are due and not composed."""

    since: datetime
    counts: Counter[str] = field(default_factory=Counter)
    lines: list[Line] = field(default_factory=list)
    overdue: Sequence[Overdue] = ()


def ledger(
    chat: Annotated[
        int | None,
        typer.Argument(min=-_FARTHEST, max=_FARTHEST, help="The number of a chat; all chats if not given."),
    ] = None,
    *,
    late: Annotated[bool, typer.Option("--late", help="Only what came more than a minute late.")] = False,
    lost: Annotated[bool, typer.Option("--lost", help="Only what was given up.")] = False,
    days: Annotated[int, typer.Option(min=1, max=36_500, help="How far back.")] = 7,
    limit: Annotated[int, typer.Option(min=1, max=100_000, help="How many lines at most, the newest first.")] = 20,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON, for programs.")] = False,
) -> None:
    """Say what became of digests: due, composed, sent, repeated, late or lost, and why.

    Messages are remembered for KEEP_DAYS; of older digests it is known when they were composed. A file or another
    program gets a line for each, with tabs between.
    """
    now = datetime.now(UTC)
    wanted = [name for name, given in (("late", late), ("lost", lost)) if given]
    found = asyncio.run(_read(chat, wanted, now=now, since=now - timedelta(days=days), limit=limit))
    if as_json:
        typer.echo(json.dumps([_plain(line) for line in found.lines], ensure_ascii=False, indent=2))
        return
    if not console.is_terminal:
        for line in found.lines:
            typer.echo("\t".join(" ".join(cell.split()) for cell in _row(line)))
        return
    _show(found, days)


async def _read(chat_id: int | None, wanted: Sequence[str], *, now: datetime, since: datetime, limit: int) -> Ledger:
    found = Ledger(since=since)
    async with await Database.open(config.load().database_url) as database:
        await database.migrate()
        async with database.read() as connection:
            subscriber_id = await _subscriber(connection, chat_id)
            async for receipts in deliveries.since(connection, since, subscriber_id=subscriber_id):
                for line in await _judged(connection, receipts, now):
                    marks = _marks(line)
                    found.counts.update(marks)
                    if len(found.lines) < limit and (not wanted or marks & set(wanted)):
                        found.lines.append(line)
            found.lines = await _with_stories(connection, found.lines)
            found.overdue = await deliveries.overdue(connection, now - lateness.LATE, chat_id=chat_id, limit=limit)
    return found


async def _subscriber(connection: Connection, chat_id: int | None) -> int | None:
    if chat_id is None:
        return None
    subscriber = await subscribers.get(connection, chat_id)
    if subscriber is None:
        raise UnknownChatError(f"there is no chat {chat_id} here")
    return subscriber.id


async def _judged(connection: Connection, receipts: Iterable[Receipt], now: datetime) -> list[Line]:
    """Say of each digest whether it was late, and why; quiet hours are asked for only where it seems so."""
    receipts = list(receipts)
    seem = {one.subscriber_id for one in receipts if lateness.late_by(one, None, now)}
    quiet = {each: chosen.quiet for each, chosen in (await preferences.load(connection, seem)).items()} if seem else {}
    return [_line(one, quiet.get(one.subscriber_id), now) for one in receipts]


async def _with_stories(connection: Connection, lines: Iterable[Line]) -> list[Line]:
    """Count the stories of the digests that are shown: one that told some had messages, which may be forgotten."""
    by_id = {line.receipt.digest_id: line for line in lines}
    receipts = await digests.receipts_of(connection, list(by_id))
    counted = {one.digest_id: one.stories for one in receipts}
    return [replace(line, receipt=replace(line.receipt, stories=counted[each])) for each, line in by_id.items()]


def _line(receipt: Receipt, quiet: QuietHours | None, now: datetime) -> Line:
    late = lateness.late_by(receipt, quiet, now)
    why = receipt.trouble if receipt.failed else ""
    if late is not None:
        cause = lateness.why(receipt, quiet)
        why = _WHY[cause] + (receipt.trouble if cause is lateness.Cause.TELEGRAM else "")
    return Line(receipt=receipt, late=late, why=why)


def _marks(line: Line) -> set[str]:
    one = line.receipt
    marks = {"composed"}
    if one.parts and one.sent == one.parts:
        marks.add("sent")
    if one.sent + one.failed < one.parts:
        marks.add("on their way")
    if line.late:
        marks.add("late")
    if one.failed:
        marks.add("lost")
    if one.repeated:
        marks.add("perhaps twice")
    return marks


def _show(found: Ledger, days: int) -> None:
    table = Table(*_COLUMNS, title=f"Digests of the last {days} days")
    for line in found.lines:
        style = "red" if line.receipt.failed else "yellow" if line.late or line.receipt.repeated else None
        table.add_row(*map(escape, _row(line)), style=style)
    console.print(table)
    names = ("composed", "sent", "on their way", "late", "perhaps twice", "lost")
    counted = ", ".join(f"{found.counts[name]:,} {name}" for name in names)
    console.print(f"{counted}.", highlight=False)
    for chat_id, due_at in found.overdue:
        console.print(f"[red]Due and not composed[/]: chat {chat_id}, since {_time(due_at)} UTC", highlight=False)


def _row(line: Line) -> tuple[str, ...]:
    one = line.receipt
    zone = ZoneInfo(one.zone)
    return (
        str(one.chat_id),
        _time(one.due_at.astimezone(zone)),
        _time(one.composed_at.astimezone(zone)),
        _time(one.sent_at.astimezone(zone)) if one.sent_at else "-",
        f"{one.sent}/{one.parts}",
        line.state,
        _length(line.late),
        str(one.repeated or "-"),
        line.why or "-",
    )


def _time(moment: datetime) -> str:
    return f"{moment:%m-%d %H:%M:%S}"


def _length(late: timedelta | None) -> str:
    return str(timedelta(seconds=round(late.total_seconds()))) if late else "-"


def _plain(line: Line) -> dict[str, Any]:
    one = line.receipt
    return {
        "chat": one.chat_id,
        "kind": str(one.kind),
        "slot": f"{one.local_date} {one.at:%H:%M}" if one.local_date and one.at else None,
        "zone": one.zone,
        "due": one.due_at.isoformat(),
        "composed": one.composed_at.isoformat(),
        "sent": one.sent_at.isoformat() if one.sent_at else None,
        "stories": one.stories,
        "parts": one.parts,
        "parts_sent": one.sent,
        "parts_lost": one.failed,
        "perhaps_twice": one.repeated,
        "attempts": one.attempts,
        "state": line.state,
        "late_seconds": round(line.late.total_seconds()) if line.late else 0,
        "why": line.why,
    }
