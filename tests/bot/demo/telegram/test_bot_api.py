"""The local Bot API server over HTTP: what a bot may do, what is refused and how, and what can be made to go wrong."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp
import pytest
from aiogram import Bot, Dispatcher, F
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import TelegramForbiddenError, TelegramMigrateToChat, TelegramRetryAfter
from aiogram.filters import Command
from aiogram.types import (
    BotCommand,
    BotCommandScopeAllPrivateChats,
    BufferedInputFile,
    CallbackQuery,
    ChatMemberUpdated,
    ForceReply,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQuery,
    InlineQueryResultArticle,
    InputMediaPhoto,
    InputTextMessageContent,
    KeyboardButton,
    Message,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
)

from bot.demo.telegram.bot_api import BotApi
from bot.demo.telegram.errors import RefusedError
from bot.demo.telegram.flood_control import CHAT, GROUP, OVERALL, FloodControl
from bot.demo.telegram.people import Person

Answer = dict[str, Any]
Calling = Callable[..., Coroutine[None, None, Answer]]


class Clock:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def api(clock: Clock) -> AsyncIterator[BotApi]:
    async with BotApi(clock=clock, patience=5) as server:
        yield server


@pytest.fixture
def reader(api: BotApi) -> Person:
    return api.person(7, "Айгерим", "kk", username="aigerim")


@pytest.fixture
async def call(api: BotApi) -> AsyncIterator[Calling]:
    """Call a method as a form, as aiogram does."""
    async with aiohttp.ClientSession() as session:

        async def calling(method: str, **parameters: object) -> Answer:
            form = {name: value if isinstance(value, str) else json.dumps(value) for name, value in parameters.items()}
            async with session.post(f"{api.url}/bot{api.token}/{method}", data=form) as response:
                body: Answer = await response.json()
                assert body["ok"] == (response.status == 200)
                return body

        yield calling


def inline(*labels: str) -> Answer:
    return {"inline_keyboard": [[{"text": label, "callback_data": label}] for label in labels]}


async def test_a_message_arrives_as_text_with_entities(api: BotApi, reader: Person, call: Calling) -> None:
    answer = await call("sendMessage", chat_id=7, text="  <b>Сводка</b> /topics  ", parse_mode="HTML")

    assert answer["result"]["text"] == "Сводка /topics"
    assert answer["result"]["entities"] == [
        {"type": "bold", "offset": 0, "length": 6},
        {"type": "bot_command", "offset": 7, "length": 7},
    ]
    assert reader.last.html == "  <b>Сводка</b> /topics  "
    assert reader.last.date == datetime(2026, 11, 22, 8, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("parameters", "description"),
    [
        ({"text": "x"}, "chat_id is empty"),
        ({"chat_id": 8, "text": "x"}, "chat not found"),
        ({"chat_id": "@nobody", "text": "x"}, "chat not found"),
        ({"chat_id": 7, "text": " \n "}, "message text is empty"),
        ({"chat_id": 7}, "message text is empty"),
        ({"chat_id": 7, "text": "ж" * 4097}, "message is too long"),
        ({"chat_id": 7, "text": "x", "parse_mode": "Emoji"}, "unsupported parse_mode"),
        (
            {"chat_id": 7, "text": "<b>x", "parse_mode": "HTML"},
            "can't parse entities: Can't find end tag corresponding to start tag \"b\"",
        ),
        ({"chat_id": 7, "text": "x", "reply_markup": "{"}, "can't parse reply markup JSON object"),
        ({"chat_id": 7, "text": "x", "reply_markup": [1]}, "object expected as reply markup"),
        (
            {"chat_id": 7, "text": "x", "reply_markup": {"inline_keyboard": {}}},
            'field "inline_keyboard" must be of type Array',
        ),
        (
            {"chat_id": 7, "text": "x", "reply_markup": {"keyboard": ["a"]}},
            "can't parse keyboard: row must be of type Array",
        ),
        (
            {"chat_id": 7, "text": "x", "reply_markup": {"inline_keyboard": [[{"text": "x"}]]}},
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
        ),
        (
            {"chat_id": 7, "text": "x", "reply_markup": {"inline_keyboard": [[{"url": "https://zakon.kz"}]]}},
            "can't parse inline keyboard button: can't find field \"text\"",
        ),
        ({"chat_id": 7, "text": "x", "reply_markup": {"keyboard": [[" "]]}}, "keyboard button text must be non-empty"),
        ({"chat_id": 7, "text": "x", "reply_markup": inline("ж" * 33)}, "BUTTON_DATA_INVALID"),
        (
            {"chat_id": 7, "text": "x", "reply_markup": {"inline_keyboard": [[{"text": "x", "url": "nowhere"}]]}},
            "inline keyboard button URL 'nowhere' is invalid: Wrong HTTP URL",
        ),
        ({"chat_id": 7, "text": "x", "reply_markup": inline(*map(str, range(101)))}, "reply markup is too long"),
        ({"chat_id": 7, "text": "x", "reply_markup": {"keyboard": [["x"] * 13]}}, "reply markup is too long"),
        ({"chat_id": 7, "text": "x", "reply_markup": {"keyboard": [["x" * 11_000]]}}, "reply markup is too long"),
        ({"chat_id": 7, "text": "x", "reply_parameters": {"message_id": 99}}, "message to be replied not found"),
    ],
)
async def test_what_telegram_refuses_is_refused_in_its_words(
    reader: Person, call: Calling, parameters: Answer, description: str
) -> None:
    answer = await call("sendMessage", **parameters)

    assert answer == {"ok": False, "error_code": 400, "description": f"Bad Request: {description}"}
    assert reader.messages == []


async def test_4096_characters_count_after_parsing_and_entities_beyond_100_are_lost(
    reader: Person, call: Calling
) -> None:
    markup = "<b>ж</b> " * 150
    filler = "😀" * (4096 - 2 * 150)
    assert (await call("sendMessage", chat_id=7, text=markup + filler, parse_mode="HTML"))["ok"]
    assert len(reader.last.entities) == 100


async def test_control_characters_go_and_entities_follow(reader: Person, call: Calling) -> None:
    text = " \r\n<i>a\r\tb</i><b> </b> <blockquote>q<blockquote>w</blockquote></blockquote> "
    answer = await call("sendMessage", chat_id=7, text=text, parse_mode="HTML")

    assert answer["result"]["text"] == "a b  qw"
    assert [(e["type"], e["offset"], e["length"]) for e in answer["result"]["entities"]] == [
        ("italic", 0, 3),
        ("bold", 3, 1),
        ("blockquote", 5, 2),
    ]


async def test_explicit_entities_are_taken_and_links_found(reader: Person, call: Calling) -> None:
    entities = [{"type": "bold", "offset": 0, "length": 1}, {"type": "broken"}]
    text = "a https://zakon.kz/x. #тег @durov http://localhost/"
    answer = await call("sendMessage", chat_id=7, text=text, entities=entities)

    assert [e["type"] for e in answer["result"]["entities"]] == ["bold", "url", "hashtag", "mention"]
    assert (await call("sendMessage", chat_id=7, text="x", entities={}))["result"]["entities"] == []


async def test_nothing_is_looked_for_inside_a_link(reader: Person, call: Calling) -> None:
    text = '<a href="https://zakon.kz">https://zakon.kz/</a> <code>/x</code>'
    answer = await call("sendMessage", chat_id=7, text=text, parse_mode="HTML")
    assert [e["type"] for e in answer["result"]["entities"]] == ["text_link", "code"]
    assert reader.last.links == ("https://zakon.kz/",)


async def test_who_may_not_be_written_to(api: BotApi, call: Calling) -> None:
    stranger = api.person(8, "Новый", started=False)
    gone = api.person(9, "Ушедший")
    gone.chat.deactivated = True
    blocker = api.person(10, "Сердитый")
    blocker.chat.bot = "kicked"
    for person, reason in [
        (stranger, "bot can't initiate conversation with a user"),
        (gone, "user is deactivated"),
        (blocker, "bot was blocked by the user"),
    ]:
        answer = await call("sendMessage", chat_id=person.id, text="x")
        assert answer == {"ok": False, "error_code": 403, "description": f"Forbidden: {reason}"}


@pytest.mark.parametrize(
    ("kind", "bot", "code", "description"),
    [
        ("group", "kicked", 403, "Forbidden: bot was kicked from the group chat"),
        ("supergroup", "left", 403, "Forbidden: bot is not a member of the supergroup chat"),
        ("channel", "member", 400, "Bad Request: need administrator rights in the channel chat"),
        ("supergroup", "restricted", 400, "Bad Request: not enough rights to send text messages to the chat"),
    ],
)
async def test_groups_have_their_own_refusals(
    api: BotApi, call: Calling, kind: str, bot: str, code: int, description: str
) -> None:
    api.group(-100, "Группа", kind=kind, bot=bot)
    answer = await call("sendMessage", chat_id=-100, text="x")
    assert (answer["error_code"], answer["description"]) == (code, description)


async def test_a_thread_may_be_missing_or_closed(api: BotApi, call: Calling) -> None:
    forum = api.group(-100, "Форум", forum=True)
    forum.threads = {5: "Политика", 6: "Спорт"}
    forum.closed_threads.add(6)
    assert (await call("sendMessage", chat_id=-100, text="x", message_thread_id=5))["result"]["is_topic_message"]
    missing = await call("sendMessage", chat_id=-100, text="x", message_thread_id=4)
    closed = await call("sendMessage", chat_id=-100, text="x", message_thread_id=6)
    assert missing["description"] == "Bad Request: message thread not found"
    assert closed["description"] == "Bad Request: TOPIC_CLOSED"


async def test_a_channel_signs_its_messages_itself(api: BotApi, call: Calling) -> None:
    api.group(-100, "Канал", kind="channel", bot="administrator")
    answer = await call("sendMessage", chat_id=-100, text="x")
    assert answer["result"]["sender_chat"]["title"] == "Канал"


async def test_a_message_is_edited_and_says_so(reader: Person, call: Calling, clock: Clock) -> None:
    sent = await call("sendMessage", chat_id=7, text="раз", reply_markup=inline("a"))
    clock.now += timedelta(minutes=1)
    message = {"chat_id": 7, "message_id": sent["result"]["message_id"]}
    edited = await call("editMessageText", **message, text="два", reply_markup=inline("b"))
    same = await call("editMessageText", **message, text="два", reply_markup=inline("b"))
    bare = await call("editMessageReplyMarkup", **message)

    assert edited["result"]["edit_date"] == int(clock.now.timestamp())
    assert same["description"].startswith("Bad Request: message is not modified: specified new message content")
    assert "reply_markup" not in bare["result"]
    assert (reader.last.text, reader.last.buttons) == ("два", ())


async def test_not_everything_can_be_edited(reader: Person, call: Calling) -> None:
    with_keyboard = await call("sendMessage", chat_id=7, text="x", reply_markup={"keyboard": [["a"]]})
    photo = await call("sendPhoto", chat_id=7, photo="https://zakon.kz/1.jpg", caption="раз")
    text = await call("sendMessage", chat_id=7, text="x")

    async def edit(sent: Answer, what: str, **content: str) -> str:
        answer = await call(f"editMessage{what}", chat_id=7, message_id=sent["result"]["message_id"], **content)
        return str(answer.get("description"))

    assert await edit(with_keyboard, "Text", text="y") == "Bad Request: message can't be edited"
    assert await edit(photo, "Text", text="y") == "Bad Request: there is no text in the message to edit"
    assert await edit(text, "Caption", caption="y") == "Bad Request: there is no caption in the message to edit"
    assert await edit(photo, "Caption", caption="y" * 1025) == "Bad Request: message caption is too long"
    assert await edit(photo, "Caption", caption="два") == "None"
    gone = await call("editMessageText", chat_id=7, message_id=999, text="y")
    assert gone["description"] == "Bad Request: message to edit not found"


async def test_messages_are_deleted_for_48_hours(reader: Person, call: Calling, clock: Clock) -> None:
    ids = [(await call("sendMessage", chat_id=7, text=str(n)))["result"]["message_id"] for n in range(4)]
    assert (await call("deleteMessage", chat_id=7, message_id=ids[0]))["result"] is True
    assert (await call("deleteMessages", chat_id=7, message_ids=ids[:2]))["result"] is True
    again = await call("deleteMessage", chat_id=7, message_id=ids[0])
    clock.now += timedelta(hours=49)
    late = await call("deleteMessage", chat_id=7, message_id=ids[3])

    assert again["description"] == "Bad Request: message to delete not found"
    assert late["description"] == "Bad Request: message can't be deleted for everyone"
    assert [message.text for message in reader.messages] == ["2", "3"]


async def test_photos_come_by_address_or_upload_or_file_id(api: BotApi, reader: Person, call: Calling) -> None:
    first = await call("sendPhoto", chat_id=7, photo="https://zakon.kz/1.jpg", caption="<b>x</b>", parse_mode="HTML")
    file_id = first["result"]["photo"][0]["file_id"]
    assert first["result"]["caption_entities"] == [{"type": "bold", "offset": 0, "length": 1}]
    assert (await call("sendPhoto", chat_id=7, photo=file_id))["ok"]
    assert "there is no photo" in (await call("sendPhoto", chat_id=7))["description"]
    assert "wrong remote file" in (await call("sendPhoto", chat_id=7, photo="C:/x"))["description"]
    one = await call("sendMediaGroup", chat_id=7, media=[{"type": "photo", "media": file_id}])
    assert one["description"] == "Bad Request: group of media must contain 2-10 items"


async def test_commands_are_kept_by_scope_and_language(api: BotApi, reader: Person, call: Calling) -> None:
    russian = [{"command": "topics", "description": "мои темы"}]
    kazakh = [{"command": "topics", "description": "тақырыптарым"}]
    await call("setMyCommands", commands=russian)
    assert reader.commands == {"topics": "мои темы"}
    await call("setMyCommands", commands=kazakh, scope={"type": "all_private_chats"}, language_code="kk")
    assert reader.commands == {"topics": "тақырыптарым"}
    own = {"scope": {"type": "chat", "chat_id": 7}}
    await call("setMyCommands", commands=russian, **own)
    assert reader.commands == {"topics": "мои темы"}
    assert (await call("getMyCommands", **own))["result"] == russian
    await call("deleteMyCommands", **own)
    assert (await call("getMyCommands", **own))["result"] == []
    assert api.person(8, "Group reader", "en").commands == {"topics": "мои темы"}


@pytest.mark.parametrize(
    ("parameters", "description"),
    [
        ({"commands": {}}, "can't parse commands JSON object"),
        ({"commands": [{"command": "x", "description": "y"}] * 101}, "BOT_COMMANDS_TOO_MUCH"),
        ({"commands": [{"command": "x" * 33, "description": "y"}]}, "Command length must not exceed 32"),
        ({"commands": [{"command": "темы", "description": "y"}]}, "BOT_COMMAND_INVALID"),
        ({"commands": [{"command": "x"}]}, "Command description must be non-empty"),
        (
            {"commands": [{"command": "x", "description": "y" * 257}]},
            "Command description length must not exceed 256",
        ),
        ({"commands": [], "language_code": "kaz"}, "invalid language code specified"),
    ],
)
async def test_bad_commands_are_refused(call: Calling, parameters: Answer, description: str) -> None:
    assert (await call("setMyCommands", **parameters))["description"] == f"Bad Request: {description}"


async def test_the_bot_and_its_chats_can_be_asked_about(api: BotApi, reader: Person, call: Calling) -> None:
    admin = api.person(8, "Админ")
    api.group(-100, "Группа", bot="administrator", admins=[admin], members=[reader])
    assert (await call("getMe"))["result"]["is_bot"] is True
    assert (await call("getChat", chat_id=-100))["result"]["title"] == "Группа"
    assert (await call("getChatMember", chat_id=-100, user_id=8))["result"]["status"] == "creator"
    bot_id = api.messenger.bot["id"]
    assert (await call("getChatMember", chat_id=-100, user_id=bot_id))["result"]["status"] == "administrator"
    assert "invalid user_id" in (await call("getChatMember", chat_id=-100, user_id=1))["description"]
    assert len((await call("getChatAdministrators", chat_id=-100))["result"]) == 2
    assert "no administrators" in (await call("getChatAdministrators", chat_id=7))["description"]
    assert (await call("getChatMemberCount", chat_id=-100))["result"] == 3
    await call("leaveChat", chat_id=-100)
    assert (await call("getChat", chat_id=-100))["error_code"] == 403


async def test_small_duties(api: BotApi, reader: Person, call: Calling) -> None:
    assert (await call("setMyName", name="Сводка"))["result"] is True
    assert api.messenger.profile["setmyname", ""] == "Сводка"
    assert (await call("sendChatAction", chat_id=7, action="typing"))["result"] is True
    assert (await call("getWebhookInfo"))["result"]["url"] == ""
    assert (await call("logOut"))["result"] is True
    assert (await call("setWebhook", url="https://x.kz/hook"))["result"] is True
    assert (await call("getWebhookInfo"))["result"]["url"] == "https://x.kz/hook"
    assert "while webhook is active" in (await call("getUpdates"))["description"]
    assert (await call("deleteWebhook"))["result"] is True
    assert "rich message" in (await call("sendRichMessage", chat_id=7))["description"]
    assert (await call("sendCarrierPigeon"))["error_code"] == 404
    assert (await call("getFile", file_id="x"))["description"].endswith("file is temporarily unavailable")
    assert (await call("answerCallbackQuery", callback_query_id="1", text="x" * 201))["error_code"] == 400
    assert (await call("answerInlineQuery", inline_query_id="1", results=[{}] * 51))["error_code"] == 400
    assert (await call("answerInlineQuery", inline_query_id="1", results=[]))["error_code"] == 400


async def test_calls_come_in_any_form_with_the_right_token(api: BotApi, reader: Person) -> None:
    address = f"{api.url}/bot{api.token}/sendmessage"
    async with aiohttp.ClientSession() as session:
        async with session.get(address, params={"chat_id": "7", "text": "get"}) as response:
            assert response.status == 200
        async with session.post(address, json={"chat_id": 7, "text": "json"}) as response:
            assert response.status == 200
        async with session.post(address, data="{", headers={"Content-Type": "application/json"}) as response:
            assert "can't parse request JSON" in (await response.json())["description"]
        async with session.post(f"{api.url}/bot1:wrong/getMe") as response:
            assert (response.status, (await response.json())["description"]) == (401, "Unauthorized")
        async with session.get(f"{api.url}/file/bot{api.token}/documents/none") as response:
            assert response.status == 404
    assert [message.text for message in reader.messages] == ["get", "json"]


async def test_updates_stay_until_an_offset_confirms_them(api: BotApi, call: Calling) -> None:
    first = api.messenger.updates.put("message", {"text": "1"})
    second = api.messenger.updates.put("message", {"text": "2"})
    api.messenger.updates.put("chat_member", {})

    async def waiting(**parameters: object) -> list[int]:
        return [update["update_id"] for update in (await call("getUpdates", **parameters))["result"]]

    assert await waiting() == [first, second]
    assert await waiting(limit=1) == [first]
    assert await waiting(offset=second) == [second]
    assert await waiting(offset=-1) == [second]
    assert await waiting(offset=second + 1) == []
    assert await waiting(timeout=1, offset="soon", allowed_updates=["chat_member"]) == []
    third = api.messenger.updates.put("chat_member", {})
    api.messenger.updates.put("message", {})
    assert await waiting() == [third]
    await call("deleteWebhook", drop_pending_updates=True)
    assert await waiting() == []


async def test_a_long_poll_answers_as_soon_as_something_comes(api: BotApi, call: Calling) -> None:
    async with asyncio.TaskGroup() as group:
        poll = group.create_task(call("getUpdates", timeout=30))
        await asyncio.sleep(0.05)
        api.messenger.updates.put("message", {"text": "1"})
    assert len(poll.result()["result"]) == 1


async def test_only_one_may_poll(api: BotApi, call: Calling) -> None:
    async with asyncio.TaskGroup() as group:
        older = group.create_task(call("getUpdates", timeout=30))
        await asyncio.sleep(0.05)
        group.create_task(call("getUpdates"))
    assert older.result()["error_code"] == 409
    assert older.result()["description"].startswith("Conflict: terminated by other getUpdates request")


async def test_faults_come_in_order_for_those_they_concern(api: BotApi, reader: Person, call: Calling) -> None:
    api.fail("sendMessage", 500, "Internal Server Error", chat_id=8)
    api.fail("*", 429, "Too Many Requests: retry after 3", retry_after=3, times=2)
    assert (await call("getMe"))["parameters"] == {"retry_after": 3}
    assert (await call("sendMessage", chat_id=7, text="x"))["error_code"] == 429
    assert (await call("sendMessage", chat_id=7, text="x"))["ok"]
    api.heal()
    assert (await call("sendMessage", chat_id=8, text="x"))["description"] == "Bad Request: chat not found"
    api.fail("getUpdates", 502, "Bad Gateway", times=float("inf"))
    for _ in range(3):
        assert (await call("getUpdates"))["error_code"] == 502
    assert len(api.called("sendMessage")) == 3


async def test_an_answer_may_be_late_or_lost_after_the_message_arrived(
    api: BotApi, reader: Person, call: Calling
) -> None:
    api.fail("sendMessage", delay=0.05)
    assert (await call("sendMessage", chat_id=7, text="late"))["ok"]
    api.fail("sendMessage", drop=True)
    with pytest.raises(aiohttp.ClientError):
        await call("sendMessage", chat_id=7, text="never came")
    api.fail("sendMessage", drop=True, accepted=True)
    with pytest.raises(aiohttp.ClientError):
        await call("sendMessage", chat_id=7, text="came")
    api.fail("sendMessage", 502, raw_html=True)
    with pytest.raises(aiohttp.ContentTypeError):
        await call("sendMessage", chat_id=7, text="html")
    api.fail("sendMessage", delay=0.01, accepted=True)
    assert (await call("sendMessage", chat_id=7, text="last"))["ok"]
    assert [message.text for message in reader.messages] == ["late", "came", "last"]


def test_flood_control_counts_overall_by_chat_and_by_group() -> None:
    seconds = 0.0
    flood = FloodControl(lambda: seconds)
    for _ in range(CHAT.count):
        flood.check(1)
    with pytest.raises(RefusedError) as refused:
        flood.check(1)
    assert refused.value.parameters == {"retry_after": CHAT.seconds}
    for person in range(2, 2 + OVERALL.count - CHAT.count):
        flood.check(person)
    with pytest.raises(RefusedError) as refused:
        flood.check(99)
    assert refused.value.wire["description"] == "Too Many Requests: retry after 1"
    for _ in range(GROUP.count):
        seconds += 1
        flood.check(-1)
    with pytest.raises(RefusedError):
        flood.check(-1)
    seconds += 41
    flood.check(-1)


async def test_flood_control_is_switched_on_by_an_argument() -> None:
    async with BotApi(flood_control=True) as api, aiohttp.ClientSession() as session:
        api.person(7)
        address = f"{api.url}/bot{api.token}/sendMessage"
        codes = []
        for _ in range(CHAT.count + 1):
            async with session.post(address, data={"chat_id": "7", "text": "x"}) as response:
                codes.append(response.status)
        assert codes == [200] * CHAT.count + [429]


# With aiogram, unmodified


@pytest.fixture
async def bot(api: BotApi) -> AsyncIterator[Bot]:
    async with Bot(api.token, session=AiohttpSession(api=TelegramAPIServer.from_base(api.url))) as bot:
        yield bot


async def start(message: Message) -> None:
    button = InlineKeyboardButton(text="➕ Китай", callback_data="topic:1")
    link = InlineKeyboardButton(text="Сайт", url="https://zakon.kz")
    await message.answer("Привет!", reply_markup=InlineKeyboardMarkup(inline_keyboard=[[button, link]]))


async def tapped(query: CallbackQuery) -> None:
    if isinstance(query.message, Message):
        await query.message.edit_text("Готово")
    await query.answer("Слежу", show_alert=True)
    await asyncio.sleep(0.05)
    await query.bot.send_message(query.from_user.id, str(query.data))  # type: ignore[union-attr]  # bound


async def place(message: Message) -> None:
    await message.reply(str(message.location and message.location.latitude))


async def file(message: Message, bot: Bot) -> None:
    await message.answer_document(BufferedInputFile(b"{}", "topics.json"), caption="Ваши темы")
    await message.answer_media_group([InputMediaPhoto(media=f"https://zakon.kz/{n}.jpg") for n in range(2)])


async def document(message: Message, bot: Bot) -> None:
    content = await bot.download(message.document)  # type: ignore[arg-type]  # F.document says it is there
    await message.answer(content.read().decode() if content else "")


async def edited(message: Message) -> None:
    await message.answer(f"исправлено: {message.text}")


async def migrated(message: Message, members: list[str]) -> None:
    members.append("migrated")


async def member(update: ChatMemberUpdated, members: list[str]) -> None:
    members.append(update.new_chat_member.status)


async def inline_query(query: InlineQuery) -> None:
    content = InputTextMessageContent(message_text=query.query)
    await query.answer([InlineQueryResultArticle(id="1", title="x", input_message_content=content)])


async def echo(message: Message) -> None:
    await message.answer(str(message.text))


@pytest.fixture
async def dispatcher(api: BotApi, bot: Bot) -> AsyncIterator[Dispatcher]:
    """A small bot that polls."""
    dispatcher = Dispatcher(members=[])
    api.busy = lambda: bool(dispatcher._handle_update_tasks)
    dispatcher.message.register(start, Command("start"))
    dispatcher.callback_query.register(tapped)
    dispatcher.message.register(place, F.location)
    dispatcher.message.register(file, Command("file"))
    dispatcher.message.register(document, F.document)
    dispatcher.edited_message.register(edited)
    dispatcher.message.register(migrated, F.migrate_to_chat_id | F.migrate_from_chat_id)
    dispatcher.my_chat_member.register(member)
    dispatcher.inline_query.register(inline_query)
    dispatcher.message.register(echo)
    async with asyncio.TaskGroup() as group:
        polling = group.create_task(dispatcher.start_polling(bot, handle_signals=False, close_bot_session=False))
        try:
            yield dispatcher
        finally:
            with suppress(RuntimeError):
                await dispatcher.stop_polling()
            await polling


async def test_a_conversation_with_an_unmodified_aiogram(dispatcher: Dispatcher, reader: Person) -> None:
    (greeting,) = await reader.say("/start")
    assert (greeting.text, greeting.labels) == ("Привет!", ("➕ Китай", "Сайт"))

    edited, new = await reader.tap("китай")
    assert (edited.text, edited.id, new.text) == ("Готово", greeting.id, "topic:1")
    assert edited.edited_at
    (toast,) = reader.toasts
    assert (toast.text, toast.alert) == ("Слежу", True)

    (place,) = await reader.share_location(43.2, 76.9)
    assert place.text == "43.2"
    with pytest.raises(LookupError, match=r"no button 'нет'"):
        await reader.tap("нет")


async def test_a_tap_on_an_old_message(dispatcher: Dispatcher, api: BotApi, reader: Person, clock: Clock) -> None:
    await reader.say("/start")
    (answer,) = await reader.tap("topic:1", inaccessible=True)
    assert answer.text == "topic:1"
    assert await reader.tap("Сайт") == []
    (query_id,) = api.messenger.callbacks
    clock.now += timedelta(minutes=16)
    with pytest.raises(RefusedError, match="query is too old"):
        api.messenger.answer(query_id, reader.toasts[0])


async def test_files_go_both_ways(dispatcher: Dispatcher, api: BotApi, reader: Person) -> None:
    document, *photos = await reader.say("/file")
    assert document.text == "Ваши темы"
    assert len(photos) == 2
    assert api.messenger.files["file-1"] == ("topics.json", b"{}")
    (answer,) = await reader.send_document("mine.json", "содержимое".encode(), caption="вот")
    assert answer.text == "содержимое"


async def test_a_keyboard_below_the_chat_says_its_label(dispatcher: Dispatcher, bot: Bot, reader: Person) -> None:
    (said,) = await reader.say("привет")
    (again,) = await reader.edit(next(iter(reader.chat.messages.values())), "пока")
    assert (said.text, again.text) == ("привет", "исправлено: пока")
    rows = [[KeyboardButton(text="Алматы"), KeyboardButton(text="Где я", request_location=True)]]
    await bot.send_message(7, "?", reply_markup=ReplyKeyboardMarkup(keyboard=rows, one_time_keyboard=True))
    assert reader.last.keyboard[0][1].asks_location
    (answer,) = await reader.tap("Алматы")
    assert answer.text == "Алматы"
    await bot.send_message(7, "!", reply_markup=ReplyKeyboardRemove())
    assert reader.chat.keyboard.kind == "remove"
    await bot.send_message(7, "!", reply_markup=ForceReply())
    assert reader.chat.keyboard.kind == "force_reply"


async def test_blocking_is_told_and_enforced(dispatcher: Dispatcher, bot: Bot, reader: Person) -> None:
    await reader.block()
    with pytest.raises(TelegramForbiddenError, match="bot was blocked by the user"):
        await bot.send_message(7, "x")
    await reader.unblock()
    await bot.send_message(7, "x")
    for status in ("administrator", "restricted", "left"):
        await reader.change_bot(reader.chat, status)
    assert dispatcher["members"] == ["kicked", "member", "administrator", "restricted", "left"]


async def test_a_group_becomes_a_supergroup(dispatcher: Dispatcher, api: BotApi, bot: Bot, reader: Person) -> None:
    group = api.group(-5, "Группа", kind="group", admins=[reader])
    (answer,) = await reader.say("в группе", chat=group)
    assert answer.chat_id == -5
    await api.migrate(group, -100_5, by=reader)
    with pytest.raises(TelegramMigrateToChat) as moved:
        await bot.send_message(-5, "x")
    assert moved.value.migrate_to_chat_id == -100_5
    assert dispatcher["members"] == ["migrated", "migrated"]


async def test_inline_queries_are_answered(dispatcher: Dispatcher, reader: Person) -> None:
    (result,) = await reader.ask_inline("курс")
    assert result["title"] == "x"


async def test_aiogram_understands_faults_and_sets_commands(api: BotApi, bot: Bot, reader: Person) -> None:
    api.fail("sendMessage", 429, "Too Many Requests: retry after 5", retry_after=5)
    with pytest.raises(TelegramRetryAfter) as flood:
        await bot.send_message(7, "x")
    assert flood.value.retry_after == 5
    api.fail("sendMessage", 400, "Bad Request: upgraded", migrate_to_chat_id=-9)
    with pytest.raises(TelegramMigrateToChat):
        await bot.send_message(7, "x")
    commands = [BotCommand(command="topics", description="мои темы")]
    await bot.set_my_commands(commands, scope=BotCommandScopeAllPrivateChats())
    assert reader.commands == {"topics": "мои темы"}


async def test_a_bot_that_does_not_listen_is_noticed(api: BotApi) -> None:
    api._patience = 0.05
    with pytest.raises(TimeoutError, match="the bot has not fetched update"):
        await api.person(7).say("есть кто?")
    api.busy = lambda: True
    with pytest.raises(TimeoutError, match="the bot is still busy"):
        await api.settle()


async def test_something_may_be_waited_for(api: BotApi, reader: Person, call: Calling) -> None:
    async with asyncio.TaskGroup() as group:
        group.create_task(api.until(lambda: reader.messages, within=5))
        await asyncio.sleep(0)
        await call(
            "sendMessage", chat_id=7, text="x", reply_parameters={"message_id": 1, "allow_sending_without_reply": True}
        )
    with pytest.raises(TimeoutError):
        await api.until(lambda: False, within=0.01)
