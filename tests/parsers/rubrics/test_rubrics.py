"""What an article is about: as its publisher says in whatever words, and else as its own words do."""

import pytest

from parsers.rubrics import classifier, rubrics, sections
from parsers.rubrics.rubric import Rubric


@pytest.mark.parametrize(
    ("section", "rubric"),
    [
        ("Общество", "society"), ("Экономика и бизнес", "economy"), ("proisshestviia", "incidents"), ("Спорт", "sport"),
        ("Мәдениет", "culture"), ("Ғылым", "science"), ("Саясат", "politics"), ("Қоғам", "society"),
        ("Technology", "technology"),
        ("World news", "world"), ("В мире", "world"), ("FOOTBALL", "sport"), ("Шоу-бизнес", "culture"),
        ("Қаржы", "economy"),
        ("События", None), ("Статьи", None), ("", None), ("Главные новости этого дня и спорт", None), ("🎉", None),
    ],
)  # fmt: skip
def test_a_section_is_understood_in_three_languages_and_alphabets(section: str, rubric: str | None) -> None:
    assert sections.named(section) == rubric


@pytest.mark.parametrize(
    ("url", "rubric"),
    [
        ("https://www.zakon.kz/sport/6021458-sbornaia.html", "sport"),
        ("https://kaz.zakon.kz/qogam/6021458-x.html", "society"),
        ("https://sport.example.kz/2026/11/22/x.html", "sport"),
        ("https://rueconomics.ru/economy/banks/1-x", "economy"),
        ("https://kaz.nur.kz/society/1857999-x.html", "society"),
        ("https://www.zakon.kz/6021458-sport-v-shkole.html", None),
        ("https://example.kz/news/2026/x.html", None),
        ("https://[bad/", None),
        ("", None),
    ],
)
def test_an_address_may_name_a_section_but_its_slug_does_not(url: str, rubric: str | None) -> None:
    assert sections.named("", url) == rubric


def test_a_section_outweighs_an_address_and_both_outweigh_tags() -> None:
    assert sections.named("Спорт", "https://a.kz/ekonomika/x") is Rubric.SPORT
    assert sections.named("", "https://a.kz/ekonomika/x", ["Спорт"]) is Rubric.ECONOMY
    assert sections.named("", "", ["Китай", "Спорт"]) is Rubric.SPORT
    assert sections.named("", "", ["Экономика", "Спорт"]) is None


@pytest.mark.parametrize(
    ("title", "rubric"),
    [
        ("Сборная Казахстана по футболу выиграла матч чемпионата", "sport"),
        ("Нацбанк снизил базовую ставку, инфляция замедлилась, тенге укрепился к доллару", "economy"),
        ("Пожар в жилом доме: спасатели эвакуировали жильцов, есть погибшие", "incidents"),
        ("Боксшылар Азия чемпионатында бес алтын медаль алды", "sport"),
        ("Ұлттық банк базалық мөлшерлемені қалдырды, инфляция баяулады", "economy"),
        ("Scientists discovered an ancient planet with the telescope, researchers say", "science"),
        ("The film director won the award at the festival", "culture"),
    ],
)
def test_words_tell_the_rubric_where_nothing_else_does(title: str, rubric: str) -> None:
    assert rubrics.of_article(title, "") == (rubric,)


@pytest.mark.parametrize("title", ["", "Итоги дня", "Что известно к этому часу", "\u200b", "12345"])
def test_words_that_say_nothing_clearly_have_no_rubric(title: str) -> None:
    assert rubrics.of_article(title, "") == ()


def test_the_model_is_read_back_as_it_was_written() -> None:
    model = classifier.shipped()
    assert set(model.rubrics) == set(Rubric)
    assert len(model.weights) > 1000
    assert all(len(weights) == len(model.rubrics) for weights in model.weights.values())
    text = classifier.write(model)
    assert text == classifier.WEIGHTS.read_text(encoding="utf-8")


def test_every_rubric_has_words_of_its_own() -> None:
    seeds = classifier.seeds()
    assert set(seeds) == set(Rubric)
    assert min(map(len, seeds.values())) > 50
