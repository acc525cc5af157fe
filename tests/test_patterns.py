"""No pattern of ours may take longer than in proportion to what it is given, for strangers choose that.

Patterns are collected where they live. Each is run by the engine itself on texts made to go wrong, built from its own
parts; what counts is how processor time grows when a text doubles. The rest of the rule is read from the source.
"""

import ast
import importlib
import itertools
import pkgutil
import random
import re
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from re import _constants as codes  # type: ignore[attr-defined] # typeshed does not know it
from re import _parser as sre  # type: ignore[attr-defined] # typeshed does not know it
from types import ModuleType
from typing import Any, TypeAlias

import pytest

import bot
import parsers
import storage

PACKAGES = (bot, storage, parsers)
METHODS = frozenset({"match", "fullmatch", "search", "sub", "subn", "split", "findall", "finditer"})
# Small steps first: from a large one, an exponential pattern would not come back.
LENGTHS = (16, 20, 23, 26, 30, 45, 60, 150, 400, 1_000, 2_500)
# Nothing that is linear takes long for so short a text.
SHORT = 100
# Below this, what is measured is the machine: a linear pattern reads the longest text in a fraction of it, and a
# quadratic one is beyond it.
FLOOR_SECONDS = 0.001
# Twice the text takes a linear pattern twice the time, a quadratic one four times.
GROWTH = 3.0
MOST_ATOMS, MOST_PAIRED = 24, 9
# One of each kind of character that classes tell apart.
KINDS = " \n1яzЯZ.-_\"(<,ә/:&'"
REPEATS = (codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT)
CHARACTERS = (codes.LITERAL, codes.NOT_LITERAL, codes.IN, codes.ANY)

Tree: TypeAlias = Any
"""What the engine's own parser makes of a pattern: a sequence of codes with their values."""


@dataclass(frozen=True, slots=True)
class Found:
    """A pattern, where it stands, and the methods by which it is used."""

    name: str
    pattern: re.Pattern[Any]
    methods: frozenset[str]


def modules() -> Iterator[ModuleType]:
    for package in PACKAGES:
        for info in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if not info.name.endswith("__main__") and ".migrations" not in info.name:
                yield importlib.import_module(info.name)


def inside(name: str, value: object, depth: int = 0) -> Iterator[tuple[str, re.Pattern[Any]]]:
    """Yield the patterns of a value: its own, those of its items, and those of the fields of our own classes."""
    if isinstance(value, re.Pattern):
        yield name, value
    elif depth < 4:
        for key, part in _parts(value):
            yield from inside(f"{name}[{key}]", part, depth + 1)


def _parts(value: object) -> list[tuple[object, object]]:
    if isinstance(value, Mapping):
        return list(value.items())
    if isinstance(value, partial):
        return [*enumerate(value.args), *value.keywords.items()]
    if isinstance(value, tuple | list | set | frozenset):
        return list(enumerate(value))
    if type(value).__module__.partition(".")[0] in {package.__name__ for package in PACKAGES}:
        slots = [slot for each in type(value).__mro__ for slot in getattr(each, "__slots__", ())]
        return [(slot, getattr(value, slot, None)) for slot in slots]
    return []


def used(module: ModuleType) -> dict[str, frozenset[str]]:
    """Return which methods of patterns a module calls on each name."""
    found: dict[str, frozenset[str]] = {}
    tree = tree_of(module)
    # A literal is what texts are split by; a pattern is given a text that nobody knew.
    of_texts = {
        id(node.func)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and len(node.args) == 1 and isinstance(node.args[0], ast.Constant)
    }
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Attribute)
            and node.attr in METHODS
            and isinstance(node.value, ast.Name | ast.Attribute)
            and id(node) not in of_texts
        ):
            name = node.value.id if isinstance(node.value, ast.Name) else node.value.attr
            found[name] = found.get(name, frozenset()) | {node.attr}
    return found


def tree_of(module: ModuleType) -> ast.Module:
    return ast.parse(Path(str(module.__file__)).read_text(encoding="utf-8"))


