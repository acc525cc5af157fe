import json
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parsers import zone_names
from parsers.article import Image, Page
from parsers.page import bylines, headline, html, json_ld, metadata

NOW = datetime(2025, 8, 21, 12, 0, tzinfo=UTC)


def _read(markup: str, url: str = "https://news.example/a", zone: str = "", *, shown: bool = True) -> metadata.Metadata:
    page = Page(url=url, body=markup.encode(), fetched_at=NOW)
    return metadata.read(html.tree(page), page, zone=zone, shown=shown)


def _ld(inner: str) -> str:
    return f'<script type="application/ld+json">{inner}</script>'


WHOLE = (
    '<html lang="ru-RU"><link rel="canonical" href="/news/1">'
    + _ld(
        """{"@context": "https://schema.org", "@graph": [
        {"@type": "Organization", "name": "Пример"},
        {"@type": ["NewsArticle"], "headline": "Мост &amp; река", "description": "Лид.",
         "datePublished": "2025-08-20T10:15:00+05:00",
         "author": [{"@type": "Person", "name": "Анна Ким"}, "Ерлан Серик"],
         "keywords": ["Мост", "Река"], "articleSection": ["Город"], "image": {"url": "/i/1.jpg"},
         "publisher": {"@type": "Organization", "name": "Пример"}}]}"""
    )
    + '<meta property="og:image" content="https://cdn.example/o.jpg"></html>'
)


def test_a_page_that_says_everything_is_read_whole() -> None:
    assert _read(WHOLE) == metadata.Metadata(
        url="https://news.example/news/1",
        title="Мост & река",
        lead="Лид.",
        published_at=datetime(2025, 8, 20, 5, 15, tzinfo=UTC),
        precise=True,
        authors=("Анна Ким", "Ерлан Серик"),
        tags=("Мост", "Река"),
        images=(Image(url="https://cdn.example/o.jpg"), Image(url="https://news.example/i/1.jpg")),
        section="Город",
        language="ru",
        publisher="Пример",
    )


def test_a_page_that_says_nothing_is_empty() -> None:
    assert _read("<p>Привет</p>") == metadata.Metadata()


def test_open_graph_and_meta_tags_stand_in_for_json_ld() -> None:
    said = _read(
        '<meta property="og:title" content="Заголовок"><meta name="description" content="Лид">'
        '<meta property="article:published:time" content="2025-08-20T10:15:00Z">'
        '<meta name="author" content="By Ann Lee">'
        '<meta name="news_keywords" content="мост, река"><meta property="article:section" content="Город">'
        '<meta property="og:locale" content="kk_KZ"><meta property="og:url" content="https://news.example/b#x">'
    )

    assert (said.title, said.lead, said.section, said.language) == ("Заголовок", "Лид", "Город", "kk")
    assert said.published_at == datetime(2025, 8, 20, 10, 15, tzinfo=UTC)
    assert (said.authors, said.tags) == (("Ann Lee",), ("мост", "река"))
    assert said.url == "https://news.example/b#x"


def test_microdata_and_markup_stand_in_for_both() -> None:
    said = _read(
        "<title>Мост открыли | Пример</title><h1>Мост открыли</h1>"
        '<time itemprop="datePublished" datetime="2025-08-20T10:15">'
        '</time><span itemprop="author"><b itemprop="name">Анна Ким</b></span>'
        '<div class="article-tags"><a href="/t/1">Мост</a><a href="/t/2">Река</a></div>',
        url="https://news.example.kz/a",
    )

    assert said.title == "Мост открыли"
    assert said.published_at == datetime(2025, 8, 20, 5, 15, tzinfo=UTC)
    assert (said.authors, said.tags) == (("Анна Ким",), ("Мост", "Река"))


def test_what_the_page_shows_is_left_alone_where_the_site_knows_better() -> None:
    said = _read('<a rel="author">Анна Ким</a><a rel="tag">Мост</a><time>20 августа 2025, 10:15</time>', shown=False)

    assert (said.authors, said.tags, said.published_at) == ((), (), None)


@pytest.mark.parametrize(
    ("title", "publisher", "expected"),
    [
        ("Мост открыли | Пример", "Пример", "Мост открыли"),
        ("Мост – это важно - Пример.kz", "Пример KZ", "Мост – это важно"),
        ("Мост – это важно", "Пример", "Мост – это важно"),
        ("Мост: начало", "", "Мост: начало"),
    ],
)
def test_the_publisher_s_name_is_cut_off_a_title(title: str, publisher: str, expected: str) -> None:
    assert headline.without_publisher(title, [publisher]) == expected


