"""What publishers were seen to send, by public bug reports of readers of feeds: each is read as it was meant."""

from datetime import UTC, datetime

import pytest

from parsers.article import Link, Page
from parsers.listings import discovery, feed, opml, sitemap
from tests.parsers.conftest import NOW

ONE = "https://vestnik.kz/1"
RDF = (
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"{}><channel rdf:about="https://vestnik.kz/"{}>'
    '<title>x</title></channel><item rdf:about="https://vestnik.kz/1"{}><title>a</title>{}</item></rdf:RDF>'
)
RSS_1 = ' xmlns="http://purl.org/rss/1.0/"'


def page(body: str | bytes, url: str = "https://vestnik.kz/rss") -> Page:
    return Page(url=url, body=body.encode() if isinstance(body, str) else body, fetched_at=NOW)


def links(items: str) -> list[Link]:
    return feed.list_links(page(f'<rss version="2.0"><channel><title>x</title>{items}</channel></rss>'))


@pytest.mark.parametrize(
    "said",
    [
        "Fri, 20 Nov 2026 00:00:00 EST",
        "Fri, Nov 20 2026 05:00:00 +0000",
        "2026/11/20 10:00:00",
        "ven, 20 nov 2026 05:00:00 GMT",
        "Fri, 20 Nov 26 06:00:00 +0100",
        "2026-11-20T05:00:00Z.",
        "Fri, Nov 20 2026 10:00:00 AM",
        "Пт, 20 ноя 2026 08:00:00 +0300",
        "Fri,  20 Nov 2026 05:00:00 GMT",
        "Fr, 20. Nov 2026 06:00:00 +0100",
        "2026-11-20T05:00:00.0000000Z",
        "20-Nov-26 10.00.00 AM",
        "Friday, November 20, 2026 - 10:00",
        "20th November 2026 10:00am",
        "Fri, 20 Nov 2026 10:00:00 +5:00",
        "Fri, 20 Nov 2026 10:00:00 UTC+05:00",
        "Fri, 20 Nov 2026 05:00:00 -0000",
        "Fri, 20 Nov 2026 05:00:00.000 GMT",
        "Fri, 20 Nov 2026 05:00:00 Etc/GMT",
        "Fri Nov 20 00:00:00 EST 2026",
        "202611201000",
        "20261120100000",
        "20 листопада 2026 10:00",
        "20 лістапада 2026, 10:00",
        "20 Kasım 2026 10:00",
        "20 de noviembre de 2026 10:00",
        "20. November 2026 10:00",
        "20.11.2026г. 10:00",
        "20 қараша, 2026 жыл 10:00",
    ],
)
def test_a_moment_is_read_however_it_is_written(said: str) -> None:
    (link,) = links(f"<item><title>x</title><link>{ONE}</link><pubDate>{said}</pubDate></item>")
    assert link.published_at == datetime(2026, 11, 20, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("said", "month"),
    [
        ("ven, 02 ott 2026", 10), ("Di, 24 März 2026", 3), ("mer., 25 févr. 2026", 2), ("lun., 12 août 2026", 8),
        ("12 juin 2026", 6), ("12 juillet 2026", 7), ("2 de mayo de 2026", 5), ("3 stycznia 2026", 1),
        ("4 грудня 2025", 12), ("5 Ağustos 2026", 8), ("6 iyul 2026", 7), ("Tue, 18 Sept 2026", 9),
    ],
)  # fmt: skip
def test_months_of_neighbours_are_months(said: str, month: int) -> None:
    (link,) = links(f"<item><title>x</title><link>{ONE}</link><pubDate>{said} 10:00:00 +0000</pubDate></item>")
    assert link.published_at is not None
    assert link.published_at.month == month


@pytest.mark.parametrize("said", ["2026", "2026-11", "11/2026", "Sun", "5 out of 10", "2 set 1"])
def test_what_names_no_day_is_no_date(said: str) -> None:
    (link,) = links(f"<item><title>x</title><link>{ONE}</link><pubDate>{said}</pubDate></item>")
    assert link.published_at is None


