"""Pages in the layout that zakon.kz has had since 2025: cards, fragments, articles with their insets, sitemaps."""

from collections.abc import Sequence
from datetime import datetime
from html import escape

from bot.demo.newsroom import page_frame
from bot.demo.newsroom.articles import ArticlePart, PartKind, SamplePublisher, Written, slug

PAGE_SIZE = 20
SECTIONS = {
    "finansy": "Финансы",
    "sobytiia": "События",
    "proisshestviia": "Происшествия",
    "obshestvo": "Общество",
    "sport": "Спорт",
    "ekonomika-biznes": "Экономика и бизнес",
    "nauka": "Наука",
    "pravo": "Право",
    "kultura-shoubiz": "Культура и шоу-бизнес",
}
_SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"


def path(article: Written) -> str:
    """Return the address of an article within the site."""
    return f"/{article.section}/{article.id}-{article.slug}.html"


def picture(article: Written, number: int = 0) -> str:
    """Return the address of an article's picture within the site."""
    return f"/pbi/SVG/{article.published_at:%Y-%m-%d}/file-{article.id}-{number}/800x450.svg"


def cards(articles: Sequence[Written], *, now: datetime) -> str:
    """Return the fragment that the endless listing loads: one card for each article."""
    return "\n".join(_card(article, now) for article in articles)


def listing(publisher: SamplePublisher, articles: Sequence[Written], *, now: datetime, title: str = "Новости") -> str:
    """Return a listing page."""
    body = f'<main class="page"><div class="news-list"><h1>{escape(title)}</h1>{cards(articles, now=now)}</div>'
    return page_frame.document(
        publisher,
        title=f"{title} | {publisher.title}",
        head="",
        body=f"{body}{_aside(publisher)}</main>",
        home="/news/",
    )


def article_page(publisher: SamplePublisher, article: Written, *, base: str) -> str:
    """Return an article's page; `base` is the site's address without a slash at the end."""
    head = page_frame.metadata(
        publisher, article, url=base + path(article), image=base + picture(article), body=article.lead
    )
    moment = article.published_at
    author = f'<a href="/authors/{slug(article.author)}/">{escape(article.author)}</a>' if article.author else ""
    badges = "".join(f'<a class="badge large" href="{tag_path(tag)}">{escape(tag)}</a>' for tag in article.tags)
    section = SECTIONS[article.section]
    block = (
        f'<div class="article__block"><div class="article__category"><a class="badge large" href="/news/">{section}</a>'
        f'</div><h1>{escape(article.title)}</h1><div class="facts"><time class="date" datetime="{moment.isoformat()}">'
        f'{page_frame.clock_and_day(moment)}</time>{author}</div>{_photo(article, 0)}<div class="description">'
        f'{escape(article.lead)}</div><div class="content">{_content(article)}</div>'
        '<div class="willShare">Поделитесь новостью</div>'
        '<div class="google-news-follow">Следите за новостями zakon.kz в:</div>'
        f'<div class="tags newsTags">{badges}</div></div>'
    )
    body = f'<main class="page">{block}{_aside(publisher)}</main>'
    return page_frame.document(
        publisher, title=f"{article.title} | {publisher.title}", head=head, body=body, home="/news/"
    )


def tag_path(tag: str) -> str:
    """Return the address of the listing of a tag within the site."""
    return f"/tags/{slug(tag)}/"


def sitemap_index(base: str) -> str:
    """Return the index of the sitemaps."""
    return f'<sitemapindex xmlns="{_SITEMAP}"><sitemap><loc>{base}/sitemap/1.xml</loc></sitemap></sitemapindex>'


def sitemap(articles: Sequence[Written], *, base: str) -> str:
    """Return the sitemap of all articles."""
    rows = "".join(
        f"<url><loc>{base}{path(article)}</loc><lastmod>{article.published_at.isoformat()}</lastmod></url>"
        for article in articles
    )
    return f'<urlset xmlns="{_SITEMAP}">{rows}</urlset>'


def _card(article: Written, now: datetime) -> str:
    moment = article.published_at
    today = moment.date() == now.astimezone(moment.tzinfo).date()
    when = f"{moment:%H:%M}, Сегодня" if today else page_frame.clock_and_day(moment)
    return (
        f'<div class="news-item"><a class="newscard_link" href="{path(article)}">'
        f'<img class="newscard__image" src="{picture(article)}" alt="" width="180" height="101" loading="lazy">'
        f'<span><span class="newscard__title">{escape(article.title)}</span>'
        f'<span class="newscard__date">{when}</span></span></a></div>'
    )


def _content(article: Written) -> str:
    """Return the body; what does not belong to it stands where such things stand on real pages."""
    pieces, photos = [], 0
    for number, part in enumerate(article.parts):
        photos += part.kind is PartKind.CREDIT
        pieces.append(_photo(article, photos) if part.kind is PartKind.CREDIT else _text(part))
        if number == 0 and article.related:
            pieces.append(
                f'<div class="inset"><p>Материал по теме</p><a href="/news/">{escape(article.related)}</a>'
                f"<p>{page_frame.clock_and_day(article.published_at.replace(hour=19, minute=40, year=2025))}</p></div>"
            )
        if number == 0 and article.embedded:
            pieces.append(
                '<blockquote class="instagram-media"><p>Посмотреть эту публикацию в Instagram</p>'
                "<p>Публикация от Алматы (@almaty.example)</p></blockquote>"
            )
    return "".join(pieces)


def _text(part: ArticlePart) -> str:
    if part.kind is PartKind.TEXT:
        return f"<p>{escape(part.text, quote=False)}</p>"
    return f"<blockquote><p>{escape(part.text, quote=False)}</p><cite>{escape(part.speaker)}</cite></blockquote>"


def _photo(article: Written, number: int) -> str:
    image = f'<img class="lazy" src="{picture(article, number)}" alt="" width="800" height="450">'
    credit = article.credits[number]
    return f'{image}<p class="credit">Фото: {escape(credit, quote=False)}</p>' if credit else image


def _aside(publisher: SamplePublisher) -> str:
    rows = "".join(f'<li><a href="/news/">{escape(headline)}</a></li>' for headline in publisher.popular)
    return f'<aside class="aside"><h2>Популярные новости</h2><ul>{rows}</ul></aside>'
