"""Feeds of every kind, good and hostile."""

import gzip
import json
import time
from contextlib import suppress
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.article import Link, Page, ParseError
from parsers.listings import feed, safe_xml
from tests.parsers.conftest import NOW

RSS = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0"><channel><title>Степной вестник</title><link>https://vestnik.example/</link>
<item><title>Мост через Или открыт &lt;b&gt;досрочно&lt;/b&gt;</title><link>/news/1.html</link>
  <pubDate>Sun, 22 Nov 2026 12:30:00 +0500</pubDate></item>
<item><title><![CDATA[Снег &amp; ветер]]></title><link>https://vestnik.example/news/2.html#top</link></item>
<item><title>Без ссылки</title></item>
<item><title>Снова первая</title><link>https://vestnik.example/news/1.html</link></item>
<item><title>Дата шуткой</title><guid isPermaLink="true">https://vestnik.example/news/3.html</guid><pubDate>вчера</pubDate></item>
</channel></rss>"""

ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>Қала</title>
<entry><title type="html">&lt;i&gt;Жаңа&lt;/i&gt; көпір</title><link rel="alternate" href="https://qala.example/a"/>
<updated>2026-11-22T07:00:00Z</updated></entry></feed>"""

BOMB = '<!DOCTYPE z [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'


def page(body: str | bytes, charset: str = "") -> Page:
    content = body.encode() if isinstance(body, str) else body
    return Page(url="https://vestnik.example/rss", body=content, fetched_at=NOW, charset=charset)


def reason(body: str | bytes) -> str:
    with pytest.raises(ParseError) as refusal:
        feed.list_links(page(body))
    return refusal.value.reason


def test_an_rss_feed_is_a_list_of_links() -> None:
    assert feed.list_links(page(RSS)) == [
        Link(
            url="https://vestnik.example/news/1.html",
            title="Мост через Или открыт досрочно",
            published_at=datetime(2026, 11, 22, 7, 30, tzinfo=UTC),
        ),
        Link(url="https://vestnik.example/news/2.html", title="Снег & ветер"),
        Link(url="https://vestnik.example/news/3.html", title="Дата шуткой"),
    ]


def test_a_feed_says_what_it_is_called() -> None:
    assert (feed.read(page(RSS)).title, feed.read(page(RSS)).language) == ("Степной вестник", "")
    named = '{"version": "https://jsonfeed.org/version/1", "title": "Қала", "language": "kk"}'
    assert feed.read(page(named)) == feed.Feed(title="Қала", language="kk", links=())


def test_an_atom_feed_is_a_list_of_links() -> None:
    (link,) = feed.list_links(page(ATOM))
    assert link == Link(
        url="https://qala.example/a", title="Жаңа көпір", published_at=datetime(2026, 11, 22, 7, tzinfo=UTC)
    )


def test_a_json_feed_is_a_list_of_links() -> None:
    items = [
        {"url": "/a", "title": "Көпір", "date_published": "2026-11-22T12:00:00+05:00"},
        {"external_url": "https://other.example/b", "title": 7, "date_modified": "2026-11-22T12:00:00"},
        {"url": "/c", "date_published": "0001-01-01T00:00:00+23:00"},
        {"title": "без адреса"},
        "не запись",
    ]
    assert feed.list_links(page(json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": items}))) == [
        Link(url="https://vestnik.example/a", title="Көпір", published_at=datetime(2026, 11, 22, 7, tzinfo=UTC)),
        Link(url="https://other.example/b"),
        Link(url="https://vestnik.example/c"),
    ]


@pytest.mark.parametrize("charset", ["utf-8", "utf-16", "windows-1251", "koi8-r"])
def test_a_feed_is_read_in_the_charset_that_it_or_its_server_declares(charset: str) -> None:
    declared = RSS.replace('"utf-8"', f'"{charset}"').encode(charset)
    undeclared = RSS.partition("\n")[2].encode(charset)
    wrongly_served = feed.list_links(page(declared, "us-ascii"))
    assert wrongly_served == feed.list_links(page(undeclared, charset)) == feed.list_links(page(RSS))


def test_a_charset_that_serves_no_feed_is_not_believed() -> None:
    assert feed.list_links(page(RSS.replace("utf-8", "utf-7"), "rot13")) == feed.list_links(page(RSS))


def test_a_gzip_file_is_unpacked() -> None:
    assert len(feed.list_links(page(gzip.compress(RSS.encode())))) == 3


def test_a_feed_without_items_is_empty_but_good() -> None:
    assert feed.list_links(page('<rss version="2.0"><channel><title>x</title></channel></rss>')) == []


def test_a_broken_feed_gives_what_it_has() -> None:
    assert len(feed.list_links(page(RSS[: RSS.index("<item><title>Снова")] + "&nbsp;<oops"))) == 2


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("\n<!DOCTYPE html><html><body>Not found</body></html>", safe_xml.HTML_INSTEAD),
        ("<html><body>403</body></html>", safe_xml.HTML_INSTEAD),
        ("<urlset></urlset>", "not a feed"),
        ("plain text", "not a feed"),
        ("", "empty"),
        ("{", "damaged JSON instead of a feed"),
        ('{"a":' * 100_000, "damaged JSON instead of a feed"),
        ('{"error": "nope"}', "JSON, but not a JSON feed"),
        (gzip.compress(b"x" * 100, mtime=0)[:20], "damaged gzip: ends early"),
    ],
    ids=lambda value: str(value)[:30],
)
def test_what_is_no_feed_says_what_it_is(body: str | bytes, expected: str) -> None:
    assert reason(body) == expected


