"""A feed that carries its articles whole is read without their pages; one that carries summaries is not."""

import json
from datetime import UTC, datetime
from html import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parsers.article import Link, Page
from parsers.listings import feed

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
SENTENCE = "Мост через Ишим открыли утром, и люди пошли по нему на другой берег."


def _body(number: int, *, end: str = "") -> str:
    paragraphs = "".join(f"<p>{number}-{each}. {SENTENCE}</p>" for each in range(10 + 3 * number))
    return f'<img src="https://news.example/{number}.jpg">{paragraphs}{end}'


def _item(number: int, text: str, extra: str = "") -> str:
    return (
        f"<item><title>Новость {number} о мосте</title><link>https://news.example/{number}?utm_source=rss</link>"
        f"<pubDate>Sun, 22 Nov 2026 0{number}:00:00 +0500</pubDate><dc:creator>Анна Ким</dc:creator>"
        f"<category>Мосты</category><category>Астана</category><description>Коротко.</description>"
        f"<content:encoded>{escape(text)}</content:encoded>{extra}</item>"
    )


def _links(*items: str) -> list[Link]:
    body = (
        '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/">'
        f"<channel><title>Пример</title><language>ru-RU</language>{''.join(items)}</channel></rss>"
    )
    return feed.list_articles(Page(url="https://news.example/feed", body=body.encode(), fetched_at=NOW))


def test_whole_texts_are_articles() -> None:
    appended = '<p>The post <a href="https://news.example/1">Новость</a> appeared first on <a href="/">Пример</a>.</p>'
    links = _links(*(_item(number, _body(number, end=appended)) for number in range(1, 5)))

    assert all(link.article for link in links)
    article = links[0].article
    assert article is not None
    assert (article.url, article.site, article.site_id) == ("https://news.example/1", "news.example", "/1")
    assert (article.title, article.language, article.authors) == ("Новость 1 о мосте", "ru", ("Анна Ким",))
    assert article.published_at == datetime(2026, 11, 21, 20, 0, tzinfo=UTC)
    assert article.lead == f"1-0. {SENTENCE}"
    assert article.paragraphs[-1] == f"1-12. {SENTENCE}"
    assert [tag.label for tag in article.tags] == ["Мосты", "Астана"]
    assert [image.url for image in article.images] == ["https://news.example/1.jpg"]


@pytest.mark.parametrize(
    "end",
    [
        "…",
        "<p>Мост [&#8230;]</p>",
        '<p><a href="/1">Читать далее</a></p>',
        "<p>Read more</p>",
        "<p>Continue reading</p>",
    ],
)
def test_texts_that_go_on_elsewhere_are_links(end: str) -> None:
    assert not any(link.article for link in _links(*(_item(number, _body(number, end=end)) for number in range(1, 5))))


def test_summaries_and_texts_cut_at_so_many_letters_are_links() -> None:
    cut = "<p>" + (SENTENCE * 20)[:1000] + "</p>"

    assert not any(link.article for link in _links(*(_item(number, f"<p>{SENTENCE}</p>") for number in range(1, 6))))
    assert not any(link.article for link in _links(*(_item(number, cut) for number in range(1, 6))))


def test_of_a_whole_feed_an_item_that_is_cut_or_hardly_said_has_a_page() -> None:
    cut, hardly = _item(4, _body(4, end="<p>и…</p>")), _item(5, "<p>Видео</p>")
    links = _links(*(_item(number, _body(number)) for number in range(1, 4)), cut, hardly)

    assert [bool(link.article) for link in links] == [True, True, True, False, False]


def test_two_articles_are_too_few_to_say_what_a_feed_does() -> None:
    assert not any(link.article for link in _links(_item(1, _body(1)), _item(2, _body(2))))


@pytest.mark.parametrize(
    ("extra", "image"),
    [
        ('<enclosure url="/e.jpg" type="image/jpeg" length="1"/>', "https://news.example/e.jpg"),
        ('<media:content url="https://cdn.example/m.png" medium="image"/>', "https://cdn.example/m.png"),
        ('<media:content url="https://cdn.example/m.webp?w=9"/>', "https://cdn.example/m.webp?w=9"),
        ('<media:thumbnail url="https://cdn.example/t"/>', "https://cdn.example/t"),
        ('<enclosure url="https://cdn.example/a.mp3" type="audio/mpeg"/>', ""),
        ('<enclosure url="javascript:alert(1)" type="image/png"/>', ""),
    ],
)
def test_a_picture_beside_an_item_is_its_picture(extra: str, image: str) -> None:
    (link,) = _links(_item(1, "<p>Коротко.</p>", extra))

    assert link.image == image


def test_a_json_feed_carries_articles_too() -> None:

    items = [
        {
            "url": f"https://news.example/{number}",
            "title": f"Новость {number} о мосте",
            "date_published": "2026-11-22T06:00:00+05:00",
            "content_html": _body(number),
            "image": "https://news.example/cover.jpg",
            "tags": ["Мосты"],
            "authors": [{"name": "Анна Ким"}],
        }
        for number in range(1, 5)
    ]
    body = json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "Пример", "items": items})
    links = feed.list_articles(Page(url="https://news.example/feed.json", body=body.encode(), fetched_at=NOW))

    article = links[0].article
    assert article is not None
    assert (article.authors, article.tags[0].label) == (("Анна Ким",), "Мосты")
    assert article.images[0].url == "https://news.example/cover.jpg"


@settings(max_examples=50)
@given(st.lists(st.text(max_size=400), min_size=3, max_size=6))
def test_texts_of_any_kind_are_survived(texts: list[str]) -> None:
    items = [{"url": f"https://a.example/{n}", "title": "Т", "content_html": text * 9} for n, text in enumerate(texts)]

    body = json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": items}).encode()
    feed.list_articles(Page(url="https://a.example/f", body=body, fetched_at=NOW))
