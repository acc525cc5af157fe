"""What the tags of Telegram's HTML mean: which there are, what their attributes say, which entity each one makes."""

import re

from bot.demo.telegram.formatting import web_links

TAGS = frozenset(b"a b strong i em s strike del u ins tg-spoiler tg-emoji tg-time span pre code blockquote".split())
_KINDS = {
    b"b": "bold",
    b"strong": "bold",
    b"i": "italic",
    b"em": "italic",
    b"s": "strikethrough",
    b"strike": "strikethrough",
    b"del": "strikethrough",
    b"u": "underline",
    b"ins": "underline",
    b"tg-spoiler": "spoiler",
    b"span": "spoiler",
}
_EMOJI_ID = re.compile(r"-?[1-9]\d*", re.ASCII)
_LEADING_NUMBER = re.compile(r"-?\d+", re.ASCII)
_DATE_FORMAT = re.compile(r"|r|[wdt]+", re.IGNORECASE)


class MarkupError(Exception):
    """The text is not Telegram HTML; the message is Telegram's own, without "Bad Request: "."""


def argument(tag: bytes, attributes: list[tuple[bytes, str]]) -> str:
    """Return the one thing Telegram takes from the attributes of a tag; the last one wins."""
    if tag == b"tg-time":
        given = dict(attributes)
        return f"{given.get(b'unix', '')}|{given.get(b'format', '')}"
    argument = ""
    for name, value in attributes:
        if (tag, name) in {(b"a", b"href"), (b"tg-emoji", b"emoji-id")}:
            argument = value
        elif (tag, name) == (b"code", b"class") and value.startswith("language-"):
            argument = value.removeprefix("language-")
        elif (tag, name) == (b"span", b"class") and value.startswith("tg-"):
            argument = value.removeprefix("tg-")
        elif (tag, name) == (b"blockquote", b"expandable"):
            argument = "1"
    return argument


def meaning(tag: bytes, argument: str, covered: str) -> tuple[str, str]:
    """Return the kind and value of the entity that a closed tag makes; ("", "") if it makes none.

    Raises:
        MarkupError: an attribute is not what Telegram asks for.
    """
    if tag == b"a":
        return _link(argument or covered)
    if tag == b"blockquote":
        return ("expandable_blockquote" if argument else "blockquote"), ""
    if tag == b"tg-emoji":
        return _custom_emoji(argument)
    if tag == b"tg-time":
        return _date_time(*argument.rsplit("|", 1))
    if tag in {b"pre", b"code"}:
        return tag.decode(), argument
    return _KINDS[tag], ""


def _custom_emoji(number: str) -> tuple[str, str]:
    if not _EMOJI_ID.fullmatch(number) or not -(2**63) <= int(number) < 2**63:
        raise MarkupError("Invalid custom emoji identifier specified")
    return "custom_emoji", number


def _date_time(number: str, form: str) -> tuple[str, str]:
    if not _DATE_FORMAT.fullmatch(form):
        raise MarkupError("Invalid date format used")
    found = _LEADING_NUMBER.match(number)
    unix_time = (int(found[0] if found else 0) + 2**31) % 2**32 - 2**31  # Telegram reads 32 bits
    return ("date_time", str(unix_time)) if unix_time > 0 else ("", "")


def _link(address: str) -> tuple[str, str]:
    person = web_links.person_of(address)
    if person:
        return "text_mention", str(person)
    url = web_links.checked(address)
    return ("text_link", url) if url else ("", "")
