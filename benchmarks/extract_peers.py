"""The libraries that `benchmarks.extract` runs beside us, each as its makers would have it called."""

from collections.abc import Callable
from datetime import datetime
from typing import TypeAlias

from benchmarks.extract_pages import Facts, aware
from parsers.article import Page

Tool: TypeAlias = Callable[[Page], Facts]
"""What reads a page."""


def _trafilatura() -> Tool:
    import trafilatura  # noqa: PLC0415 a peer may be missing

    def read(page: Page) -> Facts:
        document = trafilatura.bare_extraction(page.body, url=page.url, with_metadata=True, include_comments=False)
        if document is None or isinstance(document, dict):
            return Facts()
        day = aware(datetime.fromisoformat(document.date)) if document.date else None
        authors = tuple((document.author or "").split("; ")) if document.author else None
        return Facts(
            body=document.text, title=document.title, published_at=day, authors=authors, tags=tuple(document.tags or ())
        )

    return read


def _readability() -> Tool:
    import readability  # noqa: PLC0415 a peer may be missing
    from lxml import html as lxml_html  # noqa: PLC0415 - a peer's, as it is measured

    def read(page: Page) -> Facts:
        document = readability.Document(page.body.decode("utf-8", "replace"))
        summary = lxml_html.fromstring(document.summary())
        return Facts(body="\n".join(summary.itertext()), title=document.short_title())

    return read


def _newspaper() -> Tool:
    import newspaper  # noqa: PLC0415 a peer may be missing

    def read(page: Page) -> Facts:
        article = newspaper.Article(page.url, fetch_images=False)
        article.download(input_html=page.body.decode("utf-8", "replace"))
        article.parse()
        moment = article.publish_date
        return Facts(
            body=article.text,
            title=article.title,
            published_at=aware(moment) if isinstance(moment, datetime) else None,
            authors=tuple(article.authors or ()),
            tags=tuple(article.tags or ()),
        )

    return read


PEERS: dict[str, Callable[[], Tool]] = {
    "trafilatura": _trafilatura,
    "readability": _readability,
    "newspaper4k": _newspaper,
}
