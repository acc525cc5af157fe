"""What is locked can be installed as locked, on any day: nothing is left for pip to resolve, and nothing is missing.

What a package needs is read from its own metadata, so only of what is installed; the peers are looked at when
`make bench` has installed them.
"""

import re
import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError, distribution
from itertools import product
from pathlib import Path
from tomllib import loads
from typing import Any

import pytest
from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
# What each file is locked for, beside the program itself: extras, and groups.
SETS = {
    "requirements.txt": ("build",),
    "requirements-semantic.txt": ("build", "semantic"),
    "requirements-dev.txt": ("build", "semantic", "dev"),
    "requirements-bench.txt": ("build", "semantic", "dev", "bench"),
}
# The first and a late release of each: some of what is locked asks for 3.11.5.
VERSIONS = ("3.11.0", "3.11.14", "3.12.0", "3.12.12", "3.13.0", "3.13.9", "3.14.0")
SYSTEMS = {
    "linux": {"sys_platform": "linux", "platform_system": "Linux", "os_name": "posix", "platform_machine": "x86_64"},
    "linux-arm": {
        "sys_platform": "linux",
        "platform_system": "Linux",
        "os_name": "posix",
        "platform_machine": "aarch64",
    },
    "darwin": {"sys_platform": "darwin", "platform_system": "Darwin", "os_name": "posix", "platform_machine": "arm64"},
    "darwin-intel": {
        "sys_platform": "darwin",
        "platform_system": "Darwin",
        "os_name": "posix",
        "platform_machine": "x86_64",
    },
    "win32": {"sys_platform": "win32", "platform_system": "Windows", "os_name": "nt", "platform_machine": "AMD64"},
}
Environment = Mapping[str, str]
# What a locked line may depend on: the kind of system, and ranges of Python. More could not be tried out.
_MARKER = re.compile(
    r"(?:(?:sys_platform|platform_system|platform_python_implementation) [!=]= \"\w+\""
    r"|python_(?:full_)?version (?:<|>=) \"3\.\d+(?:\.\d+)?\"| and | or )+"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Declared:
    """What an installed package says of itself."""

    version: str
    needs: tuple[Requirement, ...]
    python: SpecifierSet


# The same lines are read for every Python and every system.
_requirement = cache(Requirement)


@dataclass(frozen=True, slots=True)
class Pin:
    """One line of a locked file."""

    line: str

    @property
    def requirement(self) -> Requirement:
        return _requirement(self.line.partition(" --hash=")[0])

    @property
    def name(self) -> str:
        return canonicalize_name(self.requirement.name)

    @property
    def version(self) -> str:
        (only,) = self.requirement.specifier
        return only.version

    def problem(self) -> str | None:
        """Why this line does not say exactly what is installed."""
        operators = [each.operator for each in self.requirement.specifier]
        if operators != ["=="] or "*" in self.version or self.requirement.url:
            return f"{self.requirement} is not one version"
        if self.requirement.marker and not _MARKER.fullmatch(str(self.requirement.marker)):
            return f"{self.requirement} may be missing on machines that nothing here tries"
        files = self.line.split(" --hash=")[1:]
        if not files or not all(re.fullmatch(r"sha256:[0-9a-f]{64}\s*", each) for each in files):
            return f"{self.requirement} has no hash, or one that is none"
        return None


def _pins(folder: Path, name: str) -> list[Pin]:
    """What installing one file installs: its own lines, and those of the files it adds to."""
    text = (folder / name).read_text(encoding="utf-8").replace("\\\n", " ")
    pins = []
    for line in filter(None, text.splitlines()):
        pins += _pins(folder, line.removeprefix("-r ")) if line.startswith("-r ") else [Pin(line)]
    return pins


def _applies(requirement: Requirement, environment: Environment, extra: str = "") -> bool:
    return requirement.marker is None or requirement.marker.evaluate({**environment, "extra": extra})


@cache
def _declared(name: str) -> Declared | None:
    try:
        found = distribution(name)
    except PackageNotFoundError:  # one of another system, or a peer that only `make bench` installs
        return None
    return Declared(
        version=found.version,
        needs=tuple(map(_requirement, found.requires or ())),
        python=SpecifierSet("".join(found.metadata.get_all("Requires-Python") or ())),
    )


def _needs(requirement: Requirement, environment: Environment) -> Iterator[Requirement]:
    """What a locked package, with the extras that were asked of it, needs in turn."""
    declared = _declared(requirement.name)
    for need in declared.needs if declared else ():
        if any(_applies(need, environment, extra) for extra in {"", *requirement.extras}):
            yield need


def _asked_for(folder: Path, sets: tuple[str, ...]) -> Iterator[Requirement]:
    """What the project itself asks for: to run, to be built, and for some of its extras and groups."""
    project: dict[str, Any] = loads((folder / "pyproject.toml").read_text(encoding="utf-8"))

    def group(name: str) -> Iterator[str]:
        for each in project["dependency-groups"][name]:
            if isinstance(each, str):
                yield each
            else:
                yield from group(each["include-group"])

    lines = [*project["project"]["dependencies"], *project["build-system"]["requires"]]
    for name in sets:
        lines += project["project"]["optional-dependencies"].get(name) or group(name)
    yield from map(_requirement, lines)


def _problems(folder: Path, name: str, environment: Environment) -> list[str]:
    """What would stop, or be missing after, installing one file and nothing else."""
    return _looked_at(folder, name, environment)[0]


def _looked_at(folder: Path, name: str, environment: Environment) -> tuple[list[str], set[str]]:
    """The problems of a file, and the names of what is needed of it."""
    problems = []
    pinned: dict[str, Pin] = {}
    for pin in _pins(folder, name):
        if _applies(pin.requirement, environment):
            if pin.name in pinned:
                problems.append(f"{pin.name} is locked twice")
            pinned[pin.name] = pin
            declared = _declared(pin.name)
            if (
                declared
                and declared.version == pin.version
                and environment["python_full_version"] not in declared.python
            ):
                problems.append(f"{pin.name} {pin.version} does not run here")
    waiting = [each for each in _asked_for(folder, SETS[name]) if _applies(each, environment)]
    seen: set[Requirement] = set()
    while waiting:
        need = waiting.pop()
        if need in seen:
            continue
        seen.add(need)
        found = pinned.get(canonicalize_name(need.name))
        if need.url:
            problems.append(f"{need} is no release")
        if found is None:
            problems.append(f"{need} is not locked")
        elif not need.specifier.contains(found.version, prereleases=True):
            problems.append(f"{need} is locked as {found.version}")
        waiting.extend(_needs(need, environment))
    return problems, {canonicalize_name(need.name) for need in seen}


def _environment(version: str, system: str) -> Environment:
    return {
        **SYSTEMS[system],
        "python_version": version.rpartition(".")[0],
        "python_full_version": version,
        "implementation_name": "cpython",
        "platform_python_implementation": "CPython",
    }


def _anywhere(folder: Path) -> set[str]:
    """The problems of any file with any Python, where systems differ most."""
    return {
        problem
        for name, version, system in product(SETS, VERSIONS[::2], ("linux", "win32"))
        for problem in _problems(folder, name, _environment(version, system))
    } | {problem for name in SETS for pin in _pins(folder, name) if (problem := pin.problem())}


@pytest.mark.parametrize("name", SETS)
def test_every_line_pins_one_version_and_knows_its_files(name: str) -> None:
    assert [problem for pin in _pins(ROOT, name) if (problem := pin.problem())] == []


@pytest.mark.parametrize("system", SYSTEMS)
@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("name", SETS)
def test_what_is_locked_needs_nothing_that_is_not(name: str, version: str, system: str) -> None:
    assert _problems(ROOT, name, _environment(version, system)) == []


def _superfluous(folder: Path, name: str) -> set[str]:
    """What a file adds though nothing that it is locked for needs it, with any Python on any system."""
    own = {pin.name for pin in _pins(folder, name)}
    for below in list(SETS)[: list(SETS).index(name)]:
        own -= {pin.name for pin in _pins(folder, below)}
    for version, system in product(VERSIONS, SYSTEMS):
        own -= _looked_at(folder, name, _environment(version, system))[1]
    return own


@pytest.mark.parametrize("name", [name for name in SETS if _declared("datasketch") or "bench" not in name])
def test_nothing_is_locked_that_nobody_needs_there(name: str) -> None:
    assert _superfluous(ROOT, name) == set()


def test_what_is_locked_but_needed_by_nothing_is_found(tmp_path: Path) -> None:
    for name in (*SETS, "pyproject.toml"):
        shutil.copyfile(ROOT / name, tmp_path / name)
    text = (tmp_path / "requirements.txt").read_text(encoding="utf-8")
    (tmp_path / "requirements.txt").write_text(f"{text}pytest==9.0.0 --hash=sha256:{'0' * 64}\n", encoding="utf-8")
    assert _superfluous(tmp_path, "requirements.txt") == {"pytest"}


def test_every_extra_and_group_is_locked_and_every_python_that_is_named_was_tried() -> None:
    project = loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    groups = project["dependency-groups"]
    included = {each["include-group"] for group in groups.values() for each in group if isinstance(each, dict)}
    assert {*project["project"]["optional-dependencies"], *groups} - included <= {*SETS["requirements-bench.txt"]}
    # The tests of the extra run with what the extra brings.
    assert {*project["project"]["optional-dependencies"]["semantic"]} <= {*map(str, groups["test"])}
    assert project["project"]["requires-python"] == ">=3.11"
    named = {line.rpartition(" ")[2] for line in project["project"]["classifiers"] if "Python :: 3." in line}
    assert named <= {version.rpartition(".")[0] for version in VERSIONS}


def test_what_is_installed_is_what_is_locked() -> None:
    """Otherwise the tests would say something of other versions, and `_needs` would read another package's metadata."""
    here = {name: str(value) for name, value in default_environment().items()}
    file = "requirements-bench.txt" if _declared("datasketch") else "requirements-dev.txt"
    differing = [
        f"{pin.name} {found.version if found else 'is missing, and'} should be {pin.version}"
        for pin in _pins(ROOT, file)
        if _applies(pin.requirement, here) and ((found := _declared(pin.name)) is None or found.version != pin.version)
    ]
    assert differing == [], "`make clean`, then set up again: what is locked is installed anew"


def _without(name: str, text: str) -> str:
    """A file without the line of one package, and the hashes below it."""
    return re.sub(rf"(?m)^{name}==.*(\n    .*)*\n", "", text)


def _with_marker(name: str, marker: str, text: str) -> str:
    return re.sub(rf"(?m)^({name}==[^ ]+) ", rf"\1 ; {marker} ", text)


@pytest.mark.parametrize(
    ("file", "change", "said"),
    [
        # justext asks for lxml[html_clean]; that pip resolves such a thing on its own stopped an installation once.
        ("requirements.txt", lambda text: _without("lxml-html-clean", text), "lxml.html.clean.* is not locked"),
        ("requirements.txt", lambda text: _without("greenlet", text), "greenlet.* is not locked"),
        ("requirements.txt", lambda text: _without("colorama", text), "colorama.* is not locked"),
        ("requirements.txt", lambda text: _without("setuptools", text), "setuptools.* is not locked"),
        (
            "requirements.txt",
            lambda text: _with_marker("yarl", "python_full_version < '3.13'", text),
            "yarl.* is not locked",
        ),
        (
            "requirements.txt",
            lambda text: _with_marker("yarl", "sys_platform == 'linux'", text),
            "yarl.* is not locked",
        ),
        (
            "requirements-semantic.txt",
            lambda text: text.replace("; python_full_version < '3.12'", ""),
            "numpy is locked twice",
        ),
        ("requirements.txt", lambda text: re.sub(r"--hash=sha256:\w{4}", "--hash=sha256:", text, count=1), "no hash"),
        ("requirements.txt", lambda text: re.sub(r"(?m)(^yarl==\S+).*(\n    .*)*", r"\1", text), "yarl.* no hash"),
        ("requirements.txt", lambda text: re.sub(r"(?m)^yarl==", "yarl>=", text), "yarl.* is not one version"),
        ("requirements-dev.txt", lambda text: f"{text}\nyarl==1.0 --hash=sha256:{'0' * 64}\n", "yarl is locked twice"),
        (
            "requirements.txt",
            lambda text: _with_marker("msgspec", "platform_machine != 'armv7l'", text),
            "msgspec.* may be missing",
        ),
        (
            "requirements.txt",
            lambda text: _with_marker("msgspec", "python_full_version != '3.11.7'", text),
            "msgspec.* may be missing",
        ),
        ("pyproject.toml", lambda text: text.replace('"yarl>=1.20"', '"yarl @ https://a.kz/y.whl"'), "is no release"),
        ("pyproject.toml", lambda text: text.replace('"yarl>=1.20"', '"yarl>=99"'), "yarl>=99 is locked as"),
        ("pyproject.toml", lambda text: text.replace('"yarl>=1.20"', '"yarl", "absent"'), "absent is not locked"),
        ("pyproject.toml", lambda text: text.replace('"pytest>=9.0"', '"pytest>=99"'), "pytest>=99 is locked as"),
        ("pyproject.toml", lambda text: text.replace('"datasketch>=1.6"', '"absent"'), "absent is not locked"),
        (
            "pyproject.toml",
            lambda text: text.replace('requires = ["setuptools>=80"]', 'requires = ["absent"]'),
            "absent is not locked",
        ),
    ],
)
def test_what_would_stop_an_installation_is_found(
    tmp_path: Path, file: str, change: Callable[[str], str], said: str
) -> None:
    for name in (*SETS, "pyproject.toml"):
        shutil.copyfile(ROOT / name, tmp_path / name)
    before = (ROOT / file).read_text(encoding="utf-8")
    (tmp_path / file).write_text(change(before), encoding="utf-8")
    assert change(before) != before
    assert [problem for problem in _anywhere(tmp_path) if re.search(said, problem)]


def test_every_installation_takes_what_is_locked_as_it_is() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    installing = re.findall(r"(?mi)^.*\bpip\W*\binstall\b.*$", makefile)
    assert len(installing) == 2
    for line in installing:
        assert "--no-deps" in line, line
        # From the sources a package would be built with whatever is the newest to build it with.
        assert "--only-binary :all:" in line or "--no-build-isolation" in line, line
        assert "--require-hashes" in line or "-e ." in line, line
