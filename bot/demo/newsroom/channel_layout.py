"""The pages on which Telegram shows channels to browsers, for the sample channels."""

import re
from collections.abc import Sequence
from html import escape
from urllib.parse import quote

from bot.demo.newsroom.channels import ChannelMessage, SampleChannel
from bot.demo.newsroom.page_frame import RIBBON

PAGE_SIZE = 20
_BOLD = re.compile(r"\*\*([^*\n]{1,300})\*\*")
_LINK = re.compile(r"\[([^\]\n]{1,100})\]\(([^)\s]{1,300})\)")
_TAG = re.compile(r"(?<!\S)#(\w{1,60})")


def page(channel: SampleChannel, posts: Sequence[ChannelMessage], *, base: str) -> str:
    """Return a page of a channel with these posts; `base` is the preview's address without a slash at the end."""
    name, title = channel.name, escape(channel.title)
    told = "".join(_post(channel, post, base) for post in posts)
    more = f'<a class="tme_messages_more" data-before="{posts[0].id}"></a>' if posts else ""
    return (
        f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>{title} – Telegram</title>'
        f'<meta property="og:title" content="{title}"><link rel="stylesheet" href="/newsroom.css"></head>'
        '<body><header class="tgme_header masthead"><div class="tgme_channel_info">'
        '<div class="tgme_channel_info_header"><div class="tgme_channel_info_header_title">'
        f'<span dir="auto">{title}</span></div>'
        f'<div class="tgme_channel_info_header_username"><a href="{base}/{name}">@{name}</a></div></div>'
        f'<div class="tgme_channel_info_description">{escape(channel.description)}</div></div></header>'
        f'<main class="page"><section class="tgme_channel_history js-message_history">{more}{told}</section></main>'
        f'<footer class="ribbon">{RIBBON["ru"]}</footer></body></html>'
    )


def card(title: str = "") -> str:
    """Return what is shown of a name without a preview; without a title, of a name that nobody has."""
    said = f'<div class="tgme_page_title"><span dir="auto">{escape(title)}</span></div>' if title else ""
    return (
        '<!DOCTYPE html><html><head><meta charset="utf-8"></head><body><div class="tgme_page_wrap">'
        f'<div class="tgme_page">{said}<div class="tgme_page_action"></div></div></div></body></html>'
    )


def _post(channel: SampleChannel, post: ChannelMessage, base: str) -> str:
    address = f"{base}/{channel.name}/{post.id}"
    photos = "".join(
        '<a class="tgme_widget_message_photo_wrap" style="background-image:'
        f"url('{base}/pictures/{channel.name}-{post.id}-{number}.svg')\"></a>"
        for number in range(post.photos)
    )
    album = f'<div class="tgme_widget_message_grouped_wrap">{photos}</div>' if post.photos > 1 else photos
    text = f'<div class="tgme_widget_message_text js-message_text" dir="auto">{_text(post.text)}</div>'
    return (
        '<div class="tgme_widget_message_wrap js-widget_message_wrap">'
        f'<div class="tgme_widget_message js-widget_message" data-post="{channel.name}/{post.id}">'
        f'<div class="tgme_widget_message_bubble">{_forwarded(post, base)}{album}'
        f'{text if post.text else ""}<div class="tgme_widget_message_footer"><span class="tgme_widget_message_views">'
        f'1.2K</span><span class="tgme_widget_message_meta"><a class="tgme_widget_message_date" href="{address}">'
        f'<time datetime="{post.published_at.isoformat()}" class="time">{post.published_at:%H:%M}</time></a></span>'
        "</div></div></div></div>"
    )


def _forwarded(post: ChannelMessage, base: str) -> str:
    if not post.forwarded:
        return ""
    return (
        '<div class="tgme_widget_message_forwarded_from">Forwarded from&nbsp;<a class="'
        f'tgme_widget_message_forwarded_from_name" href="{base}/{post.forwarded}"><span dir="auto">'
        f"{post.forwarded.partition('/')[0]}</span></a></div>"
    )


def _text(words: str) -> str:
    said = _BOLD.sub(r"<b>\1</b>", escape(words, quote=False))
    said = _LINK.sub(r'<a href="\2" target="_blank" rel="noopener">\1</a>', said)
    said = _TAG.sub(lambda tag: f'<a href="?q={quote("#" + tag[1])}">#{tag[1]}</a>', said)
    return said.replace("\n", "<br/>")