@pytest.mark.parametrize("encode", ["utf-8", "utf-16", "utf-16-le"])
def test_entities_are_not_expanded_in_any_disguise(encode: str) -> None:
    assert "entities" in reason((BOMB + RSS.partition("\n")[2].replace("Без", "&b;")).encode(encode))


def test_an_external_document_is_not_fetched() -> None:
    external = '<!DOCTYPE rss SYSTEM "http://127.0.0.1:1/evil.dtd">' + RSS.partition("\n")[2]
    assert len(feed.list_links(page(external))) == 3


def test_a_feed_has_limits() -> None:
    assert "larger than" in reason(b"<rss>" + b" " * feed.MAX_BYTES)
    assert "unpacks to more" in reason(gzip.compress(bytes(feed.MAX_BYTES + 1)))
    items = "".join(f"<item><link>https://a.kz/{number}</link></item>" for number in range(feed.MAX_LINKS + 50))
    links = feed.list_links(page(f'<rss version="2.0"><channel>{items}</channel></rss>'))
    assert len(links) == feed.MAX_LINKS


def test_a_hostile_feed_does_not_take_long() -> None:
    started = time.monotonic()
    for body in ("<rss version='2.0'><channel>" + "<item>" * 5_000, "<rss><title>" + "<" * 20_000, "<" * 20_000):
        with suppress(ParseError):
            feed.list_links(page(body))
    assert time.monotonic() - started < 5


@given(st.one_of(st.binary(max_size=400), st.text(max_size=400).map(lambda text: text.encode("utf-8", "replace"))))
def test_arbitrary_bytes_raise_nothing_but_parse_errors(body: bytes) -> None:
    for start in (
        b"",
        b'<rss version="2.0"><channel><item><link>',
        b"<feed><entry><updated>",
        b'{"version":"jsonfeed.org"',
    ):
        with suppress(ParseError):
            feed.list_links(page(start + body))


@given(st.integers(min_value=0, max_value=len(RSS)), st.binary(max_size=20), st.integers(min_value=0, max_value=40))
def test_a_damaged_feed_raises_nothing_but_parse_errors(at: int, junk: bytes, cut: int) -> None:
    content = RSS.encode()
    with suppress(ParseError):
        feed.list_links(page(content[:at] + junk + content[at + cut :]))


def rss(items: str) -> str:
    return f'<rss version="2.0"><channel><title>x</title><link>https://vestnik.example/</link>{items}</channel></rss>'


def item(number: int, extra: str = "") -> str:
    return f"<item><title>{number}</title><link>https://vestnik.example/{number}</link>{extra}</item>"


