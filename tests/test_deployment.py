"""What an operator starts from: the image, compose, the unit of systemd, and the health check in a container."""

import http.server
import os
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.config import Settings
from bot.operator import probe

ROOT = Path(__file__).parents[1]
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")
UNIT = ROOT / "docs" / "deploy" / "svodka.service"


def test_what_the_image_is_made_of_is_there_and_is_sent() -> None:
    sent = set(re.findall(r"^!(\S+)$", (ROOT / ".dockerignore").read_text(encoding="utf-8"), re.MULTILINE))
    copied = {
        name for line in re.findall(r"^COPY (?!--from)(.+)$", DOCKERFILE, re.MULTILINE) for name in line.split()[:-1]
    }
    assert copied == sent
    assert [name for name in copied if not (ROOT / name).exists()] == []
    assert ".env" not in sent


def test_the_image_runs_as_nobody_special_and_checks_itself() -> None:
    last = DOCKERFILE.rpartition("\nFROM ")[2]
    assert re.search(r"^USER [1-9]\d+$", last, re.MULTILINE)
    assert "HEALTHCHECK" in last
    assert "--require-hashes" in DOCKERFILE


@pytest.mark.parametrize("path", ["Dockerfile", "compose.yaml", "docs/deploy/svodka.service"])
def test_settings_that_are_named_are_settings(path: str) -> None:
    text = (ROOT / path).read_text(encoding="utf-8")
    named = set(re.findall(r"\b([A-Z]+_[A-Z_]+)[=:]", text)) - {"PYTHONUNBUFFERED"}
    assert named
    assert named <= {name.upper() for name in Settings.model_fields}


@pytest.mark.skipif(sys.platform == "win32", reason="hadolint is not made for Windows")
def test_hadolint_finds_nothing() -> None:
    hadolint = Path(sys.executable).with_name("hadolint")
    found = subprocess.run([hadolint, ROOT / "Dockerfile"], capture_output=True, text=True, check=False)  # noqa: S603 - our own arguments
    assert found.returncode == 0, found.stdout


def test_systemd_takes_the_unit() -> None:
    analyze = shutil.which("systemd-analyze")
    if analyze is None:
        pytest.skip("systemd-analyze is not installed (Debian: apt-get install systemd)")
    found = subprocess.run([analyze, "verify", UNIT], capture_output=True, text=True, check=False)  # noqa: S603 - our own arguments
    complaints = [line for line in found.stderr.splitlines() if "svodka" in line and "/opt/svodka" not in line]
    assert complaints == []


class _Ready(http.server.BaseHTTPRequestHandler):
    status = 200

    def do_GET(self) -> None:
        self.send_response(self.status if self.path == "/readyz" else 404)
        self.end_headers()
        self.wfile.write(b"polling has not moved for 300 s\n" if self.status != 200 else b"ok\n")

    def log_message(self, *_arguments: object) -> None:
        return


@pytest.fixture
def port() -> Iterator[int]:
    """A bot's port, on which it says what `_Ready.status` is."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Ready)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server.server_port
    server.shutdown()
    server.server_close()
    thread.join()
    _Ready.status = 200


def _probed(port: object) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "METRICS_PORT": f"{port}", "http_proxy": "http://127.0.0.1:9"}
    return subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "bot.operator.probe"],
        env=environment, cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_the_health_check_says_what_the_bot_says_and_loads_none_of_it(port: int) -> None:
    found = _probed(port)
    assert found.returncode == 0, found.stderr
    assert "aiogram" not in found.stderr
    assert "sqlalchemy" not in found.stderr
    _Ready.status = 503
    found = _probed(port)
    assert found.returncode == 1
    assert "polling has not moved" in found.stderr


@pytest.mark.parametrize(
    ("port", "said"), [("", "METRICS_PORT is not set"), ("0", "is not set"), ("9", "nobody answers")]
)
def test_a_health_check_that_reaches_nobody_fails(
    port: str, said: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("METRICS_PORT", port)
    assert probe.main() == 1
    assert said in capsys.readouterr().err


@pytest.mark.parametrize(("status", "code", "said"), [(200, 0, ""), (503, 1, "polling has not moved")])
def test_a_health_check_ends_as_the_bot_answers(
    port: int, status: int, code: int, said: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    _Ready.status = status
    monkeypatch.setenv("METRICS_PORT", str(port))
    assert probe.main() == code
    assert said in capsys.readouterr().err
