"""What stands around the news in a post: adverts, invitations to subscribe, signatures. Knows no page."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final
from urllib.parse import parse_qs, urlsplit

from parsers.telegram import addresses, rich_text
from parsers.telegram.rich_text import Line, Span

# An invitation is short; a longer line says something.
_SHORT: Final = 14
_SHORT_LINK: Final = 5
# Lines at either end of a post among which a signature is looked for; it stands in so many posts of a page, and so
# large a share of them.
_ENDS: Final = 3
_REPEATED: Final = 3
_SHARE: Final = 1 / 3

_INVITATIONS: Final = (
    # Russian
    "подписаться", "подпишись", "подпишитесь", "подписывай", "прислать новость", "предложить новость", "наш канал",
    "наши каналы", "нашем канале", "сообщить новость", "прислать фото", "присылайте", "пришлите", "читайте нас",
    "читать далее", "читать полностью", "читать на сайте", "читать новость", "читайте также", "читайте на сайте",
    "полный текст", "полная версия", "больше новостей", "все новости", "по вопросам рекламы",
    "реклама у нас", "отдел рекламы", "ставьте лайк", "ставь лайк", "проголосуйте за канал", "забустить", "буст канал",
    "бустить", "поддержать канал", "оставайтесь с нами", "мы в соц", "мы в max", "мы в whatsapp", "наш whatsapp",
    "наш instagram", "мы в instagram", "мы в вк", "обсудить в чате", "написать нам", "пишите нам", "связь с редакцией",
    "делитесь с друзьями", "расскажите друзьям", "источник фото",
    # Kazakh
    "жазылыңыз", "жазылу", "арнамызға", "арнаға қосыл", "қосылыңыз", "бізге жазыңыз", "жаңалық жібер",
    "хабарласыңыз", "бізді оқыңыз", "сайттан оқы",
    # English
    "subscribe", "join us", "join our", "join the channel", "follow us", "our channel", "read more", "full story",
    "send us news", "boost our", "boost the channel", "contact us",
)  # fmt: skip
# A sentence may hold these too: they invite where they are all there is, or link.
_POINTERS: Final = ("подробнее", "подробности", "толығырақ", "details", "источник", "дереккөз", "source")
_POINTER: Final = 2
_ADVERTS: Final = ("на правах рекламы", "рекламодатель:", "реклама. ооо", "реклама. ип", "реклама. ао", "реклама. тоо")
_ADVERT_TAGS: Final = frozenset({"ad", "ads", "advertising", "promo", "жарнама", "партнёрский", "промо", "реклама"})
# What the law makes every advert on the Russian internet carry.
_ADVERT_TOKEN: Final = re.compile(r"(?<!\w)erid\s?[:=]?\s?[A-Za-z0-9]{6}", re.IGNORECASE)
_NETWORKS: Final = frozenset(
    {
        "boosty.to", "dzen.ru", "facebook.com", "fb.com", "instagram.com", "max.ru", "ok.ru", "taplink.cc",
        "threads.net", "tiktok.com", "twitter.com", "vk.com", "vk.cc", "wa.me", "whatsapp.com", "x.com",
        "youtu.be", "youtube.com", "rutube.ru", "patreon.com", "apple.com", "google.com", "linktr.ee",
    }
)  # fmt: skip
_SENTENCE_ENDS: Final = frozenset('.!?…:»")]')


def is_advert(lines: Iterable[Line]) -> bool:
    """Say whether a post calls itself an advert."""
    spans = [span for line in lines for span in line]
    if any(span.tag.casefold() in _ADVERT_TAGS for span in spans):
        return True
    if any("erid" in _question(span.href) for span in spans):
        return True
    said = rich_text.text(spans)
    return any(words in said.casefold() for words in _ADVERTS) or bool(_ADVERT_TOKEN.search(said))


def signatures(posts: Sequence[Sequence[Line]]) -> frozenset[str]:
    """Return the lines that a channel puts under, or above, a good part of its posts, as `rich_text.words` has them."""
    counted: Counter[str] = Counter()
    for lines in posts:
        counted.update({rich_text.words(line) for line in (*lines[:1], *lines[-_ENDS:])} if len(lines) > 1 else ())
    often = max(_REPEATED, _SHARE * len(posts))
    return frozenset(words for words, times in counted.items() if words and times >= often)


def cut(lines: Sequence[Line], repeated: frozenset[str]) -> list[Line]:
    """Return the lines of a post without what stands around its news; nothing is left of a post that has none."""
    kept = [line for line in lines if any(span.has_words for span in line)]
    while kept and (_is_around(kept[-1], repeated) or not (shorter := _without_links(kept[-1]))):
        kept.pop()
    if kept:
        kept[-1] = shorter
    while len(kept) > 1 and _is_around(kept[0], repeated):
        del kept[0]
    return kept


def leads_to_publisher(href: str) -> bool:
    """Say whether a link may lead to an article: to a site, not to Telegram, another network, or a front page."""
    if not href or _leads_to_network(href):
        return False
    parts = urlsplit(href)
    return parts.scheme in {"http", "https"} and bool(parts.path.strip("/") or parts.query)


def _is_around(line: Line, repeated: frozenset[str]) -> bool:
    """Say whether a line at an end of a post is none of its news."""
    if rich_text.words(line) in repeated:
        return True
    said = rich_text.text(line)
    if len(said.split()) > _SHORT:
        return False
    telling = [span for span in line if span.has_words]
    if all(span.tag or _is_invitation(span) for span in telling):
        return True
    folded = said.casefold()
    invites = any(words in folded for words in _INVITATIONS) or _points(line, folded)
    return invites and not _tells_beside(folded)


def _points(line: Line, folded: str) -> bool:
    is_brief = len(folded.split()) <= _POINTER or any(span.href for span in line)
    return is_brief and _words_alone(folded).startswith(_POINTERS)


def _words_alone(said: str) -> str:
    """Return a line from its first letter on."""
    return said[next((at for at, char in enumerate(said) if char.isalnum()), len(said)) :]


def _tells_beside(said: str) -> bool:
    """Say whether an invitation stands behind a whole sentence: then only the link goes."""
    return any(mark in said[:-1] for mark in (". ", "! ", "? "))


def _is_invitation(span: Span) -> bool:
    """Say whether a span of a line leads away from the news: to a channel or a network, by its link or its name."""
    if span.href:
        return _leads_to_network(span.href)
    return bool(addresses.mentions(span.text)) and not any(map(str.isalnum, addresses.without_mentions(span.text)))


def _without_links(line: Line) -> Line:
    """Return a line without the invitations that it ends with, if a sentence ends before them."""
    kept = list(line)
    while kept and (not kept[-1].has_words or _is_short_invitation(kept[-1])):
        kept.pop()
    if len(kept) == len(line) or not kept:
        return tuple(kept)
    said = kept[-1].text
    told = said[: max(at for at, char in enumerate(said, start=1) if char.isalnum() or char in _SENTENCE_ENDS)]
    if len(told) == len(said.rstrip()) and told[-1] not in _SENTENCE_ENDS:
        return line
    return (*kept[:-1], replace(kept[-1], text=told))


def _is_short_invitation(span: Span) -> bool:
    said = span.text.casefold()
    if len(said.split()) > _SHORT_LINK:
        return False
    return _is_invitation(span) or (bool(span.href) and any(words in said for words in (*_INVITATIONS, *_POINTERS)))


def _leads_to_network(href: str) -> bool:
    host = (urlsplit(href).hostname or "").lower().removeprefix("www.")
    last_two = ".".join(host.split(".")[-2:])
    return addresses.referred(href) is not None or host in {"t.me", "telegram.me"} or last_two in _NETWORKS


def _question(href: str) -> dict[str, list[str]]:
    return parse_qs(urlsplit(href).query) if "erid" in href else {}
