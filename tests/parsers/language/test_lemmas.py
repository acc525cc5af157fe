"""Words and their forms: what counts as a word, and which words are forms of one another."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.language import lemmas


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("«Бизнес-форум» в Алматы", ["Бизнес", "форум", "в", "Алматы"]),
        ("рост на 1,082 млрд", ["рост", "на", "1,082", "млрд"]),
        ("АҚШ-тың елшісі", ["АҚШ-тың", "елшісі"]),
        ("2-го этапа АЭС-2", ["2-го", "этапа", "АЭС", "2"]),
        ("China's 5G", ["China's", "5G"]),
        ("中国经济", ["中", "国", "经", "济"]),
        ("😀 <b>&nbsp;</b> _ *", ["b", "nbsp", "b"]),
        ("уда\u0301р и на\u00adука", ["уда\u0301р", "и", "на\u00adука"]),
    ],
)
def test_words_are_found_where_they_stand(text: str, expected: list[str]) -> None:
    found = lemmas.words(text)

    assert [word.text for word in found] == expected
    assert all(text[word.start : word.end] == word.text for word in found)


@given(st.text(max_size=300))
def test_any_text_has_words_with_forms(text: str) -> None:
    for word in lemmas.words(text):
        assert text[word.start : word.end] == word.text
        for language in ("", "ru", "kk", "en"):
            assert lemmas.likely_forms(word.text, language) <= lemmas.forms(word.text, language)
            assert lemmas.normal(word.text, language)
        assert lemmas.fold(lemmas.fold(word.text)) == lemmas.fold(word.text)


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("Ёлка", "елка"),
        ("Кaзахстан", "казахстан"),  # with a Latin a
        ("Аpple", "apple"),  # with a Cyrillic А
        ("iPhone", "iphone"),
        ("уда\u0301р", "удар"),
        ("кoвид19x", "ковид19х"),
        ("й", "й"),
    ],
)
def test_spellings_of_one_word_fold_together(written: str, plain: str) -> None:
    assert lemmas.fold(written) == plain


@pytest.mark.parametrize(
    ("form", "of", "language"),
    [
        ("областях", "область", ""),
        ("Бектеновым", "бектенов", ""),
        ("Конаеве", "конаев", ""),
        ("Костаная", "костанай", ""),
        ("Жетысу", "жетысу", ""),
        ("МИДа", "мид", ""),
        ("США", "сша", ""),
        ("2025-м", "2025", ""),
        ("облысында", "облыс", ""),
        ("балалар", "бала", "kk"),
        ("БҰҰ-ның", "бұұ", ""),
        ("CNN-нің", "cnn", "kk"),
        ("2025-ші", "2025", "kk"),
        ("companies", "compani", "en"),
        ("Häuser", "haus", "de"),
    ],
)
def test_a_form_leads_to_its_word(form: str, of: str, language: str) -> None:
    assert of in lemmas.forms(form, language)


def test_a_rare_reading_is_a_form_but_not_a_likely_one() -> None:
    assert lemmas.forms("банка") == {"банк", "банка"}
    assert lemmas.likely_forms("банка") == {"банк"}


def test_an_abbreviation_is_no_common_word() -> None:
    assert "опека" not in lemmas.forms("ОПЕК")
    assert lemmas.is_acronym("ЕАЭС")
    assert not lemmas.is_acronym("Еаэс")


@pytest.mark.parametrize(
    ("text", "declared", "language"),
    [
        ("Үкімет жаңа бағдарлама қабылдады", "", "kk"),
        ("Үкімет жаңа бағдарлама қабылдады", "ru", "kk"),
        ("Партия «Әділет» провела съезд в Астане, сообщает пресс-служба", "ru", "ru"),
        ("Балалар", "kk", "kk"),
        ("Цены растут", "", ""),
        ("", "en", "en"),
    ],
)
def test_letters_tell_kazakh_from_russian(text: str, declared: str, language: str) -> None:
    assert lemmas.language_of(text, declared) == language


@pytest.mark.parametrize(
    ("word", "language", "normal"),
    [("ракеты", "", "ракета"), ("облысы", "kk", "облысы"), ("markets", "en", "market"), ("Тенге", "", "тенге")],
)
def test_the_normal_form_of_a_word(word: str, language: str, normal: str) -> None:
    assert lemmas.normal(word, language) == normal
