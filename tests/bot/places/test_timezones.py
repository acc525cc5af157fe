"""Zones by cities, names and points."""

from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.places import build_places, timezones
from bot.places.timezones import UnknownPlaceError


@pytest.mark.parametrize(
    ("written", "zone"),
    [
        ("Алматы", "Asia/Almaty"),
        ("алма-ата", "Asia/Almaty"),
        ("Астана", "Asia/Almaty"),
        ("Нур-Султан", "Asia/Almaty"),
        ("Нұр-Сұлтан", "Asia/Almaty"),
        ("Қарағанды", "Asia/Almaty"),
        ("Шымкент", "Asia/Almaty"),
        ("г. Костанай", "Asia/Qostanay"),
        ("Қостанай қаласы", "Asia/Qostanay"),
        ("Өскемен", "Asia/Almaty"),
        ("Усть-Каменогорск", "Asia/Almaty"),
        ("Ақтау", "Asia/Aqtau"),
        ("Актау", "Asia/Aqtau"),
        ("Уральск", "Asia/Oral"),
        ("Петропавловск", "Asia/Almaty"),
        ("Almaty", "Asia/Almaty"),
        ("Karaganda", "Asia/Almaty"),
        ("Ыстанбұл", "Europe/Istanbul"),
        ("Мәскеу", "Europe/Moscow"),
        ("Питер", "Europe/Moscow"),
        ("Нью-Йорк", "America/New_York"),
        ("new york", "America/New_York"),
        ("São Paulo", "America/Sao_Paulo"),
        ("Sao Paulo", "America/Sao_Paulo"),
        ("Лондон", "Europe/London"),
    ],
)
def test_a_city_has_its_zone_in_three_languages_and_by_old_names(written: str, zone: str) -> None:
    place = timezones.find(written)
    assert (place.zone, place.city) == (zone, written)


@pytest.mark.parametrize(
    ("written", "zone"),
    [
        ("Asia/Almaty", "Asia/Almaty"),
        ("asia/almaty", "Asia/Almaty"),
        ("america/new york", "America/New_York"),
        ("Asia/Calcutta", "Asia/Kolkata"),
        ("Europe/Kiev", "Europe/Kyiv"),
        ("Europe/Stockholm", "Europe/Stockholm"),
        ("US/Eastern", "America/New_York"),
    ],
)
def test_a_zones_name_is_taken_in_any_case_and_an_old_one_becomes_todays(written: str, zone: str) -> None:
    assert timezones.find(written) == timezones.NamedZone(zone=zone)


@pytest.mark.parametrize("written", ["+5", "UTC+5", "GMT-3", "utc +05:30", "мск+2", "Etc/GMT-5", "−5"])
def test_an_offset_is_too_little(written: str) -> None:
    with pytest.raises(UnknownPlaceError) as refusal:
        timezones.find(written)
    assert refusal.value.reason == "timezone-offset"


@pytest.mark.parametrize("written", ["", "Кукуево", "<b>", "|", "\n", "Factory", "х" * 1000, "алматы|астана"])
def test_an_unknown_place_is_refused(written: str) -> None:
    with pytest.raises(UnknownPlaceError) as refusal:
        timezones.find(written)
    assert refusal.value.reason == "timezone-unknown"


@given(st.text(max_size=80))
def test_whatever_is_written_is_a_zone_that_exists_or_refused(written: str) -> None:
    try:
        place = timezones.find(written)
    except UnknownPlaceError:
        return
    assert ZoneInfo(place.zone)


@pytest.mark.parametrize(
    ("latitude", "longitude", "zone"),
    [(43.24, 76.9, "Asia/Almaty"), (52.52, 13.4, "Europe/Berlin"), (43.65, 51.16, "Asia/Aqtau")],
)
def test_a_point_has_a_zone(latitude: float, longitude: float, zone: str) -> None:
    assert timezones.at(latitude, longitude).zone == zone


@pytest.mark.parametrize(("latitude", "longitude"), [(0, 0), (90, 0), (0, -150), (91, 500)])
def test_the_open_sea_and_no_point_at_all_have_none(latitude: float, longitude: float) -> None:
    with pytest.raises(UnknownPlaceError) as refusal:
        timezones.at(latitude, longitude)
    assert refusal.value.reason == "timezone-sea"


def test_every_zone_of_the_file_exists_today() -> None:
    lines = timezones.DATA.read_text(encoding="utf-8").splitlines()[1:]
    assert all(ZoneInfo(timezones.current(zone)) for zone in {line.split("|", 1)[0] for line in lines})


def test_the_file_is_what_its_writer_writes(tmp_path: Path) -> None:
    build_places.main(tmp_path / "places.txt")
    assert (tmp_path / "places.txt").read_text(encoding="utf-8") == timezones.DATA.read_text(encoding="utf-8")
