"""JSON as pages carry it: in comments or CDATA, escaped for HTML, with commas, quotes and escapes that JSON has not."""

import json
import re

from parsers.text import character_references

_DECODER = json.JSONDecoder(strict=False)  # raw line breaks and tabs in strings are met
_START = re.compile(r"[{\[]")
# What stands around JSON so that old browsers did not show it, or so that XML did not read it.
_WRAPPING = re.compile(r"<!\[CDATA\[|/\*|\*/|//|<!--")
_BLANK = re.compile(r"\s*(?:;\s*)?")
# A string, a comment, or a comma with what follows it; the string may end where the text does.
_TOKEN = re.compile(r'"|/\*.*?(?:\*/|\Z)|//[^\n]*|,\s*(?=[,}\]])', re.DOTALL)
# The quote that ends a string: what comes after it can only come after a string.
_END = re.compile(r'[^"\\]*(?:\\.[^"\\]*|"(?!\s*(?:[,:}\]]|\Z))[^"\\]*)*(?:"|\\?\Z)', re.DOTALL)
_ESCAPE = re.compile(r'\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})|\\x([0-9a-fA-F]{2})|[\\"]')
_MOST_VALUES = 50


def values(text: str) -> list[object]:
    """Return the values that a script holds, one after the other; empty if it is no JSON and nothing mends it."""
    text = _unwrapped(text)
    return _decoded(text) or _decoded(_repaired(text)) or _decoded(_repaired(character_references.resolved(text)))


def _unwrapped(text: str) -> str:
    """Return a text from where its JSON begins."""
    at = 0
    while wrapping := _WRAPPING.match(text, _after_blank(text, at)):
        at = wrapping.end()
        if wrapping[0] == "/*" and not text[at : at + 99].lstrip().startswith(("<![CDATA[", "{", "[", "*/")):
            at = max(text.find("*/", at), at)  # a comment in words
        elif wrapping[0] == "//" and not text[at : at + 99].lstrip(" \t").startswith(("<![CDATA[", "{", "[", "<!--")):
            at = max(text.find("\n", at), at)
    found = _START.search(text, at)
    return text[found.start() :] if found else ""


def _after_blank(text: str, at: int) -> int:
    blank = _BLANK.match(text, at)
    return blank.end() if blank else at


def _decoded(text: str) -> list[object]:
    """Return values until something is none; what follows the last is its wrapping's end."""
    found: list[object] = []
    at = 0
    while len(found) < _MOST_VALUES:
        try:
            value, at = _DECODER.raw_decode(text, at)
        except (ValueError, RecursionError):
            break
        found.append(value)
        at = _after_blank(text, at)
    return found


def _repaired(text: str) -> str:
    """Return JSON without comments and stray commas, whose strings hold no bare quotes and no escapes but its own."""
    parts: list[str] = []
    at = 0
    while token := _TOKEN.search(text, at):
        parts.append(text[at : token.start()])
        at = token.end()
        if token[0] == '"':
            end = _END.match(text, at)
            inner = end[0] if end else ""
            at += len(inner)
            parts += ['"', _ESCAPE.sub(_escape, inner.removesuffix('"')), '"']
    return "".join((*parts, text[at:]))


def _escape(found: re.Match[str]) -> str:
    if found[1]:  # of JavaScript
        return f"\\u00{found[1]}"
    if found[0] == '"':
        return '\\"'
    return "" if found[0] == "\\" else found[0]
