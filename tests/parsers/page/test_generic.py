from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parsers.article import Article, Page, ParseError, TagKind
from parsers.page import generic, html
from parsers.page.body import main_text

PAGES = Path(__file__).parents[2] / "pages"
SAVED = [path.read_bytes() for path in sorted(PAGES.glob("*/*.html"))]
NOW = datetime(2025, 8, 21, 12, 0, tzinfo=UTC)
SENTENCES = [f"Абзац номер {n}: строители закончили {n} опору и перешли к следующей без задержек." for n in range(1, 9)]


def _page(inner: str, head: str = "", url: str = "https://news.example.kz/most-otkryli?id=7#top") -> Page:
    markup = (
        f"<html><head><title>Мост открыли</title>{head}</head><body><nav><a href=/>Меню</a></nav>{inner}</body></html>"
    )
    return Page(url=url, body=markup.encode(), fetched_at=NOW)


def _article(extra: str = "", head: str = '<meta name="date" content="2025-08-20T10:15">') -> Article:
    lines = "".join(f"<p>{line}</p>" for line in SENTENCES)
    return generic.parse_article(_page(f"<article><h1>Мост открыли</h1>{lines}{extra}</article>", head))


def test_an_unknown_page_is_an_article_too() -> None:
    article = _article(head='<meta name="date" content="2025-08-20T10:15"><meta name="keywords" content="Мост, Китай">')

    assert article.url == "https://news.example.kz/most-otkryli?id=7"
    assert (article.site, article.site_id) == ("news.example.kz", "/most-otkryli?id=7")
    assert article.title == "Мост открыли"
    assert article.published_at == datetime(2025, 8, 20, 5, 15, tzinfo=UTC)
    assert (article.lead, *article.paragraphs) == tuple(SENTENCES)
    assert [tag.kind for tag in article.tags] == [TagKind.SUBJECT, TagKind.PLACE]


@pytest.mark.parametrize(
    "inset",
    [
        "<p>Read more: <a href=/x>Another story about something else entirely</a></p>",
        "<p><a href=/x>Совсем другая новость, на которую ведёт только ссылка</a></p>",
        "<p>Читайте также:</p><ul><li><a href=/x>Чужая новость о другом событии</a></li></ul>",
        "<p>Subscribe to our newsletter and never miss the news of the day</p>",
        "<p>Фото: Анна Ким / Пример</p>",
        "<p>Email the reporter at ann@news.example for any corrections</p>",
    ],
)
def test_what_is_not_the_article_s_own_is_left_out(inset: str) -> None:
    assert (_article(inset).lead, *_article(inset).paragraphs) == tuple(SENTENCES)


def test_headline_date_and_byline_above_the_text_are_not_the_text() -> None:
    lines = "".join(f"<p>{line}</p>" for line in SENTENCES)
    page = _page(
        f"<article><h1>Мост открыли</h1><p>20 августа 2025, 10:15</p><p>Автор: Анна Ким</p>{lines}</article>",
        '<meta name="date" content="2025-08-20T10:15">',
    )

    assert generic.parse_article(page).lead == SENTENCES[0]


def test_a_page_made_of_links_keeps_them() -> None:
    items = "".join(f"<p><a href=/{n}>{line}</a></p>" for n, line in enumerate(SENTENCES))
    lines = main_text.read(html.tree(page := _page(f"<article>{items}</article>")), page)

    assert all(line.linked for line in lines)


def test_table_rows_and_broken_lines_are_lines() -> None:
    article = _article(
        "<table><tr><td>Опор</td><td>12</td></tr></table><p>Июнь – первая опора<br>Июль – вторая опора</p>"
    )

    assert any(line.split() == ["Опор", "12"] for line in article.paragraphs)
    assert "Июль – вторая опора" in article.paragraphs


def test_the_day_of_last_resort_is_that_of_the_address() -> None:
    lines = "".join(f"<p>{line}</p>" for line in SENTENCES)
    page = _page(f"<article>{lines}</article>", url="https://news.example/2025/04/01/most")

    assert generic.parse_article(page).published_at == datetime(2025, 4, 1, tzinfo=UTC)


def test_what_an_article_cannot_do_without_is_named() -> None:
    with pytest.raises(ParseError) as caught:
        generic.parse_article(Page(url="", body=b"<p>x</p>", fetched_at=NOW))

    assert caught.value.missing == ("url", "title", "time")


