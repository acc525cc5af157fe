"""Pages and feeds of the sample publishers with layouts of no particular site: their metadata is in JSON-LD."""

import json
from collections.abc import Sequence
from datetime import UTC
from email.utils import format_datetime
from html import escape
from xml.sax.saxutils import escape as xml_escape

from bot.demo.newsroom import page_frame
from bot.demo.newsroom.articles import PartKind, SamplePublisher, Written

_NEWS_SITEMAP = "http://www.google.com/schemas/sitemap-news/0.9"
_NEWEST = {"ru": "Свежий номер", "kk": "Соңғы жаңалықтар", "en": "Latest"}


def path(article: Written) -> str:
    """Return the address of an article within the site."""
    return f"/news/{article.id}/{article.slug}/"


def picture(article: Written) -> str:
    """Return the address of an article's picture within the site."""
    return f"/pictures/{article.id}.svg"


def front_page(publisher: SamplePublisher, articles: Sequence[Written], *, feed: str, feed_type: str) -> str:
    """Return the front page, which names the publisher's feed (its path and content type) if it has one."""
    link = f'<link rel="alternate" type="{feed_type}" title="{escape(publisher.title)}" href="{feed}">'
    rows = "".join(
        f'<div class="news-item"><a class="newscard_link" href="{path(article)}">'
        f'<img src="{picture(article)}" alt="" width="180" height="101" loading="lazy"><span>'
        f'<span class="newscard__title">{escape(article.title)}</span>'
        f'<span class="newscard__date">{page_frame.clock_and_day(article.published_at)}</span></span></a></div>'
        for article in articles
    )
    body = f'<main class="page"><div><h1>{_NEWEST[publisher.language]}</h1>{rows}</div></main>'
    head = link if feed_type else ""
    return page_frame.document(publisher, title=publisher.title, head=head, body=body, home="/")


def article_page(publisher: SamplePublisher, article: Written, *, base: str) -> str:
    """Return an article's page; `base` is the site's address without a slash at the end."""
    head = page_frame.metadata(publisher, article, url=base + path(article), image=base + picture(article))
    paragraphs = "".join(
        f"<p>{escape(part.text, quote=False)}</p>" for part in article.parts if part.kind is not PartKind.CREDIT
    )
    tags = "".join(f'<span class="badge">{escape(tag)}</span>' for tag in article.tags)
    moment = article.published_at
    body = (
        f'<main class="page"><div><article><h1>{escape(article.title)}</h1><div class="facts">'
        f'<time datetime="{moment.isoformat()}">{page_frame.clock_and_day(moment)}</time>'
        f'<span class="author">{escape(article.author)}</span></div>'
        f'<img src="{picture(article)}" alt="" width="800" height="450">'
        f'<p class="lead">{escape(article.lead, quote=False)}</p>{paragraphs}</article>'
        f'<div class="tags">{tags}</div></div></main>'
    )
    title = f"{article.title} | {publisher.title}"
    return page_frame.document(publisher, title=title, head=head, body=body, home="/")


def rss(publisher: SamplePublisher, articles: Sequence[Written], *, base: str) -> str:
    """Return an RSS feed."""
    items = "".join(
        f"<item><title>{xml_escape(article.title)}</title><link>{base}{path(article)}</link>"
        f"<description>{xml_escape(article.lead)}</description>"
        f"<pubDate>{format_datetime(article.published_at)}</pubDate></item>"
        for article in articles
    )
    return (
        f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>{publisher.title}</title>'
        f"<link>{base}/</link><language>{publisher.language}</language>{items}</channel></rss>"
    )


def atom(publisher: SamplePublisher, articles: Sequence[Written], *, base: str) -> str:
    """Return an Atom feed."""
    rows = "".join(
        f"<entry><id>{base}{path(article)}</id><title>{xml_escape(article.title)}</title>"
        f'<link rel="alternate" href="{base}{path(article)}"/>'
        f"<published>{article.published_at.isoformat()}</published></entry>"
        for article in articles
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom">'
        f"<id>{base}/</id><title>{publisher.title}</title>{rows}</feed>"
    )


def json_feed(publisher: SamplePublisher, articles: Sequence[Written], *, base: str) -> str:
    """Return a JSON feed."""
    items = [
        {
            "id": article.id,
            "url": base + path(article),
            "title": article.title,
            "summary": article.lead,
            "date_published": article.published_at.isoformat(),
        }
        for article in articles
    ]
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": publisher.title, "items": items}
    return json.dumps(feed, ensure_ascii=False)


def news_sitemap(publisher: SamplePublisher, articles: Sequence[Written], *, base: str) -> str:
    """Return a news sitemap."""
    rows = "".join(
        f"<url><loc>{base}{path(article)}</loc><news:news><news:publication><news:name>{publisher.title}</news:name>"
        f"<news:language>{publisher.language}</news:language></news:publication>"
        f"<news:publication_date>{article.published_at.astimezone(UTC).isoformat()}</news:publication_date>"
        f"<news:title>{xml_escape(article.title)}</news:title></news:news></url>"
        for article in articles
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
        f'xmlns:news="{_NEWS_SITEMAP}">{rows}</urlset>'
    )
