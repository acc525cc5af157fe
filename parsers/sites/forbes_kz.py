"""forbes.kz, in Russian.

Known: no feed (/rss answered HTML, /rss/all/ nothing, on 2026-09-20). From one scraper: the list.
"""

from parsers.page.layout import Layout
from parsers.publisher import Edition, Publisher, page, with_www

PUBLISHER = Publisher(
    owner="forbes.kz",
    editions=(
        Edition(
            name="forbes.kz",
            title="Forbes Kazakhstan",
            language="ru",
            hosts=with_www("forbes.kz"),
            listings=(page("https://forbes.kz/news?page=1"),),
        ),
    ),
    layout=Layout(card=".news__list a[href]"),
)
