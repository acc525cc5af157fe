"""A reader who sends more than can be answered: others are answered meanwhile, and the reader is told once."""

import asyncio
from typing import TYPE_CHECKING

from bot.demo.telegram.formatting import keyboards, message_text
from bot.updates import chat_queues

if TYPE_CHECKING:
    from bot.demo.telegram.people import Person
    from tests.bot.conftest import Stage

FULL = "больше, чем я успеваю"


def post(person: "Person", text: str) -> None:
    """Send a message without waiting for its answer."""
    messenger = person.actor.messenger
    person.chat.started = True
    message = messenger.post(
        person.chat, person.wire, message_text.plain(text), keyboards.NOTHING, attachment={}, thread_id=0
    )
    messenger.updates.put("message", messenger.wire(message))


async def test_another_reader_is_answered_while_one_chat_has_hundreds_of_messages(stage: "Stage") -> None:
    flooder, other = stage.person(7), stage.person(8)
    # Nobody waits here until the bot has answered everybody.
    stage.api.busy = lambda: False
    stage.api.fail("sendMessage", delay=0.1, times=1000, chat_id=flooder.chat.id)
    for _ in range(3 * chat_queues.MOST_OF_ONE):
        post(flooder, "/help")
    await other.say("/help")
    await stage.api.until(lambda: other.messages, within=30)
    assert "/follow" in other.messages[0].text
    answered = flooder.chat.from_bot()
    assert len(answered) < chat_queues.MOST_OF_ONE, "the other reader did not wait for them"
    await asyncio.sleep(1)
    assert [message.text for message in flooder.chat.from_bot() if FULL in message.text] != []


async def test_it_is_said_once_and_the_reader_is_answered_again_afterwards(stage: "Stage") -> None:
    reader = stage.person(7)
    for _ in range(2 * chat_queues.MOST_OF_ONE):
        post(reader, "/help")
    answers = await reader.say("/help")
    while len([one for one in reader.chat.from_bot() if "/follow" in one.text]) < chat_queues.MOST_OF_ONE:
        await asyncio.sleep(0.01)
    assert len([one for one in reader.chat.from_bot() if FULL in one.text]) == 1
    answers = await reader.say("/help")
    assert "/follow" in answers[-1].text
