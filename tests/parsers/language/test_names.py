"""Names across alphabets and cases."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.language import names


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Қытай", "Китай"),
        ("Тоқаев", "Tokayev"),
        ("полиция", "policiya"),
        ("Максим", "Maxim"),
        ("ёлка", "ЕЛКА"),
        ("Китaй", "Китай"),
        ("Аlmaty", "Almaty"),
        ("щит", "shchit"),
        ("Россия", "Rossija"),
    ],
)
def test_a_word_folds_the_same_in_any_alphabet(one: str, other: str) -> None:
    assert names.fold(one) == names.fold(other)


@pytest.mark.parametrize(
    "forms",
    [
        "Султангазиев Султангазиева Султангазиеву Султангазиевым Султангазиеве",
        "Китай Китая Китаю Китаем Китае",
        "Астана Астаны Астане Астану Астаной",
        "Россия России Россию Россией",
        "Тоқаев Тоқаевтың Тоқаевқа",
        "Вадим Вадима Вадимом",
    ],
)
def test_case_endings_fall_off(forms: str) -> None:
    assert len({names.stem(form) for form in forms.split()}) == 1


def test_a_person_is_one_in_any_case_order_and_with_a_patronymic() -> None:
    keys = {
        names.person_key(label)
        for label in (
            "Султангазиев Марат",
            "Марат Султангазиев",
            "Маратом Султангазиевым",
            "Марата Есентугеловича Султангазиева",
        )
    }
    assert keys == {"марат султангазиев"}


def test_capitalised_runs_are_names_unless_they_open_a_sentence() -> None:
    found = names.found("В Пекине прошел вечер. Делегация во главе с Маратом Султангазиевым посетила YTO Express.")

    assert [(name.text, name.certain, name.person) for name in found] == [
        ("Пекине", True, False),
        ("Делегация", False, False),
        ("Маратом Султангазиевым", True, True),
        ("YTO Express", True, False),
    ]


def test_an_initial_goes_with_its_surname() -> None:
    (name,) = names.found("вчера об этом сказал А. Иванов")
    assert name.text == "А. Иванов"


@pytest.mark.parametrize("text", ["ВСЁ НАПИСАНО ЗАГЛАВНЫМИ БУКВАМИ", "Every Word Is Capital Here Today"])
def test_a_text_that_capitalises_everything_names_nobody(text: str) -> None:
    assert names.found(text) == ()


@given(st.text(max_size=60))
def test_any_text_folds_and_folding_again_changes_nothing_lost(text: str) -> None:
    for name in names.found(text):
        assert name.text in text
    assert isinstance(names.person_key(text), str)
    assert isinstance(names.stem(text), str)


@given(st.text(alphabet="аЯёҚʼ'’9²_ -A1\u0301字𝐊😀", max_size=40))
def test_words_are_runs_of_letters_that_apostrophes_join(text: str) -> None:
    assert names.spelled(text) == re.findall(r"[^\W\d_]+(?:['’ʼ`][^\W\d_]+)*", text)
    assert all(name.text[0].isupper() for name in names.found(text))
