"""/digest: one now, outside the timetable; /deliveries: receipts of the last ones."""

from datetime import UTC, datetime, time
from typing import Final
from zoneinfo import ZoneInfo

from aiogram import Router
from aiogram.types import InlineKeyboardButton, TelegramObject

from bot import keyboards
from bot.delivery import lateness
from bot.digest_builder import builder
from bot.handlers.registration import command_and_button
from bot.handlers.reply import Reply
from bot.handlers.schedule.schedule import DigestNow
from bot.keyboards import Go
from bot.texts import Html, Texts
from storage.database import Database
from storage.digests import digests
from storage.model import ChatKind, DigestKind, Preferences, QuietHours, Receipt, Subscriber
from storage.subscribers import preferences
from storage.topics import topics

RECEIPTS: Final = 10


async def digest(
    _: TelegramObject, reply: Reply, database: Database, subscriber: Subscriber, digest_now: DigestNow, now: datetime
) -> None:
    """/digest: put one together now, if there is anything new."""
    texts = reply.texts
    async with database.read() as connection:
        followed = await topics.for_subscriber(connection, subscriber.id)
        chosen = await preferences.get(connection, subscriber.id)
    if not followed and not chosen.main:
        await reply.say(
            texts("digest-no-topics", chat=reply.place), keyboards.keyboard([_to(texts, "follow", "button-topics")])
        )
        return
    if await digest_now(database, subscriber, now=now):
        if subscriber.kind is ChatKind.CHANNEL:
            # It comes to another chat than the one that asked, which would else be left without a word.
            await reply.say(texts("digest-to-channel", editors="yes" if chosen.editors else "no"))
        reply.note = texts.plain("digest-coming")
        return
    foreign = await _foreign(database, subscriber, chosen, now) if chosen.wanted_languages else 0
    buttons = [
        _to(texts, "topics", "button-topics"),
        *([_to(texts, "languages", "button-languages")] if foreign else []),
    ]
    await reply.say(_nothing_new(texts, subscriber, now, foreign), keyboards.keyboard(buttons))


async def deliveries(
    _: TelegramObject, reply: Reply, database: Database, subscriber: Subscriber, now: datetime
) -> None:
    """/deliveries: for which slot, when it was sent, whether all of it; what was late, or may have come twice."""
    async with database.read() as connection:
        receipts = await digests.receipts(connection, subscriber.id, RECEIPTS)
        quiet = (await preferences.get(connection, subscriber.id)).quiet
    if not receipts:
        await reply.show(reply.texts("deliveries-none"))
        return
    rows = Html("\n".join(_row(reply.texts, receipt, quiet, now) for receipt in receipts))
    await reply.show(reply.texts("deliveries", list=rows))


async def _foreign(database: Database, subscriber: Subscriber, chosen: Preferences, now: datetime) -> int:
    """Return how many stories on a reader's topics nobody tells in their languages."""
    async with database.read() as connection:
        return (await builder.current(connection, subscriber, chosen, now=now)).account.foreign


def _nothing_new(texts: Texts, subscriber: Subscriber, now: datetime, foreign: int) -> str:
    text = texts("nothing-but-foreign", foreign=foreign) if foreign else texts("digest-empty")
    if subscriber.next_due_at is None:
        return text
    return text + " " + texts("timezone-next", next=texts.moment(subscriber.next_due_at, subscriber.zone, now=now))


def _row(texts: Texts, receipt: Receipt, quiet: QuietHours | None, now: datetime) -> str:
    zone = receipt.zone
    if receipt.local_date is None or receipt.at is None:
        kind = "receipt-breaking" if receipt.kind is DigestKind.BREAKING else "receipt-asked"
        when = texts(kind, slot=texts.moment(receipt.due_at, zone, now=now))
    else:
        today = now.astimezone(ZoneInfo(zone)).date()
        day = texts.day(receipt.local_date, today=today)
        when = texts("receipt-slot", slot=texts.plain("moment", day=day, time=_minutes(receipt.at)))
    if receipt.local_date and not receipt.parts and not receipt.stories and not receipt.missed:
        return texts("receipt-nothing", when=when)
    state = Html(_state(texts, receipt) + _late(texts, receipt, quiet, now))
    return texts("receipt", when=when, stories=receipt.stories, state=state)


def _state(texts: Texts, receipt: Receipt) -> str:
    if receipt.parts == 0 and receipt.missed:
        return texts("receipt-unposted")
    if receipt.parts == 0:
        return texts("receipt-forgotten" if receipt.stories else "receipt-empty")
    if receipt.failed:
        return texts("receipt-failed", failed=receipt.failed, parts=receipt.parts)
    if receipt.sent < receipt.parts:
        return texts("receipt-waiting", sent=receipt.sent, parts=receipt.parts)
    sent_at = (receipt.sent_at or receipt.composed_at).astimezone(UTC)
    return texts("receipt-sent", time=_minutes(sent_at.astimezone(ZoneInfo(receipt.zone)).time()))


def _late(texts: Texts, receipt: Receipt, quiet: QuietHours | None, now: datetime) -> str:
    """Say by how much a digest was late and why, and whether something of it may have come twice."""
    said = ""
    late = lateness.late_by(receipt, quiet, now)
    if late is not None:
        minutes = round(late.total_seconds() / 60)
        why = texts(f"receipt-late-{lateness.why(receipt, quiet)}")
        said += texts("receipt-late", hours=minutes // 60, minutes=minutes % 60, why=why)
    return said + (texts("receipt-repeated") if receipt.repeated else "")


def _minutes(at: time) -> str:
    return f"{at:%H:%M}"


def _to(texts: Texts, place: str, key: str) -> InlineKeyboardButton:
    return keyboards.button(texts.plain(key), Go(to=place))


def build_router() -> Router:
    """Route /digest and /deliveries."""
    router = Router(name="digest")
    command_and_button(router, "digest", digest)
    command_and_button(router, "deliveries", deliveries)
    return router
