"""Timetables as people write them, in three languages."""

from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.schedule import timetable, timetable_parser
from bot.schedule.timetable_lexer import TimetableSyntaxError
from storage.model import TimetableEntry

DAILY = "0123456"
WORKING = "01234"
WEEKEND = "56"


def shown(text: str) -> str:
    """Write a timetable's entries as "HH:MM/weekdays", Monday being 0."""
    return " ".join(
        f"{entry.at:%H:%M}/{''.join(str(day) for day in sorted(entry.weekdays))}"
        for entry in timetable_parser.parse(text)
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("8:00", f"08:00/{DAILY}"),
        ("08:00 19:30", f"08:00/{DAILY} 19:30/{DAILY}"),
        ("19:30, 8", f"08:00/{DAILY} 19:30/{DAILY}"),
        ("0830", f"08:30/{DAILY}"),
        ("8.05", f"08:05/{DAILY}"),
        ("8：30", f"08:30/{DAILY}"),
        ("будни 9:15", f"09:15/{WORKING}"),
        ("9:15 по будням", f"09:15/{WORKING}"),
        ("по рабочим дням в 9:15", f"09:15/{WORKING}"),
        ("пн, ср 7:45", "07:45/02"),
        ("По понедельникам и средам в 7:45", "07:45/02"),
        ("по выходным в 10", f"10:00/{WEEKEND}"),
        ("каждый день в 8", f"08:00/{DAILY}"),
        ("каждую пятницу в 18:00", "18:00/4"),
        ("каждое утро в 8", f"08:00/{DAILY}"),
        ("каждый вечер в 8", f"20:00/{DAILY}"),
        ("ежедневно 8:00", f"08:00/{DAILY}"),
        ("9 утра", f"09:00/{DAILY}"),
        ("в 7:30 вечера", f"19:30/{DAILY}"),
        ("утром в 8 и вечером в 7", f"08:00/{DAILY} 19:00/{DAILY}"),
        ("в 2 часа дня", f"14:00/{DAILY}"),
        ("в 12 ночи", f"00:00/{DAILY}"),
        ("в полдень", None),
        ("полдень", f"12:00/{DAILY}"),
        ("пн-пт 8:00", f"08:00/{WORKING}"),
        ("пт–пн 8:00", "08:00/0456"),
        ("с понедельника по четверг в 8:00", "08:00/0123"),
        ("8:00 по будням, 10:00 по выходным", f"08:00/{WORKING} 10:00/{WEEKEND}"),
        ("будни 8:00, 19:00; сб 10:00", f"08:00/{WORKING} 10:00/5 19:00/{WORKING}"),
        ("будни 8:00 выходные 8:00", f"08:00/{DAILY}"),
        ("8:00\nбудни 9:00", f"08:00/{DAILY} 09:00/{WORKING}"),
        ("күн сайын 08:00", f"08:00/{DAILY}"),
        ("күн сайын сағат 8-де", f"08:00/{DAILY}"),
        ("жұмыс күндері 9:15", f"09:15/{WORKING}"),
        ("демалыс күндері 10:00", f"10:00/{WEEKEND}"),
        ("дүйсенбі, сәрсенбі 7:45", "07:45/02"),
        ("дүйсенбіден жұмаға дейін 8:00", f"08:00/{WORKING}"),
        ("әр жұма кешкі 7", "19:00/4"),
        ("сенбі сайын таңғы 9:30", "09:30/5"),
        ("weekdays 9:15", f"09:15/{WORKING}"),
        ("8am", f"08:00/{DAILY}"),
        ("8:30 p.m.", f"20:30/{DAILY}"),
        ("12 am", f"00:00/{DAILY}"),
        ("every day at 8", f"08:00/{DAILY}"),
        ("8 in the morning", f"08:00/{DAILY}"),
        ("Mon to Thu 7:45 and weekends at noon", f"07:45/0123 12:00/{WEEKEND}"),
        ("every Friday at 8 o’clock", "08:00/4"),
        ("8 00", f"08:00/{DAILY}"),
        ("8 30", f"08:30/{DAILY}"),
        ("08 00 19 30", f"08:00/{DAILY} 19:30/{DAILY}"),
        ("пн-пт 9 05", f"09:05/{WORKING}"),
        ("8,00", f"08:00/{DAILY}"),
        ("7,30 и 19,45", f"07:30/{DAILY} 19:45/{DAILY}"),
        ("8,20", f"08:00/{DAILY} 20:00/{DAILY}"),
        ("7,8,9", f"07:00/{DAILY} 08:00/{DAILY} 09:00/{DAILY}"),
        ("8, 00", f"00:00/{DAILY} 08:00/{DAILY}"),
        ("8\u202f00", f"08:00/{DAILY}"),
        ("8\u200900 20\u200930", f"08:00/{DAILY} 20:30/{DAILY}"),
        ("\u200e8:00\u200b", f"08:00/{DAILY}"),
        ("8:\u206000", f"08:00/{DAILY}"),
        ("8:00!", f"08:00/{DAILY}"),
        ("раз в день в 9", f"09:00/{DAILY}"),
        ("три раза в день: 8, 12 и 20", f"08:00/{DAILY} 12:00/{DAILY} 20:00/{DAILY}"),
        ("по будням 2 раза в день в 8 и 19", f"08:00/{WORKING} 19:00/{WORKING}"),
        ("күніне екі рет 8:00 20:00", f"08:00/{DAILY} 20:00/{DAILY}"),
        ("twice a day at 8am and 8pm", f"08:00/{DAILY} 20:00/{DAILY}"),
        ("8-30", f"08:30/{DAILY}"),
        ("в 8-15 и 20-00", f"08:15/{DAILY} 20:00/{DAILY}"),
        ("weekdays 8–30", f"08:30/{WORKING}"),
        ("8 часов 30 минут", f"08:30/{DAILY}"),
        ("8ч30", f"08:30/{DAILY}"),
        ("8ч30м", f"08:30/{DAILY}"),
        ("8h30m", f"08:30/{DAILY}"),
        ("8 сағат 30 минут", f"08:30/{DAILY}"),
        ("сағат 8 сағат 20", f"08:00/{DAILY} 20:00/{DAILY}"),
        ("10 10", f"10:10/{DAILY}"),
        ("20 20", f"20:20/{DAILY}"),
        ("8h30", f"08:30/{DAILY}"),
        ("8 30 pm", f"20:30/{DAILY}"),
        ("сағат 8 30-да", f"08:30/{DAILY}"),
        ("8 19", f"08:00/{DAILY} 19:00/{DAILY}"),
        ("08 09", f"08:00/{DAILY} 09:00/{DAILY}"),
        ("8 20 22", f"08:00/{DAILY} 20:00/{DAILY} 22:00/{DAILY}"),
        ("каждый день в 2 часа", f"02:00/{DAILY}"),
        ("күн сайын сағат 8", f"08:00/{DAILY}"),
    ],
)
def test_a_timetable_is_read_as_it_is_meant(text: str, expected: str | None) -> None:
    assert shown(text) == (expected or f"12:00/{DAILY}")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("каждые 2 часа", "каждые 2 часа"),
        ("каждый час", "каждый час"),
        ("присылай каждые полчаса", "каждые полчаса"),
        ("каждые два часа с 8 до 20", "каждые два часа"),
        ("раз в 3 часа", "раз в 3 часа"),
        ("раз в час", "раз в час"),
        ("каждые 30 минут", "каждые 30 минут"),
        ("ежечасно", "ежечасно"),
        ("әр 3 сағат сайын", "әр 3 сағат сайын"),
        ("әр сағат сайын", "әр сағат сайын"),
        ("екі сағат сайын", "екі сағат сайын"),
        ("әр екі сағатта", "әр екі сағатта"),
        ("30 минут сайын", "30 минут сайын"),
        ("every 2 hours", "every 2 hours"),
        ("Every hour", "Every hour"),
        ("every two hours from 8", "every two hours"),
        ("every other hour", "every other hour"),
        ("every half an hour", "every half an hour"),
        ("once an hour", "once an hour"),
        ("hourly", "hourly"),
        ("каждый второй час", "каждый второй час"),
        ("каждый 2-й час", "каждый 2-й час"),
        ("каждые 2-3 часа", "каждые 2-3 часа"),
        ("по 2 часа", "по 2 часа"),
        ("через 3 часа", "через 3 часа"),
        ("every 2nd hour", "every 2nd hour"),
        ("3 сағатта бір", "3 сағатта бір"),
        ("два раза в день", "два раза в день"),
        ("2 раза за сутки", "2 раза за сутки"),
        ("күніне үш рет", "күніне үш рет"),
        ("twice a day", "twice a day"),
        ("three times per day", "three times per day"),
    ],
)
def test_an_interval_is_no_timetable_and_named_as_such(text: str, found: str) -> None:
    with pytest.raises(TimetableSyntaxError) as caught:
        timetable_parser.parse(text)
    assert (caught.value.reason, caught.value.found) == ("schedule-interval", found)
    assert text[caught.value.position :].startswith(found)


