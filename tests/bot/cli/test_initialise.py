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


class _Initialising:
    """The command in a process of its own, in a clean folder, whose questions a person answers."""

    def __init__(self, api: "BotApi", folder: Path) -> None:
        self._api, self._folder = api, folder
        self.said = ""

    async def begin(self, *arguments: str) -> None:
        self.process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", "init", *arguments,
            env={"PYTHONPATH": str(ROOT), "TELEGRAM_API": self._api.url, "PATH": "/usr/bin:/bin"},
            cwd=self._folder,
            stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
        )  # fmt: skip

    async def answer(self, text: str) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(f"{text}\n".encode())
        await self.process.stdin.drain()

    async def until(self, pattern: str) -> str:
        assert self.process.stdout is not None
        async with asyncio.timeout(60):
            while not (found := re.search(pattern, self.said)):
                more = await self.process.stdout.read(1000)
                assert more, self.said
                self.said += more.decode()
        return found[1]

    async def end(self) -> int:
        assert self.process.stdout is not None
        self.said += (await self.process.stdout.read()).decode()
        return await self.process.wait()


def _hurried(api: "BotApi", person: "Person") -> "Person":
    """Somebody who does not wait until what they wrote was acknowledged: it is not to be."""
    from bot.demo.telegram.people import Actor, Person

    async def at_once(_update_id: int) -> None:
        return

    return Person(
        actor=Actor(messenger=api.messenger, settle=at_once),
        id=person.id, first_name=person.first_name, language_code=person.language_code, chat=person.chat,
    )  # fmt: skip


async def test_three_answers_make_the_settings(tmp_path: Path) -> None:
    from bot.demo.telegram.bot_api import BotApi

    async with BotApi() as api:
        stranger, operator = api.person(8), api.person(7)
        init = _Initialising(api, tmp_path)
        await init.begin()
        await init.answer(api.token)
        code = await init.until(r"/start ([0-9a-f]{10})")
        for person, text in ((stranger, "/start 0123456789"), (operator, f"/start {code}")):
            await _hurried(api, person).say(text)
        await init.until("(Found)")
        await init.answer("Редакция <news@example.org>")
        assert await init.end() == 0, init.said

    file = tmp_path / ".env"
    assert file.stat().st_mode & 0o777 == 0o600
    settings = config.load(file)
    assert settings.token() == api.token
    assert settings.operator_chat_id == 7
    assert settings.contact == "Редакция <news@example.org>"
    assert api.token not in init.said
    assert len(api.messenger.updates.pending) == 2, "what was written meanwhile still waits for the bot"


async def test_a_token_that_telegram_does_not_know_writes_nothing(tmp_path: Path) -> None:
    from bot.demo.telegram.bot_api import BotApi

    async with BotApi() as api:
        api.fail("getMe", 401, "Unauthorized")
        init = _Initialising(api, tmp_path)
        await init.begin()
        await init.answer(api.token)
        assert await init.end() == 1
    assert "copy it again from @BotFather" in init.said
    assert "Traceback" not in init.said
    assert not (tmp_path / ".env").exists()


def test_settings_that_are_there_are_not_overwritten(
    svodka: Command, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / ".env").write_text("BOT_TOKEN=precious", encoding="utf-8")
    assert svodka("init") == 1
    assert "is not overwritten" in capsys.readouterr().err
    assert (tmp_path / ".env").read_text(encoding="utf-8") == "BOT_TOKEN=precious"
