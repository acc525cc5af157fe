"""How much of a phone a digest takes: sample articles as the reader's Chromium draws them."""

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest

from bot import texts
from bot.demo.chat_page import ChatPage, Surroundings
from bot.demo.clock import FastClock
from bot.demo.newsroom import articles
from bot.demo.telegram.bot_api import BotApi
from bot.demo.telegram.calls import Call
from bot.demo.telegram.methods import registry
from bot.digest import compose, render
from bot.digest.compose import Digest
from bot.digest.length import Length
from bot.digest_builder import story_buttons
from storage.model import (
    ChatKind,
    Match,
    Member,
    MemberKind,
    ReadingTotals,
    Slot,
    Story,
    StoryCandidate,
    Subscriber,
    SubscriberState,
    Topic,
)
from tests import browser
from tests.bot.digest.materials import material

NOW = datetime(2026, 12, 1, 3, 0, tzinfo=UTC)
WIDTH, HEIGHT, SCREENS = 390, 844, 1.3
TOPICS = tuple(
    Topic(id=number, query=label, label=label) for number, label in enumerate(("Экономика", "Алматы", "Спорт"))
)
READER = 1001
PRESS = {
    "ru": ("zakon_kz", "stepnoy_vestnik", "alatau_times"),
    "kk": ("qala_zhanalyqtary",),
    "en": ("alatau_times_en",),
}


def _stories(language: str) -> Iterator[Story]:
    """The sample stories, those of most publishers first."""
    told: dict[str, list[Member]] = {}
    for file in PRESS[language]:
        publisher = articles.load(file, started_at=NOW)
        site = publisher.name.removesuffix(".example").removesuffix(".kz") + ".kz"
        for one in publisher.out(NOW):
            told.setdefault(one.story or one.id, []).append(
                Member(
                    article_id=len(told) * 10 + len(told.get(one.story, ())), url=f"https://{publisher.name}/{one.id}",
                    site=site, title=one.title, lead=one.lead, language=language,
                    published_at=one.published_at, joined_at=one.published_at, kind=MemberKind.SAME,
                )
            )  # fmt: skip
    for number, members in enumerate(sorted(told.values(), key=len, reverse=True)):
        members.sort(key=lambda member: member.published_at)
        first = members[0]
        yield Story(
            id=number, headline=first.title, summary=first.lead, url=first.url, language=language,
            first_at=first.published_at, last_at=members[-1].published_at, members=tuple(members),
            source_count=len(members),
        )  # fmt: skip


def _digest(language: str, stories: int) -> Digest:
    reader = Subscriber(
        id=1, chat_id=1, kind=ChatKind.PRIVATE, language=language, zone="Asia/Almaty", state=SubscriberState.ACTIVE,
        timetable=(), created_at=NOW,
    )  # fmt: skip
    found = [
        StoryCandidate(
            story=story,
            matches=(Match(topic=TOPICS[story.id % 3], story_id=story.id, form="", place="title", matched_at=NOW),),
        )
        for story, _ in zip(_stories(language), range(stories), strict=False)
    ]
    made = material(
        found, subscriber=reader, reading=ReadingTotals(articles=214, stories=61), now=NOW,
        slot=Slot(local_date=NOW.date(), at=time(8), due_at=NOW), length=Length(stories=stories),
    )  # fmt: skip
    return compose.compose(replace(made, first=True))


@pytest.mark.parametrize("language", PRESS)
async def test_a_digest_of_seven_stories_fits_one_and_a_third_of_a_phone(language: str) -> None:
    (message,) = render.messages(_digest(language, 7), texts.for_language(language), numbers=True)

    async def due(_: int) -> datetime | None:
        return NOW + timedelta(hours=1)

    api = BotApi()
    page = ChatPage(api, Surroundings(clock=FastClock(NOW), due=due))
    async with api, browser.open_browser() as tab:
        page.reader(1).chat.started = True
        call = {"chat_id": READER, "text": message.html, "parse_mode": "HTML"}
        keyboard = story_buttons.keyboard(message.numbered)
        registry.carry_out(api.messenger, Call(method="sendMessage", parameters=call | {"reply_markup": keyboard}))
        await tab.look_as(width=WIDTH, height=HEIGHT)
        await tab.open(f"{api.url}/?reader=1")
        async with asyncio.timeout(browser.PATIENCE):
            while not await tab.run("!!document.querySelector('.message .key')"):
                await asyncio.sleep(0.1)
        height = await tab.run("document.querySelector('.message').getBoundingClientRect().height")
        assert len(message.numbered) == await tab.run("document.querySelectorAll('.message .key').length")
    assert 0 < height <= SCREENS * HEIGHT, height


async def test_a_sticker_is_sent_by_two_taps_on_a_phone() -> None:
    async def due(_: int) -> datetime | None:
        return None

    api = BotApi()
    page = ChatPage(api, Surroundings(clock=FastClock(NOW), due=due))
    async with api, browser.open_browser() as tab:
        page.reader(1).chat.started = True
        await tab.look_as(width=320, height=640)
        await tab.open(f"{api.url}/?reader=1")
        await tab.run("document.querySelector('#attach').click()")
        assert await tab.run("document.querySelector('#attachments').open")
        assert await tab.run("document.querySelectorAll('#attachments .try').length") == 4
        await tab.run("document.querySelectorAll('#attachments .try')[2].click()")
        async with asyncio.timeout(browser.PATIENCE):
            while not await tab.run("!!document.querySelector('.mine .sticker')"):
                await asyncio.sleep(0.1)
        # Nothing sticks out at the narrowest width there is.
        assert await tab.run("document.documentElement.scrollWidth") <= 320
        assert tab.complaints == []
