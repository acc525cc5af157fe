"""Score page extraction: ours beside trafilatura, readability and newspaper4k, in one run on one core.

    python -m benchmarks.extract DIR [DIR ...] [--part tune|held] [--misses FIELD] [--only ours]

DIR holds either `expected.json` ({id: {"articleBody": ...}}) and `ID.html.gz` pages, or folders `<cc>/` of publishers:
`NAME_DATE.html.gz` pages, `NAME.json` (title, authors, publishing_date, body, topics per layout version) and
`meta.info` with addresses. Our body is lead and paragraphs. No data is part of the project.

`--part` halves the pages by publisher: the code is tuned on one half, whose misses may be read, and judged by the
other.
"""

import argparse
import re
import statistics
import sys
import time
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import timedelta
from pathlib import Path

from benchmarks import extract_peers
from benchmarks.extract_pages import Facts, Sample, aware, samples
from benchmarks.extract_peers import Tool
from parsers.article import Page, ParseError
from parsers.page import generic, html
from parsers.page.body import main_text
from parsers.sites import source_of

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
        wanted = aware(truth.published_at, sample.page.url)
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
        start = time.process_time()
        try:
            read = tool(sample.page)
        except Exception as error:  # noqa: BLE001 a peer may raise anything; ours may not, so it is printed
            print(f"  {sample.name}: {type(error).__name__}: {error}", file=sys.stderr)
            read = Facts()
        seconds += time.process_time() - start
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
    for name, load in extract_peers.PEERS.items():
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
    parser.add_argument("--part", choices=("all", "tune", "held"), default="all", help="the half of the pages to read")
    parser.add_argument("--misses", choices=COLUMNS[1:-1], help="print the pages where we differ from the truth")
    parser.add_argument("--only", default="", help="one peer to run beside us; 'ours' for none")
    arguments = parser.parse_args()
    if arguments.part == "held" and arguments.misses:
        parser.error("what is judged by is not looked at: --misses is for the half to tune on")
    for folder in arguments.folders:
        pages = [page for page in samples(folder) if arguments.part == "all" or page.held == (arguments.part == "held")]
        if not pages:
            print(f"{folder}: no labelled pages here (looked for expected.json, and for */meta.info)", file=sys.stderr)
            return 2
        print(
            f"{folder}, {arguments.part}: {len(pages)} pages\n{'':12}" + "".join(f"{column:>10}" for column in COLUMNS)
        )
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
