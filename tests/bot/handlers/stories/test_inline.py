"""Inline mode: sharing a story into any chat."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, cast

from aiogram.types import InlineQuery, TelegramObject, Update, User

from bot.handlers.stories import inline
from bot.runtime import metrics

if TYPE_CHECKING:
    from bot.demo.telegram.people import Person
    from bot.demo.telegram.state import Wire
    from tests.bot.conftest import Judge, Stage


async def test_words_find_stories_to_share(stage: Stage, reader: Person, judge: Judge) -> None:
    await stage.write("Торговля с <Китаем> выросла & окрепла", lead="Она выросла вдвое. И ещё раз вдвое.")
    await stage.write("Нацбанк снизил ставку")
    (result,) = await reader.ask_inline("китай")
    assert result["title"] == "Торговля с <Китаем> выросла & окрепла"
    assert result["description"] == "zakon.kz · Она выросла вдвое."
    content = judge(_message_of(result))
    assert content.text == "Торговля с <Китаем> выросла & окрепла\nОна выросла вдвое.\nzakon.kz"
    assert content.links() == ["https://zakon.kz/1"]


async def test_a_story_without_a_summary_is_its_headline_and_sources(
    stage: Stage, reader: Person, judge: Judge
) -> None:
    await stage.write("Нацбанк снизил ставку")
    (result,) = await reader.ask_inline("ставка")
    assert judge(_message_of(result)).text == "Нацбанк снизил ставку\nzakon.kz"


async def test_without_words_the_reader_s_own_topics_are_offered(stage: Stage, reader: Person) -> None:
    await stage.write("Нацбанк снизил ставку", "Китай построил мост")
    assert await reader.ask_inline("") == []
    await reader.say("/follow Китай")
    assert [result["title"] for result in await reader.ask_inline(" ")] == ["Китай построил мост"]


async def test_unfinished_or_hostile_words_find_nothing_and_break_nothing(stage: Stage, reader: Person) -> None:
    await stage.write("Китай построил мост")
    for written in ('"кит', "(" * 200, "NOT кит", "и", "🚀", "<b>", "марсоход"):
        assert await reader.ask_inline(written) == []
    assert len(await reader.ask_inline("мост")) == 1
    assert reader.messages == []


def _message_of(result: Wire) -> str:
    content = cast("Wire", result["input_message_content"])
    return str(content["message_text"])


async def test_what_somebody_typed_before_is_given_up_for_what_they_type_now(stage: Stage, reader: Person) -> None:
    await stage.write("Китай построил мост")
    stage.api.busy = lambda: False
    given_up = metrics.refused.labels("inline", "superseded")
    before = given_up._value.get()
    # Nobody's search can begin, as when many others are under way.
    async with stage.database.search(), stage.database.search():
        await reader.ask_inline("кит")
        await reader.ask_inline("китай")
        # Both are on their way when asking returns; nothing but giving the first one up can end this wait.
        async with asyncio.timeout(30):
            while given_up._value.get() != before + 1:
                await asyncio.sleep(0.01)
    while not (answers := stage.api.called("answerInlineQuery")):
        await asyncio.sleep(0.01)
    assert len(answers) == 1, answers


async def test_a_query_that_comes_while_an_earlier_one_times_out_is_answered() -> None:
    latest = inline.LatestOnly()
    user = User(id=7, is_bot=False, first_name="A")
    updates = [
        Update(update_id=each, inline_query=InlineQuery(id=str(each), from_user=user, query="к", offset=""))
        for each in range(2)
    ]
    left, may_leave = asyncio.Event(), asyncio.Event()

    async def slow_to_leave(_event: TelegramObject, _data: dict[str, Any]) -> None:
        try:
            await asyncio.Event().wait()
        finally:
            left.set()
            await may_leave.wait()

    async def quick(_event: TelegramObject, _data: dict[str, Any]) -> str:
        return "answered"

    async with asyncio.TaskGroup() as group:
        group.create_task(latest(slow_to_leave, updates[0], {}))
        await asyncio.sleep(0)
        assert latest._latest[7]
        latest._latest[7].reschedule(0)
        await left.wait()
        assert await latest(quick, updates[1], {}) == "answered"
        may_leave.set()
