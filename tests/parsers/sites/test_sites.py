"""Every known site reads its saved pages as recorded; `pytest tests/parsers/sites --record` records anew."""

import dataclasses
import json
import pickle
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from babel import Locale

from parsers import sites
from parsers.article import Article, Link, ListingKind, Page, ParseError, Source
from parsers.listings import feed, sitemap
from parsers.sites import SOURCES, source_of

PAGES = Path(__file__).parents[2] / "pages"
_KINDS = ("article", "listing", "feed", "sitemap")


def _records() -> list[Path]:
    return sorted(PAGES.glob("*/*.json"))


def _articles() -> list[Path]:
    return [record for record in _records() if _about(record)["kind"] == "article"]


def _about(record: Path) -> dict[str, str]:
    """What a saved page is: its kind, its address, when it was fetched."""
    about: dict[str, str] = json.loads(record.read_text("utf-8"))["page"]
    assert about["kind"] in _KINDS, f"{_name(record)}: kind is one of {', '.join(_KINDS)}"
    return about


def _recorded(record: Path) -> object:
    """What a saved page was read as when it was last recorded."""
    result: object = json.loads(record.read_text("utf-8")).get("result")
    assert result is not None, f"{_name(record)} is not recorded yet: run these tests with --record, then look at it"
    return result


def _page(record: Path) -> Page:
    bodies = [path for path in record.parent.glob(f"{record.stem}.*") if path != record]
    assert len(bodies) == 1, f"{_name(record)} describes one page of the same name beside it; there are {len(bodies)}"
    about = _about(record)
    moment = datetime.fromisoformat(about["fetched_at"])
    assert moment.tzinfo, f"{_name(record)}: fetched_at says how far it is from UTC, as in 2025-08-21T12:00:00+00:00"
    return Page(url=about["url"], body=bodies[0].read_bytes(), fetched_at=moment)


def _source(record: Path) -> Source:
    found = [source for source in SOURCES if source.name == record.parent.name]
    assert found, f"no source is called {record.parent.name}: {_name(record)} stands in the folder of its source's name"
    return found[0]


def _name(path: Path) -> str:
    return f"{path.parent.name}/{path.name}"


def _plain(value: Article | list[Link]) -> object:
    values = [dataclasses.asdict(part) for part in (value if isinstance(value, list) else [value])]
    # What a feed calls an article tells nothing of how it is read; what is said of few pictures is written where it is.
    values = [
        {name: said for name, said in named.items() if name != "guid" and (name, said) != ("image", "")}
        for named in values
    ]
    for named in values:
        if "images" in named:
            named["images"] = [_told(image) for image in named["images"]]
    plain = json.loads(json.dumps(values, default=lambda moment: moment.isoformat(), ensure_ascii=False))
    return plain if isinstance(value, list) else plain[0]


def _told(image: dict[str, object]) -> dict[str, object]:
    return {name: said for name, said in image.items() if said or name in ("url", "credit")}


def _read(record: Path) -> object:
    source = _source(record)
    readers: dict[str, Callable[[Page], Article | list[Link]]] = {
        "article": source.parse_article,
        "listing": source.list_links,
        "feed": feed.list_links,
        "sitemap": sitemap.list_links,
    }
    return _outcome(readers[_about(record)["kind"]], _page(record))


def _outcome(read: Callable[[Page], Article | list[Link]], page: Page) -> object:
    try:
        return _plain(read(page))
    except ParseError as error:
        return {"error": error.reason, "missing": list(error.missing)}


def _is_read(record: Path) -> bool:
    """Whether a page gave an article or links, and was not saved to show what is refused."""
    result = _recorded(record)
    return not (isinstance(result, dict) and "error" in result)


@pytest.mark.parametrize("record", _records(), ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_a_saved_page_is_read_as_recorded(record: Path, request: pytest.FixtureRequest) -> None:
    result = _read(record)
    if request.config.getoption("--record"):
        known = {"page": _about(record), "result": result}
        record.write_text(json.dumps(known, ensure_ascii=False, indent=2) + "\n", "utf-8")
    assert result == _recorded(record)


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.name)
def test_every_known_source_has_saved_pages_that_can_be_read(source: Source) -> None:
    kinds = {_about(record)["kind"] for record in (PAGES / source.name).glob("*.json") if _is_read(record)}

    first = source.listings[0].kind
    for kind in ("article", "listing" if first is ListingKind.HTML else str(first)):
        folder = f"tests/pages/{source.name}/"
        assert kind in kinds, f"{folder} has no page of kind {kind} that can be read (docs/adding-a-site.md)"


def test_every_saved_page_says_what_it_is() -> None:
    pages = [path for path in PAGES.glob("*/*") if path.suffix != ".json"]

    assert [_name(path) for path in pages if not path.with_suffix(".json").exists()] == []


@pytest.mark.parametrize("record", _articles(), ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_a_saved_article_is_read_the_same_by_its_address_alone(record: Path) -> None:
    assert _outcome(sites.parse_article, _page(record)) == _recorded(record)


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.name)
def test_every_known_source_is_read_in_a_process_of_its_own(source: Source) -> None:
    again = pickle.loads(pickle.dumps((source.parse_article, source.list_links)))  # noqa: S301 - our own

    page = Page(url=source.listings[0].url, body=b"<p>Nothing", fetched_at=datetime(2026, 11, 21, tzinfo=UTC))
    for read in again:
        with pytest.raises(ParseError):
            read(page)


def test_no_two_sources_read_one_listing() -> None:
    urls = [listing.url for source in SOURCES for listing in (*source.listings, *source.backfill)]

    assert len(urls) == len(set(urls))


def test_editions_that_share_a_host_are_told_apart_by_the_path() -> None:
    said = {
        "https://www.kt.kz/rus/economy/a_1377912345.html": "kt.kz",
        "https://www.kt.kz/eng/economy/a_1377912345.html": "kt.kz-en",
        "https://kt.kz/kaz": "kt.kz-kk",
        "https://vlast.kz/english/1-a.html": "vlast.kz-en",
        "https://vlast.kz/englishmen/1-a.html": "vlast.kz",
        "https://www.bbc.co.uk/russian/articles/a": "bbc.com-ru",
        "https://www.bbc.com/news/articles/a": "bbc.com",
        "https://tengrisport.kz/football/a": "tengrinews.kz",
    }

    assert {url: source.name for url in said if (source := source_of(url))} == said
    assert source_of("https://www.bbc.com/pidgin/articles/a") is None


def test_every_folder_of_pages_belongs_to_a_known_source() -> None:
    assert {folder.name for folder in PAGES.iterdir()} <= {source.name for source in SOURCES}


def test_a_language_is_one_we_tell_in_a_region_is_a_country_and_a_zone_exists() -> None:
    countries = {str(code) for code in Locale("en").territories}
    for source in SOURCES:
        assert source.language in {"ru", "kk", "en"}
        assert source.region in countries
        assert source.owner
        ZoneInfo(source.zone)


def test_no_two_sources_share_a_name_or_a_host() -> None:
    names = [source.name for source in SOURCES]
    hosts = [host for source in SOURCES for host in source.hosts]

    assert len(names) == len(set(names))
    assert len(hosts) == len(set(hosts))


def test_an_address_finds_its_source_by_host() -> None:
    for source in SOURCES:
        assert all(source_of(f"https://{host.rstrip('/')}/x") is source for host in source.hosts)
    assert source_of("https://unknown.example/") is None
    assert source_of("http://[broken") is None
