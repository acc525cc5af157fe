"""What a layout's selectors find, what stands in where they find nothing, and that nothing but ParseError escapes."""

import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers import publisher
from parsers.article import Page, ParseError
from parsers.page import layout
from parsers.page.layout import Layout
from parsers.publisher import Edition, Publisher

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
ZONE = "Asia/Almaty"
KNOWN = Layout(
    address=r"/news/(?P<id>\d+)-",
    title="h1.big",
    lead=".lead",
    date=".when",
    body=".text, .text p",
    foreign=".promo",
    tags=".tags a",
    card=".card",
    card_title=".title",
    card_date=".time",
    card_day=".day",
)
TEXT = """
<div class="text"><script>let x = 1;</script><p>Первый абзац о мосте.</p><p class="promo">Читайте нас везде.</p>
<p><img src="/m.jpg"></p><p>Фото: акимат</p><p>Второй абзац о реке.</p></div>
"""
ARTICLE = f"""
<html lang="kk"><title>Мост | Сайт</title><h1 class="big">Мост открыт</h1>
<span class="when">21 ноября 2026, 12:30</span>
<div class="lead">Мост через реку открыли утром.</div>{TEXT}
<div class="tags"><a href="/person/seitov/">#Данияр Сеитов</a>
<a href="/tag/most/">мост</a><a href="/tag/most/">мост</a></div>
"""
CARDS = """
<div class="card"><b class="day">21 ноября 2026</b></div>
<div class="card"><a href="/news/3-c"><img></a><a class="title" href="/news/3-c?x">В</a><i class="time">09:05</i></div>
<div class="card"><a href="/news/3-c">Ещё раз</a></div>
<div class="card"><b class="day">20 ноября 2026</b></div>
<div class="card"><a href="/news/2-b">Б</a><i class="time">23:50</i></div>
<div class="card"><a href="/about">О нас</a></div><div class="card"><a href="https://other.kz/news/1-a">А</a></div>
<div class="card"><a href="http://[">Сломана</a></div>
"""


def _page(body: str, url: str = "https://site.kz/news/17-most?from=feed") -> Page:
    return Page(url=url, body=body.encode(), fetched_at=NOW)


def test_selectors_find_the_parts_of_an_article() -> None:
    article = layout.parse_article(_page(ARTICLE), KNOWN, zone=ZONE)

    assert (article.url, article.site, article.site_id) == ("https://site.kz/news/17-most", "site.kz", "17")
    assert (article.title, article.lead) == ("Мост открыт", "Мост через реку открыли утром.")
    assert article.published_at == datetime(2026, 11, 21, 7, 30, tzinfo=UTC)
    assert article.paragraphs == ("Первый абзац о мосте.", "Второй абзац о реке.")
    assert [(tag.label, tag.kind) for tag in article.tags] == [("Данияр Сеитов", "person"), ("мост", "subject")]
    assert [(image.url, image.credit) for image in article.images] == [("https://site.kz/m.jpg", "акимат")]


def test_the_first_line_is_the_lead_where_no_other_is_known() -> None:
    article = layout.parse_article(_page(ARTICLE), replace(KNOWN, lead=""), zone=ZONE)

    assert article.lead == "Первый абзац о мосте."
    assert article.paragraphs == ("Второй абзац о реке.",)


def test_a_layout_that_has_changed_is_read_as_any_page_is() -> None:
    changed = re.sub(r'class="(big|when|lead|text|tags)"', r'class="new-\1 date"', ARTICLE)
    article = layout.parse_article(_page(changed), KNOWN, zone=ZONE)

    assert article.title == "Мост открыт"
    assert article.published_at == datetime(2026, 11, 21, 7, 30, tzinfo=UTC)
    assert "Второй абзац о реке." in " ".join((article.lead, *article.paragraphs))


def test_a_list_of_keywords_is_that_of_the_first_article_on_an_endless_page() -> None:
    body = (
        ARTICLE + '<div class="item" data-keywords="Ладога, Маяки,"></div><div class="item" data-keywords="Рим"></div>'
    )
    article = layout.parse_article(_page(body), replace(KNOWN, tags=".item[data-keywords]"), zone=ZONE)

    assert [tag.label for tag in article.tags] == ["Ладога", "Маяки"]


def test_what_an_article_cannot_do_without_is_named() -> None:
    with pytest.raises(ParseError) as caught:
        layout.parse_article(_page("<p>Ничего", ""), KNOWN, zone=ZONE)

    assert caught.value.missing == ("url", "title", "time")


