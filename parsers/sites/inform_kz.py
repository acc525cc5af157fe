"""inform.kz (Kazinform) in Russian, Kazakh and English; one site, the language is the first part of the path.

Known from a real page: the layout of 2020 and the Russian feed's link tag of that year. From one scraper: the layout of
2025. The Russian list is named by several; the Kazakh feed stands in configurations; the English feed is gone (404 on
2026-09-19), so that its list is guessed by the Russian one's address.
"""

from parsers.page.layout import Layout
from parsers.publisher import Edition, Publisher, feed, page, with_www

PUBLISHER = Publisher(
    owner="inform.kz",
    editions=(
        Edition(
            name="inform.kz",
            title="Казинформ",
            language="ru",
            hosts=with_www("inform.kz"),
            listings=(page("https://www.inform.kz/ru/lenta"), feed("https://www.inform.kz/rss/rus.xml")),
        ),
        Edition(
            name="inform.kz-kk",
            title="Қазақпарат",
            language="kk",
            hosts=with_www("inform.kz/kz/"),
            listings=(feed("https://www.inform.kz/rss/kaz.xml"),),
        ),
        Edition(
            name="inform.kz-en",
            title="Kazinform",
            language="en",
            hosts=with_www("inform.kz/en/"),
            listings=(page("https://www.inform.kz/en/lenta"),),
        ),
    ),
    layout=Layout(
        title=".article_title h1",
        lead=".article__description",
        date=".date_public_art",
        body=".article__body-text, .article_news_body",
        foreign=".frame_news_article",
        card=".allNewsCard a",
        card_title=".allNewsCard_title",
        card_date=".allNewsCard_time",
    ),
)
