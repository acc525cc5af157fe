"""How a chat's digests are published: main stories, sound, footer, signature, pinning, an editor's word."""

from dataclasses import replace
from typing import Any, Final

from aiogram import F, Router
from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, TelegramObject

from bot import keyboards
from bot.digest import formatting
from bot.handlers.digests import reading
from bot.handlers.registration import command_and_button
from bot.handlers.reply import ForgedButtonError, Reply
from bot.keyboards import Go
from bot.runtime import metrics
from bot.texts import Texts
from storage.database import Database
from storage.model import ChatKind, Preferences, Sound, Subscriber
from storage.subscribers import preferences, reading_languages

MOST_SIGNATURE: Final = 120
_OFF: Final = frozenset({"off", "no", "none", "-", "нет", "убрать", "без", "жоқ", "өшір"})
# What is on or off, by the screen on which it stands; some of it makes sense where many read alone.
_SWITCHES: Final = frozenset({"main", "footer", "pinned", "invite", "editors"})
_OF_CHATS: Final = frozenset({"pinned", "invite"})
_NEXT_SOUND: Final = {Sound.ON: Sound.NIGHT, Sound.NIGHT: Sound.OFF, Sound.OFF: Sound.ON}


class PublicationTap(CallbackData, prefix="publish"):
    """Turns something on or off, or to its next value; `what` is a field of Preferences."""

    what: str


async def publication(_: TelegramObject, reply: Reply, database: Database, subscriber: Subscriber) -> None:
    """Show what is published, to whom it is shown before, and the way to how it looks."""
    await _show(reply, await _chosen(database, subscriber), subscriber, "main")


async def appearance(_: TelegramObject, reply: Reply, database: Database, subscriber: Subscriber) -> None:
    """Show the signature, the footer, pinning, sound and the button of a digest."""
    await _show(reply, await _chosen(database, subscriber), subscriber, "footer")


async def switch(
    _: CallbackQuery, callback_data: PublicationTap, reply: Reply, database: Database, subscriber: Subscriber
) -> None:
    """Change one thing of what stands now, whoever else is at it, and show its screen."""
    async with database.transaction() as connection:
        chosen = _after(await preferences.to_change(connection, subscriber.id), callback_data.what, subscriber.kind)
        if chosen is not None:
            await preferences.save(connection, subscriber.id, chosen)
    if chosen is None:
        raise ForgedButtonError
    reply.note = reply.texts.plain("note-chosen")
    await _show(reply, chosen, subscriber, callback_data.what)


async def signature(_: TelegramObject, reply: Reply, database: Database, subscriber: Subscriber, written: str) -> None:
    """/signature Новости города, @gorod: the last line of every digest; /signature нет: none."""
    texts = reply.texts
    if not written:
        now = (await _chosen(database, subscriber)).signature
        await reply.show(texts("signature-now", signature=now) if now else texts("signature-how"))
        return
    line = "" if written.casefold() in _OFF else formatting.clean(written)
    if formatting.units(line) > MOST_SIGNATURE:
        metrics.refuse("signature", "too-long")
        await reply.say(texts("signature-too-long", limit=MOST_SIGNATURE, length=formatting.units(line)))
        return
    async with database.transaction() as connection:
        chosen = replace(await preferences.to_change(connection, subscriber.id), signature=line)
        await preferences.save(connection, subscriber.id, chosen)
    await reply.say(
        texts("signature-set", signature=line) if line else texts("signature-none"),
        keyboards.keyboard([_go(texts, "preview"), _go(texts, "appearance")]),
    )


def _after(chosen: Preferences, what: str, kind: ChatKind) -> Preferences | None:
    """Return the preferences after a button; None for one that no keyboard of ours carries."""
    if what in _OF_CHATS and kind is ChatKind.PRIVATE:
        return None
    if what == "editors" and kind is not ChatKind.CHANNEL:
        return None
    if what in _SWITCHES:
        turned: dict[str, Any] = {what: not getattr(chosen, what)}
        return replace(chosen, **turned)
    if what == "sound":
        return replace(chosen, sound=_NEXT_SOUND[chosen.sound])
    return None


async def _chosen(database: Database, subscriber: Subscriber) -> Preferences:
    async with database.read() as connection:
        return await preferences.get(connection, subscriber.id)


async def _show(reply: Reply, chosen: Preferences, subscriber: Subscriber, what: str) -> None:
    texts = reply.texts
    if what in {"main", "editors"}:
        text, keyboard = _publication(texts, chosen, subscriber)
    else:
        text, keyboard = _appearance(texts, chosen), _appearance_buttons(texts, chosen, subscriber.kind)
    await reply.show(text, keyboard)


def _publication(texts: Texts, chosen: Preferences, subscriber: Subscriber) -> tuple[str, InlineKeyboardMarkup]:
    read = reading_languages.order(chosen.languages, subscriber.language, subscriber.zone)
    lines = [
        texts("publication"),
        texts("publication-main", on=_on(chosen.main)),
        texts("publication-in", languages=reading.named(texts, read)),
    ]
    main, editors = _switch(texts, "main", is_on=chosen.main), _switch(texts, "editors", is_on=chosen.editors)
    in_languages = _go(texts, "languages")
    rows = [[main, in_languages], [_go(texts, "appearance"), _go(texts, "preview")]]
    if subscriber.kind is ChatKind.CHANNEL:
        lines.append(texts("publication-editors", on=_on(chosen.editors)))
        rows.insert(1, [editors])
    return "\n".join(lines), keyboards.keyboard(*rows)


def _appearance(texts: Texts, chosen: Preferences) -> str:
    signed = texts("appearance-signature", signature=chosen.signature or texts.plain("appearance-unsigned"))
    return "\n".join(
        [texts("appearance"), signed, texts("appearance-footer", on=_on(chosen.footer)),
         texts("appearance-sound", sound=str(chosen.sound))]
    )  # fmt: skip


def _appearance_buttons(texts: Texts, chosen: Preferences, kind: ChatKind) -> InlineKeyboardMarkup:
    sound = keyboards.button(texts.plain("button-sound", sound=str(chosen.sound)), PublicationTap(what="sound"))
    rows = [[_go(texts, "signature"), _switch(texts, "footer", is_on=chosen.footer)]]
    if kind is ChatKind.PRIVATE:
        return keyboards.keyboard(*rows, [sound])
    return keyboards.keyboard(
        *rows,
        [_switch(texts, "pinned", is_on=chosen.pinned), sound],
        [_switch(texts, "invite", is_on=chosen.invite)],
    )


def _switch(texts: Texts, what: str, *, is_on: bool) -> InlineKeyboardButton:
    return _chosen_button(texts, texts.plain(f"button-publish-{what}"), what, is_on)


def _chosen_button(texts: Texts, label: str, what: str, is_on: bool) -> InlineKeyboardButton:
    return keyboards.button(texts.plain("button-chosen", topic=label) if is_on else label, PublicationTap(what=what))


def _go(texts: Texts, place: str) -> InlineKeyboardButton:
    return keyboards.button(texts.plain(f"button-{place}"), Go(to=place))


def _on(is_on: bool) -> str:
    return "on" if is_on else "off"


def build_router() -> Router:
    """Route the screens, their switches and /signature."""
    router = Router(name="publication")
    command_and_button(router, "signature", signature)
    router.callback_query.register(publication, Go.filter(F.to == "publication"))
    router.callback_query.register(appearance, Go.filter(F.to == "appearance"))
    router.callback_query.register(switch, PublicationTap.filter())
    return router