def test_the_headline_most_accounts_agree_on_wins() -> None:
    said = _read(
        _ld('{"@type": "NewsArticle", "headline": "Коротко"}')
        + '<meta property="og:title" content="Длинный заголовок"><h1>Длинный заголовок</h1>'
        "<title>Длинный заголовок</title>"
    )

    assert said.title == "Длинный заголовок"


def test_a_time_with_an_offset_is_better_than_one_without_and_any_than_a_day() -> None:
    day, naive, aware = "2025-08-20", "2025-08-20 10:15", "2025-08-20T10:15:00+02:00"
    tags = {text: f'<meta name="date" content="{text}">' for text in (day, naive, aware)}

    assert _read(tags[day] + tags[naive], zone="Asia/Almaty").published_at == datetime(2025, 8, 20, 5, 15, tzinfo=UTC)
    assert _read(tags[day] + tags[naive] + tags[aware]).published_at == datetime(2025, 8, 20, 8, 15, tzinfo=UTC)
    assert _read(tags[day]).precise is False
    assert _read('<meta property="og:updated_time" content="2025-08-20">').published_at is not None


def test_the_date_at_the_end_of_a_page_title_is_its_day() -> None:
    assert _read("<title>Brücke eröffnet | DW | 28.04.2023</title>").published_at == datetime(2023, 4, 28, tzinfo=UTC)


def test_dates_and_names_beside_the_article_are_not_its_own() -> None:
    said = _read(
        '<nav><time>19 августа 2025, 10:00</time><a rel="author">Нет Нетов</a></nav><div class="comments">'
        "<time>18 августа 2025, 10:00</time></div><article><time>20 августа 2025, 10:15</time></article>"
    )

    assert said.published_at == datetime(2025, 8, 20, 10, 15, tzinfo=UTC)
    assert said.authors == ()


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (["By Ann Lee and Bo Chan"], ("Ann Lee", "Bo Chan")),
        (["Анна Ким, Ерлан Серик"], ("Анна Ким", "Ерлан Серик")),
        (["Elena Oberholzer (obe)"], ("Elena Oberholzer",)),
        (["Povilas Aleksan, profesorius ir kitų mokslų daktaras"], ("Povilas Aleksan",)),
        (["a.lee@news.example", "105092", "https://news.example/x", "-"], ()),
        (["Ann Lee", "Ann Lee"], ("Ann Lee",)),
    ],
)
def test_authors_are_named_one_by_one(said: list[str], expected: tuple[str, ...]) -> None:
    assert bylines.people(said) == expected


def test_the_publisher_is_the_author_only_if_nobody_else_is_named() -> None:
    own = _ld('{"@type": "NewsArticle", "author": {"name": "Пример"}, "publisher": {"name": "Пример"}}')

    assert _read(own).authors == ("Пример",)
    assert _read(own + '<p class="byline">Автор: <a>Анна Ким</a></p>').authors == ("Анна Ким",)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("мост, река, 26157981-b4f7-4929-adc1-e860c6f03636, editors_pick, 100312362", ("мост", "река")),
        ("Category: Travel, NLP Entity: Jasper, topic/river, news.example.com", ("Travel", "river")),
        ("одно длинное предложение без единой запятой внутри совсем", ()),
        ("AER, AERO, AIRL, CRSH", ()),
    ],
)
def test_only_labels_are_tags(content: str, expected: tuple[str, ...]) -> None:
    assert _read(f'<meta name="keywords" content="{content}">').tags == expected


def test_tag_links_in_menus_are_no_tags() -> None:
    assert _read(
        '<nav><a href="/tag/a">Меню</a></nav><p><a href="/tag/b">Мост</a> и <a href="/x">дом</a></p>'
    ).tags == ("Мост",)


@pytest.mark.parametrize(
    "text",
    [
        '{"@type": "NewsArticle", "headline": "A",}',
        '<!-- {"@type": "NewsArticle", "headline": "A"} -->',
        '[[{"@type": "http://schema.org/NewsArticle", "headline": "A"}]]',
        '{"@type": "WebPage", "mainEntity": {"@type": "Article", "headline": "A"}}',
        '{"@type": "NewsArticle", "headline": "A", "x": "line\nbreak"};',
    ],
)
def test_json_ld_is_read_as_it_is_met_in_the_wild(text: str) -> None:
    page = Page(url="", body=_ld(text).encode(), fetched_at=NOW)

    assert json_ld.article(json_ld.objects(html.tree(page)))["headline"] == "A"


