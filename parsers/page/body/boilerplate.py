"""What stands among a page's lines but is not its text: cards, invitations, embeds, credits."""

import re
from collections.abc import Iterable

from parsers.article import Image
from parsers.page import html
from parsers.page.html import Block

# Elements that never hold the article's own words, on whatever site: by name, and by words in their class.
ELEMENTS = ("aside", "nav")
CLASSES = (
    "instagram-media",
    "twitter-tweet",
    "tiktok-embed",
    "fb-post",
    "telegram-post",
    "willShare",
    "google-news",
    "related",
    "readmore",
    "read-more",
    "also-read",
    "social",
)
# A card of another article: its headline, perhaps a picture, and its date follow.
_CARD = re.compile(r"(?:материалы? по теме|новост[иь] по теме|тақырып бойынша|тақырыпқа орай)\b", re.IGNORECASE)
_CARD_END = re.compile(
    r"\d{1,2}:\d\d,? (?:\d{1,2} \w+ \d{4}|сегодня|вчера|бүгін|кеше)$|^(?:сегодня|вчера|бүгін|кеше),? \d{1,2}:\d\d$",
    re.IGNORECASE,
)
_CARD_LINES = 3
# An invitation to read on, alone or before a colon: links to other articles follow.
_READ_ON_WORDS = """
    читайте также; читать также; читайте ещ[её]; читайте по теме; также по теме; по теме; смотрите также
    тағы да? оқыңыз; тағы оқыңыз; сондай-ақ оқыңыз; оқи отырыңыз; тағы оқи
    also read; read also; read more; see also; see more; related; related (?:articles?|stories|posts?|content)
    more (?:on|from) this; don'?t miss; you may also like; recommended
    lesen sie auch; lesen sie mehr; mehr zum thema; auch interessant; lire aussi; à lire aussi
    lea también; lee también; te puede interesar; leggi anche(?: su)?; leia também
    lees ook; les også; läs också; læs også; baca juga; czytaj także; przeczytaj; číst více
"""
# After these nothing of the article follows.
_END_WORDS = """
    популярные новости; самое читаемое; танымал жаңалықтар; нашли ошибку; беттегі қате; қате таптыңыз
"""
_END_LENGTH = 160
# Lines about the page and not about the event: to follow, subscribe, share, write; labels of embeds.
_LINE_WORDS = r"""
    следите за новостями\b; читайте нас в\b; поделит(?:ься|есь) (?:новостью|в соц); поделиться$; реклама$
    подписывайтесь на (?:наш|нас|zakon); подпишитесь на (?:наш|нас|zakon)
    жаңалықпен бөлісу; бөлісу$; жаңалықтар телефоныңызда; жаңалықтарды бақылаңыз
    біздің telegram; бізге жазылыңыз; жарнама$
    посмотреть эту публикацию в instagram; бұл жарияланымды instagram; view this post on instagram
    публикация от\b; a post shared by\b; сообщение от\b.*\(@
    share$; (?:story continues below )?advertisement\b; article content$; comments?$; tags?$; loading\b
    view (?:all )?comments; (?:click here to |please )?(?:subscribe|sign up)\b; get (?:the|our) .*(?:newsletter|inbox)
    copyright\b; ©; all rights reserved; follow (?:us|@|\w+ on)\b; print article; order reprints
    (?:e-?mail|write to|reach|contact) .*(?:\S@\S|twitter); \S+@\S+\.\w{2,}$; https?://\S+$; (?:www|twitter)\.\S+$
    lesedauer\b; jetzt (?:abonnieren|anmelden); newsletter abonnieren; fehler gefunden; externer inhalt
    hauptinhalt$; článek$; (?:read|up) next\b; like this story\?; (?:posted|filed) (?:in|under)\b; etiketler\b
    ähnliche:$; mehr (?:themen|artikel|nachrichten) (?:auf|aus)\b; tell us what you think
    wie hat ihnen dieser artikel gefallen
    durchschnittliche bewertung; \w+ wochen? kostenlos testen; folgst? du (?:schon|uns)\b
    join (?:us|our) .*(?:whatsapp|telegram)
    (?:last )?updated(?: at| on)?:? .{,40}$; \d+ (?:min|minutes?) read$; listen to (?:this|the) article
    dieses thema im programm
    abonnez-vous; s'abonner; suscríbete; síguenos; iscriviti; seguici su; inscreva-se
"""
_LINE_LENGTH = 200


def _any_of(words: str) -> str:
    """Return the pattern of one of the phrases that a text lists, parted by semicolons and line ends."""
    return "|".join(phrase.strip() for phrase in words.replace("\n", ";").split(";") if phrase.strip())


_READ_ON = re.compile(rf"[\[(•*\s-]*(?:{_any_of(_READ_ON_WORDS)})\s*(?::|$)", re.IGNORECASE)
_END = re.compile(rf"(?:{_any_of(_END_WORDS)})\b", re.IGNORECASE)
_LINE = re.compile(_any_of(_LINE_WORDS), re.IGNORECASE)
_CREDIT = re.compile(
    r"(?:фото|сурет|видео|коллаж|иллюстрация|инфографика|скриншот|кадр из видео|photo|image|credit)\s*:\s*(\S.*)$",
    re.IGNORECASE,
)
_CREDIT_LENGTH = 160
# The line under a headline that names only who wrote it.
BYLINE = re.compile(
    r"(?:by|von|par|por|di|door|автор|авторы|written by|text:)(?:\s++(?::\s++)?+|:\s++)[A-ZА-ЯЁÀ-Þ]", re.IGNORECASE
)


def text(blocks: Iterable[Block]) -> list[Block]:
    """Return only the lines that are the article's text: no pictures, credits, captions, cards or invitations."""
    kept: list[Block] = []
    lines = [block for block in blocks if block.name not in ("img", "figcaption") and not credit(block)]
    skip_to = 0
    for number, block in enumerate(lines):
        if _END.match(block.text) and len(block.text) < _END_LENGTH:
            break
        if number < skip_to or (_LINE.match(block.text) and len(block.text) < _LINE_LENGTH):
            continue
        if _CARD.match(block.text):
            skip_to = _after_card(lines, number)
        elif _READ_ON.match(block.text):
            skip_to = _after_links(lines, number)
        else:
            kept.append(block)
    return kept


def _after_card(lines: list[Block], number: int) -> int:
    """Return where the text goes on after a card: behind its date if it has one, else behind its links."""
    for end in range(number, min(number + _CARD_LINES + 1, len(lines))):
        if _CARD_END.search(lines[end].text):
            return end + 1
    return _after_links(lines, number)


def _after_links(lines: list[Block], number: int) -> int:
    number += 1
    while number < len(lines) and lines[number].linked:
        number += 1
    return number


def credit(block: Block) -> str:
    """Return whom a line credits for a picture ("Фото: ..."); empty if it is no credit line."""
    if block.name == "img" or len(block.text) > _CREDIT_LENGTH:
        return ""
    found = (_CREDIT.search if block.name == "figcaption" else _CREDIT.match)(block.text)
    return html.line(found.group(1)) if found else ""


def images(blocks: Iterable[Block]) -> list[Image]:
    """Return the pictures with their credits, in order: a credit belongs to the picture right before it."""
    found: list[Image] = []
    open_picture = False
    for block in blocks:
        if block.name == "img":
            found.append(Image(url=block.text))
            open_picture = True
        elif name := credit(block):
            if open_picture:
                found[-1] = Image(url=found[-1].url, credit=name)
            else:
                found.append(Image(credit=name))
            open_picture = False
        elif block.name != "figcaption":
            open_picture = False
    return found
