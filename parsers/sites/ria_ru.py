"""ria.ru, in Russian; of one house with sputnik.kz.

Known: the feed, probed in 2026-08, and addresses, from real links. From two scrapers: body, tags and the time in UTC.
"""

from parsers.page.layout import Layout
from parsers.publisher import Edition, Publisher, feed, with_www

PUBLISHER = Publisher(
    owner="Rossiya Segodnya",
    region="RU",
    zone="Europe/Moscow",
    editions=(
        Edition(
            name="ria.ru",
            title="РИА Новости",
            language="ru",
            hosts=with_www("ria.ru"),
            listings=(feed("https://ria.ru/export/rss2/archive/index.xml"),),
        ),
    ),
    layout=Layout(
        address=r"/\d{8}/(?:[^/]*-)?(?P<id>\d{8,12})\.html$",
        title=".article__title",
        date="[data-published]",
        body=".article__text",  # a flash has no paragraphs in it
        tags=".endless__item[data-keywords]",
    ),
)