def test_a_time_with_an_offset_in_the_metadata_is_better_than_the_one_shown() -> None:
    meta = '<meta property="article:published_time" content="2026-11-21T08:00:00+03:00">'
    article = layout.parse_article(_page(meta + ARTICLE), KNOWN, zone=ZONE)

    assert article.published_at == datetime(2026, 11, 21, 5, 0, tzinfo=UTC)


def test_a_listing_is_its_cards_and_their_day_may_stand_above_them() -> None:
    links = layout.list_links(_page(CARDS, "https://site.kz/news"), KNOWN, zone=ZONE)

    assert [(link.url, link.title) for link in links] == [
        ("https://site.kz/news/3-c", "В"),
        ("https://site.kz/news/2-b", "Б"),
    ]
    assert [link.published_at for link in links] == [
        datetime(2026, 11, 21, 4, 5, tzinfo=UTC),
        datetime(2026, 11, 20, 18, 50, tzinfo=UTC),
    ]


@pytest.mark.parametrize("day", ["21 ноября 2062", "1 января 1970", "1 января 0001"])
def test_a_card_that_cannot_be_so_old_or_so_new_is_undated(day: str) -> None:
    card = f'<div class="card"><a href="/news/3-c">В</a><i class="time">{day}, 09:05</i></div>'
    assert [link.published_at for link in layout.list_links(_page(card), KNOWN, zone=ZONE)] == [None]


@pytest.mark.parametrize("head", ["", '<meta property="article:published_time" content="2062-11-21T12:30:00+05:00">'])
def test_an_article_whose_page_names_a_time_to_come_is_published_when_it_was_read(head: str) -> None:
    ahead = ARTICLE.replace("21 ноября 2026", "21 ноября 2062").replace("<title>", f"{head}<title>")
    assert layout.parse_article(_page(ahead), KNOWN, zone=ZONE).published_at == NOW


def test_without_cards_a_listing_is_what_looks_like_an_article() -> None:
    body = '<a href="/news/1-a"><img></a><a href="/news/1-a">А</a><a href="/rules">Правила</a>'

    assert [link.title for link in layout.list_links(_page(body), KNOWN, zone=ZONE)] == ["А"]


@pytest.mark.parametrize("known", [Layout(), KNOWN])
def test_a_page_without_links_is_no_listing(known: Layout) -> None:
    with pytest.raises(ParseError, match="not a listing"):
        layout.list_links(_page('<a href="/about">О нас</a>'), known, zone=ZONE)


def test_an_address_of_another_site_is_read_under_its_own_name() -> None:
    edition = Edition(name="site.kz", title="Сайт", language="ru", hosts=publisher.with_www("site.kz"), listings=())
    known = Publisher(owner="site.kz", editions=(edition,), layout=KNOWN)

    assert known.parse_article(_page(ARTICLE)).language == "ru"
    foreign = known.parse_article(_page(ARTICLE.replace("when", "date"), "https://other.kz/news/17-most"))
    assert (foreign.site, foreign.site_id, foreign.language) == ("other.kz", "/news/17-most", "kk")


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://kt.kz/eng/a", 10),
        ("https://kt.kz/eng", 10),
        ("https://kt.kz/english", 5),
        ("https://kt.kz", 5),
        ("https://akt.kz/", 0),
        ("http://[", 0),
        ("", 0),
    ],
)
def test_the_longest_of_the_hosts_an_address_is_of_counts(url: str, expected: int) -> None:
    assert publisher.specificity(url, {"kt.kz", "kt.kz/eng/"}) == expected


_PIECES = """
<div class=text>; <p>; </div>; <a href=/news/1-a class=title>; <div class=card>; <i class=when>; 12:30, Сегодня
<h1 class=big>Т</h1>; <i class="time">99:99</i>; <!--; <script>; <a href='http://[x'>; <td><img src=x>; \x00; \ufffd
<meta property="article:published_time" content="2026-11-21T08:00:00Z">
"""
_HOSTILE = st.lists(st.sampled_from(re.split(r"; |\n", _PIECES)) | st.text(max_size=20), max_size=40).map("".join)


@given(_HOSTILE)
def test_nothing_but_parse_error_escapes(body: str) -> None:
    page = Page(url="https://site.kz/news/1-a", body=body.encode("utf-8", "surrogatepass"), fetched_at=NOW)
    for read in (layout.parse_article, layout.list_links):
        try:
            read(page, KNOWN, zone=ZONE)
        except ParseError:
            continue
