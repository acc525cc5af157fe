"""The log: no secret gets into it, wherever it stands."""

import io
import json
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


def _fail() -> None:
    raise ConnectionError(f"https://example.org/bot{TOKEN}/sendMessage")


def test_of_a_hundred_failures_of_a_kind_one_has_its_traceback(capsys: pytest.CaptureFixture[str]) -> None:
    logs.start("INFO")
    log = logging.getLogger("tests.journal")
    for number in range(100):
        try:
            _fail()
        except ConnectionError:
            log.exception("Message %d failed at 100%%", number)
    written = capsys.readouterr().err
    assert written.count("Traceback") == 1
    assert "Message 99 failed at 100% (ConnectionError: https://example.org/bot***/sendMessage; " in written
    assert "99 like it" in written
    assert len(written.splitlines()) < 110
    assert TOKEN not in written


def test_another_kind_has_its_own_and_a_minute_later_there_is_one_again() -> None:
    now = [0.0]
    limit = logs.TracebackLimit(elapsed=lambda: now[0])

    def shows(error: Exception) -> bool:
        try:
            raise error
        except type(error):
            record = logging.LogRecord("x", logging.ERROR, "x.py", 1, "failed", (), sys.exc_info())
        assert limit.filter(record)
        return record.exc_info is not None

    assert shows(ValueError("a"))
    assert not shows(ValueError("b"))
    assert shows(KeyError("a"))
    now[0] = 61.0
    assert shows(ValueError("c"))


def test_each_line_is_an_object_where_that_is_wanted(capsys: pytest.CaptureFixture[str]) -> None:
    logs.start("INFO", form="json")
    log = logging.getLogger("tests.journal")
    log.info("Статья %s", f"/bot{TOKEN}/x", extra={"trace": "abc", "story": 7})
    try:
        _fail()
    except ConnectionError:
        log.exception("failed\nin two lines")
    first, second = map(json.loads, capsys.readouterr().err.splitlines())
    assert (first["message"], first["level"], first["logger"]) == ("Статья /bot***/x", "INFO", "tests.journal")
    assert (first["trace"], first["story"]) == ("abc", 7)
    assert "Traceback" in second["exc_info"]
    assert TOKEN not in json.dumps(second)
