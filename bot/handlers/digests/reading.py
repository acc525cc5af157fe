"""The languages that a reader reads, in their order, and what becomes of stories told in none of them."""

from collections.abc import Mapping
from dataclasses import replace

from aiogram import F, Router
from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, TelegramObject

from bot import keyboards
from bot import texts as languages
from bot.handlers.reply import ForgedButtonError, Reply
from bot.keyboards import Go
from bot.texts import Html, Texts
from storage.articles import written_languages
from storage.database import Database
from storage.model import OtherLanguages, Preferences, Subscriber
from storage.subscribers import preferences, reading_languages


class ReadingTap(CallbackData, prefix="reading"):
    """Reads a language, or no longer; or says what becomes of stories in others ("skip", "mark")."""

    what: str


async def show(_: TelegramObject, reply: Reply, database: Database, subscriber: Subscriber) -> None:
    """Show in which languages stories are told, in which order, and how much is written in each."""
    async with database.read() as connection:
        chosen = await preferences.get(connection, subscriber.id)
        written = await written_languages.shares(connection)
    await _show(reply, chosen, subscriber, written)


async def choose(
    _: CallbackQuery, callback_data: ReadingTap, reply: Reply, database: Database, subscriber: Subscriber
) -> None:
    """Change what a button says, and show the screen anew."""
    async with database.transaction() as connection:
        chosen = after(await preferences.to_change(connection, subscriber.id), callback_data.what, subscriber)
        if chosen is not None:
            await preferences.save(connection, subscriber.id, chosen)
        written = await written_languages.shares(connection)
    if chosen is None:
        raise ForgedButtonError
    reply.note = reply.texts.plain("note-chosen")
    await _show(reply, chosen, subscriber, written)


def after(chosen: Preferences, what: str, subscriber: Subscriber) -> Preferences | None:
    """Return the preferences after a button; None for one that no keyboard of ours carries.

    A language that is read no longer leaves the list, one that is read from now on is its last.
    """
    if what in set(OtherLanguages):
        return replace(chosen, others=OtherLanguages(what))
    if what not in languages.LANGUAGES:
        return None
    usual = reading_languages.guess(subscriber.language, subscriber.zone)
    read = list(chosen.languages or usual)
    if what in read:
        read.remove(what)
    else:
        read.append(what)
    # All of them in the usual order are no choice, and none would be no digest.
    return replace(chosen, languages=() if tuple(read) == usual else tuple(read))


def named(texts: Texts, codes: tuple[str, ...]) -> str:
    """Name languages in a row, as in "Russian, then Kazakh"."""
    names = [texts.plain("in-language", language=code) for code in codes]
    return texts.plain("then").join(names)


def without_news(chosen: Preferences, written: Mapping[str, float]) -> tuple[str, ...]:
    """Return the languages that a reader chose and nobody writes in."""
    return tuple(code for code in chosen.languages if not written.get(code))


async def _show(reply: Reply, chosen: Preferences, subscriber: Subscriber, written: Mapping[str, float]) -> None:
    texts = reply.texts
    read = reading_languages.order(chosen.languages, subscriber.language, subscriber.zone)
    shares = [
        texts("reading-share", language=code, percent=round(100 * written.get(code, 0)))
        for code in languages.LANGUAGES
        if written
    ]
    lines = [texts("reading", languages=named(texts, read))]
    if len(read) < len(languages.LANGUAGES):
        lines.append(texts("reading-others", others=str(chosen.others)))
    if shares:
        lines.append(texts("reading-shares", shares=Html(", ".join(shares))))
    silent = without_news(chosen, written) if written else ()
    if silent:
        lines.append(texts("reading-silent", languages=named(texts, silent), all="yes" if silent == read else "no"))
    await reply.show("\n".join(lines), _buttons(texts, chosen, read))


def _buttons(texts: Texts, chosen: Preferences, read: tuple[str, ...]) -> InlineKeyboardMarkup:
    rows = [[_language(texts, code, read)] for code in languages.LANGUAGES]
    if len(read) < len(languages.LANGUAGES):
        rows.append([_others(texts, one, is_chosen=chosen.others is one) for one in OtherLanguages])
    return keyboards.keyboard(*rows)


def _language(texts: Texts, code: str, read: tuple[str, ...]) -> InlineKeyboardButton:
    name = languages.for_language(code).plain("language-name")
    if code not in read:
        return keyboards.button(name, ReadingTap(what=code))
    place = f"{read.index(code) + 1}. {name}" if len(read) > 1 else name
    return keyboards.button(texts.plain("button-chosen", topic=place), ReadingTap(what=code))


def _others(texts: Texts, others: OtherLanguages, *, is_chosen: bool) -> InlineKeyboardButton:
    label = texts.plain(f"button-others-{others}")
    return keyboards.button(
        texts.plain("button-chosen", topic=label) if is_chosen else label, ReadingTap(what=str(others))
    )


def build_router() -> Router:
    """Route the screen and its buttons."""
    router = Router(name="reading")
    router.callback_query.register(show, Go.filter(F.to == "languages"))
    router.callback_query.register(choose, ReadingTap.filter())
    return router
