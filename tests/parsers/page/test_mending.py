"""A page that is not what its source's module knows is read as any page is, if that gives what it is listed as."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.article import Article, Page, ParseError
from parsers.page import mending
from parsers.page.layout import Layout
from parsers.publisher import Edition, Publisher, feed

NOW = datetime(2026, 11, 22, 7, 0, tzinfo=UTC)
TITLE = "В Алматы открыли пешеходный мост через Весновку"
PARAGRAPHS = [
    f"Абзац {number}: мост открыли утром, и по нему сразу пошли люди с обоих берегов реки." for number in range(9)
]
URL = "https://news.example/city/123456-bridge"
PAGE = Page(url=URL, body=b"", fetched_at=NOW)


def _article(**changed: object) -> Article:
    article = Article(
        url=URL, site="news.example", site_id="123456", title=TITLE, published_at=NOW, paragraphs=tuple(PARAGRAPHS)
    )
    return replace(article, **changed)  # type: ignore[arg-type] # whatever field a test names


def _gives(article: Article | None) -> Callable[[Page], Article]:
    def parse_article(page: Page) -> Article:
        if article is None:
            raise ParseError(page.url, "an article without title", missing=("title",))
        return article

    return parse_article


OTHER = _article(authors=("Анна Ким",))


def test_what_is_known_is_read_as_it_is_known() -> None:
    def never(page: Page) -> Article:
        raise AssertionError(page)

    assert mending.attempt(_gives(_article()), never, PAGE, title=TITLE) == mending.Reading(article=_article())


@pytest.mark.parametrize(
    ("known", "instead"),
    [
        (None, "an article without title"),
        (_article(title="Новости города сегодня"), "its title is “Новости города сегодня”, it is listed as"),
        (_article(paragraphs=(), lead="Фото: пресс-служба"), "its text has 18 letters"),
    ],
)
def test_what_is_no_longer_known_is_read_as_any_page_is(known: Article | None, instead: str) -> None:
    reading = mending.attempt(_gives(known), _gives(OTHER), PAGE, title=TITLE)

    assert reading.article == OTHER
    assert instead in reading.instead


@pytest.mark.parametrize(
    "other",
    [
        None,
        replace(OTHER, title="Подписка на газету и приложение"),
        replace(OTHER, paragraphs=("Меню", "Войти")),
        replace(OTHER, site_id="/city/123456-bridge"),
    ],
)
def test_a_reading_that_is_no_better_or_of_another_article_mends_nothing(other: Article | None) -> None:
    known = _article(title="Новости города сегодня")

    assert mending.attempt(_gives(known), _gives(other), PAGE, title=TITLE) == mending.Reading(article=known)


def test_a_page_that_neither_way_reads_is_refused_for_what_the_known_way_lacks() -> None:
    for other in (_gives(None), None, _gives(replace(OTHER, paragraphs=()))):
        with pytest.raises(ParseError, match="without title"):
            mending.attempt(_gives(None), other, PAGE, title=TITLE)


def test_short_news_stay_as_they_are() -> None:
    known = _article(paragraphs=(), lead="Мост открыт.")

    assert mending.attempt(_gives(known), _gives(known), PAGE, title=TITLE).article == known


@pytest.mark.parametrize(
    ("title", "other", "expected"),
    [
        (TITLE, TITLE.upper() + " – фото", True),
        (TITLE, "Пешеходный мост открыли в Алматы", True),
        (TITLE, "Курс доллара на двадцать второе ноября", False),
        (TITLE, "Алматы", True),
        ("", TITLE, True),
    ],
)
def test_titles_of_one_article_share_words(title: str, other: str, expected: bool) -> None:
    assert mending.agree(title, other) is expected


@given(st.text(), st.text())
def test_whether_titles_agree_does_not_depend_on_their_order(title: str, other: str) -> None:
    assert mending.agree(title, other) == mending.agree(other, title)


def test_a_publisher_of_a_new_layout_keeps_the_identity_and_language_of_its_articles() -> None:
    edition = Edition(
        name="news.example",
        title="Пример",
        language="kk",
        hosts=frozenset({"news.example"}),
        listings=(feed("https://news.example/rss"),),
    )
    layout = Layout(address=r"/\w+/(?P<id>\d+)-", title="h1.site-name", body="div.share")
    (source,) = Publisher(owner="news.example", editions=(edition,), layout=layout).sources()
    body = (
        f"<title>{TITLE}</title><meta property='og:title' content='{TITLE}'>"
        "<meta property='article:published_time' content='2026-11-22T10:00:00+05:00'>"
        f"<h1 class='site-name'>Пример: новости города</h1><article><h1>{TITLE}</h1>"
        + "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
        + "</article><div class='share'>Поделиться с друзьями</div>"
    )
    page = Page(url=f"{URL}?utm_source=rss", body=body.encode(), fetched_at=NOW)
    reading = mending.attempt(source.parse_article, source.parse_otherwise, page, title=TITLE)

    assert "Пример: новости города" in reading.instead
    assert (reading.article.title, reading.article.site_id, reading.article.language) == (TITLE, "123456", "kk")
    assert len(reading.article.paragraphs) + 1 == len(PARAGRAPHS)
