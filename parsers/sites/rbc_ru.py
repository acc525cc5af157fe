"""rbc.ru, in Russian.

Known: the feed, probed on 2026-09-20; addresses, from real links. From one scraper of 2020: body and tags.
"""

from parsers.page.layout import Layout
from parsers.publisher import Edition, Publisher, feed, sitemap, with_www

PUBLISHER = Publisher(
    owner="rbc.ru",
    region="RU",
    zone="Europe/Moscow",
    editions=(
        Edition(
            name="rbc.ru",
            title="РБК",
            language="ru",
            hosts=with_www("rbc.ru"),
            listings=(feed("https://rssexport.rbc.ru/rbcnews/news/30/full.rss"),),
            backfill=(sitemap("https://www.rbc.ru/google-news-sitemap.xml"),),
        ),
    ),
    layout=Layout(address=r"(?:/[^/]+)*/(?P<id>[0-9a-f]{24})/?$", body=".article__text", tags=".article__tags a"),
)
