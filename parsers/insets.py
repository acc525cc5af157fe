"""What stands among a page's lines but is not its text: cards, invitations, embeds, credits."""

import re
from collections.abc import Iterable

from parsers import html
from parsers.article import Image
from parsers.html import Block

# Elements that never hold the article's own words, on whatever site.
SELECTORS = (
    "aside",
    "nav",
    ".instagram-media",
    ".twitter-tweet",
    ".tiktok-embed",
    ".fb-post",
    ".telegram-post",
    '[class*="willShare"]',
    '[class*="google-news"]',
    '[class*="related"]',
    '[class*="readmore"]',
    '[class*="read-more"]',
    '[class*="also-read"]',
    '[class*="social"]',
)
# A card of another article: its headline, perhaps a picture, and its date follow.
_CARD = re.compile(r"(?:материалы? по теме|новост[иь] по теме|тақырып бойынша|тақырыпқа орай)\b", re.IGNORECASE)
_CARD_END = re.compile(
    r"\d{1,2}:\d\d,? (?:\d{1,2} \w+ \d{4}|сегодня|вчера|бүгін|кеше)$|^(?:сегодня|вчера|бүгін|кеше),? \d{1,2}:\d\d$",
    re.IGNORECASE,
)
_CARD_LINES = 3
# An invitation to read on: links to other articles follow.
_READ_ON = re.compile(
    r"(?:читайте также|читать также|читайте ещ[её]|читайте по теме|также по теме|по теме|смотрите также"
    r"|тағы да? оқыңыз|тағы оқыңыз|сондай-ақ оқыңыз|оқи отырыңыз|тағы оқи|read also|read more|see also)\s*(?::|$)",
    re.IGNORECASE,
)
# After these nothing of the article follows.
_END = re.compile(
    r"(?:популярные новости|самое читаемое|танымал жаңалықтар|нашли ошибку|беттегі қате|қате таптыңыз)\b", re.IGNORECASE
)
_END_LENGTH = 160
_LINE = re.compile(
    r"следите за новостями\b|читайте нас в\b|поделит(?:ься|есь) (?:новостью|в соц)|жаңалықпен бөлісу|бөлісу$"
    r"|жаңалықтар телефоныңызда"
    r"|жаңалықтарды бақылаңыз|подписывайтесь на (?:наш|нас|zakon)|подпишитесь на (?:наш|нас|zakon)"
    r"|біздің telegram|бізге жазылыңыз"
    r"|посмотреть эту публикацию в instagram|бұл жарияланымды instagram|view this post on instagram"
    r"|публикация от\b|a post shared by\b"
    r"|сообщение от\b.*\(@|реклама$|жарнама$|поделиться$|share$|advertisement$",
    re.IGNORECASE,
)
_LINE_LENGTH = 200
_CREDIT = re.compile(
    r"(?:фото|сурет|видео|коллаж|иллюстрация|инфографика|скриншот|кадр из видео|photo|image|credit)\s*:\s*(\S.*)$",
    re.IGNORECASE,
)
_CREDIT_LENGTH = 160


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
