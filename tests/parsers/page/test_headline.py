"""Which of a page's titles is its headline: what most say, but for kickers, additions and words for search engines."""

import pytest
from selectolax.lexbor import LexborHTMLParser

from parsers.page import headline, html

SEO = "Мост через Ишим: как объехать закрытый мост"
SHOWN = "Две ночи без моста: куда поедут автобусы"


def _headline(body: str, **said: str) -> str:
    return headline.headline(LexborHTMLParser(body), said, ["Пример", "news.example"])


def test_what_most_accounts_agree_on_is_the_headline() -> None:
    assert _headline(f"<title>{SEO} | Пример</title><h1>{SEO}</h1>", headline=SEO, ogtitle=SHOWN) == SEO
    assert _headline("<p>Ничего") == ""


@pytest.mark.parametrize(
    "place", ["<h2>{}</h2>", "<h1><i>Город</i> <span>{}</span></h1>", "<h2><b>1</b><span>{}</span></h2>"]
)
def test_the_title_for_sharing_is_the_headline_where_readers_see_it(place: str) -> None:
    body = f"<title>{SEO} | Пример</title><h1>{SEO}</h1>{place.format(SHOWN)}"

    assert _headline(body, headline=SEO, ogtitle=SHOWN) == SHOWN


def test_a_section_shown_as_a_heading_is_no_headline() -> None:
    assert _headline(f"<h1>{SEO}</h1><h2>Новости города</h2>", headline=SEO, ogtitle="Новости города") == SEO


@pytest.mark.parametrize(
    ("longer", "short", "expected"),
    [
        ("Мост закрыли на две ночи – как объехать центр", "Мост закрыли на две ночи", "Мост закрыли на две ночи"),
        ("Мост закрыли на две ночи-город", "Мост закрыли на две ночи", "Мост закрыли на две ночи"),
        ("Мост закрыли на две ночи и день", "Мост закрыли на две н", "Мост закрыли на две ночи и день"),
        ("Мост закрыли на две ночи и день", "Мост закрыли на две...", "Мост закрыли на две ночи и день"),
        ("Мост закрыли на две ночи", "Мост", "Мост закрыли на две ночи"),
    ],
)
def test_what_is_added_to_a_title_is_left_out_but_no_words_are_cut(longer: str, short: str, expected: str) -> None:
    assert _headline(f"<title>{longer}</title><h1>{longer}</h1>", headline=longer, ogtitle=short) == expected


@pytest.mark.parametrize("mark", ["...", "…", " …", " ..."])
def test_a_title_that_was_cut_off_for_search_engines_is_whole(mark: str) -> None:
    assert _headline(f"<title>{SEO} | Пример</title><h1>{SEO}</h1>", headline=SEO[:-12] + mark) == SEO
    assert _headline(f"<h1>{SEO[:-12]}{mark}</h1>", headline=SEO[:-12] + mark, ogtitle=SEO) == SEO


def test_a_title_that_trails_off_is_as_it_is() -> None:
    trailing = "А потом наступила тишина..."
    assert _headline(f"<title>{trailing}</title><h1>{trailing}</h1>", headline=trailing) == trailing


@pytest.mark.parametrize("picture", ["<svg><title>logo</title></svg>", "<svg><g><title>Поиск</title></g></svg>"])
def test_the_title_of_a_picture_is_not_that_of_the_page(picture: str) -> None:
    assert _headline(f"<body>{picture}<h2>Мост</h2>") == ""
    assert _headline(f"<head><title>{SEO}</title></head><body>{picture}") == SEO


@pytest.mark.parametrize(
    ("title", "expected"),
    [(f"Город: {SHOWN}", True), (f"{SHOWN} (видео)", True), (SHOWN, False), (SHOWN.upper(), False), (SEO, False)],
)
def test_a_title_with_words_added_is_a_longer_one(title: str, expected: bool) -> None:
    assert headline.is_longer(title, SHOWN) is expected
    assert not headline.is_longer("Город: мост", "мост"), "so short a title is nobody's"


def test_soft_hyphens_and_other_invisible_characters_part_no_words() -> None:
    assert html.line("Вертолёт\xadная \u200bпло\u2060щадка\ufeff") == "Вертолётная площадка"


@pytest.mark.parametrize("title", ["{} | news.EXAMPLE", "{} – Пример", "Пример | {}", "{}"])
def test_the_name_of_a_publisher_is_no_part_of_a_headline_whichever_it_is(title: str) -> None:
    assert _headline("", ogtitle=title.format(SHOWN)) == SHOWN
