"""The editor's mode: a digest is posted when one of a channel's admins says so, as they saw it, and once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from storage.admins import setting_changes

if TYPE_CHECKING:
    from bot.demo.telegram.chats import Sent
    from tests.bot.conftest import Stage
    from tests.bot.handlers.publishing.conftest import Newsroom

STORIES = ("Мост через Иртыш открыли в Павлодаре", "Мост в Семее закрыли на ремонт", "Китай отменил визы для туристов")


@pytest.fixture
async def proposed(stage: Stage, newsroom: Newsroom) -> Newsroom:
    """A digest of three stories on two topics that waits for either of two admins."""
    for person in (newsroom.second, newsroom.first):
        await person.say("/channel @gorod")
    for said in ("/follow мост", "/follow Китай", "/schedule 8:00", "/settings"):
        await newsroom.first.say(said)
    await newsroom.first.tap("Публикация")
    await newsroom.first.tap("Сначала показать мне")
    await stage.write(*STORIES)
    await newsroom.tomorrow()
    return newsroom


def _list(message: Sent) -> list[str]:
    return [
        line.split(". ", 1)[1] for line in message.text.split("\n") if ". " in line and line.lstrip("▸ ")[0].isdigit()
    ]


async def test_a_digest_comes_to_every_admin_and_is_posted_when_one_says_so(proposed: Newsroom) -> None:
    assert proposed.posted == []
    for person in (proposed.first, proposed.second):
        assert "«Город»: сводка на 08:00 ждёт вас" in person.last.text
        assert sorted(_list(person.last)) == sorted(STORIES)
        # As it will be posted, above its list.
        assert all(title in person.messages[-2].text for title in STORIES)
        assert len(person.last.buttons) <= 6
    (answer,) = await proposed.second.tap("Опубликовать")
    assert "опубликована. Кто: Данияр" in answer.text
    await proposed.send()
    (post,) = proposed.posted
    assert post.text.startswith("Сводка на 08:00")
    assert all(title in post.text for title in STORIES)
    # The other one is told so, and nothing is posted twice.
    (answer,) = await proposed.first.tap("Опубликовать")
    assert "опубликована. Кто: Данияр" in answer.text
    await proposed.send()
    assert len(proposed.posted) == 1
    (settings,) = await proposed.first.say("/settings")
    assert "Данияр: сводка опубликована 08:00" in settings.text


async def test_a_story_is_dropped_and_taken_back_and_what_was_dropped_is_proposed_no_more(
    stage: Stage, proposed: Newsroom
) -> None:
    await proposed.first.tap("Править")
    first = _list(proposed.first.last)[0]
    await proposed.first.tap("✕ Убрать")
    await proposed.first.tap("↩ Вернуть")
    await proposed.first.tap("✕ Убрать")
    assert len(proposed.first.last.buttons) == 6
    await proposed.first.tap("Готово")
    shown = await proposed.first.tap("Показать")
    assert all(first not in one.text for one in shown)
    await proposed.first.tap("Опубликовать")
    await proposed.send()
    (post,) = proposed.posted
    assert [title in post.text for title in STORIES] == [title != first for title in STORIES]
    await stage.write("Мост в Актау построят за год", hours_ago=0)
    await proposed.tomorrow()
    assert _list(proposed.first.last) == ["Мост в Актау построят за год"]


async def test_stories_move_within_their_topic_and_topics_as_a_whole(proposed: Newsroom) -> None:
    before = _list(proposed.first.last)
    bridges = [title for title in before if "Мост" in title]
    await proposed.first.tap("Править")
    while bridges[1] not in next(line for line in proposed.first.last.text.split("\n") if line.startswith("▸")):
        await proposed.first.tap("›")
    await proposed.first.tap("▲ Выше")
    after = _list(proposed.first.last)
    assert [title for title in after if "Мост" in title] == bridges[::-1]
    await proposed.first.tap("▼ Ниже")
    await proposed.first.tap("▼ Ниже")
    china = STORIES[2]
    moved = _list(proposed.first.last)
    assert (moved.index(china) == 0) != (before.index(china) == 0) or moved == before
    await proposed.first.tap("Готово")
    await proposed.first.tap("Опубликовать")
    await proposed.send()
    (post,) = proposed.posted
    assert sorted(moved, key=post.text.index) == moved


async def test_two_admins_at_once_lose_neither_change_and_post_only_what_they_saw(proposed: Newsroom) -> None:
    await proposed.first.tap("Править")
    mine = _list(proposed.first.last)[0]
    await proposed.second.tap("Править")
    await proposed.second.tap("›")
    theirs = _list(proposed.second.last)[1]
    await proposed.second.tap("✕ Убрать")
    # Their list is older than that change, which stays.
    await proposed.first.tap("✕ Убрать")
    await proposed.second.tap("Готово")
    assert proposed.second.last.html.count("<s>") == 2
    await proposed.first.tap("Готово")
    await proposed.second.tap("Править")
    await proposed.second.tap("↩ Вернуть")
    (answer,) = await proposed.first.tap("Опубликовать")
    assert "изменил другой администратор" in proposed.first.toasts[-1].text
    assert proposed.posted == []
    await proposed.first.tap("Опубликовать")
    await proposed.send()
    (post,) = proposed.posted
    assert mine in post.text
    assert theirs not in post.text
    del answer


async def test_one_that_is_not_wanted_comes_again_with_the_next(stage: Stage, proposed: Newsroom) -> None:
    (answer,) = await proposed.first.tap("Не публиковать")
    assert "не опубликована" in answer.text
    # The other admin's buttons have lost what they were for.
    assert await proposed.second.tap("Опубликовать") == []
    assert "больше не ждёт" in proposed.second.toasts[-1].text
    await stage.write("Мост в Актау построят за год", hours_ago=0)
    await proposed.tomorrow()
    assert proposed.posted == []
    assert sorted(_list(proposed.first.last)) == sorted([*STORIES, "Мост в Актау построят за год"])


async def test_nothing_is_posted_of_which_every_story_was_dropped(proposed: Newsroom) -> None:
    await proposed.first.tap("Править")
    for _ in STORIES:
        await proposed.first.tap("✕ Убрать")
        await proposed.first.tap("›")
    assert proposed.first.last.html.count("<s>") == len(STORIES)
    await proposed.first.tap("Готово")
    await proposed.first.tap("Опубликовать")
    assert "публиковать нечего" in proposed.first.toasts[-1].text
    await proposed.send()
    assert proposed.posted == []


async def test_who_is_no_admin_any_more_posts_nothing(stage: Stage, proposed: Newsroom) -> None:
    proposed.channel.people[proposed.second.id] = "left"
    stage.clock.forward(minutes=1)
    assert await proposed.second.tap("Опубликовать") == []
    assert "больше не администрируете" in proposed.second.toasts[-1].text
    stranger = stage.person(99)
    await stranger.say("/help")
    assert await stage.press(stranger, "propose:p:1:0:0") == []
    assert stranger.toasts[-1].alert
    await proposed.send()
    assert proposed.posted == []


async def test_a_digest_that_waits_is_found_in_the_settings(proposed: Newsroom) -> None:
    (screen,) = await proposed.second.say("/settings")
    assert len(screen.buttons) <= 6
    (answer,) = await proposed.second.tap("Ждёт вас")
    assert "«Город»: сводка на 08:00 ждёт вас" in answer.text
    await proposed.second.tap("Опубликовать")
    await proposed.send()
    assert len(proposed.posted) == 1


async def test_the_log_says_who_changed_what_of_two_admins(stage: Stage, proposed: Newsroom) -> None:
    await proposed.second.say("/unfollow Китай")
    await proposed.second.say("/schedule 9:30")
    await proposed.first.say("/settings")
    await proposed.first.tap("Ещё")
    await proposed.first.tap("Данные и справка")
    (log,) = await proposed.first.tap("Журнал")
    for line in (
        "Айгерим: тема «Китай» добавлена",
        "Данияр: тема «Китай» убрана",
        "Данияр: расписание: каждый день в 09:30",
        "Айгерим: показывать сначала администраторам: включено",
    ):
        assert line in log.text
    # Whoever has their data deleted is in it without a name.
    await proposed.second.say("/channel")
    await proposed.second.tap("К моим сводкам")
    await proposed.second.say("/delete")
    await proposed.second.tap("Да, удалить всё")
    async with stage.database.read() as connection:
        subscriber = await proposed.subscriber()
        assert {one.by for one in await setting_changes.latest(connection, subscriber.id)} == {"Айгерим", ""}
