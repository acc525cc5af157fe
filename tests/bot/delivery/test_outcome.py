"""What each answer of Telegram means for a message."""

from datetime import timedelta
from typing import Any

import pytest
from aiogram.exceptions import (
    ClientDecodeError,
    RestartingTelegram,
    TelegramAPIError,
    TelegramBadRequest,
    TelegramEntityTooLarge,
    TelegramForbiddenError,
    TelegramMigrateToChat,
    TelegramNetworkError,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramServerError,
    TelegramUnauthorizedError,
)
from aiogram.methods import SendMessage
from aiohttp import ClientConnectorError, ServerDisconnectedError
from aiohttp.client_reqrep import ConnectionKey

from bot.delivery import outcome
from bot.delivery.outcome import (
    Barred,
    Delivered,
    Fail,
    Flood,
    Migrate,
    PlainText,
    Stop,
    Suspend,
    Unchanged,
    Unreached,
    WithoutThread,
)

METHOD = SendMessage(chat_id=1, text="x")


def network(cause: Exception) -> TelegramNetworkError:
    error = TelegramNetworkError(method=METHOD, message=f"{type(cause).__name__}: https://host/bot123:SECRET/")
    error.__cause__ = cause
    return error


def refused_connection() -> ClientConnectorError:
    key = ConnectionKey("localhost", 1, is_ssl=False, ssl=True, proxy=None, proxy_auth=None, proxy_headers_hash=None)
    return ClientConnectorError(key, OSError(111, "refused"))


def undecoded(data: Any) -> ClientDecodeError:  # noqa: ANN401 - whatever the server said
    return ClientDecodeError("Failed", ValueError("x"), data)


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (
            TelegramRetryAfter(method=METHOD, message="Too Many Requests: retry after 7", retry_after=7),
            Flood(reason="flood", after=timedelta(seconds=7), seconds=7.0),
        ),
        (TelegramMigrateToChat(method=METHOD, message="x", migrate_to_chat_id=-1007), Migrate(chat_id=-1007)),
        (
            TelegramForbiddenError(method=METHOD, message="Forbidden: bot was blocked by the user"),
            Suspend(reason="bot was blocked by the user"),
        ),
        (
            TelegramForbiddenError(method=METHOD, message="Forbidden: bot was kicked from the group chat"),
            Suspend(reason="bot was kicked from the group chat"),
        ),
        (TelegramUnauthorizedError(method=METHOD, message="Unauthorized"), Stop(reason="Unauthorized")),
        (
            TelegramBadRequest(method=METHOD, message="Bad Request: chat not found"),
            Barred(reason="chat not found"),
        ),
        (
            TelegramBadRequest(method=METHOD, message="Bad Request: CHAT_WRITE_FORBIDDEN"),
            Barred(reason="CHAT_WRITE_FORBIDDEN"),
        ),
        (
            TelegramForbiddenError(method=METHOD, message="Forbidden: CHAT_SEND_PLAIN_FORBIDDEN"),
            Barred(reason="CHAT_SEND_PLAIN_FORBIDDEN"),
        ),
        (
            TelegramBadRequest(method=METHOD, message="Bad Request: TOPIC_CLOSED"),
            WithoutThread(reason="TOPIC_CLOSED"),
        ),
        (
            TelegramBadRequest(method=METHOD, message="Bad Request: message thread not found"),
            WithoutThread(reason="message thread not found"),
        ),
        (
            TelegramBadRequest(method=METHOD, message="Bad Request: can't parse entities: Unsupported start tag"),
            PlainText(reason="can't parse entities: Unsupported start tag"),
        ),
        (
            TelegramBadRequest(method=METHOD, message="Bad Request: BUTTON_DATA_INVALID"),
            PlainText(reason="BUTTON_DATA_INVALID"),
        ),
        (
            TelegramBadRequest(method=METHOD, message="Bad Request: message is too long"),
            PlainText(reason="message is too long"),
        ),
        (
            TelegramBadRequest(method=METHOD, message="Bad Request: TOPIC_DELETED"),
            WithoutThread(reason="TOPIC_DELETED"),
        ),
        (
            TelegramBadRequest(method=METHOD, message="Bad Request: message is not modified: specified new message"),
            Unchanged(reason="message is not modified: specified new message"),
        ),
        (TelegramBadRequest(method=METHOD, message="Bad Request: odd"), Fail(reason="odd")),
        (TelegramNotFound(method=METHOD, message="Not Found"), Fail(reason="Not Found")),
        (TelegramAPIError(method=METHOD, message="200 but not ok"), Fail(reason="200 but not ok")),
        (TelegramEntityTooLarge(method=METHOD, message="too large"), PlainText(reason="too large")),
        (TelegramServerError(method=METHOD, message="Internal Server Error"), Unreached(reason="server error")),
        (RestartingTelegram(method=METHOD, message="restart"), Unreached(reason="restarting")),
        (undecoded("<html>502 Bad Gateway</html>"), Unreached(reason="gateway", uncertain=True)),
        (undecoded(""), Unreached(reason="gateway", uncertain=True)),
        (undecoded({"ok": True, "result": {"message_id": 9, "chat": "new"}}), Delivered(message_id=9)),
        (undecoded({"ok": True, "result": {}}), Delivered(message_id=None)),
        (undecoded({"ok": True, "result": []}), Delivered(message_id=None)),
        (undecoded({"ok": "maybe"}), Unreached(reason="gateway", uncertain=True)),
        (UnicodeDecodeError("utf-8", b"\xff", 0, 1, "bad"), Unreached(reason="gateway", uncertain=True)),
        (network(refused_connection()), Unreached(reason="no connection")),
        (network(TimeoutError()), Unreached(reason="timeout", uncertain=True)),
        (network(ServerDisconnectedError()), Unreached(reason="connection lost", uncertain=True)),
        (network(ConnectionResetError()), Unreached(reason="connection lost", uncertain=True)),
        (ZeroDivisionError(), None),
    ],
)
def test_every_failure_has_its_consequence(error: Exception, expected: outcome.Outcome | None) -> None:
    found = outcome.classify(error)
    assert found == expected
    assert "SECRET" not in repr(found)


def test_beside_a_closed_thread_is_first_where_digests_go_then_the_chat() -> None:
    assert outcome.places_beside(5, None) == outcome.places_beside(5, 5) == (None,)
    assert outcome.places_beside(5, 6) == (6, None)
    assert outcome.places_beside(None, 6) == ()


def test_the_back_off_doubles_up_to_a_quarter_of_an_hour_and_spreads_out() -> None:
    assert [outcome.backoff(attempts).total_seconds() for attempts in (0, 1, 2, 3, 20)] == [2, 2, 4, 8, 900]
    assert len({outcome.backoff(3, part_id) for part_id in range(16)}) == 16
