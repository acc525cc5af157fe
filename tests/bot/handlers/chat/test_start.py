"""The first minutes: three taps to a first digest; and what is neither a command nor a topic."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

import pytest

from storage.digests import digests, selection
from storage.digests.digests import NewDigest
from storage.model import Preferences, Slot
from storage.outbox import outbox
from storage.subscribers import preferences, subscribers, suspensions
from storage.topics import topics

if TYPE_CHECKING:
    from bot.demo.telegram.people import Person
    from tests.bot.conftest import Stage


async def _labels(stage: Stage, person: Person) -> list[str]:
    async with stage.database.read() as connection:
        subscriber = await subscribers.get(connection, person.id)
        return [topic.label for topic in await topics.for_subscriber(connection, subscriber.id)] if subscriber else []


async def _newsday(stage: Stage) -> None:
    await stage.write(
        "Китай открыл завод в Шымкенте", "Китай и Казахстан подписали соглашение", "Нацбанк снизил ставку"
    )


async def test_three_taps_bring_a_stranger_to_the_first_digest(stage: Stage, reader: Person) -> None:
    await _newsday(stage)
    (welcome,) = await reader.say("/start")
    assert welcome.text.startswith("Здравствуйте!")
    await reader.tap("Китай")
    (question,) = await reader.tap("Готово")
    assert "сейчас 14:05" in question.text
    answers = await reader.tap("08:00")
    assert [answer.text.split(".")[0] for answer in answers] == [
        "Сводка: каждый день в 08:00",
        "Первая сводка уже собрана и придёт следующим сообщением",
    ]
    assert stage.asked == [reader.id]


async def test_the_first_digest_may_have_nothing_to_tell(stage: Stage, reader: Person) -> None:
    stage.composes = False
    await _newsday(stage)
    await reader.say("/start")
    await reader.tap("Китай")
    await reader.tap("Готово")
    answers = await reader.tap("08:00")
    assert "пока ничего нет" in answers[-1].text


async def test_a_topic_is_ticked_and_unticked(stage: Stage, reader: Person) -> None:
    await _newsday(stage)
    (welcome,) = await reader.say("/start")
    (changed,) = await reader.tap("Китай")
    assert changed.id == welcome.id
    assert "✓ Китай" in changed.labels
    assert reader.toasts[-1].text == "Слежу: Китай"
    (changed,) = await reader.tap("✓ Китай")
    assert "Китай" in changed.labels
    assert await _labels(stage, reader) == []


async def test_who_chooses_nothing_gets_the_main_stories_in_three_taps(stage: Stage, reader: Person) -> None:
    await _newsday(stage)
    await reader.say("/start")
    (question,) = await reader.tap("Готово")
    assert question.text.startswith("Темы вы пока не выбрали, поэтому буду присылать главное за день.")
    await reader.tap("08:00")
    assert stage.asked == [reader.id]
    assert (await _chosen(stage, reader)).main


async def test_the_main_stories_are_asked_for_and_given_up_by_a_button(stage: Stage, reader: Person) -> None:
    (welcome,) = await reader.say("/start")
    (changed,) = await reader.tap("Главное за день")
    assert changed.id == welcome.id
    assert "✓ Главное за день" in changed.labels
    assert (await _chosen(stage, reader)).main
    (changed,) = await reader.tap("✓ Главное за день")
    assert "Главное за день" in changed.labels
    assert not (await _chosen(stage, reader)).main


@pytest.mark.parametrize(
    ("language", "rubrics", "country"),
    [
        ("ru", ["Политика", "Экономика", "Общество", "Происшествия", "Спорт"], "Казахстан"),
        ("kk", ["Саясат", "Экономика", "Қоғам", "Оқиға", "Спорт"], "Қазақстан"),
        ("en", ["Politics", "Economy", "Society", "Incidents", "Sport"], "Kazakhstan"),
    ],
)
async def test_rubrics_and_the_readers_country_are_offered_before_anything_was_read(
    stage: Stage, language: str, rubrics: list[str], country: str
) -> None:
    (welcome,) = await stage.person(9, language).say("/start")
    assert list(welcome.labels[1:6]) == rubrics
    assert country in welcome.labels


async def test_a_rubric_is_followed_like_any_topic(stage: Stage, reader: Person) -> None:
    await stage.write("Сборная выиграла кубок", site="zakon.kz/sport")
    await stage.write("Нацбанк снизил ставку", site="zakon.kz/ekonomika")
    await reader.say("/start")
    await reader.tap("Спорт")
    assert reader.toasts[-1].text == "Слежу: Спорт"
    assert await _labels(stage, reader) == ["Спорт"]
    (listed,) = await reader.say("/topics")
    assert "Спорт" in listed.text
    assert "rubric:" not in listed.text
    await stage.write("Футболисты сыграли вничью в последнем туре", site="zakon.kz/sport")
    async with stage.database.read() as connection:
        subscriber = await subscribers.get(connection, reader.id)
        assert subscriber is not None
        found = await selection.for_subscriber(
            connection, subscriber.id, since=stage.clock.now - timedelta(days=1), now=stage.clock.now
        )
    # The first was written before the rubric was followed, the other after.
    headlines = {each.story.headline for each in found.candidates}
    assert headlines == {"Сборная выиграла кубок", "Футболисты сыграли вничью в последнем туре"}
    url = next(each.story.url for each in found.candidates)
    (why,) = await reader.say(f"/why {url}")
    assert "Тема «Спорт»: это рубрика статьи." in why.text


async def _chosen(stage: Stage, person: Person) -> Preferences:
    async with stage.database.read() as connection:
        subscriber = await subscribers.get(connection, person.id)
        assert subscriber is not None
        return await preferences.get(connection, subscriber.id)


async def test_the_welcome_comes_in_the_readers_language_and_changes_on_the_spot(stage: Stage) -> None:
    reader = stage.person(9, "kk")
    (welcome,) = await reader.say("/start")
    assert welcome.text.startswith("Сәлеметсіз бе!")
    (welcome,) = await reader.tap("Русский")
    assert welcome.text.startswith("Здравствуйте!")


async def test_a_second_start_knows_its_reader(stage: Stage, reader: Person) -> None:
    await _newsday(stage)
    await reader.say("/follow Китай")
    (welcome,) = await reader.say("/start")
    assert welcome.text.startswith("С возвращением! Вы следите за 1 темой.")
    assert "✓ Китай" in welcome.labels


async def test_what_is_no_text_is_answered(reader: Person) -> None:
    sticker = {"file_id": "s", "file_unique_id": "s", "type": "regular", "width": 1, "height": 1}
    (answer,) = await reader.send(attachment={"sticker": sticker | {"is_animated": False, "is_video": False}})
    assert "Такого я не понимаю" in answer.text


async def test_a_button_of_an_older_bot_is_answered(stage: Stage, reader: Person) -> None:
    await reader.say("/start")
    await stage.press(reader, "an-older-bots-button")
    assert "старого сообщения" in reader.toasts[-1].text


async def test_a_tap_too_old_to_be_answered_still_does_its_work(stage: Stage, reader: Person) -> None:
    await _newsday(stage)
    await reader.say("/start")
    too_old = "Bad Request: query is too old and response timeout expired or query ID is invalid"
    stage.api.fail("answerCallbackQuery", 400, too_old)
    stage.api.fail("editMessageReplyMarkup", 400, "Bad Request: message can't be edited")
    await reader.tap("Китай")
    assert await _labels(stage, reader) == ["Китай"]


async def test_a_reader_who_blocks_the_bot_at_once_is_no_failure(
    stage: Stage, reader: Person, caplog: pytest.LogCaptureFixture
) -> None:
    stage.api.fail("sendMessage", 403, "Forbidden: bot was blocked by the user")
    assert await reader.say("/help") == []
    assert not [record for record in caplog.records if record.levelname == "ERROR"]


async def test_a_failure_that_cannot_even_be_told_stops_nothing(stage: Stage, reader: Person) -> None:
    stage.api.fail("sendMessage", 500, "Internal Server Error", times=2)
    assert await reader.say("/help") == []
    (answer,) = await reader.say("/help")
    assert "/follow" in answer.text


async def test_a_failure_where_nobody_asked_is_only_logged(
    stage: Stage, reader: Person, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(*_: object, **__: object) -> None:
        raise RuntimeError("a bug of ours")

    await reader.say("/schedule 8:00")
    monkeypatch.setattr(suspensions, "suspend", broken)
    assert await reader.block() == []
    assert [record for record in caplog.records if record.levelname == "ERROR"]


async def test_a_tap_on_a_message_telegram_no_longer_shows_still_works(stage: Stage, reader: Person) -> None:
    await _newsday(stage)
    await reader.say("/start")
    await reader.tap("Китай", inaccessible=True)
    assert await _labels(stage, reader) == ["Китай"]
    (question,) = await reader.tap("Готово", inaccessible=True)
    assert "Когда присылать" in question.text


async def test_an_edit_that_telegram_refuses_is_said_anew(stage: Stage, reader: Person) -> None:
    await reader.say("/settings")
    await reader.tap("Когда")
    stage.api.fail("editMessageText", 400, "Bad Request: message can't be edited")
    (answer,) = await reader.tap("Пауза")
    assert answer.text.startswith("Пауза.")


async def test_an_edit_that_changes_nothing_is_no_trouble(stage: Stage, reader: Person) -> None:
    await reader.say("/topics")
    await reader.say("/settings")
    await reader.tap("Темы")
    assert len(stage.api.called("sendMessage")) == 2


async def test_a_failure_of_ours_is_admitted_and_the_next_message_works(
    stage: Stage, reader: Person, caplog: pytest.LogCaptureFixture
) -> None:
    await reader.say("/follow Китай")
    stage.breaks = True
    (answer,) = await reader.say("/digest")
    assert "сломалось у меня" in answer.text
    assert sum("a bug of ours" in str(record.exc_info) for record in caplog.records) == 1
    (answer,) = await reader.say("/topics")
    assert "Китай" in answer.text


async def test_messages_of_one_chat_are_handled_in_their_order(stage: Stage, reader: Person) -> None:
    await asyncio.gather(*(reader.say(f"/schedule {hour}:00") for hour in range(6, 12)))
    async with stage.database.read() as connection:
        subscriber = await subscribers.get(connection, reader.id)
    assert subscriber is not None
    assert f"{subscriber.timetable[0].at:%H:%M}" in reader.last.text


async def test_digest_needs_a_topic(stage: Stage, reader: Person) -> None:
    (answer,) = await reader.say("/digest")
    assert "ни за чем не следите" in answer.text
    assert stage.asked == []


async def test_digest_composes_one_now(stage: Stage, reader: Person) -> None:
    await reader.say("/follow Китай")
    await reader.say("/digest")
    assert stage.asked == [reader.id]


async def test_digest_without_news_says_so_and_when_the_next_comes(stage: Stage, reader: Person) -> None:
    await reader.say("/follow Китай")
    await reader.say("/schedule 8:00")
    stage.composes = False
    (answer,) = await reader.say("/digest")
    assert answer.text == "Нового по вашим темам нет. Что было раньше: /catchup. Следующая сводка — завтра, 08:00."


async def test_deliveries_are_receipts_of_the_last_digests(stage: Stage, reader: Person) -> None:
    (answer,) = await reader.say("/deliveries")
    assert answer.text == "Сводок ещё не было. Получить первую сейчас: /digest."
    part = outbox.Draft("сводка", "сводка")
    slot = Slot(local_date=date(2026, 11, 22), at=time(8), due_at=datetime(2026, 11, 22, 3, tzinfo=UTC))
    later = replace(slot, at=time(9))
    now = stage.clock()
    async with stage.database.transaction() as connection:
        subscriber = await subscribers.get(connection, reader.id)
        assert subscriber is not None
        for which, parts in ((slot, [part]), (later, []), (None, [part, part])):
            due_at = which.due_at if which else now
            await digests.record(
                connection,
                NewDigest(subscriber_id=subscriber.id, slot=which, parts=tuple(parts), due_at=due_at),
                now=now,
            )
    (answer,) = await reader.say("/deliveries")
    assert "по вашей просьбе, сегодня, 14:05: 0 сюжетов, отправляется, 0 из 2" in answer.text
    assert "сегодня, 09:00: нового не было, не отправлялась" in answer.text
    async with stage.database.transaction() as connection:
        await digests.record(connection, NewDigest(subscriber_id=subscriber.id, due_at=now), now=now, breaking=True)
    (answer,) = await reader.say("/deliveries")
    assert "срочное, сегодня, 14:05: 0 сюжетов" in answer.text
    async with stage.database.transaction() as connection:
        first, *_ = await outbox.claim(connection, now=now, limit=9, lease=timedelta(minutes=1))
        await outbox.sent(connection, first.id, 1, now=now)
    async with stage.database.transaction() as connection:
        second, *_ = await outbox.claim(connection, now=now, limit=9, lease=timedelta(minutes=1))
        await outbox.fail(connection, second.id, "refused", now=now)
    (answer,) = await reader.say("/deliveries")
    assert "сегодня, 08:00: 0 сюжетов, отправлена в 14:05" in answer.text
    assert "не отправлено сообщений: 1 из 2" in answer.text


async def test_deliveries_say_what_was_late_and_why_and_what_may_have_come_twice(stage: Stage, reader: Person) -> None:
    await reader.say("/follow Китай")
    now = stage.clock()
    troubles = (
        (timedelta(minutes=90), "", timedelta(0)),
        (timedelta(0), "timeout", timedelta(minutes=12)),
        (timedelta(0), "", timedelta(minutes=5)),
        (timedelta(0), "", timedelta(seconds=20)),
    )
    async with stage.database.transaction() as connection:
        subscriber = await subscribers.get(connection, reader.id)
        assert subscriber is not None
        for hour, (composed, trouble, sent) in enumerate(troubles):
            due_at = datetime(2026, 11, 22, hour + 1, tzinfo=UTC)
            slot = Slot(local_date=date(2026, 11, 22), at=time(hour + 6), due_at=due_at)
            part = outbox.Draft("сводка", "сводка")
            entry = NewDigest(subscriber_id=subscriber.id, slot=slot, parts=(part,), due_at=due_at)
            await digests.record(connection, entry, now=due_at + composed)
            if trouble:
                (first,) = await outbox.claim(connection, now=now, limit=9, lease=timedelta(minutes=1))
                await outbox.retry(connection, first.id, now, trouble, uncertain=True)
            (first,) = await outbox.claim(connection, now=now, limit=9, lease=timedelta(minutes=1))
            await outbox.sent_all(connection, [(first.id, 1, reader.id)], due_at + composed + sent)
    (answer,) = await reader.say("/deliveries")
    assert "отправлена в 07:30, позже на 1 ч 30 мин: я не работал или был занят" in answer.text
    assert (
        "отправлена в 07:12, позже на 12 мин: Telegram не принимал сообщения, что-то могло прийти дважды" in answer.text
    )
    assert "отправлена в 08:05, позже на 5 мин: впереди была очередь" in answer.text
    assert answer.text.count("позже") == 3