def test_of_several_articles_the_page_s_own_is_read() -> None:
    nodes = [
        {"@type": "NewsArticle", "headline": "Чужая", "datePublished": "1", "url": "https://news.example/other"},
        {"@type": "NewsArticle", "headline": "Своя", "datePublished": "2", "url": "https://news.example/own"},
    ]

    assert json_ld.article(nodes, "https://news.example/own")["headline"] == "Своя"


def test_a_flood_of_objects_is_cut_off() -> None:
    page = Page(url="", body=_ld("[" + "{}," * 5000 + "{}]").encode(), fetched_at=NOW)

    assert len(json_ld.objects(html.tree(page))) == 2000


def test_broken_addresses_are_no_addresses() -> None:
    said = _read('<link rel="canonical" href="http://[x"><meta property="og:image" content="data:image/png;base64,x">')

    assert (said.url, said.images) == ("", ())
    assert zone_names.of_site("http://[x") == "UTC"


@settings(deadline=None)
@given(value=st.recursive(st.none() | st.integers() | st.text(max_size=20), lambda inner: st.lists(inner, max_size=3)
       | st.dictionaries(st.sampled_from(["@type", "headline", "author", "name", "keywords", "image", "url"]),
                         inner, max_size=5), max_leaves=12))  # fmt: skip
def test_json_ld_of_any_shape_is_survived(value: object) -> None:
    wrapped = {
        "@type": "NewsArticle",
        "headline": value,
        "author": value,
        "keywords": value,
        "image": value,
        "x": value,
    }
    _read(_ld(json.dumps(wrapped).replace("<", "\\u003c")))


OWN = {"@type": "NewsArticle", "headline": "Мост через Или открыли", "datePublished": "2025-08-20T10:15:00+05:00"}
OTHER = {
    "@type": "NewsArticle",
    "headline": "Курс тенге вырос на треть",
    "datePublished": "2024-01-01T08:00:00+05:00",
    "author": {"@type": "Person", "name": "Чужой Автор"},
    "url": "https://news.example.kz/kurs",
}
SHOWN = "<title>Мост через Или открыли | Пример</title><h1>Мост через Или открыли</h1>"


def _said(*values: object) -> metadata.Metadata:
    import json

    scripts = "".join(_ld(json.dumps(value).replace("<", "\\u003c")) for value in values)
    return _read(SHOWN + scripts, "https://news.example.kz/most")


@pytest.mark.parametrize(
    "values",
    [
        [OTHER, OWN],
        [[OTHER, OTHER, OWN]],
        [{"@graph": [{"@type": "ItemList", "itemListElement": [{"item": OTHER}]}, OWN]}],
        [{"@type": "ItemList", "itemListElement": [OTHER] * 30}, OWN],
        [OWN | {"comment": [{"@type": "Comment", "author": {"name": "Чужой Автор"}, "datePublished": "2024-01-01"}]}],
        [OTHER, {"@type": "WebPage", "@id": "https://news.example.kz/most"}, OWN],
        [OTHER, OWN | {"headline": "Мост через Или открыли раньше срока"}],
        [
            OTHER,
            OWN
            | {
                "headline": "Другими словами",
                "mainEntityOfPage": {"@id": "https://www.news.example.kz/most?utm_source=a"},
            },
        ],
        [
            OTHER,
            OWN
            | {
                "@type": "ReportageNewsArticle",
                "headline": "Другими словами",
                "url": "https://m.news.example.kz/most/",
            },
        ],
    ],
)
def test_what_a_page_says_of_other_articles_is_not_its_own(values: list[object]) -> None:
    said = _said(*values)

    assert said.published_at == datetime(2025, 8, 20, 5, 15, tzinfo=UTC)
    assert "Чужой Автор" not in said.authors


@pytest.mark.parametrize(
    "other", [OTHER, [OTHER, OTHER], {"@type": "ItemList", "itemListElement": [OTHER]}, OTHER | {"@type": "WebPage"}]
)
def test_a_page_that_tells_only_of_others_tells_nothing_of_itself(other: object) -> None:
    said = _said(other)

    assert (said.title, said.published_at, said.authors) == ("Мост через Или открыли", None, ())


