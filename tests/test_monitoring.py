"""The sample alert rules and dashboard name numbers that the bot shows, in a form that Prometheus takes."""

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "docs" / "monitoring"
_NAME = re.compile(r"\bsvodka_\w+")


def _shown() -> set[str]:
    """The names under which the bot shows numbers."""
    code = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "bot").rglob("*.py"))
    return set(re.findall(r'(?:Counter|Gauge)\(\s*"(svodka_\w+)"', code))


@pytest.mark.parametrize("name", ["alerts.yaml", "grafana.json"])
def test_what_is_watched_is_shown(name: str) -> None:
    named = set(_NAME.findall((FOLDER / name).read_text(encoding="utf-8")))
    assert len(named) > 5
    assert named - _shown() == set()


def test_every_gauge_and_counter_is_in_the_guide() -> None:
    guide = (ROOT / "docs" / "operating.md").read_text(encoding="utf-8")
    assert [name for name in sorted(_shown()) if name not in guide] == []


def test_the_dashboard_has_an_expression_in_every_panel() -> None:
    panels = json.loads((FOLDER / "grafana.json").read_text(encoding="utf-8"))["panels"]
    assert len({panel["id"] for panel in panels}) == len(panels)
    assert all(target["expr"] for panel in panels for target in panel["targets"])


def test_prometheus_takes_the_rules() -> None:
    promtool = shutil.which("promtool")
    if promtool is None:
        pytest.skip("promtool is not installed (Debian: apt-get install prometheus)")
    found = subprocess.run(  # noqa: S603 - our own arguments
        [promtool, "check", "rules", FOLDER / "alerts.yaml"], capture_output=True, text=True, check=False
    )
    assert found.returncode == 0, found.stdout + found.stderr
    assert "10 rules found" in found.stdout
