"""Lists of sources in and out."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.article import Page, ParseError
from parsers.listings import opml
from parsers.listings.opml import Outline
from tests.parsers.conftest import NOW

LIST = """<?xml version="1.0" encoding="UTF-8"?>
<opml version="1.0"><head><title>Мои ленты</title></head><body>
<outline text="Казахстан" title="Казахстан">
  <outline type="rss" text="Власть &amp; Ко" xmlUrl="https://vlast.kz/feed/" htmlUrl="https://vlast.kz/"/>
  <outline text="без ленты"/>
</outline>
<outline TEXT="Курсив" XMLURL="https://kz.kursiv.media/feed/"/>
<outline text="дубль" xmlUrl="https://vlast.kz/feed/"/>
<outline text="плохой" xmlUrl="javascript:alert(1)"/>
</body></opml>"""


def page(body: str | bytes) -> Page:
    content = body.encode() if isinstance(body, str) else body
    return Page(url="", body=content, fetched_at=NOW)


def test_a_list_keeps_titles_and_folders() -> None:
    assert opml.read(page(LIST)) == [
        Outline(url="https://vlast.kz/feed/", title="Власть & Ко", site="https://vlast.kz/", folder="Казахстан"),
        Outline(url="https://kz.kursiv.media/feed/", title="Курсив"),
    ]


@given(
    st.lists(
        st.builds(
            Outline,
            url=st.integers(0, 99).map(lambda number: f"https://a.kz/{number}?a=1&b='\"<"),
            title=st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Z"]), min_size=1, max_size=30),
            folder=st.sampled_from(["", "Мир", 'Спорт & "еда"']),
        ),
        unique_by=lambda outline: outline.url,
        max_size=8,
    )
)
def test_what_is_written_is_read_again(outlines: list[Outline]) -> None:
    text = opml.write(outlines, title="Svodka <1>", now=NOW)
    expected = sorted(outlines, key=lambda outline: (not outline.folder, outline.folder))
    assert opml.read(page(text)) == [
        Outline(url=one.url, title=one.title.replace("\ufffe", "").replace("\uffff", ""), folder=one.folder)
        for one in expected
    ]


def test_sites_are_written_too() -> None:
    outline = Outline(url="https://a.kz/rss", site="https://a.kz/")
    (again,) = opml.read(page(opml.write([outline], title="x", now=NOW)))
    assert (again.site, again.title) == ("https://a.kz/", "https://a.kz/rss")


@pytest.mark.parametrize("body", ["", "text", "<rss></rss>", "<!doctype html><html></html>"])
def test_what_is_no_list_is_refused(body: str) -> None:
    with pytest.raises(ParseError, match="OPML"):
        opml.read(page(body))


def test_a_list_has_limits_and_expands_nothing() -> None:
    rows = "".join(f'<outline xmlUrl="https://a.kz/{number}"/>' for number in range(opml.MAX_OUTLINES + 5))
    assert len(opml.read(page(f"<opml><body>{rows}</body></opml>"))) == opml.MAX_OUTLINES
    assert opml.read(page("<opml/>")) == []
    with pytest.raises(ParseError, match="entities"):
        opml.read(page("<!DOCTYPE o [<!ENTITY a 'x'>]>" + LIST.partition("\n")[2]))


@given(st.binary(max_size=200))
def test_arbitrary_bytes_raise_nothing_but_parse_errors(body: bytes) -> None:
    for start in (b"", b"<opml><body><outline "):
        with suppress(ParseError):
            opml.read(page(start + body))


def test_a_list_is_read_as_it_was_meant() -> None:
    body = (
        '<opml><body><outline text="Спорт & отдых &mdash; R&D" xmlUrl="https://a.kz/f?lang=ru&section=7&copy=1&reg=2"/>'
        '<outline text="Смайл &#55357;&#56843; &#xD800; &#0;" xmlUrl="https://b.kz/f?a=1&amp;b=2" htmlUrl="https://b.kz/?x=1&y"/>'
        "</body></opml>"
    )
    assert opml.read(page(body)) == [
        Outline(url="https://a.kz/f?lang=ru&section=7&copy=1&reg=2", title="Спорт & отдых — R&D"),
        Outline(url="https://b.kz/f?a=1&b=2", title="Смайл 😋 \ufffd \ufffd", site="https://b.kz/?x=1&y"),
    ]


@pytest.mark.parametrize("charset", ["windows-1251", "koi8-r", "utf-16", "cp866"])
def test_a_list_is_read_in_its_encoding(charset: str) -> None:
    assert opml.read(page(LIST.replace("UTF-8", charset).encode(charset))) == opml.read(page(LIST))


_LAST = '<outline text="last" xmlUrl="https://z.kz/rss"/></body></opml>'


@pytest.mark.parametrize(
    ("outline", "title"),
    [
        ('<outline text="газета "Мост" и река" title="" xmlUrl="https://a.kz/1"/>', 'газета "Мост" и река'),
        ("<outline text='it's ours' xmlUrl='https://a.kz/1'/>", "it's ours"),
        ('<outline text="5 < 7" xmlUrl="https://a.kz/1"/>', "5 < 7"),
        ('<outline text="it\'s "ours"" xmlUrl="https://a.kz/1">', 'it\'s "ours"'),
        ('<outline text="Мост" text="Река" xmlUrl="https://a.kz/1"/>', "Мост"),
        ('<OUTLINE TEXT="Мост" XMLURL="https://a.kz/1"/>', "Мост"),
    ],
)
@pytest.mark.parametrize(
    "start", ["<opml><body>", '<opml xmlns="http://opml.org/spec2"><body>', "<OPML><BODY>", "<opml>"]
)
@pytest.mark.parametrize("before", ["", "<br />\n<b>Warning</b>: x & y in z.php<br />", "Notice: a < b\n"])
def test_a_list_that_is_nearly_xml_loses_nothing(before: str, start: str, outline: str, title: str) -> None:
    found = opml.read(page(before + start + outline + _LAST))
    assert [(one.url, one.title) for one in found] == [("https://a.kz/1", title), ("https://z.kz/rss", "last")]
