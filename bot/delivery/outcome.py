"""What an answer of Telegram means for a message: every failure has one consequence; sends and records nothing."""

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, Final, TypeAlias

from aiogram.exceptions import (
    ClientDecodeError,
    RestartingTelegram,
    TelegramAPIError,
    TelegramEntityTooLarge,
    TelegramForbiddenError,
    TelegramMigrateToChat,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
    TelegramUnauthorizedError,
)
from aiohttp import ClientConnectorError, ServerTimeoutError


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivered:
    """Telegram has taken the message. `message_id` is None if its answer could not be read that far.

    `missed` are the forum threads that it was meant for and that are closed or gone.
    """

    message_id: int | None
    missed: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Retry:
    """Send it again: after `after`, or after a back-off of ours if None. `uncertain`: it may have arrived already."""

    reason: str
    after: timedelta | None = None
    uncertain: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Flood(Retry):
    """Telegram says how long to wait (429). Nothing was sent; the limiter must know."""

    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Unreached(Retry):
    """Nobody answered, or not Telegram itself: the way there may be broken for every message."""

    counts: bool = True

    def uncounted(self) -> "Unreached":
        """The same, as no attempt of this message's: it was not its fault, and it need not wait."""
        return replace(self, counts=False, after=timedelta(0))


@dataclass(frozen=True, slots=True, kw_only=True)
class Suspend:
    """Somebody has shut us out, or is gone: send the chat nothing more, keep its settings."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Barred:
    """The chat takes no messages of ours at present: nobody shut us out, and it may take them again by itself."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Migrate:
    """The group is a supergroup now, under another id."""

    chat_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PlainText:
    """Telegram does not accept the markup or the keyboard: the same message without them will do."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WithoutThread:
    """The forum thread is closed or deleted: the chat itself will do."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Classic:
    """Telegram, or a Bot API server too old for it, does not take the rich message: those it stands for will do."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Fail:
    """This message can never be sent; others to this chat may."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Unchanged(Fail):
    """An edit changes nothing: the message says so already."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """The token is refused: nothing can be sent until the operator acts."""

    reason: str


Outcome: TypeAlias = Delivered | Retry | Suspend | Barred | Migrate | PlainText | WithoutThread | Classic | Fail | Stop

# Pieces of the Bot API server's error texts (telegram-bot-api, Client.cpp and TDLib), in small letters.
# These come with 400 or 403, for good or for a day: on 30 October 2023 bots with every right were told that they lacked
# some, and a group that is closed at night says so each night.
_BARRED: Final = (
    "chat_write_forbidden",
    "chat_guest_send_forbidden",
    "chat_send_",
    "have no rights",
    "have no write access",
    "not enough rights",
    "need administrator rights",
    "chat_admin_required",
    "chat_restricted",
    "channel_private",
    "chat not found",
    "user not found",
    "peer_id_invalid",
    "group chat was deactivated",
)
_UNCHANGED: Final = "message is not modified"
_THREAD_IS_GONE: Final = ("message thread not found", "topic_closed", "topic_deleted", "topic_id_invalid")
_TEXT_IS_REFUSED: Final = (
    "can't parse entities",
    "can't parse reply keyboard markup",
    "can't parse inline keyboard",
    "message is too long",
    "message_too_long",
    "button_",
    "reply markup is too long",
    "reply_markup_too_long",
    "wrong http url",
    "entities_too_long",
    "entity_bounds_invalid",
)


def classify(error: BaseException) -> Outcome | None:
    """Say what a failed send means; None for an exception that is no answer of Telegram (a mistake of ours).

    Of the texts only what Telegram says is kept: addresses in errors of the network contain the token.
    """
    match error:
        case TelegramRetryAfter():
            return Flood(reason="flood", after=timedelta(seconds=error.retry_after), seconds=float(error.retry_after))
        case TelegramMigrateToChat():
            return Migrate(chat_id=error.migrate_to_chat_id)
        case TelegramForbiddenError():
            return Barred(reason=_said(error)) if _is_barred(error) else Suspend(reason=_said(error))
        case TelegramUnauthorizedError():
            return Stop(reason=_said(error))
        case ClientDecodeError():
            return _undecoded(error)
        case TelegramEntityTooLarge():
            return PlainText(reason="too large")
        case TelegramNetworkError() | TelegramServerError():
            return _unreached(error)
        case TelegramAPIError():
            return _refused(error)
        case UnicodeDecodeError() | LookupError():
            # aiogram reads the body as text before it looks at it; a gateway's page may be in any charset or none.
            return Unreached(reason="gateway", uncertain=True)
        case _:
            return None


def is_passing(said: str) -> bool:
    """Say whether Telegram's words are of a state of the chat, which may pass, and not somebody's decision."""
    text = said.lower()
    return any(piece in text for piece in (*_BARRED, *_THREAD_IS_GONE))


def of_rich(result: Outcome) -> Outcome:
    """Say what it means for a rich message: what Telegram has against it, it may not have against the classic ones."""
    return Classic(reason=result.reason) if isinstance(result, PlainText | WithoutThread | Fail) else result


def places_beside(thread_id: int | None, home_id: int | None) -> tuple[int | None, ...]:
    """Return where a message for a closed thread goes: the thread of the chat's digests, then the chat (None)."""
    if thread_id is None:
        return ()
    return (None,) if home_id in {None, thread_id} else (home_id, None)


def backoff(attempts: int, part_id: int = 0) -> timedelta:
    """Return the wait before the next try: 2, 4, 8 ... seconds up to a quarter of an hour, spread by the part's id."""
    seconds = min(900.0, 2.0 ** max(1, min(attempts, 10)))
    return timedelta(seconds=seconds * (1 + (part_id % 16) / 64))


def _said(error: TelegramAPIError) -> str:
    return error.message.removeprefix("Forbidden: ").removeprefix("Bad Request: ")[:200]


def _undecoded(error: ClientDecodeError) -> Outcome:
    """Tell an answer that says "ok" with a field this aiogram does not know from a gateway's error page."""
    data: Any = error.data
    if isinstance(data, dict) and data.get("ok") is True:
        result = data.get("result")
        message_id = result.get("message_id") if isinstance(result, dict) else None
        return Delivered(message_id=message_id if isinstance(message_id, int) else None)
    return Unreached(reason="gateway", uncertain=True)


def _unreached(error: TelegramAPIError) -> Outcome:
    if isinstance(error, RestartingTelegram):
        return Unreached(reason="restarting")
    if isinstance(error, TelegramServerError):
        return Unreached(reason="server error")
    cause = error.__cause__
    if isinstance(cause, ClientConnectorError):
        return Unreached(reason="no connection")
    late = isinstance(cause, TimeoutError | ServerTimeoutError)
    return Unreached(reason="timeout" if late else "connection lost", uncertain=True)


def _is_barred(error: TelegramAPIError) -> bool:
    text = error.message.lower()
    return any(piece in text for piece in _BARRED)


def _refused(error: TelegramAPIError) -> Outcome:
    text = error.message.lower()
    if _is_barred(error):
        return Barred(reason=_said(error))
    if any(piece in text for piece in _THREAD_IS_GONE):
        return WithoutThread(reason=_said(error))
    if any(piece in text for piece in _TEXT_IS_REFUSED):
        return PlainText(reason=_said(error))
    if _UNCHANGED in text:
        return Unchanged(reason=_said(error))
    return Fail(reason=_said(error))
