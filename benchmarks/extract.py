"""Score page extraction: ours beside trafilatura, readability and newspaper4k, in one run on one core.

    python -m benchmarks.extract DIR [DIR ...] [--misses FIELD] [--only ours]

DIR holds either `expected.json` ({id: {"articleBody": ...}}) and `ID.html.gz` pages, or folders `<cc>/` of publishers:
`NAME_DATE.html.gz` pages, `NAME.json` (title, authors, publishing_date, body, topics per layout version) and
`meta.info` with addresses. Our body is lead and paragraphs. No data is part of the project.
"""

import argparse
import gzip
import json
import re
import statistics
import sys
import time
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from parsers import zone_names
from parsers.article import Page, ParseError
from parsers.page import generic, html, main_text
from parsers.sites import source_of


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


Tool = Callable[[Page], Facts]


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


def _aware(moment: datetime, url: str = "") -> datetime:
    """Return a moment without an offset as the wall clock of the country its page's address names."""
    return moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(zone_names.of_site(url)))


def _page(path: Path, url: str) -> Page:
    body = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    return Page(url=url, body=body, fetched_at=datetime(2026, 11, 1, tzinfo=UTC))


# --- the tools -------------------------------------------------------------------------------------------------------


def _ours(page: Page) -> Facts:
    source = source_of(page.url)
    try:
        article = (source.parse_article if source else generic.parse_article)(page)
    except ParseError as error:
        if not error.missing:
            return Facts()
        # A page without a time is no article to us; its text is still what the other tools are judged by.
        return Facts(body="\n".join(line.text for line in main_text.read(html.tree(page), page)))
    return Facts(
        body="\n".join((article.lead, *article.paragraphs)),
        title=article.title,
        published_at=article.published_at,
        authors=article.authors,
        tags=tuple(tag.label for tag in article.tags),
    )


def _trafilatura() -> Tool:
    import trafilatura  # noqa: PLC0415 a peer may be missing

    def read(page: Page) -> Facts:
        document = trafilatura.bare_extraction(page.body, url=page.url, with_metadata=True, include_comments=False)
        if document is None or isinstance(document, dict):
            return Facts()
        day = _aware(datetime.fromisoformat(document.date)) if document.date else None
        authors = tuple((document.author or "").split("; ")) if document.author else None
        return Facts(
            body=document.text, title=document.title, published_at=day, authors=authors, tags=tuple(document.tags or ())
        )

    return read


def _readability() -> Tool:
    import readability  # noqa: PLC0415 a peer may be missing
    from lxml import html as lxml_html  # noqa: PLC0415 - a peer's, as it is measured

    def read(page: Page) -> Facts:
        document = readability.Document(page.body.decode("utf-8", "replace"))
        summary = lxml_html.fromstring(document.summary())
        return Facts(body="\n".join(summary.itertext()), title=document.short_title())

    return read


def _newspaper() -> Tool:
    import newspaper  # noqa: PLC0415 a peer may be missing

    def read(page: Page) -> Facts:
        article = newspaper.Article(page.url, fetch_images=False)
        article.download(input_html=page.body.decode("utf-8", "replace"))
        article.parse()
        moment = article.publish_date
        return Facts(
            body=article.text,
            title=article.title,
            published_at=_aware(moment) if isinstance(moment, datetime) else None,
            authors=tuple(article.authors or ()),
            tags=tuple(article.tags or ()),
        )

    return read


PEERS: dict[str, Callable[[], Tool]] = {
    "trafilatura": _trafilatura,
    "readability": _readability,
    "newspaper4k": _newspaper,
}


# --- the scores ------------------------------------------------------------------------------------------------------


def _shingles(text: str) -> Counter[tuple[str, ...]]:
    words = re.findall(r"\w+", text.lower())
    size = min(4, len(words))
    return Counter(tuple(words[start : start + size]) for start in range(len(words) - size + 1)) if words else Counter()


def body_scores(truth: str, read: str) -> tuple[float, float]:
    """Return precision and recall of the 4-grams of words."""
    wanted, found = _shingles(truth), _shingles(read)
    common = (wanted & found).total()
    if wanted == found:
        return 1.0, 1.0
    return (common / found.total() if found else 0.0, common / wanted.total() if wanted else 0.0)


def set_f1(truth: Iterable[str], read: Iterable[str]) -> float:
    """Return the F1 of two sets of names, case folded."""
    wanted, found = ({_fold(name) for name in names} for names in (truth, read))
    return 2 * len(wanted & found) / (len(wanted) + len(found)) if wanted or found else 1.0


