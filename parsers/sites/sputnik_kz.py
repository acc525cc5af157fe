"""ru.sputnik.kz in Russian and sputnik.kz in Kazakh; the house is ria.ru's.

From scrapers: the Russian feed (6 of them), title and announcement of an article. The Kazakh feed is guessed by the
Russian one's address.
"""

from parsers.page.layout import Layout
from parsers.publisher import Edition, Publisher, feed, sitemap, with_www

PUBLISHER = Publisher(
    owner="Rossiya Segodnya",
    editions=(
        Edition(
            name="ru.sputnik.kz",
            title="Sputnik Казахстан",
            language="ru",
            hosts=frozenset({"ru.sputnik.kz"}),
            listings=(feed("https://ru.sputnik.kz/export/rss2/archive/index.xml"),),
            backfill=(sitemap("https://ru.sputnik.kz/sitemap_article_index.xml"),),
        ),
        Edition(
            name="sputnik.kz",
            title="Sputnik Қазақстан",
            language="kk",
            hosts=with_www("sputnik.kz"),
            listings=(feed("https://sputnik.kz/export/rss2/archive/index.xml"),),
            backfill=(sitemap("https://sputnik.kz/sitemap_article_index.xml"),),
        ),
    ),
    layout=Layout(title=".article__title", lead=".article__announce-text"),
)
