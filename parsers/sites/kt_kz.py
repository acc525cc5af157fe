"""kt.kz (Kazakhstan Today) in Russian (/rus/), Kazakh (/kaz/) and English (/eng/).

From one scraper each: the Russian list and its cards, the English feed (unverified), the form of addresses. The Kazakh
list is guessed by the Russian one's address.
"""

from parsers.page.layout import Layout
from parsers.publisher import Edition, Publisher, feed, page, with_www

PUBLISHER = Publisher(
    owner="kt.kz",
    editions=(
        Edition(
            name="kt.kz",
            title="Kazakhstan Today",
            language="ru",
            hosts=with_www("kt.kz"),
            listings=(page("https://www.kt.kz/rus/all"),),
        ),
        Edition(
            name="kt.kz-kk",
            title="Kazakhstan Today (қазақша)",
            language="kk",
            hosts=with_www("kt.kz/kaz/"),
            listings=(page("https://www.kt.kz/kaz/all"),),
        ),
        Edition(
            name="kt.kz-en",
            title="Kazakhstan Today (English)",
            language="en",
            hosts=with_www("kt.kz/eng/"),
            listings=(feed("https://www.kt.kz/eng/rss"),),
        ),
    ),
    layout=Layout(
        address=r"/(?:rus|kaz|eng)/[^/]+/[^/]*_(?P<id>\d{10})\.html$",
        card=".news-list__item > article",
        card_link=".news__overlay-link",
    ),
)
