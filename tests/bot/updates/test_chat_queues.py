"""Queues of chats: nobody waits for another chat's queue, order is kept, and there is an end to it."""

import asyncio
from contextlib import AsyncExitStack

import pytest

from bot.updates import chat_queues
from bot.updates.chat_queues import ChatQueues, QueueFullError

FLOODER, READER = 1, 2


class Handler:
    """Holds each turn it is given until it is released."""

    def __init__(self, queues: ChatQueues) -> None:
        self.queues = queues
        self.begun: list[str] = []
        self.released = asyncio.Event()

    async def __call__(self, name: str, chat_id: int, sender_id: int | None = None) -> None:
        async with self.queues.turn(chat_id, sender_id or chat_id):
            self.begun.append(name)
            await self.released.wait()


async def test_a_long_queue_of_one_chat_holds_one_slot() -> None:
    handle = Handler(ChatQueues(at_once=2))
    async with asyncio.TaskGroup() as group:
        for number in range(chat_queues.MOST_OF_ONE):
            group.create_task(handle(f"flood {number}", FLOODER))
        group.create_task(handle("help", READER))
        await asyncio.sleep(0.01)
        assert handle.begun == ["flood 0", "help"]
        handle.released.set()
    assert handle.begun == ["flood 0", "help", *(f"flood {number}" for number in range(1, chat_queues.MOST_OF_ONE))]


async def test_what_finds_a_full_queue_is_refused_and_that_is_said_once_until_it_has_emptied() -> None:
    queues = ChatQueues()
    for _ in range(2):
        handle = Handler(queues)
        async with asyncio.TaskGroup() as group:
            for number in range(chat_queues.MOST_OF_ONE):
                group.create_task(handle(str(number), FLOODER))
            await asyncio.sleep(0)
            said = []
            for _ in range(3):
                with pytest.raises(QueueFullError) as refused:
                    await handle("one more", FLOODER)
                said.append(refused.value.first)
            assert said == [True, False, False]
            handle.released.set()


async def test_a_member_who_floods_a_group_leaves_room_for_the_others() -> None:
    group_chat = -100
    handle = Handler(ChatQueues())
    async with asyncio.TaskGroup() as group:
        for number in range(chat_queues.MOST_OF_ONE):
            group.create_task(handle(str(number), group_chat, FLOODER))
        await asyncio.sleep(0)
        with pytest.raises(QueueFullError):
            await handle("one more", group_chat, FLOODER)
        group.create_task(handle("somebody else", group_chat, READER))
        await asyncio.sleep(0)
        handle.released.set()
    assert handle.begun[-1] == "somebody else"


async def test_a_group_of_many_who_flood_has_an_end_too() -> None:
    handle = Handler(ChatQueues())
    async with asyncio.TaskGroup() as group:
        for number in range(chat_queues.MOST_OF_CHAT):
            group.create_task(handle(str(number), -100, sender_id=number + 1))
        await asyncio.sleep(0)
        with pytest.raises(QueueFullError):
            await handle("one more", -100, sender_id=999)
        handle.released.set()


async def test_a_handler_that_fails_or_is_cancelled_gives_its_place_back() -> None:
    queues = ChatQueues(at_once=1)
    with pytest.raises(RuntimeError):
        async with queues.turn(FLOODER, FLOODER):
            raise RuntimeError("a mistake of ours")
    async with AsyncExitStack() as stack:
        await stack.enter_async_context(queues.turn(FLOODER, FLOODER))
        waiting = asyncio.ensure_future(Handler(queues)("waits", READER))  # noqa: TID251 - cancelled two lines below
        await asyncio.sleep(0)
        waiting.cancel()
    async with asyncio.timeout(1), queues.turn(READER, READER):
        pass
