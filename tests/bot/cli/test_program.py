"""The command line: what it prints, and that an error is a sentence with what to do next."""

import json
import sqlite3
from pathlib import Path

import pytest

from tests.bot.conftest import Command

ROOT = Path(__file__).parents[3]
PAGES = ROOT / "tests" / "pages"
SEED = PAGES / "zakon.kz" / "seed.html"


def test_help_names_every_command_of_the_operator_guide(svodka: Command, capsys: pytest.CaptureFixture[str]) -> None:
    assert svodka("--help") == 0
    helped = capsys.readouterr().out
    for command in ("run", "demo", "crawl", "parse", "check", "db"):
        assert f" {command} " in helped


def test_parse_prints_the_seed_as_json(svodka: Command, capsys: pytest.CaptureFixture[str]) -> None:
    assert svodka("parse", str(SEED), "--json") == 0
    article = json.loads(capsys.readouterr().out)
    assert article["title"].startswith("От канатной дороги до солнечных панелей")
    assert article["site"] == "zakon.kz"
    assert len(article["tags"]) == 7
    assert [tag["label"] for tag in article["tags"] if tag["kind"] == "person"] == ["Султангазиев Марат"]
    assert [tag["label"] for tag in article["tags"] if tag["kind"] == "year"] == ["2025 год"]
    assert sum(bool(image["credit"]) for image in article["images"]) == 5
    assert any("выходит на качественно новый уровень" in paragraph for paragraph in article["paragraphs"])


def test_parse_shows_an_article_to_a_person(svodka: Command, capsys: pytest.CaptureFixture[str]) -> None:
    assert svodka("parse", str(SEED)) == 0
    shown = " ".join(capsys.readouterr().out.split())
    assert "Султангазиев Марат (person)" in shown
    assert "пресс-служба акима Алматинской области" in shown
    assert "канатной дороги на озере Кольсай" in shown


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"", "title"), (b"<h1>\xd0\x9c\xd0\xbe\xd1\x81\xd1\x82</h1>", "time"), (b"\x00\xff" * 500, "title")],
    ids=["empty", "no time", "bytes"],
)
def test_parse_says_what_a_page_lacks(
    svodka: Command, capsys: pytest.CaptureFixture[str], tmp_path: Path, content: bytes, said: str
) -> None:
    page = tmp_path / "page.html"
    page.write_bytes(content)
    assert svodka("parse", str(page), "--url", "https://www.zakon.kz/mir/6478123-most.html") == 1
    error = capsys.readouterr().err
    assert said in error
    assert "Traceback" not in error


def test_parse_of_a_file_that_is_not_there_is_a_sentence(svodka: Command, capsys: pytest.CaptureFixture[str]) -> None:
    assert svodka("parse", "nowhere.html") == 1
    assert "nowhere.html" in capsys.readouterr().err


def test_parse_does_not_go_to_a_private_address(svodka: Command, capsys: pytest.CaptureFixture[str]) -> None:
    assert svodka("parse", "http://127.0.0.1/secret.html") == 1
    assert "not a public address" in capsys.readouterr().err


def test_run_without_a_token_says_where_to_get_one(svodka: Command, capsys: pytest.CaptureFixture[str]) -> None:
    assert svodka("run") == 1
    assert "BotFather" in capsys.readouterr().err


def test_a_database_is_made_copied_and_the_copy_is_whole(
    svodka: Command, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert svodka("db", "migrate") == 0
    assert svodka("db", "backup", "copy.db") == 0
    assert "copy.db" in capsys.readouterr().out
    with sqlite3.connect(tmp_path / "copy.db") as copy:
        (tables,) = copy.execute("select count(*) from sqlite_master where name = 'articles'").fetchone()
    copy.close()
    assert tables == 1


def test_a_backup_never_overwrites(svodka: Command, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "copy.db").write_text("precious", encoding="utf-8")
    assert svodka("db", "backup", "copy.db") == 1
    assert "exists" in capsys.readouterr().err
    assert (tmp_path / "copy.db").read_text(encoding="utf-8") == "precious"


def test_a_database_of_a_newer_version_is_refused_with_advice(
    svodka: Command, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert svodka("db", "migrate") == 0
    with sqlite3.connect(tmp_path / "svodka.db") as database:
        database.execute("update alembic_version set version_num = '9999_from_the_future'")
    database.close()
    assert svodka("db", "migrate") == 1
    assert "newer" in capsys.readouterr().err


def test_a_database_that_cannot_be_opened_is_a_sentence(
    svodka: Command, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://svodka:hush@127.0.0.1:9/news")
    assert svodka("db", "migrate") == 1
    error = capsys.readouterr().err
    assert "127.0.0.1" in error
    assert "hush" not in error


def test_crawl_of_an_unknown_source_names_the_known_ones(svodka: Command, capsys: pytest.CaptureFixture[str]) -> None:
    assert svodka("crawl", "nowhere.example") == 1
    assert "zakon.kz" in capsys.readouterr().err


def test_the_operator_guide_lists_every_command(svodka: Command, capsys: pytest.CaptureFixture[str]) -> None:
    guide = (ROOT / "docs" / "operating.md").read_text(encoding="utf-8")
    for command in ("run", "demo", "crawl", "parse", "check"):
        assert f"`svodka {command}" in guide
    assert svodka("db", "--help") == 0
    helped = capsys.readouterr().out
    for command in ("migrate", "backup"):
        assert command in helped
        assert f"`svodka db {command}" in guide