@pytest.mark.parametrize(
    "link", ["", "<link></link>", "<link/>", "<link />", "<link> \n </link>", "<link><![CDATA[ ]]></link>"]
)
@pytest.mark.parametrize(
    ("guid", "expected"),
    [
        ("<guid>https://vestnik.example/a</guid>", ["https://vestnik.example/a"]),
        ('<guid isPermaLink="true"> https://vestnik.example/a </guid>', ["https://vestnik.example/a"]),
        ('<guid isPermaLink="true">/a</guid>', ["https://vestnik.example/a"]),
        ('<guid isPermaLink="false">https://vestnik.example/?p=7</guid>', []),
        ("<guid>20261122-7</guid>", []),
        ("<guid>urn:uuid:9b1deb4d</guid>", []),
        ("", []),
    ],
)
def test_an_item_without_a_link_is_where_its_guid_says(link: str, guid: str, expected: list[str]) -> None:
    for order in (f"{link}{guid}", f"{guid}{link}"):
        links = feed.list_links(page(rss(f"<item><title>x</title>{order}</item>")))
        assert [found.url for found in links] == expected


def test_a_link_goes_before_a_guid() -> None:
    both = rss("<item><guid>https://vestnik.example/guid</guid><link>https://vestnik.example/link</link></item>")
    assert [link.url for link in feed.list_links(page(both))] == ["https://vestnik.example/link"]


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("<title>Зачем &lt;body&gt;, если есть &amp;lt;main&amp;gt;</title>", "Зачем <body>, если есть &lt;main&gt;"),
        ('<title type="text">5 &lt;b&gt; 3 &amp; 2</title>', "5 <b> 3 & 2"),
        (
            '<title type="html">&lt;p&gt;Мост&lt;br/&gt;&lt;i&gt;цел&lt;/i&gt;&lt;/p&gt; &amp;amp; ровен</title>',
            "Мост цел & ровен",
        ),
        (
            '<title type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">Мост <em>цел</em> &lt;дня&gt;</div></title>',
            "Мост цел <дня>",
        ),
    ],
)
def test_an_atom_title_is_read_as_its_type_says(title: str, expected: str) -> None:
    body = f'<feed xmlns="http://www.w3.org/2005/Atom"><entry>{title}<link href="/a"/></entry></feed>'
    (link,) = feed.list_links(page(body))
    assert link.title == expected


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Новый тег &lt;dialog&gt; в HTML", "Новый тег <dialog> в HTML"),
        ("&lt;span class='x'&gt;Мост&lt;/span&gt; &amp;laquo;Или&amp;raquo;", "Мост «Или»"),
        ("Мост &amp;amp;laquo;Или&amp;amp;raquo; &amp;#8212; цел", "Мост «Или» — цел"),
        ("<![CDATA[Мост &amp;quot;Или&amp;quot;&nbsp;&ndash; <b>цел</b>]]>", 'Мост "Или" – цел'),
        ("R&D: 5 &lt; 7 &amp;&amp; 7 &gt; 5", "R&D: 5 < 7 && 7 > 5"),
        ("Мост&nbsp;&laquo;Или&raquo; &mdash; &#151; цел", "Мост «Или» — — цел"),
        ("Смайл &#55357;&#56842; &#xD83D; &#0; &#1114112;", "Смайл 😊 \ufffd \ufffd \ufffd"),
    ],
)
def test_an_rss_title_is_read_as_it_was_meant(title: str, expected: str) -> None:
    (link,) = feed.list_links(page(rss(f"<item><title>{title}</title><link>/1</link></item>")))
    assert link.title == expected


def test_a_bare_ampersand_costs_an_address_nothing() -> None:
    body = rss(
        "<item><title>x</title><link>https://vestnik.example/?id=7&section=2&copy=1&amp;lt=3</link></item>" + item(2)
    )
    assert [link.url for link in feed.list_links(page(body))] == [
        "https://vestnik.example/?id=7&section=2&copy=1&lt=3",
        "https://vestnik.example/2",
    ]


@pytest.mark.parametrize(
    "said",
    [
        "Thu, 01 Jan 1970 00:00:00 +0000",
        "1970-01-01T03:00:00+03:00",
        "0",
        "0001-01-01T00:00:00Z",
        "1/1/0001 12:00:00 AM",
        "Mon, 01 Jan 0001 00:00:00 GMT",
        "Wed, 30 Nov -0001 00:00:00 +0000",
        "0000-00-00 00:00:00",
        "Mon, 30 Feb 2026 10:00:00 GMT",
        "Fri, 31 Dec 9999 23:59:59 GMT",
        "Tue, 24 Nov 2026 10:00:00 GMT",
        "вчера",
        "5 минут назад",
        "22 ноября",
        "Invalid Date",
    ],
)
def test_a_date_that_cannot_be_is_none(said: str) -> None:
    (link,) = feed.list_links(page(rss(item(1, f"<pubDate>{said}</pubDate>"))))
    assert link.published_at is None