def test_the_only_article_is_the_page_s_own_by_whatever_headline() -> None:
    assert _said(OWN | {"headline": "Для поисковых машин"}).published_at is not None
    assert _said(OWN | {"headline": "Для машин", "url": "https://news.example.kz/"}).published_at is not None


@pytest.mark.parametrize(
    "text",
    [
        '/* <![CDATA[ */ {"@type": "NewsArticle", "datePublished": "2025-08-20T10:15:00+05:00"} /* ]]> */',
        '{"@type": "NewsArticle", "headline": "It\\\'s", "datePublished": "2025-08-20T10:15:00+05:00"}',
        '{"@type": "NewsArticle", "headline": "ТОО "Мост" строит", "datePublished": "2025-08-20T10:15:00+05:00",}',
        '{"@type": "NewsArticle", "datePublished": "2025-08-20T10:15:00+05:00"}'.replace('"', "&quot;"),
        '{"@type": "WebSite"}{"@type": "NewsArticle", "datePublished": "2025-08-20T10:15:00+05:00"}',
    ],
)
def test_damaged_json_ld_still_tells_the_time(text: str) -> None:
    assert _read(SHOWN + _ld(text)).published_at == datetime(2025, 8, 20, 5, 15, tzinfo=UTC)


def test_json_ld_is_found_by_whatever_case_its_type_is_written_in() -> None:
    script = _ld('{"@type": "NewsArticle", "datePublished": "2025-08-20T10:15:00+05:00"}').replace("ld+json", "LD+JSON")

    assert _read(SHOWN + script).published_at is not None


@pytest.mark.parametrize(
    "headline",
    [
        "Мост &laquo;Или&raquo; открыли",
        "Мост &amp;laquo;Или&amp;raquo; открыли",
        "<p>Мост <strong>«Или»</strong><br>открыли</p>",
        "&lt;b&gt;Мост&lt;/b&gt; «Или»&nbsp;открыли",
        "Мост\\u00a0«Или»\\nоткрыли",
    ],
)
def test_a_headline_has_neither_tags_nor_references(headline: str) -> None:
    assert _read(_ld(f'{{"@type": "NewsArticle", "headline": "{headline}"}}')).title == "Мост «Или» открыли"


def test_titles_that_were_escaped_twice_are_read_as_they_were_meant() -> None:
    twice = "Мост &amp;laquo;Или&amp;raquo; открыли"

    assert _read(f'<meta property="og:title" content="{twice}">').title == "Мост «Или» открыли"
    assert _read(f"<title>{twice}</title>").title == "Мост «Или» открыли"
    assert _read("<h1>Что такое &lt;body&gt; и зачем он нужен</h1>").title == "Что такое <body> и зачем он нужен"


def test_halves_of_characters_can_be_stored() -> None:
    half, whole = r"\ud83d", r"\ud83d\ude00"
    said = _read(
        _ld(
            f'{{"@type": "NewsArticle", "headline": "Мост {half} открыт {whole}", "author": "Анна {half} Ким",'
            f' "keywords": ["мост{half}", "река"], "articleSection": "{half}", "description": "x{half}",'
            f' "image": "https://a.kz/{half}.jpg", "inLanguage": "ru{half}"}}'
        )
    )

    assert said.title == "Мост \ufffd открыт 😀"
    assert repr(said).encode()


@pytest.mark.parametrize("said", ["2062-08-20T10:15:00+05:00", "2025-08-23", "9999-12-31T23:59:59Z"])
def test_a_time_ahead_of_the_fetch_gives_way_to_any_other(said: str) -> None:
    ahead = f'<meta property="article:published_time" content="{said}">'

    assert _read(ahead + '<time datetime="2025-08-20T10:15:00+05:00">').published_at == datetime(
        2025, 8, 20, 5, 15, tzinfo=UTC
    )


@pytest.mark.parametrize("said", ["1970-01-01T00:00:00Z", "0001-01-01T00:00:00Z", "0", "-62135596800"])
def test_a_time_before_there_were_pages_is_none(said: str) -> None:
    assert _read(f'<meta property="article:published_time" content="{said}">').published_at is None


