"""Telegram HTML: TDLib's own parser is the judge; it runs offline and its word decides."""

import json
from typing import Any

import pytest
import tdjson
from hypothesis import example, given
from hypothesis import strategies as st

from bot.demo.telegram.formatting import html, web_links
from bot.demo.telegram.formatting.html_tags import MarkupError

_KINDS = {
    "TextUrl": "text_link",
    "PreCode": "pre",
    "BlockQuote": "blockquote",
    "ExpandableBlockQuote": "expandable_blockquote",
    "DateTime": "date_time",
    "CustomEmoji": "custom_emoji",
    "MentionName": "text_mention",
}
_TAGS = (
    "b strong i em s strike del u ins tg-spoiler code pre blockquote a",
    '<a href="https://zakon.kz/x?a=1&amp;b=2">',
    "<a href='tg://user?id=77'>",
    "<a href=zakon.kz>",
    '<a href="javascript:alert(1)">',
    '<code class="language-py">',
    "<code class=x>",
    "<blockquote expandable>",
    "<span class=tg-spoiler>",
    '<span class="other">',
    "<tg-emoji emoji-id=123>",
    "<tg-time unix=1700000000>",
    "<tg-time unix=-5 format=wDT>",
    "<tg-time format=rr>",
    "<a href='http://Zakon.KZ:080?q=1 2#x'>",
    "<a href='http://@localhost/'>",
    "<a href='tg:user?ID=5&id=007#x'>",
    "<B onclick='x' y>",
    "<br>",
    "<b/>",
)
START_TAGS = [f"<{name}>" for name in _TAGS[0].split()] + list(_TAGS[1:])
SCRAPS = [
    *(
        "x",
        "Жібек",
        "😀",
        " ",
        "\n",
        "\t",
        "\x00",
        "zakon.kz",
        "&amp;",
        "&lt",
        "&nbsp;",
        "&#65;",
        "&#x1F600;",
        "&#xD800;",
    ),
    *(
        "&",
        "<",
        ">",
        "=",
        "'",
        '"',
        "/",
        "a < b",
        "<3",
        "</",
        "</>",
        "</b >",
        "<!-- -->",
        "<b =x>",
        "<a href",
        "<a href=ж>",
    ),
]


tdjson.td_execute(b'{"@type": "setLogVerbosityLevel", "new_verbosity_level": 0}')


def _ask(text: str) -> dict[str, Any]:
    request = {"@type": "parseTextEntities", "text": text, "parse_mode": {"@type": "textParseModeHTML"}}
    answer = tdjson.td_execute(json.dumps(request).encode())
    assert answer is not None
    return dict(json.loads(answer))


def _judged(text: str) -> object:
    answer = _ask(text)
    if answer["@type"] == "error":
        return str(answer["message"]).removeprefix("Can't parse entities: ")
    return answer["text"], [_entity(entity) for entity in answer["entities"]]


def _entity(raw: dict[str, Any]) -> tuple[str, int, int, str]:
    kind, values = raw["type"]["@type"].removeprefix("textEntityType"), raw["type"]
    names = ("url", "language", "custom_emoji_id", "user_id", "unix_time")
    value = next((str(values[name]) for name in names if values.get(name)), "")
    return _KINDS.get(kind, kind.lower()), raw["offset"], raw["length"], value


def _ours(text: str) -> object:
    try:
        plain, found = html.parse_html(text)
    except MarkupError as error:
        return str(error)
    return plain, [(entity.kind, entity.offset, entity.length, entity.value) for entity in found]


@st.composite
def nested_markup(draw: st.DrawFn) -> str:
    """Markup that mostly closes what it opens, so that acceptance is tested as much as refusal."""
    parts, open_tags = [], []
    for _ in range(draw(st.integers(1, 10))):
        step = draw(st.sampled_from(("open", "close", "text")))
        if step == "open":
            tag = draw(st.sampled_from(START_TAGS))
            open_tags.append(tag.strip("<>/").split()[0].lower())
            parts.append(tag)
        elif step == "close" and open_tags:
            parts.append(f"</{open_tags.pop()}>")
        else:
            parts.append(draw(st.sampled_from(SCRAPS) | st.text(max_size=5)))
    return "".join(parts) + "".join(f"</{tag}>" for tag in reversed(open_tags))


@given(nested_markup() | st.lists(st.sampled_from(START_TAGS + SCRAPS), max_size=8).map("".join))
@example("<b>x")
@example("<pre><code class='language-py'>x</code></pre>")
@example("<code class='language-py'><pre>x</pre></code>")
@example("<tg-time unix=soon>x</tg-time><tg-emoji emoji-id=x>y</tg-emoji>")
@example('<a href="x')
@example("<b x=1?>")
def test_it_reads_and_refuses_as_tdlib_does(markup: str) -> None:
    assert _ours(markup) == _judged(markup)


@given(st.text(alphabet=st.characters(codec="utf-8")))
def test_any_text_is_read_as_tdlib_reads_it(text: str) -> None:
    assert _ours(text) == _judged(text)


@pytest.mark.parametrize(
    ("markup", "reason"),
    [
        ("<div>x</div>", 'Unsupported start tag "div" at byte offset 0'),
        ("Ж<i>x</b>", 'Unmatched end tag at byte offset 6, expected "</i>", found "</b>"'),
        ("<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
        ("x</b>", "Unexpected end tag at byte offset 1"),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
    ],
)
def test_a_refusal_names_the_byte(markup: str, reason: str) -> None:
    with pytest.raises(MarkupError) as refused:
        html.parse_html(markup)
    assert str(refused.value) == reason


def test_every_kind_of_entity_has_the_form_of_the_bot_api() -> None:
    _, found = html.parse_html(
        '<a href="https://zakon.kz">1</a><a href="tg://user?id=5">2</a><pre><code class="language-py">3</code></pre>'
        "<tg-emoji emoji-id=6>4</tg-emoji><tg-time unix=7>5</tg-time><b>6</b>"
    )
    assert [entity.wire for entity in found] == [
        {"type": "text_link", "offset": 0, "length": 1, "url": "https://zakon.kz/"},
        {"type": "text_mention", "offset": 1, "length": 1, "user": {"id": 5, "is_bot": False, "first_name": "5"}},
        {"type": "pre", "offset": 2, "length": 1, "language": "py"},
        {"type": "custom_emoji", "offset": 3, "length": 1, "custom_emoji_id": "6"},
        {"type": "date_time", "offset": 4, "length": 1, "unix_time": 7},
        {"type": "bold", "offset": 5, "length": 1},
    ]


def test_addresses_that_are_no_links_are_dropped_silently() -> None:
    assert web_links.checked("javascript:alert(1)") == ""
    assert web_links.checked("notaurl") == ""
    assert web_links.checked("ftp://zakon.kz") == ""
    assert web_links.checked("HTTPS://Zakon.KZ?q=1") == "https://zakon.kz/?q=1"
    assert web_links.checked("tg://resolve?domain=x") == "tg://resolve?domain=x"
