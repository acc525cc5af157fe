"""What the documents say of each other is there: decisions are numbered once, and links lead somewhere."""

import re
from pathlib import Path
from tomllib import loads

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).parents[1]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
_LINK = re.compile(r"\]\((?!https?:|mailto:|#|tg:)([^)#\s]+)")
_DECISION = re.compile(r"docs/adr/(\d{4})(-[\w-]+\.md)?")


def test_decisions_are_numbered_once_and_without_a_gap() -> None:
    numbers = [path.name[:4] for path in sorted((ROOT / "docs/adr").glob("*.md"))]
    assert numbers == [f"{number:04}" for number in range(1, len(numbers) + 1)]
    for path in (ROOT / "docs/adr").glob("*.md"):
        assert path.read_text(encoding="utf-8").startswith(f"# {int(path.name[:4])}. ")


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_the_links_of_a_document_lead_to_files(document: Path) -> None:
    links = _LINK.findall(document.read_text(encoding="utf-8"))
    assert [link for link in links if not (document.parent / link).exists()] == []


def test_decisions_that_files_name_are_there() -> None:
    named = {
        (path.relative_to(ROOT).as_posix(), match.group(0))
        for pattern in (
            "bot/**/*.py",
            "storage/**/*.py",
            "parsers/**/*.py",
            "benchmarks/*.py",
            "*.toml",
            ".importlinter",
        )
        for path in ROOT.glob(pattern)
        for match in _DECISION.finditer(path.read_text(encoding="utf-8"))
    }
    assert named
    assert [each for each in sorted(named) if not list(ROOT.glob(f"{each[1]}*"))] == []


def test_every_dependency_says_why_it_is_here() -> None:
    project = loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    sets = (
        project["project"]["dependencies"],
        *project["project"]["optional-dependencies"].values(),
        *project["dependency-groups"].values(),
    )
    named = {Requirement(each).name for one in sets for each in one if isinstance(each, str)}
    rows = re.findall(r"^\| ([^|]+) \|", (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8"), re.MULTILINE)
    explained = {name for row in rows for name in re.findall(r"[\w.-]+", row)}

    assert sorted(named - explained) == []


def _glossary() -> list[tuple[str, str, str]]:
    page = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| ([^|]+) \| ([^|]+) \| ([^|]+) \|$", page, re.MULTILINE)
    return [row for row in rows if row[0] != "English" and not row[0].startswith("---")]


def _code() -> str:
    """All code, with its names taken apart: `StoryCandidate` and `story_candidate` are a story candidate."""
    paths = [path for package in ("bot", "storage", "parsers") for path in (ROOT / package).rglob("*.py")]
    text = "\n".join(f"{path.stem}\n{path.read_text(encoding='utf-8')}" for path in paths)
    return re.sub(r"(?<=[a-z])(?=[A-Z])|_", " ", text).lower()


def test_a_word_of_the_glossary_stands_once_in_two_languages_and_is_used() -> None:
    words = [word for english, _, _ in _glossary() for word in english.split(", ")]
    code = _code()

    assert len(words) > 80
    assert sorted({word for word in words if words.count(word) > 1}) == []
    assert [russian for _, russian, _ in _glossary() if not re.search("[а-я]", russian)] == []
    forms = {word: re.sub("y$", "(?:y|ie)", word) for word in words}
    assert [word for word in words if not re.search(rf"\b{forms[word]}(?:s|es|d|ed|r)?\b", code)] == []
