from dataclasses import replace
from datetime import UTC, datetime

import pytest

from parsers import article_limits
from parsers.article import Article, Image, Link, ParseError, Quote, Tag

ARTICLE = Article(
    url="https://news.example/1", site="news.example", site_id="1", title="Мост открыли",
    published_at=datetime(2026, 11, 22, 8, tzinfo=UTC), lead="В понедельник.", paragraphs=("Мост открыли.",),
    authors=("Айгерим",), tags=(Tag(label="мост"),), images=(Image(url="https://news.example/1.jpg"),),
    quotes=(Quote(text="Открыто", speaker="аким"),),
)  # fmt: skip


def test_an_article_within_its_limits_stays_as_it_is() -> None:
    bounded = article_limits.bounded(ARTICLE)
    assert bounded.article == ARTICLE
    assert bounded.cut == ()


def test_what_is_longer_is_cut_at_a_word_and_named() -> None:
    bounded = article_limits.bounded(replace(ARTICLE, title="слово " * 20_000, lead="я" * 100_000))
    assert bounded.cut == ("title", "lead")
    assert len(bounded.article.title) <= article_limits.TITLE
    assert bounded.article.title.endswith("слово")
    assert len(bounded.article.lead) == article_limits.LEAD


def test_a_body_ends_with_the_paragraph_that_would_be_too_much() -> None:
    paragraphs = ("а" * article_limits.PARAGRAPH,) * 10_000
    kept = article_limits.bounded(replace(ARTICLE, paragraphs=paragraphs)).article.paragraphs
    assert kept == paragraphs[: article_limits.TEXT // article_limits.PARAGRAPH]


def test_every_list_has_an_end() -> None:
    many = 100_000
    bounded = article_limits.bounded(
        replace(
            ARTICLE,
            authors=("Имя " * many,) * many,
            tags=(Tag(label="т" * many),) * many,
            images=(Image(url="https://news.example/1.jpg", credit="ф" * many),) * many,
            quotes=(Quote(text="ц" * many, speaker="с" * many),) * many,
        )
    )
    assert bounded.cut == ("authors", "tags", "images", "quotes")
    assert len(repr(bounded.article)) < 500_000


def test_a_picture_whose_address_is_none_is_left_out() -> None:
    images = (Image(url="https://news.example/" + "1" * 10_000), Image(url="https://news.example/2.jpg"))
    assert article_limits.bounded(replace(ARTICLE, images=images)).article.images == images[1:]


def test_an_address_is_not_cut_but_refused() -> None:
    with pytest.raises(ParseError, match="too long"):
        article_limits.bounded(replace(ARTICLE, url="https://news.example/" + "a" * 10_000))


def test_a_listing_gives_so_many_links_of_use() -> None:
    links = [Link(url="https://news.example/" + "a" * 10_000), Link(url="https://news.example/1", title="т" * 10_000)]
    (kept,) = article_limits.links(links)
    assert kept.url == "https://news.example/1"
    assert len(kept.title) == article_limits.TITLE
    assert len(article_limits.links([Link(url=f"https://news.example/{at}") for at in range(50_000)])) < 10_000
