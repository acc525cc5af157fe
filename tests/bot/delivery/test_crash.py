"""The whole program as a process: killed in the middle of a digest or of answers, started again, and told to stop."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

from bot import config
from bot.demo.telegram.bot_api import BotApi
from bot.demo.telegram.formatting import keyboards, message_text
from bot.demo.telegram.people import Person
from storage.database import Database
from storage.digests import digests
from storage.digests.digests import NewDigest
from storage.maintenance import inbox
from storage.model import ChatKind, PartState
from storage.outbox import outbox, outbox_upkeep
from storage.subscribers import subscribers

PARTS = [outbox.Draft(f"<b>part {number}</b>", f"part {number}") for number in (1, 2, 3, 4)]
NOW = datetime.now(UTC)


@asynccontextmanager
async def svodka(api: BotApi, folder: Path, **more: str) -> AsyncIterator[asyncio.subprocess.Process]:
    """Run `svodka run` against the local Telegram; publishers are out of reach. Killed at the end if still alive."""
    settings = {
        "BOT_TOKEN": api.token,
        "TELEGRAM_API": api.url,
        "DATABASE_URL": f"sqlite:///{folder}/svodka.db",
        "PROXY": "http://127.0.0.1:9",
        "DELIVER_SECONDS": "0.2",
        "SEMANTIC": "off",
        **more,
    }
    # Not in the checkout, nor with what is set there: a developer's own bot has its .env in it.
    others = {name: value for name, value in os.environ.items() if name.lower() not in config.Settings.model_fields}
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "run", env={**others, **settings}, cwd=folder, stderr=asyncio.subprocess.DEVNULL
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def a_digest_of_messages_waits(folder: Path, chat_id: int) -> None:
    async with await Database.open(f"sqlite:///{folder}/svodka.db") as database:
        await database.migrate()
        async with database.transaction() as connection:
            reader = await subscribers.add(connection, chat_id, ChatKind.PRIVATE, "ru", "Asia/Almaty", now=NOW)
            await digests.record(
                connection, NewDigest(subscriber_id=reader.id, parts=tuple(PARTS), due_at=NOW), now=NOW
            )


async def sent(folder: Path) -> int:
    async with await Database.open(f"sqlite:///{folder}/svodka.db") as database, database.read() as connection:
        return (await outbox_upkeep.counts(connection))[PartState.SENT]


async def until_received(reader: Person, number: int) -> list[str]:
    async with asyncio.timeout(90):
        while len(reader.messages) < number:
            await asyncio.sleep(0.05)
    return [message.text for message in reader.messages]


async def test_killed_in_the_middle_of_a_digest_it_goes_on_and_told_to_stop_it_ends_well(tmp_path: Path) -> None:
    async with BotApi() as api:
        reader = api.person(7)
        await a_digest_of_messages_waits(tmp_path, reader.id)
        # The second part is accepted, but its answer does not come back before the end.
        api.fail("sendMessage", delay=0.01)
        api.fail("sendMessage", delay=60, accepted=True)
        async with svodka(api, tmp_path) as process:
            await until_received(reader, 2)
            process.kill()
            await process.wait()
        asked = len(api.called("sendMessage"))
        api.fail("sendMessage", delay=0.01)
        api.fail("sendMessage", delay=1.5)
        async with svodka(api, tmp_path) as process:
            async with asyncio.timeout(90):
                while len(api.called("sendMessage")) < asked + 2:
                    await asyncio.sleep(0.02)
            # The third part is in flight when it is told to stop.
            process.send_signal(signal.SIGTERM)
            assert await asyncio.wait_for(process.wait(), 20) == 0
        received = await until_received(reader, 4)
    # What was in flight when it was killed comes twice, because nobody can know; nothing else does, none is missing.
    assert received == ["part 1", "part 2", "part 2", "part 3"]
    assert await sent(tmp_path) == 3


CHATS, EACH = range(1, 41), 3


def asks(api: BotApi, reader: Person) -> None:
    """Let a question wait for the bot, which need not be running."""
    question = api.messenger.post(reader.chat, reader.wire, message_text.plain("/help"), keyboards.NOTHING)
    reader.chat.started = True
    api.messenger.updates.put("message", api.messenger.wire(question))


def everybody_asks(api: BotApi) -> list[Person]:
    """Let 120 questions wait for the bot, of 40 chats in turn."""
    readers = [api.person(chat_id) for chat_id in CHATS]
    for _ in range(EACH):
        for reader in readers:
            asks(api, reader)
    return readers


async def until_answered(readers: list[Person], number: int) -> None:
    async with asyncio.timeout(120):
        while sum(len(reader.messages) for reader in readers) < number:
            await asyncio.sleep(0.02)


async def until_all_is_done(api: BotApi, folder: Path) -> None:
    async with asyncio.timeout(120):
        while api.messenger.updates.pending or await unfinished(folder):
            await asyncio.sleep(0.1)


async def unfinished(folder: Path) -> list[inbox.Unfinished]:
    async with await Database.open(f"sqlite:///{folder}/svodka.db") as database, database.read() as connection:
        return await inbox.unfinished(connection)


async def test_told_to_stop_between_many_questions_it_answers_the_rest_when_it_is_back(tmp_path: Path) -> None:
    async with BotApi() as api:
        readers = everybody_asks(api)
        async with svodka(api, tmp_path) as process:
            await until_answered(readers, 20)
            process.send_signal(signal.SIGTERM)
            assert await asyncio.wait_for(process.wait(), 20) == 0
        assert sum(len(reader.messages) for reader in readers) < EACH * len(CHATS)
        async with svodka(api, tmp_path):
            await until_all_is_done(api, tmp_path)
    assert {reader.id: len(reader.messages) for reader in readers} == dict.fromkeys(CHATS, EACH)


async def test_killed_between_many_questions_it_repeats_only_what_it_was_answering(tmp_path: Path) -> None:
    async with BotApi() as api:
        readers = everybody_asks(api)
        async with svodka(api, tmp_path) as process:
            await until_answered(readers, 20)
            process.kill()
            await process.wait()
        interrupted = sum(each.attempts for each in await unfinished(tmp_path))
        async with svodka(api, tmp_path):
            await until_all_is_done(api, tmp_path)
    answers = [len(reader.messages) for reader in readers]
    assert min(answers) >= EACH
    assert sum(answers) <= EACH * len(CHATS) + interrupted


async def test_a_question_that_the_process_died_of_twice_is_set_aside_and_the_next_is_answered(tmp_path: Path) -> None:
    async with BotApi() as api:
        first, next_one, operator = api.person(1), api.person(2), api.person(99)
        operator.chat.started = True
        asks(api, first)
        for times in (1, 2):
            api.fail("sendMessage", delay=120)
            async with svodka(api, tmp_path) as process, asyncio.timeout(90):
                while len(api.called("sendMessage")) < times:
                    await asyncio.sleep(0.05)
                # In the middle of its answer.
                process.kill()
                await process.wait()
        api.heal()
        asks(api, next_one)
        async with svodka(api, tmp_path, OPERATOR_CHAT_ID=str(operator.id)):
            await until_received(next_one, 1)
            (told,) = await until_received(operator, 1)
    assert first.messages == []
    assert len(api.called("sendMessage")) == 4
    assert "дважды останавливало бота" in told