@pytest.mark.parametrize(
    "item",
    [
        f'<link xmlns="http://other.example/">{ONE}</link><guid isPermaLink="false">{ONE}</guid>',
        f"<link>https:/{ONE[7:]}</link>",
        f"<link>https://{ONE}</link>",
        "<link>https:\\\\vestnik.kz\\1</link>",
        f'<link>"{ONE}"</link>',
        "<link>https://vestnik.kz/\n  1</link>",
        "<link>vestnik.kz/1</link>",
        "<link>https://www.google.com/url?rct=j&amp;sa=t&amp;url=https://vestnik.kz/1&amp;ct=ga</link>",
        f"<link>{ONE}</link><pubDate>bad</pubDate>",
    ],
)
def test_an_address_is_read_as_it_was_meant(item: str) -> None:
    assert [link.url for link in links(f"<item><title>x</title>{item}</item>")] == [ONE]


@pytest.mark.parametrize(
    "entry",
    [
        f'<link rel="alternate" href="{ONE}"/><link rel="enclosure" type="image/jpeg">https://vestnik.kz/a.jpg</link>',
        f'<link href="{ONE}"/><link rel="alternate" type="application/nostr+json" href="nostr:x"/>',
        f'<link rel="alternate" type="application/pdf" href="{ONE}.pdf"/><link type="text/html" href="{ONE}"/>',
        f'<link rel="Self" href="https://vestnik.kz/feed"/><link rel="Alternate" href="{ONE}"/>',
        f'<link rel="enclosure" href="{ONE}.mp3"/><link href="{ONE}"/>',
        f'<link rel="http://www.iana.org/assignments/relation/alternate" href="{ONE}"/>',
    ],
)
def test_an_entry_leads_to_its_page(entry: str) -> None:
    body = f'<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>x</title>{entry}</entry></feed>'
    assert [link.url for link in feed.list_links(page(body))] == [ONE]


@pytest.mark.parametrize(
    "body",
    [
        RDF.format(RSS_1, "", "", f"<link>{ONE}</link>"),
        RDF.format("", RSS_1, RSS_1, f"<link>{ONE}</link>"),
        RDF.format(RSS_1, "", "", ""),
        f"<rss><channel><item><title>a</title><link>{ONE}</link></item></channel></rss>",
        f'<RSS VERSION="2.0"><CHANNEL><ITEM><TITLE>a</TITLE><LINK>{ONE}</LINK></ITEM></CHANNEL></RSS>',
        f'<rss version="2.0"><channel></channel><item><title>a</title><link>{ONE}</link></item></rss>',
        (
            f'<rss version="2.0"><channel><item><title>a</title><link>{ONE}</link></item></channel></rss><br />\n'
            "<b>Warning</b>: mkdir() [<a href='f'>f</a>]: x & y"
        ),
        (
            f'<rss version="2.0"><channel><item><title>a</title><link>{ONE}</link><description><script async src="x">'
            "</description></item></channel></rss>"
        ),
        f'<rss version="2.0"><channel><item><title>&#8;a\x08</title><link>{ONE}</link></item></channel></rss>',
        f"<feed><entry><title>a</title><link href='{ONE}'/></entry></feed>",
        (
            "<a:feed xmlns:a='http://www.w3.org/2005/Atom'><a:entry><a:title>a</a:title>"
            f"<a:link href='{ONE}'/></a:entry></a:feed>"
        ),
        f'\ufeff {{"version":"https://jsonfeed.org/version/1","items":[{{"id":"{ONE}","title":"a"}}]}}',
        f'{{"version":"https://jsonfeed.org/version/1.1","items":[{{"url":"{ONE}","title":"a"}},]}}',
    ],
)
def test_a_feed_of_another_shape_is_a_feed(body: str) -> None:
    assert [(link.url, link.title) for link in feed.list_links(page(body))] == [(ONE, "a")]


