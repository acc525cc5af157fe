"""Plain text out of what should have been plain: titles with tags in them, and references escaped once too often."""

import re

from parsers.text import character_references

_TAG = re.compile(r"<[a-zA-Z/!][^<>]*>")
# What editors put into titles; other words in angle brackets ("<head>", "<animate>") are what a title is about.
_BREAKS = "blockquote|br|div|h[1-6]|hr|li|ol|p|pre|table|tbody|td|th|tr|ul"
_INLINE = (
    "a|abbr|acronym|b|big|center|cite|code|del|em|font|i|img|ins|kbd|mark|nobr|q|s|small|span|strike|strong|sub|sup"
)
_BREAK = re.compile(rf"</?(?:{_BREAKS})(?:[\s/][^<>]*)?>", re.IGNORECASE)
_FORMAT = re.compile(rf"</?(?:{_INLINE}|tt|u|var|wbr)(?:[\s/][^<>]*)?>", re.IGNORECASE)

_CDATA = re.compile(r"<!\[CDATA\[|\]\]>")


def of_html(text: str) -> str:
    """Return HTML, which was declared as such, as one line without tags."""
    return _line(character_references.resolved(_TAG.sub("", _BREAK.sub(" ", text))))


def of_anything(text: str) -> str:
    """Return text that may be plain or HTML, or HTML that was escaped once too often, as one line."""
    text = _CDATA.sub("", text)
    for _ in range(2):
        text = character_references.resolved(_FORMAT.sub("", _BREAK.sub(" ", text)))
    return _line(_FORMAT.sub("", _BREAK.sub(" ", text)))


def _line(text: str) -> str:
    return " ".join(text.split())
