"""interfax.ru, in Russian.

Known: the feed, probed on 2026-09-20; addresses, from real links. From one scraper of 2020: headline and tags.
"""

from parsers.page.layout import Layout
from parsers.publisher import Edition, Publisher, feed, with_www

PUBLISHER = Publisher(
    owner="interfax.ru",
    region="RU",
    zone="Europe/Moscow",
    editions=(
        Edition(
            name="interfax.ru",
            title="Интерфакс",
            language="ru",
            hosts=with_www("interfax.ru"),
            listings=(feed("https://www.interfax.ru/rss.asp"),),
        ),
    ),
    layout=Layout(address=r"/[\w-]+/(?P<id>\d{5,8})$", title='h1[itemprop="headline"]', tags=".textMTags a"),
)