def collected() -> dict[tuple[object, int], Found]:
    """Return every pattern with all that may be asked of it: by its name or field, else whatever its module asks."""
    found: dict[tuple[object, int], Found] = {}
    anywhere: dict[str, frozenset[str]] = {}
    for module in modules():
        for name, methods in used(module).items():
            anywhere[name] = anywhere.get(name, frozenset()) | methods
    for module in modules():
        calls = used(module)
        every = frozenset().union(*calls.values())
        for name, value in vars(module).items():
            for where, pattern in inside(name, value):
                key = (pattern.pattern, pattern.flags)
                field = where.rpartition("[")[2].rstrip("]")
                asked = calls.get(name) or anywhere.get(field) or every or frozenset({"search"})
                known = found.get(key, Found(f"{module.__name__}.{where}", pattern, frozenset()))
                found[key] = Found(known.name, pattern, known.methods | asked)
    return found


class Attacks:
    """Texts on which a pattern may go back and forth, built from its own parts."""

    def __init__(self, pattern: re.Pattern[Any]) -> None:
        self._tree: Tree = sre.parse(pattern.pattern, pattern.flags)
        self._random = random.Random(repr(pattern.pattern))

    def texts(self) -> Iterator[tuple[str, str, str]]:
        """Yield what stands first, what is repeated after it, and what stands last."""
        atoms = list(dict.fromkeys(self._atoms(self._tree)))[:MOST_ATOMS]
        repeated = list(dict.fromkeys(self._repeated(self._tree)))[:MOST_PAIRED]
        whole = [self._sample(self._tree) for _ in range(3)]
        pumps = [("", each) for each in (*atoms, *whole, *(each[:-1] for each in whole))]
        pumps += [("", one + other) for one, other in itertools.permutations(repeated, 2)]
        pumps += self._bodies(self._tree, "")
        for before, pump in dict.fromkeys(pumps):
            if pump:
                yield before, pump, ""
                yield before, pump, "\x00"

    def _bodies(self, tree: Tree, before: str) -> Iterator[tuple[str, str]]:
        """Yield, for each part that may be repeated, a text that leads to it and some of its own."""
        for code, value in tree:
            if code in REPEATS:
                yield from ((before, self._sample(value[2])) for _ in range(3))
            for inner in branches(code, value):
                yield from self._bodies(inner, before)
            before += self._sample([(code, value)])

    def _repeated(self, tree: Tree) -> Iterator[str]:
        for code, value in tree:
            for inner in branches(code, value):
                yield from self._atoms(inner) if code in REPEATS else self._repeated(inner)

    def _atoms(self, tree: Tree) -> Iterator[str]:
        for code, value in tree:
            if code in CHARACTERS:
                yield from members(code, value)
            for inner in branches(code, value):
                yield from self._atoms(inner)

    def _sample(self, tree: Tree) -> str:
        return "".join(self._part(code, value) for code, value in tree)

    def _part(self, code: object, value: Tree) -> str:
        if code in CHARACTERS:
            return self._random.choice(members(code, value) or [""])
        if code in REPEATS:
            least, most, body = value
            times = min(int(most), max(int(least), self._random.choice((1, 1, 2, 3))))
            return "".join(self._sample(body) for _ in range(times))
        choices = [] if code in {codes.ASSERT, codes.ASSERT_NOT} else branches(code, value)
        return self._sample(self._random.choice(choices)) if choices else ""


def branches(code: object, value: Tree) -> list[Tree]:
    """Return the parts of which one, or the only one, stands at a place of a pattern."""
    if code == codes.BRANCH:
        return list(value[1])
    if code == codes.SUBPATTERN:
        return [value[3]]
    if code in REPEATS:
        return [value[2]]
    if code == codes.ATOMIC_GROUP:
        return [value]
    return [value[1]] if code in {codes.ASSERT, codes.ASSERT_NOT} else []


def members(code: object, value: Tree) -> list[str]:
    """Return some characters that may stand at a place of a pattern: those it names, and one of each kind."""
    if code == codes.LITERAL:
        return [chr(value)]
    if code == codes.ANY:
        return ["x", "1"]
    if code == codes.NOT_LITERAL:
        return [each for each in KINDS if ord(each) != value][:4]
    named = [chr(part) for kind, part in value if kind == codes.LITERAL]
    named += [chr(part[0]) for kind, part in value if kind == codes.RANGE]
    return [each for each in dict.fromkeys((*KINDS, *named)) if holds(value, each)][:8]


def holds(parts: Tree, character: str) -> bool:
    """Say whether a class of characters holds one."""
    for code, value in parts:
        if code == codes.LITERAL and ord(character) == value:
            break
        if code == codes.RANGE and value[0] <= ord(character) <= value[1]:
            break
        if code == codes.CATEGORY and in_category(str(value), character):
            break
    else:
        return bool(parts[0][0] == codes.NEGATE)
    return bool(parts[0][0] != codes.NEGATE)


