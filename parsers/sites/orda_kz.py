"""orda.kz in Russian, kaz.orda.kz in Kazakh, en.orda.kz in English.

From two scrapers: the Russian list, the tags, dates such as "21 августа 12:30" without a year. The feeds stand in
configurations only.
"""

from parsers.page.layout import Layout
from parsers.publisher import Edition, Publisher, feed, page, with_www

PUBLISHER = Publisher(
    owner="orda.kz",
    editions=(
        Edition(
            name="orda.kz",
            title="Orda.kz",
            language="ru",
            hosts=with_www("orda.kz"),
            listings=(page("https://orda.kz/last-news/"), feed("https://orda.kz/feed/")),
        ),
        Edition(
            name="kaz.orda.kz",
            title="Orda.kz (қазақша)",
            language="kk",
            hosts=frozenset({"kaz.orda.kz"}),
            listings=(feed("https://kaz.orda.kz/feed/"),),
        ),
        Edition(
            name="en.orda.kz",
            title="Orda.kz (English)",
            language="en",
            hosts=frozenset({"en.orda.kz"}),
            listings=(feed("https://en.orda.kz/feed/"),),
        ),
    ),
    layout=Layout(tags=".tags a", card=".newslist3 li"),
)
