"""Articles as they were read: saved once by identity, updated when edited; stories are decided elsewhere."""

import hashlib
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import func, select, update

from parsers.article import Article, Image, Origin, Quote, Tag
from storage import bulk, sanitize
from storage.articles import tags, url_key
from storage.database import Connection, insert
from storage.model import ReadingTotals
from storage.schema import tables

_articles = tables.articles
# Well below what one statement may carry on either database (32,766 values).
_AT_ONCE = 500
_LONGEST_ID = 255


class Outcome(StrEnum):
    """What saving an article came to."""

    NEW = "new"
    UPDATED = "updated"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True, kw_only=True)
class Saved:
    """A saved article; `corrected` is true where its wording, not only its trimmings, is another than before."""

    article_id: int
    outcome: Outcome
    story_id: int | None
    corrected: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Readings:
    """When each article was saved that came after `since`, and each story's last one; in order."""

    since: datetime
    articles: Sequence[datetime]
    stories: Sequence[datetime]

    def totals(self, since: datetime) -> ReadingTotals:
        """Return what was read after a moment that is not before `since`."""
        return ReadingTotals(
            articles=len(self.articles) - bisect_right(self.articles, since),
            stories=len(self.stories) - bisect_right(self.stories, since),
        )


async def save(
    connection: Connection, article: Article, *, now: datetime, found_at: str = "", alias: str = ""
) -> Saved:
    """Save an article once by (site, site_id), or by its address in any variant; or update the one we have.

    `found_at` is the address a listing gave for it, where that differs from the article's own; `alias` what else a
    listing is recognised to name it by.
    """
    (saved,) = await save_all(connection, [article], now=now)
    await _remember_addresses(connection, [(saved.article_id, name) for name in (found_at, alias) if name])
    return saved


async def story_of(connection: Connection, article: Article) -> int | None:
    """Return the story of the article that `save` would update, None if it would be new, or has none."""
    known = await find(connection, article.url)
    values = _values(article)
    same = (_articles.c.site == values["site"]) & (_articles.c.site_id == values["site_id"])
    found: int | None = await connection.scalar(
        select(_articles.c.story_id).where(same if known is None else same | (_articles.c.id == known)).limit(1)
    )
    return found


async def remember(connection: Connection, article: Article, *, found_at: str, alias: str) -> None:
    """Remember that an article we have is listed under these names too, and leave it as it is."""
    known = await find(connection, article.url)
    if known is not None:
        await _remember_addresses(connection, [(known, name) for name in (found_at, alias) if name])


async def save_all(connection: Connection, articles: Sequence[Article], *, now: datetime) -> list[Saved]:
    """Save several articles in their order: as one by one, with far fewer queries."""
    rows = await _identified(connection, [_values(article) for article in articles])
    new: dict[tuple[str, str], dict[str, Any]] = {}
    for row in rows:
        new.setdefault((row["site"], row["site_id"]), row)
    ids = await _insert(connection, list(new.values()), now=now)
    saved = []
    for row in rows:
        article_id = ids.get((row["site"], row["site_id"])) if row is new[row["site"], row["site_id"]] else None
        if article_id is None:
            saved.append(await _update(connection, row, now=now))
        else:
            saved.append(Saved(article_id=article_id, outcome=Outcome.NEW, story_id=None))
    await _remember_addresses(
        connection, [(each.article_id, article.url) for each, article in zip(saved, articles, strict=True)]
    )
    return saved


async def known(connection: Connection, urls: Iterable[str]) -> set[str]:
    """Return those of the addresses under which an article is already saved, in whatever variant."""
    wanted = url_key.by_key(urls)
    query = select(tables.addresses.c.key).where(bulk.among(connection, tables.addresses.c.key, wanted))
    return {url for key in await connection.scalars(query) for url in wanted[key]}


