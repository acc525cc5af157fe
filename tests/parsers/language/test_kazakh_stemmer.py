"""Kazakh endings: what a word may be a form of, and what it only looks like."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.language import kazakh_stemmer


@pytest.mark.parametrize(
    ("form", "stem"),
    [
        ("мектептерінің", "мектеп"),  # plural, his, genitive
        ("мектебіміздегі", "мектеп"),  # our, locative; п became б
        ("халқымыз", "халық"),  # a vowel fell out
        ("орнында", "орын"),
        ("қаланың", "қала"),
        ("қалалардан", "қала"),
        ("облысындағы", "облыс"),
        ("облысына", "облыс"),
        ("банктің", "банк"),  # к closes a loanword into the front row
        ("тоқаевтың", "тоқаев"),  # a surname follows the name inside it
        ("бектеновке", "бектенов"),
        ("министрлігінде", "министрлік"),
        ("теңгемен", "теңге"),
        ("мұғаліммін", "мұғалім"),
        ("елдікі", "ел"),
    ],
)
def test_a_form_leads_to_its_stem(form: str, stem: str) -> None:
    assert stem in kazakh_stemmer.stems(form)


@pytest.mark.parametrize(
    ("word", "other"),
    [
        ("қалам", "қала"),  # a pen is not "my town"
        ("ақын", "ақы"),
        ("қытай", "қы"),
        ("алматы", "алма"),  # -ты needs a voiceless sound before it
        ("мектепда", "мектеп"),  # and -да a voiced one
        ("қалалер", "қала"),  # vowels of one row only
        ("жұмыссыз", "жұмыс"),  # "without work" is a word of its own
        ("қазақша", "қазақ"),
    ],
)
def test_a_look_alike_does_not(word: str, other: str) -> None:
    assert other not in kazakh_stemmer.stems(word)


@pytest.mark.parametrize(
    ("typed", "meant", "never"),
    [
        ("теңге", "теңге", "тең"),
        ("мектептер", "мектеп", "мек"),
        ("мектептің", "мектеп", "мек"),
        ("бағасы", "баға", "баг"),
        ("облысы", "облыс", "обл"),
        ("астана", "астана", "аста"),
    ],
)
def test_what_a_reader_typed_is_cut_only_where_it_is_sure(typed: str, meant: str, never: str) -> None:
    forms = kazakh_stemmer.dictionary_forms(typed)

    assert typed in forms
    assert meant in forms
    assert never not in forms


def test_an_ending_alone_is_known() -> None:
    assert kazakh_stemmer.is_ending("тың")
    assert not kazakh_stemmer.is_ending("банк")


@given(st.text(alphabet="аәбгғдеклмнңоөпрстуұүыібиқ", min_size=1, max_size=14))
def test_every_word_is_a_form_of_itself_and_of_shorter_words(word: str) -> None:
    stems = kazakh_stemmer.stems(word)

    assert stems[0] == word
    assert all(len(stem) <= len(word) for stem in stems)
    assert set(kazakh_stemmer.dictionary_forms(word)) <= set(stems) | {word}


@pytest.mark.parametrize(
    ("form", "word"),
    [
        ("сапарым", "сапар"), ("өмірімнің", "өмір"), ("әкем", "әке"), ("отанымды", "отан"), ("мектебім", "мектеп"),
        ("фактісі", "факт"), ("фактілерге", "факт"), ("субъектісі", "субъект"), ("ресурстар", "ресурс"),
        ("моделін", "модель"), ("королі", "король"), ("съезде", "съезд"), ("съездің", "съезд"), ("процеске", "процесс"),
        ("саммитке", "саммит"), ("класқа", "класс"), ("металға", "металл"), ("аузы", "ауыз"), ("аузымен", "ауыз"),
        ("кішірек", "кіші"), ("тастай", "тас"), ("шақырымдай", "шақырым"), ("малын", "мал"), ("тілін", "тіл"),
    ],
)  # fmt: skip
def test_forms_of_one_speaker_loans_and_likenesses_are_found(form: str, word: str) -> None:
    assert word in kazakh_stemmer.stems(form)


@pytest.mark.parametrize(
    ("word", "other"),
    [
        ("қалам", "қала"), ("адам", "ада"), ("қытай", "қы"), ("алтай", "ал"), ("жүрек", "жү"), ("керек", "ке"),
        ("жағдай", "жағ"), ("алтын", "алты"), ("ақын", "ақ"), ("қырым", "қыр"), ("шағын", "шақ"),
    ],
)  # fmt: skip
def test_words_that_only_end_like_that_stay_whole(word: str, other: str) -> None:
    assert other not in kazakh_stemmer.stems(word)
