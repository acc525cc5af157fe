"""The id of an article is found again at the message that told it."""

from bot.digest import formatting
from bot.runtime import trace

ADDRESSES = ("https://zakon.kz/1.html", "https://zakon.kz/2?a=1&b=2", "https://zakon.kz/it's/3")


def test_a_message_bears_the_ids_of_the_articles_it_links_to_each_once() -> None:
    html = " ".join(formatting.link("новость", address).html for address in (*ADDRESSES, ADDRESSES[0]))
    assert trace.in_html(html) == [trace.of(address) for address in ADDRESSES]


def test_a_text_without_links_bears_none() -> None:
    assert trace.in_html('<b>сводка</b> <a href="tg://user?id=7">ты</a> https://zakon.kz/1') == []