@pytest.mark.parametrize(
    "said",
    [
        "Sun, 22 Nov 2026 06:00:00 Z",
        "Вс, 22 ноя 2026 09:00:00 МСК",
        "22.11.2026 06:00",
        "2026-11-22 11:00:00 +0500",
        "1795327200",
        "1795327200000",
        "Sun, 22 Nov 2026 01:00:00 EST",
        "Sun, 22 Nov 26 06:00:00 GMT",
        "Sun Nov 22 06:00:00 2026",
        "Sun, 22 Nov 2026 6:00 AM",
        "2026-11-22T11:00:00+05:00[Asia/Almaty]",
    ],
)
def test_a_date_is_read_in_whatever_form_it_is_met(said: str) -> None:
    (link,) = feed.list_links(page(rss(item(1, f"<pubDate>{said}</pubDate>"))))
    assert link.published_at == datetime(2026, 11, 22, 6, tzinfo=UTC)


def test_of_a_feed_that_begins_with_its_oldest_the_newest_are_read() -> None:
    dated = "".join(item(n, f"<pubDate>{2000 + n // 50}-01-{n % 28 + 1:02}T00:00:00Z</pubDate>") for n in range(1000))
    numbered = "".join(map(item, range(100_000, 101_000)))

    assert feed.list_links(page(rss(dated)))[0].published_at == datetime(2019, 1, 28, tzinfo=UTC)
    assert feed.list_links(page(rss(numbered)))[0].url.endswith("/100999")
    assert len(feed.list_links(page(rss(numbered)))) == feed.MAX_LINKS


@pytest.mark.parametrize(
    "before",
    [
        "\ufeff\ufeff",
        "\n\n",
        "<br />\n<b>Warning</b>: a & b in x.php<br />\n",
        "Notice: x < y ",
        "<!-- made by R&D -->",
        "\x00\x08",
    ],
)
def test_what_a_server_writes_before_a_feed_is_passed_over(before: str) -> None:
    assert feed.list_links(page(before + RSS)) == feed.list_links(page(RSS))


def _rss(*items: str) -> str:
    listed = "".join(f"<item>{item}</item>" for item in items)
    return f"<rss version='2.0'><channel><title>Лента</title>{listed}</channel></rss>"


@pytest.mark.parametrize(
    "link",
    ["<link>#</link>", "<link>#top</link>", "<link>javascript:void(0)</link>", "<link>mailto:a@b.example</link>",
     "<link rel='x'/>", "<link href=''/>", "<link>  </link>", "<link>data:text/html,x</link>"],
)  # fmt: skip
def test_a_link_that_leads_nowhere_gives_way_to_the_guid(link: str) -> None:
    document = _rss(f"<title>а</title>{link}<guid>https://vestnik.example/7</guid>")
    assert [found.url for found in feed.list_links(page(document))] == ["https://vestnik.example/7"]


@pytest.mark.parametrize(
    "front", ["https://vestnik.example/", "https://vestnik.example", "/", "https://vestnik.example/news"]
)
@pytest.mark.parametrize("attribute", ["", ' isPermaLink="true"', ' isPermaLink="false"'])
def test_where_all_items_link_to_one_page_their_guids_tell_them_apart(front: str, attribute: str) -> None:
    items = (
        f"<title>{n}</title><link>{front}</link><guid{attribute}>https://vestnik.example/{n}</guid>" for n in (1, 2, 3)
    )
    assert [found.url[-1] for found in feed.list_links(page(_rss(*items)))] == ["1", "2", "3"]


def test_a_feed_of_one_item_keeps_its_link() -> None:
    document = _rss("<title>а</title><link>https://vestnik.example/a</link><guid>https://vestnik.example/?p=1</guid>")
    assert [found.url for found in feed.list_links(page(document))] == ["https://vestnik.example/a"]


@pytest.mark.parametrize("bad", ["0001-01-01T00:00:00Z", "1970-01-01T00:00:00Z", "", "вчера", "2199-01-01T00:00:00Z"])
def test_a_time_that_cannot_be_gives_way_to_the_other_one(bad: str) -> None:
    entry = (
        '<entry><title>а</title><link href="/a"/>'
        f"<published>{bad}</published><updated>2026-11-22T07:00:00Z</updated></entry>"
    )
    document = f'<feed xmlns="http://www.w3.org/2005/Atom"><title>Лента</title>{entry}</feed>'
    (link,) = feed.list_links(page(document))
    assert link.published_at == datetime(2026, 11, 22, 7, tzinfo=UTC)