@pytest.mark.parametrize("title", ["<![CDATA[<![CDATA[Мост]]>]]&gt;", "&lt;![CDATA[Мост]]&gt;", "<b>Мост</b>"])
def test_a_title_has_no_wrapping(title: str) -> None:
    assert [link.title for link in links(f"<item><title>{title}</title><link>{ONE}</link></item>")] == ["Мост"]


@pytest.mark.parametrize(
    "body",
    [
        "https://vestnik.kz/1\n",
        "<urlset><url><lastmod>2025-01-01</lastmod></url><url><loc>/1</loc></url></urlset>",
        "<urlset><url><loc><![CDATA[https://vestnik.kz/1]]></loc></url></urlset>",
        "<s:urlset xmlns:s='http://www.sitemaps.org/schemas/sitemap/0.9'><s:url><s:loc>/1</s:loc></s:url></s:urlset>",
        "\ufeff\n<?xml version='1.0'?><urlset><url><loc>/1</loc></url></urlset>",
    ],
)
def test_a_sitemap_of_another_shape_is_a_sitemap(body: str) -> None:
    assert sitemap.list_links(page(body)) == [Link(url=ONE)]


def test_news_of_a_namespace_that_nobody_declared_is_news() -> None:
    news = "<news:news><news:publication_date>2026-11-20T10:00:00+05:00</news:publication_date>"
    body = f"<urlset><url><loc>/1</loc>{news}<news:title>Мост</news:title></news:news></url></urlset>"
    assert sitemap.list_links(page(body)) == [
        Link(url=ONE, title="Мост", published_at=datetime(2026, 11, 20, 5, tzinfo=UTC))
    ]


@pytest.mark.parametrize(
    "head",
    [
        '<link rel="alternate" type="application/rss&#43;xml" href="/rss">',
        "<link href=rss rel=alternate type=application/atom+xml>",
        '<link rel="alternate" type="application/rss xml" href="/rss">',
        '<link rel="alternate" type="application/xml+rss" href="/rss">',
        '<link type="application/rss+xml" href="/rss">',
        '<link rel="alternate" type="application/rss+xml" href="feed://vestnik.kz/rss">',
        '<link rel="alternate" type="application/rss+xml" href="feed:https://vestnik.kz/rss">',
        '<noscript><link rel="alternate" type="application/rss+xml" href="/rss"></noscript>',
        '<a href="feed:https://vestnik.kz/rss">RSS</a>',
        '<a type="application/rss+xml" href="/rss">Лента</a>',
        '<a rel="nofollow" type="application/rss+xml" href="/rss">Лента</a>',
    ],
)
def test_a_feed_is_found_however_a_page_names_it(head: str) -> None:
    assert [lead.url for lead in discovery.advertised(page(head, "https://vestnik.kz/"))] == ["https://vestnik.kz/rss"]


@pytest.mark.parametrize("href", ["/?feed=rss2", "https://feeds.feedburner.com/vestnik", "/subscribe/rss"])
def test_a_link_to_a_feed_does_where_no_head_names_one(href: str) -> None:
    assert len(discovery.advertised(page(f'<a href="{href}"><img></a>', "https://vestnik.kz/"))) == 1


@pytest.mark.parametrize(
    "url", ["feed://a.kz/f", "feed:https://a.kz/f", " https://a.kz/f ", "https:/a.kz/f", "//a.kz/f"]
)
def test_a_list_of_sources_may_have_addresses_of_other_programs(url: str) -> None:
    body = f'<opml version="1.0"><head/><body>, <outline text="NYT > A &amp; B" xmlUrl="{url}"/></body></opml>'
    assert [(one.url, one.title) for one in opml.read(page(body, ""))] == [("https://a.kz/f", "NYT > A & B")]
