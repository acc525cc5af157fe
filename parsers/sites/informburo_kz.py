"""informburo.kz in Russian, and in Kazakh below /kaz/.

Known: its feed refuses us (403 on 2026-09-24). From one scraper each: the news sitemap, the list, the article's excerpt
and body. The Kazakh list is guessed by the Russian one's address.
"""

from parsers.page.layout import Layout
from parsers.publisher import Edition, Publisher, page, sitemap, with_www

PUBLISHER = Publisher(
    owner="informburo.kz",
    editions=(
        Edition(
            name="informburo.kz",
            title="Informburo.kz",
            language="ru",
            hosts=with_www("informburo.kz"),
            listings=(page("https://informburo.kz/novosti"), sitemap("https://informburo.kz/sitemap-news.xml")),
            backfill=(sitemap("https://informburo.kz/sitemap.xml"),),
        ),
        Edition(
            name="informburo.kz-kk",
            title="Informburo.kz (қазақша)",
            language="kk",
            hosts=with_www("informburo.kz/kaz/"),
            listings=(page("https://informburo.kz/kaz/novosti"),),
        ),
    ),
    layout=Layout(
        lead=".article-excerpt",
        body="div.article",
        foreign=".read-more, .article-excerpt, h1, time",
        card=".uk-nav.uk-nav-default > li",
        card_date="time.article-time",
        card_day=".date-heading",
    ),
)
