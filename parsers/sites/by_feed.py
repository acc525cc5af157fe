"""Publishers of whose pages nothing is known that every page would not tell: a feed each, a line each.

Known, by probes of 2026-09: the feeds of kursiv.media and astanatimes.com. From scrapers: BBC Russian's (10 of them),
lenta.ru's (6), 24.kz's Russian one (1). Guessed by these: the Kazakh feeds of kursiv.media and 24.kz, 24.kz's English.
"""

from parsers.publisher import Edition, Publisher, feed, sitemap, with_www

KURSIV = Publisher(
    owner="kursiv.media",
    editions=(
        Edition(
            name="kursiv.media",
            title="Курсив",
            language="ru",
            hosts=frozenset({"kz.kursiv.media"}),
            listings=(feed("https://kz.kursiv.media/feed/"),),
            backfill=(sitemap("https://kz.kursiv.media/sitemaps/ru/sitemap.xml"),),
        ),
        Edition(
            name="kursiv.media-kk",
            title="Kursiv (қазақша)",
            language="kk",
            hosts=frozenset({"kz.kursiv.media/kk/"}),
            listings=(feed("https://kz.kursiv.media/kk/feed/"),),
            backfill=(sitemap("https://kz.kursiv.media/sitemaps/kk/sitemap.xml"),),
        ),
        Edition(
            name="kursiv.media-en",
            title="Kursiv (English)",
            language="en",
            hosts=frozenset({"kz.kursiv.media/en/"}),
            listings=(feed("https://kz.kursiv.media/en/feed/"),),
            backfill=(sitemap("https://kz.kursiv.media/sitemaps/en/sitemap.xml"),),
        ),
    ),
)
KHABAR = Publisher(
    owner="24.kz",
    editions=tuple(
        Edition(
            name=name,
            title=title,
            language=language,
            hosts=with_www(host),
            listings=(feed(f"https://24.kz/{path}/news?format=feed&type=rss"),),
        )
        for name, title, language, host, path in (
            ("24.kz", "24KZ", "ru", "24.kz", "ru"),
            ("24.kz-kk", "24KZ (қазақша)", "kk", "24.kz/kz/", "kz"),
            ("24.kz-en", "24KZ (English)", "en", "24.kz/en/", "en"),
        )
    ),
)
BBC = Publisher(
    owner="bbc.com",
    region="GB",
    zone="Europe/London",
    editions=(
        Edition(
            name="bbc.com-ru",
            title="Би-би-си",
            language="ru",
            hosts=with_www("bbc.com/russian/", "bbc.co.uk/russian/"),
            listings=(feed("https://feeds.bbci.co.uk/russian/rss.xml"),),
        ),
        Edition(
            name="bbc.com",
            title="BBC News",
            language="en",
            hosts=with_www("bbc.com/news/", "bbc.co.uk/news/"),
            listings=(feed("https://feeds.bbci.co.uk/news/world/rss.xml"),),
            backfill=(sitemap("https://www.bbc.co.uk/sitemaps/https-index-uk-news.xml"),),
        ),
    ),
)


def _alone(
    name: str, title: str, language: str, url: str, *, region: str = "KZ", zone: str = "Asia/Almaty"
) -> Publisher:
    """Return a publisher of one edition and one feed."""
    edition = Edition(name=name, title=title, language=language, hosts=with_www(name), listings=(feed(url),))
    return Publisher(owner=name, editions=(edition,), region=region, zone=zone)


PUBLISHERS = (
    KURSIV,
    KHABAR,
    BBC,
    _alone("astanatimes.com", "The Astana Times", "en", "https://astanatimes.com/feed/"),
    _alone("lenta.ru", "Лента.ру", "ru", "https://lenta.ru/rss", region="RU", zone="Europe/Moscow"),
)
