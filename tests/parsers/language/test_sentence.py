"""The first sentence of a lead."""

import pytest

from parsers.language import sentence


@pytest.mark.parametrize(
    ("first", "rest"),
    [
        ("Первое предложение достаточно длинное, чтобы стоять одно.", " Второе."),
        ("Да. Именно так и сказал министр на заседании правительства.", " Конец."),
        ("Об этом в 2026 г. Сообщил глава ведомства А. Б. Иванов в Алматы.", " Ещё."),
        ("Курс составил 512.3 тенге за доллар на утренней сессии KASE.", " Далее."),
        ("«Мы построим дорогу, и она будет хорошей!»", " – Так он ответил. Ещё раз."),
        ("На это потратят 5 млрд. Тенге и ещё сколько-то миллионов сверху?", " Да."),
        ("Без точки в конце", ""),
        ("", ""),
    ],
)
def test_the_first_sentence_survives_abbreviations(first: str, rest: str) -> None:
    assert sentence.first(first + rest) == first
