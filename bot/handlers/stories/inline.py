"""Inline mode: `@bot words` in any chat offers stories to share there: such as everybody may see, and no others."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any, Final

from aiogram import BaseMiddleware, Router
from aiogram.enums import ParseMode
from aiogram.types import (
    InlineQuery,
    InlineQueryResultArticle,
    InputTextMessageContent,
    LinkPreviewOptions,
    TelegramObject,
    Update,
)

from bot import subscriptions
from bot import texts as languages
from bot.digest import formatting, tellers
from bot.runtime import metrics
from bot.texts import Texts
from parsers.language import sentence
from storage.database import Database
from storage.errors import TopicSyntaxError
from storage.model import Story, Subscriber
from storage.subscribers import subscribers

SEARCHED: Final = timedelta(days=30)
OFFERED: Final = 20
# Telegram asks at every pause in typing; the same words have the same answer for a while.
CACHED: Final = 60
# Telegram gives an inline query up after some ten seconds.
PATIENCE: Final = 8.0
_HEADLINE, _SUMMARY, _SOURCES = 250, 320, 120


class LatestOnly(BaseMiddleware):
    """Gives up the inline query of somebody who has typed on: Telegram shows the answer to their latest only."""

    def __init__(self) -> None:
        self._latest: dict[int, asyncio.Timeout] = {}

    async def __call__(
        self,
        handler: Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]],
        event: TelegramObject,
        data: dict[str, Any],
    ) -> Any:  # noqa: ANN401 - aiogram's signature
        """Pass an inline query on, until its sender's next one comes or nobody waits for the answer any more."""
        assert isinstance(event, Update)  # noqa: S101 - registered for updates only
        if event.inline_query is None:
            return await handler(event, data)
        sender_id = event.inline_query.from_user.id
        now = asyncio.get_running_loop().time()
        earlier = self._latest.get(sender_id)
        # One whose time is up already may still be on its way out, and cannot be given up again.
        if earlier is not None and not earlier.expired():
            earlier.reschedule(now)
        try:
            async with asyncio.timeout_at(now + PATIENCE) as limit:
                self._latest[sender_id] = limit
                return await handler(event, data)
        except TimeoutError:
            if not limit.expired():
                raise
            metrics.refuse("inline", "too-slow" if self._latest.get(sender_id) is limit else "superseded")
            return None
        finally:
            if self._latest.get(sender_id) is limit:
                del self._latest[sender_id]


async def offer(query: InlineQuery, database: Database, now: datetime) -> None:
    """Offer the newest stories with the words; without words, those on the reader's own topics."""
    async with database.read() as connection:
        subscriber = await subscribers.get(connection, query.from_user.id)
    language = subscriber.language if subscriber else languages.guess(query.from_user.language_code)
    if query.query.strip():
        found = await _with_words(database, subscriber, query.query, now)
    else:
        found = await subscriptions.recent(database, subscriber, limit=OFFERED, now=now) if subscriber else ()
    texts = languages.for_language(language)
    results = [_result(texts, story) for story in found if formatting.linkable(story.url)]
    # The answer is in the reader's language, and may be about their topics: it is nobody else's.
    await query.answer(list(results), cache_time=CACHED, is_personal=True)


async def _with_words(
    database: Database, subscriber: Subscriber | None, written: str, now: datetime
) -> tuple[Story, ...]:
    try:
        return await subscriptions.newest(database, subscriber, written, since=now - SEARCHED, limit=OFFERED)
    except TopicSyntaxError as error:
        # Somebody is still typing: an unfinished topic has no results yet.
        metrics.refuse("inline", error.reason)
        return ()


def _result(texts: Texts, story: Story) -> InlineQueryResultArticle:
    headline = formatting.shorten(formatting.clean(story.headline), _HEADLINE) or texts.plain("digest-untitled")
    summary = formatting.shorten(sentence.first(formatting.clean(story.summary)), _SUMMARY)
    sources = ", ".join(dict.fromkeys(tellers.name(member.site) for member in story.members))
    sources = formatting.shorten(formatting.clean(sources), _SOURCES)
    key = "inline-story" if summary else "inline-story-short"
    return InlineQueryResultArticle(
        id=str(story.id),
        title=headline,
        description=texts.plain("inline-about", sources=sources, summary=summary),
        input_message_content=InputTextMessageContent(
            message_text=texts(key, url=story.url, headline=headline, summary=summary, sources=sources),
            parse_mode=ParseMode.HTML,
            link_preview_options=LinkPreviewOptions(is_disabled=False),
        ),
    )


def build_router() -> Router:
    """Route inline queries."""
    router = Router(name="inline")
    router.inline_query.register(offer)
    return router
