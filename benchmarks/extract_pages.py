"""The labelled pages that `benchmarks.extract` scores extraction on: what is true of each, and which half it is of."""

import gzip
import json
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from parsers import zone_names
from parsers.article import Page


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What a page says, as its truth or as a tool read it; None where the truth or the tool does not say."""

    body: str | None = None
    title: str | None = None
    published_at: datetime | None = None
    authors: tuple[str, ...] | None = None
    tags: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """A page and what is true of it."""

    name: str
    page: Page
    truth: Facts

    @property
    def held(self) -> bool:
        """Say whether the page is of the half that the code is judged by: all pages of a publisher are of one half."""
        return bool(zlib.crc32(self.name.partition("_")[0].encode()) & 1)


def samples(folder: Path) -> list[Sample]:
    """Read a folder of either shape; empty if it is neither."""
    if (folder / "expected.json").exists():
        return list(_articles(folder))
    return [sample for meta in sorted(folder.rglob("meta.info")) for sample in _publishers(meta.parent)]


def _articles(folder: Path) -> Iterator[Sample]:
    for name, truth in sorted(json.loads((folder / "expected.json").read_text("utf-8")).items()):
        path = next((path for path in folder.glob(f"{name}*") if path.suffix in (".gz", ".html")), None)
        if path is not None and "articleBody" in truth:
            url = truth.get("url") or f"https://unknown.example/{name}"
            yield Sample(name=name, page=_page(path, url), truth=Facts(body=truth["articleBody"]))


def _publishers(folder: Path) -> Iterator[Sample]:
    addresses = json.loads((folder / "meta.info").read_text("utf-8"))
    for record in sorted(folder.glob("*.json")):
        pages = sorted(folder.glob(f"{record.stem}_[0-9]*.html.gz"))
        for path, truth in zip(pages, json.loads(record.read_text("utf-8")).values(), strict=False):
            yield Sample(name=path.name, page=_page(path, addresses[path.name]["url"]), truth=_publisher_truth(truth))


def _publisher_truth(truth: dict[str, Any]) -> Facts:
    body = truth.get("body") or {}
    sections = (lines for part in body.get("sections", ()) for lines in (part["headline"], part["paragraphs"]))
    lines = [*body.get("summary", ()), *(line for part in sections for line in part)]
    moment = truth.get("publishing_date")
    return Facts(
        body="\n".join(lines) or None,
        title=truth.get("title"),
        published_at=datetime.fromisoformat(moment) if moment else None,
        authors=tuple(truth["authors"]) if truth.get("authors") else None,
        tags=tuple(truth["topics"]) if truth.get("topics") else None,
    )


def aware(moment: datetime, url: str = "") -> datetime:
    """Return a moment without an offset as the wall clock of the country its page's address names."""
    return moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(zone_names.of_site(url)))


def _page(path: Path, url: str) -> Page:
    body = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    return Page(url=url, body=body, fetched_at=datetime(2026, 11, 1, tzinfo=UTC))
