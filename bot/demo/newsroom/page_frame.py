"""What the pages of all sample publishers share: the frame, metadata, dates; decides nothing about a layout."""

import json
from datetime import datetime
from html import escape

from bot.demo.newsroom.articles import SamplePublisher, Written, long_date

RIBBON = {
    "ru": "Пример для знакомства со Svodka: издания и статьи придуманы, кроме поездки в Китай.",
    "kk": "Svodka-мен танысуға арналған үлгі: басылымдар мен мақалалар ойдан шығарылған.",
    "en": "A sample to try Svodka with: publishers and articles are made up.",
}


def document(publisher: SamplePublisher, *, title: str, head: str, body: str, home: str) -> str:
    """Return a whole HTML page; `head` and `body` are HTML, `home` is the path of the publisher's front page."""
    return (
        f'<!doctype html>\n<html lang="{publisher.language}" data-paper="{publisher.name}"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><title>{escape(title)}</title>'
        f'<link rel="stylesheet" href="/newsroom.css"><link rel="icon" href="data:,">{head}</head><body>'
        f'<header class="masthead"><a href="{home}"><b>{escape(publisher.title)}</b></a>'
        f"<span>{escape(publisher.tagline)}</span></header>{body}"
        f'<footer class="ribbon">{RIBBON[publisher.language]}</footer></body></html>'
    )


def metadata(publisher: SamplePublisher, article: Written, *, url: str, image: str, body: str = "") -> str:
    """Return an article's Open Graph tags and JSON-LD; `body` is what JSON-LD gives as the article's text."""
    moment = article.published_at.isoformat()
    facts = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": article.title,
        "description": article.lead,
        "datePublished": moment,
        "dateModified": moment,
        "inLanguage": publisher.language,
        "articleSection": article.section,
        "keywords": list(article.tags),
        "image": [image],
        "mainEntityOfPage": url,
        "publisher": {"@type": "Organization", "name": publisher.title},
    }
    if article.author:
        facts["author"] = {"@type": "Person", "name": article.author}
    if body:
        facts["articleBody"] = body
    properties = {
        "og:type": "article",
        "og:title": article.title,
        "og:description": article.lead,
        "og:url": url,
        "og:image": image,
        "og:site_name": publisher.title,
        "article:published_time": moment,
    }
    tags = "".join(f'<meta property="{name}" content="{escape(value)}">' for name, value in properties.items())
    told = json.dumps(facts, ensure_ascii=False).replace("<", "\\u003c")
    return f'<link rel="canonical" href="{escape(url)}">{tags}<script type="application/ld+json">{told}</script>'


def clock_and_day(moment: datetime) -> str:
    """Return "12:30, 06 августа 2025", as the pages print it."""
    day, _, month = long_date(moment).partition(" ")
    return f"{moment:%H:%M}, {day:0>2} {month} {moment.year}"