@pytest.mark.parametrize(
    ("text", "reason", "position", "found"),
    [
        ("", "schedule-no-time", 0, ""),
        ("   ", "schedule-no-time", 0, ""),
        ("25:99", "schedule-bad-time", 0, "25:99"),
        ("будни 24:00", "schedule-bad-time", 6, "24:00"),
        ("123", "schedule-bad-time", 0, "123"),
        ("13 pm", "schedule-bad-time", 3, "pm"),
        ("завтра 8:00", "schedule-bad-word", 0, "завтра"),
        ("8:00 <b>", "schedule-bad-word", 5, "<"),
        ("8:00 🕗", "schedule-bad-word", 5, "🕗"),
        ("будни", "schedule-no-time", 0, "будни"),
        ("8:00, будни 9:00", "schedule-bad-word", 12, "9:00"),
        ("пн- 8:00", "schedule-bad-word", 2, "-"),
        ("пн-", "schedule-bad-word", 2, "-"),
        ("- 8:00", "schedule-bad-word", 0, "-"),
        ("будни-сб 8:00", "schedule-bad-word", 6, "сб"),
        ("жұма дейін 8:00", "schedule-bad-word", 5, "дейін"),
        ("кешкі", "schedule-bad-word", 0, "кешкі"),
        ("8" * 600, "schedule-too-many", 500, ""),
        (" ".join(f"{hour}:00" for hour in range(13)), "schedule-too-many", 0, ""),
    ],
)
def test_what_cannot_be_read_is_pointed_at(text: str, reason: str, position: int, found: str) -> None:
    with pytest.raises(TimetableSyntaxError) as caught:
        timetable_parser.parse(text)
    assert (caught.value.reason, caught.value.position, caught.value.found) == (reason, position, found)


