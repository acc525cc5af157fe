"""References that would break a parser, and what is left of them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from parsers.text import character_references


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("&#x1F600;", "😀"),
        ("&#55357;&#56835;", "😃"),
        ("&#xD83D;&#xde04;", "😄"),
        ("&#55357; и", "\ufffd и"),
        ("&#xDE00;&#xD83D;", "\ufffd\ufffd"),
        ("&#1114112;&#x110000;&#9999999999;", "\ufffd\ufffd\ufffd"),
        ("&#0;", "\ufffd"),
        ("a&#8;b", "ab"),
        ("5 &#150; 7 &#x85;", "5 – 7 …"),
        ("&laquo;Да&raquo;&nbsp;&mdash;", "«Да»\xa0—"),
        ("R&D & AT&T;", "R&amp;D &amp; AT&amp;T;"),
        ("?a=1&copy=2&section=3&lt=4", "?a=1&amp;copy=2&amp;section=3&amp;lt=4"),
        ("&unknown; &; &#; &#x; &#xZZ;", "&amp;unknown; &amp;; &amp;#; &amp;#x; &amp;#xZZ;"),
        ("&amp;&lt;&gt;&quot;&apos;&#38;&#60;&LT;", "&amp;&lt;&gt;&quot;&#x27;&amp;&lt;&lt;"),
        ("<![CDATA[R&D &nbsp; <!--]]>&<!-- & -->&", "<![CDATA[R&D &nbsp; <!--]]>&amp;<!-- & -->&amp;"),
        ("<![CDATA[ & without an end &nbsp;", "<![CDATA[ & without an end &nbsp;"),
    ],
)
def test_references_in_xml_are_those_that_xml_knows(text: str, expected: str) -> None:
    assert character_references.for_xml(text) == expected


@given(st.text(st.sampled_from("&#xX;0123456789dDfFaAmpltg <>![CDATA]-"), max_size=60))
def test_no_reference_stops_a_strict_parser(text: str) -> None:
    content = character_references.for_xml(text.replace("<", "").replace("]", ""))
    etree.fromstring(f"<a>{content}</a>", etree.XMLParser(resolve_entities=False))


@given(st.text(max_size=40))
def test_text_without_halves_of_characters_can_be_stored(text: str) -> None:
    halves = f"\ud83d.{text}\ude00\ud83d\ude00"
    assert character_references.without_surrogates(halves) == f"\ufffd.{text}\ufffd😀"


@pytest.mark.parametrize(
    "run", ["&" * 100_000, "&#" * 100_000, "<![CDATA[" * 50_000, "<!--" * 50_000, "&#55357;" * 50_000]
)
def test_a_flood_of_them_is_read_in_one_pass(run: str) -> None:
    assert len(character_references.for_xml(run)) >= len(run) // 8
    assert character_references.for_html(run)
