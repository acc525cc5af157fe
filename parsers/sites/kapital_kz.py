"""kapital.kz, in Russian.

From scrapers: the feed (4 of them, unverified; /rss is gone, 404 on 2026-09-24), the list and the body (2).
"""

from parsers.page.layout import Layout
from parsers.publisher import Edition, Publisher, feed, page, with_www

PUBLISHER = Publisher(
    owner="kapital.kz",
    editions=(
        Edition(
            name="kapital.kz",
            title="Капитал",
            language="ru",
            hosts=with_www("kapital.kz"),
            listings=(feed("https://kapital.kz/feed"), page("https://kapital.kz/news?page=1")),
        ),
    ),
    layout=Layout(
        body=".article__body",
        card=".news-list__item",
        card_link="a.news-list__title",
        card_title="a.news-list__title",
    ),
)