@pytest.mark.parametrize("many", ["<p>a b", "<b>a</b> ", "<div><i>a</i></div>", "<br>a", "<tr><td>a b", "<li>a"])
def test_a_page_of_more_elements_than_any_real_one_is_refused_before_it_costs_anything(many: str) -> None:
    with pytest.raises(ParseError, match="elements"):
        _article(many * 21_000)
    assert _article(many * 2_000).title


@pytest.mark.parametrize(
    ("content", "charset", "expected"),
    [
        ("Мост".encode("cp1251"), "windows-1251", "Мост"),
        (b'<meta charset="windows-1251">' + "Мост".encode("cp1251"), "", "Мост"),
        ("Мост открыли".encode("cp1251"), "", "Мост открыли"),
        (b"\xef\xbb\xbf" + "Мост".encode(), "windows-1251", "Мост"),
        ("Мост открыли для всех".encode()[:-1], "", "Мост открыли для все"),
        ("Мост".encode("cp1251"), "no-such-charset", "Мост"),
        ("Мост".encode("cp1251"), "hex", "Мост"),
    ],
)
def test_bytes_become_the_text_they_were(content: bytes, charset: str, expected: str) -> None:
    assert expected in html.decode(Page(url="", body=content, fetched_at=NOW, charset=charset))


@settings(deadline=None, max_examples=25)
@given(data=st.data())
def test_mutated_pages_raise_nothing_but_parse_errors(data: st.DataObject) -> None:
    saved = data.draw(st.sampled_from(SAVED))
    start = data.draw(st.integers(0, len(saved)))
    end = data.draw(st.integers(start, len(saved)))
    filler = data.draw(
        st.binary(max_size=40) | st.sampled_from([b"<div>" * 300, b"<table><tr>" * 99, b"<!--", b"\x00"])
    )
    with suppress(ParseError):
        generic.parse_article(
            Page(url="https://news.example/a", body=saved[:start] + filler + saved[end:], fetched_at=NOW)
        )


@settings(deadline=None)
@given(content=st.binary(max_size=300), charset=st.sampled_from(["", "utf-16", "idna", "\x00", "cp1251", "utf-7"]))
def test_arbitrary_bytes_raise_nothing_but_parse_errors(content: bytes, charset: str) -> None:
    with suppress(ParseError):
        generic.parse_article(Page(url="https://news.example/a", body=content, fetched_at=NOW, charset=charset))


_SHORT_NEWS = """
<header><a href="/">Сайт</a><nav><a href="/n">Новости</a> <a href="/o">О нас</a></nav></header>
<main><h1>Паром задержан</h1><div><p>Паром выйдет в рейс после полуночи.</p><p>Билеты действуют до 29 ноября.</p></div>
</main><footer><p>© Сайт. Все права защищены.</p></footer>
"""


def test_short_news_is_not_the_whole_page_with_its_menus() -> None:
    article = generic.parse_article(_page(_SHORT_NEWS, '<meta name="date" content="2025-08-20T10:15">'))

    assert article.lead == "Паром выйдет в рейс после полуночи."
    assert article.paragraphs == ("Билеты действуют до 29 ноября.",)


def test_unreadable_pages_are_not_logged_by_libraries(caplog: pytest.LogCaptureFixture) -> None:
    for broken in (b"", b"<", b"\xff\xfe\x00", b"<html><body><script>1</script>"):
        with pytest.raises(ParseError):
            generic.parse_article(Page(url="https://news.example.kz/a", body=broken, fetched_at=NOW))

    assert not caplog.records


@pytest.mark.parametrize("said", ["2062-08-20T10:15:00+05:00", "2025-08-21T19:00:00+05:00", "2025-08-22", "9998-01-01"])
def test_an_article_is_not_published_after_it_was_fetched(said: str) -> None:
    assert _article(head=f'<meta property="article:published_time" content="{said}">').published_at == NOW


UNSEEN = "Эту строку читатель не видит: она для роботов, для скриптов и для тех, кто выключил показ рекламы."


