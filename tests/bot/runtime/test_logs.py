"""The log: no secret gets into it, wherever it stands."""

import io
import logging
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from bot.runtime import logs

TOKEN = "123456789:AAExampleExampleExampleExampleExampl"


@given(before=st.text(), after=st.text())
def test_a_token_is_hidden_wherever_it_stands(before: str, after: str) -> None:
    assert TOKEN not in logs.redact(f"{before} https://api.telegram.org/bot{TOKEN}/getMe {after}")


def test_a_database_password_is_hidden_and_the_rest_is_kept() -> None:
    assert logs.redact("at postgresql://svodka:hush@db/news") == "at postgresql://svodka:***@db/news"


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


def test_a_person_at_a_terminal_gets_the_same_protection() -> None:
    screen = io.StringIO()
    logs.start("INFO", Console(file=screen, force_terminal=True))
    logging.getLogger("tests.journal").warning("asked /bot%s/getMe", TOKEN)
    assert "asked" in screen.getvalue()
    assert TOKEN not in screen.getvalue()


@pytest.fixture(autouse=True)
def restored_logging() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