@pytest.mark.parametrize(
    "said",
    [
        "2026-11-22T12:00:00",
        "2026-11-22 12:00:00",
        "Sun, 22 Nov 2026 12:00:00",
        "22.11.2026 12:00",
        "22 ноября 2026, 12:00",
    ],
)
def test_a_time_without_a_zone_is_meant_in_that_of_the_sites_country(said: str) -> None:
    at_home = Page(
        url="https://vestnik.example.kz/rss",
        body=_rss(f"<title>а</title><link>/a</link><pubDate>{said}</pubDate>").encode(),
        fetched_at=datetime(2026, 11, 22, 9, tzinfo=UTC),
    )  # fmt: skip
    (link,) = feed.list_links(at_home)
    assert link.published_at == datetime(2026, 11, 22, 7, tzinfo=UTC)


def test_a_link_that_only_counts_clicks_gives_way_to_the_one_it_stands_for() -> None:
    item = (
        "<title>а</title><link>http://feeds.example/~r/x</link><feedburner:origLink "
        "xmlns:feedburner='http://rssnamespace.org/feedburner/ext/1.0'>https://vestnik.example/a</feedburner:origLink>"
    )
    assert [found.url for found in feed.list_links(page(_rss(item)))] == ["https://vestnik.example/a"]


NOWHERE = [
    "<link>#</link>", "<link>#comments</link>", "<link>/</link>", "<link>https://vestnik.example</link>",
    "<link>http://www.vestnik.example/</link>", "<link>https://vestnik.example/?utm_source=rss</link>",
    "<link>https://vestnik.example/rss</link>", "<link>https://vestnik.example/section/</link>",
    "<link rel='alternate'/>", "<link rel='alternate' href=''></link>", "<link>javascript:void(0)</link>",
    "<link>mailto:a@vestnik.example</link>", "<link>tg://resolve?domain=x</link>", "<link>about:blank</link>",
    "<link>http://</link>", "<link>null</link>", "<link>undefined</link>", "<link>&lt;a href='/1'&gt;</link>",
]  # fmt: skip


def section(items: str) -> str:
    return rss(items).replace("https://vestnik.example/</link>", "https://vestnik.example/section/</link>", 1)


@pytest.mark.parametrize("link", NOWHERE)
def test_a_link_that_leads_nowhere_gives_way_to_a_guid_that_is_an_address(link: str) -> None:
    items = "".join(f"<item><title>{n}</title>{link}<guid>https://vestnik.example/{n}</guid></item>" for n in (1, 2))
    for order in (items, items.replace(link, "").replace("</guid>", f"</guid>{link}")):
        links = feed.list_links(page(section(order)))
        assert [(found.url, found.guid) for found in links] == [
            ("https://vestnik.example/1", ""),
            ("https://vestnik.example/2", ""),
        ]


@pytest.mark.parametrize("link", NOWHERE)
@pytest.mark.parametrize("guid", ["", "<guid>7</guid>", "<guid isPermaLink='false'>7</guid>", "<guid>tag:a,7</guid>"])
def test_an_item_that_leads_to_no_page_of_its_own_is_no_article(link: str, guid: str) -> None:
    assert feed.list_links(page(section(f"<item><title>x</title>{link}{guid}</item>"))) == []


def test_where_items_share_a_link_their_guids_are_their_addresses() -> None:
    shared = "<link>https://vestnik.example/all</link>"
    items = "".join(f"<item><title>{n}</title>{shared}<guid>https://vestnik.example/{n}</guid></item>" for n in (1, 2))
    assert [link.url for link in feed.list_links(page(rss(items)))] == [
        "https://vestnik.example/1",
        "https://vestnik.example/2",
    ]
    twice = f"<item><title>x</title>{shared}<guid>https://vestnik.example/?p=1</guid></item>" * 2
    assert [link.url for link in feed.list_links(page(rss(twice)))] == ["https://vestnik.example/all"]


def test_a_guid_that_is_another_address_stays_the_item_s_name() -> None:
    body = rss("<item><link>https://vestnik.example/1?v=token</link><guid>https://vestnik.example/1</guid></item>")
    (link,) = feed.list_links(page(body))
    assert (link.url, link.guid) == ("https://vestnik.example/1?v=token", "https://vestnik.example/1")


