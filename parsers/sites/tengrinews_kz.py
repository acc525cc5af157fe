"""tengrinews.kz in Russian, Kazakh and English; its feed also names tengrisport.kz and tengriauto.kz.

Known: the Russian feed, probed on 2026-09-24. From scrapers: the page's selectors (7 of them), the Kazakh feed, the
English sitemap. Addresses of articles are not known to carry a number.
"""

from parsers.page.layout import Layout
from parsers.publisher import Edition, Publisher, feed, page, sitemap, with_www

PUBLISHER = Publisher(
    owner="tengrinews.kz",
    editions=(
        Edition(
            name="tengrinews.kz",
            title="Tengrinews",
            language="ru",
            hosts=with_www("tengrinews.kz", "tengrisport.kz", "tengriauto.kz"),
            listings=(feed("https://tengrinews.kz/news.rss"), page("https://tengrinews.kz/news/page/1/")),
            backfill=(sitemap("https://tengrinews.kz/sitemap-index.xml"),),
        ),
        Edition(
            name="kaz.tengrinews.kz",
            title="Tengrinews (қазақша)",
            language="kk",
            hosts=frozenset({"kaz.tengrinews.kz"}),
            listings=(feed("https://kaz.tengrinews.kz/news.rss"),),
            backfill=(sitemap("https://kaz.tengrinews.kz/kk-sitemap-index.xml"),),
        ),
        Edition(
            name="en.tengrinews.kz",
            title="Tengrinews (English)",
            language="en",
            hosts=frozenset({"en.tengrinews.kz"}),
            listings=(sitemap("https://en.tengrinews.kz/en-sitemap-index.xml"),),
        ),
    ),
    layout=Layout(
        title="h1.head-single",
        date="div.date-time, ol.date-time li",
        body=".content_main_text",
        # The last paragraph invites to read the site elsewhere.
        foreign=".content_main_text > p:last-of-type:has(a), .content_main_text_tags",
        tags=".content_main_text_tags a",
        card=".content_main_item",
        card_title=".content_main_item_title",
        card_date=".content_main_item_meta",
    ),
)
