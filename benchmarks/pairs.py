"""Labelled pairs and the articles they are of: full texts, addresses that hold a headline, headlines, our own week."""

import gzip
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from parsers.article import Article, Tag, TagKind
from storage.stories.clustering import embedding, features
from storage.stories.clustering.features import ArticleFeatures

WEEK = Path(__file__).parent / "data" / "week.txt"
DAY = Path(__file__).parent / "data" / "day.txt"
_BEGINNING = datetime(2026, 11, 15, tzinfo=UTC)
_ENDING = re.compile(r"\.(?:html?|php|shtml|aspx?)$")
_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_LANGUAGE = re.compile(r"-(kk|en)\.")
_CYRILLIC = re.compile("[а-яё]", re.IGNORECASE)
_SHORT = re.compile(r"(?<=[aeou])[yi](?![aeiouy])")
_RUSSIAN = {
    "shch": "щ", "sch": "щ", "iya": "ия", "iyu": "ию", "iye": "ие", "iia": "ия", "tsya": "тся", "yo": "ё", "jo": "ё",
    "zh": "ж", "kh": "х", "ts": "ц", "tc": "ц", "ch": "ч", "sh": "ш", "yu": "ю", "ju": "ю", "iu": "ю", "ya": "я",
    "ja": "я", "ia": "я", "yy": "ый", "yj": "ый", "ij": "ий", "iy": "ий", "ye": "е", "je": "е", "eh": "э",
} | dict(zip("abvgdezijklmnoprstufhcywq'", "абвгдезийклмнопрстуфхцывкь", strict=True)) | {"x": "кс"}  # fmt: skip
_LETTERS = re.compile("|".join(sorted(_RUSSIAN, key=len, reverse=True)))
_NUMBER = re.compile(r"\D?\d{4,}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two articles and whether they tell one event."""

    one: Article
    other: Article
    same: bool


def full(folder: Path) -> list[Pair]:
    """Read pairs of whole articles."""
    return [
        Pair(one=_article(**row["a"]), other=_article(**row["b"]), same=bool(row["same"]))
        for row in _rows(folder / "pairs_ru_full.jsonl")
    ]


def english(folder: Path) -> list[Pair]:
    """Read pairs of whole articles in English."""
    return [
        Pair(one=_article(**row["a"], language="en"), other=_article(**row["b"], language="en"), same=bool(row["same"]))
        for row in _rows(folder / "pairs_en_full.jsonl")
    ]


def slugs(folder: Path, split: str) -> list[Pair]:
    """Read pairs of addresses ("train" or "dev") as articles of nothing but the headline in the address."""
    return [
        Pair(one=_addressed(row["a"]), other=_addressed(row["b"]), same=bool(row["same"]))
        for row in _rows(folder / "pairs_ru_slugs.jsonl")
        if row["split"] == split
    ]


def headlines(folder: Path) -> list[Pair]:
    """Read pairs of headlines."""
    return [
        Pair(one=_article(title=row["a"]), other=_article(title=row["b"]), same=bool(row["same"]))
        for row in _rows(folder / "headline_pairs_ru.jsonl")
    ]


def own(path: Path) -> tuple[list[Article], dict[str, str]]:
    """Read a set of our own: the articles in time order, and the event of each address."""
    articles, events = [], {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines()):
        if line.startswith("#") or not line.strip():
            continue
        event, site, when, title, text = (part.strip() for part in line.split("|", 4))
        day, hour = map(float, when.split())
        article = Article(
            url=f"https://{site}/{number}",
            site=site,
            site_id=str(number),
            title=title,
            lead=text,
            published_at=_BEGINNING + timedelta(days=day, hours=hour),
            language=language.group(1) if (language := _LANGUAGE.search(site)) else "ru",
        )
        articles.append(article)
        events[article.url] = event
    return sorted(articles, key=lambda each: (each.published_at, each.url)), events


def evening(folder: Path) -> tuple[list[Article], dict[str, object]]:
    """Read the labelled evening: its articles in time order, and the event of each address."""
    with gzip.open(folder / "evening_ru.jsonl.gz", "rt", encoding="utf-8") as lines:
        articles = [article(json.loads(line)) for line in lines]
    labels = json.loads((folder / "evening_ru_stories.json").read_text(encoding="utf-8"))
    return sorted(articles, key=lambda each: (each.published_at, each.url)), labels["stories"]


def article(row: Mapping[str, Any]) -> Article:
    """Make an article of a line of a file; a text's paragraphs are its lines."""
    published_at = datetime.fromisoformat(str(row["published_at"]))
    paragraphs = [line.strip() for line in str(row.get("text") or "").splitlines() if line.strip()]
    return Article(
        url=str(row["url"]),
        site=str(row.get("source") or ""),
        site_id=str(row["url"]),
        title=str(row["title"]),
        published_at=published_at if published_at.tzinfo else published_at.replace(tzinfo=UTC),
        lead=paragraphs[0] if paragraphs else "",
        paragraphs=tuple(paragraphs[1:]),
        language=str(row.get("language") or ""),
        tags=tuple(map(_tag, row.get("tags") or ())),
    )


def _tag(tag: str | Mapping[str, str]) -> Tag:
    if isinstance(tag, str):
        return Tag(label=tag)
    return Tag(label=tag["label"], kind=TagKind(tag.get("kind", "subject")))


def slug_title(url: str) -> str:
    """The headline that an address holds, still in Latin letters, without ids, dates and endings."""
    parts = [_DATE.sub("", _ENDING.sub("", part)) for part in unquote(urlsplit(url).path).split("/") if part]
    slug = max(parts, key=lambda part: (len(re.findall(r"[-_]", part)), len(re.sub(r"\d", "", part))), default="")
    words = [word for word in re.split(r"[-_+ ,.]+", slug) if word]
    while words and _NUMBER.fullmatch(words[0]):
        words = words[1:]
    while words and _NUMBER.fullmatch(words[-1]):
        words = words[:-1]
    return " ".join(words)


def meant(article: Article) -> ArticleFeatures:
    """The features of an article with its meaning; the model reads a headline of an address in its own letters."""
    extracted = features.extract(article)
    spelled = replace(article, title=cyrillic(article.title)) if _in_latin(article) else article
    return replace(extracted, traits=replace(extracted.traits, meaning=embedding.extract(spelled).traits.meaning))


def _in_latin(article: Article) -> bool:
    return article.language == "ru" and not _CYRILLIC.search(article.title)


def cyrillic(title: str) -> str:
    """Guess the Russian letters of a title that an address holds in Latin ones, as the most addresses write them."""
    # "y" and "i" after a vowel are short, whatever else they stand for.
    return _LETTERS.sub(lambda match: _RUSSIAN[match.group()], _SHORT.sub("j", title.lower()))


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def _addressed(url: str) -> Article:
    return _article(title=slug_title(url), url=url)


def _article(*, title: str, url: str = "", text: str = "", language: str = "ru") -> Article:
    return Article(
        url=url,
        site=urlsplit(url).netloc,
        site_id=url,
        title=title,
        lead=text,
        published_at=_BEGINNING,
        language=language,
    )
