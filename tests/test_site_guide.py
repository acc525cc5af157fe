"""docs/adding-a-site.md is followed to the letter, on a copy of the project: its files, its lines, its commands."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]
GUIDE = ROOT / "docs" / "adding-a-site.md"
PAGES = Path("tests/pages/news.example")
# What the guide's commands need, without .venv and history.
_NEEDED = ("bot", "parsers", "storage", "tests/conftest.py", "tests/pages", "tests/parsers", "pyproject.toml")
_WAYS = {"a feed alone": ("1.", "2a.", "3."), "a layout of its own": ("1.", "2b.", "3.")}
# A fence, and the paragraph before it, which says in backticks what file it is (or what line of a file it goes below).
_STEP = re.compile(r"(?P<said>(?:[^\n]+\n)+)\n```(?P<kind>\w+)\n(?P<body>.*?)^```$", re.DOTALL | re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """A copy of the project in a folder of its own, whose commands see no other code."""

    folder: Path

    @classmethod
    def make(cls, folder: Path) -> "Copy":
        for name in _NEEDED:
            source, target = ROOT / name, folder / name
            if source.is_dir():
                shutil.copytree(source, target)
            else:
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(source, target)
        (folder / ".venv").symlink_to(sys.prefix)
        (folder / ".gitignore").write_text(".venv\n__pycache__/\n", encoding="utf-8")
        made = cls(folder=folder)
        made.run("git init -q && git add . && git -c user.name=we -c user.email=we@news.example commit -qm Begin")
        return made

    def run(self, command: str) -> str:
        """What a command prints; its failure is the test's."""
        # Nothing of the run that this test is part of, nor of the person's own settings, may reach the command.
        clean = {
            "PATH": os.environ["PATH"],
            "HOME": str(self.folder),
            "PYTHONPATH": str(self.folder),
            "LANG": "C.UTF-8",
        }
        done = subprocess.run(  # noqa: S602 - our own document's commands, as a person would paste them
            command, shell=True, cwd=self.folder, env=clean, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
        return done.stdout

    def write(self, path: str, text: str) -> None:
        """Make a new file."""
        target = self.folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("x", encoding="utf-8") as file:
            file.write(text)

    def insert(self, path: str, text: str, *, below: str) -> None:
        """Put lines below the one line that reads so."""
        target = self.folder / path
        before, after = target.read_text(encoding="utf-8").split(f"\n{below}\n")
        target.write_text(f"{before}\n{below}\n{text}{after}", encoding="utf-8")


def _sections() -> dict[str, str]:
    """The guide's sections, by their number."""
    parts = re.split(r"^## (\w+\.) .*$", GUIDE.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def _follow(section: str, copy: Copy) -> Iterator[tuple[str, str]]:
    """Do what a section says; gives each command with what it printed."""
    for step in _STEP.finditer(section):
        if step["kind"] == "console":
            for line in step["body"].splitlines():
                command = line.removeprefix("$ ")
                yield command, copy.run(command)
            continue
        names = re.findall(r"`([^`]+)`", step["said"].replace("\n", " "))
        if " below " in step["said"]:
            path, below = names[-2:]
            copy.insert(path, step["body"], below=below)
        else:
            copy.write(names[-1], step["body"])


def _result(copy: Copy, kind: str) -> Any:  # noqa: ANN401 - what JSON holds
    return json.loads((copy.folder / PAGES / f"{kind}.json").read_text(encoding="utf-8"))["result"]


@pytest.fixture(scope="module", params=_WAYS)
def followed(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Copy, dict[str, str]]:
    """A copy in which one way of the guide was followed to its end, and what its commands printed."""
    copy = Copy.make(tmp_path_factory.mktemp("guide"))
    sections = _sections()
    return copy, {command: said for number in _WAYS[request.param] for command, said in _follow(sections[number], copy)}


def test_whoever_follows_the_guide_ends_with_a_site_that_is_read(followed: tuple[Copy, dict[str, str]]) -> None:
    copy, printed = followed
    article = _result(copy, "article")
    listing = _result(copy, "feed" if (copy.folder / PAGES / "feed.xml").exists() else "listing")

    assert article["title"] == "Новый мост открыли на месяц раньше"
    assert [link["url"].rpartition("/")[2] for link in listing] == ["118-most.html", "117-park.html"]
    assert "failed" not in list(printed.values())[-1]


def test_the_difference_to_review_shows_what_was_recorded(followed: tuple[Copy, dict[str, str]]) -> None:
    _, printed = followed
    (difference,) = (said for command, said in printed.items() if " diff " in command)

    assert '+    "title": "Новый мост открыли на месяц раньше"' in difference


def test_what_the_guide_knows_of_the_layout_makes_the_article_better(followed: tuple[Copy, dict[str, str]]) -> None:
    copy, printed = followed
    alone = json.loads(next(iter(printed.values())))
    known = _result(copy, "article")
    promo = "Опрос «Примера»: какой мост нужен городу следующим, решают читатели."

    if (copy.folder / "parsers/sites/news_example.py").exists():
        assert (known["site_id"], promo in known["paragraphs"]) == ("118", False)
        assert (alone["site_id"], promo in alone["paragraphs"]) == ("/2025/118-most.html", True)
    else:
        assert known == {**alone, "published_at": known["published_at"]}


def test_the_guide_is_followed_in_its_own_order() -> None:
    numbers = list(_sections())
    assert numbers == ["1.", "2a.", "2b.", "2c.", "3."]
    assert all(numbers.index(one) < numbers.index(other) for way in _WAYS.values() for one, other in pairwise(way))
