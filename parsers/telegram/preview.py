"""The page on which Telegram shows a channel to browsers, as its posts; what they tell is read elsewhere.

Nothing here depends on the page's words, which come in the language of whoever asks: its elements say it all.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from selectolax.lexbor import LexborHTMLParser, LexborNode

from parsers import dates, urls
from parsers.article import Origin, Page, ParseError
from parsers.page import html
from parsers.telegram import addresses, rich_text
from parsers.telegram.rich_text import Line

# Telegram shows twenty posts.
MAX_POSTS: Final = 200
_MAX_TITLE: Final = 200
_MAX_ID: Final = 2**53
_PICTURE: Final = re.compile(r"background-image\s?:\s?url\(['\"]?([^'\")]{1,2048})")
_PICTURES: Final = ".tgme_widget_message_photo_wrap[style], .tgme_widget_message_video_thumb[style]"


class ChannelState(StrEnum):
    """What a page says of its channel: it is shown; it exists, but is not shown; there is none of that name."""

    SHOWN = "shown"
    HIDDEN = "hidden"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelPost:
    """One post: all of it, before anything is cut.

    `origin` is whom it was forwarded from; `card` is the address that Telegram shows a preview of.
    """

    id: int
    url: str
    published_at: datetime
    lines: tuple[Line, ...] = ()
    origin: Origin | None = None
    author: str = ""
    images: tuple[str, ...] = ()
    card: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelPage:
    """A page of a channel: its present name and title, and its posts, the oldest first."""

    state: ChannelState
    name: str = ""
    title: str = ""
    description: str = ""
    posts: tuple[ChannelPost, ...] = ()


def read(page: Page) -> ChannelPage:
    """Read a page of a channel.

    Raises:
        ParseError: it is no page of Telegram's.
    """
    tree = html.tree(page)
    header = tree.css_first(".tgme_channel_info_header, .tgme_channel_info, .tgme_channel_history")
    posts = tuple(_posts(tree, page))
    if header is not None or posts:
        return ChannelPage(
            state=ChannelState.SHOWN,
            name=_name(tree) or (posts[-1].url.split("/")[-2] if posts else ""),
            title=_words(tree, ".tgme_channel_info_header_title") or _meta(tree, "og:title"),
            description=_words(tree, ".tgme_channel_info_description"),
            posts=posts,
        )
    if tree.css_first(".tgme_page, .tgme_page_wrap, .tgme_body_wrap, [class^=tgme_]") is None:
        raise ParseError(page.url, "no page of a Telegram channel")
    # Of a name that nobody has, the card shows no title.
    title = _words(tree, ".tgme_page_title")
    return ChannelPage(state=ChannelState.HIDDEN if title else ChannelState.NONE, title=title)


def _posts(tree: LexborHTMLParser, page: Page) -> Iterator[ChannelPost]:
    seen: set[int] = set()
    for node in tree.css(".tgme_widget_message[data-post]"):
        if "service_message" in (node.attributes.get("class") or "").split():
            continue
        post = _post(node, page)
        if post is not None and post.id not in seen and len(seen) < MAX_POSTS:
            seen.add(post.id)
            yield post


def _post(node: LexborNode, page: Page) -> ChannelPost | None:
    """Read one post; None if it has no number or no time, without which it is none."""
    name, _, number = (node.attributes.get("data-post") or "").rpartition("/")
    if not addresses.name_of(addresses.site(name)) or not (number.isascii() and number.isdecimal()):
        return None
    stamp = node.css_first(".tgme_widget_message_date time[datetime]") or node.css_first("time[datetime]")
    said = (stamp.attributes.get("datetime") or "") if stamp is not None else ""
    published_at = dates.absolute(said, now=page.fetched_at) if dates.has_offset(said) else None
    if published_at is None or not 0 < int(number[:17]) < _MAX_ID:
        return None
    link = node.css_first("a.tgme_widget_message_date[href]")
    href = urls.joined(page.url, link.attributes.get("href") or "") if link is not None else ""
    card = node.css_first("a.tgme_widget_message_link_preview[href]")
    return ChannelPost(
        id=int(number),
        url=addresses.post_url(href or page.url, name, int(number)),
        published_at=published_at,
        lines=_lines(node, page.url),
        origin=_origin(node, page.url),
        author=_text(node.css_first(".tgme_widget_message_from_author")),
        images=tuple(dict.fromkeys(_pictures(node, page.url))),
        card=urls.joined(page.url, card.attributes.get("href") or "") if card is not None else "",
    )


def _lines(node: LexborNode, base: str) -> tuple[Line, ...]:
    """Return the text of a post; what it replies to is quoted under another class."""
    found = (rich_text.lines(one, base=base) for one in node.css(".tgme_widget_message_text.js-message_text"))
    return next((lines for lines in found if lines), ())


def _origin(node: LexborNode, base: str) -> Origin | None:
    named = node.css_first(".tgme_widget_message_forwarded_from_name")
    if named is None:
        return None
    href = urls.joined(base, named.attributes.get("href") or "")
    from_there = addresses.referred(href, preview=_root(base)) if href else None
    if from_there is None or not from_there.name:
        # From a person or a closed channel: its name is all there is, and nobody else's site.
        shown = _text(named)
        return Origin(site=f"t.me/?{shown.casefold()}"[:_MAX_TITLE]) if shown else None
    url = addresses.post_url(href, from_there.name, from_there.post) if from_there.post else ""
    return Origin(site=addresses.site(from_there.name), url=url)


def _root(url: str) -> str:
    scheme, _, rest = url.partition("://")
    return f"{scheme}://{rest.partition('/')[0]}"


def _pictures(node: LexborNode, base: str) -> Iterator[str]:
    for one in node.css(_PICTURES):
        found = _PICTURE.search(one.attributes.get("style") or "")
        if found and (url := urls.joined(base, found.group(1))):
            yield url


def _name(tree: LexborHTMLParser) -> str:
    found = addresses.mentions(_words(tree, ".tgme_channel_info_header_username"))
    return found[0] if found else ""


def _words(tree: LexborHTMLParser, selector: str) -> str:
    return _text(tree.css_first(selector))


def _text(node: LexborNode | None) -> str:
    return html.line(node.text(deep=True))[:_MAX_TITLE] if node is not None else ""


def _meta(tree: LexborHTMLParser, name: str) -> str:
    node = tree.css_first(f'meta[property="{name}"][content]')
    return html.line(node.attributes.get("content") or "")[:_MAX_TITLE] if node is not None else ""
