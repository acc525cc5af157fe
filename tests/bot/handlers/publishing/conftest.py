"""A channel with two admins, its digests composed and sent for real."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import pytest

from storage.model import Subscriber
from storage.subscribers import subscribers

if TYPE_CHECKING:
    from bot.delivery.sender import Sender
    from bot.demo.telegram.chats import Chat, Sent
    from bot.demo.telegram.people import Person
    from tests.bot.conftest import Stage

CHANNEL: Final = -1_001_000_000_021
GROUP: Final = -1_001_000_000_031


@dataclass(kw_only=True)
class Newsroom:
    """A channel, the two admins who configure it, and what composes and sends its digests."""

    stage: Stage
    sender: Sender
    channel: Chat
    first: Person
    second: Person

    async def digest(self) -> None:
        """Let what is due be composed, and send whatever waits."""
        from bot.jobs import due_digests

        await due_digests.deliver_due(self.stage.database, self.stage.clock)
        await self.send()

    async def send(self) -> None:
        while await self.sender.deliver_once():
            pass

    async def tomorrow(self) -> None:
        """Wait until the next digest, and get it; what is written from then on is new."""
        due = (await self.subscriber()).next_due_at
        assert due is not None
        self.stage.clock.now = due
        await self.digest()
        self.stage.clock.forward(minutes=1)

    async def subscriber(self, chat_id: int = CHANNEL) -> Subscriber:
        async with self.stage.database.read() as connection:
            found = await subscribers.get(connection, chat_id)
        assert found is not None
        return found

    @property
    def posted(self) -> list[Sent]:
        return self.channel.from_bot()


@pytest.fixture
async def newsroom(stage: Stage, reader: Person) -> AsyncIterator[Newsroom]:
    from aiogram import Bot
    from aiogram.client.telegram import TelegramAPIServer

    from bot.delivery.limiter import Limiter
    from bot.delivery.sender import Sender
    from bot.delivery.session import Session

    clock = stage.clock

    async def leap(seconds: float) -> None:
        clock.forward(seconds=seconds)

    second = stage.person(8)
    second.first_name = "Данияр"
    stage.api.messenger.accounts[second.id] = second.wire
    made = stage.api.group(CHANNEL, "Город", kind="channel", bot="administrator", admins=[reader, second])
    made.username = "gorod"
    session = Session(api=TelegramAPIServer.from_base(stage.api.url))
    gate = Limiter(clock=lambda: clock.now.timestamp(), sleep=leap)
    sender = Sender(Bot(stage.api.token, session=session), stage.database, gate, clock, elapsed=lambda: 0.0, idle=0.01)
    yield Newsroom(stage=stage, sender=sender, channel=made, first=reader, second=second)
    if session._session is not None:
        await session._session.close()
