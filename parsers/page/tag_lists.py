"""Which of the lists of tags that a page gives is its article's, and what in it is none. Knows no markup.

A page names its tags several times: for search engines, for networks, for its own statistics, and as links below the
text. Each list has labels of its own that nobody should read: the names of templates, what the whole site is about.
What two lists have in common is what somebody meant.
"""

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Sequence

from parsers.page import headline, html

MOST = 40
_BETWEEN = re.compile(r"[,;|，、；]")
# Words of scripts that part none within a name: a list of them is parted by spaces where it has no commas.
_UNSPACED = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")
_NO_TAG = re.compile(
    r"[0-9a-f]{8}-[0-9a-f]{4}-|\d{5,}$|\w+_\w+|_|(?:nlp|section|sections)\b.*[:/]|(?:\w+\.)+(?:com|de|net|org|ru|kz)$"
    r"|[\w ]{2,20}:\s?\d|(?:true|false|null|undefined|none)$",
    re.IGNORECASE,
)
# About news as such, and not about what happened: what a site has itself found by.
_NEWS_ITSELF = re.compile(
    r"(?:\w+ ){0,2}(?:(?:latest|breaking|top|today'?s?|live|current) news(?: (?:today|live|now|in \w+))?"
    r"|news (?:today|live|now))$"
    r"|today news(?: \w+){0,2}$|(?:последние |свежие |главные |срочные )?новости(?: дня| сегодня| казахстана| россии)?$"
    r"|(?:соңғы )?жаңалықтар$|(?:aktuelle )?nachrichten$|(?:últimas )?noticias$|son dakika(?: haber(?:ler)?i?)?$",
    re.IGNORECASE,
)
# A button that stands among tags.
_BUTTON = re.compile(
    r"(?:alle|mehr|weitere|all|more|see|show|view|toutes?|tous|todos|todas|tutti|все|ещ[её]|барлық\w*|тағы)\b"
    r" (?:themen|tags?|topics|schlagworte|temas|sujets|argomenti|темы|теги|тақырыптар|all|more)$"
    r"|(?:more|mehr|ещ[её]|read more|show all|see all|follow(?:ing)?)$",
    re.IGNORECASE,
)
_PREFIX = re.compile(
    r"^(?:#|(?:category|tag|topic|keyword|organization|person|place|story)s?\s*[:/]\s*)", re.IGNORECASE
)
# A single "tag" of more words is a sentence, or a list whose commas were lost.
_WORDS = 6
# So many labels from the site's own menu are no accident: they stand on each of its pages.
_MENU_LABELS = 4
_SLUG_WORD = re.compile(r"[a-z0-9]+")
_SLUG_WORDS, _SLUG_SHARE = 3, 0.8


def chosen(
    told: Iterable[Sequence[str]],
    shown: Iterable[Sequence[str]],
    *,
    menu: Callable[[], Collection[str]],
    slug: str,
    people: Iterable[str] = (),
) -> tuple[str, ...]:
    """Return the tags of an article.

    Args:
        told: the lists that the page's structured data give, the most trusted first, as they are written.
        shown: groups of links that may be its tags, the likeliest first.
        menu: gives what the links of the site's menu are called; a list of few labels is not compared with it.
        slug: the address of the page; words taken from it say nothing that its title does not.
        people: who wrote the article; a list of nobody else names no subject.
    """
    writers = set(map(_key, people))
    groups = [labels for group in shown if (labels := _labels(group, menu))]
    lists = [labels for group in told if (labels := _labels(group, menu)) and not _are_codes(labels)]
    lists = [labels for labels in lists if not writers.issuperset(map(_key, labels))]
    fitting = [labels for labels in lists if not _is_of_address(labels, slug)]
    of_more = [labels for labels in fitting if len(labels) > 1]
    ranked = [*(labels for labels in of_more if _is_among(labels, groups)), *fitting, *groups, *lists]
    if not ranked:
        return ()
    return tuple(_agreed(ranked[0], [*lists, *groups]))[:MOST]


def _labels(group: Sequence[str], menu: Callable[[], Collection[str]]) -> list[str]:
    """Return the labels of a list, parted, cleaned and each once, without those that are no tags."""
    cleaned = (_PREFIX.sub("", label) for label in map(html.line, _parted(group)) if not _NO_TAG.match(label))
    labels = {
        headline.bare(label): label
        for label in cleaned
        if 1 < len(label) < 80 and not _NEWS_ITSELF.match(label) and not _BUTTON.match(label)
    }
    labels.pop("", None)
    if len(labels) == 1 and len(next(iter(labels.values())).split()) > _WORDS:
        return []
    if len(labels) >= 2 * _MENU_LABELS:
        of_menu = labels.keys() & menu()
        if _MENU_LABELS <= len(of_menu) <= len(labels) / 2:
            return [label for key, label in labels.items() if key not in of_menu]
    return list(labels.values())


def _parted(group: Sequence[str]) -> list[str]:
    """Return the labels of a list: of one text all that commas part, of several texts each that is plainly a list."""
    texts = list(dict.fromkeys(group))
    most = 0 if len(texts) == 1 else 1
    parted = [part for text in texts for part in (_BETWEEN.split(text) if _commas(text) > most else [text])]
    if len(parted) == 1 and _UNSPACED.search(parted[0]):
        return parted[0].split()
    return parted


def _commas(text: str) -> int:
    return sum(1 for _ in _BETWEEN.finditer(text))


def _are_codes(labels: Sequence[str]) -> bool:
    """Say whether a list is of codes that a newsroom files under, or of pairs of names and values."""
    coded = sum(label.isupper() and label.isascii() and len(label) < 8 for label in labels)
    return coded * 2 > len(labels) or sum(":" in label for label in labels) * 2 > len(labels)


def _is_of_address(labels: Sequence[str], slug: str) -> bool:
    """Say whether a list is but the words of the page's address, one by one."""
    words = set(_SLUG_WORD.findall(slug.lower()))
    return len(labels) >= _SLUG_WORDS and sum(label.lower() in words for label in labels) >= _SLUG_SHARE * len(labels)


def _is_among(labels: Sequence[str], groups: Iterable[Sequence[str]]) -> bool:
    """Say whether the page shows most of a list's labels as links."""
    return any(2 * len(_common(labels, group)) > len(labels) for group in groups)


def _agreed(labels: Sequence[str], lists: Iterable[Sequence[str]]) -> list[str]:
    """Return what a list has in common with the others that have most of it."""
    witnesses = [
        common for other in lists if other is not labels and len(common := _common(labels, other)) * 2 > len(labels)
    ]
    supported = set().union(*witnesses)
    return [label for label in labels if not witnesses or _key(label) in supported]


def _common(labels: Sequence[str], others: Sequence[str]) -> set[str]:
    return set(map(_key, labels)) & set(map(_key, others))


def _key(label: str) -> str:
    """Return what two spellings of a label have in common: some lists are without accents."""
    return headline.bare(
        "".join(sign for sign in unicodedata.normalize("NFKD", label) if not unicodedata.combining(sign))
    )
