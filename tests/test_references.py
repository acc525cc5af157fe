"""What documents, docstrings and comments name is there: files, modules, functions, columns, and commands to type."""

import ast
import io
import re
import sys
import tokenize
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from typer.main import get_command

from bot.cli.program import app
from parsers.sites import SOURCES
from storage.schema import tables

ROOT = Path(__file__).parents[1]
_PACKAGES = ("bot", "storage", "parsers", "benchmarks", "tests")
# A changelog says what was, and messages are what readers see.
DOCUMENTS = sorted(
    {*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")} - {ROOT / "CHANGELOG.md", ROOT / "docs/messages.md"}
)
MODULES = sorted(path for package in _PACKAGES for path in (ROOT / package).rglob("*.py"))

_FILES = ("gz", "html", "info", "json", "md", "toml", "txt", "xml")

_FENCE = re.compile(r"^```.*?^```", re.DOTALL | re.MULTILINE)
_QUOTED = re.compile(r"`([^`\n]+)`")
_PATH = re.compile(rf"(?<![\w./-])(?:{'|'.join((*_PACKAGES, 'docs'))})/[\w./*-]*")
_DOTTED = re.compile(r"[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)+(?=\(|$)")
_WHOLE = re.compile(rf"(?<![\w./@])(?:{'|'.join(_PACKAGES[:4])})(?:\.[A-Za-z_]\w*)+")
_BRACES = re.compile(r"^([\w.]*)\{([\w.,]+)\}$")


@cache
def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def _names(body: list[ast.stmt]) -> Iterator[tuple[str, ast.stmt]]:
    """What the statements of a module or class define, by name; methods define what they set on themselves."""
    for statement in body:
        if isinstance(statement, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            yield statement.name, statement
        for node in ast.walk(statement):
            if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
                yield node.attr, statement
        if isinstance(statement, ast.Assign | ast.AnnAssign):
            for target in statement.targets if isinstance(statement, ast.Assign) else (statement.target,):
                yield from ((node.id, statement) for node in ast.walk(target) if isinstance(node, ast.Name))


def _module(dotted: str) -> Path | None:
    """The file of a module or package."""
    place = ROOT.joinpath(*dotted.split("."))
    return next((path for path in (place.with_suffix(".py"), place / "__init__.py") if path.is_file()), None)


def _defines(body: list[ast.stmt], names: list[str]) -> bool:
    if not names:
        return True
    return any(
        name == names[0] and (len(names) == 1 or (isinstance(found, ast.ClassDef) and _defines(found.body, names[1:])))
        for name, found in _names(body)
    )


def _is_whole_name(dotted: str) -> bool:
    """Whether a name that begins with a package leads to a folder, a module, or something that a module defines."""
    parts = dotted.split(".")
    for length in range(len(parts), 0, -1):
        path = _module(".".join(parts[:length]))
        if path is not None:
            return _defines(_tree(path).body, parts[length:])
    return ROOT.joinpath(*parts).is_dir()


@cache
def _short_names() -> dict[str, list[list[ast.stmt]]]:
    """What may stand before a dot: modules by their last names; classes by theirs, also as variables are called."""
    found: dict[str, list[list[ast.stmt]]] = defaultdict(list)
    for path in MODULES:
        found[path.parent.name if path.name == "__init__.py" else path.stem].append(_tree(path).body)
        for node in ast.walk(_tree(path)):
            if isinstance(node, ast.ClassDef):
                for name in (node.name, re.sub(r"(?<=[a-z])(?=[A-Z])", "_", node.name).lower()):
                    found[name].append(node.body)
    return found


def _is_short_name(dotted: str) -> bool:
    first, *rest = dotted.split(".")
    table = tables.metadata.tables.get(first)
    return (table is not None and rest[0] in table.columns) or any(
        _defines(body, rest) for body in _short_names().get(first, [])
    )


def _is_ours_to_check(name: str) -> bool:
    """Whether a dotted name in backticks is code of ours: no file, host, key of a word, or somebody else's module."""
    hosts = {host.partition("/")[0] for source in SOURCES for host in source.hosts} | {"news.example"}
    first, _, last = name.partition(".")
    is_file = (ROOT / name).exists() or name in {path.name for path in MODULES} or last.rpartition(".")[2] in _FILES
    return not (name in hosts or is_file or len(first) == 1 or first in sys.stdlib_module_names)


def _whole_names(text: str) -> Iterator[str]:
    """The names in backticks that begin with a package, each of several in braces by itself."""
    for quoted in _QUOTED.findall(text):
        braces = _BRACES.match(quoted)
        for each in [braces[1] + part for part in braces[2].split(",")] if braces else [quoted]:
            if each.partition(".")[0] in _PACKAGES and re.fullmatch(r"\w+(?:\.\w+)+", each):
                yield each


def _wrong_paths(text: str) -> list[str]:
    paths = (path.rstrip(".-") for path in _PATH.findall(text))
    return [path for path in paths if "news" not in path and not any(ROOT.glob(path.rstrip("/*") or path))]


def _wrong_names(text: str) -> list[str]:
    names = [match.group(0) for quoted in _QUOTED.findall(text) if (match := _DOTTED.match(quoted))]
    short = [name for name in names if name.partition(".")[0] not in _PACKAGES and _is_ours_to_check(name)]
    wrong = [name for name in short if not _is_short_name(name)]
    return wrong + [name for name in _whole_names(text) if not _is_whole_name(name)]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_what_a_document_names_is_there(document: Path) -> None:
    text = _FENCE.sub("", document.read_text(encoding="utf-8"))

    assert _wrong_paths(text) == []
    assert _wrong_names(text) == []


def _prose(path: Path) -> Iterator[str]:
    """The docstrings and comments of a module."""
    source = path.read_text(encoding="utf-8")
    for node in ast.walk(_tree(path)):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            yield ast.get_docstring(node) or ""
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.COMMENT:
            yield token.string


def test_what_docstrings_and_comments_name_is_there() -> None:
    wrong = {
        (path.relative_to(ROOT).as_posix(), name)
        for path in MODULES
        for text in _prose(path)
        for name in (
            *_wrong_paths(text),
            *_wrong_names(text),
            *(name for name in _WHOLE.findall(text) if not _is_whole_name(name)),
        )
    }
    assert sorted(wrong) == []


def test_a_name_that_is_not_there_is_noticed() -> None:
    assert _wrong_paths("See `parsers/page/insets.py` and `parsers/page/body/boilerplate.py`.") == [
        "parsers/page/insets.py"
    ]
    assert _wrong_names("`topic_query.parse`, `parser.parse`") == ["topic_query.parse"]
    assert _wrong_names("`bot.{digest,assembly}`, `storage.model.Story`") == ["bot.assembly"]
    assert _wrong_names("`outbox.thread_id`, `outbox.colour`") == ["outbox.colour"]


def _typed(document: Path) -> Iterator[str]:
    """The commands a document tells a person to type, in fences and in backticks."""
    text = document.read_text(encoding="utf-8")
    for line in (*(line for fence in _FENCE.findall(text) for line in fence.splitlines()), *_QUOTED.findall(text)):
        yield line.strip().removeprefix("$ ").removeprefix(".venv/bin/")


def _is_command(command: str) -> bool:
    """Whether `make ...`, `svodka ...` or `python -m ...` names something that is there."""
    program, *words = command.split()
    if program == "make":
        return re.search(rf"^{words[0]}:", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE) is not None
    if program == "svodka":
        known = getattr(get_command(app), "commands", {})
        inner = getattr(known.get(words[0]), "commands", None)
        return words[0] in known and (inner is None or words[1] in inner)
    return words[1].partition(".")[0] not in _PACKAGES or _is_whole_name(words[1])


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_the_commands_of_a_document_are_there(document: Path) -> None:
    typed = [line for line in _typed(document) if re.match(r"(?:make|svodka|python -m) \w", line)]
    assert [command for command in typed if not _is_command(command)] == []
