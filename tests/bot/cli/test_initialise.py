"""`svodka init`: three questions in a clean folder, and the bot can start."""

import asyncio
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bot import config
from tests.bot.conftest import Command

if TYPE_CHECKING:
    from bot.demo.telegram.bot_api import BotApi
    from bot.demo.telegram.people import Person

ROOT = Path(__file__).parents[3]


class Terminal:
    """A person at the terminal: answers each question, and reads what the command prints."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys
        self.answers: list[str] = []
        self.said = ""

    def prompt(self, *_question: object, **_manner: object) -> str:
        return self.answers.pop(0)

    async def until(self, pattern: str) -> str:
        async with asyncio.timeout(60):
            while not (found := re.search(pattern, self.read())):
                await asyncio.sleep(0.05)
        return found[1]

    def read(self) -> str:
        printed = self._capsys.readouterr()
        self.said += printed.out + printed.err
        return self.said


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Terminal:
    made = Terminal(capsys)
    monkeypatch.setattr("typer.prompt", made.prompt)
    return made


def _hurried(api: "BotApi", person: "Person") -> "Person":
    """Somebody who does not wait until what they wrote was acknowledged: it is not to be."""
    from bot.demo.telegram.people import Actor, Person

    async def at_once(_update_id: int) -> None:
        return

    return Person(
        actor=Actor(messenger=api.messenger, settle=at_once),
        id=person.id, first_name=person.first_name, language_code=person.language_code, chat=person.chat,
    )  # fmt: skip


async def test_three_answers_make_the_settings(
    svodka: Command, terminal: Terminal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from bot.demo.telegram.bot_api import BotApi

    async with BotApi() as api, asyncio.TaskGroup() as group:
        monkeypatch.setenv("TELEGRAM_API", api.url)
        stranger, operator = api.person(8), api.person(7)
        terminal.answers = [api.token, "Редакция <news@example.org>"]
        init = group.create_task(asyncio.to_thread(svodka, "init"))
        code = await terminal.until(r"/start ([0-9a-f]{10})")
        for person, text in ((stranger, "/start 0123456789"), (operator, f"/start {code}")):
            await _hurried(api, person).say(text)
        assert await init == 0, terminal.read()

    file = tmp_path / ".env"
    assert file.stat().st_mode & 0o777 == 0o600
    settings = config.load(file)
    assert settings.token() == api.token
    assert settings.operator_chat_id == 7
    assert settings.contact == "Редакция <news@example.org>"
    assert api.token not in terminal.read()
    assert len(api.messenger.updates.pending) == 2, "what was written meanwhile still waits for the bot"


async def test_nobody_who_sends_the_code_is_waited_for_forever(
    svodka: Command, terminal: Terminal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from bot.cli import initialise
    from bot.demo.telegram.bot_api import BotApi

    monkeypatch.setattr(initialise, "_PATIENCE", 0.1)
    async with BotApi() as api:
        monkeypatch.setenv("TELEGRAM_API", api.url)
        terminal.answers = [api.token]
        assert await asyncio.to_thread(svodka, "init") == 1
    assert "--without-chat" in terminal.read()
    assert not (tmp_path / ".env").exists()


@pytest.mark.parametrize(("status", "advice"), [(401, "copy it again from @BotFather"), (500, "does not answer")])
async def test_a_token_that_cannot_be_tried_writes_nothing(
    svodka: Command, terminal: Terminal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, status: int, advice: str
) -> None:
    from bot.demo.telegram.bot_api import BotApi

    async with BotApi() as api:
        monkeypatch.setenv("TELEGRAM_API", api.url)
        api.fail("getMe", status, "Unauthorized")
        terminal.answers = [api.token]
        assert await asyncio.to_thread(svodka, "init") == 1
    assert advice in terminal.read()
    assert not (tmp_path / ".env").exists()


async def test_in_a_clean_folder_the_program_itself_asks_and_is_answered(tmp_path: Path) -> None:
    from bot.demo.telegram.bot_api import BotApi

    async with BotApi() as api:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", "init", "--without-chat",
            env={"PYTHONPATH": str(ROOT), "TELEGRAM_API": api.url, "PATH": "/usr/bin:/bin"}, cwd=tmp_path,
            stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
        )  # fmt: skip
        said, _ = await process.communicate(f"{api.token}\n\n".encode())
    assert process.returncode == 0, said.decode()
    assert api.token not in said.decode()
    settings = config.load(tmp_path / ".env")
    assert (settings.token(), settings.operator_chat_id, settings.contact) == (api.token, None, "")


def test_settings_that_are_there_are_not_overwritten(
    svodka: Command, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / ".env").write_text("BOT_TOKEN=precious", encoding="utf-8")
    assert svodka("init") == 1
    assert "is not overwritten" in capsys.readouterr().err
    assert (tmp_path / ".env").read_text(encoding="utf-8") == "BOT_TOKEN=precious"
