"""vlast.kz in Russian, Kazakh (/vlast-qazaqsha/) and English (/english/).

Known: the feed, probed on 2026-08-14 and 2026-09-20; article addresses, from real links. The lists of the Kazakh and
English editions are their front pages, read by the form of the addresses.
"""

from parsers.page.layout import Layout
from parsers.publisher import Edition, Publisher, feed, page, with_www

PUBLISHER = Publisher(
    owner="vlast.kz",
    editions=(
        Edition(
            name="vlast.kz",
            title="Власть",
            language="ru",
            hosts=with_www("vlast.kz"),
            listings=(feed("https://vlast.kz/feed/"),),
            backfill=(page("https://vlast.kz/novosti/?archive=1"),),
        ),
        Edition(
            name="vlast.kz-kk",
            title="Власть (қазақша)",
            language="kk",
            hosts=with_www("vlast.kz/vlast-qazaqsha/"),
            listings=(page("https://vlast.kz/vlast-qazaqsha/"),),
        ),
        Edition(
            name="vlast.kz-en",
            title="Vlast (English)",
            language="en",
            hosts=with_www("vlast.kz/english/"),
            listings=(page("https://vlast.kz/english/"),),
        ),
    ),
    layout=Layout(address=r"/[^/]+/(?P<id>\d+)-[^/]+\.html$", title="h1"),
)