@pytest.mark.parametrize(
    ("said", "hour", "is_precise"),
    [
        (1755684000, 10, True), (1755684000000, 10, True), (1755684000.5, 10, True),
        ({"@value": "2025-08-20T10:00:00Z"}, 10, True),
        ([{"@type": "DateTime", "@value": "2025-08-20T15:00:00+05:00"}], 10, True), ([1755684000], 10, True),
        ({"@value": "2025-08-20T15:00"}, 10, True), ("2025-08-20", 19, False), ({"@value": ["2025-08-20"]}, 19, False),
    ],
)  # fmt: skip
def test_a_time_of_structured_data_is_read_in_whatever_type_it_is_written(
    said: object, hour: int, is_precise: bool
) -> None:
    node = json.dumps({"@type": "NewsArticle", "headline": "Мост", "datePublished": said})
    read = _read(_ld(node), url="https://news.example.kz/2025/most")
    assert read.published_at is not None
    assert (read.published_at.hour, read.precise) == (hour, is_precise)


@pytest.mark.parametrize("said", [True, -5, 0, 1e300, {}, {"@value": None}, [], [[]], "скоро"])
def test_what_is_no_time_in_structured_data_is_none(said: object) -> None:
    node = json.dumps({"@type": "NewsArticle", "headline": "Мост", "datePublished": said})
    assert _read(_ld(node)).published_at is None


@pytest.mark.parametrize(
    "ruins",
    [
        '{"@type":"NewsArticle","headline":"A "b" c","datePublished":"2025-08-20T10:00:00Z",,"author":}',
        '{"@type":"NewsArticle" "datePublished" : "2025-08-20T10:00:00Z"',
        "{'@type':'NewsArticle','datePublished':'2025-08-20T10:00:00Z'}",
    ],
)
def test_a_time_is_found_in_structured_data_that_nothing_mends_if_it_is_the_only_one(ruins: str) -> None:
    moment = datetime(2025, 8, 20, 10, tzinfo=UTC)
    assert _read(_ld(ruins)).published_at == moment
    assert _read(_ld(ruins) + _ld(ruins.replace("T10", "T11"))).published_at is None


@pytest.mark.parametrize(
    ("head", "body", "expected"),
    [
        ('<link rel="canonical shortlink" href="/a1">', "", "https://news.example/a1"),
        ('<link rel="CANONICAL" href="/a1">', "", "https://news.example/a1"),
        ("", '<link rel="canonical" href="https://news.example/a-99">', ""),
        ("", '<article><div><link rel="canonical" href="/other-7"></div></article>', ""),
        ('<link rel="alternate" href="/rss"><link rel="canonical" href=""><link rel="canonical" href="/a1">', "",
         "https://news.example/a1"),
    ],
)  # fmt: skip
def test_a_page_says_in_its_head_what_its_address_is(head: str, body: str, expected: str) -> None:
    markup = f"<html><head>{head}<title>Мост</title></head><body><h1>Мост</h1>{body}</body></html>"
    assert _read(markup).url == expected


def test_a_publisher_under_whatever_name_of_its_own_is_no_author_where_somebody_is_named() -> None:
    page = '<meta property="og:site_name" content="Пример"><meta name="author" content="News.Example">{}'

    assert _read(page.format('<p class="author">von <a>Ann Lee</a></p>')).authors == ("Ann Lee",)
    assert _read(page.format('<meta name="cXenseParse:author" content="Анна Ким">')).authors == ("Анна Ким",)
    assert _read(page.format("")).authors == ("News.Example",)


MOMENT = datetime(2025, 8, 20, 5, 15, tzinfo=UTC)


ISO = "2025-08-20T10:15:00+05:00"


SECONDS = int(MOMENT.timestamp())


@pytest.mark.parametrize(
    "value",
    [
        SECONDS,
        float(SECONDS),
        SECONDS * 1000,
        str(SECONDS),
        str(SECONDS * 1000),
        {"@value": ISO},
        {"@type": "Date", "@value": SECONDS * 1000},
        {"@type": "DateTime", "value": ISO},
        {"$date": {"@value": ISO}},
        [ISO],
        ["", None, {"@value": ISO}],
        [["нет"], [ISO]],
        "2025-08-20T10:15:00&#43;05:00",
        "Wed Aug 20 2025 10:15:00 GMT+0500 (Kazakhstan Time)",
    ],
)
def test_a_date_in_json_ld_may_have_any_shape(value: object) -> None:
    said = _said(OWN | {"datePublished": value})
    assert (said.published_at, said.precise) == (MOMENT, True)


@pytest.mark.parametrize(
    "value", [True, None, 2025, -1, 1e300, float("inf"), {}, [], "P1D", {"@value": {}}, [[[[[ISO]]]]]]
)
def test_what_is_no_date_in_json_ld_is_passed_over(value: object) -> None:
    assert _said(OWN | {"datePublished": value}).published_at is None