_WORDS = st.sampled_from(
    (
        *(
            "пн",
            "ср-пт",
            "будни",
            "выходные",
            "каждый",
            "день",
            "с",
            "по",
            "до",
            "8",
            "08:00",
            "19.30",
            "25:00",
            "утра",
        ),
        *("вечера", "кешкі", "сайын", "күн", "дейін", "pm", "am", "noon", "-", "–", ";", ",", "every"),
    )
)


def read(text: str) -> tuple[TimetableEntry, ...] | TimetableSyntaxError:
    try:
        return timetable_parser.parse(text)
    except TimetableSyntaxError as error:
        return error


@given(st.one_of(st.text(max_size=40), st.lists(_WORDS, max_size=9).map(" ".join)))
def test_any_text_is_read_or_refused_with_a_place_in_it(text: str) -> None:
    answer = read(text)
    if isinstance(answer, TimetableSyntaxError):
        assert answer.reason.startswith("schedule-")
        assert text[answer.position : answer.position + len(answer.found)] == answer.found
    else:
        assert 0 < len(answer) <= timetable_parser.MAX_TIMES
        assert all(entry.weekdays for entry in answer)


_MINUTES = st.times().map(lambda moment: moment.replace(second=0, microsecond=0))
_ENTRIES = st.builds(
    lambda at, weekdays: TimetableEntry(at=at, weekdays=weekdays),
    _MINUTES,
    st.frozensets(st.integers(0, 6), min_size=1),
)


@given(st.lists(_ENTRIES, min_size=1, max_size=timetable_parser.MAX_TIMES), st.sampled_from(["ru", "kk", "en"]))
def test_what_is_written_reads_back_the_same(entries: list[TimetableEntry], language: str) -> None:
    assert timetable_parser.parse(timetable_parser.write(entries, language)) == timetable.merge(entries)


