"""Author names as pages write them, one by one. Knows no markup and no publisher."""

import re
from collections.abc import Iterable

from parsers.page import html

_BY = re.compile(r"^(?:by|von|par|door|av|af|di|oleh|автор|авторы|текст)\b[:\s]\s*", re.IGNORECASE)
_NAMES = re.compile(r"(?:(?<!\s)\s++(?:[;|•]|,\s|(?:and|und|et|e|y|en|og|och|и|және|&)\s)|[;|•]|,\s)\s*+")
_ASIDE = re.compile(r"\([^()]*+\)|\[[^\[\]]*+\]")
_NO_NAME = re.compile(r"://|\S@\S|^[\d\W]++$|^www\.")
_MOST = 40


def people(names: Iterable[str]) -> tuple[str, ...]:
    """Return author names one by one: lists parted; "By", addresses, numbers and offices dropped."""
    found: dict[str, None] = {}
    for text in names:
        for number, part in enumerate(_NAMES.split(_ASIDE.sub(" ", html.line(text)))):
            name = _BY.sub("", part.strip().lstrip("@")).strip(" .,-–|")
            office = number > 0 and (name[:1].islower() or len(name.split()) > 4)
            if 1 < len(name) < 80 and not office and not _NO_NAME.search(name):
                found[name] = None
    return tuple(found)[:_MOST]
