"""Which member speaks for a story, and in which sentence."""

import pytest

from storage.stories.clustering import headlines
from storage.stories.clustering.headlines import Voice


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


def told(number: int, title: str, text: str, *, language: str = "ru", copy: bool = False) -> Voice:
    return Voice(article_id=number, url=f"u{number}", language=language, title=title, text=text, copy=copy)


BUS = (
    told(1, "14 пострадавших: автобус опрокинулся в гололед", "Происшествие случилось утром на трассе в области."),
    told(2, "Автобус перевернулся под Талдыкорганом", "Автобус Алматы – Талдыкорган опрокинулся из-за гололеда утром."),
    told(
        3,
        "Опрокинулся рейсовый автобус",
        "Он был полон. Рейсовый автобус опрокинулся на трассе, пострадали 14 человек.",
    ),
)


def test_the_sentence_most_like_the_other_accounts_sums_a_story_up() -> None:
    assert headlines.summary(BUS, BUS[0]) == "Автобус Алматы – Талдыкорган опрокинулся из-за гололеда утром."


def test_one_account_or_two_are_summed_up_by_the_first_sentence_of_their_speaker() -> None:
    assert headlines.summary(BUS[:1], BUS[0]) == "Происшествие случилось утром на трассе в области."
    assert headlines.summary(BUS[:2], BUS[0]) == "Происшествие случилось утром на трассе в области."


def test_a_sentence_that_leans_on_another_or_shouts_sums_nothing_up() -> None:
    leaning = told(4, "Автобус опрокинулся", "При этом автобус Алматы – Талдыкорган опрокинулся в гололед на трассе.")
    loud = told(5, "Автобус опрокинулся", "ШОК: автобус Алматы – Талдыкорган опрокинулся из-за гололеда на трассе!")
    foreign = told(6, "Bus", "The bus Almaty – Taldykorgan overturned on the icy road this morning.", language="en")
    chosen = headlines.summary((*BUS[:2], leaning, loud, foreign), BUS[0])
    assert chosen == "Автобус Алматы – Талдыкорган опрокинулся из-за гололеда утром."


def test_where_no_sentence_will_do_the_first_one_does() -> None:
    voices = [told(number, f"Заголовок {number}", "Коротко. Да.") for number in range(3)]
    assert headlines.summary(voices, voices[1]) == "Коротко."
    empty = [told(number, "", "") for number in range(3)]
    assert headlines.summary(empty, empty[0]) == ""


def test_sentences_come_in_order_and_whole() -> None:
    assert headlines.sentences("На ул. Абая дождь.  Потом снег! И всё") == [
        "На ул. Абая дождь.",
        "Потом снег!",
        "И всё",
    ]
