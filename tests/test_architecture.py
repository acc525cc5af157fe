"""docs/architecture.md names every room and every table, in the words and with the writers that the code has."""

import ast
import os
import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pathlib import Path

from storage.schema import columns

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "architecture.md"
PACKAGES = ("parsers", "storage", "bot")
STORAGE = sorted(path for path in (ROOT / "storage").rglob("*.py") if "migrations" not in path.parts)
SCHEMA = sorted((ROOT / "storage" / "schema").glob("*tables.py"))
for _module in SCHEMA:
    import_module(f"storage.schema.{_module.stem}")
TABLES = columns.metadata.tables
_WRITES = {"insert", "update", "delete", "delete_from", "put"}
_COMMENTED = re.compile(r"(?P<comment>(?:^# .+\n)+)(?P<name>\w+) = Table\(", re.MULTILINE)


def _parsed(module: Path) -> ast.Module:
    return ast.parse(module.read_text(encoding="utf-8"))


def _folders(package: str) -> list[Path]:
    """A package's folders with code: those that are imported from."""
    return sorted(path.parent for path in (ROOT / package).rglob("__init__.py"))


def _rooms() -> Iterator[str]:
    """A table for each package: its folders at every depth, then the modules that stand beside them."""
    for package in PACKAGES:
        yield from ("", f"### {package}/", "", _summary(ROOT / package / "__init__.py"), "")
        yield from ("| room | holds |", "|---|---|")
        for folder in _folders(package)[1:]:
            yield f"| `{folder.relative_to(ROOT).as_posix()}/` | {_summary(folder / '__init__.py')} |"
        for module in sorted((ROOT / package).glob("*.py")):
            if not module.name.startswith("__"):
                yield f"| `{module.relative_to(ROOT).as_posix()}` | {_summary(module)} |"


def _summary(module: Path) -> str:
    """The first paragraph of a module's docstring."""
    docstring = ast.get_docstring(_parsed(module))
    assert docstring, f"{module} does not say what it is for"
    return docstring.partition("\n\n")[0].replace("\n", " ")


def _tables() -> Iterator[str]:
    """Every table, with the comment above it and the modules that write it."""
    comments = dict(_comments())
    writers = _writers()
    yield from ("", "| table | holds | written by |", "|---|---|---|")
    for name in sorted(TABLES):
        modules = ", ".join(f"`{module}`" for module in sorted(writers[name]))
        yield f"| `{name}` | {comments.get(name, '')} | {modules} |"


def _comments() -> Iterator[tuple[str, str]]:
    for module in SCHEMA:
        for found in _COMMENTED.finditer(module.read_text(encoding="utf-8")):
            yield found["name"], found["comment"].replace("# ", "").replace("\n", " ").strip()


@cache
def _writers() -> dict[str, set[str]]:
    """The modules that write each table, by table."""
    found: dict[str, set[str]] = defaultdict(set)
    for path in STORAGE:
        for table in _written(_parsed(path)):
            found[table].add(path.relative_to(ROOT / "storage").with_suffix("").as_posix())
    return found


def _written(tree: ast.Module) -> Iterator[str]:
    """The tables that a module inserts into, updates or deletes from, where it names them."""
    named = dict(_aliases(tree))
    writes = _WRITES | set(_writing_functions(tree))
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
        name, targets = _called(call)
        for target in targets if name in writes else ():
            table = named.get(target.id) if isinstance(target, ast.Name) else _table(target)
            if table:
                yield table


def _called(call: ast.Call) -> tuple[str, list[ast.expr]]:
    """The name of what is called, and all it is called with, its own object first."""
    if isinstance(call.func, ast.Attribute):
        return call.func.attr, [call.func.value, *call.args]
    return call.func.id if isinstance(call.func, ast.Name) else "", call.args


def _writing_functions(tree: ast.Module) -> Iterator[str]:
    """A module's own functions that write the table they are given."""
    for function in (node for node in tree.body if isinstance(node, ast.AsyncFunctionDef)):
        given = {argument.arg for argument in function.args.args}
        for call in (node for node in ast.walk(function) if isinstance(node, ast.Call)):
            name, targets = _called(call)
            if name in _WRITES and any(
                isinstance(each, ast.Name) and each.id in given - {"connection"} for each in targets
            ):
                yield function.name


def _aliases(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """What a module calls the tables by: `_stories = tables.stories`, also several at once."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign):
            names, values = (
                each.elts if isinstance(each, ast.Tuple) else [each] for each in (node.targets[0], node.value)
            )
            for name, value in zip(names, values, strict=False):
                if isinstance(name, ast.Name) and (table := _table(value)):
                    yield name.id, table


def _table(value: ast.expr) -> str | None:
    is_table = isinstance(value, ast.Attribute) and value.attr in TABLES
    return value.attr if is_table and isinstance(value, ast.Attribute) else None


def _filled(page: str) -> str:
    for name, lines in (("rooms", _rooms()), ("tables", _tables())):
        before, rest = page.split(f"<!-- {name} -->")
        after = rest.split(f"<!-- /{name} -->")[1]
        page = f"{before}<!-- {name} -->\n" + "\n".join(lines) + f"\n\n<!-- /{name} -->{after}"
    return page


def test_the_page_says_of_rooms_and_tables_what_the_code_says() -> None:
    page = PAGE.read_text(encoding="utf-8")
    filled = _filled(page)
    if os.environ.get("SVODKA_RECORD"):
        PAGE.write_text(filled, encoding="utf-8")
        page = filled
    assert page.split("\n") == filled.split("\n"), "run this test with SVODKA_RECORD=1 and look at the difference"


def test_every_folder_of_code_is_on_the_page() -> None:
    page = PAGE.read_text(encoding="utf-8")
    names = [folder.relative_to(ROOT).as_posix() for package in PACKAGES for folder in _folders(package)]
    assert len(names) > len(PACKAGES)
    assert [name for name in names if f"{name}/" not in page] == []


def test_every_table_says_what_it_holds_and_somebody_writes_it() -> None:
    assert sorted(dict(_comments())) == sorted(TABLES), "a comment above each table says what it holds"
    assert [name for name in TABLES if not _writers()[name]] == []


def test_folders_hold_at_most_a_dozen_modules() -> None:
    crowded = {
        folder.relative_to(ROOT).as_posix(): count
        for package in PACKAGES
        for folder in _folders(package)
        if (count := len([path for path in folder.glob("*.py") if not path.name.startswith("__")])) > 12
    }
    assert crowded.keys() <= {"parsers/sites"}, "docs/adr/0008-rooms-by-subject.md"


def test_every_job_is_on_the_page() -> None:
    calls = (node for node in ast.walk(_parsed(ROOT / "bot" / "app.py")) if isinstance(node, ast.Call))
    jobs = [
        str(keyword.value.value)
        for call in calls
        if isinstance(call.func, ast.Name) and call.func.id == "Job"
        for keyword in call.keywords
        if keyword.arg == "name" and isinstance(keyword.value, ast.Constant)
    ]
    assert jobs
    assert [job for job in jobs if f"`{job}`" not in PAGE.read_text(encoding="utf-8")] == []