def _fold(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).translate(_TYPOGRAPHY).split()).casefold()


# The same words in other quotation marks, or with invisible characters, are the same words.
_TYPOGRAPHY = str.maketrans("’‘“”„«»", "''" + '"' * 5, "\u00ad\u200b\u2060")


def score(sample: Sample, read: Facts) -> dict[str, float]:
    """Return the scores of one page, only for what its truth says."""
    truth = sample.truth
    scores: dict[str, float] = {}
    if truth.body is not None:
        scores["precision"], scores["recall"] = body_scores(truth.body, read.body or "")
    if truth.title is not None:
        scores["title"] = float(_fold(truth.title) == _fold(read.title or ""))
    if truth.published_at is not None:
        wanted = _aware(truth.published_at, sample.page.url)
        moment = read.published_at.astimezone(wanted.tzinfo) if read.published_at else None
        scores["day"] = float(moment is not None and moment.date() == wanted.date())
        scores["minute"] = float(moment is not None and abs(moment - wanted) <= timedelta(minutes=1))
    if truth.authors is not None:
        scores["authors"] = set_f1(truth.authors, read.authors or ())
    if truth.tags is not None:
        scores["tags"] = set_f1(truth.tags, read.tags or ())
    return scores


def measure(tool: Tool, pages: list[Sample]) -> tuple[dict[str, float], list[tuple[Sample, Facts, dict[str, float]]]]:
    """Run a tool over all pages; return its mean scores with pages per second, and the scores of each page."""
    rows = []
    seconds = 0.0
    for sample in pages:
        start = time.perf_counter()
        try:
            read = tool(sample.page)
        except Exception as error:  # noqa: BLE001 a peer may raise anything; ours may not, so it is printed
            print(f"  {sample.name}: {type(error).__name__}: {error}", file=sys.stderr)
            read = Facts()
        seconds += time.perf_counter() - start
        rows.append((sample, read, score(sample, read)))
    means = {
        field: statistics.fmean(scores[field] for *_, scores in rows if field in scores)
        for field in ("precision", "recall", "title", "day", "minute", "authors", "tags")
        if any(field in scores for *_, scores in rows)
    }
    precision, recall = means.get("precision", 0.0), means.get("recall", 0.0)
    means["body"] = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    means["pages/s"] = len(rows) / seconds
    return means, rows


COLUMNS = ("body", "precision", "recall", "title", "day", "minute", "authors", "tags", "pages/s")


def _tools(only: str) -> Iterator[tuple[str, Tool]]:
    yield "ours", _ours
    for name, load in PEERS.items():
        if only in ("", name):
            try:
                yield name, load()
            except ImportError:
                print(f"  {name}: not installed here (make bench installs the peers)", file=sys.stderr)


def _print_misses(rows: list[tuple[Sample, Facts, dict[str, float]]], field: str) -> None:
    for sample, read, scores in rows:
        if scores.get(field, 1.0) < 1.0:
            attribute = {"day": "published_at", "minute": "published_at"}.get(field, field)
            wanted, found = (getattr(facts, attribute, "") for facts in (sample.truth, read))
            print(f"  {sample.name} {scores[field]:.2f}\n    wanted {wanted}\n    read   {found}")


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.extract", description="Score page extraction.")
    parser.add_argument("folders", nargs="+", type=Path, metavar="DIR")
    parser.add_argument("--misses", choices=COLUMNS[1:-1], help="print the pages where we differ from the truth")
    parser.add_argument("--only", default="", help="one peer to run beside us; 'ours' for none")
    arguments = parser.parse_args()
    for folder in arguments.folders:
        pages = samples(folder)
        if not pages:
            print(f"{folder}: no labelled pages here (looked for expected.json, and for */meta.info)", file=sys.stderr)
            return 2
        print(f"{folder}: {len(pages)} pages\n{'':12}" + "".join(f"{column:>10}" for column in COLUMNS))
        for name, tool in _tools(arguments.only):
            tool(pages[0].page)  # imports and caches are not what is measured
            means, rows = measure(tool, pages)
            print(
                f"{name:12}" + "".join(f"{means[c]:10.3f}" if c in means else f"{'-':>10}" for c in COLUMNS), flush=True
            )
            if arguments.misses and name == "ours":
                _print_misses(rows, arguments.misses)
    return 0


if __name__ == "__main__":
    sys.exit(main())
