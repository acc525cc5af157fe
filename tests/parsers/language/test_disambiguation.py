"""Words with several normal forms: their neighbours say which it is."""

import pytest

from parsers.language import disambiguation, lemmas


@pytest.mark.parametrize(
    ("text", "word", "forms"),
    [
        ("Из прочной стали сделали мост", "стали", {"сталь"}),
        ("Экспорт стали в Китай", "стали", {"сталь"}),
        ("Цены стали выше", "стали", {"стать"}),
        ("Они стали чемпионами", "стали", {"стать"}),
        ("Клиенты банка довольны", "банка", {"банк"}),
        ("Банки снижают ставки", "Банки", {"банк"}),
        ("Упал в стеклянную банку", "банку", {"банка"}),
        ("Иск к банку отклонен", "банку", {"банк"}),
        ("Дорогой подарок вручили школе", "Дорогой", {"дорогой"}),
        ("Ехали новой дорогой", "дорогой", {"дорога"}),
        ("Рыболовная путина завершена", "путина", {"путина"}),
        ("Встреча Путина с Эрдоганом", "Путина", {"путин"}),
        ("Лука Модрич забил гол", "Лука", {"лука"}),
        ("С премьер-министром встретились", "премьер", None),
        ("Доволен ли он", "он", None),
    ],
)
def test_neighbours_settle_what_a_word_is(text: str, word: str, forms: set[str] | None) -> None:
    words = lemmas.words(text)
    number = [each.text for each in words].index(word)

    assert disambiguation.settle(text, words).get(number) == forms


def test_a_rare_subject_is_kept_beside_what_is_common() -> None:
    text = "На столе стояла банка меда"

    assert disambiguation.settle(text, lemmas.words(text))[3] == {"банк", "банка"}


def test_a_capital_where_none_is_due_may_be_a_name() -> None:
    text = "В суд вызвали Маска и его жену"

    assert "маск" in disambiguation.settle(text, lemmas.words(text))[3]


def test_capitals_tell_nothing_where_all_are() -> None:
    text = "ПУТИНА НАЧАЛАСЬ"

    assert disambiguation.settle(text, lemmas.words(text))[0] >= {"путина"}