async def edited(connection: Connection, articles: Iterable[Article]) -> set[str]:
    """Return the addresses of those articles that are saved, as the same site's, in another wording."""
    found: set[str] = set()
    for site, same in _by_site(articles).items():
        rows = await connection.execute(
            select(_articles.c.site_id, _articles.c.fingerprint).where(
                _articles.c.site == sanitize.short(site, _LONGEST_ID),
                bulk.among(connection, _articles.c.site_id, [sanitize.short(one.site_id, _LONGEST_ID) for one in same]),
            )
        )
        known = {row.site_id: row.fingerprint for row in rows}
        found.update(one.url for one in same if known.get(one.site_id, fingerprint(one)) != fingerprint(one))
    return found


def _by_site(articles: Iterable[Article]) -> dict[str, list[Article]]:
    found: dict[str, list[Article]] = {}
    for article in articles:
        found.setdefault(article.site, []).append(article)
    return found


async def find(connection: Connection, url: str) -> int | None:
    """Return the id of the article at an address, None if we have none."""
    found: int | None = await connection.scalar(
        select(tables.addresses.c.article_id).where(tables.addresses.c.key == url_key.key(url))
    )
    return found


async def get(connection: Connection, article_id: int) -> Article | None:
    """Return an article as its publisher last showed it, with the tags its publisher gave in canonical form."""
    row = (await connection.execute(select(_articles).where(_articles.c.id == article_id))).first()
    if row is None:
        return None
    attached = (await tags.load(connection, [article_id])).get(article_id, ())
    return Article(
        url=row.url,
        site=row.site,
        site_id=row.site_id,
        title=row.title,
        published_at=row.published_at,
        lead=row.lead,
        paragraphs=tuple(row.paragraphs),
        authors=tuple(row.authors),
        section=row.section,
        language=row.language,
        tags=tuple(Tag(label=tag.label, kind=tag.kind) for tag in attached if tag.given),
        images=tuple(Image(**image) for image in row.images),
        quotes=tuple(Quote(**quote) for quote in row.quotes),
        # Where exactly is only kept as a key.
        origin=Origin(site=row.origin_site) if row.origin_site else None,
    )


async def reading(connection: Connection, since: datetime, until: datetime) -> ReadingTotals:
    """Count what was read after `since` and up to `until`: articles, and the stories they belong to."""
    read = (
        await connection.execute(
            select(func.count(), func.count(_articles.c.story_id.distinct())).where(
                _articles.c.saved_at > since, _articles.c.saved_at <= until
            )
        )
    ).one()
    return ReadingTotals(articles=read[0], stories=read[1])


async def readings(connection: Connection, since: datetime, until: datetime) -> Readings:
    """Read what `reading` counts, for every moment after `since`."""
    query = select(_articles.c.saved_at, _articles.c.story_id)
    rows = await connection.execute(query.where(_articles.c.saved_at > since, _articles.c.saved_at <= until))
    articles: list[datetime] = []
    stories: dict[int, datetime] = {}
    for saved_at, story_id in rows:
        articles.append(saved_at)
        if story_id is not None:
            stories[story_id] = max(saved_at, stories.get(story_id, saved_at))
    return Readings(since=since, articles=sorted(articles), stories=sorted(stories.values()))