@pytest.mark.parametrize(
    "tag",
    ["p hidden", 'p hidden="until-found"', 'p style="display : none !important"', 'p style="DISPLAY:NONE"',
     'p style="font-size:0"', 'p style="color:red; font-size: 0px;"', 'div style="visibility: hidden"',
     'p style="position:absolute;left:-9999px"', 'p style="text-indent:-9999em"', 'p class="visually-hidden"',
     'div class="note sr-only"', "span class=screen-reader-text", "textarea"],
)  # fmt: skip
def test_what_no_reader_sees_is_no_lead(tag: str) -> None:
    lines = "".join(f"<p>{line}</p>" for line in SENTENCES)
    article = generic.parse_article(
        _page(
            f"<article><h1>Мост открыли</h1><{tag}>{UNSEEN}</{tag.partition(' ')[0]}>{lines}</article>",
            '<meta name="date" content="2025-08-20T10:15">',
        )
    )
    assert (article.lead, *article.paragraphs) == tuple(SENTENCES)


@pytest.mark.parametrize(
    "tag", ['p style="font-size:0.9em"', 'p style="left:-2px"', 'p style="display:block"', "p hidden-x"]
)
def test_what_is_only_dressed_is_read(tag: str) -> None:
    assert UNSEEN in " ".join(_article(f"<{tag}>{UNSEEN}</p>").paragraphs)


def test_a_text_that_a_script_would_show_is_read() -> None:
    lines = "".join(f"<p>{line}</p>" for line in SENTENCES)
    article = generic.parse_article(
        _page(f'<article><h1>Мост открыли</h1><div style="display:none">{lines}</div></article>',
              '<meta name="date" content="2025-08-20T10:15">')
    )  # fmt: skip
    assert (article.lead, *article.paragraphs) == tuple(SENTENCES)


@pytest.mark.parametrize(
    "shown",
    ["<div class=meta>20.08.2025 <span>14:30</span></div>",
     "<div class=meta><span>20 августа 2025</span><i>14:30</i></div>",
     "<div class=article__info><time>20.08.2025</time> 14:30</div>",
     "<p><span class=date>20.08.2025</span> / 14:30</p>",
     "<div class=post-meta>Автор: Иван, 20.08.2025, 14:30</div>",
     "<div class='news-info'>14:30, 20 августа 2025</div>"],
)  # fmt: skip
def test_the_hour_that_stands_beside_a_day_is_its_own(shown: str) -> None:
    lines = "".join(f"<p>{line}</p>" for line in SENTENCES)
    article = generic.parse_article(_page(f"<article><h1>Мост открыли</h1><header>{shown}</header>{lines}</article>"))
    assert article.published_at == datetime(2025, 8, 20, 9, 30, tzinfo=UTC)


@pytest.mark.parametrize(("declared", "kazakh", "expected"), [
    ("ru-KZ", True, "kk"), ("ru", True, "kk"), ("", True, "kk"), ("kk", True, "kk"), ("kz", True, "kk"),
    ("ru-KZ", False, "ru"),
])  # fmt: skip
def test_an_article_is_in_the_language_of_its_text(declared: str, kazakh: bool, expected: str) -> None:
    line = "Құрылысшылар көпірді аяқтады, қозғалыс дүйсенбі күні таңертең ашылады деп хабарлады әкімдік өкілдері."
    lines = "".join(f"<p>{text}</p>" for text in ([line] * 4 if kazakh else SENTENCES))
    page = _page(f"<article><h1>{'Көпір ашылды' if kazakh else 'Мост открыли'}</h1>{lines}</article>",
                 '<meta name="date" content="2025-08-20T10:15">')  # fmt: skip
    page = replace(page, body=page.body.replace(b"<html>", f'<html lang="{declared}">'.encode()))
    assert generic.parse_article(page).language == expected


def test_what_is_hidden_in_what_is_hidden_is_removed_once() -> None:
    nest = "<div hidden><svg><style>a</style></svg><p style='display:none'>" * 400 + UNSEEN + "</p></div>" * 400
    assert UNSEEN not in " ".join(_article(nest).paragraphs)
    assert _article().paragraphs == tuple(SENTENCES[1:])


@pytest.mark.parametrize("name", ["infobox", "article-factbox wide", "related-articles", "newsletter-form"])
def test_boxes_in_a_text_are_no_part_of_it(name: str) -> None:
    box = (
        f'<div class="{name}"><p>В городе двенадцать мостов, и этот, если считать с пешеходными, тринадцатый.</p></div>'
    )
    lines = main_text.read(html.tree(page := _page(_WITH_BOX.format(box))), page)

    assert len(lines) == 6
    assert not any("двенадцать мостов" in line.text for line in lines)


