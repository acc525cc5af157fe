"""Addresses in what people write: whole, without the signs around them, and found in time that grows with the text."""

import re
import sys
from collections.abc import Callable
from types import FrameType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers import url_finder


def found(text: str) -> list[str]:
    return [one.text for one in url_finder.find(text)]


WHOLE = [
    "https://vestnik.example/feed,all.xml?page=2&per=50",
    "http://vestnik.example/lenta?sections=-3,7",
    "https://vestnik.example?format=feed&type=rss",
    "https://vestnik.example#lenta",
    "https://vestnik.example/export;v=2;lang=kk?ids=1;2",
    "https://vestnik.example/тема/Мост_(Астана)",
    "https://vestnik.example/a(b[c]{d})/e",
    "https://vestnik.example/feed?tags[]=bridge&tags[]=river",
    "https://vestnik.example/o'neil/rss",
    "https://vestnik.example/2026!/rss",
    "https://vestnik.example:8443/rss",
    "https://reader:secret@vestnik.example/rss",
    "https://[2606:4700::6810:84e5]/rss",
    "https://xn--80ak6aa92e.xn--p1ai/rss",
    "https://вестник.қаз/лента",
    "https://archive.example/web/2026/https://vestnik.example/rss",
    "https://archive.example/?https://vestnik.example/rss",
    "HTTPS://VESTNIK.EXAMPLE/RSS",
    "hTTp://vestnik.example/rss",
]
AROUND = [
    "{}", " {}\n", "«{}»", "“{}”", '"{}"', "'{}'", "‘{}’", "`{}`", "<{}>", "({})", "[{}]", "{{{}}}", "({}).", "«{}»,",
    "{}.", "{}...", "{},", "{};", "{}!", "{}?", "{}:", "{}…", "{}?!", "**{}**", "- {}", "\u200b{}\ufeff",
    "\u2068{}\u2069", "👉{}👈", "{}👈", "《{}》。", "”{}”", "• {}", "→{}←", "{} ✅️", "「{}」、",
    "（{}）", "《{}》", "「{}」。", "{}。", "{}！", "【{}】", "1. {}", "2) {}",
    "(3) {}", "№4 {}", "{} ✅", "feed: {}", "rss:{}", "feed://{}",
]  # fmt: skip


@pytest.mark.parametrize("sign", AROUND)
@pytest.mark.parametrize("address", WHOLE)
def test_an_address_is_found_whole_and_without_the_signs_around_it(address: str, sign: str) -> None:
    text = sign.format(address)
    assert found(text) == [address]
    assert url_finder.consists_of_urls(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("https://a.kz/rss,https://b.kz/rss;https://c.kz", ["https://a.kz/rss", "https://b.kz/rss", "https://c.kz"]),
        ("https://https://a.kz/rss", ["https://a.kz/rss"]),
        ("HTTP://https://http://a.kz", ["http://a.kz"]),
        ("https://a.kz/rsshttps://b.kz/rss", ["https://a.kz/rss", "https://b.kz/rss"]),
        ("https://a.kz/мостhttps://a.kz/мост", ["https://a.kz/мост", "https://a.kz/мост"]),
        ("https://a.kz/?u=%20https://b.kz/", ["https://a.kz/?u=%20https://b.kz/"]),
        ("https://a.kz/?u=https://b.kz/", ["https://a.kz/?u=https://b.kz/"]),
        ("(https://a.kz/rss),(b.kz/rss)", ["https://a.kz/rss", "b.kz/rss"]),
        ("[Лента](https://a.kz/rss)", ["https://a.kz/rss"]),
        ("'https://a.kz','b.kz'", ["https://a.kz", "b.kz"]),
        ("a.kz/rss,b.kz;c.kz:8080|d.kz?x=1", ["a.kz/rss", "b.kz", "c.kz:8080", "d.kz?x=1"]),
        ("Лента:https://a.kz/rss и лентаhttps://b.kz/rss", ["https://a.kz/rss", "https://b.kz/rss"]),
        ("(см. https://a.kz/rss)-здесь", ["https://a.kz/rss"]),
        ("Читаю a.kz. И b.kz!", ["a.kz", "b.kz"]),
        ("news@a.kz, @a.kz, mailto:x.y@b.kz", []),
        ("http:// https://. http://?a и т.д., 3.14, v1.2.3, a..kz, .kz", []),
        ("http://" + "a" * 3000, ["http://" + "a" * 3000]),
    ],
)
def test_addresses_are_told_apart_from_what_stands_between_them(text: str, expected: list[str]) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "vestnik.kz",
        "Vestnik.KZ.",
        "вестник.рф",
        "xn--80ak6aa92e.xn--p1ai",
        "a.kz, b.kz",
        "hetzner.md",
        "docs.rs",
        "get.sh",
        "1. a.kz 2. b.kz\n3) c.kz",
        "vc.ru 👈",
        "rss: a.kz",
    ],
)
def test_a_bare_host_alone_is_an_address(text: str) -> None:
    assert url_finder.consists_of_urls(text)


