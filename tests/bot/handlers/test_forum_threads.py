"""A forum: each topic's stories in their own thread, and beside it while that is closed; through Telegram's HTTP."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from bot.digest.compose import Account, Digest, Group
from bot.digest.telling import Novelty, Telling
from bot.digest_builder import routing
from storage.digests import digests
from storage.model import Breaking, Match, Preferences, Story, Subscriber, Topic
from storage.subscribers import follows, preferences, subscribers

if TYPE_CHECKING:
    from aiogram import Bot

    from bot.demo.telegram.chats import Sent
    from tests.bot.conftest import Stage


FORUM = -1_001_000_000_009
BANKS, CHINA, GENERAL = 5, 6, 0


class Newsroom:
    """A forum with threads, its admin, and what brings digests there."""

    def __init__(self, stage: Stage, bot: Bot) -> None:
        from bot.delivery.limiter import Limiter
        from bot.delivery.sender import Sender

        self.stage, self.admin = stage, stage.person(11)
        self.forum = stage.api.group(FORUM, "Редакция", admins=[self.admin], forum=True)
        self.forum.threads |= {BANKS: "Банки", CHINA: "Китай"}
        limiter = Limiter(clock=lambda: stage.clock.now.timestamp(), sleep=self._sleep)
        self.sender = Sender(bot, stage.database, limiter, stage.clock, idle=0.01)

    async def _sleep(self, seconds: float) -> None:
        self.stage.clock.forward(seconds=seconds)
        await asyncio.sleep(0)

    async def say(self, text: str, thread_id: int = GENERAL) -> Sent:
        return (await self.admin.say(text, chat=self.forum, thread_id=thread_id))[-1]

    async def subscriber(self) -> Subscriber:
        async with self.stage.database.read() as connection:
            found = await subscribers.get(connection, FORUM)
        assert found is not None
        return found

    async def digest(self) -> dict[int, list[str]]:
        """Send a digest and whatever else waits; return what came, by thread."""
        from bot.jobs import closed_threads, due_digests

        before = set(self.forum.messages)
        await due_digests.digest_now(self.stage.database, await self.subscriber(), now=self.stage.clock.now)
        for _ in range(2):
            while await self.sender.deliver_once():
                pass
            await closed_threads.announce(self.stage.database, self.stage.clock, wake=self.sender.wake)
        came: dict[int, list[str]] = {}
        for number, message in self.forum.messages.items():
            if number not in before:
                came.setdefault(message.thread_id, []).append(message.text)
        return came


@pytest.fixture
async def newsroom(stage: Stage) -> AsyncIterator[Newsroom]:
    from aiogram import Bot
    from aiogram.client.session.aiohttp import AiohttpSession
    from aiogram.client.telegram import TelegramAPIServer

    session = AiohttpSession(api=TelegramAPIServer.from_base(stage.api.url))
    room = Newsroom(stage, Bot(stage.api.token, session=session))
    await room.say("/schedule 8:00")
    yield room
    if session._session is not None:
        await session._session.close()


async def _route(room: Newsroom, topic: str, thread_id: int) -> None:
    await room.say(f"/follow {topic}", thread_id)
    await room.admin.tap("Присылать в эту тему форума", chat=room.forum)


async def test_each_thread_gets_its_topics_and_the_rest_goes_where_digests_go(newsroom: Newsroom) -> None:
    await _route(newsroom, "Нацбанк", BANKS)
    await _route(newsroom, "Китай", CHINA)
    await newsroom.say("/follow погода")
    await newsroom.stage.write("Нацбанк снизил ставку", "Китай построил дорогу", "Погода портится")
    came = await newsroom.digest()

    assert {thread: len(messages) for thread, messages in came.items()} == {GENERAL: 1, BANKS: 1, CHINA: 1}
    assert "Погода портится" in came[GENERAL][0]
    assert "Нацбанк снизил" in came[BANKS][0]
    assert "Китай построил" in came[CHINA][0]
    # What was read is accounted for once.
    assert ["Прочитан" in came[thread][0] for thread in (GENERAL, BANKS, CHINA)] == [True, False, False]
    async with newsroom.stage.database.read() as connection:
        (receipt,) = await digests.receipts(connection, (await newsroom.subscriber()).id, 5)
    assert (receipt.stories, receipt.parts, receipt.sent) == (3, 3, 3)
    assert await newsroom.digest() == {}


async def test_a_digest_that_threads_take_whole_accounts_in_the_last_of_them(newsroom: Newsroom) -> None:
    await _route(newsroom, "Нацбанк", BANKS)
    await newsroom.stage.write("Нацбанк снизил ставку")
    came = await newsroom.digest()
    assert list(came) == [BANKS]
    assert "Прочитан" in came[BANKS][0]


async def test_a_list_of_topics_in_a_thread_says_and_changes_what_comes_there(newsroom: Newsroom) -> None:
    await newsroom.say("/follow Нацбанк")
    await newsroom.say("/follow Китай")
    listed = await newsroom.say("/topics", BANKS)
    assert listed.labels[:3] == ("✕ Нацбанк", "обычное", "Сюда")
    (changed,) = await newsroom.admin.tap("Сюда", message=listed, chat=newsroom.forum)
    assert "• Нацбанк — приходит сюда\n• Китай\n" in changed.text
    assert changed.labels[2] == "Не сюда"
    elsewhere = await newsroom.say("/topics", CHINA)
    assert "• Нацбанк — приходит в другую тему форума" in elsewhere.text
    (changed,) = await newsroom.admin.tap("Не сюда", message=changed, chat=newsroom.forum)
    assert "• Нацбанк\n" in changed.text
    assert "Сюда" not in (await newsroom.say("/topics")).labels


async def test_the_thread_that_digests_go_to_needs_no_topic_of_its_own(newsroom: Newsroom) -> None:
    await newsroom.say("/thread", BANKS)
    assert "Присылать в эту тему форума" not in (await newsroom.say("/follow Нацбанк", BANKS)).labels


async def test_only_admins_send_topics_to_threads(newsroom: Newsroom) -> None:
    member = newsroom.stage.person(12)
    newsroom.forum.people[member.id] = "member"
    await newsroom.say("/follow Нацбанк", BANKS)
    assert await member.tap("Присылать в эту тему форума", chat=newsroom.forum) == []
    assert "только администраторы" in member.toasts[-1].text


@pytest.mark.parametrize("deleted", [False, True])
async def test_a_closed_thread_is_told_of_once_and_comes_back_by_itself(newsroom: Newsroom, deleted: bool) -> None:
    await _route(newsroom, "Нацбанк", BANKS)
    name = newsroom.forum.threads[BANKS]
    if deleted:
        del newsroom.forum.threads[BANKS]
    else:
        newsroom.forum.closed_threads.add(BANKS)
    await newsroom.stage.write("Нацбанк снизил ставку")
    (story, notice) = (await newsroom.digest())[GENERAL]
    assert "Нацбанк снизил" in story
    assert "закрыта или удалена" in notice
    assert "Нацбанк" in notice
    await newsroom.stage.write("Музей Нацбанка открыл выставку монет", hours_ago=0.01)
    assert [len(messages) for messages in (await newsroom.digest()).values()] == [1]

    newsroom.forum.closed_threads.discard(BANKS)
    newsroom.forum.threads[BANKS] = name
    await newsroom.stage.write("Отпуск взял председатель Нацбанка", hours_ago=0.01)
    assert list(await newsroom.digest()) == [BANKS]
    # Closed once more, it is news once more.
    newsroom.forum.closed_threads.add(BANKS)
    await newsroom.stage.write("Старое здание Нацбанка продают на торгах", hours_ago=0.01)
    assert len((await newsroom.digest())[GENERAL]) == 2


async def test_beside_a_closed_thread_is_first_where_digests_go_then_the_chat(newsroom: Newsroom) -> None:
    await newsroom.say("/thread", CHINA)
    await _route(newsroom, "Нацбанк", BANKS)
    newsroom.forum.closed_threads.add(BANKS)
    await newsroom.stage.write("Нацбанк снизил ставку")
    assert list(await newsroom.digest()) == [CHINA]
    newsroom.forum.closed_threads.add(CHINA)
    await newsroom.stage.write("Музей Нацбанка открыл выставку монет", hours_ago=0.01)
    (story, notice) = (await newsroom.digest())[GENERAL]
    assert "Музей" in story
    # The thread of the topic was told of before; this is the one that digests go to.
    assert "куда шли сводки" in notice


async def test_breaking_news_goes_to_the_thread_of_its_topic(newsroom: Newsroom) -> None:
    from bot.jobs import breaking_news

    await _route(newsroom, "Нацбанк", BANKS)
    subscriber = await newsroom.subscriber()
    chosen = Preferences(breaking=Breaking.WAKE, breaking_sources=2)
    async with newsroom.stage.database.transaction() as connection:
        await preferences.save(connection, subscriber.id, chosen)
    title = "Нацбанк неожиданно снизил базовую ставку до десяти процентов"
    for site in ("zakon.kz", "vlast.kz", "orda.kz"):
        await newsroom.stage.write(title, site=site, hours_ago=0.05)
    assert await breaking_news.tell_breaking(newsroom.stage.database, newsroom.stage.clock, wake=newsroom.sender.wake)
    while await newsroom.sender.deliver_once():
        pass
    assert newsroom.forum.from_bot()[-1].thread_id == BANKS


async def test_a_topic_that_is_not_followed_has_no_thread(newsroom: Newsroom) -> None:
    subscriber = await newsroom.subscriber()
    async with newsroom.stage.database.transaction() as connection:
        assert not await follows.set_thread(connection, subscriber.id, 99, BANKS)


NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)


def _telling(number: int) -> Telling:
    story = Story(
        id=number, headline=f"{number}", summary="", url="", language="ru", first_at=NOW, last_at=NOW, members=()
    )
    topic = Topic(id=number, query="x", label="x")
    match = Match(topic=topic, story_id=number, form="x", place="title", matched_at=NOW)
    return Telling(story=story, novelty=Novelty.NEW, strength=1.0, members=(), match=match)


def _digest(shown: list[int], brief: list[int], threads: dict[int, int]) -> Digest:
    tellings = {number: _telling(number) for number in (*shown, *brief)}
    return Digest(
        groups=tuple(Group(topic=tellings[n].match.topic, tellings=(tellings[n],)) for n in shown),  # type: ignore[union-attr] # each has one
        brief=tuple(tellings[number] for number in brief),
        account=Account(articles=1, stories=1, on_topics=1, shown=1, brief=0, rest=0, told=0),
        composed_at=NOW, zone="Asia/Almaty", threads=threads,
    )  # fmt: skip


def test_every_story_of_a_digest_is_in_one_part() -> None:
    digest = _digest([1, 2, 3], [4, 5], {1: BANKS, 4: CHINA, 5: BANKS})
    parts = routing.split(digest)
    told = {thread: [story.id for story in part.stories] for thread, part in parts}
    assert told == {None: [2, 3], BANKS: [1, 5], CHINA: [4]}
    assert [part.accounts for _, part in parts] == [True, False, False]
    assert not any(part.empty for _, part in parts)
    assert routing.split(_digest([1], [], {2: BANKS})) == ((None, _digest([1], [], {2: BANKS})),)
    assert [thread for thread, _ in routing.split(_digest([], [], {2: BANKS}))] == [None]
