"""One request below aiogram: what goes out is what was meant, and whatever comes back is understood or named."""

import asyncio
import json
from collections.abc import AsyncIterator

import pytest
from aiogram import Bot
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import TelegramBadRequest, TelegramRetryAfter
from aiohttp import web
from hypothesis import given
from hypothesis import strategies as st

from bot.delivery import limiter, outcome, request, transport
from bot.delivery.outcome import Delivered, Unreached
from bot.delivery.sender import concurrency_for
from bot.delivery.session import Session
from storage.model import ChatKind, Part

KEYBOARD = '{"inline_keyboard": [[{"text": "Ещё", "callback_data": "more"}]]}'


def part(**changed: object) -> Part:
    usual: dict[str, object] = {
        "id": 1, "subscriber_id": 1, "chat_id": 7, "chat_kind": ChatKind.PRIVATE, "thread_id": None, "home_id": None,
        "digest_id": None, "number": 1, "html": "<b>Сводка</b>", "plain": "Сводка", "keyboard": "", "preview": "",
        "edit_of": None, "rich": False, "barred": False, "attempts": 1, "uncertain": False,
    }  # fmt: skip
    return Part(**{**usual, **changed})  # type: ignore[arg-type] # values of any field


class Telegram:
    """A server that answers with the bytes it is told to, and keeps what it was asked."""

    def __init__(self) -> None:
        self.status, self.content, self.headers = 200, b"", {"Content-Type": "application/json"}
        self.asked: list[tuple[str, bytes]] = []
        self.bot: Bot
        # Answers wait for so many requests.
        self.together = asyncio.Barrier(1)

    async def take(self, asked: web.Request) -> web.Response:
        self.asked.append((asked.match_info["method"], await asked.read()))
        await self.together.wait()
        return web.Response(status=self.status, body=self.content, headers=self.headers)

    async def post(self, **changed: object) -> int:
        return await transport.post(self.bot, request.send(part(**changed)), seconds=5)


@pytest.fixture
async def telegram() -> AsyncIterator[Telegram]:
    server, app = Telegram(), web.Application()
    app.router.add_post("/bot{token}/{method}", server.take)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    session = Session(api=TelegramAPIServer.from_base(f"http://127.0.0.1:{runner.addresses[0][1]}"))
    server.bot = Bot("1:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", session=session)
    yield server
    await (await session.create_session()).close()
    await runner.cleanup()


@pytest.mark.parametrize(
    "answer",
    [
        '{"ok":true,"result":{"message_id":77,"date":1,"chat":{"id":7,"type":"private"},"text":"Сводка"}}',
        '{"ok": true, "result": {"chat": {"id": 7}, "message_id": 77}}',
        '{"result":{"reply_to_message":{"message_id":5},"message_id":77},"ok":true}',
        '{"ok":true,"result":{"message_id":77,"a_field_of_next_year":{"message_id":5}}}',
        # It says what matters, and then the connection of a proxy ends.
        '{"ok":true,"result":{"message_id":77,"date":1,"chat":{"id":7,"ty',
    ],
)
async def test_the_number_of_a_message_is_read_however_its_answer_is_written(telegram: Telegram, answer: str) -> None:
    telegram.content = answer.encode()
    assert await telegram.post() == 77


@pytest.mark.parametrize(
    ("status", "content", "expected"),
    [
        (200, '{"ok":true,"result":{"mess', Unreached(reason="gateway", uncertain=True)),
        (200, "", Unreached(reason="gateway", uncertain=True)),
        (200, "[]", Unreached(reason="gateway", uncertain=True)),
        (200, '{"ok":true,"result":true}', Delivered(message_id=None)),
        (502, "<html>Плохой шлюз</html>", Unreached(reason="gateway", uncertain=True)),
        (500, '{"ok":false,"error_code":500,"description":"Internal Server Error"}', Unreached(reason="server error")),
    ],
)
async def test_an_answer_that_says_no_number_is_named_and_never_a_mistake_of_ours(
    telegram: Telegram, status: int, content: str, expected: object
) -> None:
    telegram.status, telegram.content = status, content.encode("windows-1251")
    with pytest.raises(Exception) as refused:  # noqa: PT011 - what it is, is looked at
        await telegram.post()
    assert outcome.classify(refused.value) == expected


async def test_what_telegram_refuses_is_aiograms_error_with_its_words(telegram: Telegram) -> None:
    telegram.status = 400
    telegram.content = b'{"ok":false,"error_code":400,"description":"Bad Request: chat not found"}'
    with pytest.raises(TelegramBadRequest, match="chat not found"):
        await telegram.post()
    telegram.status = 429
    telegram.content = b'{"ok":false,"error_code":429,"description":"Too Many","parameters":{"retry_after":3}}'
    with pytest.raises(TelegramRetryAfter) as flood:
        await telegram.post()
    assert flood.value.retry_after == 3


async def test_at_a_thousand_a_second_an_answer_may_take_a_fifth_of_a_second(telegram: Telegram) -> None:
    telegram.content = b'{"ok":true,"result":{"message_id":77,"date":1}}'
    at_once = concurrency_for(limiter.PAID_PER_SECOND)
    assert at_once == 200
    telegram.together = asyncio.Barrier(at_once)
    async with asyncio.timeout(30):
        await asyncio.gather(*(telegram.post(chat_id=number) for number in range(1, at_once + 1)))


async def test_a_request_says_what_was_stored_and_nothing_that_was_not(telegram: Telegram) -> None:
    telegram.content = b'{"ok":true,"result":{"message_id":77,"date":1}}'
    await telegram.post(keyboard=KEYBOARD, thread_id=5)
    await telegram.post()
    (first, whole), (_, plain) = telegram.asked
    assert first == "sendMessage"
    assert json.loads(whole) == {
        "chat_id": 7, "text": "<b>Сводка</b>", "parse_mode": "HTML", "message_thread_id": 5,
        "link_preview_options": {"is_disabled": True}, "reply_markup": json.loads(KEYBOARD),
    }  # fmt: skip
    assert set(json.loads(plain)) == {"chat_id", "text", "parse_mode", "link_preview_options"}


@pytest.mark.parametrize("keyboard", ["{", "[]", '"inline_keyboard"', '["inline_keyboard"]', '{"inline_keyboard": 1}'])
def test_a_keyboard_that_is_none_is_left_out(keyboard: str) -> None:
    assert "reply_markup" not in json.loads(request.send(part(keyboard=keyboard)).body())


@given(text=st.text(st.characters(codec="utf-8")), preview=st.text(st.characters(codec="utf-8")))
def test_a_body_is_json_whatever_publishers_write(text: str, preview: str) -> None:
    for made in (request.send(part(html=text, preview=preview, keyboard=KEYBOARD)), request.edit(part(html=text), 3)):
        assert json.loads(made.body())["text"] == text
        assert json.loads(made.without_markup(text).body())["text"] == text
    assert json.loads(request.send_rich(part(html=text, rich=True)).body())["rich_message"]["html"] == text