@pytest.mark.parametrize(
    "text",
    ["", "  ", "...", "Китай", "Node.js", "отчёт.pdf", "и.о.министра", "читаю a.kz", "https://a.kz и всё", "x@a.kz",
     "readme.md", "CHANGELOG.md", "main.rs", "run.sh", "setup.py", "report.doc", "test_parser.rs", "install.sh",
     "a.kz 2 b", "2026. a.kz года", "backup.zip", "app.mov", "docker.env"],
)  # fmt: skip
def test_other_words_are_no_addresses(text: str) -> None:
    assert not url_finder.consists_of_urls(text)


@pytest.mark.parametrize(
    "text",
    [
        "1. tengrinews.kz 2) zakon.kz",
        "1) https://zakon.kz/rss\n2) https://vlast.kz",
        "1.tengrinews.kz\n2.24.kz\n3.vlast.kz/rss",
        "№ 1: zakon.kz; № 12: vlast.kz",
        "1️⃣ zakon.kz\n2️⃣ vlast.kz",
        "① zakon.kz",
        "а) zakon.kz б) vlast.kz",
        "[1] https://zakon.kz [2] https://vlast.kz",
        "- zakon.kz\n* vlast.kz\n• 24.kz",
    ],
)
def test_a_list_of_addresses_may_be_numbered(text: str) -> None:
    assert url_finder.consists_of_urls(text)


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("feed:https://zakon.kz/rss", "https://zakon.kz/rss"),
        ("FEED:HTTPS://zakon.kz/rss", "HTTPS://zakon.kz/rss"),
        ("feed://zakon.kz/rss", "zakon.kz/rss"),
        ("feed://https://zakon.kz/rss", "https://zakon.kz/rss"),
        ("feed:zakon.kz/rss", "zakon.kz/rss"),
        ("rss://zakon.kz", "zakon.kz"),
        ("itpc://zakon.kz/podcast.xml", "zakon.kz/podcast.xml"),
        ("view-source:https://zakon.kz/", "https://zakon.kz/"),
        ("https:/zakon.kz/rss", "zakon.kz/rss"),
        ("https:zakon.kz", "zakon.kz"),
        ("//zakon.kz/rss", "zakon.kz/rss"),
    ],
)
def test_other_schemes_before_an_address_are_no_words(text: str, address: str) -> None:
    assert found(text) == [address]
    assert url_finder.consists_of_urls(text)


def test_what_no_chat_can_hold_is_not_looked_at() -> None:
    text = "https://a.kz " * 3000
    assert not url_finder.consists_of_urls(text)
    assert 2500 < len(found(text)) < 2600


def steps(function: Callable[[], Any]) -> int:
    """Count the lines of the module that run: the same on every machine."""
    taken = 0

    def trace(frame: FrameType, _event: str, _argument: object) -> Any:  # noqa: ANN401 - what tracing wants
        nonlocal taken
        taken += frame.f_code.co_filename == url_finder.__file__
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        function()
    finally:
        sys.settrace(before)
    return taken


PIECES = st.lists(
    st.sampled_from(
        [
            "http://",
            "https://",
            "a",
            "a.kz",
            ".",
            ",",
            "(",
            ")",
            "[",
            "]",
            "@",
            "/",
            ":",
            ":80",
            "?",
            "'",
            "x",
            " ",
            "«",
        ]
    ),
    min_size=1,
    max_size=8,
).map("".join)


@given(PIECES)
def test_twice_the_text_takes_twice_the_steps(piece: str) -> None:
    short, long = piece * 60, piece * 120
    for function in (found, url_finder.consists_of_urls):
        assert steps(lambda f=function: f(long)) <= 2.2 * steps(lambda f=function: f(short)) + 100  # type: ignore[misc] # a default is how a loop's value is kept


def test_no_pattern_can_go_back() -> None:
    patterns = [value for value in vars(url_finder).values() if isinstance(value, re.Pattern)]
    assert patterns
    for pattern in patterns:
        repeats = re.findall(r"(?<!\\)[*+{]", re.sub(r"\[(?:\\.|[^\]\\])*\]", "C", pattern.pattern))
        assert len(repeats) <= 1, pattern.pattern


@given(st.text(max_size=300))
def test_whatever_is_found_stands_in_the_text(text: str) -> None:
    end = 0
    for one in url_finder.find(text):
        assert text[one.start : one.end] == one.text
        assert one.start >= end
        end = one.end
