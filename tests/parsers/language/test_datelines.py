"""Where a report was filed is no place of its event."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.language import datelines


@pytest.mark.parametrize(
    ("filed", "rest"),
    [
        ("МИНСК, 18 ноя - Sputnik. ", "Президент выступил"),
        ("МОСКВА, 18 ноября. /ТАСС/. ", "Глава МИД прибыл"),
        ("МОСКВА, 18 ноября — РИА Новости. ", "Глава МИД прибыл"),
        ("Киев. 18 ноября. УНН. ", "Верховная Рада приняла"),
        ("НУР-СУЛТАН. КАЗИНФОРМ – ", "Глава государства подписал"),
        ("Алматы. 25 ноября. КазТАГ – ", "Акимат объявил"),
        ("Москва. 18 ноября. INTERFAX.RU - ", "Банк повысил ставку"),
        ("КИЕВ. 18 ноября 2019 года. ", "Рада приняла закон"),
        ("LONDON (Reuters) - ", "Oil prices rose"),
        ("BEIJING, Nov. 18 (Xinhua) -- ", "China said"),
        ("ASTANA. Nov 18. Interfax-Kazakhstan - ", "The bank said"),
    ],
)
def test_a_dateline_goes(filed: str, rest: str) -> None:
    assert datelines.without(filed + rest) == rest


@pytest.mark.parametrize(
    "text",
    [
        "Пожар в Алматы, 18 ноября сгорел дом - МЧС.",
        "Президент Беларуси - Лукашенко",
        "Астана, Алматы и Шымкент - города-миллионники",
        "Алматы қаласында 18 қараша - мереке",
        "Москва, 18 ноября 2019 года был суд",
        "МЧС, полиция - на месте",
        "ДТП. Погибли двое - полиция",
        "Трамп (США) - против сделки",
    ],
)
def test_a_sentence_stays(text: str) -> None:
    assert datelines.without(text) == text


@given(st.text(max_size=300))
def test_what_goes_is_at_the_beginning_and_short(text: str) -> None:
    rest = datelines.without(text)
    assert text.endswith(rest)
    assert len(text) - len(rest) <= 200
