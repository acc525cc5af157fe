"""Every known site reads its saved pages as recorded; `pytest tests/parsers/test_pages.py --record` records anew."""

import dataclasses
import json
from datetime import datetime
from pathlib import Path

import pytest

from parsers.article import Article, Link, Page, ParseError, Source
from parsers.sites import SOURCES, source_of

PAGES = Path(__file__).parents[1] / "pages"


def _records() -> list[Path]:
    return sorted(PAGES.glob("*/*.json"))


def _page(record: Path) -> tuple[Page, str]:
    (body,) = (path for path in record.parent.glob(f"{record.stem}.*") if path != record)
    about = json.loads(record.read_text("utf-8"))["page"]
    moment = datetime.fromisoformat(about["fetched_at"])
    return Page(url=about["url"], body=body.read_bytes(), fetched_at=moment), about["kind"]


def _plain(value: Article | list[Link]) -> object:
    values = [dataclasses.asdict(part) for part in (value if isinstance(value, list) else [value])]
    plain = json.loads(json.dumps(values, default=lambda moment: moment.isoformat(), ensure_ascii=False))
    return plain if isinstance(value, list) else plain[0]


def _read(record: Path) -> object:
    page, kind = _page(record)
    source = next(source for source in SOURCES if source.name == record.parent.name)
    try:
        return _plain(source.list_links(page) if kind == "listing" else source.parse_article(page))
    except ParseError as error:
        return {"error": error.reason, "missing": list(error.missing)}


@pytest.mark.parametrize("record", _records(), ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_a_saved_page_is_read_as_recorded(record: Path, request: pytest.FixtureRequest) -> None:
    result = _read(record)
    known = json.loads(record.read_text("utf-8"))
    if request.config.getoption("--record"):
        record.write_text(json.dumps({**known, "result": result}, ensure_ascii=False, indent=2) + "\n", "utf-8")
    else:
        assert result == known["result"]


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.name)
def test_every_known_source_has_saved_pages(source: Source) -> None:
    kinds = {_page(record)[1] for record in (PAGES / source.name).glob("*.json")}

    assert "article" in kinds, f"save an article page of {source.name} in tests/pages/{source.name}/"


def test_every_folder_of_pages_belongs_to_a_known_source() -> None:
    assert {folder.name for folder in PAGES.iterdir()} <= {source.name for source in SOURCES}


def test_no_two_sources_share_a_name_or_a_host() -> None:
    names = [source.name for source in SOURCES]
    hosts = [host for source in SOURCES for host in source.hosts]

    assert len(names) == len(set(names))
    assert len(hosts) == len(set(hosts))


def test_an_address_finds_its_source_by_host() -> None:
    for source in SOURCES:
        assert all(source_of(f"https://{host}/x") is source for host in source.hosts)
    assert source_of("https://unknown.example/") is None
    assert source_of("http://[broken") is None