@pytest.mark.parametrize("value", ["2025-08-20", {"@value": "2025-08-20"}, ["20.08.2025"], "20 August 2025"])
def test_a_day_alone_is_its_midnight_in_the_site_s_zone_and_no_time(value: object) -> None:
    said = _said(OWN | {"datePublished": value})
    assert (said.published_at, said.precise) == (datetime(2025, 8, 19, 19, tzinfo=UTC), False)


def test_a_change_dates_an_article_that_nothing_else_does() -> None:
    assert _said(OWN | {"datePublished": "", "dateModified": ISO}).published_at == MOMENT


BROKEN = [
    '{"@type":"NewsArticle","headline":"x" "datePublished":"DATE"}',
    '{"@type":"NewsArticle","headline":"x","datePublished":"DATE"',
    '{"@type":"NewsArticle","headline":x,"datePublished":"DATE"}',
    "{'@type':'NewsArticle','headline':'x','datePublished':'DATE'}",
    '{"@type":"NewsArticle","datePublished":DATE}',
    '{@type:"NewsArticle",datePublished:"DATE"}',
    '{"@type":["NewsArticle"],"articleBody":"a"b, "c": d","datePublished":"DATE","dateModified":"2025-08-21"}',
    '[{"@type":"http://schema.org/BlogPosting","datePublished":"DATE"}},{"@type":"X"}]',
]


@pytest.mark.parametrize("text", BROKEN)
def test_json_ld_that_nothing_mends_still_tells_its_one_date(text: str) -> None:
    assert _read(SHOWN + _ld(text.replace("DATE", ISO))).published_at == MOMENT
    several = text.replace("DATE", ISO) + '{"@type":"NewsArticle" "datePublished":"2024-01-01T08:00:00+05:00"}'
    assert _read(SHOWN + _ld(several)).published_at in (None, MOMENT)
    assert (
        _read(
            SHOWN + _ld(text.replace("DATE", ISO).replace("NewsArticle", "Event").replace("BlogPosting", "Event"))
        ).published_at
        is None
    )


@pytest.mark.parametrize(
    "shown",
    [
        '<div class="meta"><span class="date">20.08.2025</span> <span class="time">10:15</span></div>',
        '<div class="article-meta">20 августа 2025, 10:15</div>',
        '<p class="post-info">20.08.2025 / 10:15</p>',
        '<div><time datetime="2025-08-20">20 августа 2025</time><i>10:15</i></div>',
        '<ul class="entry-meta"><li class="date">20 августа 2025</li><li>10:15</li></ul>',
        '<span class="posted-on">20 тамыз 2025, 10:15</span>',
        '<div class="time">10:15, 20.08.2025</div>',
    ],
)
def test_the_time_of_day_may_stand_beside_the_day(shown: str) -> None:
    said = _read(SHOWN + f"<article>{shown}<p>Текст</p></article>", "https://news.example.kz/most")
    assert (said.published_at, said.precise) == (MOMENT, True)


HERE = "https://news.example/a/most-1"


OTHERS = "https://news.example/a/reka-2"


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        (f'<head><link rel="canonical" href="{HERE}"></head>', HERE),
        (f'<head><link rel="canonical shortlink" href="{HERE}"></head>', HERE),
        (f'<head><LINK REL="CANONICAL" HREF="{HERE}"></head>', HERE),
        (f'<head><link rel="canonical" href="{HERE}"></head><body><link rel="canonical" href="{OTHERS}">', HERE),
        (f'<head></head><body><div><link rel="canonical" href="{OTHERS}"></div>', ""),
        (f'<head></head><body><div><link rel="canonical" href="{HERE}"></div>', HERE),
        (f'<head><link rel="canonical" href="{OTHERS}"><link rel="canonical" href="{HERE}"></head>', HERE),
        (f'<head><link rel="canonical" href="{OTHERS}"><link rel="canonical" href="/x/y-3"></head>', ""),
        (f'<head><link rel="canonical" href=""><link rel="canonical" href="{HERE}"></head>', HERE),
        (f'<head><link rel="alternate canonical-x" href="{OTHERS}"></head>', ""),
        (
            f'<head><div></div><meta property="og:url" content="{HERE}"><link rel="canonical" href="{HERE}"></head>',
            HERE,
        ),
    ],
)
def test_the_canonical_address_is_the_one_in_the_head(markup: str, expected: str) -> None:
    assert _read(f"<html>{markup}</html>", HERE).url == expected
