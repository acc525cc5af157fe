"""A sent message put right in place: its headline replaced by the corrected one, or marked; sends nothing."""

import re
from html import escape, unescape
from typing import Final

from bot.digest import formatting, render_rich, writer
from bot.texts import Texts

_TAG: Final = re.compile(r"<[^<>]*+>")


def correct(html: str, *, was: str, headline: str, texts: Texts, is_rich: bool = False) -> str | None:
    """Return a message of ours with a story's headline replaced and marked as corrected; None if nothing changes.

    Args:
        html: Telegram HTML as `render` wrote it, or rich HTML of `rich`, in which every "<" is a tag's.
        was: the headline that was told, from the ledger.
        headline: what it should say.
        texts: in the reader's language.
        is_rich: which of them it is.
    """
    if formatting.clean(was) == formatting.clean(headline):
        return None
    return _marked(html, was, headline, texts.plain("digest-corrected-mark"), is_rich=is_rich)


def withdraw(html: str, *, headline: str, texts: Texts, is_rich: bool = False) -> str | None:
    """Return a message of ours that says of a story that its source has withdrawn it; None if nothing changes.

    Args:
        html: as above.
        headline: that was told, which stays.
        texts: in the reader's language.
        is_rich: as above.
    """
    return _marked(html, headline, headline, texts.plain("digest-withdrawn-mark"), is_rich=is_rich)


def _marked(html: str, was: str, headline: str, words: str, *, is_rich: bool) -> str | None:
    mark = formatting.italic(formatting.text(words)).html
    for limit in (writer.HEADLINE_UNITS, writer.BRIEF_UNITS):
        old, new = (escape(formatting.shorten(formatting.clean(words), limit)) for words in (was, headline))
        fixed = html.replace(f">{old}</a>", f">{new}</a> {mark}", 1)
        if fixed != html:
            return fixed if _fits(fixed, is_rich=is_rich) else None
    return None


def _fits(html: str, *, is_rich: bool) -> bool:
    if is_rich:
        return formatting.units(unescape(_TAG.sub("", html))) <= render_rich.MAX_LENGTH
    tags = _TAG.findall(html)
    entities = sum(not tag.startswith("</") for tag in tags)
    return (
        formatting.units(unescape(_TAG.sub("", html))) <= formatting.MAX_LENGTH and entities <= formatting.MAX_ENTITIES
    )
