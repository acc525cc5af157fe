"""Pages as Telegram shows channels to browsers, with texts of our own."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from html import escape

from parsers.article import Page

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
NAME = "Stepnoy_Vestnik"


def post(
    number: int,
    text: str = "",
    *,
    name: str = NAME,
    at: str = "",
    before: str = "",
    behind: str = "",
    kind: str = "",
) -> str:
    """Return a post with this HTML for its text, and something `before` and `behind` it."""
    said = f'<div class="tgme_widget_message_text js-message_text" dir="auto">{text}</div>' if text else ""
    moment = at or (NOW - timedelta(hours=3) + timedelta(minutes=number % 100, seconds=number % 60)).isoformat()
    return (
        '<div class="tgme_widget_message_wrap js-widget_message_wrap"><div class="'
        f'tgme_widget_message text_not_supported_wrap js-widget_message {kind}" data-post="{name}/{number}">'
        f'<div class="tgme_widget_message_user"><a href="https://t.me/{name}"><i class="'
        'tgme_widget_message_user_photo"><img src="https://cdn.example/logo.jpg"></i></a></div>'
        '<div class="tgme_widget_message_bubble">'
        f'<div class="tgme_widget_message_author"><a class="tgme_widget_message_owner_name" href="https://t.me/{name}">'
        f'<span dir="auto">Степной вестник</span></a></div>{before}{said}{behind}'
        '<div class="tgme_widget_message_footer compact js-message_footer"><div class="tgme_widget_message_info short '
        'js-message_info"><span class="tgme_widget_message_views">5.2K</span><span class="copyonly"> views</span>'
        f'<span class="tgme_widget_message_meta"><a class="tgme_widget_message_date" href="https://t.me/{name}/{number}">'
        f'<time datetime="{moment}" class="time">12:00</time></a></span></div></div></div></div></div>'
    )


def shown(posts: Iterable[str], *, name: str = NAME, title: str = "Степной вестник", language: str = "en") -> str:
    """Return the page of a channel with these posts."""
    return (
        f'<!DOCTYPE html><html lang="{language}"><head><meta property="og:title" '
        f'content="{escape(title)}"></head><body>'
        '<header class="tgme_header"><div class="tgme_channel_info"><div class="tgme_channel_info_header">'
        f'<div class="tgme_channel_info_header_title"><span dir="auto">{escape(title)}</span></div>'
        f'<div class="tgme_channel_info_header_username"><a href="https://t.me/{name}">@{name}</a></div></div>'
        '<div class="tgme_channel_info_description">Новости степи</div></div></header>'
        f'<main><section class="tgme_channel_history js-message_history">{"".join(posts)}</section></main>'
        "</body></html>"
    )


def card(title: str = "") -> str:
    """Return what Telegram shows of a name without a preview; without a title, of one that nobody has."""
    said = f'<div class="tgme_page_title" dir="auto"><span dir="auto">{title}</span></div>' if title else ""
    return (
        '<!DOCTYPE html><html><body class="tgme_body"><div class="tgme_page_wrap"><div class="tgme_page">'
        f'<div class="tgme_page_photo"></div>{said}<div class="tgme_page_action"><a class="tgme_action_button_new" '
        'href="tg://resolve?domain=x">Ouvrir</a></div></div></div></body></html>'
    )


def page(body: str, url: str = f"https://t.me/s/{NAME}") -> Page:
    """Return a page as the fetcher does."""
    return Page(url=url, body=body.encode(), fetched_at=NOW, content_type="text/html", charset="utf-8")
