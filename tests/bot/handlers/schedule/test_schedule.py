"""Timetables and zones, as a reader sets them."""

from __future__ import annotations

from datetime import time
from typing import TYPE_CHECKING

import pytest

from bot.schedule import timetable_parser
from storage.model import Subscriber
from storage.subscribers import subscribers

if TYPE_CHECKING:
    from bot.demo.telegram.people import Person
    from tests.bot.conftest import Stage


async def _subscriber(stage: Stage, person: Person) -> Subscriber:
    async with stage.database.read() as connection:
        found = await subscribers.get(connection, person.id)
    assert found is not None
    return found


IN_FREE_WORDS = [
    ("ru", "8:00", "Сводка: каждый день в 08:00.\nСледующая — завтра, 08:00 (Алматы, UTC+5)."),
    ("ru", "08:00 19:30", "Сводка: каждый день в 08:00 и 19:30.\nСледующая — сегодня, 19:30 (Алматы, UTC+5)."),
    ("ru", "будни 9:15", "Сводка: по будням в 09:15.\nСледующая — завтра, 09:15 (Алматы, UTC+5)."),
    ("ru", "вт,ср 7:45", "Сводка: вт, ср в 07:45.\nСледующая — вторник, 24 ноября, 07:45 (Алматы, UTC+5)."),
    ("ru", "каждый день в 8", "Сводка: каждый день в 08:00.\nСледующая — завтра, 08:00 (Алматы, UTC+5)."),
    ("kk", "жұмыс күндері 9:15", "Шолу уақыты: жұмыс күндері сағат 09:15.\nКелесісі — ертең, 09:15 (Алматы, UTC+5)."),
    ("en", "weekdays 9:15", "Digest: weekdays at 09:15.\nThe next one comes tomorrow, 09:15 (Almaty, UTC+5)."),
]


async def test_a_timetable_is_set_in_free_words(stage: Stage) -> None:
    for user_id, (language, written, answered) in enumerate(IN_FREE_WORDS, start=20):
        reader = stage.person(user_id, language)
        (answer,) = await reader.say(f"/schedule {written}")
        assert answer.text == answered
        assert (await _subscriber(stage, reader)).next_due_at is not None


async def test_an_impossible_time_is_refused_with_the_possible_ones(stage: Stage, reader: Person) -> None:
    for written in ("25:99", "8:61", "99", "24:00"):
        (answer,) = await reader.say(f"/schedule {written}")
        assert f"«{written}» не бывает" in answer.text
    assert (await _subscriber(stage, reader)).timetable == ()


async def test_what_is_no_timetable_is_refused_with_an_example(stage: Stage, reader: Person) -> None:
    for written in ("завтра утром", "<b>8", "🕗", "x" * 900, "שעה שמונה"):
        (answer,) = await reader.say(f"/schedule {written}")
        assert "/schedule 8:00" in answer.text or "Больше 12" in answer.text
    assert (await _subscriber(stage, reader)).timetable == ()


async def test_the_usual_times_are_buttons(stage: Stage, reader: Person) -> None:
    await reader.say("/schedule")
    (answer,) = await reader.tap("08:00 + 19:00")
    assert "08:00 и 19:00" in answer.text
    assert [entry.at for entry in (await _subscriber(stage, reader)).timetable] == [time(8), time(19)]
    await reader.say("/schedule")
    await reader.tap("по будням")
    assert (await _subscriber(stage, reader)).timetable[0].weekdays == frozenset(range(5))


async def test_a_timetable_can_be_taken_away(stage: Stage, reader: Person) -> None:
    await reader.say("/schedule 8:00")
    await reader.say("/schedule")
    (answer,) = await reader.tap("Без расписания")
    assert "/digest" in answer.text
    assert (await _subscriber(stage, reader)).next_due_at is None


async def test_a_timetable_set_during_a_pause_waits_for_its_end(stage: Stage, reader: Person) -> None:
    await reader.say("/pause")
    (answer,) = await reader.say("/schedule 8:00")
    assert "/resume" in answer.text
    assert (await _subscriber(stage, reader)).next_due_at is None
    (answer,) = await reader.say("/schedule")
    assert "пауза" in answer.text