def test_what_pictures_are_called_and_cards_of_others_are_no_text() -> None:
    caption = "Первые люди на новом пешеходном мосту через Ишим в субботу утром"
    card = "Двадцать лет назад здесь была переправа, и вот что о ней помнят те, кто ею пользовался"
    beside = f'<img src="/a.jpg" alt="{caption}"><p>{caption}</p><a href="/2"><p>{card}</p></a>'
    lines = main_text.read(html.tree(page := _page(_WITH_BOX.format(beside))), page)

    assert len(lines) == 6


_WITH_BOX = (
    "<article><h1>Мост открыли</h1>"
    + "".join(
        f"<p>{number} по мосту прошли люди, и каждый из них думал о чём-то своём, пока шёл.</p>" for number in "123"
    )
    + "{}"
    + "".join(
        f"<p>{number} ниже по реке стоят ещё мосты, но по ним ходить не так приятно, как по этому.</p>"
        for number in "456"
    )
    + "</article>"
)


HIDING = [
    "<p hidden>{}</p>", '<div hidden="until-found"><p>{}</p></div>', "<div HIDDEN=hidden><p>{}</p></div>",
    '<p style="display:none">{}</p>', '<p style="display : none !important">{}</p>',
    '<p STYLE="color:red;DISPLAY:NONE">{}</p>',
    '<p style="visibility:hidden">{}</p>', '<p style="visibility: collapse">{}</p>', '<p style="font-size:0">{}</p>',
    '<p style="font-size: 0.0px ; color:red">{}</p>', "<template><p>{}</p></template>",
    "<noscript><p>{}</p></noscript>",
    '<p style="position:absolute;left:-9999px">{}</p>', '<p style="text-indent:-9999px">{}</p>',
    '<p style="clip:rect(0 0 0 0);position:absolute">{}</p>', '<p style="clip-path: inset(50%)">{}</p>',
    '<p style="height:0;overflow:hidden">{}</p>', '<p style="color:#fff;background:#FFF">{}</p>',
    '<p class="sr-only">{}</p>', '<span class="x visually-hidden">{}</span>', "<dialog><p>{}</p></dialog>",
    '<p style="display:none!important;display:block">{}</p>',
    '<section style="content-visibility:hidden"><p>{}</p></section>',
]  # fmt: skip


@pytest.mark.parametrize("markup", HIDING)
def test_what_nobody_sees_is_not_the_text(markup: str) -> None:
    lines = "".join(f"<p>{line}</p>" for line in SENTENCES)
    for inner in (f"{markup.format(UNSEEN)}{lines}", f"{lines}{markup.format(UNSEEN)}"):
        page = _page(
            f"<article><h1>Мост открыли</h1>{inner}</article>", '<meta name="date" content="2025-08-20T10:15">'
        )
        article = generic.parse_article(page)
        assert (article.lead, *article.paragraphs) == tuple(SENTENCES)


@pytest.mark.parametrize(
    "markup",
    [
         '<p style="font-size:0.9em">{}</p>', '<p style="opacity:0">{}</p>',
        '<div style="font-size:0"><p style="font-size:16px">{}</p></div>', '<p style="left:-5px">{}</p>',
        '<p class="not-sr-only">{}</p>', '<p style="display:inline">{}</p>', '<p style="">{}</p>',
    ],
)  # fmt: skip
def test_what_is_seen_is_the_text(markup: str) -> None:
    assert UNSEEN in (article := _article(markup.format(UNSEEN))).paragraphs or article.lead == UNSEEN


@pytest.mark.parametrize("attributes", ['style="visibility:hidden"', "hidden", 'aria-hidden="true"', 'class="sr-only"'])
def test_a_page_that_a_script_will_show_is_read(attributes: str) -> None:
    lines = "".join(f"<p>{line}</p>" for line in SENTENCES)
    page = _page(f"<div {attributes}><article>{lines}</article></div>", '<meta name="date" content="2025-08-20T10:15">')
    assert generic.parse_article(page).paragraphs


def test_a_day_found_in_an_address_begins_where_the_site_is() -> None:
    lines = "".join(f"<p>{line}</p>" for line in SENTENCES)
    page = _page(f"<article><h1>Мост</h1>{lines}</article>", url="https://news.example.kz/2025/08/20/most")
    assert generic.parse_article(page).published_at == datetime(2025, 8, 19, 19, tzinfo=UTC)
