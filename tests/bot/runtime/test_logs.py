"""The log: no secret gets into it, wherever it stands."""

import io
import logging
import subprocess
import sys
from collections.abc import Iterator

import pytest
from rich.console import Console

from bot.runtime import logs

TOKEN = "123456789:AAExampleExampleExampleExampleExampl"


def test_a_secret_in_arguments_or_in_a_traceback_is_hidden(capsys: pytest.CaptureFixture[str]) -> None:
    logs.start("INFO")
    log = logging.getLogger("tests.journal")
    log.warning("asked %s", f"/bot{TOKEN}/getMe")
    try:
        raise ConnectionError(f"https://example.org/bot{TOKEN}/sendMessage")
    except ConnectionError:
        log.exception("failed")
    written = capsys.readouterr().err
    assert "asked" in written
    assert "ConnectionError" in written
    assert TOKEN not in written


def test_a_secret_in_a_mistake_that_nobody_catches_is_hidden() -> None:
    program = f"""
from bot.runtime import logs
logs.start("INFO")
raise ConnectionError("https://example.org/bot{TOKEN}/sendMessage")
"""
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)  # noqa: S603 - our own text
    assert ended.returncode == 1
    assert "ConnectionError: https://example.org/bot***/sendMessage" in ended.stderr
    assert TOKEN not in ended.stderr


def test_a_person_at_a_terminal_gets_the_same_protection() -> None:
    screen = io.StringIO()
    logs.start("INFO", Console(file=screen, force_terminal=True))
    logging.getLogger("tests.journal").warning("asked /bot%s/getMe", TOKEN)
    assert "asked" in screen.getvalue()
    assert TOKEN not in screen.getvalue()


@pytest.fixture(autouse=True)
def restored_logging() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level, hook = root.handlers[:], root.level, sys.excepthook
    yield
    sys.excepthook = hook
    root.handlers[:] = handlers
    root.setLevel(level)
