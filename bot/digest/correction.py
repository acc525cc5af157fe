"""A sent message put right: the headline it holds replaced by the corrected one, in place; sends nothing."""

import re
from html import escape, unescape
from typing import Final

from bot.digest import markup, render
from bot.texts import Texts

_TAG: Final = re.compile(r"<[^>]*>")


def correct(html: str, *, was: str, headline: str, texts: Texts) -> str | None:
    """Return a message of ours with a story's headline replaced and marked as corrected; None if nothing changes.

    Args:
        html: Telegram HTML as `render` wrote it, in which every "<" is a tag's.
        was: the headline that was told, from the ledger.
        headline: what it should say.
        texts: in the reader's language.
    """
    if markup.clean(was) == markup.clean(headline):
        return None
    mark = markup.italic(markup.text(texts.plain("digest-corrected-mark"))).html
    for limit in (render.HEADLINE_UNITS, render.BRIEF_UNITS):
        old, new = (escape(markup.shorten(markup.clean(words), limit)) for words in (was, headline))
        fixed = html.replace(f">{old}</a>", f">{new}</a> {mark}", 1)
        if fixed != html:
            return fixed if _fits(fixed) else None
    return None


def _fits(html: str) -> bool:
    tags = _TAG.findall(html)
    entities = sum(not tag.startswith("</") for tag in tags)
    return markup.units(unescape(_TAG.sub("", html))) <= markup.MAX_LENGTH and entities <= markup.MAX_ENTITIES