async def _identified(connection: Connection, rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Give articles whose address is known the identity they have: a variant of it may have told another."""
    keys = [url_key.key(row["url"]) for row in rows]
    known: dict[str, dict[str, str]] = {}
    for start in range(0, len(keys), _AT_ONCE):
        query = (
            select(tables.addresses.c.key, _articles.c.site, _articles.c.site_id)
            .join(_articles, _articles.c.id == tables.addresses.c.article_id)
            .where(tables.addresses.c.key.in_(keys[start : start + _AT_ONCE]))
        )
        for key, site, site_id in await connection.execute(query):
            known[key] = {"site": site, "site_id": site_id}
    return [
        row | known.setdefault(key, {"site": row["site"], "site_id": row["site_id"]})
        for key, row in zip(keys, rows, strict=True)
    ]


async def _insert(
    connection: Connection, rows: Sequence[dict[str, Any]], *, now: datetime
) -> dict[tuple[str, str], int]:
    """Insert the articles nobody has; return their ids by identity."""
    found: dict[tuple[str, str], int] = {}
    statement = (
        insert(connection, _articles)
        .on_conflict_do_nothing(index_elements=["site", "site_id"])
        .returning(_articles.c.id, _articles.c.site, _articles.c.site_id)
    )
    for start in range(0, len(rows), _AT_ONCE):
        chunk = [{**row, "saved_at": now} for row in rows[start : start + _AT_ONCE]]
        for article_id, site, site_id in await connection.execute(statement, chunk):
            found[site, site_id] = article_id
    return found


async def _update(connection: Connection, values: dict[str, Any], *, now: datetime) -> Saved:
    query = select(_articles).where(_articles.c.site == values["site"], _articles.c.site_id == values["site_id"])
    row = (await connection.execute(query.with_for_update())).mappings().one()
    # A page that is edited often shows the time of the edit; nothing is published later than we first read it.
    values["published_at"] = min(values["published_at"], row["published_at"])
    changed = {name: value for name, value in values.items() if row[name] != value}
    if not changed:
        return Saved(article_id=row["id"], outcome=Outcome.UNCHANGED, story_id=row["story_id"])
    corrected = "fingerprint" in changed
    if corrected:
        changed["corrected_at"] = now
        if "title" in changed:
            changed["retitled_at"] = now
    await connection.execute(update(_articles).where(_articles.c.id == row["id"]).values(**changed))
    return Saved(article_id=row["id"], outcome=Outcome.UPDATED, story_id=row["story_id"], corrected=corrected)


async def _remember_addresses(connection: Connection, found: Iterable[tuple[int, str]]) -> None:
    rows = [{"key": key, "article_id": article_id} for article_id, url in found if (key := url_key.key(url))]
    if rows:
        statement = insert(connection, tables.addresses).on_conflict_do_nothing(index_elements=["key"])
        await connection.execute(statement, rows)


def _values(article: Article) -> dict[str, Any]:
    return {
        "site": sanitize.short(article.site, _LONGEST_ID),
        "site_id": sanitize.short(article.site_id, _LONGEST_ID),
        "url": sanitize.text(article.url),
        "title": sanitize.text(article.title),
        "lead": sanitize.text(article.lead),
        "paragraphs": [sanitize.text(paragraph) for paragraph in article.paragraphs],
        "authors": [sanitize.text(author) for author in article.authors],
        "images": [_image(image) for image in article.images],
        "quotes": [_storable(asdict(quote)) for quote in article.quotes],
        "section": sanitize.text(article.section),
        "language": sanitize.text(article.language)[:8],
        "published_at": article.published_at,
        "fingerprint": fingerprint(article),
        "origin_site": sanitize.short(article.origin.site, _LONGEST_ID) if article.origin else "",
        "origin_key": url_key.key(article.origin.url) if article.origin and article.origin.url else "",
    }


def fingerprint(article: Article) -> str:
    """Hash what the article says: title, lead and body, without regard to white space."""
    wording = (article.title, article.lead, *article.paragraphs)
    text = "\n".join(" ".join(sanitize.text(part).split()) for part in wording)
    return hashlib.sha256(text.encode()).hexdigest()


def _image(image: Image) -> dict[str, str | int]:
    """Return a picture as it is kept: what its page does not say takes no room."""
    said = {name: value for name, value in asdict(image).items() if value or name in ("url", "credit")}
    return {name: sanitize.text(value) if isinstance(value, str) else value for name, value in said.items()}


def _storable(texts: Mapping[str, str]) -> dict[str, str]:
    return {name: sanitize.text(text) for name, text in texts.items()}