def in_category(name: str, character: str) -> bool:
    is_in = {
        "DIGIT": character.isdecimal(),
        "SPACE": character.isspace(),
        "WORD": character.isalnum() or character == "_",
    }
    return is_in[name.rpartition("_")[2]] != ("NOT" in name)


def uses(found: Found) -> list[Callable[[Any], object]]:
    pattern = found.pattern
    known = {"match": pattern.match, "fullmatch": pattern.fullmatch, "search": pattern.search}
    asked: list[Callable[[Any], object]] = [call for name, call in known.items() if name in found.methods]
    if not found.methods <= known.keys():
        asked.append(lambda text: sum(1 for _ in pattern.finditer(text)))
    return asked


def superlinear(found: Found) -> str:
    """Return the text on which a pattern's time grows faster than the text does; empty if there is none."""
    for before, pump, after in Attacks(found.pattern).texts():
        for use in uses(found):
            for length in LENGTHS:
                times = max(1, length // len(pump))
                if _grows(use, found.pattern, [f"{before}{pump * count}{after}" for count in (times, 2 * times)]):
                    return f"{before!r} + {pump!r} * {times} + {after!r}"
    return ""


def _grows(use: Callable[[Any], object], pattern: re.Pattern[Any], texts: list[str]) -> bool:
    once, twice = [text.encode("latin-1", "replace") if isinstance(pattern.pattern, bytes) else text for text in texts]
    if seconds(use, once) < FLOOR_SECONDS:
        return False
    # Other processes may have taken the caches from under a run: the best of several counts.
    best = min(seconds(use, once) for _ in range(3))
    if best < FLOOR_SECONDS or len(once) < SHORT:
        return best >= FLOOR_SECONDS
    return min(seconds(use, twice) for _ in range(2)) > GROWTH * best


def seconds(use: Callable[[Any], object], text: str | bytes) -> float:
    began = time.thread_time()
    use(text)
    return time.thread_time() - began


def test_no_pattern_of_ours_takes_longer_than_in_proportion_to_its_text() -> None:
    patterns = collected()
    assert len(patterns) > 150
    assert {found.name: text for found in patterns.values() if (text := superlinear(found))} == {}


@pytest.mark.parametrize(
    ("pattern", "method"),
    [
        (r"\s*<\?xml", "search"),
        (r"\s+$", "sub"),
        (r"[.!?]+\s*$", "search"),
        (r"(?:a|b|ab)*c", "match"),
        (r"(?:\w+\s?)+!", "fullmatch"),
        (r"x?\s*,?\s*y", "match"),
        (rb"<[^>]*>", "findall"),
    ],
)
def test_a_pattern_that_goes_back_and_forth_is_found_out(pattern: Any, method: str) -> None:  # noqa: ANN401 - of text or bytes
    assert superlinear(Found("", re.compile(pattern), frozenset({method})))


@pytest.mark.parametrize(
    ("pattern", "method"),
    [
        (r"(?<!\s)\s++<\?xml", "search"),
        (r"(?<![.!?])[.!?]++\s*+$", "search"),
        (r"(?:\w++\s?+)*+!", "fullmatch"),
        (r"<[^<>]*+>", "findall"),
    ],
)
def test_its_linear_form_is_not(pattern: str, method: str) -> None:
    assert superlinear(Found("", re.compile(pattern), frozenset({method}))) == ""


def test_patterns_are_compiled_where_they_are_collected() -> None:
    """Not inside functions, where this test would not see them; the demo reads nothing of strangers."""
    ours = [module for module in modules() if not module.__name__.startswith("bot.demo")]
    assert [place for module in ours for place in hidden(module)] == []


def hidden(module: ModuleType) -> list[str]:
    """Return where a module calls the engine without a pattern of its own, or compiles one while it runs."""
    tree = tree_of(module)
    functions = [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.Lambda | ast.AsyncFunctionDef)
        # What a value compiles as it is made is found in the value.
        or (isinstance(node, ast.FunctionDef) and node.name != "__post_init__")
    ]
    inner = {call for function in functions for call in ast.walk(function)}
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)]
    return [
        f"{module.__name__}:{call.lineno}"
        for call in calls
        if isinstance(call.func, ast.Attribute) and isinstance(call.func.value, ast.Name) and call.func.value.id == "re"
        if call.func.attr in METHODS or (call.func.attr == "compile" and call in inner)
    ]