@pytest.mark.parametrize(
    ("inner", "expected"),
    [
        ("<link>https://vestnik.example/1</link><link>https://vestnik.example/</link>", "https://vestnik.example/1"),
        ("<link>vestnik.example/1</link>", "https://vestnik.example/1"),
        ("<link>//vestnik.example/1</link>", "https://vestnik.example/1"),
        ("<link>?p=1</link>", "https://vestnik.example/rss?p=1"),
        (
            (
                '<link>https://feeds.example/~r/1</link><fb:origLink xmlns:fb="http://rssnamespace.org/feedburner/ext/1.0">'
                "https://vestnik.example/1</fb:origLink>"
            ),
            "https://vestnik.example/1",
        ),
    ],
)
def test_the_likeliest_of_several_addresses_is_taken(inner: str, expected: str) -> None:
    assert [link.url for link in feed.list_links(page(rss(f"<item><title>x</title>{inner}</item>")))] == [expected]


@pytest.mark.parametrize("published", ["0001-01-01T00:00:00Z", "1970-01-01T00:00:00Z", "2062-01-01T00:00:00Z", "", "-"])
def test_a_date_that_cannot_be_gives_way_to_the_next(published: str) -> None:
    entry = f"<published>{published}</published><updated>2026-11-22T07:00:00Z</updated>"
    body = f'<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>x</title><link href="/a"/>{entry}</entry></feed>'
    item = {"url": "/a", "date_published": published, "date_modified": "2026-11-22T07:00:00Z"}
    for written in (body, json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": [item]})):
        (link,) = feed.list_links(page(written))
        assert link.published_at == datetime(2026, 11, 22, 7, tzinfo=UTC)


LOCAL = [
    "Sun, 22 Nov 2026 12:00:00", "Sun 22 Nov 2026 12:00", "22 Nov 26 12:00:00", "22 ноября 2026 12:00",
    "Вс, 22 ноя 2026 12:00:00", "жс, 22 қараша 2026 12:00", "2026-11-22T12:00:00", "2026-11-22 12:00:00.000",
    "20261122T120000", "22.11.2026 12:00", "11/22/2026 12:00:00 PM", "Nov 22, 2026 12:00 PM",
]  # fmt: skip


@pytest.mark.parametrize("said", LOCAL)
@pytest.mark.parametrize(
    ("url", "zone", "language", "hour"),
    [
        ("https://vestnik.kz/rss", "", "", 7),
        ("https://vestnik.ru/rss", "", "", 9),
        ("https://vestnik.ru/rss", "Asia/Almaty", "", 7),
        ("https://vestnik.example/rss", "", "ru-KZ", 7),
        ("https://vestnik.example/rss", "", "kk", 7),
        ("https://vestnik.example/rss", "", "ru", 12),
        ("https://vestnik.ru/rss", "", "kk", 9),
    ],
)
def test_a_time_without_an_offset_is_the_site_s(said: str, url: str, zone: str, language: str, hour: int) -> None:
    body = rss(f"<language>{language}</language>" + item(1, f"<pubDate>{said}</pubDate>"))
    asked = Page(url=url, body=body.encode(), fetched_at=NOW)
    (link,) = feed.list_links(asked, zone=zone)
    assert link.published_at == datetime(2026, 11, 22, hour, tzinfo=UTC)


@pytest.mark.parametrize(
    "said",
    [
        "Sat, 21 Nov 2026 24:00:00 +0500",
        "Sat, 21 Nov 2026 24:00",
        "2026-11-21T24:00:00+05:00",
        "2026-11-22",
        "22 Nov 2026",
        "Вс, 22 ноября 2026 г.",
        "2026-11-22 00:00:00 Asia/Almaty",
        "Sat, 21 Nov 2026 22:00:00 Europe/Moscow",
        "Sat, 21 Nov 2026 14:00:00 America/New_York",
    ],
)
def test_midnight_is_midnight_in_the_site_s_zone(said: str) -> None:
    asked = Page(url="https://vestnik.kz/rss", body=rss(item(1, f"<pubDate>{said}</pubDate>")).encode(), fetched_at=NOW)
    (link,) = feed.list_links(asked)
    assert link.published_at == datetime(2026, 11, 21, 19, tzinfo=UTC)
