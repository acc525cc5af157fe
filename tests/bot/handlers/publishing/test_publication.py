"""A channel of one's own: what it publishes, how it looks, who may have the same."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.bot.handlers.publishing.conftest import GROUP

if TYPE_CHECKING:
    from bot.demo.telegram.chats import Sent
    from bot.demo.telegram.people import Person
    from tests.bot.conftest import Stage
    from tests.bot.handlers.publishing.conftest import Newsroom

QUAKE = "Землетрясение магнитудой 5,2 произошло в Алматинской области"
BRIDGE = "Мост через Иртыш открыли в Павлодаре"

# Each another event, whatever stories are judged by.
EVENTS = (
    "Землетрясение разрушило школу в Турции",
    "Нацбанк поднял базовую ставку до 18 процентов",
    "Астана принимает чемпионат по плаванию",
)


async def _begin(newsroom: Newsroom, *taps: str) -> None:
    await newsroom.first.say("/channel @gorod")
    await newsroom.first.say("/schedule 8:00")
    for label in taps:
        await newsroom.first.say("/settings")
        await newsroom.first.tap("Публикация")
        if label not in newsroom.first.last.labels:
            await newsroom.first.tap("Оформление")
        await newsroom.first.tap(label)


async def _quake(stage: Stage) -> None:
    for site in ("zakon.kz", "tengrinews.kz", "inform.kz"):
        await stage.write(QUAKE, site=site)


async def test_a_channel_whose_readers_follow_nothing_is_told_the_main_stories(
    stage: Stage, newsroom: Newsroom
) -> None:
    await _begin(newsroom)
    await _quake(stage)
    await stage.write("Кот застрял на дереве", site="inform.kz")
    await newsroom.tomorrow()
    (post,) = newsroom.posted
    assert "Главное" in post.text
    assert QUAKE in post.text
    assert "Кот" not in post.text
    assert "ваш" not in post.text
    assert "Прочитан" not in post.text


async def test_topics_are_rubrics_below_the_main_stories_and_no_story_is_told_twice(
    stage: Stage, newsroom: Newsroom
) -> None:
    await _begin(newsroom)
    await newsroom.first.say("/follow мост")
    await newsroom.first.say("/follow землетрясение")
    await _quake(stage)
    for site in ("zakon.kz", "inform.kz"):
        await stage.write("Президент Чехии прибыл в Астану с визитом", site=site)
    await stage.write(BRIDGE, site="zakon.kz")
    await newsroom.tomorrow()
    (post,) = newsroom.posted
    lines = post.text.split("\n")
    assert lines.index("▪ Главное") < lines.index("▪ мост")
    assert post.text.count(QUAKE) == 1
    assert "визитом" in post.text


async def test_a_post_ends_with_its_signature_and_makes_no_sound_if_so_chosen(stage: Stage, newsroom: Newsroom) -> None:
    await _begin(newsroom, "Отчёт", "Со звуком", "Ночью тихо")
    (answer,) = await newsroom.first.say("/signature <Город> & @gorod")
    assert "<Город> & @gorod" in answer.text
    (answer,) = await newsroom.first.say("/signature " + "ы" * 121)
    assert "121" in answer.text
    await _quake(stage)
    await newsroom.tomorrow()
    (post,) = newsroom.posted
    assert post.text.endswith("\n\n<Город> & @gorod")
    assert "Прочитан" in post.text
    assert post.silent


async def test_the_newest_digest_is_pinned_in_place_of_the_one_before(stage: Stage, newsroom: Newsroom) -> None:
    await _begin(newsroom, "Закреплять")
    for number in range(3):
        for site in ("zakon.kz", "inform.kz"):
            await stage.write(EVENTS[number], site=site, hours_ago=0)
        await newsroom.tomorrow()
        assert newsroom.channel.pinned == [newsroom.posted[-1].id]
    assert len(newsroom.posted) == 3


async def test_a_channel_that_lets_us_pin_nothing_says_so_once_and_still_gets_its_digests(
    stage: Stage, newsroom: Newsroom
) -> None:
    await _begin(newsroom, "Закреплять")
    newsroom.channel.lets_pin = False
    for number in range(2):
        for site in ("zakon.kz", "inform.kz"):
            await stage.write(EVENTS[number], site=site, hours_ago=0)
        await newsroom.tomorrow()
    assert len(newsroom.posted) == 2
    told = [one.text for one in newsroom.first.messages if "Закреплять сводки в «Город» не получается" in one.text]
    assert len(told) == 1
    assert "закрепление выключено: нет права" in (await newsroom.first.say("/settings"))[0].text


async def test_what_nobody_told_in_the_languages_of_a_channel_is_left_out(stage: Stage, newsroom: Newsroom) -> None:
    await _begin(newsroom)
    await newsroom.first.say("/settings")
    await newsroom.first.tap("Публикация")
    await newsroom.first.tap("Языки")
    await newsroom.first.tap("✓ 1. Русский")
    assert [label for label in newsroom.first.last.labels if "Русский" in label] == ["Русский"]
    await _quake(stage)
    await newsroom.tomorrow()
    assert newsroom.posted == []
    await newsroom.first.say("/settings")
    await newsroom.first.tap("Публикация")
    await newsroom.first.tap("Языки")
    await newsroom.first.tap("Русский")
    stage.clock.forward(minutes=1)
    for site in ("zakon.kz", "inform.kz"):
        await stage.write(BRIDGE, site=site, hours_ago=0)
    await newsroom.tomorrow()
    assert BRIDGE in newsroom.posted[-1].text


async def test_what_will_be_posted_is_shown_in_private_first(stage: Stage, newsroom: Newsroom) -> None:
    await _begin(newsroom)
    await newsroom.first.say("/signature Новости города")
    await _quake(stage)
    await newsroom.first.say("/settings")
    shown: list[Sent] = await newsroom.first.tap("Что будет в сводке")
    assert any(one.text.endswith("Новости города") for one in shown)
    assert newsroom.posted == []


async def test_no_screen_of_a_channel_has_more_than_six_buttons(newsroom: Newsroom) -> None:
    await _begin(newsroom)
    (screen,) = await newsroom.first.say("/settings")
    assert len(screen.buttons) <= 6
    for place in ("Публикация", "Оформление", "‹ Назад", "Публикация", "Языки"):
        (screen,) = await newsroom.first.tap(place)
        assert len(screen.buttons) <= 6, screen.labels
        assert all(len(label) <= 24 for label in screen.labels), screen.labels


@pytest.mark.parametrize("what", ["nothing", "language.de", "editors", "stories", "style"])
async def test_a_forged_switch_changes_nothing(stage: Stage, reader: Person, what: str) -> None:
    await reader.say("/settings")
    assert await stage.press(reader, f"publish:{what}") == []
    assert reader.toasts[-1].alert


async def test_a_reader_of_a_chat_has_its_digest_for_themselves_by_one_tap(stage: Stage, newsroom: Newsroom) -> None:
    await _begin(newsroom)
    await newsroom.first.say("/follow Китай")
    await _quake(stage)
    await newsroom.tomorrow()
    (button,) = newsroom.posted[-1].buttons
    found = re.fullmatch(r"https://t\.me/(\w+)\?start=([\w-]{1,64})", button.url)
    assert found
    assert found[1] == stage.api.messenger.bot["username"]
    stranger = stage.person(55)
    answers = await stranger.say(f"/start {found[2]}")
    assert "Добавлена 1 тема" in answers[0].text
    assert stage.asked[-1] == stranger.id
    assert len((await newsroom.subscriber(stranger.id)).timetable) == 1
    # Who has topics of their own is asked.
    other = stage.person(56)
    await other.say("/follow Нацбанк")
    (answer,) = await other.say(f"/start {found[2]}")
    assert "Китай" in answer.text
    assert "Главное" in answer.text
    (answer,) = await other.tap("Взять темы")
    assert "Добавлена 1 тема" in answer.text
    # A link that somebody made up, or of a chat that invites nobody any more, leads nowhere.
    (answer, *_) = await stage.person(57).say(f"/start of-1-{'A' * 8}")
    assert "не действует" in answer.text
    await newsroom.first.say("/settings")
    await newsroom.first.tap("Публикация")
    await newsroom.first.tap("Оформление")
    await newsroom.first.tap("Кнопка «лично мне»")
    (answer, *_) = await stage.person(58).say(f"/start {found[2]}")
    assert "не действует" in answer.text


async def test_a_reply_to_a_groups_digest_is_talk_and_no_answer_to_us(stage: Stage, newsroom: Newsroom) -> None:
    group = stage.api.group(GROUP, "Редакция", bot="administrator", admins=[newsroom.first])
    await newsroom.first.say("/follow землетрясение", chat=group)
    await newsroom.first.say("/schedule 8:00", chat=group)
    await _quake(stage)
    due = (await newsroom.subscriber(GROUP)).next_due_at
    assert due
    stage.clock.now = due
    await newsroom.digest()
    digest = group.from_bot()[-1]
    assert digest.labels == ("Такую же лично мне",)
    assert await newsroom.first.say("Ничего себе", chat=group, reply_to=digest.id) == []
