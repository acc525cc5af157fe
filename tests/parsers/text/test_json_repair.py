"""JSON that browsers never look at, and that nobody tested."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.text import json_repair

WHOLE = '{"headline": "Мост", "at": [1, 2]}'


@pytest.mark.parametrize(
    "text",
    [
        WHOLE,
        f"\n//<![CDATA[\n{WHOLE}\n//]]>\n",
        f"/*<![CDATA[*/ {WHOLE} /*]]>*/",
        f"/* <![CDATA[ */{WHOLE}/* ]]> */",
        f"<![CDATA[{WHOLE}]]>",
        f"<!--\n{WHOLE}\n-->",
        f"<!-- //<![CDATA[ {WHOLE} //]]> -->",
        f"// data of [this] page\n{WHOLE}",
        f"/* data {{of}} this page */\n{WHOLE};",
        f"{WHOLE};;",
        f"var data = {WHOLE};",
        '{"headline": "Мост", "at": [1, 2,],}',
        '{"headline": "Мост",, "at": [1, 2]}',
        '{"headline": "Мост", /* [no] */ "at": [1, 2] // "end"\n}',
        WHOLE.replace('"', "&quot;"),
        WHOLE.replace('"', "&#34;").replace(",", ",\n"),
    ],
)
def test_what_surrounds_json_is_no_part_of_it(text: str) -> None:
    assert json_repair.values(text) == [{"headline": "Мост", "at": [1, 2]}]


@pytest.mark.parametrize(
    ("inside", "expected"),
    [
        (r"It\'s \"here\"", 'It\'s "here"'),
        (r"a\.b \- c\x27d \u0031", "a.b - c'd 1"),
        (r"C:\\", "C:\\"),
        ('ТОО "Мост" и "Река" строят', 'ТОО "Мост" и "Река" строят'),
        ("две\nстроки\tи \x01 знак", "две\nстроки\tи \x01 знак"),
        ("http://a.kz/*b*/, ]", "http://a.kz/*b*/, ]"),
    ],
)
def test_a_string_is_what_was_meant(inside: str, expected: str) -> None:
    assert json_repair.values(f'{{"a": "{inside}", "b": 1,}}') == [{"a": expected, "b": 1}]


def test_several_values_are_read_one_after_the_other() -> None:
    assert json_repair.values('{"a": 1}\n{"b": 2};[3]') == [{"a": 1}, {"b": 2}, [3]]


@pytest.mark.parametrize("text", ["", "[", "no json", "function() { return 1 }", '{"a": }', "[" * 100_000, "//", "/*"])
def test_what_cannot_be_mended_is_nothing(text: str) -> None:
    assert json_repair.values(text) == []


@given(st.text(st.sampled_from('{}[]:,"\\/*<!-CDAT;&quot \n1a'), max_size=60))
def test_any_text_is_survived(text: str) -> None:
    assert isinstance(json_repair.values(text), list)


def test_a_flood_of_quotes_and_comments_is_read_in_one_pass() -> None:
    for part in ('"', '" ', "\\", "/*", "//", "// x\n", ", ", "<!--", '"a" '):
        assert json_repair.values('{"a": "' + part * 100_000) == []
        assert json_repair.values(part * 100_000) == []
