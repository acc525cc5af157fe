"""What is installed holds all that the program reads: a data file whose ending nobody thought of is not left behind."""

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
PACKAGES = ("bot", "storage", "parsers")
# Leftovers of work: none of them belongs to the program.
_IGNORED = shutil.ignore_patterns("__pycache__", ".*", "*.db", "*.db-*", "*~", "*.orig", "*.rej")


def _copy(folder: Path) -> None:
    """What a wheel is built from; in the checkout itself setuptools would take in what an earlier build left."""
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copyfile(ROOT / name, folder / name)
    for name in PACKAGES:
        shutil.copytree(ROOT / name, folder / name, ignore=_IGNORED)


def test_a_wheel_holds_every_file_of_the_packages_and_nothing_else(tmp_path: Path) -> None:
    _copy(tmp_path)
    files = {
        path.relative_to(tmp_path).as_posix()
        for name in PACKAGES
        for path in (tmp_path / name).rglob("*")
        if path.is_file()
    }
    build = "import sys; from setuptools import build_meta; build_meta.build_wheel(sys.argv[1])"
    built = subprocess.run(  # noqa: S603 - our own arguments
        [sys.executable, "-c", build, str(tmp_path / "dist")], cwd=tmp_path, check=False, capture_output=True, text=True
    )
    assert built.returncode == 0, built.stderr
    (wheel,) = (tmp_path / "dist").glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        inside = {name for name in archive.namelist() if not name.startswith("svodka-")}
        about = [name for name in archive.namelist() if name.startswith("svodka-")]
        (entry_points,) = (archive.read(name).decode() for name in about if name.endswith("/entry_points.txt"))
    assert sorted(files - inside) == []
    assert sorted(inside - files) == []
    assert "svodka = bot.__main__:main" in entry_points
    assert any(name.endswith("/LICENSE") for name in about)