def test_a_timetable_is_written_in_the_readers_language() -> None:
    entries = timetable_parser.parse("будни 9:15; сб 10:00, 12:00; вт-чт 7:00")
    assert timetable_parser.write(entries, "ru") == "по будням в 09:15; вт–чт в 07:00; сб в 10:00 и 12:00"
    assert (
        timetable_parser.write(entries, "kk")
        == "жұмыс күндері сағат 09:15; сс–бс сағат 07:00; сб сағат 10:00 және 12:00"
    )
    assert timetable_parser.write(entries, "en") == "weekdays at 09:15; Tue–Thu at 07:00; Sat at 10:00 and 12:00"
    assert timetable_parser.write((TimetableEntry(at=time(8)),), "ru") == "каждый день в 08:00"


def _guessed(text: str) -> str:
    return timetable_parser.write(timetable_parser.parse(text, usual=True), "ru")


@pytest.mark.parametrize(
    ("expected", "written"),
    [
        ("каждый день в 08:00", ("каждое утро", "по утрам", "таң сайын", "every morning", "mornings")),
        ("каждый день в 19:00", ("вечером", "по вечерам", "кешке", "in the evening")),
        ("каждый день в 09:00", ("раз в день", "ежедневно", "күн сайын", "once a day", "daily")),
        ("каждый день в 08:00 и 19:00", ("утром и вечером", "дважды в день", "күніне екі рет", "two times a day")),
        ("вс в 09:00", ("раз в неделю", "по воскресеньям", "аптасына бір рет", "жексенбі сайын", "on Sundays")),
        ("пт в 19:00", ("в пятницу вечером", "вечером в пятницу", "жұма кешке", "Friday evening")),
        ("вс в 19:00", ("раз в неделю в воскресенье вечером", "once a week on Sunday evening")),
    ],
)
def test_days_and_parts_of_them_without_an_hour_have_the_usual_ones(expected: str, written: tuple[str, ...]) -> None:
    assert {text: _guessed(text) for text in written} == dict.fromkeys(written, expected)
    for text in written:
        with pytest.raises(TimetableSyntaxError):
            timetable_parser.parse(text)


@pytest.mark.parametrize(
    ("expected", "written"),
    [
        ("каждый день в 08:30", ("в половине девятого", "полдевятого", "half past eight", "сегіз жарымда")),
        ("каждый день в 20:30", ("в половине девятого вечера", "half past eight pm", "кешкі сегіз жарым")),
        ("каждый день в 08:45", ("без четверти девять", "quarter to nine", "8:45")),
        ("каждый день в 12:30", ("половина первого", "half past twelve", "он екі жарым")),
        ("каждый день в 08:00", ("в восемь", "восемь утра", "at eight", "eight o'clock", "сегізде", "сағат сегізде")),
        ("каждый день в 11:00", ("в одиннадцать", "at eleven", "он бірде")),
        ("по будням в 09:00", ("по будням в девять", "weekdays at nine", "жұмыс күндері тоғызда")),
        ("пн–сб в 09:00", ("кроме воскресенья 9:00", "9:00 кроме вс", "every day at 9 except Sundays",
                           "каждый день, кроме воскресенья, в 9", "жексенбіден басқа күн сайын 9:00")),
        ("по будням в 09:00", ("кроме субботы и воскресенья в 9", "сенбі мен жексенбіден басқа 9:00")),
        ("каждый день в 08:00", ("присылай сводку каждый день в 8", "send me the digest every day at 8")),
    ],
)  # fmt: skip
def test_hours_and_exceptions_are_read_as_they_are_said(expected: str, written: tuple[str, ...]) -> None:
    read = {text: timetable_parser.write(timetable_parser.parse(text), "ru") for text in written}
    assert read == dict.fromkeys(written, expected)


@pytest.mark.parametrize("text", ["Китай", "раз", "два", "пол", "в неделю мода", "вечеринка", "on a boat", "Нурлан"])
def test_other_words_are_no_timetable_even_by_guess(text: str) -> None:
    with pytest.raises(TimetableSyntaxError):
        timetable_parser.parse(text, usual=True)
