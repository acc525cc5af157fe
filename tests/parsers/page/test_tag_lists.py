import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.article import Page
from parsers.page import html, metadata, tag_lists
from tests.parsers.page.test_metadata import NOW


def _tags(*told: list[str], shown: list[list[str]] | None = None, menu: str = "", slug: str = "") -> list[str]:
    return list(tag_lists.chosen(told, shown or [], menu=menu.split, slug=slug))


def _of_page(markup: str) -> list[str]:
    page = Page(url="https://news.example/a", body=markup.encode(), fetched_at=NOW)
    return list(metadata.read(html.tree(page), page).tags)


def test_what_two_lists_have_in_common_are_the_tags() -> None:
    internal = ["outdoors", "camping", "paywall exclude", "sleep", "textaboveleftsmall"]

    assert _tags(internal, ["outdoors, camping, sleep"]) == ["outdoors", "camping", "sleep"]
    assert _tags(["Софья", "Тюрьма", "RED"], ["софья, тюрьма"]) == ["Софья", "Тюрьма"]


def test_lists_that_have_little_in_common_do_not_judge_each_other() -> None:
    assert _tags(["Мост", "Река", "Алматы"], ["река, спорт, погода"]) == ["Мост", "Река", "Алматы"]


def test_a_list_that_the_page_shows_goes_before_one_made_for_search_engines() -> None:
    made = ["mother", "rom con", "jo watson", "boons"]

    assert _tags(made, ["books", "romance"], shown=[["Books", "Romance", "Genre"]]) == ["books", "romance"]


def test_accents_make_no_other_label() -> None:
    assert _tags(["Soruşturma", "Tefecilik"], ["sorusturma, tefecilik, 1695518"]) == ["Soruşturma", "Tefecilik"]


@pytest.mark.parametrize(
    "label",
    [
        "WC: 1000-1999",
        "Alle Themen",
        "Все темы",
        "Барлық тақырыптар",
        "true",
        "Breaking news",
        "последние новости",
        "#",
    ],
)
def test_what_nobody_would_read_is_no_tag(label: str) -> None:
    assert _tags(["Мост", label, "Река"]) == ["Мост", "Река"]


def test_a_button_alone_is_no_tag() -> None:
    assert _tags(shown=[["Alle Themen"]]) == []


def test_the_words_of_an_address_are_no_tags_where_there_are_others() -> None:
    slug = "https://news.example/six-people-die-in-a-forest-fire"
    words = ["six", "people", "die", "forest", "fire"]

    assert _tags(words, slug=slug, shown=[["Almería", "Juan Moreno"]]) == ["Almería", "Juan Moreno"]
    assert _tags(words, slug=slug) == words


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        (["мост, река"], ["мост", "река"]),
        (["мост,река,город", "мост,река,город"], ["мост", "река", "город"]),
        (["Paris, Texas", "Washington"], ["Paris, Texas", "Washington"]),
        (["深空探测 探月工程 航天技术"], ["深空探测", "探月工程", "航天技术"]),
        (["国際、中東、カタール"], ["国際", "中東", "カタール"]),
        (["Город Алматы"], ["Город Алматы"]),
        (["одно слово за другим и ни одной запятой между"], []),
    ],
)
def test_a_list_is_parted_as_it_was_meant(told: list[str], expected: list[str]) -> None:
    assert _tags(told) == expected


def test_what_stands_in_the_menu_of_every_page_is_not_about_this_one() -> None:
    told = ["бюджет", "налоги", "сенат", "дефицит", "политика", "спорт", "мир", "стиль"]

    assert _tags(told, menu="политика спорт мир стиль погода") == told[:4]
    assert _tags(["бюджет", "политика"], menu="политика спорт мир стиль") == ["бюджет", "политика"]


def test_who_wrote_an_article_is_not_what_it_is_about() -> None:
    assert tag_lists.chosen([["Luca Monaco"], ["Cronaca"]], [], menu=tuple, slug="", people=["Luca Monaco"]) == (
        "Cronaca",
    )


def test_codes_of_a_newsroom_are_no_tags() -> None:
    assert _tags(["AER,AERO,AIR,CRSH"], ["webType:story, cms:p66"]) == []


def test_links_in_a_sentence_are_no_tags() -> None:
    said = '<h1>Мост</h1><p>В районе открыли <a href="/tag/bridge">новый пешеходный мост</a>, и по нему пошли люди.</p>'

    assert _of_page(said) == []
    assert _of_page(said + '<div><a href="/tag/1">Мост</a> <a href="/tag/2">Река</a></div>') == ["Мост", "Река"]


def test_links_below_a_headline_go_before_those_that_are_read_everywhere_now() -> None:
    trending = "".join(f'<a href="/tag/{number}">Горячее {number}</a>' for number in range(9))

    assert _of_page(
        f'<div class="tags">{trending}</div><h1>Мост</h1><p>Мост над рекой открыли.</p>'
        '<div class="tags"><a href="/tag/x">Мост</a><a href="/tag/y">Река</a></div>'
        f'<div class="tags">{trending}</div>'
    ) == ["Мост", "Река"]


@given(st.lists(st.lists(st.text(max_size=40), max_size=6), max_size=5), st.lists(st.lists(st.text(max_size=20))))
def test_lists_of_any_words_give_tags_each_once(told: list[list[str]], shown: list[list[str]]) -> None:
    tags = tag_lists.chosen(told, shown, menu=tuple, slug="https://news.example/a-b-c")

    assert len(set(tags)) == len(tags) <= tag_lists.MOST
    assert all(1 < len(tag) < 80 for tag in tags)
