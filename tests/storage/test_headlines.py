"""Which member speaks for a story, and in which sentence."""

import pytest

from storage import headlines
from storage.headlines import Voice


def voice(number: int, title: str, *, language: str = "ru", copy: bool = False) -> Voice:
    return Voice(article_id=number, url=f"u{number}", language=language, title=title, text="Текст.", copy=copy)


def test_the_plain_headline_speaks_for_the_story() -> None:
    voices = [
        voice(1, "ШОК! Вот что случилось ночью в Алматы..."),
        voice(2, "В Алматы произошло землетрясение магнитудой 4,7"),
        voice(3, "Землетрясение в Алматы: что известно?"),
    ]
    assert headlines.best(voices).article_id == 2


def test_most_of_the_members_choose_the_language() -> None:
    voices = [
        voice(1, "Алматыда магнитудасы 4,7 жер сілкінісі болды", language="kk"),
        voice(2, "В Алматы произошло землетрясение магнитудой 4,7"),
        voice(3, "Землетрясение магнитудой 4,7 произошло в Алматы"),
    ]
    assert headlines.best(voices).language == "ru"


def test_only_copies_still_have_a_voice() -> None:
    assert headlines.best([voice(1, "Заголовок", copy=True)]).article_id == 1


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("Одно предложение. Второе.", "Одно предложение."),
        ("На ул. Абая в г. Алматы прошёл дождь. Потом снег.", "На ул. Абая в г. Алматы прошёл дождь."),
        ("Глава А. Иванов уехал! Всё.", "Глава А. Иванов уехал!"),
        ("«Мы рады». Так сказал мэр.", "«Мы рады»."),
        ("без точки", "без точки"),
        ("", ""),
    ],
)
def test_the_first_sentence_ends_where_a_reader_would_end_it(text: str, first: str) -> None:
    assert headlines.sentence(text) == first


def test_an_endless_sentence_is_cut_at_a_word() -> None:
    cut = headlines.sentence("слово " * 200)
    assert cut.endswith("слово…")
    assert len(cut) <= 301
