"""From bytes to trees, where the bytes are hostile or mislabelled."""

import gzip
import subprocess
import sys

import pytest

from parsers.article import Page, ParseError
from parsers.page import html
from tests.parsers.conftest import NOW


def page(body: str | bytes, charset: str = "") -> Page:
    content = body.encode() if isinstance(body, str) else body
    return Page(url="https://news.example/a", body=content, fetched_at=NOW, charset=charset)


# In a process of its own: where Lexbor writes past its buffer, the process that reads ends, perhaps only later.
_FLOOD = """
import gc
from html.entities import html5
from datetime import UTC, datetime
from parsers.article import Page
from parsers.page import html
longer = {f"&{name}": text for name, text in html5.items() if len(text.encode()) >= len(f"&{name}".encode())}
assert len(longer) >= 2
for reference, character in longer.items():
    for wrap in ("<p>%s</p>", '<p title="%s">', "<title>%s</title>", "<textarea>%s</textarea>"):
        body = (wrap % (reference * 50_000)).encode()
        tree = html.tree(Page(url="", body=body, fetched_at=datetime(2026, 1, 1, tzinfo=UTC)))
        assert (tree.html or "").count(character) == 50_000
        del tree
        gc.collect()
"""


def test_references_that_are_no_shorter_when_decoded_do_not_kill_the_process() -> None:
    done = subprocess.run([sys.executable, "-c", _FLOOD], check=False, timeout=60)  # noqa: S603 our own words

    assert done.returncode == 0


def test_two_halves_of_a_character_are_the_character() -> None:
    tree = html.tree(page("<p title='&#xD83D;&#xDE80;'>&#55357;&#56832; и &#55357;</p>"))
    (paragraph,) = tree.css("p")

    assert paragraph.text() == "😀 и \ufffd"
    assert paragraph.attributes["title"] == "🚀"


def test_a_page_that_is_a_gzip_file_nobody_called_one_is_unpacked() -> None:
    assert html.decode(page(gzip.compress("<p>Мост</p>".encode()))) == "<p>Мост</p>"
    for broken in (gzip.compress(b"<p>" * 99, mtime=0)[:20], gzip.compress(bytes(11 * 1024 * 1024))):
        with pytest.raises(ParseError, match="gzip"):
            html.decode(page(broken))


@pytest.mark.parametrize("declared", ["windows-1250", "Shift_JIS", "koi8-u", "euc-kr"])
def test_a_page_is_read_in_the_encoding_it_declares(declared: str) -> None:
    text = {
        "windows-1250": "Žluťoučký kůň",
        "Shift_JIS": "橋が開通した",
        "koi8-u": "Міст відкрито",
        "euc-kr": "다리 개통",
    }[declared]
    markup = f"<html><head><meta charset={declared}></head><body><p>{text}</p></body></html>"

    assert html.decode(page(markup.encode(declared), "utf-8")) == markup


@pytest.mark.parametrize("many", ["<p>", "<b>a</b>", "<div></div>", "<br>", "<p/>", "<P>", "<a href=x></a>"])
def test_a_page_of_nothing_but_tags_is_refused_before_it_is_parsed(many: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(html, "LexborHTMLParser", None)
    with pytest.raises(ParseError, match="elements"):
        html.tree(page(many * 60_000))


def test_a_page_with_many_angles_that_are_no_tags_is_read() -> None:
    formula = "if (a < b && b <= c) " * 60_000
    assert html.tree(page(f"<p>Мост</p><script>{formula}</script>")).css_first("p")
