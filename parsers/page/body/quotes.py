"""Words that an article quotes, and who said them where the page says so surely; never a guess."""

import re

from parsers.article import Quote
from parsers.page import tag_kinds
from parsers.page.html import Block

_OPEN, _CLOSE = '"«“„', '"»”“'
_WHOLE = re.compile(rf"[{_OPEN}](?P<text>.{{20,}})[{_CLOSE}][.!?…]?$", re.DOTALL)
_SAID = (
    "отметил отмечал сказал заявил подчеркнул сообщил добавил рассказал пояснил уточнил объяснил ответил написал "
    "считает говорит поделился резюмировал заключил прокомментировал пишет напомнил призвал"
)
_VERB = (
    rf"(?:{'|'.join(_SAID.split())})(?:а|и|ась|ся)?\b"
    r"|деді\b|айтты\b|мәлімдеді\b|деп\s+(?:атап\s+өтті|жазды|мәлімдеді|айтты|хабарлады)\b"
)
_BEFORE = re.compile(rf"({_VERB})", re.IGNORECASE)
_INLINE = re.compile(
    rf"[{_OPEN}](?P<text>.{{20,}}?)[{_CLOSE}]\s*+,?+\s*+[–—-]\s*+(?P<said>(?:{_VERB}).{{0,120}}|.{{0,120}}(?:{_VERB}))[.]?$",
    re.IGNORECASE,
)
_NAME = re.compile(r"[А-ЯЁӘҒҚҢӨҰҮІҺA-Z][\w'’]+(?:-[А-ЯЁӘҒҚҢӨҰҮІҺA-Z][\w'’]+)?")
_OFFICE = re.compile(r"пресс-служба|редакция|баспасөз қызметі", re.IGNORECASE)
_SPEAKER_LENGTH = 90
_AFTER_NAME = re.compile(r"[,(–—]")
_SENTENCE = re.compile(r"(?<=[.!?…])\s++(?=[А-ЯЁӘҒҚҢӨҰҮІҺA-Z])")
_CLAUSE = re.compile(r",| что | деп ")
_BETWEEN_MARKS = re.compile(rf"[{_OPEN}](.*)[{_CLOSE}][.!?…]?")
_TWO_QUOTES = re.compile(rf"[{_CLOSE}],?+\s*+[–—]\s")


def split(blocks: list[Block]) -> tuple[list[str], list[Quote]]:
    """Return the paragraphs, quoted ones among them but no bare speaker lines, and the quotes in order."""
    paragraphs: list[str] = []
    quotes: list[Quote] = []
    number = 0
    while number < len(blocks):
        block = blocks[number]
        before = paragraphs[-1] if paragraphs else ""
        words, speaker, used = _quoted(blocks, number) or _stated(blocks, number)
        if used:
            paragraphs += words
            quotes.append(Quote(text=_bare(" ".join(words)), speaker=speaker or _named_before(before)))
        else:
            paragraphs.append(block.text)
            if found := _INLINE.match(block.text):
                quotes.append(Quote(text=found["text"].rstrip(","), speaker=_name_near_verb(found["said"])))
        number += max(1, used)
    return paragraphs, quotes


_Found = tuple[list[str], str, int]


def _quoted(blocks: list[Block], number: int) -> _Found | None:
    """Read a blockquote: its lines, the speaker it cites, and how many blocks they take; None if there is none."""
    which = blocks[number].quoted
    if not which:
        return None
    run = [block for block in blocks[number:] if block.quoted == which]
    words = [block.text for block in run if not block.cited]
    speaker = " ".join(block.text for block in run if block.cited)
    if not speaker and len(words) > 1 and _WHOLE.match(words[-2]) and _is_speaker(run[-1]):
        speaker = words.pop()
    taken = len(run)
    after = blocks[number + taken] if number + taken < len(blocks) else None
    if not speaker and after is not None and words and _WHOLE.match(words[-1]) and _is_speaker(after):
        speaker, taken = after.text, taken + 1
    return (words, speaker.lstrip("–—- "), taken) if words else None


def _stated(blocks: list[Block], number: int) -> _Found:
    """Read a paragraph that is nothing but a quote, and the bare line after it if that names its speaker."""
    text = blocks[number].text
    if not _WHOLE.match(text) or _INLINE.match(text):
        return [], "", 0
    after = blocks[number + 1] if number + 1 < len(blocks) else None
    if after is not None and not after.quoted and _is_speaker(after):
        return [text], after.text.lstrip("–—- "), 2
    return [text], "", 1


def _is_speaker(block: Block) -> bool:
    """Say whether a line is a bare name: a person's, with or without an office, or an organisation's."""
    bare = block.text.lstrip("–—- ")
    if block.name not in ("p", "div", "blockquote") or not bare or len(bare) > _SPEAKER_LENGTH or bare[-1] in ".!?:;…":
        return False
    name = _AFTER_NAME.split(bare, maxsplit=1)[0].rstrip()
    words = name.split()
    if 2 <= len(words) <= 3 and all(_NAME.fullmatch(word) for word in words):
        return True
    return tag_kinds.is_person(" ".join(words[-2:])) or tag_kinds.is_organisation(name) or bool(_OFFICE.match(name))


def _named_before(text: str) -> str:
    """Return the person that the sentence before a quote says was speaking; empty unless it surely names one."""
    sentence = _SENTENCE.split(text)[-1]
    return _name_near_verb(sentence) if sentence.endswith(":") else ""


def _name_near_verb(sentence: str) -> str:
    """Return a person's name (two words) that stands right before the verb of saying, or after it."""
    for verb in _BEFORE.finditer(sentence):
        head, tail = sentence[: verb.start()].rstrip(), sentence[verb.end() :]
        before = " ".join(_NAME.findall(head)[-2:])
        if head.endswith(before) and tag_kinds.is_person(before):
            return before
        clause = _CLAUSE.split(tail, maxsplit=1)[0]
        names = _NAME.findall(clause)
        for after in (" ".join(names[:2]), " ".join(names[-2:])):
            if after in clause and tag_kinds.is_person(after):
                return after
    return ""


def _bare(text: str) -> str:
    """Return a quote without its outer marks, unless they belong to two quotes with words between."""
    found = _BETWEEN_MARKS.fullmatch(text)
    return found.group(1) if found and not _TWO_QUOTES.search(found.group(1)) else text
