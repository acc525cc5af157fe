"""nur.kz in Russian and Kazakh.

Known from a real page of 2024: the article's layout. From scrapers: the cards of a listing, the Russian feed (2018 and
2025, unverified). The Kazakh list is guessed by the Russian one's address. A number opens the last part of an address.
"""

from parsers.page.layout import Layout
from parsers.publisher import Edition, Publisher, feed, page, with_www

PUBLISHER = Publisher(
    owner="nur.kz",
    editions=(
        Edition(
            name="nur.kz",
            title="NUR.KZ",
            language="ru",
            hosts=with_www("nur.kz") | {"politics.nur.kz"},
            listings=(page("https://www.nur.kz/latest/"), feed("https://www.nur.kz/rss/all.rss")),
        ),
        Edition(
            name="kaz.nur.kz",
            title="NUR.KZ (қазақша)",
            language="kk",
            hosts=frozenset({"kaz.nur.kz"}),
            listings=(page("https://kaz.nur.kz/latest/"),),
        ),
    ),
    layout=Layout(
        address=r"(?:/[^/]+)*/(?P<id>\d{6,8})-[^/]+/?$",
        title="h1.main-headline",
        date="time.datetime--publication",
        body=".formatted-body__paragraph",
        card="article.article-card",
        card_link="a.article-card__title",
        card_title="a.article-card__title",
        card_date="time.article-card__date",
    ),
)
