"""ulysmedia.kz in Russian, and qaz.ulysmedia.kz in Kazakh.

From two scrapers that disagree on its address: the Russian feed. Probed in 2026-09: the titles of a list. The Kazakh
feed is guessed by the Russian one's address.
"""

from parsers.page.layout import Layout
from parsers.publisher import Edition, Publisher, feed, with_www

PUBLISHER = Publisher(
    owner="ulysmedia.kz",
    editions=(
        Edition(
            name="ulysmedia.kz",
            title="Ulysmedia",
            language="ru",
            hosts=with_www("ulysmedia.kz"),
            listings=(feed("https://ulysmedia.kz/rss/"), feed("https://ulysmedia.kz/feed/")),
        ),
        Edition(
            name="qaz.ulysmedia.kz",
            title="Ulysmedia (қазақша)",
            language="kk",
            hosts=frozenset({"qaz.ulysmedia.kz"}),
            listings=(feed("https://qaz.ulysmedia.kz/rss/"),),
        ),
    ),
    layout=Layout(card="a.category__title"),
)
