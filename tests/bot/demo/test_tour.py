"""The demo as a newcomer meets it: the tour in the terminal from crawl to /delete, and the server behind the page."""

import asyncio
import io
import os
import signal
from datetime import UTC, datetime

import aiohttp
import pytest
from rich.console import Console

from bot.demo import channel_tour, delivery_tour, demo, operator_tour, reader_tour, terminal, tour, week_tour
from bot.demo.clock import FastClock
from bot.demo.telegram.chats import Sent
from bot.demo.telegram.formatting import entities
from bot.demo.telegram.formatting.entities import Entity
from bot.demo.telegram.formatting.keyboards import Button, Markup


@pytest.fixture
def console() -> Console:
    return Console(file=io.StringIO(), width=100)


def printed(console: Console) -> str:
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


async def test_the_tour_goes_from_a_page_to_digests_and_forgets_its_reader(console: Console) -> None:
    assert await tour.play(console) == 0, printed(console)

    text = printed(console)
    assert "Every step happened" in text
    assert "Сводка на 08:00" in text
    assert "Енді қазақша жазамын" in text


async def test_the_channels_tour_ends_with_a_reader_who_has_its_digest(console: Console) -> None:
    assert await tour.play(console, channel_tour.ChannelTour) == 0, printed(console)


async def test_a_step_that_does_not_happen_is_named(console: Console, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tour, "PATIENCE", 0.01)
    assert await tour.play(console) == 1
    assert "✗ Бот читает издания: it took longer than" in printed(console)


async def test_a_wrong_result_is_named_too(console: Console, monkeypatch: pytest.MonkeyPatch) -> None:
    async def wrong(self: tour.Tour) -> None:
        self._check(False, "the sun to rise")

    monkeypatch.setattr(tour.Tour, "_read", wrong)
    assert await tour.play(console) == 1
    assert "✗ Бот читает издания: expected the sun to rise" in printed(console)


async def test_the_demo_serves_its_page_until_it_is_told_to_stop(console: Console) -> None:
    async with asyncio.TaskGroup() as group, aiohttp.ClientSession() as session:
        group.create_task(demo.serve(console, port=0))
        async with asyncio.timeout(60):
            while "The chat" not in printed(console):
                await asyncio.sleep(0.05)
        address = printed(console).split("The chat:")[1].split()[0]
        async with session.get(address) as page:
            assert "<title>Сводка</title>" in await page.text()
        async with session.get(f"{address}chat/state") as state:
            assert len((await state.json())["sites"]) == 8  # five front pages, three channels
        os.kill(os.getpid(), signal.SIGTERM)


def test_the_demo_begins_on_the_morning_of_today() -> None:
    assert demo.morning(datetime(2026, 11, 21, 20, tzinfo=UTC)) == datetime(2026, 11, 22, 2, 40, tzinfo=UTC)


def test_the_clock_runs_as_fast_as_it_is_told() -> None:
    clock = FastClock(datetime(2026, 11, 22, tzinfo=UTC), speed=1_000_000)
    first = clock()
    assert clock() > first
    clock.speed = 1
    assert clock.speed == 1
    assert (clock() - first).days < 100


def test_the_terminal_shows_formatting_where_telegram_would(console: Console) -> None:
    text = "😀 жирный и ссылка"
    found = tuple(
        Entity(
            kind=kind,
            offset=entities.utf16_length(text[: text.index(word)]),
            length=entities.utf16_length(word),
            value=value,
        )
        for kind, word, value in (("bold", "жирный", ""), ("text_link", "ссылка", "http://x.kz/"), ("custom", "и", ""))
    )
    keys = Markup(kind="inline", rows=((Button(label="Да", data="y"), Button(label="Нет", data="n")),))
    message = Sent(
        id=1, chat_id=1, author={"is_bot": True}, date=datetime.now(UTC), text=text, entities=found, markup=keys
    )
    shown = terminal.formatted(message)
    assert [(span.start, span.end, str(span.style)) for span in shown.spans if span.style] == [
        (2, 8, "bold"),
        (11, 17, "blue underline link http://x.kz/"),
    ]
    terminal.received(console, message)
    assert "[ Да ]  [ Нет ]" in printed(console)


async def test_the_tour_of_an_operator_happens(console: Console) -> None:
    assert await tour.play(console, operator_tour.OperatorTour) == 0, printed(console)

    text = printed(console)
    for said in (
        "Подписчики: 3",
        "Рассылка закончена",
        "больше не отвечаю",
        "Копия базы не сделана",
        "Снова в порядке",
    ):
        assert said in text


async def test_the_tour_of_everything_a_reader_can_do_happens(console: Console) -> None:
    assert await tour.play(console, reader_tour.ReaderTour) == 0, printed(console)

    text = printed(console)
    assert "Every step happened" in text
    assert "С вами поделились набором" in text
    assert "Сохранён 1 сюжет" in text


async def test_the_week_of_a_reader_happens_day_by_day(console: Console) -> None:
    assert await tour.play(console, week_tour.WeekTour) == 0, printed(console)

    text = printed(console)
    for said in (
        "▪ Происшествия",
        "Экскаваторы вывезли",
        "Нового по вашим темам нет",
        "Срочно по вашим темам",
        "Неделя · ",
    ):
        assert said in text


async def test_the_tour_of_a_bad_morning_happens(console: Console) -> None:
    assert await tour.play(console, delivery_tour.DeliveryTour) == 0, printed(console)

    text = printed(console)
    assert "Составлено: 21. Доставлено: 20. Возможно, дважды:" in text
    whole = " ".join(text.replace("│", " ").split())
    assert "Telegram не принимал сообщения" in whole
    assert "Asia/Qapshagay больше нет" in whole