async def test_the_first_timetable_brings_the_first_digest_at_once(stage: Stage, reader: Person) -> None:
    await reader.say("/follow Китай")
    answers = await reader.say("/schedule 8:00")
    assert "уже собрана" in answers[-1].text
    assert stage.asked == [reader.id]
    await reader.say("/schedule 9:00")
    assert stage.asked == [reader.id]


async def test_a_forged_button_of_times_is_answered(stage: Stage, reader: Person) -> None:
    from bot.keyboards import TimesTap

    await reader.say("/schedule")
    forged = ("times:2599:127", f"times:{2**63}:1", "times:08001:1", "times:x:y")
    for data in (*forged, TimesTap(times="0800", days=0).pack()):
        await stage.press(reader, data)
        assert "старого сообщения" in reader.toasts[-1].text
    assert (await _subscriber(stage, reader)).timetable == ()


async def test_a_zone_is_set_by_a_city_or_its_name(stage: Stage, reader: Person) -> None:
    await reader.say("/schedule 8:00")
    places = {
        "Караганда": ("Asia/Almaty", "Алматы, UTC+5 (Караганда)"),
        "London": ("Europe/London", "Лондон, UTC"),
        "asia/calcutta": ("Asia/Kolkata", "Kolkata, UTC+5:30"),
        "мск": ("Europe/Moscow", "Москва, UTC+3"),
        "Алма-Ата": ("Asia/Almaty", "Алматы, UTC+5"),
        "Қазақстан": ("Asia/Almaty", "Алматы, UTC+5"),
        "Германия": ("Europe/Berlin", "Берлин, UTC+1"),
    }
    for written, (zone, shown) in places.items():
        (answer,) = await reader.say(f"/timezone {written}")
        assert shown in answer.text
        assert "Следующая сводка — завтра, 08:00" in answer.text
        assert (await _subscriber(stage, reader)).zone == zone


@pytest.mark.parametrize(
    ("written", "city", "zone"),
    [
        ("Караганта", "Караганда", "Asia/Almaty"),
        ("Актобэ", "Актобе", "Asia/Aqtobe"),
        ("Bishkeek", "Bishkek", "Asia/Bishkek"),
        ("Қостанйа", "Қостанай", "Asia/Qostanay"),
    ],
)
async def test_a_mistyped_city_is_asked_about(stage: Stage, reader: Person, written: str, city: str, zone: str) -> None:
    (answer,) = await reader.say(f"/timezone {written}")
    assert f"Может быть, {city}" in answer.text
    await reader.tap(f"Да, {city}")
    assert (await _subscriber(stage, reader)).zone == zone


async def test_a_country_of_many_zones_is_asked_for_a_city(stage: Stage, reader: Person) -> None:
    (answer,) = await reader.say("/timezone Россия")
    assert "В этой стране (Россия) часы показывают разное время" in answer.text
    assert "Москва" in answer.labels


async def test_an_hour_of_one_day_is_offered_every_day_or_now(stage: Stage, reader: Person) -> None:
    (answer,) = await reader.say("сегодня в 9 утра")
    assert answer.labels == ("Каждый день", "Сводка сейчас")
    (answer,) = await reader.tap("Каждый день")
    assert "каждый день в 09:00" in answer.text


async def test_a_city_nobody_knows_changes_nothing(stage: Stage, reader: Person) -> None:
    (answer,) = await reader.say("/timezone Кукуево <b>")
    assert "«Кукуево <b>»" in answer.text
    assert (await _subscriber(stage, reader)).zone == "Asia/Almaty"


async def test_an_offset_is_explained_to_be_too_little(stage: Stage, reader: Person) -> None:
    (answer,) = await reader.say("/timezone UTC+5")
    assert "мало" in answer.text
    assert (await _subscriber(stage, reader)).zone == "Asia/Almaty"


async def test_a_zone_is_set_by_a_citys_button(stage: Stage, reader: Person) -> None:
    await reader.say("/timezone")
    (answer,) = await reader.tap("Берлин")
    assert "Берлин, UTC+1" in answer.text
    assert (await _subscriber(stage, reader)).zone == "Europe/Berlin"


