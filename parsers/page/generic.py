"""Any other article page: facts from its structured data, the text by trafilatura. Knows no publisher."""

from urllib.parse import urlsplit

from parsers import canonical_url
from parsers.article import Article, Page, ParseError
from parsers.language import lemmas
from parsers.page import html, metadata, tag_kinds
from parsers.page.body import main_text, quotes

# The largest of 310 real pages had 4,100; 20,000 take most of a second to find the text in, however short they are.
MOST_ELEMENTS = 20_000
# Paragraphs that tell a language: sites call their pages in Kazakh "ru-KZ", for that is what their system is set to.
_TELLING = 5


def parse_article(page: Page) -> Article:
    """Read one article of any site. Address, title and time are required; the rest may be missing."""
    tree = html.tree(page)
    if len(tree.css("*")) > MOST_ELEMENTS:
        raise ParseError(page.url, f"no article is made of more than {MOST_ELEMENTS} elements")
    meta = metadata.read(tree, page)
    url = canonical_url.of_page(page.url, meta.url)
    published_at = meta.published_at or main_text.day(page) or meta.latest
    missing = tuple(name for name, value in (("url", url), ("title", meta.title), ("time", published_at)) if not value)
    if missing or published_at is None:
        raise ParseError(page.url, f"an article without {', '.join(missing)}", missing=missing)
    lines = main_text.read(tree, page, meta)
    lead = lines.pop(0).text if lines else ""
    paragraphs, said = quotes.split(lines)
    beginning = " ".join((meta.title, lead, *paragraphs[:_TELLING]))
    return Article(
        url=url,
        site=site(url),
        site_id=site_id(url),
        title=meta.title,
        published_at=min(published_at, page.fetched_at),
        lead=lead or meta.lead,
        paragraphs=tuple(paragraphs),
        authors=meta.authors,
        section=meta.section,
        language=lemmas.language_of(beginning, meta.language),
        tags=tuple(tag_kinds.typed(label) for label in meta.tags),
        images=meta.images[:1],
        quotes=tuple(said),
    )


def site(url: str) -> str:
    """Return the name of an address's site: its host without "www."."""
    return (urlsplit(url).hostname or "").removeprefix("www.")


def site_id(url: str) -> str:
    """Return what identifies an article on its site where no number is known: path and query of its address."""
    parts = urlsplit(url)
    return parts.path + (f"?{parts.query}" if parts.query else "")
