"""kommersant.ru, in Russian.

Known: the feed, probed on 2026-09-20; layout and addresses, from real pages. The keywords of its pages are words of the
text and no tags, but nothing better is there.
"""

from parsers.page.layout import Layout
from parsers.publisher import Edition, Publisher, feed, sitemap, with_www

PUBLISHER = Publisher(
    owner="kommersant.ru",
    region="RU",
    zone="Europe/Moscow",
    editions=(
        Edition(
            name="kommersant.ru",
            title="Коммерсантъ",
            language="ru",
            hosts=with_www("kommersant.ru"),
            listings=(feed("https://www.kommersant.ru/RSS/news.xml"),),
            backfill=(sitemap("https://www.kommersant.ru/sitemaps/sitemap_news.xml"),),
        ),
    ),
    layout=Layout(address=r"/doc/(?P<id>\d+)/?$", body=".article_text_wrapper p"),
)
