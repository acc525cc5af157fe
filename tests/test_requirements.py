"""What is locked can be installed as locked, on any day: nothing is left for pip to resolve, and nothing is missing."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from tomllib import loads

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
PROJECT = loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
# What each file is locked for, beside the program itself: extras, and groups.
SETS = {
    "requirements.txt": ("build",),
    "requirements-semantic.txt": ("build", "semantic"),
    "requirements-dev.txt": ("build", "semantic", "dev"),
    "requirements-bench.txt": ("build", "semantic", "dev", "bench"),
}
VERSIONS = ("3.11.0", "3.12.0", "3.13.0")
SYSTEMS = {
    "linux": {"sys_platform": "linux", "platform_system": "Linux", "os_name": "posix"},
    "darwin": {"sys_platform": "darwin", "platform_system": "Darwin", "os_name": "posix"},
    "win32": {"sys_platform": "win32", "platform_system": "Windows", "os_name": "nt"},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Pin:
    """One locked package: its exact version, where it applies, and how many files of it are known."""

    requirement: Requirement
    hashes: int

    @property
    def version(self) -> str:
        (only,) = self.requirement.specifier
        return only.version


def _own(name: str) -> list[str]:
    """The lines of one file, each with its continuations, without the file it adds to."""
    text = (ROOT / name).read_text(encoding="utf-8").replace("\\\n", " ")
    return [line for line in text.splitlines() if line and not line.startswith("-r ")]


def _below(name: str) -> list[str]:
    """The names of the files that one file adds to, nearest first."""
    first = (ROOT / name).read_text(encoding="utf-8").partition("\n")[0]
    return [first[3:], *_below(first[3:])] if first.startswith("-r ") else []


def _pins(name: str) -> list[Pin]:
    """What installing one file installs."""
    lines = [line for each in (name, *_below(name)) for line in _own(each)]
    return [
        Pin(
            requirement=Requirement(line.partition(" --hash=")[0]),
            hashes=len(re.findall(r"--hash=sha256:\w{64}", line)),
        )
        for line in lines
    ]


def _group(name: str) -> Iterator[Requirement]:
    for each in PROJECT["dependency-groups"][name]:
        if isinstance(each, str):
            yield Requirement(each)
        else:
            yield from _group(each["include-group"])


def _asked_for(sets: tuple[str, ...]) -> Iterator[Requirement]:
    """What the project itself asks for, for some of its extras and groups."""
    project = PROJECT["project"]
    yield from map(Requirement, project["dependencies"])
    for name in sets:
        if name in project["optional-dependencies"]:
            yield from map(Requirement, project["optional-dependencies"][name])
        else:
            yield from _group(name)


def _needs(requirement: Requirement, environment: Mapping[str, str]) -> Iterator[Requirement]:
    """What a locked package, with the extras that were asked of it, needs in turn."""
    try:
        declared = distribution(requirement.name).requires or ()
    except PackageNotFoundError:  # one of another system, or a peer that only `make bench` installs
        return
    for line in declared:
        need = Requirement(line)
        for extra in {"", *requirement.extras}:
            if need.marker is None or need.marker.evaluate({**environment, "extra": extra}):
                yield need
                break


def _problems(name: str, environment: Mapping[str, str]) -> list[str]:
    """What would be missing, or of another version than needed, after installing one file and nothing else."""
    pinned = {
        canonicalize_name(pin.requirement.name): pin
        for pin in _pins(name)
        if pin.requirement.marker is None or pin.requirement.marker.evaluate(dict(environment))
    }
    problems = []
    waiting = [
        each for each in _asked_for(SETS[name]) if each.marker is None or each.marker.evaluate(dict(environment))
    ]
    seen = set()
    while waiting:
        need = waiting.pop()
        if str(need) in seen:
            continue
        seen.add(str(need))
        pin = pinned.get(canonicalize_name(need.name))
        if pin is None:
            problems.append(f"{need} is not locked")
        elif not need.specifier.contains(pin.version, prereleases=True):
            problems.append(f"{need} is locked as {pin.version}")
        waiting.extend(_needs(need, environment))
    return problems


@pytest.mark.parametrize("name", SETS)
def test_every_line_pins_one_version_and_knows_its_files(name: str) -> None:
    for pin in _pins(name):
        (only,) = pin.requirement.specifier
        assert only.operator == "==", pin
        assert "*" not in only.version, pin
        assert pin.requirement.url is None, pin
        assert pin.hashes, f"{pin.requirement} has no hash"


@pytest.mark.parametrize("name", SETS)
def test_no_two_files_that_are_installed_together_pin_one_package_differently(name: str) -> None:
    names = [str(pin.requirement).replace("==", " ").split(";")[0] for pin in _pins(name)]
    by_file = [{line.partition("==")[0] for line in _own(each)} for each in (name, *_below(name))]
    assert names
    for number, below in enumerate(by_file):
        for above in by_file[number + 1 :]:
            assert below & above == set()


@pytest.mark.parametrize("system", SYSTEMS)
@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("name", SETS)
def test_what_is_locked_needs_nothing_that_is_not(name: str, version: str, system: str) -> None:
    environment = {
        **SYSTEMS[system],
        "python_version": version.rpartition(".")[0],
        "python_full_version": version,
        "implementation_name": "cpython",
        "platform_python_implementation": "CPython",
        "platform_machine": "x86_64",
    }
    assert _problems(name, environment) == []


def test_a_missing_extra_would_be_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """justext asks for lxml[html_clean]; that pip resolves such a thing on its own stopped an installation once."""
    module = globals()
    whole = _pins
    monkeypatch.setitem(module, "_pins", lambda name: [
        pin for pin in whole(name) if pin.requirement.name != "lxml-html-clean"
    ])  # fmt: skip
    environment = {**SYSTEMS["linux"], "python_version": "3.11", "python_full_version": "3.11.0"}
    assert any("lxml" in problem and "not locked" in problem for problem in _problems("requirements.txt", environment))


def test_every_installation_takes_what_is_locked_as_it_is() -> None:
    lines = [line for line in (ROOT / "Makefile").read_text(encoding="utf-8").splitlines() if "pip " in line]
    installing = [line for line in lines if " install " in line]
    assert installing
    for line in installing:
        assert "--no-deps" in line, line
        assert "--require-hashes" in line or "-e ." in line, line
