"""Character references made harmless: "&#55357;" is half a character, a bare "&" none, "&nGt;" longer when decoded."""

import html
import re
from collections.abc import Iterator
from html.entities import html5

_REFERENCE = re.compile(r"&(?:#(?:[0-9]{1,10}|[xX][0-9a-fA-F]{1,8});|[a-zA-Z][a-zA-Z0-9]{1,31};)?")
_HALF = r"&#(?:[xX][dD][89a-fA-F][0-9a-fA-F]{2}|5[5-7][0-9]{3});"
_HALVES = re.compile(_HALF + _HALF)
_SURROGATE = re.compile("[\ud800-\udfff]")
_OF_XML = frozenset({"&", "<", ">", '"', "'"})
# Lexbor decodes a reference where it stands, and writes past its buffer where the character takes more bytes of UTF-8.
_GROWING = {
    f"&{name}": character for name, character in html5.items() if len(character.encode()) > len(f"&{name}".encode())
}
_LITERAL = re.compile(r"<!\[CDATA\[|<!--")
_LITERAL_ENDS = {"<![CDATA[": "]]>", "<!--": "-->"}


def for_html(text: str) -> str:
    """Return HTML whose references can be decoded in place; two halves of a character become the one they meant."""
    for reference, character in _GROWING.items():
        text = text.replace(reference, character)
    return _HALVES.sub(lambda found: without_surrogates(_REFERENCE.sub(_character, found[0])), text)


def for_xml(text: str) -> str:
    """Return XML in which every reference is one that XML knows, and every other "&" is written "&amp;".

    References by names of HTML, and to what is no character, become the characters that browsers show for them.
    CDATA sections and comments stay as they are.
    """
    return without_surrogates("".join(_parts(text)))


def resolved(text: str) -> str:
    """Return text in which references that end with ";" are the characters they mean; an address keeps "&copy=1"."""
    return without_surrogates(_REFERENCE.sub(_character, text))


def without_surrogates(text: str) -> str:
    """Return text in which two halves of a character are the character, and a lone half is U+FFFD."""
    if not _SURROGATE.search(text):
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _parts(text: str) -> Iterator[str]:
    at = 0
    while literal := _LITERAL.search(text, at):
        yield _REFERENCE.sub(_of_xml, text[at : literal.start()])
        end = text.find(_LITERAL_ENDS[literal[0]], literal.end())
        at = end if end >= 0 else len(text)
        yield text[literal.start() : at]
    yield _REFERENCE.sub(_of_xml, text[at:])


def _of_xml(found: re.Match[str]) -> str:
    reference = found[0]
    character = _character(found)
    if character == reference:  # a bare "&", or a name that HTML does not know either
        return f"&amp;{reference[1:]}"
    return html.escape(character) if character in _OF_XML else character


def _character(found: re.Match[str]) -> str:
    """Return the character that a reference means, as browsers read it, but half of one as that half."""
    reference = found[0]
    if reference.startswith("&#"):
        code = int(reference[3:-1], 16) if reference[2] in "xX" else int(reference[2:-1])
        if 0xD800 <= code <= 0xDFFF:
            return chr(code)
    return html.unescape(reference)