async def test_a_location_gives_its_zone_and_is_not_kept(stage: Stage, reader: Person) -> None:
    await reader.say("/timezone")
    await reader.tap("Отправить геопозицию")
    (answer,) = await reader.share_location(55.75, 37.62)
    assert "Москва, UTC+3" in answer.text
    assert "не храню" in answer.text
    assert (await _subscriber(stage, reader)).zone == "Europe/Moscow"


async def test_a_location_at_sea_is_answered(stage: Stage, reader: Person) -> None:
    (answer,) = await reader.share_location(0, -150)
    assert "Напишите город" in answer.text


async def test_a_forged_button_of_a_zone_is_answered(stage: Stage, reader: Person) -> None:
    from bot.keyboards import ZoneTap

    await reader.say("/timezone")
    await stage.press(reader, ZoneTap(zone="Mars/Base", city="almaty").pack())
    assert "старого сообщения" in reader.toasts[-1].text
    assert (await _subscriber(stage, reader)).zone == "Asia/Almaty"


@pytest.mark.parametrize("text", ["каждые 2 часа", "каждые 2 часа, пожалуйста", "әр 3 сағат сайын", "every 2 hours"])
async def test_an_interval_in_plain_words_is_answered_with_hours(reader: Person, text: str) -> None:
    (answer,) = await reader.say(text)
    assert "это промежуток" in answer.text
    assert "08:00" in answer.labels


@pytest.mark.parametrize(
    ("text", "expected"),
    [("8 00", "08:00"), ("8-30", "08:30"), ("8:30", "08:30"), ("8am", "08:00"), ("20 20", "20:20")],
)
async def test_a_time_in_plain_words_is_offered_as_the_timetable(
    stage: Stage, reader: Person, text: str, expected: str
) -> None:
    (answer,) = await reader.say(text)
    assert f"каждый день в {expected}" in answer.text
    assert (await _subscriber(stage, reader)).timetable == ()
    await reader.tap("Так и присылать", message=answer)
    (entry,) = (await _subscriber(stage, reader)).timetable
    assert f"{entry.at:%H:%M}" == expected


@pytest.mark.parametrize("text", ["2026", "112", "каждый час важен"])
async def test_other_words_about_time_are_topics(reader: Person, text: str) -> None:
    (answer,) = await reader.say(text)
    assert answer.text.startswith("Следить за темой")


@pytest.mark.parametrize(
    ("command", "text", "expected"),
    [
        ("/schedule ", "пн", "пн в 09:00"),
        ("/schedule ", "утром и вечером", "каждый день в 08:00 и 19:00"),
        ("", "раз в неделю в воскресенье", "вс в 09:00"),
        ("", "кроме воскресенья 9:00", "пн–сб в 09:00"),
        ("", "в половине девятого", "каждый день в 08:30"),
    ],
)
async def test_hours_in_words_are_asked_about_before_they_hold(
    stage: Stage, reader: Person, command: str, text: str, expected: str
) -> None:
    (answer,) = await reader.say(command + text)
    assert f"Присылать сводку так: {expected}?" in answer.text
    assert (await _subscriber(stage, reader)).timetable == ()
    await reader.tap("Так и присылать")
    assert timetable_parser.write((await _subscriber(stage, reader)).timetable, "ru") == expected


async def test_a_day_alone_may_be_a_topic_too(stage: Stage, reader: Person) -> None:
    (answer,) = await reader.say("воскресенье")
    assert answer.labels == ("Так и присылать", "Другое время", "Следить: воскресенье")
    (answer,) = await reader.tap("Следить: воскресенье")
    assert "Слежу за темой «воскресенье»" in answer.text


@pytest.mark.parametrize("word", ["off", "нет", "жоқ"])
async def test_a_timetable_is_removed_by_a_word_and_brought_back_by_a_button(
    stage: Stage, reader: Person, word: str
) -> None:
    await reader.say("/schedule будни 9:15")
    (answer,) = await reader.say(f"/schedule {word}")
    assert answer.text.startswith("Расписание убрано")
    assert (await _subscriber(stage, reader)).timetable == ()
    await reader.tap("Вернуть расписание")
    assert timetable_parser.write((await _subscriber(stage, reader)).timetable, "ru") == "по будням в 09:15"
